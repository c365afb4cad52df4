"""The key to a timeline: only what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maps.html import Html
from maps.key_items import item, key_of
from maps.style import CONTROL_FILLS, INFERRED_FILLS, STATUS_WORDS
from maps.timeline_events import Dated, on_map
from maps.timeline_maps import Course
from maps.timeline_names import Names


def key(course: Course, names: Names, events: Sequence[Dated], *, border: bool) -> Html:
    """Write the key.

    Parameters
    ----------
    course
        The maps.
    names
        Names and numbers of the sides.
    events
        The events of reports.
    border
        Whether a named border is in view.
    """
    return key_of(
        (
            ("Ground", list(_grounds(course, names))),
            ("Change", list(_changes(course, names)) if course.days else ()),
            ("Lines", list(_lines(course, border=border))),
            ("Events", list(_events(course, events))),
        )
    )


def _grounds(course: Course, names: Names) -> Iterator[Html]:
    for series in course.series:
        fills = INFERRED_FILLS if series.inferred else CONTROL_FILLS
        off = " (off, see Layers)" if series.status == "liberated" else ""
        yield item(
            f"{names.ground(series)}{off}",
            swatch="inferred" if series.inferred else "control",
            fill=fills[series.status],
            side=str(names.number(series.side)) if series.side is not None else "",
        )


def _changes(course: Course, names: Names) -> Iterator[Html]:
    held = dict.fromkeys(
        series.side for series in course.series if series.status == "held" and not series.inferred
    )
    for side in held:
        number = str(names.number(side)) if side is not None else ""
        for change in ("gained", "lost"):
            yield item(f"{change.capitalize()} by {names.name(side)}", swatch=change, side=number)


def _lines(course: Course, *, border: bool) -> Iterator[Html]:
    guessed = {one.layer.inferred for one in course.snapshots}
    if False in guessed:
        yield item("Front line", swatch="front")
    if True in guessed:
        yield item("Front line, inferred", swatch="front-inferred")
    if border:
        yield item("Border", swatch="border")


def _events(course: Course, events: Sequence[Dated]) -> Iterator[Html]:
    drawn = [one.deed.event for one in events if on_map(one, course)]
    used = {event.status for event in drawn if not event.sector}
    for status, word in STATUS_WORDS.items():
        if status in used:
            yield item(word.capitalize(), swatch="spot", status=status)
    if any(event.sector for event in drawn):
        yield item("Fields beside a place", swatch="fields")
    if None in used:
        yield item("Other event", swatch="spot")
