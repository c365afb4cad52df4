"""The maps of one maker by day: what each shows of every side, and how large it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from geo.control.atlas import ControlAtlas
from geo.control.layer import CONTROL_STATUSES, ControlLayer
from maps.errors import MapError
from maps.timeline_change import Patch, patches

_NAMED: Final = 3


class TimelineRefused(MapError, ValueError):
    """No timeline can be made of these maps; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Series:
    """Ground of one kind, followed through the days."""

    side: str | None
    """Who holds it; None for ground that nobody is said to hold."""
    status: str
    """One of `CONTROL_STATUSES`."""
    within: str | None
    """Code of the country that the maker says it belongs to."""
    inferred: bool
    """Whether it was worked out from reports."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One map of the series."""

    layer: ControlLayer
    """The map."""
    day: int
    """Days since the first map."""
    grounds: tuple[BaseGeometry, ...]
    """The ground of every series, longitude and latitude in degrees, WGS 84."""
    areas_km2: tuple[float, ...]
    """Its area, square kilometres."""

    @property
    def date(self) -> str:
        """The day that it shows, ISO 8601."""
        return self.layer.date or ""


@dataclass(frozen=True, slots=True)
class Course:
    """All maps of one maker in order, and what changed from each to the next."""

    maker: str
    """Who drew them."""
    series: tuple[Series, ...]
    """What is followed, held ground first."""
    snapshots: tuple[Snapshot, ...]
    """The maps by day, one a day."""
    changes: tuple[tuple[Patch, ...], ...]
    """Of every series the pieces that it gained or lost."""
    others: tuple[tuple[str, int], ...] = ()
    """Makers whose maps are not shown, with the number of their maps."""
    doubled: tuple[str, ...] = ()
    """Files left out since another of the same day is shown."""

    @property
    def days(self) -> int:
        """Days from the first map to the last."""
        return self.snapshots[-1].day


def course_of(
    atlas: ControlAtlas,
    *,
    maker: str | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> Course:
    """Follow the maps of one maker through the days.

    Two makers draw the same ground differently, so going from one to the other would show changes
    that never happened: the maps of all others are left out and counted.

    Parameters
    ----------
    atlas
        The maps.
    maker
        Whose maps to show; that of most days by default, the first among equals.
    watch
        Called before each map is measured with how many are done and how many there are.

    Raises
    ------
    TimelineRefused
        If a map has no date, or no map is of that maker.
    """
    chosen = maker or _most(atlas)
    if chosen not in atlas.makers:
        raise TimelineRefused(
            f"no control map is by {chosen!r}; the makers are {', '.join(atlas.makers)}"
        )
    own = atlas.of_maker(chosen).layers
    _check_dates(own)
    by_day = {layer.date: layer for layer in own}
    layers = [by_day[day] for day in sorted(by_day, key=str)]
    series = _series(layers)
    others = tuple(
        (name, len(atlas.of_maker(name).layers)) for name in atlas.makers if name != chosen
    )
    kept = {id(layer) for layer in layers}
    doubled = tuple(layer.file for layer in own if id(layer) not in kept)
    snapshots, changes = _followed(layers, series, watch)
    return Course(chosen, series, snapshots, changes, others, doubled)


def _most(atlas: ControlAtlas) -> str:
    """The maker with maps of most days."""
    return max(atlas.makers, key=lambda name: len(atlas.of_maker(name).dates))


def _check_dates(layers: Sequence[ControlLayer]) -> None:
    undated = [layer.file or layer.title for layer in layers if layer.date is None]
    if undated:
        named = ", ".join(repr(name) for name in undated[:_NAMED])
        more = f" and {len(undated) - _NAMED} more" if len(undated) > _NAMED else ""
        raise TimelineRefused(
            f"a timeline needs the date of every map, and {named}{more} has none; "
            "state the date, name the file by its day or leave it out"
        )


def _series(layers: Sequence[ControlLayer]) -> tuple[Series, ...]:
    """Every kind of ground that any of the maps shows."""
    found = {
        Series(
            side if isinstance(side, str) else None,
            status,
            within if isinstance(within, str) else None,
            bool(inferred) or layer.inferred,
        )
        for layer in layers
        for side, status, within, inferred in zip(
            *(layer.frame[name] for name in ("side", "status", "within", "inferred")), strict=True
        )
    }
    return tuple(sorted(found, key=_order))


def _order(series: Series) -> tuple[object, ...]:
    """Drawn grounds before inferred ones, held before the rest, foreign ground before one's own."""
    return (
        series.inferred, CONTROL_STATUSES.index(series.status), series.side is None,
        series.side or "", series.within is None, series.within or "",
    )  # fmt: skip


def _followed(
    layers: Sequence[ControlLayer],
    series: Sequence[Series],
    watch: Callable[[int, int], None] | None,
) -> tuple[tuple[Snapshot, ...], tuple[tuple[Patch, ...], ...]]:
    """Measure the first map in full and then each change, which comes to the same and is fast."""
    first = date.fromisoformat(layers[0].date or "")
    snapshots: list[Snapshot] = []
    changes: list[list[Patch]] = [[] for _ in series]
    for index, layer in enumerate(layers):
        if watch is not None:
            watch(index, len(layers))
        grounds = tuple(_grounds(layer, series))
        if not snapshots:
            areas = [area_km2(ground) for ground in grounds]
        else:
            before = snapshots[-1]
            areas = list(before.areas_km2)
            for number, (old, new) in enumerate(zip(before.grounds, grounds, strict=True)):
                found = patches(old, new, index)
                changes[number].extend(found)
                areas[number] += sum(patch.signed_km2 for patch in found)
                if new.is_empty:
                    areas[number] = 0.0
        day = (date.fromisoformat(layer.date or "") - first).days
        snapshots.append(Snapshot(layer, day, grounds, tuple(areas)))
    return tuple(snapshots), tuple(tuple(found) for found in changes)


def _grounds(layer: ControlLayer, series: Sequence[Series]) -> Iterator[BaseGeometry]:
    """The ground of every series on one map."""
    frame = layer.frame
    sides, withins = frame["side"], frame["within"]
    for one in series:
        inferred = frame["inferred"].astype(bool) | layer.inferred
        rows = (frame["status"] == one.status) & (inferred == one.inferred)
        rows &= sides.isna() if one.side is None else sides == one.side
        rows &= withins.isna() if one.within is None else withins == one.within
        yield shapely.disjoint_subset_union_all(frame.geometry[rows].to_numpy())
