"""Care before a map is shown or given away: what is fresh, exact, or not ours to give.

The clock is passed in. What is left out or blurred is always told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from geo.control.atlas import ControlAtlas
from geo.control.grid import Grid
from geo.control.layer import ControlLayer, LayerNote
from geo.errors import ControlInvalid, ControlWithheld

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_UNSTATED: Final = frozenset({"", "unknown", "none", "noassertion", "not stated"})
Kept = tuple[list[ControlLayer], list[str]]


@dataclass(frozen=True, slots=True)
class Care:
    """What a user asks for.

    Raises
    ------
    ControlInvalid
        If the embargo is negative or endless, or a permission says nothing.
    """

    embargo_hours: float | None = None
    """Maps younger than this are left out; None for no embargo."""
    coarsen_m: float | None = None
    """Shapes tell no more than this, metres; None leaves them as they are."""
    units: bool = False
    """Whether points of units and civilian sites are kept."""
    permitted: str | None = None
    """By what permission maps may be given away whose licence nobody states."""

    def __post_init__(self) -> None:
        hours = self.embargo_hours
        if hours is not None and not 0 <= hours <= 1_000_000:
            raise ControlInvalid(f"an embargo of {hours:g} hours: 0 to 1,000,000 hours are wanted")
        if self.permitted is not None and not self.permitted.strip():
            raise ControlInvalid("the permission says nothing: name who gave it and when")


@dataclass(frozen=True, slots=True)
class Cared:
    """Maps that were taken care of."""

    atlas: ControlAtlas
    """What is left."""
    care: Care
    """What was asked for."""
    notes: tuple[str, ...]
    """What was done and left out, a sentence each without a full stop."""


def cared_for(atlas: ControlAtlas, care: Care, *, now: datetime, sharing: bool) -> Cared:
    """Do all that care asks for.

    Parameters
    ----------
    atlas
        The maps as they were read.
    care
        What the user asks for.
    now
        The clock, with its time zone.
    sharing
        Whether the maps are to be given away as data: then those whose licence nobody states stay
        out unless a permission is stated.

    Raises
    ------
    ControlWithheld
        If no map is left.
    """
    layers: list[ControlLayer] = list(atlas.layers)
    notes: list[str] = []
    steps: list[Callable[[Sequence[ControlLayer]], Kept]] = [lambda held: units(held, care.units)]
    if care.embargo_hours is not None:
        hours = care.embargo_hours
        steps.append(lambda held: embargo(held, hours=hours, now=now))
    if sharing:
        steps.append(lambda held: licensed(held, permitted=care.permitted))
    if care.coarsen_m is not None:
        metres = care.coarsen_m
        steps.append(lambda held: coarsened(held, metres=metres))
    for step in steps:
        layers, said = step(layers)
        notes += said
    if not layers:
        raise ControlWithheld(notes)
    return Cared(ControlAtlas(layers, skipped=atlas.skipped), care, tuple(notes))


def embargo(layers: Sequence[ControlLayer], *, hours: float, now: datetime) -> Kept:
    """Leave out what is younger than an embargo.

    A day counts as fresh until its end, midnight UTC. A map without a date is left out too, since
    nobody can tell how old it is.

    Parameters
    ----------
    layers
        The maps.
    hours
        How old a map must be.
    now
        The clock, with its time zone.

    Returns
    -------
    list of ControlLayer, list of str
        What is left, and what was left out.

    Raises
    ------
    ControlInvalid
        If the clock has no time zone.
    """
    if now.tzinfo is None:
        raise ControlInvalid("the clock has no time zone, so no age can be told; pass one in UTC")
    latest = now.astimezone(UTC) - timedelta(hours=hours)

    def fresh(usual: str | None, day: object) -> bool:
        known = _day(day) or _day(usual)
        return known is None or _end(known) > latest

    kept, notes, left = [], [], []
    for layer in layers:
        part = _without(layer, partial(fresh, layer.date))
        if part is None or fresh(layer.date, layer.date):
            left.append(layer)
            continue
        kept.append(part)
        gone = _rows(layer) - _rows(part)
        if gone:
            notes.append(f"{layer.title}: {_count(gone, 'shape')} younger than {hours:g} hours "
                         f"{'is' if gone == 1 else 'are'} left out")  # fmt: skip
    dated = [layer.date for layer in left if layer.date is not None]
    if dated:
        notes.append(f"{_maps(len(dated))} left out as younger than {hours:g} hours: "
                     f"{', '.join(sorted(set(dated)))}")  # fmt: skip
    if len(dated) < len(left):
        notes.append(f"{_maps(len(left) - len(dated))} left out for want of a date, so that "
                     "nobody can tell how old")  # fmt: skip
    return kept, notes


def units(layers: Sequence[ControlLayer], wanted: bool) -> Kept:  # noqa: FBT001 (the one setting)
    """Leave out the points of units and civilian sites, unless they are wanted.

    Parameters
    ----------
    layers
        The maps.
    wanted
        Whether to keep them.

    Returns
    -------
    list of ControlLayer, list of str
        The maps, and what was left out.
    """
    if wanted:
        return list(layers), []
    count = sum(len(layer.points) for layer in layers if layer.points is not None)
    said = [f"{_count(count, 'point')} of units and sites left out"] if count else []
    return [replace(layer, points=None, _cache={}) for layer in layers], said


def licensed(layers: Sequence[ControlLayer], *, permitted: str | None) -> Kept:
    """Leave out maps whose licence nobody states, unless a permission is stated.

    Parameters
    ----------
    layers
        The maps.
    permitted
        The permission in the user's words; None for none.

    Returns
    -------
    list of ControlLayer, list of str
        What may be given away, and what was left out or by which permission it was kept.
    """
    unknown = [layer for layer in layers if not has_licence(layer)]
    if not unknown:
        return list(layers), []
    makers = ", ".join(dict.fromkeys(layer.maker.name for layer in unknown))
    if permitted is not None:
        reason = " ".join(permitted.split())
        return list(layers), [f"{makers}: no licence is stated; given away by permission: {reason}"]
    said = (
        f"{_maps(len(unknown), f' of {makers}')} left out: no licence is stated; "
        "state who permits it (--permitted) to keep what you may give away"
    )
    return [layer for layer in layers if has_licence(layer)], [said]


def has_licence(layer: ControlLayer) -> bool:
    """Tell whether a map's maker states what may be done with it.

    Parameters
    ----------
    layer
        The map.
    """
    return (layer.maker.licence or "").strip().casefold() not in _UNSTATED


def coarsened(layers: Sequence[ControlLayer], *, metres: float) -> Kept:
    """Move all shapes to the nodes of one grid, and points to the centres of its cells.

    Parameters
    ----------
    layers
        The maps; those of several days are moved to the same nodes.
    metres
        How far the nodes lie apart, at least.

    Returns
    -------
    list of ControlLayer, list of str
        The coarse maps, and for each its areas before and after. Where two areas meet without
        sharing vertices they may overlap or part by less than a cell.
    """
    bounds = [layer.frame.total_bounds for layer in layers if len(layer.frame)]
    north = max((abs(edge) for box in bounds for edge in (box[1], box[3])), default=0.0)
    grid = Grid(metres, north)
    kept, notes, gone = [], [], 0
    widest = 0.0
    for layer in layers:
        coarse, change_km2, lost = _coarse(layer, grid)
        gone += lost
        if coarse is None:
            notes.append(f"{layer.title} left out: nothing of it is as wide as {metres:g} m")
        else:
            kept.append(coarse)
            widest = max(widest, change_km2)
    small = f"; {_count(gone, 'area')} smaller than that left out" if gone else ""
    said = f"no area of a side changes by more than {widest:,.1f} km² in a map"
    return kept, [f"shapes are coarsened to {metres:g} m: {said}{small}", *notes]


def _coarse(layer: ControlLayer, grid: Grid) -> tuple[ControlLayer | None, float, int]:
    """One map on a grid, the largest change of a side's area in km², and how many areas went."""
    before = layer.frame
    after = before.set_geometry([_areas(grid.snapped(shape)) for shape in before.geometry])
    after = after.set_crs(before.crs, allow_override=True)[~after.geometry.is_empty.to_numpy()]
    lost = len(before) - len(after)
    if not len(after):
        return None, 0.0, lost
    old, new = _areas_km2(before), _areas_km2(after)
    sums = ", ".join(
        f"{side or 'nobody'} {area:,.1f} km² before and {new.get(side, 0):,.1f} km² after"
        for side, area in old.items()
    )
    line = None if layer.line is None else grid.snapped(layer.line)
    points = layer.points
    if points is not None and len(points):
        moved = [grid.centred(point) for point in points.geometry]
        points = points.set_geometry(moved).set_crs(points.crs, allow_override=True)
    note = LayerNote("coarsened", f"shapes are coarsened to {grid.metres:g} m: {sums}")
    coarse = replace(
        layer,
        frame=after,
        line=None if line is None or line.is_empty else line,
        points=points,
        notes=(*layer.notes, note),
        _cache={},
    )
    return coarse, max(abs(new.get(side, 0) - area) for side, area in old.items()), lost


