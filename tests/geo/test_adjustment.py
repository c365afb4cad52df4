"""The adjustment against hand calculation, brute force, and simulated statements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.measure import LonLat, destination, inverse, inverse_many
from geo.adjustment.adjust import adjust
from geo.adjustment.design import Design
from geo.adjustment.network import Network
from geo.adjustment.observation import Observation, Station
from geo.adjustment.result import AdjustedPlace, Adjustment
from geo.belief import RADIUS_95
from geo.errors import NetworkInvalid

KNOWN: dict[str, LonLat] = {"a": (35.0, 51.0), "b": (35.3, 51.1), "c": (35.1, 51.25)}
TRUTH: LonLat = (35.15, 51.12)


def held(lonlat: LonLat, name: str, sigma_m: float = 1.0) -> Station:
    return Station(name, name.upper(), lonlat, sigma_m, sigma_m * RADIUS_95)


def stations(known: dict[str, LonLat] = KNOWN, *, sigma_m: float = 1.0) -> list[Station]:
    return [held(at, name, sigma_m) for name, at in known.items()]


def distance(
    to: str, at: LonLat = TRUTH, *, sigma_m: float = 500.0, error_m: float = 0.0,
    known: dict[str, LonLat] = KNOWN,
) -> Observation:  # fmt: skip
    value = inverse(known[to], at).distance_m + error_m
    return Observation("distance", "x", to, value, sigma_m, words=f"x: {value:.0f} m from {to}")


def direction(to: str, at: LonLat = TRUTH, *, error_deg: float = 0.0) -> Observation:
    value = (inverse(KNOWN[to], at).bearing_deg + error_deg) % 360.0
    return Observation("direction", "x", to, value, 17.0, words=f"x: {value:.0f}° of {to}")


def adjusted(observations: Sequence[Observation], known: Sequence[Station]) -> Adjustment:
    return adjust(Network((*known, Station("x", "X")), tuple(observations)))


def found(adjustment: Adjustment, name: str = "x") -> AdjustedPlace:
    (place,) = [place for place in adjustment.places if place.station.id == name]
    return place


def gap_m(place: AdjustedPlace, at: LonLat) -> float:
    assert place.lonlat is not None
    return inverse(place.lonlat, at).distance_m


def share(place: AdjustedPlace, at: LonLat) -> float:
    assert place.lonlat is not None
    assert place.ellipse is not None
    off = inverse(place.lonlat, at)
    return place.ellipse.share(distance_m=off.distance_m, bearing_deg=off.bearing_deg)


@pytest.mark.parametrize(
    "centre",
    [(35.0, 51.0), (179.98, 66.0), (-179.99, -17.0), (20.0, 0.0), (60.0, 89.6), (-70.0, -89.7)],
)
def test_exact_distances_give_the_point_back_anywhere_on_earth(centre: LonLat) -> None:
    known = {
        name: destination(centre, bearing_deg=turn, distance_m=20_000)
        for name, turn in (("a", 10), ("b", 130), ("c", 250))
    }
    at = centre
    place = found(adjusted([distance(name, at, known=known) for name in known], stations(known)))
    assert gap_m(place, at) < 1.0
    assert place.ellipse is not None
    # Three cuts of 500 m at 120° to each other: by hand the errors are round, 500·√(2/3).
    by_hand = RADIUS_95 * 500 * math.sqrt(2 / 3)
    assert place.ellipse.semi_major_m == pytest.approx(by_hand, rel=0.02)
    assert place.ellipse.semi_minor_m == pytest.approx(by_hand, rel=0.02)


def test_a_distance_and_a_direction_give_the_ellipse_of_polar_surveying() -> None:
    at = destination(KNOWN["a"], bearing_deg=60, distance_m=10_000)
    place = found(adjusted([distance("a", at), direction("a", at)], stations()))
    assert gap_m(place, at) < 1.0
    assert place.ellipse is not None
    # Along the sight 500 m, across it 17° of 10 km.
    across = RADIUS_95 * 10_000 * math.radians(17)
    assert place.ellipse.semi_minor_m == pytest.approx(RADIUS_95 * 500, rel=0.01)
    assert place.ellipse.semi_major_m == pytest.approx(across, rel=0.01)
    assert place.ellipse.orientation_deg == pytest.approx(150, abs=1)
    assert place.redundancy == pytest.approx(0, abs=1e-3)


def offset(at: LonLat, east_m: float, north_m: float) -> LonLat:
    turn = math.degrees(math.atan2(east_m, north_m))
    return destination(at, bearing_deg=turn, distance_m=math.hypot(east_m, north_m))


def brute_force(observations: Sequence[Observation]) -> LonLat:
    """Try every point of ever finer grids."""
    centre, reach_m = TRUTH, 12_000.0
    for _ in range(6):
        side = np.linspace(-reach_m, reach_m, 61)
        east, north = (axis.ravel() for axis in np.meshgrid(side, side))
        grid = [offset(centre, float(e), float(n)) for e, n in zip(east, north, strict=True)]
        lon, lat = np.array(grid).T
        cost = np.zeros(len(lon))
        for one in observations:
            away, bearing = inverse_many(*KNOWN[str(one.reference)], lon, lat)
            off = (
                (bearing - one.value + 180) % 360 - 180
                if one.kind == "direction"
                else away - one.value
            )
            cost += (off / one.sigma) ** 2
        best = int(np.argmin(cost))
        centre, reach_m = (float(lon[best]), float(lat[best])), reach_m / 12
    return centre


@pytest.mark.parametrize("seed", range(4))
def test_the_least_squares_point_is_the_one_that_brute_force_finds(seed: int) -> None:
    draw = np.random.default_rng(seed)
    observations = [
        *(distance(name, error_m=draw.normal(0, 500)) for name in KNOWN),
        *(direction(name, error_deg=draw.normal(0, 12)) for name in KNOWN),
    ]
    result = adjusted(observations, stations(sigma_m=0.01))
    assert not result.outliers
    assert gap_m(found(result), brute_force(observations)) < 5


def test_two_distances_leave_two_points_and_both_are_said() -> None:
    place = found(adjusted([distance("a"), distance("b")], stations()))
    (other,) = place.alternatives
    spots = [place.lonlat, (other.lon, other.lat)]
    assert min(inverse(spot, TRUTH).distance_m for spot in spots if spot) < 1.0
    for spot in spots:
        assert spot is not None
        for name in ("a", "b"):
            stated = inverse(KNOWN[name], TRUTH).distance_m
            assert inverse(KNOWN[name], spot).distance_m == pytest.approx(stated, abs=1)
    assert other.likelihood == pytest.approx(1.0, abs=0.01)


def test_a_third_distance_leaves_one_point() -> None:
    assert found(adjusted([distance(name) for name in KNOWN], stations())).alternatives == ()


def test_a_blunder_is_the_statement_that_is_listed_and_moves_nothing() -> None:
    sound = [*(distance(name) for name in KNOWN), *(direction(name) for name in KNOWN)]
    wrong = replace(distance("b", error_m=9_000), words="the wrong one")
    result = adjusted([*sound, wrong], stations())
    assert [one.observation.words for one in result.outliers] == ["the wrong one"]
    assert result.outliers[0].residual == pytest.approx(-9_000, abs=5)
    assert result.outliers[0].standardised > 10
    assert gap_m(found(result), TRUTH) < 5


def test_where_either_of_two_statements_may_be_wrong_both_are_named() -> None:
    at = destination(KNOWN["a"], bearing_deg=60, distance_m=10_000)
    right = distance("a", at)
    wrong = replace(right, value=right.value + 6_000, words="6 km more")
    result = adjusted([right, wrong, direction("a", at)], stations())
    (outlier,) = result.outliers
    named = {outlier.observation.words} | {
        result.observations[k].observation.words for k in outlier.rivals
    }
    assert named == {right.words, "6 km more"}


def test_one_statement_alone_does_not_overturn_a_position_on_file() -> None:
    x = Station("x", "X", TRUTH, 200.0, 490.0)
    result = adjust(Network((*stations(), x), (distance("a", error_m=8_000),)))
    assert not found(result).file_outlier
    assert [one.observation.reference for one in result.outliers] == ["a"]


def test_a_position_on_file_that_all_statements_contradict_is_set_aside() -> None:
    elsewhere = destination(TRUTH, bearing_deg=200, distance_m=15_000)
    x = Station("x", "X", elsewhere, 400.0, 980.0)
    sound = [*(distance(name, sigma_m=300) for name in KNOWN), *(direction(n) for n in KNOWN)]
    result = adjust(Network((*stations(), x), tuple(sound)))
    place = found(result)
    assert place.file_outlier
    assert place.notable
    assert gap_m(place, TRUTH) < 300
    assert place.moved_m == pytest.approx(15_000, abs=400)
    assert place.moved_deg == pytest.approx(20, abs=3)


def test_a_free_row_is_not_held_by_its_own_position() -> None:
    elsewhere = destination(TRUTH, bearing_deg=200, distance_m=5_000)
    x = Station("x", "X", elsewhere, None, 1_000.0, "derived")
    place = found(adjust(Network((*stations(), x), tuple(distance(name) for name in KNOWN))))
    assert gap_m(place, TRUTH) < 1.0
    assert place.moved_m == pytest.approx(5_000, abs=2)
    assert place.moved_share is not None
    assert place.moved_share > 1


@pytest.mark.parametrize(
    ("observations", "reason"),
    [
        ((), "nothing stated ties it"),
        ((distance("a"),), "a whole ring open"),
        (
            (distance("a"), replace(distance("a"), value=8_000.0, sigma=9_000.0)),
            "a whole ring open",
        ),
    ],
)
def test_a_place_that_nothing_settles_has_no_position_but_a_reason(
    observations: tuple[Observation, ...], reason: str
) -> None:
    place = found(adjusted(observations, stations()))
    assert place.lonlat is None
    assert place.ellipse is None
    assert reason in place.reason


def test_places_tied_only_to_each_other_are_not_placed() -> None:
    pair = (Station("x", "X"), Station("y", "Y"))
    tie = Observation("distance", "x", "y", 5_000.0, 300.0)
    result = adjust(Network((*stations(), *pair), (tie,)))
    assert found(result).lonlat is None
    assert "Y, whose own position nothing on file holds" in found(result).reason
    assert found(result, "a").lonlat is not None


def test_a_bound_that_holds_changes_nothing_and_one_that_does_not_pulls() -> None:
    base = [distance(name) for name in KNOWN]
    here = found(adjusted(base, stations()))
    away = inverse(KNOWN["a"], TRUTH).distance_m
    idle = Observation("distance", "x", "a", away - 3_000, 200.0, bound="at_least")
    with_idle = adjusted([*base, idle], stations())
    assert here.lonlat is not None
    assert gap_m(found(with_idle), here.lonlat) < 0.5
    assert found(with_idle).ellipse == pytest.approx(here.ellipse, abs=1) or (
        found(with_idle).redundancy == pytest.approx(here.redundancy, abs=1e-6)
    )
    pull = Observation("distance", "x", "a", away + 600, 400.0, bound="at_least")
    place = found(adjusted([*base, pull], stations()))
    assert place.lonlat is not None
    assert inverse(KNOWN["a"], place.lonlat).distance_m > away + 50


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 50))
def test_the_order_of_stations_and_observations_changes_nothing(
    shuffler: object, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    observations = [
        *(distance(name, error_m=draw.normal(0, 500)) for name in KNOWN),
        *(direction(name, error_deg=draw.normal(0, 12)) for name in KNOWN),
        distance("a", error_m=9_000),
    ]
    points = [*stations(), Station("x", "X"), Station("y", "Y")]
    first = adjust(Network(tuple(points), tuple(observations)))
    for items in (points, observations):
        shuffler.shuffle(items)  # type: ignore[attr-defined]
    second = adjust(Network(tuple(points), tuple(observations)))
    assert found(first) == found(second)
    assert {one.observation for one in first.outliers} == {
        one.observation for one in second.outliers
    }


LATITUDES = st.floats(-80, 80)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-180, 180), LATITUDES, st.floats(0, 360), st.floats(2_000, 150_000),
    st.sampled_from(["distance", "direction", "vicinity", "vague distance"]),
)  # fmt: skip
def test_the_partials_are_those_of_small_steps(
    lon: float, lat: float, turn: float, away_m: float, kind: str
) -> None:
    there = destination((lon, lat), bearing_deg=turn, distance_m=away_m)
    value = {"direction": 200.0, "vicinity": 0.0}.get(kind, 9_000.0)
    one = Observation(kind, "x", "a", value, 17.0)  # type: ignore[arg-type]
    design = Design(Network((held((lon, lat), "a"), Station("x", "X")), (one,)))
    at = np.array([lon, there[0]]), np.array([lat, there[1]])
    rows = design.equations(*at, without=frozenset({2}))
    stated = rows.owner == 0
    for column in range(4):
        step = np.zeros(4)
        step[column] = 1.0
        ends = [
            design.equations(*design.moved(*at, sign * step), without=frozenset({1})).residuals
            for sign in (1, -1)
        ]
        by_steps = ((ends[0] - ends[1]) / 2)[: int(stated.sum())]
        scale = np.abs(rows.jacobian[stated]).max(axis=1)
        assert np.abs(rows.jacobian[stated, column] - by_steps) == pytest.approx(
            0, abs=0.08 * scale.max()
        )


def simulated(seed: int) -> tuple[dict[str, LonLat], Adjustment]:
    """Four hidden villages among eight known ones, with statements as uncertain as they say."""
    draw = np.random.default_rng(seed)
    middle = (35.0, 51.0)

    def somewhere() -> LonLat:
        away = 30_000 * math.sqrt(draw.uniform())
        return destination(middle, bearing_deg=draw.uniform(0, 360), distance_m=away)

    truth = {f"k{i}": somewhere() for i in range(8)} | {f"u{i}": somewhere() for i in range(4)}
    points = []
    for name, at in truth.items():
        if name.startswith("u"):
            points.append(Station(name, name))
            continue
        east, north = draw.normal(0, 400, 2)
        off = offset(at, float(east), float(north))
        points.append(held(off, name, 400.0))
    observations = []
    for name in ("u0", "u1", "u2", "u3"):
        for other in draw.choice([n for n in truth if n != name], 5, replace=False):
            apart = inverse(truth[other], truth[name])
            sigma = 0.03 * apart.distance_m + 200
            stated = max(apart.distance_m + draw.normal(0, sigma), 1.0)
            observations.append(Observation("distance", name, str(other), stated, sigma))
            bearing = (apart.bearing_deg + draw.normal(0, 12)) % 360
            observations.append(Observation("direction", name, str(other), bearing, 12.0))
    return truth, adjust(Network(tuple(points), tuple(observations)))


@pytest.mark.slow
def test_the_ellipses_hold_the_truth_as_often_as_they_say() -> None:
    inside, factors = [], []
    for seed in range(40):
        truth, result = simulated(seed)
        factors.append(result.variance_factor)
        hidden = ("u0", "u1", "u2", "u3")
        inside += [share(found(result, name), truth[name]) <= 1 for name in hidden]
    # 160 ellipses of 95 %: three binomial standard deviations are 0.052.
    assert np.mean(inside) >= 0.95 - 0.052
    assert np.mean([factor for factor in factors if factor is not None]) == pytest.approx(
        1, abs=0.1
    )


def test_redundancy_numbers_add_up_to_equations_less_unknowns() -> None:
    _, result = simulated(1)
    # 40 stated, 16 for the positions on file; 24 unknowns.
    assert len(result.observations) == 40
    if not result.outliers:
        assert result.redundancy == pytest.approx(40 + 16 - 24, abs=0.01)
    stated = sum(one.redundancy for one in result.observations)
    assert 0 < stated < 40


@pytest.mark.parametrize(
    "faulty",
    [
        {"kind": "position"}, {"value": math.nan}, {"sigma": 0.0}, {"value": -1.0},
        {"reference": None}, {"reference": "x"}, {"kind": "vague distance", "value": 0.0},
    ],
)  # fmt: skip
def test_an_impossible_observation_is_refused(faulty: dict[str, object]) -> None:
    with pytest.raises(NetworkInvalid):
        replace(distance("a"), **faulty)  # type: ignore[arg-type]


def test_an_impossible_network_is_refused() -> None:
    with pytest.raises(NetworkInvalid, match="same id"):
        Network((Station("x", "X"), Station("x", "Y")), ())
    with pytest.raises(NetworkInvalid, match="'a'"):
        Network((Station("x", "X"),), (distance("a"),))
    with pytest.raises(NetworkInvalid, match="standard deviation"):
        Station("x", "X", None, 5.0)
