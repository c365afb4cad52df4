"""What the page of a control map says and draws, read from its markup."""

from __future__ import annotations

import html as markup
import json
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.control.grounds import within_of
from geo.control.layer import LayerNote, Maker
from maps.control_basis import basis_of
from maps.control_map import control_map
from maps.layers import side_code
from maps.wording import number

GEOD = Geod(ellps="WGS84")
SALIENT = (35.15, 51.15, 35.45, 51.30)
"""Ground in the small world's Russia, around Sudzha and Berdin."""
CORNER = (35.50, 51.32, 35.60, 51.38)
UNKNOWN = Maker("Somebody's channel")


def geodesic_km2(shape: Any) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.geometry.polygon.orient(shape))[0]) / 1e6


def drawn(html: str, key: str) -> list[dict[str, Any]]:
    """The features of one layer, read back from the page's script."""
    found = re.search(rf"geo_json_{key}_add\((.*?)\);\n", html, re.DOTALL)
    features: list[dict[str, Any]] = json.loads(found[1])["features"] if found else []
    return features


def words(html: str) -> str:
    """What a reader sees, without scripts and styles."""
    seen = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(markup.unescape(seen).split())


@pytest.fixture
def page(control_layer: Any, gazetteer: Any) -> str:
    rows = [
        {"geometry": SALIENT, "side": "UA", "within": "RU", "label": "bulge"},
        {"geometry": CORNER, "side": None, "within": "RU", "status": "contested"},
    ]
    return control_map(control_layer(rows, sha256="ab" * 32), gazetteer)


def test_the_head_says_what_when_and_whose(page: str) -> None:
    assert "<title>Who holds what on 4 January 2025</title>" in page
    assert "Lantern Maps · 4 January 2025" in words(page).replace(
        "Lantern Maps 4", "Lantern Maps · 4"
    )


def test_the_key_and_the_table_hold_the_area_by_side_and_country(page: str) -> None:
    area = number(geodesic_km2(shapely.box(*SALIENT)))
    contested = number(geodesic_km2(shapely.box(*CORNER)))
    text = words(page)
    key = text[text.index("Key") : text.index("Map data")]
    assert f"Ukraine Held in Russia {area} km²" in key
    assert f"Contested in Russia {contested} km²" in key
    table = text[text.index("Side Ground Area") : text.index("The ground, piece by piece")]
    assert "Ukraine Held in Russia contact line" in table
    assert f"{area} km²" in table


def test_contested_ground_is_hatched_and_held_ground_is_not(page: str) -> None:
    fills = {f["properties"]["card"]: f["properties"]["fill"] for f in drawn(page, "control")}
    assert fills == {"ground-1": "plain", "ground-2": "slant"}
    sides = {f["properties"]["card"]: f["properties"]["side"] for f in drawn(page, "control")}
    assert sides == {"ground-1": "UA", "ground-2": ""}


def test_every_piece_tells_its_facts(page: str) -> None:
    row = re.search(r'<tbody id="ground-1".*?</tbody>', page, re.DOTALL)
    assert row is not None
    told = words(row[0])
    for fact in (
        "Held by Ukraine in Russia", "Maker’s label bulge", "Of 4 January 2025",
        "Licence CC-BY-4.0", "Source Lantern Maps", "Status held", "Side Ukraine",
        "Sudzha, Martynovka, Cherkasskoye Porechnoye and",
    ):  # fmt: skip
        assert fact in told, fact


def test_the_front_is_worked_out_where_the_maker_draws_none(page: str) -> None:
    lines = drawn(page, "front")
    assert [line["properties"]["look"] for line in lines] == ["front-casing", "front"]
    assert "worked out: where the ground" in words(page)


def test_the_makers_own_front_is_drawn_as_it_is(control_layer: Any, gazetteer: Any) -> None:
    own = shapely.LineString([(35.1, 51.2), (35.3, 51.4), (35.6, 51.1)])
    layer = control_layer([{"geometry": SALIENT, "side": "UA", "within": "RU"}], line=own)
    html = control_map(layer, gazetteer)
    assert drawn(html, "front")[1]["geometry"]["coordinates"] == [list(p) for p in own.coords]
    assert "as the maker draws it" in words(html)


def test_the_foot_names_maker_licence_file_and_hash(page: str) -> None:
    text = words(page)
    assert "Control: Lantern Maps (CC-BY-4.0)." in text
    assert "Licence CC-BY-4.0 Day 4 January 2025 (option) File map.geojson (geojson)" in text
    assert f"map.geojson {'ab' * 32}" in text


def test_a_map_without_a_licence_is_stamped(control_layer: Any, gazetteer: Any, page: str) -> None:
    row = {"geometry": SALIENT, "side": "UA", "within": "RU"}
    for licence in (None, "unknown"):
        maker = Maker("Somebody's channel", licence)
        html = control_map(control_layer([row], maker=maker), gazetteer)
        assert "Licence not stated by its maker: Somebody's channel." in words(html)
        assert '<ul class="stamps"' in html
    assert '<ul class="stamps"' not in page


