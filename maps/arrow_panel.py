"""The table of stated axes of advance: who moves from where to where, by whose word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.reading.axis import Axis
from geo.reading.mention import Mention
from maps import wording
from maps.arrows import arrow_key
from maps.cards import fact, quote, said_by, standing
from maps.html import Html, join, tag
from maps.panel_rows import cell, go, head_cell, in_text, row, section
from maps.story import Story

_WINDS: Final = {"N": "north", "E": "east", "S": "south", "W": "west"}


def axes_table(story: Story, *, marked: bool = False) -> Html | None:
    """Write the table; None where no report states an axis.

    Parameters
    ----------
    story
        What the page tells.
    marked
        Whether the reports' texts on the page mark axes, so that each row leads to its words.
    """
    drawn = {arrow.key for arrow in story.arrows}
    rows = [
        _row(report, index, axis, story, drawn=arrow_key(report, index) in drawn, marked=marked)
        for report, (reading, _) in enumerate(story.checked)
        for index, axis in enumerate(reading.axes)
    ]
    if not rows:
        return None
    note = tag(
        "p",
        "Movements that the text gives a direction. One whose start is not told is listed here and "
        "not drawn.",
        class_="note",
    )
    head = ("Who", "From where to where", "When", "Standing")
    return section(
        "axes", "Stated axes of advance", rows, head=head, empty="", note=note, tab="Axes"
    )


def course_of(axis: Axis, mentions: Sequence[Mention]) -> str:
    """Tell from where to where an axis leads: "Sudzha → Berdin", "from the south → Berdin".

    Parameters
    ----------
    axis
        The axis.
    mentions
        The mentions of its report.
    """
    start, end = (
        None if at is None else mentions[at].text for at in (axis.from_mention, axis.toward_mention)
    )
    begun = start or (f"from the {_wind(axis.from_wind)}" if axis.from_wind else "…")
    aimed = end or (f"to the {_wind(axis.heading)}" if axis.heading else "…")
    return f"{begun} → {aimed}"


def _wind(code: str) -> str:
    """Name a wind: `NNW` is "north-northwest"."""
    words = [_WINDS[letter] for letter in code]
    return "-".join([*words[:-2], "".join(words[-2:])])


def _row(report: int, index: int, axis: Axis, story: Story, *, drawn: bool, marked: bool) -> Html:
    key = arrow_key(report, index)
    course = course_of(axis, story.mentions(report))
    return row(
        key,
        [
            head_cell(_side(axis, story)),
            cell("From where to where", go(key, course) if drawn else course),
            cell("When", wording.day(axis.date) if axis.date else "—"),
            cell("Standing", standing(axis.standing)),
        ],
        _card(report, axis, course, story),
        beside=in_text(key) if marked else None,
    )


def _side(axis: Axis, story: Story) -> Html:
    codes = list(story.colours)
    number = codes.index(axis.actor) + 1 if axis.actor in codes else None
    return tag("span", story.side(axis.actor), class_=f"side side-{number}" if number else "side")


def _card(report: int, axis: Axis, course: str, story: Story) -> Html:
    return join(
        tag("h4", f"{story.side(axis.actor)}: {course}", class_="again"),
        tag(
            "dl",
            fact("In its words", f"“{axis.verb}”"),
            fact("Who says so", said_by(axis.attribution, story, report)),
            fact("Standing", standing(axis.standing)),
        ),
        quote(story, report, axis.start, axis.end),
    )
