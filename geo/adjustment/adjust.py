"""The adjustment: every position at once from everything that is stated, by least squares.

Each stated relation is an observation with a standard deviation, each known place is held by the
precision of its position on file, and a place whose position is unknown, or was itself worked out
from such statements, is free. The sum of the squares of the standardised residuals is made least;
observations that the others contradict are set aside one by one (Baarda's data snooping); ellipses
follow from the cofactors (Ghilani 2017, Adjustment Computations, chapters 16, 19 and 21). Where the
remaining residuals are larger than the words admit (χ² test at 5 %), the ellipses are scaled by the
root of the a-posteriori variance factor.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from gazetteer.measure import inverse
from geo.adjustment.design import Design
from geo.adjustment.network import Network
from geo.adjustment.observation import Observation
from geo.adjustment.result import AdjustedObservation, AdjustedPlace, Adjustment, Alternative
from geo.adjustment.snooping import Snooped, exchanged, snoop
from geo.adjustment.solution import Array, Solution, solve
from geo.adjustment.starts import candidates, placed
from geo.adjustment.surroundings import Surroundings
from geo.adjustment.undetermined import Reasons, reason, unsettled
from geo.ellipse import ErrorEllipse

_OPEN_COST: Final = 5.99
"""χ²(2; 0.95): another minimum that costs no more than this above the least is left open."""
_APART_M: Final = 300.0
_ROUNDS: Final = 4
_LEAST_GAIN: Final = 1e-3


def adjust(network: Network) -> Adjustment:
    """Adjust a network.

    Parameters
    ----------
    network
        Stations and observations, in any order; the order changes nothing.

    Returns
    -------
    Adjustment
        In step with what came in. A station that nothing settles has no position and a reason.
    """
    places: dict[str, AdjustedPlace] = {}
    found: dict[int, AdjustedObservation] = {}
    numbers: dict[int, int] = {}
    for k, observation in enumerate(network.observations):
        numbers.setdefault(id(observation), k)
    cost = redundancy = 0.0
    converged = True
    for part in network.parts():
        adjusted = _Part(part, numbers)
        places |= adjusted.places()
        found |= adjusted.observations()
        cost += adjusted.fit[0]
        redundancy += adjusted.fit[1]
        converged &= adjusted.solution.converged
    return Adjustment(
        tuple(places[station.id] for station in network.stations),
        tuple(found[numbers[id(observation)]] for observation in network.observations),
        cost / redundancy if redundancy > 1e-6 else None,
        redundancy,
        converged,
    )


class _Part:
    """One connected network, adjusted."""

    def __init__(self, network: Network, numbers: dict[int, int]) -> None:
        self.network = network
        self._numbers = numbers
        self.reasons: Reasons = {}
        self.design = Design(network)
        self._settle()
        self._index = {s.id: i for i, s in enumerate(self.design.network.stations)}

    @property
    def solution(self) -> Solution:
        """The final solution."""
        return self._snooped.solution

    def _settle(self) -> None:
        """Drop what nothing settles, then solve for the rest from the best start."""
        while True:
            lon, lat, known = placed(self.design)
            loose = [s for s, placed_ in enumerate(known) if not placed_]
            if not loose:
                loose = unsettled(solve(self.design, lon, lat, without=frozenset()))
            if not loose:
                self._snooped = snoop(self.design, lon, lat, aside=frozenset())
                self._improve(known)
                loose = unsettled(self.solution)
            if not loose:
                return
            self.reasons |= {self.design.network.stations[s].id: self._reason(s) for s in loose}
            self.design = Design(self._kept())

    def _reason(self, station: int) -> str:
        return reason(self.network, self.design.network.stations[station].id)

    def _kept(self) -> Network:
        """The network without what nothing settles."""
        gone = self.reasons
        return Network(
            tuple(s for s in self.network.stations if s.id not in gone),
            tuple(
                o
                for o in self.network.observations
                if o.subject not in gone and o.reference not in gone
            ),
        )

    def _improve(self, known: list[bool]) -> None:
        """Start each free station anew from its other candidates; keep the best, and the rest."""
        self._others: dict[int, list[Snooped]] = {}
        for _ in range(_ROUNDS):
            self._others = {}
            better = None
            for station, start in enumerate(self.design.network.stations):
                if not start.free:
                    continue
                for other in self._restarts(station, known):
                    if _price(other.solution) < _price(self.solution) - _LEAST_GAIN:
                        better = other
                    else:
                        self._others.setdefault(station, []).append(other)
            better = better or self._exchange()
            if better is None:
                return
            at = better.solution
            again = snoop(self.design, at.lon, at.lat, aside=frozenset())
            cheaper = _price(again.solution) < _price(better.solution) - _LEAST_GAIN
            self._snooped = again if cheaper else better

    def _exchange(self) -> Snooped | None:
        """Set other observations aside instead; give what is better, and keep what is as good."""
        least = _price(self.solution)
        rivals = dict(self._snooped.rivals)
        for kept, other, found in exchanged(self._snooped):
            dearer = _price(found.solution) - least
            if dearer < -_LEAST_GAIN:
                return found
            if dearer > _OPEN_COST:
                continue
            rivals[kept] = tuple(dict.fromkeys([*rivals[kept], other]))
            for station, start in enumerate(self.design.network.stations):
                if start.free:
                    self._others.setdefault(station, []).append(found)
        self._snooped = replace(self._snooped, rivals=rivals)
        return None

    def _restarts(self, station: int, known: list[bool]) -> Iterable[Snooped]:
        """Solutions that are reached when one station starts elsewhere, and differ."""
        base = self.solution
        around = Surroundings(base, station)
        for spot in candidates(self.design, station, base.lon, base.lat, known):
            if not around.leads_elsewhere(spot, apart_m=_APART_M, dearer=2 * _OPEN_COST):
                continue
            lon, lat = base.lon.copy(), base.lat.copy()
            lon[station], lat[station] = spot
            at = solve(self.design, lon, lat, without=base.without)
            there = (float(at.lon[station]), float(at.lat[station]))
            here = (float(base.lon[station]), float(base.lat[station]))
            if at.converged and inverse(here, there).distance_m > _APART_M:
                yield Snooped(at, self._snooped.rivals)

    @property
    def fit(self) -> tuple[float, float]:
        """Sum of the squares and of the redundancy numbers of what is stated or on file."""
        owner, observations = self.solution.equations.owner, self.design.network.observations
        told = np.array([k >= len(observations) or not observations[k].customary for k in owner])
        told = told.astype(bool)
        squares = self.solution.equations.residuals[told] ** 2
        return float(squares.sum()), float(self.solution.redundancies[told].sum())

    def _scale(self) -> float:
        """What the cofactors are multiplied by."""
        cost, freedom = self.fit
        if freedom < 0.5:
            return 1.0
        factor = cost / freedom
        # Wilson and Hilferty's approximation of the 95 % quantile of χ².
        spread = 2 / (9 * freedom)
        critical = (1 - spread + 1.6449 * math.sqrt(spread)) ** 3
        return factor if factor > critical else 1.0

    def places(self) -> dict[str, AdjustedPlace]:
        """All stations of the part."""
        return {
            station.id: AdjustedPlace(
                station, None, None, self._count(station.id), 0.0, self.reasons[station.id]
            )
            if station.id in self.reasons
            else self._place(self._index[station.id])
            for station in self.network.stations
        }

    def _count(self, station: str) -> int:
        return sum(
            station in (o.subject, o.reference) and not o.customary
            for o in self.network.observations
        )

    def _place(self, s: int) -> AdjustedPlace:
        """One settled station."""
        station, solution = self.design.network.stations[s], self.solution
        lonlat = (float(solution.lon[s]), float(solution.lat[s]))
        ellipse = ErrorEllipse.of_covariance(solution.block(s) * self._scale())
        observations = self.design.network.observations
        touching = [
            k
            for k, o in enumerate(observations)
            if station.id in (o.subject, o.reference)
            and k not in solution.without
            and not o.customary
        ]
        owner, redundancies = solution.equations.owner, solution.redundancies
        file = len(observations) + s
        aside = file in solution.without
        adjusted = AdjustedPlace(
            station, lonlat, ellipse,
            observations=len(touching),
            redundancy=float(redundancies[np.isin(owner, touching)].sum()),
            alternatives=self._alternatives(s, ellipse),
            file_outlier=aside,
        )  # fmt: skip
        if not station.free:
            tested = solution.predicted(file)[1] if aside else solution.standardised(file)
            adjusted = replace(adjusted, file_deviate=tested)
        if station.lonlat is None:
            return adjusted
        back = inverse(lonlat, station.lonlat)
        return replace(
            adjusted,
            moved_m=back.distance_m,
            moved_deg=inverse(station.lonlat, lonlat).bearing_deg,
            moved_share=ellipse.share(distance_m=back.distance_m, bearing_deg=back.bearing_deg),
        )

    def _alternatives(self, s: int, ellipse: ErrorEllipse) -> tuple[Alternative, ...]:
        """Other minima that cost little more, for one station."""
        least = _price(self.solution)
        kept: list[Alternative] = []
        taken = [(float(self.solution.lon[s]), float(self.solution.lat[s]))]
        others = sorted(self._others.get(s, []), key=lambda other: _price(other.solution))
        for other in others:
            dearer = _price(other.solution) - least
            spot = (float(other.solution.lon[s]), float(other.solution.lat[s]))
            apart = [inverse(spot, one).distance_m for one in taken]
            # Ground that the ellipse covers anyway is no other solution.
            if dearer <= _OPEN_COST and min(apart) > max(_APART_M, 0.5 * ellipse.semi_minor_m):
                kept.append(Alternative(*spot, likelihood=math.exp(-max(dearer, 0.0) / 2)))
                taken.append(spot)
        return tuple(kept)

    def observations(self) -> dict[int, AdjustedObservation]:
        """All observations of the part, by their number in the whole."""
        used = {id(o): k for k, o in enumerate(self.design.network.observations)}
        return {
            self._numbers[id(o)]: self._observation(used[id(o)])
            if id(o) in used
            else AdjustedObservation(o, None, 0.0, 0.0)
            for o in self.network.observations
        }

    def _observation(self, k: int) -> AdjustedObservation:
        """One observation in use, or set aside."""
        solution, observations = self.solution, self.design.network.observations
        residuals, expected = solution.predicted(k)
        outlier = k in solution.without
        rows = solution.equations.owner == k
        rivals = self._snooped.rivals.get(k, ())
        return AdjustedObservation(
            observations[k],
            _residual(observations[k], residuals),
            expected if outlier else solution.standardised(k),
            float(solution.redundancies[rows].sum()),
            outlier,
            tuple(sorted(self._numbers[id(observations[other])] for other in rivals)),
        )


def _price(solution: Solution) -> float:
    """Cost of a solution; each observation set aside costs as much as the worst that may stay."""
    return solution.equations.cost + 16.0 * len(solution.without)


def _residual(observation: Observation, residuals: Array) -> float:
    """Residual in the observation's own unit."""
    if observation.kind == "vague distance":
        return float(observation.value * math.expm1(residuals[0] * observation.sigma))
    return (
        float(np.linalg.norm(residuals) * observation.sigma)
        if len(residuals) > 1
        else float(residuals[0] * observation.sigma)
    )
