"""Pages of control maps in a browser: offline, silent, to be read, chosen from and switched."""

from __future__ import annotations

import re
from typing import Any

import pytest
import shapely

from geo.control.atlas import ControlAtlas
from geo.control.layer import LayerNote, Maker
from maps.change_map import change_map
from maps.control_choice import sheet_for
from maps.control_map import control_map
from maps.report_map import report_map

SALIENT = (35.15, 51.15, 35.45, 51.30)
CORNER = (35.50, 51.32, 35.60, 51.38)
MAP = "window[document.querySelector('.folium-map').id]"
CLICK_AT = f"""([lat, lon]) => {{
  const map = {MAP}, box = document.querySelector('.folium-map').getBoundingClientRect();
  const at = map.latLngToContainerPoint([lat, lon]);
  return [box.left + at.x, box.top + at.y];
}}"""
INK_AT = f"""([lat, lon]) => {{
  const map = {MAP}, at = map.latLngToContainerPoint([lat, lon]);
  const canvas = map._renderer._container, scale = canvas.width / canvas.offsetWidth;
  const shift = map.containerPointToLayerPoint(at).subtract(map._renderer._bounds.min);
  const ink = canvas.getContext('2d').getImageData(
    Math.round(shift.x * scale) - 6, Math.round(shift.y * scale) - 6, 12, 12).data;
  const seen = new Set();
  for (let i = 0; i < ink.length; i += 4) seen.add(ink.slice(i, i + 4).join());
  return [...seen];
}}"""
"""The colours in a square of 12 pixels around a place."""
HOSTILE = (
    "<script>window.pwned = 1; alert(1)</script>",
    "</script><script>window.pwned = 1</script>",
    "${window.pwned = 1}`${alert(1)}`{{7*7}}{% raw %}",
    "\"><img src=x onerror=window.pwned=1>' onmouseover='window.pwned=1' x='",
    "javascript:window.pwned=1",
    "a\x00b\ud800c\u202ed",
)


def salient(**more: Any) -> dict[str, Any]:
    return {"geometry": SALIENT, "side": "UA", "within": "RU"} | more


def corner(**more: Any) -> dict[str, Any]:
    return {"geometry": CORNER, "side": None, "within": "RU", "status": "contested"} | more


@pytest.fixture
def pages(control_layer: Any, gazetteer: Any, checked: Any) -> dict[str, str]:
    """One page of each kind."""
    layer = control_layer([salient(), corner()])
    moved = control_layer([salient(geometry=(35.2, 51.15, 35.55, 51.32))], date="2025-02-01")
    inferred = control_layer(
        [salient()], inferred=True, maker=Maker("frontmap, inferred from reports"),
        line=shapely.LineString([(35.1, 51.3), (35.5, 51.3)]),
    )  # fmt: skip
    reports = [reading.report for reading, _ in checked]
    sheet = sheet_for(reports, ControlAtlas([layer]), gazetteer)
    return {
        "control": control_map(layer, gazetteer),
        "change": change_map(layer, moved, gazetteer),
        "inferred": control_map(inferred, gazetteer),
        "report": report_map(checked, gazetteer, control=sheet),
    }


@pytest.mark.parametrize("kind", ["control", "change", "inferred", "report"])
def test_it_opens_offline_and_asks_for_nothing(
    opened: Any, pages: dict[str, str], kind: str
) -> None:
    with opened(pages[kind]) as page:
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(150)
        assert page.requests == []
        assert page.complaints == []
        assert page.locator(".name.country:visible").count() > 0


def test_the_key_shows_each_side_with_its_area(opened: Any, pages: dict[str, str]) -> None:
    with opened(pages["control"]) as page:
        key = page.locator(".legend")
        text = " ".join(key.inner_text().split())
        assert re.search(r"Ukraine Held in Russia [\d,.]+ km²", text)
        assert re.search(r"Contested in Russia [\d,.]+ km²", text)
        shades = page.evaluate(
            """() => [...document.querySelectorAll('.legend canvas[data-fill]')].map(canvas => {
              const pen = canvas.getContext('2d');
              const ink = pen.getImageData(0, 0, canvas.width, canvas.height).data;
              const seen = new Set();
              for (let i = 0; i < ink.length; i += 4) seen.add(ink.slice(i, i + 4).join());
              return seen.size;
            })"""
        )
        assert len(shades) == 2
        assert all(count > 1 for count in shades), "a picture of the key is blank"


def test_a_piece_of_ground_tells_about_itself_when_chosen(
    opened: Any, pages: dict[str, str]
) -> None:
    with opened(pages["control"]) as page:
        page.mouse.click(*page.evaluate(CLICK_AT, [51.18, 35.20]))
        card = page.locator(".leaflet-popup .card")
        card.wait_for()
        text = " ".join(card.inner_text().split())
        assert "Held by Ukraine in Russia" in text
        assert "Licence CC-BY-4.0" in text
        assert page.locator("tbody.chosen").get_attribute("id") == "ground-1"


def test_a_row_of_the_table_shows_its_ground(opened: Any, pages: dict[str, str]) -> None:
    with opened(pages["change"]) as page:
        page.locator("#patches button.go").first.click()
        text = page.locator(".leaflet-popup .card").inner_text()
        assert "between 4 January 2025 and 1 February 2025" in text


