"""Values in words."""

from __future__ import annotations

from typing import Any

import pytest

from geo.reading.report import Report
from geo.reading.statement import Attribution
from maps import wording


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-01-05", "5 January 2025"),
        ("2025-01", "January 2025"),
        ("2025", "2025"),
        (None, "undated"),
        ("", "undated"),
        ("2025-13-01", "2025-13-01"),
        ("soon", "soon"),
    ],
)
def test_days(date: str | None, words: str) -> None:
    assert wording.day(date) == words


def test_a_date_says_where_it_is_from() -> None:
    def report(**about: Any) -> Report:
        return Report(id="r", text="x", **about)

    assert wording.date_of(report()) == "undated"
    assert wording.date_of(report(date="2025-01-06", date_basis="option")) == "6 January 2025"
    inferred = report(date="2025-01-06", date_basis="the latest day named")
    assert wording.date_of(inferred) == "6 January 2025 (date inferred: the latest day named)"


@pytest.mark.parametrize(
    ("ends", "unit", "words"),
    [
        ((12.0, 18.0), "km", "12–18\u00a0km"),
        ((19.94, 22.36), "km", "19.9–22.4\u00a0km"),
        ((None, 5.0), "km", "up to 5\u00a0km"),
        ((70.0, None), "km", "70\u00a0km or more"),
        ((315.0, 405.0), "deg", "315–45°"),
        ((0.425, 0.575), "share", "42.5–57.5%"),
        ((468.0, 518.2), "km2", "468–518\u00a0km²"),
        ((21.2, 21.2), "km", "21.2\u00a0km"),
        (None, "km", "—"),
        ((None, None), "km", "any"),
    ],
)
def test_intervals(ends: Any, unit: str, words: str) -> None:
    assert wording.interval(ends, unit) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.456, "0.46"), (2.0, "2"), (21.24, "21.2"), (1098.5, "1,098"), (0, "0")]
)
def test_numbers(value: float, words: str) -> None:
    assert wording.number(value) == words


def test_positions_and_lengths() -> None:
    assert wording.position(35.4311, 51.2954) == "51.2954° N, 35.4311° E"
    assert wording.position(-58.4, -34.6) == "34.6000° S, 58.4000° W"
    assert wording.length(300) == "300 m"
    assert wording.length(1200) == "1.2 km"


def test_the_chain_of_speakers() -> None:
    chain = (Attribution("Lantern Institute", "wrote"), Attribution("bloggers", ""))
    assert wording.chain(chain) == "Lantern Institute (“wrote”) ← bloggers"
    assert wording.chain(()) == "the report itself"


def test_a_quote_is_the_sentence_with_the_span_apart() -> None:
    text = "It rained. Troops entered the village at dawn. It snowed."
    start = text.index("entered")
    quoted = wording.quoted(text, start=start, end=start + 19, around=(11, 46))
    assert quoted == ("Troops ", "entered the village", " at dawn.")


def test_a_quote_from_one_endless_line_is_short() -> None:
    text = "word " * 100_000 + "Berdin " + "word " * 100_000
    start = text.index("Berdin")
    before, middle, behind = wording.quoted(text, start=start, end=start + 6, around=(0, len(text)))
    assert middle == "Berdin"
    assert before.startswith("…")
    assert behind.endswith("…")
    assert len(before + behind) < 600
