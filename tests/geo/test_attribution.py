"""Attribution against sentences whose speakers are known, and against any text at all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.attribution import Attributed, Attributor
from geo.reading.tokens import sentences

DATA = Path(__file__).parent / "data"
PIECES = (
    'the ministry|said|claims that|according to|reported|Major Holub|Colonel Ivo Brand|,|.|:|"|“|”|'
    "bloggers|on Sunday|citing|denied|that|the town fell|who|maps|suggest|“we hold it”|he|added|"
    "geolocated footage|shows|\n\n|not|cannot confirm|and|in a statement|told|reporters"
).split("|")


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a data file."""
    listed: list[dict[str, Any]] = tomllib.loads((DATA / name).read_text(encoding="utf-8"))["case"]
    return listed


def asked(case: dict[str, Any]) -> Attributed:
    """Who says the stretch that a case asks about."""
    text = case["text"]
    start = text.index(case["of"])
    return Attributor(text, sentences(text)).at(start, start + len(case["of"]))


@pytest.mark.parametrize(
    "case",
    [*cases("attribution_dev.toml"), *cases("attribution_fresh.toml")],
    ids=lambda case: case["text"][:60],
)
def test_who_says_so_and_how_firmly(case: dict[str, Any]) -> None:
    said = asked(case)
    assert [f"{link.speaker}: {link.verb}" for link in said.chain] == case["chain"]
    assert said.standing == case["standing"]
    assert said.negated == case.get("negated", False)


@given(
    pieces=st.lists(
        st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), min_size=1, max_size=40
    )
)
def test_speakers_are_words_of_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    attributor = Attributor(text, sentences(text))
    written = " ".join(text.split())
    for offset in range(len(text)):
        for link in attributor.at(offset, offset + 1).chain:
            assert " ".join(link.speaker.split()) in written
            assert " ".join(link.verb.split()).casefold() in written.casefold()
