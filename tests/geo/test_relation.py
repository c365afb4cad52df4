"""Regions: what lies where a text puts it, how surely, and how it is drawn."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

import gazetteer.measure
from gazetteer.borders import Border
from gazetteer.measure import area_km2, destination, inverse, wind_bearing
from gazetteer.place import Place
from geo.belief import RADIUS_95, normal_cdf
from geo.errors import RelationInvalid
from geo.reading import statement as statements
from geo.reading.statement import WINDS, Quantity, Statement
from geo.relation import Estimate, Region, Relation, estimate, relation_of
from geo.tolerance import StatedInterval

KM = 1000.0
winds = st.sampled_from(WINDS)


def place(lon: float = 35.0, lat: float = 51.0, *, precision_m: float = 0.0, **more: Any) -> Place:
    row = {"id": "x:here", "name": "Here", "kind": "settlement", "source": "made up"}
    return Place(**{**row, "lon": lon, "lat": lat, "precision_m": precision_m, **more})


def at(bearing_deg: float, distance_m: float, *, precision_m: float = 0.0) -> Place:
    lon, lat = destination((35.0, 51.0), bearing_deg=bearing_deg, distance_m=distance_m)
    return place(lon, lat, precision_m=precision_m)


def grade(region: Region, subject: Place) -> float:
    return float(region.membership(subject.lon, subject.lat))


def between(low: float | None, high: float | None, *, soft: float = 0.0) -> Relation:
    return Relation(distance=StatedInterval(low, high, "m", "a test", soft))


def border(*, precision_m: float = 0.0) -> Border:
    return Border(
        "border:AA-BB", "Border", ("AA", "BB"), "as drawn", precision_m, "made up", "CC0-1.0",
        LineString([(34, 50.0), (34, 52.0)]),
    )  # fmt: skip


def stated(kind: statements.StatementType, **more: Any) -> Statement:
    return Statement(0, 1, "x", kind, 0, "Here", **more)


# Directions


def test_the_winds_of_texts_are_those_of_the_compass() -> None:
    assert gazetteer.measure.WINDS == statements.WINDS


@given(winds, st.floats(1_000, 200_000), st.sampled_from([-1, 1]))
def test_belief_is_half_at_the_side_of_the_sector(wind: str, distance_m: float, side: int) -> None:
    half = 45 if len(wind) < 3 else 22.5
    region = Region(Relation(wind=wind), place())
    axis = wind_bearing(wind)
    assert grade(region, at(axis + side * half, distance_m)) == pytest.approx(0.5, abs=1e-3)
    assert grade(region, at(axis, distance_m)) > 0.999
    assert grade(region, at(axis + side * half * 0.6, distance_m)) > 0.99
    assert grade(region, at(axis + side * half * 1.4, distance_m)) < 0.01
    assert grade(region, at(axis + 180, distance_m)) < 1e-6


@given(bearing=st.floats(0, 360), first=winds, second=winds)
def test_either_of_two_winds_will_do(bearing: float, first: str, second: str) -> None:
    subject = at(bearing, 10 * KM)
    alone = [grade(Region(Relation(wind=wind), place()), subject) for wind in (first, second)]
    either = Relation(wind=first, or_winds=(second,))
    assert grade(Region(either, place()), subject) == max(alone)


def test_the_bearings_of_either_wind_run_clockwise() -> None:
    assert Relation(wind="S", or_winds=("SW",)).admitted_deg == (135, 270)
    assert Relation(wind="N", or_winds=("NW",)).admitted_deg == (270, 45)
    assert Relation(wind="NE").admitted_deg == (0, 90)


def test_due_north_is_narrower_than_north() -> None:
    subject = at(20, 10 * KM)
    assert grade(Region(Relation(wind="N"), place()), subject) > 0.99
    assert grade(Region(Relation(wind="N", due=True), place()), subject) < 0.05


def test_a_place_lies_in_no_direction_of_itself() -> None:
    assert grade(Region(Relation(wind="N"), place()), place()) == 0.5


def test_a_denied_relation_grades_the_other_way_round() -> None:
    affirmed = Region(Relation(wind="E"), place())
    denied = Region(Relation(wind="E", negated=True), place())
    for bearing in (90, 130, 270):
        subject = at(bearing, 5 * KM)
        assert grade(denied, subject) == pytest.approx(1 - grade(affirmed, subject))


# Distances and nearness


def test_a_distance_is_half_believed_at_its_ends() -> None:
    region = Region(between(12 * KM, 18 * KM, soft=0.5 * KM), place())
    for distance_m, belief in ((12, 0.5), (15, 1.0), (18, 0.5), (19.9, 0.0), (10, 0.0)):
        assert grade(region, at(77, distance_m * KM)) == pytest.approx(belief, abs=1e-3)


def test_open_ends_are_open() -> None:
    assert grade(Region(between(20 * KM, None), place()), at(10, 900 * KM)) == 1
    assert grade(Region(between(None, 20 * KM), place()), at(10, 1)) == 1
    assert grade(Region(between(None, 20 * KM), place()), at(10, 21 * KM)) == 0


def test_distance_and_direction_must_both_hold() -> None:
    region = Region(replace(between(9 * KM, 11 * KM), wind="S"), place())
    assert grade(region, at(180, 10 * KM)) > 0.99
    assert grade(region, at(180, 20 * KM)) == 0
    assert grade(region, at(0, 10 * KM)) < 1e-6


def test_nearness_falls_off_from_the_edge_of_the_built_up_area() -> None:
    village, town = place(), place(radius_m=6 * KM)
    near = Relation(nearness_m=5 * KM)
    assert grade(Region(near, village), at(10, 5 * KM)) == pytest.approx(0.5)
    assert grade(Region(near, village), at(10, 10 * KM)) == pytest.approx(1 / 17)
    assert grade(Region(near, town), at(10, 11 * KM)) == pytest.approx(0.5, abs=1e-6)
    assert grade(Region(near, town), at(10, 5 * KM)) == 1


# Borders and areas


def test_a_border_is_measured_to_its_nearest_point() -> None:
    region = Region(between(65 * KM, 75 * KM), border())
    assert grade(region, place(35.0, 51.0)) == 1  # 70.2 km of longitude
    assert grade(region, place(34.2, 51.0)) == 0


def test_a_side_of_the_border_is_seen_from_the_foot() -> None:
    east = Region(Relation(wind="E"), border())
    assert grade(east, place(35.0, 51.0)) > 0.99
    assert grade(east, place(33.0, 51.0)) < 0.01


def test_an_area_is_measured_from_its_edge_and_holds_what_lies_inside() -> None:
    land = place(35, 51, kind="region")
    ground = box(34, 50.5, 36, 51.5)
    far = Region(between(10 * KM, 12 * KM), land, extent=ground)
    assert grade(far, place(35, 51.6)) == 1  # 11.1 km north of the edge, 66.7 km from the centre
    assert grade(far, place(35, 51.0)) == 0
    inside = Region(Relation(inside=True), land, extent=ground)
    assert grade(inside, place(34.1, 51.4)) == 1
    assert grade(inside, place(33.9, 51.4)) == 0


def test_inside_an_area_a_direction_names_a_part_of_it() -> None:
    land, ground = place(35, 51, kind="region"), box(34, 50.5, 36, 51.5)
    west = Region(Relation(inside=True, wind="W"), land, extent=ground)
    assert grade(west, place(34.2, 51.0)) > 0.99
    assert grade(west, place(35.8, 51.0)) < 0.01
    assert grade(west, place(33.0, 51.0)) == 0
    outside = Region(Relation(wind="W"), land, extent=ground)
    assert grade(outside, place(34.2, 51.0)) == 0
    assert grade(outside, place(33.0, 51.0)) > 0.99


def test_a_direction_from_a_long_area_counts_from_its_nearest_edge_too() -> None:
    land, ground = place(35, 51, kind="region"), box(30, 50.9, 40, 51.1)
    north = Region(Relation(wind="N"), land, extent=ground)
    # north of the far end, though the middle lies to the south-east
    assert grade(north, place(31, 51.5)) > 0.99


def test_without_a_polygon_an_area_holds_its_box_or_its_radius() -> None:
    boxed = place(35, 51, kind="region", bbox=(34, 50.5, 36, 51.5))
    round_ = place(35, 51, kind="region", radius_m=50 * KM)
    unknown = place(35, 51, kind="region")
    for row, far in ((boxed, 0), (round_, 0), (unknown, 1)):
        region = Region(Relation(inside=True), row)
        assert grade(region, place(35.2, 51.2)) == 1
        assert grade(region, place(37, 51)) == far


# Probabilities


def test_errors_of_both_ends_add_in_quadrature() -> None:
    relation = between(9.5 * KM, 10.5 * KM)
    one = Region(relation, place(precision_m=300)).probability(at(40, 10 * KM, precision_m=400))
    other = Region(relation, place()).probability(at(40, 10 * KM, precision_m=500))
    assert one == pytest.approx(other, abs=1e-9)


@pytest.mark.parametrize("precision_m", [300, 1000, 3000])
def test_the_quadrature_meets_the_normal_it_stands_for(precision_m: float) -> None:
    # 60 km away the ring is nearly straight, so the error along the way is a plain normal
    sigma = precision_m / RADIUS_95
    subject = at(130, 60 * KM, precision_m=precision_m)
    for edge in (-1.5, -0.5, 0.0, 1.0, 2.0):
        region = Region(between(None, 60 * KM + edge * sigma), place())
        expected = 0.5 * (1 + math.erf(edge / math.sqrt(2)))
        assert region.probability(subject) == pytest.approx(expected, abs=0.01)


def test_the_normal_is_the_one_of_the_library() -> None:
    z = np.linspace(-8, 8, 401)
    exact = [0.5 * math.erfc(-x / math.sqrt(2)) for x in z]
    assert np.abs(normal_cdf(z) - exact).max() < 2e-7
    assert normal_cdf([-math.inf, math.inf]).tolist() == [0.0, 1.0]


def test_the_error_of_a_line_counts_as_one_across_it() -> None:
    distance_m = inverse((34, 51), (35, 51)).distance_m
    region = Region(between(None, distance_m + 500), border(precision_m=980))
    # one standard deviation of 500 m
    assert region.probability(place(35, 51)) == pytest.approx(0.841, abs=0.01)


@settings(max_examples=50, deadline=None)
@given(winds, st.floats(0, 360), st.floats(2_000, 50_000), st.floats(0, 3_000))
def test_probabilities_are_probabilities_and_do_not_change(
    wind: str, bearing: float, distance_m: float, precision_m: float
) -> None:
    region = Region(Relation(wind=wind), place())
    subject = at(bearing, distance_m, precision_m=precision_m)
    found = region.probability(subject)
    assert 0 <= found <= 1
    assert region.probability(subject) == found


def test_the_less_is_known_the_less_is_certain() -> None:
    region = Region(Relation(wind="NE"), place())
    sure = [region.probability(at(45, 10 * KM, precision_m=p)) for p in (0, 3e3, 9e3, 27e3)]
    unsure = [region.probability(at(225, 10 * KM, precision_m=p)) for p in (0, 3e3, 9e3, 27e3)]
    assert sure == sorted(sure, reverse=True)
    assert unsure == sorted(unsure)
    assert sure[0] > 0.999
    assert unsure[0] < 0.001


# Outlines


@settings(max_examples=60, deadline=None)
@given(
    winds, st.floats(0, 20_000), st.floats(1_000, 20_000), st.floats(-180, 180), st.floats(-75, 75)
)
def test_an_outline_is_the_ground_that_is_half_believed(
    wind: str, low: float, width: float, lon: float, lat: float
) -> None:
    here = place(lon, lat)
    region = Region(replace(between(low, low + width), wind=wind), here)
    outline = region.outline()
    assert outline.is_valid
    # a wider sector of the same ring would be four or eight times as large
    ring = Region(between(low, low + width), here).outline()
    share = 1 / 4 if len(wind) < 3 else 1 / 8
    assert area_km2(outline) == pytest.approx(area_km2(ring) * share, rel=0.01)
    middle = destination((lon, lat), bearing_deg=wind_bearing(wind), distance_m=low + width / 2)
    assert outline.covers(Point(middle))
    assert float(region.membership(*middle)) > 0.5
    behind = destination(
        (lon, lat), bearing_deg=wind_bearing(wind) + 180, distance_m=low + width / 2
    )
    assert not outline.covers(Point(behind))


def test_either_of_two_winds_is_drawn() -> None:
    south = Region(replace(between(2 * KM, 20 * KM), wind="S"), place())
    either = south.stating(replace(south.relation, or_winds=("SW",)))
    outline = either.outline()
    assert outline.is_valid
    for bearing_deg, held in ((180, True), (225, True), (265, True), (140, True), (300, False)):
        spot = destination((35.0, 51.0), bearing_deg=bearing_deg, distance_m=10 * KM)
        assert outline.covers(Point(spot)) is held
        assert (float(either.membership(*spot)) > 0.5) is held
    # 45° wide beyond the south's own quarter
    assert area_km2(outline) == pytest.approx(area_km2(south.outline()) * 1.5, rel=0.02)


def test_a_ring_has_the_area_of_a_ring() -> None:
    ring = Region(between(10 * KM, 20 * KM), place()).outline()
    assert area_km2(ring) == pytest.approx(math.pi * (20**2 - 10**2), rel=2e-3)
    disc = Region(between(None, 20 * KM), place()).outline()
    assert area_km2(disc) == pytest.approx(math.pi * 20**2, rel=2e-3)


def test_the_surer_the_level_the_smaller_the_ground() -> None:
    relation = replace(between(10 * KM, 20 * KM, soft=1 * KM), wind="SW")
    grounds = [Region(relation, place()).outline(level=level) for level in (0.1, 0.5, 0.9)]
    assert grounds[0].covers(grounds[1])
    assert grounds[1].covers(grounds[2])
    for level, ground in zip((0.1, 0.5, 0.9), grounds, strict=True):
        inner = ground.representative_point()
        assert float(Region(relation, place()).membership(inner.x, inner.y)) >= level * 0.9


def test_a_ring_across_the_antimeridian_is_cut_there() -> None:
    ring = Region(between(10 * KM, 30 * KM), place(179.9, 10)).outline()
    west, _, east, _ = ring.bounds
    assert (west, east) == (-180, 180)
    assert ring.geom_type == "MultiPolygon"
    assert area_km2(ring) == pytest.approx(math.pi * (30**2 - 10**2), rel=2e-3)


def test_a_ring_over_a_pole_is_refused() -> None:
    with pytest.raises(RelationInvalid, match="pole"):
        Region(between(10 * KM, 300 * KM), place(0, 89)).outline()


def test_a_band_lies_along_the_border_near_the_place() -> None:
    region = Region(between(10 * KM, 20 * KM), border())
    band = region.outline(around=(34.2, 51.0))
    assert band.covers(Point(34.2, 51.0))  # 14.0 km
    assert band.covers(Point(33.8, 51.0))
    assert not band.covers(Point(34.05, 51.0))
    assert not band.covers(Point(34.2, 50.1))  # out of the window
    whole = region.outline()
    assert whole.covers(Point(34.2, 50.1))


def test_a_band_around_an_area_leaves_the_area_out_unless_it_is_within() -> None:
    land, ground = place(35, 51, kind="region"), box(34, 50.5, 36, 51.5)
    around = Region(between(5 * KM, 10 * KM), land, extent=ground).outline()
    within = Region(between(None, 10 * KM), land, extent=ground).outline()
    assert not around.covers(Point(35, 51))
    assert around.covers(Point(35, 51.567))
    assert within.covers(Point(35, 51))


def test_the_part_of_an_area_is_cut_out_of_it() -> None:
    land, ground = place(35, 51, kind="region"), box(34, 50.5, 36, 51.5)
    south = Region(Relation(inside=True, wind="S"), land, extent=ground).outline()
    assert ground.buffer(1e-9).covers(south)
    assert south.covers(Point(35, 50.6))
    assert not south.covers(Point(35, 51.4))


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(RelationInvalid, match="level"):
        Region(Relation(wind="N"), place()).outline(level=1.0)
    with pytest.raises(RelationInvalid, match="denies"):
        Region(Relation(wind="N", negated=True), place()).outline()


# Estimates


def found(*regions: Region) -> Estimate:
    result = estimate(regions)
    assert result is not None
    return result


def test_a_distance_and_a_direction_estimate_a_place_in_the_middle_of_their_ground() -> None:
    region = Region(replace(between(9 * KM, 11 * KM), wind="SE"), place())
    guess = found(region)
    there = inverse((35.0, 51.0), (guess.lon, guess.lat))
    assert there.bearing_deg == pytest.approx(135, abs=2)
    # the mean of a quarter ring of 10 km lies at 10 km · sin 45° / 45° = 9.0 km
    assert there.distance_m == pytest.approx(9_000, rel=0.03)
    # and its ends, 10 km along sides 45° off, lie 7.1 km away
    assert 6_000 < guess.precision_m < 9_500


def test_two_distances_and_a_side_pin_a_place_down() -> None:
    truth = at(60, 12 * KM)
    other = place(35.5, 51.0)
    far = inverse(other.lonlat, truth.lonlat).distance_m
    guess = found(
        Region(replace(between(11.9 * KM, 12.1 * KM, soft=50), wind="NE"), place()),
        Region(between(far - 100, far + 100, soft=50), other),
    )
    off = inverse((guess.lon, guess.lat), truth.lonlat).distance_m
    assert off < guess.precision_m < 1_500


def test_a_bare_direction_uses_the_prior_of_the_table() -> None:
    guess = found(Region(Relation(wind="SE"), place()))
    there = inverse((35.0, 51.0), (guess.lon, guess.lat))
    assert there.bearing_deg == pytest.approx(135, abs=2)
    assert 10_000 < there.distance_m < 18_000
    assert guess.precision_m > 15_000


def test_the_size_of_an_estimate_holds_the_truth_as_often_as_it_says() -> None:
    # places spread evenly over the ground that is stated, by a fixed rule
    region = Region(replace(between(9 * KM, 11 * KM), wind="N"), place())
    guess = found(region)
    inside = [
        inverse((guess.lon, guess.lat), at(bearing, radius).lonlat).distance_m <= guess.precision_m
        for bearing in np.linspace(-45, 45, 61)
        for radius in np.sqrt(np.linspace(9_000**2, 11_000**2, 15))
    ]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.04)


def test_a_reference_that_is_badly_known_makes_a_worse_estimate() -> None:
    relation = replace(between(9 * KM, 11 * KM), wind="N")
    sharp, blunt = (found(Region(relation, place(precision_m=p))) for p in (0, 5_000))
    assert blunt.precision_m > sharp.precision_m


def test_regions_that_do_not_meet_give_no_estimate() -> None:
    north = Region(replace(between(9 * KM, 11 * KM), wind="N"), place())
    south = Region(replace(between(9 * KM, 11 * KM), wind="S"), place())
    assert estimate([north, south]) is None
    assert estimate([Region(between(9 * KM, 11 * KM), border())]) is None
    assert estimate([]) is None


# Reading relations out of statements


def test_a_distance_is_read_with_its_direction() -> None:
    relation = relation_of(
        stated("distance", quantity=Quantity(15, "km", hedge="roughly", text="15"), direction="NE")
    )
    assert relation is not None
    assert relation.distance is not None
    assert (relation.distance.low, relation.distance.high) == (12_000, 18_000)
    assert relation.wind == "NE"
    assert relation.nearness_m is None


def test_just_adds_nearness_and_near_is_wider() -> None:
    just = relation_of(stated("direction", direction="E", modifiers=("just",)))
    near = relation_of(stated("near"))
    plain = relation_of(stated("direction", direction="E"))
    assert just is not None
    assert near is not None
    assert plain is not None
    assert plain.nearness_m is None
    assert just.nearness_m is not None
    assert near.nearness_m is not None
    assert just.nearness_m < near.nearness_m


def test_modifiers_and_denials_are_read() -> None:
    relation = relation_of(stated("direction", direction="N", modifiers=("due",), negated=True))
    assert relation is not None
    assert relation.due
    assert relation.negated
    road = relation_of(
        stated("distance", quantity=Quantity(9, "km", text="9"), modifiers=("by road",))
    )
    assert road is not None
    assert road.by_road


@pytest.mark.parametrize(
    "kind", ["area", "proportion", "count", "duration", "date", "sum", "change"]
)
def test_what_relates_no_two_places_has_no_relation(kind: statements.StatementType) -> None:
    assert relation_of(stated(kind, quantity=Quantity(5, "km2"))) is None


def test_a_depth_counts_only_as_the_place_of_somewhere() -> None:
    ten = Quantity(10, "km", text="10")
    deep = stated("depth", quantity=ten, reference_kind="border")
    assert relation_of(replace(deep, subject=None)) is None
    relation = relation_of(deep)
    assert relation is not None
    assert relation.distance is not None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "needs a distance"),
        ({"wind": "north"}, "no wind"),
        ({"distance": StatedInterval(1, 2, "km2", "a test")}, "a length in m"),
        ({"nearness_m": -5.0}, "positive"),
    ],
)
def test_a_relation_that_states_nothing_sensible_is_refused(
    fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(RelationInvalid, match=says):
        Relation(**fields)
