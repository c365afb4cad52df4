"""What lies under a reading's marks: land, borders, regions and towns, all from the gazetteer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Place
from maps.extent import Box, around, locator_window, widened
from maps.spots import Spot

if TYPE_CHECKING:
    from gazetteer.records import LineRow
    from gazetteer.store import Gazetteer

_NEAR: Final = 10.0
_NEAR_LEAST: Final = 5.0
_NEAR_WIDEST_DEG: Final = 60.0
_TOWNS_NEAR: Final = 2.5
_TOWNS_FAR: Final = 8.0
_TOWNS: Final = 60
_CITY: Final = 100_000
_FINE: Final = 400
_LEAST_STEPS: Final = 1_500
_COURSE: Final = 2_500
_COARSE: Final = 600
_OUTLINE: Final = 1_500
_LABEL: Final = 250
_SHORTEST: Final = 6
_BORDER_ZONE_DEG: Final = 0.16
_MIDDLE: Final = 6.0
_MIDDLE_HALF_DEG: Final = (15.0, 9.0)
_WORLD: Final[Box] = (-180.0, -90.0, 180.0, 90.0)
_WORLD_STEP_DEG: Final = 0.9
_SEA_DEG2: Final = 4.0
_Shape = tuple[Place, BaseGeometry]


@dataclass(frozen=True, slots=True)
class Area:
    """A country or region whose name stands on the map."""

    place: Place
    """Its row."""
    shape: BaseGeometry
    """Its ground, simplified, longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The edge of a region or country that the reports name."""

    spot: Spot
    """The place."""
    edge: BaseGeometry
    """Its edge, clipped to the map's surroundings, less what a named line draws."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Land and the edges between countries, drawn for one range of scales."""

    land: BaseGeometry
    """Ground of all countries."""
    edges: BaseGeometry
    """Coasts and edges between countries."""


@dataclass(frozen=True, slots=True)
class Base:
    """Everything under the marks, clipped and simplified for one map."""

    near: Ground
    """For the first view and what lies around it."""
    middle: Ground
    """For a part of the continent."""
    world: Ground
    """For the whole earth: land alone."""
    region_edges: BaseGeometry
    """Edges between first-level regions near the view."""
    window: Box
    """West, south, east, north of what the ground for a part of the continent covers, degrees."""
    borders: tuple[tuple[LineRow, BaseGeometry], ...]
    """Named lines that come into view, clipped."""
    areas: tuple[Area, ...]
    """Countries and regions to be named on the map, countries first."""
    outlines: tuple[Outline, ...]
    """Edges of the regions and countries that the reports name."""
    towns: tuple[Place, ...]
    """Settlements for orientation, the biggest first."""
    locator: Box | None
    """Window of the small map that shows where the large one lies, if one is needed."""
    locator_areas: tuple[Area, ...]
    """Countries in that window."""


def base_of(
    gazetteer: Gazetteer,
    *,
    view: Box,
    spots: Sequence[Spot],
    towns: int = _TOWNS,
    also: Sequence[Place] = (),
    fixed_by: float | None = None,
) -> Base:
    """Gather what lies under a map.

    Lines are simplified to what a screen can show. Where a named line with a precision of its
    own runs, the coarser edges of countries and regions along it are left out. That is drawing:
    nothing is measured on these shapes.

    Parameters
    ----------
    gazetteer
        Where the outlines, lines and towns are from.
    view
        West, south, east, north of the first view in degrees, WGS 84.
    spots
        Places that the reports name.
    towns
        How many settlements may be named for orientation, near the view and again around it.
    also
        Further settlements that may be named.
    fixed_by
        For a picture that nobody moves: how much wider than the view everything is gathered. The
        ground for wider views is then empty.
    """
    fixed = fixed_by is not None
    span_deg = max(view[2] - view[0], view[3] - view[1])
    by = fixed_by or min(_NEAR, max(_NEAR_LEAST, _NEAR_WIDEST_DEG / span_deg))
    near, fine = widened(view, by=by), max(_LEAST_STEPS, round(_FINE * by))
    middle = near if fixed else around(widened(view, by=_MIDDLE), half=_MIDDLE_HALF_DEG)
    small = locator_window(view)
    outlines = _outlines_of(gazetteer, "country")
    reach = shapely.union_all([shapely.box(*box) for box in (middle, small) if box is not None])
    countries = _valid(outlines, reach.bounds)
    regions = _valid(_outlines_of(gazetteer, "region", near), near)
    lines = _lines(gazetteer, middle, near)
    zone = _zone(lines)
    nothing = Ground(shapely.MultiPolygon(), shapely.MultiLineString())
    return Base(
        near=_near(countries, near, zone, fine),
        middle=nothing if fixed else _middle(countries, middle, zone),
        world=nothing if fixed else Ground(_coarse(outlines), shapely.LineString()),
        region_edges=shapely.difference(_edges(regions, near, fine), zone),
        window=middle,
        borders=lines,
        areas=_areas(countries, middle, fine=near) + _areas(regions, near),
        outlines=_outlines(gazetteer, spots, middle, zone, near=near, steps=fine),
        towns=_towns(gazetteer, view, spots, most=towns, also=also, near_by=fixed_by),
        locator=small,
        locator_areas=_areas(countries, small) if small else (),
    )


