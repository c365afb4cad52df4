"""Slivers: thin ground that two drawings of one line leave between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2, inverse_many
from gazetteer.vertices import parts
from geo.tolerance import table


@dataclass(frozen=True, slots=True, eq=False)
class Parted:
    """Ground in its broad pieces and its slivers; both together are the whole."""

    broad: BaseGeometry
    """The pieces that are ground; MultiPolygon, longitude and latitude in degrees, WGS 84."""
    slivers: BaseGeometry
    """The thin ones; MultiPolygon, likewise."""
    broad_km2: float
    """Area of the first, square kilometres."""
    slivers_km2: float
    """Area of the second, square kilometres."""

    @property
    def whole(self) -> BaseGeometry:
        """Both as one geometry."""
        pieces = [*parts(self.broad), *parts(self.slivers)]
        return shapely.MultiPolygon(pieces)

    @property
    def area_km2(self) -> float:
        """Area of both, square kilometres."""
        return self.broad_km2 + self.slivers_km2


def parted(ground: BaseGeometry, *, width_m: float | None = None) -> Parted:
    """Part the slivers from ground.

    A piece is a sliver if its mean width, twice its area over its perimeter, is below a width: a
    strip of any length has about its own width, a square half the length of its side.

    Parameters
    ----------
    ground
        Polygons that do not overlap, longitude and latitude in degrees, WGS 84.
    width_m
        The width, metres; None takes the published one.
    """
    limit_m = float(table()["control"]["sliver_width_m"]) if width_m is None else width_m
    kept: dict[bool, list[Any]] = {True: [], False: []}
    sums = {True: 0.0, False: 0.0}
    for piece in parts(ground):
        if piece.geom_type == "Polygon":
            size_km2 = area_km2(piece)
            thin = 2e6 * size_km2 < limit_m * _perimeter_m(piece)
            kept[thin].append(piece)
            sums[thin] += size_km2
    return Parted(
        shapely.MultiPolygon(kept[False]), shapely.MultiPolygon(kept[True]), sums[False], sums[True]
    )


def _perimeter_m(polygon: Any) -> float:  # noqa: ANN401 - a polygon, told apart by its type
    """Length of all the rings of a polygon, metres."""
    length_m = 0.0
    for ring in (polygon.exterior, *polygon.interiors):
        run = shapely.get_coordinates(ring)
        length_m += inverse_many(run[:-1, 0], run[:-1, 1], run[1:, 0], run[1:, 1])[0].sum()
    return float(length_m)
