"""Scores mean what they say, and where none is likelier right than wrong no place is chosen."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.store import Gazetteer
from geo.reading.calibration import abstain_below, calibrated, shared
from geo.reading.read import read
from geo.reading.report import Report

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "measure_scores.py"
beliefs = st.floats(0, 1)


@pytest.fixture(scope="module")
def measure() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("measure_scores", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@given(beliefs, beliefs)
def test_a_score_is_a_share_and_grows_with_the_belief(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= calibrated(low) <= calibrated(high) < 1


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=9))
def test_the_scores_of_all_places_make_no_more_than_one(weights: list[float]) -> None:
    belief = tuple(weight / sum(weights) for weight in weights)
    best = max(range(len(belief)), key=belief.__getitem__)
    scores = shared(calibrated(belief[best]), belief, best)
    assert sum(scores) <= 1 + 1e-9
    assert max(scores) == scores[best]


def test_of_the_choices_of_a_score_about_that_share_is_right(measure: ModuleType) -> None:
    with measure.Without.open() as gazetteer:
        found = measure.pins(gazetteer, count=420, seed=7)
    error, brier = measure.errors(found)
    assert error < 0.06
    assert brier < 0.09
    sure = [pin.right for pin in found if pin.score >= 0.95]
    unsure = [pin.right for pin in found if pin.score < abstain_below()]
    assert measure.mean(sure) > 0.95
    assert measure.mean(unsure) < 0.55


def test_no_place_is_chosen_where_it_would_be_a_guess(gazetteer: Gazetteer) -> None:
    reading = read(Report("made", "Mikhaylovka was shelled at night."), gazetteer)
    (resolution,) = reading.resolutions
    assert resolution.place is None
    assert resolution.undecided
    assert "too close to choose" in resolution.why
    assert len(resolution.rivals) > 1
    assert all(rival.score < abstain_below() for rival in resolution.rivals)
    assert resolution.rivals[0].place.label() in resolution.why


def test_a_neighbour_settles_what_was_a_guess(gazetteer: Gazetteer) -> None:
    text = "The village of Mikhaylovka, 7 km northeast of Sudzha, was shelled at night."
    reading = read(Report("made", text), gazetteer)
    place = reading.resolutions[0].place
    assert place is not None
    assert place.id == "theatre:mikhaylovka"
    assert reading.resolutions[0].score > 0.9


def test_an_explanation_tells_what_spoke_for_each_place(gazetteer: Gazetteer) -> None:
    text = "The village of Mikhaylovka, 7 km northeast of Sudzha, was shelled at night."
    explanation = read(Report("made", text), gazetteer).explain(0)
    assert explanation is not None
    first, *others = explanation.considered
    assert first.place == explanation.resolution.place
    assert any("7 km NE" in term.reason for term in first.terms if term.stated)
    assert any(one.place is None for one in others)
    assert first.total == max(one.total for one in explanation.considered)
    assert [one.score for one in explanation.considered] == sorted(
        (one.score for one in explanation.considered), reverse=True
    )
