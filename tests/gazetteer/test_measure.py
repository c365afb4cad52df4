"""Distances, bearings and areas, against published figures, hand calculations and plain oracles."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
    box,
)
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import (
    WINDS,
    LineMeter,
    MeasureInvalid,
    area_km2,
    destination,
    destination_many,
    distance_to_line,
    inverse,
    inverse_many,
    wind_bearing,
    wind_of,
)

lons = st.floats(-180, 180)
lats = st.floats(-90, 90)
# away from the poles, where a bearing means little
mid_lats = st.floats(-80, 80)


def turn(a: float, b: float) -> float:
    """The smaller angle between two bearings, degrees."""
    return abs((a - b + 180) % 360 - 180)


def zone_km2(south: float, north: float, width_deg: float) -> float:
    """Area between two parallels on the ellipsoid, by its closed form."""
    a, f = 6378.137, 1 / 298.257223563
    b, e = a * (1 - f), math.sqrt(f * (2 - f))

    def below(lat: float) -> float:
        s = math.sin(math.radians(lat))
        return s / (1 - (e * s) ** 2) + math.log((1 + e * s) / (1 - e * s)) / (2 * e)

    return b**2 * math.radians(width_deg) / 2 * (below(north) - below(south))


# From one point to another


def test_a_published_long_geodesic_is_met() -> None:
    # New York JFK to London Heathrow, the worked example of GeographicLib's GeodSolve
    found = inverse((-73.8, 40.6), (-0.5, 51.6))
    assert found.distance_m == pytest.approx(5_551_759.400, abs=0.001)
    assert found.bearing_deg == pytest.approx(51.198882845, abs=1e-8)


def test_a_degree_of_the_ellipsoid_has_its_published_length() -> None:
    assert inverse((0, 0), (1, 0)).distance_m == pytest.approx(111_319.491, abs=0.001)
    assert inverse((0, 44.5), (0, 45.5)).distance_m == pytest.approx(111_131.8, abs=0.1)
    assert inverse((0, 0), (0, 1)).distance_m == pytest.approx(110_574.4, abs=0.1)


@given(lons, lats, lons, lats)
def test_distances_are_those_of_a_slow_oracle(a: float, b: float, c: float, d: float) -> None:
    assert inverse((a, b), (c, d)).distance_m == pytest.approx(
        geodesic((b, a), (d, c)).meters, abs=0.001
    )


@pytest.mark.parametrize(
    ("bearing_deg", "east", "north"),
    [(0, 0, 1), (45, 1, 1), (90, 1, 0), (135, 1, -1), (180, 0, -1), (225, -1, -1), (270, -1, 0),
     (315, -1, 1)],
)  # fmt: skip
def test_each_wind_leads_its_own_way(bearing_deg: float, east: int, north: int) -> None:
    lon, lat = destination((35.0, 51.0), bearing_deg=bearing_deg, distance_m=10_000)
    # a degree of longitude is 70.2 km here, one of latitude 111.2 km
    across, up = (lon - 35) * 70.2, (lat - 51) * 111.2
    diagonal = 10 if 0 in (east, north) else 10 * math.sqrt(0.5)
    assert across == pytest.approx(east * diagonal, abs=0.05)
    assert up == pytest.approx(north * diagonal, abs=0.05)
    assert wind_bearing(wind_of(bearing_deg)) == bearing_deg


@given(lons, mid_lats, st.floats(-720, 720), st.floats(1, 1_000_000))
def test_a_destination_lies_as_far_and_that_way(
    lon: float, lat: float, bearing_deg: float, distance_m: float
) -> None:
    end = destination((lon, lat), bearing_deg=bearing_deg, distance_m=distance_m)
    found = inverse((lon, lat), end)
    assert found.distance_m == pytest.approx(distance_m, abs=0.001)
    assert turn(found.bearing_deg, bearing_deg) * found.distance_m < 1


@given(lons, lats, lons, lats)
def test_the_way_back_is_as_long(a: float, b: float, c: float, d: float) -> None:
    there, back = inverse((a, b), (c, d)), inverse((c, d), (a, b))
    assert there.distance_m == pytest.approx(back.distance_m, abs=1e-6)


def test_the_same_point_is_at_no_distance_due_north() -> None:
    found = inverse((35.2, 51.1), (35.2, 51.1))
    assert (found.distance_m, found.bearing_deg) == (0.0, 0.0)


def test_arrays_answer_as_single_points_do() -> None:
    lon, lat = np.array([35.0, -179.9, 0.0]), np.array([51.0, 10.0, -60.0])
    distances, bearings = inverse_many(30.0, 50.0, lon, lat)
    for k in range(3):
        one = inverse((30.0, 50.0), (lon[k], lat[k]))
        assert (distances[k], bearings[k]) == (one.distance_m, one.bearing_deg)
    there = destination_many(lon, lat, bearing_deg=[0, 90, 370], distance_m=5000)
    assert (there[0][1], there[1][1]) == destination(
        (-179.9, 10.0), bearing_deg=90, distance_m=5000
    )
    assert there[1][2] == destination((0.0, -60.0), bearing_deg=10, distance_m=5000)[1]


def test_the_arrays_given_are_left_as_they_were() -> None:
    lon, lat = np.array([35.0, 36.0]), np.array([51.0, 52.0])
    inverse_many(lon, lat, 30.0, 50.0)
    destination_many(lon, lat, bearing_deg=10, distance_m=1000)
    assert lon.tolist() == [35.0, 36.0]
    assert lat.tolist() == [51.0, 52.0]


@pytest.mark.parametrize("point", [(51.0, 95.0), (181.0, 0.0), (math.nan, 0.0), (0.0, math.inf)])
def test_a_point_off_the_earth_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(MeasureInvalid, match="degrees"):
        inverse(point, (0.0, 0.0))


# Areas


@given(st.floats(-179, 178), st.floats(-89, 88), st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_box_has_the_area_of_its_zone(w: float, s: float, width: float, height: float) -> None:
    # half a metre along the two parallels
    slack = 0.0005 * 2 * width * 111.4 * math.cos(math.radians(max(0, abs(s) - 1)))
    expected = zone_km2(s, s + height, width)
    assert area_km2(box(w, s, w + width, s + height)) == pytest.approx(expected, abs=slack)


def test_the_whole_earth_has_its_published_area() -> None:
    assert area_km2(box(-180, -90, 180, 90)) == pytest.approx(510_065_621.7, abs=1)


@pytest.mark.parametrize("shell_way", [1, -1])
@pytest.mark.parametrize("hole_way", [1, -1])
def test_a_hole_is_taken_off_however_the_rings_are_wound(shell_way: int, hole_way: int) -> None:
    shell, hole = box(35, 48, 36, 48.5).exterior.coords, box(35.4, 48.2, 35.6, 48.3).exterior.coords
    holed = Polygon(shell[::shell_way], [hole[::hole_way]])
    expected = zone_km2(48, 48.5, 1) - zone_km2(48.2, 48.3, 0.2)
    assert area_km2(holed) == pytest.approx(expected, rel=1e-6)


def test_only_ground_has_an_area() -> None:
    square = box(10, 50, 11, 51)
    mixed = GeometryCollection([square, Point(1, 1), LineString([(0, 0), (9, 9)]), Polygon()])
    assert area_km2(mixed) == area_km2(square) == pytest.approx(zone_km2(50, 51, 1), rel=1e-6)
    for nothing in (Polygon(), Point(1, 1), LineString([(0, 0), (1, 1)]), MultiPolygon()):
        assert area_km2(nothing) == 0.0


def test_ground_that_parts_share_counts_once() -> None:
    twice = MultiPolygon([box(10, 50, 11, 51), box(10.5, 50, 11.5, 51)])
    assert area_km2(twice) == pytest.approx(zone_km2(50, 51, 1.5), rel=1e-6)


def test_a_ring_that_crosses_itself_counts_both_loops() -> None:
    # two triangles of half a degree square at the equator, which would cancel each other
    bow = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert area_km2(bow) == pytest.approx(0.5 * 111.32 * 110.574, rel=1e-3)


def test_an_area_across_the_antimeridian_is_the_sum_of_its_halves() -> None:
    across = Polygon([(179, 60), (-179, 60), (-179, 61), (179, 61)])
    assert area_km2(across) == pytest.approx(zone_km2(60, 61, 2), rel=1e-6)


# From a point to a line


def flat_m(point: tuple[float, float], line: BaseGeometry) -> float:
    """Distance in the azimuthal equidistant plane around the point, by PROJ and GEOS."""
    lon, lat = point
    plane = CRS.from_proj4(f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84")
    to_plane = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    dense = shapely.segmentize(line, 0.02)
    flat = shapely.transform(
        dense, lambda xy: np.column_stack(to_plane.transform(xy[:, 0], xy[:, 1]))
    )
    return float(shapely.distance(flat, Point(0, 0)))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(20, 45), st.floats(40, 65)), min_size=2, max_size=6, unique=True),
    st.tuples(st.floats(20, 45), st.floats(40, 65)),
)
def test_distances_to_a_line_are_those_of_a_plane_around_the_point(
    vertices: list[tuple[float, float]], point: tuple[float, float]
) -> None:
    line = LineString(vertices)
    assume(line.length > 0.01)
    assert distance_to_line(point, line).distance_m == pytest.approx(
        flat_m(point, line), rel=1e-5, abs=3
    )


def test_the_foot_lies_on_the_line_as_far_as_said_and_that_way() -> None:
    line = LineString([(34, 51), (36, 52), (38, 51)])
    found = distance_to_line((35.4, 51.2), line)
    foot = (found.foot_lon, found.foot_lat)
    assert line.distance(Point(foot)) * 111_000 < 2
    there = inverse((35.4, 51.2), foot)
    assert there.distance_m == found.distance_m
    assert there.bearing_deg == found.bearing_deg
    assert 270 < found.bearing_deg < 360


def test_a_long_edge_is_straight_in_longitude_and_latitude() -> None:
    # 20 degrees along the parallel of 50°; the geodesic between its ends runs 69 km north of it
    parallel = LineString([(20, 50), (40, 50)])
    found = distance_to_line((30, 50.5), parallel)
    assert found.distance_m == pytest.approx(inverse((30, 50), (30, 50.5)).distance_m, abs=5)
    assert found.foot_lat == pytest.approx(50, abs=1e-4)


def test_neither_the_antimeridian_nor_a_pole_disturbs_a_line() -> None:
    across = LineString([(179, 0), (-179, 0)])
    assert distance_to_line((180, 1), across).distance_m == pytest.approx(110_574.4, abs=1)
    ring = LineString([(lon, 89) for lon in range(-180, 181, 10)])
    assert distance_to_line((12, 90), ring).distance_m == pytest.approx(
        inverse((0, 89), (0, 90)).distance_m, abs=1
    )


def test_a_point_on_the_line_is_at_no_distance() -> None:
    line = LineString([(34, 51), (36, 51)])
    found = distance_to_line((34, 51), line)
    assert found.distance_m == pytest.approx(0, abs=1e-6)
    assert distance_to_line((35, 51), line).distance_m < 1


def test_many_points_answer_as_single_ones_do() -> None:
    line = MultiLineString([[(30, 50), (31, 52), (35, 51)], [(40, 48), (41, 47)]])
    meter = LineMeter(line)
    lon, lat = np.meshgrid(np.linspace(28, 43, 31), np.linspace(46, 54, 17))
    distances, foot_lon, foot_lat, bearings = meter.distances(lon, lat)
    assert distances.shape == lon.shape
    for k in [(0, 0), (8, 15), (16, 30), (3, 22)]:
        one = meter.distance((lon[k], lat[k]))
        assert one.distance_m == distances[k]
        assert (one.foot_lon, one.foot_lat) == (foot_lon[k], foot_lat[k])
        assert one.bearing_deg == bearings[k]
    assert meter.distances([], [])[0].size == 0


def test_no_edge_of_a_long_line_is_nearer_than_the_one_found() -> None:
    rng = np.random.default_rng(7)
    steps = rng.normal(0, 0.05, (3000, 2)).cumsum(axis=0)
    vertices = steps / np.abs(steps).max() * 8 + [35, 50]
    meter = LineMeter(LineString(vertices))
    lon, lat = rng.uniform(20, 50, 60), rng.uniform(35, 65, 60)
    found = meter.distances(lon, lat)[0]
    to_vertices, _ = inverse_many(lon[:, None], lat[:, None], vertices[:, 0], vertices[:, 1])
    assert (found <= to_vertices.min(axis=1) + 0.01).all()
    assert (found >= to_vertices.min(axis=1) - 30_000).all()


@pytest.mark.parametrize("empty", [LineString(), MultiLineString(), GeometryCollection()])
def test_an_empty_line_is_refused(empty: BaseGeometry) -> None:
    with pytest.raises(MeasureInvalid, match="without any vertex"):
        distance_to_line((0, 0), empty)


def test_an_area_is_no_line_and_the_message_says_what_to_pass() -> None:
    with pytest.raises(MeasureInvalid, match="boundary"):
        distance_to_line((0, 0), box(0, 0, 1, 1))
    assert distance_to_line((0.5, 0.5), box(0, 0, 1, 1).boundary).distance_m > 50_000


def test_a_line_off_the_earth_is_refused() -> None:
    with pytest.raises(MeasureInvalid, match="latitude"):
        LineMeter(LineString([(51, 35), (52, 135)]))


# Winds


def test_sixteen_winds_go_round_in_order() -> None:
    assert [wind_bearing(wind) for wind in WINDS] == [22.5 * k for k in range(16)]
    assert [wind_of(22.5 * k) for k in range(16)] == list(WINDS)


@pytest.mark.parametrize(
    ("bearing_deg", "winds", "name"),
    [(359, 16, "N"), (11.24, 16, "N"), (11.25, 16, "NNE"), (30, 8, "NE"), (20, 8, "N"),
     (-45, 8, "NW"), (100, 4, "E"), (765, 8, "NE")],
)  # fmt: skip
def test_a_bearing_is_named_after_its_nearest_wind(
    bearing_deg: float, winds: int, name: str
) -> None:
    assert wind_of(bearing_deg, winds=winds) == name


@given(st.floats(-1e6, 1e6))
def test_no_wind_is_further_off_than_half_a_step(bearing_deg: float) -> None:
    assert turn(wind_bearing(wind_of(bearing_deg)), bearing_deg) <= 11.25 + 1e-6


def test_there_is_no_other_wind() -> None:
    with pytest.raises(MeasureInvalid, match="NNE"):
        wind_bearing("north")
    with pytest.raises(MeasureInvalid, match="rose of 32"):
        wind_of(10, winds=32)
    with pytest.raises(MeasureInvalid, match="finite"):
        wind_of(math.nan)
