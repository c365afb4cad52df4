"""One station and those it is tied to, as a small network of its own."""

from __future__ import annotations

import numpy as np

from gazetteer.measure import LonLat, inverse
from geo.adjustment.design import Design
from geo.adjustment.network import Network
from geo.adjustment.observation import Station
from geo.adjustment.solution import Solution, solve


class Surroundings:
    """Where a station could lie while its neighbours stay about where a solution has them.

    Solving for the whole network from every start would take most of the time; most starts turn
    out here to lead back.
    """

    def __init__(self, solution: Solution, station: int) -> None:
        network = solution.design.network
        name = network.stations[station].id
        tied = [
            o
            for k, o in enumerate(network.observations)
            if k not in solution.without and name in (o.subject, o.reference)
        ]
        ends = {o.subject for o in tied} | {o.reference for o in tied}
        kept = [s for s, one in enumerate(network.stations) if one.id in ends or s == station]
        stations = [Station(name, name) if s == station else _held(solution, s) for s in kept]
        self._design = Design(Network(tuple(stations), tuple(tied)))
        self._own = kept.index(station)
        self._lon, self._lat = solution.lon[kept], solution.lat[kept]
        self._here = self._solved((float(self._lon[self._own]), float(self._lat[self._own])))

    def leads_elsewhere(self, spot: LonLat, *, apart_m: float, dearer: float) -> bool:
        """Tell whether a start at a spot leads to another position that fits about as well.

        Parameters
        ----------
        spot
            (longitude, latitude) in degrees, WGS 84.
        apart_m
            How far off a position is another one, metres.
        dearer
            How much more the squares may add up to there.
        """
        there = self._solved(spot)
        spots = [(float(at.lon[self._own]), float(at.lat[self._own])) for at in (self._here, there)]
        apart = inverse(spots[0], spots[1]).distance_m
        cost = there.equations.cost - self._here.equations.cost
        return bool(apart > apart_m and cost < dearer)

    def _solved(self, spot: LonLat) -> Solution:
        lon, lat = self._lon.copy(), self._lat.copy()
        lon[self._own], lat[self._own] = spot
        return solve(self._design, lon, lat, without=frozenset())


def _held(solution: Solution, s: int) -> Station:
    """A neighbour, held where a solution has it by how well that is known."""
    station = solution.design.network.stations[s]
    spread = float(np.sqrt(np.linalg.eigvalsh(solution.block(s))[-1]))
    at = (float(solution.lon[s]), float(solution.lat[s]))
    return Station(station.id, station.name, at, max(spread, 1.0))
