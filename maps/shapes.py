"""Shapes on the ground as a map needs them: discs, bands and ways."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LonLat, destination_many, inverse
from gazetteer.place import Place
from geo.errors import RelationInvalid
from geo.outline import sector
from geo.reading.estimate import EstimatedPlace

_LEG_M: Final = 50_000.0
_STEPS: Final = 400


def disc(centre: LonLat, *, radius_m: float, inner_m: float = 0.0) -> Polygon | MultiPolygon | None:
    """Draw the ground within a distance of a point, or between two distances.

    Parameters
    ----------
    centre
        (longitude, latitude) in degrees, WGS 84.
    radius_m
        Greatest distance, metres, more than zero.
    inner_m
        Least distance, metres.

    Returns
    -------
    Polygon, MultiPolygon or None
        Longitude and latitude in degrees; None where it reaches a pole, which no such map shows.
    """
    try:
        return sector(centre, inner_m=inner_m, outer_m=radius_m)
    except RelationInvalid:
        return None


def estimated_ground(place: Place) -> Polygon | MultiPolygon | None:
    """Draw the ground on which an estimated place likely lies: its ellipse, else its circle.

    Parameters
    ----------
    place
        The estimate.

    Returns
    -------
    Polygon, MultiPolygon or None
        Longitude and latitude in degrees; None for no extent, and over a pole.
    """
    ellipse = place.ellipse if isinstance(place, EstimatedPlace) else None
    if ellipse is None or ellipse.semi_minor_m <= 0:
        return disc(place.lonlat, radius_m=place.precision_m) if place.precision_m > 0 else None
    try:
        return ellipse.outline(place.lonlat)
    except RelationInvalid:
        return None


def way(start: LonLat, end: LonLat) -> LineString:
    """Draw the shortest way between two points; long ones are divided to stay on it.

    Parameters
    ----------
    start, end
        (longitude, latitude) in degrees, WGS 84.

    Returns
    -------
    LineString
        Longitude and latitude in degrees; longitudes run on past 180° rather than jump.
    """
    found = inverse(start, end)
    legs = max(1, math.ceil(found.distance_m / _LEG_M))
    lon, lat = destination_many(
        *start,
        bearing_deg=found.bearing_deg,
        distance_m=np.linspace(0.0, found.distance_m, legs + 1),
    )
    return LineString(np.column_stack([np.degrees(np.unwrap(np.radians(lon))), lat]))


def lean(shape: BaseGeometry) -> BaseGeometry:
    """Drop what a shape has of detail below a four-hundredth of its size: no screen shows it.

    Parameters
    ----------
    shape
        Any geometry, longitude and latitude in degrees.
    """
    west, south, east, north = shape.bounds
    return shapely.simplify(shape, max(east - west, north - south) / _STEPS)
