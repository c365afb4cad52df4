"""`--corrections`: a reading put right by the user."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")
TEXT = (
    "Ukrainian forces entered Loknya Malaya on Sunday. Sudzha lies some 10 km from Mikhaylovka. "
    "Fighting goes on near Victory, and they hold Dacha Settlement, 6 km east of Sudzha."
)


@pytest.fixture
def reading(call: Run, tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """Reads the report with corrections."""
    report, fixes = tmp_path / "report.txt", tmp_path / "fixes.toml"
    report.write_text(TEXT, encoding="utf-8")

    def read(corrections: str) -> dict[str, Any]:
        fixes.write_text(corrections, encoding="utf-8")
        code, out, err = call("read", str(report), "--corrections", str(fixes), "--format", "json")
        assert code == 0
        assert err == "" or "no report uses" in err
        answer: dict[str, Any] = json.loads(out)
        return answer

    return read


def pins(answer: dict[str, Any]) -> dict[str, str]:
    """The ids of the places on the map, by the words of the text."""
    return {
        m["text"]: m["place"]["id"]
        for m in answer["mentions"]
        if m["role"] == "literal" and m["place"] and not m["estimated"]
    }


def test_an_alias_puts_a_name_on_the_map(reading: Callable[[str], dict[str, Any]]) -> None:
    assert "Loknya Malaya" not in pins(reading(""))
    fixed = reading('[aliases]\n"Loknya Malaya" = "theatre:malaya-loknya"')
    assert pins(fixed)["Loknya Malaya"] == "theatre:malaya-loknya"


def test_a_ruling_goes_before_all_that_speaks_for_another_place(
    reading: Callable[[str], dict[str, Any]],
) -> None:
    far = reading('[meant]\n"Mikhaylovka" = "geonames:527012"')
    assert pins(far)["Mikhaylovka"] == "geonames:527012"
    (mention,) = [m for m in far["mentions"] if m["text"] == "Mikhaylovka"]
    assert "corrections" in mention["why"]
    assert (mention["score"], mention["rivals"]) == (1.0, [])
    (claim,) = [c for c in far["claims"] if c["value"] == 10]
    assert claim["verdict"] == "contradicted"
    other = reading('[meant]\n"Mikhaylovka" = { place = "geonames:527012", report = "another" }')
    assert pins(other)["Mikhaylovka"] != "geonames:527012"


def test_an_ignored_name_leaves_the_map_and_stays_in_the_text(
    reading: Callable[[str], dict[str, Any]],
) -> None:
    assert "Sudzha" in pins(reading(""))
    fixed = reading('ignored = ["sudzha"]')
    assert "Sudzha" not in pins(fixed)
    ignored = [m for m in fixed["mentions"] if m["text"] == "Sudzha"]
    assert {(m["role"], m["place"]) for m in ignored} == {("other", None)}
    assert all("corrections" in m["why"] for m in ignored)


def test_a_place_of_the_users_own_is_drawn_and_measured(
    reading: Callable[[str], dict[str, Any]],
) -> None:
    fixed = reading(
        '[[places]]\nname = "Dacha Settlement"\nlat = 51.19\nlon = 35.36\nprecision_m = 300\n'
        'names = ["Victory"]\n'
    )
    assert pins(fixed)["Dacha Settlement"] == "correction:dacha-settlement"
    assert pins(fixed)["Victory"] == "correction:dacha-settlement"
    (claim,) = [c for c in fixed["claims"] if c["subject"] == "Dacha Settlement"]
    assert claim["verdict"] == "supported"


def test_the_page_names_the_corrections_and_cannot_replace_them(call: Run, tmp_path: Path) -> None:
    report, fixes = tmp_path / "report.txt", tmp_path / "fixes.toml"
    report.write_text(TEXT, encoding="utf-8")
    fixes.write_text('ignored = ["Victory"]', encoding="utf-8")
    page = tmp_path / "map.html"
    code, _, _ = call("map", str(report), "--corrections", str(fixes), "-o", str(page))
    assert code == 0
    assert "corrections in fixes.toml" in page.read_text(encoding="utf-8")
    code, _, err = call("read", str(report), "--corrections", str(fixes), "-o", str(fixes))
    assert code == 2
    assert fixes.read_text(encoding="utf-8") == 'ignored = ["Victory"]'
    assert err.startswith("frontmap: ")


@pytest.mark.parametrize("command", ["read", "check", "map"])
def test_faults_of_the_file_are_one_sentence(command: str, call: Run, tmp_path: Path) -> None:
    report, fixes = tmp_path / "report.txt", tmp_path / "fixes.toml"
    report.write_text(TEXT, encoding="utf-8")
    fixes.write_text('[meant]\n"Mikhaylovka" = "Mikhaylovka"', encoding="utf-8")
    output = ["-o", str(tmp_path / "map.html")] if command == "map" else []
    code, out, err = call(command, str(report), "--corrections", str(fixes), *output)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "could be" in err
    assert not (tmp_path / "map.html").exists()
