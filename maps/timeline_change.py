"""What ground changed between the maps of a series, piece by piece, for any two of its days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2

_LEAST_DEG2: Final = 1e-11
"""Pieces smaller than this, a tenth of a square metre, are rounding."""

_MIXERS: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93],
    dtype=np.uint64,
)
"""Odd numbers with bits all over, after Knuth's multiplicative hashing."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of ground that came or went between two maps that follow one another."""

    shape: BaseGeometry
    """The piece, longitude and latitude in degrees, WGS 84."""
    at: int
    """Number of the map that shows it changed, from 0."""
    gained: bool
    """Whether it came; else it went."""
    area_km2: float
    """Its area, square kilometres."""

    @property
    def signed_km2(self) -> float:
        """Its area, below zero where it went."""
        return self.area_km2 if self.gained else -self.area_km2


@dataclass(frozen=True, slots=True)
class Turn:
    """Ground that changed hands at the same maps, each time as a whole."""

    area_km2: float
    """Its area, square kilometres."""
    gained_first: bool
    """Whether it came at the first of them; it goes at the next, and so on in turn."""
    at: tuple[int, ...]
    """Numbers of the maps at which it changed, ascending."""


def patches(old: BaseGeometry, new: BaseGeometry, at: int) -> list[Patch]:
    """Find what a ground gained and lost.

    The edges that only one of the two has bound what changed; so the work depends on how much
    changed and not on how large the ground is.

    Parameters
    ----------
    old, new
        The ground on one map and on the next, valid polygons in degrees, WGS 84.
    at
        Number of the next map.
    """
    edges = _differing(old, new)
    if not len(edges):
        return []
    cells = _cells(shapely.linestrings(edges))
    spots = shapely.point_on_surface(cells)
    shapely.prepare(old)
    shapely.prepare(new)
    before = shapely.contains(old, spots)
    after = shapely.contains(new, spots)
    return [
        Patch(cell, at, bool(gained), area_km2(cell))
        for cell, gained in zip(cells[before != after], after[before != after], strict=True)
    ]


def turns(changes: Iterable[Patch]) -> list[Turn]:
    """Sort changed ground by the maps at which it changed.

    Patches of different days overlap; cut along all their edges they fall into cells that change
    as a whole, and the gain or loss between any two days is the sum of the cells that differ.

    Parameters
    ----------
    changes
        The patches of one series.
    """
    known = list(changes)
    if not known:
        return []
    alone, meeting = _parted(known)
    found: dict[tuple[bool, tuple[int, ...]], list[float]] = defaultdict(list)
    for patch in alone:
        found[patch.gained, (patch.at,)].append(patch.area_km2)
    if meeting:
        shapes = [patch.shape for patch in meeting]
        tree = shapely.STRtree(shapes)
        cells = _cells(shapely.boundary(shapes))
        cell_of, patch_of = tree.query(shapely.point_on_surface(cells), predicate="within")
        for number in np.unique(cell_of):
            hits = sorted(
                (meeting[hit].at, meeting[hit].gained) for hit in patch_of[cell_of == number]
            )
            at = tuple(sorted({at for at, _ in hits}))
            found[hits[0][1], at].append(area_km2(cells[number]))
    return [
        Turn(float(np.sum(areas)), gained_first, at)
        for (gained_first, at), areas in sorted(found.items())
    ]


def between(known: Sequence[Turn], start: int, end: int) -> tuple[float, float]:
    """Add up what was gained and what was lost from one map to a later one.

    Parameters
    ----------
    known
        The turns of one series.
    start, end
        Numbers of the two maps.

    Returns
    -------
    tuple of float
        Gained and lost, square kilometres, both zero or more.
    """
    gained = lost = 0.0
    for turn in known:
        before = (sum(at <= start for at in turn.at) % 2 == 1) == turn.gained_first
        after = (sum(at <= end for at in turn.at) % 2 == 1) == turn.gained_first
        if after and not before:
            gained += turn.area_km2
        elif before and not after:
            lost += turn.area_km2
    return gained, lost


def daily(changes: Iterable[Patch], count: int) -> list[tuple[float, float]]:
    """Add up what each map shows gained and lost since the one before.

    Parameters
    ----------
    changes
        The patches of one series.
    count
        How many maps there are.

    Returns
    -------
    list of tuple
        For every map gained and lost, square kilometres; of the first both are zero.
    """
    sums = [[0.0, 0.0] for _ in range(count)]
    for patch in changes:
        sums[patch.at][0 if patch.gained else 1] += patch.area_km2
    return [(gained, lost) for gained, lost in sums]


def _parted(known: Sequence[Patch]) -> tuple[list[Patch], list[Patch]]:
    """Patches that share no ground with another, and the rest."""
    shapes = [patch.shape for patch in known]
    tree = shapely.STRtree(shapes)
    across = tree.query(shapes, predicate="overlaps")
    inside = tree.query(shapes, predicate="contains")
    meeting = set(across.ravel()) | set(inside[:, inside[0] != inside[1]].ravel())
    alone = [patch for index, patch in enumerate(known) if index not in meeting]
    return alone, [patch for index, patch in enumerate(known) if index in meeting]


def _cells(lines: Any) -> Any:  # noqa: ANN401 (arrays of shapes)
    """The cells that lines enclose where they are cut at all crossings."""
    noded = shapely.union_all(lines)
    cells = shapely.get_parts(shapely.polygonize([noded]))
    return cells[shapely.area(cells) > _LEAST_DEG2]


def _differing(old: BaseGeometry, new: BaseGeometry) -> Any:  # noqa: ANN401 (an array)
    """Edges that only one of two grounds has: shape (n, 2, 2)."""
    edges = np.concatenate([_edges(old), _edges(new)])
    if not len(edges):
        return edges
    # Whole rows sort slowly; a mixture of their bits tells them apart as well.
    mixed = ((edges + 0.0).view(np.uint64) * _MIXERS).view(np.uint64)
    keys = (mixed ^ (mixed >> np.uint64(29))).sum(axis=1, dtype=np.uint64)
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    return edges[np.sort(first[counts == 1])].reshape(-1, 2, 2)


def _edges(ground: BaseGeometry) -> Any:  # noqa: ANN401 (an array)
    """Edges of a ground, all with the ground on one hand: x and y of both ends, shape (n, 4).

    An edge that two grounds share from either hand is no common edge: one ends where the other
    begins.
    """
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(ground)))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return np.ascontiguousarray(np.hstack([points[:-1][same], points[1:][same]]))
