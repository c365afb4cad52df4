"""The days and times that a text names, with their exact spans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from geo.reading.words import words

_LONG_AGO_DAYS: Final = 300
"""A day without a year that lies further back than this is as likely the coming one: unknown."""
_AHEAD_DAYS: Final = 1
"""A day this far ahead is still the report's own year: clocks differ between a front and a desk."""
_LOOK_BACK: Final = 90
"""Characters before a day that can tell what it means."""
_REACH: Final = 1000
"""Characters over which "the same day" can refer back to a day."""
_YEAR: Final = r"(?:19|20)\d\d"
_Years = Mapping[tuple[int, int], int | None]


@dataclass(frozen=True, slots=True)
class Day:
    """One naming of a day, or of a time that is no day."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    iso: str | None
    """The day, ISO 8601; None where the words name no single day or the year is unknown."""
    bound: bool = False
    """True where the words bound a time ("since", "by") or name a day ahead."""
    named: bool = True
    """True where a day and a month stand there, as in "5 January"."""
    weekday: bool = False
    """True where a weekday stands there."""
    shift: int | None = None
    """For "the next day" and its kin: days from the day named before."""
    yearless: str | None = None
    """Month and day where the year is unknown: `--01-04`, as ISO 8601 writes them."""
    first: str | None = None
    """Of a span of days, "1 to 5 January", the first, written as the last is; else None."""


def find_days(text: str, *, anchor: date | None = None, lang: str = "en") -> tuple[Day, ...]:
    """Find every naming of a day or a time in a text, in order and without overlaps.

    Parameters
    ----------
    text
        Any text.
    anchor
        The day of the report; without it only days with a year are known, and days that the text
        names with their year elsewhere.
    lang
        ISO 639-1 code of its language.
    """
    forms = _forms(lang)
    years = forms.years(text) if anchor is None else {}
    found: list[Day] = []
    covered = bytearray(len(text))
    for pattern, read in forms.readers:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(covered[start:end]) or not forms.admits(text, match):
                continue
            covered[start:end] = b"\x01" * (end - start)
            day = read(match, anchor, years)
            bound = forms.bounds(text, start)
            iso = day.isoformat() if day else None
            weekday = "w" in pattern.groupindex
            shift = forms.shift(match)
            bare = forms.yearless(match) if day is None else None
            first = forms.first(match, day)
            named = _names_day(match)
            found.append(Day(start, end, iso, bound, named, weekday, shift, bare, first))
    found.sort(key=lambda day: day.start)
    return tuple(_counted_on(list(_without_doubled(text, found, forms.joins))))


def _names_day(match: re.Match[str]) -> bool:
    """Whether a match is of a day in a month."""
    return "d" in match.re.groupindex


def _rank(day: Day) -> int:
    """How exactly the words name a day: a date, a weekday, or a day told from another."""
    return 2 if day.named else 1 if day.weekday else 0


def _counted_on(days: Sequence[Day]) -> Iterator[Day]:
    """Work out "the next day" and its kin from the day named before."""
    last: Day | None = None
    for day in days:
        if day.shift is not None and last and last.iso and day.start - last.end <= _REACH:
            iso = date.fromisoformat(last.iso) + timedelta(days=day.shift)
            last = replace(day, iso=iso.isoformat())
        else:
            last = day
        yield last


def _without_doubled(text: str, days: Sequence[Day], joins: Callable[[str], bool]) -> Iterator[Day]:
    """Drop what stands right beside a more exact name of its day: "Sunday, January 5"."""
    for i, day in enumerate(days):
        beside = [
            text[min(day.end, other.end) : max(day.start, other.start)]
            for other in (*days[max(i - 1, 0) : i], *days[i + 1 : i + 2])
            if _rank(other) > _rank(day) and day.shift is None
        ]
        if not any(joins(gap) for gap in beside):
            yield day


def _calendar(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _any_of(phrases: Sequence[str]) -> str:
    """A pattern for any of the phrases, longest first."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


_Reader = Callable[[re.Match[str], date | None, _Years], date | None]


