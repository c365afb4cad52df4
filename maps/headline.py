"""What stands at the head of a map of reports: title, sources, dates, how much is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.reading.report import Report
from maps import wording
from maps.story import Story

_LISTED: Final = 3
_HEADED: Final = 2


def title_of(story: Story) -> str:
    """Give a headline: the single report's own, else the places that most is said of.

    Parameters
    ----------
    story
        What is told.
    """
    reports = reports_of(story)
    if len(reports) == 1:
        own = reports[0].title
        return own or _places_said(story, "what one report says") or wording.name_of(reports[0])
    said = f"what {len(reports):,} reports say"
    return _places_said(story, said) or said.capitalize()


def _places_said(story: Story, said: str) -> str | None:
    """Name the places in the middle of the map that most is said of; None without any."""
    middle = [spot for spot in story.spots if spot.pinned and spot.place.id in story.central]
    outlined = [spot for spot in story.spots if spot.place.kind == "region"]
    most = sorted(middle or outlined, key=lambda spot: (-spot.weight, spot.number))[:_HEADED]
    return f"{' and '.join(spot.place.name for spot in most)}: {said}" if most else None


def reports_of(story: Story) -> list[Report]:
    """List the reports.

    Parameters
    ----------
    story
        What is told.
    """
    return [reading.report for reading, _ in story.checked]


def sources_said(reports: Sequence[Report]) -> str:
    """Name who published the reports.

    Parameters
    ----------
    reports
        The reports.
    """
    sources = list(dict.fromkeys(report.source or "source not stated" for report in reports))
    return "; ".join(sources) if len(sources) <= _LISTED else f"{len(sources)} sources"


def dates_said(reports: Sequence[Report]) -> str:
    """Give each date, or first and last of many; never silent about reports without one.

    Parameters
    ----------
    reports
        The reports.
    """
    dates = list(dict.fromkeys(wording.date_of(report) for report in reports))
    if len(dates) <= _LISTED:
        return "; ".join(dates)
    known = sorted(report.date for report in reports if report.date is not None)
    missing = sum(report.date is None for report in reports)
    spanned = f"{wording.day(known[0])} to {wording.day(known[-1])}"
    return f"{spanned}; {missing} undated" if missing else spanned


def counts_said(story: Story) -> str:
    """Count places, stated measurements and events.

    Parameters
    ----------
    story
        What is told.
    """
    claims = sum(len(claims) for _, claims in story.checked)
    return ", ".join(
        f"{number:,} {noun}{'' if number == 1 else 's'}"
        for number, noun in (
            (len(story.spots), "place"),
            (claims, "stated measurement"),
            (len(story.deeds), "event"),
        )
    )
