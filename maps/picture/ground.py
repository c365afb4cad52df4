"""The features of a map, drawn as the page's script draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from maps.picture.arrows import draw_arrow
from maps.picture.fillings import dots_of, hatched, strokes_of
from maps.picture.marks import draw_mark
from maps.picture.pen import Pen, points
from maps.picture.projection import MapFrame
from maps.picture.seen import Seen, Sight
from maps.picture.theme import Theme
from maps.style import VERDICT_DASHES, Look

_NAMES: Final = {
    "near-land": "land",
    "region-edges": "regions",
    "near-edges": "coasts-and-borders",
    "outlines": "regions-named",
    "stated": "stated",
    "grounds": "ground-named",
    "advances": "ground-gained",
}
"""What the layers of a picture are called where the page's own names say less."""
_SOFT: Final = ("sector", "ground")
_HATCH_STEP_PX: Final = 4.24
_HATCH_LINE_PX: Final = 1.7
_HATCHED: Final = 1.5
_CLAIMED_FILL: Final = 1.7
_LATER: Final = ("towns", "places")
"""Layers whose marks are drawn with their names."""


def draw_ground(pen: Pen, sight: Sight, frame: MapFrame, theme: Theme, *, unit_mm: float) -> None:
    """Draw every layer but the marks, from the bottom to the top.

    Parameters
    ----------
    pen
        What draws.
    sight
        What is seen of the layers.
    frame
        The map.
    theme
        The colours.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    with pen.layer("water"):
        pen.area(shapely.box(*frame.box_mm), theme.water)
    for key, features in sight.items():
        if key in _LATER:
            continue
        with pen.layer(_NAMES.get(key, key)):
            for soft, run in groupby(features, key=lambda f: (f.look in _SOFT, f.get("card"))):
                if soft[0]:
                    _soft(pen, list(run), theme, unit_mm)
                else:
                    for feature in run:
                        _feature(pen, feature, frame, theme, unit_mm)


def draw_places(pen: Pen, features: Sequence[Seen], theme: Theme, *, unit_mm: float) -> None:
    """Draw marks.

    Parameters
    ----------
    pen
        What draws.
    features
        Points, from the bottom to the top.
    theme
        The colours.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    for feature in features:
        if feature.point is not None:
            draw_mark(pen, *feature.point, feature.properties, theme, unit_mm=unit_mm)


def _soft(pen: Pen, levels: Sequence[Seen], theme: Theme, unit_mm: float) -> None:
    """Ground with a soft edge: solid where it is assessed, hatched where it is only claimed."""
    first = levels[0]
    colour = theme.side(first.get("side"))
    share = float(theme.looks[first.look]["fillOpacity"])
    if first.get("standing") != "claimed":
        for level in levels:
            pen.area(level.shape, colour, alpha=share)
        return
    # Lines that lie on one another would add up to a pattern of their own: each ring once.
    left = 1.0
    for level, inner in zip(levels, [*levels[1:], None], strict=True):
        left *= 1 - min(1.0, share * _HATCHED)
        ring = level.shape if inner is None else shapely.difference(level.shape, inner.shape)
        lines = hatched(ring, step_mm=_HATCH_STEP_PX * unit_mm)
        width_pt = points(_HATCH_LINE_PX, unit_mm=unit_mm)
        pen.line(lines, colour, width_pt=width_pt, alpha=1 - left)


def _feature(pen: Pen, feature: Seen, frame: MapFrame, theme: Theme, unit_mm: float) -> None:
    if feature.point is not None:
        draw_mark(pen, *feature.point, feature.properties, theme, unit_mm=unit_mm)
    elif feature.look == "axis":
        start, end = feature.shape.coords
        ends = ((start[0], start[1]), (end[0], end[1]))
        within = shapely.box(*frame.box_mm)
        draw_arrow(pen, ends, feature.properties, theme, unit_mm=unit_mm, within=within)
    elif not (feature.get("radius_m") and _hidden(feature.shape, unit_mm)):
        edge = edge_of(feature.shape, frame)
        draw_sample(
            pen, feature.shape, feature.look, feature.properties, theme, unit_mm=unit_mm, edge=edge
        )


