"""`frontmap control infer` and `control consensus`, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
REPORT = """\
Date: 2025-01-05

Geolocated footage shows that Ukrainian forces entered the southern part of Berdin. Ukrainian
forces hold Sudzha. Ukrainian forces seized Martynovka and Cherkasskoye Porechnoye. The Russian
Defense Ministry denied that Ukrainian forces captured Bolshoye Soldatskoye. Russian forces hold
Korenevo.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def owlmaps(path: Path, west: float, size: float = 0.2) -> Path:
    """A control map in the shape of UAControlMap's files, with one square held by Ukraine."""
    ring = [[51.1, west], [51.1, west + size], [51.1 + size, west + size], [51.1 + size, west]]
    value = {"areas": [], "areas_ua": [[*ring, ring[0]]], "frontline": [], "units": []}
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def square_json(path: Path, west: float, size: float = 0.2) -> Path:
    """The same in plain GeoJSON."""
    ring = [[west, 51.1], [west + size, 51.1], [west + size, 51.1 + size], [west, 51.1 + size]]
    feature = {
        "type": "Feature",
        "properties": {"side": "UA", "date": "2025-01-04"},
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_the_table_says_that_it_is_inferred_and_what_it_rests_on(
    frontmap: Command, report: Path
) -> None:
    done = frontmap("control", "infer", report)
    assert done.returncode == 0, done.stderr
    assert "Inferred from reports, not drawn by a map maker: 2025-01-05" in done.stdout
    assert "the border of UA and RU" in done.stdout
    for part in ("stated", "interpolated", "no information", "90 % interval", "Sudzha", "Berdin"):
        assert part in done.stdout


def test_a_page_draws_it_as_no_maker_s_map(frontmap: Command, report: Path, tmp_path: Path) -> None:
    page = tmp_path / "inferred.html"
    done = frontmap("control", "infer", report, "-o", page)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    text = page.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "no maker drew this ground or this line" in text
    assert "Held by Ukraine (inferred)" in text
    assert "resting on statements" in text


def test_json_holds_areas_lengths_and_evidence(frontmap: Command, report: Path) -> None:
    done = frontmap("control", "infer", report, "--format", "json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["inferred"] is True
    assert answer["date"] == "2025-01-05"
    (area,) = answer["areas"]
    assert (area["side"], area["within"]) == ("UA", "RU")
    assert area["low_km2"] < area["area_km2"] < area["high_km2"]
    assert 50 < area["area_km2"] < 900
    told = {one["place"]: one for one in answer["evidence"]}
    assert told["Sudzha"]["status"] == "held"
    assert told["Sudzha"]["counts"]
    # What is denied never counts as held.
    assert not any(
        one["counts"] for one in answer["evidence"]
        if one["place"] == "Bolshoye Soldatskoye" and one["side"] == "UA"
    )  # fmt: skip


def test_every_exported_shape_is_marked(frontmap: Command, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "front.geojson"
    assert frontmap("control", "infer", report, "-o", path).returncode == 0
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert features
    assert all(one["properties"]["inferred"] is True for one in features)
    assert all("inferred" in one["properties"]["source"] for one in features)
    packed = tmp_path / "front.gpkg"
    assert frontmap("control", "infer", report, "-o", packed).returncode == 0
    import geopandas as gpd

    names = set(gpd.list_layers(packed)["name"])
    assert {"control", "stretches", "bands", "information"} <= names
    assert gpd.read_file(packed, layer="control")["inferred"].all()


def test_an_earlier_map_is_what_it_starts_from(
    frontmap: Command, report: Path, tmp_path: Path
) -> None:
    earlier = owlmaps(tmp_path / "20241215.json", 35.1)
    done = frontmap("control", "infer", report, "--control", earlier, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert "2024-12-15" in json.loads(done.stdout)["base"]["title"]
    assert "starts from" in done.stderr
    # Its licence is not stated, so shapes made from it are not given away unasked.
    shared = frontmap("control", "infer", report, "--control", earlier, "--format", "geojson")
    assert shared.returncode == 2
    assert "licence" in shared.stderr
    allowed = frontmap(
        "control", "infer", report, "--control", earlier, "--format", "geojson",
        "--permitted", "a test",
    )  # fmt: skip
    assert allowed.returncode == 0


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("Nothing happened in Sudzha.", (), "no front can be inferred"),
        (REPORT, ("--sides", "UA"), "two sides"),
        (REPORT, ("--date", "tomorrow"), "tomorrow"),
        (REPORT, ("--date", "2024-01-01"), "no place has a status"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_two(
    frontmap: Command, tmp_path: Path, text: str, more: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    done = frontmap("control", "infer", path, *more, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_consensus_of_two_makers(frontmap: Command, tmp_path: Path) -> None:
    one = owlmaps(tmp_path / "20250104.json", 35.1)
    other = square_json(tmp_path / "other.geojson", 35.2)
    done = frontmap("control", "consensus", one, other, "--format", "json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["date"] == "2025-01-04"
    assert len(answer["makers"]) == 2
    (area,) = answer["areas"]
    assert area["low_km2"] < area["least_km2"] <= area["most_km2"] < area["high_km2"]
    (band,) = answer["front_band"]
    assert band["area_km2"] > 100
    table = frontmap("control", "consensus", one, other)
    assert "2 makers, 2025-01-04" in table.stdout


def test_one_maker_makes_no_consensus(frontmap: Command, tmp_path: Path) -> None:
    files = [owlmaps(tmp_path / f"2025010{day}.json", 35.1) for day in (4, 5)]
    done = frontmap("control", "consensus", *files)
    assert done.returncode == 2
    assert "two makers or more" in done.stderr
