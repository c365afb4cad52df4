"""Ten thousand marks in a browser: opened, gathered, chosen, listed, searched, read and printed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from gazetteer.place import Place
from geo.claims.claim import Claim
from geo.reading.reading import Reading
from maps.report_map import report_map

Checked = list[tuple[Reading, tuple[Claim, ...]]]
MARKS = 10_000
MAP = "window[document.querySelector('.folium-map').id]"
HOSTILE = "</script><img src=x onerror=window.pwned=1>${alert(1)}`{{7*7}}"
SPOTS = """() => {
  const box = document.querySelector('.folium-map').getBoundingClientRect();
  const map = frontmap.page.map;
  const origin = map.layerPointToContainerPoint([0, 0]);
  return frontmap.many.shown().map(one => ({
    x: box.left + one.x + origin.x, y: box.top + one.y + origin.y,
    count: one.mark.members ? one.mark.members.length : 1,
    key: one.mark.members ? null : frontmap.many.places.key[one.mark.i],
  })).filter(one => {
    const over = document.elementFromPoint(one.x, one.y);
    return over && over.closest('.folium-map') && !over.closest('.leaflet-control, .name');
  });
}"""


@pytest.fixture(scope="module")
def many(large_reports: ModuleType) -> Checked:
    """Ten reports that name ten thousand places."""
    made: Checked = large_reports.readings(large_reports.invented(MARKS))
    return made


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """The page, drawn once."""
    return {}


@pytest.fixture
def page(opened: Any, many: Checked, gazetteer: Any, kept: dict[str, str]) -> Iterator[Any]:
    """Their page, opened."""
    if "many" not in kept:
        kept["many"] = report_map(many, gazetteer)
    with opened(kept["many"]) as page:
        yield page
        assert page.requests == []
        assert page.complaints == []


def look_at(page: Any, lat: float, lon: float, zoom: float) -> None:
    page.evaluate(f"{MAP}.setView([{lat}, {lon}], {zoom}, {{animate: false}}); 0")


def wait(page: Any, until: str) -> None:
    """Wait until an expression is true: the page's policy keeps the browser's own waiting out."""
    for _ in range(200):
        if page.evaluate(until):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {until}")


def told_card(page: Any) -> str:
    card = page.locator(".leaflet-popup .card")
    card.wait_for()
    return " ".join(card.text_content().split())


def test_every_mark_is_on_the_map_alone_or_in_a_cluster(page: Any) -> None:
    counted = page.evaluate(
        "frontmap.many.marksAt(frontmap.page.map.getZoom())"
        ".reduce((sum, mark) => sum + (mark.members ? mark.members.length : 1), 0)"
    )
    assert counted == MARKS
    assert len(page.evaluate(SPOTS)) < 600
    assert page.evaluate("document.querySelectorAll('*').length") < 3_000


def test_a_cluster_opens_into_smaller_ones_and_hides_no_side(page: Any) -> None:
    shares = page.evaluate(
        "Math.max(...frontmap.many.marksAt(6).map(one => one.members ? "
        "frontmap.many.shares(one).filter(share => share[0]).length : 0))"
    )
    assert shares == 2
    look_at(page, 51.3, 35.5, 9)
    before = max(page.evaluate(SPOTS), key=lambda spot: spot["count"])
    assert before["count"] > 10
    page.mouse.click(before["x"], before["y"])
    wait(page, f"{MAP}.getZoom() > 9")
    counts = [spot["count"] for spot in page.evaluate(SPOTS)]
    assert max(counts) < before["count"]
    said = page.locator("#told").text_content()
    assert said.startswith(f"{before['count']} places: ")


def test_a_click_on_a_mark_tells_what_is_said_of_it(page: Any, many: Checked) -> None:
    look_at(page, 51.3, 35.5, 13)
    spot = next(spot for spot in page.evaluate(SPOTS) if spot["key"])
    page.mouse.click(spot["x"], spot["y"])
    name = page.evaluate("key => frontmap.many.places.name[frontmap.many.find(key).i]", spot["key"])
    card = told_card(page)
    sentence = next(
        found[0]
        for reading, _ in many
        if (found := re.search(rf"[^.]*\b{name}\b on day[^.]*\.", reading.report.text))
    )
    assert card.startswith(name)
    assert sentence.strip() in card
    assert "the only place of this name" in card
    assert page.locator(f"#{spot['key']}.chosen").count() == 1


def test_the_keyboard_opens_what_is_nearest_the_middle(page: Any) -> None:
    look_at(page, 51.3, 35.5, 14)
    page.locator(".folium-map").focus()
    page.keyboard.press("Enter")
    assert told_card(page).startswith("Hamlet ")


def test_tables_are_leafed_through_filtered_and_sorted(page: Any) -> None:
    page.locator("#tab-places").click()
    rows = page.locator("table.places tbody[id]")
    assert rows.count() == 100
    assert page.locator("#places output").text_content() == "1–100 of 10,000"
    first = rows.first.locator("th").text_content()
    page.get_by_label("Further rows of places").click()
    assert page.locator("#places output").text_content() == "101–200 of 10,000"
    assert rows.first.locator("th").text_content() != first
    page.locator("#filter-places").fill("hamlet 777")
    wait(page, "document.querySelector('#places output').textContent.endsWith('of 11')")
    names = {row.locator("th").text_content() for row in rows.all()}
    assert names == {"Hamlet 777", *(f"Hamlet 777{digit}" for digit in range(10))}
    page.locator("#filter-places").fill("")
    wait(page, "document.querySelector('#places output').textContent.includes('10,0')")
    heading = page.locator("table.places thead button").first
    heading.click()
    assert rows.first.locator("th").text_content() == "Hamlet 0"
    assert heading.locator("xpath=..").get_attribute("aria-sort") == "ascending"
    heading.click()
    assert rows.first.locator("th").text_content() == "Hamlet 9999"


def test_a_row_shows_its_place_even_where_it_lies_in_a_cluster(page: Any) -> None:
    page.locator("#tab-events").click()
    button = page.locator("table.events tbody[id] button.go").nth(5)
    what = button.text_content()
    button.click()
    assert what in told_card(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == what


def test_a_claim_is_drawn_with_its_rings_when_it_is_chosen(page: Any) -> None:
    page.locator("#tab-claims").click()
    row = page.locator("table.claims tbody[id]").first
    row.locator("button.go").click()
    assert "12 km" in told_card(page)
    key = row.get_attribute("id")
    looks = page.evaluate(
        """key => ['stated', 'measured'].flatMap(name => frontmap.page.layers[name].getLayers())
             .map(part => part.feature.properties).filter(p => p.card === key).map(p => p.look)""",
        key,
    )
    assert sorted(looks) == ["band", "measured", "ring"]


def test_the_finder_reaches_every_place(page: Any) -> None:
    page.locator("#find").fill("Hamlet 4321")
    page.locator("#find-list [role=option]").first.click()
    assert told_card(page).startswith("Hamlet 4321")


def test_the_text_is_marked_and_leads_to_the_map_and_back(page: Any) -> None:
    page.locator(".words a.at").first.wait_for()
    assert page.locator(".words p").count() < 40
    link = page.locator(".words a.at").first
    name = link.text_content()
    link.click()
    card = told_card(page)
    assert name in card
    page.keyboard.press("Escape")
    page.locator("#tab-places").click()
    page.locator("#filter-places").fill("hamlet 4321")
    wait(page, "document.querySelectorAll('table.places tbody[id]').length === 1")
    page.locator("table.places a.in-text").click()
    shown = page.locator(".words .here").first
    shown.wait_for()
    assert shown.text_content() == "Hamlet 4321"
    assert page.locator("#report-choice").input_value() != ""


def test_a_source_that_is_taken_off_takes_its_marks_along(page: Any) -> None:
    page.evaluate("frontmap.sources.set([0, 1])")
    counted = page.evaluate(
        "frontmap.many.marksAt(7).reduce((sum, mark) => "
        "sum + (mark.members ? mark.members.length : 1), 0)"
    )
    kept = page.evaluate(
        "frontmap.many.marks.events.sources.filter(one => !['0', '1'].includes(one)).length"
    )
    assert 0 < kept < MARKS
    assert abs(counted - kept) < MARKS / 6  # some places are told of by claims of others as well


def test_paper_shows_some_rows_and_says_of_how_many(page: Any) -> None:
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("table.places tbody[id]").count() == 200
    assert "1–200 of 10,000" in page.locator("#places .paper-only").text_content()
    assert page.locator("#places .pager").is_hidden()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("table.places tbody[id]").count() == 100


def test_hostile_text_is_shown_and_does_nothing(
    opened: Any, large_reports: ModuleType, gazetteer: Any
) -> None:
    places: list[Place] = [
        dataclasses.replace(place, name=f"{place.name} {HOSTILE}", admin1=HOSTILE, source=HOSTILE)
        for place in large_reports.invented(1_600)
    ]
    html = report_map(large_reports.readings(places, reports=2), gazetteer, title=HOSTILE)
    with opened(html) as page:
        page.locator("#tab-places").click()
        page.locator("table.places button.go").first.click()
        card = told_card(page)
        page.locator("table.places details").first.evaluate("one => { one.open = true; }")
        look_at(page, 51.3, 35.5, 12)
        page.mouse.move(500, 400)
        page.evaluate("frontmap.page.map.closePopup(); 0")
        page.locator("#tab-report").click()
        page.locator(".words a.at").first.wait_for()
        assert HOSTILE in card
        assert page.evaluate("document.querySelectorAll('img, iframe').length") == 0
        assert page.evaluate("window.pwned") is None
        assert page.requests == []
        assert page.dialogs == []
        assert page.complaints == []


def test_it_fits_a_phone(opened: Any, many: Checked, gazetteer: Any, kept: dict[str, str]) -> None:
    html = kept.get("many") or report_map(many, gazetteer)
    with opened(html, width=360, height=740) as page:
        page.locator("#tab-places").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_the_page_says_what_it_holds(
    browser: Any, tmp_path: Any, many: Checked, gazetteer: Any, kept: dict[str, str]
) -> None:
    file = tmp_path / "page.html"
    file.write_text(kept.get("many") or report_map(many, gazetteer), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert "10,000 places" in page.locator("noscript").inner_text()
    assert page.locator("h1").is_visible()
    context.close()
