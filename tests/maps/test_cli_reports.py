"""`read`, `check` and `map` from file to answer, on short texts of stated facts."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., "subprocess.CompletedProcess[str]"]
Run = Callable[..., tuple[int, str, str]]
# Berdin lies 21.2 km from the border and Bolshoye Soldatskoye 63.9 km from Kursk.
WRONG = "Berdin is roughly 15 kilometers from the border with Ukraine in Russia's Kursk region.\n"
RIGHT = "Bolshoye Soldatskoye is approximately 70 kilometers from the city of Kursk, in Russia.\n"
pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.txt"
    path.write_text(RIGHT, encoding="utf-8")
    return path


def test_one_report_is_an_object_and_several_are_a_list(
    wrong: Path, right: Path, call: Run
) -> None:
    code, out, err = call("read", wrong, "--format", "json")
    assert (code, err) == (0, "")
    one = json.loads(out)
    assert list(one) == ["report", "mentions", "claims", "events", "axes"]
    assert one["report"]["id"] == "wrong"
    _, out, _ = call("read", wrong, right, "--format", "json")
    assert json.loads(out) == [one, json.loads(call("read", right, "--format", "json")[1])]


def test_what_the_user_knows_of_a_report_is_kept(wrong: Path, call: Run) -> None:
    _, out, _ = call(
        "read", wrong, "--title", "T", "--date", "2025-01-06", "--source", "S", "--format", "json"
    )
    report = json.loads(out)["report"]
    assert (report["title"], report["date"], report["date_basis"], report["source"]) == (
        "T", "2025-01-06", "option", "S",
    )  # fmt: skip


def test_offsets_count_the_text_as_given(tmp_path: Path, call: Run) -> None:
    path = tmp_path / "a.txt"
    text = f"Title: 🛰️ A day at the border\r\nDate: 2025-01-06\r\n\r\n{WRONG}"
    path.write_bytes(text.encode())
    answer = json.loads(call("read", path, "--format", "json")[1])
    assert "Berdin" in {mention["text"] for mention in answer["mentions"]}
    for mention in answer["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]


def test_reports_of_one_name_stay_apart(tmp_path: Path, wrong: Path, call: Run) -> None:
    other = tmp_path / "other" / "wrong.txt"
    other.parent.mkdir()
    other.write_text(RIGHT, encoding="utf-8")
    answers = json.loads(call("read", wrong, other, "--format", "json")[1])
    assert [answer["report"]["id"] for answer in answers] == ["wrong", "wrong-2"]


def test_standard_input_is_read(frontmap: Command) -> None:
    done = frontmap("read", "-", "--format", "json", stdin=WRONG.encode())
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["report"]["id"].startswith("stdin-")
    assert answer["claims"][0]["subject"] == "Berdin"


def test_check_lists_claims_each_with_its_report(wrong: Path, right: Path, call: Run) -> None:
    code, out, err = call("check", wrong, right, "--format", "json")
    assert (code, err) == (0, "")
    claims = json.loads(out)
    found = {(claim["report"], claim["subject"]): claim for claim in claims}
    assert found["wrong", "Berdin"]["verdict"] == "contradicted"
    assert found["wrong", "Berdin"]["reference"] == "border"
    assert found["right", "Bolshoye Soldatskoye"]["verdict"] == "supported"


def test_strict_ends_with_one_only_where_something_does_not_fit(
    wrong: Path, right: Path, call: Run
) -> None:
    assert call("check", right, "--strict")[0] == 0
    code, out, err = call("check", right, wrong, "--strict")
    assert (code, err) == (1, "")
    assert "does not fit" in out
    assert call("check", wrong)[0] == 0


def test_a_check_as_csv_has_one_row_a_claim(wrong: Path, right: Path, call: Run) -> None:
    claims = json.loads(call("check", wrong, right, "--format", "json")[1])
    _, out, _ = call("check", wrong, right, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["verdict"] for row in rows] == [claim["verdict"] for claim in claims]
    assert [row["report"] for row in rows] == [claim["report"] for claim in claims]
    assert float(rows[0]["measured_low"]) == claims[0]["measured"][0]


def test_a_reading_as_csv_and_geojson_agrees_with_its_json(wrong: Path, call: Run) -> None:
    mentions = json.loads(call("read", wrong, "--format", "json")[1])["mentions"]
    rows = list(csv.DictReader(io.StringIO(call("read", wrong, "--format", "csv")[1], newline="")))
    assert [row["text"] for row in rows] == [mention["text"] for mention in mentions]
    features = json.loads(call("read", wrong, "--format", "geojson")[1])["features"]
    literal = [m for m in mentions if m["role"] == "literal" and m["place"]]
    assert [f["geometry"]["coordinates"] for f in features] == [
        [m["place"]["lon"], m["place"]["lat"]] for m in literal
    ]


def test_the_ending_of_the_file_chooses_the_format(wrong: Path, tmp_path: Path, call: Run) -> None:
    for name, begins in (("a.json", "{"), ("a.csv", "report,"), ("a.geojson", "{"), ("a.txt", "w")):
        assert call("read", wrong, "-o", tmp_path / name)[:2] == (0, "")
        assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert "\x1b" not in (tmp_path / "a.txt").read_text("utf-8")


def test_the_map_is_one_page_and_the_same_each_time(
    wrong: Path, right: Path, tmp_path: Path, call: Run
) -> None:
    code, out, err = call("map", wrong, right, "--title", "Two reports", "-o", tmp_path / "a.html")
    assert (code, err) == (0, "")
    assert "2 reports" in out
    assert "1 does not fit" in out
    call("map", wrong, right, "--title", "Two reports", "-o", tmp_path / "b.html")
    page = (tmp_path / "a.html").read_bytes()
    assert page == (tmp_path / "b.html").read_bytes()
    assert page.startswith(b"<!DOCTYPE html>")
    assert b"Two reports" in page
    _, out, _ = call("map", wrong, right, "--title", "Two reports", "-o", "-")
    assert out.encode() == page


def test_tables_show_places_and_verdicts(wrong: Path, call: Run) -> None:
    _, out, _ = call("read", wrong)
    assert "Berdin" in out
    assert "51.29" in out
    _, out, _ = call("check", wrong)
    assert "1 statement: 0 fits, 1 does not fit" in out


@pytest.mark.parametrize("command", ["read", "check", "map"])
def test_no_progress_is_shown_where_nobody_watches(
    command: str, wrong: Path, right: Path, tmp_path: Path, call: Run
) -> None:
    assert call(command, wrong, right, "-o", tmp_path / "answer.html")[2] == ""
