"""Corrections that the publisher of a page or picture makes to it, each with its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.errors import ReportInvalid
from geo.reading.report_file import parse_day
from maps import wording
from maps.errors import MapError
from maps.html import Html, tag

_LONGEST: Final = 2_000


class ErratumInvalid(MapError, ValueError):
    """A correction is not written as one."""


@dataclass(frozen=True, slots=True)
class Erratum:
    """One correction to a page or picture."""

    day: str
    """Day on which it was made, ISO 8601."""
    text: str
    """What was wrong and what is right."""


def erratum_of(written: str) -> Erratum:
    """Read a correction as a person gives it on a command line: `2025-01-07: what was wrong`.

    Parameters
    ----------
    written
        Day, colon, text.

    Raises
    ------
    ErratumInvalid
        If there is no day, no text, or far too much of it.
    """
    day, colon, text = written.partition(":")
    wanted = "write it as YYYY-MM-DD: TEXT, such as “2025-01-07: the distance was 21 km, not 12”"
    if not colon or not text.strip():
        raise ErratumInvalid(f"the correction {written[:80]!r} has no text behind a day; {wanted}")
    try:
        known = parse_day(day)
    except ReportInvalid as error:
        raise ErratumInvalid(f"the correction {written[:80]!r}: {error}; {wanted}") from error
    if len(text) > _LONGEST:
        raise ErratumInvalid(
            f"the correction of {known} has {len(text):,} characters; keep it below {_LONGEST:,}"
        )
    return Erratum(known, " ".join(text.split()))


def errata_notice(errata: Sequence[Erratum]) -> Html | None:
    """Write the line at the head of a page that was corrected; None for one that was not.

    Parameters
    ----------
    errata
        Its corrections.
    """
    if not errata:
        return None
    count, last = times_said(errata)
    return tag(
        "p",
        tag("b", count),
        f", last on {last}: ",
        tag("a", "see the corrections", href="#errata"),
        class_="corrected",
    )


def times_said(errata: Sequence[Erratum]) -> tuple[str, str]:
    """Say how often something was corrected, and when last.

    Parameters
    ----------
    errata
        Its corrections, one or more.
    """
    count = "once" if len(errata) == 1 else f"{len(errata)} times"
    return f"Corrected {count}", wording.day(max(one.day for one in errata))


def latest_first(errata: Sequence[Erratum]) -> list[Erratum]:
    """Sort corrections by their day, the latest first.

    Parameters
    ----------
    errata
        The corrections.
    """
    return sorted(errata, key=lambda one: one.day, reverse=True)


def errata_section(errata: Sequence[Erratum]) -> Html:
    """Write the box of corrections, the latest first; it stands on the page without any, too.

    Parameters
    ----------
    errata
        The corrections.
    """
    rows = [
        tag("li", tag("b", wording.day(one.day)), f": {one.text}") for one in latest_first(errata)
    ]
    return tag(
        "section",
        tag("h2", "Corrections to this page"),
        tag("ul", *rows) if rows else tag("p", "No corrections so far."),
        id="errata",
        class_="errata",
    )
