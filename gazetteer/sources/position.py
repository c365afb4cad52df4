"""Positions as tables hold them, and the axes that were taken for one another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from gazetteer.coordinates import place_of_coordinates
from gazetteer.errors import CoordinatesInvalid, shortened
from gazetteer.measure import LonLat
from gazetteer.sources.naming import RecordBroken
from gazetteer.sources.regions import Regions

_NUMBER: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d*)?", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_WKT: Final = re.compile(r"\s*(?:SRID=\d+;)?\s*[A-Za-z]+\s*Z?\s*\(", re.ASCII)
_ENOUGH: Final = 0.5
"""Share of the points that tells whether axes are swapped."""
_LEAST: Final = 3
"""Points below which nothing is told."""


def is_wkt(text: str) -> bool:
    """Tell whether a text is a geometry as well-known text: "POINT (35.27 51.19)"."""
    return _WKT.match(text) is not None


def position_of(lat: str, lon: str) -> LonLat:
    """Read a latitude and a longitude.

    Parameters
    ----------
    lat, lon
        Decimal degrees with a point or a comma, or degrees, minutes and seconds, WGS 84.

    Returns
    -------
    tuple of float
        (longitude, latitude) in degrees, WGS 84.

    Raises
    ------
    RecordBroken
        If one is missing, no number or not on the earth.
    """
    lat, lon = lat.strip(), lon.strip()
    for name, text in (("latitude", lat), ("longitude", lon)):
        if not text:
            raise RecordBroken(f"it has no {name}")
    if _NUMBER.fullmatch(lat) and _NUMBER.fullmatch(lon):
        y, x = (float(text.replace(",", ".")) for text in (lat, lon))
        if abs(y) <= 90 and abs(x) <= 180:
            return x, y
        name, value, most = ("latitude", y, 90) if abs(y) > 90 else ("longitude", x, 180)
        raise RecordBroken(f"{name} {value:g} is not within -{most}..{most} degrees")
    return both_of(", ".join(_DECIMAL_COMMA.sub(".", text) for text in (lat, lon)))


def both_of(text: str) -> LonLat:
    """Read coordinates that stand in one text, latitude first: "51.19, 35.27".

    Parameters
    ----------
    text
        As `gazetteer.coordinates` reads it.

    Returns
    -------
    tuple of float
        (longitude, latitude) in degrees, WGS 84.

    Raises
    ------
    RecordBroken
        If it is no point on the earth.
    """
    try:
        found = place_of_coordinates(text)
    except CoordinatesInvalid as error:
        raise RecordBroken(f"{shortened(text)} is no point on the earth: {error.reason}") from error
    if found is None:
        raise RecordBroken(f"{shortened(text)} are no coordinates; latitude, longitude are wanted")
    return found.lonlat


def swapped_axes(points: Iterable[tuple[float, float, str | None]], regions: Regions) -> str | None:
    """Notice that latitudes and longitudes were taken for one another.

    Parameters
    ----------
    points
        Some records: longitude, latitude (in degrees as read, in any range), and the code of the
        country where the record says it.
    regions
        Knows the extent of countries.

    Returns
    -------
    str or None
        What is wrong, for a sentence; None where nothing is.
    """
    every = [point for point in points if max(abs(point[0]), abs(point[1])) < float("inf")]
    if len(every) < _LEAST:
        return None
    wild = sum(abs(lon) > 180 or abs(lat) > 180 for lon, lat, _ in every)
    if wild > _ENOUGH * len(every):
        return (
            f"{wild} of the first {len(every)} positions are no degrees but a map projection's "
            "metres or a whole number; give degrees, WGS 84"
        )
    beyond = sum(abs(lat) > 90 >= abs(lon) for lon, lat, _ in every)
    if beyond > _ENOUGH * len(every):
        return (
            f"the latitude is beyond 90 degrees in {beyond} of the first {len(every)} positions: "
            "latitude and longitude are swapped"
        )
    told = [(lon, lat, country) for lon, lat, country in every if country]
    amiss = sum(
        regions.in_country(lat, lon, country) and not regions.in_country(lon, lat, country)
        for lon, lat, country in told
        if country
    )
    if len(told) >= _LEAST and amiss > _ENOUGH * len(told):
        return (
            f"{amiss} of the first {len(told)} positions lie in their country only with latitude "
            "and longitude swapped"
        )
    return None
