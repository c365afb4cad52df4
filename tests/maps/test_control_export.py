"""Exports of control maps, read back by other programs' readers."""

from __future__ import annotations

import importlib
import io
import itertools
import json
import math
import re
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from geo.control.care import Care
from geo.control.layer import ControlLayer, LayerNote, Maker, control_frame
from maps import style
from maps.control_export import control_export, stamped
from maps.export import Export, ExportInvalid, ExportTable, NothingToExport
from maps.export_files import FORMS, export_bytes
from maps.kml import kml_text

KML = "{http://www.opengis.net/kml/2.2}"
SQUARE = shapely.box(35, 51, 35.5, 51.25)
RING = shapely.Polygon(
    SQUARE.exterior.coords, [[(35.1, 51.1), (35.1, 51.2), (35.2, 51.2), (35.2, 51.1)]]
)
HOSTILE = (
    "<script>alert(1)</script>", "]]><Placemark>", "a & b &amp; c", "tab\tand\nline\rend",
    "\x00\x07\x1b[31mred", "שלום \u202eevil\u202c", "\ud800 half", "$[name] ${x} {{x}}", "'\"><b>",
    "=HYPERLINK(1)", "a" * 5000, "",
)  # fmt: skip


def parsed(text: str | bytes) -> Any:
    """Read XML that we wrote."""
    return ET.fromstring(text)  # noqa: S314 (our own)


def layer(
    *rows: dict[str, Any], date: str | None = "2025-01-04", maker: Maker | None = None, **more: Any
) -> ControlLayer:
    """A map of an invented maker."""
    listed = rows or ({"geometry": RING, "side": "RU", "within": "UA"},)
    return ControlLayer(
        control_frame(listed),
        maker=maker or Maker("Sample mapper", "CC-BY-4.0", "© Sample mapper"),
        date=date,
        date_basis="option",
        file="sample.geojson",
        format="geojson",
        **more,
    )


def read(data: bytes, ending: str, folder: Path, **more: Any) -> gpd.GeoDataFrame:
    path = folder / f"read.{ending}"
    path.write_bytes(data)
    return gpd.read_file(path, **more)


def m2(shape: BaseGeometry) -> float:
    """Area by pyproj, shells and holes wound as it wants them, square metres."""
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(shape))
    return abs(area)


def everything() -> Export:
    """Two days of one maker with a line and points, and one inferred map."""
    points = gpd.GeoDataFrame(
        {"side": ["RU"], "label": ["1st <b>unit</b>"]},
        geometry=[shapely.Point(35.3, 51.2)],
        crs="EPSG:4326",
    )
    line = shapely.LineString([(35, 51.25), (35.5, 51.25)])
    return control_export(
        [
            layer(),
            layer({"geometry": SQUARE, "side": "UA"}, date="2025-01-09", line=line, points=points),
            layer(
                {"geometry": SQUARE, "side": "UA", "inferred": True},
                maker=Maker("frontmap", "CC0-1.0"),
                inferred=True,
            ),
        ],
        notes=["1 map is left out"],
        care=Care(coarsen_m=500),
    )


def test_geojson_is_what_rfc_7946_asks_for() -> None:
    noisy = shapely.Polygon(
        [(35.123456789012, 51, 120), (35.5, 51, 120), (35.5, 51.3, 120)],
    )
    text = export_bytes(control_export([layer({"geometry": noisy, "side": "RU"})]), "geojson")
    value = json.loads(text)
    assert value["type"] == "FeatureCollection"
    assert "crs" not in value
    (feature,) = value["features"]
    # 35.123456789 to seven decimals, without a height, anticlockwise by the shoelace formula.
    assert feature["geometry"]["coordinates"][0][0] in ([35.1234568, 51], [35.5, 51])
    ring = feature["geometry"]["coordinates"][0]
    assert [35.1234568, 51] in ring
    assert all(len(pair) == 2 for pair in ring)
    shoelace = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    assert shoelace > 0
    assert feature["properties"] == {
        "layer": "control", "side": "RU", "status": "held", "within": None, "label": None,
        "source": "Sample mapper", "source_date": "2025-01-04", "licence": "CC-BY-4.0",
        "attribution": "© Sample mapper", "inferred": False,
    }  # fmt: skip
    assert value["frontmap"]["sources"][0]["licence"] == "CC-BY-4.0"
    assert not re.search(rb"\d\.\d{8}", text)