def _near(countries: Sequence[_Shape], window: Box, zone: BaseGeometry, steps: int) -> Ground:
    """Land as one shape, so that no seam shows where a named line replaces an edge."""
    parts = _areal(_clipped(shape, window) for _, shape in countries)
    land = _simple(_unbroken(shapely.union_all(parts)), window, steps)
    return Ground(land, shapely.difference(_edges(countries, window, steps), zone))


def _middle(countries: Sequence[_Shape], window: Box, zone: BaseGeometry) -> Ground:
    """Land put together after it was simplified, which is fast, with the edges beside it."""
    parts = _areal(_clipped(shape, window) for _, shape in countries)
    land = _simple(shapely.MultiPolygon(parts), window, _COARSE)
    land = _unbroken(shapely.union_all(_areal([land])))
    return Ground(land, shapely.difference(_edges(countries, window, _COARSE), zone))


def _unbroken(land: BaseGeometry) -> BaseGeometry:
    """Land without the gaps that outlines leave between countries: they would look like lakes.

    Ground that no country's outline covers, such as Abyei, is land too. A larger hole is a sea.
    """
    filled = []
    for part in _areal([land]):
        shrink = math.cos(math.radians(part.centroid.y))
        seas = [ring for ring in part.interiors if shapely.Polygon(ring).area * shrink > _SEA_DEG2]
        filled.append(shapely.Polygon(part.exterior, seas))
    return shapely.MultiPolygon(filled)


def _coarse(countries: Sequence[_Shape]) -> BaseGeometry:
    """Every country as far as a map of the world can show it."""
    # Keeping the topology of every island would take half a second, most of them to be dropped.
    simple = (
        shapely.make_valid(shapely.simplify(shape, _WORLD_STEP_DEG, preserve_topology=False))
        for _, shape in countries
    )
    parts = [part for part in _areal(simple) if part.area > 3 * _WORLD_STEP_DEG**2]
    return shapely.MultiPolygon(parts)


def _outlines_of(gazetteer: Gazetteer, kind: str, window: Box = _WORLD) -> list[_Shape]:
    """Every country or region that may reach into a window, with its ground."""
    rows = gazetteer.within(shapely.box(*_WORLD), kind=kind)
    near = (place for place in rows if place.bbox is None or _meet(place.bbox, window))
    found = ((place, gazetteer.geometry(place.id)) for place in near)
    return [(place, shape) for place, shape in found if shape is not None]


def _valid(shapes: Sequence[_Shape], window: Box) -> list[_Shape]:
    """Those that reach into a window, ready to be cut."""
    near = ((place, shape) for place, shape in shapes if _meet(shape.bounds, window))
    cut = ((place, _ground(shape)) for place, shape in near)
    return [(place, shape) for place, shape in cut if shape is not None]


def _ground(shape: BaseGeometry) -> BaseGeometry | None:
    """The ground of a region or country; None where there is no outline but a line or a point."""
    parts = _areal([shape if shape.is_valid else shapely.make_valid(shape)])
    return shapely.MultiPolygon(parts) if parts else None


def _meet(box: Box, window: Box) -> bool:
    """Whether two boxes overlap."""
    across = box[0] <= window[2] and box[2] >= window[0]
    return across and box[1] <= window[3] and box[3] >= window[1]


def _edges(areas: Sequence[_Shape], window: Box, steps: int) -> BaseGeometry:
    """The edges of areas in a window, each drawn once."""
    parts = [shapely.clip_by_rect(shape.boundary, *window) for _, shape in areas]
    merged = shapely.line_merge(shapely.union_all(parts))
    return simple_lines(merged, (window[2] - window[0]) / steps)


def simple_lines(lines: BaseGeometry, step_deg: float) -> shapely.MultiLineString:
    """Simplify lines as a map draws them; those of less than a few steps are left out.

    Rings stay rings. How lines lie to one another is not watched over, which would take several
    times as long, so nothing may be measured on them.

    Parameters
    ----------
    lines
        Lines that have been merged, longitude and latitude in degrees, WGS 84.
    step_deg
        How far a line may be moved, degrees.
    """
    parts = shapely.get_parts(lines)
    long = parts[shapely.length(parts) > _SHORTEST * step_deg]
    ring = shapely.is_closed(long)
    simple = shapely.simplify(long, step_deg, preserve_topology=False)
    simple[ring] = shapely.simplify(long[ring], step_deg, preserve_topology=True)
    return shapely.MultiLineString(list(simple[shapely.length(simple) > _SHORTEST * step_deg]))


