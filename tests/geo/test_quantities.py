"""Numbers, units and hedges as reports write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.quantities import QuantitySpan, find_quantities
from geo.reading.tokens import tokenise

HEDGES = ["about", "roughly", "at least", "more than", "up to", "less than", "nearly", "some", "~"]
UNITS = {
    "km": "km", "kilometers": "km", "kilometres": "km", "miles": "mi", "m": "m", "metres": "m",
    "yards": "yd", "nautical miles": "nmi", "feet": "ft", "square kilometers": "km2",
    "sq km": "km2", "sq. km": "km2", "km²": "km2", "square miles": "mi2", "hectares": "ha",
    "percent": "share", "%": "share",
}  # fmt: skip
WORDS = {
    "one": 1, "two": 2, "five": 5, "ten": 10, "twelve": 12, "nineteen": 19, "twenty": 20,
    "twenty-five": 25, "ninety nine": 99, "a hundred": 100, "one hundred and five": 105,
    "two thousand": 2000, "three thousand five hundred": 3500, "a dozen": 12, "two dozen": 24,
    "half a dozen": 6,
}  # fmt: skip


def only(text: str) -> QuantitySpan:
    """Give the one quantity of a text."""
    spans = find_quantities(tokenise(text))
    assert len(spans) == 1, spans
    return spans[0]


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "hedge"),
    [
        ("roughly 15 kilometers", 15, None, "km", "roughly"),
        ("15km", 15, None, "km", None),
        ("15\u00a0km", 15, None, "km", None),
        ("15\u2009km", 15, None, "km", None),
        ("a 15-kilometer", 15, None, "km", None),
        ("10–15 km", 10, 15, "km", None),
        ("10 to 15 km", 10, 15, "km", None),
        ("10km-15km", 10, 15, "km", None),
        ("10- to 15-kilometer", 10, 15, "km", None),
        ("between 10 and 15 kilometers", 10, 15, "km", None),
        ("from 10 to 15 kilometers", 10, 15, "km", None),
        ("four or five miles", 4, 5, "mi", None),
        ("a kilometer", 1, None, "km", None),
        ("half a kilometer", 0.5, None, "km", None),
        ("half-a-mile", 0.5, None, "mi", None),
        ("a kilometre and a half", 1.5, None, "km", None),
        ("two and a half kilometers", 2.5, None, "km", None),
        ("1½ miles", 1.5, None, "mi", None),
        ("1 1/2 miles", 1.5, None, "mi", None),
        ("three quarters of a mile", 0.75, None, "mi", None),
        (".5 km", 0.5, None, "km", None),
        ("2,5 km", 2.5, None, "km", None),
        ("1,250 km", 1250, None, "km", None),
        ("1\u202f250 km", 1250, None, "km", None),
        ("1 250 km", 1250, None, "km", None),
        ("1.2 thousand sq. km", 1200, None, "km2", None),
        ("no more than 3 km", 3, None, "km", "no more than"),
        ("just over 40 km", 40, None, "km", "just over"),
        ("within about 5 km", 5, None, "km", "within about"),
        ("40 km or so", 40, None, "km", "or so"),
        ("20-odd miles", 20, None, "mi", "odd"),
        ("≈ 7 km", 7, None, "km", "≈"),
        ("some 40 percent", 0.4, None, "share", "some"),
        ("5 to 10 per cent", 0.05, 0.1, "share", None),
        ("about half", 0.5, None, "share", "about"),
        ("two-thirds", 2 / 3, None, "share", None),
    ],
)
def test_a_quantity_as_written(
    text: str, value: float, high: float | None, unit: str, hedge: str | None
) -> None:
    quantity = only(text).quantity
    assert quantity.value == pytest.approx(value)
    assert quantity.value_max == (None if high is None else pytest.approx(high))
    assert (quantity.unit, quantity.hedge) == (unit, hedge)


@pytest.mark.parametrize(
    ("text", "paired"),
    [
        ("15 km (9 miles)", (9, "mi")),
        ("9 miles (about 15 km)", (15, "km")),
        ("15 km/9 miles", (9, "mi")),
        ("15 kilometers, or 9 miles,", (9, "mi")),
        ("15 kilometers, about 9 miles,", (9, "mi")),
        ("1,000 square kilometers (386 square miles)", (386, "mi2")),
        ("15 km (9 years)", None),
        ("15 km (20 km)", None),
        ("15 km (386 square miles)", None),
    ],
)
def test_the_same_in_a_second_unit(text: str, paired: tuple[float, str] | None) -> None:
    assert find_quantities(tokenise(text))[0].quantity.paired == paired


def test_within_bounds_and_other_hedges_do_not() -> None:
    assert only("to within 5 km").within
    assert not only("up to 5 km").within


def test_words_that_name_no_number_are_kept_as_hedge() -> None:
    for words in ("several", "a few", "dozens of"):
        quantity = only(f"{words} kilometers").quantity
        assert (quantity.hedge, quantity.text) == (words, words)


def test_neighbouring_numbers_are_not_added_up() -> None:
    values = [span.quantity.value for span in find_quantities(tokenise("one two three"))]
    assert values == [1, 2, 3]


@pytest.mark.parametrize("text", ["9" * 400 + " km", "M 5-x", "km", "the hundred", "(", ""])
def test_no_amount_where_there_is_none(text: str) -> None:
    spans = find_quantities(tokenise(text))
    assert all(span.dimension == "number" for span in spans)


@given(
    hedge=st.sampled_from(["", *HEDGES]),
    number=st.one_of(
        st.integers(1, 9999).map(lambda n: (str(n), float(n))),
        st.integers(1, 99999).map(lambda n: (f"{n:,}", float(n))),
        st.tuples(st.integers(0, 999), st.integers(1, 9)).map(
            lambda pair: (f"{pair[0]}.{pair[1]}", float(f"{pair[0]}.{pair[1]}"))
        ),
        st.sampled_from(sorted(WORDS.items())).map(lambda pair: (pair[0], float(pair[1]))),
    ),
    unit=st.sampled_from(sorted(UNITS.items())),
    gap=st.sampled_from([" ", "\u00a0", "\u2009"]),
)
def test_what_is_written_is_read_back(
    hedge: str, number: tuple[str, float], unit: tuple[str, str], gap: str
) -> None:
    span = only(f"{hedge} {number[0]}{gap}{unit[0]}".strip())
    scale = 100 if unit[1] == "share" else 1
    assert span.quantity.value == pytest.approx(number[1] / scale)
    assert span.quantity.unit == unit[1]
    assert (span.quantity.hedge or "") == hedge
    assert span.quantity.text == number[0]


@given(st.text(alphabet="0123456789 .,-–/()[]½kmil~ndtohurea²%", max_size=80))
def test_rubbish_neither_raises_nor_overlaps(text: str) -> None:
    end = -1
    for span in find_quantities(tokenise(text)):
        assert span.first > end
        assert span.last >= span.first
        end = span.last
