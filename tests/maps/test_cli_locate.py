"""`locate` from reports and tables to positions, ellipses, and the statements set aside."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from shapely.geometry import Point, shape

from gazetteer.measure import area_km2, inverse

Run = Callable[..., tuple[int, str, str]]
Sentence = Callable[[tuple[int, str, str]], str]
pytestmark = pytest.mark.usefixtures("alone")

SUDZHA = (35.2706, 51.1914)
HEAD = "place,reference,reference_kind,stated_km,stated_direction,source_url"
TEXT = "Fighting went on near Zarechny Vyselok, 12 km north-east of Sudzha in the Kursk region.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "stated.csv"
    lines = [
        HEAD,
        "Zarechny Vyselok,Bolshoye Soldatskoye,place,13,SW,https://one.example",
        "Zarechny Vyselok,Sudzha,place,12,,https://two.example",
        "Zarechny Vyselok,Malaya Loknya,place,60,,https://wrong.example",
        "Kolmakov,Sudzha,place,7,,https://two.example",
        "Dalny Klyuch,Sudzha,place,7,,https://two.example",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def answer(call: Run, *arguments: str | Path) -> dict[str, object]:
    code, out, err = call("locate", *arguments, "--format", "json")
    assert (code, err) == (0, "")
    found: dict[str, object] = json.loads(out)
    return found


def named(found: dict[str, object], name: str) -> dict[str, object]:
    places: list[dict[str, object]] = found["places"]  # type: ignore[assignment]
    (place,) = [place for place in places if place["name"] == name]
    return place


def spot_of(place: Mapping[str, object]) -> tuple[float, float]:
    return float(str(place["lon"])), float(str(place["lat"]))


def test_a_report_and_a_table_place_a_village_together(
    report: Path, table: Path, call: Run
) -> None:
    alone = named(answer(call, report), "Zarechny Vyselok")
    both = answer(call, report, "--stated", table)
    place = named(both, "Zarechny Vyselok")
    assert inverse(SUDZHA, spot_of(place)).distance_m == pytest.approx(12_000, abs=900)
    assert place["ellipse"]["semi_major_m"] < alone["ellipse"]["semi_major_m"]  # type: ignore[index]
    assert place["free"] is True
    assert place["file_lat"] is None
    wrong = [one for one in both["observations"] if one["outlier"]]  # type: ignore[attr-defined]
    assert [one["sources"] for one in wrong] == [["https://wrong.example"]]
    assert wrong[0]["residual"] < -30_000
    assert wrong[0]["standardised_residual"] > 3.29


def test_known_places_are_listed_on_demand(table: Path, call: Run) -> None:
    usual = {place["name"] for place in answer(call, "--stated", table)["places"]}  # type: ignore[attr-defined]
    every = {place["name"] for place in answer(call, "--stated", table, "--all")["places"]}  # type: ignore[attr-defined]
    assert usual == {"Zarechny Vyselok", "Dalny Klyuch"}
    assert every == usual | {"Sudzha", "Bolshoye Soldatskoye", "Malaya Loknya", "Kolmakov"}
    one = answer(call, "--stated", table, "--place", "KOLMAKOV", "--place", "Kolmakov")
    assert [place["name"] for place in one["places"]] == ["Kolmakov"]  # type: ignore[attr-defined]


def test_a_place_that_nothing_settles_is_said_to_be_so(table: Path, call: Run) -> None:
    place = named(answer(call, "--stated", table), "Dalny Klyuch")
    assert place["lat"] is None
    assert place["ellipse"] is None
    assert "Sudzha alone leaves a whole ring open" in str(place["why"])


def test_the_table_names_ellipses_blunders_and_the_import(
    report: Path, table: Path, call: Run
) -> None:
    code, out, err = call("locate", report, "--stated", table)
    assert (code, err) == (0, "")
    for part in (
        "Zarechny Vyselok", "95 % ellipse", "not placed", "set aside", "https://wrong.example",
        "frontmap gazetteer download RU", "frontmap gazetteer import geonames RU.zip",
    ):  # fmt: skip
        assert part in " ".join(out.split()), part


def test_geojson_holds_the_position_and_the_ground_of_its_ellipse(
    report: Path, table: Path, tmp_path: Path, call: Run
) -> None:
    path = tmp_path / "ellipses.geojson"
    assert call("locate", report, "--stated", table, "-o", path) == (0, "", "")
    features = json.loads(path.read_text("utf-8"))["features"]
    point, ground = (
        next(
            f for f in features
            if (f["properties"]["name"], f["properties"]["part"]) == ("Zarechny Vyselok", part)
        )
        for part in ("position", "ellipse")
    )  # fmt: skip
    ellipse = ground["properties"]
    assert shape(ground["geometry"]).covers(Point(point["geometry"]["coordinates"]))
    by_axes = 3.14159 * ellipse["semi_major_m"] * ellipse["semi_minor_m"] / 1e6
    assert area_km2(shape(ground["geometry"])) == pytest.approx(by_axes, rel=0.01)
    (unplaced,) = [f for f in features if f["properties"]["name"] == "Dalny Klyuch"]
    assert unplaced["geometry"] is None


def test_csv_has_one_line_a_place(table: Path, call: Run) -> None:
    code, out, _ = call("locate", "--stated", table, "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["name"] for row in rows} == {"Zarechny Vyselok", "Dalny Klyuch"}
    assert all(bool(row["lat"]) == bool(row["semi_major_m"]) for row in rows)


def test_two_positions_that_fit_are_both_given(tmp_path: Path, call: Run) -> None:
    path = tmp_path / "two.csv"
    lines = [HEAD, "Dalny Klyuch,Sudzha,place,14,,", "Dalny Klyuch,Bolshoye Soldatskoye,place,14,,"]
    path.write_text("\n".join(lines), encoding="utf-8")
    place = named(answer(call, "--stated", path), "Dalny Klyuch")
    others: list[dict[str, float]] = place["alternatives"]  # type: ignore[assignment]
    (other,) = others
    assert other["likelihood"] > 0.9
    town = [
        named(answer(call, "--stated", path, "--all"), name)
        for name in ("Sudzha", "Bolshoye Soldatskoye")
    ]
    for spot in (place, other):
        away = [inverse(spot_of(one), spot_of(spot)).distance_m for one in town]
        assert away == pytest.approx([14_000, 14_000], abs=300)
    assert "or just as well at" in call("locate", "--stated", path)[1]


def test_nothing_hostile_of_a_table_reaches_the_terminal(tmp_path: Path, call: Run) -> None:
    path = tmp_path / "hostile.csv"
    name = "Dalny\x1b[31m [bold]Klyuch\u202e"
    path.write_text(f"{HEAD}\n{name},Sudzha,place,7,N,=1+1\n", encoding="utf-8")
    code, out, _ = call("locate", "--stated", path)
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]Klyuch" in out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"{HEAD}\nA,Sudzha,place,many,,\n", "line 2, column stated_km: 'many' is no distance"),
        (f"{HEAD}\nA,Sudzha,place,5,up,\n", "line 2, column stated_direction: 'up' is no wind"),
        ("place,reference\n", "line 1: no column reference_kind, stated_km"),
        ("", "line 1: no column place"),
    ],
)
def test_a_bad_table_is_one_sentence_and_writes_nothing(
    content: str, says: str, tmp_path: Path, call: Run, sentence: Sentence
) -> None:
    path, out = tmp_path / "bad.csv", tmp_path / "out.json"
    path.write_text(content, encoding="utf-8")
    assert says in sentence(call("locate", "--stated", path, "-o", out))
    assert not out.exists()


def test_what_cannot_be_located_is_one_sentence(
    table: Path, report: Path, tmp_path: Path, call: Run, sentence: Sentence
) -> None:
    assert "name a report, or a table" in sentence(call("locate"))
    nowhere = sentence(call("locate", "--stated", table, "--place", "Atlantis"))
    assert "nothing stated says where 'Atlantis' lies" in nowhere or "Atlantis" in nowhere
    assert "files to read" in sentence(call("locate", report, "--stated", table, "-o", table))
    assert "no gpkg" in sentence(call("locate", report, "-o", tmp_path / "a.gpkg"))
    assert "none.csv" in sentence(call("locate", "--stated", tmp_path / "none.csv"))


def test_the_help_teaches_with_examples(call: Run) -> None:
    code, out, _ = call("locate", "--help")
    assert code == 0
    assert "$ frontmap locate report.txt" in out
    assert all(column in out for column in HEAD.split(","))


def test_the_seeds_alone_leave_berdin_open_and_say_which_words_are_in_question(
    seed_dir: Path, call: Run
) -> None:
    found = answer(call, *sorted(seed_dir.glob("*.txt")))
    places: list[dict[str, object]] = found["places"]  # type: ignore[assignment]
    assert {place["name"] for place in places} == {"Berdin", "Novosotnitsky", "Yamskaya Step"}
    assert all(place["free"] for place in places)
    # 15 km from the border and south-west of three villages exclude each other: one is wrong,
    # and the reports alone cannot say which.
    observations: list[dict[str, object]] = found["observations"]  # type: ignore[assignment]
    questioned = {str(one["words"]) for one in observations if one["outlier"]}
    for one in observations:
        if one["outlier"]:
            questioned |= {str(observations[k]["words"]) for k in one["or_else"]}  # type: ignore[attr-defined]
    assert "Berdin: roughly 15 km from the border" in questioned
    assert any("SW of Berdin" in words for words in questioned)
    assert named(found, "Berdin")["alternatives"]
