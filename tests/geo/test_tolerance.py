"""What stated numbers admit."""

from __future__ import annotations

import math
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import RelationInvalid
from geo.reading.statement import Quantity
from geo.reading.words import words
from geo.tolerance import (
    StatedInterval,
    granularity,
    hedge_class,
    slack,
    stated_interval,
    table,
)

KM = 1000.0
numbers = st.floats(0.1, 5000).map(lambda x: round(x, 1))


def km(value: float, hedge: str | None = None, **more: Any) -> StatedInterval:
    return stated_interval(Quantity(value, "km", hedge=hedge, text=f"{value:g}", **more))


def admits(interval: StatedInterval, value: float) -> bool:
    low = -math.inf if interval.low is None else interval.low
    return low <= value <= (math.inf if interval.high is None else interval.high)


@pytest.mark.parametrize(
    ("value", "step"),
    [(15, 5), (17.5, 0.5), (70, 10), (12, 1), (100, 50), (10, 5), (25, 5), (20, 10), (7, 1),
     (493, 1), (500, 100), (1.5, 0.5), (0.6, 0.1), (150, 50), (2, 1), (0, 0)],
)  # fmt: skip
def test_a_number_counts_in_a_step(value: float, step: float) -> None:
    assert granularity(value) == pytest.approx(step)


def test_written_decimals_count_even_where_they_are_noughts() -> None:
    assert granularity(15.0, text="15.0") == pytest.approx(0.1)
    assert granularity(15.0, text="15") == 5
    assert granularity(1200.0, text="1,200") == 100


def test_roughly_15_km_is_12_to_18() -> None:
    stated = km(15, "roughly")
    assert (stated.low, stated.high, stated.unit) == (12 * KM, 18 * KM, "m")
    assert not admits(stated, 19.9 * KM)


def test_approximately_70_km_takes_in_the_tens_beside_it() -> None:
    stated = km(70, "approximately")
    assert admits(stated, 63.9 * KM)
    assert admits(stated, 60 * KM)
    assert not admits(stated, 55 * KM)


@given(numbers)
def test_a_bare_number_deserves_less_slack_than_a_hedged_one(value: float) -> None:
    exact, bare, hedged = (slack(value, hedged=row) for row in ("exact", "bare", "hedged"))
    assert 0 < exact < bare < hedged
    assert hedged <= 0.25 * value + 1e-9
    stated = km(value)
    assert admits(stated, value * KM)
    assert stated.low is not None
    assert stated.high is not None
    assert stated.high - stated.low == pytest.approx(2 * bare * KM)


@pytest.mark.parametrize(
    "hedge",
    ["about", "roughly", "around", "approximately", "some", "~", "circa", "or so", "an estimated",
     "maybe", "words that no table knows"],
)  # fmt: skip
def test_hedges_of_vagueness_widen(hedge: str) -> None:
    bare, hedged = km(30), km(30, hedge)
    assert hedged.low is not None
    assert bare.low is not None
    assert hedged.low < bare.low < 30 * KM < (bare.high or 0) < (hedged.high or 0)


@pytest.mark.parametrize("hedge", ["only", "just", "a mere", "merely", "a total of"])
def test_words_that_judge_a_number_leave_it_as_it_is(hedge: str) -> None:
    assert (km(30, hedge).low, km(30, hedge).high) == (km(30).low, km(30).high)
    assert hedge_class(f"{hedge} about") == "about"


@pytest.mark.parametrize(
    "hedge", ["at least", "over", "more than", "no less than", "in excess of", "upwards of"]
)
def test_hedges_of_excess_are_open_above(hedge: str) -> None:
    assert (km(20, hedge).low, km(20, hedge).high) == (20 * KM, None)


@pytest.mark.parametrize(
    "hedge", ["up to", "within", "less than", "under", "at most", "no more than", "Within About"]
)
def test_hedges_of_bound_are_open_below(hedge: str) -> None:
    assert (km(20, hedge).low, km(20, hedge).high) == (None, 20 * KM)


@pytest.mark.parametrize(
    "hedge", ["nearly", "almost", "just under", "just short of", "a little less than"]
)
def test_nearly_is_a_little_less(hedge: str) -> None:
    stated = km(20, hedge)
    assert (stated.low, stated.high) == (15 * KM, 20 * KM)


@pytest.mark.parametrize("hedge", ["just over", "slightly more than", "a little over"])
def test_just_over_is_a_little_more(hedge: str) -> None:
    stated = km(20, hedge)
    assert (stated.low, stated.high) == (20 * KM, 25 * KM)


