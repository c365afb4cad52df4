"""Readings of a figure of territory under which it would fit: another day, base, sense or unit.

A figure that does not fit today may be a stale one. What is tried here is counted, those that do
not fit as well, since of many alternatives some fit by chance. It says nothing of what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from geo.claims.claim import When
from geo.claims.territory_days import MONTHS, DatedMap
from geo.claims.territory_figure import (
    Figure,
    changed_area,
    held_area,
    peak_of,
    share_of_base,
    share_of_region,
)
from geo.claims.territory_maker import Maps, figure_on
from geo.claims.territory_matter import Sense
from geo.control.layer import ControlLayer
from geo.tolerance import nominal

_DUST: Final = 1e-4
_KM2_OF_MI2: Final = 2.589988110336
_OPPOSITE: Final[dict[Sense, Sense]] = {
    "held": "shrunk", "shrunk": "held", "free": "held", "grown": "held",
}  # fmt: skip


def territory_whens(maps: Maps, figure: Figure, words: str) -> tuple[When, ...]:
    """Try a figure on other days, from other bases, in another sense and unit.

    Parameters
    ----------
    maps
        The maps of one maker, and what is asked of them.
    figure
        The figure as it was checked.
    words
        The number as written, to quote.

    Returns
    -------
    tuple of When
        Everything that was tried, what fits first.
    """
    tried = [
        *_dates(maps, figure, words),
        *_bases(maps, figure, words),
        *_senses(maps, figure, words),
        *_units(maps, figure, words),
    ]
    return tuple(sorted(tried, key=lambda when: not when.fits))


def _dates(maps: Maps, figure: Figure, words: str) -> Iterator[When]:
    """Every stretch between two maps, the area taken to change in a straight line between them.

    Stretches that fit and adjoin are one.
    """
    layers = [layer for layer in maps.layers if layer.date is not None]
    open_: tuple[date, date, date | None] | None = None
    for before, after in pairwise(layers):
        ends = [_value_on(maps, layer, figure) for layer in (before, after)]
        if ends[0] is None or ends[1] is None:
            continue
        points = (before, ends[0]), (after, ends[1])
        days = _crossing(maps, *points)
        itself = _day_of_value(maps, *points)
        if days is not None and open_ is not None and days[0] == open_[1]:
            open_ = (open_[0], days[1], open_[2] or itself)
            continue
        if open_ is not None:
            yield _dated(words, figure, *open_)
        open_ = None if days is None else (*days, itself)
        if days is None:
            span = f"between the maps of {before.date} and {after.date}"
            yield When("date", f"“{words}” fits no day {span}", fits=False)
    if open_ is not None:
        yield _dated(words, figure, *open_)


def _dated(words: str, figure: Figure, first: date, last: date, itself: date | None) -> When:
    """Some days on which the figure is as the words admit."""
    days = f"{first} to {last}" if last > first else str(first)
    exact = "" if itself is None else f", the number itself in {_part(itself)} ({itself})"
    return When(
        "date", f"“{words}” fits {days} on this series{exact}", fits=True,
        date_from=first.isoformat(), date_to=last.isoformat(), base=figure.base_kind,
    )  # fmt: skip


def _value_on(maps: Maps, layer: ControlLayer, figure: Figure) -> float | None:
    """The same figure on another day."""
    found = figure_on(maps, DatedMap(layer, 0))
    if isinstance(found, Figure):
        return found.value
    # On the day that a change is counted from nothing has changed yet.
    return 0.0 if figure.base is layer else None


Point = tuple[ControlLayer, float]


def _crossing(maps: Maps, before: Point, after: Point) -> tuple[date, date] | None:
    """The first and the last day between two maps on which the figure is as the words admit."""
    low = maps.stated.low if maps.stated.low is not None else -1.0
    high = maps.stated.high if maps.stated.high is not None else float("inf")
    start, end = (date.fromisoformat(layer.date or "") for layer, _ in (before, after))
    size = (end - start).days
    inside = [
        day for day in range(size + 1)
        if low - _DUST <= before[1] + (after[1] - before[1]) * day / max(size, 1) <= high + _DUST
    ]  # fmt: skip
    if not inside:
        return None
    return start + timedelta(inside[0]), start + timedelta(inside[-1])


def _day_of_value(maps: Maps, before: Point, after: Point) -> date | None:
    """The day on which the figure is the number as written; None where it is not between."""
    low, high = nominal(maps.quantity)
    wanted = (low + high) / 2
    change = after[1] - before[1]
    if not change or not 0 <= (wanted - before[1]) / change <= 1:
        return None
    start, end = (date.fromisoformat(layer.date or "") for layer, _ in (before, after))
    return start + timedelta(round((wanted - before[1]) / change * (end - start).days))


def _bases(maps: Maps, figure: Figure, words: str) -> Iterator[When]:
    """Every earlier map as the base of a share, and the whole of the ground."""
    if figure.unit != "share":
        return
    day = figure.shown.layer.date or ""
    earlier = [layer for layer in maps.layers if (layer.date or "") < day]
    for layer in earlier:
        if layer is figure.base:
            continue
        found = share_of_base(maps.matter, figure.shown, layer, "day", 0)
        kind = "first" if layer is earlier[0] else "day"
        held = "the first supplied" if kind == "first" else "the day"
        if found is not None and found.value > 0:
            yield _tried(
                maps, found, "base", kind,
                f"“{words}” of what was held on {layer.date} ({held}): {found.value:.1%}",
            )  # fmt: skip
    whole = None if figure.base_kind == "region" else share_of_region(maps.matter, figure.shown)
    if whole is not None:
        said = f"“{words}” of all the ground {maps.matter.where}: {whole.value:.1%}"
        yield _tried(maps, whole, "base", "region", said)


def _senses(maps: Maps, figure: Figure, words: str) -> Iterator[When]:
    """What is still held in place of what was lost, and the other way round."""
    sense = _OPPOSITE[maps.matter.sense]
    turned = replace(maps, matter=replace(maps.matter, sense=sense))
    found: Figure | None
    if figure.unit == "share" and figure.base is not None:
        other = figure.base_kind or "day"
        found = share_of_base(turned.matter, figure.shown, figure.base, other, 0)
    elif figure.unit == "share":
        found = None
    elif sense == "held":
        found = held_area(turned.matter, figure.shown)
    else:
        peak = peak_of(maps.matter, maps.layers, until=figure.shown.layer.date)
        found = changed_area(turned.matter, figure.shown, peak, "peak", 0)
    if found is None or found.value <= 0:
        return
    what = "still held" if sense == "held" else "lost since the most was held"
    shown = f"{found.value:.1%}" if found.unit == "share" else f"{found.value:,.1f} km²"
    yield _tried(maps, found, "sense", found.base_kind, f"“{words}” as {what}: {shown}")


def _units(maps: Maps, figure: Figure, words: str) -> Iterator[When]:
    """Square miles in place of square kilometres, and the other way round."""
    unit = maps.quantity.unit
    if unit not in ("km2", "mi2"):
        return
    factor = _KM2_OF_MI2 if unit == "km2" else 1 / _KM2_OF_MI2
    name = "square miles" if unit == "km2" else "km²"
    scaled = replace(figure, value=figure.value / factor)
    yield _tried(maps, scaled, "unit", figure.base_kind, f"“{words}” in {name}")


def _tried(maps: Maps, figure: Figure, kind: str, base: str | None, said: str) -> When:
    """One alternative, with whether the number lies in what its words admit."""
    low, high = maps.stated.low, maps.stated.high
    fits = (low is None or figure.value >= low) and (high is None or figure.value <= high)
    verb = "fits" if fits else "does not fit"
    return When(kind, f"{said.replace('%', ' %')} {verb}", fits=fits, base=base)


def _part(day: date) -> str:
    """A day as a part of its month: `late November 2024`."""
    part = "early" if day.day <= 10 else "mid" if day.day <= 20 else "late"
    return f"{part} {MONTHS[day.month - 1]} {day.year}"


def fitting(tried: Sequence[When]) -> str:
    """Say what fits of what was tried, and of how many.

    Parameters
    ----------
    tried
        Everything that was tried.
    """
    if not tried:
        return ""
    found = [when.description for when in tried if when.fits]
    count = (
        f"{len(found)} of {len(tried)} alternatives tried {'fits' if len(found) == 1 else 'fit'}"
    )
    return f"{count}: {'; '.join(found)}." if found else f"{count}."
