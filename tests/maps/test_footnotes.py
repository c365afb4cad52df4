"""Footnotes: quote, source, figure and method of each claim, on the page and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from geo.claims.claim import MapUsed, RowUsed
from maps.footnotes import footnotes_of, method_of
from maps.footnotes_markdown import escaped
from maps.report_map import report_map

Run = Callable[..., tuple[int, str, str]]
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_a_footnote_has_quote_source_figure_method_and_verdict(checked: Any) -> None:
    first = footnotes_of(checked)[0]
    assert (first.number, first.key, first.note_key) == (1, "claim-1-1", "note-1-1")
    assert first.quote[1] == "Berdin some 15 kilometers from the border"
    assert "".join(first.quote).startswith("Channel Overlook put Berdin")
    assert first.speakers == "Night Desk ← Channel Overlook (“said”) (claimed only)"
    assert first.report == "“A push northeast of Sudzha”, Night Desk, 6 January 2025"
    assert first.stated == "some 15 km (12–18\u00a0km)"
    assert first.measured == "21.2\u00a0km (19.9–22.4\u00a0km)"
    assert first.verdict == "does not fit"
    assert first.method.startswith("Geodesic on WGS 84")


def test_they_are_numbered_through_all_reports(checked: Any) -> None:
    two = footnotes_of([*checked, *checked])
    count = len(checked[0][1])
    assert [note.number for note in two] == list(range(1, 2 * count + 1))
    assert two[count].key == "claim-2-1"


def test_quotes_are_cut_between_words(notes: Any, places: Any) -> None:
    words = "word " * 200
    written = notes(f"{words}Berdin north of Sudzha {words}end.")
    ends = [written.mention(name, places[name.lower()]) for name in ("Berdin", "Sudzha")]
    written.direction("Berdin north of Sudzha", *ends, "N")
    before, _, behind = footnotes_of([written.checked()])[0].quote
    assert re.fullmatch(r"… (word )+", before)
    assert re.fullmatch(r"( word)+ …", behind)


@pytest.mark.usefixtures("alone")
def test_the_method_names_rows_with_precision_and_source(call: Run, tmp_path: Path) -> None:
    """Berdin and the border as `frontmap distance Berdin border` gives them."""
    report = tmp_path / "report.txt"
    report.write_text(
        "Ukraine said that Berdin, roughly 15 kilometers from the border, was entered.",
        encoding="utf-8",
    )
    code, out, _ = call("check", report, "--format", "markdown")
    assert code == 0
    note = next(line for line in out.splitlines() if line.startswith("[^1]: "))
    assert "Measured: 21.2 km (19.9–22.4 km)." in note
    assert r"\[theatre:berdin\], ±1.2 km, derived from stated distances" in note
    assert r"\[border:RU-UA\], ±300 m, OpenStreetMap contributors" in note
    assert "1991 line" in note
    assert note.endswith(r"\#claim-1-1")


def test_the_method_follows_what_was_done(checked: Any) -> None:
    import dataclasses

    claim = checked[0][1][0]
    used = MapUsed("Lantern Maps", "2025-01-04", "a.json", base_date="2024-09-01", base="peak")

    def method(type_: str, **about: Any) -> str:
        statement = dataclasses.replace(claim.statement, type=type_)
        return method_of(dataclasses.replace(claim, statement=statement, **about))

    on = "on the control map of Lantern Maps, 4 January 2025, file a.json"
    counted = "counted from the largest ground held of 1 September 2024."
    assert method("proportion", map=used) == f"Share of areas on WGS 84 {on}; {counted}"
    assert method("distance", measured_unit="deg").startswith("Bearing of the geodesic on WGS 84")
    not_measured = method(
        "area", verdict="unchecked", cause="no control map", why="A map is needed."
    )
    assert not_measured == "Not measured (no control map). A map is needed."
    row = RowUsed("a:1", "Orlan", "point", "a table", 250.0, 35.0, 51.0)
    area = RowUsed("r:1", "Vesna Oblast", "area", "an atlas", 2_000.0)
    assert method("distance", rows=(row, area)) == (
        "Geodesic on WGS 84: Orlan [a:1], ±250 m, a table; "
        "the outline of Vesna Oblast [r:1], ±2 km, an atlas."
    )


def test_the_page_leads_from_each_claim_to_its_footnote_and_back(html: str, checked: Any) -> None:
    count = len(checked[0][1])
    for n in range(1, count + 1):
        row = html[html.index(f'<tbody id="claim-1-{n}"') :]
        row = row[: row.index("</tbody>")]
        assert f'href="#note-1-{n}"' in row
        note = html[html.index(f'<li id="note-1-{n}"') :]
        assert f'href="#claim-1-{n}"' in note[: note.index("</li>")]
    assert f"Sources, figures and methods of {count} statements" in html


def test_a_page_without_claims_has_no_footnotes(notes: Any, gazetteer: Any) -> None:
    assert 'id="footnotes"' not in report_map([notes("It rained.").checked()], gazetteer)


def test_a_link_to_a_footnote_opens_it_and_paper_shows_all(opened: Any, html: str) -> None:
    with opened(html) as page:
        note = page.locator("#note-1-2")
        assert not note.is_visible()
        page.locator("#tab-claims").click()
        page.locator("#claim-1-2 .note-mark").click()
        note.wait_for(state="visible")
        page.locator("#tab-places").click()
        assert not page.locator("#claim-1-2").is_visible()
        note.locator("a").click()
        page.locator("#claim-1-2").wait_for(state="visible")
        page.locator("#footnotes summary").click()
        assert not note.is_visible()
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert note.is_visible()


@settings(deadline=None)
@given(
    text=st.text(st.one_of(st.characters(), st.sampled_from("\\`*_{}[]()#|~!^$<>&@:/.\n-+='\"w")))
)
def test_no_text_becomes_markdown(text: str) -> None:
    """Read by another library as a paragraph, it is the text and nothing else."""
    shown = " ".join(
        re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", UNSEEN.sub("\ufffd", text)).split()
    )
    parsed = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("strikethrough")
    tokens = parsed.parse(f"Report: {escaped(text)}")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inside = tokens[1].children or []
    assert {token.type for token in inside} <= {"text", "text_special"}
    assert "".join(token.content for token in inside) == f"Report: {shown}".rstrip()


@pytest.mark.usefixtures("alone")
def test_check_writes_footnotes_by_the_ending_of_the_file(
    call: Run, root: Path, tmp_path: Path
) -> None:
    report, file = root / "tests/reports/berdin-assessment.txt", tmp_path / "notes.md"
    assert call("check", report, "-o", file) == (0, "", "")
    text = file.read_text("utf-8")
    marks = re.findall(r"^- .*\[\^(\d+)\]$", text, re.MULTILINE)
    notes = re.findall(r"^\[\^(\d+)\]: “", text, re.MULTILINE)
    assert marks == notes == [str(n) for n in range(1, 11)]
    assert "about the measurement alone" in text
