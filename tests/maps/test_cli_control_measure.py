"""`frontmap control area`, `change` and `series`, as a shell runs them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pyproj import Geod
from shapely import segmentize
from shapely.geometry import Polygon, box, mapping

Command = Callable[..., "subprocess.CompletedProcess[str]"]
GEOD = Geod(ellps="WGS84")
KURSK = box(36.0, 51.6, 36.4, 51.8)
KURSK_LATER = box(36.0, 51.6, 36.3, 51.8)
DONETSK = box(37.6, 47.9, 38.0, 48.2)


def ring(shape: Polygon) -> list[list[float]]:
    """A ring as owlmaps has it: latitude first."""
    return [[lat, lon] for lon, lat in shape.exterior.coords]


def owl(folder: Path, day: str, *, ukrainian: Polygon = KURSK) -> Path:
    """A file in the shape of owlmaps' daily ones."""
    value = {
        "areas": [ring(DONETSK)], "areas_ua": [ring(ukrainian)], "frontline": [], "units": [],
        "geos": [], "unit_count": {},
    }  # fmt: skip
    path = folder / f"{day}.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def deepstate(folder: Path, day: str, shape: Polygon) -> Path:
    """A file in the shape of the DeepState-based daily ones."""
    feature = {
        "type": "Feature", "properties": {},
        "geometry": {"type": "MultiPolygon", "coordinates": [mapping(shape)["coordinates"]]},
    }  # fmt: skip
    path = folder / f"deepstatemap_data_{day}.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    return path


def true_km2(shape: Polygon) -> float:
    return abs(GEOD.geometry_area_perimeter(segmentize(shape, 0.005))[0]) / 1e6


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """A folder of three days, the last smaller, with a day missing."""
    folder = tmp_path / "maps"
    folder.mkdir()
    owl(folder, "20250101")
    owl(folder, "20250102")
    owl(folder, "20250104", ukrainian=KURSK_LATER)
    return folder


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_area_in_json(frontmap: Command, maps: Path) -> None:
    rows = answer(frontmap("control", "area", maps / "20250101.json", "--format", "json"))
    assert [(row["side"], row["within"], row["status"]) for row in rows] == [
        ("RU", "UA", "held"), ("UA", "RU", "held"),
    ]  # fmt: skip
    row = rows[1]
    assert (row["file"], row["date"]) == ("20250101.json", "2025-01-01")
    assert "Owl" in row["source"]
    assert row["licence"] is None
    assert row["area_km2"] == pytest.approx(true_km2(KURSK), abs=0.01)
    perimeter_km = GEOD.geometry_length(segmentize(KURSK, 0.002).exterior) / 1000
    assert row["contact_km"] == pytest.approx(perimeter_km, rel=1e-3)


def test_area_of_a_region_and_a_side(frontmap: Command, maps: Path) -> None:
    done = frontmap(
        "control", "area", maps, "--within", "Kursk region", "--side", "UA", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["within"] for row in rows] == ["region:RU-KRS"] * 3
    assert float(rows[2]["area_km2"]) == pytest.approx(true_km2(KURSK_LATER), abs=0.01)


def test_area_as_a_table(frontmap: Command, maps: Path) -> None:
    done = frontmap("control", "area", maps / "20250101.json")
    assert done.returncode == 0
    assert f"{true_km2(KURSK):.2f}" in done.stdout
    assert "as the maker draws it" in done.stdout
    assert "licence: none stated" in done.stdout


def test_change_in_json(frontmap: Command, maps: Path) -> None:
    rows = answer(
        frontmap(
            "control", "change", maps / "20250101.json", maps / "20250104.json", "--format", "json"
        )
    )
    (row,) = (row for row in rows if row["side"] == "UA")
    lost = true_km2(KURSK) - true_km2(KURSK_LATER)
    assert (row["from"], row["to"], row["within"]) == ("2025-01-01", "2025-01-04", "RU")
    assert row["lost_km2"] == pytest.approx(lost, abs=0.01)
    assert row["net_km2"] == pytest.approx(-lost, abs=0.01)
    assert row["gained_km2"] == 0
    assert row["mixed_sources"] is False
    for settlement in row["settlements"]:
        assert (settlement["from"], settlement["to"]) == ("UA", "RU")
        assert {"name", "id", "lat", "lon", "on_line"} <= set(settlement)
        assert 36.3 <= settlement["lon"] <= 36.4


