"""Axes of advance against sentences with known answers, and against words that nobody writes."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.axes import find_axes
from geo.reading.axis import Axis
from geo.reading.mention import Mention
from geo.reading.report import Report

DATA = Path(__file__).parent / "data"
CASES, FRESH = (
    tomllib.loads((DATA / name).read_text(encoding="utf-8"))["case"]
    for name in ("axes.toml", "axes_fresh.toml")
)
MARK = re.compile(r"\[\[([^\]]+)\]\]")
PIECES = (
    "Ukrainian forces|Russian troops|the enemy|advanced|pushed|attacked|entered|from|toward|to|"
    "in the direction of|the south|north|northwards|north of|which|and|,|(|)|;|-|.|\n\n|"
    "launched an assault|back|did not|[[Lipovka]]|[[Stara Hora]]|'s|out of|"
    "is believed to have been|the village of"
).split("|")


def marked(source: str) -> tuple[str, list[Mention]]:
    """Take the marks out of a sentence and give the mentions that they stand for."""
    text, mentions, at = "", [], 0
    for mark in MARK.finditer(source):
        text += source[at : mark.start()]
        name = mark[1]
        mentions.append(Mention(len(text), len(text) + len(name), name, "literal", "settlement"))
        text += name
        at = mark.end()
    return text + source[at:], mentions


def rendered(axis: Axis, mentions: list[Mention]) -> str:
    """Write an axis in the short form of the data file."""
    start, aim = (
        "-" if end is None else mentions[end].text
        for end in (axis.from_mention, axis.toward_mention)
    )
    start = f"wind={axis.from_wind}" if axis.from_wind else start
    heading = f" heading={axis.heading}" if axis.heading else ""
    return f"{axis.actor or '-'} {start} > {aim}{heading}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_a_sentence_has_the_axes_that_a_careful_reader_finds(case: dict[str, Any]) -> None:
    text, mentions = marked(case["text"])
    axes = find_axes(Report("case", text, date=case.get("date")), mentions)
    assert Counter(rendered(axis, mentions) for axis in axes) == Counter(case["axes"])
    for axis in axes:
        assert axis.text == text[axis.start : axis.end]
        assert axis.standing == case.get("standing", axis.standing)


@given(st.lists(st.sampled_from(PIECES), max_size=24).map(lambda words: " ".join(["So", *words])))
def test_any_words_give_axes_that_lie_in_the_text(source: str) -> None:
    text, mentions = marked(source)
    for axis in find_axes(Report("case", text), mentions):
        assert 0 <= axis.start < axis.end <= len(text)
        assert text[axis.start : axis.end] == axis.text
        ends = {axis.from_mention, axis.toward_mention} - {None}
        assert ends <= set(range(len(mentions)))
        assert axis.toward_mention is not None or axis.directed


def test_half_of_what_the_rules_were_not_made_on_is_read_right_and_little_is_made_up() -> None:
    """Ends and winds alone; who moves is what the reading of events is measured by."""
    found = expected = right = 0
    for case in FRESH:
        text, mentions = marked(case["text"])
        axes = Counter(
            rendered(axis, mentions).partition(" ")[2]
            for axis in find_axes(Report("case", text), mentions)
        )
        wanted = Counter(words.partition(" ")[2] for words in case["axes"])
        found += axes.total()
        expected += wanted.total()
        right += (axes & wanted).total()
    assert right / found >= 0.65
    assert right / expected >= 0.55
