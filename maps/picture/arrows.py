"""Arrows for stated axes of advance: bent a little, wider to the head, dashed where believed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.picture.pen import Pen, points
from maps.picture.theme import Theme

BELIEVED: Final = ("claimed", "denied")
"""Standings that an arrow is dashed for."""
_BEND: Final = 0.1
_STEP_PX: Final = 3.0
_FROM_START_PX: Final = 11.0
_BEFORE_END_PX: Final = 12.0
_LEAST_PX: Final = 16.0
_HEAD_SHARE: Final = 0.24
_HEAD_PX: Final = (9.0, 17.0)
_NARROW_PX: Final = 0.9
_WIDER_PX: Final = 2.3
_DASH_PX: Final = 13.0
_GAP_PX: Final = 6.0


def draw_arrow(
    pen: Pen,
    ends: tuple[tuple[float, float], tuple[float, float]],
    properties: Mapping[str, Any],
    theme: Theme,
    *,
    unit_mm: float,
    within: BaseGeometry | None = None,
) -> None:
    """Draw the arrow of an axis; none where its ends are too close to show a direction.

    Parameters
    ----------
    pen
        What draws.
    ends
        Where it begins and where it points to, millimetres; it keeps off their marks.
    properties
        Of its feature: `side`, `standing`.
    theme
        The colours.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    within
        What it is cut to; None for nothing.
    """
    course = course_of(ends, unit_mm=unit_mm)
    if course is None:
        return
    colour = theme.side(properties.get("side") or None)
    standing = properties.get("standing")
    whole = _shape(course, unit_mm, dashed=False)
    drawn = _shape(course, unit_mm, dashed=True) if standing in BELIEVED else whole
    if within is not None:
        whole, drawn = (shapely.intersection(shape, within) for shape in (whole, drawn))
    geolocated = standing == "geolocated"
    casing_pt = points(7.0 if geolocated else 4.0, unit_mm=unit_mm)
    pen.line(whole, theme.paper, width_pt=casing_pt, alpha=0.85)
    if geolocated:
        pen.line(whole, colour, width_pt=points(5.0, unit_mm=unit_mm))
        pen.line(whole, theme.paper, width_pt=points(3.0, unit_mm=unit_mm))
    pen.area(drawn, colour)


def course_of(
    ends: tuple[tuple[float, float], tuple[float, float]], *, unit_mm: float
) -> NDArray[Any] | None:
    """Bend the way between two points; None where they are too close to show a direction.

    Parameters
    ----------
    ends
        The two points, millimetres.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    start, end = np.array(ends[0]), np.array(ends[1])
    way = end - start
    whole = float(np.hypot(*way))
    long = whole - (_FROM_START_PX + _BEFORE_END_PX) * unit_mm
    if long < _LEAST_PX * unit_mm:
        return None
    # The sheet's y runs up, the page's down: both bend to the left of the way.
    control = (start + end) / 2 + _BEND * np.array([-way[1], way[0]])
    count = max(12, min(240, round(long / (_STEP_PX * unit_mm))))
    share = (_FROM_START_PX * unit_mm + long * np.linspace(0, 1, count + 1)) / whole
    t, s = share[:, None], 1 - share[:, None]
    return np.asarray(s * s * start + 2 * s * t * control + t * t * end)


def _shape(course: NDArray[Any], unit_mm: float, *, dashed: bool) -> BaseGeometry:
    """The outline of shaft and head."""
    last = len(course) - 1
    pitch = float(np.hypot(*(course[-1] - course[0]))) / last
    low, high = (px * unit_mm for px in _HEAD_PX)
    size = max(low, min(high, last * pitch * _HEAD_SHARE))
    base = max(1, last - max(1, round(size / pitch)))
    turn = _across(course)
    half = unit_mm * (_NARROW_PX + _WIDER_PX * np.arange(last + 1) / base)
    dash = max(2, round(_DASH_PX * unit_mm / pitch)) if dashed else base
    gap = max(1, round(_GAP_PX * unit_mm / pitch)) if dashed else 0
    parts = []
    stop = base
    while stop > 0:
        some = slice(max(0, stop - dash), stop + 1)
        wide = turn[some] * half[some][:, None]
        parts.append(shapely.Polygon([*(course[some] + wide), *(course[some] - wide)[::-1]]))
        stop -= dash + gap
    barb = turn[base] * size * 0.5
    parts.append(shapely.Polygon([course[-1], course[base] + barb, course[base] - barb]))
    return shapely.union_all([part.buffer(0) for part in parts])


def _across(course: NDArray[Any]) -> NDArray[Any]:
    """Unit vectors across a course at each of its points."""
    along = np.gradient(course, axis=0)
    turned = np.column_stack([-along[:, 1], along[:, 0]])
    return np.asarray(turned / np.maximum(np.hypot(*turned.T), math.ulp(1.0))[:, None])
