"""`frontmap gazetteer import` and `remove`: what a user sees."""

from __future__ import annotations

import csv
import json
import signal
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gazetteer.rewriting import alone as keep_alone

Run = Callable[..., tuple[int, str, str]]
Sentence = Callable[[tuple[int, str, str]], str]
pytestmark = pytest.mark.usefixtures("alone")


def row(geonameid: int, name: str, lat: float, lon: float, **more: str) -> str:
    cells = {
        "alternates": "", "class": "P", "code": "PPL", "country": "RU", "admin1": "41",
        "population": "0",
    } | more  # fmt: skip
    return "\t".join(
        (
            str(geonameid), name, name, cells["alternates"], str(lat), str(lon), cells["class"],
            cells["code"], cells["country"], "", cells["admin1"], "", "", "", cells["population"],
            "", "150", "Europe/Moscow", "2024-01-31",
        )
    )  # fmt: skip


ROWS = (
    row(1, "Kurskaya Oblast", 51.7, 36.2, **{"class": "A", "code": "ADM1"}),
    row(9000001, "Qvarechka", 51.40, 35.60, alternates="Кваречка"),
    row(9000002, "Sudzha", 51.1910, 35.2725, population="5000"),
    row(9000003, "Qvarechka Hotel", 51.41, 35.61, **{"class": "S", "code": "HTL"}),
    row(9000004, "Nowhere", 91.0, 35.61),
    "half a line",
)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_dump(tmp_path / "XR.zip", *ROWS)


