"""The text and the metadata of a document of any kind that is read."""

from __future__ import annotations

from geo.documents.document import Document, DocumentKind


def read_document(data: bytes, kind: DocumentKind, *, label: str = "the file") -> Document:
    """Take the text out of a document, and what it says of itself.

    Nothing that it links to is loaded and nothing in it is run.

    Parameters
    ----------
    data
        The bytes of the file.
    kind
        What it is, as `geo.documents.kind.kind_of` tells.
    label
        What to call it in errors.

    Raises
    ------
    ReportInvalid
        If it cannot be read; one sentence says why and what to do.
    """
    if kind == "html":
        from geo.documents.page import read_page

        return read_page(data, label=label)
    if kind == "pdf":
        from geo.documents.pdf_file import read_pdf

        return read_pdf(data, label=label)
    from geo.documents.word_file import read_word

    return read_word(data, label=label)
