"""Fillings drawn as lines and dots of their own, crisp in every format and at every size."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

TILE: Final = 8.0
"""Side of a page's tile of a filling, pixels; its lines and dots recur at this step."""
_RING: Final = 1.9
_DOT: Final = 1.15
_CROSS: Final = 2.0


def hatched(
    shape: BaseGeometry, *, step_mm: float, angle_deg: float = 45.0
) -> shapely.MultiLineString:
    """Lay parallel lines over a shape; they join those of every other shape.

    Parameters
    ----------
    shape
        Polygons, millimetres.
    step_mm
        From line to line, millimetres.
    angle_deg
        Of the lines, against the clock from the right, degrees.

    Returns
    -------
    MultiLineString
        The lines, cut at the shape's edge.
    """
    if shape.is_empty:
        return shapely.MultiLineString()
    left, bottom, right, top = shape.bounds
    along = np.array([math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))])
    across = np.array([-along[1], along[0]])
    corners = np.array([(left, bottom), (left, top), (right, bottom), (right, top)])
    offsets = corners @ across
    reach = corners @ along
    steps = np.arange(math.ceil(offsets.min() / step_mm), math.floor(offsets.max() / step_mm) + 1)
    ends = [
        (
            across * step * step_mm + along * reach.min(),
            across * step * step_mm + along * reach.max(),
        )
        for step in steps
    ]
    return _lines(shapely.intersection(shapely.MultiLineString(ends), shape))


def strokes_of(kind: str, shape: BaseGeometry, *, unit_mm: float) -> BaseGeometry | None:
    """Give the lines of a filling of ground; None where it has none.

    Parameters
    ----------
    kind
        One of the fillings of `maps.style.CONTROL_FILLS` and `INFERRED_FILLS`.
    shape
        Polygons, millimetres.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    angles = {"slant": 45.0, "back-slant": -45.0, "rows": 0.0}
    if kind in angles:
        step = TILE / 2 if kind == "rows" else TILE / math.sqrt(2)
        return hatched(shape, step_mm=step * unit_mm, angle_deg=angles[kind])
    draws: Mapping[str, Callable[[float, float], BaseGeometry]] = {
        "crosses": lambda x, y: _cross(x, y, _CROSS * unit_mm),
        "rings": lambda x, y: shapely.Point(x, y).buffer(_RING * unit_mm, quad_segs=4).exterior,
    }
    if kind not in draws:
        return None
    marks = [draws[kind](x, y) for x, y in grid(shape, step_mm=TILE * unit_mm)]
    return _lines(shapely.intersection(shapely.union_all(marks), shape))


def dots_of(kind: str, shape: BaseGeometry, *, unit_mm: float) -> BaseGeometry | None:
    """Give the dots of a filling of ground; None where it has none.

    Parameters
    ----------
    kind
        One of the fillings of `maps.style.INFERRED_FILLS`.
    shape
        Polygons, millimetres.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    if kind not in ("dots", "sparse-dots"):
        return None
    step = TILE * unit_mm
    at = grid(shape, step_mm=step)
    if kind == "dots":
        at = np.concatenate([at, grid(shape, step_mm=step, shift_mm=step / 2)])
    return shapely.MultiPoint(at).buffer(_DOT * unit_mm, quad_segs=3)


def grid(shape: BaseGeometry, *, step_mm: float, shift_mm: float = 0.0) -> np.ndarray:
    """Give the points of a square grid that lie in a shape; grids of all shapes are one.

    Parameters
    ----------
    shape
        Polygons, millimetres.
    step_mm
        From point to point, millimetres.
    shift_mm
        How far the grid is moved right and up, millimetres.

    Returns
    -------
    ndarray
        x and y of each.
    """
    if shape.is_empty:
        return np.empty((0, 2))
    left, bottom, right, top = shape.bounds
    columns = np.arange(math.floor(left / step_mm), math.ceil(right / step_mm) + 1)
    rows = np.arange(math.floor(bottom / step_mm), math.ceil(top / step_mm) + 1)
    x, y = (part.ravel() for part in np.meshgrid(columns * step_mm, rows * step_mm))
    x, y = x + shift_mm, y + shift_mm
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, x, y)
    return np.column_stack([x[inside], y[inside]])


def _cross(x: float, y: float, reach: float) -> BaseGeometry:
    return shapely.MultiLineString(
        [[(x - reach, y), (x + reach, y)], [(x, y - reach), (x, y + reach)]]
    )


def _lines(shape: BaseGeometry) -> shapely.MultiLineString:
    """The lines among the parts of a shape."""
    parts = getattr(shape, "geoms", [shape])
    return shapely.MultiLineString(
        [part for part in parts if isinstance(part, shapely.LineString) and not part.is_empty]
    )
