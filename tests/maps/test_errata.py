"""Corrections of a page, and links that lead out of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ReportInvalid
from geo.reading.report import Report
from geo.reading.report_file import load_report
from geo.web_address import is_web_address
from maps.addresses import ADDRESSES, linked
from maps.errata import Erratum, ErratumInvalid, erratum_of
from maps.errors import MarkupUnsafe
from maps.html import outward
from maps.report_map import report_map

HOSTILE = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://example.org", "https://example.org ",
    "data:text/html,<script>alert(1)</script>", "//example.org/x", "https:/example.org", "https://",
    'https://example.org/"onclick="alert(1)', "https://example.org/<script>", "ftp://example.org/",
    "https://bank.example@evil.example/", "https://example.org/\njavascript:alert(1)",
    "https://example.org\\@evil.example/", "https://exämple.org/", "https://localhost",
    "https://example.org:99999/", "https://example.org/" + "a" * 2001, "vbscript:x", "",
    "https://example.org/${alert(1)}", "file:///etc/passwd", "blob:https://example.org/1",
)  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_no_link_leads_to_what_is_no_plain_address(address: str) -> None:
    assert not is_web_address(address)
    with pytest.raises(MarkupUnsafe):
        outward("x", address)
    with pytest.raises(ReportInvalid):
        Report("r", "Text.", url=address)


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "http://example.org:8080/a/b?c=d&e=%20f#g", "https://a.b-c.example/~x"],
)
def test_a_plain_address_becomes_a_link_that_tells_nothing(address: str) -> None:
    made = outward("<b>", address)
    assert made.endswith('rel="noopener noreferrer nofollow">&lt;b&gt;</a>')
    assert address.replace("&", "&amp;") in made


@given(st.text(max_size=60))
def test_whatever_is_taken_for_an_address_stays_in_its_attribute(text: str) -> None:
    if is_web_address(text):
        assert not set(text) & set('"<>` \t\n\\{}$')
        assert outward("x", text).count('"') == 4


def test_makers_and_licences_are_linked_once_and_all_else_is_text() -> None:
    made = linked("GeoNames (CC-BY-4.0), <i>GeoNames</i> again, CC-BY-4.0-like, MITRE")
    assert made.count("<a ") == 2
    assert "&lt;i&gt;GeoNames&lt;/i&gt;" in made
    assert all(is_web_address(address) for address in ADDRESSES.values())


def test_a_report_may_give_its_address_in_its_header(tmp_path: Any) -> None:
    file = tmp_path / "r.txt"
    file.write_text("Url: https://example.org/1\n\nBerdin lies there.\n", encoding="utf-8")
    report = load_report(file)
    assert report.url == "https://example.org/1"
    assert "example.org" not in report.text
    file.write_text("Url: javascript:x\n\nBerdin lies there.\n", encoding="utf-8")
    with pytest.raises(ReportInvalid, match="no address of a web page"):
        load_report(file)


def test_an_erratum_has_a_day_and_a_text() -> None:
    assert erratum_of("2025-01-07:  21 km,\n not 12 ") == Erratum("2025-01-07", "21 km, not 12")
    for wrong in ("", "text", "2025-01-07", "2025-01-07: ", "7 January: x", "2025-02-30: x"):
        with pytest.raises(ErratumInvalid, match="YYYY-MM-DD: TEXT"):
            erratum_of(wrong)


def test_a_page_tells_its_corrections_at_its_head_and_in_a_box(
    notes: Any, places: Any, gazetteer: Any
) -> None:
    written = notes("Sudzha lies there.")
    written.mention("Sudzha", places["sudzha"])
    checked = [written.checked()]
    plain = report_map(checked, gazetteer)
    assert "No corrections so far." in plain
    assert 'class="corrected"' not in plain
    told = report_map(
        checked,
        gazetteer,
        errata=[Erratum("2025-01-07", "<b>21</b>"), Erratum("2025-02-01", "Later.")],
    )
    assert "No corrections so far." not in told
    assert "Corrected 2 times" in told
    assert "&lt;b&gt;21&lt;/b&gt;" in told
    assert told.index("1 February 2025") < told.index("Later.") < told.index("7 January 2025")


def test_the_command_refuses_what_is_no_correction(call: Any, sentence: Any, tmp_path: Any) -> None:
    report = tmp_path / "r.txt"
    report.write_text("Berdin lies there.", encoding="utf-8")
    page = tmp_path / "map.html"
    said = sentence(call("map", str(report), "-o", str(page), "--erratum", "nothing"))
    assert "YYYY-MM-DD: TEXT" in said
    assert not page.exists()
