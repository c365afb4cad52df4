"""What a name must not cover, and what it had better not: marks, lines, soft ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.extent import Box
from maps.picture.arrows import course_of
from maps.picture.marks import reach_mm
from maps.picture.seen import Seen, Sight, features_in

_PIECE_MM: Final = 4.0
_COARSE_MM: Final = 0.2
_PER_MM: Final = {
    "borders": 1.0, "front": 1.0, "outlines": 0.5, "measured": 0.28, "near-edges": 0.5,
    "region-edges": 0.25, "stated": 0.3, "precision": 0.08, "axes": 1.2,
}  # fmt: skip
"""What a millimetre of a layer's lines below a name costs."""
_PER_MM2: Final = {"advances": 0.12, "grounds": 0.06, "stated": 0.03}
"""What a square millimetre of a layer's ground below a name costs."""


@dataclass(frozen=True)
class Mark:
    """The mark of a place on the sheet."""

    feature: Seen
    """Its feature."""
    x: float
    """Its middle, millimetres."""
    y: float
    """Its middle, millimetres."""
    reach: float
    """How far it reaches, millimetres."""


class Obstacles:
    """Everything drawn below the names."""

    def __init__(
        self,
        sight: Sight,
        marks: Sequence[Mark],
        *,
        room: Box,
        closed: Sequence[Box],
        unit_mm: float,
    ) -> None:
        self.room = room
        self.closed = np.array(closed).reshape(-1, 4)
        self.marks = np.array([(m.x, m.y, m.reach) for m in marks]).reshape(-1, 3)
        pieces = [
            (piece, cost) for key, cost in _PER_MM.items() for piece in _pieces(sight, key, unit_mm)
        ]
        self._lines = shapely.STRtree([piece for piece, _ in pieces])
        self._ends = shapely.get_coordinates([piece for piece, _ in pieces]).reshape(-1, 4)
        self._line_costs = np.array([cost for _, cost in pieces])
        grounds = [
            (shape, cost) for key, cost in _PER_MM2.items() for shape in _outermost(sight, key)
        ]
        self._grounds = shapely.STRtree([shape for shape, _ in grounds])
        self._ground_costs = np.array([cost for _, cost in grounds])

    def free(self, boxes: NDArray[Any], *, own: int | None = None) -> NDArray[np.bool_]:
        """Tell which boxes lie on the map and cover no mark, no plate and no small map.

        Parameters
        ----------
        boxes
            Left, bottom, right, top of each, millimetres.
        own
            Number of the mark that they name, which they keep their distance from anyhow.
        """
        left, bottom, right, top = self.room
        free = (boxes[:, 0] >= left) & (boxes[:, 1] >= bottom)
        free &= (boxes[:, 2] <= right) & (boxes[:, 3] <= top)
        for closed in self.closed:
            free &= ~_meets(boxes, closed)
        if len(self.marks):
            near = self._away(boxes) < self.marks[:, 2][None, :]
            if own is not None:
                near[:, own] = False
            free &= ~near.any(axis=1)
        return free

    def costs(self, boxes: NDArray[Any], *, own: int | None = None) -> NDArray[np.float64]:
        """Weigh what boxes cover, and how easily another mark is taken for the one they name.

        Parameters
        ----------
        boxes
            Left, bottom, right, top of each, millimetres.
        own
            Number of the mark that they name.
        """
        shapes = shapely.box(*boxes.T)
        box, line = self._lines.query(shapes, predicate="intersects")
        lengths = lengths_in(boxes[box], self._ends[line])
        found = _summed(box, lengths * self._line_costs[line], len(boxes))
        box, ground = self._grounds.query(shapes, predicate="intersects")
        areas = shapely.area(shapely.intersection(shapes[box], self._grounds.geometries[ground]))
        found += _summed(box, areas * self._ground_costs[ground], len(boxes))
        if own is not None and len(self.marks) > 1:
            away = self._away(boxes) - self.marks[:, 2][None, :]
            mine = away[:, own].copy()
            away[:, own] = np.inf
            found += np.clip(1.2 + mine - away.min(axis=1), 0.0, 4.0)
        return found

    def crossed(self, boxes: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell which boxes a border or the front runs through.

        Parameters
        ----------
        boxes
            Left, bottom, right, top of each, millimetres.
        """
        hit = np.zeros(len(boxes), dtype=bool)
        box, line = self._lines.query(shapely.box(*boxes.T), predicate="intersects")
        hit[box[self._line_costs[line] >= 1.0]] = True
        return hit

    def _away(self, boxes: NDArray[Any]) -> NDArray[np.float64]:
        """From each box to the middle of each mark."""
        x, y = self.marks[:, 0][None, :], self.marks[:, 1][None, :]
        across = np.maximum(np.maximum(boxes[:, 0][:, None] - x, x - boxes[:, 2][:, None]), 0)
        along = np.maximum(np.maximum(boxes[:, 1][:, None] - y, y - boxes[:, 3][:, None]), 0)
        away: NDArray[np.float64] = np.hypot(across, along)
        return away


def marks_of(features: Sequence[Seen], *, unit_mm: float) -> list[Mark]:
    """Find where marks stand and how far they reach.

    Parameters
    ----------
    features
        Points; others are left out.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    return [
        Mark(feature, *feature.point, reach_mm(feature.properties, unit_mm=unit_mm))
        for feature in features
        if feature.point is not None
    ]


def _pieces(sight: Sight, key: str, unit_mm: float) -> Iterator[BaseGeometry]:
    """The lines of a layer in short pieces."""
    for feature in features_in(sight, key):
        if feature.point is None:
            lines = shapely.segmentize(_edges(as_drawn(feature, unit_mm=unit_mm)), _PIECE_MM)
            for part in shapely.get_parts(lines):
                along = shapely.get_coordinates(part)
                yield from (shapely.LineString(pair) for pair in pairwise(along))


def as_drawn(feature: Seen, *, unit_mm: float) -> BaseGeometry:
    """Give a feature as it is drawn: arrows are bent, and empty where they are too short.

    Parameters
    ----------
    feature
        The feature.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    if feature.look != "axis":
        return feature.shape
    start, end = feature.shape.coords
    course = course_of(((start[0], start[1]), (end[0], end[1])), unit_mm=unit_mm)
    return shapely.LineString() if course is None else shapely.LineString(course)


def _edges(shape: BaseGeometry) -> BaseGeometry:
    parts = [p.boundary if p.geom_type == "Polygon" else p for p in shapely.get_parts(shape)]
    return shapely.MultiLineString(
        [
            line
            for part in parts
            for line in shapely.get_parts(part)
            if line.geom_type != "Point" and not line.is_empty
        ]
    )


def _outermost(sight: Sight, key: str) -> Iterator[BaseGeometry]:
    """The widest level of every soft ground."""
    last = None
    for feature in features_in(sight, key):
        if feature.get("card") != last:
            last = feature.get("card")
            if shapely.get_dimensions(feature.shape) == 2:
                yield shapely.simplify(feature.shape, _COARSE_MM)


def lengths_in(boxes: NDArray[Any], segments: NDArray[Any]) -> NDArray[np.float64]:
    """Measure how much of each segment lies in the box beside it (Liang and Barsky, 1984).

    Parameters
    ----------
    boxes
        Left, bottom, right, top of each.
    segments
        x and y of the one and of the other end of each.
    """
    start, way = segments[:, :2], segments[:, 2:] - segments[:, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (boxes[:, :2] - start) / way, (boxes[:, 2:] - start) / way
    still = way == 0
    beside = still & ((start < boxes[:, :2]) | (start > boxes[:, 2:]))
    enter = np.where(still, -np.inf, np.minimum(one, other)).max(axis=1, initial=0.0)
    leave = np.where(still, np.inf, np.maximum(one, other)).min(axis=1, initial=1.0)
    share = np.where(beside.any(axis=1), 0.0, np.maximum(leave - enter, 0.0))
    return np.asarray(share * np.hypot(way[:, 0], way[:, 1]), dtype=np.float64)


def _summed(box: NDArray[Any], costs: NDArray[Any], count: int) -> NDArray[np.float64]:
    """The costs of each box."""
    return np.asarray(np.bincount(box, weights=costs, minlength=count), dtype=np.float64)


def _meets(boxes: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    meets: NDArray[np.bool_] = (
        (boxes[:, 0] < other[2])
        & (boxes[:, 2] > other[0])
        & (boxes[:, 1] < other[3])
        & (boxes[:, 3] > other[1])
    )
    return meets
