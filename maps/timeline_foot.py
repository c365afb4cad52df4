"""What the foot of a timeline says about its maps, and what is stamped at its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maps import wording
from maps.control_panel import NOT_STATED
from maps.html import Html, tag
from maps.timeline_front import Front
from maps.timeline_maps import Course


def stamps(course: Course) -> Iterator[str]:
    """Give the warnings that belong to the whole page.

    Parameters
    ----------
    course
        The maps.
    """
    makers = dict.fromkeys(one.layer.maker for one in course.snapshots if not one.layer.inferred)
    for maker in makers:
        if maker.licence is None:
            yield f"Licence {NOT_STATED}: {maker.name}. Ask before you publish."
    if any(series.inferred for series in course.series):
        yield "Inferred ground, dotted, was worked out from reports: no maker drew it."


def how_to_read(front: Front, *, fade_days: int, events: bool) -> Html:
    """Say what is drawn and how it was measured.

    Parameters
    ----------
    front
        Where the front line is from.
    fade_days
        Days in which the mark of an event fades.
    events
        Whether reports were given.
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
        tag("p", "A day without a map shows the last map before it and says how old that is. The "
            "ground is drawn to some 80 m; areas, gains and losses are measured on the full shapes "
            "of the files, geodesic on WGS 84. Ground without a colour is held by the country that "
            f"it belongs to, so far as the maps reach. {line}{told} North is up."),
    )  # fmt: skip


def maps_credit(course: Course) -> str:
    """Name the maker with the licence, in one line.

    Parameters
    ----------
    course
        The maps.
    """
    named = dict.fromkeys(
        f"{one.layer.maker.attribution or one.layer.maker.name} "
        f"({one.layer.maker.licence or f'licence {NOT_STATED}'})"
        for one in course.snapshots
    )
    return f"Control: {'; '.join(named)}."


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
        ("Licence", maker.licence or NOT_STATED),
        ("Days", ", ".join(_bases(course))),
        *_notes(course),
        *_left_out(course),
    ]
    rows = [tag("div", tag("dt", name), tag("dd", text)) for name, text in lines]
    return tag("section", tag("h2", "Control maps"), tag("dl", *rows, class_="hashes"))


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
            f"{count} map{'' if count == 1 else 's'} by {name}: two makers draw the same ground "
            "differently, and going from one to the other would show changes that never were",
        )
    for file in course.doubled:
        yield "Not shown", f"{file}: another file shows the same day"
    points = sum(
        0 if one.layer.points is None else len(one.layer.points) for one in course.snapshots
    )
    if points:
        yield "Not shown", f"{points:,} units and other points of the files"


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
