"""How deep points lie behind a base front."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Array = NDArray[np.float64]


class Depths:
    """Distances from the ground that a side holds by the base.

    Parameters
    ----------
    home
        That ground, on a plane in metres.
    most_m
        The greatest depth that counts, metres; deeper ground has this one.
    loose_m
        How loosely its edge may be drawn, metres.
    """

    def __init__(self, home: BaseGeometry, *, most_m: float, loose_m: float = 100.0) -> None:
        self.home = home
        self._tree = None if home.is_empty else shapely.STRtree(_edges(home.simplify(loose_m)))
        self._most_m = most_m

    def of(self, points: Array) -> Array:
        """Measure points.

        Parameters
        ----------
        points
            One row a point: metres east and metres north, none inside the ground.

        Returns
        -------
        array
            Metres, 0 or more.
        """
        found = np.full(len(points), self._most_m)
        if self._tree is not None and len(points):
            (rows, _), far = self._tree.query_nearest(
                shapely.points(points),
                max_distance=self._most_m,
                return_distance=True,
                all_matches=False,
            )
            found[rows] = far
        return found


def _edges(ground: BaseGeometry) -> list[BaseGeometry]:
    """The edges of a ground, one by one."""
    edges: list[BaseGeometry] = []
    boundary = ground.boundary
    for line in getattr(boundary, "geoms", [boundary]):
        vertices = shapely.get_coordinates(line)
        drawn = shapely.linestrings(np.stack([vertices[:-1], vertices[1:]], axis=1))
        edges += list(np.atleast_1d(np.asarray(drawn, dtype=object)))
    return edges
