"""What a reader sees, in the address: a link shows another reader the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maps.layers import TILES_NAME

SEEN = """() => {
  const map = frontmap.page.map, middle = map.getCenter(), layers = frontmap.page.layers;
  return {
    view: [middle.lat, middle.lng, map.getZoom()],
    layers: Object.keys(layers).filter(key => map.hasLayer(layers[key])),
    chosen: frontmap.chosen,
    day: frontmap.timeline ? frontmap.timeline.state.day : null,
    base: frontmap.timeline ? frontmap.timeline.state.base : null,
    pin: frontmap.pin.at(),
    measured: frontmap.measure.told().total_m,
    closed: frontmap.measure.told().closed,
    tab: frontmap.tabs ? frontmap.tabs.get() : null,
    filters: frontmap.filters ? frontmap.filters.get() : null,
    without: frontmap.sources ? frontmap.sources.get() : null,
    theme: frontmap.theme(),
  };
}"""
WRITTEN = """() => new Promise(done => {
  const before = location.href;
  (function wait(left) {
    if (location.href === frontmap.state.link() || left === 0) done(location.href);
    else setTimeout(() => wait(left - 1), 50);
  })(100);
})"""


@contextmanager
def again(page: Any, address: str) -> Iterator[Any]:
    """Open an address anew, in a page of its own."""
    other = page.context.new_page()
    complaints: list[str] = []
    other.on("console", lambda said: complaints.append(said.text))
    other.on("pageerror", lambda error: complaints.append(str(error)))
    other.goto(address)
    other.wait_for_selector("html[data-restored]", state="attached")
    yield other
    assert complaints == []
    other.close()


def same(one: dict[str, Any], other: dict[str, Any]) -> None:
    lat, lon, zoom = one.pop("view")
    digits = 360 / 256 / 2**zoom
    assert other.pop("view") == pytest.approx([lat, lon, zoom], abs=2 * digits + 0.006)
    assert other.pop("measured") == pytest.approx(one.pop("measured"), rel=1e-3)
    assert other == one


def switch(page: Any, name: str) -> None:
    label = page.locator(".leaflet-control-layers-overlays label", has_text=name).first
    label.locator("input").evaluate("box => box.click()")


def test_a_page_opens_with_no_state_in_its_address(opened: Any, four_pages: dict[str, str]) -> None:
    for kind, html in four_pages.items():
        with opened(html) as page:
            page.wait_for_timeout(600)
            assert "#" not in page.url
            assert page.evaluate("frontmap.state.link()") == page.url, kind


def test_the_copied_link_shows_the_same_report(opened: Any, html: str) -> None:
    clip = """window.copied = []; Object.defineProperty(navigator, 'clipboard', {value: {
      writeText: text => { window.copied.push(text); return Promise.resolve(); }}});"""
    with opened(html, scripts=clip) as page:
        labels = page.locator(".leaflet-control-layers-overlays label").all_text_contents()
        names = [label.strip() for label in labels if TILES_NAME not in label]
        for name in (names[0], names[-1]):
            switch(page, name)
        page.locator("#find").fill("51.22, 35.34")
        page.keyboard.press("Enter")
        page.locator("#tool-measure").click()
        box = page.locator(".folium-map").bounding_box()
        for x, y in ((0.4, 0.4), (0.6, 0.5), (0.5, 0.7)):
            page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        page.locator(".measured button", has_text="Close area").click()
        page.locator("#tab-claims").click()
        page.locator("#claim-1-1 button.go").click()
        page.locator(".leaflet-popup .card").wait_for()
        page.locator("#tool-theme").click()
        page.locator("#tool-share").click()
        (link,) = page.evaluate("window.copied")
        assert re.search(r"[#&]sel=claim-1-1(&|$)", link)
        assert re.search(r"[#&]layers=[-+][a-z,+-]+", link)
        assert re.search(r"[#&]v=-?\d+\.\d+,-?\d+\.\d+,\d+(\.\d+)?(&|$)", link)
        before = page.evaluate(SEEN)
        assert before["closed"]
        with again(page, link) as other:
            same(before, other.evaluate(SEEN))
            assert other.locator(".leaflet-popup .card").is_visible()
            assert other.locator("tbody.chosen").get_attribute("id") == "claim-1-1"
            assert other.evaluate("document.activeElement === document.body")


def test_the_copied_link_shows_the_same_day(opened: Any, four_pages: dict[str, str]) -> None:
    with opened(four_pages["timeline"]) as page:
        page.locator("#slider").fill("34")
        page.locator("#base").select_option("first")
        switch(page, "Front line")
        row = page.locator("tbody[data-day] button.go").first
        card = row.get_attribute("data-card")
        row.click()
        page.locator(".leaflet-popup .card").wait_for()
        page.locator("#slider").fill("20")
        link = page.evaluate("frontmap.state.link()")
        assert "date=2024-12-21" in link
        assert "layers=-front-line" in link
        assert f"sel={card}" in link
        before = page.evaluate(SEEN)
        with again(page, link) as other:
            same(before, other.evaluate(SEEN))
            assert other.locator("#clock .day").inner_text() == "21 December 2024"
            assert other.locator(".leaflet-popup .card").is_visible()


def test_control_maps_keep_view_layers_and_piece(opened: Any, four_pages: dict[str, str]) -> None:
    for kind in ("control", "change"):
        with opened(four_pages[kind]) as page:
            switch(page, "Front line")
            page.locator("#tables tbody[id] button.go").first.click()
            page.locator(".leaflet-popup .card").wait_for()
            before = page.evaluate(SEEN)
            with again(page, page.evaluate("frontmap.state.link()")) as other:
                same(before, other.evaluate(SEEN))


def test_the_address_follows_without_a_trail_of_steps(opened: Any, html: str) -> None:
    with opened(html) as page:
        steps = page.evaluate("history.length")
        page.locator(".leaflet-control-zoom-in").click()
        page.locator(".leaflet-control-zoom-in").click()
        assert "#v=" in page.evaluate(WRITTEN)
        page.locator("#tab-claims").click()
        page.locator("#claim-1-1 button.go").click()
        assert "sel=claim-1-1" in page.evaluate(WRITTEN)
        page.keyboard.press("Escape")
        assert "sel=" not in page.evaluate(WRITTEN)
        page.locator(".views button").first.click()
        page.evaluate(WRITTEN)
        assert page.evaluate("history.length") == steps


def test_a_changed_address_changes_the_page(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.evaluate("location.hash = '#sel=claim-1-1&v=51.25,35.4,9'")
        page.locator("#claim-1-1.chosen").wait_for(state="attached")
        assert page.evaluate(SEEN)["view"][2] == 9
        page.evaluate("location.hash = '#v=51.25,35.4,10'")
        page.wait_for_selector(".leaflet-popup", state="detached")
        assert page.evaluate(SEEN)["view"][2] == 10


def test_filters_tabs_and_sources_are_shared(
    opened: Any, notes: Any, places: Any, gazetteer: Any, checked: Any
) -> None:
    from maps.report_map import report_map

    second = notes("Lgov fell. Sudzha held; part 2 = a & b.", id="second", source="Other Desk")
    for words, key in (("Lgov", "lgov"), ("Sudzha", "sudzha")):
        second.event(
            words, second.mention(words, places[key]), actor="RU", action="entered",
            verb="entered", status="entered", standing="claimed",
        )  # fmt: skip
    with opened(report_map([*checked, second.checked()], gazetteer)) as page:
        page.locator("#tab-claims").click()
        page.locator("#claim-1-1 button.go").click()
        page.locator(".leaflet-popup .card").wait_for()
        page.locator("#tab-events").click()
        box = page.locator("#events .chips input").first
        box.check()
        page.locator("#events input[type=search]").fill("a & b; c=d|é")
        page.locator("#tool-sources").click()
        page.locator("#tool-sources-list input").first.uncheck()
        before = page.evaluate(SEEN)
        assert before["without"] == [0]
        assert before["tab"] == "events"
        assert before["filters"]["events"]["text"] == "a & b; c=d|é"
        link = page.evaluate(WRITTEN)
        assert link.isascii()
        with again(page, link) as other:
            same(before, other.evaluate(SEEN))
            assert other.locator("#events input[type=search]").input_value() == "a & b; c=d|é"
            assert not other.locator("#tool-sources-list input").first.is_checked()
            assert other.evaluate("frontmap.state.link()") == link


def test_a_row_that_a_long_table_does_not_hold_yet_is_chosen(
    opened: Any, large_reports: Any, gazetteer: Any
) -> None:
    from maps.report_map import report_map

    made = large_reports.readings(large_reports.invented(4_000))
    with opened(report_map(made, gazetteer)) as page:
        key, name, lon, lat = page.evaluate(
            """() => {
              const all = frontmap.records().places, last = all.key.length - 7;
              return [all.key[last], all.name[last], all.lon[last], all.lat[last]];
            }"""
        )
        assert page.locator(f"#{key}").count() == 0
        assert page.evaluate("name => frontmap.find.matches(name)[0].name", name) == name
        with again(page, f"{page.url}#v={lat},{lon},15&sel={key}") as other:
            assert other.locator(".leaflet-popup h4").inner_text().startswith(name)
            other.keyboard.press("Escape")
            other.locator("#tool-measure").click()
            box = other.locator(".folium-map").bounding_box()
            at = other.evaluate(
                """([lon, lat]) => {
                  const at = frontmap.page.map.latLngToContainerPoint([lat, lon]);
                  return [at.x, at.y];
                }""",
                [lon, lat],
            )
            other.mouse.click(box["x"] + at[0] + 5, box["y"] + at[1] - 4)
            other.mouse.click(box["x"] + at[0] + 150, box["y"] + at[1] + 90)
            assert other.evaluate("frontmap.measure.told().legs[0].from") == name
            assert other.locator(".leaflet-popup").count() == 0


def test_links_within_the_page_work_as_before(opened: Any, html: str) -> None:
    with opened(html) as page:
        here = page.url.split("#")[0]
        for part in ("tables", "places", "claim-1-2"):
            with again(page, f"{here}#{part}") as other:
                assert other.url.endswith(f"#{part}")
                assert other.evaluate("part => document.querySelector(':target').id === part", part)
                assert other.evaluate("frontmap.chosen") is None
        page.locator("a.skip").focus()
        page.keyboard.press("Enter")
        assert page.url.endswith("#tables")


def test_a_link_never_switches_online_tiles_on(opened: Any, html: str) -> None:
    with opened(html) as page:
        name = page.evaluate(
            """() => layer_control_layers._layers.find(row => row.layer instanceof L.TileLayer)
                 .name.toLowerCase().replace(/[^a-z0-9]+/g, '-')"""
        )
        for key in ("online", "tiles", name, "tile_layer_online"):
            with again(page, f"{page.url.split('#')[0]}#layers=+{key}") as other:
                shown = other.evaluate(
                    """() => Object.values(frontmap.page.map._layers)
                         .some(layer => layer instanceof L.TileLayer)"""
                )
                assert not shown
        assert page.requests == []


def test_printing_leaves_the_view_as_it_was(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator(".leaflet-control-zoom-in").click()
        before = page.evaluate(SEEN)["view"]
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(SEEN)["view"] == pytest.approx(before, abs=1e-3)


def test_a_page_within_another_has_no_address_and_goes_on(browser: Any, html: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content("<iframe sandbox='allow-scripts' width=900 height=700></iframe>")
    page.evaluate("html => { document.querySelector('iframe').srcdoc = html }", html)
    inner = page.frame_locator("iframe")
    inner.locator("html[data-restored]").wait_for(state="attached")
    inner.locator(".leaflet-control-zoom-in").click()
    inner.locator("#tab-claims").click()
    inner.locator("#claim-1-1 button.go").click()
    inner.locator(".leaflet-popup .card").wait_for()
    page.wait_for_timeout(600)
    assert inner.locator("#tool-share").count() == 0
    assert complaints == []
    page.close()


VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from([
        "", "NaN,NaN,NaN", "1e999,0,3", "51,35", "95,200,3", "51.2,35.4,99", "-0,-0,0", "%",
        "%E0%A4", "__proto__", "constructor", "place-1", "claim-1-1", "tables", "frontmap-data",
        "+places,-places", "-places,+nosuch", "2025-02-31", "0000-00-00", "99999-01-01",
        "2024-12-20", "51,35;52,36;area", "1,2;3", "91,0;0,0", "claims.__proto__:x",
        "events.text:%|%E0", "claims.verdict:a|b", "9999", "-1", "dark", "events",
        "<img src=x onerror=window.pwned=1>", "javascript:alert(1)",
    ]),
)  # fmt: skip
KEYS = st.one_of(
    st.sampled_from(
        [
            "v",
            "sel",
            "layers",
            "date",
            "since",
            "measure",
            "pin",
            "theme",
            "tab",
            "filters",
            "without",
            "__proto__",
            "x",
        ]
    ),
    st.text(max_size=8),
)


BROKEN = ("%", "v=%E0%A4&sel=%", "a=b=c&&==&__proto__=1", "x" * 9000, "sel=<b>", "%00")
HASH = """text => new Promise(done => {
  location.hash = text.replace(/[\\ud800-\\udfff]/g, '');
  setTimeout(done, 0);
})"""


@pytest.fixture
def ready(opened: Any, four_pages: dict[str, str]) -> Iterator[list[Any]]:
    """A timeline and a report, open."""
    with opened(four_pages["timeline"]) as one, opened(four_pages["report"]) as other:
        yield [one, other]


@settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    parts=st.lists(st.tuples(KEYS, VALUES), max_size=6),
    glue=st.sampled_from(["&", "&&", "#", ""]),
)
def test_no_address_does_harm(ready: list[Any], parts: list[tuple[str, str]], glue: str) -> None:
    """Whatever stands there, the page goes on, complains of nothing and can be used."""
    for page in ready:
        page.evaluate(HASH, "#" + glue.join(f"{key}={value}" for key, value in parts))
        assert [said for said in page.complaints if "willReadFrequently" not in said] == []
        assert (page.dialogs, page.requests) == ([], [])
        assert page.evaluate("[window.pwned, ({}).text, ({}).verdict]") == [None] * 3
        seen = page.evaluate(SEEN)
        lat, lon, zoom = seen["view"]
        assert abs(lat) <= 86
        assert abs(lon) <= 541
        assert 2 <= zoom <= 17
        assert seen["day"] is None or 0 <= seen["day"] <= 35


def test_a_page_opens_by_a_broken_address(opened: Any, html: str) -> None:
    with opened(html) as page:
        here = page.url.split("#")[0]
        for broken in (
            "%",
            "v=%E0%A4&sel=%",
            "a=b=c&&==&__proto__=1",
            "x" * 9000,
            "sel=<b>",
            "%00",
        ):
            with again(page, f"{here}#{broken}") as other:
                assert other.locator("#tools").is_visible()
                assert other.evaluate("frontmap.chosen") is None
