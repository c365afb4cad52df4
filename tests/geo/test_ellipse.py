"""Ellipses: their axes, their ground, and the shape of an estimate."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from gazetteer.measure import area_km2, destination, destination_many, inverse
from gazetteer.place import Place
from geo.ellipse import ErrorEllipse
from geo.errors import RelationInvalid
from geo.estimate import Estimate, estimate
from geo.relation import Region, Relation
from geo.tolerance import StatedInterval

SUDZHA = Place("t:sudzha", "Sudzha", "settlement", 35.2706, 51.1914, 30.0, "made up")


@given(
    st.floats(-179, 179), st.floats(-80, 80), st.floats(100, 40_000), st.floats(0.05, 1.0),
    st.floats(0, 180),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_the_ground_of_an_ellipse_has_its_area_and_its_edge(
    lon: float, lat: float, major: float, ratio: float, turn: float
) -> None:
    ellipse = ErrorEllipse(major, major * ratio, turn)
    ground = ellipse.outline((lon, lat))
    # A polygon of 72 corners is 0.13 % smaller than its ellipse.
    assert area_km2(ground) == pytest.approx(math.pi * major * major * ratio / 1e6, rel=0.01)
    assert ground.covers(Point(lon, lat))
    for bearing, size in ((turn, major), (turn + 90, major * ratio)):
        for times in (0.97, 1.03):
            spot = Point(destination((lon, lat), bearing_deg=bearing, distance_m=size * times))
            assert ground.covers(spot) == (times < 1)
            assert ellipse.share(distance_m=size * times, bearing_deg=bearing) == pytest.approx(
                times
            )


def test_an_ellipse_of_a_normal_holds_95_in_100_of_it() -> None:
    draw = np.random.default_rng(5)
    turn = math.radians(30)
    axis, across = (
        np.array([math.sin(turn), math.cos(turn)]),
        np.array([math.cos(turn), -math.sin(turn)]),
    )
    covariance = 900.0**2 * np.outer(axis, axis) + 200.0**2 * np.outer(across, across)
    ellipse = ErrorEllipse.of_covariance(covariance)
    assert ellipse.orientation_deg == pytest.approx(30)
    points = draw.multivariate_normal([0, 0], covariance, 4_000)
    shares = [
        ellipse.share(distance_m=math.hypot(e, n), bearing_deg=math.degrees(math.atan2(e, n)))
        for e, n in points
    ]
    assert np.mean(np.array(shares) <= 1) == pytest.approx(0.95, abs=0.012)


def test_no_ellipse_is_drawn_over_a_pole_and_one_across_the_antimeridian_is_cut() -> None:
    with pytest.raises(RelationInvalid, match="pole"):
        ErrorEllipse(9_000, 4_000, 0).outline((10.0, 89.99))
    ground = ErrorEllipse(9_000, 4_000, 90).outline((179.99, 60.0))
    assert ground.geom_type == "MultiPolygon"
    assert ground.bounds[0] >= -180
    assert ground.bounds[2] <= 180
    for axes in ((1.0, 2.0), (math.nan, 1.0), (2.0, -1.0), (math.inf, 1.0)):
        with pytest.raises(RelationInvalid):
            ErrorEllipse(*axes, 0)


def estimated(relation: Relation) -> Estimate:
    found = estimate([Region(relation, SUDZHA)])
    assert found is not None
    return found


@pytest.mark.parametrize(("wind", "along"), [("N", 90), ("E", 0), ("NE", 135), ("SE", 45)])
def test_an_estimate_in_a_sector_of_a_ring_is_long_across_the_sight(
    wind: str, along: float
) -> None:
    ring = StatedInterval(9_500.0, 10_500.0, "m", "by hand", soft=100.0)
    found = estimated(Relation(distance=ring, wind=wind))
    ellipse = found.ellipse
    turn = (ellipse.orientation_deg - along + 90) % 180 - 90
    assert turn == pytest.approx(0, abs=4)
    assert ellipse.semi_major_m > 2 * ellipse.semi_minor_m
    assert ellipse.semi_major_m == pytest.approx(found.precision_m, rel=0.25)
    # What it is for: less ground than the circle that holds as much.
    assert ellipse.semi_major_m * ellipse.semi_minor_m < 0.6 * found.precision_m**2


def test_the_ellipse_of_an_estimate_holds_95_in_100_of_its_ground() -> None:
    ring = StatedInterval(9_500.0, 10_500.0, "m", "by hand", soft=1.0)
    region = Region(Relation(distance=ring, wind="N"), SUDZHA)
    found = estimate([region])
    assert found is not None
    draw = np.random.default_rng(7)
    east, north = draw.uniform(-12_000, 12_000, (2, 40_000))
    lon, lat = destination_many(
        *SUDZHA.lonlat,
        bearing_deg=np.degrees(np.arctan2(east, north)),
        distance_m=np.hypot(east, north),
    )
    spots = [(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]
    weight = region.membership(lon, lat)
    kept = [(spot, w) for spot, w in zip(spots, weight, strict=True) if w > 0.01]
    held = total = 0.0
    for spot, w in kept:
        off = inverse((found.lon, found.lat), spot)
        total += w
        held += w * (
            found.ellipse.share(distance_m=off.distance_m, bearing_deg=off.bearing_deg) <= 1
        )
    assert held / total == pytest.approx(0.95, abs=0.015)
