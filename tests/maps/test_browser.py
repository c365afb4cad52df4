"""The page in a browser: offline and silent, and what a reader can see, choose and switch."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.claims.claim import VERDICT_LABELS
from maps.layers import TILES_NAME
from maps.report_map import report_map

MAP = "window[document.querySelector('.folium-map').id]"
POINT_OF = f"""card => {{
  const map = {MAP}, box = document.querySelector('.folium-map').getBoundingClientRect();
  let at = null;
  geo_json_places.eachLayer(part => {{
    if (part.feature.properties.card === card) at = map.latLngToContainerPoint(part.getLatLng());
  }});
  return at && [box.left + at.x, box.top + at.y];
}}"""
TILE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
"""A picture of one pixel."""


@pytest.fixture(scope="session")
def sample(
    frontmap: Any, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Any]]:
    """The page and the reading of a report that ships with the project, by the command."""
    report = root / "tests" / "reports" / "berdin-assessment.txt"
    folder = tmp_path_factory.mktemp("sample")
    drawn = frontmap("map", report, "-o", folder / "map.html", cwd=folder)
    assert drawn.returncode == 0, drawn.stderr
    read = frontmap("read", report, "--format", "json", cwd=folder)
    return (folder / "map.html").read_text(encoding="utf-8"), json.loads(read.stdout)


def card_of(page: Any, name: str) -> str:
    """The id of a place's row."""
    found: str = page.evaluate(
        """name => [...document.querySelectorAll('#places tbody[id]')]
            .find(row => row.querySelector('th').textContent === name).id""",
        name,
    )
    return found


def shades(page: Any) -> int:
    """How many colours the map's canvases hold: very few where nothing is drawn."""
    found: int = page.evaluate(
        """() => [...document.querySelectorAll('.folium-map canvas')].map(canvas => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          const seen = new Set();
          for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 4).join());
          return seen.size;
        }).reduce((a, b) => a + b, 0)"""
    )
    return found


def test_it_opens_offline_and_asks_for_nothing(opened: Any, html: str, sample: Any) -> None:
    for page_text in (html, sample[0]):
        with opened(page_text) as page:
            page.mouse.wheel(0, 300)
            page.wait_for_timeout(200)
            assert page.requests == []
            assert page.complaints == []
            assert page.dialogs == []
            assert shades(page) > 50


