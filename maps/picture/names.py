"""Names on the map: whose they are, how much they matter, where they may stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from maps.extent import Box
from maps.picture.lettering import Face, reach_mm, shortened, width_mm
from maps.picture.obstacles import Mark, Obstacles
from maps.picture.pen import Pen, Side, points
from maps.picture.placing import Position, place
from maps.picture.theme import Theme

_PAD_MM: Final = 0.25
_AREA_PAD_MM: Final = 1.5
_GAP_PX: Final = 1.6
_FAR_PX: Final = (13.0, 24.0, 40.0)
_ANGLES: Final = (
    (0, 0.0), (40, 0.3), (-40, 0.45), (180, 0.35), (140, 0.6), (-140, 0.7), (90, 0.8), (-90, 0.9),
    (20, 0.25), (-20, 0.3), (160, 0.55), (-160, 0.6),
)  # fmt: skip
"""Directions of a name from its mark, degrees against the clock from the right, the better ones
cheaper: readers find a name to the right of its mark first (Imhof 1975)."""
_LEADER_COST: Final = 2.6
_LEADER_PER_MM: Final = 0.3
_WIDEST: Final = 0.42
_AREA_TRIES: Final = 48
_AREA_STEP_MM: Final = 2.5
_AREA_COST: Final = 5.0
_SHARES: Final = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_HIDDEN_COST: Final = 8.0
"""What it costs to cover the whole of a line by what is said of it."""
_PLATE_PAD_MM: Final = 0.55


@dataclass(frozen=True)
class Name:
    """A name that may stand on the map; exactly one of `mark`, `area`, `line` says of what."""

    text: str
    """The words, plain."""
    face: Face
    """How they are set."""
    colour: str
    """`#rrggbb`."""
    weight: float
    """What it costs to leave it out."""
    layer: str
    """Id of the layer that it is written in."""
    mark: Mark | None = None
    """The mark of the place that it names."""
    area: BaseGeometry | None = None
    """The ground that it names, millimetres."""
    line: BaseGeometry | None = None
    """The line that it tells about, millimetres."""
    dot: bool = False
    """Whether its mark is drawn only where the name finds room."""
    turned: bool = False
    """Whether it is written upwards."""
    spare: tuple[tuple[str, Face, bool], ...] = ()
    """Smaller ways to write it where it finds no room as it is: words, face, whether upwards."""

    @property
    def pad(self) -> float:
        """Room around the letters, millimetres: names of areas keep away from others."""
        return _PAD_MM if self.area is None else _AREA_PAD_MM

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, millimetres."""
        wide = width_mm(self.text, self.face) + 2 * self.pad
        high = sum(reach_mm(self.text, self.face)) + 2 * self.pad
        return (high, wide) if self.turned else (wide, high)


@dataclass(frozen=True)
class Standing:
    """A name where it stands."""

    name: Name
    """The name."""
    position: Position
    """Where."""

    @property
    def base(self) -> tuple[float, float]:
        """Where its base line begins, is halved or ends, by the side of its position."""
        left, bottom, right, top = self.position.box
        pad = self.name.pad
        _, deep = reach_mm(self.name.text, self.name.face)
        if self.name.turned:
            return right - pad - deep, (bottom + top) / 2
        x = {"left": left + pad, "right": right - pad, "center": (left + right) / 2}
        lower = (top - bottom - self.name.size[1]) / 2
        return x[self.position.side], bottom + lower + pad + deep


@dataclass(frozen=True)
class Lettered:
    """All names that found room."""

    standing: tuple[Standing, ...]
    """The names."""
    missing: tuple[Name, ...] = field(default=())
    """Names that found none."""

    @property
    def dots(self) -> list[Mark]:
        """Marks that are drawn only with their names."""
        return [s.name.mark for s in self.standing if s.name.dot and s.name.mark is not None]


