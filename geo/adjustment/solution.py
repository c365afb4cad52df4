"""Least squares on the ellipsoid: the positions that the observations fit best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.adjustment.design import Design, Equations

Array = NDArray[np.float64]
_ROUNDS: Final = 100
_STILL_M: Final = 0.05
_LONGEST_STEP_M: Final = 50_000.0
_DIFFUSE_M: Final = 1e6
"""What nothing observes is as uncertain as this, so that every matrix has an inverse."""
_TESTABLE: Final = 1e-3
_SMALLEST: Final = 1e-300


@dataclass(frozen=True, eq=False)
class Solution:
    """Positions at which the sum of the squares is least."""

    design: Design
    """What was solved."""
    lon: Array
    """Longitudes of the stations, degrees, WGS 84."""
    lat: Array
    """Latitudes of the stations, degrees, WGS 84."""
    without: frozenset[int]
    """Indexes of the observations that are left out."""
    equations: Equations
    """Their equations there."""
    converged: bool
    """Whether the last step moved no station by more than centimetres."""

    @cached_property
    def cofactors(self) -> Array:
        """Cofactor matrix of the positions: square metres, east before north of each station."""
        return _inverse(self.equations.jacobian)

    @cached_property
    def redundancies(self) -> Array:
        """Redundancy number of each equation, 0..1: the share of an error that its residual shows.

        1 less the diagonal of the hat matrix (Baarda 1968); 0 for a bound that holds.
        """
        jacobian = self.equations.jacobian
        hat = np.einsum("ij,jk,ik->i", jacobian, self.cofactors, jacobian)
        return np.where(self.equations.active, np.clip(1.0 - hat, 0.0, 1.0), 0.0)

    def standardised(self, k: int) -> float:
        """Residual of an observation over its own standard deviation (Baarda's w).

        That of two equations is the normal deviate as improbable as their χ².

        Parameters
        ----------
        k
            Index of the observation.

        Returns
        -------
        float
            0 or more; 0 where nothing else tests the observation.
        """
        rows = np.flatnonzero(self.equations.owner == k)
        if len(rows) == 0 or not self.equations.active[rows].all():
            return 0.0
        part = self.equations.jacobian[rows]
        spread = np.eye(len(rows)) - part @ self.cofactors @ part.T
        return deviate(self.equations.residuals[rows], spread)

    def predicted(self, k: int) -> tuple[Array, float]:
        """Residuals of an observation that was left out, and their standardised size.

        Parameters
        ----------
        k
            Index of the observation.
        """
        whole = self._whole
        rows = np.flatnonzero(whole.owner == k)
        part = whole.jacobian[rows]
        spread = np.eye(len(rows)) + part @ self.cofactors @ part.T
        return whole.residuals[rows], deviate(whole.residuals[rows], spread)

    @cached_property
    def _whole(self) -> Equations:
        """The equations of all observations, those left out as well."""
        return self.design.equations(self.lon, self.lat, without=frozenset())

    def block(self, station: int) -> Array:
        """Cofactors of one station: 2 × 2, square metres, east before north."""
        at = slice(2 * station, 2 * station + 2)
        return self.cofactors[at, at]


def deviate(residuals: Array, spread: Array) -> float:
    """Turn residuals into one standard normal deviate, 0 or more.

    Parameters
    ----------
    residuals
        One or two.
    spread
        Their covariance matrix.
    """
    if np.trace(spread) < _TESTABLE * len(residuals):
        return 0.0
    square = float(residuals @ np.linalg.pinv(spread, hermitian=True) @ residuals)
    if len(residuals) == 1:
        return math.sqrt(max(square, 0.0))
    half = math.exp(-min(square, 1400.0) / 2) / 2
    return math.sqrt(square) if half < _SMALLEST else max(0.0, -NormalDist().inv_cdf(half))


def solve(design: Design, lon: Array, lat: Array, *, without: frozenset[int]) -> Solution:
    """Find the positions near some others at which the sum of the squares is least.

    Gauss and Newton's method with Levenberg's and Marquardt's damping. Each step is taken along
    geodesics from where the stations then stand, and feet on borders are found anew.

    Parameters
    ----------
    design
        The network.
    lon, lat
        Where to start, degrees, WGS 84.
    without
        Indexes of the observations to leave out.
    """
    here = design.equations(lon, lat, without=without)
    damping, converged = 1e-6, False
    for _ in range(_ROUNDS):
        normal = here.jacobian.T @ here.jacobian
        gradient = here.jacobian.T @ here.residuals
        least = np.full(len(normal), _DIFFUSE_M**-2)
        damped = normal + np.diag(damping * np.diag(normal) + least)
        step: Array = np.asarray(-np.linalg.solve(damped, gradient), dtype=np.float64)
        longest = float(np.abs(step).max(initial=0.0))
        step *= min(1.0, _LONGEST_STEP_M / max(longest, 1e-9))
        to_lon, to_lat = design.moved(lon, lat, step)
        there = design.equations(to_lon, to_lat, without=without)
        if there.cost <= here.cost + 1e-12:
            lon, lat, here, damping = to_lon, to_lat, there, damping / 8
            if longest < _STILL_M:
                converged = True
                break
        elif damping > 1e10:
            converged = longest < 1.0
            break
        else:
            damping = max(damping, 1e-7) * 6
    return Solution(design, lon, lat, without, here, converged)


def _inverse(jacobian: Array) -> Array:
    normal = jacobian.T @ jacobian
    return np.asarray(np.linalg.inv(normal + np.eye(len(normal)) * _DIFFUSE_M**-2))