def test_shells_and_holes_turn_against_each_other() -> None:
    turned = shapely.Polygon(RING.exterior.coords[::-1], [RING.interiors[0].coords[::-1]])
    for shape in (RING, turned):
        text = export_bytes(control_export([layer({"geometry": shape})]), "geojson")
        shell, hole = json.loads(text)["features"][0]["geometry"]["coordinates"]
        assert shapely.LinearRing(shell).is_ccw
        assert not shapely.LinearRing(hole).is_ccw


@pytest.mark.parametrize("form", FORMS)
def test_all_maps_stand_in_one_file_each_with_its_day(form: str, tmp_path: Path) -> None:
    data = export_bytes(everything(), form)
    (tmp_path / f"a.{form}").write_bytes(data)
    names = gpd.list_layers(tmp_path / f"a.{form}")["name"].tolist()
    if form == "gpkg":
        assert names == ["control", "front_line", "points", "about", "layer_styles"]
        names = names[:3]
    frames = [gpd.read_file(tmp_path / f"a.{form}", layer=name) for name in names]
    rows = [row for frame in frames for row in frame.to_dict("records")]
    assert len(rows) == 5
    assert sorted(str(row["source_date"])[:10] for row in rows) == [
        "2025-01-04", "2025-01-04", "2025-01-09", "2025-01-09", "2025-01-09",
    ]  # fmt: skip
    assert {row["licence"] for row in rows} == {"CC-BY-4.0", "CC0-1.0"}
    inferred = [row["source"] for row in rows if str(row["inferred"]).lower() in ("true", "1")]
    assert inferred == ["frontmap"]


