from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.extent import settlement_radius


@pytest.mark.parametrize(
    ("population", "radius_m"),
    # 0.035 P^0.44 km by a hand calculator: 10^4 gives 0.035 × 57.54, 10^6 gives 0.035 × 436.5
    [(10_000, 2010), (1_000_000, 15280)],
)
def test_the_size_grows_with_the_people(population: int, radius_m: float) -> None:
    found, basis = settlement_radius("town", population)
    assert found == pytest.approx(radius_m, abs=10)
    assert "Tobler" in basis


@pytest.mark.parametrize(
    ("feature", "least_m"), [("khutor", 400), ("selo", 1000), ("town", 1500), ("unheard-of", 500)]
)
def test_each_kind_has_a_least_size_and_says_so(feature: str, least_m: float) -> None:
    for population in (None, 0, 12):
        radius_m, basis = settlement_radius(feature, population)
        assert radius_m == least_m
        assert basis.startswith("rule: least radius of a ")
        assert ("settlement" if feature == "unheard-of" else feature) in basis


@given(st.integers(0, 40_000_000), st.integers(0, 40_000_000))
def test_more_people_never_take_less_room(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert settlement_radius("city", less)[0] <= settlement_radius("city", more)[0]
