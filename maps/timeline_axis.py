"""The axis of days and the axis of areas: where their ticks stand and what they say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MOST: Final = 7
_APART: Final = 0.075
_EDGE: Final = 0.04
_ZERO_BASED: Final = 0.6


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick."""

    at: float
    """Where it stands: 0..1 along the axis."""
    label: str
    """What is written at it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of areas."""

    low: float
    """Area at its foot, square kilometres."""
    high: float
    """Area at its top, square kilometres."""
    ticks: tuple[float, ...]
    """Areas that are written at it."""

    @property
    def from_zero(self) -> bool:
        """Whether the height of a value shows its share; else only the change can be read."""
        return self.low == 0.0

    def share(self, value: float) -> float:
        """Tell how high a value stands: 0 at the foot, 1 at the top.

        Parameters
        ----------
        value
            Square kilometres.
        """
        return (value - self.low) / (self.high - self.low)


def along(day: int, days: int) -> float:
    """Tell where a day stands, 0..1; a single day stands in the middle.

    Parameters
    ----------
    day
        Days since the first.
    days
        Days from the first to the last.
    """
    return day / days if days else 0.5


def day_ticks(first: str, days: int) -> tuple[Tick, ...]:
    """Choose the ticks of an axis of days: months, or days or years where those serve better.

    Parameters
    ----------
    first
        The first day, ISO 8601.
    days
        Days to the last.
    """
    start = date.fromisoformat(first)
    if not days:
        return (Tick(0.5, _day_label(start)),)
    candidates = list(_starts(start, days))
    found: list[Tick] = []
    for day, label in candidates:
        at = along(day, days)
        # A label at the very edge is written to one side of its tick and so reaches farther.
        edge = (len(found) == 1 and found[0].at < _EDGE) or at > 1 - _EDGE
        if not found or at - found[-1].at >= (1.6 * _APART if edge else _APART):
            found.append(Tick(at, label))
    return tuple(found)


def _starts(start: date, days: int) -> Iterator[tuple[int, str]]:
    """Days that an axis may name: evenly spaced days of a few weeks, else first days of months."""
    if days < 70:
        step = max(1, math.ceil(days / _MOST))
        for day in range(0, days + 1, step):
            yield day, _day_label(start + timedelta(days=day))
        return
    months = days / 30.4
    step = next(
        step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months / step <= 13 or step == 120
    )
    for year in range(start.year, start.year + days // 365 + 2):
        for month in range(1, 13):
            day = (date(year, month, 1) - start).days
            whole = (year * 12 + month - 1) % step == 0
            if 0 <= day <= days and whole:
                yield day, _month_label(year, month, step)


def _month_label(year: int, month: int, step: int) -> str:
    if month == 1:
        return str(year)
    return _MONTHS[month - 1] if step < 12 else f"{_MONTHS[month - 1]} {year}"


def _day_label(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def area_scale(areas_km2: list[float]) -> Scale:
    """Choose an axis for areas: from zero, unless that would flatten every change.

    Parameters
    ----------
    areas_km2
        The areas of one series, square kilometres.
    """
    low, high = min(areas_km2), max(areas_km2)
    if high <= 0:
        return Scale(0.0, 1.0, (0.0,))
    if low < _ZERO_BASED * high:
        low = 0.0
    elif high - low < 0.002 * high:
        # Nothing happens: one tick, in the middle.
        low, high = low - 0.01 * high, high + 0.01 * high
    step = _step((high - low) / 2.2)
    foot = math.floor(low / step) * step
    top = math.ceil(high / step) * step
    count = round((top - foot) / step)
    ticks = tuple(round(foot + step * index, 6) for index in range(count + 1))
    return Scale(max(0.0, foot), top, ticks)


def _step(rough: float) -> float:
    """The next round number: 1, 2 or 5 and noughts."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
