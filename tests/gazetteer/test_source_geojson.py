"""Reading GeoJSON, well made and otherwise."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from gazetteer.errors import SourceUnreadable
from gazetteer.measure import area_km2
from gazetteer.place import Place
from gazetteer.sources.gather import in_batches
from gazetteer.sources.geojson_table import GeoJsonTable
from gazetteer.sources.json_stream import FeatureStream, JsonBroken
from gazetteer.sources.source import Batch
from gazetteer.store import Gazetteer


def feature(geometry: object, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(lon: float, lat: float, **properties: object) -> dict[str, Any]:
    return feature({"type": "Point", "coordinates": [lon, lat]}, **properties)


def collection(*features: object, **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)})


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., GeoJsonTable]:
    """Writes a file and opens it, with the options given."""

    def make(text: str | bytes, *, file: str = "a.geojson", **options: Any) -> GeoJsonTable:
        path = tmp_path / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return GeoJsonTable([path], **options)

    return make


def places_of(batches: Iterable[Batch]) -> list[Place]:
    return [place for batch in batches for place in batch.places]


def reasons_of(batches: Iterable[Batch]) -> list[str]:
    return [rejected.reason for batch in batches for rejected in batch.rejected]


VILLAGES = [
    point(35.25, 51.5, name="Суджанка", population=1200, tags={"alt": "Sudzhanka"}),
    point(35.5, 51.25, name="Sosna", population=None),
    point(35.75, 51.0, name="Orlovo"),
]


def test_points_are_settlements_and_heights_are_dropped(
    table: Callable[..., GeoJsonTable],
) -> None:
    high = feature({"type": "Point", "coordinates": [35, 51, 212.5]}, name="Vysoke")
    source = table(collection(*VILLAGES, high), columns="names=tags.alt,country:=RU")
    found = places_of(source.batches())
    assert [p.kind for p in found] == ["settlement"] * 4
    assert (found[0].name, found[0].population) == ("Sudzhanka", 1200)
    assert found[3].lonlat == (35, 51)
    assert "name=name" in source.described
    assert source.name == "geojson a"


def test_areas_have_a_centre_inside_an_extent_an_area_and_an_outline(
    table: Callable[..., GeoJsonTable],
) -> None:
    horseshoe = shapely.box(35, 50, 36, 51) - shapely.box(35.1, 50.1, 36, 50.9)
    bow = {"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [2, 1], [1, 2], [1, 1]]]}
    text = collection(
        feature(shapely.geometry.mapping(horseshoe), name="Shoe"),
        feature(bow, name="Bow"),
        feature(shapely.geometry.mapping(horseshoe), name="Pond", kind="water"),
    )
    batches = list(table(text, outline_precision_m=200).batches())
    shoe, crossed, pond = places_of(batches)
    assert horseshoe.contains(shapely.Point(shoe.lonlat))
    assert (shoe.kind, shoe.bbox) == ("region", (35, 50, 36, 51))
    assert shoe.area_km2 == pytest.approx(area_km2(horseshoe), abs=0.01)
    outline = batches[0].outlines[shoe.id]
    assert shapely.from_wkb(outline.wkb).equals(horseshoe)
    assert outline.precision_m == 200
    assert "repaired" in crossed.source
    assert shapely.from_wkb(batches[0].outlines[crossed.id].wkb).is_valid
    assert (pond.kind, pond.id in batches[0].outlines) == ("water", False)


def test_a_line_is_what_the_mapping_says(table: Callable[..., GeoJsonTable]) -> None:
    line = {"type": "LineString", "coordinates": [[35, 51], [35, 52]]}
    text = collection(feature(line, name="Psel"))
    assert "kind:=road or water" in reasons_of(table(text).batches())[0]
    (river,) = places_of(table(text, columns="kind:=water").batches())
    assert (river.kind, river.lonlat) == ("water", (35, 51.5))


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (feature(None, name="No"), "no geometry"),
        (point(500, 1, name="Far"), "no point on the earth"),
        (point(35, 51), "no name"),
        (feature({"type": "Point", "coordinates": "x"}, name="Odd"), "no GeoJSON geometry"),
        (feature({"type": "Point", "coordinates": []}, name="Bare"), "empty"),
        (feature({"type": "Blob"}, name="Blob"), "no GeoJSON geometry"),
        ([1, 2], "no GeoJSON feature"),
        (
            feature({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, name="Two"),
            "2 points",
        ),
        (
            feature(
                {"type": "Polygon", "coordinates": [[[1, 1], [2, 2], [1, 1], [1, 1]]]}, name="F"
            ),
            "no area",
        ),
    ],
)
def test_a_broken_feature_is_rejected_with_a_reason(
    broken: object, said: str, table: Callable[..., GeoJsonTable]
) -> None:
    batches = list(table(collection(*VILLAGES, broken), columns="country:=RU").batches())
    assert len(places_of(batches)) == 3
    (rejected,) = batches[0].rejected
    assert said in rejected.reason
    assert rejected.where == "a.geojson, feature 4"


def test_one_feature_a_line_and_a_broken_line_costs_that_line_alone(
    table: Callable[..., GeoJsonTable],
) -> None:
    lines = [json.dumps(village) for village in VILLAGES]
    lines[1:1] = ['{"type": "Feature", "geom', "", "[" * 100_000]
    for mark in ("", "\x1e"):
        batches = list(table("".join(f"{mark}{line}\n" for line in lines)).batches())
        assert len(places_of(batches)) == 3
        assert [r.where for r in batches[0].rejected] == ["a.geojson, line 2", "a.geojson, line 4"]


@pytest.mark.parametrize("indent", [None, 1])
def test_the_members_may_stand_in_any_order_and_layout(
    indent: int | None, table: Callable[..., GeoJsonTable]
) -> None:
    late = {"name": "x", "features": VILLAGES, "bbox": [1, 2, 3, 4], "type": "FeatureCollection"}
    assert len(places_of(table(json.dumps(late, indent=indent)).batches())) == 3
    packed = gzip.compress(json.dumps(late, indent=indent).encode("utf-8-sig"))
    assert len(places_of(table(packed, file="a.geojson.gz").batches())) == 3
    alone = json.dumps(VILLAGES[0], indent=indent)
    assert len(places_of(table(alone).batches())) == 1


def test_another_system_of_coordinates_is_transformed(
    table: Callable[..., GeoJsonTable],
) -> None:
    to_metres = Transformer.from_crs("EPSG:4326", "EPSG:32637", always_xy=True)
    x, y = to_metres.transform(38.5, 50.25)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}
    (place,) = places_of(table(collection(point(x, y, name="Sosna"), crs=crs)).batches())
    assert place.lonlat == pytest.approx((38.5, 50.25), abs=1e-6)
    crs["properties"] = {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}
    (place,) = places_of(table(collection(point(38, 50, name="Sosna"), crs=crs)).batches())
    assert place.lonlat == (38, 50)
    with pytest.raises(SourceUnreadable, match="no known system"):
        table(collection(*VILLAGES, crs={"properties": {"name": "Mars 2000"}}))


def test_swapped_axes_are_refused(
    table: Callable[..., GeoJsonTable],
    opened: Callable[..., Gazetteer],
    place: Callable[..., Place],
) -> None:
    with pytest.raises(SourceUnreadable, match="swapped"):
        table(collection(*(point(50, 100 + n, name=f"V{n}") for n in range(4))))
    row = place("Russia", "country:RU", kind="country", bbox=(27, 41, 180, 82))
    turned = [point(51 + n / 10, 15 + n, name=f"V{n}", country="RU") for n in range(4)]
    swapped = [point(lat, lon, name=f"V{n}", country="RU") for n, (lon, lat) in enumerate(
        [(35, 51), (36, 52), (37, 53), (38, 54)]
    )]  # fmt: skip
    with pytest.raises(SourceUnreadable, match="longitude comes first"):
        table(collection(*swapped), gazetteer=opened(row))
    assert len(places_of(table(collection(*turned), gazetteer=opened(row)).batches())) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("hello", "no GeoJSON"),
        ("[1, 2]", "no GeoJSON"),
        ('{"type": "Topology", "objects": {}}', "'Topology'"),
        ('{"type": "FeatureCollection", "features": [{"type" 1}]}', "no GeoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "'Point'"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(
    text: str, said: str, table: Callable[..., GeoJsonTable]
) -> None:
    with pytest.raises(SourceUnreadable, match=said) as caught:
        list(table(text).batches())
    assert "\n" not in str(caught.value)


def test_a_collection_that_breaks_off_is_refused(table: Callable[..., GeoJsonTable]) -> None:
    text = collection(*(point(n / 100, n / 200, name=f"V{n}") for n in range(3000)))
    source = table(text[:-1000])
    with pytest.raises(SourceUnreadable, match="no GeoJSON"):
        list(source.batches())


def test_a_read_goes_on_where_it_stopped(
    table: Callable[..., GeoJsonTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_batches, "__kwdefaults__", {"rows": 100})
    features = [point(n / 10, n / 20, name=f"V{n}") if n % 9 else [] for n in range(450)]
    source = table(collection(*features))
    whole = list(source.batches())
    assert [batch.position for batch in whole] == [100, 200, 300, 400, 450]
    assert whole[-1].done == source.size
    for n, batch in enumerate(whole):
        assert list(source.batches(start=batch.position)) == whole[n + 1 :]


class Slow:
    """A stream that gives few letters at a time, and counts those it gave."""

    def __init__(self, text: str, step: int) -> None:
        self.text, self.step, self.at = text, step, 0

    def _give(self, letters: int) -> str:
        given = self.text[self.at : self.at + min(self.step, letters)]
        self.at += len(given)
        return given

    def read(self, letters: int) -> str:
        return self._give(letters)

    def readline(self, letters: int) -> str:
        return self._give(letters)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(
    st.lists(JSON, max_size=6),
    st.dictionaries(st.text(max_size=4), JSON, max_size=3),
    st.integers(1, 40),
)
def test_features_come_out_as_they_went_in_however_the_text_is_cut(
    features: list[Any], more: dict[str, Any], step: int
) -> None:
    whole = {**more, "type": "FeatureCollection", "features": features}
    text = json.dumps(whole, ensure_ascii=False)
    stream = FeatureStream(Slow(text, step))  # type: ignore[arg-type]
    wanted = [json.loads(json.dumps(value)) for value in features]
    assert [item.value for item in stream] == wanted or any(
        abs(n) >= 10**19 for n in _integers(features)
    )


def _integers(value: object) -> list[int]:
    if isinstance(value, int):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [n for part in inner for n in _integers(part)]


def test_a_long_collection_is_never_held_as_a_whole() -> None:
    features = [point(n / 1000, 1, name="x" * 200) for n in range(20_000)]
    text = collection(*features)
    slow = Slow(text, 1 << 16)
    items = iter(FeatureStream(slow))  # type: ignore[arg-type]
    next(items)
    assert slow.at < len(text) / 10
    assert sum(1 for _ in items) == 19_999


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        list(FeatureStream(Slow(text, 7)))  # type: ignore[arg-type]
    except JsonBroken as error:
        assert str(error)  # noqa: PT017 - it may be JSON or not


GEOMETRY = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "X", None, 3]),
        "coordinates": st.recursive(
            st.floats() | st.integers() | st.none() | st.text(max_size=2),
            lambda inner: st.lists(inner, max_size=5),
            max_leaves=12,
        ),
    }
)


@given(st.lists(st.builds(lambda g, p: feature(g, **p), GEOMETRY | JSON, st.dictionaries(
    st.sampled_from(["name", "names", "kind", "population", "country", "id"]), JSON
)) | JSON, max_size=6))  # fmt: skip
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
def test_garbage_is_rejected_and_never_a_crash(tmp_path: Path, features: list[Any]) -> None:
    path = tmp_path / "garbage.geojson"
    path.write_text(collection(VILLAGES[1], *features))
    try:
        source = GeoJsonTable([path])
    except SourceUnreadable as error:
        if "swapped" not in str(error) and "projection" not in str(error):
            raise
        return
    batches = list(source.batches())
    assert batches[-1].position == len(features) + 1
    records = len(places_of(batches)) + len(reasons_of(batches))
    assert records == len(features) + 1
    assert all("\n" not in place.name for place in places_of(batches))