def test_an_undated_map_says_so(control_layer: Any, gazetteer: Any) -> None:
    row = {"geometry": SALIENT, "side": "UA", "within": "RU"}
    html = control_map(control_layer([row], date=None, date_basis="no day in it"), gazetteer)
    text = words(html)
    assert "Who holds what, undated" in text
    assert "Undated: neither the file nor its name tell" in text


def test_repairs_are_told_in_the_foot_and_coarsening_is_stamped(
    control_layer: Any, gazetteer: Any
) -> None:
    notes = (
        LayerNote("repaired", "rings crossed themselves", 3),
        LayerNote("coarsened", "shapes are coarsened to 2000 m: none 1 km² before"),
    )
    row = {"geometry": SALIENT, "side": "UA", "within": "RU"}
    html = control_map(control_layer([row], notes=notes), gazetteer)
    assert "Repaired rings crossed themselves (3 ×)" in words(html)
    stamps = re.search(r'<ul class="stamps".*?</ul>', html, re.DOTALL)
    assert stamps is not None
    assert "Shapes are coarsened to 2000 m" in words(stamps[0])


def test_a_region_has_its_own_figures_and_its_pieces_come_first(
    control_layer: Any, gazetteer: Any
) -> None:
    rows = [
        {"geometry": SALIENT, "side": "UA", "within": "RU"},
        {"geometry": (37.0, 48.0, 39.0, 49.0), "side": "RU", "within": "UA"},
    ]
    within = within_of(gazetteer, "region:RU-KRS")
    html = control_map(control_layer(rows), gazetteer, within=within)
    inside = number(geodesic_km2(shapely.box(*SALIENT).intersection(within.shape)))
    text = words(html)
    assert "Who holds what in Kursk Oblast on 4 January 2025" in text
    assert f"Held in Kursk Oblast {inside} km²" in text
    assert "Held in Ukraine" not in text
    pieces = text[text.index("The ground, piece by piece") :]
    assert pieces.index("Sudzha") < pieces.index("Elsewhere on the map") < pieces.index("Pokrovsk")
    data = json.loads(re.search(r'id="frontmap-data">(.*?)</script>', html)[1])  # type: ignore[index]
    west, south, east, north = data["view"]
    assert west < SALIENT[0] < SALIENT[2] < east < 37
    assert south < SALIENT[1] < SALIENT[3] < north


def test_a_far_island_does_not_set_the_first_view(control_layer: Any, gazetteer: Any) -> None:
    rows = [
        {"geometry": (33.0, 46.0, 38.0, 50.0), "side": "RU", "within": "UA"},
        {"geometry": SALIENT, "side": "UA", "within": "RU"},
        {"geometry": (140.0, 44.0, 141.0, 45.0), "side": "RU", "within": "UA"},
        {"geometry": (23.0, 49.0, 24.0, 50.0), "side": "UA", "within": "UA", "status": "liberated"},
    ]
    html = control_map(control_layer(rows), gazetteer)
    data = json.loads(re.search(r'id="frontmap-data">(.*?)</script>', html)[1])  # type: ignore[index]
    west, south, east, north = data["view"]
    assert 30 < west <= 33
    assert 38 <= east < 45
    assert south <= 46
    assert north >= SALIENT[3]
    assert data["all"][2] > 140


def test_units_are_left_out_and_on_request_are_a_layer_that_is_off(
    control_layer: Any, gazetteer: Any
) -> None:
    import geopandas as gpd

    points = gpd.GeoDataFrame(
        {"side": ["RU", None], "label": ["unit 7", "depot"], "kind": ["unit", "site"]},
        geometry=[shapely.Point(35.5, 51.3), shapely.Point(35.2, 51.2)], crs="EPSG:4326",
    )  # fmt: skip
    layer = control_layer([{"geometry": SALIENT, "side": "UA", "within": "RU"}], points=points)
    without = control_map(layer, gazetteer)
    assert drawn(without, "units") == []
    assert "unit 7" not in without
    html = control_map(layer, gazetteer, units=True)
    assert len(drawn(html, "units")) == 2
    assert "geo_json_units.addTo" not in html
    assert "as the file has them, of unknown age" in words(html)


def test_drawing_is_simplified_and_figures_are_not(control_layer: Any, gazetteer: Any) -> None:
    turn = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    reach = 0.1 + 0.00008 * np.sin(400 * turn)
    blob = shapely.Polygon(
        np.column_stack([35.4 + 1.6 * reach * np.cos(turn), 51.3 + reach * np.sin(turn)])
    )
    html = control_map(control_layer([{"geometry": blob, "side": "UA", "within": "RU"}]), gazetteer)
    (piece,) = drawn(html, "control")
    assert len(shapely.get_coordinates(shapely.geometry.shape(piece["geometry"]))) < 1_000
    assert f"Held in Russia {number(geodesic_km2(blob))} km²" in words(html)
    kept = shapely.geometry.shape(piece["geometry"])
    assert kept.hausdorff_distance(blob) * 111_000 < 80


