"""Axes of advance in the browser: text, map and table in step, and in every download."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import fastkml
import pytest

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.reading.read import read
from geo.reading.report import Report
from maps.report_map import report_map

pytestmark = pytest.mark.browser

TEXT = (
    "Ukrainian forces advanced from Sudzha towards Berdin on January 4. Russian sources claimed "
    "that Russian troops attacked Martynovka from the north. Russian forces attacked in the "
    "direction of Mikhaylovka."
)
RINGS = """() => { const found = []; frontmap.page.map.eachLayer(layer => {
  if (layer instanceof L.Polyline && !layer.options.interactive &&
      layer.options.weight === 14) {
    found.push(layer.getLatLngs().length); } }); return found; }"""
POINT = """card => { const part = frontmap.page.byCard[card][0].part;
  const course = frontmap.arrowCourse(part); const at = course[Math.floor(course.length / 2)];
  const box = frontmap.page.map.getContainer().getBoundingClientRect();
  const point = frontmap.page.map.layerPointToContainerPoint([at.x, at.y]);
  return [box.left + point.x, box.top + point.y]; }"""


@pytest.fixture(scope="module")
def drawn() -> Iterator[str]:
    """The page of a report that states two axes with a course and one without."""
    with Gazetteer.open() as gazetteer:
        reading = read(Report(id="axes", text=TEXT, date="2025-01-05"), gazetteer)
        assert len(reading.axes) == 3
        yield report_map([(reading, check(reading, gazetteer))], gazetteer)


def test_pointing_at_the_words_shows_the_arrow_and_at_the_arrow_the_words(
    opened: Any, drawn: str
) -> None:
    with opened(drawn) as page:
        page.locator(".words .arrow-of").first.hover()
        (count,) = page.evaluate(RINGS)
        assert count > 2
        words = page.locator(".words .pointed[data-is]")
        shown = "".join(words.all_inner_texts())
        assert shown == "Ukrainian forces advanced from Sudzha towards Berdin"
        page.locator("h1").hover()
        assert page.evaluate(RINGS) == []
        assert words.count() == 0
        x, y = page.evaluate(POINT, "axis-1-1")
        page.mouse.move(x, y)
        page.mouse.move(x + 1, y)
        assert "".join(words.all_inner_texts()) == shown


def test_choosing_the_arrow_s_sign_opens_its_card_and_the_card_leads_back(
    opened: Any, drawn: str
) -> None:
    with opened(drawn) as page:
        page.locator(".words .arrow-of").nth(1).click()
        card = page.locator(".leaflet-popup .card")
        card.wait_for()
        assert "from the north → Martynovka" in card.inner_text()
        assert page.evaluate("frontmap.chosen") == "axis-1-2"
        assert page.locator(".words [data-is].chosen").count() > 0
        card.get_by_label("Show in the text").click()
        assert page.locator(".words .here").count() > 0


def test_the_arrow_of_a_source_that_is_taken_off_goes_with_it(opened: Any, drawn: str) -> None:
    shown = "frontmap.page.layers.axes.getLayers().map(part => part.feature.properties.card)"
    with opened(drawn) as page:
        assert sorted(page.evaluate(shown)) == ["axis-1-1", "axis-1-2"]
        page.locator("#tool-sources").click()
        box = page.get_by_label("Russian sources")
        box.uncheck()
        assert page.evaluate(shown) == ["axis-1-1"]
        box.check()
        assert sorted(page.evaluate(shown)) == ["axis-1-1", "axis-1-2"]


def test_an_axis_without_a_course_is_shown_in_its_table(opened: Any, drawn: str) -> None:
    with opened(drawn) as page:
        page.locator(".words .arrow-of").nth(2).click()
        assert page.locator("#axis-1-3").is_visible()
        assert page.locator("#axis-1-3").get_by_text("Mikhaylovka").first.is_visible()
        page.locator("#axis-1-1 a.in-text").click()
        here = page.locator(".words .here[data-is]")
        assert here.first.inner_text().startswith("Ukrainian forces")


def test_every_download_holds_the_axes(opened: Any, drawn: str) -> None:
    with opened(drawn) as page:
        made = {name: page.evaluate(f"frontmap.{name}()") for name in ("asGeoJson", "asKml")}
        rows = list(csv.DictReader(io.StringIO(page.evaluate("frontmap.asCsv('axes')"))))
        page.click("#tool-download")
        assert page.locator("#tool-csv-axes").inner_text() == "Axes of advance as CSV"
    features = json.loads(made["asGeoJson"])["features"]
    axes = [one for one in features if one["properties"]["kind_of_row"] == "axis"]
    first, second, third = (one["properties"] for one in axes)
    assert (first["what"], first["actor"], first["date"]) == ("Sudzha → Berdin", "UA", "2025-01-04")
    assert first["open_end"] is None
    assert second["open_end"] == "from"
    assert [one["geometry"] and one["geometry"]["type"] for one in axes] == [
        "LineString", "LineString", None,
    ]  # fmt: skip
    by_id = {one["properties"].get("id"): one for one in features}
    course = axes[0]["geometry"]["coordinates"]
    assert course[0] == by_id[first["from"]]["geometry"]["coordinates"]
    assert course[1] == by_id[first["toward"]]["geometry"]["coordinates"]
    document: Any = fastkml.KML.from_string(made["asKml"].partition("?>")[2]).features[0]
    folders = {folder.name: folder.features for folder in document.features}
    assert [mark.name for mark in folders["Axes of advance"]] == [
        "Sudzha → Berdin", "from the north → Martynovka",
    ]  # fmt: skip
    assert [row["what"] for row in rows] == [first["what"], second["what"], third["what"]]
    assert rows[1]["open_end"] == "from"


def test_a_page_of_very_many_marks_gives_them_as_well(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maps.many.MANY", 1)
    with Gazetteer.open() as gazetteer:
        reading = read(Report(id="axes", text=TEXT, date="2025-01-05"), gazetteer)
        html = report_map([(reading, check(reading, gazetteer))], gazetteer)
    assert "data-many" in html
    with opened(html) as page:
        features = json.loads(page.evaluate("frontmap.asGeoJson()"))["features"]
        rows = list(csv.DictReader(io.StringIO(page.evaluate("frontmap.asCsv('axes')"))))
    axes = [one for one in features if one["properties"]["kind_of_row"] == "axis"]
    assert [row["what"] for row in rows] == [one["properties"]["what"] for one in axes]
    assert [one["geometry"] is None for one in axes] == [False, False, True]
