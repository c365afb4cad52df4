"""The contact line: where the ground that a side holds abroad meets the other side's.

It is the edge of that ground without the parts that are no front: along the international border
and the coast, and along seams that a maker leaves between two polygons of one side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Border, border_between
from gazetteer.measure import LineMeter, destination_many, inverse_many
from gazetteer.territory import territory
from gazetteer.vertices import parts
from geo.control.grounds import Within, countries_with_ground, ground_within, within_of

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

Array = NDArray[np.float64]

BORDER_TOLERANCE_M: Final = 1_000.0
"""How near the border an edge runs along it: makers draw the border to some hundred metres."""
COAST_TOLERANCE_M: Final = 3_000.0
"""The same for coasts and for borders of which only a coarse outline is known."""
_SEAM_M: Final = (150.0, 500.0)
"""Where ground of the same side lies this far across an edge, the edge is a seam."""
_STRIP_M: Final = 2_000.0
"""A strip that a maker leaves between a side's ground and the border, narrower than this, is no
ground of the other side."""
_CUT_M: Final = 50.0
_STEP_DEG: Final = 0.002
"""Edges are asked about in steps of this length, some 200 m."""
_NEAR_DEG: Final = 0.15
"""Nothing as far away as this is within a tolerance, up to 78 degrees of latitude."""


@dataclass(frozen=True, slots=True, eq=False)
class FrontLine:
    """The whole front of a map, in its two kinds."""

    contact: MultiLineString
    """Where one side's ground abroad meets the other's; lines, degrees, WGS 84."""
    border: MultiLineString
    """Where neither side holds ground across and the border parts them; lines, degrees, WGS 84."""

    @property
    def contact_km(self) -> float:
        """Length of the contact line, kilometres."""
        return length_km(self.contact)

    @property
    def border_km(self) -> float:
        """Length of the stretch along the border, kilometres."""
        return length_km(self.border)

    @property
    def whole(self) -> BaseGeometry:
        """Both as one geometry."""
        return shapely.union_all([self.contact, self.border])


def length_km(line: BaseGeometry) -> float:
    """Measure the length of lines on the ellipsoid.

    Parameters
    ----------
    line
        LineString or MultiLineString, longitude and latitude in degrees, WGS 84.

    Returns
    -------
    float
        Kilometres.
    """
    runs = [shapely.get_coordinates(part) for part in parts(line)]
    lengths = [
        inverse_many(run[:-1, 0], run[:-1, 1], run[1:, 0], run[1:, 1])[0].sum() for run in runs
    ]
    return float(sum(lengths)) / 1000


def contact_line(
    layer: ControlLayer, side: str, gazetteer: Gazetteer, *, within: str | None = None
) -> MultiLineString:
    """Give the contact line of what a side holds abroad.

    Parameters
    ----------
    layer
        The map.
    side
        Who holds the ground.
    gazetteer
        Tells where borders and coasts run.
    within
        Country or region in which the line is wanted, as `within_of` takes it; None for every
        country but the side's own.

    Returns
    -------
    MultiLineString
        Longitude and latitude in degrees, WGS 84; empty where the side holds nothing. It ends
        some `BORDER_TOLERANCE_M` short of the border.
    """
    if within is not None:
        areas = [within_of(gazetteer, within)]
    else:
        codes = countries_with_ground(layer, side, gazetteer)
        areas = [within_of(gazetteer, code) for code in codes]
    lines = [contact_of(ground_within(layer, side, area).shape, area, gazetteer) for area in areas]
    return _lines(lines)


def contact_of(ground: BaseGeometry, within: Within, gazetteer: Gazetteer) -> MultiLineString:
    """Give the contact line of some ground in a country or region.

    Parameters
    ----------
    ground
        Polygons of one side, longitude and latitude in degrees, WGS 84.
    within
        The country or region that they lie in.
    gazetteer
        Tells where borders and coasts run.
    """
    country = territory(gazetteer, within.country)
    steps = _steps(ground)
    middle = steps.mean(axis=1)
    kept = shapely.contains_xy(country, middle[:, 0], middle[:, 1])
    steps, middle = steps[kept], middle[kept]
    kept = ~_across(ground, steps, distances_m=_SEAM_M)
    steps, middle = steps[kept], middle[kept]
    box = shapely.box(*ground.bounds).buffer(_NEAR_DEG) if not ground.is_empty else ground
    edge = country.boundary & box
    for line, tolerance_m in _edges(edge, within, gazetteer):
        kept = ~_along(line, middle, tolerance_m=tolerance_m)
        steps, middle = steps[kept], middle[kept]
    if not within.whole:
        # Where a region was cut out of a wider ground, its own outline is no front.
        inner = within.shape.boundary & box
        steps = steps[~_along(inner, middle, tolerance_m=_CUT_M)]
    return _merged(steps[~_strips(country, steps)])


def front_line(layer: ControlLayer, gazetteer: Gazetteer) -> FrontLine:
    """Give the whole front of a map: the contact lines, and the border between them.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Tells where borders and coasts run.
    """
    contact = [contact_line(layer, side, gazetteer) for side in layer.sides]
    grounds = [layer.ground(side) for side in layer.sides]
    codes = {code for code in layer.frame["within"] if isinstance(code, str)}
    countries = sorted(code for code in codes | set(layer.sides) if len(code) == 2)
    pairs = [(a, b) for i, a in enumerate(countries) for b in countries[i + 1 :]]
    borders = [border_between(gazetteer, *pair) for pair in pairs]
    quiet = [_quiet(border, grounds) for border in borders if border is not None]
    return FrontLine(_lines(contact), _lines(quiet))


def _quiet(border: Border, grounds: list[BaseGeometry]) -> MultiLineString:
    """The stretch of a border across which neither side holds ground."""
    steps = _steps(border.geometry)
    free = np.ones(len(steps), dtype=bool)
    for ground in grounds:
        free &= ~_across(ground, steps, distances_m=(-_STRIP_M, 0.0, _STRIP_M))
    return _merged(steps[free])


def _steps(geometry: BaseGeometry) -> Array:
    """Divide edges or lines into short steps, ground on the left: start and end, lon and lat."""
    lines: list[Any] = []
    for part in parts(geometry):
        if part.geom_type == "Polygon":
            turned = shapely.geometry.polygon.orient(part)
            lines += [turned.exterior, *turned.interiors]
        else:
            lines.append(part)
    runs = [shapely.get_coordinates(shapely.segmentize(line, _STEP_DEG)) for line in lines]
    pairs = [np.stack([run[:-1], run[1:]], axis=1) for run in runs]
    return np.concatenate(pairs) if pairs else np.empty((0, 2, 2))


def _across(
    ground: BaseGeometry, steps: Array, *, distances_m: tuple[float, ...]
) -> NDArray[np.bool_]:
    """Which steps have some ground so far to their right as well."""
    shapely.prepare(ground)
    found = np.zeros(len(steps), dtype=bool)
    for distance_m in distances_m:
        lon, lat = _right_of(steps, distance_m=distance_m)
        found |= shapely.contains_xy(ground, lon, lat)
    return found


def _right_of(steps: Array, *, distance_m: float) -> tuple[Array, Array]:
    """Points beside the middles of steps, to the left where the distance is negative."""
    middle = steps.mean(axis=1)
    bearing = inverse_many(steps[:, 0, 0], steps[:, 0, 1], steps[:, 1, 0], steps[:, 1, 1])[1]
    return destination_many(
        middle[:, 0], middle[:, 1], bearing_deg=bearing + 90, distance_m=distance_m
    )


def _strips(country: BaseGeometry, steps: Array) -> NDArray[np.bool_]:
    """Which steps belong to a run that has mostly a mere strip of the country on its right."""
    if not len(steps):
        return np.zeros(0, dtype=bool)
    broken = np.any(steps[1:, 0] != steps[:-1, 1], axis=1)
    run = np.concatenate([[0], np.cumsum(broken)])
    strip = ~_across(country, steps, distances_m=(_STRIP_M,))
    share = np.bincount(run, weights=strip) / np.bincount(run)
    return np.asarray(share[run] > 0.5)


def _edges(
    edge: BaseGeometry, within: Within, gazetteer: Gazetteer
) -> list[tuple[BaseGeometry, float]]:
    """The edge of a country, in its named lines and the rest, each with its tolerance."""
    found = []
    for row in gazetteer.line_rows():
        line = gazetteer.geometry(row.id)
        if within.country in row.countries and line is not None:
            found.append((line, BORDER_TOLERANCE_M))
            edge = edge - line.buffer(_STEP_DEG / 100, quad_segs=1)
    return [*found, (edge, COAST_TOLERANCE_M)]


def _along(line: BaseGeometry, middle: Array, *, tolerance_m: float) -> NDArray[np.bool_]:
    """Which points lie within a tolerance of a line."""
    close = np.zeros(len(middle), dtype=bool)
    if line.is_empty or not len(middle):
        return close
    shapely.prepare(line)
    near = shapely.dwithin(line, shapely.points(middle), _NEAR_DEG)
    if near.any():
        distance_m = LineMeter(line).distances(middle[near, 0], middle[near, 1])[0]
        close[near] = distance_m <= tolerance_m
    return close


def _merged(steps: Array) -> MultiLineString:
    """Join steps that follow one another into lines."""
    if not len(steps):
        return MultiLineString()
    merged = shapely.line_merge(MultiLineString(list(steps)))
    return MultiLineString(list(parts(merged)))


def _lines(found: Iterable[BaseGeometry]) -> MultiLineString:
    """Several lines as one geometry."""
    return MultiLineString([part for line in found for part in parts(line)])
