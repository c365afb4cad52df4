"""The build of the gazetteer file: the same rows from the same text, whatever the order."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping

from gazetteer.data.build import GRID, PLACE_FILES, SHAPES_FILE, build, input_hash, rows_of, wkb_of
from gazetteer.errors import PlaceInvalid
from gazetteer.store import Gazetteer

FILES = (
    "settlements.csv", "postal_places.csv", "countries.csv", "regions.csv", "sources.csv",
    "border_ru_ua.geojson",
)  # fmt: skip
WORLD = "places.csv.gz"
degrees = st.floats(-170, 170, allow_nan=False).map(lambda value: round(value * GRID / 2) / GRID)


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Path:
    """Every file that a build reads, with the first places of the world only."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in (*FILES, SHAPES_FILE):
        shutil.copy(root / "gazetteer" / "data" / name, folder / name)
    text = gzip.decompress((root / "gazetteer" / "data" / WORLD).read_bytes()).decode("utf-8")
    head = "".join(text.splitlines(keepends=True)[:200])
    (folder / WORLD).write_bytes(gzip.compress(head.encode(), mtime=0))
    return folder


def shuffled(lines: list[bytes]) -> list[bytes]:
    mixed = list(lines)
    random.Random(7).shuffle(mixed)  # noqa: S311 - an order, not a secret
    return mixed


def test_two_builds_hold_the_same(small: Path, tmp_path: Path) -> None:
    first = build(tmp_path / "a.sqlite", data=small)
    assert build(tmp_path / "b.sqlite", data=small) == first
    with Gazetteer.open(shipped=tmp_path / "a.sqlite") as gazetteer:
        assert first in gazetteer.content_hash()


def test_the_order_of_rows_does_not_matter(small: Path, tmp_path: Path) -> None:
    first = build(tmp_path / "a.sqlite", data=small)
    head, *lines = (small / "settlements.csv").read_bytes().splitlines(keepends=True)
    (small / "settlements.csv").write_bytes(head + b"".join(shuffled(lines)))
    shapes = gzip.decompress((small / SHAPES_FILE).read_bytes()).splitlines(keepends=True)
    (small / SHAPES_FILE).write_bytes(gzip.compress(b"".join(shuffled(shapes)), mtime=0))
    assert build(tmp_path / "b.sqlite", data=small) == first


def test_a_changed_row_changes_both_hashes(small: Path, tmp_path: Path) -> None:
    content, inputs = build(tmp_path / "a.sqlite", data=small), input_hash(small)
    text = (small / "settlements.csv").read_text("utf-8")
    (small / "settlements.csv").write_text(text.replace("35.2706", "35.2707", 1), "utf-8")
    assert input_hash(small) != inputs
    assert build(tmp_path / "b.sqlite", data=small) != content


def test_a_wrong_row_stops_the_build_and_leaves_nothing(small: Path, tmp_path: Path) -> None:
    text = (small / "settlements.csv").read_text("utf-8")
    (small / "settlements.csv").write_text(text.replace("35.2706", "352.706", 1), "utf-8")
    with pytest.raises(PlaceInvalid, match=r"longitude 352\.706"):
        build(tmp_path / "out" / "a.sqlite", data=small)
    assert not list(tmp_path.glob("out/*"))


def test_a_file_holds_every_row(small: Path, tmp_path: Path) -> None:
    build(tmp_path / "a.sqlite", data=small)
    wanted = sum(1 for name in PLACE_FILES for _ in rows_of(small / name))
    with sqlite3.connect(tmp_path / "a.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM place").fetchone() == (wanted,)
    connection.close()


def test_outlines_come_back_as_they_were_written(small: Path, tmp_path: Path) -> None:
    build(tmp_path / "a.sqlite", data=small)
    lines = gzip.decompress((small / SHAPES_FILE).read_bytes()).splitlines()
    written = {one["id"]: shapely.geometry.shape(one["geometry"]) for one in map(json.loads, lines)}
    with Gazetteer.open(shipped=tmp_path / "a.sqlite") as gazetteer:
        for place_id in ("country:UA", "region:RU-KRS", "region:donbas"):
            read = gazetteer.geometry(place_id)
            assert read is not None
            assert read.is_valid
            assert read.hausdorff_distance(written[place_id]) < 1e-4


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(degrees, degrees.map(lambda value: value / 2)), min_size=2, max_size=20))
def test_well_known_binary_is_what_shapely_writes(vertices: list[tuple[float, float]]) -> None:
    line = shapely.LineString(vertices)
    assert shapely.from_wkb(wkb_of(mapping(line))).equals_exact(line, 0)
    ring = shapely.Polygon([*vertices, (0.5, 0.25)])
    both = shapely.MultiPolygon([ring, shapely.box(0, 0, 1, 1)])
    assert shapely.from_wkb(wkb_of(mapping(both))).equals_exact(both, 0)


def test_a_point_is_no_outline() -> None:
    with pytest.raises(ValueError, match="'Point' does not belong"):
        wkb_of(mapping(shapely.Point(35, 51)))
