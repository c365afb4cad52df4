"""The day that a control map shows, from its name or from an attribute."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

DayOrder = Literal["day", "month"]
_YEARS: Final = range(2000, 2101)
_FIRST_SECOND: Final = 1_388_534_400  # 2014-01-01
_LAST_SECOND: Final = 4_133_980_800  # 2101-01-01
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, and how it is known."""

    day: str | None
    """ISO 8601; None where it cannot be told."""
    basis: str
    """`file name`, `attribute`, `option`; without a day the reason why there is none."""
    remark: str = ""
    """What was assumed, in one plain sentence without a full stop; empty where nothing was."""


def day_of_name(stem: str) -> Dated:
    """Find the day in the name of a file.

    Parameters
    ----------
    stem
        The name without its ending.

    Examples
    --------
    >>> day_of_name("deepstatemap_data_20250104").day
    '2025-01-04'
    >>> day_of_name("1750801842").day
    '2025-06-24'
    >>> day_of_name("front 03-04-2025").basis
    "the file's name says 03-04-2025, which may be 2025-04-03 or 2025-03-04"
    """
    found = day_in(stem)
    if found.day is None and found.basis:
        return Dated(None, f"the file's name says {found.basis}")
    if found.day is None:
        return Dated(None, "neither the file nor its name says the day")
    return Dated(found.day, "file name", found.remark)


def day_in(text: str, *, order: DayOrder | None = None) -> Dated:
    """Find the day in a text.

    Parameters
    ----------
    text
        A file's name or the value of an attribute: `2025-01-04`, `20250104`, `04.01.2025`,
        `4 January 2025`, seconds or milliseconds since 1970 between 2014 and 2100.
    order
        What comes first in `03/04/2025`, where it is known.

    Returns
    -------
    Dated
        Its `basis` is empty where there is nothing like a day, and says what speaks against it
        where there are several.
    """
    text = " ".join(text.replace("\u00a0", " ").split())
    for look in (_plain, _written, partial(_numeric, order=order), _unix):
        found = list(dict.fromkeys(look(text)))
        days = {each.day for each in found if each.day is not None}
        if len(days) > 1:
            return Dated(None, f"several days: {' and '.join(sorted(days))}")
        if days:
            return next(each for each in found if each.day is not None)
        if found:
            return found[0]
    return Dated(None, "")


def day_of_moment(seconds: float) -> Dated:
    """Give the day of a moment, in UTC.

    Parameters
    ----------
    seconds
        Since the beginning of 1970; more than 10¹¹ are milliseconds.

    Returns
    -------
    Dated
        Without a day where the moment lies outside 2014 to 2100.
    """
    seconds = seconds / 1000 if abs(seconds) >= 1e11 else seconds
    if not _FIRST_SECOND <= seconds < _LAST_SECOND:
        return Dated(None, "")
    moment = dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC)
    return Dated(
        moment.date().isoformat(),
        "attribute",
        f"the moment {moment:%Y-%m-%d %H:%M} UTC is counted to its day in UTC",
    )


def _made(year: str | int, month: str | int, day: str | int) -> str | None:
    """A day of the calendar, ISO 8601; None where there is none such."""
    if int(year) not in _YEARS:
        return None
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _plain(text: str) -> Iterator[Dated]:
    """Days written year first."""
    separated = r"(?<!\d)(\d{4})([-._/ ])(\d{1,2})\2(\d{1,2})(?!\d)"
    for match in re.finditer(separated, text):
        if day := _made(match[1], match[3], match[4]):
            yield Dated(day, "attribute")
    for match in re.finditer(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:\d{2}|\d{4}|\d{6})?(?!\d)", text):
        if day := _made(match[1], match[2], match[3]):
            yield Dated(day, "attribute")


def _written(text: str) -> Iterator[Dated]:
    """Days whose month is a word."""
    gap = r"[\s._\-,]*"
    for pattern, order in (
        (rf"(?<!\d)(\d{{1,2}}){gap}({_MONTH})\.?{gap}(\d{{4}})(?!\d)", (3, 2, 1)),
        (rf"({_MONTH})\.?{gap}(\d{{1,2}})(?:st|nd|rd|th)?{gap}(\d{{4}})(?!\d)", (3, 1, 2)),
        (rf"(?<!\d)(\d{{4}}){gap}({_MONTH})\.?{gap}(\d{{1,2}})(?!\d)", (1, 2, 3)),
    ):
        for match in re.finditer(pattern, text, re.IGNORECASE):
            year, month, day = (match[i] for i in order)
            if made := _made(year, _MONTHS[month.lower()], day):
                yield Dated(made, "attribute")


def _numeric(text: str, *, order: DayOrder | None) -> Iterator[Dated]:
    """Days written day or month first; with full stops the day comes first, by custom."""
    patterns: tuple[tuple[str, Callable[[re.Match[str]], bool]], ...] = (
        (r"(?<!\d)(\d{1,2})([-._/ ])(\d{1,2})\2(\d{4})(?!\d)", lambda match: match[2] == "."),
        (r"(?<!\d)(\d{2})()(\d{2})(\d{4})(?!\d)", lambda _: False),
    )
    for pattern, day_first in patterns:
        for match in re.finditer(pattern, text):
            first = _made(match[4], match[3], match[1])
            second = _made(match[4], match[1], match[3])
            if order is not None:
                first, second = (first, None) if order == "day" else (None, second)
            if first and (day_first(match) or second in (None, first)):
                yield Dated(first, "attribute")
            elif first and second:
                yield Dated(None, f"{match[0]}, which may be {first} or {second}")
            elif second:
                yield Dated(second, "attribute")


def _unix(text: str) -> Iterator[Dated]:
    """Moments in seconds or milliseconds since 1970."""
    for match in re.finditer(r"(?<!\d)(\d{13}|\d{10})(?:\.\d+)?(?!\d)", text):
        found = day_of_moment(float(match[1]))
        if found.day:
            yield found
