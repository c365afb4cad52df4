"""Events against sentences with known answers, and against text that nobody would write."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.event import Event
from geo.reading.events import find_events
from geo.reading.mention import Mention
from geo.reading.report import Report
from geo.reading.statement import Statement
from geo.reading.status import STATUS, status_of

DATA = Path(__file__).parent / "data"
_MARK = re.compile(r"\[\[(?:(?P<label>[a-z]+):)?(?P<name>[^\]]+)\]\]")
_KINDS = {"region", "country", "water", "road"}
PIECES = (
    "Ukrainian forces|Russian troops|the enemy|its|entered|advanced|were pushed out of|seized|held|"
    "did not|tried to|plans to|attack|an assault on|fighting|near|southwest and south of|in|from|"
    'the southern part of|the village|which|and|,|(|)|;|:|—|"|.|\n\n|12|said|under|control|by|to|'
    "[[Lipovka]]|[[region:Kursk region]]|[[water:Psel]]|[[metonym:Kyiv]]|[[Stara Hora]]"
).split("|")


def cases(*names: str) -> list[dict[str, Any]]:
    """The cases of data files."""
    return [
        case
        for name in names
        for case in tomllib.loads((DATA / name).read_text(encoding="utf-8"))["case"]
    ]


def marked(source: str) -> tuple[str, list[Mention]]:
    """Take the marks out of a sentence and give the mentions that they stand for."""
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(source):
        text += source[at : mark.start()]
        label, name = mark["label"] or "settlement", mark["name"]
        literal = label in _KINDS or label == "settlement"
        role: Any = "literal" if literal else label
        kind: Any = label if literal else "other"
        mentions.append(Mention(len(text), len(text) + len(name), name, role, kind))
        text += name
        at = mark.end()
    return text + source[at:], mentions


def read(case: dict[str, Any]) -> tuple[Event, ...]:
    """Find the events of a case."""
    text, mentions = marked(case["text"])
    return find_events(Report("case", text, date=case.get("date")), mentions)


def rendered(event: Event) -> str:
    """Write an event in the short form of the data files."""
    words = [
        event.action,
        (event.actor or "-").replace(" ", "_"),
        event.place_name.replace(" ", "_"),
    ]
    if event.sector:
        words.append(f"sector={','.join(event.sector)}")
    if event.part:
        words.append(f"part={event.part.replace(' ', '_')}")
    if event.negated:
        words.append("not")
    return " ".join(words)


@pytest.mark.parametrize(
    "case",
    cases("events_dev.toml", "events_fresh.toml", "events_second.toml", "events_third.toml"),
    ids=lambda case: case["text"][:60],
)
def test_a_sentence_has_the_events_that_a_careful_reader_finds(case: dict[str, Any]) -> None:
    events = read(case)
    assert Counter(map(rendered, events)) == Counter(case["events"])
    for event in events:
        chain = [f"{link.speaker}: {link.verb}" for link in event.attribution]
        assert event.standing == case.get("standing", event.standing)
        assert event.date == case.get("day", event.date)
        assert chain == case.get("chain", chain)


@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=40))
def test_words_in_any_order_give_events_at_places_of_the_text(pieces: list[str]) -> None:
    text, mentions = marked(" ".join(["Note", *pieces]))
    for event in find_events(Report("rubbish", text), mentions):
        assert event.place_mention is not None
        mention = mentions[event.place_mention]
        assert mention.role == "literal"
        assert event.place_name == mention.text
        assert text[event.start : event.end] == event.text
        assert event.status in {None, *STATUS.values()}


def test_a_landmark_is_no_place_of_a_deed() -> None:
    text, mentions = marked("Russian troops seized [[Lipovka]], 7 km northeast of [[Dubrava]].")
    where = Statement(0, 1, "", "distance", 0, "Lipovka", "place", 1, "Dubrava")
    events = find_events(Report("case", text), mentions, [where])
    assert [(event.action, event.place_name) for event in events] == [("seized", "Lipovka")]


@pytest.mark.parametrize(
    ("action", "whole", "inside", "negated", "status"),
    [
        ("seized", True, True, False, "held"),
        ("seized", False, True, False, "entered"),
        ("seized", True, False, False, "contested"),
        ("entered", True, True, False, "entered"),
        ("advanced", True, True, False, "contested"),
        ("holds", True, True, True, None),
        ("withdrew", True, True, False, "lost"),
        ("withdrew", False, True, False, "contested"),
    ],
)
def test_what_an_action_makes_of_a_place(
    *, action: Any, whole: bool, inside: bool, negated: bool, status: str | None
) -> None:
    assert status_of(action, whole=whole, inside=inside, negated=negated) == status
