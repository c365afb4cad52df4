"""The command, as a person meets it: exit codes, one sentence on standard error, no half files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., "subprocess.CompletedProcess[str]"]
Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")


def refused(answer: tuple[int, str, str]) -> str:
    """Check that a call ended with 2 and one sentence, and give the sentence."""
    code, out, err = answer
    assert code == 2, (out, err)
    assert out == ""
    first = err.splitlines()[0]
    assert first.startswith("frontmap: ")
    assert "Traceback" not in err
    return first


def test_the_version(call: Run) -> None:
    from maps.version import __version__

    assert call("--version") == (0, f"frontmap {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [[], ["read"], ["check"], ["map"], ["distance"], ["gazetteer"], ["gazetteer", "search"],
     ["gazetteer", "near"], ["gazetteer", "info"]],
)  # fmt: skip
def test_help_teaches_by_example(arguments: list[str], call: Run) -> None:
    code, out, _ = call(*arguments, "--help")
    assert code == 0
    assert f"$ frontmap {' '.join(arguments)}".rstrip() in out


@pytest.mark.parametrize("arguments", [[], ["gazetteer"]])
def test_no_command_shows_the_help(arguments: list[str], call: Run) -> None:
    assert call(*arguments) == call(*arguments, "--help")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "nonsense"),
        (["read"], "REPORT"),
        (["map", "a.txt"], "--output"),
        (["check", "--strct", "a.txt"], "--strict"),
        (["read", "a.txt", "--format", "xls"], "'geojson'"),
        (["check", "a.txt", "--format", "geojson"], "geojson"),
        (["distance", "Sudzha"], "B"),
        (["distance", "Sudzha", "Kursk", "border"], "border"),
        (["distance", "border", "Sudzha"], "border stands second"),
        (["distance", "Sudzha", "front"], "control map"),
        (["distance", "Sudzha", "border", "--formt", "json"], "--formt"),
        (["gazetteer", "search", "Sudzha", "--kind", "hamlet"], "settlement"),
        (["gazetteer", "near", "Sudzha", "--radius", "-1"], "--radius"),
        (["read", "a.txt", "b.txt", "--title", "T"], "--title"),
        (["read", "-", "-"], "only once"),
        (["read", "a.txt", "--date", "5.1.2025"], "YYYY-MM-DD"),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: list[str], says: str, call: Run) -> None:
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert says in refused((code, out, err))


def test_every_bad_report_is_named_and_nothing_is_written(call: Run, tmp_path: Path) -> None:
    good, empty, binary = (tmp_path / name for name in ("good.txt", "empty.txt", "photo.jpg"))
    good.write_text("A quiet day near Sudzha.")
    empty.write_text("")
    binary.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF")
    for command in ("read", "check", "map"):
        code, out, err = call(
            command, good, empty, binary, tmp_path, "no.txt", "-o", tmp_path / "answer.html"
        )
        assert (code, out) == (2, "")
        lines = err.splitlines()
        assert [line.startswith("frontmap: ") for line in lines] == [True] * 4
        for line, says in zip(lines, ("empty", "not text", "folder", "no file"), strict=True):
            assert says in line
        assert not (tmp_path / "answer.html").exists()


def test_a_file_name_cannot_steer_the_terminal(call: Run) -> None:
    sentence = refused(call("read", "\x1b[2J\u202egone\n.txt"))
    assert sentence.isprintable()


@pytest.mark.parametrize(
    "command", [["read", "{report}"], ["map", "{report}"], ["gazetteer", "info"]]
)
def test_an_unwritable_output_is_refused(command: list[str], call: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("A quiet day near Sudzha.")
    line = [part.format(report=report) for part in command]
    assert "folder" in refused(call(*line, "-o", tmp_path))
    assert "no folder" in refused(call(*line, "-o", tmp_path / "none" / "a.json"))
    if str(report) in line:
        assert "files to read" in refused(call(*line, "-o", report))
        assert report.read_text() == "A quiet day near Sudzha."


def test_distance_to_the_border_says_how_far_and_how_sure(call: Run) -> None:
    code, out, err = call("distance", "Berdin", "border", "--format", "json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer)[:8] == [
        "a", "b", "distance_km", "low_km", "high_km", "bearing_deg", "direction", "foot",
    ]  # fmt: skip
    assert (answer["a"], answer["b"]) == ("Berdin", "border")
    # Figures of the project's own survey of the line: 21.2 km, 19.9 to 22.4.
    assert answer["distance_km"] == pytest.approx(21.2, abs=0.1)
    assert answer["low_km"] == pytest.approx(19.9, abs=0.1)
    assert answer["high_km"] == pytest.approx(22.4, abs=0.1)
    assert set(answer["foot"]) == {"lat", "lon"}
    assert 45 < answer["bearing_deg"] < 90
    assert any("1991" in line for line in answer["sources"])


def test_distance_between_places(call: Run) -> None:
    _, out, _ = call("distance", "Bolshoye Soldatskoye", "Kursk, RU", "--format", "json")
    answer = json.loads(out)
    assert answer["distance_km"] == pytest.approx(63.9, abs=0.5)
    assert answer["low_km"] < answer["distance_km"] < answer["high_km"]
    assert (answer["direction"], answer["foot"]) == ("SW", None)


def test_the_direction_is_where_a_lies_from_b(call: Run) -> None:
    """One degree of latitude at the equator is 110.574 km on WGS 84."""
    _, out, _ = call("distance", "1, 30", "0, 30", "--format", "json")
    north = json.loads(out)
    assert north["distance_km"] == pytest.approx(110.574, abs=0.001)
    assert (north["direction"], north["bearing_deg"]) == ("N", 0.0)
    _, out, _ = call("distance", "-1, 30", "0, 30", "--format", "json")
    assert json.loads(out)["direction"] == "S"


def test_the_same_point_has_no_direction(call: Run) -> None:
    _, out, _ = call("distance", "51.2, 35.3", "51.2, 35.3", "--format", "json")
    answer = json.loads(out)
    assert (answer["distance_km"], answer["bearing_deg"], answer["direction"]) == (0, None, None)
    code, out, _ = call("distance", "51.2, 35.3", "51.2, 35.3")
    assert code == 0
    assert "direction" not in out


def test_distance_in_words_and_as_a_row(call: Run) -> None:
    _, out, _ = call("distance", "Berdin", "border")
    for word in ("21.2 km", "foot point", "OpenStreetMap", "theatre:berdin"):
        assert word in out
    _, out, _ = call("distance", "Berdin", "border", "--format", "csv")
    head, row = out.splitlines()
    assert head.startswith("a,b,distance_km,low_km,high_km,bearing_deg,direction,foot_lat,foot_lon")
    assert row.startswith("Berdin,border,21.")


def test_an_unknown_place_names_its_like(call: Run) -> None:
    sentence = refused(call("distance", "Brdin", "border"))
    assert "'Brdin'" in sentence
    assert "Berdin" in sentence


def test_an_ambiguous_place_lists_its_candidates(call: Run) -> None:
    answer = call("distance", "Mikhaylovka", "border")
    assert "'Mikhaylovka'" in refused(answer)
    rows = answer[2].splitlines()[1:]
    assert len(rows) > 2
    # Each id that is offered answers the question.
    place_id = rows[0].split()[0]
    assert call("distance", place_id, "border")[0] == 0


def test_search_finds_any_spelling(call: Run) -> None:
    for name in ("Sudzha", "Суджа", "sudzha"):
        _, out, _ = call("gazetteer", "search", name, "--format", "json")
        best = json.loads(out)[0]
        assert (best["name"], best["country"]) == ("Sudzha", "RU")
        assert 0 < best["score"] <= 1
    _, out, _ = call("gazetteer", "search", "Mikhaylovka", "--country", "ru", "--format", "json")
    assert {row["country"] for row in json.loads(out)} == {"RU"}


def test_search_offers_like_names_and_refuses_what_is_like_nothing(call: Run) -> None:
    _, out, _ = call("gazetteer", "search", "Sudzhha", "--format", "json")
    assert "Sudzha" in {row["name"] for row in json.loads(out)}
    assert "'Xyzzyqwv'" in refused(call("gazetteer", "search", "Xyzzyqwv"))


def test_near_lists_the_nearest_first(call: Run, tmp_path: Path) -> None:
    _, out, _ = call("gazetteer", "near", "Sudzha", "--radius", "20", "--format", "json")
    rows = json.loads(out)
    distances = [row["distance_km"] for row in rows]
    assert distances == sorted(distances)
    assert 0 < distances[0] <= distances[-1] <= 20
    assert "Sudzha" not in {row["name"] for row in rows}
    path = tmp_path / "near.geojson"
    assert call("gazetteer", "near", "Sudzha", "--radius", "20", "-o", path)[0] == 0
    features = json.loads(path.read_text("utf-8"))["features"]
    assert [f["properties"]["id"] for f in features] == [row["id"] for row in rows]
    assert features[0]["geometry"]["coordinates"] == [rows[0]["lon"], rows[0]["lat"]]


def test_near_a_point_in_the_empty_sea_is_an_empty_list(call: Run) -> None:
    code, out, _ = call("gazetteer", "near", "-48.9, -123.4", "--radius", "5", "--format", "json")
    assert (code, json.loads(out)) == (0, [])


def test_info_credits_every_source(call: Run) -> None:
    _, out, _ = call("gazetteer", "info", "--format", "json")
    answer = json.loads(out)
    assert answer["user_file"] is None
    assert answer["sources"]
    for source in answer["sources"]:
        assert source["licence"]
        assert source["rows"] > 0


def test_a_gazetteer_that_is_none_is_refused(
    call: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    garbage = tmp_path / "garbage.sqlite"
    garbage.write_bytes(b"no database at all " * 100)
    for path in (garbage, tmp_path, tmp_path / "none.sqlite"):
        assert str(path) in refused(call("--gazetteer", path, "distance", "Sudzha", "border"))
    monkeypatch.setenv("FRONTMAP_GAZETTEER", str(garbage))
    assert str(garbage) in refused(call("gazetteer", "info"))


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_early_gets_no_traceback(
    unbuffered: str, command_line: list[str], surroundings: dict[str, str]
) -> None:
    # More than a pipe holds, so that it cannot be written before the reader leaves.
    arguments = ["gazetteer", "near", "Kyiv", "--radius", "400", "--limit", "5000"]
    with subprocess.Popen(
        [*command_line, *arguments, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**surroundings, "PYTHONUNBUFFERED": unbuffered},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read().decode()
    assert process.returncode == 2
    assert err == "frontmap: cannot write standard output: its reader closed it early\n"


def test_the_installed_command_runs(frontmap: Command) -> None:
    done = frontmap("distance", "Sudzha", "border", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["distance_km"] > 0
    done = frontmap("distance", "Sudzha", "nowhere at all")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_it_works_where_only_ascii_can_be_written(frontmap: Command) -> None:
    done = frontmap(
        "distance", "Berdin", "border", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    )
    assert (done.returncode, done.stderr) == (0, "")
