"""The tools of the map in a browser: find, measure, copy positions, fill the screen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

KINDS = ("report", "control", "change", "timeline")
BERDIN = (35.4311, 51.2954)
SUDZHA = (35.2722, 51.1906)
AWAY = (35.0, 51.1)
POINT = """([lon, lat]) => {
  const box = frontmap.page.holder.getBoundingClientRect();
  const at = frontmap.page.map.latLngToContainerPoint([lat, lon]);
  return [box.left + at.x, box.top + at.y];
}"""
CLIPBOARD = """
  window.copied = [];
  Object.defineProperty(navigator, 'clipboard', { value: {
    writeText: text => { window.copied.push(text); return Promise.resolve(); },
  } });
"""
NO_CLIPBOARD = """
  window.copied = [];
  Object.defineProperty(navigator, 'clipboard', { value: undefined });
  document.execCommand = () => {
    window.copied.push(String(document.activeElement.value)); return window.allowed !== false;
  };
"""


def at(page: Any, lonlat: tuple[float, float]) -> tuple[float, float]:
    x, y = page.evaluate(POINT, list(lonlat))
    return x, y


def click(page: Any, lonlat: tuple[float, float], **more: Any) -> None:
    page.mouse.click(*at(page, lonlat), **more)


def words(locator: Any) -> str:
    return " ".join(locator.inner_text().split())


def options(page: Any) -> list[str]:
    return [words(one) for one in page.locator("#find-list [role=option]").all()]


def find(page: Any, text: str) -> list[str]:
    page.locator("#find").fill(text)
    return options(page)


def view(page: Any) -> tuple[float, float, float]:
    found = page.evaluate(
        """() => {
          const map = frontmap.page.map, middle = map.getCenter();
          return [middle.lng, middle.lat, map.getZoom()];
        }"""
    )
    return tuple(found)


# ---- find ----


def test_a_place_is_found_by_how_it_is_spelled_and_said_to_be(opened: Any, html: str) -> None:
    with opened(html) as page:
        assert find(page, "berd")[0] == (
            "Berdin settlement, Kursk Oblast · entered, geolocated"
        )  # fmt: skip
        for typed in ("SUDZHA", "Судж", "sudža", "súd", "sudzah", "sudza", "zudzha"):
            assert any(one.startswith("Sudzha ") for one in find(page, typed)), typed
        assert find(page, "vyselok")[0].startswith("Zarechny Vyselok")
        assert "estimated" in find(page, "vyselok")[0]
        assert find(page, "kursk city")[0].endswith("written “Kursk city”")
        assert find(page, "porech")[0].startswith("Cherkasskoye Porechnoye")


def test_short_words_are_taken_as_typed(opened: Any, html: str) -> None:
    with opened(html) as page:
        assert find(page, "sodz") == ["No place of this page has this name"]
        assert find(page, "qqqqqq") == ["No place of this page has this name"]
        assert find(page, "") == []
        assert not page.locator("#find-list").is_visible()


def test_beginnings_come_before_middles(opened: Any, html: str) -> None:
    with opened(html) as page:
        found = find(page, "s")
        names = [re.split(" settlement| region", one)[0] for one in found]
        first = [name for name in names if name.lower().startswith("s")]
        assert names[: len(first)] == first
        assert len(found) <= 8


def test_the_keyboard_alone_finds_and_chooses(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.keyboard.press("/")
        field = page.locator("#find")
        assert field.evaluate("field => field === document.activeElement")
        page.keyboard.type("no")
        assert field.get_attribute("aria-expanded") == "true"
        first = field.get_attribute("aria-activedescendant")
        page.keyboard.press("ArrowDown")
        second = field.get_attribute("aria-activedescendant")
        assert first != second
        chosen = page.locator(f"#{second}")
        assert chosen.get_attribute("aria-selected") == "true"
        name = chosen.locator("b").inner_text()
        page.keyboard.press("Enter")
        page.locator(".leaflet-popup .card").wait_for()
        assert page.locator(".leaflet-popup h4").inner_text().startswith(name)
        assert field.get_attribute("aria-expanded") == "false"
        assert "shown on the map" in page.locator("#told").inner_text()
        page.keyboard.press("Escape")
        page.locator(".leaflet-popup .card").wait_for(state="detached")
        assert field.evaluate("field => field === document.activeElement")
        page.keyboard.press("Escape")
        assert field.input_value() == ""
        page.keyboard.type("a/b")
        assert field.input_value() == "a/b", "the slash is typed where one types"


@pytest.mark.parametrize(
    "typed", ["51.2954, 35.4311", "51°17′43.4″N 35°25′52″E", "36U XB 69492 85482"]
)
def test_a_typed_position_is_marked_and_moved_to(opened: Any, html: str, typed: str) -> None:
    with opened(html) as page:
        page.evaluate("() => { frontmap.page.map.setView([40, 10], 5, {animate: false}) }")
        found = find(page, typed)
        assert len(found) == 1
        page.keyboard.press("Enter")
        lon, lat, zoom = view(page)
        assert (lon, lat) == pytest.approx(BERDIN, abs=0.01)
        assert zoom >= 10
        assert page.evaluate("frontmap.pin.at()") == pytest.approx(BERDIN, abs=1e-4)
        page.keyboard.press("Escape")
        assert page.evaluate("frontmap.pin.at()") is None


def test_names_of_pages_without_reports_are_found(opened: Any, four_pages: dict[str, str]) -> None:
    for kind in ("control", "change", "timeline"):
        with opened(four_pages[kind]) as page:
            assert any(one.startswith("Sudzha") for one in find(page, "sudz")), kind
            page.locator("#find-list [role=option]").first.click()
            lon, lat, _ = view(page)
            assert abs(lon - SUDZHA[0]) < 0.3
            assert abs(lat - SUDZHA[1]) < 0.3
            assert page.complaints == []


def test_hostile_names_stay_text(opened: Any, gazetteer: Any, notes: Any, places: Any) -> None:
    import dataclasses

    from maps.report_map import report_map

    bad = "<img src=x onerror=window.pwned=1>\u202e${alert(1)}"
    place = dataclasses.replace(places["sudzha"], id="test:bad", name=bad, admin1="<b>Region</b>")
    gazetteer.places[place.id] = place
    written = notes("Xudzha fell.")
    written.mention("Xudzha", place)
    with opened(report_map([written.checked()], gazetteer)) as page:
        found = find(page, "img src")
        assert found
        assert "<img src=x" in found[0]
        page.keyboard.press("Enter")
        page.locator("#tool-measure").click()
        click(page, SUDZHA)
        assert page.locator(".find img, .measured img, .spot img").count() == 0
        assert page.evaluate("window.pwned") is None
        assert page.requests == []


# ---- measure ----


def test_two_marks_are_as_far_apart_as_the_command_says(
    opened: Any, frontmap: Any, root: Any, tmp_path: Any
) -> None:
    """Clicks some pixels beside the marks hold on to them."""
    report = root / "tests" / "reports" / "berdin-assessment.txt"
    drawn = frontmap("map", report, "-o", tmp_path / "page.html", cwd=tmp_path)
    assert drawn.returncode == 0, drawn.stderr
    asked = frontmap("distance", "Berdin", "Sudzha", "--format", "json", cwd=tmp_path)
    distance_km = json.loads(asked.stdout)["distance_km"]
    with opened((tmp_path / "page.html").read_text(encoding="utf-8")) as page:
        page.locator("#tool-measure").click()
        for name in ("Berdin", "Sudzha"):
            x, y = at(page, position_of(page, name))
            page.mouse.click(x + 6, y - 5)
        told = page.evaluate("frontmap.measure.told()")
        assert [told["legs"][0]["from"], told["legs"][0]["to"]] == ["Berdin", "Sudzha"]
        assert told["total_m"] / 1000 == pytest.approx(distance_km, rel=1e-3)
        assert f"{distance_km:.2f} km" in words(page.locator(".measured"))
        assert page.locator(".leaflet-popup").count() == 0, "a click that measures tells no card"
        assert page.locator("tbody.chosen").count() == 0


def position_of(page: Any, name: str) -> tuple[float, float]:
    found = page.evaluate(
        """name => {
          const known = frontmap.records().places;
          const i = known.name.indexOf(name);
          return [known.lon[i], known.lat[i]];
        }""",
        name,
    )
    return tuple(found)


def test_legs_sum_and_bearings_are_shown_and_said(opened: Any, html: str) -> None:
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    with opened(html) as page:
        page.locator("#tool-measure").click()
        for here in (BERDIN, SUDZHA):
            click(page, here)
        bearing, _, first_m = geod.inv(*BERDIN, *SUDZHA)
        shown = words(page.locator(".measured dl"))
        assert shown == (
            f"Distance {first_m / 1000:.2f} km ({first_m / 1609.344:.2f} mi), {bearing % 360:.0f}°"
        )
        assert "bearing 224°" in page.locator("#told").inner_text()
        click(page, AWAY)
        legs = page.evaluate("frontmap.measure.told()")
        second_m = geod.inv(*SUDZHA, *AWAY)[2]
        assert legs["total_m"] == pytest.approx(first_m + second_m, rel=5e-3)
        page.locator(".measured summary").click()
        assert page.locator(".measured tbody tr").count() == 2
        assert page.locator(".measured tbody th").first.inner_text() == "Berdin – Sudzha"


def test_the_first_point_closes_an_area(opened: Any, html: str) -> None:
    from pyproj import Geod

    with opened(html) as page:
        page.locator("#tool-measure").click()
        for here in (BERDIN, SUDZHA, AWAY, BERDIN):
            click(page, here)
        told = page.evaluate("frontmap.measure.told()")
        assert told["closed"]
        assert not told["on"]
        assert page.locator("#tool-measure").get_attribute("aria-pressed") == "false"
        corners = page.evaluate(
            "frontmap.state.link().match(/measure=([^&]*)/)[1].split(';').slice(0, 3)"
        )
        lats, lons = zip(*(map(float, corner.split(",")) for corner in corners), strict=True)
        area_m2, perimeter_m = Geod(ellps="WGS84").polygon_area_perimeter(lons, lats)
        assert told["ring"]["area_m2"] == pytest.approx(abs(area_m2), rel=1e-3)
        assert told["ring"]["perimeter_m"] == pytest.approx(perimeter_m, rel=1e-3)
        shown = words(page.locator(".measured dl"))
        assert re.search(r"Area [\d.]+ km² \([\d.]+ sq mi\) Perimeter [\d.]+ km", shown)
        assert "Area" in page.locator("#told").inner_text()


def test_an_outline_that_crosses_itself_has_no_area(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tool-measure").click()
        for here in ((35.1, 51.1), (35.3, 51.25), (35.1, 51.25), (35.3, 51.1)):
            click(page, here)
        page.locator(".measured button", has_text="Close area").click()
        assert "none: the outline crosses itself" in words(page.locator(".measured"))


def test_a_double_click_ends_the_line_and_the_map_stays(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tool-measure").click()
        zoom = view(page)[2]
        click(page, BERDIN)
        page.mouse.dblclick(*at(page, AWAY))
        told = page.evaluate("frontmap.measure.told()")
        assert (told["count"], told["on"], told["closed"]) == (2, False, False)
        assert view(page)[2] == zoom
        click(page, SUDZHA)
        page.locator(".leaflet-popup .card").wait_for()
        page.locator(".measured button", has_text="Clear").click()
        assert not page.locator(".measured").is_visible()


def test_dragging_the_map_drops_no_point(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tool-measure").click()
        x, y = at(page, AWAY)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y - 20, steps=4)
        page.mouse.up()
        assert page.evaluate("frontmap.measure.told().count") == 0


def test_measuring_works_by_keys_alone(opened: Any, html: str) -> None:
    with opened(html) as page:
        # Where no mark catches a point.
        page.evaluate("() => { frontmap.page.map.setView([51.6, 34.2], 12, {animate: false}) }")
        page.locator("#tool-measure").focus()
        page.keyboard.press("Enter")
        assert page.locator(".frame.aimed .aim").count() == 1
        page.keyboard.press("Enter")
        for key in ("ArrowRight", "ArrowDown"):
            before = view(page)
            page.keyboard.press(key)
            assert view(page) != before
            page.keyboard.press("Enter")
        told = page.evaluate("frontmap.measure.told()")
        assert told["count"] == 3
        assert told["legs"][0]["bearing_deg"] == pytest.approx(90, abs=1)
        assert told["legs"][1]["bearing_deg"] == pytest.approx(180, abs=0.1)
        page.keyboard.press("Backspace")
        assert page.evaluate("frontmap.measure.told().count") == 2
        assert "removed" in page.locator("#told").inner_text()
        page.keyboard.press("Escape")
        told = page.evaluate("frontmap.measure.told()")
        assert (told["on"], told["count"]) == (False, 2)


def test_what_was_measured_is_copied(opened: Any, html: str) -> None:
    with opened(html, scripts=CLIPBOARD) as page:
        page.locator("#tool-measure").click()
        for here in (BERDIN, SUDZHA):
            click(page, here)
        page.locator(".measured button", has_text="Copy").click()
        (copied,) = page.evaluate("window.copied")
        assert copied.splitlines()[0].split("\t") == [
            "Berdin – Sudzha", "16.10 km", "10.00 mi", "224°",
        ]  # fmt: skip
        assert "Copied" in page.locator("#told").inner_text()


# ---- positions ----


def test_a_position_is_copied_in_every_way_of_writing_it(opened: Any, html: str) -> None:
    from mgrs import MGRS

    with opened(html, scripts=CLIPBOARD) as page:
        page.evaluate("() => { frontmap.page.map.setView([51.2, 35.3], 17, {animate: false}) }")
        for way in ("decimal", "dms", "mgrs", "utm", "geo"):
            click(page, (35.3, 51.2), button="right")
            page.locator(f"#spot button[data-way={way}]").click()
            assert not page.locator("#spot").is_visible()
            assert page.locator(".passing").is_visible()
        decimal, dms, mgrs, utm, geo = page.evaluate("window.copied")
        lat, lon = map(float, decimal.split(", "))
        assert (lon, lat) == pytest.approx((35.3, 51.2), abs=1e-4)
        assert re.fullmatch(r"51°1[12]′\d\d\.\d″N 35°1[78]′\d\d\.\d″E", dms)
        assert geo == f"geo:{lat:.5f},{lon:.5f}"
        # The five decimals of the copy and the metre of the grid each round the same click.
        there = MGRS().toLatLon(mgrs.replace(" ", ""))
        assert there == pytest.approx((lat, lon), abs=3e-5)
        assert utm.split()[1][1:] == mgrs.split()[2]
        assert utm.split()[2][2:] == mgrs.split()[3]


def test_keys_open_the_menu_at_the_cross_hair(opened: Any, html: str) -> None:
    with opened(html, scripts=CLIPBOARD) as page:
        page.locator(".folium-map").focus()
        page.keyboard.press("c")
        menu = page.locator("#spot")
        assert menu.is_visible()
        lon, lat, _ = view(page)
        assert f"{lat:.3f}" in words(menu.locator("[data-way=decimal]"))
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        (copied,) = page.evaluate("window.copied")
        assert copied == page.evaluate("at => frontmap.coordinates.mgrs(at)", [lon, lat])
        page.keyboard.press("c")
        page.keyboard.press("Escape")
        assert not menu.is_visible()
        assert page.evaluate("document.activeElement === frontmap.page.holder")


def test_without_a_clipboard_the_old_way_and_then_the_text_itself(opened: Any, html: str) -> None:
    with opened(html, scripts=NO_CLIPBOARD) as page:
        page.locator(".folium-map").focus()
        page.keyboard.press("c")
        page.keyboard.press("Enter")
        copied = page.evaluate("window.copied")
        assert len(copied) == 1
        assert "Copied" in page.locator(".passing").inner_text()
        page.evaluate("window.allowed = false")
        page.locator(".folium-map").focus()
        page.keyboard.press("c")
        page.keyboard.press("Enter")
        field = page.locator(".offered textarea")
        assert field.input_value() == copied[0]
        assert field.evaluate("f => f.selectionEnd - f.selectionStart === f.value.length")
        page.keyboard.press("Escape")
        assert page.locator(".offered").count() == 0


def test_the_card_of_a_place_offers_its_position(opened: Any, html: str) -> None:
    with opened(html, scripts=CLIPBOARD) as page:
        click(page, SUDZHA)
        page.locator(".leaflet-popup button.positions").click()
        assert words(page.locator("#spot h2")) == "Sudzha"
        page.locator("#spot [data-way=decimal]").click()
        assert page.evaluate("window.copied") == ["51.19060, 35.27220"]


# ---- the screen ----


def test_the_map_fills_the_screen_and_leaves_it(opened: Any, html: str) -> None:
    with opened(html) as page:
        before = page.evaluate("frontmap.page.map.getSize().x")
        button = page.locator("#tool-screen")
        button.click()
        page.wait_for_selector("#tool-screen[aria-pressed=true]")
        assert page.evaluate("document.fullscreenElement.className") == "map"
        assert page.evaluate("frontmap.page.map.getSize().x") > before
        assert page.evaluate("document.fullscreenElement.contains(document.getElementById('told'))")
        button.click()
        page.wait_for_selector("#tool-screen[aria-pressed=false]")
        assert page.evaluate("document.fullscreenElement") is None


def test_where_nothing_may_fill_the_screen_no_button_says_so(opened: Any, html: str) -> None:
    off = "Object.defineProperty(document, 'fullscreenEnabled', {value: false})"
    with opened(html, scripts=off) as page:
        assert page.locator("#tool-screen").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_bar_fits_every_page_and_screen(
    opened: Any, four_pages: dict[str, str], width: int
) -> None:
    for kind in KINDS:
        bar_fits(opened, four_pages[kind], width)


def bar_fits(opened: Any, html: str, width: int) -> None:
    with opened(html, width=width, height=740) as page:
        bar = page.locator("#tools").bounding_box()
        assert bar["height"] <= 60
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width < 600:
            more = page.locator("#tools .more")
            assert not page.locator("#tool-measure").is_visible()
            more.click()
            assert more.get_attribute("aria-expanded") == "true"
        page.locator("#tool-measure").click()
        box = page.locator(".folium-map").bounding_box()
        for share in (0.4, 0.65):
            page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.6)
        assert re.search(r"Distance [\d.]+ km", words(page.locator(".measured")))
        box = page.locator(".measured").bounding_box()
        assert box["x"] + box["width"] <= width + 1
        if width < 600:
            assert page.locator("#tools").bounding_box()["height"] <= 60
        assert page.complaints == []
        assert page.requests == []


def test_paper_keeps_the_measurement_and_leaves_out_the_tools(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tool-measure").click()
        for here in (BERDIN, SUDZHA):
            click(page, here)
        page.keyboard.press("Escape")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        for what in ("#tools", ".measured", ".aim"):
            assert not page.locator(what).is_visible(), what
        inked = page.evaluate(
            """() => [...document.querySelectorAll('.leaflet-sketch-pane canvas')].some(canvas => {
              const pen = canvas.getContext('2d');
              const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
              return data.some((value, i) => i % 4 === 3 && value > 0);
            })"""
        )
        assert inked
