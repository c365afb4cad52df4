"""A composition drawn on a figure, layer by layer."""

from __future__ import annotations

from typing import Any, Final

import shapely

from maps.picture.columns import Paragraph, draw_columns
from maps.picture.composition import Columns, Composition
from maps.picture.graticule import MARGIN_PX, draw_graticule
from maps.picture.ground import draw_ground, draw_places
from maps.picture.names import draw_leaders, draw_names
from maps.picture.pen import Pen, points
from maps.picture.saving import new_figure
from maps.picture.wishes import LAYERS

_RULE_PX: Final = 4.0
_HEAD_PX: Final = 7.0
_BELOW_MAP_PX: Final = 12.0
_BEFORE_FOOT_PX: Final = 7.0


def draw(composition: Composition, *, every_letter: bool) -> Any:  # noqa: ANN401 (matplotlib's)
    """Draw a picture.

    Parameters
    ----------
    composition
        What stands where.
    every_letter
        Whether letters that no face has are written none the less, for other programs to show.

    Returns
    -------
    matplotlib.figure.Figure
        The sheet.
    """
    above, below = _above(composition), _below(composition)
    height = composition.frame.height_mm + above + below
    theme = composition.theme
    figure = new_figure(width_mm=composition.width_mm, height_mm=height, paper=theme.paper)
    pen = Pen(figure, theme.land, (0.0, below), every_letter)
    _map(pen, composition)
    _head(pen, composition, above)
    _tail(pen, composition)
    return figure


def _map(pen: Pen, composition: Composition) -> None:
    c = composition
    unit, theme = c.unit_mm, c.theme
    draw_ground(pen, c.sight, c.frame, theme, unit_mm=unit)
    if c.graticule:
        with pen.layer("graticule"):
            draw_graticule(pen, c.frame, theme, unit_mm=unit)
    with pen.layer("leaders"):
        draw_leaders(pen, c.lettered, theme, unit_mm=unit)
    with pen.layer("towns"):
        draw_places(pen, [mark.feature for mark in c.lettered.dots], theme, unit_mm=unit)
    with pen.layer("places"):
        draw_places(pen, [mark.feature for mark in c.marks], theme, unit_mm=unit)
    with pen.layer("labels"):
        draw_names(pen, c.lettered, theme, layers=LAYERS)
    if c.bar is not None and c.bar_box is not None:
        with pen.layer("scale-bar"):
            c.bar.draw(pen, theme, c.bar_box)
    if c.inset is not None and c.inset_box is not None:
        with pen.layer("locator"):
            c.inset.draw(pen, theme, c.inset_box, shown=c.frame)
    with pen.layer("frame"):
        edge = shapely.box(*c.frame.box_mm)
        pen.line(edge, theme.quiet, width_pt=points(1.3, unit_mm=unit))


def _head(pen: Pen, composition: Composition, above: float) -> None:
    c = composition
    unit, theme = c.unit_mm, c.theme
    top = c.frame.height_mm + above
    edge, width = c.edge_mm, c.width_mm - 2 * c.edge_mm
    with pen.layer("head"):
        pen.area(shapely.box(0, top - _RULE_PX * unit, c.width_mm, top), theme.ink)
        top -= (_RULE_PX + _HEAD_PX) * unit
        for paragraph in c.head:
            paragraph.draw(pen, theme, left=edge, top=top, width=width)
            top -= paragraph.height(width)
    with pen.layer("warnings"):
        inner = _stamp_left(c)
        for paragraph in c.stamps:
            high = paragraph.height(width - inner)
            bar = shapely.box(edge, top - high + paragraph.after_mm, edge + 3 * unit, top)
            pen.area(bar, theme.ink)
            paragraph.draw(pen, theme, left=edge + inner, top=top, width=width - inner)
            top -= high


def _tail(pen: Pen, composition: Composition) -> None:
    c = composition
    unit, theme = c.unit_mm, c.theme
    top = -_BELOW_MAP_PX * unit
    if c.inset is not None and c.inset_box is None:
        wide, high = c.inset.size
        with pen.layer("locator"):
            box = (c.edge_mm, top - high, c.edge_mm + wide, top)
            c.inset.draw(pen, theme, box, shown=c.frame)
    with pen.layer("key"):
        _columns(pen, c, c.key, top)
    top -= _key_height(c) + _BEFORE_FOOT_PX * unit
    with pen.layer("foot"):
        rule = shapely.LineString([(c.edge_mm, top), (c.width_mm - c.edge_mm, top)])
        pen.line(rule, theme.rule, width_pt=points(1.2, unit_mm=unit))
        _columns(pen, c, c.foot, top - _BEFORE_FOOT_PX * unit)


def _columns(pen: Pen, composition: Composition, columns: Columns, top: float) -> None:
    draw_columns(
        pen,
        composition.theme,
        columns.blocks,
        left=columns.left,
        top=top,
        each=columns.each,
        gap=columns.gap,
    )


def _stamp_left(composition: Composition) -> float:
    return 9 * composition.unit_mm


def _above(composition: Composition) -> float:
    """Height of everything over the map, millimetres."""
    c = composition
    width = c.width_mm - 2 * c.edge_mm
    head = sum(paragraph.height(width) for paragraph in c.head)
    stamps = sum(_height(stamp, width - _stamp_left(c)) for stamp in c.stamps)
    beside = MARGIN_PX if c.graticule else 0.0
    after = 4.0 if c.stamps else 0.0
    return head + stamps + (_RULE_PX + _HEAD_PX + beside + after) * c.unit_mm


def _height(paragraph: Paragraph, width: float) -> float:
    return paragraph.height(width)


def _key_height(composition: Composition) -> float:
    aside = composition.inset
    small = aside.size[1] if aside is not None and composition.inset_box is None else 0.0
    return max(composition.key.height, small)


def _below(composition: Composition) -> float:
    """Height of everything under the map, millimetres."""
    gaps = (_BELOW_MAP_PX + 2 * _BEFORE_FOOT_PX) * composition.unit_mm
    return _key_height(composition) + composition.foot.height + gaps + composition.edge_mm / 2
