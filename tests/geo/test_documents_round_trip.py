"""A report says the same as text, as a web page, as a PDF and as a Word file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.reading.read import read
from geo.reading.report import Report
from geo.reading.report_file import load_report

REPORTS = sorted((Path(__file__).parents[1] / "reports").glob("*.txt"))


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def flat(text: str) -> str:
    return " ".join(text.split())


def said(report: Report, gazetteer: Gazetteer) -> dict[str, list[Any]]:
    """Places, claims with their verdicts and events, without offsets and line breaks."""
    reading = read(report, gazetteer)
    return {
        "places": [
            (flat(mention.text), mention.role, resolution.place and resolution.place.id)
            for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True)
        ],
        "claims": [
            (
                claim.statement.type,
                flat(claim.statement.subject_text),
                flat(claim.statement.reference_text),
                claim.statement.quantity and claim.statement.quantity.value,
                claim.statement.direction,
                claim.verdict,
            )
            for claim in check(reading, gazetteer)
        ],
        "events": [
            (event.actor, event.action, flat(event.place_name), event.status, event.date)
            for event in reading.events
        ],
    }


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_says_the_same_as_text_and_as_a_document(
    path: Path, gazetteer: Gazetteer, made_documents: ModuleType
) -> None:
    report = load_report(path)
    wanted = said(report, gazetteer)
    assert wanted["places"]
    for kind, make in (
        ("html", made_documents.page),
        ("pdf", made_documents.pdf),
        ("docx", made_documents.word),
    ):
        document = io.BytesIO(make(report.text, report.title))
        again = load_report("-", stdin=document, date=report.date)
        assert again.extracted_from == kind
        assert again.title == report.title
        assert said(again, gazetteer) == wanted, kind


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_pdf_keeps_every_paragraph(path: Path, made_documents: ModuleType) -> None:
    """Lines that the setting breaks are joined, and paragraphs stay apart."""
    # No font of the tests has this sign.
    text = load_report(path).text.replace("📍", "")
    again = load_report("-", stdin=io.BytesIO(made_documents.pdf(text, None))).text
    wanted = [flat(paragraph) for paragraph in text.split("\n\n") if paragraph.strip()]
    assert [flat(p) for p in again.split("\n\n") if p != "Sample sheet"] == wanted
