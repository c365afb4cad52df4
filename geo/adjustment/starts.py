"""Where an adjustment may start: approximate positions, and the rivals of those found."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gazetteer.measure import LonLat, destination_many, inverse_many
from geo.adjustment.design import Design, length_residuals
from geo.adjustment.observation import Observation

Array = NDArray[np.float64]
_BEARINGS: Final = np.arange(0.0, 360.0, 7.5)
_SHARES: Final = np.array([0.05, 0.3, 0.6, 0.85, 1.0, 1.15, 1.5])
_CUSTOMARY_M: Final = 12_000.0
_HOPELESS: Final = 40.0
"""So much dearer with the other stations fixed, a start leads to no rival: the nodes of the search
are fine enough for a tenth of it."""
_CAP: Final = 16.0
"""No single observation drives a start: beyond four standard deviations it costs no more."""


def placed(design: Design) -> tuple[Array, Array, list[bool]]:
    """Find approximate positions, from the known stations outwards.

    Parameters
    ----------
    design
        The network.

    Returns
    -------
    tuple
        Longitudes and latitudes in degrees, WGS 84, and whether each station has been placed.
    """
    stations = design.network.stations
    lon = np.array([s.lonlat[0] if s.lonlat and not s.free else 0.0 for s in stations])
    lat = np.array([s.lonlat[1] if s.lonlat and not s.free else 0.0 for s in stations])
    known = [not station.free for station in stations]
    for _ in stations:
        waiting = [
            (-len(_seen(design, s, known)), s)
            for s in range(len(stations))
            if not known[s] and _seen(design, s, known)
        ]
        if not waiting:
            break
        _, station = min(waiting)
        spots = candidates(design, station, lon, lat, known)
        if spots:
            lon[station], lat[station] = spots[0]
            known[station] = True
    return lon, lat, known


def candidates(
    design: Design, station: int, lon: Array, lat: Array, known: list[bool], *, most: int = 4
) -> list[LonLat]:
    """List places where one station could stand while the others stay, the best first.

    Parameters
    ----------
    design
        The network.
    station
        Index of the station.
    lon, lat
        Positions of all stations, degrees, WGS 84.
    known
        Which of these count.
    most
        How many to list at most.
    """
    seen = _seen(design, station, known)
    rings = [_ring(design, station, k, lon, lat) for k in seen]
    drawn = [ring for ring in rings if ring is not None]
    if not drawn:
        return []
    spot_lon, spot_lat = (np.concatenate(axis) for axis in zip(*drawn, strict=True))
    costs = [
        np.minimum(_cost(design, station, k, (spot_lon, spot_lat), (lon, lat)), _CAP) for k in seen
    ]
    cost = np.sum(costs, axis=0)
    reach = min(_reach_m(design.network.observations[k]) for k in seen)
    picked: list[int] = []
    for index in np.argsort(cost, kind="stable"):
        if cost[index] > np.min(cost) + _HOPELESS:
            break
        apart, _ = inverse_many(
            spot_lon[index], spot_lat[index], spot_lon[picked], spot_lat[picked]
        )
        if np.all(apart > 0.3 * reach):
            picked.append(int(index))
        if len(picked) == most:
            break
    return [(float(spot_lon[i]), float(spot_lat[i])) for i in picked]


def _seen(design: Design, station: int, known: list[bool]) -> list[int]:
    """Indexes of the observations that tie a station to known ones or to a border."""
    found = []
    for k in design.touching[station]:
        observation = design.network.observations[k]
        if observation.border is not None or known[_other(design, station, observation)]:
            found.append(k)
    return found


def _other(design: Design, station: int, observation: Observation) -> int:
    """Index of the station at an observation's other end."""
    own = design.index[observation.subject] == station
    return design.index[str(observation.reference) if own else observation.subject]


def _reach_m(observation: Observation) -> float:
    """About how far apart an observation puts its ends, metres."""
    if observation.kind == "direction":
        return _CUSTOMARY_M
    return max(observation.sigma if observation.kind == "vicinity" else observation.value, 500.0)


def _ring(
    design: Design, station: int, k: int, lon: Array, lat: Array
) -> tuple[Array, Array] | None:
    """Points around the other end of an observation; None around a border."""
    observation = design.network.observations[k]
    if observation.reference is None:
        return None
    other = _other(design, station, observation)
    bearing, share = (axis.ravel() for axis in np.meshgrid(_BEARINGS, _SHARES))
    return destination_many(
        lon[other], lat[other], bearing_deg=bearing, distance_m=share * _reach_m(observation)
    )


def _cost(
    design: Design, station: int, k: int, at: tuple[Array, Array], stand: tuple[Array, Array]
) -> Array:
    """Square of an observation's residual with a station at each of some points."""
    (at_lon, at_lat), (lon, lat) = at, stand
    observation = design.network.observations[k]
    if observation.border is not None:
        distance, _, _, _ = observation.border.meter.distances(at_lon, at_lat)
        return length_residuals(observation, distance) ** 2
    other = _other(design, station, observation)
    if design.network.stations[station].id == observation.subject:
        distance, bearing = inverse_many(lon[other], lat[other], at_lon, at_lat)
    else:
        distance, bearing = inverse_many(at_lon, at_lat, lon[other], lat[other])
    if observation.kind == "direction":
        off = np.mod(bearing - observation.value + 180.0, 360.0) - 180.0
        return np.asarray((off / observation.sigma) ** 2)
    if observation.kind == "vicinity":
        return np.asarray((distance / observation.sigma) ** 2)
    return length_residuals(observation, distance) ** 2
