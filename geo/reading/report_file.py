"""A report as it comes: text or a document, a file or standard input, with or without a header."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from geo.documents.document import Document
from geo.documents.kind import kind_of
from geo.documents.reading import read_document
from geo.errors import ReportInvalid
from geo.reading.dates import infer_date
from geo.reading.report import Report

SIZE_LIMIT_BYTES: Final = 50_000_000
_TITLE_LIMIT: Final = 150
_WRAP_LIMIT: Final = 100
_LINE: Final = re.compile(r"(?P<key>[A-Za-z][A-Za-z-]{0,24}):[ \t]*(?P<value>\S.*)?")
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BLANK: Final = re.compile(r"(?>\r\n|\r|\n)[ \t]*(?>\r\n|\r|\n)")
_KEYS: Final = ("title", "date", "source", "language", "id", "url")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE_CODE: Final = re.compile(r"([a-z]{2})(?:[-_].*)?")
_CYRILLIC_LANGUAGES: Final = frozenset("be bg kk ky mk mn ru sr tg uk".split())
_LANGUAGES: Final[Mapping[str, str]] = {"english": "en", "russian": "ru", "ukrainian": "uk"}


@dataclass(frozen=True, slots=True)
class Header:
    """The block of `Key: value` lines at the head of a text."""

    values: Mapping[str, str]
    """What it says, by lower-case key: title, date, source, language, id, url."""
    body: str
    """The whole text with the header blanked out, its title kept: offsets stay as they were."""


def load_report(
    path: Path | str,
    *,
    title: str | None = None,
    date: str | None = None,
    source: str | None = None,
    stdin: BinaryIO | None = None,
) -> Report:
    """Load one report from a text file, a web page, a PDF or a Word file (.docx).

    What a file is, is told by what it holds. Text is kept character for character, line ends
    included, so that offsets count it as given; only a byte order mark, which belongs to the
    encoding, is left out. Of a document offsets count the text taken out of it, which is the
    report's `text`. The keys of a header (`Title`, `Date`, `Source`, `Language`, `Id`, `Url`,
    closed by an empty line) are replaced by as many spaces.

    Parameters
    ----------
    path
        A text file in UTF-8, or in UTF-16 with a byte order mark, or a document, of at most
        50 MB; `-` is standard input.
    title
        Headline; without it the header's, else that of a document's metadata, else the first
        line where that is plainly a headline.
    date
        Day of publication, `YYYY-MM-DD`; without it the header's, else that of a web page's
        metadata, else inferred from the text, else the day on which a PDF or Word file was made.
    source
        Who published it; without it the header's, else that of a document's metadata.
    stdin
        What `-` reads; the process's standard input when not given.

    Raises
    ------
    ReportInvalid
        If there is no such file, it is a folder, is too large, is empty or is neither text nor a
        document that can be read, or if a date or language is none.
    """
    standard_input = str(path) == "-"
    label = "standard input" if standard_input else repr(str(path))
    data = _read_stdin(stdin) if standard_input else _read_file(Path(path))
    kind = kind_of(data, name="" if standard_input else str(path), label=label)
    document = read_document(data, kind, label=label) if kind else Document(_decode(data, label))
    text = document.text
    if not text.strip():
        raise ReportInvalid(f"{label} is empty: it holds no text to read")
    try:
        header = split_header(text)
    except ReportInvalid as error:
        raise ReportInvalid(f"{label}: {error}") from error
    if header is None:
        header = Header({}, text)
    elif not header.body.strip():
        raise ReportInvalid(f"{label} holds a header and no text behind it")
    lang = _language(header.values.get("language"), text, label, stated=document.lang)
    day, basis = _date(date, header, label, lang, document)
    hashed = f"stdin-{hashlib.sha256(data).hexdigest()[:12]}"
    return Report(
        id=header.values.get("id") or (hashed if standard_input else _stem(Path(path))),
        text=header.body,
        title=(title or "").strip()
        or header.values.get("title")
        or document.title
        or infer_title(header.body),
        date=day,
        date_basis=basis,
        lang=lang,
        source=(source or "").strip() or header.values.get("source") or document.source,
        extracted_from=kind,
        url=header.values.get("url") or None,
    )


def parse_day(text: str) -> str:
    """Check a day as a person gives it on a command line.

    Parameters
    ----------
    text
        A day, `YYYY-MM-DD`.

    Raises
    ------
    ReportInvalid
        If it is no day or is written otherwise.
    """
    if _ISO_DAY.fullmatch(text.strip()):
        try:
            return dt.date.fromisoformat(text.strip()).isoformat()
        except ValueError as error:
            raise ReportInvalid(f"{text!r} is no day of the calendar: {error}") from error
    raise ReportInvalid(f"the date {text!r} is not written as YYYY-MM-DD, such as 2025-01-06")


def split_header(text: str) -> Header | None:
    """Find the header of a text: lines of `Key: value` at its head, closed by an empty line.

    The first key must be one that we know; lines with other keys stay part of the text.

    Parameters
    ----------
    text
        The text as given.

    Raises
    ------
    ReportInvalid
        If a key stands in it twice.
    """
    blank = _BLANK.search(text)
    block = text[: blank.start()] if blank else text
    values: dict[str, str] = {}
    blanked = []
    for piece in re.split(f"({_BREAK.pattern})", block):
        found = _LINE.fullmatch(piece.rstrip())
        key = found["key"].lower() if found else ""
        if piece.strip() and (found is None or not (values or key in _KEYS)):
            return None
        if found is None or key not in _KEYS:
            blanked.append(piece)
            continue
        if key in values:
            raise ReportInvalid(f"the header gives {found['key']} twice; keep one of them")
        values[key] = found["value"] or ""
        kept = values[key] if key == "title" else ""
        blanked.append(kept.rjust(len(found.group())).ljust(len(piece)))
    return Header(values, "".join(blanked) + text[len(block) :]) if values else None


def infer_title(text: str) -> str | None:
    """Take the first line for the headline where it plainly is one.

    It is when it is short, has no final stop, and a longer paragraph follows. In hard-wrapped
    text, where any first line looks like that, only a line that an empty line follows counts.

    Parameters
    ----------
    text
        The text as given.
    """
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    if len(first) > _TITLE_LIMIT or first[:1].islower() or first[:1] in "-•*—–#>":
        return None
    if first[-1:] in ".,;:…" or len(re.findall(r"[^\W\d_]{2,}", first)) < 3:
        return None
    following, _, _ = rest.lstrip().partition("\n")
    separate = _BLANK.match(text, len(text) - len(text.lstrip()) + len(first)) is not None
    paragraph = re.split(r"\r?\n[ \t]*\r?\n", rest.lstrip(), maxsplit=1)[0]
    if separate:
        return first if len(paragraph) > len(first) else None
    return first if len(following) > max(len(first), _WRAP_LIMIT) else None


def _read_file(path: Path) -> bytes:
    """Read a file, or say in one sentence why not."""
    shown = repr(str(path))
    try:
        with path.open("rb") as stream:
            return _read_stream(stream, label=shown)
    except FileNotFoundError as error:
        raise ReportInvalid(f"there is no file {shown}; check the path") from error
    except IsADirectoryError as error:
        raise ReportInvalid(f"{shown} is a folder; name the report files in it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportInvalid(f"cannot read {shown}: {reason}") from error


def _read_stdin(stream: BinaryIO | None) -> bytes:
    """Read standard input, or say in one sentence why not."""
    if stream is None and sys.stdin is None:
        raise ReportInvalid("standard input is closed; name a file in place of -")
    try:
        return _read_stream(stream or sys.stdin.buffer)
    except OSError as error:
        raise ReportInvalid(f"cannot read standard input: {error.strerror or error}") from error


def _read_stream(stream: BinaryIO, *, label: str = "standard input") -> bytes:
    """Read what a stream holds, up to the limit."""
    data = stream.read(SIZE_LIMIT_BYTES + 1)
    if len(data) > SIZE_LIMIT_BYTES:
        limit = f"{SIZE_LIMIT_BYTES // 1_000_000} MB"
        raise ReportInvalid(f"{label} holds more than {limit}; give one report per file")
    return data


def _decode(data: bytes, label: str) -> str:
    """Turn bytes into text, by the byte order mark or as UTF-8."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and b"\0" in data:
        at = data.index(b"\0")
        raise ReportInvalid(
            f"{label} is not text: byte {at} is NUL; give plain text, a web page, PDF or .docx"
        )
    encoding = "utf-16" if utf16 else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # The decoder counts from behind the byte order mark.
        at = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        name = "UTF-16" if utf16 else "UTF-8"
        raise ReportInvalid(
            f"{label} is not {name} text: byte {at} is 0x{data[at]:02X}; save it as UTF-8"
        ) from error


