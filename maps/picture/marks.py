"""Marks of places: shape says the status, filling the standing, hue the side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from maps.picture.fillings import hatched
from maps.picture.pen import Pen, points
from maps.picture.theme import Theme
from maps.style import LOOKS, MARKS

_HATCH_PX: Final = 3.3
_HATCH_LINE_PX: Final = 1.5
_LINE_PX: Final = 1.8
_BACKING_PX: Final = 2.2
_RING_PX: Final = 2.6
_OTHER_PX: Final = 3.6
_OTHER_BEYOND_PX: Final = 5.4


def reach_mm(properties: Mapping[str, Any], *, unit_mm: float) -> float:
    """Measure how far a mark reaches from its middle, with its rings, millimetres.

    Parameters
    ----------
    properties
        Of its feature.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    rings = 3.0 if properties.get("standing") == "geolocated" else 0.0
    rings += 4.5 if properties.get("other") else 0.0
    return (_radius_px(properties) + 1.5 + rings) * unit_mm


def draw_mark(
    pen: Pen, x: float, y: float, properties: Mapping[str, Any], theme: Theme, *, unit_mm: float
) -> None:
    """Draw the mark of a place, as the page's script does.

    Parameters
    ----------
    pen
        What draws.
    x, y
        Its middle, millimetres.
    properties
        Of its feature: `look`, `status`, `standing`, `side`, `other`, `estimated`.
    theme
        The colours.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    radius = _radius_px(properties) * unit_mm
    if properties.get("look") == "town":
        pen.disc(x, y, radius, fill=str(theme.looks["town"]["color"]))
        return
    ringed = properties.get("other") or properties.get("standing") == "geolocated"
    backing = (4.6 if ringed else _BACKING_PX) * unit_mm
    pen.disc(x, y, radius + backing, fill=theme.paper)
    if properties.get("other"):
        beyond = properties.get("standing") == "geolocated"
        gap = (_OTHER_BEYOND_PX if beyond else _OTHER_PX) * unit_mm
        colour = theme.side(properties["other"])
        pen.disc(x, y, radius + gap, edge=colour, width_pt=points(2.4, unit_mm=unit_mm))
    if properties.get("status"):
        _status(pen, x, y, properties, theme, radius=radius, unit_mm=unit_mm)
    else:
        dash = _dash((2.5, 2.0), unit_mm) if properties.get("estimated") else ()
        width_pt = points(1.7, unit_mm=unit_mm)
        pen.disc(x, y, radius, fill=theme.paper, edge=theme.ink, width_pt=width_pt, dash=dash)


def _status(
    pen: Pen,
    x: float,
    y: float,
    properties: Mapping[str, Any],
    theme: Theme,
    *,
    radius: float,
    unit_mm: float,
) -> None:
    colour = theme.side(properties.get("side"))
    standing = properties.get("standing")
    claimed = standing == "claimed"
    width_pt = points(_LINE_PX, unit_mm=unit_mm)
    inside = _inside(properties["status"], x, y, radius)
    if inside is None:
        for bar in _bars(properties["status"], x, y, radius):
            pen.line(bar, colour, width_pt=width_pt)
    elif claimed:
        lines = hatched(inside, step_mm=_HATCH_PX * unit_mm)
        pen.line(lines, colour, width_pt=points(_HATCH_LINE_PX, unit_mm=unit_mm))
        if properties["status"] in ("entered", "attacked"):
            pen.line(inside, colour, width_pt=width_pt / 2)
    else:
        pen.area(inside, colour)
    dash = _dash((3.0, 1.6), unit_mm) if claimed else ()
    pen.disc(x, y, radius, edge=colour, width_pt=width_pt, dash=dash)
    if standing == "geolocated":
        gap = _RING_PX * unit_mm
        pen.disc(x, y, radius + gap, edge=colour, width_pt=points(1.0, unit_mm=unit_mm))


def _inside(status: str, x: float, y: float, radius: float) -> BaseGeometry | None:
    """What is filled of a mark; None where bars stand instead."""
    disc = shapely.Point(x, y).buffer(radius, quad_segs=24)
    if status == "held":
        return disc
    if status == "entered":
        lower = shapely.box(x - 2 * radius, y - 2 * radius, x + 2 * radius, y)
        return shapely.intersection(disc, lower)
    if status == "attacked":
        return shapely.Point(x, y).buffer(radius * 0.48, quad_segs=24)
    return None


def _bars(status: str, x: float, y: float, radius: float) -> list[shapely.LineString]:
    """The bars of a mark of ground that is lost or fought over."""
    slopes = (1, -1) if status == "contested" else (1,)
    reach = radius * math.sqrt(0.5)
    return [
        shapely.LineString([(x - reach, y - slope * reach), (x + reach, y + slope * reach)])
        for slope in slopes
    ]


def _radius_px(properties: Mapping[str, Any]) -> float:
    if properties.get("look") == "town":
        return float(LOOKS["town"]["dot"])
    if properties.get("status"):
        return MARKS["status"]
    return MARKS["estimate"] if properties.get("estimated") else MARKS["named"]


def _dash(pixels: tuple[float, float], unit_mm: float) -> tuple[float, ...]:
    return tuple(points(part, unit_mm=unit_mm) for part in pixels)
