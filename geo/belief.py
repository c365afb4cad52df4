"""Soft edges and fixed quadrature: how belief falls off, and how errors are integrated."""

from __future__ import annotations

import math
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gazetteer.measure import destination_many
from geo.tolerance import StatedInterval

Array = NDArray[np.float64]

RADIUS_95: Final = math.sqrt(-2 * math.log(0.05))
"""95 % radius of a round two-dimensional normal, in standard deviations: 2.4477."""
NORMAL_95: Final = 1.959964
"""Half width of the central 95 % of a normal, in standard deviations."""
_GOLDEN_DEG: Final = math.degrees(math.pi * (3 - math.sqrt(5)))
_ERF: Final = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


class Located(Protocol):
    """Anything with a position and its 95 % radius: a place or an estimate."""

    @property
    def lon(self) -> float:
        """Longitude, degrees, WGS 84."""

    @property
    def lat(self) -> float:
        """Latitude, degrees, WGS 84."""

    @property
    def precision_m(self) -> float:
        """95 % radius, metres."""


def normal_cdf(z: ArrayLike) -> Array:
    """Give the share of a standard normal below each value.

    Abramowitz & Stegun (1964), formula 7.1.26; the absolute error is below 1e-7.

    Parameters
    ----------
    z
        Values in standard deviations; infinities are allowed.
    """
    scaled = np.asarray(z, dtype=np.float64) / math.sqrt(2)
    t = 1 / (1 + 0.3275911 * np.abs(scaled))
    tail = t * np.polyval(_ERF, t) * np.exp(-np.minimum(scaled**2, 700.0))
    return np.asarray(np.where(scaled < 0, tail / 2, 1 - tail / 2))


def below(value: ArrayLike, limit: float, *, soft: ArrayLike) -> Array:
    """Grade how surely values lie below a limit: 0.5 at the limit itself.

    Parameters
    ----------
    value
        The values.
    limit
        The limit, in their unit.
    soft
        Standard deviation of the fall around it, in their unit; at 0 it is a cliff.
    """
    spread = np.asarray(soft, dtype=np.float64)
    gap = limit - np.asarray(value, dtype=np.float64)
    cliff = np.where(gap == 0, 0.5, gap > 0)
    graded = normal_cdf(gap / np.where(spread > 0, spread, 1.0))
    return np.asarray(np.where(spread > 0, graded, cliff))


def within_interval(value: ArrayLike, interval: StatedInterval, *, blur: float = 0.0) -> Array:
    """Grade how surely values lie in a stated interval.

    Parameters
    ----------
    value
        The values, in the interval's unit.
    interval
        What the words admit.
    blur
        Standard deviation of a further, normal error of the values, in their unit.
    """
    values = np.asarray(value, dtype=np.float64)
    soft = math.hypot(interval.soft, blur)
    belief = np.ones(values.shape)
    if interval.low is not None and interval.low > 0:
        belief = belief * below(-values, -interval.low, soft=soft)
    if interval.high is not None:
        belief = belief * below(values, interval.high, soft=soft)
    return belief


def within_sector(
    bearing_deg: ArrayLike, *, axis_deg: float, half_deg: float, soft_deg: ArrayLike
) -> Array:
    """Grade how surely bearings lie in a sector: 0.5 at its sides.

    Parameters
    ----------
    bearing_deg
        Degrees clockwise from north.
    axis_deg
        The sector's middle, degrees clockwise from north.
    half_deg
        Half its width, degrees.
    soft_deg
        Standard deviation of the fall at its sides, degrees.
    """
    off = np.abs(np.mod(np.asarray(bearing_deg) - axis_deg + 180.0, 360.0) - 180.0)
    return below(off, half_deg, soft=soft_deg)


def scatter(centre: Located, *, sigma_m: float, points: int) -> tuple[Array, Array]:
    """Spread equally likely points of a round normal around a position, the same every time.

    The lengths are the quantiles of a Rayleigh distribution, turned by the golden angle.

    Parameters
    ----------
    centre
        Where the normal is centred.
    sigma_m
        Its standard deviation along one direction, metres.
    points
        How many points.

    Returns
    -------
    tuple of arrays
        Longitudes and latitudes, degrees, WGS 84.
    """
    rank = np.arange(points)
    length = sigma_m * np.sqrt(-2 * np.log1p(-(rank + 0.5) / points))
    return destination_many(
        centre.lon, centre.lat, bearing_deg=rank * _GOLDEN_DEG, distance_m=length
    )


def disc(centre: tuple[float, float], *, radius_m: float, points: int) -> tuple[Array, Array]:
    """Cover a disc with points that stand for equal areas, the same every time.

    Parameters
    ----------
    centre
        (longitude, latitude) in degrees, WGS 84.
    radius_m
        Radius of the disc, metres.
    points
        How many points.

    Returns
    -------
    tuple of arrays
        Longitudes and latitudes, degrees, WGS 84.
    """
    rank = np.arange(points)
    length = radius_m * np.sqrt((rank + 0.5) / points)
    return destination_many(*centre, bearing_deg=rank * _GOLDEN_DEG, distance_m=length)
