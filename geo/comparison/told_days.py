"""When what a span of a report tells is said to be so."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from typing import Final

from geo.comparison.window import EARLIER, Window, of_report, on_day, window_of
from geo.reading.dates import Dates
from geo.reading.periods import Period, find_periods
from geo.reading.report import Report
from geo.reading.tokens import Sentence
from geo.reading.words import words

_NEWS_DAYS: Final = 1
"""What a report tells without a day happened on its own day or the day before."""


class ToldDays:
    """The days that one report names."""

    def __init__(self, report: Report, sentences: tuple[Sentence, ...]) -> None:
        """Find them.

        Parameters
        ----------
        report
            The report.
        sentences
            The sentences of its text.
        """
        self._report, self._sentences = report, sentences
        self._starts = [sentence.start for sentence in sentences]
        self._dates = Dates(report, sentences)
        listed = "|".join(map(re.escape, words("tallies", lang=report.lang)["words"]["earlier"]))
        self._earlier = re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)
        self._periods: dict[int, tuple[Period, ...]] = {}

    def of(self, start: int, end: int, *, day: str | None = None) -> Window | None:
        """Give the days that the words of a span are about.

        Parameters
        ----------
        start
            Offset of the span's first character.
        end
            Offset behind its last character.
        day
            The day that is already known, ISO 8601.

        Returns
        -------
        Window or None
            The stated day, else the stated span of days around ("in August"), else what the day of
            the report tells; None where nothing is known.
        """
        if self._earlier.search(self._report.text, start, end):
            return EARLIER
        if day is not None:
            return on_day(day)
        near = self._dates.nearest(start, end)
        if near is not None and (near.iso or near.yearless):
            return on_day(near.iso or near.yearless)
        period = self._period(start, end)
        if period is None:
            return of_report(self._report.date, before_days=_NEWS_DAYS)
        if period.kind == "since":
            return Window(period.span.first, self._report.date)
        return Window(None, period.span.last) if period.kind == "until" else window_of(period.span)

    def _period(self, start: int, end: int) -> Period | None:
        """The nearest time that the sentence of a span names without a day."""
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        if at not in self._periods:
            sentence = self._sentences[at]
            self._periods[at] = find_periods(
                self._report.text, sentence.start, sentence.end,
                days=self._dates.days, anchor=_anchor(self._report), lang=self._report.lang,
            )  # fmt: skip
        return min(
            self._periods[at],
            key=lambda period: max(period.start - end, start - period.end, 0),
            default=None,
        )


def _anchor(report: Report) -> date | None:
    try:
        return None if report.date is None else date.fromisoformat(report.date)
    except ValueError:
        return None
