"""PDF files: lines and words made whole, what repeats left out, what cannot be read told."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.documents.pdf_lines import Line, lines_of, piece_of
from geo.documents.pdf_text import heal, text_of_pages, without_running_heads
from geo.errors import ReportInvalid
from geo.reading.report import Report
from geo.reading.report_file import load_report

pypdf = pytest.importorskip("pypdf")

SENTENCE = "Troops near Sudzha did not advance on Sunday, a note says, and the road stays closed. "


def loaded(data: bytes, **options: Any) -> Report:
    return load_report("-", stdin=io.BytesIO(data), **options)


def line(text: str, *, y: float = 700, x: float = 72, size: float = 10) -> Line:
    return Line(text, x, y, size)


def column(
    texts: Sequence[str], *, top: float = 700, size: float = 10, x: float = 72
) -> list[Line]:
    return [line(text, y=top - 13 * at, x=x, size=size) for at, text in enumerate(texts)]


def test_metadata_are_read_but_not_what_programs_write_there(made_documents: ModuleType) -> None:
    body = [("body", SENTENCE * 3)]
    named = loaded(
        made_documents.pdf_of(body, title="A long night", author="The Sample", lang="uk-UA")
    )
    assert (named.title, named.source, named.extracted_from) == (
        "A long night", "The Sample", "pdf",
    )  # fmt: skip
    assert named.date is not None
    assert named.date_basis == "PDF file's metadata (creation date)"
    assert named.lang == "en", "the letters deny the catalogue"
    program = loaded(
        made_documents.pdf_of(body, title="Microsoft Word - night.docx", author="User")
    )
    assert (program.title, program.source) == (None, None)


def test_a_day_in_the_text_goes_before_the_day_on_which_the_file_was_made(
    made_documents: ModuleType,
) -> None:
    report = loaded(made_documents.pdf_of([("body", "January 5, 2025"), ("body", SENTENCE * 3)]))
    assert report.date == "2025-01-05"


def test_heads_and_numbers_of_pages_are_left_out_and_paragraphs_go_on(
    made_documents: ModuleType,
) -> None:
    long = " ".join(f"Part {n}: {SENTENCE}" for n in range(90))
    data = made_documents.pdf_of([("body", long), ("body", "The end.")], head="Sample sheet, no. 7")
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) > 2
    text = loaded(data).text
    assert "Sample sheet" not in text
    assert "Page" not in text
    paragraphs = text.split("\n\n")
    assert paragraphs[-1] == "The end."
    # What breaks at the end of a sentence may stay apart; nothing is lost or changed.
    assert " ".join(paragraphs[:-1]) == " ".join(long.split())


def test_indented_paragraphs_without_gaps_stay_apart(made_documents: ModuleType) -> None:
    paragraphs = [SENTENCE * 3 + f"So ends part {n} of this long note." for n in range(6)]
    data = made_documents.pdf_of([("indented", p) for p in paragraphs], pages=False)
    assert loaded(data).text.split("\n\n") == paragraphs


def test_raised_figures_are_powers_or_marks_of_notes(made_documents: ModuleType) -> None:
    body = (
        f"{SENTENCE} They hold 38 km<super>2</super> of ground, 15 km<super>[4]</super> from the "
        f"border.<super>12</super> {SENTENCE}"
    )
    data = made_documents.pdf_of([("body", body), ("note", "12 As counted by the sample desk.")])
    text = loaded(data).text
    assert "They hold 38 km² of ground, 15 km from the border. Troops" in text
    assert text.endswith("12 As counted by the sample desk.")


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["near Bolshoye Solda-", "tskoye itself"], "near Bolshoye Soldatskoye itself"),
        (["the Russian-", "held village"], "the Russian-held village"),
        (["near Ivano-", "Frankivsk today"], "near Ivano-Frankivsk today"),
        (["a 10-", "15 km strip"], "a 10-15 km strip"),
        (["the bor\u00ad", "der"], "the border"),
        (["on the bor\u2010", "der"], "on the border"),
        (["they said -", "and left"], "they said - and left"),
        (["no cut", "here"], "no cut here"),
    ],
)
def test_words_that_a_line_s_end_cuts_are_made_whole(lines: list[str], whole: str) -> None:
    from collections import Counter

    assert heal(column(lines), Counter()) == whole


def test_a_hyphen_stays_where_the_document_itself_writes_it() -> None:
    page = column([
        "The well-known road and the wellhead lie near the village of Sudzha.",
        "Everybody there has heard of that well-",
        "known road, and they drive along the well-",
        "head only at night, when nobody can see them from the hill.",
    ])  # fmt: skip
    text = text_of_pages([page])
    assert "that well-known road" in text
    assert "the wellhead only" in text


def test_only_what_repeats_at_the_edges_is_a_running_head() -> None:
    def page(number: int) -> list[Line]:
        body = column(
            [f"Words {chr(96 + number) * (at + 1)} of the text." for at in range(9)], top=650
        )
        again = [*body[:4], line("The same words.", y=604), *body[4:]]
        return [line(f"Desk {number} May", y=760), *again, line(f"– {number} –", y=40)]

    kept = without_running_heads([page(number) for number in range(1, 5)])
    texts = [[one.text for one in lines] for lines in kept]
    assert all("The same words." in lines for lines in texts)
    assert all(len(lines) == 10 for lines in texts)
    assert not any("Desk" in text or "–" in text for lines in texts for text in lines)


def test_a_year_alone_in_the_text_is_no_page_number() -> None:
    page = [line("2024", y=400), *column(["Of that year little is left to tell."] * 9, top=380)]
    assert "2024" in text_of_pages([[*column(["Words before it."] * 5, top=600), *page]])


def test_two_columns_are_read_one_after_the_other() -> None:
    left = column(["The left column speaks of", "Sudzha and of the road that", "leads to"])
    right = column(["the border, as everybody", "knows by now."], x=320)
    assert text_of_pages([[*left, *right]]) == (
        "The left column speaks of Sudzha and of the road that leads to the border, as everybody "
        "knows by now."
    )


def test_bullets_make_a_list() -> None:
    page = column(["The desk lists what it saw today:", "• Sudzha is quiet", "• Berdin is not"])
    assert text_of_pages([page]).endswith("- Sudzha is quiet\n- Berdin is not")


def test_stamps_across_a_page_are_no_text() -> None:
    assert piece_of("DRAFT", [1, 0, 0, 1, 0, 0], [0.7, 0.7, -0.7, 0.7, 100, 100], 60) is None
    straight = piece_of("Sudzha", [0.5, 0, 0, -0.5, 0, 800], [1, 0, 0, -1, 20, 40], 20)
    assert straight is not None
    # By hand: 20 half as wide, 800 less half of 40, a font of 20 halved.
    assert (straight.x_pt, straight.y_pt, straight.size_pt) == (10, 780, 10)


@given(st.lists(st.lists(st.text("ab -.\u00adA", max_size=12), max_size=6), max_size=4))
def test_no_letter_is_lost_between_lines_and_text(pages: list[list[str]]) -> None:
    drawn = [
        [Line(f"x{text}x", 72, 700 - 13 * at, 10) for at, text in enumerate(lines)]
        for lines in pages
    ]
    kept = [one.text for lines in without_running_heads(drawn) for one in lines]
    text = text_of_pages(drawn)
    assert sorted(c for c in text if c in "abA") == sorted(c for c in "".join(kept) if c in "abA")


def test_an_empty_page_has_no_lines() -> None:
    assert lines_of([]) == ()
    assert text_of_pages([[], []]) == ""


def encrypted(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user_password=password, owner_password=None, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_file_that_wants_a_password_is_refused_and_one_that_anyone_may_read_is_read(
    made_documents: ModuleType,
) -> None:
    data = made_documents.pdf_of([("body", SENTENCE * 3)])
    with pytest.raises(ReportInvalid, match=r"^standard input is encrypted; save it without"):
        loaded(encrypted(data, "secret"))
    assert "near Sudzha" in loaded(encrypted(data, "")).text


def scanned() -> bytes:
    reportlab = pytest.importorskip("reportlab.pdfgen.canvas")
    stream = io.BytesIO()
    canvas = reportlab.Canvas(stream)
    for _ in range(2):
        canvas.rect(50, 50, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(ReportInvalid, match=r"no text: its 2 pages show only pictures; .*OCR"):
        loaded(scanned())


def text_or_refusal(data: bytes) -> str:
    try:
        return loaded(data).text
    except ReportInvalid as error:
        return str(error)


@pytest.mark.parametrize("cut", [30, 200, 900, -300, -20])
def test_a_broken_file_is_read_or_refused_in_one_sentence(
    cut: int, made_documents: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    data = made_documents.pdf_of([("body", SENTENCE * 3)])[:cut]
    with caplog.at_level(logging.DEBUG):
        said = text_or_refusal(data)
    assert "near Sudzha" in said or re.fullmatch(r"standard input (is a broken|holds no).*", said)
    assert caplog.text == ""


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(junk: bytes) -> None:
    with pytest.raises(ReportInvalid):
        loaded(b"%PDF-1.7\n" + junk)


def test_characters_that_fonts_do_not_name_are_told(
    made_documents: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made_documents.pdf_of([("body", SENTENCE)])
    strange = "".join(chr(0xE000 + at % 90) for at in range(80))
    monkeypatch.setattr("geo.documents.pdf_file.text_of_pages", lambda _: strange)
    with pytest.raises(ReportInvalid, match="does not say which characters its fonts draw"):
        loaded(data)
