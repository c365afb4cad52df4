"""The page of what changed hands between two control maps, read from its markup."""

from __future__ import annotations

import html as markup
import json
import re
from typing import Any

import pytest
import shapely
from pyproj import Geod

from geo.control.grounds import within_of
from geo.control.layer import Maker
from maps.change_map import change_map
from maps.wording import number

GEOD = Geod(ellps="WGS84")
BEFORE = (35.15, 51.15, 35.45, 51.30)
AFTER = (35.20, 51.15, 35.52, 51.30)
LOST = (35.15, 51.15, 35.20, 51.30)
GAINED = (35.45, 51.15, 35.52, 51.30)
SLIVER = (35.20, 51.30, 35.45, 51.3005)
"""A strip 55 m wide along the northern edge."""


def geodesic_km2(box: tuple[float, float, float, float]) -> float:
    shape = shapely.geometry.polygon.orient(shapely.box(*box))
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def drawn(html: str, key: str) -> list[dict[str, Any]]:
    """The features of one layer, read back from the page's script."""
    found = re.search(rf"geo_json_{key}_add\((.*?)\);\n", html, re.DOTALL)
    features: list[dict[str, Any]] = json.loads(found[1])["features"] if found else []
    return features


def words(html: str) -> str:
    """What a reader sees, without scripts and styles."""
    seen = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(markup.unescape(seen).split())


def ground(box: Any, **more: Any) -> dict[str, Any]:
    return {"geometry": box, "side": "UA", "within": "RU", **more}


@pytest.fixture
def layers(control_layer: Any) -> tuple[Any, Any]:
    moved = shapely.union(shapely.box(*AFTER), shapely.box(*SLIVER))
    return (
        control_layer([ground(BEFORE)], date="2024-12-15", file="a.geojson"),
        control_layer([ground(moved)], date="2025-01-05", file="b.geojson"),
    )


@pytest.fixture
def page(layers: tuple[Any, Any], gazetteer: Any) -> str:
    return change_map(layers[0], layers[1], gazetteer)


def test_the_head_names_both_days(page: str) -> None:
    title = "What changed hands, 15 December 2024 to 5 January 2025"
    assert f"<title>{title}</title>" in page


def test_gained_lost_and_net_are_those_of_the_full_shapes(page: str) -> None:
    gained = geodesic_km2(GAINED) + geodesic_km2(SLIVER)
    lost = geodesic_km2(LOST)
    row = words(page).partition("Ground of Gained Lost Net")[2].partition("Settlements")[0]
    assert "Ukraine held in Russia" in row
    assert f"{number(gained)} km² {number(lost)} km²" in row
    assert f"{'+' if gained > lost else '−'}{number(abs(gained - lost))} km²" in row
    assert f"slivers {number(geodesic_km2(SLIVER))} km²" in row


def test_the_key_says_who_took_how_much(page: str) -> None:
    text = words(page)
    key = text[text.index("Key") : text.index("Map data")]
    assert f"Taken by Ukraine In Russia {number(geodesic_km2(GAINED))} km²" in key
    assert f"Taken by Russia In Russia {number(geodesic_km2(LOST))} km²" in key
    assert f"Slivers {number(geodesic_km2(SLIVER))} km²" in key
    assert "Front 15 December 2024" in key
    assert "Front 5 January 2025" in key


def test_changed_ground_has_the_colour_of_who_has_it_now(page: str) -> None:
    sides = {}
    for part in drawn(page, "changed"):
        box = shapely.geometry.shape(part["geometry"]).bounds
        sides[tuple(round(edge, 2) for edge in box)] = part["properties"]["side"]
    assert sides == {GAINED: "UA", LOST: "RU"}


def test_slivers_are_thin_ground_of_their_own_without_a_side_or_a_card(page: str) -> None:
    (sliver,) = drawn(page, "slivers")
    assert sliver["properties"] == {"look": "sliver"}
    assert shapely.geometry.shape(sliver["geometry"]).bounds == pytest.approx(SLIVER)


def test_settlements_that_changed_hands_are_named_on_map_and_in_the_table(
    control_layer: Any, gazetteer: Any
) -> None:
    around = (35.40, 51.27, 35.47, 51.32)
    html = change_map(
        control_layer([ground(BEFORE)], date="2024-12-15"),
        control_layer([ground(shapely.union(shapely.box(*BEFORE), shapely.box(*around)))]),
        gazetteer,
    )
    text = words(html)
    table = text[text.index("Settlements that changed hands") :].partition("The ground, piece")[0]
    assert "To Ukraine" in table
    assert "Novosotnitsky Kursk Oblast, RU near the edge Russia" in table
    assert "From Russia to Ukraine between 15 December 2024 and 4 January 2025" in table
    assert "Sudzha" not in table  # held on both
    labels = re.findall(r'<li data-kind="turned"[^>]*data-card="([^"]+)"[^>]*>([^<]+)', html)
    named = {name: card for card, name in labels}
    cards = {mark["properties"]["card"] for mark in drawn(html, "places")}
    assert named["Novosotnitsky"] in cards
    assert f'id="{named["Novosotnitsky"]}"' in html
    assert "1 settlement changed hands" in text.partition("Gained and lost")[0]


def test_two_makers_are_stamped(control_layer: Any, gazetteer: Any, page: str) -> None:
    other = Maker("Another desk", "CC0-1.0")
    html = change_map(
        control_layer([ground(BEFORE)], date="2024-12-15"),
        control_layer([ground(AFTER)], date="2025-01-05", maker=other),
        gazetteer,
    )
    assert "Two makers are mixed here: Lantern Maps and Another desk." in words(html)
    assert "Two makers" not in words(page)