def test_the_same_map_gives_the_same_bytes(control_layer: Any, gazetteer: Any) -> None:
    rows = [
        {"geometry": SALIENT, "side": "UA", "within": "RU"},
        {"geometry": CORNER, "side": "a party of its own", "within": "RU"},
    ]
    assert control_map(control_layer(rows), gazetteer) == control_map(
        control_layer(rows), gazetteer
    )


def test_inferred_ground_is_never_drawn_as_a_makers(control_layer: Any, gazetteer: Any) -> None:
    rows = [
        {"geometry": SALIENT, "side": "UA", "within": "RU"},
        {"geometry": CORNER, "side": None, "within": "RU", "status": "contested"},
    ]
    maker = Maker("frontmap, inferred from reports")
    line = shapely.LineString([(35.1, 51.3), (35.5, 51.3)])
    layer = control_layer(rows, inferred=True, maker=maker, line=line)
    html = control_map(layer, gazetteer)
    makers = {"plain", "slant", "back-slant", "rows"}
    assert not {f["properties"]["fill"] for f in drawn(html, "control")} & makers
    assert {f["properties"]["look"] for f in drawn(html, "control")} == {"inferred"}
    assert [f["properties"]["look"] for f in drawn(html, "front")] == ["front-inferred"]
    text = words(html)
    assert "Inferred by frontmap from reports: no maker drew this ground or this line." in text
    assert "inferred from reports, drawn by no maker" in text
    assert "Licence not stated" not in text


def test_a_party_with_a_name_of_its_own_has_a_colour_and_no_text_in_a_script(
    control_layer: Any, gazetteer: Any
) -> None:
    name = "</script><b>Free Riders</b>"
    layer = control_layer([{"geometry": SALIENT, "side": name, "within": "RU"}])
    html = control_map(layer, gazetteer)
    (piece,) = drawn(html, "control")
    assert re.fullmatch(r"party-[0-9a-f]{12}", piece["properties"]["side"])
    assert f'"{piece["properties"]["side"]}":"#' in html
    assert f"Held by {name}" in words(html)
    assert "<b>Free Riders" not in html


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_the_code_of_a_side_is_harmless(side: str) -> None:
    assert re.fullmatch(r"[A-Z]{2}|party-[0-9a-f]{12}", side_code(side))
    assert side_code(side) == side_code(side)


def test_a_real_map_is_light(control_dir: Any) -> None:
    from gazetteer.store import Gazetteer
    from geo.control.formats import load_control

    with Gazetteer.open() as gazetteer:
        for name in ("owlmaps/20250104.json", "deepstate_api/1750801842.geojson"):
            html = control_map(load_control(control_dir / name), gazetteer)
            assert len(html.encode()) < 3_000_000, name


def test_an_inferred_front_shows_what_each_stretch_rests_on(
    control_layer: Any, gazetteer: Any
) -> None:
    import geopandas as gpd

    maker = Maker("frontmap, inferred from reports")
    layer = control_layer(
        [{"geometry": SALIENT, "side": "UA", "within": "RU"}], inferred=True, maker=maker
    )
    lines = [
        shapely.LineString([(35.15 + 0.1 * n, 51.3), (35.25 + 0.1 * n, 51.3)]) for n in range(3)
    ]
    kinds = {"kind": ["none", "stated", "interpolated"]}
    statuses = [
        SimpleNamespace(lon=35.27, lat=51.19, side="UA", decisive=True),
        SimpleNamespace(lon=35.43, lat=51.29, side="UA", decisive=False),
    ]
    front = SimpleNamespace(
        layer=layer, stretches=gpd.GeoDataFrame(kinds, geometry=lines, crs="EPSG:4326"),
        information=shapely.Point(35.3, 51.2).buffer(0.3), statuses=statuses,
    )  # fmt: skip
    html = control_map(layer, gazetteer, basis=basis_of(front))
    looks = [f["properties"]["look"] for f in drawn(html, "front")]
    assert looks == ["front-none", "front-interpolated", "front-stated"]
    assert [f["properties"].get("hollow") for f in drawn(html, "evidence")] == [None, 1]
    text = words(html)
    assert "Inferred by frontmap from 2 statements: no maker drew this" in text
    key = text[text.index("Key") : text.index("Map data")]
    for words_of in ("resting on statements", "interpolated", "Beyond: no information"):
        assert words_of in key
    assert "Control inferred from reports, 4 January 2025" in text
