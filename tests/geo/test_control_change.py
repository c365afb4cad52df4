"""Changes between control maps: boxes by hand, settlements, slivers, two makers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from gazetteer.store import Gazetteer
from geo.control.areas import area_of
from geo.control.atlas import ControlAtlas
from geo.control.change import ControlChange, change, changes, compare
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.control.series import series
from geo.control.slivers import parted

GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def world() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as gazetteer:
        yield gazetteer


def made(
    *shapes: BaseGeometry,
    date: str | None = "2025-01-04",
    maker: str = "Somebody",
    side: str = "UA",
    within: str | None = "RU",
    file: str | None = None,
) -> ControlLayer:
    """A map of a few polygons that a side holds."""
    rows: list[dict[str, Any]] = [
        {"geometry": shape, "side": side, "within": within} for shape in shapes
    ]
    return ControlLayer(
        control_frame(rows), Maker(maker), date, "option", file or f"{date}.json", "made up"
    )


def true_km2(shape: Polygon) -> float:
    """Area by pyproj alone."""
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.005))[0]) / 1e6


def in_russia(before: ControlLayer, after: ControlLayer, world: Gazetteer) -> ControlChange:
    return change(before, after, world, side="UA", within="RU")


OLD = box(36.0, 51.6, 36.4, 51.8)
NEW = box(36.2, 51.6, 36.5, 51.8)


def test_boxes_by_hand(world: Gazetteer) -> None:
    found = in_russia(made(OLD), made(NEW), world)
    assert found.gained.area_km2 == pytest.approx(true_km2(box(36.4, 51.6, 36.5, 51.8)), rel=1e-5)
    assert found.lost.area_km2 == pytest.approx(true_km2(box(36.0, 51.6, 36.2, 51.8)), rel=1e-5)
    assert found.net_km2 == pytest.approx(true_km2(NEW) - true_km2(OLD), rel=1e-5)
    assert found.gained.broad.equals(box(36.4, 51.6, 36.5, 51.8))


def test_a_map_does_not_differ_from_itself(world: Gazetteer) -> None:
    found = in_russia(made(OLD, NEW), made(OLD, NEW), world)
    assert (found.gained.area_km2, found.lost.area_km2, found.net_km2) == (0, 0, 0)
    assert found.settlements == ()


def test_new_polygons_on_old_ground_are_no_gain(world: Gazetteer) -> None:
    """The new piece lies half under a polygon that both maps have."""
    found = in_russia(made(OLD), made(OLD, NEW), world)
    assert found.gained.area_km2 == pytest.approx(true_km2(box(36.4, 51.6, 36.5, 51.8)), rel=1e-5)
    assert found.lost.area_km2 == 0


def test_ground_that_nobody_places_is_compared_inside_the_country(world: Gazetteer) -> None:
    """Gained ground lies across the border, which halves it."""
    gained = box(34.9, 50.9, 35.5, 51.4)
    russia, ukraine = (
        change(made(OLD, within=None, side="XX"), made(OLD, gained, within=None, side="XX"),
               world, side="XX", within=code).gained.area_km2
        for code in ("RU", "UA")
    )  # fmt: skip
    assert russia + ukraine == pytest.approx(true_km2(gained), rel=1e-4)
    assert min(russia, ukraine) > 100


grid = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=0, max_size=8, unique=True
)


def tiles(cells: Sequence[tuple[int, int]]) -> list[Polygon]:
    return [
        box(36 + 0.05 * x, 51.5 + 0.04 * y, 36.07 + 0.05 * x, 51.56 + 0.04 * y) for x, y in cells
    ]


@settings(max_examples=40, deadline=None)
@given(old=grid, new=grid)
def test_gained_less_lost_is_the_change_of_the_area(
    world: Gazetteer, old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> None:
    before, after = made(*tiles(old)), made(*tiles(new))
    found, back = in_russia(before, after, world), in_russia(after, before, world)
    sizes = [
        area_of(layer, world, side="UA", within="RU", contact=False).area_km2
        for layer in (before, after)
    ]
    # An edge is cut at other places in a union than in a difference: decimetres over its length.
    assert found.net_km2 == pytest.approx(sizes[1] - sizes[0], abs=0.01)
    assert found.gained.area_km2 == pytest.approx(back.lost.area_km2, abs=1e-6)
    exact = shapely.union_all(tiles(new)) - shapely.union_all(tiles(old))
    assert found.gained.whole.symmetric_difference(exact).area < 1e-12


def test_slivers_are_told_apart_and_nothing_is_lost(world: Gazetteer) -> None:
    """A strip 0.001 degrees wide, 69 m, and a block of 5 km."""
    strip, block = box(36.4, 51.6, 36.401, 51.8), box(36.6, 51.6, 36.65, 51.65)
    found = in_russia(made(OLD), made(OLD, strip, block), world)
    assert found.gained.slivers_km2 == pytest.approx(true_km2(strip), rel=1e-3)
    assert found.gained.broad_km2 == pytest.approx(true_km2(block), rel=1e-5)
    assert found.gained.area_km2 == pytest.approx(true_km2(strip) + true_km2(block), rel=1e-4)
    assert found.slivers_km2 == found.gained.slivers_km2


@pytest.mark.parametrize("width_m", [100.0, 140.0, 160.0, 300.0])
def test_a_long_strip_is_judged_by_its_width(width_m: float) -> None:
    """The limit is 150 m."""
    lon, lat = 36.0, 51.6
    far_lon, far_lat, _ = GEOD.fwd(lon, lat, 0, 30_000)
    right = [GEOD.fwd(x, y, 90, width_m)[:2] for x, y in ((far_lon, far_lat), (lon, lat))]
    found = parted(Polygon([(lon, lat), (far_lon, far_lat), *right]))
    assert found.broad.is_empty is (width_m < 150)
    assert found.area_km2 == pytest.approx(30 * width_m / 1000, rel=0.01)


def test_settlements_that_changed_hands_are_named(world: Gazetteer) -> None:
    sudzha = world.get("theatre:sudzha")
    around = box(sudzha.lon - 0.08, sudzha.lat - 0.05, sudzha.lon + 0.08, sudzha.lat + 0.05)
    lost = in_russia(made(OLD, around), made(OLD), world)
    won = in_russia(made(OLD), made(OLD, around), world)
    (was,) = (one for one in lost.settlements if one.place.id == sudzha.id)
    (now,) = (one for one in won.settlements if one.place.id == sudzha.id)
    assert (was.before, was.after, was.on_line) == ("UA", "RU", False)
    assert (now.before, now.after, now.on_line) == ("RU", "UA", False)
    edge_m = GEOD.inv(sudzha.lon, sudzha.lat, sudzha.lon + 0.08, sudzha.lat)[2]
    to_north_m = GEOD.inv(sudzha.lon, sudzha.lat, sudzha.lon, sudzha.lat + 0.05)[2]
    assert now.edge_m == pytest.approx(min(edge_m, to_north_m), rel=1e-3)


def test_a_settlement_that_is_fought_over_anew_is_named_once(world: Gazetteer) -> None:
    sudzha, north = box(35.15, 51.1, 35.35, 51.25), box(35.15, 51.25, 35.35, 51.4)
    quiet = made(sudzha, date="2025-01-01")
    rows: list[dict[str, Any]] = [
        {"geometry": sudzha, "side": None, "within": "RU", "status": "contested"},
        {"geometry": north, "side": None, "within": "RU", "status": "contested"},
    ]
    fought_over = ControlLayer(
        control_frame(rows), Maker("Somebody"), "2025-01-02", "option", "2.json", "made up"
    )
    named = [
        (one.place.name, one.before, one.after)
        for found in changes(quiet, fought_over, world)
        for one in found.settlements
    ]
    assert len(named) == len({name for name, *_ in named})
    assert ("Sudzha", "UA", "contested") in named
    assert {before for _, before, _ in named} == {"UA", "RU"}
    back = [
        (one.before, one.after)
        for found in changes(fought_over, quiet, world)
        for one in found.settlements
    ]
    assert set(back) == {("contested", "UA"), ("contested", "RU")}


def test_a_settlement_nearer_to_the_edge_than_it_is_known_lies_on_the_line(
    world: Gazetteer,
) -> None:
    sudzha = world.get("theatre:sudzha")
    tight = box(sudzha.lon - 0.08, sudzha.lat - 0.0002, sudzha.lon + 0.08, sudzha.lat + 0.05)
    found = in_russia(made(OLD), made(OLD, tight), world)
    (one,) = (s for s in found.settlements if s.place.id == sudzha.id)
    assert one.edge_m == pytest.approx(22, abs=2)
    assert one.on_line is (sudzha.precision_m > 22)


def test_two_makers_are_compared_with_a_warning(world: Gazetteer) -> None:
    found = in_russia(made(OLD, maker="A"), made(NEW, maker="B"), world)
    assert found.mixed_sources
    assert found.warning is not None
    assert "A" in found.warning
    assert "B" in found.warning
    perimeter_km = GEOD.geometry_length(shapely.segmentize(OLD, 0.002).exterior) / 1000
    assert found.gap_km2 == pytest.approx(0.45 * perimeter_km, rel=0.01)
    same = in_russia(made(OLD), made(NEW), world)
    assert (same.mixed_sources, same.warning, same.gap_km2) == (False, None, None)


def test_two_makers_are_compared_inside_the_border_alone(world: Gazetteer) -> None:
    """One draws far across the border what both say lies in Russia."""
    russia, across = box(35.2, 51.25, 35.5, 51.4), box(34.9, 50.9, 35.5, 51.4)
    wide, narrow = made(russia, across, maker="A"), made(russia, maker="B")
    one_maker = in_russia(made(russia, across), made(russia), world)
    two_makers = in_russia(wide, narrow, world)
    inside = area_of(wide, world, side="UA", within="RU").inside_km2
    assert two_makers.lost.area_km2 == pytest.approx(inside - true_km2(russia), rel=1e-3)
    assert two_makers.lost.area_km2 < one_maker.lost.area_km2 - 100


def test_what_one_maker_does_not_show_is_not_taken_for_lost(world: Gazetteer) -> None:
    east = box(37.6, 47.9, 38.0, 48.2)
    first = made(OLD, maker="A")
    second = made(east, maker="B", side="RU", within="UA")
    found = compare(first, second, world)
    assert found.changes == ()
    assert len(found.uncompared) == 2
    own = made(east, side="RU", within="UA")
    assert {(c.side, c.within.id) for c in changes(made(OLD), own, world)} == {
        ("UA", "RU"), ("RU", "UA"),
    }  # fmt: skip


def test_a_series_has_the_area_of_each_day_and_the_change_between(world: Gazetteer) -> None:
    days = [
        made(OLD, date="2025-01-01"),
        made(OLD, NEW, date="2025-01-02"),
        made(NEW, date="2025-01-03"),
    ]
    (found,) = series(ControlAtlas(days), world).series
    sizes = [area_of(day, world, side="UA", within="RU").area_km2 for day in days]
    assert [day.area_km2 for day in found.days] == pytest.approx(sizes, rel=1e-9)
    assert found.peak.date == "2025-01-02"
    assert found.days[0].net_km2 is None
    for before, after in pairwise(found.days):
        assert after.net_km2 == pytest.approx(after.area_km2 - before.area_km2, abs=0.01)
    third = in_russia(days[1], days[2], world)
    assert found.days[2].lost_km2 == pytest.approx(third.lost.area_km2, rel=1e-9)


def test_a_long_series_does_not_drift(world: Gazetteer) -> None:
    """Seventy days, measured by what changed: each is what the map alone gives."""
    days = [
        made(box(36, 51.6, 36.3 + 0.002 * n, 51.8),
             date=f"2025-{1 + n // 28:02d}-{1 + n % 28:02d}")
        for n in range(70)
    ]  # fmt: skip
    (found,) = series(ControlAtlas(days), world).series
    for day, layer in list(zip(found.days, days, strict=True))[::9]:
        alone = area_of(layer, world, side="UA", within="RU", contact=False)
        assert day.area_km2 == pytest.approx(alone.area_km2, abs=0.02)


def test_ground_that_nobody_places_makes_a_series_for_each_country(world: Gazetteer) -> None:
    """The second day reaches over the border."""
    across = box(34.9, 50.9, 35.5, 51.4)
    days = [
        made(OLD, side="XX", within=None, date="2025-01-01"),
        made(OLD, across, side="XX", within=None, date="2025-01-02"),
    ]
    found = {one.within: one for one in series(ControlAtlas(days), world).series}
    assert set(found) == {"RU", "UA"}
    for code, one in found.items():
        alone = area_of(days[1], world, side="XX", within=code).area_km2
        assert one.days[1].area_km2 == pytest.approx(alone, abs=0.01)
    assert found["UA"].days[0].area_km2 == 0


def test_days_that_repeat_or_are_missing_are_told(world: Gazetteer) -> None:
    days = [
        made(OLD, date="2025-01-01"),
        made(OLD, date="2025-01-04", file="a.json"),
        made(NEW, date="2025-01-04", file="b.json"),
        made(NEW, date=None, file="c.json"),
    ]
    found = series(ControlAtlas(days), world)
    notes = " | ".join(found.notes)
    assert "2025-01-04 has 2 maps" in notes
    assert "no map for 2 of the days" in notes
    assert "2025-01-02 to 2025-01-03" in notes
    assert "c.json" in notes
    (one,) = found.series
    assert [(day.file, day.gap_days) for day in one.days] == [
        ("2025-01-01.json", None),
        ("b.json", 3),
    ]


def test_makers_have_series_of_their_own(world: Gazetteer) -> None:
    days = [
        made(OLD, date="2025-01-01", maker="A"),
        made(NEW, date="2025-01-02", maker="B"),
        made(OLD, date="2025-01-03", maker="A"),
    ]
    found = series(ControlAtlas(days), world)
    assert [(one.source, len(one.days)) for one in found.series] == [("A", 2), ("B", 1)]
    assert found.series[0].days[1].gained_km2 == 0
    assert any("2 makers" in note for note in found.notes)


def test_real_maps_change_as_their_areas_do(control_dir: Path, world: Gazetteer) -> None:
    """The table of the folder: 538.05 km² on 15 December, 462.6 on 4 January."""
    from geo.control.formats import load_control

    before, after = (
        load_control(control_dir / "owlmaps" / f"{day}.json") for day in ("20241215", "20250104")
    )
    found = in_russia(before, after, world)
    assert found.net_km2 == pytest.approx(462.62 - 538.05, abs=0.02)
    assert {one.after for one in found.settlements} == {"RU"}
    # Reports of those weeks have the village of Makhnovka south-east of Sudzha change hands.
    assert "Makhnovka" in {one.place.name for one in found.settlements}
