"""Areas over many days: one series for each maker, side and country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from gazetteer.measure import area_km2
from geo.control.grounds import Ground, Within, ground_within, within_of
from geo.control.steps import Steps

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.atlas import ControlAtlas
    from geo.control.layer import ControlLayer

_STATUSES: Final = ("held", "contested")
_ANCHOR: Final = 30
"""Every so many maps the area is measured anew, and not by what changed; always where there are
no more than twice as many."""
_TOLD: Final = 5
"""Gaps are listed up to this number, and only counted beyond it."""


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """One day of a series."""

    date: str
    """The day, ISO 8601."""
    file: str
    """The map's file, without its folders."""
    area_km2: float
    """What the side has, square kilometres."""
    gained_km2: float | None
    """What it gained since the map before; None for the first."""
    lost_km2: float | None
    """What it lost since then."""
    gap_days: int | None
    """Days since the map before; None for the first."""

    @property
    def net_km2(self) -> float | None:
        """Gained less lost since the map before."""
        if self.gained_km2 is None or self.lost_km2 is None:
            return None
        return self.gained_km2 - self.lost_km2


@dataclass(frozen=True, slots=True)
class ControlSeries:
    """The area of one side in one country or region over the days of one maker's maps."""

    source: str
    """Who drew the maps."""
    licence: str | None
    """Their licence; None where none is stated."""
    side: str | None
    """Who has the ground; None where nobody is said to."""
    status: str
    """One of `CONTROL_STATUSES`."""
    within: str
    """Code of the country, or id of the region."""
    within_name: str
    """Its display name."""
    basis: str
    """How the ground was bounded, in plain words."""
    days: tuple[SeriesDay, ...]
    """By date, one or more."""

    @property
    def peak(self) -> SeriesDay:
        """The day of the largest area among the maps supplied; the first of several."""
        return max(self.days, key=lambda day: day.area_km2)

    @property
    def title(self) -> str:
        """What it shows: `UA, held, in Russia`."""
        return f"{self.side or 'nobody'}, {self.status}, in {self.within_name}"


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """All the series of some maps."""

    series: tuple[ControlSeries, ...]
    """By maker, held ground first."""
    notes: tuple[str, ...]
    """What a reader must know, in plain sentences without a full stop: days of which there are
    several maps, days without one, several makers."""


def series(
    atlas: ControlAtlas,
    gazetteer: Gazetteer,
    *,
    within: Sequence[str] = (),
    side: str | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> SeriesTable:
    """Follow what each side has over many maps; makers are never mixed.

    Only polygons that differ from one map to the next are worked on: the first map is measured,
    and each further one by what it gained and lost.

    Parameters
    ----------
    atlas
        The maps.
    gazetteer
        Tells where borders and coasts run.
    within
        Names, codes or ids of countries and regions; without any, each country in which a side
        has ground on some map that is not its own.
    side
        One side alone; None for all.
    watch
        Called after each map with how many are done and how many there are.
    """
    wanted = [within_of(gazetteer, name) for name in within]
    notes = list(_makers_note(atlas))
    found: list[ControlSeries] = []
    done, total = 0, len(atlas.layers)
    for maker in atlas.makers:
        layers, told = _one_a_day(atlas.of_maker(maker).layers, maker)
        notes += told
        for status in _STATUSES:
            for one in _sides(layers, side, status):
                steps = Steps(layers, one, status)
                codes = () if wanted else steps.countries(gazetteer)
                places = wanted or [within_of(gazetteer, code) for code in codes]
                found += [_series(layers, steps, place) for place in places]
        done += len(layers)
        if watch is not None:
            watch(done, total)
    return SeriesTable(tuple(found), tuple(notes))


def _series(layers: Sequence[ControlLayer], steps: Steps, within: Within) -> ControlSeries:
    """One series: the first map measured, the others by what changed."""
    first = layers[0]
    ground = _ground(first, steps, within)
    size_km2 = area_km2(ground.shape)
    days = [SeriesDay(str(first.date), first.file, size_km2, None, None, None)]
    few = len(layers) <= 2 * _ANCHOR
    for number, layer in enumerate(layers[1:], 1):
        gained, lost = map(area_km2, steps.moved(number, within))
        size_km2 = max(0.0, size_km2 + gained - lost)
        if few or number % _ANCHOR == 0 or layer is layers[-1]:
            # Cutting an edge in two moves its area by square metres: not to add up over years.
            size_km2 = area_km2(_ground(layer, steps, within).shape)
        gap = _days_between(days[-1].date, str(layer.date))
        days.append(SeriesDay(str(layer.date), layer.file, size_km2, gained, lost, gap))
    if not ground.polygons:
        ground = _ground(layers[-1], steps, within)
    return ControlSeries(
        source=first.maker.name,
        licence=first.maker.licence,
        side=steps.side,
        status=steps.status,
        within=within.id,
        within_name=within.name,
        basis=ground.basis,
        days=tuple(days),
    )


def _ground(layer: ControlLayer, steps: Steps, within: Within) -> Ground:
    """What the side has on one map, measured anew."""
    return ground_within(layer, steps.side, within, statuses=(steps.status,))


def _sides(layers: Sequence[ControlLayer], side: str | None, status: str) -> list[str | None]:
    """The sides that have ground of a status on some map, or the one asked for."""
    found: set[str | None] = set()
    for layer in layers:
        frame = layer.frame
        rows = frame["side"][frame["status"] == status]
        found |= {one if isinstance(one, str) else None for one in rows}
    if side is not None:
        return [side] if side in found else []
    return sorted(found, key=lambda one: (one is None, one or ""))


def _one_a_day(layers: Iterable[ControlLayer], maker: str) -> tuple[list[ControlLayer], list[str]]:
    """Keep one map a day, the last by its file's name, and tell what else there is."""
    listed = list(layers)
    undated = [layer.file for layer in listed if layer.date is None]
    notes = [f"{', '.join(undated)} by {maker}: no date, so in no series"] if undated else []
    kept = []
    dated = (layer for layer in listed if layer.date is not None)
    for day, same in groupby(dated, key=lambda layer: layer.date):
        maps = list(same)
        kept.append(maps[-1])
        if len(maps) > 1:
            names = ", ".join(layer.file for layer in maps)
            notes.append(f"{day} has {len(maps)} maps by {maker} ({names}); the last is taken")
    return kept, [*notes, *_gaps([str(layer.date) for layer in kept], maker)]


def _gaps(days: Sequence[str], maker: str) -> Iterator[str]:
    """Tell which days have no map between the first and the last."""
    gaps = [(a, b) for a, b in pairwise(days) if _days_between(a, b) > 1]
    if not gaps:
        return
    missing = sum(_days_between(a, b) - 1 for a, b in gaps)
    listed = ", ".join(f"{_next(a, 1)} to {_next(b, -1)}" for a, b in gaps[:_TOLD])
    more = f" and {len(gaps) - _TOLD} more" if len(gaps) > _TOLD else ""
    yield (
        f"{maker}: no map for {missing:,} of the days between {days[0]} and {days[-1]} "
        f"({listed}{more}); what changed over a gap stands at its end"
    )


def _makers_note(atlas: ControlAtlas) -> Iterator[str]:
    """Tell that several makers' maps are kept apart."""
    if len(atlas.makers) > 1:
        yield (
            f"the maps are by {len(atlas.makers)} makers ({'; '.join(atlas.makers)}): each has a "
            "series of its own, and their figures are not to be compared with one another"
        )


def _days_between(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def _next(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
