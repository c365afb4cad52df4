"""Windows: the days that an account is about, and whether those of two are the same."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from geo.reading.periods import Span

Basis = Literal["stated", "report", "earlier"]
SLACK_DAYS: Final = 7
"""A figure without a day counts for its report's day, and for as many days around it."""
_MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class Window:
    """Some days, from the first to the last; both are one where a single day is meant."""

    first: str | None
    """ISO 8601, or without the year: `--01-04`; None where it is open."""
    last: str | None
    """The same, no earlier; None where it is open."""
    basis: Basis = "stated"
    """Whether the text states the days, or they are those of the `report`, or it only says that it
    was `earlier` than what it tells of: "the initial incursion"."""

    def __str__(self) -> str:
        """Write the days as people do."""
        if self.basis == "earlier":
            return "earlier"
        if self.basis == "report":
            return f"reported {day_words(self.last)}"
        if self.first == self.last:
            return day_words(self.first)
        if _is_month(self.first, self.last):
            return day_words(self.first).split(" ", 1)[1]
        if self.first is None:
            return f"up to {day_words(self.last)}"
        if self.last is None:
            return f"since {_start_words(self.first)}"
        return f"{day_words(self.first)} to {day_words(self.last)}"


EARLIER: Final = Window(None, None, "earlier")
"""Some time before what a report tells of."""


def window_of(span: Span | None) -> Window | None:
    """Turn days that a sentence states into a window.

    Parameters
    ----------
    span
        The days, or None.
    """
    return None if span is None else Window(span.first, span.last)


def on_day(day: str | None) -> Window | None:
    """Make the window of one stated day.

    Parameters
    ----------
    day
        ISO 8601, or None.
    """
    return None if day is None else Window(day, day)


def of_report(day: str | None, *, before_days: int = 0) -> Window | None:
    """Make the window of what a report tells without a day.

    Parameters
    ----------
    day
        The day of the report, ISO 8601, or None.
    before_days
        How many days before the report it may have happened.
    """
    parsed = _parsed(day)
    if parsed is None:
        return None
    return Window((parsed - timedelta(days=before_days)).isoformat(), day, "report")


def overlap(
    one: Window | None, other: Window | None, *, slack_days: int = 0, stated_too: bool = False
) -> bool | None:
    """Tell whether two windows share a day.

    Parameters
    ----------
    one, other
        The windows.
    slack_days
        By how many days they may miss each other where one of them is only its report's.
    stated_too
        Whether they may do so where the text states both as well.

    Returns
    -------
    bool or None
        None where that cannot be told, since one is not known.
    """
    if one is None or other is None:
        return None
    if "earlier" in (one.basis, other.basis):
        return None if one.basis == other.basis else False
    if "stated" == one.basis == other.basis and not stated_too:
        slack_days = 0
    gaps = [_gap_days(a.last, b.first) for a, b in ((one, other), (other, one))]
    return all(gap is None or gap <= slack_days for gap in gaps)


def day_words(day: str | None) -> str:
    """Write a day as people do: 5 January 2025, 5 January.

    Parameters
    ----------
    day
        ISO 8601, or without the year: `--01-05`; None is "an unknown day".
    """
    if day is None:
        return "an unknown day"
    year, month, number = (day[0:2], day[2:4], day[5:7]) if day.startswith("--") else (
        day[0:4], day[5:7], day[8:10]
    )  # fmt: skip
    named = f"{int(number)} {_MONTHS[int(month) - 1]}"
    return named if year == "--" else f"{named} {year}"


def _is_month(first: str | None, last: str | None) -> bool:
    """Whether two days are the first and the last of one month."""
    if first is None or last is None or first[:-3] != last[:-3] or not first.endswith("-01"):
        return False
    year = 2001 if first.startswith("--") else int(first[:4])
    return int(last[-2:]) >= monthrange(year, int(first[-5:-3]))[1]


def _start_words(day: str) -> str:
    """Write the day from which something is so; of the first of a month the month."""
    words = day_words(day)
    return words.split(" ", 1)[1] if day.endswith("-01") else words


def _gap_days(last: str | None, first: str | None) -> int | None:
    """Days from the end of one window to the start of the other; None where an end is open."""
    if last is None or first is None:
        return None
    if last.startswith("--") or first.startswith("--"):
        # Without a year only the place in the year is known.
        last, first = (f"2000-{day[-5:]}" for day in (last, first))
    ends = _parsed(last), _parsed(first)
    return None if ends[0] is None or ends[1] is None else (ends[1] - ends[0]).days


def _parsed(day: str | None) -> date | None:
    try:
        return None if day is None else date.fromisoformat(day)
    except ValueError:
        return None
