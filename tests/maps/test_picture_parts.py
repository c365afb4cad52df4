"""The parts that pictures are made of: type, columns, fillings, the placing of names."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString

from maps.layers import Layer, feature
from maps.picture.arrows import course_of
from maps.picture.columns import Paragraph, columns_of
from maps.picture.fillings import dots_of, grid, hatched, strokes_of
from maps.picture.graticule import degrees, step_of
from maps.picture.ground import draw_ground
from maps.picture.lettering import Face, Run, lines_of, plain, shortened, width_mm
from maps.picture.obstacles import lengths_in
from maps.picture.pen import Pen
from maps.picture.placing import Position, place
from maps.picture.projection import frame_of
from maps.picture.saving import new_figure, settled
from maps.picture.seen import seen_of
from maps.picture.theme import theme_of

FACE = Face(8.0)
WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=12)


@settings(deadline=None, max_examples=60)
@given(words=WORDS, width=st.floats(12, 120))
def test_lines_hold_every_word_and_fit(words: list[str], width: float) -> None:
    text = " ".join(words)
    lines = lines_of([Run(text, FACE)], width=width)
    said = "".join(placed.run.text for line in lines for placed in line)
    assert "".join(said.split()) == "".join(plain(text).split())
    for line in lines:
        assert line[-1].x_mm + width_mm(line[-1].run.text, FACE) <= width + 1e-6


def test_lines_beyond_the_most_end_with_an_ellipsis() -> None:
    lines = lines_of([Run("word " * 200, FACE)], width=40, most=2)
    assert len(lines) == 2
    assert lines[-1][-1].run.text.endswith("…")
    assert width_mm(lines[-1][-1].run.text, FACE) <= 40


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=80), most=st.floats(5, 60))
def test_a_shortened_text_fits_and_begins_alike(text: str, most: float) -> None:
    whole = plain(text)
    cut = shortened(whole, FACE, most_mm=most)
    assert width_mm(cut, FACE) <= most or cut == "…"
    assert cut == whole or whole.startswith(cut.removesuffix("…"))


@given(text=st.text(max_size=60))
def test_plain_text_is_one_line_without_controls(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    assert all(ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF for char in shown)
    assert plain(shown) == shown


@settings(deadline=None)
@given(counts=st.lists(st.integers(1, 6), min_size=1, max_size=7), most=st.integers(1, 4))
def test_columns_are_as_low_as_can_be(counts: list[int], most: int) -> None:
    """Against every way to divide the blocks."""
    blocks = [Paragraph((Run("A", FACE),), after_mm=float(count)) for count in counts]
    heights = [block.height(50) for block in blocks]
    columns = columns_of(blocks, width=200, most=most, gap=0)
    assert [block for column in columns for block in column] == blocks
    best = min(
        max(sum(heights[a:b]) for a, b in itertools.pairwise((0, *cuts, len(heights))))
        for size in range(min(most, len(heights)))
        for cuts in itertools.combinations(range(1, len(heights)), size)
    )
    got = max(sum(block.height(50) for block in column) for column in columns)
    assert got == pytest.approx(best, rel=1e-6)


# ---- fillings


@settings(deadline=None, max_examples=40)
@given(
    step=st.floats(0.5, 3),
    angle=st.floats(-90, 90),
    size=st.tuples(st.floats(20, 60), st.floats(20, 60)),
)
def test_hatching_is_as_dense_as_asked(
    step: float, angle: float, size: tuple[float, float]
) -> None:
    """Lines a step apart have the shape's area over the step as their length."""
    shape = shapely.box(3, 5, 3 + size[0], 5 + size[1]).difference(shapely.box(10, 10, 14, 15))
    lines = hatched(shape, step_mm=step, angle_deg=angle)
    assert lines.length == pytest.approx(shape.area / step, rel=0.13)
    assert shape.buffer(1e-6).contains(lines)


