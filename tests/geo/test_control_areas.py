"""Areas of control maps and their contact lines, against the ellipsoid and the known figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.store import Gazetteer
from geo.control.areas import area_of, areas, overlaps
from geo.control.contact import contact_line, front_line, length_km
from geo.control.grounds import within_of
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.errors import ControlInvalid

GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def world() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as gazetteer:
        yield gazetteer


def made(*rows: dict[str, Any], date: str = "2025-01-04", maker: str = "Somebody") -> ControlLayer:
    """A map of a few polygons."""
    return ControlLayer(
        control_frame(rows), Maker(maker), date, "option", f"{date}.json", "made up"
    )


def row(shape: BaseGeometry, side: str | None = "UA", **more: Any) -> dict[str, Any]:
    return {"geometry": shape, "side": side, "within": "RU", **more}


def true_km2(polygon: BaseGeometry) -> float:
    """Area by pyproj alone, its edges divided finely, as GeoJSON means them."""
    dense = shapely.segmentize(polygon, 0.005)
    return abs(GEOD.geometry_area_perimeter(dense)[0]) / 1e6


SQUARE = box(36.0, 51.6, 36.4, 51.8)
"""Near Kursk, far from the border."""


def held_in_russia(layer: ControlLayer, world: Gazetteer) -> float:
    return area_of(layer, world, side="UA", within="RU").area_km2


def test_a_square_has_its_area_on_the_ellipsoid(world: Gazetteer) -> None:
    assert held_in_russia(made(row(SQUARE)), world) == pytest.approx(true_km2(SQUARE), rel=1e-6)


def test_winding_changes_nothing(world: Gazetteer) -> None:
    turned = Polygon(SQUARE.exterior.coords[::-1])
    assert held_in_russia(made(row(turned)), world) == held_in_russia(made(row(SQUARE)), world)


def test_ground_under_two_polygons_counts_once(world: Gazetteer) -> None:
    layer = made(row(SQUARE), row(box(36.2, 51.6, 36.6, 51.8)))
    whole = true_km2(box(36.0, 51.6, 36.6, 51.8))
    assert held_in_russia(layer, world) == pytest.approx(whole, rel=1e-6)


def test_a_hole_is_no_ground(world: Gazetteer) -> None:
    hole = box(36.1, 51.65, 36.2, 51.7)
    expected = true_km2(SQUARE) - true_km2(hole)
    layer = made(row(SQUARE - hole))
    assert held_in_russia(layer, world) == pytest.approx(expected, rel=1e-6)


def test_ground_given_to_two_sides_is_told(world: Gazetteer) -> None:
    other = box(36.2, 51.6, 36.6, 51.8)
    shared = true_km2(box(36.2, 51.6, 36.4, 51.8))
    layer = made(row(SQUARE), row(other, "RU"))
    (found,) = overlaps(layer)
    assert {found.first, found.second} == {"RU, held", "UA, held"}
    assert found.area_km2 == pytest.approx(shared, rel=1e-6)
    area = area_of(layer, world, side="UA", within="RU")
    assert area.shared_km2 == pytest.approx(shared, rel=1e-6)


def test_contested_ground_stands_apart(world: Gazetteer) -> None:
    fought = box(36.6, 51.6, 36.8, 51.8)
    rows = areas(made(row(SQUARE), row(fought, None, status="contested")), world)
    assert [(r.side, r.status, r.within) for r in rows] == [
        ("UA", "held", "RU"),
        (None, "contested", "RU"),
    ]
    assert rows[1].area_km2 == pytest.approx(true_km2(fought), rel=1e-6)
    assert rows[1].contact_km is None


ACROSS = box(34.9, 50.9, 35.5, 51.4)
"""Over the border near Sudzha."""


def test_ground_that_nobody_places_is_cut_at_the_border(world: Gazetteer) -> None:
    layer = made(row(ACROSS, within=None))
    russia, ukraine = (
        area_of(made(row(ACROSS, "XX", within=None)), world, side="XX", within=code).area_km2
        for code in ("RU", "UA")
    )
    assert russia + ukraine == pytest.approx(true_km2(ACROSS), rel=1e-5)
    assert min(russia, ukraine) > 100
    (own,) = areas(layer, world)
    assert own.within == "RU"
    assert own.area_km2 == pytest.approx(russia, rel=1e-9)
    assert own.basis.startswith("cut at the border")


def test_ground_that_the_maker_places_counts_as_drawn(world: Gazetteer) -> None:
    area = area_of(made(row(ACROSS)), world, side="UA", within="RU")
    assert area.area_km2 == pytest.approx(true_km2(ACROSS), rel=1e-6)
    assert area.basis == "as the maker draws it"
    assert area.inside_km2 < area.area_km2 - 100


def test_a_country_has_at_home_what_the_map_gives_to_nobody_else(world: Gazetteer) -> None:
    layer = made(row(SQUARE))
    kursk = within_of(world, "Kursk")
    home = area_of(layer, world, side="RU", within=kursk).area_km2
    abroad = area_of(layer, world, side="UA", within=kursk).area_km2
    whole = area_of(made(row(box(0, 0, 1, 1))), world, side="RU", within=kursk).area_km2
    assert home + abroad == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RU", "RU"), ("Russia", "RU"), ("Ukraine", "UA"), ("Kursk", "region:RU-KRS"),
        ("Kursk region", "region:RU-KRS"), ("region:RU-BEL", "region:RU-BEL"),
    ],
)  # fmt: skip
def test_where_is_understood(world: Gazetteer, name: str, expected: str) -> None:
    assert within_of(world, name).id == expected


def test_what_is_no_country_or_region_is_refused(world: Gazetteer) -> None:
    with pytest.raises(PlaceUnknown):
        within_of(world, "Nowhereshire")
    with pytest.raises(ControlInvalid, match="settlement"):
        within_of(world, "theatre:sudzha")


@settings(max_examples=25, deadline=None)
@given(
    corners=st.lists(
        st.tuples(st.floats(35.9, 36.6), st.floats(51.5, 51.9)), min_size=1, max_size=6
    ),
    side=st.sampled_from([0.02, 0.05, 0.1]),
)
def test_area_is_that_of_the_union(
    world: Gazetteer, corners: list[tuple[float, float]], side: float
) -> None:
    boxes = [box(x, y, x + side, y + side) for x, y in corners]
    found = held_in_russia(made(*map(row, boxes)), world)
    union = shapely.union_all(boxes)
    parts = union.geoms if isinstance(union, MultiPolygon) else [union]
    assert found == pytest.approx(sum(map(true_km2, parts)), rel=1e-5)


def perimeter_km(polygon: Polygon) -> float:
    """Perimeter by pyproj alone."""
    dense = shapely.segmentize(polygon, 0.002)
    return float(GEOD.geometry_length(dense.exterior)) / 1000


def test_deep_inside_the_whole_edge_is_contact(world: Gazetteer) -> None:
    line = contact_line(made(row(SQUARE)), "UA", world)
    assert length_km(line) == pytest.approx(perimeter_km(SQUARE), rel=1e-4)


def test_no_contact_runs_along_the_border_or_behind_it(world: Gazetteer) -> None:
    line = contact_line(made(row(ACROSS)), "UA", world)
    russia = within_of(world, "RU").shape
    border = world.geometry("border:RU-UA")
    assert border is not None
    inside = GEOD.geometry_length(ACROSS.exterior & russia) / 1000
    assert inside - 4 < length_km(line) < inside
    for point in shapely.get_coordinates(line):
        assert russia.covers(shapely.Point(point))
    # 0.005 degrees are at least 350 m there.
    assert line.distance(border) > 0.005


def test_a_seam_between_two_polygons_of_a_side_is_no_contact(world: Gazetteer) -> None:
    """They are 0.002 degrees apart, 140 m."""
    seamed = made(row(box(36.0, 51.6, 36.199, 51.8)), row(box(36.201, 51.6, 36.4, 51.8)))
    line = contact_line(seamed, "UA", world)
    assert length_km(line) == pytest.approx(perimeter_km(SQUARE), abs=1.0)


def test_the_front_has_the_border_where_nobody_is_across(world: Gazetteer) -> None:
    layer = made(row(ACROSS), row(box(37.6, 47.9, 38.0, 48.2), "RU", within="UA"))
    front = front_line(layer, world)
    border = world.geometry("border:RU-UA")
    assert border is not None
    covered_km = GEOD.geometry_length(border & ACROSS) / 1000
    whole_km = GEOD.geometry_length(border) / 1000
    assert front.border_km == pytest.approx(whole_km - covered_km, abs=8)
    assert front.border.distance(shapely.Point(35.2, 51.1)) > 0.1
    assert front.contact_km == pytest.approx(
        length_km(contact_line(layer, "UA", world)) + length_km(contact_line(layer, "RU", world)),
        rel=1e-6,
    )


def test_who_holds_nothing_has_no_contact(world: Gazetteer) -> None:
    assert contact_line(made(row(SQUARE)), "RU", world).is_empty


def test_the_known_figures_come_out(control_dir: Path, world: Gazetteer) -> None:
    """Held by Ukraine inside Russia, km², by the table of the control maps' folder."""
    from geo.control.formats import load_control

    known = {
        "20240806": 38.4, "20240901": 1098.5, "20241215": 538.05, "20250104": 462.6,
        "20250105": 468.3,
    }  # fmt: skip
    for stem, expected in known.items():
        layer = load_control(control_dir / "owlmaps" / f"{stem}.json")
        assert round(held_in_russia(layer, world), 1) == pytest.approx(expected, abs=0.0501)


def test_the_contact_line_of_january_is_76_km(control_dir: Path, world: Gazetteer) -> None:
    from geo.control.formats import load_control

    layer = load_control(control_dir / "owlmaps" / "20250104.json")
    area = area_of(layer, world, side="UA", within="RU")
    assert area.contact_km == pytest.approx(77, abs=1.5)
    assert area.gap_km2 == pytest.approx(35, abs=1.5)


def test_a_contact_line_is_in_as_few_pieces_as_it_has(world: Gazetteer) -> None:
    layer = made(row(SQUARE), row(box(36.8, 51.6, 37.0, 51.8)))
    assert len(shapely.get_parts(contact_line(layer, "UA", world))) == 2
