"""A report: its text and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.documents.document import DocumentKind
from geo.errors import ReportInvalid
from geo.web_address import is_web_address


@dataclass(frozen=True, slots=True)
class Report:
    """A text with what is known of it.

    Raises
    ------
    ReportInvalid
        If the text holds nothing but white space, or the address is none of a web page.
    """

    id: str
    """Stable name of the report: the file's name without its ending, or a hash."""
    text: str
    """The text as given, or as taken out of a document; every offset counts its characters."""
    title: str | None = None
    """Headline."""
    date: str | None = None
    """Day of publication, ISO 8601 (`2025-01-06`), or None where it is not known."""
    date_basis: str | None = None
    """How the date is known: `option`, `header`, a document's metadata or the reason of the
    inference."""
    lang: str = "en"
    """ISO 639-1 code of the language."""
    source: str | None = None
    """Who published it."""
    extracted_from: DocumentKind | None = None
    """`html`, `pdf` or `docx` where the text was taken out of such a document; None for text."""

    url: str | None = None
    """Address at which it stands on the web."""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ReportInvalid(f"report {self.id!r} is empty: it holds no text to read")
        if self.url is not None and not is_web_address(self.url):
            raise ReportInvalid(
                f"report {self.id!r}: {self.url[:80]!r} is no address of a web page; give one such "
                "as https://example.org/report"
            )
