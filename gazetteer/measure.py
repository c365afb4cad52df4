"""Distances, bearings and areas on the earth: the only code of the project that measures.

Everything is geodesic on the WGS 84 ellipsoid (Karney 2013, through `pyproj.Geod`). Points are
(longitude, latitude) in degrees; an edge between two vertices is straight in longitude and
latitude, as GeoJSON means it, and one of more than 180° of longitude crosses the antimeridian.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import GazetteerError
from gazetteer.vertices import GEOD, cartesian, divided, geographic, parts, wrapped

LonLat = tuple[float, float]
Array = NDArray[np.float64]

WINDS: Final[tuple[str, ...]] = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
_RUN: Final = 32
_BLOCK: Final = 1 << 15


class MeasureInvalid(GazetteerError, ValueError):
    """Something that has no distance, bearing or area: no such point, line or wind."""


@dataclass(frozen=True, slots=True)
class Inverse:
    """How far and in which direction one point lies from another."""

    distance_m: float
    """Length of the geodesic, metres."""
    bearing_deg: float
    """Azimuth at the first point, degrees clockwise from north, 0..360; 0 for the same point."""


@dataclass(frozen=True, slots=True)
class LineDistance:
    """How far a point lies from a line, and where on the line it is nearest."""

    distance_m: float
    """Length of the geodesic to the foot point, metres."""
    foot_lon: float
    """Longitude of the nearest point of the line, degrees, WGS 84."""
    foot_lat: float
    """Latitude of the nearest point of the line, degrees, WGS 84."""
    bearing_deg: float
    """Azimuth from the point to the foot, degrees clockwise from north; 0 on the line itself."""


def inverse(a: LonLat, b: LonLat) -> Inverse:
    """Measure from one point to another.

    Parameters
    ----------
    a
        Start, (longitude, latitude) in degrees, WGS 84.
    b
        End, (longitude, latitude) in degrees, WGS 84.

    Examples
    --------
    >>> found = inverse((35.27, 51.19), (36.18, 51.73))
    >>> f"{found.distance_m / 1000:.1f} km at {found.bearing_deg:.0f}°"
    '87.2 km at 46°'
    """
    _check_point(a)
    _check_point(b)
    forward, _, distance = GEOD.inv(*a, *b)
    return Inverse(float(distance), float(forward) % 360.0 if distance else 0.0)


def inverse_many(
    lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike
) -> tuple[Array, Array]:
    """Measure between many pairs of points; the arguments broadcast against each other.

    Parameters
    ----------
    lon_a, lat_a
        Starts, degrees, WGS 84.
    lon_b, lat_b
        Ends, degrees, WGS 84.

    Returns
    -------
    tuple of arrays
        Distances in metres and bearings at the starts in degrees clockwise from north, 0..360.
    """
    _checked(lon_a, lat_a)
    _checked(lon_b, lat_b)
    lon_a, lat_a, lon_b, lat_b = (
        np.array(a, dtype=np.float64) for a in np.broadcast_arrays(lon_a, lat_a, lon_b, lat_b)
    )
    forward, _, distances = GEOD.inv(lon_a, lat_a, lon_b, lat_b)
    distances = np.asarray(distances, dtype=np.float64)
    bearings = np.where(distances == 0.0, 0.0, np.mod(forward, 360.0))
    return distances, bearings


def destination(origin: LonLat, *, bearing_deg: float, distance_m: float) -> LonLat:
    """Find the point that lies in a direction at a distance.

    Parameters
    ----------
    origin
        Start, (longitude, latitude) in degrees, WGS 84.
    bearing_deg
        Azimuth at the start, degrees clockwise from north; any turn is allowed.
    distance_m
        Length of the geodesic, metres; a negative one runs backwards.

    Returns
    -------
    tuple of float
        (longitude, latitude) in degrees, WGS 84, longitude -180..180.
    """
    _check_point(origin)
    lon, lat, _ = GEOD.fwd(*origin, bearing_deg % 360.0, distance_m)
    return float(lon), float(lat)


def destination_many(
    lon: ArrayLike, lat: ArrayLike, *, bearing_deg: ArrayLike, distance_m: ArrayLike
) -> tuple[Array, Array]:
    """Find many destinations; the arguments broadcast against each other.

    Parameters
    ----------
    lon, lat
        Starts, degrees, WGS 84.
    bearing_deg
        Azimuths at the starts, degrees clockwise from north.
    distance_m
        Lengths of the geodesics, metres.

    Returns
    -------
    tuple of arrays
        Longitudes and latitudes, degrees, WGS 84.
    """
    _checked(lon, lat)
    lon, lat, bearing, distance = (
        np.array(a, dtype=np.float64)
        for a in np.broadcast_arrays(lon, lat, np.mod(bearing_deg, 360.0), distance_m)
    )
    to_lon, to_lat, _ = GEOD.fwd(lon, lat, bearing, distance)
    return np.asarray(to_lon, dtype=np.float64), np.asarray(to_lat, dtype=np.float64)


def area_km2(geometry: BaseGeometry) -> float:
    """Measure the area of a geometry, however its rings are wound.

    Shells count, holes are taken off; points and lines count nothing; a geometry that is not
    valid (a ring that crosses itself, parts that overlap) is made valid first, so that no
    ground counts twice. Long edges are divided, so that none is half a metre off its shape.

    Parameters
    ----------
    geometry
        Any geometry, longitude and latitude in degrees, WGS 84.

    Returns
    -------
    float
        Square kilometres, zero or more.
    """
    polygons = _polygons(geometry)
    if not polygons:
        return 0.0
    if not any(_crosses(polygon.exterior) for polygon in polygons):
        whole = shapely.MultiPolygon(polygons)
        west, south, east, north = whole.bounds
        if not whole.is_valid:
            polygons = _polygons(shapely.make_valid(whole))
        if east - west > 180:
            halves = (shapely.box(west, south, 0, north), shapely.box(0, south, east, north))
            polygons = [p for half in halves for q in polygons for p in _polygons(q & half)]
    return math.fsum(
        _ring_m2(polygon.exterior) - math.fsum(_ring_m2(hole) for hole in polygon.interiors)
        for polygon in polygons
    ) / 1e6  # fmt: skip


def _polygons(geometry: BaseGeometry) -> list[Any]:
    """The polygons that a geometry holds."""
    return [part for part in parts(geometry) if part.geom_type == "Polygon"]


def _crosses(ring: BaseGeometry) -> bool:
    """Whether a ring crosses the antimeridian."""
    step = np.abs(np.diff(shapely.get_coordinates(ring)[:, 0]))
    return bool(np.any((step > 180) & (step < 360)))


def _ring_m2(ring: BaseGeometry) -> float:
    """Area inside a ring, square metres, always positive."""
    lon, lat = divided(shapely.get_coordinates(ring))
    area, _ = GEOD.polygon_area_perimeter(lon, lat)
    return abs(float(area))


def distance_to_line(point: LonLat, line: BaseGeometry) -> LineDistance:
    """Measure from a point to the nearest point of a line.

    To measure to the edge of an area pass its `boundary`. For many points make one
    `LineMeter` and keep it.

    Parameters
    ----------
    point
        (longitude, latitude) in degrees, WGS 84.
    line
        LineString or MultiLineString (also a ring, or a collection of them), longitude and
        latitude in degrees, WGS 84.
    """
    return LineMeter(line).distance(point)


@dataclass(frozen=True, slots=True, eq=False)
class LineMeter:
    """A line made ready for measuring to it from many points.

    The nearest edge is found among chords in earth-centred Cartesian coordinates, so neither a
    projection, the antimeridian nor a pole disturbs it; the distance returned is the geodesic
    to the foot point. Edges are divided to 5 km or less, whose chords lie at most 0.5 m under
    the ground and beside it; over 1,000 km the order of chords and of geodesics can differ by
    some 5 m.

    Raises
    ------
    MeasureInvalid
        If the geometry is empty, holds anything but lines, or a coordinate is out of range.
    """

    line: BaseGeometry
    """The line, longitude and latitude in degrees, WGS 84."""
    _start: Array = field(init=False, repr=False)
    _step: Array = field(init=False, repr=False)
    _middle: Array = field(init=False, repr=False)
    _reach: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts, ends = [], []
        for part in parts(self.line):
            if part.geom_type not in ("LineString", "LinearRing"):
                raise MeasureInvalid(
                    f"cannot measure the distance to a {part.geom_type}: a line is wanted; "
                    "pass the boundary of an area"
                )
            lon, lat = divided(shapely.get_coordinates(part))
            _checked(wrapped(lon), lat)
            vertices = cartesian(lon, lat)
            starts.append(vertices[:-1])
            ends.append(vertices[1:])
        if not starts:
            raise MeasureInvalid("cannot measure the distance to a line without any vertex")
        start, end = (np.concatenate(side) for side in (starts, ends))
        # Runs of neighbouring edges, each in a sphere, so that most are ruled out at once.
        padding = [(0, -len(start) % _RUN), (0, 0)]
        start, end = (np.pad(side, padding, mode="edge") for side in (start, end))
        start, end = (side.reshape(-1, _RUN, 3) for side in (start, end))
        middle = start.mean(axis=1)
        away = [np.linalg.norm(side - middle[:, None], axis=2).max(axis=1) for side in (start, end)]
        object.__setattr__(self, "_start", start)
        object.__setattr__(self, "_step", end - start)
        object.__setattr__(self, "_middle", middle)
        object.__setattr__(self, "_reach", np.maximum(*away))

    def distance(self, point: LonLat) -> LineDistance:
        """Measure from one point, (longitude, latitude) in degrees, WGS 84."""
        distance, lon, lat, bearing = self.distances(point[0], point[1])
        return LineDistance(float(distance), float(lon), float(lat), float(bearing))

    def distances(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array, Array, Array]:
        """Measure from many points.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84; they broadcast against each other.

        Returns
        -------
        tuple of arrays
            Distances in metres, longitudes and latitudes of the feet in degrees, and bearings
            from the points to the feet in degrees clockwise from north.
        """
        _checked(lon, lat)
        lon, lat = (np.array(a, dtype=np.float64) for a in np.broadcast_arrays(lon, lat))
        points = cartesian(lon.ravel(), lat.ravel())
        rows = max(1, _BLOCK // len(self._middle))
        feet = [self._feet(points[i : i + rows]) for i in range(0, len(points), rows)]
        foot_lon, foot_lat = geographic(np.concatenate([np.empty((0, 3)), *feet]))
        foot_lon, foot_lat = foot_lon.reshape(lon.shape), foot_lat.reshape(lon.shape)
        distance, bearing = inverse_many(lon, lat, foot_lon, foot_lat)
        return distance, foot_lon, foot_lat, bearing

    def _feet(self, points: Array) -> Array:
        """Nearest points of the line, Cartesian, for a block of points."""
        gap = np.linalg.norm(points[:, None] - self._middle, axis=2)
        bound = (gap + self._reach).min(axis=1)
        row, run = np.nonzero(gap - self._reach <= bound[:, None])
        start, step = self._start[run], self._step[run]
        from_start = points[row][:, None] - start
        length2 = np.einsum("ijk,ijk->ij", step, step)
        along = np.einsum("ijk,ijk->ij", from_start, step)
        share = np.clip(along / np.where(length2 > 0, length2, 1.0), 0.0, 1.0)
        off = np.linalg.norm(from_start - share[..., None] * step, axis=2)
        edge = off.argmin(axis=1)
        pair = np.arange(len(row))
        order = np.lexsort((off[pair, edge], row))
        best = order[np.unique(row[order], return_index=True)[1]]
        chosen = best, edge[best]
        return np.asarray(start[chosen] + share[chosen][:, None] * step[chosen])


def wind_of(bearing_deg: float, *, winds: int = 16) -> str:
    """Name the wind that a bearing is nearest to.

    Parameters
    ----------
    bearing_deg
        Degrees clockwise from north; any turn is allowed.
    winds
        Size of the compass rose: 4, 8 or 16.

    Raises
    ------
    MeasureInvalid
        If the bearing is not finite or there is no rose of that size.
    """
    if winds not in (4, 8, 16) or not math.isfinite(bearing_deg):
        raise MeasureInvalid(
            f"no wind for {bearing_deg} degrees on a rose of {winds}: "
            "a finite bearing and 4, 8 or 16 winds are wanted"
        )
    step = 360.0 / winds
    return WINDS[math.floor(bearing_deg % 360.0 / step + 0.5) % winds * (16 // winds)]


def wind_bearing(wind: str) -> float:
    """Give the axis of a wind.

    Parameters
    ----------
    wind
        One of `WINDS`, upper case: N, NNE, NE … NNW.

    Returns
    -------
    float
        Degrees clockwise from north, 0..360.

    Raises
    ------
    MeasureInvalid
        If there is no such wind.
    """
    if wind not in WINDS:
        raise MeasureInvalid(f"no wind is called {wind!r}; the winds are {', '.join(WINDS)}")
    return WINDS.index(wind) * 22.5


def _check_point(point: LonLat) -> None:
    """Refuse a point that is not on the earth."""
    lon, lat = point
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        _checked(lon, lat)


def _checked(lon: ArrayLike, lat: ArrayLike) -> None:
    """Refuse coordinates that no point of the earth has."""
    if not np.all(np.isfinite(lon)) or np.any(np.abs(lon) > 180):
        raise MeasureInvalid(f"longitude {_worst(lon)} is not within -180..180 degrees")
    if not np.all(np.isfinite(lat)) or np.any(np.abs(lat) > 90):
        raise MeasureInvalid(
            f"latitude {_worst(lat)} is not within -90..90 degrees; longitude comes first"
        )


def _worst(degrees: ArrayLike) -> float:
    """The value that is furthest out, for a message."""
    values = np.atleast_1d(np.asarray(degrees, dtype=np.float64)).ravel()
    return float(values[np.argmax(np.where(np.isfinite(values), np.abs(values), np.inf))])
