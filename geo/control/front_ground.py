"""The ground that two sides hold, and the front between them: a base, and what was gained since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from geo.control.front_base import FrontBase, polygons
from geo.control.front_patch import Patch

Array = NDArray[np.float64]
_DRAWS: Final = 200
_WIDENING: Final = 22.0
_RIM_DEG: Final = 0.05
_SLACK_DEG: Final = 1e-5
"""How far the edges of two grounds may be apart and still meet, about a metre."""
_LEAST_KM2: Final = 1.0
"""Smaller pieces of gained ground on which no place is said to be held are left out."""


@dataclass(frozen=True, slots=True)
class InferredArea:
    """How much ground of a country a side is indicated to hold."""

    side: str
    """The side."""
    within: str
    """Whose country it is: ISO 3166-1 alpha-2 code."""
    area_km2: float
    """Area of the ground that it holds more probably than not, square kilometres."""
    low_km2: float
    """Lower end of the 90 % interval, square kilometres."""
    high_km2: float
    """Upper end of the 90 % interval, square kilometres."""


class FrontGround:
    """The base, and what either side has gained since."""

    def __init__(self, base: FrontBase, moved: Sequence[Sequence[Patch]]) -> None:
        self._base = base
        self._moved = moved
        self._gained: dict[tuple[int, float], BaseGeometry] = {}

    def gained(self, side: int, probability: float) -> BaseGeometry:
        """Ground that a side has gained with at least a probability."""
        key = (side, round(probability, 6))
        if key not in self._gained:
            grounds = [
                kept(patch.gained(probability=probability), patch) for patch in self._moved[side]
            ]
            self._gained[key] = polygons(shapely.union_all(grounds))
        return self._gained[key]

    def abroad(self, side: int, probability: float) -> BaseGeometry:
        """Ground that a side holds in the other's country."""
        gained, lost = self.gained(side, probability), self.gained(1 - side, 1 - probability)
        left = polygons(self._base.abroad[side] - lost)
        return polygons(shapely.union(left, self._base.within(1 - side, gained)))

    def rows(self, probability: float) -> Iterator[dict[str, Any]]:
        """The ground of each side in the other's country, as rows of a layer."""
        for side in (0, 1):
            ground = self.abroad(side, probability)
            if ground.is_empty:
                continue
            yield {
                "geometry": ground,
                "side": self._base.sides[side],
                "within": self._base.sides[1 - side],
                "label": f"inferred, starting from {self._base.title}",
            }

    def line(self, information: BaseGeometry) -> BaseGeometry:
        """The front, so far as anything is known."""
        lines = []
        for part in getattr(information, "geoms", [information]):
            west, south, east, north = part.bounds
            box = (west - _RIM_DEG, south - _RIM_DEG, east + _RIM_DEG, north + _RIM_DEG)
            ours, theirs = (
                (self._base.held(side, box) - self.gained(1 - side, 0.5))
                | polygons(shapely.clip_by_rect(self.gained(side, 0.5), *box))
                for side in (0, 1)
            )
            meeting = shapely.intersection(ours.boundary, theirs.buffer(_SLACK_DEG))
            lines += _line_parts(shapely.intersection(meeting, part))
        return shapely.line_merge(shapely.union_all(lines)) if lines else shapely.LineString()

    def areas(self) -> Iterator[InferredArea]:
        """How much each side holds in the other's country."""
        for side in (0, 1):
            ground = self.abroad(side, 0.5)
            drawn = np.full(_DRAWS, area_km2(self._base.abroad[side]))
            for sign, patches in ((1, self._moved[side]), (-1, self._moved[1 - side])):
                for patch in patches:
                    drawn += sign * patch.drawn_km2(partial(self._inside, 1 - side), count=_DRAWS)
            if ground.is_empty and not drawn.any():
                continue
            area = area_km2(ground)
            around = np.quantile(drawn, [0.05, 0.95]) - np.median(drawn)
            low, high = area + self._widening() * around
            yield InferredArea(
                self._base.sides[side], self._base.sides[1 - side], round(area, 1),
                round(max(float(low), 0.0), 1), round(float(high), 1),
            )  # fmt: skip

    def _widening(self) -> float:
        """How much wider than the draws an interval must be to hold nine true areas in ten.

        The draws know nothing of how a front bends around what nobody names. On real maps the
        90th percentile of the error was 3.8, 2.3, 1.8 and 1.1 times their half width with 8, 15,
        30 and all statuses (`tests/benchmarks/measure_front.py --intervals`).
        """
        count = sum(len(patch.statuses) for patches in self._moved for patch in patches)
        return 1.0 + _WIDENING / max(count, 1)

    def _inside(self, side: int, points: Array) -> NDArray[np.bool_]:
        """Which points lie in a side's country."""
        country = self._base.countries[side]
        found = country if not country.is_empty else self._base.countries[1 - side]
        shapely.prepare(found)
        there = shapely.intersects_xy(found, points[:, 0], points[:, 1])
        return np.asarray(there != country.is_empty, dtype=bool)


def _line_parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """The lines of a geometry."""
    parts = getattr(shape, "geoms", [shape])
    return [part for part in parts if "Line" in part.geom_type and not part.is_empty]


def kept(ground: BaseGeometry, patch: Patch) -> BaseGeometry:
    """Leave out small pieces of gained ground on which nothing is said to be held.

    Parameters
    ----------
    ground
        What was gained, longitude and latitude in degrees, WGS 84.
    patch
        Where.
    """
    side = patch.base.sides[patch.gaining]
    held = [
        shapely.Point(status.lon, status.lat)
        for status in patch.statuses
        if status.side == side and status.decisive
    ]
    pieces = [
        piece
        for piece in getattr(ground, "geoms", [ground])
        if area_km2(piece) >= _LEAST_KM2 or any(piece.contains(point) for point in held)
    ]
    return shapely.MultiPolygon(pieces) if len(pieces) != 1 else pieces[0]
