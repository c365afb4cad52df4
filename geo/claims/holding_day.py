"""Which day a text speaks of where a map of that day is looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from geo.control.atlas import ControlAtlas
from geo.reading.dates import Dates
from geo.reading.days import find_days
from geo.reading.reading import Reading
from geo.reading.tokens import sentences

_ANCHORS = ((6, 30), (12, 31))
"""From these days of a year all its days can be read that are named without it."""


@dataclass(frozen=True, slots=True)
class DayMeant:
    """The day that words are about."""

    iso: str | None
    """ISO 8601; None where nothing tells."""
    why: str
    """How it is known, in one plain sentence without a full stop."""


class DaysMeant:
    """The days that one report speaks of, with the maps at hand as a help."""

    def __init__(self, reading: Reading, control: ControlAtlas) -> None:
        self._reading = reading
        self._control = control

    def of(self, start: int, end: int, *, own: str | None) -> DayMeant:
        """Give the day that a span is about.

        Parameters
        ----------
        start, end
            The span, offsets into the text.
        own
            The day that its statement or event gives itself, ISO 8601.
        """
        if own is not None:
            return DayMeant(own, f"the text speaks of {own}")
        report = self._reading.report
        if report.date is not None:
            return DayMeant(report.date, f"the report is of {report.date}")
        taken = self._read_as_of
        if taken is None:
            return DayMeant(None, "neither the text nor the report tells the day")
        near = self._dates.at(start, end)
        if near is not None:
            return DayMeant(near, f"the text names no year; with the maps supplied it is {near}")
        return DayMeant(taken, f"the text names no year; {taken}, the day it names most, has a map")

    @cached_property
    def _dates(self) -> Dates:
        """The days of the text, read as if it were of the day that it names most."""
        report = replace(self._reading.report, date=self._read_as_of)
        return Dates(report, sentences(report.text, lang=report.lang))

    @cached_property
    def _read_as_of(self) -> str | None:
        """The day that the text names most, if the maps tell its year."""
        years = {day[:4] for day in self._control.dates}
        named = Counter(day for year in sorted(years) for day in self._named(int(year)))
        shown = self._control.dates
        found = [
            (count, day)
            for day, count in named.items()
            if day in shown and self._control.years_of(int(day[5:7]), int(day[8:])) == (day,)
        ]
        if not found:
            return None
        most = max(count for count, _ in found)
        return max(day for count, day in found if count == most)

    def _named(self, year: int) -> Iterable[str]:
        """The days and months that the text names, as of a year."""
        report = self._reading.report
        found: dict[int, str] = {}
        for month, day in _ANCHORS:
            anchor = date(year, month, day)
            for named in find_days(report.text, anchor=anchor, lang=report.lang):
                if named.named and named.iso is not None and named.iso[:4] == str(year):
                    found[named.start] = named.iso
        return found.values()
