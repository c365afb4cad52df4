"""The text of a PDF file and what it says of itself."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import Final

from geo.documents.document import Document, day_of, language_of, name_or_none, title_or_none
from geo.documents.pdf_lines import Line, Piece, lines_of, piece_of
from geo.documents.pdf_text import text_of_pages
from geo.documents.third_party import Package, guarded, needing
from geo.errors import ReportInvalid

_PAGES: Final = 5000
_TEXT_LIMIT: Final = 50_000_000
_UNREADABLE: Final = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]|\\(cid:\\d+\\)|/g\\d+")


def read_pdf(data: bytes, *, label: str) -> Document:
    """Take the text out of a PDF file.

    Parameters
    ----------
    data
        The bytes of the file.
    label
        What to call it in errors.

    Raises
    ------
    ReportInvalid
        If it is broken, needs a password, holds pictures of pages and no text or text without
        its characters, or the package that reads it is missing.
    """
    with needing("pypdf", what="PDF"):
        import pypdf

    with guarded(label, "PDF file"):
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        _unlock(reader, label)
        if len(reader.pages) > _PAGES:
            raise ReportInvalid(f"{label} has more than {_PAGES} pages; give the pages you mean")
        pages = _pages(reader, label)
        text = text_of_pages(pages)
        stated: Package = reader.metadata or {}
        title, author, made = (
            _stated(stated, key) for key in ("/Title", "/Author", "/CreationDate")
        )
        lang = language_of(_stated(reader.root_object, "/Lang"))
    _check(text, len(pages), label)
    day = day_of(made)
    return Document(
        text,
        title_or_none(title),
        day,
        "PDF file's metadata (creation date)" if day else None,
        published=False,
        source=name_or_none(author),
        lang=lang,
    )


def _unlock(reader: Package, label: str) -> None:
    """Open a file that anyone may read; refuse one that wants a password."""
    if not reader.is_encrypted:
        return
    refusal = f"{label} is encrypted; save it without its password and give that file"
    try:
        opened = bool(reader.decrypt(""))
    except ImportError as error:
        raise ReportInvalid(refusal) from error
    except Exception as error:
        # The package's own error for a cipher whose library is missing is no ImportError.
        if "cryptography" in str(error):
            raise ReportInvalid(refusal) from error
        raise
    if not opened:
        raise ReportInvalid(refusal)


def _pages(reader: Package, label: str) -> list[tuple[Line, ...]]:
    """The lines of every page."""
    pages = []
    total = 0
    for page in reader.pages:
        pieces: list[Piece] = []

        page.extract_text(visitor_text=_into(pieces))
        pages.append(lines_of(pieces))
        total += sum(len(line.text) for line in pages[-1])
        if total > _TEXT_LIMIT:
            raise ReportInvalid(f"{label} holds more than {_TEXT_LIMIT // 1_000_000} MB of text")
    return pages


def _into(pieces: list[Piece]) -> Callable[..., None]:
    """What pypdf calls for the characters that a page draws: it puts them into a list."""

    def visit(text: str, current: Sequence[float], own: Sequence[float], *font: Package) -> None:
        piece = piece_of(text, current, own, font[1]) if text else None
        if piece is not None:
            pieces.append(piece)

    return visit


def _stated(values: Package, key: str) -> str | None:
    """A value of a dictionary of the file as text; None where it is missing or broken."""
    try:
        value = values.get(key)
        return None if value is None else str(value.get_object())
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _check(text: str, pages: int, label: str) -> None:
    """Refuse a file without text, or with text that says nothing."""
    recognise = "recognise its text first (OCR, for instance with ocrmypdf) and give that file"
    if not text.strip():
        counted = "1 page shows" if pages == 1 else f"{pages} pages show"
        raise ReportInvalid(f"{label} holds no text: its {counted} only pictures; {recognise}")
    strange = sum(len(found) for found in _UNREADABLE.findall(text))
    if strange > 0.2 * len(text):
        raise ReportInvalid(
            f"{label} does not say which characters its fonts draw, so its text cannot be read; "
            f"{recognise}"
        )
