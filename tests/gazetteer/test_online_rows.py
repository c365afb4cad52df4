"""What becomes of the rows of geocoders, and the places that a user keeps."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from geopy.adapters import BaseSyncAdapter
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import OnlineUnavailable, PlaceInvalid, SourceUnreadable
from gazetteer.measure import inverse
from gazetteer.online.answer_cache import AnswerCache
from gazetteer.online.exactness import precision_m
from gazetteer.online.geonames import place_of_geonames
from gazetteer.online.kept import kept_path, kept_source
from gazetteer.online.look_up import look_up
from gazetteer.online.osm import place_of_nominatim, place_of_photon
from gazetteer.online.region_names import as_it_came, region_namer
from gazetteer.online.services import Service, geonames_search, nominatim, photon
from gazetteer.online.values import count_in
from gazetteer.place import Place
from gazetteer.sources.source import Source
from gazetteer.store import Gazetteer

READERS = (place_of_nominatim, place_of_photon, place_of_geonames)
# The words that the services know, and anything else that JSON can hold in their place.
WORDS = st.sampled_from(
    ["node", "R", "place", "boundary", "administrative", "city", "village", "country", "water",
     "highway", "P", "A", "PCLI", "ru", "RU", "KRS", "51.2", "-0", "1e308", "Суджа", "٣", "\ud800"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
SOUND: tuple[dict[str, Any], ...] = (
    {"osm_type": "node", "osm_id": 1, "lat": "51", "lon": "35", "class": "place",
     "type": "town", "category": "place", "addresstype": "town", "place_rank": 18, "name": "A",
     "display_name": "A, B", "boundingbox": ["50", "52", "34", "36"], "address": {},
     "extratags": {}, "namedetails": {}},
    {"osm_type": "N", "osm_id": 1, "osm_key": "place", "osm_value": "town", "type": "city",
     "name": "A", "countrycode": "RU", "extent": [34, 52, 36, 50], "state": "B", "county": "C"},
    {"geonameId": 1, "lat": "51", "lng": "35", "name": "A", "toponymName": "B", "fcl": "P",
     "fcode": "PPL", "fcodeName": "town", "countryCode": "RU", "adminName1": "C",
     "adminCodes1": {"ISO3166_2": "KRS"}, "population": 5},
)  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a row of one of the services, with up to three of its values gone astray."""
    facts = draw(st.sampled_from(SOUND))
    astray = draw(st.dictionaries(st.sampled_from(sorted(facts)), VALUES, max_size=3))
    inner = draw(st.dictionaries(st.sampled_from(["name", "name:en", "state"]), VALUES, max_size=2))
    facts = {**facts, **astray}
    if "osm_key" in facts:
        point = draw(st.just([35, 51]) | VALUES)
        return {"properties": facts, "geometry": {"coordinates": point}}
    return {**facts, "namedetails": inner} if "namedetails" in facts else facts


def row(key: str, value: str, **more: Any) -> dict[str, Any]:
    facts = {"osm_type": "relation", "osm_id": 7, "lat": "51", "lon": "35", "name": "Thing"}
    return {**facts, "class": key, "type": value, **more}


def read(facts: Mapping[str, Any], region_named: Any = as_it_came) -> Place:
    return place_of_nominatim(facts, day="2026-01-01", region_named=region_named)


@pytest.mark.parametrize(
    ("facts", "kind", "feature"),
    [
        (row("place", "hamlet"), "settlement", "hamlet"),
        (row("place", "isolated_dwelling"), "settlement", "isolated dwelling"),
        (row("place", "locality"), "other", "locality"),
        (row("place", "island"), "other", "island"),
        (row("place", "sea"), "water", "sea"),
        (row("place", "state"), "region", "state"),
        (row("boundary", "administrative", addresstype="city"), "settlement", "city"),
        (row("boundary", "administrative", extratags={"linked_place": "town"}), "settlement",
         "town"),
        (row("boundary", "administrative", addresstype="county", place_rank=12), "region",
         "county"),
        (row("boundary", "administrative", addresstype="country", place_rank=4), "country",
         "country"),
        (row("boundary", "administrative", place_rank=4), "country", "administrative"),
        (row("boundary", "administrative"), "region", "administrative"),
        (row("boundary", "protected_area"), "other", "protected area"),
        (row("waterway", "river"), "water", "river"),
        (row("natural", "water"), "water", "water"),
        (row("natural", "peak"), "other", "peak"),
        (row("highway", "trunk"), "road", "trunk"),
        (row("amenity", "pub"), "other", "pub"),
    ],
)  # fmt: skip
def test_the_kind_of_a_thing(facts: dict[str, Any], kind: str, feature: str) -> None:
    assert (read(facts).kind, read(facts).feature) == (kind, feature)
    # The newer form of the answer calls the class a category.
    newer = {("category" if key == "class" else key): value for key, value in facts.items()}
    assert read(newer).kind == kind


