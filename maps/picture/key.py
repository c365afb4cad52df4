"""The key to a picture: only what this map shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import shapely
from shapely import affinity

from geo.claims.claim import VERDICT_LABELS
from maps.control_sheet import STATUS_TITLES, Sheet
from maps.picture.arrows import draw_arrow
from maps.picture.columns import Paragraph
from maps.picture.ground import draw_sample
from maps.picture.lettering import MM_PER_PT, Face, Run
from maps.picture.marks import draw_mark
from maps.picture.obstacles import as_drawn
from maps.picture.pen import Pen
from maps.picture.seen import Sight, features_in
from maps.picture.theme import Theme
from maps.story import Story
from maps.style import (
    AXIS_STANDING_WORDS,
    CONTROL_FILLS,
    FIRMNESS,
    INFERRED_FILLS,
    SECTOR_REACH_M,
    STANDING_WORDS,
    STATUS_WORDS,
)
from maps.wording import length

_SWATCH_PX: Final = 30.0
_HIGH_PX: Final = 13.0
_TEXT_PX: Final = 10.6
_BETWEEN_PX: Final = 3.0


@dataclass(frozen=True)
class Entry:
    """One line of the key: a little picture and words."""

    look: str
    """Key of the look that the picture shows, or what it is otherwise."""
    words: str
    """The words."""
    unit_mm: float
    """What a pixel of a page is on the sheet, millimetres."""
    properties: Mapping[str, Any] = field(default_factory=dict)
    """Codes that the look depends on."""

    def height(self, width: float) -> float:
        """Measure it, millimetres.

        Parameters
        ----------
        width
            Of its column, millimetres.
        """
        text = self._text.height(width - self._indent)
        return max(text, _HIGH_PX * self.unit_mm) + _BETWEEN_PX * self.unit_mm

    def draw(self, pen: Pen, theme: Theme, *, left: float, top: float, width: float) -> None:
        """Draw it.

        Parameters
        ----------
        pen
            What draws.
        theme
            The colours.
        left, top
            Its upper left corner, millimetres.
        width
            Of its column, millimetres.
        """
        text = self._text
        room = width - self._indent
        high = self.height(width) - _BETWEEN_PX * self.unit_mm
        middle = top - high / 2
        text.draw(
            pen, theme, left=left + self._indent, top=middle + text.height(room) / 2, width=room
        )
        if self.look:
            self._swatch(pen, theme, left + _SWATCH_PX / 2 * self.unit_mm, middle)

    @property
    def _indent(self) -> float:
        return (_SWATCH_PX + 6) * self.unit_mm if self.look else 0.0

    @property
    def _text(self) -> Paragraph:
        return Paragraph((Run(self.words, Face(_TEXT_PX * self.unit_mm / MM_PER_PT)),))

    def _swatch(self, pen: Pen, theme: Theme, x: float, y: float) -> None:
        unit = self.unit_mm
        if self.look == "spot":
            draw_mark(pen, x, y, self.properties, theme, unit_mm=unit)
        elif self.look == "side":
            wide, high = 11 * unit, 5 * unit
            box = shapely.box(x - wide, y - high, x + wide, y + high)
            pen.area(box, theme.side(self.properties["side"]))
        elif self.look == "precision":
            circle = shapely.Point(x, y).buffer(6 * unit, quad_segs=16)
            draw_sample(pen, circle, "precision", self.properties, theme, unit_mm=unit)
        elif self.look == "estimate":
            round_ = shapely.Point(x, y).buffer(1.0, quad_segs=24)
            oval = affinity.rotate(affinity.scale(round_, 11 * unit, 6.5 * unit), 25)
            draw_sample(pen, oval, "estimate", self.properties, theme, unit_mm=unit)
            draw_mark(pen, x, y, {"estimated": 1}, theme, unit_mm=unit)
        elif self.look in ("sector", "ground", "cone"):
            self._wedge(pen, theme, x, y)
        elif self.look == "axis":
            reach = 15 * unit
            ends = ((x - reach - 11 * unit, y - 2 * unit), (x + reach + 12 * unit, y - 2 * unit))
            draw_arrow(pen, ends, self.properties, theme, unit_mm=unit)
        elif self.look == "ring":
            band = shapely.box(x - 14 * unit, y - 5 * unit, x + 14 * unit, y + 5 * unit)
            pen.area(band, theme.ink, alpha=0.1)
            draw_sample(pen, self._line(x, y), "ring", {}, theme, unit_mm=unit)
        elif "fill" in self.properties:
            box = shapely.box(x - 12 * unit, y - 5 * unit, x + 12 * unit, y + 5 * unit)
            draw_sample(pen, box, self.look, self.properties, theme, unit_mm=unit)
        else:
            draw_sample(pen, self._line(x, y), self.look, self.properties, theme, unit_mm=unit)

    def _line(self, x: float, y: float) -> shapely.LineString:
        reach = 14 * self.unit_mm
        return shapely.LineString([(x - reach, y), (x + reach, y)])

    def _wedge(self, pen: Pen, theme: Theme, x: float, y: float) -> None:
        """Ground that fades towards its edge."""
        unit = self.unit_mm
        colour = str(theme.looks[self.look].get("fillColor", theme.no_side))
        for share in (1.0, 0.85, 0.7, 0.55, 0.4):
            half = 24 * share
            start = (x - 13 * unit, y)
            arc = [
                affinity.rotate(
                    shapely.Point(start[0] + (19 + 7 * share) * unit, y), angle, origin=start
                ).coords[0]
                for angle in (-half, -half / 2, 0, half / 2, half)
            ]
            pen.area(shapely.Polygon([start, *arc]), colour, alpha=0.14)


@dataclass(frozen=True)
class Group:
    """A part of the key under a heading."""

    title: str
    """The heading."""
    entries: tuple[Entry, ...]
    """Its lines."""
    unit_mm: float
    """What a pixel of a page is on the sheet, millimetres."""

    def height(self, width: float) -> float:
        """Measure it, millimetres.

        Parameters
        ----------
        width
            Of its column, millimetres.
        """
        entries = sum(entry.height(width) for entry in self.entries)
        return self._heading.height(width) + entries + 7 * self.unit_mm

    def draw(self, pen: Pen, theme: Theme, *, left: float, top: float, width: float) -> None:
        """Draw it.

        Parameters
        ----------
        pen
            What draws.
        theme
            The colours.
        left, top
            Its upper left corner, millimetres.
        width
            Of its column, millimetres.
        """
        self._heading.draw(pen, theme, left=left, top=top, width=width)
        below = top - self._heading.height(width)
        for entry in self.entries:
            entry.draw(pen, theme, left=left, top=below, width=width)
            below -= entry.height(width)

    @property
    def _heading(self) -> Paragraph:
        face = Face(_TEXT_PX * self.unit_mm / MM_PER_PT, bold=True)
        return Paragraph((Run(self.title, face, quiet=True),), after_mm=2.5 * self.unit_mm)


def key_of(sight: Sight, story: Story, control: Sheet | None, *, unit_mm: float) -> list[Group]:
    """Write the key to what is seen.

    Parameters
    ----------
    sight
        What is seen of the layers.
    story
        What the picture tells.
    control
        The control map beneath the marks.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    make = _Maker(unit_mm)
    groups = (
        ("Places", _places(sight, make)),
        ("Sides", _sides(sight, story, make)),
        ("Standing", _standings(sight, make)),
        ("Stated", _stated(sight, make)),
        ("Measured", _measured(sight, make)),
        ("Control map", _control(sight, control, make) if control is not None else ()),
    )
    return [Group(title, entries, unit_mm) for title, found in groups if (entries := tuple(found))]


