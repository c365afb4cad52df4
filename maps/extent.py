"""What part of the earth a map opens on: where the reports' places crowd together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from gazetteer.measure import destination, inverse_many

Box = tuple[float, float, float, float]

_REACH_RATIO: Final = 3.0
_LEAST_REACH_M: Final = 15_000.0
_TRIED: Final = (60, 300)
_TRIES_TIMES_POINTS: Final = 600_000
"""So many distances are sorted at most to find a middle, but for a least number of tries."""
_MEASURED: Final = 2_000
_LEAST_HALF_M: Final = 7_000.0
_LOCATOR_HALF: Final = (11.0, 6.0)
_LOCATOR_WIDEST_DEG: Final = 7.0
_WORLD: Final[Box] = (-170.0, -56.0, 179.0, 75.0)


def crowd(points: Sequence[tuple[float, float]], weights: Sequence[float]) -> tuple[bool, ...]:
    """Tell the points that crowd together from those far away.

    The middle of the crowd is the point with the smallest weighted median distance to the
    others; whatever lies within three times that distance of it, and at least 15 km, belongs.

    Parameters
    ----------
    points
        (longitude, latitude) of each point in degrees, WGS 84.
    weights
        How much each counts, more than zero.

    Returns
    -------
    tuple of bool
        For each point whether it belongs.
    """
    if len(points) < 2:
        return (True,) * len(points)
    lon, lat = np.array(points, dtype=np.float64).T
    weight = np.array(weights, dtype=np.float64)
    middle = _middle(lon, lat, weight)
    apart_m, _ = inverse_many(lon[middle], lat[middle], lon, lat)
    median_m = _median(np.delete(apart_m, middle), np.delete(weight, middle))
    reach_m = max(_REACH_RATIO * median_m, _LEAST_REACH_M)
    return tuple(bool(distance_m <= reach_m) for distance_m in apart_m)


def box_of(boxes: Sequence[Box], *, least_half_m: float = _LEAST_HALF_M) -> Box | None:
    """Find the box around boxes, widened to a least size.

    Parameters
    ----------
    boxes
        West, south, east, north of each in degrees, WGS 84; a point is a box without size.
    least_half_m
        Least half width and half height, metres; 7 km by default.

    Returns
    -------
    tuple of float or None
        West, south, east, north; None if there is nothing.
    """
    if not boxes:
        return None
    sides = np.array(boxes, dtype=np.float64)
    west, south = sides[:, 0].min(), sides[:, 1].min()
    east, north = sides[:, 2].max(), sides[:, 3].max()
    middle = (float((west + east) / 2), float((south + north) / 2))
    far_north = destination(middle, bearing_deg=0, distance_m=least_half_m)[1]
    far_east = destination(middle, bearing_deg=90, distance_m=least_half_m)[0]
    half_lat, half_lon = far_north - middle[1], abs(far_east - middle[0])
    return (
        float(min(west, middle[0] - half_lon)),
        float(min(south, middle[1] - half_lat)),
        float(max(east, middle[0] + half_lon)),
        float(max(north, middle[1] + half_lat)),
    )


def widened(box: Box, *, by: float) -> Box:
    """Stretch a box about its middle, within the earth.

    Parameters
    ----------
    box
        West, south, east, north in degrees, WGS 84.
    by
        Factor for both sides, more than zero.
    """
    west, south, east, north = box
    more_lon, more_lat = (east - west) * (by - 1) / 2, (north - south) * (by - 1) / 2
    return (
        max(-180.0, west - more_lon),
        max(-85.0, south - more_lat),
        min(180.0, east + more_lon),
        min(85.0, north + more_lat),
    )


def holds(box: Box, point: tuple[float, float]) -> bool:
    """Tell whether a point lies in a box or on its edge.

    Parameters
    ----------
    box
        West, south, east, north in degrees, WGS 84.
    point
        (longitude, latitude) in degrees, WGS 84.
    """
    west, south, east, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def around(box: Box, *, half: tuple[float, float]) -> Box:
    """Give a box at least a size about its middle, within the earth.

    Parameters
    ----------
    box
        West, south, east, north in degrees, WGS 84.
    half
        Least half width and half height, degrees.
    """
    west, south, east, north = box
    lon, lat = (west + east) / 2, (south + north) / 2
    return (
        max(-180.0, min(west, lon - half[0])),
        max(-85.0, min(south, lat - half[1])),
        min(180.0, max(east, lon + half[0])),
        min(85.0, max(north, lat + half[1])),
    )


def locator_window(view: Box) -> Box | None:
    """Choose the window of the small map; None where the large one shows enough itself.

    Parameters
    ----------
    view
        West, south, east, north of the large map in degrees, WGS 84.
    """
    west, south, east, north = view
    if east - west > _LOCATOR_WIDEST_DEG or north - south > _LOCATOR_WIDEST_DEG:
        return None
    lon, lat = (west + east) / 2, (south + north) / 2
    half_lon, half_lat = _LOCATOR_HALF
    half_lon *= math.cos(math.radians(50)) / max(0.2, math.cos(math.radians(lat)))
    box = (lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat)
    inside = box[0] >= -180 and box[1] >= -85 and box[2] <= 180 and box[3] <= 85
    return box if inside else None


def whole_world() -> Box:
    """Give the box that a map opens on when its reports name nothing that has a position."""
    return _WORLD


def _middle(lon: np.ndarray, lat: np.ndarray, weight: np.ndarray) -> int:
    """Which point has the others nearest.

    Of very many only the weightiest are tried, and measured to some of the others, evenly taken.
    Straight lines through a sphere order distances well enough to choose by.
    """
    east, north = np.radians(lon), np.radians(lat)
    spots = np.column_stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    )
    fewest, most = _TRIED
    count = max(fewest, min(most, _TRIES_TIMES_POINTS // len(lon)))
    tried = np.argsort(-weight, kind="stable")[:count]
    others = np.unique(np.linspace(0, len(spots) - 1, _MEASURED).astype(np.intp))
    medians = []
    for index in tried:
        rest = others[others != index]
        apart = np.linalg.norm(spots[rest] - spots[index], axis=1)
        medians.append(_median(apart, weight[rest]))
    # Among equal middles the one that the reports make most of.
    best = min(range(len(tried)), key=lambda i: (medians[i], -weight[tried[i]], tried[i]))
    return int(tried[best])


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    """Weighted lower median."""
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(share, share[-1] / 2)])
