"""The precision codes in every file that the command writes of places."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

Command = Callable[..., Any]
TEXT = b"Russian forces entered Berdin (51.2954, 35.4311) in Kursk Oblast."
CODES = {"Berdin": (1, "ADM3"), "51.2954, 35.4311": (1, "STREET"), "Kursk Oblast": (3, "ADM1")}


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_read_writes_the_codes(frontmap: Command, tmp_path: Path) -> None:
    report = json.loads(frontmap("read", "-", "--format", "json", stdin=TEXT).stdout)
    report = report[0] if isinstance(report, list) else report
    assert {
        m["text"]: (m["place"]["geo_precision"], m["place"]["viina_precision"])
        for m in report["mentions"]
        if m["role"] == "literal"
    } == CODES
    rows = read_csv(frontmap("read", "-", "--format", "csv", stdin=TEXT).stdout)
    found = {row["text"]: (int(row["geo_precision"]), row["viina_precision"]) for row in rows}
    assert found == CODES
    features = json.loads(frontmap("read", "-", "--format", "geojson", stdin=TEXT).stdout)
    assert {
        f["properties"]["text"]: (
            f["properties"]["geo_precision"], f["properties"]["viina_precision"],
        )
        for f in features["features"]
    } == CODES  # fmt: skip
    path = tmp_path / "places.gpkg"
    assert frontmap("read", "-", "-o", path, stdin=TEXT).returncode == 0
    frame = pd.concat(gpd.read_file(path, layer=layer) for layer in ("places", "outlines"))
    codes = zip(frame["geo_precision"], frame["viina_precision"], strict=True)
    assert dict(zip(frame["text"], codes, strict=True)) == CODES


@pytest.mark.parametrize("command", [("search", "Sudzha"), ("near", "36U XB 586 734")])
def test_the_gazetteer_writes_the_codes(
    command: tuple[str, str], frontmap: Command, tmp_path: Path
) -> None:
    rows = json.loads(frontmap("gazetteer", *command, "--format", "json").stdout)
    assert rows
    known = {"settlement": {(1, "ADM3"), (2, "ADM2")}, "region": {(2, "ADM2"), (3, "ADM1")}}
    for row in rows:
        codes = (row["geo_precision"], row["viina_precision"])
        assert codes in known.get(row["kind"], {(2, "ADM2"), (1, "STREET"), (1, "ADM3")})
    flat = read_csv(frontmap("gazetteer", *command, "--format", "csv").stdout)
    assert [row["viina_precision"] for row in flat] == [row["viina_precision"] for row in rows]
    features = json.loads(frontmap("gazetteer", *command, "--format", "geojson").stdout)["features"]
    assert [f["properties"]["geo_precision"] for f in features] == [
        row["geo_precision"] for row in rows
    ]
    path = tmp_path / "places.gpkg"
    assert frontmap("gazetteer", *command, "-o", path).returncode == 0
    assert gpd.read_file(path)["geo_precision"].tolist() == [row["geo_precision"] for row in rows]


def test_a_point_of_a_report_is_pinned_on_the_map(frontmap: Command, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    assert frontmap("map", "-", "-o", page, stdin=TEXT).returncode == 0
    assert "51.2954, 35.4311" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("a", ["37U CS 123 456", "https://maps.google.com/?q=50.93196,36.32954"])
def test_distance_takes_grid_references_and_links(a: str, frontmap: Command) -> None:
    done = frontmap("distance", a, "Sudzha", "--format", "json")
    assert done.returncode == 0, done.stderr
    # By the spherical law of cosines, which is good to half a percent.
    assert json.loads(done.stdout)["distance_km"] == pytest.approx(79.5, rel=0.01)