def test_two_makers_are_never_compared_silently(frontmap: Command, maps: Path) -> None:
    wider = box(37.6, 47.9, 38.1, 48.2)
    other = deepstate(maps.parent, "20250102", wider)
    done = frontmap("control", "change", maps / "20250101.json", other, "--format", "json")
    (row,) = answer(done)
    assert (row["side"], row["within"], row["mixed_sources"]) == ("RU", "UA", True)
    assert row["gap_km2"] > 0
    assert row["gained_km2"] == pytest.approx(true_km2(box(38.0, 47.9, 38.1, 48.2)), abs=0.05)
    assert "lines of two makers lie" in done.stderr
    assert "shows no ground held by UA in Russia" in done.stderr


def test_series_as_table_json_and_csv(frontmap: Command, maps: Path, tmp_path: Path) -> None:
    shown = frontmap("control", "series", maps)
    assert shown.returncode == 0
    assert "UA, held, in Russia" in shown.stdout
    assert "peak" in shown.stdout
    assert "no map for 1 of the days" in shown.stderr
    rows = answer(frontmap("control", "series", maps, "--side", "UA", "--format", "json"))
    assert [(row["date"], row["peak"], row["gap_days"]) for row in rows] == [
        ("2025-01-01", True, None), ("2025-01-02", False, 1), ("2025-01-04", False, 2),
    ]  # fmt: skip
    assert rows[1]["net_km2"] == 0
    assert rows[2]["net_km2"] == pytest.approx(true_km2(KURSK_LATER) - true_km2(KURSK), abs=0.01)
    out = tmp_path / "series.csv"
    assert frontmap("control", "series", maps, "-o", out).returncode == 0
    assert len(list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))) == 6


def test_series_as_a_chart(frontmap: Command, maps: Path, tmp_path: Path) -> None:
    out = tmp_path / "chart.svg"
    assert frontmap("control", "series", maps, "-o", out).returncode == 0
    root = ET.parse(out).getroot()  # noqa: S314 - our own chart
    shown = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Held by RU in Ukraine", "Held by UA in Russia", "km²"} <= set(shown)


def test_series_of_two_makers_stay_apart(frontmap: Command, maps: Path) -> None:
    deepstate(maps, "20250103", DONETSK)
    done = frontmap("control", "series", maps, "--side", "RU", "--format", "json")
    rows = answer(done)
    assert len({row["source"] for row in rows}) == 2
    assert "2 makers" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["area", "FILE", "--side", "XX"], "no side 'XX' is on these maps; they have RU, UA"),
        (["area", "FILE", "--within", "theatre:sudzha"], "settlement"),
        (["area", "FILE", "--within", "Nowhereshire"], "no place called 'Nowhereshire'"),
        (["area", "nothing.json"], "nothing.json"),
        (["change", "FILE"], "Missing argument"),
        (["series", "FILE", "-o", "no/folder/chart.svg"], "no folder"),
    ],
)
def test_bad_usage_is_one_sentence(
    frontmap: Command, maps: Path, arguments: list[str], said: str
) -> None:
    file = str(maps / "20250101.json")
    done = frontmap("control", *(file if word == "FILE" else word for word in arguments))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_known_figures_come_out(frontmap: Command, control_dir: Path) -> None:
    """The table of the control maps' folder, to 0.1 km²."""
    rows = answer(
        frontmap("control", "area", control_dir / "owlmaps", "--side", "UA", "--format", "json")
    )
    figures = {row["date"]: row["area_km2"] for row in rows if row["within"] == "RU"}
    known = {
        "2024-08-06": 38.4, "2024-09-01": 1098.5, "2024-12-15": 538.05, "2025-01-04": 462.6,
        "2025-01-05": 468.3,
    }  # fmt: skip
    assert figures == pytest.approx(known, abs=0.0501)


@pytest.mark.parametrize("command", ["area", "series", "consensus", "export"])
def test_no_map_of_a_folder_that_is_read_is_overwritten(
    frontmap: Command, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "20250104.json"
    file.write_text("kept", encoding="utf-8")
    done = frontmap("control", command, tmp_path, "-o", file)
    assert done.returncode == 2
    assert "it is one of the files to read" in done.stderr
    assert file.read_text("utf-8") == "kept"
