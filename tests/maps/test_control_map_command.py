"""`frontmap control map` and `frontmap map --control` as a user types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("alone")

SUDZHA = [[51.15, 35.15], [51.15, 35.45], [51.30, 35.45], [51.30, 35.15], [51.15, 35.15]]
"""A ring as owlmaps writes it: latitude first."""
EAST = [[lat, lon + 0.05] for lat, lon in SUDZHA]
REPORT = "Date: 2025-01-05\n\nUkrainian forces advanced northeast of Sudzha in the Kursk region.\n"


def owl(folder: Path, day: str, ring: list[list[float]] = SUDZHA) -> Path:
    """Write a small file of the shape of a real one."""
    file = folder / f"{day}.json"
    file.write_text(
        json.dumps({"areas": [], "areas_ua": [ring], "frontline": [], "units": []}), "utf-8"
    )
    return file


def test_one_day_becomes_a_page(call: Any, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    code, out, _ = call("control", "map", owl(tmp_path, "20250104"), "-o", page)
    assert code == 0
    assert out == f"{page}: 1 control map, 2025-01-04, by UAControlMap (Project Owl)\n"
    html = page.read_text("utf-8")
    assert "<title>Who holds what on 4 January 2025</title>" in html
    assert "Licence not stated by its maker: UAControlMap" in html


def test_two_days_become_what_changed(call: Any, tmp_path: Path) -> None:
    page = tmp_path / "change.html"
    files = owl(tmp_path, "20241215"), owl(tmp_path, "20250104", EAST)
    for extra in ([], ["--change"], ["--within", "Kursk region"]):
        assert call("control", "map", *files, *extra, "-o", page)[0] == 0
        assert "What changed hands" in page.read_text("utf-8")


def test_a_folder_becomes_a_timeline_and_with_change_its_ends(call: Any, tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    for day, ring in (("20241201", SUDZHA), ("20241215", SUDZHA), ("20250104", EAST)):
        owl(folder, day, ring)
    page = tmp_path / "map.html"
    assert call("control", "map", folder, "-o", page)[0] == 0
    assert 'type="range"' in page.read_text("utf-8")
    assert call("control", "map", folder, "--change", "-o", page)[0] == 0
    assert "1 December 2024 to 4 January 2025" in page.read_text("utf-8")


def test_title_and_region(call: Any, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    file = owl(tmp_path, "20250104")
    assert call("control", "map", file, "--within", "Kursk region", "-o", page)[0] == 0
    assert "Who holds what in Kursk Oblast on 4 January 2025" in page.read_text("utf-8")
    assert call("control", "map", file, "--title", "The salient", "-o", page)[0] == 0
    assert "<title>The salient</title>" in page.read_text("utf-8")


def test_coarsening_is_stamped_and_an_embargo_leaves_nothing_out_silently(
    call: Any, tmp_path: Path
) -> None:
    page = tmp_path / "map.html"
    file = owl(tmp_path, "20250104")
    assert call("control", "map", file, "--coarsen", "2000", "-o", page)[0] == 0
    assert "Shapes are coarsened to 2000 m" in page.read_text("utf-8")
    page.unlink()
    code, out, err = call("control", "map", file, "--embargo", "999999", "-o", page)
    assert (code, out) == (2, "")
    assert "younger than 999999 hours" in err
    assert not page.exists()


def test_a_report_lies_on_the_map_of_its_date(call: Any, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, "utf-8")
    folder = tmp_path / "maps"
    folder.mkdir()
    for day in ("20241215", "20250104"):
        owl(folder, day)
    page = tmp_path / "map.html"
    assert call("map", report, "--control", folder, "-o", page)[0] == 0
    html = page.read_text("utf-8")
    assert "UAControlMap (Project Owl), 4 January 2025" in html
    assert "1 day older than the report" in html
    assert call("control", "map", folder / "20250104.json", "--report", report, "-o", page)[0] == 0
    assert "1 day older than the report" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--within", "Sudzha"], "measured in a country or a region"),
        (["--within", "Nowhere-at-all"], "Nowhere-at-all"),
        (["--change"], "--change compares two days"),
        (["--coarsen", "0"], "--coarsen"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(
    call: Any, tmp_path: Path, extra: list[str], said: str
) -> None:
    page = tmp_path / "map.html"
    code, out, err = call("control", "map", owl(tmp_path, "20250104"), *extra, "-o", page)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert not page.exists()


def test_the_maps_are_not_overwritten(call: Any, tmp_path: Path) -> None:
    file = owl(tmp_path, "20250104")
    before = file.read_bytes()
    code, _, err = call("control", "map", file, "-o", file)
    assert code == 2
    assert "it is one of the files to read" in err
    assert file.read_bytes() == before
    folder = tmp_path / "maps"
    folder.mkdir()
    inside = owl(folder, "20250104")
    assert call("control", "map", folder, "-o", inside)[0] == 2
    assert inside.read_bytes() == before