@dataclass(frozen=True)
class _Maker:
    """Makes entries of one size."""

    unit_mm: float

    def __call__(self, look: str, words: str, **properties: Any) -> Entry:  # noqa: ANN401
        return Entry(look, words, self.unit_mm, properties)


def _values(sight: Sight, name: str, *layers: str) -> set[Any]:
    return {f.get(name) for f in features_in(sight, *layers)} - {None}


def _looks(sight: Sight, *layers: str) -> set[str]:
    return {feature.look for feature in features_in(sight, *layers)}


def _places(sight: Sight, make: _Maker) -> Iterator[Entry]:
    spots = list(features_in(sight, "places"))
    if any(not spot.get("status") and not spot.get("estimated") for spot in spots):
        yield make("spot", "Named")
    statuses = _values(sight, "status", "places")
    for status, word in STATUS_WORDS.items():
        if status in statuses:
            yield make("spot", word.capitalize(), status=status)
    if any(spot.get("estimated") for spot in spots):
        yield make("estimate", "Estimated, within this")
    circles = (f for f in features_in(sight, "precision") if f.look == "precision")
    if any(not _small(circle.shape, make.unit_mm) for circle in circles):
        yield make("precision", "Known to within this")
    if "outlines" in sight:
        yield make("named-region", "Region named")


