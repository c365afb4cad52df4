"""A plane in metres around a piece of front, and a grid of points on it.

It is the azimuthal equidistant plane around its centre: across, lengths are too great by r²/6R²,
0.02 % at 200 km.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LonLat, destination_many, inverse_many

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of a point."""

    centre: LonLat
    """(longitude, latitude) in degrees, WGS 84."""

    def flat(self, vertices: Array) -> Array:
        """Bring points to the plane.

        Parameters
        ----------
        vertices
            One row a point: longitude and latitude in degrees, WGS 84.

        Returns
        -------
        array
            One row a point: metres east and metres north of the centre.
        """
        distance, bearing = inverse_many(*self.centre, vertices[:, 0], vertices[:, 1])
        turn = np.radians(bearing)
        return np.column_stack([distance * np.sin(turn), distance * np.cos(turn)])

    def round(self, vertices: Array) -> Array:
        """Bring points of the plane back to the earth; the inverse of `flat`.

        Parameters
        ----------
        vertices
            One row a point: metres east and metres north of the centre.
        """
        x, y = vertices[:, 0], vertices[:, 1]
        lon, lat = destination_many(
            *self.centre, bearing_deg=np.degrees(np.arctan2(x, y)), distance_m=np.hypot(x, y)
        )
        # A tenth of a metre: the same input gives the same digits on any machine.
        return np.asarray(np.round(np.column_stack([lon, lat]), 6), dtype=np.float64)

    def flattened(self, geometry: BaseGeometry) -> BaseGeometry:
        """Bring a geometry to the plane, degrees to metres."""
        return shapely.transform(geometry, self.flat)

    def raised(self, geometry: BaseGeometry) -> BaseGeometry:
        """Bring a geometry of the plane back to the earth, metres to degrees."""
        return shapely.transform(geometry, self.round)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Points of a plane in rows and columns."""

    x: Array
    """Metres east of each column, rising."""
    y: Array
    """Metres north of each row, rising."""

    @classmethod
    def around(cls, points: Array, *, margin_m: float, step_m: float) -> Grid:
        """Lay a grid over points.

        Parameters
        ----------
        points
            One row a point: metres east and metres north.
        margin_m
            How far it reaches beyond them, metres.
        step_m
            Distance of its points, metres.
        """
        low, high = points.min(axis=0) - margin_m, points.max(axis=0) + margin_m
        x, y = (
            a + step_m * np.arange(int(np.ceil((b - a) / step_m)) + 1)
            for a, b in zip(low, high, strict=True)
        )
        return cls(x, y)

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return len(self.y), len(self.x)

    @property
    def points(self) -> Array:
        """Every point, row by row: metres east and metres north."""
        x, y = np.meshgrid(self.x, self.y)
        return np.column_stack([x.ravel(), y.ravel()])

    @property
    def box(self) -> BaseGeometry:
        """Its extent on the plane."""
        box: BaseGeometry = shapely.box(self.x[0], self.y[0], self.x[-1], self.y[-1])
        return box
