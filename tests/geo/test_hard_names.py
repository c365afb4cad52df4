"""Names as reports really write them: shouted, in small letters, among marks, on many fronts.

The texts stand in `data/hard_names_en.toml`, with what a careful reader would put on a map.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.matcher import Matcher
from gazetteer.store import Gazetteer
from geo.reading.lexicon import lexicon
from geo.reading.mentions import find_mentions
from geo.reading.read import read
from geo.reading.report import Report
from geo.reading.surface import with_capitals, without_links

_MARK = re.compile(r"\[\[([^\[\]|]+)(?:\|(off|any))?\]\]")
_CASES = tomllib.loads(
    (Path(__file__).parent / "data" / "hard_names_en.toml").read_text(encoding="utf-8")
)
_PROSE = _CASES["fronts"] + _CASES["elsewhere"]

Spans = set[tuple[int, int]]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as opened:
        yield opened


def _unmark(marked: str) -> tuple[str, dict[str, Spans]]:
    """The text, with the spans to be drawn, those not to be drawn, and those that may be."""
    text, at = "", 0
    spans: dict[str, Spans] = {"on": set(), "off": set(), "any": set()}
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        spans[match[2] or "on"].add((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + marked[at:], spans


def _drawn(text: str, gazetteer: Gazetteer) -> Spans:
    found = find_mentions(Report("r", text), gazetteer)
    return {(m.start, m.end) for m in found if m.role == "literal" and m.kind != "road"}


@pytest.mark.parametrize("marked", [text for texts in _CASES.values() for text in texts])
def test_places_are_drawn_and_nothing_else(marked: str, gazetteer: Gazetteer) -> None:
    text, spans = _unmark(marked)
    drawn = _drawn(text, gazetteer)
    may = {s for s in drawn if any(s[0] < b and a < s[1] for a, b in spans["any"])}
    assert {text[a:b] for a, b in drawn - may} == {text[a:b] for a, b in spans["on"]}
    assert drawn - may == spans["on"]


@pytest.mark.parametrize("style", [str.upper, str.lower, str.title])
def test_most_names_are_found_however_a_text_sets_its_capitals(
    style: Callable[[str], str], gazetteer: Gazetteer
) -> None:
    right = wanted = drawn = 0
    for marked in _PROSE:
        text, spans = _unmark(marked)
        found = _drawn(style(text), gazetteer)
        right += len(found & spans["on"])
        drawn += len(found - spans["any"])
        wanted += len(spans["on"])
    # A name that no gazetteer has cannot be told from a word without its capital.
    assert right / drawn > 0.95
    assert right / wanted > 0.8


def test_a_headline_in_capitals_is_read_like_a_sentence(gazetteer: Gazetteer) -> None:
    text = "RUSSIAN FORCES ENTERED BERDIN, 15 KM FROM THE BORDER"
    reading = read(Report("r", text), gazetteer)
    assert [
        (m.text, r.place.name)
        for m, r in zip(reading.mentions, reading.resolutions, strict=True)
        if r.place
    ] == [("BERDIN", "Berdin")]
    (statement,) = reading.statements
    assert (statement.quantity and statement.quantity.value) == 15
    (event,) = reading.events
    assert (event.action, event.actor, event.place_name) == ("entered", "RU", "BERDIN")
    assert event.text in text


def test_one_name_that_nothing_resolves_leaves_the_others_alone(gazetteer: Gazetteer) -> None:
    text = "They passed the village of Qwertygrad, then Sudzha and Korenevo."
    reading = read(Report("r", text), gazetteer)
    places = {
        mention.text: resolution.place and resolution.place.name
        for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True)
    }
    assert places["Sudzha"] == "Sudzha"
    assert places["Korenevo"] == "Korenevo"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A student from Bangor, Maine, wrote home.", "US"),
        ("A farmer in Moscow, Idaho, wrote home.", "US"),
        ("Shells fell south of Krasnohorivka, Donetsk Oblast.", "UA"),
        ("The port of Tripoli, Lebanon, was closed.", "LB"),
    ],
)
def test_the_place_named_behind_a_town_says_which_is_meant(
    text: str, country: str, gazetteer: Gazetteer
) -> None:
    reading = read(Report("r", text), gazetteer)
    assert {r.place.country for r in reading.resolutions if r.place} == {country}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bakhmut", "Artemivsk"), ("Myrnohrad", "Dimitrov"), ("Dnipro", "Dnipropetrovsk"),
        ("Krasnohorivka", "Krasnogorovka"), ("Pokrovsk", "Krasnoarmeysk"),
    ],
)  # fmt: skip
def test_two_names_of_one_place_are_one_place(one: str, other: str, gazetteer: Gazetteer) -> None:
    text = f"Shells fell near {one}. An older map has {other} there; near {other} it was quiet."
    reading = read(Report("r", text), gazetteer)
    pairs = zip(reading.mentions, reading.resolutions, strict=True)
    ids = {r.place.id for m, r in pairs if r.place and m.text in {one, other}}
    assert len(ids) == 1


@given(text=st.text(alphabet=st.sampled_from("abc@.:/-_ htpsw\n"), max_size=80))
def test_links_are_left_out_in_place(text: str) -> None:
    left = without_links(text)
    assert len(left) == len(text)
    assert all(a in (b, " ") for a, b in zip(left, text, strict=True))


@given(text=st.text(alphabet=st.sampled_from("sudzha BERDIN Kyiv,.'ßİıŉ\n"), max_size=60))
def test_capitals_change_nothing_but_case(text: str, gazetteer: Gazetteer) -> None:
    written = with_capitals(text, Matcher(gazetteer), lexicon("en"))
    assert len(written) == len(text)
    assert written.casefold() == text.casefold()
