"""A picture laid out: what stands where on the sheet, before anything is drawn.

The lower left corner of the map is the origin; the head lies above it, key and foot below.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from maps.basemap import base_of
from maps.control_foot import stamps_of
from maps.control_sheet import Sheet
from maps.errata import Erratum, times_said
from maps.extent import Box
from maps.headline import counts_said, dates_said, reports_of, sources_said, title_of
from maps.picture.columns import Block, Paragraph, columns_of, height_of
from maps.picture.foot import foot_of
from maps.picture.graticule import MARGIN_PX
from maps.picture.inset import Inset, inset_of
from maps.picture.key import key_of
from maps.picture.lettering import MM_PER_PT, Face, Run, kept_together, lines_of, plain
from maps.picture.names import Lettered, letter
from maps.picture.obstacles import Mark, Obstacles, marks_of
from maps.picture.projection import MapFrame, frame_of
from maps.picture.scale_bar import ScaleBar, scale_bar_of
from maps.picture.seen import Sight, features_in, seen_of
from maps.picture.theme import Theme, theme_of
from maps.picture.wishes import keyed, names_of
from maps.spots import Checked
from maps.stack import layers_of
from maps.story import Story, tell

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.reading.report import Report

_WIDTHS_MM: Final = (60.0, 89.0, 180.0, 400.0)
_UNITS_MM: Final = (0.165, 0.178, 0.2117, 0.28)
"""What a pixel of a page is on sheets of these widths: marks and letters grow with the sheet."""
_AROUND: Final = 1.06
_TOWNS: Final = 60
_EDGE_SHARE: Final = 0.018
_INNER_PX: Final = 8.0
_COLUMN_PX: Final = 128.0
_COLUMN_GAP_PX: Final = 14.0
_FOOT_COLUMN_MM: Final = 68.0
_HIDDEN_MARK: Final = 25.0


@dataclass(frozen=True)
class Columns:
    """Blocks in columns."""

    blocks: tuple[tuple[Block, ...], ...]
    """The blocks of each column."""
    left: float
    """Where the first begins, millimetres."""
    each: float
    """Width of one, millimetres."""
    gap: float
    """Between them, millimetres."""

    @property
    def height(self) -> float:
        """Height of the highest, millimetres."""
        return height_of(self.blocks, each=self.each)


@dataclass(frozen=True)
class Composition:
    """Everything on a sheet with its place."""

    title: str
    """Headline, plain."""
    story: Story
    """What is told."""
    theme: Theme
    """The colours."""
    unit_mm: float
    """What a pixel of a page is on the sheet."""
    width_mm: float
    """Width of the sheet."""
    frame: MapFrame
    """The map."""
    sight: Sight
    """What is seen of its layers."""
    marks: tuple[Mark, ...]
    """Marks of places, from the bottom to the top."""
    lettered: Lettered
    """Names that found room."""
    inset: Inset | None
    """The small map."""
    inset_box: Box | None
    """Where it stands; None where there is none."""
    bar: ScaleBar | None
    """The scale bar."""
    bar_box: Box | None
    """Where it stands; None where there is none."""
    head: tuple[Paragraph, ...]
    """Headline and subtitle."""
    stamps: tuple[Paragraph, ...]
    """Warnings."""
    key: Columns
    """The key."""
    foot: Columns
    """The small print."""
    graticule: bool
    """Whether meridians and parallels are drawn."""

    @property
    def edge_mm(self) -> float:
        """Margin of the sheet."""
        return edge_of_sheet(self.width_mm)


def compose(
    checked: Checked,
    gazetteer: Gazetteer,
    *,
    title: str | None,
    control: Sheet | None,
    errata: Sequence[Erratum] = (),
    width_mm: float,
    dark: bool,
    graticule: bool,
) -> Composition:
    """Lay out a picture.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    gazetteer
        The open gazetteer that the readings were made with.
    title
        Headline; the single report's own where None.
    control
        The control map beneath the marks.
    errata
        Corrections to the picture, which its head names and its foot tells.
    width_mm
        Width of the sheet.
    dark
        Whether light marks stand on dark ground.
    graticule
        Whether meridians and parallels are drawn.
    """
    unit = float(np.interp(width_mm, _WIDTHS_MM, _UNITS_MM))
    story = tell(checked, gazetteer, sides=control.sides if control else ())
    theme = theme_of(story.sides, dark=dark)
    edge = edge_of_sheet(width_mm)
    beside = MARGIN_PX * unit if graticule else 0.0
    frame = frame_of(story.view, width_mm=width_mm - 2 * edge - beside).at(edge + beside, 0.0)
    base = base_of(gazetteer, view=frame.window, spots=story.spots, towns=_TOWNS, fixed_by=_AROUND)
    sight = seen_of(layers_of(story, base, control), frame, quiet=_settled(story))
    marks = marks_of(tuple(features_in(sight, "places")), unit_mm=unit)
    inset, bar = inset_of(base, frame, unit_mm=unit), scale_bar_of(frame, unit_mm=unit)
    inset_box, bar_box = _corners(sight, marks, frame, inset=inset, bar=bar, unit=unit)
    closed = [box for box in (inset_box, bar_box) if box is not None]
    towns = keyed(marks_of(tuple(features_in(sight, "towns")), unit_mm=unit), "label")
    names = names_of(
        story,
        base,
        sight,
        frame,
        theme,
        marks=keyed(marks, "card"),
        towns=towns,
        control=control,
        unit_mm=unit,
    )
    obstacles = Obstacles(sight, marks, room=_inner(frame, 3 * unit), closed=closed, unit_mm=unit)
    headline = plain(title or title_of(story)) or title_of(story)
    inner = (edge, width_mm - 2 * edge)
    aside = 0.0
    if inset is not None and inset_box is None:
        aside = inset.size[0] + _COLUMN_GAP_PX * unit
    foot = foot_of(
        story,
        base,
        gazetteer,
        frame,
        sight,
        control=control,
        errata=errata,
        width_mm=width_mm,
        unit_mm=unit,
    )
    return Composition(
        title=headline,
        story=story,
        theme=theme,
        unit_mm=unit,
        width_mm=width_mm,
        frame=frame,
        sight=sight,
        marks=tuple(marks),
        lettered=letter(names, obstacles, marks, unit_mm=unit),
        inset=inset,
        inset_box=inset_box,
        bar=bar,
        bar_box=bar_box,
        head=_head(headline, story, control, width=inner[1], unit=unit),
        stamps=_stamps(control, errata, unit),
        key=_columns(
            key_of(sight, story, control, unit_mm=unit),
            left=inner[0] + aside,
            width=inner[1] - aside,
            least=_COLUMN_PX * unit,
            gap=_COLUMN_GAP_PX * unit,
            widest=1.35 * _COLUMN_PX * unit,
        ),
        foot=_columns(
            foot, left=inner[0], width=inner[1], least=_FOOT_COLUMN_MM, gap=_COLUMN_GAP_PX * unit
        ),
        graticule=graticule,
    )


def _settled(story: Story) -> frozenset[str]:
    """Claims whose stated distance needs no ring, since measuring bore it out or did nothing."""
    return frozenset(tie.key for tie in story.ties if not tie.in_question)


def edge_of_sheet(width_mm: float) -> float:
    """Give the margin of a sheet, millimetres.

    Parameters
    ----------
    width_mm
        Width of the sheet.
    """
    return _EDGE_SHARE * width_mm


def _inner(frame: MapFrame, by: float) -> Box:
    left, bottom, right, top = frame.box_mm
    return (left + by, bottom + by, right - by, top - by)


def _columns(
    blocks: Sequence[Block],
    *,
    left: float,
    width: float,
    least: float,
    gap: float,
    widest: float = math.inf,
) -> Columns:
    most = max(1, int((width + gap) / (least + gap)))
    columns = columns_of(blocks, width=width, most=most, gap=gap)
    count = max(1, min(most, len(blocks)))
    return Columns(
        blocks=tuple(tuple(column) for column in columns),
        left=left,
        each=min(widest, (width - gap * (count - 1)) / count),
        gap=gap,
    )


def _corners(
    sight: Sight,
    marks: Sequence[Mark],
    frame: MapFrame,
    *,
    inset: Inset | None,
    bar: ScaleBar | None,
    unit: float,
) -> tuple[Box | None, Box | None]:
    """Where small map and scale bar cover least; None for a small map that finds no room."""
    obstacles = Obstacles(sight, marks, room=frame.box_mm, closed=(), unit_mm=unit)
    inner = _inner(frame, _INNER_PX * unit)
    inset_box, taken = None, -1
    if inset is not None:
        boxes = [_corner(inner, inset.size, index) for index in (1, 0, 3, 2)]
        costs = _hidden(obstacles, marks, boxes, bias=3.0)
        best = int(np.argmin(costs))
        fits = inset.size[1] < 0.6 * frame.height_mm
        if fits and costs[best] < _HIDDEN_MARK:
            inset_box, taken = boxes[best], (1, 0, 3, 2)[best]
    if bar is None:
        return inset_box, None
    free = [index for index in (0, 1, 2, 3, 4, 5) if index != taken]
    boxes = [_corner(inner, bar.size, index) for index in free]
    costs = _hidden(obstacles, marks, boxes, bias=1.5)
    return inset_box, boxes[int(np.argmin(costs))]


def _hidden(
    obstacles: Obstacles, marks: Sequence[Mark], boxes: Sequence[Box], *, bias: float
) -> list[float]:
    """What boxes hide, the first ones favoured."""
    costs = obstacles.costs(np.array(boxes))
    found = []
    for rank, (box, cost) in enumerate(zip(boxes, costs, strict=True)):
        left, bottom, right, top = box
        hits = sum(
            left - 2 * m.reach < m.x < right + 2 * m.reach
            and bottom - 2 * m.reach < m.y < top + 2 * m.reach
            for m in marks
        )
        found.append(min(float(cost), 0.9 * _HIDDEN_MARK) + hits * _HIDDEN_MARK + rank * bias)
    return found


def _corner(inner: Box, size: tuple[float, float], index: int) -> Box:
    """A box in a corner or between two: lower left, lower right, the same above, the middles."""
    left = inner[0] if index % 2 == 0 else inner[2] - size[0]
    bottom = inner[1] if index in (0, 1, 4) else inner[3] - size[1]
    if index > 3:
        left = (inner[0] + inner[2] - size[0]) / 2
    return (left, bottom, left + size[0], bottom + size[1])


def _head(
    headline: str, story: Story, control: Sheet | None, *, width: float, unit: float
) -> tuple[Paragraph, ...]:
    reports = reports_of(story)
    small = Face(11.6 * unit / MM_PER_PT)
    dated = Face(small.size_pt, bold=True)
    dot = Run("·", small, quiet=True)
    runs = [
        *_published(reports, small), dot,
        Run(kept_together(dates_said(reports)), dated), dot,
        Run(counts_said(story), small, quiet=True),
    ]  # fmt: skip
    if control is not None:
        runs += [dot, Run(f"control map: {kept_together(control.dated)}", small, quiet=True)]
    return (
        Paragraph((Run(headline, _headline(headline, width, unit)),), after_mm=2 * unit, most=3),
        Paragraph(tuple(runs), after_mm=7 * unit, most=3),
    )


def _published(reports: Sequence[Report], face: Face) -> Iterator[Run]:
    """Who published the reports; the source of one with an address is a link to it."""
    address = reports[0].url if len(reports) == 1 else None
    yield Run(sources_said(reports), face, quiet=True, address=address)


def _headline(text: str, width: float, unit: float) -> Face:
    """The face of a headline: somewhat smaller where that spares a line."""
    faces = [Face(px * unit / MM_PER_PT, bold=True, serif=True) for px in (25.0, 23.0, 21.0, 19.5)]
    counts = [len(lines_of((Run(text, face),), width=width)) for face in faces]
    return faces[counts.index(min(counts))]


def _stamps(control: Sheet | None, errata: Sequence[Erratum], unit: float) -> tuple[Paragraph, ...]:
    face = Face(10.6 * unit / MM_PER_PT, bold=True)
    said = [] if control is None else list(stamps_of([control]))
    if errata:
        count, last = times_said(errata)
        said.insert(0, kept_together(f"{count}, last on {last}: see the corrections below."))
    return tuple(Paragraph((Run(text, face),), after_mm=2 * unit, most=3) for text in said)
