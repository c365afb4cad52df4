"""The observation equations: residuals and their partial derivatives at given positions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gazetteer.borders import Border
from gazetteer.measure import destination_many, inverse_many
from geo.adjustment.network import Network
from geo.adjustment.observation import Observation

Array = NDArray[np.float64]
Integers = NDArray[np.int_]
Partial = tuple[int, float, float]
"""A station's index, and what a metre that it moves east and north changes."""
Row = tuple[int, float, list[Partial], bool]
"""An observation's index, its residual, the partials, and whether it says anything."""
_RADIUS_M: Final = 6_371_009.0
_LEAST_M: Final = 300.0
"""Directions between points nearer than this turn too fast for a straight line to follow."""
_STEEPEST: Final = 1e3


@dataclass(frozen=True, eq=False)
class Equations:
    """Residuals (computed less observed) and derivatives, in standard deviations."""

    residuals: Array
    """One for each equation."""
    jacobian: Array
    """Equations × 2 stations: per metre that a station moves east and north."""
    owner: Integers
    """Index of the observation of each equation; positions on file follow the observations."""
    active: NDArray[np.bool_]
    """False for a bound that holds, which says nothing."""

    @property
    def cost(self) -> float:
        """Sum of the squares."""
        return float(self.residuals @ self.residuals)


