"""Claims of holding, depth and counts: what is said of them beside the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely
from pyproj import Geod

from gazetteer.borders import border_between
from geo.claims.check import check
from geo.claims.depth import deepest
from geo.contract import to_json
from geo.control.atlas import ControlAtlas
from geo.reading.read import read
from geo.reading.report import Report

GEOD = Geod(ellps="WGS84")


def test_without_maps_nothing_is_said_of_holding(made_up: Any) -> None:
    reading = read(Report("a", "Ukrainian forces seized Belkino."), made_up.gazetteer)
    assert check(reading, made_up.gazetteer) == ()


def test_a_holding_has_its_place_in_the_output(made_up: Any) -> None:
    text = "ISW said that Ukrainian forces seized Belkino."
    reading = read(Report("a", text, date="2025-01-05"), made_up.gazetteer)
    claims = check(reading, made_up.gazetteer, made_up.maps)
    (row,) = to_json(reading, claims)["claims"]
    assert row["type"] == "holding"
    assert (row["subject"], row["reference"], row["action"]) == ("Belkino", "UA", "seized")
    assert row["value"] is None
    assert reading.mentions[row["subject_mention"]].text == "Belkino"
    assert text[row["start"] : row["end"]] == row["text"]
    assert row["attribution"][0]["speaker"] == "ISW"
    assert (row["map"]["maker"], row["map"]["date"]) == ("Mapmakers", "2025-01-05")
    assert row["map"]["gap_days"] == 0


def test_a_late_claim_is_told_to_be_late(made_up: Any) -> None:
    claim = made_up.held("Russian forces seized Petrivka on January 4.")
    assert claim.verdict == "supported"
    assert "The map already showed it held by RU on 2024-12-15, 20 days before." in claim.why


def test_what_is_first_shown_that_day_is_told_so(made_up: Any) -> None:
    claim = made_up.held("Russian forces retook Lipovka on January 4.")
    assert claim.verdict == "supported"
    assert "It is first shown held by RU on 2025-01-04." in claim.why


def test_a_long_held_place_is_told_since_when(made_up: Any) -> None:
    claim = made_up.held("Kyiv still holds Adrovka.")
    assert "held by UA on 2025-01-04 and since 2024-09-01." in claim.why
    claim = made_up.held("Ukraine holds Verkhivka.")
    assert "since 2024-08-06 at the latest." in claim.why


def test_a_map_of_the_day_before_cannot_contradict_a_capture(made_up: Any) -> None:
    text = "Ukrainian forces seized Dubrava."
    same_day = made_up.held(text, date="2025-01-05")
    next_day = made_up.held(text, date="2025-01-06")
    assert (same_day.verdict, next_day.verdict) == ("contradicted", "uncertain")
    assert "does not fit this map; another may show it" in same_day.why
    assert next_day.cause == "date"
    assert next_day.map.gap_days == -1
    assert "cannot contradict a change" in next_day.why


def test_a_map_may_lag_behind_the_claim(made_up: Any) -> None:
    claim = made_up.held("Russian forces retook Lipovka.", date="2024-12-25")
    assert (claim.verdict, claim.cause) == ("uncertain", "date")
    claim = made_up.held("Russian forces retook Lipovka.", date="2024-12-22")
    assert claim.cause == "date"
    assert "It is first shown held by RU on 2025-01-04." in claim.why


def test_makers_that_disagree_leave_it_open(made_up: Any, made_up_world: Any) -> None:
    ours = made_up_world.layer("2025-01-04", "Mapmakers")
    rows = [
        {"side": "UA", "within": "RU", "geometry": made_up_world.rectangle(-5, 0, 20, 5)},
        {"side": "RU", "within": "UA", "geometry": made_up_world.rectangle(60, -12, 100, 0)},
    ]
    theirs = made_up_world.made(rows, day="2025-01-04", maker="Others")
    both = ControlAtlas([ours, theirs])
    claim = made_up.held("Ukraine holds Belkino.", date="2025-01-04", maps=both)
    assert (claim.verdict, claim.cause) == ("uncertain", "map disagreement")
    assert "The map of" in claim.why
    claim = made_up.held("Ukraine holds Belkino.", date="2025-01-04", maps=ControlAtlas([ours]))
    assert claim.verdict == "supported"


def test_the_map_of_the_quoted_maker_is_taken(made_up: Any, made_up_world: Any) -> None:
    maps = ControlAtlas([
        made_up_world.layer("2025-01-04", "Mapmakers"),
        made_up_world.layer("2025-01-04", "DeepStateMap"),
    ])  # fmt: skip
    text = "According to DeepState, Russian forces occupied Petrivka."
    claim = made_up.held(text, date="2025-01-04", maps=maps)
    assert claim.map.maker == "DeepStateMap"
    assert "unchecked" not in claim.why
    other = made_up.held(text, date="2025-01-04")
    assert other.map.maker == "Mapmakers"
    assert "agrees with another map; the quoted one (DeepState) is unchecked" in other.why


def test_a_map_inferred_from_reports_tests_none(made_up: Any, made_up_world: Any) -> None:
    rows = [{"side": "UA", "within": "RU", "geometry": made_up_world.rectangle(-5, 0, 20, 30)}]
    inferred = made_up_world.made(rows, day="2025-01-05", inferred=True)
    assert made_up.claims("Ukraine holds Dubrava.", maps=ControlAtlas([inferred])) == ()
    both = ControlAtlas([inferred, *made_up.maps.layers])
    assert made_up.held("Ukraine holds Dubrava.", maps=both).verdict == "contradicted"


def test_the_maps_tell_the_year_that_a_text_leaves_out(made_up: Any) -> None:
    claim = made_up.held("On January 4 Russian forces retook Lipovka.", date=None)
    assert claim.map.date == "2025-01-04"
    assert "the text names no year" in claim.why.casefold()
    claim = made_up.held("Russian forces retook Lipovka.", date=None)
    assert (claim.verdict, claim.cause) == ("uncertain", "date")


def test_an_event_whose_clause_has_a_figure_is_no_claim_of_the_whole_region(made_up: Any) -> None:
    claims = made_up.claims("Ukraine controls 300 square kilometers of the Zalesk region.")
    assert [claim.statement.type for claim in claims] == ["area"]


def test_a_side_that_the_map_does_not_show_is_not_checked(made_up: Any) -> None:
    claim = made_up.held("Turkish forces seized Belkino.")
    assert (claim.verdict, claim.cause) == ("unchecked", "coverage")


def test_the_deepest_point_is_the_one_that_measuring_them_all_finds(
    made_up: Any, made_up_world: Any
) -> None:
    border = border_between(made_up.gazetteer, "RU", "UA")
    point = made_up_world.point
    ground = shapely.Polygon(
        [point(-8, 0), point(9, 0), point(13, 21.5), point(2, 9), point(-6, 14)]
    )
    assert border is not None
    found = deepest(ground, border)
    assert found is not None
    assert found.distance_m == pytest.approx(21_500, abs=20)
    assert GEOD.inv(*found.point, *point(13, 21.5))[2] < 1
    assert GEOD.inv(*found.foot, *found.point)[2] == pytest.approx(found.distance_m, abs=1)
    assert deepest(shapely.Polygon(), border) is None


def test_a_depth_names_its_map_and_what_it_reaches(made_up: Any) -> None:
    (claim,) = [
        c
        for c in made_up.claims("Ukrainian forces advanced up to 10 km deep into Russia.")
        if c.statement.type == "depth"
    ]
    assert claim.measured_value == pytest.approx(12.0, abs=0.02)
    assert claim.map.date == "2025-01-05"
    assert "reaches 12.0 km from the Russia–Ukraine border" in claim.why


def test_a_count_gives_both_ends_and_the_lack_of_hamlets(made_up: Any) -> None:
    (claim,) = [
        c
        for c in made_up.claims("Ukraine controls 28 settlements in the Zalesk region.")
        if c.statement.type == "count"
    ]
    assert claim.measured == (4, 4)
    assert claim.measured_value == 4
    assert "may lack hamlets" in claim.why


def test_a_distance_from_the_front_stays_unchecked_without_a_map(made_up: Any) -> None:
    text = "Dubrava lies 8 km from the front line."
    reading = read(Report("a", text, date="2025-01-04"), made_up.gazetteer)
    (claim,) = check(reading, made_up.gazetteer)
    assert (claim.verdict, claim.cause) == ("unchecked", "no control map")
    (claim,) = check(reading, made_up.gazetteer, made_up.maps)
    assert claim.verdict == "supported"
    assert claim.map is not None
    assert claim.map.date == "2025-01-04"
    assert claim.measured_value == pytest.approx(8.0, abs=0.01)


def test_a_place_that_is_estimated_is_circular(made_up: Any) -> None:
    reading = read(
        Report("a", "Ukrainian forces seized Belkino.", date="2025-01-05"), made_up.gazetteer
    )
    changed = tuple(replace(found, estimated=True) for found in reading.resolutions)
    (claim,) = check(replace(reading, resolutions=changed), made_up.gazetteer, made_up.maps)
    assert (claim.verdict, claim.cause) == ("unchecked", "circular")
