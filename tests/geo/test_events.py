"""Events against sentences with known answers, and against text that nobody would write."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from geo.reading.event import Event
from geo.reading.events import find_events
from geo.reading.mention import Mention
from geo.reading.report import Report

DATA = Path(__file__).parent / "data"
_MARK = re.compile(r"\[\[(?:(?P<label>[a-z]+):)?(?P<name>[^\]]+)\]\]")
_KINDS = {"region", "country", "water", "road"}


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


def score(cases: list[dict[str, Any]]) -> tuple[int, int, int, list[str]]:
    """Count the events found, expected and right, and list what differs."""
    found = expected = right = 0
    faults = []
    for case in cases:
        events = read(case)
        got, wanted = [rendered(event) for event in events], list(case["events"])
        found, expected = found + len(got), expected + len(wanted)
        for event in got:
            if event in wanted:
                wanted.remove(event)
                right += 1
            else:
                faults.append(f"extra    {event!r} in {case['text']!r}")
        faults += [f"missing  {event!r} in {case['text']!r}" for event in wanted]
        for event in events:
            faults += _circumstances(case, event)
    return found, expected, right, faults


def _circumstances(case: dict[str, Any], event: Event) -> list[str]:
    """Where date, standing or speakers of an event differ from what the case says."""
    chain = [f"{link.speaker}: {link.verb}" for link in event.attribution]
    pairs = [
        ("standing", event.standing, case.get("standing", event.standing)),
        ("day", event.date, case.get("day", event.date)),
        ("chain", chain, case.get("chain", chain)),
    ]
    return [
        f"{name} {got!r} is not {wanted!r} in {case['text']!r}"
        for name, got, wanted in pairs
        if got != wanted
    ]