def test_an_area_has_an_extent_and_a_point_has_none() -> None:
    box = ["50.0", "52.0", "34.0", "37.0"]
    area = read(row("boundary", "administrative", boundingbox=box))
    assert area.bbox == (34.0, 50.0, 37.0, 52.0)
    assert read(row("place", "state", osm_type="node", boundingbox=box)).bbox is None
    for bad in (["52", "50", "34", "37"], ["a", "b", "c", "d"], ["nan"] * 4, [1, 2, 3], "x"):
        assert read(row("boundary", "administrative", boundingbox=bad)).bbox is None


def test_a_name_without_an_english_one_is_romanised() -> None:
    details = {"name": "Заречье", "name:ru": "Заречье"}
    facts = row("place", "village", name="Заречье", namedetails=details)
    russian = read({**facts, "address": {"country_code": "ru", "county": "Суджанский район"}})
    assert (russian.name, russian.names) == ("Zarechye", ("Заречье",))
    assert russian.admin2 == "Sudzhansky"
    assert read({**facts, "address": {"country_code": "ua"}}).country == "UA"
    arabic = read(row("place", "village", name="قرية"))
    assert arabic.name == "قرية"


def test_a_region_has_the_name_that_the_gazetteer_gives_it() -> None:
    with Gazetteer.open() as shipped:
        named = region_namer(shipped)
        address = {"ISO3166-2-lvl4": "RU-KRS", "state": "Kursk Region", "country_code": "ru"}
        assert read(row("place", "town", address=address), named).admin1 == "Kursk Oblast"
        # Without a code the name tells, and what the gazetteer does not know stays as it came.
        assert named([], "Kursk Oblast", "RU") == "Kursk Oblast"
        assert named([], "Сумская область", "UA") == "Sumy Oblast"
        assert named(["XX-1"], "Nowhere Shire", "GB") == "Nowhere Shire"
        assert named([], None, None) is None


@pytest.mark.parametrize("kind", ["water", "road", "other"])
def test_a_long_thing_is_only_as_exact_as_it_is_long(kind: str) -> None:
    box = (35.0, 50.0, 36.0, 51.0)
    length_m = inverse(box[:2], box[2:]).distance_m
    assert precision_m(kind, box=box) == pytest.approx(length_m / 2, abs=50)
    assert precision_m(kind) == 500


@given(
    st.sampled_from(["hamlet", "village", "town", "city", ""]),
    st.none() | st.integers(1, 30_000_000),
)
def test_a_settlement_is_never_exact_to_the_metre_nor_off_by_more_than_its_size(
    feature: str, population: int | None
) -> None:
    from gazetteer.extent import settlement_radius

    radius_m, _ = settlement_radius(feature, population)
    assert 500 <= precision_m("settlement", feature=feature, population=population) <= radius_m


@settings(deadline=None)
@given(rows() | VALUES.filter(lambda value: isinstance(value, dict)))
def test_any_row_is_a_place_or_refused(facts: dict[str, Any]) -> None:
    for reader in READERS:
        try:
            place = reader(facts, day="2026-01-01", region_named=as_it_came)
        except PlaceInvalid:
            continue
        assert math.isfinite(place.lon + place.lat + place.precision_m)
        assert place.name.encode()
        assert all("\n" not in name and name.encode() for name in place.names)
        assert re.fullmatch(r"(osm:(node|way|relation)/|geonames:)[1-9]\d*", place.id)


@pytest.mark.parametrize(("reader", "facts"), [*zip(READERS, SOUND, strict=True)])
def test_the_rows_that_go_astray_were_sound(reader: Any, facts: dict[str, Any]) -> None:
    if "osm_key" in facts:
        facts = {"properties": facts, "geometry": {"coordinates": [35, 51]}}
    assert reader(facts, day="2026-01-01", region_named=as_it_came).lonlat == (35, 51)


class Canned(BaseSyncAdapter):  # type: ignore[misc]  # geopy carries no types
    """A transport that needs no network."""

    document: Any = None

    def get_json(self, url: str, *, timeout: float, headers: Any) -> Any:
        return self.document

    def get_text(self, url: str, *, timeout: float, headers: Any) -> str:
        raise AssertionError


