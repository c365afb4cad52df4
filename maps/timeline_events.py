"""What reports say happened, put on the days of a timeline; what has no day is listed apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from maps import wording
from maps.cards import deed_card, deed_key, standing
from maps.html import Html, tag
from maps.panel_rows import cell, go, group, head_cell, row, section
from maps.sectors import sectors_of
from maps.spots import Deed
from maps.story import Story
from maps.timeline_maps import Course
from maps.timeline_names import Names

_MARKED: Final = ("settlement", "water", "other")
_EDGE: Final = 3
"""Which of a sector's levels is drawn as its edge: where a third believes it still meant."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One event with its place in time."""

    deed: Deed
    """The event."""
    day: int | None
    """Days from the first map, below zero before it; None where the report gives no day."""

    @property
    def marked(self) -> bool:
        """Whether it has a place of its own and is said to have happened."""
        place, event = self.deed.place, self.deed.event
        told = not event.negated and event.standing != "denied"
        return told and place is not None and place.kind in _MARKED


def dated_of(story: Story, course: Course) -> tuple[Dated, ...]:
    """Put the events of reports in the order of their days; those without one come last.

    Parameters
    ----------
    story
        What the reports say.
    course
        The maps.
    """
    first = date.fromisoformat(course.snapshots[0].date)
    found = [Dated(deed, _day(deed.event.date, first)) for deed in story.deeds]
    return tuple(sorted(found, key=lambda one: (one.day is None, one.day or 0)))


def _day(written: str | None, first: date) -> int | None:
    """Days from the first map to the day of an event; None unless a whole day is given."""
    try:
        return None if written is None else (date.fromisoformat(written) - first).days
    except ValueError:
        return None


def marks(events: Sequence[Dated], course: Course, names: Names) -> list[Mapping[str, object]]:
    """Give the marks that appear on the map as the days go by: codes and numbers, no text.

    Parameters
    ----------
    events
        The events, from `dated_of`.
    course
        The maps.
    names
        Numbers of the sides.
    """
    found: list[Mapping[str, object]] = []
    fields = {id(sector.deed): sector for sector in sectors_of([one.deed for one in events])}
    for one in events:
        place, event = one.deed.place, one.deed.event
        if not on_map(one, course) or place is None:
            continue
        # What happens in the fields around a place says nothing of the place itself: the fields
        # are marked instead of it.
        sector = fields.get(id(one.deed))
        ground = None if sector is None else _rings(sector.levels[_EDGE])
        status = None if event.sector else event.status
        mark = {
            "day": one.day,
            "at": [round(place.lon, 5), round(place.lat, 5)],
            "card": deed_key(one.deed),
            "side": str(names.number(event.actor)) if event.actor is not None else None,
            "status": status,
            "standing": event.standing,
            "ground": ground,
        }
        found.append({key: value for key, value in mark.items() if value is not None})
    return found


def _rings(ground: BaseGeometry) -> list[list[list[float]]]:
    """The outer rings of a ground, longitude and latitude in degrees, to some ten metres."""
    return [
        [[round(lon, 4), round(lat, 4)] for lon, lat in shapely.get_coordinates(part.exterior)]
        for part in shapely.get_parts(ground)
        if part.geom_type == "Polygon"
    ]


def on_map(one: Dated, course: Course) -> bool:
    """Tell whether an event gets a mark on one of the days.

    Parameters
    ----------
    one
        The event.
    course
        The maps.
    """
    return one.marked and one.day is not None and 0 <= one.day <= course.days


def events_section(
    events: Sequence[Dated], story: Story, course: Course, names: Names, *, fade_days: int
) -> Html | None:
    """List the events: by day, outside the days of the maps, and without a day.

    Parameters
    ----------
    events
        The events, from `dated_of`.
    story
        What the reports say.
    course
        The maps.
    names
        Names of the sides.
    fade_days
        How many days a mark takes to fade.
    """
    if not story.checked:
        return None
    inside = [one for one in events if one.day is not None and 0 <= one.day <= course.days]
    outside = [one for one in events if one.day is not None and one not in inside]
    undated = [one for one in events if one.day is None]
    rows: list[Html] = []
    for title, listed in (
        ("By day", inside),
        ("Before the first map or after the last: not placed", outside),
        ("The report gives no day: not placed", undated),
    ):
        if listed:
            rows.append(group(title, columns=4))
            rows.extend(_rows(listed, story, course, names))
    note = tag(
        "p",
        "A mark appears on the day of the event and fades within "
        f"{fade_days} day{'' if fade_days == 1 else 's'}. What is known only for a region, did "
        "not happen or is denied is listed and not marked.",
        class_="note",
    )
    return section(
        "events", "What the reports say happened", rows,
        head=("Who", "What and where", "When", "Standing"),
        empty="The reports name no events that could be read.", note=note,
    )  # fmt: skip


def _rows(listed: Sequence[Dated], story: Story, course: Course, names: Names) -> Iterator[Html]:
    for one in listed:
        event, key = one.deed.event, deed_key(one.deed)
        what = wording.happened(event)
        inside = one.day is not None and 0 <= one.day <= course.days
        yield row(
            key,
            [
                head_cell(names.marked(event.actor, story.side(event.actor))),
                cell("What and where", go(key, what) if on_map(one, course) else what),
                cell("When", wording.day(event.date) if event.date else "day not given"),
                cell("Standing", standing(event.standing)),
            ],
            deed_card(one.deed, story),
            data={"day": str(one.day) if inside else None},
        )
