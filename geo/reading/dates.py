"""Which day the words of a report are about, and which day the report is of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Final

from geo.reading.days import Day, find_days
from geo.reading.report import Report
from geo.reading.tokens import Sentence
from geo.reading.words import words

_TOP_CHARS: Final = 500
"""How far down a date of publication may stand."""
_HEADING_CHARS: Final = 120
"""A line longer than this is prose, and its date may be of anything."""
_GAP_CHARS: Final = 400
"""How much of the text between a day and a span is looked at."""
_BOUNDARY: Final = re.compile(r"[;:\"“”()]|,\s")
_DATELINE: Final = re.compile(
    r"(?P<place>[^\W\d_][^,\n]{1,40}),\s+(?P<date>[^(\n—–]{3,40}?)\s*(?:[(—–]|-\s)"
)


class Dates:
    """The days that a report names."""

    def __init__(self, report: Report, sentences: Sequence[Sentence]) -> None:
        """Find every day in the text.

        Parameters
        ----------
        report
            Its date anchors weekdays and days without a year; without one they stay unknown,
            unless the text states its own date.
        sentences
            The sentences of its text.
        """
        self._text = report.text
        self._starts = [sentence.start for sentence in sentences]
        self._ends = [sentence.end for sentence in sentences]
        stated = report.date or infer_date(report.text, lang=report.lang)[0]
        self.days = find_days(report.text, anchor=_iso_day(stated), lang=report.lang)
        self._day_starts = [day.start for day in self.days]
        boundary = words("dates", lang=report.lang)["boundary_words"]
        self._boundary = re.compile(rf"{_BOUNDARY.pattern}|\b(?:{'|'.join(boundary)})\b")

    def at(self, start: int, end: int) -> str | None:
        """Give the day that the words of a span are about.

        Parameters
        ----------
        start
            Offset of the span's first character.
        end
            Offset behind its last character.

        Returns
        -------
        str | None
            ISO 8601 day; None where the sentence names none, or only a vague time.
        """
        day = self.nearest(start, end)
        return None if day is None else day.iso

    def nearest(self, start: int, end: int) -> Day | None:
        """Give the naming of the day that the words of a span are about.

        The nearest day in the same sentence counts; a comma or a conjunction in between makes it
        further. Days that only bound a time ("since", "by") or lie ahead do not count. The day on
        which something was said stands in where the sentence has no other.

        Parameters
        ----------
        start
            Offset of the span's first character.
        end
            Offset behind its last character.

        Returns
        -------
        Day | None
            None where the sentence names no day.
        """
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        low = bisect_right(self._day_starts, self._starts[at] - 1)
        high = bisect_right(self._day_starts, self._ends[at])
        near = [day for day in self.days[low:high] if not day.bound]
        return min(near, key=lambda day: self._apart(day, start, end)) if near else None

    def _apart(self, day: Day, start: int, end: int) -> tuple[int, int]:
        """How far a day stands from a span: boundaries in between, then characters."""
        if day.start < end and start < day.end:
            return (0, 0)
        low, high = (day.end, start) if day.end <= start else (end, day.start)
        return (len(self._boundary.findall(self._text[low:high][:_GAP_CHARS])), high - low)


def infer_date(text: str, *, lang: str = "en") -> tuple[str | None, str | None]:
    """Find the day of publication that a text states of itself.

    Parameters
    ----------
    text
        The report.
    lang
        ISO 639-1 code of its language.

    Returns
    -------
    tuple[str | None, str | None]
        ISO 8601 day and how it is known; (None, why not) where a day stands there without its
        year; (None, None) where nothing is stated. A year is never guessed.
    """
    yearless: str | None = None
    offset = 0
    for line in text[: _TOP_CHARS * 4].splitlines():
        stripped = line.strip()
        if offset > _TOP_CHARS:
            break
        offset += len(line) + 1
        basis, part = _dated_part(stripped, lang)
        days = [day for day in find_days(part, lang=lang) if day.named and not day.bound]
        found = next((day for day in days if day.iso), None)
        if found:
            return found.iso, f"{basis} {_shown(stripped, part[found.start : found.end])!r}"
        if days and yearless is None:
            yearless = part[days[0].start : days[0].end]
    if yearless:
        return None, f"the text is dated {yearless!r}, which states no year"
    return None, None


def _dated_part(line: str, lang: str) -> tuple[str, str]:
    """What a line is that may carry the date of publication, and that part of it."""
    keys = "|".join(words("dates", lang=lang)["header"]["keys"])
    header = re.match(rf"(?:{keys})\b\s*(?::|on\b|at\b)?\s*(?P<date>.+)", line, re.IGNORECASE)
    if header:
        return "header line", header["date"]
    dateline = _DATELINE.match(line)
    if dateline and dateline["place"].isupper():
        return "dateline", dateline["date"]
    heading = 0 < len(line) <= _HEADING_CHARS and not line.endswith((".", "!", "?", '."', ".”"))
    return "heading", line if heading else ""


def _shown(line: str, day: str) -> str:
    """A line to quote as the reason, or only its day where the line is long."""
    return line if len(line) <= 60 else day


def _iso_day(text: str | None) -> date | None:
    """The day that an ISO 8601 text states, else None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
