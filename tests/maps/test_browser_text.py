"""The report beside the map in a browser: text, map and tables in step, sorted and filtered."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from maps.report_map import report_map

MAP = "window[document.querySelector('.folium-map').id]"
POINT_OF = f"""card => {{
  const map = {MAP}, box = document.querySelector('.folium-map').getBoundingClientRect();
  let at = null;
  geo_json_places.eachLayer(part => {{
    if (part.feature.properties.card === card) at = map.latLngToContainerPoint(part.getLatLng());
  }});
  return [box.left + at.x, box.top + at.y];
}}"""
RINGS = f"""() => Object.values({MAP}._layers).filter(
  one => one instanceof L.CircleMarker && !one.feature && one.options.interactive === false
).map(one => [one.getLatLng().lat, one.getLatLng().lng])"""


@pytest.fixture
def two(checked: Any, notes: Any, places: Any, gazetteer: Any) -> str:
    """A page of two reports."""
    other = notes("Lgov was quiet. Sudzha was not.", id="second", title="A quiet day")
    other.mention("Lgov", places["lgov"])
    other.mention("Sudzha", places["sudzha"])
    return report_map([*checked, other.checked()], gazetteer)


def row_of(page: Any, name: str) -> str:
    """The id of a place's row."""
    found: str = page.evaluate(
        """name => [...document.querySelectorAll('#places tbody[id]')]
            .find(row => row.querySelector('th').textContent === name).id""",
        name,
    )
    return found


def chosen(page: Any) -> Any:
    return page.evaluate("frontmap.chosen")


def shown_rows(page: Any, table: str) -> list[str]:
    rows = page.locator(f"table.{table} tbody[id]:visible")
    return [row.get_attribute("id") for row in rows.all()]


def test_the_text_can_be_copied_as_it_was_written(opened: Any, html: str, checked: Any) -> None:
    with opened(html) as page:
        page.locator("#report .words").evaluate("words => getSelection().selectAllChildren(words)")
        copied = page.evaluate("getSelection().toString()")
    written = checked[0][0].report.text
    assert " ".join(copied.split()) == " ".join(written.split())


def test_a_word_of_the_text_moves_the_map_and_opens_its_card(opened: Any, html: str) -> None:
    with opened(html) as page:
        centre = f"(c => [c.lat, c.lng])({MAP}.getCenter())"
        before = page.evaluate(centre)
        page.locator(".words .place", has_text="Seoul").click()
        card = page.locator(".leaflet-popup .card")
        card.wait_for()
        assert card.locator("h4").inner_text().startswith("Seoul")
        assert chosen(page) == row_of(page, "Seoul")
        after = page.evaluate(centre)
        assert abs(after[1] - before[1]) > 50
        # The text stays where it is, and the way back leads there.
        assert page.locator("#tab-report").get_attribute("aria-selected") == "true"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.textContent") == "Seoul"


def test_pointing_at_a_word_rings_its_mark_without_moving_the_map(opened: Any, html: str) -> None:
    with opened(html) as page:
        before = page.evaluate(f"{MAP}.getBounds().toBBoxString()")
        assert page.evaluate(RINGS) == []
        page.locator(".words a.place", has_text="Novaya Sorochina").hover()
        assert page.evaluate(RINGS) == [[51.3553, 35.2165]]
        assert page.evaluate(f"{MAP}.getBounds().toBBoxString()") == before
        page.locator("h1").hover()
        assert page.evaluate(RINGS) == []


