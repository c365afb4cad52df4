"""Meridians and parallels with their degrees at the edge of the map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely

from maps.picture.lettering import MM_PER_PT, Face
from maps.picture.pen import Pen, points
from maps.picture.projection import MapFrame
from maps.picture.theme import Theme

_STEPS_DEG: Final = (
    1 / 60, 2 / 60, 5 / 60, 10 / 60, 15 / 60, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0,
)  # fmt: skip
_LINES: Final = 5.0
_TEXT_PX: Final = 8.8
MARGIN_PX: Final = 15.0
"""Room for the degrees beside the map, pixels of a page."""


def draw_graticule(pen: Pen, frame: MapFrame, theme: Theme, *, unit_mm: float) -> None:
    """Draw meridians and parallels, with their degrees above and to the left of the map.

    Parameters
    ----------
    pen
        What draws.
    frame
        The map.
    theme
        The colours.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    west, south, east, north = frame.window
    step = step_of(max(east - west, north - south))
    face = Face(max(4.6, _TEXT_PX * unit_mm / MM_PER_PT))
    left, _, _, top = frame.box_mm
    width_pt = points(0.7, unit_mm=unit_mm)
    for lon in _degrees(west, east, step):
        line = frame.shape(_line((lon, south), (lon, north)))
        pen.line(line, theme.quiet, width_pt=width_pt, alpha=0.55)
        for x in _meets(line, frame, upper=True):
            pen.text(x, top + 3 * unit_mm, degrees(lon, "EW"), face, theme.quiet, side="center")
    for lat in _degrees(south, north, step):
        line = frame.shape(_line((west, lat), (east, lat)))
        pen.line(line, theme.quiet, width_pt=width_pt, alpha=0.55)
        for y in _meets(line, frame, upper=False):
            pen.text(
                left - 3 * unit_mm, y, degrees(lat, "NS"), face, theme.quiet, side="center",
                turned_deg=90,
            )  # fmt: skip


def step_of(span_deg: float) -> float:
    """Choose the step from line to line, degrees.

    Parameters
    ----------
    span_deg
        How much of the earth the map shows, degrees.
    """
    return min(_STEPS_DEG, key=lambda step: abs(math.log(span_deg / step / _LINES)))


def degrees(value: float, halves: str) -> str:
    """Write a longitude or latitude, to the minute.

    Parameters
    ----------
    value
        Degrees.
    halves
        Letters of the positive and the negative half: `EW` or `NS`.
    """
    minutes = round(abs(value) * 60)
    whole, rest = divmod(minutes, 60)
    half = "" if minutes == 0 else halves[value < 0]
    return f"{whole}°{f'{rest:02d}′' if rest else ''}{half}"


def _degrees(low: float, high: float, step: float) -> list[float]:
    """Round values between two."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _line(start: tuple[float, float], end: tuple[float, float]) -> shapely.LineString:
    share = np.linspace(0, 1, 41)[:, None]
    return shapely.LineString(np.array(start) * (1 - share) + np.array(end) * share)


def _meets(
    line: shapely.geometry.base.BaseGeometry, frame: MapFrame, *, upper: bool
) -> Iterator[float]:
    """Where a line comes to the upper or the left side of the map, away from its corners."""
    left, bottom, right, top = frame.box_mm
    for x, y in shapely.get_coordinates(line):
        if upper and abs(y - top) < 0.05 and left + 4 < x < right - 4:
            yield float(x)
        elif not upper and abs(x - left) < 0.05 and bottom + 4 < y < top - 4:
            yield float(y)
