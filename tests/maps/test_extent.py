"""The first view follows the crowd of places."""

from __future__ import annotations

import pytest

from gazetteer.measure import inverse
from maps.extent import around, box_of, crowd, locator_window, widened

SUDZHA, BERDIN, STEP = (35.2722, 51.1906), (35.4311, 51.2954), (35.3952, 51.3298)
KURSK, SEOUL, KYIV, LVIV, ODESA = (
    (36.1846, 51.7269), (126.9784, 37.566), (30.52, 50.45), (24.03, 49.84), (30.72, 46.48),
)  # fmt: skip


def test_a_far_city_does_not_belong() -> None:
    assert crowd([SUDZHA, SEOUL, BERDIN, STEP], [1, 1, 1, 1]) == (True, False, True, True)
    # 64 km off the front is another map as well, even if it is named more often.
    assert crowd([SUDZHA, BERDIN, STEP, KURSK], [1, 1, 1, 2]) == (True, True, True, False)


def test_places_all_over_a_country_belong_together() -> None:
    assert crowd([KYIV, LVIV, ODESA], [1, 1, 1]) == (True, True, True)


def test_one_place_and_none() -> None:
    assert crowd([SEOUL], [1]) == (True,)
    assert crowd([], []) == ()
    assert crowd([SUDZHA, SEOUL], [1, 1]) == (True, True)


def test_a_box_has_a_least_size_on_the_ground() -> None:
    box = box_of([(*SUDZHA, *SUDZHA)])
    assert box is not None
    west, south, east, north = box
    middle = (south + north) / 2
    assert inverse((west, middle), (east, middle)).distance_m == pytest.approx(14_000, rel=0.01)
    assert inverse((west, south), (west, north)).distance_m == pytest.approx(14_000, rel=0.01)
    assert box_of([]) is None


def test_boxes_stay_on_the_earth() -> None:
    assert widened((-170, -80, 170, 80), by=3) == (-180, -85, 180, 85)
    assert widened((0, 0, 10, 20), by=2) == (-5, -10, 15, 30)
    assert around((0, 0, 2, 2), half=(10, 5)) == (-9, -4, 11, 6)
    assert around((0, 0, 40, 20), half=(10, 5)) == (0, 0, 40, 20)


def test_the_small_map_is_left_out_where_it_would_say_nothing() -> None:
    assert locator_window((35, 51, 36, 52)) is not None
    assert locator_window((20, 44, 40, 56)) is None
    assert locator_window((178.9, 51, 179.5, 52)) is None
