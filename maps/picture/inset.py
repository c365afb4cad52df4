"""The small map that shows where the large one lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from maps.basemap import Base
from maps.extent import Box
from maps.picture.lettering import MM_PER_PT, Face, plain, width_mm
from maps.picture.pen import Pen, points
from maps.picture.projection import MapFrame, filled_frame
from maps.picture.theme import Theme

_SHARE: Final = 0.19
_LEAST_MM: Final = 24.0
_MOST_MM: Final = 46.0
_MARK_MM: Final = 1.7
_TEXT_PX: Final = 8.6
_LEAST_SHARE: Final = 0.02


@dataclass(frozen=True)
class Inset:
    """A small map."""

    frame: MapFrame
    """Its own projection and size."""
    base: Base
    """Where its countries are from."""
    unit_mm: float
    """What a pixel of a page is on the sheet, millimetres."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, millimetres."""
        return self.frame.width_mm, self.frame.height_mm

    def draw(self, pen: Pen, theme: Theme, box: Box, *, shown: MapFrame) -> None:
        """Draw it.

        Parameters
        ----------
        pen
            What draws.
        theme
            The colours.
        box
            Left, bottom, right, top on the sheet, millimetres.
        shown
            The large map.
        """
        frame = self.frame.at(box[0], box[1])
        edge = shapely.box(*box)
        pen.area(edge.buffer(1.6 * self.unit_mm, join_style="mitre"), theme.paper)
        pen.area(edge, theme.water)
        grounds = [frame.shape(area.shape) for area in self.base.locator_areas]
        for ground in grounds:
            pen.area(ground, theme.land)
        look = theme.looks["edge"]
        inner = edge.buffer(-0.02)
        for ground in grounds:
            line = shapely.intersection(ground.boundary, inner)
            pen.line(line, str(look["color"]), width_pt=points(0.9, unit_mm=self.unit_mm))
        mark = self._mark(frame, shown)
        self._names(pen, theme, frame, grounds, mark)
        pen.area(mark, theme.ink, alpha=0.18)
        pen.line(mark, theme.ink, width_pt=points(2.0, unit_mm=self.unit_mm))
        pen.line(edge, theme.quiet, width_pt=points(1.2, unit_mm=self.unit_mm))

    def _mark(self, frame: MapFrame, shown: MapFrame) -> BaseGeometry:
        """The ground of the large map, large enough to be seen."""
        edge = shapely.segmentize(shapely.box(*shown.box_mm), shown.width_mm / 20).exterior
        lon, lat = shown.lonlat(*shapely.get_coordinates(edge).T)
        ground = shapely.Polygon(np.column_stack(frame.place(lon, lat)))
        left, bottom, right, top = ground.bounds
        if max(right - left, top - bottom) >= _MARK_MM:
            return ground
        x, y = (left + right) / 2, (bottom + top) / 2
        half = _MARK_MM / 2
        return shapely.box(x - half, y - half, x + half, y + half)

    def _names(
        self,
        pen: Pen,
        theme: Theme,
        frame: MapFrame,
        grounds: list[BaseGeometry],
        mark: BaseGeometry,
    ) -> None:
        """Names of the countries that have room for one."""
        face = Face(max(4.6, _TEXT_PX * self.unit_mm / MM_PER_PT))
        taken = [mark.buffer(0.4)]
        pairs = zip(self.base.locator_areas, grounds, strict=True)
        for area, ground in sorted(pairs, key=lambda pair: -pair[1].area):
            text = plain(area.place.name)
            if ground.area < _LEAST_SHARE * frame.width_mm * frame.height_mm:
                continue
            for x, y in _middles(ground, width_mm(text, face), face):
                wide = width_mm(text, face) + 0.8
                box = shapely.box(
                    x - wide / 2, y - face.descent_mm, x + wide / 2, y + face.ascent_mm + 0.3
                )
                if not any(shapely.intersects(box, other) for other in taken):
                    taken.append(box)
                    pen.text(x, y, text, face, theme.area, side="center", halo=True)
                    break


def inset_of(base: Base, frame: MapFrame, *, unit_mm: float) -> Inset | None:
    """Draw up a small map; None where the large one shows enough itself.

    Parameters
    ----------
    base
        What lies under the marks.
    frame
        The large map.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    if base.locator is None or not base.locator_areas:
        return None
    width = min(_MOST_MM, max(_LEAST_MM, _SHARE * frame.width_mm))
    return Inset(filled_frame(base.locator, width_mm=width), base, unit_mm)


def _middles(ground: BaseGeometry, wide: float, face: Face) -> Iterator[tuple[float, float]]:
    """Where a name may stand in a ground, the roomiest first."""
    high = face.ascent_mm
    left, bottom, right, top = ground.bounds
    found = []
    for i in range(1, 12):
        for j in range(1, 12):
            x = left + (right - left) * i / 12
            y = bottom + (top - bottom) * j / 12
            box = shapely.box(x - wide / 2 - 0.3, y - 0.2, x + wide / 2 + 0.3, y + high + 0.2)
            if ground.contains(box):
                room = ground.boundary.distance(box)
                found.append((-room, x, y))
    for _, x, y in sorted(found):
        yield x, y
