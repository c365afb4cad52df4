"""Who holds a place: against points put down by hand, and chances counted by throwing dice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.control.doubt import gap, shifts
from geo.control.frontier import front_as_border
from geo.control.gather import gather
from geo.control.holder import entered_by, holder_at, nearest_ground, shown_held
from geo.separation import to_front

GEOD = Geod(ellps="WGS84")
RADIUS_95 = 2.4477


def spot(lonlat: tuple[float, float], *, precision_m: float = 0.0, radius_m: float = 0.0) -> Place:
    """A settlement in Russia at a point."""
    return Place(
        id="made:spot", name="Spot", kind="settlement", lon=lonlat[0], lat=lonlat[1],
        precision_m=precision_m, source="made up", country="RU", radius_m=radius_m,
    )  # fmt: skip


def test_half_of_the_gaps_lie_below_the_median_and_nine_in_ten_below_the_other_figure() -> None:
    assert gap().within(0.5) == pytest.approx(450)
    assert gap().within(0.9) == pytest.approx(1500, rel=0.01)


@pytest.mark.parametrize("precision_m", [0, 30, 1200, 6000])
@pytest.mark.parametrize("depth_m", [-4000, -500, 0, 200, 1000, 3000])
def test_the_chance_to_be_inside_is_what_dice_give(depth_m: float, precision_m: float) -> None:
    dice = np.random.default_rng(5)
    drawn = depth_m + dice.laplace(0, gap().scale_m, 400_000)
    drawn += dice.normal(0, precision_m / RADIUS_95, 400_000)
    expected = float((drawn > 0).mean())
    assert gap().inside(depth_m, precision_m=precision_m) == pytest.approx(expected, abs=0.003)
    bearing_deg, length_m = shifts(precision_m, gap_m=gap().scale_m)
    spread = float((depth_m + length_m * np.cos(np.radians(bearing_deg)) > 0).mean())
    assert spread == pytest.approx(expected, abs=0.01)


@given(
    depth_m=st.floats(-1e7, 1e7),
    deeper_m=st.floats(0, 1e6),
    precision_m=st.one_of(st.just(0.0), st.floats(0.001, 1e6)),
)
def test_farther_inside_is_never_less_sure(
    depth_m: float, deeper_m: float, precision_m: float
) -> None:
    here = gap().inside(depth_m, precision_m=precision_m)
    there = gap().inside(depth_m + deeper_m, precision_m=precision_m)
    assert 0 <= here <= there + 1e-9 <= 1 + 2e-9


@pytest.mark.parametrize(
    ("name", "day", "side", "status"),
    [
        ("Belkino", "2024-08-06", "RU", "held"),
        ("Belkino", "2024-09-01", "UA", "held"),
        ("Lipovka", "2024-12-15", "UA", "held"),
        ("Lipovka", "2025-01-04", "RU", "held"),
        ("Chernovo", "2025-01-04", "RU", "held"),
        ("Chernovo", "2025-01-05", None, "contested"),
        ("Petrivka", "2024-09-01", "UA", "held"),
        ("Petrivka", "2024-12-15", "RU", "held"),
        ("Verkhivka", "2025-01-05", "UA", "held"),
    ],
)
def test_a_place_is_held_by_whose_ground_it_lies_on(
    name: str, day: str, side: str, status: str, made_up: Any
) -> None:
    layer = made_up.maps.at(day).layer
    found = holder_at(layer, made_up.place(name), made_up.gazetteer)
    assert (found.side, found.status) == (side, status)
    assert found.probability > 0.85
    assert sum(share.probability for share in found.shares) == pytest.approx(1)


def test_a_point_is_told_by_the_border_alone(made_up: Any, made_up_world: Any) -> None:
    layer = made_up_world.layer("2025-01-04")
    for lonlat, side in ((made_up_world.point(-40, 1), "RU"), (made_up_world.point(-40, -1), "UA")):
        found = holder_at(layer, lonlat, made_up.gazetteer)
        # 1 km from a quiet border nobody doubts the country, though makers' fronts differ by more.
        assert (found.side, found.status) == (side, "held")
        assert found.probability > 0.99


def test_the_gap_of_the_maps_and_the_error_of_the_place_make_it_unsure(
    made_up: Any, made_up_world: Any
) -> None:
    layer = made_up_world.layer("2025-01-04")
    edge_m = 500.0
    lonlat = made_up_world.point(7, 11.5)
    sharp = holder_at(layer, spot(lonlat), made_up.gazetteer)
    assert sharp.side == "UA"
    assert sharp.edge_distance_m == pytest.approx(edge_m, abs=2)
    assert sharp.probability == pytest.approx(1 - np.exp(-edge_m / gap().scale_m) / 2, abs=0.01)
    blurred = holder_at(layer, spot(lonlat, precision_m=5000), made_up.gazetteer)
    assert blurred.probability < sharp.probability - 0.05


def test_a_town_across_the_front_is_held_in_part(made_up: Any, made_up_world: Any) -> None:
    layer = made_up_world.layer("2025-01-04")
    town = spot(made_up_world.point(7, 12), radius_m=4000)
    found = holder_at(layer, town, made_up.gazetteer)
    assert {share.side for share in found.inside} == {"RU", "UA"}
    assert found.inside[0].probability == pytest.approx(0.5, abs=0.03)
    assert found.held_by("UA") == pytest.approx(0.5, abs=0.05)
    assert "the front runs through Spot" in found.why


def test_what_the_map_does_not_reach_is_unknown(made_up: Any, made_up_world: Any) -> None:
    layer = made_up_world.layer("2025-01-04")
    warsaw = Place(
        id="made:w", name="Warsaw", kind="settlement", lon=21.0, lat=52.2, precision_m=100,
        source="made up", country="PL",
    )  # fmt: skip
    found = holder_at(layer, warsaw, made_up.gazetteer)
    assert (found.side, found.status, found.known) == (None, "unknown", False)
    assert "shows nothing in PL" in found.why


def test_who_has_the_outskirts_has_entered(made_up: Any, made_up_world: Any) -> None:
    layer = made_up_world.layer("2025-01-04")
    place = spot(made_up_world.point(7, 13.2), radius_m=1500)
    centre = entered_by(layer, place, "UA", made_up.gazetteer)
    outskirts = entered_by(layer, place, "UA", made_up.gazetteer, outskirts=True)
    assert centre < outskirts
    far = spot(made_up_world.point(7, 18), radius_m=500)
    assert entered_by(layer, far, "UA", made_up.gazetteer) < 0.01
    assert entered_by(layer, far, "RU", made_up.gazetteer) > 0.99


def test_liberated_ground_is_its_own_country_s_again(made_up: Any, made_up_world: Any) -> None:
    ground = {"geometry": made_up_world.rectangle(60, -20, 100, 0)}
    rows = [ground | {"side": "UA", "within": "UA", "status": "liberated"}]
    rows.append(
        {"side": "RU", "within": "UA", "geometry": made_up_world.rectangle(60, -40, 100, -20)}
    )
    layer = made_up_world.made(rows, day="2025-01-04")
    found = holder_at(layer, made_up.place("Petrivka"), made_up.gazetteer)
    assert (found.side, found.status) == ("UA", "held")
    assert shown_held(layer, made_up.place("Tarasivka"), "RU", made_up.gazetteer)


@pytest.mark.parametrize(
    ("name", "km", "direction"),
    [("Dubrava", 8, "N"), ("Belkino", 2, "S"), ("Novoselki", 28, "N"), ("Tarasivka", 18, "S")],
)
def test_the_front_lies_as_far_as_it_was_put(
    name: str, km: float, direction: str, made_up: Any, made_up_world: Any
) -> None:
    place = made_up.place(name)
    found = to_front(place, made_up_world.layer("2025-01-04"), made_up.gazetteer)
    separation = found.separation
    assert separation.distance_km == pytest.approx(km, abs=0.01)
    # 95 % of the gaps between makers' lines are below 1.94 km.
    assert separation.low_km == pytest.approx(km - 1.95, abs=0.02)
    assert separation.high_km == pytest.approx(km + 1.95, abs=0.02)
    assert separation.direction == direction
    assert separation.foot is not None
    assert GEOD.inv(*separation.foot, *place.lonlat)[2] == pytest.approx(km * 1000, abs=10)
    nearest = found.others[0]
    assert nearest.side != found.holder.side
    assert nearest.distance_km == pytest.approx(km, abs=0.01)


def test_the_other_side_s_ground_may_be_its_own_country(made_up: Any, made_up_world: Any) -> None:
    lonlat = made_up_world.point(-50, 10)
    layer = made_up_world.layer("2025-01-05")
    found = {
        side: (distance_m, point)
        for side, distance_m, point in nearest_ground(layer, spot(lonlat), made_up.gazetteer)
    }
    assert found["RU"][0] == 0
    assert found["UA"][0] == pytest.approx(10_000, abs=20)
    assert found["UA"][1][1] == pytest.approx(51.0, abs=1e-6)


def test_a_map_without_ground_abroad_has_no_front(made_up: Any, made_up_world: Any) -> None:
    from geo.errors import ControlInvalid

    rows = [{"side": "UA", "within": "UA", "geometry": made_up_world.rectangle(0, -20, 10, -10)}]
    layer = made_up_world.made(rows, day="2025-01-04")
    assert front_as_border(layer, made_up.gazetteer) is None
    with pytest.raises(ControlInvalid, match="has no front line"):
        to_front(made_up.place("Verkhivka"), layer, made_up.gazetteer)


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as opened:
        yield opened


# What is known of these days from many reports, of a real map.
REAL = [
    ("Sudzha", "2024-09-01", "UA"), ("Sudzha", "2025-01-04", "UA"),
    ("Malaya Loknya", "2024-09-01", "UA"), ("Malaya Loknya", "2025-01-04", "UA"),
    ("Berdin", "2025-01-04", "RU"), ("Berdin", "2025-01-05", "RU"),
    ("Bolshoye Soldatskoye", "2025-01-05", "RU"), ("Kursk, RU", "2025-01-05", "RU"),
    ("Bakhmut, UA", "2025-01-05", "RU"), ("Pokrovsk, UA", "2025-01-05", "UA"),
    ("Kherson, UA", "2025-01-05", "UA"), ("Sevastopol", "2025-01-05", "RU"),
    ("Kyiv", "2025-01-05", "UA"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "side"), REAL)
def test_a_real_map_shows_what_is_known(
    name: str, day: str, side: str, control_dir: Any, gazetteer: Any
) -> None:
    atlas = gather([control_dir / "owlmaps" / f"{day.replace('-', '')}.json"])
    (layer,) = atlas.layers
    found = holder_at(layer, gazetteer.locate(name), gazetteer)
    assert (found.side, found.status) == (side, "held")
    assert found.probability > 0.8


def test_the_front_drew_near_to_berdin(control_dir: Any, gazetteer: Any) -> None:
    def measured(day: str) -> float:
        (layer,) = gather([control_dir / "owlmaps" / f"{day}.json"]).layers
        return to_front(gazetteer.locate("Berdin"), layer, gazetteer).separation.distance_km

    before, after = measured("20250104"), measured("20250105")
    assert 1.5 < before < 2.0
    assert 0.9 < after < 1.3
