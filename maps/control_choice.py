"""Which control map a report is shown against: that of its date, or the best that can be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from maps import wording
from maps.control_sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.atlas import ControlAtlas
    from geo.control.layer import ControlLayer
    from geo.reading.report import Report

_ANCHORS: Final = ((6, 30), (12, 31))
"""Days of a year from which every day of it, named without its year, is understood."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """The map that reports are shown against."""

    layer: ControlLayer
    """The map."""
    why: str
    """How it lies to the reports, without a full stop."""
    exact: bool = False
    """Whether it is of the very day of the latest report."""


def fitting(reports: Sequence[Report], atlas: ControlAtlas) -> Fitting:
    """Choose the control map for reports: of the latest day that one is of.

    Without a date, the last day that a text names and of which there is a map; without such a
    day, the latest map.

    Parameters
    ----------
    reports
        The reports.
    atlas
        The control maps.
    """
    dates = sorted(report.date for report in reports if report.date is not None)
    if dates:
        chosen = atlas.at(dates[-1])
        why = _apart(chosen.gap_days, several=len(dates) > 1)
        return Fitting(chosen.layer, why, chosen.exact)
    named = sorted({day for report in reports for day in _days_named(report, atlas)})
    if named:
        return Fitting(atlas.at(named[-1]).layer, _named(reports, named[-1]))
    chosen = atlas.at(None)
    which = "the only one" if len(atlas.layers) == 1 else "the latest"
    return Fitting(chosen.layer, f"the report has no date, so {which} at hand is shown")


def sheet_for(reports: Sequence[Report], atlas: ControlAtlas, gazetteer: Gazetteer) -> Sheet:
    """Gather what a page shows of the control map that fits reports.

    Parameters
    ----------
    reports
        The reports.
    atlas
        The control maps.
    gazetteer
        Where names of countries and settlements are from.
    """
    chosen = fitting(reports, atlas)
    return sheet_of(chosen.layer, gazetteer, why=chosen.why, exact=chosen.exact)


def _apart(days: int | None, *, several: bool) -> str:
    """How a map's day lies to that of the report."""
    report = "the latest report" if several else "the report"
    if days is None:
        return f"the map has no date to compare with that of {report}"
    if days == 0:
        return f"of the day of {report}"
    counted = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{counted} {'older' if days < 0 else 'newer'} than {report}"


def _named(reports: Sequence[Report], day: str) -> str:
    """How the texts name a day."""
    from geo.reading.days import find_days

    why = "the report has no date; its text names"
    dated = (found.iso for r in reports for found in find_days(r.text, lang=r.lang))
    if day in dated:
        return f"{why} {wording.day(day)}"
    year = day[:4]
    return f"{why} {wording.day(day).removesuffix(f' {year}')}, taken to be of {year}"


def _days_named(report: Report, atlas: ControlAtlas) -> Iterator[str]:
    """The days that a text names, with or without a year, and of which there is a map."""
    from geo.reading.days import find_days

    for year in sorted({int(day[:4]) for day in atlas.dates}):
        for month, last in _ANCHORS:
            days = find_days(report.text, anchor=date(year, month, last), lang=report.lang)
            yield from (day.iso for day in days if day.named and day.iso in atlas.dates)