def letter(
    names: Sequence[Name], obstacles: Obstacles, marks: Sequence[Mark], *, unit_mm: float
) -> Lettered:
    """Find room for names.

    Parameters
    ----------
    names
        The names.
    obstacles
        What is drawn below them.
    marks
        The marks among the obstacles, in their order.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    numbers = {id(mark): number for number, mark in enumerate(marks)}
    widest = _WIDEST * (obstacles.room[2] - obstacles.room[0])
    fitted: list[Name] = []
    found: list[list[Position]] = []
    for name in names:
        tried = (
            (way, list(_positions(way, obstacles, numbers, unit_mm))) for way in _ways(name, widest)
        )
        way, positions = next((pair for pair in tried if pair[1]), (name, []))
        fitted.append(way)
        found.append(positions)
    places = place(found, [name.weight for name in fitted])
    pairs = list(zip(fitted, places, strict=True))
    return Lettered(
        tuple(Standing(name, position) for name, position in pairs if position is not None),
        tuple(name for name, position in pairs if position is None),
    )


def draw_leaders(pen: Pen, lettered: Lettered, theme: Theme, *, unit_mm: float) -> None:
    """Draw the lines from marks to names that stand apart from them.

    Parameters
    ----------
    pen
        What draws.
    lettered
        The names.
    theme
        The colours.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    for standing in lettered.standing:
        if standing.position.leader is not None:
            line = shapely.LineString(standing.position.leader)
            pen.line(line, theme.land, width_pt=points(2.6, unit_mm=unit_mm), alpha=0.8)
            pen.line(line, theme.quiet, width_pt=points(1.0, unit_mm=unit_mm))


def draw_names(pen: Pen, lettered: Lettered, theme: Theme, *, layers: Sequence[str]) -> None:
    """Write the names.

    Parameters
    ----------
    pen
        What draws.
    lettered
        The names.
    theme
        The colours.
    layers
        Ids of the layers that they are written in, from the bottom to the top.
    """
    for layer in layers:
        with pen.layer(layer):
            for standing in lettered.standing:
                name = standing.name
                if name.layer != layer:
                    continue
                if name.line is not None:
                    plate = shapely.box(*standing.position.box)
                    pen.area(plate, theme.paper, alpha=0.94)
                    pen.line(plate, theme.rule, width_pt=0.4)
                pen.text(
                    *standing.base,
                    name.text,
                    name.face,
                    name.colour,
                    side=standing.position.side,
                    halo=name.line is None,
                    turned_deg=90.0 if name.turned else 0.0,
                )


def _ways(name: Name, widest: float) -> Iterator[Name]:
    """A name as it is, then in its smaller ways; that of a place is cut to a width."""
    if name.mark is not None:
        yield replace(name, text=shortened(name.text, name.face, most_mm=widest))
        return
    yield name
    for text, face, turned in name.spare:
        yield replace(name, text=text, face=face, turned=turned)


def _positions(
    name: Name, obstacles: Obstacles, numbers: dict[int, int], unit_mm: float
) -> Iterator[Position]:
    if not name.text:
        return
    if name.mark is not None:
        found = list(_around(name, name.mark, unit_mm))
        own = numbers.get(id(name.mark))
    elif name.area is not None:
        found, own = list(_inside(name, name.area, obstacles)), None
    else:
        found, own = list(_along(name)), None
    if not found:
        return
    boxes = np.array([position.box for position in found])
    free = obstacles.free(boxes, own=own)
    if name.area is not None:
        free &= ~obstacles.crossed(boxes)
    if name.dot and name.mark is not None and not _dot_free(name.mark, obstacles):
        return
    costs = obstacles.costs(boxes, own=own)
    for position, is_free, cost in zip(found, free, costs, strict=True):
        if is_free:
            yield Position(
                position.box, position.cost + float(cost), position.leader, position.side,
                position.also,
            )  # fmt: skip


def _dot_free(mark: Mark, obstacles: Obstacles) -> bool:
    return bool(obstacles.free(np.array([_square(mark)]))[0])


def _square(mark: Mark) -> Box:
    reach = mark.reach
    return (mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach)


def _around(name: Name, mark: Mark, unit_mm: float) -> Iterator[Position]:
    """Positions about a mark, the last ones with a line to it."""
    wide, high = name.size
    also = (_square(mark),) if name.dot else ()
    near = mark.reach + _GAP_PX * unit_mm - _PAD_MM
    for angle, cost in _ANGLES:
        box, side = _box(mark, near, angle, wide, high)
        yield Position(box, cost, None, side, also)
    if name.dot:
        return
    for far in _FAR_PX:
        for angle, cost in _ANGLES:
            gap = mark.reach + far * unit_mm
            box, side = _box(mark, gap, angle, wide, high)
            leader = _leader(mark, box)
            length = math.dist(*leader)
            yield Position(box, cost + _LEADER_COST + _LEADER_PER_MM * length, leader, side, also)


