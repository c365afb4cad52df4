"""The days and spans of days that a sentence of territory is about.

"As of January 4" is the day of a state, "in December" that of a change, "since September 1" its
beginning. A day without its year stays one, `--01-04`: the control maps may tell the year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, Literal

from geo.reading.days import Day
from geo.reading.words import words

PeriodKind = Literal["on", "since", "until", "during"]
_LOOK_BACK: Final = 40
_EARLY: Final = (1, 10)
_MIDDLE: Final = (11, 20)
_LATE: Final = 21
_MONTH_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, from the first to the last; both are one where a single day is meant."""

    first: str
    """ISO 8601, or without the year: `--01-04`."""
    last: str
    """The same, no earlier."""


@dataclass(frozen=True, slots=True)
class Period:
    """Words of a sentence that name a time, and what they say of it."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    kind: PeriodKind
    """`on` a day, `since` or `until` one, or `during` a span of days."""
    span: Span
    """The days."""


def find_periods(
    text: str, start: int, end: int, *, days: Sequence[Day], anchor: date | None, lang: str
) -> tuple[Period, ...]:
    """Find the times that a sentence names, in order.

    Parameters
    ----------
    text
        The report's text.
    start, end
        Where the sentence stands in it.
    days
        The days that the report names.
    anchor
        The day of the report; without it a month stays without its year, and "last week" unknown.
    lang
        ISO 639-1 code of the text.
    """
    reader = _reader(lang)
    named = [day for day in days if start <= day.start < end and (day.iso or day.yearless)]
    found: list[Period] = []
    for day in named:
        before = found[-1] if found else None
        found += reader.of_day(text, start, day, before)
    taken = [(day.start, day.end) for day in named]
    for period in (
        *reader.months(text, start, end, anchor),
        *reader.counted(text, start, end, anchor),
    ):
        if all(period.end <= low or high <= period.start for low, high in taken):
            found.append(period)
            taken.append((period.start, period.end))
    return tuple(sorted(found, key=lambda period: period.start))


class _Reader:
    """The patterns of one language."""

    def __init__(self, lang: str) -> None:
        tables = words("territory", lang=lang)["periods"]
        dates = words("dates", lang=lang)
        months: Sequence[Sequence[str]] = dates["months"]
        self._numbers: Mapping[str, int] = dates["numbers"]
        self._month = {
            spelling: number
            for number, row in enumerate(months, 1)
            for name in row
            for spelling in (name, name.upper())
        }
        lead = f"(?:\\s+(?:{_any_of(dates['lead_words'])}))*"
        self._before = {
            kind: re.compile(rf"\b(?:{_any_of(tables[kind])}){lead}\s+$", re.IGNORECASE)
            for kind in ("since", "until")
        }
        self._joins = re.compile(rf"\s*(?:{_any_of(tables['joins'])})\s*", re.IGNORECASE)
        self._months = self._month_pattern(tables)
        self._counted = self._counted_patterns(tables)

    def _month_pattern(self, tables: Mapping[str, Any]) -> re.Pattern[str]:
        """The pattern of a month with the words before it and its year."""
        openings = "|".join(
            f"(?P<{kind}>{_any_of(tables[kind])})" for kind in ("since", "until", "during")
        )
        parts = "|".join(
            f"(?P<{part}>{_any_of(tables[part])})" for part in ("early", "late", "middle")
        )
        fillers = f"(?:(?:{_any_of(tables['fillers'])})\\s+)*"
        return re.compile(
            rf"(?:\b(?i:{openings})\s+)?(?:\b(?i:{fillers}))?(?:(?i:{parts})[\s-]*)?"
            rf"(?i:{fillers})\b(?P<m>{_any_of(list(self._month))})\b\.?(?!\s+\d{{1,2}}\b(?!\d))"
            rf"(?:,?\s+(?:of\s+)?(?P<y>(?:19|20)\d\d))?"
        )

    def _counted_patterns(self, tables: Mapping[str, Any]) -> list[tuple[str, re.Pattern[str]]]:
        """The patterns of times that are counted from the day of the report."""
        number = rf"\d{{1,3}}|{_any_of(list(self._numbers))}"
        units = "|".join(
            f"(?P<{u}>{_any_of(tables[f'units_{u}'])})" for u in ("day", "week", "month")
        )
        recent = rf"\b(?:{_any_of(tables['recent'])})\s+(?:(?P<n>{number})\s+)?(?:{units})\b"
        spans = rf"\b(?:{_any_of(tables['spans'])})\s+(?P<n>)?(?:{units})\b"
        forms = [
            (name, rf"\b(?:{_any_of(tables[name])})\b")
            for name in ("last_month", "this_month", "last_year", "this_year")
        ]
        return [
            (name, re.compile(form, re.IGNORECASE))
            for name, form in (*forms, ("recent", recent), ("recent", spans))
        ]

    def of_day(
        self, text: str, start: int, day: Day, last_named: Period | None
    ) -> Iterator[Period]:
        """Read what the words before a day say of it, and whether it closes a span."""
        last = day.iso or day.yearless or ""
        if day.first is not None:
            yield Period(day.start, day.start, "since", Span(day.first, day.first))
            yield Period(day.start, day.end, "until", Span(last, last))
            return
        before = text[max(day.start - _LOOK_BACK, start) : day.start]
        kind: PeriodKind = "on"
        for name in ("since", "until"):
            kind = name if self._before[name].search(before) else kind
        if last_named is not None and last_named.kind == "since":
            gap = text[last_named.end : day.start]
            kind = "until" if self._joins.fullmatch(gap) else kind
        yield Period(day.start, day.end, kind, Span(last, last))

    def months(self, text: str, start: int, end: int, anchor: date | None) -> Iterator[Period]:
        """Read the months that are named without a day."""
        for match in self._months.finditer(text, start, end):
            kind: PeriodKind | None = next(
                (name for name in ("since", "until", "during") if match[name]), None
            )
            part = next((name for name in ("early", "late", "middle") if match[name]), None)
            if kind is None and part is None and not match["y"]:
                continue
            number = self._month[match["m"]]
            year = int(match["y"]) if match["y"] else _year_of(number, anchor)
            span = _month_span(year, number, part)
            yield Period(match.start(), match.end(), kind or "during", span)

    def counted(self, text: str, start: int, end: int, anchor: date | None) -> Iterator[Period]:
        """Read "last month" and its kin; without the day of the report they are unknown."""
        if anchor is None:
            return
        for name, pattern in self._counted:
            for match in pattern.finditer(text, start, end):
                yield Period(match.start(), match.end(), "during", self._days(name, match, anchor))

    def _days(self, name: str, match: re.Match[str], anchor: date) -> Span:
        """The days of a time that is counted from the day of the report."""
        today = anchor.isoformat()
        if name == "this_month":
            return Span(anchor.replace(day=1).isoformat(), today)
        if name == "last_month":
            last = anchor.replace(day=1) - timedelta(days=1)
            return Span(last.replace(day=1).isoformat(), last.isoformat())
        if name in ("this_year", "last_year"):
            year = anchor.year - (name == "last_year")
            return Span(f"{year}-01-01", today if name == "this_year" else f"{year}-12-31")
        written = (match["n"] or "1").casefold()
        count = int(written) if written.isdigit() else self._numbers[written]
        size = 1 if match["day"] else 7 if match["week"] else _MONTH_DAYS
        return Span((anchor - timedelta(days=count * size)).isoformat(), today)


def _year_of(month: int, anchor: date | None) -> int | None:
    """The year of the last such month up to the report."""
    if anchor is None:
        return None
    return anchor.year - (month > anchor.month)


def _month_span(year: int | None, month: int, part: str | None) -> Span:
    """The days of a month or of a third of it."""
    length = monthrange(year or 2001, month)[1]
    first, last = {
        "early": _EARLY, "middle": _MIDDLE, "late": (_LATE, length), None: (1, length),
    }[part]  # fmt: skip
    head = f"{year}-" if year else "--"
    return Span(f"{head}{month:02d}-{first:02d}", f"{head}{month:02d}-{last:02d}")


def _any_of(phrases: Sequence[str]) -> str:
    """A pattern for any of the phrases, longest first."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


@lru_cache(maxsize=8)
def _reader(lang: str) -> _Reader:
    return _Reader(lang)
