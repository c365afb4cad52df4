"""Vertices of lines and rings: edges divided, coordinates turned Cartesian and back.

An edge between two vertices is straight in longitude and latitude, as GeoJSON means it; one of
more than 180° of longitude crosses the antimeridian. What is measured stands in `measure.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

Array = NDArray[np.float64]

GEOD: Final = Geod(ellps="WGS84")
"""The ellipsoid that everything is measured on."""
_EDGE_M: Final = 5_000.0
_DEGREE_M: Final = 111_700.0


def parts(geometry: BaseGeometry) -> Iterator[Any]:
    """Give the single geometries that a geometry is made of, empty ones left out.

    Parameters
    ----------
    geometry
        Any geometry; collections are opened.
    """
    if geometry.is_empty:
        return
    if hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from parts(part)
    else:
        yield geometry


def divided(vertices: Array) -> tuple[Array, Array]:
    """Divide the long edges of a line, so that chords stay within half a metre of them.

    Parameters
    ----------
    vertices
        Rows of longitude and latitude, degrees, WGS 84.

    Returns
    -------
    tuple of arrays
        Longitudes, which run on past 180° where the line does, and latitudes, degrees.
    """
    lon, lat = vertices[:, 0], vertices[:, 1]
    step = np.diff(lon)
    # A step of the whole 360° is the edge of a map of the world, not a crossing.
    crossing = (np.abs(step) > 180) & (np.abs(step) < 360)
    step = np.where(crossing, step - np.copysign(360.0, step), step)
    lon = np.concatenate([lon[:1], lon[0] + np.cumsum(step)])
    inner, outer = np.sort(np.abs([lat[:-1], lat[1:]]), axis=0)
    across = np.abs(step) * np.cos(np.radians(inner)) * _DEGREE_M
    length = np.hypot(across, np.diff(lat) * _DEGREE_M)
    # A parallel bends away from its chord by length² · tan(latitude) / 8R: half a metre here.
    bend = np.sqrt(4 * GEOD.a / np.maximum(np.tan(np.radians(np.minimum(outer, 89.99))), 0.1))
    pieces = np.ceil(np.maximum(length / _EDGE_M, across / bend))
    pieces = np.maximum(1, pieces).astype(int)
    first = np.cumsum(pieces) - pieces
    at = np.repeat(np.arange(len(pieces)), pieces)
    share = (np.arange(pieces.sum()) - first[at]) / pieces[at]
    dense_lon = np.append(lon[at] + share * step[at], lon[-1])
    dense_lat = np.append(lat[at] + share * np.diff(lat)[at], lat[-1])
    return dense_lon, dense_lat


def wrapped(lon: Array) -> Array:
    """Bring longitudes back to -180..180.

    Parameters
    ----------
    lon
        Degrees, any turn.
    """
    return np.where(np.abs(lon) <= 180, lon, np.mod(lon + 180.0, 360.0) - 180.0)


def cartesian(lon: Array, lat: Array) -> Array:
    """Turn points of the ellipsoid into earth-centred Cartesian coordinates.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84.

    Returns
    -------
    array
        Rows of x, y, z, metres.
    """
    lam, phi = np.radians(lon), np.radians(lat)
    normal = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(phi) ** 2)
    return np.column_stack(
        [
            normal * np.cos(phi) * np.cos(lam),
            normal * np.cos(phi) * np.sin(lam),
            normal * (1 - GEOD.es) * np.sin(phi),
        ]
    )


def geographic(points: Array) -> tuple[Array, Array]:
    """Turn points on or a few metres under the ellipsoid back (Bowring 1976).

    Parameters
    ----------
    points
        Rows of x, y, z, metres.

    Returns
    -------
    tuple of arrays
        Longitudes and latitudes, degrees, WGS 84.
    """
    x, y, z = points.T
    across = np.hypot(x, y)
    reduced = np.arctan2(z * GEOD.a, across * GEOD.b)
    second = GEOD.es / (1 - GEOD.es)
    lat = np.arctan2(
        z + second * GEOD.b * np.sin(reduced) ** 3,
        across - GEOD.es * GEOD.a * np.cos(reduced) ** 3,
    )
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)