def _stem(path: Path) -> str:
    """Name a report after its file, with bytes that are no text replaced."""
    return path.stem.encode("utf-8", "replace").decode()


def _date(
    option: str | None, header: Header, label: str, lang: str, document: Document
) -> tuple[str | None, str | None]:
    """Choose the day of publication and say how it is known."""
    if option is not None:
        return parse_day(option), "option"
    given = header.values.get("date")
    if given is None:
        stated = (document.date, document.date_basis)
        if document.published:
            return stated
        inferred = infer_date(header.body, lang=lang)
        # A file may be made long after its report was published.
        return inferred if inferred[0] or not document.date else stated
    if not _ISO_DAY.fullmatch(given):
        found, _ = infer_date(given, lang=lang)
        return (found, "header") if found else (None, f"the header's {given!r} is no day")
    try:
        return parse_day(given), "header"
    except ReportInvalid as error:
        raise ReportInvalid(f"{label}: {error}") from error


def _language(given: str | None, text: str, label: str, *, stated: str | None = None) -> str:
    """Choose the language: the header's, else by script and letters, else English.

    What a document states of itself counts where its script is the one of the text.
    """
    if given:
        folded = given.strip().lower()
        code = _LANGUAGE_CODE.fullmatch(folded)
        if folded in _LANGUAGES or code:
            return _LANGUAGES.get(folded) or str(code and code[1])
        raise ReportInvalid(f"{label}: language {given!r} is no two-letter code such as en, ru, uk")
    sample = text[:20_000].lower()
    cyrillic = len(re.findall(r"[а-яёіїєґ]", sample))
    if cyrillic <= len(re.findall(r"[a-z]", sample)):
        return "en" if stated is None or stated in _CYRILLIC_LANGUAGES else stated
    if stated in _CYRILLIC_LANGUAGES:
        return stated
    return "uk" if len(re.findall(r"[іїєґ]", sample)) > cyrillic * 0.02 else "ru"
