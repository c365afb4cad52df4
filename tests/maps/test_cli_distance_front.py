"""`frontmap distance PLACE front`: against a square drawn around a place by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyproj import Geod

Run = Callable[..., tuple[int, str, str]]
GEOD = Geod(ellps="WGS84")
SUDZHA = (35.2706, 51.1914)


def square(half_km: float) -> list[list[float]]:
    """A square around Sudzha as UAControlMap's files hold it: [lat, lon]."""
    corners = []
    for bearing in (45, 135, 225, 315, 45):
        lon, lat, _ = GEOD.fwd(*SUDZHA, bearing, half_km * 1000 * 2**0.5)
        corners.append([lat, lon])
    return corners


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Maps of two days: the ground around Sudzha shrinks from 6 km to 4 km on each side."""
    for day, half_km in (("20250104", 6.0), ("20250105", 4.0)):
        value = {"areas": [], "areas_ua": [square(half_km)], "frontline": [], "units": []}
        (tmp_path / f"{day}.json").write_text(json.dumps(value), encoding="utf-8")
    return tmp_path


def measured(call: Run, *arguments: str) -> dict[str, object]:
    """The JSON answer."""
    code, out, err = call("distance", *arguments, "--format", "json")
    assert (code, err) == (0, "")
    found: dict[str, object] = json.loads(out)
    return found


def test_it_tells_distance_side_foot_and_map(call: Run, folder: Path) -> None:
    row = measured(call, "Sudzha", "front", "--control", str(folder), "--date", "2025-01-04")
    assert (row["a"], row["b"], row["side"], row["status"]) == ("Sudzha", "front", "UA", "held")
    assert row["distance_km"] == pytest.approx(6.0, abs=0.2)
    assert row["low_km"] < row["distance_km"] - 1.9  # type: ignore[operator]
    foot = row["foot"]
    assert isinstance(foot, dict)
    off = GEOD.inv(*SUDZHA, foot["lon"], foot["lat"])[2] / 1000
    assert off == pytest.approx(row["distance_km"], abs=0.2)
    assert row["map"] == {
        "maker": row["map"]["maker"], "date": "2025-01-04", "file": "20250104.json",  # type: ignore[index]
    }  # fmt: skip
    nearest = row["nearest_ground"]
    assert isinstance(nearest, list)
    assert nearest[0]["side"] == "RU"
    assert nearest[0]["distance_km"] == pytest.approx(6.0, abs=0.2)


def test_the_latest_map_is_taken_where_no_day_is_given(call: Run, folder: Path) -> None:
    row = measured(call, "Sudzha", "front", "--control", str(folder))
    assert row["distance_km"] == pytest.approx(4.0, abs=0.2)
    assert "latest" in str(row["why"])
    one = measured(call, "Sudzha", "front", "--control", str(folder / "20250104.json"))
    assert one["distance_km"] == pytest.approx(6.0, abs=0.2)


def test_a_place_beyond_the_front_is_the_other_side_s(call: Run, folder: Path) -> None:
    row = measured(call, "Berdin", "front", "--control", str(folder))
    assert row["side"] == "RU"
    nearest = row["nearest_ground"]
    assert isinstance(nearest, list)
    assert nearest[0]["side"] == "UA"


def test_the_table_and_the_csv_say_the_same(call: Run, folder: Path) -> None:
    arguments = ("distance", "Sudzha", "front", "--control", str(folder))
    code, table, _ = call(*arguments)
    assert code == 0
    for word in ("front line of 2025-01-05", "held by UA", "nearest of RU", "20250105.json"):
        assert word in table
    code, text, _ = call(*arguments, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(text))
    assert code == 0
    assert (row["b"], row["side"], row["map_date"]) == ("front", "UA", "2025-01-05")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Sudzha", "front"], "--control FILE"),
        (["front", "Sudzha", "--control", "FOLDER"], "front stands second"),
        (["Sudzha", "border", "--control", "FOLDER"], "are for the front"),
        (["Sudzha", "border", "--date", "2025-01-04"], "are for the front"),
        (["Sudzha", "front", "--control", "FOLDER", "--date", "4.1.2025"], "'4.1.2025'"),
        (["Sudzha", "front", "--control", "FOLDER", "--date", "20250104"], "'20250104'"),
        (["Sudzha", "front", "--control", "FOLDER/none.json"], "none.json"),
    ],
)
def test_wrong_use_is_one_sentence(
    arguments: list[str], says: str, call: Run, folder: Path
) -> None:
    given = [word.replace("FOLDER", str(folder)) for word in arguments]
    code, out, err = call("distance", *given)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert says in err
