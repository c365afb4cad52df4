"""Outlines on the earth for drawing: sectors and rings around a point, bands along a line."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LonLat, destination_many, inverse, inverse_many
from geo.errors import RelationInvalid

Array = NDArray[np.float64]
_STEP_DEG: Final = 3.0
_WINDOW_M: Final = 60_000.0
_POINT_M: Final = 1.0


def sector(
    origin: LonLat,
    *,
    inner_m: float = 0.0,
    outer_m: float,
    axis_deg: float = 0.0,
    half_deg: float = 180.0,
) -> Polygon | MultiPolygon:
    """Draw a sector of a ring; with the defaults a disc.

    Parameters
    ----------
    origin
        Its centre, (longitude, latitude) in degrees, WGS 84.
    inner_m
        Inner radius, metres.
    outer_m
        Outer radius, metres, more than the inner one.
    axis_deg
        Its middle, degrees clockwise from north.
    half_deg
        Half its width, degrees; 180 is the whole ring.

    Returns
    -------
    Polygon or MultiPolygon
        Longitude and latitude in degrees, its arcs in steps of 3°; cut at the antimeridian.

    Raises
    ------
    RelationInvalid
        If the radii or the width leave no ground, or a pole lies within the outer radius.
    """
    if not (0 <= inner_m < outer_m < math.inf and half_deg > 0):
        raise RelationInvalid(
            f"no sector lies between {inner_m} m and {outer_m} m within {half_deg} degrees"
        )
    pole = (origin[0], math.copysign(90.0, origin[1]))
    if inverse(origin, pole).distance_m <= outer_m:
        raise RelationInvalid(
            "a sector that reaches a pole cannot be drawn in longitude and latitude"
        )
    whole = half_deg >= 180
    steps = math.ceil(2 * min(half_deg, 180) / _STEP_DEG) + 1
    bearings = axis_deg + np.linspace(-1, 1, steps) * min(half_deg, 180)
    outer = _arc(origin, bearings, outer_m)
    if inner_m < _POINT_M:
        return _cut(outer if whole else [origin, *outer], [], origin[0])
    inner = _arc(origin, bearings, inner_m)
    if whole:
        return _cut(outer, [inner], origin[0])
    return _cut([*outer, *reversed(inner)], [], origin[0])


def closed_curve(
    origin: LonLat, *, bearing_deg: Array, distance_m: Array
) -> Polygon | MultiPolygon:
    """Draw the ground within a closed curve around a point.

    Parameters
    ----------
    origin
        The point, (longitude, latitude) in degrees, WGS 84.
    bearing_deg
        Directions of the curve's vertices from it, in order, degrees clockwise from north.
    distance_m
        Their distances from it, metres.

    Returns
    -------
    Polygon or MultiPolygon
        Longitude and latitude in degrees; cut at the antimeridian.

    Raises
    ------
    RelationInvalid
        If a pole lies no farther away than the farthest vertex.
    """
    pole = (origin[0], math.copysign(90.0, origin[1]))
    if inverse(origin, pole).distance_m <= float(np.max(distance_m)):
        raise RelationInvalid("a curve around a pole cannot be drawn in longitude and latitude")
    lon, lat = destination_many(*origin, bearing_deg=bearing_deg, distance_m=distance_m)
    shell = [(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]
    return _cut(shell, [], origin[0])


def band(
    geometry: BaseGeometry,
    *,
    inner_m: float = 0.0,
    outer_m: float,
    around: LonLat | None = None,
    window_m: float = _WINDOW_M,
) -> Polygon | MultiPolygon:
    """Draw the ground that lies between two distances from a line or an area.

    It is drawn in an azimuthal equidistant plane. Away from its centre that plane is too wide
    across by r²/6R²: 0.1 % at 500 km.

    Parameters
    ----------
    geometry
        Lines or polygons, longitude and latitude in degrees, WGS 84.
    inner_m
        Least distance, metres; at 0 the ground of an area itself belongs to it.
    outer_m
        Greatest distance, metres.
    around
        (longitude, latitude) in degrees: draw only what lies within `window_m` behind `outer_m`.
    window_m
        Size of that window, metres.

    Returns
    -------
    Polygon or MultiPolygon
        Longitude and latitude in degrees, cut at the antimeridian.

    Raises
    ------
    RelationInvalid
        If the geometry is empty, there is no ground between the distances, or it holds a pole.
    """
    if geometry.is_empty or not 0 <= inner_m < outer_m < math.inf:
        raise RelationInvalid(f"no band lies between {inner_m} m and {outer_m} m of that geometry")
    centre = around or shapely.get_coordinates(geometry.centroid)[0]
    centre = (float(centre[0]), float(centre[1]))
    flat = shapely.transform(geometry, _flattener(centre))
    if around is not None:
        flat = flat.intersection(shapely.Point(0, 0).buffer(2 * outer_m + window_m))
    ground: BaseGeometry = flat.buffer(outer_m)
    if inner_m >= _POINT_M:
        ground = ground.difference(flat.buffer(inner_m))
    if around is not None:
        ground = ground.intersection(shapely.Point(0, 0).buffer(outer_m + window_m))
    poles = _flattener(centre)(np.array([[centre[0], 90.0], [centre[0], -90.0]]))
    if any(ground.covers(shapely.Point(*pole)) for pole in poles):
        raise RelationInvalid("a band over a pole cannot be drawn in longitude and latitude")
    parts = [
        _cut(_raised(p.exterior, centre), [_raised(r, centre) for r in p.interiors], centre[0])
        for p in getattr(ground, "geoms", [ground])
        if not p.is_empty
    ]
    return _gathered(parts)


def _arc(origin: LonLat, bearings: Array, radius_m: float) -> list[LonLat]:
    """Points at one distance from a centre."""
    lon, lat = destination_many(*origin, bearing_deg=bearings, distance_m=radius_m)
    return [(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]


def _flattener(centre: LonLat) -> Callable[[Array], Array]:
    """The azimuthal equidistant plane around a centre, metres east and north."""

    def flatten(vertices: Array) -> Array:
        distance, bearing = inverse_many(*centre, vertices[:, 0], vertices[:, 1])
        turn = np.radians(bearing)
        return np.column_stack([distance * np.sin(turn), distance * np.cos(turn)])

    return flatten


def _raised(ring: BaseGeometry, centre: LonLat) -> list[LonLat]:
    """A ring of that plane back on the earth."""
    x, y = shapely.get_coordinates(ring).T
    lon, lat = destination_many(
        *centre, bearing_deg=np.degrees(np.arctan2(x, y)), distance_m=np.hypot(x, y)
    )
    return [(float(a), float(b)) for a, b in zip(lon, lat, strict=True)]


def _cut(
    shell: list[LonLat], holes: list[list[LonLat]], middle_lon: float
) -> Polygon | MultiPolygon:
    """A polygon whose longitudes may wrap, cut where it crosses the antimeridian."""

    def unwrapped(ring: list[LonLat]) -> list[LonLat]:
        return [((lon - middle_lon + 180) % 360 - 180 + middle_lon, lat) for lon, lat in ring]

    drawn = Polygon(unwrapped(shell), [unwrapped(hole) for hole in holes])
    west, _, east, _ = drawn.bounds
    if west >= -180 and east <= 180:
        return drawn
    return _gathered(
        [
            translate(drawn.intersection(shapely.box(turn - 180, -90, turn + 180, 90)), xoff=-turn)
            for turn in (-360, 0, 360)
        ]
    )


def _gathered(parts: Sequence[BaseGeometry]) -> Polygon | MultiPolygon:
    """All the polygons of some geometries as one."""
    polygons = [
        piece
        for part in parts
        for piece in getattr(part, "geoms", [part])
        if piece.geom_type == "Polygon" and not piece.is_empty
    ]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
