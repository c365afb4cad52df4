"""Places around a point, nearest first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gazetteer.measure import inverse_many
from gazetteer.place import Place

_METRES_A_DEGREE: Final = 110_500.0  # the shortest degree of latitude on WGS 84 is 110,574 m

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees, WGS 84; west ≤ east."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place near a point."""

    place: Place
    """The gazetteer row."""
    distance_m: float
    """Geodesic distance from the point to the place's centre, metres."""
    bearing_deg: float
    """Direction from the point to the place, degrees clockwise from north."""


def boxes_around(lon: float, lat: float, *, radius_m: float) -> list[Box]:
    """Bound a circle by one box of degrees, or two where it crosses the antimeridian.

    Parameters
    ----------
    lon, lat
        The centre, degrees, WGS 84.
    radius_m
        Its radius, metres.

    Returns
    -------
    list of tuple
        Boxes that together hold the whole circle, and more.
    """
    reach = radius_m / _METRES_A_DEGREE
    south, north = max(lat - reach, -90.0), min(lat + reach, 90.0)
    shrink = math.cos(math.radians(max(abs(south), abs(north))))
    width = reach / shrink if shrink > 1e-6 else 360.0
    if width >= 180.0:
        return [(-180.0, south, 180.0, north)]
    west, east = lon - width, lon + width
    if west < -180.0:
        return [(-180.0, south, east, north), (west + 360.0, south, 180.0, north)]
    if east > 180.0:
        return [(west, south, 180.0, north), (-180.0, south, east - 360.0, north)]
    return [(west, south, east, north)]


def neighbours_of(
    lon: float, lat: float, places: Sequence[Place], *, radius_m: float
) -> list[Neighbour]:
    """Measure from a point to places and keep those within a distance.

    Parameters
    ----------
    lon, lat
        The point, degrees, WGS 84.
    places
        Candidates, in any order.
    radius_m
        Farthest distance of a centre, metres.

    Returns
    -------
    list of Neighbour
        Nearest first; equally far ones by their id.
    """
    if not places:
        return []
    distances, bearings = inverse_many(
        lon, lat, [place.lon for place in places], [place.lat for place in places]
    )
    neighbours = [
        Neighbour(place, float(distance_m), float(bearing_deg))
        for place, distance_m, bearing_deg in zip(places, distances, bearings, strict=True)
        if distance_m <= radius_m
    ]
    return sorted(neighbours, key=lambda found: (found.distance_m, found.place.id))