def test_a_geopackage_tells_what_it_is_and_how_it_looks(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(export_bytes(everything(), "gpkg"))
    with sqlite3.connect(path) as base:
        told = dict(base.execute("SELECT key, value FROM about"))
        looks = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    base.close()
    assert json.loads(told["notes"]) == ["1 map is left out"]
    assert told["coarsen_m"] == "500"
    assert "permitted" not in told
    assert json.loads(told["sources"])[0]["source"] == "Sample mapper"
    assert set(looks) == {"control", "front_line", "points"}
    rules = parsed(looks["control"]).findall(".//rules/rule")
    filters = {rule.get("filter"): rule.get("label") for rule in rules}
    marked = '"side" = \'UA\' AND "status" = \'held\' AND "inferred" = true'
    assert filters[marked] == "UA held (inferred)"
    assert len(filters) == 3


def placemarks(text: str) -> list[Any]:
    return list(parsed(text.encode()).iter(f"{KML}Placemark"))


def valid_kml(text: str) -> None:
    """Check a document against the schema of the OGC."""
    validator = importlib.import_module("fastkml.validator")
    etree = importlib.import_module("lxml.etree")
    schema = validator.get_schema_parser()
    assert schema.validate(etree.fromstring(text.encode())), schema.error_log


def test_kml_fits_its_schema() -> None:
    valid_kml(kml_text(everything()))


def test_kml_shows_a_map_until_the_next_of_its_source() -> None:
    marks = placemarks(kml_text(everything()))
    times = {
        (mark.findtext(f"{KML}name") or ""): [
            element.text for kind in ("TimeSpan", "TimeStamp")
            for element in mark.findall(f"{KML}{kind}/*")
        ]
        for mark in marks
    }  # fmt: skip
    assert times == {
        "RU held, 2025-01-04": ["2025-01-04", "2025-01-08"],
        "UA held, 2025-01-09": ["2025-01-09"],
        "front line, 2025-01-09": ["2025-01-09"],
        "1st <b>unit</b>, 2025-01-09": ["2025-01-09"],
        "[inferred] UA held, 2025-01-04": ["2025-01-04"],
    }


def test_what_is_inferred_never_looks_like_a_makers_map() -> None:
    root = parsed(kml_text(everything()).encode())
    fills = {s.get("id"): s.findtext(f"{KML}PolyStyle/{KML}fill") for s in root.iter(f"{KML}Style")}
    for mark in root.iter(f"{KML}Placemark"):
        said = mark.findtext(f"{KML}name", "").startswith("[inferred]")
        data = mark.findtext(f"{KML}ExtendedData/{KML}Data[@name='inferred']/{KML}value")
        used = mark.findtext(f"{KML}styleUrl", "").removeprefix("#")
        assert (data == "true") is said
        assert ("Inferred from reports" in mark.findtext(f"{KML}description", "")) is said
        assert used.startswith("inferred-") is said
        if mark.find(f"{KML}Polygon") is not None:
            assert fills[used] == ("0" if said else "1")


def test_what_was_worked_out_from_an_inferred_map_is_marked_too(tmp_path: Path) -> None:
    line = shapely.LineString([(35, 51.25), (35.5, 51.25)])
    map_ = layer(line=line, inferred=True)
    frame = gpd.GeoDataFrame({"kind": ["stated"]}, geometry=[line], crs="EPSG:4326")
    export = control_export([map_])
    whole = Export("t", (*export.tables, ExportTable("stretches", stamped(frame, map_))))
    text = kml_text(whole)
    valid_kml(text)
    assert [mark.findtext(f"{KML}name") for mark in placemarks(text)] == [
        "[inferred] RU held, 2025-01-04", "[inferred] front line, 2025-01-04",
        "[inferred] stretches, 2025-01-04",
    ]  # fmt: skip
    back = read(export_bytes(whole, "gpkg"), "gpkg", tmp_path, layer="front_line")
    assert back["basis"].tolist() == ["inferred from reports, not drawn by a map maker"]
    back = gpd.read_file(tmp_path / "read.gpkg", layer="stretches")
    assert back["inferred"].tolist() == [True]
    assert back["kind"].tolist() == ["stated"]


def test_kml_has_the_colours_of_the_sides() -> None:
    text = kml_text(everything())
    # KML writes alpha, blue, green, red.
    red, green, blue = (style.SIDES["RU"][i : i + 2] for i in (1, 3, 5))
    assert f"<color>66{blue}{green}{red}</color>" in text


def test_a_second_reader_finds_the_same_in_kml() -> None:
    kml = importlib.import_module("fastkml.kml")
    read_back = kml.KML.from_string(kml_text(control_export([layer()])).partition("\n")[2])
    (document,) = read_back.features
    (folder,) = document.features
    (mark,) = folder.features
    assert folder.name == "Sample mapper, 2025-01-04"
    assert mark.name == "RU held, 2025-01-04"
    assert str(mark.time_stamp) == "2025-01-04"
    assert m2(shapely.geometry.shape(mark.geometry)) == pytest.approx(m2(RING), abs=1)
    data = {element.name: element.value for element in mark.extended_data.elements}
    assert data["attribution"] == "© Sample mapper"


def test_the_same_export_gives_the_same_bytes() -> None:
    for form in ("geojson", "kml", "kmz"):
        assert export_bytes(everything(), form) == export_bytes(everything(), form)


def test_kmz_holds_the_kml() -> None:
    with zipfile.ZipFile(io.BytesIO(export_bytes(everything(), "kmz"))) as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml").decode() == kml_text(everything())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str, tmp_path: Path) -> None:
    row = {"geometry": SQUARE, "side": text or None, "label": text, "source": text}
    hostile = layer(row, maker=Maker(f"{text}.", "CC0-1.0", text))
    export = control_export(
        [hostile, layer()], title=text or "t", notes=[text], care=Care(permitted=f"{text}.")
    )
    shown = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "\ufffd", text)
    kml = kml_text(export)
    valid_kml(kml)
    root = parsed(kml.encode())
    assert len(list(root.iter(f"{KML}Placemark"))) == 2
    value = root.findtext(f".//{KML}Data[@name='label']/{KML}value")
    assert (value or "") == shown
    # A reader shows a description as HTML: no tag of a stranger's may be left in it.
    for description in root.iter(f"{KML}description"):
        assert set(re.findall(r"<[^>]*>", description.text or "")) <= {"<b>", "</b>", "<br>"}
        assert "$[" not in (description.text or "")
    for name in root.iter(f"{KML}name"):
        assert "\u202e" not in (name.text or "")
    data = export_bytes(export, "geojson")
    assert not set(b"<>&") & set(data)
    feature = next(f for f in json.loads(data)["features"] if f["properties"]["label"] is not None)
    assert feature["properties"]["label"] == shown
    back = read(export_bytes(export, "gpkg"), "gpkg", tmp_path, layer="control")
    assert shown in [label or "" for label in back["label"]]
    with sqlite3.connect(tmp_path / "read.gpkg") as base:
        for (look,) in base.execute("SELECT styleQML FROM layer_styles"):
            parsed(look)
    base.close()


def star(radii: list[float], lon: float, lat: float) -> list[tuple[float, float]]:
    turn = 2 * math.pi / len(radii)
    return [
        (round(lon + r * math.cos(i * turn), 7), round(lat + r * math.sin(i * turn), 7))
        for i, r in enumerate(radii)
    ]


