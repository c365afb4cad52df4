"""Rings as files write them, read into polygons without losing a vertex silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.control.tally import Tally

Vertices = NDArray[np.float64]
_CLOSED: Final = ("a ring was not closed and has been", "{n} rings were not closed and have been")
_NO_NUMBER: Final = (
    "a vertex that is no pair of numbers was taken out of its ring",
    "{n} vertices that are no pairs of numbers were taken out of their rings",
)
_NO_RING: Final = (
    "a ring without three different vertices",
    "{n} rings without three different vertices",
)
_UNREADABLE: Final = ("a ring that is no list of points", "{n} rings that are no lists of points")


def vertices(points: object, *, tally: Tally, latitude_first: bool = False) -> Vertices | None:
    """Read a list of points.

    Parameters
    ----------
    points
        Pairs of numbers; what follows the second number of a point, a height, is dropped.
    tally
        Where vertices that are no numbers are counted.
    latitude_first
        Whether the pairs are (latitude, longitude), degrees.

    Returns
    -------
    array or None
        One row a vertex, longitude before latitude; None where it is no list of points at all.
    """
    if not isinstance(points, Sequence) or isinstance(points, str | bytes) or not points:
        return None
    try:
        array = np.array(points, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        array = np.array([_pair(point) for point in points], dtype=np.float64)
    if array.ndim != 2 or array.shape[1] < 2:
        return None
    array = array[:, 1::-1] if latitude_first else array[:, :2]
    finite = np.isfinite(array).all(axis=1)
    if not finite.any():
        return None
    if not finite.all():
        tally.add("repaired", *_NO_NUMBER, count=int((~finite).sum()))
        array = array[finite]
    return np.ascontiguousarray(array)


def polygon(
    rings: Sequence[object], *, tally: Tally, latitude_first: bool = False
) -> shapely.Polygon | None:
    """Make a polygon of rings; what could not be read is counted.

    Parameters
    ----------
    rings
        The shell, then its holes.
    tally
        Where faults are counted.
    latitude_first
        Whether the pairs are (latitude, longitude), degrees.

    Returns
    -------
    shapely.Polygon or None
        Longitude before latitude, its validity not checked; None where there is no shell.
    """
    read = [_ring(ring, tally=tally, latitude_first=latitude_first) for ring in rings]
    if not read or read[0] is None:
        return None
    return shapely.Polygon(read[0], [hole for hole in read[1:] if hole is not None])


def _ring(ring: object, *, tally: Tally, latitude_first: bool) -> Vertices | None:
    """Read one ring; None, and counted, where it is none."""
    array = vertices(ring, tally=tally, latitude_first=latitude_first)
    if array is None:
        tally.add("left out", *_UNREADABLE)
        return None
    closed = bool((array[0] == array[-1]).all())
    if len(array) < (4 if closed else 3):
        tally.add("left out", *_NO_RING)
        return None
    if not closed:
        tally.add("repaired", *_CLOSED)
        array = np.concatenate([array, array[:1]])
    return array


def _pair(point: object) -> tuple[float, float]:
    """The first two numbers of a point; not a number where they are none."""
    if isinstance(point, Sequence) and not isinstance(point, str | bytes) and len(point) >= 2:
        try:
            return float(point[0]), float(point[1])
        except (TypeError, ValueError, OverflowError):
            pass
    return np.nan, np.nan