@dataclass(frozen=True, eq=False)
class Design:
    """A network ready for working out its equations."""

    network: Network
    """Stations and observations."""
    index: dict[str, int] = field(init=False, repr=False)
    """Index of each station, by its id."""
    touching: tuple[tuple[int, ...], ...] = field(init=False, repr=False)
    """For each station the indexes of the observations that touch it."""
    _pairs: list[int] = field(init=False, repr=False)
    _subject: Integers = field(init=False, repr=False)
    _reference: Integers = field(init=False, repr=False)
    _held: Integers = field(init=False, repr=False)
    _lines: dict[str, tuple[Border, list[int], Integers]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        stations, observations = self.network.stations, self.network.observations
        index = {station.id: i for i, station in enumerate(stations)}
        pairs = [k for k, o in enumerate(observations) if o.border is None]
        lines: dict[str, tuple[Border, list[int], Integers]] = {}
        for k, observation in enumerate(observations):
            if observation.border is not None:
                border = observation.border
                lines.setdefault(border.id, (border, [], np.empty(0, int)))[1].append(k)
        for key, (border, rows, _) in lines.items():
            lines[key] = border, rows, np.array([index[observations[k].subject] for k in rows])
        references = [str(observations[k].reference) for k in pairs]
        touching: list[list[int]] = [[] for _ in stations]
        for k, observation in enumerate(observations):
            touching[index[observation.subject]].append(k)
            if observation.reference is not None:
                touching[index[observation.reference]].append(k)
        put = object.__setattr__
        put(self, "index", index)
        put(self, "touching", tuple(map(tuple, touching)))
        put(self, "_pairs", pairs)
        put(self, "_subject", np.array([index[observations[k].subject] for k in pairs], dtype=int))
        put(self, "_reference", np.array([index[name] for name in references], dtype=int))
        put(self, "_held", np.array([i for i, s in enumerate(stations) if not s.free], dtype=int))
        put(self, "_lines", lines)

    def equations(self, lon: Array, lat: Array, *, without: frozenset[int]) -> Equations:
        """Work the equations out.

        Parameters
        ----------
        lon, lat
            Positions of the stations, degrees, WGS 84.
        without
            Indexes of observations that are left out; a position on file has the index of its
            station behind those of the observations.
        """
        rows: list[Row] = []
        self._between(lon, lat, rows)
        self._from_lines(lon, lat, rows)
        self._on_file(lon, lat, rows)
        rows = [row for row in sorted(rows, key=lambda row: row[0]) if row[0] not in without]
        jacobian = np.zeros((len(rows), 2 * len(lon)))
        for r, (_, _, partials, _) in enumerate(rows):
            for station, east, north in partials:
                jacobian[r, 2 * station] += east
                jacobian[r, 2 * station + 1] += north
        return Equations(
            np.array([row[1] for row in rows], dtype=np.float64), jacobian,
            np.array([row[0] for row in rows], dtype=int),
            np.array([row[3] for row in rows], dtype=bool),
        )  # fmt: skip

    def moved(self, lon: Array, lat: Array, step: Array) -> tuple[Array, Array]:
        """Move the stations.

        Parameters
        ----------
        lon, lat
            Positions of the stations, degrees, WGS 84.
        step
            Metres east and north of each, one after the other.
        """
        east, north = step[0::2], step[1::2]
        return destination_many(
            lon, lat, bearing_deg=np.degrees(np.arctan2(east, north)),
            distance_m=np.hypot(east, north),
        )  # fmt: skip

    def _between(self, lon: Array, lat: Array, rows: list[Row]) -> None:
        """Equations between two stations."""
        i, j = self._subject, self._reference
        distance, there = inverse_many(lon[j], lat[j], lon[i], lat[i])
        _, back = inverse_many(lon[i], lat[i], lon[j], lat[j])
        for p, k in enumerate(self._pairs):
            observation = self.network.observations[k]
            towards, away = np.radians(there[p]), np.radians(back[p]) + np.pi
            at_i = (int(i[p]), np.sin(away), np.cos(away))
            at_j = (int(j[p]), -np.sin(towards), -np.cos(towards))
            if observation.kind == "direction":
                rows.append(
                    _direction(k, observation, (distance[p], there[p], lat[j[p]]), (at_i, at_j))
                )
            elif observation.kind == "vicinity":
                rows += _vicinity(k, observation, distance[p], at_i, at_j)
            else:
                rows.append(_length(k, observation, distance[p], [at_i, at_j]))

    def _from_lines(self, lon: Array, lat: Array, rows: list[Row]) -> None:
        """Equations between a station and the foot of its perpendicular on a border."""
        for border, observed, station in self._lines.values():
            distance, _, _, bearing = border.meter.distances(lon[station], lat[station])
            away = np.radians(bearing) + np.pi
            for p, k in enumerate(observed):
                partial = (int(station[p]), float(np.sin(away[p])), float(np.cos(away[p])))
                rows.append(_length(k, self.network.observations[k], distance[p], [partial]))

    def _on_file(self, lon: Array, lat: Array, rows: list[Row]) -> None:
        """Two equations for each position that holds its station."""
        first, held = len(self.network.observations), self._held
        stations = [self.network.stations[i] for i in held]
        known = np.array([station.lonlat for station in stations], dtype=np.float64).reshape(-1, 2)
        distance, bearing = inverse_many(lon[held], lat[held], known[:, 0], known[:, 1])
        for p, (i, station) in enumerate(zip(held, stations, strict=True)):
            scale = 1 / (station.sigma_m or 1.0)
            turn = np.radians(bearing[p])
            rows.append(
                (first + int(i), -distance[p] * np.sin(turn) * scale, [(int(i), scale, 0.0)], True)
            )
            rows.append(
                (first + int(i), -distance[p] * np.cos(turn) * scale, [(int(i), 0.0, scale)], True)
            )


def _length(k: int, observation: Observation, distance_m: float, ends: list[Partial]) -> Row:
    """The equation of a distance, whole, bounded or log-normal."""
    residual = float(length_residuals(observation, np.asarray(distance_m)))
    if residual == 0.0 and observation.bound != "exact":
        return k, 0.0, [], False
    vague = observation.kind == "vague distance"
    scale = 1 / (observation.sigma * (max(distance_m, _LEAST_M) if vague else 1.0))
    return k, residual, [(s, e * scale, n * scale) for s, e, n in ends], True


def length_residuals(observation: Observation, distance_m: Array) -> Array:
    """Compare distances with an observed one.

    Parameters
    ----------
    observation
        A distance or a vague distance.
    distance_m
        Computed distances, metres.

    Returns
    -------
    array
        Computed less observed, in standard deviations; 0 where a bound holds.
    """
    if observation.kind == "vague distance":
        span = np.maximum(distance_m, _LEAST_M)
        return np.asarray(np.log(span / observation.value) / observation.sigma)
    residuals = (distance_m - observation.value) / observation.sigma
    if observation.bound == "at_least":
        return np.asarray(np.minimum(residuals, 0.0))
    if observation.bound == "at_most":
        return np.asarray(np.maximum(residuals, 0.0))
    return np.asarray(residuals)


def _direction(
    k: int,
    observation: Observation,
    sight: tuple[float, float, float],
    ends: tuple[Partial, Partial],
) -> Row:
    """The equation of a bearing, by the partials on a sphere.

    `sight` is distance, bearing, and the latitude that it is taken at.
    """
    (distance_m, bearing_deg, lat_j), (at_i, at_j) = sight, ends
    off = (bearing_deg - observation.value + 180.0) % 360.0 - 180.0
    angle = max(distance_m, _LEAST_M) / _RADIUS_M
    reach = _RADIUS_M * max(float(np.sin(angle)), 1e-6)
    scale = np.degrees(1.0) / observation.sigma
    subject, reference = at_i[0], at_j[0]
    # Moving right of the line of sight turns it clockwise.
    own = (subject, at_i[2] / reach * scale, -at_i[1] / reach * scale)
    towards_east, towards_north = -at_j[1], -at_j[2]
    shrink = float(np.cos(angle)) / reach
    convergence = np.clip(np.tan(np.radians(lat_j)), -_STEEPEST, _STEEPEST) / _RADIUS_M
    other = (
        reference,
        (-towards_north * shrink + convergence) * scale,
        towards_east * shrink * scale,
    )
    return k, off / observation.sigma, [own, other], True


def _vicinity(
    k: int, observation: Observation, distance_m: float, at_i: Partial, at_j: Partial
) -> list[Row]:
    """Two equations: the subject's offset east and north of the reference is zero."""
    scale = 1 / observation.sigma
    rows: list[Row] = []
    for axis in (1, 2):
        partial = [(0.0, 0.0), (scale, 0.0), (0.0, scale)][axis]
        ends = [(at_i[0], *partial), (at_j[0], -partial[0], -partial[1])]
        rows.append((k, float(distance_m * at_i[axis] * scale), ends, True))
    return rows
