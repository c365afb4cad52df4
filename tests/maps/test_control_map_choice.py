"""Which control map a report is shown against, and how the report's page says so."""

from __future__ import annotations

import html as markup
import json
import re
from typing import Any

import pytest

from geo.control.atlas import ControlAtlas
from geo.reading.report import Report
from maps.control_choice import fitting, sheet_for
from maps.report_map import report_map

SALIENT = (35.15, 51.15, 35.45, 51.30)


def words(html: str) -> str:
    """What a reader sees, without scripts and styles."""
    seen = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(markup.unescape(seen).split())


@pytest.fixture
def atlas(control_layer: Any) -> ControlAtlas:
    row = {"geometry": SALIENT, "side": "UA", "within": "RU"}
    days = ("2024-01-05", "2024-12-15", "2025-01-04", "2025-01-05")
    return ControlAtlas(control_layer([row], date=day, file=f"{day}.geojson") for day in days)


def report(text: str = "It rained.", date: str | None = None) -> Report:
    return Report("r", text, date=date)


@pytest.mark.parametrize(
    ("reports", "day", "why", "exact"),
    [
        ([report(date="2025-01-05")], "2025-01-05", "of the day of the report", True),
        ([report(date="2025-01-06")], "2025-01-05", "1 day older than the report", False),
        ([report(date="2024-12-25")], "2024-12-15", "10 days older than the report", False),
        ([report(date="2024-01-01")], "2024-01-05", "4 days newer than the report", False),
        (
            [report(date="2024-12-15"), report(date="2025-01-04")],
            "2025-01-04", "of the day of the latest report", True,
        ),
        ([report()], "2025-01-05", "the report has no date, so the latest at hand is shown", False),
        (
            [report("As of January 4 it rained, and on March 3 it snowed.")],
            "2025-01-04",
            "the report has no date; its text names 4 January, taken to be of 2025", False,
        ),
        (
            [report("It rained on 5 January 2024.")],
            "2024-01-05", "the report has no date; its text names 5 January 2024", False,
        ),
    ],
)  # fmt: skip
def test_the_map_is_that_of_the_day(
    atlas: ControlAtlas, reports: list[Report], day: str, why: str, exact: Any
) -> None:
    chosen = fitting(reports, atlas)
    assert (chosen.layer.date, chosen.why, chosen.exact) == (day, why, exact)


def test_a_map_without_a_date_is_taken_and_told(control_layer: Any) -> None:
    layer = control_layer([{"geometry": SALIENT, "side": "UA", "within": "RU"}], date=None)
    chosen = fitting([report(date="2025-01-05")], ControlAtlas([layer]))
    assert chosen.layer is layer
    assert chosen.why == "the map has no date to compare with that of the report"


@pytest.fixture
def page(checked: Any, gazetteer: Any, atlas: ControlAtlas) -> str:
    sheet = sheet_for([reading.report for reading, _ in checked], atlas, gazetteer)
    return report_map(checked, gazetteer, control=sheet)


def test_the_page_says_whose_map_lies_beneath_and_of_which_day(page: str) -> None:
    text = words(page)
    assert "control map: Lantern Maps, 5 January 2025" in text
    assert "Control map of 5 January 2025: 1 day older than the report." in text
    key = text[text.index("Key Places") : text.index("Map data")]
    assert "Held by Ukraine Front line Lantern Maps, 5 January 2025 1 day older" in key
    assert "The control map beneath is of Lantern Maps, 5 January 2025 (1 day older" in text
    assert "Chosen 1 day older than the report" in text


def test_ground_lies_below_the_borders_and_the_marks(page: str) -> None:
    data = json.loads(re.search(r'id="frontmap-data">(.*?)</script>', page)[1])  # type: ignore[index]
    order = [key for key, _ in data["layers"]]
    assert order.index("near-land") < order.index("control") < order.index("borders")
    assert order.index("borders") < order.index("front") < order.index("stated")
    assert order.index("front") < order.index("places")
    assert "control-light" in page


def test_every_piece_beneath_has_its_card(page: str) -> None:
    assert 'id="ground-1"' in page
    assert '"card": "ground-1"' in page or '"card":"ground-1"' in page


def test_a_report_without_a_control_map_has_none_of_it(html: str) -> None:
    assert "control map:" not in words(html)
    assert "geo_json_control" not in html
    assert '<ul class="stamps"' not in html


def test_the_same_input_gives_the_same_bytes(
    checked: Any, gazetteer: Any, atlas: ControlAtlas, page: str
) -> None:
    sheet = sheet_for([reading.report for reading, _ in checked], atlas, gazetteer)
    assert report_map(checked, gazetteer, control=sheet) == page
