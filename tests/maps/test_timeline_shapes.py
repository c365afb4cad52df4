"""Shapes in few bytes: read back by a reader of our own, nothing is lost and little is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.timeline_shapes import PER_DEGREE, Packed, Rings, drawn_grounds, origin_of, pack

Ring = list[tuple[int, int]]
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def numbers(text: str) -> Iterator[int]:
    """Whole numbers, five bits a character, the least first."""
    value, scale = 0, 1
    for digit in map(DIGITS.index, text):
        value += scale * (digit % 32)
        scale *= 32
        if digit < 32:
            yield value
            value, scale = 0, 1


def signed(number: int) -> int:
    return -(number + 1) // 2 if number % 2 else number // 2


def read_ring(source: Iterator[int], rings: Sequence[Ring]) -> Ring:
    ring: Ring = []
    for _ in range(next(source)):
        head = next(source)
        if head % 2:
            earlier, at = rings[len(rings) - next(source)], next(source)
            step = -1 if head & 2 else 1
            ring += [earlier[(at + step * n) % len(earlier)] for n in range(head // 4)]
        else:
            for _ in range(head // 2):
                x, y = ring[-1] if ring else (0, 0)
                ring.append((x + signed(next(source)), y + signed(next(source))))
    return ring


def read_rings(text: str, count: int) -> list[Ring]:
    source, rings = numbers(text), list[Ring]()
    for _ in range(count):
        rings.append(read_ring(source, rings))
    assert next(source, None) is None
    return rings


def unpack(packed: Packed, kinds: int) -> list[list[list[Ring]]]:
    """For every day and kind its rings."""
    rings = read_rings(packed.rings, packed.count)
    source = numbers(packed.days)
    days: list[list[list[int]]] = []
    for first in source:
        day = []
        for kind in range(kinds):
            count = next(source) if kind else first
            if count == 0:
                day.append(days[-1][kind])
                continue
            last, found = 0, []
            for _ in range(count - 1):
                last += signed(next(source))
                found.append(last)
            day.append(found)
        days.append(day)
    return [[[rings[number] for number in kind] for kind in day] for day in days]


def wavy(count: int, *, bump: int | None = None) -> Any:
    """A jagged ring; a bump moves a few of its vertices."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    far = 1 + 0.05 * np.sin(37 * turn) + 0.02 * np.sin(101 * turn)
    if bump is not None:
        far[bump : bump + 5] += 0.05
    return shapely.Polygon(np.column_stack([35 + far * np.cos(turn), 50 + far * np.sin(turn)]))


POINTS = st.tuples(st.integers(-9, 9), st.integers(-9, 9))
RINGS = st.lists(POINTS, min_size=2, max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.lists(RINGS, max_size=8))
def test_rings_come_back_as_they_were_whatever_they_share(rings: list[Ring]) -> None:
    written = Rings()
    order = [written.number(ring) for ring in rings]
    found = read_rings(written.text(), len(written))
    assert [found[number] for number in order] == rings
    assert len(written) == len({tuple(ring) for ring in rings})


@settings(max_examples=50, deadline=None)
@given(
    ring=st.lists(POINTS, min_size=3, max_size=30, unique=True), start=st.integers(0, 29),
    back=st.booleans(),
)  # fmt: skip
def test_a_ring_that_begins_elsewhere_or_runs_back_costs_nothing(
    ring: Ring, start: int, *, back: bool
) -> None:
    start %= len(ring)
    turned = ring[start:] + ring[:start]
    if back:
        turned.reverse()
    alone, both = Rings(), Rings()
    alone.number(ring)
    both.number(ring)
    both.number(turned)
    assert read_rings(both.text(), len(both))[-1] == turned
    assert len(both.text()) <= len(alone.text()) + 8


def test_a_day_that_changes_little_costs_little() -> None:
    first, second = wavy(3000), wavy(3000, bump=700)
    drawn = [drawn_grounds([ground]) for ground in (first, second)]
    origin = origin_of([first, second])
    one, both = (pack(days, origin=origin) for days in (drawn[:1], drawn))
    assert len(both.rings) - len(one.rings) < 0.03 * len(one.rings)
    assert unpack(both, 1)[0] == unpack(one, 1)[0]


def test_a_day_without_change_costs_three_characters_at_most() -> None:
    ground = drawn_grounds([wavy(500)])
    origin = origin_of(ground)
    one, three = (pack([ground] * count, origin=origin) for count in (1, 3))
    assert one.rings == three.rings
    assert len(three.days) - len(one.days) == 2
    assert unpack(three, 1) == unpack(one, 1) * 3


def test_drawn_shapes_stay_within_a_hundred_metres_and_neighbours_edge_to_edge() -> None:
    west = wavy(4000) & shapely.box(33, 48, 35, 52)
    east = wavy(4000) & shapely.box(35, 48, 37, 52)
    drawn = drawn_grounds([west, east])
    for full, plain in zip((west, east), drawn, strict=True):
        assert shapely.hausdorff_distance(full.boundary, plain.boundary) < 0.0014
        assert shapely.get_num_coordinates(plain) < shapely.get_num_coordinates(full)
    assert (drawn[0] & drawn[1]).area == 0
    # No gap along the edge that both share.
    assert shapely.union_all(drawn).geom_type == "Polygon"
    assert shapely.get_num_interior_rings(shapely.union_all(drawn)) == 0


def test_what_did_not_change_is_drawn_the_same() -> None:
    """The far half of a ring that changed: vertex by vertex as it was."""
    plain = [drawn_grounds([ground])[0] for ground in (wavy(3000), wavy(3000, bump=100))]
    left = [
        {tuple(point) for point in shapely.get_coordinates(ground) if point[0] < 35}
        for ground in plain
    ]
    assert left[0] == left[1]
    assert len(left[0]) > 100


def test_cracks_between_neighbours_are_drawn_closed_and_real_holes_are_not() -> None:
    outer = shapely.box(35, 50, 36, 51)
    crack = shapely.box(35.2, 50.5, 35.8, 50.5004)
    pocket = shapely.box(35.4, 50.7, 35.5, 50.8)
    (drawn,) = drawn_grounds([outer - crack - pocket])
    (polygon,) = shapely.get_parts(drawn)
    assert len(polygon.interiors) == 1
    assert shapely.Polygon(polygon.interiors[0]).equals(pocket)


def test_steps_are_counted_from_the_southwest_corner() -> None:
    box = shapely.box(35.25, 50.5, 35.75, 50.75)
    packed = pack([[box]], origin=origin_of([box]))
    assert packed.origin == (35.0, 50.0)
    ((ring,),) = unpack(packed, 1)[0]
    corners = {(x / PER_DEGREE + 35, y / PER_DEGREE + 50) for x, y in ring}
    assert corners == {(35.25, 50.5), (35.75, 50.5), (35.75, 50.75), (35.25, 50.75)}


def test_nothing_at_all_is_written_as_nothing() -> None:
    packed = pack([[shapely.MultiPolygon()]], origin=origin_of([shapely.MultiPolygon()]))
    assert (packed.rings, packed.count) == ("", 0)
    assert unpack(packed, 1) == [[[]]]
