"""The scale bar, in kilometres and in miles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import shapely

from maps.extent import Box
from maps.picture.lettering import MM_PER_PT, Face, width_mm
from maps.picture.pen import Pen, points
from maps.picture.projection import MapFrame
from maps.picture.theme import Theme
from maps.wording import number

MILE_M: Final = 1_609.344
_NICE: Final = (1.0, 2.0, 5.0)
_SHARE: Final = 0.2
_TEXT_PX: Final = 10.0
_PAD_PX: Final = 5.0
_TICK_PX: Final = 6.0
_GAP_PX: Final = 5.0
_ROW_PX: Final = 14.0


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """Two bars of round lengths."""

    km: float
    """Length of the upper one on the ground."""
    miles: float
    """Length of the lower one on the ground."""
    km_mm: float
    """Length of the upper one on the sheet."""
    miles_mm: float
    """Length of the lower one on the sheet."""
    unit_mm: float
    """What a pixel of a page is on the sheet."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with its margins, millimetres."""
        ends = (
            length + width_mm(words, self._face)
            for length, words in zip((self.km_mm, self.miles_mm), self._words, strict=True)
        )
        pad = 2 * _PAD_PX * self.unit_mm
        return max(ends) + _GAP_PX * self.unit_mm + pad, 2 * _ROW_PX * self.unit_mm + pad

    @property
    def _face(self) -> Face:
        return Face(_TEXT_PX * self.unit_mm / MM_PER_PT)

    @property
    def _words(self) -> tuple[str, str]:
        return f"{number(self.km)} km", f"{number(self.miles)} mi"

    def draw(self, pen: Pen, theme: Theme, box: Box) -> None:
        """Draw it.

        Parameters
        ----------
        pen
            What draws.
        theme
            The colours.
        box
            Left, bottom, right, top of its room, millimetres.
        """
        unit, face = self.unit_mm, self._face
        left = box[0] + _PAD_PX * unit
        middle = (box[1] + box[3]) / 2
        for length, words, way in (
            (self.km_mm, self._words[0], 1), (self.miles_mm, self._words[1], -1),
        ):  # fmt: skip
            y = middle + way * _ROW_PX / 2 * unit
            tick = _TICK_PX / 2 * unit
            bar = shapely.MultiLineString([
                [(left, y), (left + length, y)],
                [(left, y - tick), (left, y + tick)],
                [(left + length, y - tick), (left + length, y + tick)],
            ])  # fmt: skip
            pen.line(bar, theme.land, width_pt=points(4.6, unit_mm=unit), alpha=0.85)
            pen.line(bar, theme.ink, width_pt=points(1.6, unit_mm=unit))
            base = y - face.ascent_mm / 2
            pen.text(left + length + _GAP_PX * unit, base, words, face, theme.ink, halo=True)


def scale_bar_of(frame: MapFrame, *, unit_mm: float) -> ScaleBar | None:
    """Choose round lengths for a map; None where no one scale holds for all of it.

    Lengths are those at the middle of the map, where its projection is true in every direction.

    Parameters
    ----------
    frame
        The map.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    if frame.whole_earth:
        return None
    longest_m = _SHARE * frame.width_mm / frame.mm_per_m
    km, miles = _round(longest_m / 1000), _round(longest_m / MILE_M)
    return ScaleBar(
        km=km,
        miles=miles,
        km_mm=km * 1000 * frame.mm_per_m,
        miles_mm=miles * MILE_M * frame.mm_per_m,
        unit_mm=unit_mm,
    )


def _round(most: float) -> float:
    """The greatest round number up to a limit."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(nice * power for nice in _NICE if nice * power <= most * (1 + 1e-9))
