"""What changed between maps: against shapely's own differences and areas by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from maps.timeline_change import Patch, between, daily, patches, turns

GEOD = Geod(ellps="WGS84")


def oracle_km2(shape: Any) -> float:
    """Geodesic area by pyproj, ring by ring."""
    total = 0.0
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            for ring, sign in [(part.exterior, 1), *((hole, -1) for hole in part.interiors)]:
                dense = shapely.segmentize(shapely.Polygon(ring), 0.01)
                total += sign * abs(GEOD.geometry_area_perimeter(dense)[0]) / 1e6
    return total


def close(gained: float, lost: float) -> Any:
    """A gain and a loss to a hundred thousandth part."""
    return pytest.approx((gained, lost), rel=1e-5, abs=1e-9)


def shape_of(cells: frozenset[tuple[int, int]]) -> Any:
    """Ground put together from squares of a twentieth of a degree."""
    boxes = [shapely.box(35 + x / 20, 51 + y / 20, 35 + (x + 1) / 20, 51 + (y + 1) / 20)
             for x, y in sorted(cells)]  # fmt: skip
    return shapely.union_all(boxes)


def changes_of(grounds: list[Any]) -> list[Patch]:
    return [
        patch
        for at, (old, new) in enumerate(pairwise(grounds), 1)
        for patch in patches(old, new, at)
    ]


def test_a_box_that_moves_gains_on_one_side_and_loses_on_the_other() -> None:
    old, new = shapely.box(35.0, 51.0, 35.4, 51.2), shapely.box(35.1, 51.0, 35.5, 51.2)
    found = patches(old, new, 1)
    assert [(patch.gained, patch.at) for patch in found] in (
        [(True, 1), (False, 1)],
        [(False, 1), (True, 1)],
    )
    for patch in found:
        # A tenth of a degree of longitude by a fifth of a degree of latitude.
        assert patch.area_km2 == pytest.approx(oracle_km2(shapely.box(35.0, 51.0, 35.1, 51.2)),
                                               rel=1e-5)  # fmt: skip


def test_the_same_ground_drawn_the_other_way_round_is_no_change() -> None:
    ground = shapely.Polygon([(35, 51), (36, 51), (36, 52), (35, 52)])
    turned = shapely.Polygon([(36, 52), (36, 51), (35, 51), (35, 52)])
    assert patches(ground, turned, 1) == []


def test_ground_that_appears_and_vanishes_counts_as_a_whole_with_its_hole() -> None:
    ring = shapely.box(35, 51, 36, 52) - shapely.box(35.4, 51.4, 35.6, 51.6)
    nothing = shapely.MultiPolygon()
    (came,) = patches(nothing, ring, 1)
    (went,) = patches(ring, nothing, 2)
    assert came.gained
    assert not went.gained
    assert came.area_km2 == pytest.approx(oracle_km2(ring), rel=1e-6)
    assert went.signed_km2 == pytest.approx(-came.area_km2)
    assert between(turns([came, went]), 0, 2) == (0.0, 0.0)


def test_ground_that_comes_and_goes_is_not_counted_twice() -> None:
    """Taken on the second map, half of it lost on the third, all of it held on the fourth."""
    whole, half = shapely.box(35, 51, 35.2, 51.1), shapely.box(35, 51, 35.1, 51.1)
    known = turns(changes_of([shapely.MultiPolygon(), whole, half, whole]))
    area = oracle_km2(whole)
    assert between(known, 0, 1) == close(area, 0.0)
    assert between(known, 1, 2) == close(0.0, area / 2)
    assert between(known, 0, 3) == close(area, 0.0)
    assert between(known, 1, 3) == close(0.0, 0.0)
    assert sorted(turn.at for turn in known) == [(1,), (1, 2, 3)]


CELLS = st.frozensets(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=2, max_size=5))
def test_any_two_days_differ_by_what_shapely_says(days: list[frozenset[tuple[int, int]]]) -> None:
    grounds = [shape_of(cells) for cells in days]
    known = turns(changes_of(grounds))
    for start in range(len(grounds)):
        for end in range(start, len(grounds)):
            gained, lost = between(known, start, end)
            wanted = oracle_km2(grounds[end] - grounds[start])
            assert gained == pytest.approx(wanted, abs=0.01)
            assert lost == pytest.approx(oracle_km2(grounds[start] - grounds[end]), abs=0.01)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(20, 60), min_size=8, max_size=8), min_size=2, max_size=4))
def test_edges_that_cross_between_vertices_are_cut_there(days: list[list[int]]) -> None:
    """Stars about one point, whose edges cross anywhere."""
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    grounds = [
        shapely.Polygon(
            np.column_stack([35 + np.cos(turn) * radii / 100, 51 + np.sin(turn) * radii / 100])
        )
        for radii in (np.array(day) for day in days)
    ]
    known = turns(changes_of(grounds))
    gained, lost = between(known, 0, len(grounds) - 1)
    assert gained == pytest.approx(oracle_km2(grounds[-1] - grounds[0]), rel=1e-3, abs=0.05)
    assert lost == pytest.approx(oracle_km2(grounds[0] - grounds[-1]), rel=1e-3, abs=0.05)


def test_each_map_has_its_gains_and_losses_and_the_first_has_none() -> None:
    boxes = [shapely.box(35, 51, 35 + east, 51.1) for east in (0.1, 0.3, 0.2)]
    found = daily(changes_of(boxes), 3)
    tenth = oracle_km2(boxes[0])
    assert found[0] == close(0.0, 0.0)
    assert found[1] == close(2 * tenth, 0.0)
    assert found[2] == close(0.0, tenth)