def test_the_policy_stops_what_the_page_does_not_hold(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.evaluate(
            """() => {
              window.stopped = [];
              document.addEventListener('securitypolicyviolation',
                event => window.stopped.push(event.effectiveDirective));
              const script = document.createElement('script');
              script.textContent = 'window.ran = true';
              const button = document.createElement('button');
              button.setAttribute('onclick', 'window.ran = true');
              const picture = document.createElement('img');
              picture.src = 'https://example.org/x.png';
              document.body.append(script, button, picture);
              button.click();
            }"""
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") is None
        assert set(page.evaluate("window.stopped")) == {
            "script-src-elem", "script-src-attr", "img-src",
        }  # fmt: skip


def test_places_are_marked_and_nothing_else_is(opened: Any, sample: Any) -> None:
    text, reading = sample
    pinned = {
        mention["place"]["name"]
        for mention in reading["mentions"]
        if mention["role"] == "literal"
        and mention["place"]
        and mention["kind"] in ("settlement", "water", "other")
    }
    others = {m["text"] for m in reading["mentions"] if m["role"] != "literal"} - pinned
    with opened(text) as page:
        marked = page.evaluate(
            """() => geo_json_places.getLayers().map(part =>
              document.getElementById(part.feature.properties.card).querySelector('th').textContent)
            """
        )
        shown = page.locator(".name:visible").all_text_contents()
    assert len(pinned) > 5
    assert sorted(marked) == sorted(pinned)
    assert not others & set(marked)
    assert {"Berdin", "Martynovka", "Sudzha"} <= set(shown)
    assert len(set(shown)) == len(shown), "a name stands on the map twice"


def test_marks_and_names_of_the_first_view_are_inside_it(opened: Any, html: str) -> None:
    with opened(html) as page:
        box = page.locator(".folium-map").bounding_box()
        for name in ("Berdin", "Sudzha", "Bolshoye Soldatskoye", "Novaya Sorochina"):
            x, y = page.evaluate(POINT_OF, card_of(page, name))
            assert box["x"] < x < box["x"] + box["width"], name
            assert box["y"] < y < box["y"] + box["height"], name
        x, _ = page.evaluate(POINT_OF, card_of(page, "Seoul"))
        assert x > box["x"] + box["width"]
        names = [label.bounding_box() for label in page.locator(".name:visible").all()]
    for index, a in enumerate(names):
        for b in names[index + 1 :]:
            apart = (
                a["x"] + a["width"] <= b["x"] + 1
                or b["x"] + b["width"] <= a["x"] + 1
                or a["y"] + a["height"] <= b["y"] + 1
                or b["y"] + b["height"] <= a["y"] + 1
            )
            assert apart, (a, b)


def test_a_click_on_a_mark_tells_what_is_said_by_whom_and_why(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.mouse.click(*page.evaluate(POINT_OF, card_of(page, "Berdin")))
        card = page.locator(".leaflet-popup .card")
        card.wait_for()
        told = " ".join(card.inner_text().split())
        chosen = page.locator("tbody.chosen").first.get_attribute("id")
    assert told.startswith("Berdin")
    assert "entering the southern edge of Berdin" in told
    assert "Night Desk ← Lantern Institute" in told
    assert "the only Berdin near Sudzha" in told
    assert "does not fit" in told
    assert chosen is not None
    assert chosen.startswith("place-")


def test_a_claim_is_shown_on_the_map_with_its_sentence(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tab-claims").click()
        page.locator("#claim-1-1 button.go").click()
        card = page.locator(".leaflet-popup .card")
        card.wait_for()
        told = " ".join(card.inner_text().split())
        assert "Berdin some 15 kilometers from the border" in told
        assert "Night Desk ← Channel Overlook" in told
        assert "21.2 km" in told
        page.keyboard.press("Escape")
        card.wait_for(state="detached")


def test_layers_can_be_switched(opened: Any, html: str) -> None:
    with opened(html) as page:
        open_layers(page)
        boxes = page.locator(".leaflet-control-layers-overlays label")
        names = [" ".join(text.split()) for text in boxes.all_text_contents()]
        assert len(names) == len(set(names)) >= 8
        for index, name in enumerate(names):
            if name == TILES_NAME:
                continue
            box = boxes.nth(index).locator("input")
            before = box.is_checked()
            count = f"Object.keys({MAP}._layers).length"
            layers = page.evaluate(count)
            box.click()
            assert box.is_checked() is not before
            assert (page.evaluate(count) > layers) is not before, name
            box.click()
        box = boxes.nth(names.index("Places")).locator("input")
        assert "Berdin" in page.locator(".name:visible").all_text_contents()
        box.click()
        assert "Berdin" not in page.locator(".name:visible").all_text_contents()
        assert page.complaints == []


def test_tiles_are_asked_for_only_when_switched_on(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.route(
            re.compile("^https?:"), lambda route: route.fulfill(body=TILE, content_type="image/png")
        )
        page.wait_for_timeout(200)
        assert page.requests == []
        open_layers(page)
        page.locator(".leaflet-control-layers-overlays label", has_text="Online tiles").click()
        page.locator("img.leaflet-tile-loaded").first.wait_for(state="attached")
        assert page.requests
        assert all(url.startswith("https://tile.openstreetmap.org/") for url in page.requests)
        assert page.complaints == []


def test_head_key_scale_and_credit_are_in_sight(opened: Any, html: str) -> None:
    with opened(html, width=1440, height=900) as page:
        for selector, words in (
            ("h1", "A push northeast of Sudzha"),
            (".subtitle .date", "6 January 2025"),
            (".subtitle .source", "Night Desk"),
            (".legend", "Does not fit"),
            (".legend", "Entered"),
            (".leaflet-control-scale", "km"),
            (".credit", "hand-made table (CC-BY-4.0)"),
        ):
            found = page.locator(selector).first
            assert words in found.inner_text(), selector
            box = found.bounding_box()
            assert box["y"] >= 0, selector
            assert box["y"] + min(box["height"], 20) <= 900, selector


def test_an_undated_report_is_called_undated(
    opened: Any, notes: Any, places: Any, gazetteer: Any
) -> None:
    written = notes("Sudzha was quiet.")
    written.mention("Sudzha", places["sudzha"])
    with opened(report_map([written.checked()], gazetteer)) as page:
        assert page.locator(".subtitle .date").inner_text() == "undated"
        key = page.locator(".legend").inner_text()
    assert "Named" in key
    for absent in ("Entered", "Does not fit", "Direction", "Estimated", "Ukraine"):
        assert absent not in key


def test_the_table_says_what_check_says(
    opened: Any, frontmap: Any, root: Path, sample: Any
) -> None:
    report = root / "tests" / "reports" / "berdin-assessment.txt"
    claims = json.loads(frontmap("check", report, "--format", "json").stdout)
    with opened(sample[0]) as page:
        verdicts = page.locator("#claims tbody > tr:first-child .verdict").all_inner_texts()
    words = [re.sub(r"^\S\s+", "", " ".join(text.split())) for text in verdicts]
    assert words == [VERDICT_LABELS[claim["verdict"]] for claim in claims]


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_nothing_sticks_out_sideways_and_no_blank_page_follows(
    opened: Any, html: str, width: int
) -> None:
    with opened(html, width=width, height=740) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The foot ends the page.
        gap = page.evaluate(
            "document.documentElement.scrollHeight - scrollY"
            " - document.querySelector('footer').getBoundingClientRect().bottom"
        )
        assert gap < 60
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        for tab in page.locator("[role=tab]").all():
            tab.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            cells = page.evaluate(
                """() => [...document.querySelectorAll('td, th')].filter(cell =>
                  cell.clientWidth > 1 && cell.scrollWidth > cell.clientWidth + 1
                ).map(cell => cell.textContent)"""
            )
            assert cells == []


def test_a_card_on_a_phone_can_be_read_and_closed(opened: Any, html: str) -> None:
    with opened(html, width=360, height=740) as page:
        page.locator("#tab-claims").click()
        page.locator("#claim-1-1 button.go").click()
        page.locator(".leaflet-popup-close-button").hover()
        box = page.locator(".leaflet-popup-content-wrapper").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert not page.locator(".leaflet-control-zoom").is_visible()
        page.locator(".leaflet-popup-close-button").click()
        assert page.locator(".leaflet-control-zoom").is_visible()


def open_layers(page: Any) -> None:
    """Open the list of layers by pointing at it."""
    box = page.locator(".leaflet-control-layers-toggle").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".leaflet-control-layers-overlays").wait_for()


def focused(page: Any, of: str) -> Any:
    return page.evaluate(f"(one => one && ({of}))(document.activeElement)")


def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.keyboard.press("Tab")
        assert focused(page, "one.textContent") == "Skip the map and read the tables"
        assert page.locator(".skip").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert focused(page, "one.id") == "tab-report"
        page.keyboard.press("ArrowRight")
        assert focused(page, "one.id") == "tab-claims"
        for _ in range(25):
            page.keyboard.press("Tab")
            assert focused(page, "getComputedStyle(one).outlineStyle") == "solid"
            if focused(page, "one.dataset.card") is not None:
                break
        assert focused(page, "one.dataset.card") == "claim-1-1"
        page.keyboard.press("Enter")
        page.locator(".leaflet-popup .card").wait_for()
        assert focused(page, "one.closest('.leaflet-popup') !== null")
        page.keyboard.press("Escape")
        assert focused(page, "one.dataset.card") == "claim-1-1"
        page.keyboard.press("Tab")
        if focused(page, "one.tagName") == "A":  # the footnote of the verdict
            page.keyboard.press("Tab")
        assert focused(page, "one.tagName") == "SUMMARY"


def test_paper_carries_map_tables_and_sources_but_no_buttons(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        for selector in ("h1", ".folium-map", ".legend .groups", ".leaflet-control-scale",
                         "#report .words", "#claims table", "#events table", "#places table",
                         "footer"):  # fmt: skip
            assert page.locator(selector).first.is_visible(), selector
        for selector in (".leaflet-control-zoom", ".views", ".leaflet-control-layers"):
            assert not page.locator(selector).first.is_visible(), selector
        # Why something does not fit belongs on paper.
        assert page.locator("#claim-1-1 blockquote").is_visible()
        assert shades(page) > 50
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        assert page.locator(".leaflet-control-zoom").is_visible()
        page.locator("#tab-claims").click()
        assert page.locator("#claim-1-1").is_visible()
        assert not page.locator("#claim-1-1 blockquote").is_visible()
        assert page.pdf(format="A4").startswith(b"%PDF")
        assert page.complaints == []


def test_without_scripts_the_tables_still_tell_all(browser: Any, html: str, tmp_path: Path) -> None:
    (tmp_path / "map.html").write_text(html, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "map.html").as_uri())
    text = page.locator("body").inner_text()
    context.close()
    assert "The map needs scripts" in text
    assert "does not fit" in text


def test_many_places_stay_named_while_the_map_moves(
    opened: Callable[..., Any], notes: Any, places: Any, gazetteer: Any
) -> None:
    import dataclasses

    count = 5_000
    written = notes("Sudzha. " * count)
    for n in range(count):
        place = dataclasses.replace(
            places["sudzha"], id=f"test:{n}", name=f"Village {n}",
            lon=35 + n % 100 / 200, lat=51 + n // 100 / 200,
        )  # fmt: skip
        written.mention("Sudzha", place)
    with opened(report_map([written.checked()], gazetteer)) as page:
        # From afar they are gathered to a few marks, which have numbers instead of names.
        page.evaluate(f"() => {{ {MAP}.setView([51.1, 35.2], 14, {{ animate: false }}); }}")
        for by in (40, -40, 40):
            page.evaluate(f"() => {{ {MAP}.panBy([{by}, 0], {{ animate: false }}); }}")
        assert page.locator(".name.place:visible").count() > 5