def _clipped(shape: BaseGeometry, window: Box) -> BaseGeometry:
    """The part of a shape inside a window."""
    west, south, east, north = shape.bounds
    if west >= window[0] and south >= window[1] and east <= window[2] and north <= window[3]:
        return shape
    return shapely.intersection(shape, shapely.box(*window))


def _simple(shape: BaseGeometry, window: Box, steps: int) -> BaseGeometry:
    """A shape without the detail that a window of that many steps cannot show."""
    return shapely.simplify(shape, (window[2] - window[0]) / steps, preserve_topology=True)


def _lines(
    gazetteer: Gazetteer, window: Box, near: Box
) -> tuple[tuple[LineRow, BaseGeometry], ...]:
    """Named lines that run through a window, as fine as the near view needs them."""
    found = []
    for row in gazetteer.line_rows():
        course = gazetteer.geometry(row.id)
        if course is None:
            continue
        shape = _simple(_clipped(course, window), near, _COURSE)
        if not shape.is_empty:
            found.append((row, shape))
    return tuple(found)


def _zone(lines: Sequence[tuple[LineRow, BaseGeometry]]) -> BaseGeometry:
    """The ground along named lines, where coarser edges are left out."""
    plain = [shapely.simplify(line, _BORDER_ZONE_DEG / 4) for _, line in lines]
    return shapely.union_all(shapely.buffer(plain, _BORDER_ZONE_DEG, quad_segs=3))


def _areas(areas: Sequence[_Shape], window: Box, *, fine: Box | None = None) -> tuple[Area, ...]:
    """Countries or regions with the part of their ground that may carry their name."""
    named = []
    for place, shape in areas:
        whole = shapely.MultiPolygon(_areal([_clipped(shape, window)]))
        ground = _simple(whole, window, _LABEL)
        if fine is not None:
            # Near the view a name must not stray over an edge.
            inner = _simple(_clipped(whole, fine), fine, _LABEL)
            ground = shapely.MultiPolygon(_areal([inner, ground.difference(shapely.box(*fine))]))
        if not ground.is_empty:
            named.append(Area(place, ground))
    return tuple(named)


def _outlines(
    gazetteer: Gazetteer,
    spots: Sequence[Spot],
    window: Box,
    zone: BaseGeometry,
    *,
    near: Box,
    steps: int,
) -> tuple[Outline, ...]:
    """Edges of the regions and countries named; near the view as fine as the edges beneath."""
    found = []
    for spot in spots:
        if spot.place.kind not in ("region", "country"):
            continue
        outline = gazetteer.geometry(spot.place.id)
        shape = None if outline is None else _ground(outline)
        if shape is None:
            continue
        # Where a named line runs, it is drawn itself, and better.
        edge = shapely.difference(_clipped(shape.boundary, window), zone)
        whole = shapely.MultiLineString(_linear([edge]))
        if not whole.is_empty:
            inner = _simple(_clipped(whole, near), near, steps)
            outer = _simple(whole.difference(shapely.box(*near)), window, _OUTLINE)
            found.append(Outline(spot, shapely.MultiLineString(_linear([inner, outer]))))
    return tuple(found)


def _towns(
    gazetteer: Gazetteer,
    view: Box,
    spots: Sequence[Spot],
    *,
    most: int,
    also: Sequence[Place],
    near_by: float | None = None,
) -> tuple[Place, ...]:
    """Settlements that help a reader to find the way, the biggest first."""
    named = {spot.place.id for spot in spots}
    chosen = {town.id: town for town in also if town.id not in named}
    close = (_TOWNS_NEAR if near_by is None else near_by, (_CITY, _CITY // 10, 1))
    for by, sizes in (close, (_TOWNS_FAR, (_CITY,))) if near_by is None else (close,):
        window = shapely.box(*widened(view, by=by))
        known: list[Place] = []
        # The biggest come first, so that a wide view need not read every village in it.
        for least in sizes:
            around = gazetteer.within(window, kind="settlement", least_population=least)
            known = [t for t in around if (t.population or 0) >= least and t.id not in named]
            if len(known) >= most:
                break
        known.sort(key=lambda town: (-(town.population or 0), town.id))
        chosen.update((town.id, town) for town in known[:most])
    return tuple(sorted(chosen.values(), key=lambda town: (-(town.population or 0), town.id)))


def _areal(shapes: Iterable[BaseGeometry]) -> list[shapely.Polygon]:
    """The polygons among the parts of shapes."""
    return [part for part in _parts(shapes) if isinstance(part, shapely.Polygon)]


def _linear(shapes: Iterable[BaseGeometry]) -> list[shapely.LineString]:
    """The lines among the parts of shapes."""
    return [part for part in _parts(shapes) if isinstance(part, shapely.LineString)]


def _parts(shapes: Iterable[BaseGeometry]) -> Iterator[BaseGeometry]:
    """The single geometries that shapes are made of, empty ones left out."""
    for shape in shapes:
        if hasattr(shape, "geoms"):
            yield from _parts(shape.geoms)
        elif not shape.is_empty:
            yield shape