def draw_sample(
    pen: Pen,
    shape: BaseGeometry,
    look: str,
    properties: Mapping[str, Any],
    theme: Theme,
    *,
    unit_mm: float,
    edge: BaseGeometry | None = None,
) -> None:
    """Draw a shape in a look, on the map or in the key.

    Parameters
    ----------
    pen
        What draws.
    shape
        Lines or polygons, millimetres.
    look
        Key of the look.
    properties
        Codes that the look depends on: `fill`, `side`, `verdict`.
    theme
        The colours.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    edge
        What is drawn of its edge; all of it where not given.
    """
    drawn = _look(theme, look, properties)
    filled = properties.get("fill")
    of_side = filled or "color" not in drawn
    colour = theme.side(properties.get("side")) if of_side else str(drawn["color"])
    if filled:
        alpha = float(drawn["fillOpacity"])
        _filled(pen, shape, kind=str(filled), colour=colour, alpha=alpha, unit_mm=unit_mm)
    elif "fillColor" in drawn:
        pen.area(shape, str(drawn["fillColor"]), alpha=float(drawn.get("fillOpacity", 0.2)))
    if "weight" in drawn:
        dash = drawn.get("dashArray", "")
        if properties.get("verdict"):
            dash = VERDICT_DASHES[properties["verdict"]]
        line = shape if edge is None else edge
        draw_line(pen, line, drawn, colour, dash=str(dash), unit_mm=unit_mm)


def _look(theme: Theme, look: str, properties: Mapping[str, Any]) -> Look:
    """The drawing options of a look: a line that asks for nothing is quiet."""
    asks = properties.get("verdict") in ("contradicted", "uncertain")
    quiet = theme.looks.get("measured-quiet")
    return quiet if look == "measured" and not asks and quiet is not None else theme.looks[look]


def draw_line(
    pen: Pen, shape: BaseGeometry, look: Look, colour: str, *, dash: str, unit_mm: float
) -> None:
    """Draw a line in a look.

    Parameters
    ----------
    pen
        What draws.
    shape
        The line, millimetres.
    look
        From `maps.style.LOOKS` or its like.
    colour
        `#rrggbb`.
    dash
        Pixels on and off, with spaces between; empty for a full line.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    steps = [points(float(step), unit_mm=unit_mm) for step in dash.split()]
    # Leaflet ends every line round, which makes dots of short dashes.
    dotted = bool(steps) and steps[0] <= points(1.0, unit_mm=unit_mm)
    pen.line(
        shape,
        colour,
        width_pt=points(float(look["weight"]), unit_mm=unit_mm),
        dash=steps,
        alpha=float(look.get("opacity", 1.0)),
        round_ends=dotted,
    )


def _filled(
    pen: Pen, shape: BaseGeometry, *, kind: str, colour: str, alpha: float, unit_mm: float
) -> None:
    """Ground of a control map in the filling of its status."""
    if kind == "plain":
        pen.area(shape, colour, alpha=alpha)
        return
    alpha = min(1.0, alpha * _CLAIMED_FILL)
    strokes = strokes_of(kind, shape, unit_mm=unit_mm)
    dots = dots_of(kind, shape, unit_mm=unit_mm)
    if strokes is not None:
        width_px = {"rows": 1.1, "slant": 2.1}.get(kind, 1.3)
        pen.line(strokes, colour, width_pt=points(width_px, unit_mm=unit_mm), alpha=alpha)
    elif dots is not None:
        pen.area(dots, colour, alpha=alpha)


def edge_of(shape: BaseGeometry, frame: MapFrame) -> BaseGeometry:
    """Give the edge of a shape without what only the map's own edge made.

    Parameters
    ----------
    shape
        Lines or polygons, millimetres.
    frame
        The map that it was cut to.
    """
    outlines = [
        part.boundary if isinstance(part, shapely.Polygon) else part for part in _parts(shape)
    ]
    inner = shapely.box(*frame.box_mm).buffer(-0.01, join_style="mitre")
    return shapely.union_all([shapely.intersection(line, inner) for line in outlines])


def _hidden(shape: BaseGeometry, unit_mm: float) -> bool:
    """Whether a circle is so small that a mark would cover it."""
    left, bottom, right, top = shape.bounds
    return bool(max(right - left, top - bottom) <= 18 * unit_mm)


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    if hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _parts(part)
    elif not shape.is_empty:
        yield shape
