"""What reports and tables state, gathered and adjusted with the gazetteer that ships."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.measure import WINDS, inverse, wind_bearing
from gazetteer.store import Gazetteer
from geo.adjustment.adjust import adjust
from geo.adjustment.gathering import gather
from geo.adjustment.result import AdjustedPlace, Adjustment
from geo.adjustment.stated_table import COLUMNS, StatedRow, read_stated_table
from geo.errors import StatedTableInvalid
from geo.reading.read import read
from geo.reading.report import Report

FACTS = Path(__file__).parent / "data" / "stated_distances.csv"


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def row(place: str, reference: str, km: float | None = None, wind: str | None = None) -> StatedRow:
    kind = "border" if reference == "border" else "place"
    return StatedRow(place, reference, kind, km, "" if km is None else f"{km:g}", wind, "a page")


def facts() -> list[StatedRow]:
    """The 70 facts of third parties, without those by road or from no place."""
    rows = csv.DictReader(FACTS.read_text("utf-8").splitlines())
    return [
        row(one["subject"], one["reference"], float(one["km"]), one["direction"] or None)
        for one in rows
        if not one["by_road"] and (one["reference"] == "border" or one["ref_lon"])
    ]


def found(adjustment: Adjustment, name: str) -> AdjustedPlace:
    (place,) = [place for place in adjustment.places if place.station.name == name]
    return place


def test_the_worst_statements_of_the_facts_are_those_known_to_be_wrong(
    gazetteer: Gazetteer,
) -> None:
    adjustment = adjust(gather(gazetteer, rows=facts()).network)
    words = [one.observation.words for one in adjustment.outliers]
    # Two encyclopaedia articles name the opposite wind; the rest of these are lengths by road.
    assert any(word.startswith("Yunakivka") and "SW" in word for word in words[:3])
    assert any(word.startswith("Soldatskoye") and " E " in word for word in words[:3])
    assert sum(word.startswith(("Sudzha: 105", "Lgov", "Rylsk: 124")) for word in words) >= 3
    assert len(words) < len(adjustment.observations) / 6
    assert adjustment.variance_factor is not None
    assert 0.5 < adjustment.variance_factor < 2
    assert adjustment.converged


def test_a_derived_row_is_set_free_and_compared(gazetteer: Gazetteer) -> None:
    rows = [row("Yamskaya Step", "Bolshoye Soldatskoye", 8, "W")]
    place = found(adjust(gather(gazetteer, rows=rows).network), "Yamskaya Step")
    assert place.station.free
    assert "worked out" in place.station.reason
    town = gazetteer.get("theatre:bolshoye-soldatskoye")
    assert place.lonlat is not None
    apart = inverse(town.lonlat, place.lonlat)
    assert apart.distance_m == pytest.approx(8_000, abs=20)
    assert apart.bearing_deg == pytest.approx(270, abs=0.5)
    assert place.moved_m is not None
    assert place.moved_share is not None


def test_a_known_place_is_held_and_stays(gazetteer: Gazetteer) -> None:
    rows = [row("Sudzha", "Kursk", 105, "SW")]
    adjustment = adjust(gather(gazetteer, rows=rows).network)
    place = found(adjustment, "Sudzha")
    assert not place.station.free
    assert place.moved_m is not None
    assert place.moved_m < 50
    assert [one.observation.kind for one in adjustment.outliers] == ["distance"]


def test_a_village_that_no_gazetteer_holds_is_placed_by_two_reports_together(
    gazetteer: Gazetteer,
) -> None:
    first = "Fighting went on near Zarechny Vyselok, 12 km north-east of Sudzha."
    second = "Zarechny Vyselok, 12 km from Bolshoye Soldatskoye, was shelled."
    texts = [Report(id=str(i), text=text) for i, text in enumerate((first, second))]
    readings = [read(text, gazetteer) for text in texts]
    alone = found(adjust(gather(gazetteer, readings=readings[:1]).network), "Zarechny Vyselok")
    both = found(adjust(gather(gazetteer, readings=readings).network), "Zarechny Vyselok")
    assert alone.ellipse is not None
    assert both.ellipse is not None
    assert both.ellipse.semi_major_m < alone.ellipse.semi_major_m / 1.3
    assert both.lonlat is not None
    for town in ("theatre:sudzha", "theatre:bolshoye-soldatskoye"):
        apart = inverse(gazetteer.get(town).lonlat, both.lonlat).distance_m
        assert apart == pytest.approx(12_000, abs=1_500)


def test_what_two_papers_copy_counts_once(gazetteer: Gazetteer) -> None:
    rows = [row("Kolmakov", "Sudzha", 7, "W")]
    once = adjust(gather(gazetteer, rows=rows).network)
    thrice = adjust(gather(gazetteer, rows=rows * 3).network)
    assert len(thrice.observations) == len(once.observations) == 2
    assert found(thrice, "Kolmakov") == found(once, "Kolmakov")


def test_a_bare_direction_puts_a_village_at_a_customary_distance(gazetteer: Gazetteer) -> None:
    rows = [row("Zarechny Vyselok", "Sudzha", wind="N")]
    adjustment = adjust(gather(gazetteer, rows=rows).network)
    place = found(adjustment, "Zarechny Vyselok")
    assert place.ellipse is not None
    assert place.lonlat is not None
    assert place.observations == 1
    apart = inverse(gazetteer.get("theatre:sudzha").lonlat, place.lonlat)
    assert apart.distance_m == pytest.approx(12_000, rel=0.05)
    assert place.ellipse.semi_major_m > 10_000


def test_statements_that_cannot_be_used_are_listed_with_the_reason(gazetteer: Gazetteer) -> None:
    text = "The village of Martynovka is not 40 km from Sudzha. Martynovka lies in Kursk Oblast."
    rows = [StatedRow("Sudzha", "Sudzha station", "other", 2.0, "2", None, "a page")]
    gathered = gather(gazetteer, readings=[read(Report(id="r", text=text), gazetteer)], rows=rows)
    reasons = " ".join(one.why for one in gathered.unused)
    assert "neither place nor border" in reasons
    assert len(gathered.unused) >= 2


HEAD = ",".join(COLUMNS)


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "stated.csv"
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A,B,place,many,N,", ["line 2", "stated_km", "'many'"]),
        ("A,B,place,-3,,", ["line 2", "stated_km", "'-3'"]),
        ("A,B,place,nan,,", ["line 2", "stated_km"]),
        ("A,B,place,90000,,", ["line 2", "stated_km"]),
        ("A,B,place,5,up,", ["line 2", "stated_direction", "'up'", "NNE"]),
        ("A,B,place,,,", ["line 2", "neither a distance nor a direction"]),
        (",B,place,5,,", ["line 2", "column place", "empty"]),
        ("A,,place,5,,", ["line 2", "column reference", "empty"]),
    ],
)
def test_a_bad_line_is_named_with_its_column(tmp_path: Path, line: str, told: list[str]) -> None:
    with pytest.raises(StatedTableInvalid) as caught:
        read_stated_table(written(tmp_path, line))
    assert all(part in str(caught.value) for part in told)
    assert "\n" not in str(caught.value)


def test_all_bad_lines_are_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, "A,B,place,x,,", "A,B,place,5,,", "A,B,place,5,up,")
    with pytest.raises(StatedTableInvalid) as caught:
        read_stated_table(path)
    assert ["line 2" in line or "line 4" in line for line in str(caught.value).splitlines()] == [
        True, True,
    ]  # fmt: skip


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatedTableInvalid, match=r"line 1: no column stated_km, source_url"):
        read_stated_table(written(tmp_path, head="place,reference,reference_kind,stated_direction"))
    (tmp_path / "latin.csv").write_bytes(HEAD.encode() + b"\nK\xf6ln,B,place,5,,\n")
    with pytest.raises(StatedTableInvalid, match="not UTF-8"):
        read_stated_table(tmp_path / "latin.csv")
    with pytest.raises(StatedTableInvalid, match="cannot read"):
        read_stated_table(tmp_path / "none.csv")


@settings(max_examples=30, deadline=None)
@given(
    km=st.one_of(st.none(), st.floats(0.1, 20_000).map(lambda km: round(km, 2))),
    wind=st.sampled_from([*WINDS, ""]),
    name=st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).map(str.strip),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, km: float | None, wind: str, name: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    values = [name, "Sudzha", "place", "" if km is None else str(km), wind.lower(), "page"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([COLUMNS, values])
    if not name or (km is None and not wind):
        with pytest.raises(StatedTableInvalid):
            read_stated_table(path)
        return
    (got,) = read_stated_table(path)
    assert (got.place, got.km, got.wind) == (name, km, wind or None)


@pytest.mark.parametrize("wind", WINDS)
def test_every_wind_points_the_right_way(gazetteer: Gazetteer, wind: str) -> None:
    rows = [row("Zarechny Vyselok", "Sudzha", 10, wind)]
    place = found(adjust(gather(gazetteer, rows=rows).network), "Zarechny Vyselok")
    assert place.lonlat is not None
    assert place.ellipse is not None
    apart = inverse(gazetteer.get("theatre:sudzha").lonlat, place.lonlat)
    off = (apart.bearing_deg - wind_bearing(wind) + 180) % 360 - 180
    assert off == pytest.approx(0, abs=0.5)
    # Across the sight it is less sure than along it; a sixteen-wind says twice as much.
    across = (place.ellipse.orientation_deg - wind_bearing(wind)) % 180
    if len(wind) < 3:
        assert across == pytest.approx(90, abs=3)
        assert place.ellipse.semi_major_m == pytest.approx(
            2.4477 * 10_000 * math.radians(0.38 * 45), rel=0.02
        )
