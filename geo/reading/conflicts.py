"""Names of two places in one report: where the words about a mention cannot be of the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from gazetteer.measure import inverse
from geo.reading.solver import Solver

_FITS: Final = 0.5
_NEARBY_M: Final = 60_000.0


def conflicts(solver: Solver) -> frozenset[int]:
    """Indexes of mentions whose statements another place of their name answers to.

    A report may name two villages of one name. A mention is set apart when the place chosen
    for its name does not lie where the words around it put it, while another does, as near,
    or while the text puts the name on two sides of one place.

    Parameters
    ----------
    solver
        The joint choice, made.
    """
    apart: set[int] = set()
    for n, name in enumerate(solver.names):
        if name.chosen is None or len(name.mentions) < 2:
            continue
        told: dict[int | None, list[int]] = {}
        for k in solver.of[n]:
            said_of = solver.links[k].statement
            end = said_of.reference if solver.is_pinned(k, n) else said_of.subject
            told.setdefault(end, []).append(k)
        for mention in name.mentions:
            links = told.get(mention, [])
            if links and (_elsewhere(solver, n, links) or _two_sides(solver, n, links)):
                apart.add(mention)
    return frozenset(apart)


def _elsewhere(solver: Solver, n: int, links: Sequence[int]) -> bool:
    """Whether another candidate than the chosen one answers to all these links."""
    name = solver.names[n]
    graded = [grades for k in links if (grades := solver.membership(k, n)) is not None]
    if not graded or name.chosen is None:
        return False
    least = np.min(graded, axis=0)
    here = name.matches[name.chosen].place
    # A bare direction alone picks a place out only among near ones.
    told = any(solver.links[k].statement.type != "direction" for k in links)
    return bool(least[name.chosen] < 1 - _FITS) and any(
        least[c] >= _FITS
        and (told or inverse(here.lonlat, match.place.lonlat).distance_m < _NEARBY_M)
        for c, match in enumerate(name.matches)
    )


def _two_sides(solver: Solver, n: int, links: Sequence[int]) -> bool:
    """Whether the chosen place fails these links and answers to contrary ones elsewhere."""
    chosen = solver.names[n].chosen
    if chosen is None or len(solver.names[n].matches) < 2 or _answers(solver, n, links, chosen):
        return False
    return any(
        _answers(solver, n, [other], chosen)
        for k in links
        for other in solver.of[n]
        if other not in links and solver.links[other].contrary(solver.links[k])
    )


def _answers(solver: Solver, n: int, links: Sequence[int], candidate: int) -> bool:
    """Whether a candidate lies where all of some links put it."""
    graded = [grades for k in links if (grades := solver.membership(k, n)) is not None]
    return all(grades[candidate] >= _FITS for grades in graded)
