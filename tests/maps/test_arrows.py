"""Arrows: only for axes that a text states, from where to where it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gazetteer.measure import inverse
from geo.reading.axis import Axis
from maps.arrow_panel import course_of
from maps.arrows import arrow_features, arrows_of
from maps.report_map import report_map


@pytest.fixture
def stated(notes: Any, places: Any) -> Any:
    """Makes a checked reading with one axis between Sudzha and Berdin."""

    def made(**told: Any) -> Any:
        written = notes("They went from Sudzha towards Berdin, it says.")
        sudzha = written.mention("Sudzha", places["sudzha"])
        berdin = written.mention("Berdin", places["berdin"])
        ends = {"sudzha": sudzha, "berdin": berdin, None: None}
        reading, claims = written.checked()
        axis = Axis(
            0, 4, "They", "UA", "went", ends[told.pop("start", None)], ends[told.pop("end", None)],
            **told,
        )  # fmt: skip
        return replace(reading, axes=(axis,)), claims

    return made


def test_two_named_ends_are_joined_from_the_first_to_the_second(stated: Any, places: Any) -> None:
    (arrow,) = arrows_of([stated(start="sudzha", end="berdin")])
    assert (arrow.start, arrow.end) == (places["sudzha"].lonlat, places["berdin"].lonlat)
    (drawn,) = arrow_features((arrow,))
    assert drawn["geometry"]["coordinates"][0] == pytest.approx(places["sudzha"].lonlat)
    assert drawn["properties"]["standing"] == "claimed"
    assert "open" not in drawn["properties"]


def test_what_comes_from_the_south_comes_to_the_place_from_its_south(
    stated: Any, places: Any
) -> None:
    (arrow,) = arrows_of([stated(end="berdin", from_wind="S")])
    assert arrow.end == places["berdin"].lonlat
    way = inverse(places["berdin"].lonlat, arrow.start)
    assert way.bearing_deg == pytest.approx(180, abs=0.1)
    assert next(iter(arrow_features((arrow,))))["properties"]["open"] == "start"


def test_what_goes_east_leaves_the_place_eastwards(stated: Any, places: Any) -> None:
    (arrow,) = arrows_of([stated(start="sudzha", heading="E")])
    assert arrow.start == places["sudzha"].lonlat
    assert inverse(arrow.start, arrow.end).bearing_deg == pytest.approx(90, abs=0.1)
    assert next(iter(arrow_features((arrow,))))["properties"]["open"] == "end"


@pytest.mark.parametrize(
    "told",
    [
        {"end": "berdin"},
        {"end": "berdin", "heading": "N"},
        {"start": "sudzha"},
        {"start": "sudzha", "end": "sudzha"},
    ],
)
def test_what_has_no_course_is_not_drawn(stated: Any, told: dict[str, str]) -> None:
    assert arrows_of([stated(**told)]) == ()


def test_the_course_is_told_in_words(stated: Any) -> None:
    for told, words in (
        ({"start": "sudzha", "end": "berdin"}, "Sudzha → Berdin"),
        ({"end": "berdin", "from_wind": "SSW"}, "from the south-southwest → Berdin"),
        ({"start": "sudzha", "heading": "NE"}, "Sudzha → to the northeast"),
    ):
        reading, _ = stated(**told)
        assert course_of(reading.axes[0], reading.mentions) == words


def test_a_page_lists_axes_and_shows_them_in_the_key(stated: Any, gazetteer: Any) -> None:
    page = report_map([stated(start="sudzha", end="berdin")], gazetteer)
    assert "Sudzha → Berdin" in page
    assert 'data-swatch="axis"' in page
    none = stated(start="sudzha", end="berdin")
    without = report_map([(replace(none[0], axes=()), none[1])], gazetteer)
    assert 'data-swatch="axis"' not in without
    assert 'id="axes"' not in without
