"""The small map that shows where in the world the large one lies."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from maps.basemap import Area
from maps.extent import Box
from maps.html import Html, tag

_WIDTH: Final = 168.0
_LEAST_SHARE: Final = 0.03
_LEAST_MARK: Final = 7.0
_LETTER: Final = 6.4
_LINE: Final = 11.0


def locator(view: Box, window: Box, areas: tuple[Area, ...]) -> Html | None:
    """Draw the small map as SVG.

    Parameters
    ----------
    view
        West, south, east, north of the large map in degrees, WGS 84.
    window
        The same of the small one.
    areas
        Countries in the window, clipped to it.

    Returns
    -------
    Html or None
        None where no country's ground is known.
    """
    if not areas:
        return None
    paper = _Paper(window)
    grounds = [tag("path", d=paper.path(area.shape), class_="ground") for area in areas]
    west, south, east, north = view
    x, y = paper.point(west, north)
    right, bottom = paper.point(east, south)
    wide, high = max(right - x, _LEAST_MARK), max(bottom - y, _LEAST_MARK)
    mark = tag(
        "rect",
        x=f"{(x + right - wide) / 2:.1f}",
        y=f"{(y + bottom - high) / 2:.1f}",
        width=f"{wide:.1f}",
        height=f"{high:.1f}",
        class_="here",
    )
    names = list(_names(paper, areas, here=(x, y, right, bottom)))
    return tag(
        "svg",
        *grounds,
        *names,
        mark,
        class_="locator",
        viewbox=f"0 0 {_WIDTH:.0f} {paper.height:.0f}",
        role="img",
        aria_label="Where the map lies among the countries around it",
    )


def _names(paper: _Paper, areas: tuple[Area, ...], *, here: Box) -> Iterator[Html]:
    """Names of the countries that have room for one, the largest first; none covers another."""
    taken: list[Box] = []
    for area in sorted(areas, key=lambda area: -area.shape.area):
        west, _, east, _ = area.shape.bounds
        wide = paper.point(east, 0)[0] - paper.point(west, 0)[0]
        needed = _LETTER * len(area.place.name)
        if area.shape.area < _LEAST_SHARE * paper.area or needed > wide:
            continue
        boxes = [
            box
            for box in _boxes(paper, area.shape, needed)
            if not any(_overlap(box, other) for other in taken)
        ]
        if not boxes:
            continue
        # Rather beside the frame of the large map than across its edge.
        box = next((box for box in boxes if not _overlap(box, here)), boxes[0])
        taken.append(box)
        x, baseline = (box[0] + box[2]) / 2, box[3] - 2.0
        yield tag("text", area.place.name, x=f"{x:.1f}", y=f"{baseline:.1f}")


def _boxes(paper: _Paper, shape: BaseGeometry, wide: float) -> Iterator[Box]:
    """Where a name of this width may stand within a shape, the middle first."""
    x, y = paper.point(*_middle(shape))
    shapely.prepare(shape)
    shifts = sorted(product((0.0, -16.0, 16.0, -32.0, 32.0), (0.0, -11.0, 11.0, -22.0, 22.0)),
                    key=lambda shift: math.hypot(*shift))  # fmt: skip
    for right, down in shifts:
        across, below = x + right, y + down
        box = (across - wide / 2, below - _LINE / 2, across + wide / 2, below + _LINE / 2)
        if box[0] < 2 or box[1] < 2 or box[2] > _WIDTH - 2 or box[3] > paper.height - 2:
            continue
        if (right, down) == (0.0, 0.0) or all(
            shape.intersects(shapely.Point(paper.lonlat(at, below)))
            for at in (across - wide / 3, across, across + wide / 3)
        ):
            yield box


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """A point well inside the biggest part of a shape."""
    biggest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    point = shapely.maximum_inscribed_circle(biggest, tolerance=0.2).coords[0]
    return float(point[0]), float(point[1])


def _shrink(lat: float) -> float:
    return max(0.2, math.cos(math.radians(lat)))


class _Paper:
    """From degrees to the small map's own units: even steps, true at its middle latitude."""

    def __init__(self, window: Box) -> None:
        self.west, south, east, self.north = window
        self.scale = _WIDTH / (east - self.west)
        self.stretch = 1 / _shrink((south + self.north) / 2)
        self.height = (self.north - south) * self.scale * self.stretch
        self.area = (east - self.west) * (self.north - south)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.scale, (self.north - lat) * self.scale * self.stretch

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        return self.west + x / self.scale, self.north - y / self.scale / self.stretch

    def path(self, shape: BaseGeometry) -> str:
        parts = []
        for polygon in getattr(shape, "geoms", [shape]):
            for ring in (polygon.exterior, *polygon.interiors):
                points = [self.point(lon, lat) for lon, lat in ring.coords[:-1]]
                steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
                parts.append(f"M{steps}Z")
        return "".join(parts)
