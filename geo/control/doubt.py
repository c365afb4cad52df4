"""How far a drawn edge may lie from the true one, and where a place may then really lie to it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.belief import RADIUS_95
from geo.tolerance import table

Array = NDArray[np.float64]

_SHIFTS: Final = 2048
_FAR: Final = -20.0
# Irrational turns: the powers of the root of x⁴ = x + 1 spread points evenly in three dimensions
# (Roberts 2018, "The unreasonable effectiveness of quasirandom sequences").
_TURN: Final = 1.2207440846057596
_TURNS: Final = (1 / _TURN, 1 / _TURN**2, 1 / _TURN**3)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the lines of two makers lie apart, as a Laplace distribution across the line.

    Its scale comes from the median gap. With a median of 450 m nine gaps in ten are then below
    1,495 m, where 1,500 m were measured: a normal of that median would give 1,097 m.
    """

    scale_m: float
    """Scale of the distribution, metres: the mean gap."""

    def within(self, share: float) -> float:
        """Give the length that a share of all gaps does not exceed, metres.

        Parameters
        ----------
        share
            0..1, below 1.
        """
        return -self.scale_m * math.log(1 - share)

    def inside(self, depth_m: float, *, precision_m: float = 0.0) -> float:
        """Give the probability that a point drawn some way inside an edge is truly inside it.

        The sum of a Laplace and a normal error, in closed form.

        Parameters
        ----------
        depth_m
            How far inside it is drawn, metres; negative outside.
        precision_m
            95 % radius of the point's own position, metres.
        """
        scale, sigma = self.scale_m, precision_m / RADIUS_95
        if sigma <= 0:
            tail = math.exp(-abs(depth_m) / scale) / 2
            return 1 - tail if depth_m >= 0 else tail
        ratio = sigma / scale
        inner = _tail(-depth_m / sigma - ratio, depth_m / scale + ratio**2 / 2)
        outer = _tail(depth_m / sigma - ratio, -depth_m / scale + ratio**2 / 2)
        found = _normal(depth_m / sigma) + (inner - outer) / 2
        return min(max(found, 0.0), 1.0)


def gap() -> Gap:
    """Give the gap between the makers of control maps, as `tolerance.toml` has it."""
    return Gap(float(table()["control"]["gap_median_m"]) / math.log(2))


def _normal(z: float) -> float:
    """Share of a standard normal below a value, exact far out as well."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _tail(z: float, power: float) -> float:
    """exp(power) × Φ(z), both of which may be far out."""
    if z > _FAR:
        return math.exp(power) * _normal(z)
    # Φ(z) ≈ φ(z)/|z| far out; the exponents are added before they are raised.
    exponent = power - z * z / 2
    return math.exp(exponent) / (-z * math.sqrt(2 * math.pi)) if exponent > -700 else 0.0


def shifts(precision_m: float, *, gap_m: float) -> tuple[Array, Array]:
    """Spread equally likely shifts of a place against a map, the same every time.

    A normal error of the place and a Laplace error of the map, which in the plane is a normal
    whose variance is itself exponential.

    Parameters
    ----------
    precision_m
        95 % radius of the place's position, metres.
    gap_m
        Scale of the map's error, metres; 0 for none.

    Returns
    -------
    tuple of arrays
        Bearings in degrees clockwise from north, and lengths in metres.
    """
    bearing_deg, first, second = _spread()
    variance = 2 * gap_m**2 * second + (precision_m / RADIUS_95) ** 2
    return bearing_deg, np.sqrt(2 * first * variance)


@lru_cache(maxsize=1)
def _spread() -> tuple[Array, Array, Array]:
    """Bearings, and two exponential variables, that cover all cases evenly."""
    rank = np.arange(1, _SHIFTS + 1)
    turn, first, second = (np.mod(0.5 + rank * step, 1.0) for step in _TURNS)
    return 360 * turn, -np.log1p(-first), -np.log1p(-second)
