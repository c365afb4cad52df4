"""What the foot of a timeline says about its maps, and what is stamped at its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from geo.control.care import has_licence
from geo.control.layer import ControlLayer
from maps import wording
from maps.colophon import facts_list
from maps.control_panel import NOT_STATED, licence_of
from maps.html import Html, tag
from maps.timeline_controls import KEYS
from maps.timeline_front import Front
from maps.timeline_maps import Course

_DIFFER: Final = (
    "two makers draw the same ground differently, and going from one to the other would show "
    "changes that never were"
)


def stamps(course: Course) -> Iterator[str]:
    """Give the warnings that belong to the whole page.

    Parameters
    ----------
    course
        The maps.
    """
    layers = [one.layer for one in course.snapshots]
    if any(series.inferred for series in course.series):
        yield "Inferred ground, dotted, was worked out from reports: no maker drew it."
    makers = (layer.maker.name for layer in layers if not has_licence(layer))
    for maker in dict.fromkeys(makers):
        yield f"Licence {NOT_STATED}: {maker}. Not for redistribution; ask before you publish."
    notes = (note.text for layer in layers for note in layer.notes if note.kind == "coarsened")
    for text in dict.fromkeys(notes):
        yield f"{text[:1].upper()}{text[1:]}."
    for name, count in course.others:
        yield f"{count} map{'' if count == 1 else 's'} by {name} left out: one maker at a time."


def how_to_read(front: Front, *, fade_days: int, events: bool, alone: bool) -> Html:
    """Say what is drawn and how it was measured.

    Parameters
    ----------
    front
        Where the front line is from.
    fade_days
        Days in which the mark of an event fades.
    events
        Whether reports were given.
    alone
        Whether there is but one day.
    """
    line = (
        "The front line is the maker’s own."
        if front.drawn_by_makers
        else "Where the maker draws no front line, the edge of held ground stands for it, away "
        "from coasts and borders."
    )
    told = (
        f" An event of a report is marked on its day and fades within {fade_days} days."
        if events
        else ""
    )
    return tag(
        "section",
        tag("h2", "How to read this"),
        None if alone else tag("p", "A day without a map shows the last map before it and says how "
                               f"old that is. {KEYS}"),
        tag("p", "The ground is drawn to some 80 m; areas, gains and losses are measured on the "
            "full shapes of the files, geodesic on WGS 84. Ground without a colour is held by the "
            f"country that it belongs to, so far as the maps reach. {line}{told} North is up."),
    )  # fmt: skip


def maps_credit(course: Course) -> str:
    """Name the maker with the licence, in one line.

    Parameters
    ----------
    course
        The maps.
    """
    return f"Control: {'; '.join(dict.fromkeys(_credited(one.layer) for one in course.snapshots))}."


def _credited(layer: ControlLayer) -> str:
    """A maker as they are to be credited; the licence is named once."""
    line, licence = layer.maker.attribution or layer.maker.name, licence_of(layer)
    if licence == NOT_STATED:
        return f"{layer.maker.name} (licence {NOT_STATED})"
    return line if licence in line else f"{line} ({licence})"


def maps_section(course: Course) -> Html:
    """Tell of the maps: maker, licence, days, what was repaired, what is not shown.

    Parameters
    ----------
    course
        The maps.
    """
    maker = course.snapshots[0].layer.maker
    lines = [
        ("Maker", maker.attribution or maker.name),
        ("Licence", licence_of(course.snapshots[0].layer)),
        ("Days", ", ".join(_bases(course))),
        *_notes(course),
        *_left_out(course),
    ]
    rows = [tag("div", tag("dt", name), tag("dd", text)) for name, text in lines]
    return tag("section", tag("h2", "Control maps"), facts_list(rows, class_="hashes"))


def _bases(course: Course) -> Iterator[str]:
    """How the days are known."""
    counted = Counter(one.layer.date_basis for one in course.snapshots)
    for basis, count in sorted(counted.items()):
        yield f"{count} by {basis or 'no stated means'}"


def _notes(course: Course) -> Iterator[tuple[str, str]]:
    """What was repaired, turned, left out or assumed, over all maps."""
    counted: Counter[tuple[str, str]] = Counter()
    maps: Counter[tuple[str, str]] = Counter()
    for one in course.snapshots:
        for note in one.layer.notes:
            counted[note.kind, note.text] += note.count
            maps[note.kind, note.text] += 1
    for (kind, text), count in sorted(counted.items()):
        times = maps[kind, text]
        where = f" ({count} × in {times} map{'' if times == 1 else 's'})"
        yield kind.capitalize(), f"{text}{where}"


def _left_out(course: Course) -> Iterator[tuple[str, str]]:
    """What the page does not show."""
    for name, count in course.others:
        yield (
            "Not shown",
            f"{count} map{'' if count == 1 else 's'} by {name}: {_DIFFER}",
        )
    for file in course.doubled:
        yield "Not shown", f"{file}: another file shows the same day"
    points = sum(
        0 if one.layer.points is None else len(one.layer.points) for one in course.snapshots
    )
    if points:
        what = "unit or other point" if points == 1 else "units and other points"
        yield "Not shown", f"{points:,} {what} of the files"


def input_hashes(course: Course) -> list[tuple[str, str]]:
    """Give day, name and checksum of every file.

    Parameters
    ----------
    course
        The maps.
    """
    return [
        (
            f"{wording.day(one.date)}{f', {one.layer.file}' if one.layer.file else ''}",
            one.layer.sha256 or "—",
        )
        for one in course.snapshots
    ]
