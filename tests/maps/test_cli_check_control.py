"""`frontmap check --control` and `--when`, as a user meets them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., "subprocess.CompletedProcess[str]"]
STATED = (
    "Ukraine holds about 480 square kilometers of the Kursk region.\n\n"
    "Russia has recaptured some 20 percent of the territory that Ukraine seized in Kursk region.\n"
)
# East edges, in degrees, of rectangles from 35.4° E, 51.25–51.52° N: 1,150.1 and 522.8 km² by
# pyproj. The areas are as their widths, 55 and 25 hundredths of a degree.
EAST = {"20240901": 35.95, "20250104": 35.65}


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """Two daily files of [lat, lon] rings, as one maker of maps writes them."""
    folder = tmp_path / "maps"
    folder.mkdir()
    for day, east in EAST.items():
        ring = [[51.25, 35.4], [51.25, east], [51.52, east], [51.52, 35.4], [51.25, 35.4]]
        written = {"areas": [], "areas_ua": [ring], "frontline": [], "units": []}
        (folder / f"{day}.json").write_text(json.dumps(written), encoding="utf-8")
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(STATED, encoding="utf-8")
    return file


def test_figures_are_checked_against_a_folder_of_maps(
    frontmap: Command, maps: Path, report: Path
) -> None:
    done = frontmap("check", report, "--control", maps, "--date", "2025-01-05", "--format", "json")
    assert done.returncode == 0, done.stderr
    area, share = json.loads(done.stdout)[:2]
    assert (area["type"], area["verdict"], area["measured_unit"]) == ("area", "supported", "km2")
    assert area["measured_value"] == pytest.approx(522.8, abs=0.1)
    assert (area["map"]["date"], area["map"]["gap_days"]) == ("2025-01-04", -1)
    assert (share["verdict"], share["map"]["base_date"]) == ("contradicted", "2024-09-01")
    assert share["measured_value"] == pytest.approx(1 - 25 / 55, abs=0.002)


def test_when_counts_what_it_tried(frontmap: Command, maps: Path, report: Path) -> None:
    done = frontmap("check", report, "--control", maps, "--date", "2025-01-05", "--when")
    told = " ".join(done.stdout.split())
    assert "alternatives tried" in told
    assert "“some 20 percent” fits 2024-10-" in told
    plain = frontmap("check", report, "--control", maps, "--date", "2025-01-05")
    assert "alternatives tried" not in plain.stdout


def test_a_figure_that_does_not_fit_a_map_ends_with_one_where_that_is_wanted(
    frontmap: Command, maps: Path, report: Path
) -> None:
    strict = ("check", report, "--date", "2025-01-05", "--strict")
    assert frontmap(*strict).returncode == 0
    assert frontmap(*strict, "--control", maps).returncode == 1


def test_a_map_that_is_none_is_told_in_one_sentence(
    frontmap: Command, report: Path, tmp_path: Path
) -> None:
    done = frontmap("check", report, "--control", tmp_path / "missing.json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "missing.json" in done.stderr
