"""Marching squares, held against the field itself and against known areas."""

from __future__ import annotations

import math

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.control.front_contour import ground_above
from geo.control.front_plane import Grid, Plane


def grid(rows: int, columns: int) -> Grid:
    return Grid(np.arange(columns, dtype=float), np.arange(rows, dtype=float))


@settings(deadline=None)
@given(
    st.integers(2, 9).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(-2, 2), min_size=columns, max_size=columns),
            min_size=2,
            max_size=9,
        )
    )
)
def test_the_ground_holds_the_points_that_are_above_and_no_others(rows: list[list[int]]) -> None:
    field = np.array(rows, dtype=float)
    laid = grid(*field.shape)
    ground = ground_above(field, laid)
    assert ground.is_valid
    x, y = np.meshgrid(laid.x, laid.y)
    inside = shapely.contains_xy(ground, x, y)
    # A value of zero is not above; its point may lie on the very edge.
    assert (inside == (field > 0)).all()


def test_the_edge_is_interpolated() -> None:
    laid = Grid(np.linspace(-20, 20, 161), np.linspace(-20, 20, 161))
    x, y = np.meshgrid(laid.x, laid.y)
    disc = ground_above(10 - np.hypot(x, y), laid)
    assert math.isclose(disc.area, math.pi * 100, rel_tol=1e-3)
    smaller = ground_above(10 - np.hypot(x, y), laid, level=4)
    assert math.isclose(smaller.area, math.pi * 36, rel_tol=1e-3)


def test_a_hole_stays_open() -> None:
    laid = Grid(np.linspace(-20, 20, 161), np.linspace(-20, 20, 161))
    x, y = np.meshgrid(laid.x, laid.y)
    ring = ground_above(3 - np.abs(np.hypot(x, y) - 10), laid)
    assert not ring.contains(shapely.Point(0, 0))
    assert math.isclose(ring.area, math.pi * (169 - 49), rel_tol=1e-3)


def test_a_field_that_is_nowhere_above_has_no_ground() -> None:
    assert ground_above(np.full((3, 4), -1.0), grid(3, 4)).is_empty


@settings(deadline=None)
@given(st.floats(-179, 179), st.floats(-80, 80))
def test_a_plane_gives_back_what_it_took(lon: float, lat: float) -> None:
    plane = Plane((lon, lat))
    metres = np.array([[0.0, 0.0], [30_000.0, -12_000.0], [-80_000.0, 60_000.0]])
    assert np.abs(plane.flat(plane.round(metres)) - metres).max() < 1.0