def _areas_km2(frame: GeoDataFrame) -> dict[str | None, float]:
    """Area of what each side has in a table."""
    sides = [side if isinstance(side, str) else None for side in frame["side"]]
    areas = {}
    for side in sorted(set(sides), key=str):
        shapes = frame.geometry.to_numpy()[[one == side for one in sides]]
        areas[side] = area_km2(shapely.union_all(shapes))
    return areas


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """What is left of an area: its polygons, without the lines that others shrank to."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _without(layer: ControlLayer, fresh: Callable[[object], bool]) -> ControlLayer | None:
    """A map without its fresh rows and points; None where no ground is left."""
    frame = layer.frame[[not fresh(day) for day in layer.frame["source_date"]]]
    points = layer.points
    if points is not None and "source_date" in points.columns:
        points = points[[not fresh(day) for day in points["source_date"]]]
    if not len(frame):
        return None
    return replace(layer, frame=frame, points=points, _cache={})


def _rows(layer: ControlLayer) -> int:
    return len(layer.frame) + (0 if layer.points is None else len(layer.points))


def _day(value: object) -> date | None:
    """Read a day at the beginning of a value; None where there is none."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _end(day: date) -> datetime:
    """When a day is over, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


def _maps(count: int, whose: str = "") -> str:
    return f"{count:,} map{'' if count == 1 else 's'}{whose} {'is' if count == 1 else 'are'}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
