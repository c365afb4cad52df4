"""Anchors: what a relation refers to, ready for measuring from it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Border
from gazetteer.measure import LineMeter, LonLat, inverse_many
from gazetteer.place import Place
from geo.belief import NORMAL_95, RADIUS_95, below

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A place, an area or a border that other things are related to."""

    reference: Place | Border
    """The row or the line."""
    extent: BaseGeometry | None = None
    """Polygon of a reference that is an area, longitude and latitude in degrees, WGS 84."""
    extent_precision_m: float = 0.0
    """How far the polygon's edge may be off, 95 %, metres."""
    meter: LineMeter | None = field(init=False, repr=False, default=None)
    """The line that is measured to: the border, or the extent's edge; None for a point."""

    def __post_init__(self) -> None:
        if isinstance(self.reference, Border):
            object.__setattr__(self, "meter", self.reference.meter)
        elif self.extent is not None and not self.extent.is_empty:
            object.__setattr__(self, "meter", LineMeter(self.extent.boundary))

    @property
    def centre(self) -> LonLat | None:
        """Its middle, (longitude, latitude) in degrees, WGS 84; None for a border."""
        return self.reference.lonlat if isinstance(self.reference, Place) else None

    @property
    def blur_m(self) -> float:
        """How uncertain it is along one direction: one standard deviation, metres."""
        if isinstance(self.reference, Border):
            return self.reference.precision_m / NORMAL_95
        if self.meter is not None:
            return self.extent_precision_m / NORMAL_95
        return self.reference.precision_m / RADIUS_95

    @property
    def built_up_m(self) -> float:
        """Radius of a reference that is measured from its centre, metres; 0 where unknown."""
        if isinstance(self.reference, Border) or self.meter is not None:
            return 0.0
        return self.reference.radius_m or 0.0

    def measure(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
        """Measure points against it.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.

        Returns
        -------
        tuple of arrays
            Distances from its centre, its edge (0 inside) or its line in metres, and bearings
            from its centre or, for a line, from the foot point in degrees clockwise from north.
        """
        if self.centre is None:
            return self._from_line(lon, lat)
        distance, bearing = inverse_many(*self.centre, lon, lat)
        if self.meter is not None:
            distance = np.maximum(-self._depth(lon, lat), 0.0)
        return distance, bearing

    def views(self, lon: ArrayLike, lat: ArrayLike, *, edge: bool) -> list[tuple[Array, Array]]:
        """Give each distance and bearing by which a direction from it may be meant.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.
        edge
            Whether the direction from an area's nearest edge counts beside that from its centre.
        """
        found = []
        if self.centre is not None:
            found.append(inverse_many(*self.centre, lon, lat))
        if self.meter is not None and (edge or self.centre is None):
            found.append(self._from_line(lon, lat))
        return found

    def holds(self, lon: ArrayLike, lat: ArrayLike, *, blur_m: float) -> Array:
        """Grade how surely points lie inside it: 0..1, 0.5 on its edge.

        A place without a polygon holds what its bounding box or else its radius holds; one of
        unknown size holds anything, and a border nothing.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.
        blur_m
            Standard deviation of the error across the edge, metres.
        """
        if isinstance(self.reference, Border):
            return np.zeros(np.broadcast(lon, lat).shape)
        if self.meter is not None:
            return below(-self._depth(lon, lat), 0.0, soft=blur_m)
        if self.reference.bbox is not None:
            west, south, east, north = self.reference.bbox
            right, left = np.asarray(lon) >= west, np.asarray(lon) <= east
            wide = right & left if west <= east else right | left
            tall = (np.asarray(lat) >= south) & (np.asarray(lat) <= north)
            return np.asarray(wide & tall, dtype=np.float64)
        distance, _ = self.measure(lon, lat)
        if not self.built_up_m:
            return np.ones(distance.shape)
        return below(distance, self.built_up_m, soft=blur_m)

    def _from_line(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
        """Distances from the line or edge, and bearings from the feet to the points."""
        if self.meter is None:
            raise TypeError("a point has no line to measure from")
        distance, foot_lon, foot_lat, _ = self.meter.distances(lon, lat)
        return distance, inverse_many(foot_lon, foot_lat, lon, lat)[1]

    def _depth(self, lon: ArrayLike, lat: ArrayLike) -> Array:
        """How far inside the extent points lie, metres; negative outside."""
        distance, _ = self._from_line(lon, lat)
        held = shapely.contains_xy(self.extent, np.asarray(lon), np.asarray(lat))
        return np.where(held, distance, -distance)
