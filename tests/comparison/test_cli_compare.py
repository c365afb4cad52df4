"""`frontmap compare` and `frontmap diff` as a shell runs them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPORTS = Path(__file__).parent / "reports"
Command = Callable[..., Any]


def test_compare_tells_the_four_things_a_reader_asks(frontmap: Command) -> None:
    folder = REPORTS / "berdin-outcome"
    done = frontmap("compare", folder / "north-wire.txt", folder / "atlas-group.txt")
    assert done.returncode == 0, done.stderr
    heads = ["Agree", "Disagree", "Not comparable, because", "Who quotes whom"]
    lines = done.stdout.splitlines()
    assert [line for line in lines if line in heads] == heads
    assert max(map(len, lines)) <= 100
    disagree = done.stdout.split("Disagree")[1].split("Not comparable")[0]
    assert "Russia “repelled” – Berdin" in disagree
    assert "Ukraine “entered” – Berdin, southern part" in disagree
    assert disagree.index("repelled") < disagree.rindex("against") or "against" in disagree
    assert "← 1 × Russian Ministry of Defence" in done.stdout


def test_compare_counts_two_outlets_and_one_origin(frontmap: Command) -> None:
    done = frontmap("compare", REPORTS / "one-ministry")
    assert "Zahryzove: Russia took it – 2 outlets, 1 origin" in done.stdout
    assert "clashes – 2 outlets, 1 origin" in done.stdout


def test_compare_says_how_much_text_is_shared(frontmap: Command) -> None:
    done = frontmap("compare", REPORTS / "agency-text")
    assert "1 shares 50% of its sentences with 2, 2 50% with 1: 1 sentence" in done.stdout


def test_json_of_compare_points_into_the_reports(frontmap: Command) -> None:
    files = sorted((REPORTS / "two-counts").glob("*.txt"))
    done = frontmap("compare", *files, "--format", "json")
    found = json.loads(done.stdout)
    assert list(found) == [
        "reports", "agree", "disagree", "not_comparable", "quotes", "shared",
    ]  # fmt: skip
    (apart,) = found["not_comparable"]
    assert "not the same quantity" in apart["because"]
    text = {file.stem: file.read_text(encoding="utf-8") for file in files}
    for side in apart["sides"]:
        assert side["origins"] == ["General Staff of Ukraine"] or len(side["origins"]) == 1
        for account in side["accounts"]:
            span = text[account["report"]][account["start"] : account["end"]]
            assert span == account["text"]
            assert account["kind"] == "tally"
    assert {row["id"] for row in found["reports"]} == set(text)


def test_csv_of_compare_has_a_row_for_each_account(frontmap: Command) -> None:
    done = frontmap("compare", REPORTS / "from-where", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    told = {(row["finding"], row["side"]) for row in rows}
    assert told == {
        ("agree", "1"), ("disagree", "1"), ("disagree", "2"), ("not comparable", "1"),
        ("not comparable", "2"),
    }  # fmt: skip
    korenevo = [row for row in rows if row["finding"] == "disagree"]
    assert {row["verdict"] for row in korenevo} <= {"supported", "contradicted", "uncertain"}
    assert len({row["number"] for row in rows}) == 3


def test_diff_tells_what_is_new_changed_and_dropped(frontmap: Command) -> None:
    days = REPORTS / "two-days"
    done = frontmap("diff", days / "yesterday", days / "today", "--format", "json")
    assert done.returncode == 0, done.stderr
    changes = {
        (row["change"], row["kind"], row["topic"]): (row["before"], row["after"])
        for row in json.loads(done.stdout)["changes"]
    }
    assert changes == {
        ("new", "status", "Cherkasskoye Porechnoye: Ukraine"): (None, "contested"),
        ("new", "event", "Berdin: Ukraine took it"): (None, "claimed"),
        ("new", "event", "Cherkasskoye Porechnoye: Ukraine advanced"): (None, "claimed"),
        ("new", "place", "Cherkasskoye Porechnoye"): (None, "named"),
        ("changed", "status", "Berdin: Ukraine"): ("entered", "held"),
        ("changed", "event", "Berdin: Ukraine entered"): ("claimed", "geolocated"),
        ("changed", "claim", "Berdin: distance from the border"): (
            "15 km (does not fit)", "21 km (fits)",
        ),
        ("changed", "claim", "Kursk Oblast: ground held by Ukraine"): (
            "493 km² (as of 4 January 2025; not checked)",
            "501 km² (as of 6 January 2025; not checked)",
        ),
        ("dropped", "event", "Pogrebki: fighting"): ("claimed", None),
        ("dropped", "place", "Pogrebki"): ("named", None),
    }  # fmt: skip


def test_diff_of_a_day_with_itself_says_so(frontmap: Command) -> None:
    today = REPORTS / "two-days" / "today"
    done = frontmap("diff", today, today)
    assert "Nothing is new, changed or dropped." in done.stdout
    assert "Unchanged: " in done.stdout


def test_diff_writes_csv_to_a_file(frontmap: Command, tmp_path: Path) -> None:
    days, file = REPORTS / "two-days", tmp_path / "changes.csv"
    done = frontmap("diff", days / "yesterday", days / "today", "-o", file)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert {row["change"] for row in rows} == {"new", "changed", "dropped"}
    (berdin,) = (row for row in rows if row["topic"] == "Berdin: Ukraine entered")
    assert berdin["origins_before"] == "Russian milbloggers"


@pytest.mark.parametrize("command", ["compare", "diff"])
def test_a_folder_without_reports_is_refused_in_one_sentence(
    command: str, frontmap: Command, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    given = [tmp_path / "empty"] * (2 if command == "diff" else 1)
    done = frontmap(command, *given)
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds no report" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_our_own_map_in_a_folder_is_no_report(frontmap: Command, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Fighting near Berdin.", encoding="utf-8")
    (tmp_path / "page.html").write_text(
        "<html><body><p>Ukrainian forces entered Sudzha.</p></body></html>", encoding="utf-8"
    )
    frontmap("map", tmp_path / "note.txt", "-o", tmp_path / "map.html")
    assert (tmp_path / "map.html").is_file()
    done = frontmap("compare", tmp_path, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert [row["id"] for row in json.loads(done.stdout)["reports"]] == ["note", "page"]


def test_no_report_is_written_over(frontmap: Command, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "note.txt").write_text("Fighting near Berdin.", encoding="utf-8")
    target = tmp_path / "two" / "note.txt"
    done = frontmap("diff", tmp_path / "one", tmp_path / "two", "-o", target)
    assert done.returncode == 2
    assert target.read_text(encoding="utf-8") == "Fighting near Berdin."


def test_hostile_text_steers_no_terminal(frontmap: Command, tmp_path: Path) -> None:
    for name, source in (("a", "Red\x1b[2J Post"), ("b", "Blue\u202e Post")):
        (tmp_path / f"{name}.txt").write_text(
            f"Source: {source}\n\nUkrainian forces entered Berdin, the \x1b]0;ha\x07 said.\n",
            encoding="utf-8",
        )
    done = frontmap("compare", tmp_path)
    assert done.returncode == 0, done.stderr
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
