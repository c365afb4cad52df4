"""Stations that the observations leave without a position, and why."""

from __future__ import annotations

from typing import Final

import numpy as np

from geo.adjustment.network import Network
from geo.adjustment.solution import Solution

Reasons = dict[str, str]
_LARGEST_M: Final = 60_000.0
"""Standard deviation beyond which a position is none: the ellipse would cover several regions."""


def unsettled(solution: Solution) -> list[int]:
    """Find the free stations that the observations leave without a position.

    Parameters
    ----------
    solution
        A solution; what nothing observes is very uncertain in it.

    Returns
    -------
    list of int
        Their indexes; those that only hang on others come out once these are gone.
    """
    spreads = {
        s: float(np.sqrt(np.linalg.eigvalsh(solution.block(s))[-1]))
        for s, station in enumerate(solution.design.network.stations)
        if station.free
    }
    return [s for s, spread in spreads.items() if spread > _LARGEST_M]


def reason(network: Network, station: str) -> str:
    """Say why nothing settles a station.

    Parameters
    ----------
    network
        The connected network as it came in.
    station
        Its id.
    """
    names = {s.id: s for s in network.stations}
    touching = [
        o for o in network.observations if station in (o.subject, o.reference) and not o.customary
    ]
    if not touching:
        return "nothing stated ties it to another place"
    others = {o.subject if o.reference == station else o.reference for o in touching} - {None}
    known = [
        names[str(other)].name for other in sorted(map(str, others)) if not names[str(other)].free
    ]
    if not others:
        return "a distance from a border alone leaves the whole line open"
    if all(names[str(other)].free for other in others):
        tied = ", ".join(names[str(other)].name for other in sorted(map(str, others)))
        return f"it is tied only to {tied}, whose own position nothing on file holds"
    if len(known) == 1 and all(o.kind == "distance" for o in touching):
        return f"a distance from {known[0]} alone leaves a whole ring open"
    return f"what is stated of it and {', '.join(known)} leaves its position open"
