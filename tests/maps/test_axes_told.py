"""Axes of advance beyond the map: marked in the text, and told with the page's data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from geo.reading.axis import Axis
from maps.report_map import report_map
from maps.spots import Checked

WORDS = "They went from Sudzha towards Berdin from the south, it says, and out of Martynovka."


@pytest.fixture
def told(notes: Any, places: Any) -> Checked:
    """A report with an axis between two places, one with an end by a wind, one with no course."""
    written = notes(WORDS)
    sudzha, berdin, martynovka = (
        written.mention(name, places[name.lower()]) for name in ("Sudzha", "Berdin", "Martynovka")
    )
    reading, claims = written.checked()
    axes = (
        Axis(0, 36, WORDS[:36], "UA", "went", sudzha, berdin, standing="assessed",
             date="2025-01-04"),
        Axis(22, 51, WORDS[22:51], None, "went", None, berdin, from_wind="S"),
        Axis(66, 83, WORDS[66:83], "RU", "out of", martynovka, None),
    )  # fmt: skip
    return ((replace(reading, axes=axes), claims),)


def records(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="frontmap-records">(.*?)</script>', page)
    assert found is not None
    return dict(json.loads(found[1]))


def test_the_page_s_data_hold_every_axis_of_its_table(
    told: Checked, gazetteer: Any, places: Any
) -> None:
    page = report_map(told, gazetteer)
    axes = records(page)["axes"]
    assert axes["key"] == re.findall(r'<tbody id="(axis-[0-9-]+)"', page)
    assert axes["what"] == ["Sudzha → Berdin", "from the south → Berdin", "Martynovka → …"]
    assert axes["from"] == [places["sudzha"].id, None, places["martynovka"].id]
    assert axes["toward"] == [places["berdin"].id, places["berdin"].id, None]
    assert axes["standing"] == ["assessed", "claimed", "claimed"]
    assert axes["date"] == ["2025-01-04", None, None]


def test_an_end_given_by_a_wind_is_named_and_what_has_no_course_has_no_ends(
    told: Checked, gazetteer: Any, places: Any
) -> None:
    axes = records(report_map(told, gazetteer))["axes"]
    assert axes["open_end"] == [None, "from", None]
    assert (axes["from_lon"][0], axes["from_lat"][0]) == places["sudzha"].lonlat
    assert (axes["toward_lon"][1], axes["toward_lat"][1]) == places["berdin"].lonlat
    assert axes["from_lat"][1] < axes["toward_lat"][1]
    ends = ("from_lon", "from_lat", "toward_lon", "toward_lat")
    assert [axes[end][2] for end in ends] == [None] * 4


def test_each_row_leads_to_the_words_and_they_to_it(told: Checked, gazetteer: Any) -> None:
    page = report_map(told, gazetteer)
    for number in (1, 2, 3):
        key = f"axis-1-{number}"
        assert f'href="#at-{key}" class="in-text" data-card="{key}"' in page
        assert page.count(f'id="at-{key}"') == 1
    assert "Axis of advance, claimed or believed</span>" in page


def test_a_report_without_an_axis_says_nothing_of_any(told: Checked, gazetteer: Any) -> None:
    ((reading, claims),) = told
    page = report_map([(replace(reading, axes=()), claims)], gazetteer)
    assert records(page)["axes"] == {}
    assert 'class="at arrow-of' not in page
    assert "Axis of advance," not in page
