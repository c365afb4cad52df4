"""The names that a report's map would like to show, with how much each matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from maps.basemap import Base
from maps.control_labels import grounds_named
from maps.control_sheet import Sheet
from maps.labels import tie_words
from maps.picture.lettering import MM_PER_PT, Face, plain
from maps.picture.names import Name
from maps.picture.obstacles import Mark
from maps.picture.projection import MapFrame
from maps.picture.seen import REGIONS_TO_DEG, Sight, features_in
from maps.picture.svg import SPACE
from maps.picture.theme import Theme
from maps.spots import Spot
from maps.story import Story

LAYERS: Final = ("labels-areas", "labels-towns", "labels-measured", "labels-places")
"""Ids of the layers of names, from the bottom to the top."""
_STATUS: Final = 60.0
_NAMED: Final = 30.0
_TIE: Final = 14.0
_GROUND: Final = 12.0
_COUNTRY: Final = 11.0
_REGION: Final = 8.0
_TOWN: Final = 4.0
_REGION_SHARE: Final = 0.05
"""Least part of the map that a region named on it fills."""
_MM2_PER_TOWN: Final = 620.0
_BOLD: Final = 25
"""Where more places are named than this, only those that something happens at are bold."""


def names_of(
    story: Story,
    base: Base,
    sight: Sight,
    frame: MapFrame,
    theme: Theme,
    *,
    marks: Mapping[str, Mark],
    towns: Mapping[str, Mark],
    control: Sheet | None,
    unit_mm: float,
) -> list[Name]:
    """List the names.

    Parameters
    ----------
    story
        What the picture tells.
    base
        What lies under its marks.
    sight
        What is seen of its layers.
    frame
        The map.
    theme
        The colours.
    marks
        Marks of places, by the id of the place's row.
    towns
        Marks of towns for orientation, by the town's label.
    control
        The control map beneath the marks.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    found = list(_places(story, theme, marks, unit_mm))
    found += _ties(story, sight, theme, unit_mm)
    if control is not None:
        found += _grounds(control, frame, theme, unit_mm)
    found += _areas(base, frame, theme, unit_mm)
    found += _towns(base, frame, theme, towns, unit_mm)
    return found


def _size(pixels: float, unit_mm: float) -> float:
    return pixels * unit_mm / MM_PER_PT


def _places(
    story: Story, theme: Theme, marks: Mapping[str, Mark], unit_mm: float
) -> Iterator[Name]:
    shown = [spot for spot in story.spots if spot.key in marks]
    shown.sort(key=lambda spot: (-bool(spot.statuses), -spot.weight, spot.number))
    crowded = len(shown) > _BOLD
    for rank, spot in enumerate(shown):
        heavy = bool(spot.deeds) or not crowded
        name = plain(spot.place.name)
        words = f"{name} (estimate)" if spot.estimated else name
        face = Face(_size(12.6 if heavy else 11.6, unit_mm), bold=heavy, italic=spot.estimated)
        weight = _weight(spot) - 0.01 * rank
        yield Name(words, face, theme.ink, weight, "labels-places", mark=marks[spot.key])


def _weight(spot: Spot) -> float:
    if spot.statuses:
        return _STATUS
    return _NAMED + min(20.0, float(spot.weight))


def _ties(story: Story, sight: Sight, theme: Theme, unit_mm: float) -> Iterator[Name]:
    lines = {f.get("card"): f.shape for f in features_in(sight, "measured")}
    face = Face(_size(10.6, unit_mm))
    for rank, tie in enumerate(story.ties):
        if tie.claim.statement.type == "distance" and tie.in_question and tie.key in lines:
            weight = _TIE - 0.01 * rank
            words = plain(tie_words(tie))
            ways = ((words.rpartition(": ")[0], face, False),)
            line = lines[tie.key]
            yield Name(words, face, theme.ink, weight, "labels-measured", line=line, spare=ways)


def _grounds(control: Sheet, frame: MapFrame, theme: Theme, unit_mm: float) -> Iterator[Name]:
    face = Face(_size(11.0, unit_mm), italic=True)
    for shape, words in grounds_named(control):
        ground = frame.shape(shape)
        if not ground.is_empty:
            yield Name(plain(words), face, theme.ink, _GROUND, "labels-areas", area=ground)


def _areas(base: Base, frame: MapFrame, theme: Theme, unit_mm: float) -> Iterator[Name]:
    for area in base.areas:
        ground = frame.shape(area.shape)
        if ground.is_empty:
            continue
        country = area.place.kind == "country"
        if not country and frame.span_deg > REGIONS_TO_DEG:
            continue
        if not country and ground.area < _REGION_SHARE * frame.width_mm * frame.height_mm:
            continue
        face = Face(_size(12.5 if country else 10.4, unit_mm), bold=True)
        spaced = SPACE.join(plain(area.place.name).upper())
        text = spaced.replace(SPACE, 2 * SPACE) if country else spaced
        small = Face(_size(9.4 if country else 8.6, unit_mm), bold=True)
        weight = _COUNTRY if country else _REGION
        ways = ((spaced, small, False), (spaced, small, True))
        yield Name(text, face, theme.area, weight, "labels-areas", area=ground, spare=ways)


def _towns(
    base: Base, frame: MapFrame, theme: Theme, towns: Mapping[str, Mark], unit_mm: float
) -> Iterator[Name]:
    face = Face(_size(10.6, unit_mm))
    most = int(frame.width_mm * frame.height_mm / _MM2_PER_TOWN)
    shown = [
        (town, towns[key])
        for index, town in enumerate(base.towns, 1)
        if (key := f"town-{index}") in towns
    ]
    for rank, (town, mark) in enumerate(shown[:most]):
        weight = _TOWN - 2.0 * rank / max(1, len(shown))
        yield Name(plain(town.name), face, theme.town, weight, "labels-towns", mark=mark, dot=True)


def keyed(marks: Sequence[Mark], name: str) -> dict[str, Mark]:
    """Give marks by a property of their features.

    Parameters
    ----------
    marks
        The marks.
    name
        The property's name.
    """
    return {
        str(mark.feature.get(name)): mark for mark in marks if mark.feature.get(name) is not None
    }
