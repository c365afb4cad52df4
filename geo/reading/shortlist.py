"""Which bearers of a much-borne name are weighed at all.

A full gazetteer lists six hundred Mikhaylovkas. A report's places lie together, so those are kept
near which the most of its other names have a bearer, a rare name counting for more than a common
one, and beside them the best known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from gazetteer.place import Match, Place
from geo.reading.variables import Name

MOST: Final = 120
"""Bearers of a name that are weighed."""
_BY_RENOWN: Final = 40
_CELL_DEG: Final = 0.5
"""Side of a cell in degrees of latitude, and as long in the other direction."""
Cell = tuple[int, int]


def shortlisted(names: Sequence[Name]) -> list[Name]:
    """Cut the candidates of every name down to those that can be meant.

    Parameters
    ----------
    names
        The names of a report, their candidates best first.

    Returns
    -------
    list of Name
        The names in their order; the candidates that are left stand in their order as well.
    """
    if all(len(name.matches) <= MOST for name in names):
        return list(names)
    bearers = [_cells(name.matches) for name in names]
    votes = _votes(bearers)
    return [
        name
        if len(name.matches) <= MOST
        else replace(name, matches=_cut(name.matches, cells, votes))
        for name, cells in zip(names, bearers, strict=True)
    ]


def gathered(names: Sequence[Name]) -> dict[int, int]:
    """Find the corner of the world in which the most names of a report have a bearer.

    Parameters
    ----------
    names
        The names of a report.

    Returns
    -------
    dict
        By the index of each name that has a bearer there the index of the best known of them.
    """
    bearers = [_cells(name.matches) for name in names]
    votes = _votes(bearers)
    if not votes:
        return {}
    here = set(_around(max(sorted(votes), key=votes.__getitem__)))
    inside = [[c for c, cell in enumerate(cells) if cell in here] for cells in bearers]
    return {n: found[0] for n, found in enumerate(inside) if found}


def _votes(bearers: Sequence[Sequence[Cell]]) -> dict[Cell, float]:
    """Weigh cells by the names that have a bearer in or beside them, rare names the most."""
    votes: dict[Cell, float] = defaultdict(float)
    for cells in bearers:
        for cell in {near for own in cells for near in _around(own)}:
            votes[cell] += 1.0 / math.log2(1.0 + len(cells))
    return votes


def _cells(matches: Iterable[Match]) -> list[Cell]:
    return [_cell(match.place) for match in matches]


def _cell(place: Place) -> Cell:
    row = math.floor(place.lat / _CELL_DEG)
    # Every row has cells of its own width, so that they are about as long as they are high.
    middle = math.radians(min(abs((row + 0.5) * _CELL_DEG), 89.0))
    return row, math.floor(place.lon * math.cos(middle) / _CELL_DEG)


def _around(cell: Cell) -> Iterable[Cell]:
    """List a cell and its neighbours; those of other rows are only about beside it."""
    row, column = cell
    middle = math.cos(math.radians(min(abs((row + 0.5) * _CELL_DEG), 89.0)))
    for other in (row - 1, row, row + 1):
        width = math.cos(math.radians(min(abs((other + 0.5) * _CELL_DEG), 89.0)))
        centre = math.floor((column + 0.5) * width / middle)
        yield from ((other, centre + step) for step in (-1, 0, 1))


def _cut(
    matches: Sequence[Match], cells: Sequence[Cell], votes: dict[Cell, float]
) -> tuple[Match, ...]:
    """Keep the best known, and of the others those whose cell the most names have a bearer near."""
    others = range(_BY_RENOWN, len(matches))
    near = sorted(others, key=lambda n: -votes[cells[n]])[: MOST - _BY_RENOWN]
    return tuple(matches[n] for n in (*range(_BY_RENOWN), *sorted(near)))
