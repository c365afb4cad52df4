"""What an outline says of its place: centre, extent, area, and the outline itself, repaired."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import shapely
import shapely.errors
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import shortened
from gazetteer.measure import area_km2, inverse_many
from gazetteer.records import Outline
from gazetteer.sources.naming import RecordBroken

SIMPLIFIED_DEG: Final = 0.0004
"""Tolerance where a large outline is simplified, degrees: 45 m or less."""
SIMPLIFIED_M: Final = 45.0
"""The same in metres."""
LARGE: Final = 5000
"""Vertices from which on an outline is simplified."""
LINE_BASIS: Final = "farthest point of the course from its middle"
CIRCLE_BASIS: Final = "circle of the area"


class Figures(NamedTuple):
    """What a place has from its outline or course."""

    lon: float
    """Longitude of the centre, degrees, WGS 84; the centre lies inside."""
    lat: float
    """Latitude of the centre, degrees, WGS 84."""
    bbox: tuple[float, float, float, float]
    """West, south, east, north, degrees, WGS 84."""
    radius_m: float
    """Of an area the radius of the circle of its size; of a line half its extent; metres."""
    radius_basis: str
    """The rule of the radius."""
    area_km2: float | None = None
    """Geodesic area; None for a line."""


def on_earth(geometry: BaseGeometry) -> None:
    """Refuse a geometry that is empty or has a vertex that is not on the earth.

    Parameters
    ----------
    geometry
        Longitude and latitude in degrees, WGS 84.

    Raises
    ------
    RecordBroken
        If there is no vertex, or one is out of range or not finite.
    """
    vertices = shapely.get_coordinates(geometry)
    if not len(vertices):
        raise RecordBroken("its geometry is empty")
    # Another system's edge of the world comes out some nanodegrees too far.
    inside = (np.abs(vertices[:, 0]) <= 180 + 1e-6) & (np.abs(vertices[:, 1]) <= 90 + 1e-6)
    if not inside.all():
        lon, lat = vertices[int(np.argmin(inside))]
        raise RecordBroken(
            f"longitude {lon:g}, latitude {lat:g} is no point on the earth; "
            "longitude comes first, in degrees"
        )


def repaired(geometry: BaseGeometry) -> tuple[BaseGeometry, str]:
    """Make an area valid, of one or more polygons.

    Parameters
    ----------
    geometry
        Polygon, MultiPolygon or a collection of them, degrees, WGS 84.

    Returns
    -------
    tuple of geometry and str
        The valid area, and what was wrong with it: "" for nothing.

    Raises
    ------
    RecordBroken
        If no area is left: all of its rings are flat.
    """
    fault = ""
    if not geometry.is_valid:
        fault = shapely.is_valid_reason(geometry).partition("[")[0].strip().lower()
        geometry = shapely.make_valid(geometry)
    parts = [part for part in shapely.get_parts(_areas(geometry)) if part.area > 0]
    if not parts:
        raise RecordBroken("its outline has no area")
    return (parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)), fault


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.geom_type != "GeometryCollection":
        wanted = "polygon" in geometry.geom_type.lower()
        return geometry if wanted else shapely.MultiPolygon()
    parts = [shapely.get_parts(_areas(part)) for part in shapely.get_parts(geometry)]
    return shapely.union_all([part for group in parts for part in group])


def outline_of(area: BaseGeometry, *, precision_m: float) -> Outline:
    """Store an area, simplified where it is large.

    Parameters
    ----------
    area
        A valid polygon or multipolygon, degrees, WGS 84.
    precision_m
        How far its edge may lie from the true one, metres, 95 %; simplification adds to it.
    """
    if shapely.get_num_coordinates(area) > LARGE:
        simple = area.simplify(SIMPLIFIED_DEG, preserve_topology=True)
        if simple.is_valid and not simple.is_empty:
            area, precision_m = simple, math.hypot(precision_m, SIMPLIFIED_M)
    return Outline(shapely.to_wkb(area), round(float(precision_m), 1))


def figures_of_area(area: BaseGeometry) -> Figures:
    """Work out what a place has from its outline.

    Parameters
    ----------
    area
        A valid polygon or multipolygon, degrees, WGS 84.

    Returns
    -------
    Figures
        The centre is the centroid of the biggest part where that lies inside, else a point inside.
    """
    biggest = max(shapely.get_parts(area), key=lambda part: part.area)
    centre = biggest.centroid
    if not biggest.contains(centre):
        centre = biggest.representative_point()
    size = area_km2(area)
    return Figures(
        *_rounded(centre),
        bbox=_box(area),
        radius_m=float(round((size / math.pi) ** 0.5 * 1000)),
        radius_basis=CIRCLE_BASIS,
        area_km2=round(size, 3),
    )


def figures_of_line(line: BaseGeometry) -> Figures:
    """Work out what a river or road has from its course.

    Parameters
    ----------
    line
        LineString or MultiLineString, degrees, WGS 84.

    Returns
    -------
    Figures
        The centre is the middle of the longest part; the radius reaches the farthest vertex.
    """
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True)
    lon, lat = _rounded(middle)
    vertices = shapely.get_coordinates(line)
    away, _ = inverse_many(lon, lat, vertices[:, 0], vertices[:, 1])
    return Figures(
        lon,
        lat,
        _box(line),
        float(round(away.max())),
        LINE_BASIS,
    )


def _rounded(point: BaseGeometry) -> tuple[float, float]:
    lon, lat = shapely.get_coordinates(point)[0]
    return round(float(lon), 6), round(float(lat), 6)


def _box(geometry: BaseGeometry) -> tuple[float, float, float, float]:
    west, south, east, north = (round(float(side), 6) for side in geometry.bounds)
    return west, south, east, north


def read_geometry(text: str, *, form: str) -> BaseGeometry:
    """Read a geometry from text, without its heights.

    Parameters
    ----------
    text
        The geometry.
    form
        "WKT" or "GeoJSON".

    Raises
    ------
    RecordBroken
        If it is not written in that form.
    """
    read = shapely.from_wkt if form == "WKT" else shapely.from_geojson
    try:
        return shapely.force_2d(read(text))
    except shapely.errors.ShapelyError as error:
        reason = str(error).partition("\n")[0]
        raise RecordBroken(f"{shortened(text)} is no {form} geometry ({reason})") from error
