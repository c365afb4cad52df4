"""Word files: the text as it stands with all changes accepted, in reading order."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from geo.errors import ReportInvalid
from geo.reading.report import Report
from geo.reading.report_file import load_report

docx = pytest.importorskip("docx")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTES = (
    f'<?xml version="1.0"?><w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1">'
    '<w:p><w:r><w:t>never</w:t></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r>'
    "<w:footnoteRef/></w:r><w:r><w:t>As the sample desk counts.</w:t></w:r></w:p></w:footnote>"
    "</w:footnotes>"
)
MARKED = (
    "<w:p><w:r><w:t xml:space='preserve'>Sudzha is </w:t></w:r>"
    "<w:del w:id='1' w:author='A'><w:r><w:delText>held by Moscow</w:delText></w:r></w:del>"
    "<w:ins w:id='2' w:author='A'><w:r><w:t>quiet</w:t></w:r></w:ins>"
    "<w:moveFrom w:id='3' w:author='A'><w:r><w:t> moved away</w:t></w:r></w:moveFrom>"
    "<w:moveTo w:id='4' w:author='A'><w:r><w:t> and moved here</w:t></w:r></w:moveTo>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>"
    "<w:r><w:t>, 15</w:t></w:r><w:r><w:t xml:space='preserve'>\u00a0km</w:t></w:r>"
    "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    "<w:r><w:footnoteReference w:id='1'/></w:r>"
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
    "<w:hyperlink><w:r><w:t xml:space='preserve'> by the map</w:t></w:r></w:hyperlink>"
    "<w:r><w:softHyphen/><w:t>.</w:t><w:br/><w:t>Lgov</w:t><w:noBreakHyphen/><w:t>Kiyevsky</w:t>"
    "</w:r></w:p>"
)


def loaded(data: bytes, **options: Any) -> Report:
    return load_report("-", stdin=io.BytesIO(data), **options)


def text_or_refusal(data: bytes) -> str:
    try:
        return loaded(data).text
    except ReportInvalid as error:
        return str(error)


def with_body(made_documents: ModuleType, inner: str) -> bytes:
    """A Word file whose body is the XML given."""
    plain = made_documents.saved(docx.Document())

    def body(part: bytes) -> bytes:
        head, _, _ = part.partition(b"<w:body>")
        return head + b"<w:body>" + inner.encode() + b"</w:body></w:document>"

    changed: bytes = made_documents.rewritten(plain, {"word/document.xml": body})
    return changed


def test_properties_are_read_but_not_the_template_s(made_documents: ModuleType) -> None:
    document = docx.Document()
    document.add_paragraph("Sudzha is quiet tonight, and so is the road to the border.")
    plain = loaded(made_documents.saved(document))
    assert (plain.title, plain.date, plain.source, plain.extracted_from) == (
        None, None, None, "docx",
    )  # fmt: skip
    properties = document.core_properties
    properties.title, properties.author = "A long night", "The Sample"
    properties.modified = dt.datetime(2025, 1, 6, 8, 0, tzinfo=dt.UTC)
    report = loaded(made_documents.saved(document))
    assert (report.title, report.source, report.date) == (
        "A long night",
        "The Sample",
        "2025-01-06",
    )
    assert report.date_basis == "Word file's properties (last saved)"
    assert loaded(made_documents.saved(document), date="2025-01-05").date_basis == "option"


def test_the_paragraph_set_as_the_title_is_the_title(made_documents: ModuleType) -> None:
    document = docx.Document()
    document.add_paragraph("Night", style="Title")
    document.add_paragraph("Sudzha is quiet.")
    assert loaded(made_documents.saved(document)).title == "Night"


def test_lists_and_tables_stand_where_the_text_has_them(made_documents: ModuleType) -> None:
    document = docx.Document()
    document.add_heading("What the desk saw", level=1)
    document.add_paragraph("Sudzha: quiet", style="List Bullet")
    document.add_paragraph("Berdin: fighting", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Place", "Side", "Korenevo", "RU"], strict=True):
        cell.text = text
    document.add_paragraph("The end.")
    assert loaded(made_documents.saved(document)).text == (
        "What the desk saw\n\n- Sudzha: quiet\n- Berdin: fighting\n\n"
        "Place | Side\nKorenevo | RU\n\nThe end."
    )


def test_changes_are_taken_as_accepted_and_hidden_words_are_left_out(
    made_documents: ModuleType,
) -> None:
    text = loaded(with_body(made_documents, MARKED)).text
    assert text == "Sudzha is quiet and moved here, 15 km² by the map.\nLgov-Kiyevsky"


def test_notes_come_last(made_documents: ModuleType) -> None:
    data = with_body(made_documents, MARKED)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

    def relate(part: bytes) -> bytes:
        entry = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/>'
        return part.replace(b"</Relationships>", entry.encode() + b"</Relationships>")

    def declare(part: bytes) -> bytes:
        entry = f'<Override PartName="/word/footnotes.xml" ContentType="{content}"/>'
        return part.replace(b"</Types>", entry.encode() + b"</Types>")

    changed = made_documents.rewritten(
        data, {"word/_rels/document.xml.rels": relate, "[Content_Types].xml": declare}
    )
    stream = io.BytesIO(changed)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/footnotes.xml", NOTES)
    assert loaded(stream.getvalue()).text.endswith("Kiyevsky\n\nAs the sample desk counts.")


def test_a_text_box_is_read_once(made_documents: ModuleType) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = (
        f"<w:p><w:r><w:t>Before the box.</w:t></w:r><w:r><mc:AlternateContent "
        f"xmlns:mc='{compatible}'><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><w:r><w:t>After it.</w:t></w:r></w:p>"
    )
    text = loaded(with_body(made_documents, inner)).text
    assert text == "Before the box.\n\nIn the box.\n\nAfter it."


def test_no_entity_from_elsewhere_is_followed(made_documents: ModuleType, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secretville", encoding="utf-8")
    plain = made_documents.word("Sudzha is quiet.\n\nBerdin is not.", None)

    def attack(part: bytes) -> bytes:
        doctype = f'<!DOCTYPE w [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document'
        return part.replace(b"<w:document", doctype.encode(), 1).replace(b"quiet", b"&e;quiet")

    data = made_documents.rewritten(plain, {"word/document.xml": attack})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"&e;" in archive.read("word/document.xml")
    assert "Secretville" not in text_or_refusal(data)


def test_entities_that_multiply_are_not_expanded(made_documents: ModuleType) -> None:
    plain = made_documents.word("Sudzha is quiet.", None)
    lines = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )

    def attack(part: bytes) -> bytes:
        return part.replace(
            b"<w:document", f"<!DOCTYPE w [{lines}]><w:document".encode(), 1
        ).replace(b"quiet", b"&a11;quiet")

    data = made_documents.rewritten(plain, {"word/document.xml": attack})
    assert len(text_or_refusal(data)) < 1000


def test_a_file_that_unpacks_to_very_much_is_refused_unopened(made_documents: ModuleType) -> None:
    stream = io.BytesIO(made_documents.word("Sudzha is quiet.", None))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", bytes(150_000_000))
    data = stream.getvalue()
    assert len(data) < 1_000_000
    with pytest.raises(ReportInvalid, match=r"unpacks to 150 MB, more than a report holds"):
        loaded(data)


def test_broken_files_are_refused_in_one_sentence(made_documents: ModuleType) -> None:
    data = made_documents.word("Sudzha is quiet.", None)
    for broken in (
        data[: len(data) // 2],
        data.replace(b"word/document.xml", b"word/documentXxml"),
        made_documents.rewritten(data, {"word/document.xml": lambda _: b"<w:document"}),
        made_documents.rewritten(data, {"[Content_Types].xml": lambda _: b"<Types/>"}),
        b"PK\x03\x04 and so on",
    ):
        with pytest.raises(ReportInvalid) as told:
            loaded(broken)
        assert str(told.value).startswith("standard input is a ")
        assert "\n" not in str(told.value)


def test_a_file_without_text_is_refused(made_documents: ModuleType) -> None:
    with pytest.raises(ReportInvalid, match="a Word file that holds no text"):
        loaded(made_documents.saved(docx.Document()))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old or encrypted Office document"),
        (b"{\\rtf1\\ansi Sudzha}", "rich text"),
    ],
)
def test_other_documents_are_named_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(ReportInvalid, match=rf"{says}.*save it as \.docx, PDF or plain text"):
        loaded(data)


def test_other_zip_files_are_named(made_documents: ModuleType) -> None:
    for names, says in (
        (("mimetype", "content.xml"), "OpenDocument"),
        (("a.txt",), "zip file and no Word document"),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        with pytest.raises(ReportInvalid, match=says):
            loaded(stream.getvalue())
