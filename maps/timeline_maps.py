"""The maps of one maker by day: what each shows of every side, and how large it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from geo.control.atlas import ControlAtlas
from geo.control.layer import ControlLayer
from maps.errors import MapError
from maps.timeline_change import Patch, patches
from maps.timeline_series import Grounds, Series

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_NAMED: Final = 3
_ANCHOR: Final = 30
"""Every so many maps areas are measured anew; always where there are no more than twice as many."""


class TimelineRefused(MapError, ValueError):
    """No timeline can be made of these maps; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


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
    gazetteer: Gazetteer,
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
    gazetteer
        Tells in which country ground lies where the maker does not.
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
    grounds = Grounds(layers, gazetteer)
    others = tuple(
        (name, len(atlas.of_maker(name).layers)) for name in atlas.makers if name != chosen
    )
    kept = {id(layer) for layer in layers}
    doubled = tuple(layer.file for layer in own if id(layer) not in kept)
    snapshots, changes = _followed(layers, grounds, watch)
    return Course(chosen, grounds.series, snapshots, changes, others, doubled)


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


def _followed(
    layers: Sequence[ControlLayer],
    sorter: Grounds,
    watch: Callable[[int, int], None] | None,
) -> tuple[tuple[Snapshot, ...], tuple[tuple[Patch, ...], ...]]:
    """Measure maps in full, and in a long series between them what changed: the same, and fast."""
    first = date.fromisoformat(layers[0].date or "")
    snapshots: list[Snapshot] = []
    changes: list[list[Patch]] = [[] for _ in sorter.series]
    for index, layer in enumerate(layers):
        if watch is not None:
            watch(index, len(layers))
        grounds = tuple(sorter.of(layer))
        before = snapshots[-1] if snapshots else None
        areas = []
        for number, new in enumerate(grounds):
            found = [] if before is None else patches(before.grounds[number], new, index)
            changes[number].extend(found)
            if before is None or len(layers) <= 2 * _ANCHOR or index % _ANCHOR == 0:
                areas.append(area_km2(new))
            else:
                net = sum(patch.signed_km2 for patch in found)
                areas.append(0.0 if new.is_empty else before.areas_km2[number] + net)
        day = (date.fromisoformat(layer.date or "") - first).days
        snapshots.append(Snapshot(layer, day, grounds, tuple(areas)))
    return tuple(snapshots), tuple(tuple(found) for found in changes)
