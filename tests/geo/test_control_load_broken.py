"""Files that cannot be read: one clear sentence each, that names the file and what to do."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.control import archive
from geo.control.content import NoControlMap
from geo.control.formats import load_layers
from geo.errors import ControlInvalid

GROUND = shapely.box(37.0, 48.0, 37.5, 48.4)
KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
)


def collection(*properties: dict[str, Any], shape: Any = GROUND, **more: Any) -> str:
    features = [
        {"type": "Feature", "properties": each, "geometry": shapely.geometry.mapping(shape)}
        for each in properties
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def refusal(path: Path) -> str:
    with pytest.raises(ControlInvalid) as caught:
        load_layers(path)
    text = str(caught.value)
    assert path.name in text
    assert "\n" not in text
    return text


def told(path: Path) -> str | None:
    """What is said of a file that is refused; None where it is read."""
    try:
        assert load_layers(path)
    except ControlInvalid as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"<!DOCTYPE html><html><head><title>404\nNot Found</title>", "web page ('404 Not Found')"),
        (b"<html>", "web page"),
        (b"<?xml version='1.0'?><gpx></gpx>", "another kind of XML"),
        (b"hello, world", "no control map but text"),
        (b"side,wkt\nRU,POLYGON", "no control map but text"),
        (bytes(range(256)) * 20, "binary data"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"{}", "an empty JSON object"),
        (b"[]", "a JSON list"),
        (b'{"error": "not found"}', "JSON with 'error'"),
        (b'{"type": "Topology", "objects": {}}', "TopoJSON"),
        (b'{"areas": [[[48.1, 37.', "cut short: it breaks off after 22 characters"),
        (b'{"type": "FeatureColl', "cut short"),
        (b'{"areas": [[[48.1,, 37.2]]]}', "no valid JSON: expecting value in line 1, column 19"),
        (b'{"areas": "\xff\xfe"}', "damaged: byte 11"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"type": "FeatureCollection", "features": []}', "holds no features"),
        (b'{"type": "FeatureCollection", "features": [null, 3, {}]}', "no features with a shape"),
        (b'{"type": "Point", "coordinates": [37, 48]}', "only features of type Point"),
        (b'{"areas": [], "areas_ua": [], "frontline": []}', "no ground that anybody holds"),
        (KML.format("").encode(), "holds no features"),
        (b'<?xml version="1.0"?><kml><Document><Placemark>', "cut short or no sound KML"),
        (KML.format("<NetworkLink><Link><href>http://x/y.kml</href></Link></NetworkLink>").encode(),
         "only points to another file, 'http://x/y.kml'"),
        (b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaa">]><kml>&a;</kml>',
         "declares a document type"),
        (b"SQLite format 3\x00" + bytes(4000), "damaged or no GeoPackage"),
        (b"\x00\x00\x27\x0a" + bytes(4000), "damaged or no Shapefile"),
        (b"PK\x03\x04" + bytes(400), "damaged or cut short"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["20250104.json", "map.gpkg"])
def test_a_file_that_is_no_map_says_what_it_is(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert says in refusal(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "there is no file" in refusal(tmp_path / "nothing.json")
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_every_format_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    frame = gpd.GeoDataFrame({"side": ["RU"] * 40}, geometry=[GROUND] * 40, crs=4326)
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "a.geojson").write_text(collection(*[{"side": "RU"}] * 40))
    frame.to_file(whole / "b.gpkg")
    frame.to_file(whole / "c.shp")
    with zipfile.ZipFile(whole / "d.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for part in ("shp", "shx", "dbf", "prj"):
            packed.write(whole / f"c.{part}", f"c.{part}")
    for name in ("a.geojson", "b.gpkg", "d.zip"):
        data = (whole / name).read_bytes()
        path = tmp_path / name
        path.write_bytes(data[: int(len(data) * share)])
        if name == "b.gpkg" and share > 0.9:
            continue  # only empty pages are missing
        refusal(path)


def test_a_geopackage_without_areas_says_what_it_holds(tmp_path: Path) -> None:
    points = tmp_path / "points.gpkg"
    gpd.GeoDataFrame({"side": ["RU"]}, geometry=[GROUND.centroid], crs=4326).to_file(points)
    assert "only features of type Point; a control map has areas" in refusal(points)


def test_a_shapefile_without_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "map.shp"
    gpd.GeoDataFrame({"side": ["RU"]}, geometry=[GROUND], crs=4326).to_file(path)
    assert "give the .shp beside it" in refusal(path.with_suffix(".shx"))
    path.with_suffix(".shx").unlink()
    assert "its parts .shx, .dbf and .prj belong beside it" in refusal(path)


@pytest.mark.parametrize("form", ["geojson", "shp"])
def test_metres_without_a_named_system_are_refused(tmp_path: Path, form: str) -> None:
    frame = gpd.GeoDataFrame({"side": ["RU"]}, geometry=[GROUND], crs=4326).to_crs(32637)
    path = tmp_path / f"map.{form}"
    if form == "shp":
        frame.to_file(path)
        path.with_suffix(".prj").unlink()
    else:
        path.write_text(collection({"side": "RU"}, shape=frame.geometry[0]))
    assert "look like metres of a projection" in refusal(path)


def test_degrees_that_claim_to_be_metres_lie_nowhere_near(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path = tmp_path / "map.geojson"
    path.write_text(collection({"side": "RU"}, crs=crs))
    assert "lies nowhere near RU or UA" in refusal(path)


@pytest.mark.parametrize(
    ("crs", "says"),
    [
        (
            {"type": "name", "properties": {"name": "EPSG:999999"}},
            "'EPSG:999999', which is not known",
        ),
        ({"type": "link", "properties": {"href": "x"}}, "crs that names no coordinate system"),
        ("EPSG:4326", "crs that names no coordinate system"),
    ],
)
def test_a_coordinate_system_that_is_none(tmp_path: Path, crs: object, says: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_text(collection({"side": "RU"}, crs=crs))
    assert says in refusal(path)


def test_an_archive_is_unpacked_within_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("doc.kml", "<kml>" + " " * 3_000_000)
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(archive, "SIZE_LIMIT_BYTES", 2_000_000)
    assert "unpacks to more than 2,000,000 bytes" in refusal(path)
    monkeypatch.setattr(archive, "MEMBERS_LIMIT", 3)
    with zipfile.ZipFile(path, "w") as packed:
        for k in range(4):
            packed.writestr(f"{k}.json", "{}")
    assert "holds 4 files" in refusal(path)


def test_an_archive_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../escaped.geojson", collection({"side": "RU"}))
        packed.writestr("/absolute.txt", "x")
    (layer,) = load_layers(path)
    assert layer.sides == ("RU",)
    assert not list(tmp_path.parent.glob("**/escaped*"))


def test_an_archive_without_a_map_lists_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "map.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "x")
    with pytest.raises(NoControlMap, match=r"archive with no control map; it holds readme\.txt"):
        load_layers(path)


def test_an_archive_with_a_broken_map_names_it(tmp_path: Path) -> None:
    path = tmp_path / "maps.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("20250104.geojson", collection({"side": "RU"}))
        packed.writestr("20250105.geojson", collection({"side": "RU"})[:-20])
    assert "maps.zip/20250105.geojson is cut short" in refusal(path)


NESTED = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "areas",
                         "frontline", "areas_ua", "units", "ru", "name", "crs", "map"]),
        inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


def _typed(value: Any) -> Any:
    """Make JSON look like GeoJSON in more places."""
    if isinstance(value, dict):
        if "features" in value:
            value = value | {"type": "FeatureCollection"}
        elif "coordinates" in value:
            value = value | {"type": "Polygon"}
        return {key: _typed(each) for key, each in value.items()}
    return [_typed(each) for each in value] if isinstance(value, list) else value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(NESTED.map(_typed))
def test_any_json_is_a_map_or_a_clear_refusal(tmp_path: Path, value: Any) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(value))
    refused = told(path)
    assert refused is None or "any.json" in refused


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_byte_changed_anywhere_is_a_map_or_a_clear_refusal(
    tmp_path: Path, data: st.DataObject, made: Callable[[str], bytes]
) -> None:
    kind = data.draw(st.sampled_from(["geojson", "kml", "shp.zip"]))
    content = bytearray(made(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "any.json"
    path.write_bytes(bytes(content))
    refused = told(path)
    assert refused is None or "any.json" in refused


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """A sound file of each kind."""
    folder = tmp_path_factory.mktemp("sound")
    frame = gpd.GeoDataFrame({"side": ["RU"]}, geometry=[GROUND], crs=4326)
    frame.to_file(folder / "c.shp")
    with zipfile.ZipFile(folder / "shp.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for part in ("shp", "shx", "dbf", "prj"):
            packed.write(folder / f"c.{part}", f"c.{part}")
    points = " ".join(f"{lon},{lat}" for lon, lat in GROUND.exterior.coords)
    mark = (
        "<Placemark><name>Russian-controlled</name><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{points}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
    files = {
        "geojson": collection({"side": "RU"}).encode(),
        "kml": KML.format(mark).encode(),
        "shp.zip": (folder / "shp.zip").read_bytes(),
    }
    return lambda kind: files[kind]