def test_two_maps_of_one_day_differ_and_nothing_changed_hands(
    control_layer: Any, gazetteer: Any
) -> None:
    other = Maker("Another desk", "CC0-1.0")
    html = change_map(
        control_layer([ground(BEFORE)]), control_layer([ground(AFTER)], maker=other), gazetteer
    )
    text = words(html)
    assert "Where two maps of 4 January 2025 differ" in text
    assert "More and less on the second map" in text
    assert "changed hands" not in text.partition("How to read this")[0]
    assert "Taken by" not in text


def test_the_first_view_is_about_what_changed(control_layer: Any, gazetteer: Any) -> None:
    south = {"geometry": (33.0, 46.0, 38.0, 47.5), "side": "RU", "within": "UA"}
    html = change_map(
        control_layer([ground(BEFORE), south], date="2024-12-15"),
        control_layer([ground(AFTER), south]),
        gazetteer,
    )
    data = json.loads(re.search(r'id="frontmap-data">(.*?)</script>', html)[1])  # type: ignore[index]
    west, south_edge, east, north = data["view"]
    assert 34 < west < LOST[0]
    assert GAINED[2] < east < 37
    assert 50.5 < south_edge < BEFORE[1]
    assert BEFORE[3] < north < 52
    assert data["all"][1] <= 46


def test_within_a_region_only_its_own_changes_are_told(layers: Any, gazetteer: Any) -> None:
    html = change_map(layers[0], layers[1], gazetteer, within=within_of(gazetteer, "region:RU-KRS"))
    assert "What changed hands in Kursk Oblast" in words(html)
    assert "held in Kursk Oblast" in words(html)


def test_two_equal_maps_say_so(control_layer: Any, gazetteer: Any) -> None:
    html = change_map(
        control_layer([ground(BEFORE)], date="2024-12-15"), control_layer([ground(BEFORE)]),
        gazetteer,
    )  # fmt: skip
    text = words(html)
    assert "Both maps show the same ground." in text
    assert "No settlement of the gazetteer lies on such ground." in text
    assert drawn(html, "changed") == []


def test_the_same_maps_give_the_same_bytes(layers: Any, gazetteer: Any, page: str) -> None:
    assert change_map(layers[0], layers[1], gazetteer) == page


def test_real_maps_change_as_measured(control_dir: Any) -> None:
    from gazetteer.store import Gazetteer
    from geo.control.formats import load_control

    first, last = (
        load_control(control_dir / f"owlmaps/{day}.json") for day in ("20241215", "20250105")
    )
    with Gazetteer.open() as gazetteer:
        html = change_map(first, last, gazetteer)
    assert len(html.encode()) < 3_000_000
    # Areas of ../shared/data/README.md: 538.1 and 468.3 km².
    assert "−69.7 km²" in words(html) or "−69.8 km²" in words(html)


def test_ground_that_is_contested_now_is_nobodys_gain(control_layer: Any, gazetteer: Any) -> None:
    disputed = {"geometry": LOST, "side": None, "within": "RU", "status": "contested"}
    html = change_map(
        control_layer([ground(BEFORE)], date="2024-12-15"),
        control_layer([ground(AFTER), disputed]),
        gazetteer,
    )
    fills = {
        tuple(round(edge, 2) for edge in shapely.geometry.shape(part["geometry"]).bounds): (
            part["properties"]["fill"], part["properties"]["side"],
        )
        for part in drawn(html, "changed")
    }  # fmt: skip
    assert fills == {GAINED: ("plain", "UA"), LOST: ("slant", "")}
    text = words(html)
    key = text[text.index("Key") : text.index("Map data")]
    assert f"Now contested In Russia {number(geodesic_km2(LOST))} km²" in key
    assert "Taken by Russia" not in key


def test_ground_that_went_from_one_side_to_another_is_told_once(
    control_layer: Any, gazetteer: Any
) -> None:
    html = change_map(
        control_layer([ground(BEFORE)], date="2024-12-15"),
        control_layer([ground((35.2, 51.15, 35.45, 51.3)), ground(LOST, side="Free Riders")]),
        gazetteer,
    )
    (part,) = drawn(html, "changed")
    assert part["properties"]["side"].startswith("party-")
    assert f"Taken by Free Riders In Russia {number(geodesic_km2(LOST))} km²" in words(html)


def test_ground_contested_anew_is_the_country_s_loss_and_its_gain_once_it_is_over(
    control_layer: Any, gazetteer: Any
) -> None:
    east = (35.45, 51.15, 35.52, 51.30)
    disputed = {"geometry": east, "side": None, "within": "RU", "status": "contested"}
    quiet = control_layer([ground(BEFORE)], date="2024-12-15")
    fought_over = control_layer([ground(BEFORE), disputed])
    area = number(geodesic_km2(east))
    begun = change_map(quiet, fought_over, gazetteer)
    (part,) = drawn(begun, "changed")
    assert (part["properties"]["fill"], part["properties"]["side"]) == ("slant", "")
    assert f"Now contested In Russia {area} km²" in words(begun)
    over = change_map(fought_over, quiet, gazetteer)
    (part,) = drawn(over, "changed")
    assert (part["properties"]["fill"], part["properties"]["side"]) == ("plain", "RU")
    assert f"Taken by Russia In Russia {area} km²" in words(over)