def test_pointing_at_a_mark_shows_every_time_the_text_names_it(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.mouse.move(*page.evaluate(POINT_OF, row_of(page, "Berdin")))
        page.mouse.move(*[at + 1 for at in page.evaluate(POINT_OF, row_of(page, "Berdin"))])
        pointed = page.locator(".words .pointed").all_inner_texts()
        assert [text.strip() for text in pointed] == ["Berdin"] * 4
        page.locator("h1").hover()
        assert page.locator(".words .pointed").count() == 0


def test_choosing_a_mark_leads_to_its_place_in_the_text_and_on_to_the_next(
    opened: Any, html: str
) -> None:
    with opened(html, height=620) as page:
        page.mouse.click(*page.evaluate(POINT_OF, row_of(page, "Berdin")))
        page.locator(".leaflet-popup .card").wait_for()
        line = page.locator(".leaflet-popup .in-step")
        assert "1 of 4" in line.inner_text()
        here = page.locator(".words .here")
        column = page.locator("#report").bounding_box()
        for count in (2, 3, 4, 1):
            line.get_by_label("Next place in the text").click()
            assert f"{count} of 4" in line.inner_text()
            assert here.inner_text().strip() == "Berdin"
            box = here.bounding_box()
            assert column["y"] <= box["y"]
            assert box["y"] + box["height"] <= column["y"] + column["height"]
        line.get_by_label("Previous place in the text").click()
        assert "4 of 4" in line.inner_text()
        assert page.evaluate("scrollY") == 0


def test_words_that_several_things_share_give_one_after_another(opened: Any, html: str) -> None:
    with opened(html) as page:
        words = page.locator(".words [data-is]", has_text="northeast of").first
        told = [card for card in words.get_attribute("data-is").split() if card != "/"]
        assert len(told) > 3
        for card in told[:3]:
            words.click()
            assert chosen(page) == card
            page.wait_for_timeout(600)


def test_the_second_choice_stays_marked_when_the_first_card_closes(opened: Any, html: str) -> None:
    with opened(html) as page:
        for name in ("Berdin", "Sudzha"):
            page.locator(".words a.place", has_text=name).first.click()
            page.locator(".leaflet-popup .card").wait_for()
            assert chosen(page) == row_of(page, name)
            assert page.locator(f"tbody.chosen#{row_of(page, name)}").count() == 1


def test_the_keys_step_from_mark_to_mark_and_choose(opened: Any, html: str) -> None:
    with opened(html) as page:
        stops = page.locator(".words .at")
        assert stops.evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1
        stops.first.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        at = page.evaluate("[...document.querySelectorAll('.words .at')].indexOf("
                           "document.activeElement)")  # fmt: skip
        assert at == 2
        named = stops.evaluate_all(
            "all => all.every(one => one.textContent || one.getAttribute('aria-label'))"
        )
        assert named
        page.keyboard.press("End")
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        page.locator(".leaflet-popup .card").wait_for()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement === document.querySelector('.words .at')")


def test_tabs_work_by_keyboard_and_show_one_section_at_a_time(opened: Any, html: str) -> None:
    with opened(html) as page:
        assert page.locator("#tables > section:visible").count() == 1
        assert page.locator("#report").is_visible()
        page.locator("#tab-report").focus()
        for key, tab in (("ArrowRight", "claims"), ("End", "reports"), ("ArrowRight", "report"),
                         ("ArrowLeft", "reports"), ("Home", "report")):  # fmt: skip
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.id") == f"tab-{tab}"
            assert page.evaluate("frontmap.tabs.get()") == tab
            visible = page.locator("#tables > section:visible")
            assert visible.evaluate_all("all => all.map(one => one.id)") == [tab]
            assert visible.get_attribute("aria-labelledby") == f"tab-{tab}"


def test_a_wide_screen_shows_text_map_and_tables_side_by_side(opened: Any, html: str) -> None:
    with opened(html, width=1680, height=1000) as page:
        boxes = [page.locator(of).bounding_box() for of in (".folium-map", "#report", "#claims")]
        for left, right in pairwise(boxes):
            assert left["x"] + left["width"] <= right["x"] + 1
        assert all(box["width"] > 350 for box in boxes)
        assert boxes[2]["x"] + boxes[2]["width"] <= 1680
        page.mouse.click(*page.evaluate(POINT_OF, row_of(page, "Berdin")))
        # Both columns follow: the row in its table, the name in the text.
        assert page.locator(f"#{row_of(page, 'Berdin')}").is_visible()
        assert page.locator(".words .here").is_visible()


def test_a_mark_opens_the_table_that_is_open_instead_of_the_text(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tab-claims").click()
        page.mouse.click(*page.evaluate(POINT_OF, row_of(page, "Berdin")))
        assert page.locator(f"#{row_of(page, 'Berdin')}").is_visible()
        page.locator(".leaflet-popup .in-step button").first.click()
        assert page.locator(".words .here").is_visible()


def test_a_row_leads_to_its_words(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tab-claims").click()
        page.locator("#claim-1-9 .in-text, #claims tbody:last-child .in-text").last.click()
        assert page.locator("#tab-report").get_attribute("aria-selected") == "true"
        here = "".join(page.locator(".words .here").all_inner_texts())
        assert here.startswith("Bolshoye Soldatskoye")
        assert page.evaluate("document.activeElement.classList.contains('at')")


def test_a_link_to_a_row_opens_its_tab(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.mouse.click(*page.evaluate(POINT_OF, row_of(page, "Berdin")))
        page.locator(".leaflet-popup .card a[href='#claim-1-1']").click()
        assert page.locator("#claim-1-1").is_visible()


def test_what_no_map_can_show_opens_in_its_table(
    opened: Any, notes: Any, places: Any, gazetteer: Any
) -> None:
    written = notes("Sudzha was quiet, and fighting went on along the front.")
    written.mention("Sudzha", places["sudzha"])
    written.event("fighting went on along the front", None, actor="UA", action="fighting",
                  verb="fighting")  # fmt: skip
    with opened(report_map([written.checked()], gazetteer)) as page:
        page.locator(".words .event", has_text="fighting went on").click()
        assert page.locator("#event-1-1 .card").is_visible()
        assert page.locator(".leaflet-popup").count() == 0


def test_one_of_several_reports_is_shown_at_a_time(opened: Any, two: str) -> None:
    with opened(two) as page:
        assert page.locator("#text-1").is_visible()
        assert not page.locator("#text-2").is_visible()
        page.locator(".which select").select_option(label="2. A quiet day")
        assert page.locator("#text-2").is_visible()
        assert not page.locator("#text-1").is_visible()
        # Choosing a place that this one does not name goes to the one that does.
        page.evaluate("card => frontmap.page.choose(card, { from: 'map' })", row_of(page, "Berdin"))
        assert page.locator("#text-1").is_visible()


def test_claims_are_filtered_by_verdict_source_report_and_words(opened: Any, two: str) -> None:
    with opened(two) as page:
        page.locator("#tab-claims").click()
        every = shown_rows(page, "claims")
        told = page.locator("#claims .shown")
        assert told.inner_text() == f"All {len(every)} statements"
        page.locator("#claims .chips label", has_text="does not fit").click()
        assert shown_rows(page, "claims") == ["claim-1-1"]
        assert told.inner_text() == f"1 of {len(every)} shown"
        page.locator("#claims .chips label", has_text="cannot tell").click()
        assert len(shown_rows(page, "claims")) == 2
        assert page.evaluate("frontmap.filters.get()") == {
            "claims": {"verdict": ["contradicted", "uncertain"]}
        }
        page.locator("#claims .reset").click()
        assert shown_rows(page, "claims") == every
        page.locator("#claims").get_by_label("Source").select_option("Channel Overlook")
        assert shown_rows(page, "claims") == ["claim-1-1"]
        page.locator("#claims .reset").click()
        page.locator("#claims").get_by_label("Words in the statements").fill("SOLDATSKOYE kursk")
        assert len(shown_rows(page, "claims")) == 1
        page.locator("#claims").get_by_label("Words in the statements").fill("zzz")
        assert told.inner_text() == f"0 of {len(every)} shown"


def test_what_is_filtered_out_is_faint_on_the_map(opened: Any, html: str) -> None:
    opacity = """card => geo_json_measured.getLayers()
        .find(part => part.feature.properties.card === card).options.opacity"""
    with opened(html) as page:
        before = page.evaluate(opacity, "claim-1-3")
        page.evaluate("frontmap.filters.set({ claims: { verdict: ['contradicted'] } })")
        assert page.evaluate(opacity, "claim-1-3") < before / 3
        assert page.evaluate(opacity, "claim-1-1") == before
        page.evaluate("frontmap.filters.set({})")
        assert page.evaluate(opacity, "claim-1-3") == before


def test_claims_are_sorted_by_their_columns(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tab-claims").click()
        text_order = shown_rows(page, "claims")
        head = page.locator("#claims th", has_text="Measured")
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"

        def measured() -> list[tuple[str, float]]:
            return [
                (row.get_attribute("data-unit"), float(row.get_attribute("data-measured")))
                for row in page.locator("#claims tbody[id]").all()
            ]

        assert measured() == sorted(measured())
        assert shown_rows(page, "claims") != text_order
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert measured() == sorted(measured(), reverse=True)
        head.locator("button").click()
        assert head.get_attribute("aria-sort") is None
        assert shown_rows(page, "claims") == text_order
        sort = page.locator("#claims").get_by_label("Sort the statements", exact=True)
        sort.select_option("-outside")
        shares = page.locator("#claims tbody[data-outside]").evaluate_all(
            "rows => rows.map(row => Number(row.dataset.outside))"
        )
        assert shares == sorted(shares, reverse=True)
        # 21.2 km where 12 to 18 were stated.
        assert any(abs(share - 3.2 / 6) < 0.01 for share in shares)
        assert shares[0] > 0


def test_events_are_filtered_by_side_and_day(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.locator("#tab-events").click()
        every = shown_rows(page, "events")
        page.locator("#events .chips label", has_text="Russia").click()
        assert shown_rows(page, "events") == ["event-1-4"]
        page.locator("#events .reset").click()
        page.locator("#events").get_by_label("Day").select_option("2025-01-05")
        assert shown_rows(page, "events") == ["event-1-1", "event-1-2", "event-1-3"]
        page.locator("#events .reset").click()
        page.locator("#events .chips label", has_text="assessed").click()
        page.locator("#events .chips label", has_text="Ukraine").click()
        assert shown_rows(page, "events") == ["event-1-1", "event-1-11"]
        assert len(every) > 5


def test_a_state_that_is_given_is_the_state_that_is_told(opened: Any, html: str) -> None:
    state = {
        "claims": {"verdict": ["supported"], "text": "Sudzha", "sort": "measured", "down": True}
    }
    with opened(html) as page:
        page.evaluate("() => { window.told = []; frontmap.on('filters', s => told.push(s)); }")
        page.evaluate("state => frontmap.filters.set(state)", state)
        assert page.evaluate("frontmap.filters.get()") == state
        assert page.evaluate("told.length") > 0
        page.evaluate(
            "frontmap.filters.set({ claims: { verdict: ['no such'], sort: 'x', text: 3 }, y: 1 })"
        )
        assert page.evaluate("frontmap.filters.get()") == {}
        page.evaluate("frontmap.tabs.set('events')")
        assert page.locator("#events").is_visible()
        page.evaluate("frontmap.tabs.set('no such')")
        assert page.evaluate("frontmap.tabs.get()") == "events"


def test_paper_shows_every_section_and_leaves_nothing_out(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.evaluate("frontmap.filters.set({ claims: { verdict: ['contradicted'] } })")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert len(shown_rows(page, "claims")) == page.locator("#claims tbody[id]").count()
        assert "paper leaves nothing out" in page.locator("#claims").inner_text()
        for section in ("#report", "#claims", "#events", "#places"):
            assert page.locator(section).is_visible(), section
        for gone in (".tabs", ".filters", ".in-text"):
            assert not page.locator(gone).first.is_visible(), gone


def test_without_scripts_text_and_tables_stand_below_one_another(
    browser: Any, html: str, tmp_path: Path
) -> None:
    (tmp_path / "map.html").write_text(html, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "map.html").as_uri())
    for section in ("#report", "#claims", "#events", "#places"):
        assert page.locator(section).is_visible(), section
    assert "went ahead west of Yamskaya" in page.locator(".words").inner_text()
    assert page.locator("#claims svg").first.is_visible()
    # From the text to the table and back.
    page.locator(".words .claim-sign").first.click()
    assert re.search(r"#claim-1-\d+$", page.url)
    page.locator("#claim-1-1 .in-text").click()
    assert page.url.endswith("#at-claim-1-1")
    context.close()


def test_an_address_holds_tab_report_and_filters(opened: Any, two: str, tmp_path: Path) -> None:
    with opened(two) as page:
        page.evaluate("frontmap.filters.set({ claims: { verdict: ['contradicted'] } })")
        page.locator(".which select").select_option(label="2. A quiet day")
        page.locator("#tab-claims").click()
        address = page.evaluate("frontmap.state.link()")
        for text in (address, address.replace("filters=", "filters=%7B%22claims%22%3A3,")):
            again = page.context.new_page()
            again.goto(text)
            again.wait_for_function("document.documentElement.dataset.restored === '1'")
            assert again.locator("#claims").is_visible()
            assert again.evaluate("document.querySelector('.which select').value") == "1"
            rows = shown_rows(again, "claims")
            assert (rows == ["claim-1-1"]) is (text == address)