def test_fillings_stay_inside_and_differ() -> None:
    shape = shapely.Point(0, 0).buffer(12)
    found = {
        kind: strokes_of(kind, shape, unit_mm=0.25)
        for kind in ("slant", "back-slant", "rows", "crosses", "rings")
    }
    for kind, strokes in found.items():
        assert strokes is not None
        assert strokes.length > 20, kind
        assert shape.buffer(0.01).contains(strokes), kind
    assert strokes_of("plain", shape, unit_mm=0.25) is None
    dense, sparse = (dots_of(kind, shape, unit_mm=0.25) for kind in ("dots", "sparse-dots"))
    assert dense is not None
    assert sparse is not None
    assert dense.area == pytest.approx(2 * sparse.area, rel=0.1)


def test_grids_of_neighbours_are_one() -> None:
    left, right = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
    whole = {tuple(at) for at in grid(shapely.box(0, 0, 20, 10), step_mm=0.7)}
    both = {tuple(at) for half in (left, right) for at in grid(half, step_mm=0.7)}
    assert both == {at for at in whole if not math.isclose(at[0], 10)}


# ---- the placing of names


NEAR = st.floats(-5, 15).map(lambda value: round(value, 2))


@settings(deadline=None, max_examples=150)
@given(ends=st.tuples(NEAR, NEAR, NEAR, NEAR))
def test_what_a_box_covers_of_a_line_is_measured_as_shapely_does(
    ends: tuple[float, float, float, float],
) -> None:
    box = (0.0, 0.0, 10.0, 4.0)
    line = LineString([ends[:2], ends[2:]])
    (length,) = lengths_in(np.array([box]), np.array([ends]))
    assert length == pytest.approx(shapely.box(*box).intersection(line).length, abs=1e-9)


def box_at(x: float, y: float, cost: float = 0.0) -> Position:
    return Position((x, y, x + 10, y + 3), cost)


def apart(chosen: list[Position | None]) -> bool:
    boxes = [position.box for position in chosen if position is not None]
    return not any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for a, b in itertools.combinations(boxes, 2)
    )


def spent(chosen: list[Position | None], missing: list[float]) -> float:
    return sum(
        lost if position is None else position.cost
        for position, lost in zip(chosen, missing, strict=True)
    )


