"""Exports of what changed hands between two maps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from gazetteer.store import Gazetteer
from geo.control.change import compare
from geo.control.layer import ControlLayer, Maker, control_frame
from maps.change_export import change_export
from maps.export_files import export_bytes

# Between the border and Sudzha, which lies at 35.27, 51.19; all of it is in Russia.
WEST, BOTH, EAST = (shapely.box(x, 51.15, x + 0.1, 51.25) for x in (35.1, 35.2, 35.3))


def layer(*shapes: shapely.Polygon, date: str, licence: str | None = "CC0-1.0") -> ControlLayer:
    rows = [{"geometry": shape, "side": "UA", "within": "RU"} for shape in shapes]
    return ControlLayer(
        control_frame(rows), Maker("Sample mapper", licence), date, "option", "a.json", "geojson"
    )


@pytest.fixture
def shipped() -> Iterator[Gazetteer]:
    with Gazetteer.open() as gazetteer:
        yield gazetteer


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "kml"])
def test_gained_and_lost_ground_is_written(ending: str, shipped: Gazetteer, tmp_path: Path) -> None:
    before = layer(WEST, BOTH, date="2024-12-15")
    after = layer(BOTH, EAST, date="2025-01-04", licence=None)
    export = change_export(compare(before, after, shipped), permitted="a test")
    path = tmp_path / f"a.{ending}"
    path.write_bytes(export_bytes(export, ending))
    names = gpd.list_layers(path)["name"].tolist()
    if ending == "kml":
        assert names == ["Sample mapper, 2024-12-15 to 2025-01-04"]
    frame = gpd.read_file(path, layer="change" if ending == "gpkg" else names[0])
    frame = frame[frame["change"].notna() & frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    found = {row["change"]: row for row in frame.to_dict("records")}
    for change, shape in (("gained", EAST), ("lost", WEST)):
        row = found[change]
        area, _ = Geod(ellps="WGS84").geometry_area_perimeter(shape)
        assert float(row["area_km2"]) == pytest.approx(abs(area) / 1e6, abs=0.01)
        assert row["geometry"].symmetric_difference(shape).area < 1e-12
        assert [str(row[key])[:10] for key in ("from_date", "to_date")] == [
            "2024-12-15", "2025-01-04",
        ]  # fmt: skip
        assert row["licence"] == "CC0-1.0; unknown: the maker states none; permitted: a test"


def test_settlements_that_changed_hands_are_points_with_a_name(shipped: Gazetteer) -> None:
    found = compare(layer(WEST, date="2024-12-15"), layer(WEST, BOTH, date="2025-01-04"), shipped)
    value = json.loads(export_bytes(change_export(found), "geojson"))
    places = {
        feature["properties"]["label"]: feature
        for feature in value["features"]
        if feature["properties"]["layer"] == "settlements"
    }
    assert places["Sudzha"]["geometry"]["type"] == "Point"
    assert places["Sudzha"]["properties"]["before"] == "RU"
    assert places["Sudzha"]["properties"]["after"] == "UA"
    assert value["frontmap"]["title"] == "Sample mapper, 2024-12-15 to Sample mapper, 2025-01-04"
