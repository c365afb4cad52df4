"""Reports put into web pages, PDF and Word files, to be taken out again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest


def page(text: str, title: str | None) -> bytes:
    """A web page as a newspaper's: menu, article, related links, foot."""
    headline = escape(title or "")
    shown = "".join(
        f"<p>{escape(paragraph)}</p>".replace("\n", "<br>")
        for paragraph in text.split("\n\n")
        if paragraph.strip() and paragraph.strip() != title
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{headline} | Sample'
        '</title></head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/odesa">Odesa</a>'
        f"</li></ul></nav><article><h1>{headline}</h1>{shown}</article><aside><h2>More</h2><ul>"
        '<li><a href="/1">Shells near Kramatorsk</a></li></ul></aside><footer>© Lviv</footer>'
        "</body></html>"
    ).encode()


def word(text: str, title: str | None) -> bytes:
    """A Word file with a title and paragraphs."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = title or ""
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            style = "Title" if paragraph.strip() == title else None
            document.add_paragraph(paragraph.strip(), style=style)
    return saved(document)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(text: str, title: str | None) -> bytes:
    """A PDF file, set justified in one column with a running head and page numbers."""
    return pdf_of(
        [
            ("title" if paragraph.strip() == title else "body", escape(paragraph.strip()))
            for paragraph in text.split("\n\n")
            if paragraph.strip()
        ],
        title=title,
        head="Sample sheet",
    )


def pdf_of(
    paragraphs: Sequence[tuple[str, str]],
    *,
    title: str | None = None,
    head: str = "",
    pages: bool = True,
    **options: Any,
) -> bytes:
    """Set paragraphs of a kind: title, body, indented, item or note."""
    pytest.importorskip("reportlab")
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    font = _font()
    body = ParagraphStyle("body", fontName=font, fontSize=10, leading=13, spaceAfter=7)
    styles = {
        "title": ParagraphStyle("title", fontName=font, fontSize=16, leading=19, spaceAfter=9),
        "body": body,
        "indented": ParagraphStyle("indented", body, spaceAfter=0, firstLineIndent=14),
        "item": ParagraphStyle("item", body, spaceAfter=0, leftIndent=12, bulletIndent=0),
        "note": ParagraphStyle("note", body, fontSize=7.5, leading=9),
    }

    def edges(canvas: Any, document: Any) -> None:
        canvas.setFont(font, 8)
        canvas.drawString(72, 800, head)
        if pages:
            canvas.drawString(290, 30, f"Page {document.page}")

    stream = io.BytesIO()
    SimpleDocTemplate(stream, title=title, **options).build(
        [Paragraph(text.replace("\n", "<br/>"), styles[kind]) for kind, text in paragraphs],
        onFirstPage=edges,
        onLaterPages=edges,
    )
    return stream.getvalue()


def _font() -> str:
    """A font that has the letters of every report; matplotlib brings it."""
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = "DejaVuSerif"
    if name not in pdfmetrics.getRegisteredFontNames():
        folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    return name


def rewritten(data: bytes, parts: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A zip file with some of its parts changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.get(name, bytes)(old.read(name)))
    return stream.getvalue()
