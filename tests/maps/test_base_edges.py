"""Coasts and edges between countries and regions, as far as a map simplifies them."""

from __future__ import annotations

import math

import shapely

from maps.basemap import simple_lines

STEP_DEG = 0.1


def winding(length_deg: float) -> shapely.LineString:
    """An edge with more detail than a screen can show."""
    steps = round(length_deg / 0.01)
    return shapely.LineString([(i * 0.01, 0.5 * math.sin(i / 40)) for i in range(steps)])


def test_an_edge_stays_within_a_step_of_where_it_was() -> None:
    edge = winding(20)
    drawn = simple_lines(shapely.MultiLineString([edge]), STEP_DEG)
    assert shapely.hausdorff_distance(drawn, edge) <= STEP_DEG
    assert shapely.get_num_coordinates(drawn) < shapely.get_num_coordinates(edge) / 10


def test_a_small_island_is_drawn_all_around() -> None:
    island = shapely.Point(0, 0).buffer(1.5 * STEP_DEG).boundary
    thin = shapely.box(5, 0, 6, 0.08).boundary
    drawn = simple_lines(shapely.union_all([island, thin]), STEP_DEG)
    assert len(drawn.geoms) == 2
    # There and back again along one line would be no island.
    assert all(ring.is_closed and shapely.Polygon(ring).area > 0 for ring in drawn.geoms)


def test_what_is_too_short_to_be_seen_is_left_out() -> None:
    speck = shapely.LineString([(0, 0), (0.3, 0)])
    assert simple_lines(speck, STEP_DEG).is_empty
    assert simple_lines(shapely.MultiLineString(), STEP_DEG).is_empty