def _small(shape: Any, unit_mm: float) -> bool:  # noqa: ANN401 (a geometry)
    left, bottom, right, top = shape.bounds
    return bool(max(right - left, top - bottom) <= 18 * unit_mm)


def _sides(sight: Sight, story: Story, make: _Maker) -> Iterator[Entry]:
    from maps.layers import side_code

    drawn = _values(sight, "side", "places", "advances", "grounds", "axes")
    drawn |= _values(sight, "other", "places")
    for code in story.colours:
        if side_code(code) in drawn:
            yield make("side", story.side(code), side=side_code(code))
    if "" in drawn:
        yield make("side", "Side not stated", side="")
    if _values(sight, "other", "places"):
        yield make("spot", "Ring: another side, too", status="held", other="?")


def _standings(sight: Sight, make: _Maker) -> Iterator[Entry]:
    used = _values(sight, "standing", "places", "advances", "grounds")
    for standing in reversed(FIRMNESS):
        if standing in used:
            words = STANDING_WORDS[standing].capitalize()
            yield make("spot", words, status="held", standing=standing)


def _stated(sight: Sight, make: _Maker) -> Iterator[Entry]:
    reach = length(SECTOR_REACH_M)
    if "advances" in sight:
        yield make("sector", f"Ground gained, drawn {reach} deep")
    if "grounds" in sight:
        yield make("ground", f"Ground named, drawn {reach} deep")
    arrows = features_in(sight, "axes")
    axes = {
        arrow.get("standing")
        for arrow in arrows
        if not as_drawn(arrow, unit_mm=make.unit_mm).is_empty
    }
    for standing in reversed(FIRMNESS):
        if standing in axes:
            words = AXIS_STANDING_WORDS[standing]
            yield make("axis", f"Axis of advance, {words}", standing=standing)
    looks = _looks(sight, "stated")
    if looks & {"ring", "band"}:
        yield make("ring", "Distance, and its slack")
    if "cone" in looks:
        yield make("cone", "Direction")


def _measured(sight: Sight, make: _Maker) -> Iterator[Entry]:
    used = _values(sight, "verdict", "measured")
    for verdict, words in VERDICT_LABELS.items():
        if verdict in used:
            yield make("measured", words.capitalize(), verdict=verdict)
    if "borders" in sight:
        yield make("border", "Border")


def _control(sight: Sight, control: Sheet, make: _Maker) -> Iterator[Entry]:
    from maps.layers import side_code

    names = {side_code(code): control.side(code) for code in control.sides}
    fills = INFERRED_FILLS if control.layer.inferred else CONTROL_FILLS
    statuses = {fill: status for status, fill in fills.items()}
    drawn = {
        (str(f.get("fill")), str(f.get("side") or ""), f.look)
        for f in features_in(sight, "control")
    }
    for fill, side, look in sorted(
        drawn, key=lambda one: (list(fills.values()).index(one[0]), one)
    ):
        title = STATUS_TITLES[statuses[fill]]
        words = f"{title} by {names[side]}" if side in names else title
        yield make(look, words, fill=fill, side=side)
    front = _looks(sight, "front") - {"front-casing"}
    for look in sorted(front):
        inferred = ", inferred" if control.layer.inferred else ""
        yield make(look, f"Front line{inferred}")
    yield make("", control.told)
