"""Folders of control maps: nothing is skipped in silence, every fault is told at once."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.control.gather import LoadOptions, gather
from geo.errors import ControlInvalid

RING = [[48.0, 37.0], [48.0, 37.5], [48.4, 37.5], [48.4, 37.0], [48.0, 37.0]]


def daily(path: Path, **more: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"areas": [RING], "frontline": [], **more}))
    return path


def test_a_folder_is_read_whole_and_the_rest_named(tmp_path: Path) -> None:
    daily(tmp_path / "20250105.json")
    daily(tmp_path / "2024" / "20241215.json", units={})
    frame = gpd.GeoDataFrame({"side": ["RU"]}, geometry=[shapely.box(37, 48, 38, 49)], crs=4326)
    frame.to_file(tmp_path / "south_20250104.shp")
    (tmp_path / "README.md").write_text("# Maps")
    (tmp_path / "units.csv").write_text("side,lon,lat\nRU,37,48\n")
    (tmp_path / ".DS_Store").write_bytes(bytes(100))
    (tmp_path / "settings.json").write_text('{"theme": "dark"}')
    (tmp_path / "empty.log").touch()
    with zipfile.ZipFile(tmp_path / "report.docx", "w") as packed:
        packed.writestr("word.xml", "<w/>")
    seen: list[tuple[str, int, int]] = []
    atlas = gather([tmp_path], watch=lambda path, done, of: seen.append((path.name, done, of)))
    assert atlas.dates == ("2024-12-15", "2025-01-04", "2025-01-05")
    assert [(done, of) for _, done, of in seen] == [(k, 4) for k in range(4)]
    assert sorted(reason.split()[0] for reason in atlas.skipped) == [
        ".DS_Store", "README.md", "empty.log", "report.docx", "settings.json", "units.csv",
    ]  # fmt: skip


def test_every_broken_map_of_a_folder_is_told_at_once(tmp_path: Path) -> None:
    daily(tmp_path / "20250101.json")
    (tmp_path / "20250102.json").write_text('{"areas": [[[48.0, 37')
    (tmp_path / "20250103.json").write_text("<html>busy</html>")
    (tmp_path / "20250104.json").write_text('{"error": "too many requests"}')
    (tmp_path / "20250105.json").touch()
    with pytest.raises(ControlInvalid) as caught:
        gather([tmp_path])
    lines = str(caught.value).split("\n")
    assert [line.split()[0] for line in lines] == [
        f"2025010{k}.json" for k in (2, 3, 4, 5)
    ]  # fmt: skip


def test_a_file_named_by_the_user_must_be_a_map(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Maps")
    with pytest.raises(ControlInvalid, match=r"README\.md is no control map but text"):
        gather([daily(tmp_path / "20250101.json"), readme])


def test_a_folder_without_maps_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Maps")
    with pytest.raises(ControlInvalid, match=r"no control map was found: README\.md is no"):
        gather([tmp_path])
    with pytest.raises(ControlInvalid, match="no control map was found; name a file"):
        gather([])


def test_the_same_content_counts_once(tmp_path: Path) -> None:
    first = daily(tmp_path / "20250101.json")
    (tmp_path / "20250101 (1).json").write_bytes(first.read_bytes())
    atlas = gather([tmp_path])
    assert len(atlas.layers) == 1
    assert "has the same content as" in atlas.skipped[0]
    # Another day of the same content is a map of its own: nothing had changed.
    (tmp_path / "20250102.json").write_bytes(first.read_bytes())
    assert gather([tmp_path]).dates == ("2025-01-01", "2025-01-02")


def test_options_reach_every_file(tmp_path: Path) -> None:
    for day in ("20250101", "20250102"):
        feature = {"type": "Feature", "properties": {"zone": "a"},
                   "geometry": shapely.geometry.mapping(shapely.box(37, 48, 38, 49))}  # fmt: skip
        (tmp_path / f"lantern_{day}.geojson").write_text(json.dumps(feature))
    options = LoadOptions(side_column="zone", sides={"a": "RU"}, maker="Lantern")
    atlas = gather([tmp_path], options=options)
    assert atlas.makers == ("Lantern",)
    assert atlas.dates == ("2025-01-01", "2025-01-02")
    # Without a maker's name the files of a series still go together.
    options = LoadOptions(side_column="zone", sides={"a": "RU"})
    assert gather([tmp_path], options=options).makers == ("lantern",)


def test_the_attribute_of_one_file_does_not_disturb_the_makers_own(tmp_path: Path) -> None:
    daily(tmp_path / "20250101.json")
    feature = {"type": "Feature", "properties": {"zone": "Russia"},
               "geometry": shapely.geometry.mapping(shapely.box(37, 48, 38, 49))}  # fmt: skip
    (tmp_path / "20250102.geojson").write_text(json.dumps(feature))
    atlas = gather([tmp_path], options=LoadOptions(side_column="zone"))
    assert [layer.sides for layer in atlas.layers] == [("RU",), ("RU",)]


def test_all_real_files_at_once(control_dir: Path) -> None:
    atlas = gather([control_dir])
    assert len(atlas.layers) == sum(path.is_file() for path in control_dir.rglob("*"))
    assert len(atlas.makers) == 3
    assert atlas.skipped == ()
