"""Ground where a field on a grid is above a level: marching squares."""

from __future__ import annotations

from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.control.front_plane import Grid

Array = NDArray[np.float64]
_SIDES = {
    # Corners 1 south-west, 2 south-east, 4 north-east, 8 north-west that are above; the sides
    # that the edge of the ground comes in and goes out by, the ground on its left.
    1: "SW", 2: "ES", 3: "EW", 4: "NE", 6: "NS", 7: "NW",
    8: "WN", 9: "SN", 11: "EN", 12: "WE", 13: "SE", 14: "WS",
}  # fmt: skip
_SADDLES = {(5, True): "SENW", (5, False): "SWNE", (10, True): "WSEN", (10, False): "ESWN"}
"""Two corners across from each other; joined where the middle of the cell is above."""


def ground_above(field: Array, grid: Grid, *, level: float = 0.0) -> BaseGeometry:
    """Give the ground where a field is above a level, its edge interpolated between the points.

    Parameters
    ----------
    field
        Values, one row for each row of the grid, finite.
    grid
        Where they lie.
    level
        The value at the edge of the ground.

    Returns
    -------
    Polygon or MultiPolygon
        On the plane of the grid, metres; ground that reaches the rim of the grid ends half a
        step outside it. Empty where the field is nowhere above.
    """
    above = np.asarray(field, dtype=np.float64) - level
    if not (above > 0).any():
        return shapely.MultiPolygon()
    # A rim below the level closes every ring; zeros would make edges of no length.
    above = np.pad(np.where(above == 0, -1e-12, above), 1, constant_values=-1.0)
    above[0], above[-1], above[:, 0], above[:, -1] = (
        -np.abs(above[1]), -np.abs(above[-2]), -np.abs(above[:, 1]), -np.abs(above[:, -2])
    )  # fmt: skip
    x, y = (np.concatenate([[2 * a[0] - a[1]], a, [2 * a[-1] - a[-2]]]) for a in (grid.x, grid.y))
    rings = _rings(above, x, y)
    ground = shapely.build_area(shapely.MultiLineString(rings))
    polygons = [part for part in getattr(ground, "geoms", [ground]) if not part.is_empty]
    return shapely.MultiPolygon(polygons) if len(polygons) != 1 else polygons[0]


def _rings(above: Array, x: Array, y: Array) -> list[list[tuple[float, float]]]:
    """The closed edges of the ground."""
    following = dict(chain.from_iterable(_segments(above)))
    rings = []
    while following:
        first, here = next(iter(following.items()))
        del following[first]
        edges = [first]
        while here != first:
            edges.append(here)
            here = following.pop(here)
        ring = [_crossing(edge, above, x, y) for edge in edges]
        rings.append([*ring, ring[0]])
    return rings


Edge = tuple[int, int, bool]
"""Row and column of a grid edge's first point, and whether it runs north rather than east."""


def _segments(above: Array) -> list[list[tuple[Edge, Edge]]]:
    """The pieces of edge in each cell that has any, each from one of its sides to another."""
    up = above > 0
    case = up[:-1, :-1] + 2 * up[:-1, 1:] + 4 * up[1:, 1:] + 8 * up[1:, :-1]
    rows, columns = np.nonzero((case > 0) & (case < 15))
    found = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        kind = int(case[row, column])
        ways = _SIDES.get(kind)
        if ways is None:
            middle = above[row : row + 2, column : column + 2].mean() > 0
            ways = _SADDLES[kind, bool(middle)]
        sides: dict[str, Edge] = {
            "S": (row, column, False), "N": (row + 1, column, False),
            "W": (row, column, True), "E": (row, column + 1, True),
        }  # fmt: skip
        found.append([(sides[ways[i]], sides[ways[i + 1]]) for i in range(0, len(ways), 2)])
    return found


def _crossing(edge: Edge, above: Array, x: Array, y: Array) -> tuple[float, float]:
    """Where the level is crossed on an edge of the grid."""
    row, column, north = edge
    to_row, to_column = (row + 1, column) if north else (row, column + 1)
    here, there = above[row, column], above[to_row, to_column]
    share = float(here / (here - there))
    return (
        float(x[column] + share * (x[to_column] - x[column])),
        float(y[row] + share * (y[to_row] - y[row])),
    )
