"""Precision as ACLED and VIINA code it: every class of the table, and every export."""

from __future__ import annotations

import pytest

from gazetteer.place import Kind, Place
from gazetteer.point import point_place
from geo.contract import place_json, places_geojson
from geo.geodataframe import to_geodataframe
from geo.precision_codes import precision_codes
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report


def place(kind: Kind, precision_m: float, *, feature: str = "", admin1: str | None = None) -> Place:
    """Make a place of a class."""
    return Place(
        id="test:1", name="Ada", kind=kind, lon=35.0, lat=51.0, precision_m=precision_m,
        source="made up", feature=feature, admin1=admin1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "estimated", "codes"),
    [
        (place("other", 7), False, (1, "STREET")), (place("other", 150), False, (1, "STREET")),
        (place("other", 151), False, (1, "ADM3")), (place("other", 6_600), False, (2, "ADM2")),
        (place("other", 66_000), False, (3, "ADM1")),
        (place("settlement", 30), False, (1, "ADM3")),
        (place("settlement", 5_000), False, (1, "ADM3")),
        (place("settlement", 5_001), False, (2, "ADM2")),
        (place("settlement", 25_001), False, (3, "ADM1")),
        (place("settlement", 1_000), True, (2, "ADM3")),
        (place("settlement", 9_000), True, (2, "ADM2")),
        (place("settlement", 40_000), True, (3, "ADM1")),
        (place("water", 500), False, (2, "ADM2")), (place("road", 500), False, (2, "ADM2")),
        (place("water", 30_000), False, (3, "ADM1")),
        (place("region", 500, feature="raion", admin1="Kursk Oblast"), False, (2, "ADM2")),
        (place("region", 500, feature="district"), False, (2, "ADM2")),
        (place("region", 500, feature="oblast", admin1="Ada"), False, (3, "ADM1")),
        # A district of Portugal is a first-level region.
        (place("region", 500, feature="district", admin1="Ada"), False, (3, "ADM1")),
        (place("region", 500, feature="macroregion"), False, (3, "ADM1")),
        (place("country", 500), False, (3, "ADM0")),
    ],
)  # fmt: skip
def test_each_class_of_the_table(row: Place, *, estimated: bool, codes: tuple[int, str]) -> None:
    found = precision_codes(row, estimated=estimated)
    assert (found.geo_precision, found.viina_precision) == codes
    flat = place_json(row, estimated=estimated)
    assert (flat["geo_precision"], flat["viina_precision"]) == codes


def reading() -> Reading:
    """A reading of a point, an estimated village and a name that nothing fits."""
    places = (point_place(51.2954, 35.4311, precision_m=6.6), place("settlement", 1_000), None)
    mentions = tuple(Mention(k, k + 1, "x", "literal", "settlement") for k in range(3))
    resolutions = tuple(
        Resolution(found, 0.9, estimated=k == 1, why="a test") for k, found in enumerate(places)
    )
    return Reading(
        Report("r", "xxx"), mentions, resolutions, (), (), resolve_without=lambda _: resolutions
    )


def test_geojson_carries_the_codes() -> None:
    features = places_geojson([reading()])["features"]
    found = [
        (f["properties"]["geo_precision"], f["properties"]["viina_precision"]) for f in features
    ]
    assert found == [(1, "STREET"), (2, "ADM3")]


def test_the_geodataframe_carries_the_codes_and_leaves_unknown_ones_empty() -> None:
    frame = to_geodataframe(reading())
    assert frame["geo_precision"].tolist()[:2] == [1, 2]
    assert frame["geo_precision"].isna().tolist() == [False, False, True]
    assert frame["viina_precision"].tolist()[:2] == ["STREET", "ADM3"]
    assert frame["viina_precision"].isna().tolist() == [False, False, True]
    assert len(to_geodataframe()) == 0
