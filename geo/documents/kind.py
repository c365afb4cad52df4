"""What kind of document a file is, told by what it holds."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import Final

from geo.documents.document import DocumentKind
from geo.errors import ReportInvalid

WORD_PART: Final = "word/document.xml"
_HEAD_BYTES: Final = 4096
_PDF_HEAD_BYTES: Final = 1024
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED: Final = (b"PK\x03\x04", b"PK\x05\x06")
_BEGINS_AS_PAGE: Final = re.compile(
    r"(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->)*"
    r"<(?:!doctype\s+html|(?:html|head|body|article|title|meta)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_NAME: Final = re.compile(r"\.x?html?\Z", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:p|div|span|br|h[1-6]|a|ul|ol|table|section|main)\b[^<>]*>", re.IGNORECASE
)
_ELSE: Final = "save it as .docx, PDF or plain text"


def kind_of(data: bytes, *, name: str = "", label: str = "the file") -> DocumentKind | None:
    """Tell a document by what it holds; its name counts only for pages that begin as no page does.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, if it has one.
    label
        What to call it in errors.

    Returns
    -------
    str or None
        `html`, `pdf` or `docx`; None for anything else, which may be plain text.

    Raises
    ------
    ReportInvalid
        If it is a document of a kind that is not read: the text says which and what to do.
    """
    head = data[:_HEAD_BYTES]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_ZIPPED):
        return _zipped(data, label)
    if head.startswith(_OLD_OFFICE):
        raise ReportInvalid(f"{label} is a file of an old or encrypted Office document; {_ELSE}")
    if head.startswith(b"{\\rtf"):
        raise ReportInvalid(f"{label} is rich text (RTF), which is not read; {_ELSE}")
    text = _head_text(head)
    if _BEGINS_AS_PAGE.match(text):
        return "html"
    if _PAGE_NAME.search(name) and "\0" not in text and _TAG.search(text):
        return "html"
    if name.lower().endswith(".pdf") and b"%PDF-" in head[:_PDF_HEAD_BYTES]:
        return "pdf"
    return None


def _zipped(data: bytes, label: str) -> DocumentKind:
    """Tell what kind of zipped document it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReportInvalid(
            f"{label} is a broken zip file, perhaps a Word file cut short ({error}); fetch it again"
        ) from error
    if WORD_PART in names:
        return "docx"
    if "content.xml" in names and "mimetype" in names:
        raise ReportInvalid(f"{label} is an OpenDocument file, which is not read; {_ELSE}")
    raise ReportInvalid(f"{label} is a zip file and no Word document; give the reports in it")


def _head_text(head: bytes) -> str:
    """The beginning of a file as text, by its byte order mark, else letter by letter."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
