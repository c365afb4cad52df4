"""Data snooping: blunders among observations found one by one (Baarda 1968)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.adjustment.design import Design
from geo.adjustment.solution import Array, Solution, solve

CRITICAL: Final = 3.29
"""Standardised residual beyond which an observation is a blunder: a test at 0.1 %."""
_TIED: Final = 0.02
_EXCHANGES: Final = 4
_WITNESSES: Final = 3
"""So many statements have to fail with a position on file before it is set aside."""


@dataclass(frozen=True, eq=False)
class Snooped:
    """A solution without the blunders."""

    solution: Solution
    """What the rest gives."""
    rivals: Mapping[int, tuple[int, ...]]
    """By each observation set aside, those that tested just as badly: one of them is wrong, and
    nothing says which."""


def snoop(design: Design, lon: Array, lat: Array, *, aside: frozenset[int]) -> Snooped:
    """Solve, set the worst observation aside, and again until none fails the test.

    An observation once set aside comes back when the others turn out to bear it out.

    Parameters
    ----------
    design
        The network.
    lon, lat
        Where to start, degrees, WGS 84.
    aside
        Indexes of observations to leave out from the start.
    """
    solution = solve(design, lon, lat, without=aside)
    rivals: dict[int, tuple[int, ...]] = {}
    tried = set(aside)
    while True:
        worst = _worst(solution, tried)
        if worst is None:
            break
        index, tied = worst
        tried.add(index)
        rivals[index] = tied
        without = solution.without | {index}
        solution = solve(design, solution.lon, solution.lat, without=without)
    while back := _reinstated(solution, rivals):
        solution, index = back
        del rivals[index]
    return Snooped(solution, rivals)


def _reinstated(
    solution: Solution, rivals: Mapping[int, tuple[int, ...]]
) -> tuple[Solution, int] | None:
    """Take the likeliest observation back that fits now without making another fail."""
    expected = {index: solution.predicted(index)[1] for index in rivals}
    for index in sorted(expected, key=lambda index: (expected[index], index)):
        if expected[index] > CRITICAL:
            return None
        without = solution.without - {index}
        again = solve(solution.design, solution.lon, solution.lat, without=without)
        if again.standardised(index) <= CRITICAL and _worst(again, set(without)) is None:
            return again, index
    return None


def exchanged(snooped: Snooped) -> Iterator[tuple[int, int, Snooped]]:
    """Keep one observation that was set aside and set another in its place aside.

    The worst residual need not be the blunder: a wrong figure may drag the place so far that a
    right one fails. Only what touches a free station is tried.

    Parameters
    ----------
    snooped
        A solution without blunders.

    Yields
    ------
    tuple
        The observation kept, the one set aside for it, and what the rest gives.
    """
    solution = snooped.solution
    network = solution.design.network
    free = {station.id for station in network.stations if station.free}

    def ends(k: int) -> set[str]:
        one = network.observations[k]
        return {one.subject, one.reference or ""}

    for kept in [k for k in snooped.rivals if k < len(network.observations) and ends(k) & free]:
        near = [
            k
            for k, one in enumerate(network.observations)
            if k not in solution.without and not one.customary and ends(k) & ends(kept) & free
        ]
        with_it = solve(
            solution.design, solution.lon, solution.lat, without=solution.without - {kept}
        )
        near.sort(key=lambda k: -with_it.standardised(k))
        for other in near[:_EXCHANGES]:
            without = (solution.without - {kept}) | {other}
            again = solve(solution.design, with_it.lon, with_it.lat, without=without)
            if again.converged and _worst(again, set(without)) is None:
                rivals = {k: tied for k, tied in snooped.rivals.items() if k != kept}
                yield kept, other, Snooped(again, {**rivals, other: (kept,)})


def _worst(solution: Solution, tried: set[int]) -> tuple[int, tuple[int, ...]] | None:
    """The observation that fails the test worst, with those that tie with it."""
    stated = len(solution.design.network.observations)
    observations = solution.design.network.observations
    failing = {
        int(k): deviate
        for k in np.unique(solution.equations.owner)
        if k not in tried
        and not (k < stated and observations[k].customary)
        and (deviate := solution.standardised(int(k))) > CRITICAL
    }
    if not failing:
        return None
    # Positions on file have sources of their own and are seldom wrong: words give way first,
    # unless several agree against one.
    for k in [k for k in failing if k >= stated]:
        if _against(solution, k - stated, failing) < _WITNESSES:
            del failing[k]
    if not failing:
        return None
    most = max(failing.values())
    tied = [k for k, deviate in failing.items() if deviate > most * (1 - _TIED)]
    first = min(tied, key=lambda k: (k >= stated, -round(failing[k], 6), k))
    return first, tuple(k for k in tied if k != first and k < stated)


def _against(solution: Solution, station: int, failing: Mapping[int, float]) -> int:
    """How many failing statements touch a station."""
    network = solution.design.network
    name = network.stations[station].id
    return sum(
        name in (network.observations[k].subject, network.observations[k].reference)
        for k in failing
        if k < len(network.observations)
    )
