"""A page of very many marks: small, complete, and silent about where it was made."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from geo.claims.claim import Claim
from geo.reading.reading import Reading
from maps.many import MANY, MANY_SCRIPTS, is_many
from maps.page import asset
from maps.records import records_of
from maps.report_map import report_map
from maps.story import tell

Checked = list[tuple[Reading, tuple[Claim, ...]]]
MARKS = 10_000


def block(page: str, key: str) -> Any:
    """A block of a page, its JSON inflated where it is deflated."""
    found = re.search(rf'<script type="application/json" id="{key}">(.*?)</script>', page)
    assert found is not None, key
    value = json.loads(found[1])
    if isinstance(value, dict) and "deflated" in value:
        value = json.loads(zlib.decompress(base64.b64decode(value["deflated"]), wbits=-15))
    return value


@pytest.fixture(scope="module")
def many(large_reports: ModuleType) -> Checked:
    """Ten reports that name ten thousand places."""
    made: Checked = large_reports.readings(large_reports.invented(MARKS))
    return made


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """Pages that several tests look at."""
    return {}


@pytest.fixture
def page(many: Checked, gazetteer: Any, kept: dict[str, str]) -> str:
    """Their page."""
    if "many" not in kept:
        kept["many"] = report_map(many, gazetteer)
    return kept["many"]


@pytest.fixture
def drawn(large_reports: ModuleType, gazetteer: Any) -> Callable[[int], str]:
    """Draws the page of a report that merely names so many made-up places."""

    def draw(count: int) -> str:
        [(reading, _)] = large_reports.readings(large_reports.invented(count), reports=1)
        return report_map([(dataclasses.replace(reading, events=()), ())], gazetteer)

    return draw


def test_ten_thousand_marks_weigh_less_than_a_megabyte_and_a_half(
    page: str, drawn: Callable[[int], str], many: Checked
) -> None:
    text = sum(len(reading.report.text) for reading, _ in many)
    scripts = sum(len(asset(name)) for name in MANY_SCRIPTS) + len(asset("many.css"))
    above = len(page.encode()) - len(drawn(2).encode()) - scripts
    assert text > 500_000
    assert above < 1_500_000
    assert above / MARKS < 150


def test_nothing_of_the_readings_is_lost(page: str, many: Checked, gazetteer: Any) -> None:
    records = block(page, "frontmap-records")
    named = {r.place.id for reading, _ in many for r in reading.resolutions if r.place}
    assert len(named) == MARKS
    assert records["places"]["key"]["as"] == "behind"
    told = records_of(tell(many, gazetteer))
    assert set(told["places"]["id"]) == named
    assert len(told["events"]["key"]) == MARKS
    assert len(told["claims"]["key"]) == sum(len(claims) for _, claims in many)
    texts = [report["text"] for report in block(page, "frontmap-inputs")["reports"]]
    assert texts == [reading.report.text for reading, _ in many]


def test_no_row_card_or_feature_is_written_out(page: str) -> None:
    assert "<tbody" not in page
    assert 'class="card"' not in page
    assert '"look":"spot"' not in page.replace(" ", "")
    assert page.count("<li") < 300


def test_without_scripts_it_says_how_much_it_holds(page: str) -> None:
    told = re.search(r"<noscript>(.*?)</noscript>", page)
    assert told is not None
    assert "10,000 places" in told[1]
    assert "10,000 events" in told[1]


def test_pages_below_the_threshold_are_written_out(drawn: Callable[[int], str]) -> None:
    few, more = drawn(MANY - 1), drawn(MANY)
    assert few.count("<tbody id=") == MANY - 1
    assert 'id="frontmap-many"' not in few
    assert asset("many.js") not in few
    assert 'id="frontmap-many"' in more
    assert len(more) < len(few) - 300 * MANY


def test_claims_alone_make_a_page_large(large_reports: ModuleType, gazetteer: Any) -> None:
    [(reading, claims)] = large_reports.readings(large_reports.invented(100), reports=1)
    short = dataclasses.replace(reading, events=())
    few = tell([(short, claims[:5])], gazetteer)
    assert not is_many(few)
    assert is_many(tell([(short, claims[:1] * MANY)], gazetteer))


def test_its_columns_agree_with_one_another(page: str) -> None:
    from itertools import groupby

    def length(packed: Any) -> int:
        if isinstance(packed, list):
            return len(packed)
        return packed["n"] if packed["as"] == "one" else length(packed["v"])

    for key in ("frontmap-records", "frontmap-marks", "frontmap-cards"):
        for kind, columns in block(page, key).items():
            lengths = {length(column) for column in columns.values()}
            assert len(lengths) <= 1, (key, kind)
    kinds = Counter(
        kind
        for kind, _ in groupby(
            name
            for key in ("frontmap-records", "frontmap-marks", "frontmap-cards")
            for name in block(page, key)
        )
    )
    assert kinds["places"] == 3


def test_the_same_marks_give_the_same_bytes(drawn: Callable[[int], str]) -> None:
    assert drawn(MANY) == drawn(MANY)