class _Forms:
    """The patterns of one language, and how each is read."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        months: Sequence[Sequence[str]] = data["months"]
        self._months = {
            spelling.casefold(): i for i, row in enumerate(months, 1) for spelling in row
        }
        spellings = [form for row in months for name in row for form in (name, name.upper())]
        self._weekdays = {name.casefold(): i for i, name in enumerate(data["weekdays"])}
        self._relative: Mapping[str, int] = data["relative"]
        self._numbers: Mapping[str, int] = data["numbers"]
        self._following: Mapping[str, int] = data["following"]
        self._compile_context(data)
        self.readers = self._readers(data, _any_of(spellings))

    def _compile_context(self, data: Mapping[str, Any]) -> None:
        """Compile what is looked for before and behind a day."""
        lead = rf"\b(?:{_any_of(data['open_words'])})(?:\s+(?:{_any_of(data['lead_words'])}))*\s+$"
        self._bound = re.compile(lead, re.IGNORECASE)
        self._future = re.compile(rf"\b(?:{_any_of(data['future_words'])})\b[^.;:\"”]*$")
        self._counted = re.compile(rf"[\s-]+(?:{_any_of(data['counted'])})\b")
        self._on = re.compile(rf"\b(?:{_any_of(data['on_words'])})\s+$", re.IGNORECASE)
        self._not_after = re.compile(rf"\b(?:{_any_of(data['not_after'])})\s+$", re.IGNORECASE)
        self._not_before = re.compile(rf"\s+(?:{_any_of(data['not_before'])})\b")
        self._joint = re.compile(
            rf"[\s(,]*(?:\b(?:{_any_of(data['joining_words'])})\s+)?", re.IGNORECASE
        )
        self._last = re.compile(rf"\b(?:{_any_of(data['last_words'])})\s+$", re.IGNORECASE)

    def _readers(
        self, data: Mapping[str, Any], month: str
    ) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
        """Pair every pattern with its reader, the most telling first."""
        nth = rf"(?:{_any_of(data['ordinal_endings'])})?"
        to = rf"(?:\s*[-–—/]\s*|\s+(?:{_any_of(data['range_words'])})\s+)"
        not_more = r"(?![\d:]|[.,]\d|\s*%)"
        year = rf"(?P<y>{_YEAR})"
        month_first = (
            rf"\b(?P<m>{month})\b\.?\s+(?P<d>\d{{1,2}}){nth}{not_more}"
            rf"(?:{to}(?:(?P<m2>{month})\b\.?\s+)?(?P<d2>\d{{1,2}}){nth}{not_more})?"
            rf"(?:,?\s+{year}\b)?"
        )
        day_first = (
            rf"(?<![\d:.,/-])\b(?:\d{{1,2}}{nth}{to})?(?P<d>\d{{1,2}}){nth}(?:\s+of)?\s+"
            rf"(?P<m>{month})\b\.?(?:,?\s+{year}\b)?"
        )
        numeric = r"(?<![\d./:-])(?:(?P<d>\d{1,2})(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)"
        numeric += rf"(?P<y>{_YEAR}))(?![\d/-]|[.]\d)"
        on_numeric = rf"\b(?:{_any_of(data['on_words'])})\s+(?P<d>\d{{1,2}})\.(?P<m>\d\d)\b"
        on_numeric += rf"(?!\.?\d|\s*%|[\s-]+(?:{_any_of(data['counted'])})\b)"
        ago = (
            rf"\b(?P<n>\d{{1,2}}|{_any_of(list(self._numbers))})\s+{_any_of([data['days_ago']])}\b"
        )
        lead = _any_of(data["month_lead"])
        vague = rf"\b(?:{_any_of(data['vague'])})\b"
        compiled: list[tuple[str, int, _Reader]] = [
            (rf"(?<![\d-])(?P<y>{_YEAR})[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?!\d)", 0, self._full),
            (numeric, 0, self._full),
            (month_first, 0, self._month_day),
            (day_first, 0, self._month_day),
            (on_numeric, 0, self._numeric_day),
            (ago, re.IGNORECASE, self._ago),
            (vague, re.IGNORECASE, _unknown),
            (rf"\b(?P<w>{_any_of(data['weekdays'])})\b", 0, self._weekday),
            (rf"\b(?P<r>{_any_of(list(self._relative))})\b", re.IGNORECASE, self._from_today),
            (rf"\b(?P<f>{_any_of(list(self._following))})\b", re.IGNORECASE, _unknown),
            (rf"\b(?:{month})\b\.?,?\s+(?:of\s+)?{_YEAR}\b", 0, _unknown),
            (rf"\b(?:{lead})[\s-]+(?:{month})\b(?!\s+\d)", 0, _unknown),
        ]
        return tuple((re.compile(form, flags), read) for form, flags, read in compiled)

    def admits(self, text: str, match: re.Match[str]) -> bool:
        """Whether the words around leave the match a day."""
        start, end = match.span()
        before = text[max(start - _LOOK_BACK, 0) : start]
        if "w" in match.re.groupindex:
            return not (self._not_before.match(text, end) or self._not_after.search(before))
        if match.re.groupindex.keys() >= {"m", "d", "m2"} and match["y"] is None:
            return not self._counted.match(text, end) or self._on.search(before) is not None
        return True

    def joins(self, gap: str) -> bool:
        """Whether the words between two names of a day make them one."""
        return self._joint.fullmatch(gap) is not None

    def shift(self, match: re.Match[str]) -> int | None:
        """Days from the day named before, for "the next day" and its kin; else None."""
        if "f" not in match.re.groupindex:
            return None
        return self._following[" ".join(match["f"].casefold().split())]

    def yearless(self, match: re.Match[str]) -> str | None:
        """Month and day of a match that states no year, `--01-04`; None where it names none."""
        found = match.groupdict()
        if not found.get("d") or found.get("y") or not found.get("m"):
            return None
        return self._without_year(found.get("m2") or found["m"], found.get("d2") or found["d"])

    def first(self, match: re.Match[str], last: date | None) -> str | None:
        """The first day of a span of days, with the year of the last or the year before."""
        found = match.groupdict()
        if not found.get("d2"):
            return None
        bare = self._without_year(found["m"], found["d"])
        if last is None or bare is None:
            return bare
        month, day = int(bare[2:4]), int(bare[5:])
        same = _calendar(last.year, month, day)
        first = same if same and same <= last else _calendar(last.year - 1, month, day)
        return first.isoformat() if first else None

    def _without_year(self, month: str, day: str) -> str | None:
        """A month, as a name or a number, and a day as `--01-04`; None if no year has it."""
        number = int(month) if month.isdigit() else self._months[month.casefold()]
        return f"--{number:02d}-{int(day):02d}" if _calendar(2000, number, int(day)) else None

    def bounds(self, text: str, start: int) -> bool:
        """Whether the words before a day make it the bound of a time, or a day ahead."""
        before = text[max(start - _LOOK_BACK, 0) : start]
        return bool(self._bound.search(before) or self._future.search(before))

    def years(self, text: str) -> _Years:
        """The year of each day that the text names with one; None where it names several."""
        years: dict[tuple[int, int], int | None] = {}
        for pattern, read in self.readers:
            if not pattern.groupindex.keys() >= {"d", "y"}:
                continue
            for match in pattern.finditer(text):
                day = read(match, None, {}) if match["y"] else None
                if day:
                    key = (day.month, day.day)
                    years[key] = day.year if years.get(key, day.year) == day.year else None
        return years

    def _full(self, match: re.Match[str], anchor: date | None, years: _Years) -> date | None:
        """Read a numeric day with its year; 5/1 is unknown, since writers differ on its order."""
        del anchor, years
        month, day = int(match["m"]), int(match["d"])
        if match.groupdict().get("sep") == "/" and month != day:
            if month <= 12 and day <= 12:
                return None
            if month > 12:
                month, day = day, month
        return _calendar(int(match["y"]), month, day)

    def _month_day(self, match: re.Match[str], anchor: date | None, years: _Years) -> date | None:
        """Read a day and a month; of a span of days the last."""
        found = match.groupdict()
        month = self._months[(found.get("m2") or found["m"]).casefold()]
        day = int(found.get("d2") or found["d"])
        if found["y"]:
            return _calendar(int(found["y"]), month, day)
        if anchor is None:
            year = years.get((month, day))
            return _calendar(year, month, day) if year else None
        return _latest(month, day, anchor)

    def _numeric_day(self, match: re.Match[str], anchor: date | None, years: _Years) -> date | None:
        """Read a day and a month in figures, "on 5.01"."""
        month, day = int(match["m"]), int(match["d"])
        if anchor is None:
            year = years.get((month, day))
            return _calendar(year, month, day) if year else None
        return _latest(month, day, anchor)

    def _weekday(self, match: re.Match[str], anchor: date | None, years: _Years) -> date | None:
        """Read a weekday: the last such day, the report's own day included."""
        del years
        if anchor is None:
            return None
        back = (anchor.weekday() - self._weekdays[match["w"].casefold()]) % 7
        if back == 0 and self._last.search(match.string[: match.start()][-_LOOK_BACK:]):
            back = 7
        return anchor - timedelta(days=back)

    def _from_today(self, match: re.Match[str], anchor: date | None, years: _Years) -> date | None:
        """Read "today" and its kin."""
        del years
        if anchor is None:
            return None
        word = " ".join(match["r"].casefold().split())
        return anchor + timedelta(days=self._relative[word])

    def _ago(self, match: re.Match[str], anchor: date | None, years: _Years) -> date | None:
        """Read "three days ago"."""
        del years
        if anchor is None:
            return None
        count = match["n"].casefold()
        back = int(count) if count.isdigit() else self._numbers[count]
        return anchor - timedelta(days=back)


def _unknown(match: re.Match[str], anchor: date | None, years: _Years) -> date | None:
    """Read a time that is no single day."""
    del match, anchor, years
    return None


def _latest(month: int, day: int, anchor: date) -> date | None:
    """The last such day up to the anchor; None where the coming one is as likely meant."""
    limit = anchor + timedelta(days=_AHEAD_DAYS)
    for year in (anchor.year + 1, anchor.year, anchor.year - 1):
        found = _calendar(year, month, day)
        if found and found <= limit:
            return found if (anchor - found).days <= _LONG_AGO_DAYS else None
    return None


@cache
def _forms(lang: str) -> _Forms:
    """The patterns of a language, compiled once."""
    return _Forms(words("dates", lang=lang))
