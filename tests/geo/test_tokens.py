"""Tokens keep exact offsets; sentences end where a reader sees an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.tokens import sentences, tokenise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It lies 15 km. The road is cut.", ["It lies 15 km.", "The road is cut."]),
        ("Gen. Orlov spoke. He left.", ["Gen. Orlov spoke.", "He left."]),
        ("It was the U.S. Army. It won.", ["It was the U.S. Army.", "It won."]),
        ("He flew to the U.S. The talks began.", ["He flew to the U.S.", "The talks began."]),
        ("The area is 20 sq. km wide.", ["The area is 20 sq. km wide."]),
        ("On Jan. 5 they came.", ["On Jan. 5 they came."]),
        ("“They left.” He stayed.", ["“They left.”", "He stayed."]),
        ("the village fell. fighting goes on.", ["the village fell.", "fighting goes on."]),
        ("St. Petersburg is far.", ["St. Petersburg is far."]),
        ("Why It Matters\nThe army left.", ["Why It Matters", "The army left."]),
        ("One fell\n\nTwo stood", ["One fell", "Two stood"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == expected


def test_hard_wrapped_prose_is_read_across_its_lines() -> None:
    text = (
        "Fighting went on for a third day near the village of Berdin, roughly\n"
        "fifteen kilometers from the border, and the road to the south of the\n"
        "district was cut.\n"
        "A second line of defence was dug behind the river."
    )
    found = [text[s.start : s.end] for s in sentences(text)]
    assert len(found) == 2
    assert found[0].endswith("was cut.")


def test_a_long_link_in_another_paragraph_does_not_undo_the_wrapping() -> None:
    text = (
        "Fighting went on for a third day near the village of Berdin, about\n"
        "15 km from the border.\n\nhttps://example.org/" + "a" * 200
    )
    assert "Berdin, about\n15 km from the border." in text[: sentences(text)[0].end]


@given(st.text(max_size=300))
def test_tokens_are_slices_of_the_text_in_order(text: str) -> None:
    tokens = tokenise(text)
    at = 0
    for token in tokens:
        assert token.text == text[token.start : token.end]
        assert token.start >= at
        at = token.end
    covered = [token for sentence in sentences(text, tokens) for token in sentence.tokens]
    assert tuple(covered) == tokens


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("15km", ["number", "word"]),
        ("1,000 km", ["number", "word"]),
        ("1\u00a0000 km", ["number", "word"]),
        (".5 km", ["number", "word"]),
        ("20:15 Sumy", ["time", "word"]),
        ("Sudzha's", ["word", "possessive"]),
        ("Slov’yansk", ["word"]),
        ("Russia’s", ["word", "possessive"]),
        ("Novi Sanzhary-2", ["word", "word", "punct", "number"]),
    ],
)
def test_kinds_of_tokens(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokenise(text)] == kinds