def _box(mark: Mark, gap: float, angle: float, wide: float, high: float) -> tuple[Box, Side]:
    """A box that touches a circle about a mark from outside."""
    across, along = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = mark.x + gap * across, mark.y + gap * along
    if across > 0.3:
        left, side = x, "left"
    elif across < -0.3:
        left, side = x - wide, "right"
    else:
        left, side = x - wide / 2, "center"
    share = 0.0 if along > 0.6 else 1.0 if along < -0.6 else 0.5 - along / 1.5
    bottom = y - high * share
    return (left, bottom, left + wide, bottom + high), side  # type: ignore[return-value]


def _leader(mark: Mark, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """The line from the edge of a mark to the nearest point of a name."""
    left, bottom, right, top = box
    to_x = min(max(mark.x, left), right)
    to_y = min(max(mark.y, bottom + (top - bottom) * 0.3), top - (top - bottom) * 0.3)
    away = max(math.hypot(to_x - mark.x, to_y - mark.y), 1e-6)
    share = min(1.0, mark.reach / away)
    return (
        (mark.x + (to_x - mark.x) * share, mark.y + (to_y - mark.y) * share),
        (to_x, to_y),
    )


def _inside(name: Name, area: BaseGeometry, obstacles: Obstacles) -> Iterator[Position]:
    """Positions in an area, the roomiest first."""
    wide, high = name.size
    left, bottom, right, top = obstacles.room
    inner = shapely.intersection(area, shapely.box(left, bottom, right, top))
    if inner.is_empty:
        return
    at = _grid(inner)
    if not len(at):
        return
    boxes = np.column_stack([
        at[:, 0] - wide / 2, at[:, 1] - high / 2, at[:, 0] + wide / 2, at[:, 1] + high / 2,
    ])  # fmt: skip
    shapely.prepare(inner)
    held = shapely.contains(inner, shapely.box(*boxes.T))
    boxes, at = boxes[held], at[held]
    if not len(at):
        return
    room = np.asarray(shapely.distance(shapely.points(at), inner.boundary))
    order = np.argsort(-room, kind="stable")
    # Spread what is tried over the whole area, the roomiest first.
    step = max(1, len(order) // _AREA_TRIES)
    tried = sorted({*order[: _AREA_TRIES // 2].tolist(), *order[::step].tolist()})
    for index in tried:
        cost = _AREA_COST * float(1 - room[index] / room.max())
        box = tuple(float(value) for value in boxes[index])
        yield Position(box, cost, None, "center")  # type: ignore[arg-type]


def _grid(shape: BaseGeometry) -> NDArray[Any]:
    left, bottom, right, top = shape.bounds
    columns = np.arange(left, right, _AREA_STEP_MM)
    rows = np.arange(bottom, top, _AREA_STEP_MM)
    x, y = (part.ravel() for part in np.meshgrid(columns, rows))
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, x, y)
    return np.column_stack([x[inside], y[inside]])


def _along(name: Name) -> Iterator[Position]:
    """Positions on a line and beside it."""
    wide, high = name.size
    wide, high = wide + 2 * _PLATE_PAD_MM, high + _PLATE_PAD_MM
    line = name.line
    if line is None or line.is_empty:
        return
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    for rank, share in enumerate(_SHARES):
        at = longest.interpolate(share, normalized=True)
        shifts = (
            (0.0, 0.0),
            (0.0, high * 0.75),
            (0.0, -high * 0.75),
            (wide * 0.53, 0.0),
            (-wide * 0.53, 0.0),
        )
        for beside, (dx, dy) in enumerate(shifts):
            x, y = at.x + dx, at.y + dy
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            hidden = shapely.intersection(longest, shapely.box(*box)).length / longest.length
            cost = 0.4 * rank + 0.8 * bool(beside) + _HIDDEN_COST * float(hidden)
            yield Position(box, cost, None, "center")