CASES = st.lists(
    st.tuples(
        st.floats(1, 50),
        st.lists(
            st.builds(box_at, st.floats(0, 30), st.floats(0, 12), st.floats(0, 5)),
            max_size=3,
        ),
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=200)
@given(case=CASES)
def test_names_never_overlap_and_stand_nearly_as_well_as_can_be(
    case: list[tuple[float, list[Position]]],
) -> None:
    missing = [lost for lost, _ in case]
    positions = [found for _, found in case]
    chosen = place(positions, missing)
    assert apart(chosen)
    every = itertools.product(*([*found, None] for found in positions))
    best = min(spent(list(way), missing) for way in every if apart(list(way)))
    # Greedy alone is the weightiest first; what stands in its way may cost no more than that.
    assert spent(chosen, missing) >= best - 1e-9
    heaviest = max(missing, default=0.0)
    assert spent(chosen, missing) <= best + 2 * heaviest


def test_a_name_moves_to_make_room_for_another() -> None:
    """The heavy name takes the better place first; then only its move lets the light one in."""
    heavy = [box_at(0, 0), box_at(0, 4, 0.5)]
    light = [box_at(2, 1)]
    chosen = place([heavy, light], [10.0, 9.0])
    assert chosen == [heavy[0], None] or spent(chosen, [10.0, 9.0]) == pytest.approx(0.5)
    heavy[1] = box_at(0, 6, 0.5)
    assert place([heavy, light], [10.0, 9.0]) == [heavy[1], light[0]]


def test_a_weighty_name_is_never_left_out_for_a_light_one() -> None:
    same = [box_at(0, 0)]
    assert place([same, same, same], [1.0, 30.0, 2.0]) == [None, same[0], None]


def test_no_name_lies_on_the_leader_of_another() -> None:
    led = Position((20, 0, 30, 3), 0.0, ((0, 1.5), (20, 1.5)))
    across = [box_at(5, 0), box_at(5, 10, 1.0)]
    assert place([[led], across], [10.0, 5.0]) == [led, across[1]]


# ---- projection, degrees, arrows


@settings(deadline=None, max_examples=40)
@given(
    lon=st.floats(-170, 160),
    lat=st.floats(-70, 70),
    size=st.floats(0.05, 8),
    width=st.floats(60, 400),
)
def test_the_map_is_true_to_area_and_holds_its_view(
    lon: float, lat: float, size: float, width: float
) -> None:
    view = (lon, lat, lon + size, lat + size * 0.7)
    frame = frame_of(view, width_mm=width)
    corners = frame.place([view[0], view[2]], [view[1], view[3]])
    left, bottom, right, top = frame.box_mm
    assert np.all((corners[0] >= left) & (corners[0] <= right))
    assert np.all((corners[1] >= bottom) & (corners[1] <= top))
    ground = shapely.box(*view)
    dense = shapely.segmentize(ground, size / 50)
    area_m2, _ = Geod(ellps="WGS84").geometry_area_perimeter(dense)
    drawn = frame.shape(ground).area / frame.mm_per_m**2
    assert drawn == pytest.approx(abs(area_m2), rel=4e-3)
    x, y = frame.middle_mm
    there = frame.place(*frame.lonlat(x, y))
    assert (float(there[0]), float(there[1])) == pytest.approx((x, y), abs=1e-4)


def test_degrees_are_written_to_the_minute() -> None:
    assert degrees(35.5, "EW") == "35°30′E"
    assert degrees(-1 / 12, "NS") == "0°05′S"
    assert degrees(0.0, "EW") == "0°"
    assert degrees(-120.0, "EW") == "120°W"


@given(span=st.floats(0.05, 300))
def test_a_map_has_a_few_lines_not_a_net(span: float) -> None:
    assert 2 <= span / step_of(span) <= 11


def test_an_arrow_keeps_off_both_marks_and_bends_to_the_left() -> None:
    course = course_of(((0, 0), (40, 0)), unit_mm=0.25)
    assert course is not None
    assert course[0][0] > 2
    assert course[-1][0] < 38
    assert course[len(course) // 2][1] > 1
    assert course_of(((0, 0), (5, 0)), unit_mm=0.25) is None


@pytest.mark.parametrize(("standing", "pieces"), [("assessed", 1), ("claimed", 8)])
def test_an_arrow_is_dashed_where_it_is_only_believed(standing: str, pieces: int) -> None:
    """It begins off the map and is drawn where it comes in."""
    frame = frame_of((35.0, 51.0, 35.5, 51.3), width_mm=120)
    ends = LineString([(34.0, 51.15), (35.25, 51.15)])
    axis = Layer("axes", (feature(ends, "axis", side="UA", standing=standing),))
    sight = seen_of([axis], frame)
    theme = theme_of(["UA"], dark=False)
    with settled():
        figure = new_figure(width_mm=120, height_mm=100, paper="#ffffff")
        draw_ground(Pen(figure, theme.land), sight, frame, theme, unit_mm=0.2)
    (group,) = (part for part in figure.artists if part.get_gid() == "axes")
    filled = group.parts[-1]
    assert filled.get_facecolor() == pytest.approx((0x16 / 255, 0x68 / 255, 0xB0 / 255, 1.0))
    outlines = filled.get_path().to_polygons()
    assert len(outlines) >= pieces if pieces > 1 else len(outlines) == 1
    tip = max(x for outline in outlines for x, _ in outline)
    assert tip < frame.middle_mm[0] - 0.5
    assert min(x for outline in outlines for x, _ in outline) >= -1e-6
