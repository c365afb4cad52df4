"""Light and dark, graticule, arrows and small scales in a browser."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from maps import style, style_dark

COLOURS = """() => {
  const canvas = document.querySelector('.leaflet-overlay-pane canvas'), found = {};
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] > 250) {
      const key = '#' + [data[i], data[i + 1], data[i + 2]]
        .map(part => part.toString(16).padStart(2, '0')).join('');
      found[key] = (found[key] || 0) + 1;
    }
  }
  return found;
}"""
BODY = "getComputedStyle(document.body).backgroundColor"


def rgb(colour: str) -> str:
    """`#rrggbb` as browsers write it."""
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))


def settled(page: Any) -> dict[str, int]:
    """The colours of the map's canvas once it is drawn."""
    page.wait_for_timeout(150)
    found: dict[str, int] = page.evaluate(COLOURS)
    return found


@pytest.fixture
def axis_page(checked: Any, gazetteer: Any) -> str:
    """A page with one arrow, from Sudzha to Berdin, assessed."""
    from dataclasses import replace

    from geo.reading.axis import Axis
    from maps.report_map import report_map

    ((reading, claims),) = checked
    at = {
        name: next(i for i, m in enumerate(reading.mentions) if m.text == name)
        for name in ("Sudzha", "Berdin")
    }
    axis = Axis(0, 9, "x", "UA", "went", at["Sudzha"], at["Berdin"], standing="assessed")
    return report_map([(replace(reading, axes=(axis,)), claims)], gazetteer)


def test_the_button_turns_all_colours_and_back(opened: Any, html: str) -> None:
    with opened(html) as page:
        assert page.evaluate(BODY) == rgb(style.PAPER)
        light = settled(page)
        assert light[style.LAND] > 10_000
        assert light[style.SIDES["UA"]] > 50
        button = page.locator("#tool-theme")
        assert button.get_attribute("aria-pressed") == "false"
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.evaluate(BODY) == rgb(style_dark.PAPER)
        dark = settled(page)
        assert dark[style_dark.LAND] > 10_000
        assert dark[style_dark.SIDES["UA"]] > 50
        assert style.LAND not in dark
        assert style.SIDES["UA"] not in dark
        button.click()
        again = settled(page)
        assert again[style.LAND] == light[style.LAND]
        assert style_dark.LAND not in again
        assert not [said for said in page.complaints if said.startswith("error")]


