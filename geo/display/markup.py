"""HTML for notebooks that hostile text cannot leave."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Letters that turn the direction of all that follows, also outside their own cell.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ROWS: Final = 200


def inert(text: object) -> str:
    """Make any text inert in HTML; what no page can hold becomes U+FFFD.

    Parameters
    ----------
    text
        Text from anywhere; None gives nothing.
    """
    shown = "" if text is None else str(text)
    return html.escape(_TURNING.sub("", _UNPRINTABLE.sub("\ufffd", shown)), quote=True)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for people, all of it text."""

    caption: str
    """What it lists."""
    heads: tuple[str, ...]
    """Names of the columns."""
    rows: Sequence[Sequence[str]]
    """The cells of each row."""
    figures: frozenset[int] = frozenset()
    """Which columns hold figures, from 0: they are set to the right and never broken."""
    wide: frozenset[int] = frozenset()
    """Which columns hold whole sentences, from 0: they keep room on narrow screens."""


def grid_html(grid: Grid) -> str:
    """Write a table; empty if it has no rows, the first 200 if it has more.

    Parameters
    ----------
    grid
        The table.
    """
    if not grid.rows:
        return ""
    looks = [
        ' class="fm-figure"'
        if at in grid.figures
        else ' class="fm-wide"'
        if at in grid.wide
        else ""
        for at in range(len(grid.heads))
    ]
    heads = "".join(
        f'<th scope="col"{look}>{inert(head)}</th>'
        for head, look in zip(grid.heads, looks, strict=True)
    )
    lines = []
    for row in grid.rows[:_ROWS]:
        cells = "".join(
            f"<td{look}><bdi>{inert(cell)}</bdi></td>"
            for cell, look in zip(row, looks, strict=True)
        )
        lines.append(f"<tr>{cells}</tr>")
    left = len(grid.rows) - _ROWS
    more = f"<p>{left:,} more rows are not shown.</p>" if left > 0 else ""
    return (
        f"<details open><summary>{inert(grid.caption)} <small>{len(grid.rows):,}</small></summary>"
        f'<div class="fm-scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>{more}</details>"
    )
