"""`frontmap control export`, from the command line."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

Call = Callable[..., tuple[int, str, str]]


def ring(west: float, south: float, size: float) -> list[list[float]]:
    """A square as UAControlMap writes it: latitude first."""
    east, north = west + size, south + size
    return [[south, west], [south, east], [north, east], [north, west], [south, west]]


@pytest.fixture
def maps(tmp_path: Path, alone: None) -> Path:
    """Two days in the shape of UAControlMap's files, whose maker states no licence."""
    folder = tmp_path / "maps"
    folder.mkdir()
    for day, size in (("20250104", 0.30), ("20250105", 0.31)):
        value = {
            "areas": [ring(36.5, 49, 1)], "areas_ua": [ring(35.1, 51.1, size)],
            "frontline": [], "units": [], "geos": [], "unit_count": 0,
        }  # fmt: skip
        (folder / f"{day}.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def test_without_a_licence_nothing_is_given_away(maps: Path, call: Call, tmp_path: Path) -> None:
    code, out, err = call("control", "export", maps, "-o", tmp_path / "a.kml")
    assert (code, out) == (2, "")
    assert "no control map is left: 2 maps of UAControlMap" in err
    assert "--permitted" in err
    assert not (tmp_path / "a.kml").exists()


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "kml", "kmz"])
def test_the_permission_is_written_into_the_file(
    ending: str, maps: Path, call: Call, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{ending}"
    words = "their mail of 4 May 2025"
    code, out, err = call("control", "export", maps, "--permitted", words, "-o", path)
    assert (code, out) == (0, f"{path}: 2 control maps\n")
    assert f"given away by permission: {words}" in err
    names = [
        name for name in gpd.list_layers(path)["name"] if name not in ("about", "layer_styles")
    ]
    rows = [row for name in names for row in gpd.read_file(path, layer=name).to_dict("records")]
    assert len(rows) == 6  # two polygons and one front line a day
    assert {str(row["source_date"])[:10] for row in rows} == {"2025-01-04", "2025-01-05"}
    (licence,) = {row["licence"] for row in rows}
    assert licence == f"unknown: the maker states none; permitted: {words}"


def test_care_is_told_on_standard_error_and_in_the_file(maps: Path, call: Call) -> None:
    code, out, err = call(
        "control", "export", maps, "--permitted", "mail", "--embargo", "1", "--coarsen", "5000"
    )
    assert code == 0, err
    assert "shapes are coarsened to 5000 m" in err
    value: dict[str, Any] = json.loads(out)
    assert value["frontmap"]["coarsen_m"] == 5000
    assert value["frontmap"]["embargo_hours"] == 1
    assert value["frontmap"]["permitted"] == "mail"
    assert any("UA 7" in note and "before" in note for note in value["frontmap"]["notes"])
    code, out, err = call("control", "export", maps, "--permitted", "mail", "--embargo", "900000")
    assert (code, out) == (2, "")
    assert "left out as younger than 900000 hours: 2025-01-04, 2025-01-05" in err


def test_the_ending_says_the_format(
    maps: Path, call: Call, tmp_path: Path, sentence: Callable[..., str]
) -> None:
    told = call("control", "export", maps, "--permitted", "mail", "--format", "gpkg")
    assert "name its file: -o FILE.gpkg" in sentence(told)
    told = call("control", "export", maps, "--permitted", "mail", "-o", tmp_path / "a.shp")
    assert "no shapes are written as shp" in sentence(told)
    told = call("control", "export", maps, "--permitted", "mail", "-o", tmp_path / "none")
    assert "a file without an ending" in sentence(told)
    told = call("control", "export", maps, "--permitted", " ", "-o", tmp_path / "a.kml")
    assert "the permission says nothing" in sentence(told)


def test_no_map_that_is_read_is_overwritten(
    maps: Path, call: Call, sentence: Callable[..., str]
) -> None:
    file = maps / "20250104.json"
    for named in (file, maps):
        told = call("control", "export", named, "--permitted", "mail", "-o", file)
        assert "one of the files to read" in sentence(told)


def test_a_front_that_the_maker_does_not_draw_is_worked_out(
    call: Call, tmp_path: Path, alone: None
) -> None:
    box = [[35.1, 51.1], [35.4, 51.1], [35.4, 51.25], [35.1, 51.25], [35.1, 51.1]]
    feature = {"type": "Feature", "properties": {"holder": "UA"},
               "geometry": {"type": "Polygon", "coordinates": [box]}}  # fmt: skip
    file = tmp_path / "sample_20250104.geojson"
    value = {"type": "FeatureCollection", "features": [feature]}
    file.write_text(json.dumps(value), encoding="utf-8")
    code, out, err = call(
        "control", "export", file, "--side-column", "holder", "--maker", "Sample mapper",
        "--licence", "CC0-1.0",
    )  # fmt: skip
    assert code == 0, err
    ground, front = json.loads(out)["features"]
    assert (ground["properties"]["side"], ground["properties"]["licence"]) == ("UA", "CC0-1.0")
    assert front["properties"]["layer"] == "front_line"
    assert front["properties"]["basis"].startswith("worked out")
    shape = shapely.geometry.shape(front["geometry"])
    # All of the square lies in Russia, so its northern edge is front; nothing else is drawn.
    assert shapely.LineString(box[2:4]).within(shape.buffer(1e-6))
    assert shape.within(shapely.LinearRing(box).buffer(1e-6))


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "kml"])
def test_real_maps_keep_their_area_and_licence(
    ending: str, call: Call, tmp_path: Path, control_dir: Path
) -> None:
    path = tmp_path / f"a.{ending}"
    file = control_dir / "cyterat" / "deepstatemap_data_20250104.geojson"
    assert call("control", "export", file, "-o", path)[0] == 0
    name = "control" if ending == "gpkg" else None
    assert {"GPL-3.0"} == set(gpd.read_file(path, layer=name)["licence"])
    file = control_dir / "owlmaps" / "20250104.json"
    assert call("control", "export", file, "--permitted", "a test", "-o", path)[0] == 0
    frame = gpd.read_file(path, layer=name)
    held = shapely.union_all(frame.geometry[(frame["side"] == "UA")].to_numpy())
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(held))
    assert abs(area) / 1e6 == pytest.approx(462.6, abs=0.1)
    if ending == "kml":
        validator = importlib.import_module("fastkml.validator")
        assert validator.validate(file_to_validate=path)