def test_the_page_follows_the_system_until_the_button_is_used(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(BODY) == rgb(style_dark.PAPER)
        assert settled(page)[style_dark.LAND] > 10_000
        page.locator("#tool-theme").click()
        assert page.evaluate(BODY) == rgb(style.PAPER)
        page.emulate_media(color_scheme="light")
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(BODY) == rgb(style.PAPER)
        assert settled(page)[style.LAND] > 10_000


def test_swatches_of_the_key_turn_with_the_theme(opened: Any, html: str) -> None:
    seen = """() => {
      const canvas = document.querySelector('canvas.swatch[data-swatch="side"]');
      return [canvas.width, ...canvas.getContext('2d').getImageData(
        canvas.width / 2, canvas.height / 2, 1, 1).data];
    }"""
    with opened(html) as page:
        wide, *light = page.evaluate(seen)
        page.locator("#tool-theme").click()
        still, *dark = page.evaluate(seen)
        assert wide == still
        assert rgb(style.SIDES["RU"]) == f"rgb({', '.join(map(str, light[:3]))})"
        assert rgb(style_dark.SIDES["RU"]) == f"rgb({', '.join(map(str, dark[:3]))})"


def test_paper_is_light_whatever_the_screen_is(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tool-theme").click()
        settled(page)
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        printed = settled(page)
        assert printed[style.LAND] > 10_000
        assert style_dark.LAND not in printed
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == rgb(
            style.INK
        )
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        assert settled(page)[style_dark.LAND] > 10_000


def test_names_keep_off_arrows_and_an_arrow_can_be_chosen(opened: Any, axis_page: str) -> None:
    with opened(axis_page) as page:
        course = page.evaluate(
            """() => {
              const found = [], map = frontmap.page.map;
              const box = frontmap.page.holder.getBoundingClientRect();
              frontmap.page.layers.axes.eachLayer(part => frontmap.arrowCourse(part).forEach(at => {
                const point = map.layerPointToContainerPoint(at);
                found.push([box.left + point.x, box.top + point.y]);
              }));
              return found;
            }"""
        )
        assert len(course) > 8
        named = page.evaluate(
            """() => [...document.querySelectorAll('.name:not([hidden])')].map(name => {
              const r = name.getBoundingClientRect();
              return [name.className, r.left, r.top, r.right, r.bottom];
            })"""
        )
        assert named
        for kind, left, top, right, bottom in named:
            assert not any(left < x < right and top < y < bottom for x, y in course), kind
        marks = page.evaluate(
            """() => {
              const found = [], map = frontmap.page.map;
              const box = frontmap.page.holder.getBoundingClientRect();
              frontmap.page.layers.places.eachLayer(part => {
                const point = map.latLngToContainerPoint(part.getLatLng());
                found.push([box.left + point.x, box.top + point.y]);
              });
              return found;
            }"""
        )
        x, y = max(course, key=lambda at: min(math.dist(at, mark) for mark in marks))
        page.mouse.click(x, y)
        assert page.locator("tbody.chosen").get_attribute("id") == "axis-1-1"
        assert "Sudzha → Berdin" in page.locator(".leaflet-popup").inner_text()


def test_small_scales_leave_out_what_has_no_room(opened: Any, html: str) -> None:
    drawn = "document.querySelectorAll('.name.place:not([hidden])').length"
    with opened(html) as page:
        near = page.evaluate(drawn)
        page.evaluate("frontmap.page.map.setZoom(5, {animate: false}); 0")
        page.wait_for_timeout(200)
        far = page.evaluate(drawn)
        # From afar one name stands for all villages around Berdin; from near each has its own.
        assert 1 <= far < near / 2


def test_the_graticule_is_off_and_gives_degrees_once_it_is_on(opened: Any, html: str) -> None:
    with opened(html) as page:
        assert page.locator(".degree").count() == 0
        page.locator(".leaflet-control-layers").hover()
        page.get_by_label("Graticule").check()
        labels = page.locator(".degree").all_inner_texts()
        assert any(re.fullmatch(r"35°\d\d′E", text) for text in labels)
        assert any(re.fullmatch(r"51°\d\d′N", text) for text in labels)
        for text, x in page.evaluate(
            """() => [...document.querySelectorAll('.degree.top')].map(label => [label.textContent,
              frontmap.page.map.containerPointToLatLng(
                [new DOMMatrix(label.style.transform).e, 10]).lng])"""
        ):
            degrees, minutes = map(int, re.findall(r"\d+", text)[:2])
            assert degrees + minutes / 60 == pytest.approx(x, abs=0.003)
        page.evaluate("frontmap.page.map.setZoom(4, {animate: false}); 0")
        page.wait_for_timeout(200)
        assert "50°N" in page.locator(".degree").all_inner_texts()
        page.get_by_label("Graticule").uncheck()
        assert page.locator(".degree, .meridian, .parallel").count() == 0
        assert page.complaints == []


def test_lines_of_the_graticule_stand_neither_crowded_nor_lost(opened: Any, html: str) -> None:
    with opened(html) as page:
        for pixels in (0.7, 3, 11, 40, 170, 900, 7_000, 60_000):
            step = page.evaluate("pixels => frontmap.graticuleStep(pixels)", pixels)
            assert step * pixels >= 110 or step == 30
            # The next finer step, a third of this at most, would be too close.
            assert step * pixels <= 110 * 3.5 or step == pytest.approx(1 / 360)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_first_view_holds_all_that_it_is_about(
    opened: Any, html: str, width: int, height: int
) -> None:
    with opened(html, width=width, height=height) as page:
        page.wait_for_timeout(200)
        west, south, east, north = page.evaluate("frontmap.data().view")
        sides = page.evaluate(
            "(([a, b, c, d]) => [a, b, c, d].map(Number))"
            "(frontmap.page.map.getBounds().toBBoxString().split(','))"
        )
        assert sides[0] < west
        assert sides[1] < south
        assert sides[2] > east
        assert sides[3] > north
