"""What ships in the gazetteer: whole, in order, and in agreement with published figures."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from gazetteer.data.build import PLACE_FILES, SHAPES_FILE, place_of, rows_of
from gazetteer.measure import LineMeter, area_km2, inverse
from gazetteer.names import plain
from gazetteer.store import Gazetteer

Row = dict[str, str]

# Official statistics of both states (Rosstat; State Statistics Service of Ukraine), km².
OFFICIAL_KM2 = {
    "region:RU-KRS": 29_997,
    "region:RU-BEL": 27_134,
    "region:RU-BRY": 34_857,
    "region:RU-VOR": 52_216,
    "region:RU-ROS": 100_967,
    "region:UA-09": 26_684,
    "region:UA-14": 26_517,
    "region:UA-23": 27_183,
    "region:UA-43": 26_081,
    "region:UA-59": 23_834,
    "region:UA-63": 31_415,
    "region:UA-74": 31_865,
}
UKRAINE_KM2 = 603_628
# Letters that UTF-8 read as Latin-1 or Windows-1252 turns Cyrillic into.
MOJIBAKE = re.compile("[ÐÑ][\u0080-\u00bf\u2018-\u203a\u0152-\u0178]|Ã[\u0080-\u00bf]|\ufffd")


@pytest.fixture(scope="module")
def data(root: Path) -> Path:
    return root / "gazetteer" / "data"


@pytest.fixture(scope="module")
def rows(data: Path) -> dict[str, Row]:
    return {row["id"]: row for name in PLACE_FILES for row in rows_of(data / name)}


@pytest.fixture(scope="module")
def outlines(data: Path) -> dict[str, BaseGeometry]:
    lines = gzip.decompress((data / SHAPES_FILE).read_bytes()).splitlines()
    return {one["id"]: shape(one["geometry"]) for one in map(json.loads, lines)}


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def test_every_row_is_a_valid_place_with_an_id_of_its_own(data: Path) -> None:
    ids = Counter(place_of(row).id for name in PLACE_FILES for row in rows_of(data / name))
    assert [place_id for place_id, count in ids.items() if count > 1] == []
    assert len(ids) > 40_000


def test_every_row_names_its_source_licence_and_precision(rows: dict[str, Row]) -> None:
    for row in rows.values():
        assert row["source"], row
        assert row["licence"] in {
            "CC-BY-4.0", "ODbL-1.0", "MIT", "LicenseRef-facts", "LicenseRef-public-domain",
        }, row  # fmt: skip
        assert float(row["precision_m"]) > 0, row
        assert ("GeoNames" not in row["source"]) or row["licence"] == "CC-BY-4.0", row


def test_ids_that_rows_refer_to_exist(rows: dict[str, Row]) -> None:
    for row in rows.values():
        for column in ("capital", "derived_from"):
            for other in filter(None, (row.get(column) or "").split("|")):
                assert other in rows, (row["id"], column)


def test_no_name_is_read_in_a_wrong_encoding(rows: dict[str, Row]) -> None:
    wrong = [row["id"] for row in rows.values() if MOJIBAKE.search(row["name"] + row["names"])]
    assert wrong == []


def test_derived_positions_are_marked(rows: dict[str, Row]) -> None:
    derived = {place_id for place_id, row in rows.items() if row.get("derived_from")}
    assert derived == {i for i, row in rows.items() if row["source"].startswith("derived")}
    assert {"theatre:berdin", "theatre:novosotnitsky", "theatre:yamskaya-step"} <= derived


def test_no_place_stands_twice(rows: dict[str, Row]) -> None:
    theatre = [row for row in rows.values() if row["id"].startswith("theatre:")]
    others: dict[tuple[str, str], list[Row]] = {}
    for row in rows.values():
        if row["kind"] == "settlement" and not row["id"].startswith("theatre:"):
            others.setdefault((row["country"], plain(row["name"])), []).append(row)
    for row in theatre:
        here = (float(row["lon"]), float(row["lat"]))
        for other in others.get((row["country"], plain(row["name"])), []):
            there = (float(other["lon"]), float(other["lat"]))
            assert inverse(here, there).distance_m > 2000, (row["id"], other["id"])


def test_villages_of_one_name_stay_apart(gazetteer: Gazetteer) -> None:
    found = {match.place.id for match in gazetteer.find("Mikhaylovka") if match.fit > 0.9}
    assert len(found) > 10
    assert len(gazetteer.find("Mykolaivka", country="UA")) > 20


@pytest.mark.parametrize(
    ("name", "country", "place_id"),
    [
        ("Kyiv", "UA", "theatre:kyiv"),
        ("Київ", "UA", "theatre:kyiv"),
        ("Kiev", "UA", "theatre:kyiv"),
        ("Moscow", "RU", "theatre:moscow"),
        ("Москва", "RU", "theatre:moscow"),
        ("Artyomovsk", "UA", "theatre:bakhmut"),
        ("Aleppo", "SY", "geonames:170063"),
        ("Khan Yunis", "PS", "geonames:281124"),
        ("Deir al-Balah", "PS", "geonames:281141"),
        ("Goma", "CD", "geonames:216281"),
    ],
)
def test_towns_are_found_in_english_russian_and_ukrainian(
    gazetteer: Gazetteer, name: str, country: str, place_id: str
) -> None:
    settlements = gazetteer.find(name, kind="settlement", country=country)
    assert settlements[0].place.id == place_id


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("U.S.", "country:US"),
        ("UK", "country:GB"),
        ("DPRK", "country:KP"),
        ("North Korea", "country:KP"),
        ("Северная Корея", "country:KP"),
        ("Україна", "country:UA"),
        ("Россия", "country:RU"),
        ("DR Congo", "country:CD"),
        ("Kursk region", "region:RU-KRS"),
        ("Kursk Oblast", "region:RU-KRS"),
        ("Курская область", "region:RU-KRS"),
        ("Kurshchina", "region:RU-KRS"),
        ("Сумщина", "region:UA-59"),
        ("Sumshchyna", "region:UA-59"),
        ("Lugansk region", "region:UA-09"),
        ("Crimea", "region:UA-43"),
        ("Крим", "region:UA-43"),
        ("Donbass", "region:donbas"),
        ("Gaza Strip", "region:PS-GZZ"),
        ("West Bank", "region:PS-WBK"),
        ("North Kivu", "region:CD-NK"),
        ("Darfur", "region:darfur"),
        ("Golan Heights", "region:golan-heights"),
    ],
)
def test_countries_and_regions_are_found(gazetteer: Gazetteer, name: str, place_id: str) -> None:
    assert gazetteer.find(name)[0].place.id == place_id


def test_the_bare_name_of_a_seat_fits_its_region_less(gazetteer: Gazetteer) -> None:
    fits = {match.place.id: match.fit for match in gazetteer.find("Kursk", country="RU")}
    assert fits["theatre:kursk"] > fits["region:RU-KRS"] == 0.9


@pytest.mark.parametrize("name", ["Most", "Police", "Of", "Said", "The", "War", "Same", "Along"])
def test_common_words_are_no_little_known_places(gazetteer: Gazetteer, name: str) -> None:
    assert [match.place for match in gazetteer.find(name) if match.fit > 0.65] == []


def test_countries_know_their_seat(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("country:UA").capital == "theatre:kyiv"
    assert gazetteer.get("country:RU").capital == "theatre:moscow"
    assert gazetteer.get(gazetteer.get("country:SY").capital or "").name == "Damascus"
    assert gazetteer.get(gazetteer.get("country:CD").capital or "").name == "Kinshasa"


def test_regions_know_their_seat(gazetteer: Gazetteer, rows: dict[str, Row]) -> None:
    assert gazetteer.get("region:RU-KRS").capital == "theatre:kursk"
    for place_id, row in rows.items():
        if re.match("region:(RU|UA|BY)-", place_id):
            assert rows[row["capital"]]["country"] == row["country"], place_id


def test_all_first_level_regions_of_three_countries_are_there(rows: dict[str, Row]) -> None:
    listed = Counter(i[7:9] for i in rows if re.match("region:(RU|UA|BY)-", i))
    assert listed == {"UA": 27, "RU": 83, "BY": 7}
    assert rows["region:UA-43"]["country"] == rows["region:UA-40"]["country"] == "UA"


@pytest.mark.parametrize("place_id", OFFICIAL_KM2)
def test_areas_are_those_of_official_statistics(
    outlines: dict[str, BaseGeometry], rows: dict[str, Row], place_id: str
) -> None:
    measured = area_km2(outlines[place_id])
    assert measured == pytest.approx(OFFICIAL_KM2[place_id], rel=0.02)
    assert float(rows[place_id]["area_km2"]) == pytest.approx(measured, rel=0.002)


def test_the_oblasts_make_up_ukraine(outlines: dict[str, BaseGeometry]) -> None:
    whole = outlines["country:UA"]
    parts = [outline for i, outline in outlines.items() if i.startswith("region:UA-")]
    assert sum(map(area_km2, parts)) == pytest.approx(area_km2(whole), rel=0.001)
    assert area_km2(shapely.union_all(parts).symmetric_difference(whole)) < 300
    assert area_km2(whole) == pytest.approx(UKRAINE_KM2, rel=0.01)


def test_donbas_is_donetsk_and_luhansk(outlines: dict[str, BaseGeometry]) -> None:
    both = area_km2(outlines["region:UA-14"]) + area_km2(outlines["region:UA-09"])
    assert area_km2(outlines["region:donbas"]) == pytest.approx(both, rel=0.001)


def test_outlines_are_sound_and_hold_their_centre(
    outlines: dict[str, BaseGeometry], rows: dict[str, Row]
) -> None:
    for place_id, outline in outlines.items():
        assert isinstance(outline, MultiPolygon | Polygon)
        assert outline.is_valid, place_id
        row = rows[place_id]
        centre = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert outline.distance(centre) < 0.02, place_id
        west, south, east, north = (float(row[s]) for s in ("west", "south", "east", "north"))
        box = shapely.box(west, south, east, north)
        assert box.buffer(0.01).contains(outline), place_id


@pytest.mark.parametrize(
    ("place_id", "region_id"),
    [
        ("theatre:sudzha", "region:RU-KRS"),
        ("theatre:berdin", "region:RU-KRS"),
        ("theatre:belgorod", "region:RU-BEL"),
        ("theatre:sumy", "region:UA-59"),
        ("theatre:kharkiv", "region:UA-63"),
        ("theatre:donetsk", "region:UA-14"),
        ("theatre:simferopol", "region:UA-43"),
    ],
)
def test_towns_lie_in_their_region(
    gazetteer: Gazetteer, outlines: dict[str, BaseGeometry], place_id: str, region_id: str
) -> None:
    place = gazetteer.get(place_id)
    assert outlines[region_id].contains(shapely.Point(place.lonlat))
    assert place.admin1 == gazetteer.get(region_id).name


@pytest.mark.parametrize("code", ["RU", "UA", "BY"])
def test_places_lie_in_their_country(
    rows: dict[str, Row], outlines: dict[str, BaseGeometry], code: str
) -> None:
    own = [r for r in rows.values() if r["kind"] == "settlement" and r["country"] == code]
    points = shapely.points([(float(r["lon"]), float(r["lat"])) for r in own])
    outside = ~shapely.contains(outlines[f"country:{code}"], points)
    away_deg = shapely.distance(outlines[f"country:{code}"], points[outside])
    assert outside.sum() < 0.02 * len(own)
    # Islands and spits that the outline leaves out.
    assert (away_deg > 0.1).sum() <= 5


def test_settlements_of_the_theatre_countries_know_their_region(rows: dict[str, Row]) -> None:
    regions = {(r["country"], r["name"]) for r in rows.values() if r["kind"] == "region"}
    for row in rows.values():
        if row["kind"] == "settlement" and row["country"] in {"RU", "UA", "BY"}:
            assert (row["country"], row["admin1"]) in regions, row["id"]


def test_the_outlines_of_both_countries_meet_at_the_border(gazetteer: Gazetteer) -> None:
    line = gazetteer.geometry("border:RU-UA")
    russia, ukraine = gazetteer.geometry("country:RU"), gazetteer.geometry("country:UA")
    assert line is not None
    assert russia is not None
    assert ukraine is not None
    shared = shapely.get_coordinates(russia.boundary.intersection(ukraine.buffer(0.002)))
    away_m, *_ = LineMeter(line).distances(shared[:, 0], shared[:, 1])
    assert len(away_m) > 1000
    assert max(away_m) < 1500


def test_the_sources_are_credited_with_their_checksums(data: Path, gazetteer: Gazetteer) -> None:
    sources = gazetteer.sources()
    text = " ".join(source.name for source in sources)
    for maker in ("GeoNames", "OpenStreetMap contributors", "Natural Earth"):
        assert maker in text
    for source in sources:
        digest = hashlib.sha256((data / source.path).read_bytes()).hexdigest()
        assert source.sha256 == digest, source.path
        assert source.rows > 0
        assert re.fullmatch(r"\d{4}-\d\d(-\d\d)?", source.date)


@pytest.mark.parametrize("name", PLACE_FILES)
def test_every_row_is_credited_once(data: Path, name: str) -> None:
    credited = sum(int(row["rows"]) for row in rows_of(data / "sources.csv") if row["path"] == name)
    assert credited == sum(1 for _ in rows_of(data / name))


def test_every_file_is_described(data: Path) -> None:
    text = (data / "README.md").read_text("utf-8")
    for path in data.iterdir():
        if path.suffix in {".csv", ".gz", ".geojson"}:
            assert f"`{path.name}`" in text, path.name


def test_tables_are_sorted_and_clean(data: Path) -> None:
    for name in ("places.csv.gz", "postal_places.csv", "countries.csv", "regions.csv"):
        ids = [row["id"] for row in rows_of(data / name)]
        assert ids == sorted(ids)
    with (data / "settlements.csv").open(encoding="utf-8", newline="") as file:
        assert all(None not in row for row in csv.DictReader(file))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Huliaipole", "Hulyaypole"),
        ("Kostiantynopolske", "Kostyantynopol's'ke"),
        ("Muromskoye", "Muromskoye"),  # a Russian name of Crimea is no Ukrainian one
    ],
)
def test_places_of_ukraine_are_called_as_ukraine_writes_them(
    written: str, shown: str, gazetteer: Gazetteer
) -> None:
    names = {match.place.name for match in gazetteer.find(shown, country="UA")}
    assert written in names
