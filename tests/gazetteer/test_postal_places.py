"""Villages that only postal files have: where outside sources put them, and no place twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from gazetteer.data.build import rows_of
from gazetteer.measure import inverse
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.store import Gazetteer

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows(root: Path) -> list[Row]:
    return list(rows_of(root / "gazetteer" / "data" / "postal_places.csv"))


@pytest.fixture(scope="module")
def others(root: Path) -> list[Row]:
    files = ("settlements.csv", "places.csv.gz")
    found = [row for name in files for row in rows_of(root / "gazetteer" / "data" / name)]
    return [row for row in found if row["country"] in {"RU", "UA"}]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def village(gazetteer: Gazetteer, name: str, region: str) -> Place:
    """The village of a name and region that came from postal files."""
    found = [match.place for match in gazetteer.find(name, admin1=region, kind="settlement")]
    (place,) = [place for place in found if place.id.startswith("postal:")]
    return place


# Positions in encyclopaedia articles; the last number is what they are rounded to, in metres:
# one minute is 1.3 km off at worst.
@pytest.mark.parametrize(
    ("name", "region", "stated", "rounded_m"),
    [
        ("Волинка", "Chernihiv Oblast", (32.4669, 51.6258), 30),
        ("Sokyryntsi", "Chernihiv Oblast", (32.7758, 50.6983), 30),
        ("Borovyky", "Chernihiv Oblast", (30.7353, 51.2956), 30),
        ("Кархівка", "Chernihiv Oblast", (30.9197, 51.4639), 30),
        ("Perekopivka", "Sumy Oblast", (33.4239, 50.6156), 30),
        ("Postolne", "Sumy Oblast", (34.5647, 51.0231), 30),
        ("Taranivka", "Kharkiv Oblast", (36.15, 49.6333), 1300),
        ("Tarasivka", "Kherson Oblast", (33.0667, 46.4333), 1300),
        ("Zernovo", "Bryansk Oblast", (34.0939, 52.1936), 30),
        ("Berezino", "Bryansk Oblast", (34.4444, 53.4861), 30),
    ],
)
def test_villages_lie_where_encyclopaedias_put_them(
    gazetteer: Gazetteer, name: str, region: str, stated: tuple[float, float], rounded_m: float
) -> None:
    place = village(gazetteer, name, region)
    assert inverse(place.lonlat, stated).distance_m <= place.precision_m + rounded_m


def test_a_village_lies_as_far_from_towns_as_a_newspaper_says(gazetteer: Gazetteer) -> None:
    # Kyiv Post, 22 April 2024: 12 km from Marinka and 20 km from Vuhledar.
    place = village(gazetteer, "Novomykhailivka", "Donetsk Oblast")
    for town, stated_km in (("Marinka", 12), ("Vuhledar", 20)):
        centre = gazetteer.find(town, admin1="Donetsk Oblast", kind="settlement")[0].place
        away_km = inverse(place.lonlat, centre.lonlat).distance_m / 1000
        assert away_km == pytest.approx(stated_km, abs=3), town


def test_known_villages_in_wrong_places_did_not_get_in(gazetteer: Gazetteer) -> None:
    # Makiivka of Svatove stands at the city of Makiivka in the files, Krugle at Chernihiv.
    for name in ("Макіївка", "Кругле"):
        found = gazetteer.find(name, admin1="Luhansk Oblast", kind="settlement")
        assert not [match for match in found if match.place.id.startswith("postal:")]


def test_villages_lie_in_their_region(gazetteer: Gazetteer, rows: list[Row]) -> None:
    by_region = defaultdict(list)
    for row in rows:
        by_region[row["admin1"]].append((float(row["lon"]), float(row["lat"])))
    assert len(by_region) == 10
    for name, points in by_region.items():
        region = gazetteer.find(name, kind="region")[0].place
        outline = gazetteer.geometry(region.id)
        assert outline is not None
        outside = [p for p in points if not shapely.intersects_xy(outline, *p)]
        assert len(outside) < 0.03 * len(points)
        assert all(outline.distance(shapely.Point(p)) < 0.06 for p in outside)


def test_no_village_stands_beside_another_of_its_name(rows: list[Row], others: list[Row]) -> None:
    named: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in (*others, *rows):
        named[row["country"], fold(row["name"])].append(row)
    for row in rows:
        here = (float(row["lon"]), float(row["lat"]))
        for other in named[row["country"], fold(row["name"])]:
            if other["id"] != row["id"]:
                away_m = inverse(here, (float(other["lon"]), float(other["lat"]))).distance_m
                assert away_m > (2500 if other["id"].startswith("postal:") else 5000), row


def test_every_village_has_its_cyrillic_name_district_and_precision(rows: list[Row]) -> None:
    assert len(rows) > 5000
    for row in rows:
        letters = {letter for letter in row["names"] if letter.isalpha()}
        assert letters, row
        assert all("\u0400" <= letter < "\u0530" for letter in letters), row
        assert row["admin2"], row
        assert 2000 <= float(row["precision_m"]) <= 6500, row


@pytest.mark.parametrize("name", ["Most", "Step", "Bar", "Rig", "Dove", "Mama", "Put", "Along"])
def test_no_village_is_called_by_a_common_word(gazetteer: Gazetteer, name: str) -> None:
    found = [match.place.id for match in gazetteer.find(name) if match.fit > 0.9]
    assert not [place_id for place_id in found if place_id.startswith("postal:")]