def test_every_hedge_word_stands_in_one_class_alone() -> None:
    raw = tomllib.loads(
        files("geo.reading").joinpath("grammar", "en", "hedges.toml").read_text(encoding="utf-8")
    )
    phrases = [phrase for listed in raw["quantity"].values() for phrase in listed]
    assert len(phrases) == len(set(phrases))
    assert all(phrase == phrase.casefold() for phrase in phrases)
    assert set(raw["fuzzy"].values()) <= set(table()["fuzzy"])


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("a few", 2, 6), ("several", 3, 9), ("a couple of", 1.5, 3), ("dozens of", 20, 100),
     ("a few hundred", 200, 600), ("several dozen", 36, 108)],
)  # fmt: skip
def test_words_without_a_number_admit_what_the_table_says(
    text: str, low: float, high: float
) -> None:
    stated = stated_interval(Quantity(3, "km", hedge=text, text=text))
    assert (stated.low, stated.high) == (low * KM, high * KM)


def test_a_number_beside_a_fuzzy_hedge_word_counts() -> None:
    assert km(30, "some").high == pytest.approx(36 * KM)


def test_a_range_runs_between_its_ends_and_a_hedged_one_beyond() -> None:
    assert (km(10, value_max=15).low, km(10, value_max=15).high) == (10 * KM, 15 * KM)
    hedged = km(10, "about", value_max=15)
    assert hedged.low is not None
    assert hedged.low < 10 * KM
    assert (hedged.high or 0) > 15 * KM
    assert km(15, value_max=10).low == 10 * KM


@pytest.mark.parametrize(
    ("value", "unit", "low", "high", "into"),
    [
        (10, "mi", 8 * 1609.344, 12 * 1609.344, "m"),
        (600, "m", 550, 650, "m"),
        (300, "yd", 0.9144 * 250, 0.9144 * 350, "m"),
        (5, "nmi", 4.5 * 1852, 5.5 * 1852, "m"),
        (500, "km2", 450, 550, "km2"),
        (200, "mi2", 160 * 2.589988110336, 240 * 2.589988110336, "km2"),
        (700, "ha", 6.5, 7.5, "km2"),
        (0.4, "share", 0.35, 0.45, "share"),
        (12, "count", 11.4, 12.6, "count"),
    ],
)
def test_units_convert(value: float, unit: str, low: float, high: float, into: str) -> None:
    stated = stated_interval(Quantity(value, unit, text=f"{value:g}"))
    assert stated.unit == into
    assert stated.low == pytest.approx(low)
    assert stated.high == pytest.approx(high)


def test_a_share_stays_a_share() -> None:
    stated = stated_interval(Quantity(0.95, "share", hedge="about", text="95"))
    assert stated.high == 1.0


def test_two_units_that_disagree_are_reported() -> None:
    wrong = stated_interval(Quantity(20, "km", text="20", paired=(32, "mi")))
    assert wrong.disagreement == "20 km is 12.4 mi, not 32 mi"
    mixed = stated_interval(Quantity(20, "km", text="20", paired=(32, "ha")))
    assert "different things" in (mixed.disagreement or "")


@pytest.mark.parametrize("paired", [(12, "mi"), (12.4, "mi"), (20000, "m")])
def test_two_units_that_agree_as_rounded_pass(paired: tuple[float, str]) -> None:
    assert stated_interval(Quantity(20, "km", text="20", paired=paired)).disagreement is None


@given(
    numbers,
    st.sampled_from(["km", "m", "mi", "yd"]),
    st.sampled_from([None, "about", "up to", "nearly", "over", "a few"]),
)
def test_every_interval_has_ends_of_zero_or_more_in_order(
    value: float, unit: str, hedge: str | None
) -> None:
    stated = stated_interval(Quantity(value, unit, hedge=hedge, text=f"{value}"))
    low, high = stated.low or 0.0, math.inf if stated.high is None else stated.high
    assert 0 <= low <= high
    assert stated.soft > 0
    assert stated.basis


@pytest.mark.parametrize(
    "quantity",
    [
        Quantity(5, "furlong"),
        Quantity(-1, "km"),
        Quantity(math.nan, "km"),
        Quantity(1, "km", value_max=math.inf),
    ],
)
def test_what_is_no_quantity_is_refused(quantity: Quantity) -> None:
    with pytest.raises(RelationInvalid):
        stated_interval(quantity)


@pytest.mark.parametrize(("low", "high"), [(None, None), (5.0, 4.0), (-1.0, 4.0), (0.0, math.inf)])
def test_an_interval_that_admits_nothing_sensible_is_refused(
    low: float | None, high: float | None
) -> None:
    with pytest.raises(RelationInvalid):
        StatedInterval(low, high, "m", "a test")


def test_every_figure_of_the_table_gives_its_reason() -> None:
    reasoned = False
    for line in files("geo").joinpath("tolerance.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            reasoned = False
        elif line.startswith("#"):
            reasoned = True
        elif line:
            assert reasoned, line


def test_a_language_without_hedges_is_read_with_the_english_ones() -> None:
    assert words("hedges", lang="xx") == words("hedges", lang="en")
