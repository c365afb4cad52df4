"""`read --explain`: which places a name could be, and what spoke for and against each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")
TEXT = (
    "Troops entered the village of Mikhaylovka, 7 km northeast of Sudzha. "
    "They also took Tikhy Log (southeast of Sudzha)."
)


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_the_table_names_rivals_and_reasons(report: str, call: Run) -> None:
    code, out, err = call("read", report, "--explain", "mikhaylovka")
    assert (code, err) == (0, "")
    assert "theatre:mikhaylovka]" in out
    assert "it lies where the text puts it, 7 km NE of Sudzha" in out
    assert "it does not lie where the text puts it" in out
    assert "no place that the gazetteer holds" in out
    assert "less likely places of this name" in out


def test_the_same_is_told_as_data(report: str, call: Run) -> None:
    code, out, _ = call("read", report, "--explain", "theatre:mikhaylovka", "--format", "json")
    assert code == 0
    (answer,) = json.loads(out)
    assert answer["place"]["id"] == "theatre:mikhaylovka"
    assert answer["considered"][0]["place"]["id"] == "theatre:mikhaylovka"
    assert answer["considered"][0]["score"] == answer["score"]
    assert {entry["start"] for entry in answer["mentions"]} == {TEXT.index("Mikhaylovka")}
    for one in answer["considered"]:
        told = sum(term["log_odds"] for term in one["terms"])
        assert told == pytest.approx(one["log_odds"], abs=0.2)


def test_an_offset_names_one_mention(report: str, call: Run) -> None:
    code, out, _ = call("read", report, "--explain", str(TEXT.index("Sudzha") + 2))
    assert code == 0
    assert out.startswith("Sudzha in report")


def test_a_place_that_no_gazetteer_holds_is_explained_too(report: str, call: Run) -> None:
    code, out, _ = call("read", report, "--explain", "Tikhy Log")
    assert code == 0
    assert "estimated from the stated relations" in out


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        ("Mikhailovkaa", [], "it names Mikhaylovka"),
        ("Paris", [], "no report names it"),
        ("Sudzha", ["--format", "csv"], "as a table or as JSON"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(
    name: str, more: list[str], says: str, report: str, call: Run
) -> None:
    code, out, err = call("read", report, "--explain", name, *more)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
