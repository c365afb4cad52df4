"""What a reader at a phone, at paper and at a change map runs into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gazetteer.store import Gazetteer
from geo.control.gather import gather
from maps.timeline import timeline_page

CONTROL = Path(__file__).resolve().parents[1] / "control" / "sample"
PHONE = {"width": 360, "height": 740}
HIDDEN_CITY = """() => {
  const map = frontmap.page.map, size = map.getSize(), unnamed = [], wrong = [], named = [];
  for (const item of document.querySelectorAll("#labels > li[data-kind=town]")) {
    const [lon, lat] = item.dataset.at.split(",").map(Number);
    const at = map.latLngToContainerPoint([lat, lon]);
    if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
    const shown = [...document.querySelectorAll(".name.town")].some(
      name => !name.hidden && name.textContent === item.textContent);
    if (shown) {
      named.push(item.textContent);
      const city = unnamed.find(other => other.at.distanceTo(at) < 20);
      if (city) wrong.push([item.textContent, city.text]);
    } else {
      unnamed.push({ at, text: item.textContent });
    }
  }
  return [named, wrong];
}"""


def middle_of(box: dict[str, float]) -> float:
    return box["x"] + box["width"] / 2


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] + one["width"] <= other["x"]
        or other["x"] + other["width"] <= one["x"]
        or one["y"] + one["height"] <= other["y"]
        or other["y"] + other["height"] <= one["y"]
    )


def test_a_tab_opened_far_down_on_a_phone_begins_at_its_head(opened: Any, html: str) -> None:
    with opened(html, **PHONE) as page:
        page.locator("#tab-claims").click()
        page.locator("#claims tbody[id]").last.scroll_into_view_if_needed()
        page.locator("#tab-reports").click()
        page.wait_for_timeout(200)
        tabs, head = (page.locator(one).bounding_box() for one in (".tabs", "#reports-title"))
        assert tabs["y"] + tabs["height"] <= head["y"] + 1
        assert head["y"] < PHONE["height"] / 2


def test_the_way_into_the_text_covers_no_drawing_on_a_phone(opened: Any, html: str) -> None:
    with opened(html, **PHONE) as page:
        page.locator("#tab-claims").click()
        rows = page.locator("#claims tr.more:has(.strip):has(.in-text)")
        assert rows.count()
        for row in rows.all():
            strip, way = (row.locator(one).bounding_box() for one in (".strip", ".in-text"))
            assert apart(strip, way)


@pytest.mark.parametrize("kind", ["report", "change", "timeline"])
def test_the_buttons_of_views_stand_beside_the_zoom_on_a_phone(
    opened: Any, four_pages: dict[str, str], kind: str
) -> None:
    """Below it they covered the marks of a small map."""
    with opened(four_pages[kind], **PHONE) as page:
        zoom, views, layers = (
            page.locator(one).bounding_box()
            for one in (".leaflet-control-zoom", ".views", ".leaflet-control-layers")
        )
        assert views["y"] == pytest.approx(zoom["y"], abs=2)
        assert apart(views, zoom)
        assert apart(views, layers)
        assert views["height"] <= zoom["height"]


@pytest.mark.parametrize("width", [520, 694, 1100])
def test_the_mark_of_a_chart_stands_on_its_day_whatever_the_paper_is(
    opened: Any, four_pages: dict[str, str], width: int
) -> None:
    """It opens on the last day, which is the right edge of its chart."""
    with opened(four_pages["timeline"], width=1440, height=900) as page:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": width, "height": 900})
        chart, mark = (page.locator(one).first.bounding_box() for one in (".chart", ".chart .now"))
        assert chart["width"] > 300
        assert middle_of(mark) == pytest.approx(chart["x"] + chart["width"], abs=1.5)


def test_paper_has_no_list_to_choose_a_report_from(
    opened: Any, checked: Any, gazetteer: Any
) -> None:
    from maps.report_map import report_map

    with opened(report_map([*checked, *checked], gazetteer)) as page:
        assert page.locator(".report .which").is_visible()
        page.emulate_media(media="print")
        assert not page.locator(".report .which").is_visible()


def test_a_change_map_says_how_large_a_piece_is_and_who_holds_the_pale_ground(
    opened: Any, four_pages: dict[str, str]
) -> None:
    with opened(four_pages["change"]) as page:
        said = page.locator(".name.patch:not([hidden])")
        assert said.count() == 1
        row = page.locator("#patches tbody[id]").first
        assert said.inner_text() in row.inner_text()
        said.click()
        assert page.locator(".leaflet-popup").is_visible()
        key = page.locator(".legend").inner_text()
        assert "Unchanged" in key
        assert "Held by Ukraine" in key


def test_no_suburb_is_named_where_its_city_found_no_room(opened: Any) -> None:
    with Gazetteer.open() as gazetteer:
        html = timeline_page(gather([CONTROL]), gazetteer)
    with opened(html, width=1440, height=900) as page:
        for zoom in (0, -1, -1, -1):
            page.evaluate("by => { frontmap.page.map.zoomIn(by); }", zoom)
            page.wait_for_timeout(400)
            named, wrong = page.evaluate(HIDDEN_CITY)
            assert named
            assert wrong == []