def write_dump(path: Path, *rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{path.stem}.txt", "".join(f"{line}\n" for line in rows))
    return path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A user's file that is not there yet, nor its folder."""
    return tmp_path / "data" / "mine.sqlite"


def imports(call: Run, mine: Path, *more: str | Path) -> tuple[int, str, str]:
    return call("--gazetteer", mine, "gazetteer", "import", "geonames", *more)


def test_an_import_says_what_it_did_and_the_places_are_found(
    call: Run, dump: Path, mine: Path
) -> None:
    code, out, err = imports(call, mine, dump)
    assert (code, err) == (0, "")
    first, *rest = out.splitlines()
    assert first == f"geonames XR: 3 places in {mine}"
    assert all(line.startswith("  ") for line in rest)
    assert "left out: feature S.HTL 1" in out
    listed = mine.with_name("mine.sqlite.geonames-xr.rejects.csv")
    assert f"rejected: 2 records, listed with reasons in {listed}" in out
    with listed.open(newline="", encoding="utf-8") as file:
        where, reasons, records = zip(*list(csv.reader(file))[1:], strict=True)
    assert where == ("XR.zip, line 5", "XR.zip, line 6")
    assert "latitude 91.0" in reasons[0]
    assert "it has 1 columns" in reasons[1]
    assert records == (ROWS[4], ROWS[5])
    for name in ("Qvarechka", "Кваречка"):
        code, out, _ = call("--gazetteer", mine, "gazetteer", "search", name, "--format", "json")
        (found,) = json.loads(out)
        assert (code, found["id"], found["admin1"]) == (0, "geonames:9000001", "Kursk Oblast")


def test_a_town_that_ships_is_listed_once(call: Run, dump: Path, mine: Path) -> None:
    _, before, _ = call("gazetteer", "near", "51.19, 35.27", "--radius", "2", "--format", "json")
    imports(call, mine, dump)
    _, after, _ = call(
        "--gazetteer", mine, "gazetteer", "near", "51.19, 35.27", "--radius", "2",
        "--format", "json",
    )  # fmt: skip
    assert [place["name"] for place in json.loads(after)].count("Sudzha") == 1
    assert [place["id"] for place in json.loads(after)] == [
        place["id"] for place in json.loads(before)
    ]
    _, out, _ = call(
        "--gazetteer", mine, "gazetteer", "near", "geonames:9000002", "--radius", "1",
        "--format", "json",
    )  # fmt: skip
    assert "Sudzha" not in {place["name"] for place in json.loads(out)}, "it is the centre"


def test_the_answer_as_json_and_csv(call: Run, dump: Path, mine: Path, tmp_path: Path) -> None:
    listed = tmp_path / "broken.csv"
    code, out, _ = imports(call, mine, dump, "--format", "json", "--rejects", listed)
    told = json.loads(out)
    assert code == 0
    assert told["one_place"] >= 1
    assert {key: told[key] for key in told if key != "one_place"} == {
        "source": "geonames XR", "file": str(mine), "rows": 3, "before": 0, "rejected": 2,
        "rejects": str(listed), "left_out": {"feature S.HTL": 1}, "resumed": 0,
        "unchanged": False,
    }  # fmt: skip
    assert listed.is_file()
    code, out, _ = imports(call, mine, dump, "--format", "csv", "--features", "P")
    (read,) = csv.DictReader(out.splitlines())
    assert (code, read["rows"], read["before"]) == (0, "2", "3")


def test_importing_again_does_nothing_and_a_newer_dump_replaces(
    call: Run, dump: Path, mine: Path, sentence: Sentence
) -> None:
    imports(call, mine, dump)
    data = mine.read_bytes()
    code, out, _ = imports(call, mine, dump)
    assert code == 0
    assert f"already in {mine}; nothing to do" in out
    assert mine.read_bytes() == data
    write_dump(dump, row(9000005, "Zvarechka", 51.4, 35.6))
    code, out, _ = imports(call, mine, dump)
    assert out.splitlines() == [f"geonames XR: 1 places in {mine} (it had 3)"]
    assert not mine.with_name("mine.sqlite.geonames-xr.rejects.csv").exists()
    assert sentence(call("--gazetteer", mine, "gazetteer", "search", "Кваречка"))


def test_info_lists_it_and_remove_takes_it_out(
    call: Run, dump: Path, mine: Path, sentence: Sentence
) -> None:
    imports(call, mine, dump)
    _, out, _ = call("--gazetteer", mine, "gazetteer", "info", "--format", "json")
    told = json.loads(out)
    assert told["user_file"] == str(mine)
    (source,) = [source for source in told["sources"] if source["name"] == "geonames XR"]
    assert (source["rows"], source["rejected"], source["path"]) == (3, 2, "XR.zip")
    assert source["licence"] == "CC-BY-4.0"
    assert source["credit"] == "GeoNames (geonames.org)"
    assert source["imported"]
    assert source["left_out"] == "feature S.HTL: 1"
    code, out, _ = call("--gazetteer", mine, "gazetteer", "info")
    assert code == 0
    assert "geonames XR" in out
    code, out, err = call("--gazetteer", mine, "gazetteer", "remove", "geonames XR")
    assert (code, out, err) == (0, f"geonames XR: 3 places taken out of {mine}\n", "")
    assert {path.name for path in mine.parent.iterdir()} == {"mine.sqlite", ".mine.sqlite.lock"}
    assert sentence(call("--gazetteer", mine, "gazetteer", "search", "Кваречка"))
    said = sentence(call("--gazetteer", mine, "gazetteer", "remove", "geonames XR"))
    assert "no source called 'geonames XR'; it has none" in said


def test_without_a_named_file_it_goes_to_the_users_data_folder(
    call: Run, dump: Path, tmp_path: Path
) -> None:
    code, out, _ = call("gazetteer", "import", "geonames", dump)
    assert code == 0
    usual = tmp_path / "no-data" / "frontmap" / "gazetteer.sqlite"
    assert str(usual) in out
    code, out, _ = call("gazetteer", "search", "Qvarechka", "--format", "json")
    assert json.loads(out)[0]["id"] == "geonames:9000001"


def test_several_dumps_and_other_features(
    call: Run, dump: Path, mine: Path, tmp_path: Path
) -> None:
    other = write_dump(tmp_path / "XA.zip", row(7, "Anywhere", 50, 30, country="UA"))
    code, out, _ = imports(call, mine, dump, other, "--features", "P,S.HTL")
    assert code == 0
    assert out.startswith("geonames XA XR: 4 places")


@pytest.mark.parametrize("features", ["", "X", "P.", "hotels", "P;DROP", "\x1b[2J"])
def test_wrong_features(
    features: str, call: Run, dump: Path, mine: Path, sentence: Sentence
) -> None:
    said = sentence(imports(call, mine, dump, "--features", features))
    assert "--features" in said
    assert not mine.exists()


def test_no_file_at_all(call: Run, mine: Path, sentence: Sentence) -> None:
    assert "FILE" in sentence(imports(call, mine))
    assert not mine.parent.exists()


def test_files_that_cannot_be_imported(
    call: Run, mine: Path, tmp_path: Path, dump: Path, sentence: Sentence
) -> None:
    page = tmp_path / "XP.zip"
    page.write_text("<html><body>Not found</body></html>")
    short = tmp_path / "XS.zip"
    short.write_bytes(dump.read_bytes()[:200])
    for path, says in (
        (tmp_path / "none.zip", "No such file"), (tmp_path, "directory"), (page, "not a dump"),
        (short, "cut short"), (Path("x" * 300), "too long"),
    ):  # fmt: skip
        assert says in sentence(imports(call, mine, path))
        assert says in sentence(imports(call, mine, dump, path))
    assert sentence(imports(call, mine, dump, "--alternate-names", page))
    assert not mine.exists()


def test_a_list_of_broken_records_overwrites_nothing_that_is_read(
    call: Run, dump: Path, mine: Path, tmp_path: Path, sentence: Sentence
) -> None:
    imports(call, mine, dump)
    before = {path: path.read_bytes() for path in (dump, mine)}
    for path in (dump, mine, tmp_path, tmp_path / "no" / "list.csv"):
        assert sentence(imports(call, mine, dump, "--features", "P", "--rejects", path))
    assert {path: path.read_bytes() for path in before} == before


def test_a_user_file_that_is_none(
    call: Run, dump: Path, tmp_path: Path, sentence: Sentence
) -> None:
    note, foreign = tmp_path / "note.txt", tmp_path / "foreign.sqlite"
    note.write_text("Buy bread. " * 300)
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE precious (a)")
    connection.commit()
    connection.close()
    for path, says in (
        (note, "no gazetteer"), (foreign, "no gazetteer"), (tmp_path, "folder"),
        (note / "mine.sqlite", "cannot change the gazetteer"),
    ):  # fmt: skip
        before = path.read_bytes() if path.is_file() else None
        assert says in sentence(imports(call, path, dump))
        assert before is None or path.read_bytes() == before


def test_while_another_import_runs(call: Run, dump: Path, mine: Path, sentence: Sentence) -> None:
    with keep_alone(mine):
        assert "another import is changing" in sentence(imports(call, mine, dump))
    assert imports(call, mine, dump)[0] == 0
    with keep_alone(mine):
        busy = call("--gazetteer", mine, "gazetteer", "remove", "geonames XR")
        assert "another import is changing" in sentence(busy)
        # Reading goes on meanwhile.
        assert call("--gazetteer", mine, "gazetteer", "search", "Qvarechka")[0] == 0


def test_removing_from_what_is_not_there(call: Run, mine: Path, sentence: Sentence) -> None:
    said = sentence(call("--gazetteer", mine, "gazetteer", "remove", "geonames XR"))
    assert "no such file" in said
    assert "SOURCE" in sentence(call("gazetteer", "remove"))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["import", "--help"], ["geonames", "goes on where it stopped"]),
        (["import"], ["geonames"]),
        (["import", "geonames", "--help"],
         ["--features", "--alternate-names", "--rejects", "$ frontmap gazetteer import geonames"]),
        (["remove", "--help"], ['$ frontmap gazetteer remove "geonames RU"']),
        (["--help"], ["import", "remove"]),
    ],
)  # fmt: skip
def test_help(words: list[str], names: list[str], call: Run) -> None:
    code, out, _ = call("gazetteer", *words)
    assert code == 0
    words_of_it = " ".join(out.replace("│", " ").split())
    for name in names:
        assert name in words_of_it


