"""Points: places made up for a position that is written as coordinates."""

from __future__ import annotations

from typing import Final

from gazetteer.place import Place

_PREFIX: Final = "point:"
_LEAST_M: Final = 1.0
"""No report fixes a place more closely, whatever digits it copies, metres."""


def point_place(
    lat: float, lon: float, *, precision_m: float = 0.0, source: str = "coordinates as given"
) -> Place:
    """Make up a place for a point.

    Parameters
    ----------
    lat
        Latitude, degrees, WGS 84, -90..90.
    lon
        Longitude, degrees, WGS 84, -180..180.
    precision_m
        Radius that holds the meant point with 95 %, metres.
    source
        What it was read from.
    """
    return Place(
        id=f"{_PREFIX}{lat:.9g},{lon:.9g}",
        name=f"{lat:.7g}, {lon:.7g}",
        kind="other",
        lon=lon,
        lat=lat,
        precision_m=precision_m,
        source=source,
    )


def is_point(place: Place) -> bool:
    """Tell whether a place is one made up for coordinates.

    Parameters
    ----------
    place
        Any place.
    """
    return place.id.startswith(_PREFIX)


def rounding_m(lat: float, lon: float, *, half_lat_deg: float, half_lon_deg: float) -> float:
    """Give the precision of a point from the digits that it is written with.

    The point meant lies anywhere within half a unit of the last digit to either side, in a
    rectangle. Its half diagonal is given: it holds the whole rectangle, and of a square it is the
    95 % radius of the round normal of the same variance. `51.2954, 35.4311` is good to 7 m,
    `51.3, 35.4` to 7 km. No less than 1 m is given.

    Parameters
    ----------
    lat, lon
        The point, degrees, WGS 84.
    half_lat_deg, half_lon_deg
        Half a unit of the last digit of either number, degrees.

    Returns
    -------
    float
        Metres.
    """
    from gazetteer.measure import inverse

    # Towards the equator a degree of longitude is longer: the larger half diagonal is taken.
    corner_lat = lat - half_lat_deg if lat > 0 else lat + half_lat_deg
    corner_lon = lon - half_lon_deg if lon > 0 else lon + half_lon_deg
    return max(inverse((lon, lat), (corner_lon, corner_lat)).distance_m, _LEAST_M)
