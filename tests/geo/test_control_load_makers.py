"""The files of the three makers that are known: small ones of their shape, and the real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod

from gazetteer.measure import area_km2
from geo.control.formats import load_control
from geo.control.layer import ControlLayer
from geo.errors import ControlInvalid

GEOD = Geod(ellps="WGS84")
NBSP = "\u00a0"


def ring(west: float, south: float, size: float = 0.1) -> list[list[float]]:
    """A closed square, [lat, lon] as UAControlMap writes it."""
    east, north = west + size, south + size
    return [[south, west], [south, east], [north, east], [north, west], [south, west]]


def true_km2(west: float, south: float, size: float = 0.1) -> float:
    lons, lats = zip(*[(lon, lat) for lat, lon in ring(west, south, size)], strict=True)
    return abs(float(GEOD.polygon_area_perimeter(lons, lats)[0])) / 1e6


def owlmaps(**more: Any) -> dict[str, Any]:
    return {
        "areas": [ring(37.0, 48.0), ring(37.1, 48.0)],
        "areas_ua": [ring(35.2, 51.2)],
        "frontline": [[48.0, 37.0], [48.1, 37.0], [48.2, 37.1]],
        "geos": {"ru": [{"c": [37.5, 48.5], "d": "A tank"}], "ua": []},
        "unit_count": {"ru": 2, "ua": 1},
        "units": {"ru": [[7, [37.9, 48.3]]], "ua": [[9, [36.9, 48.4]]]},
    } | more


def write(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def notes(layer: ControlLayer, kind: str) -> list[str]:
    return [note.text for note in layer.notes if note.kind == kind]


def test_an_owlmaps_file_is_read_with_sides_front_and_units(tmp_path: Path) -> None:
    layer = load_control(write(tmp_path, "20250104.json", owlmaps()))
    assert (layer.date, layer.date_basis, layer.format) == ("2025-01-04", "file name", "owlmaps")
    assert layer.maker.name == "UAControlMap (Project Owl)"
    assert layer.maker.licence is None
    assert layer.notes == ()
    assert area_km2(layer.ground("UA", within="RU")) == pytest.approx(
        true_km2(35.2, 51.2), rel=1e-4
    )
    assert area_km2(layer.ground("RU", within="UA")) == pytest.approx(
        2 * true_km2(37.0, 48.0), rel=1e-4
    )
    row = layer.frame.iloc[-1]
    assert row.geometry.bounds == (35.2, 51.2, pytest.approx(35.3), pytest.approx(51.3))
    assert (row["source"], row["source_date"]) == ("UAControlMap (Project Owl)", "2025-01-04")
    assert row["licence"] is None
    assert "no licence" in row["attribution"]
    assert layer.line is not None
    assert next(iter(layer.line.coords)) == (37.0, 48.0)
    assert layer.points is not None
    assert [tuple(r) for r in layer.points[["side", "label", "kind"]].to_numpy()] == [
        ("RU", "unit 7", "unit"), ("UA", "unit 9", "unit"), ("RU", "A tank", "event"),
    ]  # fmt: skip
    # Units are written longitude first, where areas are not.
    assert shapely.get_coordinates(layer.points.geometry.to_numpy()[:1]).tolist() == [[37.9, 48.3]]


def test_a_front_of_several_lines_and_events_as_an_empty_list(tmp_path: Path) -> None:
    lines = [[[48.0, 37.0], [48.1, 37.0]], [[51.0, 35.0], [51.1, 35.0], [51.1, 35.1]]]
    layer = load_control(write(tmp_path, "20250104.json", owlmaps(frontline=lines, geos=[])))
    assert layer.line is not None
    assert [len(part.coords) for part in shapely.get_parts(layer.line)] == [2, 3]
    assert layer.points is not None
    assert len(layer.points) == 2


@pytest.mark.parametrize("gone", ["areas_ua", "frontline", "geos", "units", "unit_count"])
@pytest.mark.parametrize("how", ["missing", "null", "empty"])
def test_an_owlmaps_file_may_lack_all_but_its_areas(tmp_path: Path, gone: str, how: str) -> None:
    value = owlmaps()
    if how == "missing":
        del value[gone]
    else:
        value[gone] = None if how == "null" else []
    layer = load_control(write(tmp_path, "20250104.json", value))
    assert "RU" in layer.sides


def test_owlmaps_rings_with_longitude_first_are_noticed_and_turned(tmp_path: Path) -> None:
    value = owlmaps()
    for key in ("areas", "areas_ua"):
        value[key] = [[[lon, lat] for lat, lon in each] for each in value[key]]
    value["frontline"] = [[lon, lat] for lat, lon in value["frontline"]]
    layer = load_control(write(tmp_path, "20250104.json", value))
    (told,) = notes(layer, "turned")
    assert "longitude first" in told
    assert layer.ground("UA").bounds == pytest.approx((35.2, 51.2, 35.3, 51.3))
    assert layer.line is not None
    assert layer.line.bounds == pytest.approx((37.0, 48.0, 37.1, 48.2))


def test_what_an_owlmaps_file_has_wrong_is_repaired_or_counted(tmp_path: Path) -> None:
    open_ring = ring(37.3, 48.0)[:-1]
    high = [[*pair, 120.0] for pair in ring(37.5, 48.0)]
    holed = [*ring(37.7, 48.0)[:2], [None, 37.75], *ring(37.7, 48.0)[2:]]
    bow = [[49.0, 37.0], [49.1, 37.1], [49.1, 37.0], [49.0, 37.1], [49.0, 37.0]]
    flat = [[49.0, 38.0], [49.0, 38.1], [49.0, 38.2], [49.0, 38.0]]
    value = owlmaps(
        areas=[ring(37.0, 48.0), ring(37.0, 48.0), ring(37.02, 48.02, 0.01), open_ring, high,
               holed, bow, flat, [[48.0, 37.0], [48.1, 37.0]], "x", None, []],
        units={"ru": [[7, None], [8, ["a", 1]], 5, [9, [37.9, 48.3]]]},
    )  # fmt: skip
    layer = load_control(write(tmp_path, "20250104.json", value))
    repaired, left, assumed = (notes(layer, kind) for kind in ("repaired", "left out", "assumed"))
    assert "a ring was not closed and has been" in repaired
    assert "a vertex that is no pair of numbers was taken out of its ring" in repaired
    assert any(
        text.startswith("a shape whose rings crossed was made valid: area") for text in repaired
    )
    assert "a shape that another one repeats exactly" in left
    assert "a shape without any area" in left
    assert "a ring without three different vertices" in left
    assert "3 rings that are no lists of points" in left
    assert "3 units or events without a position" in left
    assert any("lies wholly inside another" in text for text in assumed)
    assert (layer.frame["side"] == "RU").sum() == 6
    assert layer.frame.geometry.is_valid.all()
    assert not layer.frame.geometry.has_z.any()
    expected = 4 * true_km2(37.0, 48.0) + true_km2(37.0, 49.0) / 2
    assert area_km2(layer.ground("RU")) == pytest.approx(expected, rel=1e-3)


def daily(name: str | None, *boxes: tuple[float, float]) -> dict[str, Any]:
    shapes = shapely.MultiPolygon([shapely.box(x, y, x + 0.1, y + 0.1) for x, y in boxes])
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    feature = {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shapes)}
    return {"type": "FeatureCollection", "crs": crs, "features": [feature]} | (
        {"name": name} if name else {}
    )


def test_the_daily_file_is_known_by_its_name_inside_or_outside(tmp_path: Path) -> None:
    value = daily("deepstatemap_data_20250104", (37.0, 48.0))
    inside = load_control(write(tmp_path, "renamed.geojson", value))
    assert (inside.date, inside.date_basis) == ("2025-01-04", "attribute")
    value = daily(None, (37.0, 48.0))
    outside = load_control(write(tmp_path, "deepstatemap_data_20250105.geojson", value))
    assert (outside.date, outside.date_basis) == ("2025-01-05", "file name")
    for layer in (inside, outside):
        assert layer.maker.licence == "GPL-3.0"
        assert layer.frame["licence"].tolist() == ["GPL-3.0"]
        assert area_km2(layer.ground("RU", within="UA")) == pytest.approx(
            true_km2(37.0, 48.0), rel=1e-4
        )


def feature(name: str, west: float, south: float, fill: str = "#0f9d58") -> dict[str, Any]:
    points = [[lon, lat, 0] for lat, lon in ring(west, south)]
    return {
        "type": "Feature",
        "properties": {"name": name, "fill": fill},
        "geometry": {"type": "Polygon", "coordinates": [points]},
    }


def unit(name: str, icon: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": name, "description": f"{{icon={icon}}}"},
        "geometry": {"type": "Point", "coordinates": [37.0, 48.0, 0]},
    }


def answer() -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            feature(f"Окуповано /// Occupied{NBSP}/// geoJSON.status.occupied\n", 37.0, 48.0),
            feature("Статус невідомий /// Unknown status /// geoJSON.status.unknown", 37.1, 48.0),
            feature("Звільнено 25.03 /// Liberated 25.03 /// geoJSON.status.dismissed_at "
                    "{{at:25.03}}", 36.0, 49.5),
            feature("Звільнено\n///\nLiberated /// geoJSON.status.dismissed", 36.0, 49.0),
            feature("Звільнено /// Liberated /// geoJSON.status.dismissed", 35.2, 51.2, "#01579b"),
            feature("Крим /// Occupied Crimea /// geoJSON.territories.crimea", 34.0, 45.0),
            feature("Окупована Абхазія.\n///\nOccupied Abkhazia.\n/// geoJSON.territories.abkhazia",
                    41.0, 43.0),
            feature("Щось /// Something new /// geoJSON.status.something", 36.5, 48.5),
            unit("Полк /// 1st regiment /// geoJSON.units.regiment.1", "enemy"),
            unit("Аеродром /// Airfield /// geoJSON.airfield.x", "airport"),
            unit("Бригада /// Brigade of Belarus /// geoJSON.units.brigade.b", "iblorussia"),
        ],
    }  # fmt: skip


def test_an_answer_of_deepstatemap_is_read_by_its_keys(tmp_path: Path) -> None:
    layer = load_control(write(tmp_path, "1750801842.geojson", answer()))
    assert (layer.date, layer.format) == ("2025-06-24", "deepstate")
    rows = layer.frame[["side", "status", "within", "label"]].to_numpy().tolist()
    assert rows == [
        ["RU", "held", "UA", "Occupied"],
        [None, "contested", None, "Unknown status"],
        ["UA", "liberated", "UA", "Liberated 25.03"],
        ["UA", "liberated", "UA", "Liberated"],
        ["UA", "held", "RU", "Liberated"],
        ["RU", "held", "UA", "Occupied Crimea"],
    ]
    assert not layer.frame.geometry.has_z.any()
    left = notes(layer, "left out")
    assert left == ["a territory that is no part of this front: Occupied Abkhazia.",
                    "a polygon whose key is not known: Something new"]  # fmt: skip
    assert any("Ukraine holds in Russia" in text for text in notes(layer, "assumed"))
    assert layer.points is not None
    assert layer.points[["side", "label", "kind"]].to_numpy().tolist() == [
        ["RU", "1st regiment", "unit"], [None, "Airfield", "airport"],
        ["BY", "Brigade of Belarus", "unit"],
    ]  # fmt: skip


def test_an_answer_may_be_wrapped_with_the_moment_it_was_made(tmp_path: Path) -> None:
    wrapped = {"id": 1736000000, "map": answer(), "datetime": "…"}
    layer = load_control(write(tmp_path, "last.json", wrapped))
    assert (layer.date, layer.date_basis) == ("2025-01-04", "attribute")
    assert len(layer.frame) == 6


def test_an_answer_without_any_ground_of_the_front_says_what_was_left_out(tmp_path: Path) -> None:
    value = answer()
    value["features"] = value["features"][6:8]
    with pytest.raises(ControlInvalid, match=r"no ground that anybody holds .*Abkhazia"):
        load_control(write(tmp_path, "1750801842.geojson", value))


@pytest.mark.parametrize(
    ("day", "held_km2"),
    [("20240806", 38.4), ("20240901", 1098.5), ("20241215", 538.1), ("20250104", 462.6),
     ("20250105", 468.3)],
)  # fmt: skip
def test_ground_held_by_ukraine_in_russia(control_dir: Path, day: str, held_km2: float) -> None:
    path = control_dir / "owlmaps" / f"{day}.json"
    layer = load_control(path)
    assert layer.date == f"{day[:4]}-{day[4:6]}-{day[6:]}"
    assert area_km2(layer.ground("UA", within="RU")) == pytest.approx(held_km2, abs=0.1)
    value = json.loads(path.read_text())
    assert len(layer.frame) == len(value["areas"]) + len(value["areas_ua"])
    lists = [*value["units"].values(), *(value["geos"].values() if value["geos"] else ())]
    assert layer.points is not None
    assert len(layer.points) == sum(map(len, lists))
    assert layer.line is not None
    nested = isinstance(value["frontline"][0][0], list)
    drawn = value["frontline"] if nested else [value["frontline"]]
    assert len(shapely.get_coordinates(layer.line)) == sum(map(len, drawn))


def test_every_feature_of_a_real_answer_is_accounted_for(control_dir: Path) -> None:
    path = control_dir / "deepstate_api" / "1750801842.geojson"
    layer = load_control(path)
    left = sum(note.count for note in layer.notes if note.kind == "left out")
    assert (len(layer.frame) + left, left) == (113, 12)
    assert layer.points is not None
    assert len(layer.points) == 389
    assert (layer.points["side"] == "RU").sum() == 257
    # The maker's own colours, added up without this project's reader.
    occupied = 0.0
    for each in json.loads(path.read_text())["features"]:
        if each["properties"].get("fill") in ("#a52714", "#880e4f"):
            shell, *holes = each["geometry"]["coordinates"]
            for k, points in enumerate([shell, *holes]):
                lons, lats = [p[0] for p in points], [p[1] for p in points]
                km2 = abs(float(GEOD.polygon_area_perimeter(lons, lats)[0])) / 1e6
                occupied += km2 if k == 0 else -km2
    assert area_km2(layer.ground("RU")) == pytest.approx(occupied, rel=1e-5)


def test_dark_blue_ground_of_a_real_answer_lies_in_russia(control_dir: Path) -> None:
    """By the border line of the gazetteer, which the maker has not seen."""
    from gazetteer.store import Gazetteer
    from gazetteer.territory import territory

    layer = load_control(control_dir / "deepstate_api" / "1750801842.geojson")
    rows = layer.frame[layer.frame["status"].isin(["held", "liberated"])]
    with Gazetteer.open() as gazetteer:
        russia = territory(gazetteer, "RU")
        for _, row in rows[rows["side"] == "UA"].iterrows():
            inside = area_km2(row.geometry & russia) / area_km2(row.geometry)
            assert inside > 0.95 if row["within"] == "RU" else inside < 0.05
    assert (rows["within"] == "RU").sum() == 2


@pytest.mark.parametrize("day", ["20241201", "20250104", "20250105"])
def test_the_real_daily_files(control_dir: Path, day: str) -> None:
    path = control_dir / "cyterat" / f"deepstatemap_data_{day}.geojson"
    layer = load_control(path)
    (each,) = json.loads(path.read_text())["features"]
    true = abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(
        shapely.geometry.shape(each["geometry"])))[0]) / 1e6  # fmt: skip
    assert area_km2(layer.ground("RU", within="UA")) == pytest.approx(true, rel=1e-4)
    assert layer.date == f"{day[:4]}-{day[4:6]}-{day[6:]}"