@pytest.mark.slow
def test_ctrl_c_stops_it_and_the_same_command_goes_on(
    command_line: list[str], surroundings: dict[str, str], tmp_path: Path, mine: Path
) -> None:
    rows = (row(n, f"Village {n}", 50 + n % 997 / 500, 30 + n % 991 / 100) for n in range(150_000))
    dump = write_dump(tmp_path / "XL.zip", *rows)
    command = [
        *command_line, "--gazetteer", str(mine), "gazetteer", "import", "geonames", str(dump)
    ]  # fmt: skip
    with subprocess.Popen(
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        while running.poll() is None and not _reached(mine):
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "frontmap: stopped\n")
    assert not mine.exists()
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
    assert "went on behind" in done.stdout
    assert done.stdout.startswith("geonames XL: 150,000 places")
    assert {path.name for path in mine.parent.iterdir()} == {"mine.sqlite", ".mine.sqlite.lock"}


def _reached(mine: Path) -> bool:
    """Whether an import has kept a part of what it reads."""
    staged = list(mine.parent.glob(".*.stage")) if mine.parent.exists() else []
    try:
        connection = sqlite3.connect(f"{staged[0].as_uri()}?mode=ro", uri=True, timeout=0)
        try:
            return bool(connection.execute("SELECT position FROM reached").fetchone()[0])
        finally:
            connection.close()
    except (IndexError, TypeError, sqlite3.Error):
        return False
