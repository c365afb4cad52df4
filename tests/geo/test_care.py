"""What is left out, blurred or held back before a map is given away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from geo.control.atlas import ControlAtlas
from geo.control.care import Care, cared_for, coarsened, embargo, licensed
from geo.control.grid import Grid
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.errors import ControlInvalid, ControlWithheld

GEOD = Geod(ellps="WGS84")
SQUARE = shapely.box(35, 51, 35.5, 51.25)
NUMBER = re.compile(r"([\d,]+\.\d) km²")
NOON = datetime(2025, 1, 6, 12, tzinfo=UTC)
FREE = Maker("Sample mapper", "CC-BY-4.0")


def layer(
    *rows: dict[str, Any], date: str | None = "2025-01-04", maker: Maker = FREE, **more: Any
) -> ControlLayer:
    listed = rows or ({"geometry": SQUARE, "side": "RU"},)
    return ControlLayer(
        control_frame(listed), maker, date, "option", "sample.geojson", "geojson", **more
    )


def points(*shapes: shapely.Point, **columns: Any) -> gpd.GeoDataFrame:
    count = len(shapes)
    return gpd.GeoDataFrame(
        {"side": ["RU"] * count, "label": ["unit"] * count, **columns},
        geometry=list(shapes),
        crs="EPSG:4326",
    )


# The 4th is over at midnight; at noon of the 6th that is 36 hours ago.
@pytest.mark.parametrize(("hours", "kept"), [(0, True), (36, True), (36.1, False), (48, False)])
def test_a_map_is_as_old_as_the_end_of_its_day(hours: float, *, kept: bool) -> None:
    left, notes = embargo([layer()], hours=hours, now=NOON)
    assert bool(left) is kept
    said = f"1 map is left out as younger than {hours:g} hours: 2025-01-04"
    assert notes == ([] if kept else [said])


def test_the_clock_may_stand_in_any_zone() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=9)))
    assert embargo([layer()], hours=36, now=east)[0]
    assert not embargo([layer()], hours=36.1, now=east)[0]
    with pytest.raises(ControlInvalid, match="time zone"):
        embargo([layer()], hours=1, now=datetime(2025, 1, 6))  # noqa: DTZ001 (that is refused)


def test_a_map_without_a_date_and_one_of_tomorrow_are_left_out() -> None:
    kept, notes = embargo([layer(date=None), layer(date="2025-01-07"), layer()], hours=0, now=NOON)
    assert [one.date for one in kept] == ["2025-01-04"]
    assert "2025-01-07" in notes[0]
    assert "for want of a date" in notes[1]


def test_fresh_shapes_of_an_old_map_are_left_out() -> None:
    old = {"geometry": SQUARE, "side": "RU", "source_date": "2025-01-02"}
    fresh = {"geometry": SQUARE, "side": "UA", "source_date": "2025-01-05T08:00:00Z"}
    marked = points(shapely.Point(35, 51), shapely.Point(35.1, 51))
    marked["source_date"] = ["2025-01-01", "2025-01-06"]
    (kept,), (note,) = embargo([layer(old, fresh, points=marked)], hours=24, now=NOON)
    assert kept.sides == ("RU",)
    assert kept.ground("UA").is_empty
    assert kept.points is not None
    assert kept.points["source_date"].tolist() == ["2025-01-01"]
    assert note == "Sample mapper, 2025-01-04: 2 shapes younger than 24 hours are left out"


def test_what_was_measured_of_a_map_before_is_forgotten_with_its_shapes() -> None:
    fresh = layer({"geometry": SQUARE, "side": "UA", "source_date": "2025-01-06"},
                  {"geometry": SQUARE, "side": "RU"})  # fmt: skip
    assert not fresh.ground("UA").is_empty
    (kept,), _ = embargo([fresh], hours=24, now=NOON)
    assert kept.ground("UA").is_empty


def test_units_stay_out_unless_they_are_wanted() -> None:
    atlas = ControlAtlas([layer(points=points(shapely.Point(35.3, 51.2)))])
    cared = cared_for(atlas, Care(), now=NOON, sharing=False)
    assert cared.atlas.layers[0].points is None
    assert cared.notes == ("1 point of units and sites left out",)
    wanted = cared_for(atlas, Care(units=True), now=NOON, sharing=False)
    assert wanted.atlas.layers[0].points is not None
    assert wanted.notes == ()


@pytest.mark.parametrize("licence", [None, "", "  ", "unknown", "None", "NOASSERTION"])
def test_a_map_without_a_licence_is_given_away_by_permission_alone(licence: str | None) -> None:
    unknown = layer(maker=Maker("Silent mapper", licence))
    gpl = layer(maker=Maker("Sample mapper", "GPL-3.0"))
    kept, (note,) = licensed([unknown, gpl], permitted=None)
    assert [one.maker.licence for one in kept] == ["GPL-3.0"]
    assert note.startswith("1 map of Silent mapper is left out: no licence is stated;")
    kept, (note,) = licensed([unknown, gpl], permitted="mail of\n4 May 2025")
    assert len(kept) == 2
    assert note.endswith("given away by permission: mail of 4 May 2025")


def test_looking_at_a_map_needs_no_licence() -> None:
    atlas = ControlAtlas([layer(maker=Maker("Silent mapper"))])
    assert cared_for(atlas, Care(), now=NOON, sharing=False).atlas.layers
    with pytest.raises(
        ControlWithheld, match="no control map is left: 1 map of Silent mapper is left out"
    ):
        cared_for(atlas, Care(), now=NOON, sharing=True)


@pytest.mark.parametrize(
    ("care", "words"),
    [({"embargo_hours": -1}, "0 to 1,000,000"), ({"embargo_hours": float("nan")}, "hours"),
     ({"permitted": " "}, "who gave it")],
)  # fmt: skip
def test_care_that_makes_no_sense_is_refused(care: dict[str, Any], words: str) -> None:
    with pytest.raises(ControlInvalid, match=words):
        Care(**care)


@pytest.mark.parametrize("metres", [0, 0.5, 100_001, float("nan"), float("inf")])
def test_no_grid_is_finer_than_a_metre_or_wider_than_100_km(metres: float) -> None:
    with pytest.raises(ControlInvalid, match="100,000"):
        Grid(metres, 50)


@given(lat=st.floats(-84, 84), lon=st.floats(-179, 178), metres=st.floats(50, 20_000))
def test_nodes_lie_as_far_apart_as_asked(lat: float, lon: float, metres: float) -> None:
    east, north = Grid(metres, lat).step
    assert GEOD.inv(lon, lat, lon + east, lat)[2] >= metres * 0.999_999
    assert GEOD.inv(lon, lat, lon, lat + north)[2] >= metres * 0.999_999


def test_one_band_has_one_grid() -> None:
    assert Grid(500, 51.2).step == Grid(500, 52.4).step
    assert Grid(500, 51.2).step != Grid(500, 48.0).step


@st.composite
def crooked(draw: Callable[[st.SearchStrategy[Any]], Any]) -> BaseGeometry:
    """Any valid area near Sudzha, in pieces and with holes."""
    spots = draw(st.lists(st.tuples(st.floats(35, 35.4), st.floats(51, 51.3)), min_size=4))
    return shapely.make_valid(shapely.Polygon(spots), method="structure")


@given(shape=crooked(), metres=st.sampled_from([100, 500, 2_000, 10_000]))
@settings(deadline=None)
def test_no_vertex_tells_more_than_the_grid(shape: BaseGeometry, metres: int) -> None:
    grid = Grid(metres, 51.5)
    coarse = grid.snapped(shape)
    assert coarse.is_valid
    assert coarse.equals_exact(grid.snapped(shape), 0)
    cells = shapely.get_coordinates(coarse) / grid.step
    assert np.allclose(cells, np.round(cells), atol=1e-6)
    # No vertex is further than half the diagonal of a cell from the old outline.
    reach = np.hypot(*grid.step) / 2 * 1.001
    assert all(shape.distance(shapely.Point(at)) <= reach for at in shapely.get_coordinates(coarse))


def test_neighbours_stay_neighbours() -> None:
    edge = [(35.2 + 0.013 * (i % 3), 51 + 0.011 * i) for i in range(20)]
    west = shapely.Polygon([(35, 51), *edge, (35, 51.209)])
    east = shapely.Polygon([(35.5, 51.209), *edge[::-1], (35.5, 51)])
    map_ = layer({"geometry": west, "side": "RU"}, {"geometry": east, "side": "UA"})
    (coarse,), _ = coarsened([map_], metres=2_000)
    a, b = coarse.ground("RU"), coarse.ground("UA")
    assert (a & b).area == 0
    assert a.union(b).geom_type == "Polygon"
    assert not a.union(b).interiors  # type: ignore[attr-defined]


def test_what_coarsening_did_is_told() -> None:
    speck = {"geometry": shapely.Point(35.8, 51.1).buffer(0.001), "side": "RU"}
    kept, notes = coarsened([layer({"geometry": SQUARE, "side": "RU"}, speck)], metres=1_000)
    (coarse,) = kept
    assert len(coarse.frame) == 1
    assert notes[0].startswith("shapes are coarsened to 1000 m: no area of a side changes by more")
    assert notes[0].endswith("; 1 area smaller than that left out")
    (note,) = coarse.notes
    assert note.kind == "coarsened"
    before, after = (float(number.replace(",", "")) for number in NUMBER.findall(note.text))
    # By pyproj; the speck adds 200 m by 70 m by π, 0.05 km².
    square = abs(GEOD.geometry_area_perimeter(SQUARE)[0]) / 1e6
    assert before == pytest.approx(square + 0.05, abs=0.1)
    # Each edge moves by half a cell of 1 km or less; the outline is 126 km long.
    assert after == pytest.approx(square, abs=90)
    assert after != before


def test_nothing_left_of_a_map_is_told() -> None:
    tiny = layer({"geometry": shapely.Point(35.8, 51.1).buffer(0.001), "side": "RU"})
    with pytest.raises(ControlWithheld, match="nothing of it is as wide as 5000 m"):
        cared_for(ControlAtlas([tiny]), Care(coarsen_m=5_000), now=NOON, sharing=True)


def test_points_move_to_the_middle_of_their_cells_and_lines_to_nodes() -> None:
    line = shapely.LineString([(35.0123, 51.0456), (35.3, 51.2), (35.31, 51.21)])
    unit = shapely.Point(35.3001, 51.2002)
    (coarse,), _ = coarsened([layer(line=line, points=points(unit))], metres=5_000)
    grid = Grid(5_000, 51.25)
    assert coarse.points is not None
    (moved,) = coarse.points.geometry
    middle = np.array(moved.coords[0]) / grid.step
    assert np.allclose(middle % 1, 0.5)
    assert np.all(np.abs(np.array(moved.coords[0]) - unit.coords[0]) <= np.array(grid.step) / 2)
    assert coarse.line is not None
    cells = shapely.get_coordinates(coarse.line) / grid.step
    assert np.allclose(cells, np.round(cells))
    assert GEOD.line_lengths(*shapely.get_coordinates(coarse.line).T).min() >= 5_000


def test_the_maps_handed_in_stay_as_they_were() -> None:
    map_ = layer(points=points(shapely.Point(35.3, 51.2)))
    care = Care(embargo_hours=1, coarsen_m=5_000, permitted="mail")
    cared_for(ControlAtlas([map_]), care, now=NOON, sharing=True)
    assert map_.frame.geometry[0].equals(SQUARE)
    assert map_.points is not None
    assert map_.notes == ()