@st.composite
def pierced(draw: Callable[[st.SearchStrategy[Any]], Any]) -> shapely.Polygon:
    """A polygon with up to one hole, its coordinates on the grid that files hold."""
    lon, lat = draw(st.floats(-170, 170)), draw(st.floats(-75, 75))
    outer = draw(st.lists(st.floats(0.05, 0.2), min_size=5, max_size=12))
    inner = draw(st.lists(st.floats(0.005, 0.03), min_size=3, max_size=8))
    holes = [star(inner, lon, lat)] if draw(st.booleans()) else []
    return shapely.Polygon(star(outer, lon, lat), holes)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff"),
    min_size=1,
)


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shape=pierced(), label=TEXTS, side=st.sampled_from(["RU", "UA", "Партия №1"]))
def test_shapes_and_attributes_come_back(
    form: str, shape: shapely.Polygon, label: str, side: str, tmp_path: Path
) -> None:
    export = control_export([layer({"geometry": shape, "side": side, "label": label})])
    only = {"layer": "control"} if form == "gpkg" else {}
    (back,) = read(export_bytes(export, form), form, tmp_path, **only).to_dict("records")
    assert m2(back["geometry"]) == pytest.approx(m2(shape), abs=1)
    assert back["geometry"].is_valid
    assert (back["side"], back["status"]) == (side, "held")
    # A reader of KML takes blanks off the ends of a text.
    assert str(back["label"]).strip() == label.strip()


def test_shapes_that_rounding_folds_stay_valid() -> None:
    # The spike is a nanodegree wide: rounded, both its edges lie on one another.
    spike = shapely.Polygon(
        [(35, 51), (35.5, 51), (35.5, 51.2), (35.2500000004, 51.2), (35.25, 51.3),
         (35.2499999996, 51.2), (35, 51.2)]
    )  # fmt: skip
    assert spike.is_valid
    text = export_bytes(control_export([layer({"geometry": spike})]), "geojson")
    written = shapely.geometry.shape(json.loads(text)["features"][0]["geometry"])
    assert written.is_valid
    assert m2(written) == pytest.approx(m2(spike), abs=10)


def test_what_a_reader_repaired_is_told() -> None:
    notes = (LayerNote("repaired", "rings that crossed themselves were repaired", 2),)
    value = json.loads(export_bytes(control_export([layer(notes=notes)]), "geojson"))
    assert value["frontmap"]["notes"] == [
        "Sample mapper, 2025-01-04: rings that crossed themselves were repaired (2)"
    ]


def test_a_licence_that_nobody_states_is_stamped() -> None:
    export = control_export([layer(maker=Maker("Sample mapper"))])
    value = json.loads(export_bytes(export, "geojson"))
    assert value["features"][0]["properties"]["licence"] == "unknown: the maker states none"


def test_nothing_and_wrong_coordinates_are_refused() -> None:
    with pytest.raises(NothingToExport):
        control_export([])
    with pytest.raises(NothingToExport):
        export_bytes(Export("t", ()), "kml")
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(4_000_000, 5_000_000)], crs="EPSG:3857")
    with pytest.raises(ExportInvalid, match="EPSG:3857"):
        ExportTable("points", frame)
    with pytest.raises(ExportInvalid, match="no CRS"):
        ExportTable("points", frame.set_crs(None, allow_override=True))


@pytest.fixture
def change() -> Export:
    """What changed hands between two days."""
    frame = gpd.GeoDataFrame(
        {"change": ["gained", "lost"], "side": ["UA", "UA"], "from_date": "2024-12-15",
         "to_date": "2025-01-04", "source": "Sample mapper", "inferred": False,
         "area_km2": [968.0, 12.5]},
        geometry=[SQUARE, RING],
        crs="EPSG:4326",
    )  # fmt: skip
    return Export("Change", (ExportTable("change", frame),))


def test_changes_are_written_with_both_days(change: Export, tmp_path: Path) -> None:
    text = kml_text(change)
    valid_kml(text)
    first, second = placemarks(text)
    assert first.findtext(f"{KML}name") == "UA gained, 2024-12-15 to 2025-01-04"
    assert [e.text for e in second.findall(f"{KML}TimeSpan/*")] == ["2024-12-15", "2025-01-04"]
    assert first.findtext(f"{KML}styleUrl") != second.findtext(f"{KML}styleUrl")
    back = read(export_bytes(change, "gpkg"), "gpkg", tmp_path, layer="change")
    assert back["area_km2"].tolist() == [968.0, 12.5]