def test_contested_and_inferred_ground_is_hatched_or_dotted(
    opened: Any, pages: dict[str, str]
) -> None:
    with opened(pages["control"]) as page:
        assert len(page.evaluate(INK_AT, [51.17, 35.42])) == 1  # held: one even colour
        assert len(page.evaluate(INK_AT, [51.335, 35.58])) > 3
    with opened(pages["inferred"]) as page:
        assert len(page.evaluate(INK_AT, [51.17, 35.42])) > 3


def test_ground_can_be_switched_off_and_takes_its_name_along(
    opened: Any, pages: dict[str, str]
) -> None:
    with opened(pages["control"]) as page:
        assert page.locator(".name.held:visible").all_inner_texts() == ["Held by Ukraine"]
        page.locator(".leaflet-control-layers").hover()
        page.get_by_label("Control map").uncheck()
        page.wait_for_timeout(100)
        assert page.locator(".name.held:visible").count() == 0
        page.get_by_label("Control map").check()
        page.wait_for_timeout(100)
        assert page.locator(".name.held:visible").count() == 1


def test_names_do_not_cover_one_another(opened: Any, pages: dict[str, str]) -> None:
    for kind in ("control", "change", "report"):
        with opened(pages[kind]) as page:
            boxes = [name.bounding_box() for name in page.locator(".name:visible").all()]
        for index, a in enumerate(boxes):
            for b in boxes[index + 1 :]:
                apart = (
                    a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1
                    or a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1
                )  # fmt: skip
                assert apart, (kind, a, b)


def test_the_country_is_not_named_on_ground_that_it_lost(
    opened: Any, pages: dict[str, str]
) -> None:
    with opened(pages["control"]) as page:
        inside = page.evaluate(
            f"""([south, west, north, east]) => {{
              const map = {MAP}, box = document.querySelector('.folium-map')
                .getBoundingClientRect();
              return [...document.querySelectorAll('.name.country')].filter(one => !one.hidden)
                .map(one => {{
                  const r = one.getBoundingClientRect();
                  const at = map.containerPointToLatLng(
                    [r.left + r.width / 2 - box.left, r.top + r.height / 2 - box.top]);
                  return one.textContent === 'Russia' && at.lat > south && at.lat < north
                    && at.lng > west && at.lng < east;
                }});
            }}""",
            [SALIENT[1], SALIENT[0], SALIENT[3], SALIENT[2]],
        )
        assert inside
        assert not any(inside)


def test_units_are_off_until_they_are_switched_on(
    opened: Any, control_layer: Any, gazetteer: Any
) -> None:
    import geopandas as gpd

    points = gpd.GeoDataFrame(
        {"side": ["RU"], "label": ["unit 7"], "kind": ["unit"]},
        geometry=[shapely.Point(35.55, 51.2)], crs="EPSG:4326",
    )  # fmt: skip
    html = control_map(control_layer([salient()], points=points), gazetteer, units=True)
    with opened(html) as page:
        assert not page.evaluate(f"{MAP}.hasLayer(geo_json_units)")
        before = page.evaluate(INK_AT, [51.2, 35.55])
        page.locator(".leaflet-control-layers").hover()
        page.get_by_label("Units and other points of the file").check()
        page.wait_for_timeout(150)
        assert len(page.evaluate(INK_AT, [51.2, 35.55])) > len(before)
        assert "of unknown age" in page.locator("figcaption").inner_text()


def test_it_fits_a_phone(opened: Any, pages: dict[str, str]) -> None:
    for kind in ("control", "change"):
        with opened(pages[kind], width=390, height=844) as page:
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 390, kind
            frame = page.locator(".frame").bounding_box()
            assert frame["height"] > 300


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_control_map_is_shown_and_does_nothing(
    opened: Any, control_layer: Any, gazetteer: Any, checked: Any, text: str
) -> None:
    maker = Maker(text, text, text)
    rows = [
        salient(label=text, source=text, licence=text, attribution=text),
        salient(geometry=CORNER, side=text, label=text),
    ]
    about = {"maker": maker, "file": text, "format": text, "date_basis": text,
             "notes": (LayerNote("coarsened", text), LayerNote("repaired", text))}  # fmt: skip
    layer = control_layer(rows, **about)
    later = control_layer([salient(geometry=(35.2, 51.15, 35.6, 51.32))], **about)
    sheet = sheet_for([reading.report for reading, _ in checked], ControlAtlas([layer]), gazetteer)
    pages = (
        control_map(layer, gazetteer, title=text),
        change_map(layer, later, gazetteer, title=text),
        report_map(checked, gazetteer, control=sheet),
    )
    seen = " ".join(re.sub("[\x00\ud800]", "\ufffd", text).split())
    for html in pages:
        with opened(html) as page:
            for button in page.locator("button.go").all()[:4]:
                button.click()
            page.wait_for_timeout(50)
            assert page.evaluate("window.pwned") is None
            assert page.dialogs == []
            assert page.requests == []
            assert page.complaints == []
            assert page.evaluate("document.querySelectorAll('img, iframe, object').length") == 0
            assert seen in " ".join(page.evaluate("document.body.textContent").split())
