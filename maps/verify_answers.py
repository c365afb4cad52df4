"""The answer of `frontmap verify`: a sentence, a table of differences, or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rich.console import RenderableType
from rich.text import Text

from maps.tables import count_of, noted_rows, plain
from maps.verifying import Verification

_SHOWN: Final = 40
_ROOM: Final = 160


def verification_tables(
    page: str, found: Verification, *, same_bytes: bool | None = None
) -> Iterator[RenderableType]:
    """Show what came of repeating the work behind a page.

    Parameters
    ----------
    page
        Name of its file.
    found
        What came of it.
    same_bytes
        Whether the page drawn anew is the same byte for byte; None where that was not asked.
    """
    if found.differences:
        yield noted_rows(
            ("What differs", "The page says", "Comes out now"),
            [
                ([_short(one.where), _short(one.page), _short(one.now)], plain(one.why).plain)
                for one in found.differences[:_SHOWN]
            ],
        )
    if len(found.differences) > _SHOWN:
        yield Text(f"and {count_of(len(found.differences) - _SHOWN, 'more difference')}\n")
    yield plain(f"{'standard input' if page == '-' else page}: {summary(found)}")
    if found.remark:
        yield plain(found.remark)
    if same_bytes is not None:
        yield Text(
            "The page drawn anew is the same byte for byte."
            if same_bytes
            else "The page drawn anew is not the same byte for byte."
        )


def verification_json(
    page: str, found: Verification, *, same_bytes: bool | None = None
) -> dict[str, Any]:
    """Write what came of repeating the work behind a page as plain values.

    Parameters
    ----------
    page
        Name of its file.
    found
        What came of it.
    same_bytes
        Whether the page drawn anew is the same byte for byte; None where that was not asked.
    """
    return {
        "page": page,
        "verdicts": found.verdicts,
        "same": found.same,
        "differences": [
            {"where": one.where, "page": one.page, "now": one.now, "why": one.why}
            for one in found.differences
        ],
        "remark": found.remark,
        "same_bytes": same_bytes,
    }


def summary(found: Verification) -> str:
    """Sum it up in one line.

    Parameters
    ----------
    found
        What came of repeating the work.
    """
    verdicts = count_of(found.verdicts, "verdict")
    if not found.differences:
        same = "it is the same" if found.verdicts == 1 else "all the same"
        return f"{verdicts} repeated, {same}"
    differing = count_of(len(found.differences), "difference")
    return f"{verdicts} repeated, {found.same} the same; {differing}"


def _short(text: str) -> str:
    """A text for a cell: printable, and cut where it is long."""
    shown = plain(text).plain
    return shown if len(shown) <= _ROOM else f"{shown[: _ROOM - 1]}…"