SERVICES: tuple[Callable[..., Service], ...] = (
    nominatim, photon, lambda **more: geonames_search("user", **more),
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(
    st.lists(rows(), max_size=3) | VALUES
    | st.builds(lambda some: {"features": some, "geonames": some}, st.lists(rows(), max_size=3))
)  # fmt: skip
def test_any_document_is_an_answer_or_refused(
    tmp_path_factory: pytest.TempPathFactory, document: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-document.sqlite"

    def transport(**more: Any) -> Canned:
        adapter = Canned(**more)
        adapter.document = document
        return adapter

    with AnswerCache(path) as cache:
        for make in SERVICES:
            service = make(user_agent="t", adapter_factory=transport)
            try:
                first = look_up("Z", service, cache=cache, refresh=True, sleep=lambda _: None)
            except OnlineUnavailable:
                cache.hold(service.server, now_s=0, wait_s=0)
                continue
            assert look_up("Z", service, cache=cache).places == first.places
            cache.hold(service.server, now_s=0, wait_s=0)


@given(VALUES)
def test_a_count_is_a_number_of_people_or_none(value: Any) -> None:
    count = count_in(value)
    assert count is None or (0 < count < 10**10 and str(count) in str(value))


def test_kept_places_come_back_as_they_were(tmp_path: Path, place: Callable[..., Place]) -> None:
    path = kept_path(tmp_path / "none yet" / "gazetteer.sqlite")
    assert path.name == "gazetteer.kept.jsonl"
    one = place(
        "Zarechka", "osm:node/1", names=("Заречка", "line\u2028mark"), bbox=(1.0, 2.0, 3.0, 4.0),
        licence="ODbL-1.0", population=5,
    )  # fmt: skip
    two = place("Zaretsky", "geonames:2", licence="CC-BY-4.0")
    kept_source(path, [one], day="2026-01-01")
    source: Source = kept_source(path, [two], day="2026-02-01")
    (batch,) = source.batches()
    assert batch.places == (one, two)
    assert (source.name, source.date, source.paths) == ("online", "2026-02-01", (path,))
    assert source.licence == "CC-BY-4.0 AND ODbL-1.0"
    assert "OpenStreetMap" in source.credit
    assert "GeoNames" in source.credit
    assert (batch.position, batch.done) == (2, source.size)
    assert list(source.batches(start=batch.position)) == []


def test_keeping_twice_changes_nothing_and_a_newer_row_counts(
    tmp_path: Path, place: Callable[..., Place]
) -> None:
    path = tmp_path / "kept.jsonl"
    old, new = place("Zarechka", "osm:node/1"), place("Zarechka", "osm:node/1", lon=36.0)
    kept_source(path, [old], day="2026-01-01")
    before = path.read_bytes()
    kept_source(path, [old], day="2026-01-02")
    assert path.read_bytes() == before
    for last in (new, old):
        (batch,) = kept_source(path, [last], day="2026-01-03").batches()
        assert batch.places == (last,)


def test_a_broken_line_is_named_and_loses_no_other(
    tmp_path: Path, place: Callable[..., Place]
) -> None:
    path = tmp_path / "kept.jsonl"
    kept_source(path, [place("A", "osm:node/1")], day="2026-01-01")
    good = json.loads(path.read_text())
    broken = [
        "{", "17", "{}", '{"place": {}}', '{"place": {"id": "x"}, "kept": ""}', "[" * 100_000,
        *(json.dumps({**good, "place": {**good["place"], **change}}) for change in (
            {"lat": 95}, {"lat": "x"}, {"name": 3}, {"names": [3]}, {"names": 3}, {"color": "red"},
        )),
    ]  # fmt: skip
    path.write_text("\n\n".join([path.read_text(), *broken]))  # the last line is cut off
    (batch,) = kept_source(path, [place("B", "osm:node/2")], day="2026-01-01").batches()
    assert [row.name for row in batch.places] == ["A", "B"]
    assert len(batch.rejected) == len(broken)
    assert batch.rejected[0].where == "kept.jsonl, line 4"
    assert batch.rejected[0].record == "{"


def test_a_file_that_cannot_be_read_or_written_is_refused(
    tmp_path: Path, place: Callable[..., Place]
) -> None:
    with pytest.raises(SourceUnreadable, match="kept"):
        kept_source(tmp_path / "kept.jsonl")
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "kept.jsonl"):
        with pytest.raises(SourceUnreadable):
            kept_source(path, [place("A")], day="2026-01-01")
