"""Geodesics, areas and grid references of the page's scripts, held against other libraries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from mgrs import MGRS
from pyproj import Geod, Transformer

GEOD = Geod(ellps="WGS84")
Pair = tuple[float, float, float, float]


def latitude(chance: random.Random) -> float:
    return chance.uniform(-90, 90)


def pairs() -> Iterator[Pair]:
    """Pairs of positions: any, near, polar, nearly antipodal, across 180 degrees, on one line."""
    chance = random.Random(1987)  # noqa: S311 - places to look at, no secret
    for _ in range(70):
        lon, lat = chance.uniform(-180, 180), latitude(chance)
        other = chance.uniform(-180, 180)
        yield lon, lat, other, latitude(chance)
        step = chance.choice([1e-6, 1e-4, 1e-2])
        yield lon, lat * 0.99, lon + chance.uniform(-step, step), lat * 0.99 + step
        yield lon, chance.choice([90, -90, 89.999]), other, chance.choice([lat, -89.99])
        yield lon, lat * 0.99, lon + 180 + chance.uniform(-0.6, 0.6), -lat * 0.99 + step
        yield 179.9, lat, -179.9 + chance.uniform(0, 3), latitude(chance)
        yield lon, 0, lon + chance.choice([30, 179, 179.5, 180, -179.7]), 0
        yield lon, lat, lon + chance.choice([0, 180]), chance.choice([lat, -lat, lat / 2])
        yield lon, lat, lon + chance.uniform(-9, 9), chance.choice([lat, -lat])


def rings() -> Iterator[list[tuple[float, float]]]:
    """Outlines from 100 m to a continent across, also around poles and across 180 degrees."""
    chance = random.Random(2013)  # noqa: S311 - places to look at, no secret
    for number in range(120):
        lon, lat = [
            (chance.uniform(-180, 180), chance.uniform(-80, 80)),
            (180.0, chance.uniform(-80, 80)),
            (0.0, chance.choice([90.0, -90.0])),
        ][number % 3]
        wide_m = chance.choice([1e2, 1e4, 1e5, 3e6])
        corners = chance.choice([3, 4, 7, 25])
        yield [
            GEOD.fwd(lon, lat, 360 * corner / corners, wide_m * chance.uniform(0.6, 1))[:2]
            for corner in range(corners)
        ]


@pytest.fixture(scope="module")
def geodesic(script_page: Any) -> Iterator[Any]:
    with script_page("geodesic.js") as page:
        yield page


def test_distances_agree_with_geographiclib(geodesic: Any) -> None:
    asked = list(pairs())
    assert len(asked) >= 500
    found = geodesic.evaluate(
        "all => all.map(p => frontmap.geodesic.inverse([p[0], p[1]], [p[2], p[3]]).distance_m)",
        asked,
    )
    for pair, distance_m in zip(asked, found, strict=True):
        assert distance_m == pytest.approx(GEOD.inv(*pair)[2], rel=1e-9, abs=1e-5), pair


def test_bearings_agree_with_geographiclib(geodesic: Any) -> None:
    """Where two lines are as short, or at a pole, there is no one bearing to agree on."""
    asked = [
        pair for pair in pairs()
        if abs(pair[1]) < 89 and abs(pair[3]) < 89 and 10 < GEOD.inv(*pair)[2] < 19_900_000
    ]  # fmt: skip
    assert len(asked) > 250
    found = geodesic.evaluate(
        "all => all.map(p => frontmap.geodesic.inverse([p[0], p[1]], [p[2], p[3]]))", asked
    )
    for pair, way in zip(asked, found, strict=True):
        out, back, _ = GEOD.inv(*pair)
        for ours, theirs in ((way["bearing_deg"], out), (way["arrival_deg"], back + 180)):
            assert (ours - theirs + 180) % 360 - 180 == pytest.approx(0, abs=1e-5), pair


def test_lines_end_where_geographiclib_says(geodesic: Any) -> None:
    chance = random.Random(7)  # noqa: S311 - places to look at, no secret
    asked = [
        (chance.uniform(-180, 180), latitude(chance), chance.uniform(0, 360), length_m)
        for length_m in (1, 1000, 1e5, 5e6, 1.9e7)
        for _ in range(40)
    ]
    found = geodesic.evaluate(
        "all => all.map(p => frontmap.geodesic.direct([p[0], p[1]], p[2], p[3]))", asked
    )
    for line, (lon, lat) in zip(asked, found, strict=True):
        there = GEOD.fwd(*line)[:2]
        assert GEOD.inv(*there, (lon + 180) % 360 - 180, lat)[2] < 1e-3, line


def test_areas_agree_with_geographiclib(geodesic: Any) -> None:
    asked = list(rings())
    found = geodesic.evaluate("all => all.map(ring => frontmap.geodesic.ring(ring))", asked)
    for ring, ours in zip(asked, found, strict=True):
        lons, lats = zip(*ring, strict=True)
        area_m2, perimeter_m = GEOD.polygon_area_perimeter(lons, lats)
        assert ours["area_m2"] == pytest.approx(abs(area_m2), rel=1e-6, abs=0.2), ring
        assert ours["perimeter_m"] == pytest.approx(perimeter_m, rel=1e-9), ring


def test_the_area_does_not_depend_on_where_the_outline_begins(geodesic: Any) -> None:
    ring = [(35.43, 51.29), (35.27, 51.19), (35.5, 51.2)]
    turned = [[*ring[by:], *ring[:by]] for by in range(3)]
    found = geodesic.evaluate(
        "all => all.map(ring => frontmap.geodesic.ring(ring).area_m2)",
        [*turned, *(one[::-1] for one in turned)],
    )
    assert max(found) - min(found) < 0.1


def test_lines_are_drawn_along_geodesics_without_a_leap(geodesic: Any) -> None:
    drawn = geodesic.evaluate("frontmap.geodesic.along([170, 50], [-150, 55], 5000)")
    assert drawn[0] == [170, 50]
    assert drawn[-1] == [210, 55]
    assert len(drawn) > 100
    assert all(abs(a[0] - b[0]) < 1 for a, b in pairwise(drawn))
    out, _, length_m = GEOD.inv(170, 50, -150, 55)
    for lon, lat in drawn[1:-1]:
        there = GEOD.inv(170, 50, (lon + 180) % 360 - 180, lat)
        assert there[0] == pytest.approx(out, abs=1e-4)
        assert there[2] < length_m


# ---- UTM and MGRS ----


def positions() -> list[tuple[float, float]]:
    """Positions anywhere, around Norway's and Svalbard's zones, and on the edges of bands."""
    chance = random.Random(1988)  # noqa: S311 - places to look at, no secret
    some = [(chance.uniform(-180, 180), chance.uniform(-80, 84)) for _ in range(400)]
    some += [(chance.uniform(-2, 13), chance.uniform(55, 65)) for _ in range(150)]
    some += [(chance.uniform(-2, 44), chance.uniform(71, 84)) for _ in range(250)]
    some += [(chance.uniform(-180, 180), lat) for lat in (0, 8, -8, 56, 64, 72, -80, 83.9999)]
    return [*some, (180, 50), (-180, 50), (0, 0), (3, 60), (12, 60), (9, 75), (21, 75), (33, 75),
            (42, 75)]  # fmt: skip


@pytest.fixture(scope="module")
def grid(script_page: Any) -> Iterator[Any]:
    with script_page("mgrs.js", "coordinates.js") as page:
        yield page


def test_references_are_those_of_geotrans(grid: Any) -> None:
    """Both cut digits off; GEOTRANS takes what is within a millimetre of a metre for the metre."""
    asked, geotrans, edges = positions(), MGRS(), 0
    found = grid.evaluate(
        "all => all.map(at => [frontmap.grid.toMgrs(at), frontmap.grid.toUtm(at)])", asked
    )
    for (lon, lat), (ours, utm) in zip(asked, found, strict=True):
        if max(utm["easting"] % 1, utm["northing"] % 1) > 0.999:
            edges += 1
        else:
            assert ours.replace(" ", "") == geotrans.toMGRS(lat, lon), (lon, lat)
    assert edges < len(asked) / 50


def test_eastings_and_northings_are_those_of_proj(grid: Any) -> None:
    asked = positions()[::9]
    found = grid.evaluate("all => all.map(at => frontmap.grid.toUtm(at))", asked)
    for (lon, lat), utm in zip(asked, found, strict=True):
        code = (32700 if lat < 0 else 32600) + utm["zone"]
        there = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True)
        assert there.transform(lon, lat) == pytest.approx(
            (utm["easting"], utm["northing"]), abs=1e-5
        )


def test_references_lead_back_to_their_square(grid: Any) -> None:
    asked = positions()
    found = grid.evaluate(
        """all => all.map(at => [0, 1].map(tight => {
          const text = frontmap.grid.toMgrs(at);
          return frontmap.grid.fromMgrs(tight ? text.replace(/ /g, '') : text);
        }))""",
        asked,
    )
    for at, (spaced, tight) in zip(asked, found, strict=True):
        assert spaced == tight
        assert spaced["side_m"] == 1
        assert GEOD.inv(*at, *spaced["at"])[2] < 0.75, at


@pytest.mark.parametrize(
    ("text", "lat", "lon", "side_m"),
    [
        ("51.2954, 35.4311", 51.2954, 35.4311, 0),
        ("51.2954 35.4311", 51.2954, 35.4311, 0),
        ("-33.9;151.2", -33.9, 151.2, 0),
        ("51,2954 35,4311", 51.2954, 35.4311, 0),
        ("51.2954°N, 35.4311°E", 51.2954, 35.4311, 0),
        ("E35.4311 N51.2954", 51.2954, 35.4311, 0),
        ("51°17′43.4″N 35°25′52″E", 51.295389, 35.431111, 0),
        ("51° 17' 43.4\" N, 35° 25' 52\" E", 51.295389, 35.431111, 0),
        ("51 17 43.4 N 35 25 52 E", 51.295389, 35.431111, 0),
        ("33°54.5'S 151°12.25'W", -33.908333, -151.204167, 0),
        ("geo:51.2954,35.4311;u=35", 51.2954, 35.4311, 0),
        # Positions of these by GEOTRANS (mgrs) and PROJ.
        ("36U XB 69492 85482", 51.295403, 35.431096, 1),
        ("36uxb6985", 51.295558, 35.431212, 1000),
        ("36U 669492 5685482", 51.295398, 35.431089, 0),
    ],
)
def test_positions_that_are_typed_are_read(
    grid: Any, text: str, lat: float, lon: float, side_m: float
) -> None:
    found = grid.evaluate("text => frontmap.coordinates.parse(text)", text)
    assert found["side_m"] == side_m
    assert found["at"] == pytest.approx([lon, lat], abs=2e-5)


@pytest.mark.parametrize(
    "text",
    ["", "Sudzha", "51", "91, 35", "51, 181", "51°61′N 35°E", "51 N 35 N", "36U AB 6949 854",
     "61U XB 69492 85482", "36U XB 694 85482", "36I XB 69492 85482", "1e3, 4", "-, -", "9" * 500,
     "51.2,35.4,7"],
)  # fmt: skip
def test_what_is_no_position_is_none(grid: Any, text: str) -> None:
    assert grid.evaluate("text => frontmap.coordinates.parse(text)", text) is None


def test_the_poles_have_no_utm(grid: Any) -> None:
    found = grid.evaluate("[85, -81].map(lat => frontmap.coordinates.written([10, lat]))")
    for written in found:
        texts = dict(written)
        assert texts["MGRS"] is texts["UTM"] is None
        assert texts["DMS"].endswith("10°00′00.0″E")


def test_seconds_are_carried_over(grid: Any) -> None:
    dms = grid.evaluate("frontmap.coordinates.dms([-0.99999999, 51.99999999])")
    assert dms == "52°00′00.0″N 1°00′00.0″W"
