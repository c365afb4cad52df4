"""Bad input at the command line: one sentence, exit code 2, nothing half written, nothing lost."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

from gazetteer.schema import APPLICATION_ID

Command = Callable[..., "subprocess.CompletedProcess[str]"]
Run = Callable[..., tuple[int, str, str]]
Sentence = Callable[[tuple[int, str, str]], str]
TEXT = "Berdin is roughly 15 kilometers from the border with Ukraine in Russia's Kursk region.\n"
pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"), (b" \r\n\t\xc2\xa0\n", "is empty"), (b"\xef\xbb\xbf", "is empty"),
        (b"caf\xe9 near Sudzha", "not UTF-8 text: byte 3 is 0xE9; save it as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text: byte 8 is NUL"), (b"SQLite format 3\0", "not text"),
        (b"Source: A desk\n\n", "a header and no text"),
        (b"Title: A\nTitle: B\n\nText.", "twice"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["read", "check", "map"])
def test_a_report_that_cannot_be_read(
    *, content: bytes, says: str, command: str, tmp_path: Path, call: Run, sentence: Sentence
) -> None:
    path, answer = tmp_path / "report.txt", tmp_path / "answer.html"
    path.write_bytes(content)
    answer.write_text("old")
    said = sentence(call(command, path, "-o", answer))
    assert says in said
    assert str(path) in said
    assert answer.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answer.html", "report.txt"]


def test_a_path_that_leads_nowhere(
    tmp_path: Path, call: Run, report: Path, sentence: Sentence
) -> None:
    assert "no file" in sentence(call("read", tmp_path / "none.txt"))
    assert "is a folder" in sentence(call("read", tmp_path))
    assert "too long" in sentence(call("read", "x" * 300))
    assert "cannot read" in sentence(call("read", report / "inside.txt"))


@pytest.mark.parametrize(
    "date", ["2025-13-01", "2025-02-29", "5.1.2025", "tomorrow", "20250105", ""]
)
def test_a_date_that_is_none(date: str, report: Path, call: Run, sentence: Sentence) -> None:
    assert repr(date) in sentence(call("read", report, "--date", date))


@pytest.mark.parametrize(
    "name", ["", "  ", "—", "Xyzzyqwv", "\udcff", "x" * 5000, "51.2", "Sumy 12"]
)
@pytest.mark.parametrize(
    "command",
    [["distance", "{}", "border"], ["gazetteer", "near", "{}"], ["gazetteer", "search", "{}"]],
)
def test_a_place_that_nobody_knows(
    name: str, command: list[str], call: Run, sentence: Sentence
) -> None:
    said = sentence(call(*[part.format(name) for part in command]))
    assert "no place called" in said
    assert len(said) < 400


@pytest.mark.parametrize(
    "text", ["5, 6, 7", "151.2, 35.4", "35.4, 190", "35 E, 51 N", "51 61 0 N, 35 0 0 E"]
)
def test_coordinates_that_are_none_tell_the_order(text: str, call: Run, sentence: Sentence) -> None:
    for command in (("distance", text, "border"), ("gazetteer", "near", text)):
        said = sentence(call(*command))
        assert repr(text) in said
        assert "latitude first, then longitude" in said


def test_coordinates_are_taken_as_people_type_them(call: Run) -> None:
    answers = []
    for text in ("51.191389, 35.270556", "51°11'29\"N 35°16'14\"E", "51 11 29 N, 35 16 14 E"):
        code, out, err = call("distance", text, "border", "--format", "json")
        assert (code, err) == (0, "")
        answers.append(json.loads(out)["distance_km"])
    assert max(answers) - min(answers) < 0.001
    assert call("gazetteer", "near", "51 11 29 N, 35 16 14 E", "--radius", "5")[0] == 0


def test_limits_that_leave_nothing_name_what_there_is_elsewhere(
    call: Run, sentence: Sentence
) -> None:
    said = sentence(call("gazetteer", "search", "Sudzha", "--region", "Nowhere"))
    assert "Sudzha (Nowhere)" in said
    assert "Kursk Oblast" in said
    assert "two letters" in sentence(call("gazetteer", "search", "Sudzha", "--country", "Russia"))
    assert "on the earth" in sentence(call("gazetteer", "near", "Sudzha", "--radius", "inf"))


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 99")
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (Path.exists, "no such file"), (Path.mkdir, "a folder"), (Path.touch, "empty"),
        (lambda path: path.write_text(TEXT), "no gazetteer"), (newer, "newer frontmap"),
    ],
)  # fmt: skip
def test_a_gazetteer_that_is_none(
    make: Callable[[Path], object], says: str, report: Path, call: Run, sentence: Sentence
) -> None:
    path, answer = report.with_name("own.sqlite"), report.with_name("answer")
    make(path)
    for command in (
        ("distance", "Sudzha", "border"), ("read", report, "-o", answer),
        ("map", report, "-o", answer), ("gazetteer", "info"), ("gazetteer", "near", "Sudzha"),
    ):  # fmt: skip
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FRONTMAP_GAZETTEER", str(path))
            answers = [call(*command), call("--gazetteer", path, *command)]
        for said in map(sentence, answers):
            assert says in said
            assert str(path) in said
    assert not answer.exists()


@pytest.mark.parametrize(
    "command",
    [
        ["read", "{}"],
        ["check", "{}"],
        ["map", "{}"],
        ["distance", "Sudzha", "border"],
        ["gazetteer", "search", "Sudzha"],
    ],
)
def test_an_output_that_cannot_be_written_is_noticed_before_the_work(
    *,
    command: list[str],
    report: Path,
    tmp_path: Path,
    call: Run,
    monkeypatch: pytest.MonkeyPatch,
    sentence: Sentence,
) -> None:
    def no_work(*_: object, **__: object) -> None:
        pytest.fail("the work had begun")

    monkeypatch.setattr("gazetteer.store.Gazetteer.open", no_work)
    line = [part.format(report) for part in command]
    for path, says in (
        (tmp_path, "is a folder"), (tmp_path / "none" / "a", "no folder"),
        (report / "a", "is a file and no folder"), ("/proc/answer", "no file can be made"),
        ("x" * 300, "name"),
    ):  # fmt: skip
        assert says in sentence(call(*line, "-o", path))
    assert [file.name for file in tmp_path.iterdir()] == ["report.txt"]


def test_what_is_read_is_never_overwritten(
    report: Path, tmp_path: Path, call: Run, sentence: Sentence
) -> None:
    own, link = tmp_path / "own.sqlite", tmp_path / "link.txt"
    from gazetteer.writer import write

    write(own, [])
    before = own.read_bytes()
    link.symlink_to(report)
    for path in (report, link, tmp_path / "." / "report.txt"):
        assert "files to read" in sentence(call("read", report, "-o", path))
    for command in (["read", report], ["distance", "Sudzha", "border"], ["gazetteer", "info"]):
        assert "files to read" in sentence(call("--gazetteer", own, *command, "-o", own))
    assert (report.read_text("utf-8"), own.read_bytes()) == (TEXT, before)


def test_the_file_behind_standard_input_is_not_overwritten(
    report: Path, command_line: list[str], surroundings: dict[str, str]
) -> None:
    with report.open("rb") as stream:
        done = subprocess.run(
            [*command_line, "read", "-", "-o", str(report)],
            stdin=stream, capture_output=True, env=surroundings, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert b"files to read" in done.stderr
    assert report.read_text("utf-8") == TEXT


def test_a_full_disk_is_told(frontmap: Command, report: Path) -> None:
    done = frontmap("read", report, "-o", "/dev/full")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "frontmap: cannot write '/dev/full': No space left on device\n"


@pytest.mark.parametrize(
    ("closed", "arguments", "says"),
    [("<&-", "read -", "input is closed"), (">&-", "distance Sudzha border", "is closed"),
     (">/dev/full", "distance Sudzha border", "No space left")],
)  # fmt: skip
def test_a_stream_that_is_closed_or_full(
    closed: str, arguments: str, says: str, command_line: list[str], surroundings: dict[str, str]
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {arguments} {closed}', "sh", *command_line],
        capture_output=True, env=surroundings, check=False, timeout=60, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_stopping_it_gives_no_traceback_and_no_file(
    tmp_path: Path, command_line: list[str], surroundings: dict[str, str]
) -> None:
    long, answer = tmp_path / "long.txt", tmp_path / "answer.json"
    long.write_text(TEXT * 20_000, encoding="utf-8")
    answer.write_text("old")
    with subprocess.Popen(
        [*command_line, "read", str(long), "-o", str(answer)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings,
    ) as process:  # fmt: skip
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "frontmap: stopped\n")
    assert answer.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answer.json", "long.txt"]


def test_a_format_that_a_command_does_not_write(
    report: Path, tmp_path: Path, call: Run, sentence: Sentence
) -> None:
    for ending in ("geojson", "gpkg"):
        assert f"writes no {ending}" in sentence(
            call("check", report, "-o", tmp_path / f"a.{ending}")
        )
    assert "-o FILE.gpkg" in sentence(call("read", report, "--format", "gpkg"))
    assert "-o FILE.gpkg" in sentence(
        call("gazetteer", "near", "Sudzha", "--format", "gpkg", "-o", "-")
    )


def test_a_geopackage_holds_the_places_and_the_outlines(
    report: Path, tmp_path: Path, call: Run
) -> None:
    path = tmp_path / "places.gpkg"
    assert call("read", report, "-o", path) == (0, "", "")
    literal = [
        m for m in json.loads(call("read", report, "--format", "json")[1])["mentions"]
        if m["role"] == "literal"
    ]  # fmt: skip
    points, areas = (gpd.read_file(path, layer=layer) for layer in ("places", "outlines"))
    assert points.crs.to_epsg() == areas.crs.to_epsg() == 4326
    assert sorted([*points["text"], *areas["text"]]) == sorted(m["text"] for m in literal)
    berdin = points[points["text"] == "Berdin"].geometry.iloc[0]
    assert (berdin.x, berdin.y) == pytest.approx((35.4311, 51.2954), abs=0.001)
    assert set(areas.geom_type) == {"MultiPolygon"}


def test_a_geopackage_of_neighbours_agrees_with_the_json(tmp_path: Path, call: Run) -> None:
    path, line = tmp_path / "near.gpkg", ("gazetteer", "near", "Sudzha", "--radius", "10")
    assert call(*line, "-o", path) == (0, "", "")
    rows = json.loads(call(*line, "--format", "json")[1])
    frame = gpd.read_file(path, layer="places")
    assert list(frame["id"]) == [row["id"] for row in rows]
    assert list(frame.geometry.x) == [row["lon"] for row in rows]
    assert call("gazetteer", "near", "-48.9, -123.4", "-o", path)[0] == 0
    assert len(gpd.read_file(path, layer="places")) == 0


def test_the_contract_of_places(call: Run) -> None:
    (row, *_) = json.loads(call("gazetteer", "search", "Sudzha", "--format", "json")[1])
    assert {
        "id",
        "name",
        "kind",
        "country",
        "admin1",
        "lat",
        "lon",
        "precision_m",
        "source",
        "score",
    } <= set(row)
    assert row["score"] == 1
    by_point, by_name = (
        json.loads(call("gazetteer", "near", where, "--radius", "3", "--format", "json")[1])
        for where in (f"{row['lat']}, {row['lon']}", row["id"])
    )
    assert by_point[0]["id"] == row["id"]
    assert by_point[0]["distance_km"] == pytest.approx(0, abs=0.001)
    assert [other["id"] for other in by_point[1:]] == [other["id"] for other in by_name]
