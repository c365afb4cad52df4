"""Any GeoJSON, GeoPackage, Shapefile, KML and KMZ: side, status and day by their attributes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from geo.control.formats import load_control, load_layers
from geo.control.layer import ControlLayer, control_frame
from geo.control.meaning import meaning
from geo.control.options import LoadOptions, parse_sides
from geo.errors import ControlInvalid

DONBAS = shapely.box(37.0, 48.0, 37.5, 48.4)
KHARKIV = shapely.box(36.0, 49.0, 36.4, 49.3)
KURSK = shapely.box(35.2, 51.2, 35.4, 51.4)
Rows = list[tuple[BaseGeometry | None, dict[str, Any]]]


def geojson(path: Path, rows: Rows, **more: Any) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": told,
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for shape, told in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def table(rows: Rows) -> gpd.GeoDataFrame:
    names = dict.fromkeys(name for _, told in rows for name in told)
    columns = {name: [told.get(name) for _, told in rows] for name in names}
    return gpd.GeoDataFrame(columns, geometry=[shape for shape, _ in rows], crs=4326)


def geopackage(path: Path, rows: Rows) -> Path:
    table(rows).to_file(path, driver="GPKG")
    return path


def shapefile(path: Path, rows: Rows) -> Path:
    table(rows).to_file(path, driver="ESRI Shapefile")
    return path


def zipped(path: Path, rows: Rows) -> Path:
    whole = path.with_suffix(".shp")
    shapefile(whole, rows)
    with zipfile.ZipFile(path, "w") as packed:
        for part in (".shp", ".shx", ".dbf", ".prj"):
            packed.write(whole.with_suffix(part), f"folder/{path.stem}{part}")
    return path


def _ring(tag: str, points: Iterable[tuple[float, ...]]) -> str:
    text = " ".join(f"{lon!r},{lat!r},0" for lon, lat in points)
    return f"<{tag}><LinearRing><coordinates>{text}</coordinates></LinearRing></{tag}>"


def _placemark(shape: BaseGeometry, told: Mapping[str, Any]) -> str:
    data = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in told.items())
    polygons = "".join(
        "<Polygon>"
        + _ring("outerBoundaryIs", part.exterior.coords)
        + "".join(_ring("innerBoundaryIs", hole.coords) for hole in part.interiors)
        + "</Polygon>"
        for part in shapely.get_parts(shape)
    )
    return (
        f"<Placemark><ExtendedData>{data}</ExtendedData>"
        f"<MultiGeometry>{polygons}</MultiGeometry></Placemark>"
    )


def kml(path: Path, rows: Rows) -> Path:
    marks = "".join(_placemark(shape, told) for shape, told in rows if shape is not None)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    )
    return path


def kmz(path: Path, rows: Rows) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(kml(path.with_suffix(".inner"), rows), "doc.kml")
    return path


def owlmaps(path: Path, rows: Rows) -> Path:
    value: dict[str, Any] = {"areas": [], "areas_ua": [], "frontline": []}
    for shape, told in rows:
        for part in shapely.get_parts(shape):
            ring = [[lat, lon] for lon, lat in part.exterior.coords]
            value["areas" if told["side"] == "RU" else "areas_ua"].append(ring)
    path.write_text(json.dumps(value))
    return path


Writer = Callable[[Path, Rows], Path]
WRITERS: dict[str, Writer] = {
    "map.geojson": geojson,
    "map.gpkg": geopackage,
    "map.shp": shapefile,
    "map.zip": zipped,
    "map.kml": kml,
    "map.kmz": kmz,
}


def loaded(path: Path, **options: Any) -> ControlLayer:
    return load_control(path, options=LoadOptions(**options))


def rows_of(layer: ControlLayer) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in layer.frame[["side", "status", "within"]].to_numpy()]


def assumed(layer: ControlLayer) -> str:
    return "; ".join(note.text for note in layer.notes if note.kind == "assumed")


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_map(tmp_path: Path, name: str) -> None:
    rows: Rows = [(DONBAS, {"side": "RU", "date": "2025-01-04"}),
                  (KURSK, {"side": "UA", "date": "2025-01-04"})]  # fmt: skip
    path = WRITERS[name](tmp_path / name, rows)
    layer = loaded(path)
    assert rows_of(layer) == [("RU", "held", None), ("UA", "held", None)]
    assert (layer.date, layer.date_basis) == ("2025-01-04", "attribute")
    assert layer.file == name
    assert layer.maker.licence is None
    assert [note for note in layer.notes if note.kind != "assumed"] == []
    for side, ground in (("RU", DONBAS), ("UA", KURSK)):
        assert layer.ground(side).equals_exact(ground, 1e-9, normalize=True)


@pytest.mark.parametrize("name", ["map.geojson", "map.gpkg", "map.shp", "map.kml"])
def test_the_ending_of_a_file_does_not_matter(tmp_path: Path, name: str) -> None:
    path = WRITERS[name](tmp_path / name, [(DONBAS, {"side": "RU"})])
    other = path.rename(path.with_suffix(".dat")) if name != "map.shp" else path
    assert loaded(other).sides == ("RU",)


@pytest.mark.parametrize("crs", [3857, 32637, 4284, 28407])
@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson"])
def test_a_named_system_is_brought_to_degrees(tmp_path: Path, crs: int, form: str) -> None:
    frame = table([(DONBAS, {"side": "RU"})]).to_crs(crs)
    path = tmp_path / f"map.{form}"
    if form == "geojson":
        named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
        geojson(path, [(frame.geometry[0], {"side": "RU"})], crs=named)
    else:
        frame.to_file(path)
    layer = loaded(path)
    assert layer.ground("RU").bounds == pytest.approx(DONBAS.bounds, abs=2e-4)
    assert area_km2(layer.ground("RU")) == pytest.approx(area_km2(DONBAS), rel=1e-3)


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"]
)
def test_wgs_84_by_any_of_its_names_stays_as_it_is(tmp_path: Path, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    layer = loaded(geojson(tmp_path / "map.geojson", [(DONBAS, {"side": "RU"})], crs=crs))
    assert layer.ground("RU").bounds == DONBAS.bounds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("RU", ("RU", "held", None)),
        ("Russia", ("RU", "held", None)),
        ("Россия", ("RU", "held", None)),
        ("Україна", ("UA", "held", None)),
        ("Russian Federation", ("RU", "held", None)),
        ("Russian-controlled", ("RU", "held", None)),
        ("RUSSIAN_FORCES", ("RU", "held", None)),
        ("Under Ukrainian control", ("UA", "held", None)),
        ("Russian-controlled Ukrainian territory", ("RU", "held", "UA")),
        ("Ukrainian territory occupied by Russia", ("RU", "held", "UA")),
        ("Claimed Russian control over Ukrainian territory", ("RU", "claimed", "UA")),
        ("Liberated from Russia by Ukraine", ("UA", "liberated", None)),
        ("Contested", (None, "contested", None)),
        ("grey zone", (None, "contested", None)),
        ("occupied", ("RU", "held", "UA")),
        ("Окуповано", ("RU", "held", "UA")),
        ("liberated", ("UA", "liberated", "UA")),
        ("Syria", ("SY", "held", None)),
        ("SDF", ("SDF", "held", None)),
        ("Pro-Russian separatists", ("Pro-Russian separatists", "held", None)),
    ],
)
def test_what_values_say(tmp_path: Path, value: str, expected: tuple[Any, ...]) -> None:
    shape = shapely.box(38, 35, 38.5, 35.4) if expected[0] == "SY" else DONBAS
    layer = loaded(geojson(tmp_path / "map.geojson", [(shape, {"Controlled_By": value})]))
    assert rows_of(layer) == [expected]
    assert "'Controlled_By' says who holds the ground" in assumed(layer)


def test_occupied_says_no_side_where_the_ground_lies_in_neither_country(tmp_path: Path) -> None:
    golan = shapely.box(35.7, 32.9, 35.8, 33.1)
    layer = loaded(geojson(tmp_path / "map.geojson", [(golan, {"status": "occupied"})]))
    assert rows_of(layer) == [(None, "held", None)]
    assert "without a side" in assumed(layer)


def test_the_side_may_stand_in_a_name_or_a_folder(tmp_path: Path) -> None:
    rows: Rows = [
        (DONBAS, {"name": "Assessed Russian advance", "fill": "#ff0000"}),
        (KURSK, {"name": "Ukrainian-held Russian territory", "fill": "#0000ff"}),
    ]
    layer = loaded(geojson(tmp_path / "map.geojson", rows))
    assert rows_of(layer) == [("RU", "held", None), ("UA", "held", "RU")]
    mark = _placemark(DONBAS, {"note": "x"})
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Maps</name>'
        f"<Folder><name>Occupied by Russia</name>{mark}</Folder></Folder></Document></kml>"
    )
    path = tmp_path / "map.kml"
    path.write_text(text)
    assert rows_of(loaded(path)) == [("RU", "held", None)]


def test_where_nothing_tells_the_attributes_and_the_way_out_are_listed(tmp_path: Path) -> None:
    rows: Rows = [(DONBAS, {"zone": "one", "n": 3}), (KHARKIV, {"zone": "two", "n": 4})]
    path = geojson(tmp_path / "map.geojson", rows)
    with pytest.raises(ControlInvalid) as caught:
        loaded(path)
    assert str(caught.value) == (
        "map.geojson does not say who holds its 2 areas; its attributes are 'zone' ('one', 'two'), "
        "'n' ('3', '4'); name the one that says it and what its values mean, such as "
        '--side-column zone --sides "one=RU"'
    )
    bare = geojson(tmp_path / "bare.geojson", [(DONBAS, {})])
    with pytest.raises(ControlInvalid, match=r'say it for all of them with --sides "\*=RU"'):
        loaded(bare)
    assert rows_of(loaded(bare, sides=parse_sides(["*=RU"]))) == [("RU", "held", None)]


def test_the_user_says_which_attribute_and_what_its_values_mean(tmp_path: Path) -> None:
    rows: Rows = [
        (DONBAS, {"zone": "one", "state": "fighting", "seen": "2025-01-04"}),
        (KHARKIV, {"zone": "TWO", "state": "", "seen": "2025-01-04"}),
        (KURSK, {"zone": "three", "state": "", "seen": "2025-01-04"}),
        (shapely.box(36, 48, 36.1, 48.1), {"zone": "sea", "state": "", "seen": "2025-01-04"}),
    ]
    path = geojson(tmp_path / "map.geojson", rows)
    sides = parse_sides(["one=RU,two=UA:liberated", "three=UA"])
    layer = loaded(path, side_column="Zone", status_column="state", date_column="seen", sides=sides,
                   maker="The Lantern Institute", licence="CC-BY-4.0")  # fmt: skip
    assert rows_of(layer) == [
        ("RU", "contested", None), ("UA", "liberated", None), ("UA", "held", None),
    ]  # fmt: skip
    assert (layer.date, layer.maker.name, layer.maker.licence) == (
        "2025-01-04", "The Lantern Institute", "CC-BY-4.0",
    )  # fmt: skip
    assert layer.frame["licence"].tolist() == ["CC-BY-4.0"] * 3
    (left,) = (note for note in layer.notes if note.kind == "left out")
    assert "'sea'" in left.text
    assert loaded(path, sides=sides).sides == ("RU", "UA")
    with pytest.raises(ControlInvalid, match=r"no attribute 'zon'; --side-column zone\? It has"):
        loaded(path, side_column="zon")


def test_a_status_named_in_the_value_stays_where_only_the_side_is_given(tmp_path: Path) -> None:
    path = geojson(tmp_path / "map.geojson", [(DONBAS, {"kind": "occupied"}),
                                              (KHARKIV, {"kind": "liberated"})])  # fmt: skip
    layer = loaded(path, side_column="kind", sides=parse_sides(["occupied=RU,liberated=UA"]))
    assert rows_of(layer) == [("RU", "held", None), ("UA", "liberated", None)]


@pytest.mark.parametrize(
    ("text", "says"),
    [("occupied", "VALUE=SIDE"), ("=RU", "VALUE=SIDE"), ("a=RU,a=UA", "given two sides"),
     ("a=RU:hold", "no status|status that is none")],
)  # fmt: skip
def test_sides_that_make_no_sense(text: str, says: str) -> None:
    with pytest.raises(ControlInvalid, match=says):
        LoadOptions(sides=parse_sides([text]))


@pytest.mark.parametrize("day", ["2025-13-01", "20250104", "yesterday", ""])
def test_a_day_given_must_be_one(day: str) -> None:
    with pytest.raises(ControlInvalid, match="is no day"):
        LoadOptions(date=day)


def test_a_file_of_several_days_becomes_several_layers(tmp_path: Path) -> None:
    rows: Rows = [(DONBAS, {"side": "RU", "day": "2025-01-05"}),
                  (KHARKIV, {"side": "RU", "day": "2025-01-04"}),
                  (KURSK, {"side": "UA", "day": "2025-01-05"})]  # fmt: skip
    path = geojson(tmp_path / "map.geojson", rows)
    first, second = load_layers(path)
    assert (first.date, len(first.frame), second.date, len(second.frame)) == (
        "2025-01-04", 1, "2025-01-05", 2,
    )  # fmt: skip
    assert second.frame["source_date"].tolist() == ["2025-01-05"] * 2
    with pytest.raises(ControlInvalid, match="holds 2 maps, of 2025-01-04, 2025-01-05; one"):
        load_control(path)
    assert loaded(path, date="2025-02-01").date == "2025-02-01"


@pytest.mark.parametrize("name", ["map.geojson", "map.kml"])
def test_lines_and_points_of_several_days_stay_with_their_day(tmp_path: Path, name: str) -> None:
    rows: Rows = []
    for k, day in enumerate(("2025-01-04", "2025-01-05")):
        line = shapely.LineString([(37 + k, 48), (37 + k, 49)])
        rows += [(DONBAS, {"side": "RU", "date": day}),
                 (line, {"name": "Front line", "date": day}),
                 (shapely.Point(36 + k, 48), {"name": f"unit {k}", "date": day})]  # fmt: skip
    rows.append((shapely.Point(35, 48), {"name": "capital"}))
    if name == "map.geojson":
        path = geojson(tmp_path / name, rows)
    else:
        marks = "".join(
            "<Placemark>"
            + "".join(f"<{k}>{v}</{k}>" for k, v in told.items() if k == "name")
            + (f"<TimeStamp><when>{told['date']}</when></TimeStamp>" if "date" in told else "")
            + (f'<ExtendedData><Data name="side"><value>{told["side"]}</value></Data>'
               "</ExtendedData>" if "side" in told else "")
            + _shape_kml(shape)
            + "</Placemark>"
            for shape, told in rows
        )  # fmt: skip
        path = tmp_path / name
        path.write_text(f"<kml><Document>{marks}</Document></kml>")
    first, second = load_layers(path)
    for k, layer in enumerate((first, second)):
        assert layer.line is not None
        assert layer.line.bounds == (37 + k, 48, 37 + k, 49)
        assert layer.points is not None
        assert layer.points["label"].tolist() == [f"unit {k}", "capital"]
        assert "left out" not in [note.kind for note in layer.notes]


def _shape_kml(shape: BaseGeometry | None) -> str:
    points = shapely.get_coordinates(shape)
    text = " ".join(f"{lon},{lat}" for lon, lat in points)
    if shape is not None and shape.geom_type == "Polygon":
        return f"<Polygon>{_ring('outerBoundaryIs', map(tuple, points.tolist()))}</Polygon>"
    kind = "Point" if len(points) == 1 else "LineString"
    inner = f"<{kind}><coordinates>{text}</coordinates></{kind}>"
    return f"<MultiGeometry>{inner}</MultiGeometry>"


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (["20250104", 20250104], "2025-01-04"),
        (["2025-01-04T10:00:00Z", "2025-01-04 23:00"], "2025-01-04"),
        ([1736000000, 1736000001], "2025-01-04"),
        ([1736000000000, None], "2025-01-04"),
        (["04.01.2025", "4 January 2025"], "2025-01-04"),
    ],
)
def test_days_in_attributes(tmp_path: Path, days: list[Any], read: str) -> None:
    rows: Rows = [(DONBAS, {"side": "RU", "date": days[0]}),
                  (KURSK, {"side": "UA", "date": days[1]})]  # fmt: skip
    layer = loaded(geojson(tmp_path / "map_20240101.geojson", rows))
    assert (layer.date, layer.date_basis) == (read, "attribute")
    assert ("counted to the only day" in assumed(layer)) == (days[1] is None)


def test_one_clear_day_tells_the_order_of_the_others(tmp_path: Path) -> None:
    rows: Rows = [(DONBAS, {"side": "RU", "date": "03/04/2025"}),
                  (KURSK, {"side": "UA", "date": "03/14/2025"})]  # fmt: skip
    days = [layer.date for layer in load_layers(geojson(tmp_path / "a.geojson", rows))]
    assert days == ["2025-03-04", "2025-03-14"]
    path = geojson(tmp_path / "b.geojson", rows[:1])
    with pytest.raises(ControlInvalid, match="may be 2025-04-03 or 2025-03-04, in the attribute"):
        loaded(path)
    assert loaded(path, date="2025-04-03").date_basis == "option"


@pytest.mark.parametrize("name", ["map.geojson", "map.gpkg", "map.kml"])
def test_latitude_first_is_noticed_and_turned(tmp_path: Path, name: str) -> None:
    def turned(shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda points: points[:, ::-1])

    rows: Rows = [(turned(DONBAS), {"side": "RU"}), (turned(KURSK), {"side": "UA"})]
    layer = loaded(WRITERS[name](tmp_path / name, rows))
    (note,) = (note for note in layer.notes if note.kind == "turned")
    assert "latitude first" in note.text
    assert note.count == 2
    assert layer.ground("RU").bounds == pytest.approx(DONBAS.bounds)


def test_nothing_is_turned_on_a_guess(tmp_path: Path) -> None:
    """Where no country is known only a latitude over 90 tells."""
    unclear = shapely.box(37.0, 48.0, 37.5, 48.4)
    layer = loaded(geojson(tmp_path / "a.geojson", [(unclear, {"faction": "Reds"})]))
    assert layer.ground("Reds").bounds == unclear.bounds
    certain = shapely.box(48.0, 137.0, 48.4, 137.5)
    layer = loaded(geojson(tmp_path / "b.geojson", [(certain, {"faction": "Reds"})]))
    assert layer.ground("Reds").bounds == (137.0, 48.0, 137.5, 48.4)
    assert [note.kind for note in layer.notes if note.kind == "turned"] == ["turned"]


@given(st.sampled_from(["RU", "UA"]), st.floats(0, 1), st.floats(0, 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_ground_of_the_front_is_never_turned_the_wrong_way(
    tmp_path: Path, side: str, x: float, y: float
) -> None:
    west, south = round(31 + 8 * x, 6), round(45.5 + 6 * y, 6)
    ground = shapely.box(west, south, west + 0.2, south + 0.2)
    swapped = shapely.transform(ground, lambda points: points[:, ::-1])
    for shape in (ground, swapped):
        layer = loaded(geojson(tmp_path / "map.geojson", [(shape, {"side": side})]))
        assert layer.ground(side).equals(ground)


def test_a_single_area_far_away_is_kept_and_told(tmp_path: Path) -> None:
    rows: Rows = [(DONBAS, {"side": "RU"}), (KURSK, {"side": "UA"}),
                  (shapely.box(-60, -30, -59, -29), {"side": "RU"})]  # fmt: skip
    layer = loaded(geojson(tmp_path / "map.geojson", rows))
    assert len(layer.frame) == 3
    assert "an area lies far from the countries" in assumed(layer)


def test_everything_that_is_left_out_is_counted(tmp_path: Path) -> None:
    bow = shapely.Polygon([(38, 48), (38.1, 48.1), (38.1, 48), (38, 48.1)])
    mixed = shapely.GeometryCollection([DONBAS, shapely.Point(37, 48)])
    rows: Rows = [
        (KHARKIV, {"side": "RU"}), (KHARKIV, {"side": "RU"}), (KHARKIV, {"side": "UA"}),
        (None, {"side": "RU"}), (bow, {"side": "RU"}), (mixed, {"side": "RU"}),
        (shapely.LineString([(37, 48), (38, 48)]), {"side": "RU", "name": "road"}),
        (shapely.LineString([(37, 48), (38, 49)]), {"name": "Front line"}),
        (shapely.Point(37, 48), {"side": "UA", "name": "A brigade"}),
        (shapely.Polygon([(37, 48), (37.1, 48), (37.2, 48)]), {"side": "RU"}),
        (shapely.box(37, 48, 37.1, 95), {"side": "RU"}),
    ]  # fmt: skip
    layer = loaded(geojson(tmp_path / "map.geojson", rows))
    told = {note.text.partition(":")[0]: note.count for note in layer.notes}
    assert told == {
        "a shape whose rings crossed was made valid": 1,
        "a feature without a shape": 1,
        "a line": 1,
        "a point or line that is one feature with an area": 1,
        "a shape that another one repeats exactly": 1,
        "a shape without any area": 1,
        "a shape with coordinates that are on no point of the earth": 1,
    }
    assert len(layer.frame) == 4
    assert layer.line is not None
    assert layer.points is not None
    assert layer.points[["side", "label"]].to_numpy().tolist() == [["UA", "A brigade"]]


def test_several_layers_of_a_geopackage_are_read_and_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "map.gpkg"
    table([(DONBAS, {"n": 1})]).to_file(path, layer="Russian-controlled")
    table([(KURSK, {"n": 1})]).to_file(path, layer="Ukrainian-controlled")
    table([(DONBAS.centroid, {"n": 1})]).to_file(path, layer="units")
    layer = loaded(path)
    assert rows_of(layer) == [("RU", "held", None), ("UA", "held", None)]
    assert layer.points is not None


def test_an_archive_of_daily_files_is_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "days.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for day in ("20250104", "20250105"):
            file = owlmaps(tmp_path / f"{day}.json", [(DONBAS, {"side": "RU"})])
            packed.write(file, f"maps/{day}.json")
        packed.writestr("README.txt", "read me")
    layers = load_layers(path)
    assert [layer.date for layer in layers] == ["2025-01-04", "2025-01-05"]
    assert layers[0].file == "days.zip/maps/20250104.json"
    assert "1 file of the archive is no map: README.txt" in layers[0].notes[-1].text


def test_a_layer_that_was_written_out_is_read_back_whole(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"geometry": DONBAS, "side": "RU", "within": "UA", "label": "south", "source": "Lantern",
         "source_date": "2025-01-04", "licence": "CC0-1.0", "attribution": "By Lantern"},
        {"geometry": KHARKIV, "side": None, "status": "contested", "source": "Lantern",
         "source_date": "2025-01-04", "licence": "CC0-1.0", "attribution": "By Lantern"},
    ]  # fmt: skip
    frame = control_frame(rows)
    for name in ("map.gpkg", "map.geojson"):
        frame.to_file(tmp_path / name)
        layer = loaded(tmp_path / name)
        names = [name for name in frame.columns if name != "geometry"]
        back = layer.frame[names]
        assert back.to_numpy().tolist() == frame[names].to_numpy().tolist()
        assert (layer.maker.name, layer.maker.licence, layer.maker.attribution) == (
            "Lantern", "CC0-1.0", "By Lantern",
        )  # fmt: skip
        assert (layer.date, layer.inferred) == ("2025-01-04", False)


@st.composite
def grounds(draw: st.DrawFn) -> Rows:
    """Polygons around made-up centres, some with a hole, for both sides."""
    rows: Rows = []
    for side, west, south in (("RU", 36.5, 47.5), ("UA", 35.2, 51.2)):
        cells = draw(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1))
        parts = []
        for x, y in sorted(cells):
            angles = sorted(draw(st.sets(st.integers(0, 35), min_size=3, max_size=12)))
            widest = max(b - a for a, b in pairwise([*angles, angles[0] + 36]))
            if widest >= 18:
                continue
            ring = [
                _polar(west + 0.2 * x, south + 0.2 * y, 10.0 * a, draw(st.floats(0.04, 0.09)))
                for a in angles
            ]
            hole = [_polar(west + 0.2 * x, south + 0.2 * y, 120.0 * k, 0.003) for k in range(3)]
            part = shapely.Polygon(ring, [hole] if draw(st.booleans()) else [])
            parts.append(part if part.is_valid else shapely.Polygon(ring))
        parts = [part for part in parts if part.is_valid]
        if parts:
            rows.append((shapely.MultiPolygon(parts), {"side": side, "date": "2025-01-04"}))
    return rows or [(shapely.MultiPolygon([DONBAS]), {"side": "RU", "date": "2025-01-04"})]


def _polar(lon: float, lat: float, degrees: float, radius: float) -> tuple[float, float]:
    turn = shapely.affinity.rotate(shapely.Point(lon + radius, lat), degrees, origin=(lon, lat))
    return round(turn.x, 7), round(turn.y, 7)


@pytest.mark.parametrize("name", [*WRITERS, "20250104.json"])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=10
)
@given(rows=grounds())
def test_any_ground_survives_any_format(
    tmp_path_factory: pytest.TempPathFactory, name: str, rows: Rows
) -> None:
    folder = tmp_path_factory.mktemp("ground")
    if name == "20250104.json":  # rings without holes alone
        rows = [
            (
                shapely.MultiPolygon(
                    [shapely.Polygon(part.exterior) for part in shapely.get_parts(shape)]
                ),
                told,
            )
            for shape, told in rows
            if shape is not None
        ]
    layer = loaded(WRITERS.get(name, owlmaps)(folder / name, rows))
    assert layer.date == "2025-01-04"
    assert not [note for note in layer.notes if note.kind in ("repaired", "left out", "turned")]
    geod = Geod(ellps="WGS84")
    for side in ("RU", "UA"):
        drawn = [shape for shape, told in rows if shape is not None and told["side"] == side]
        whole = shapely.union_all(drawn)
        assert layer.ground(side).symmetric_difference(whole).area < 1e-12
        true = abs(geod.geometry_area_perimeter(shapely.orient_polygons(whole))[0]) / 1e6
        assert area_km2(layer.ground(side)) == pytest.approx(true, rel=1e-3, abs=1e-9)


@given(st.text(max_size=80))
def test_any_value_can_be_looked_at(value: str) -> None:
    found = meaning(value)
    assert found.side is None or len(found.side) == 2
