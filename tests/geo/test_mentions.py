"""What a name stands for, sentence by sentence.

A name is marked `[[text|role|kind]]`; every mention of the sentence is marked, and no other may
be found. `literal` is the place itself, the only role that reaches the map.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.store import Gazetteer
from geo.reading.mentions import find_mentions
from geo.reading.report import Report

_MARK = re.compile(r"\[\[(.+?)\|(\w+)(?:\|(\w+))?\]\]")
_ON_THE_MAP = "literal"

SENTENCES = {
    "a country acts": (
        "[[Ukraine|metonym]] launched a new attack, and [[Russia|metonym]] has since retaken "
        "a village."
    ),
    "a capital speaks": "[[Kyiv|metonym]] said on Monday that talks could resume.",
    "a capital in which something happens": (
        "Sirens sounded in [[Kyiv|literal|settlement]] before dawn."
    ),
    "a capital that is hit": "[[Kyiv|literal|settlement]] was hit by nine drones overnight.",
    "a capital's troops": (
        "[[Moscow|metonym]]'s forces and [[Ukraine|metonym]]'s general staff gave different "
        "figures."
    ),
    "a country that owns a region": (
        "Fighting went on in [[Russia|literal|country]]'s [[Kursk region|literal|region]]."
    ),
    "a country that owns land": "Shells fell on [[Ukraine|literal|country]]'s eastern border.",
    "bare region": "Officers described operations in [[Kursk|literal|region]] as slow.",
    "bare region, with its type elsewhere": (
        "Units in [[Belgorod|literal|region]] and across the [[Kursk region|literal|region]] "
        "were rotated."
    ),
    "regions, by their list": (
        "Drones were shot down over [[Voronezh|literal|region]], [[Belgorod|literal|region]], "
        "[[Kursk|literal|region]] and [[Bryansk|literal|region]]."
    ),
    "regions, by the word behind their list": (
        "Drones fell in [[Bryansk|literal|region]] and [[Kursk|literal|region]] regions."
    ),
    "the regional capital": (
        "It lies 90 km southwest of the regional capital, [[Kursk|literal|settlement]]."
    ),
    "the city, by its type": "A train left [[Kursk city|literal|settlement]] for the border.",
    "the city, by a distance": "The depot stands 30 km from [[Kursk|literal|settlement]].",
    "the city, by a direction": "Smoke rose northeast of [[Kharkiv|literal|settlement]].",
    "the city, by its streets": "An apartment block in [[Kharkiv|literal|settlement]] burned.",
    "a city of a region named by its capital": (
        "The [[Donetsk|literal|region]] city of [[Pokrovsk|literal|settlement]] is a rail hub."
    ),
    "a village of two words, each the name of another": (
        "Scouts crept into the village of [[Tykhyi Bairak|literal|settlement]], 5 km from "
        "[[Komar|literal|settlement]]."
    ),
    "two villages of one word": (
        "Scouts crept into [[Tykhyi|literal|settlement]] and [[Bairak|literal|settlement]]."
    ),
    "sector": "Eleven clashes were counted in the [[Kupiansk|other]] sector.",
    "direction": "Troops were moved to the [[Pokrovsk|other]] direction.",
    "directions": "The [[Kursk|other]] and [[Kupiansk|other]] directions were quiet.",
    "towards is no sector": "A column drove towards [[Pokrovsk|literal|settlement]].",
    "time zone": "The convoy left at 9 a.m. [[Moscow|other]] time.",
    "formation": "The 154th [[Kharkiv|other]] Brigade was relieved.",
    "the city, by how far off it lies": (
        "A reporter in [[Sumy|literal|settlement]], 30 km from the border, heard it."
    ),
    "a road bears the names of its ends": (
        "They cut the [[H-15 Donetsk City-Zaporizhzhia City highway|literal|road]] near "
        "[[Kurakhove|literal|settlement]]."
    ),
    "a road by its number": "Lorries burn on the [[R-200 highway|literal|road]] every night.",
    "a road that is only described": (
        "The road to [[Sudzha|literal|settlement]] is open, the main road is not."
    ),
    "attribute": "[[U.S.|metonym]] officials and a [[Ukraine|metonym]] envoy met.",
    "staff of a country": "The General Staff of [[Ukraine|metonym]] counted 44 clashes.",
    "territory of a country": "Drones crossed the territory of [[Ukraine|literal|country]].",
    "war in a country": "He spoke about the war in [[Ukraine|literal|country]].",
    "talks with a country": "Further talks with [[Russia|metonym]] are planned.",
    "border with a country": "The village lies on the border with [[Russia|literal|country]].",
    "two countries, one verb": "Both [[Russia|metonym]] and [[Ukraine|metonym]] are waiting.",
    "demonyms are no mentions": "Ukrainian and Russian officials met North Korean soldiers.",
    "a river of a city's name": (
        "Boats crossed the [[Dnipro|literal|water]]; [[Dnipro city|literal|settlement]] was quiet."
    ),
    "a lake, type first": "Shells fell into [[Lake Kivu|literal|water]].",
    "a speaker between subject and verb": (
        "[[Paris|metonym]] and [[Berlin|metonym]], she said, would rather wait."
    ),
    "months and common words": "In August and May, the War Council said the Mission was over.",
    "village by its type": "Shelling hit the village of [[Berdin|literal|settlement]].",
    "list": (
        "They hold [[Martynovka|literal|settlement]], [[Mikhaylovka|literal|settlement]] and "
        "[[Sudzha|literal|settlement]]."
    ),
    "possessive of a settlement": "[[Sudzha|literal|settlement]]'s outskirts are mined.",
    "soft sign and hyphen": (
        "Near [[Dar'ino|literal|settlement]] and [[Popovo-Lezhachi|literal|settlement]] "
        "nothing moved."
    ),
    "other romanisation": (
        "Shells fell near [[Mikhailovka|literal|settlement]] and [[Bolshoe "
        "Soldatskoe|literal|settlement]]."
    ),
    "unknown village": "Troops entered the village of [[Zelyonkovo|literal|settlement]] at noon.",
    "unknown village in brackets": (
        "Posts were seen in [[Fanaseyevka|literal|settlement]] (southeast of "
        "[[Sudzha|literal|settlement]])."
    ),
    "capital letters": (
        "SHELLS FELL NEAR [[SUDZHA|literal|settlement]] AND [[BERDIN|literal|settlement]]."
    ),
    "dateline of a region": (
        "Crews in [[Pokrovsk|literal|settlement]], [[Donetsk Oblast|literal|region]], were resting."
    ),
    "list that opens a sentence": (
        "[[Lyptsi|literal|settlement]] and [[Kupiansk|literal|settlement]] were shelled."
    ),
}
PEOPLE = {
    "given name and surname": "Keith Kellogg and Donald Trump met Antony Blinken.",
    "title": "President Volodymyr Zelensky received Vladimir Putin's letter.",
    "called like two places": "Georgia Holland, who wrote to us, keeps a dog.",
    "two joined": "Volodymyr Zelensky and Vladimir Putin have not met.",
    "surname alone": "Keith Kellogg spoke first. Kellogg then left.",
    "body": "The Institute for the Study of War published a map.",
    "channel": "The MIG Rossyy channel posted a video.",
    "newspaper": "The Kyiv Independent and the Moscow Times reported it.",
    "title with a place before it": "Mayor Ihor Terekhov spoke for an hour.",
}


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as opened:
        yield opened


def _unmark(marked: str) -> tuple[str, list[tuple[int, int, str, str | None]]]:
    text, spans, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2], match[3]))
        text += match[1]
        at = match.end()
    return text + marked[at:], spans


@pytest.mark.parametrize("marked", SENTENCES.values(), ids=SENTENCES.keys())
def test_each_name_has_its_role_and_its_exact_span(marked: str, gazetteer: Gazetteer) -> None:
    text, expected = _unmark(marked)
    found = find_mentions(Report("r", text), gazetteer)
    spans = [
        (m.start, m.end, m.role, m.kind if m.role == _ON_THE_MAP else None)
        for m in found
        if m.role not in {"person", "organisation"}
    ]
    assert spans == expected
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize("text", PEOPLE.values(), ids=PEOPLE.keys())
def test_people_and_bodies_never_reach_the_map(text: str, gazetteer: Gazetteer) -> None:
    found = find_mentions(Report("r", text), gazetteer)
    assert [m.text for m in found if m.role == _ON_THE_MAP] == []


def test_a_report_of_nothing_but_names_of_people_draws_nothing(gazetteer: Gazetteer) -> None:
    text = "Said Ahmed told Victor War that August Council would visit Center Hill. Will May go?"
    assert [
        m.text for m in find_mentions(Report("r", text), gazetteer) if m.role == "literal"
    ] == []


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("Kursk,.'’()[]-–\n\u00a0 оабSудżİ🚀“”|{}$`"), min_size=1)
)
def test_no_text_breaks_it_and_every_offset_is_exact(text: str, gazetteer: Gazetteer) -> None:
    if not text.strip():
        return
    found = find_mentions(Report("r", text), gazetteer)
    assert all(text[m.start : m.end] == m.text and m.end > m.start for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
