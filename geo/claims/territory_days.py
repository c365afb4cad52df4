"""Which of the supplied maps shows the day that a figure of territory is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from geo.control.layer import ControlLayer
from geo.reading.days import find_days
from geo.reading.periods import Span
from geo.reading.report import Report

Edge = Literal["first", "last"]
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
"""Names of the months, to print."""
NEAR_DAYS: Final = 7
"""A map farther off than this does not show the day any more."""
AROUND_DAYS: Final = 31
"""Maps of one maker this near are tried as well, where the text names no day of its own."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day that a figure is of, as far as it is known."""

    span: Span | None
    """The days that are meant, ISO 8601; None where nothing tells."""
    basis: str = ""
    """How they are known, in one plain sentence without a full stop; empty where the text names
    the day with its year."""
    named: bool = False
    """Whether the words of the figure itself name it."""


@dataclass(frozen=True, slots=True)
class DatedMap:
    """A map chosen for a day."""

    layer: ControlLayer
    """The map."""
    gap_days: int | None
    """Days from the day to the map, negative where the map is older; None where one is unknown."""

    @property
    def near(self) -> bool:
        """Whether the map can show the day."""
        return self.gap_days is not None and abs(self.gap_days) <= NEAR_DAYS


def day_of(span: Span | None, report: Report, layers: Sequence[ControlLayer]) -> Day:
    """Tell which day is meant: as the text has it, else the report's, else one that it names.

    Parameters
    ----------
    span
        The days that the words name, maybe without their year; None where they name none.
    report
        The report.
    layers
        The maps supplied: where a text states no year, they tell it.
    """
    if span is not None:
        full = with_year(span, layers)
        if full is None:
            return Day(None, "the text states no year, and no supplied map tells it", named=True)
        told = f"the text states no year: the supplied maps are of {full.last[:4]}"
        return Day(full, "" if full == span else told, named=True)
    if report.date is not None:
        return Day(Span(report.date, report.date))
    shown = {layer.date for layer in layers}
    named = [day for day in _named(report, layers) if day in shown]
    if named:
        day = max(named)
        named_day = f"{MONTHS[int(day[5:7]) - 1]} {int(day[8:])}"
        told = f"the report has no date; it names {named_day}, of which a map is supplied: {day}"
        return Day(Span(day, day), told)
    return Day(None, "the report has no date")


def with_year(span: Span, layers: Sequence[ControlLayer]) -> Span | None:
    """Give days their year where the text states none: the one whose maps lie nearest.

    Parameters
    ----------
    span
        The days.
    layers
        The maps supplied.
    """
    if not span.last.startswith("--"):
        return span
    dates = [layer.date for layer in layers if layer.date is not None]
    years = sorted({int(day[:4]) + more for day in dates for more in (-1, 0, 1)})
    candidates = [_in_year(span, year) for year in years]
    known = [found for found in candidates if found is not None]
    gaps = [(min(abs(_gap(day, found)) for day in dates), found.last, found) for found in known]
    if not gaps:
        return None
    nearest = min(gap for gap, _, _ in gaps)
    best = [found for gap, _, found in gaps if gap == nearest]
    return best[0] if len(best) == 1 else None


def nearest(layers: Sequence[ControlLayer], span: Span, *, edge: Edge = "last") -> DatedMap | None:
    """Choose the map that lies nearest to some days.

    Parameters
    ----------
    layers
        Maps of one maker.
    span
        The days, with their year.
    edge
        Of several maps within them, the `first` or the `last`.

    Returns
    -------
    DatedMap or None
        None where no map has a date.
    """
    dated = [layer for layer in layers if layer.date is not None]
    if not dated:
        return None
    sign = 1 if edge == "first" else -1
    chosen = min(
        dated,
        key=lambda layer: (
            abs(_gap(layer.date or "", span)),
            sign * date.fromisoformat(layer.date or "").toordinal(),
        ),
    )
    return DatedMap(chosen, _gap(chosen.date or "", span))


def around(layers: Sequence[ControlLayer], layer: ControlLayer) -> Iterator[ControlLayer]:
    """Give the maps next to one, before and behind, if they are not far.

    Parameters
    ----------
    layers
        Maps of one maker.
    layer
        One of them.
    """
    if layer.date is None:
        return
    day = date.fromisoformat(layer.date)
    for other in layers:
        if other.date is None or other.date == layer.date:
            continue
        if abs((date.fromisoformat(other.date) - day).days) <= AROUND_DAYS:
            yield other


def _named(report: Report, layers: Sequence[ControlLayer]) -> Iterator[str]:
    """The days that a report names, as something that was."""
    for day in find_days(report.text, lang=report.lang):
        written = day.iso or day.yearless
        full = None if written is None or day.bound else with_year(Span(written, written), layers)
        if full is not None:
            yield full.last


def _in_year(span: Span, year: int) -> Span | None:
    """Days without a year, in one; None where it lacks them."""
    first, last = (f"{year}-{day.removeprefix('--')}" for day in (span.first, span.last))
    try:
        ends = [date.fromisoformat(first), date.fromisoformat(last)]
    except ValueError:
        return None
    return Span(first, last) if ends[0] <= ends[1] else None


def _gap(day: str, span: Span) -> int:
    """Days from some days to one: 0 within them, negative before."""
    shown, first, last = (date.fromisoformat(d) for d in (day, span.first, span.last))
    return max((shown - last).days, 0) + min((shown - first).days, 0)
