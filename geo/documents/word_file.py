"""The text of a Word file (.docx) and what it says of itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from geo.documents.document import Document, language_of, name_or_none, title_or_none
from geo.documents.prose import joined, raised
from geo.documents.third_party import Node, Package, guarded, lxml_module, needing
from geo.errors import ReportInvalid

_UNPACKED_LIMIT: Final = 400_000_000
_TEXT_PART_LIMIT: Final = 100_000_000
_RATIO_LIMIT: Final = 200
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What was deleted or moved away, instructions of fields, other forms of the same, pictures' names.
_SKIPPED: Final = frozenset(
    {f"{_W}{name}" for name in "del moveFrom instrText delText delInstrText pPr rPr sectPr "
     "sdtPr tblPr tblGrid trPr tcPr footnoteReference endnoteReference commentReference "
     "annotationRef footnoteRef endnoteRef".split()}
    | {f"{_ALTERNATE}Fallback"}
)  # fmt: skip
_MARKS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TEMPLATE_DAY: Final = "2013-12-23"
"""What python-docx's own template says, and so every file that was made of it."""
_NOTES: Final = ("footnotes", "endnotes")


def read_word(data: bytes, *, label: str) -> Document:
    """Take the text out of a Word file.

    Tracked insertions count as text and tracked deletions do not; tables and text boxes stand
    where the text has them; notes come last; heads, feet and comments are left out.

    Parameters
    ----------
    data
        The bytes of the file.
    label
        What to call it in errors.

    Raises
    ------
    ReportInvalid
        If it is broken, unpacks to more than any report holds, shows no text, or the package
        that reads it is missing.
    """
    with needing("python-docx", what="Word files"):
        import docx

    _check_size(data, label)
    with guarded(label, "Word file"):
        word = docx.Document(io.BytesIO(data))
        lists = _list_styles(word)
        paragraphs = [*_blocks(word.element.body, lists)]
        for kind in _NOTES:
            paragraphs += _notes(word, kind)
        text = joined(paragraphs)
        stated = word.core_properties
        title = title_or_none(stated.title) or _titled(word)
        made, lang = stated.modified or stated.created, language_of(stated.language)
        made = None if made is not None and made.date().isoformat() == _TEMPLATE_DAY else made
        author = name_or_none(stated.author)
    if not text.strip():
        raise ReportInvalid(f"{label} is a Word file that holds no text, perhaps only pictures")
    return Document(
        text,
        title,
        made.date().isoformat() if made else None,
        "Word file's properties (last saved)" if made else None,
        published=False,
        source=author,
        lang=lang,
    )


def _check_size(data: bytes, label: str) -> None:
    """Refuse a file that unpacks to very much, before anything is unpacked."""
    with guarded(label, "Word file"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    unpacked, told = sum(part.file_size for part in parts), max(len(data), 1)
    largest = max((part.file_size for part in texts), default=0)
    if (
        unpacked > _UNPACKED_LIMIT
        or largest > _TEXT_PART_LIMIT
        or (unpacked > _TEXT_PART_LIMIT and unpacked > _RATIO_LIMIT * told)
    ):
        raise ReportInvalid(
            f"{label} unpacks to {unpacked // 1_000_000} MB, more than a report holds; "
            "save its text as plain text"
        )


def _blocks(body: Node, lists: frozenset[str]) -> Iterator[str]:
    """The paragraphs and rows of tables below an element, in the order of the text."""
    for element in body:
        if element.tag == f"{_W}p":
            lead = "- " if _is_item(element, lists) else ""
            yield lead + _text(element)
            yield from _boxes(element, lists)
        elif element.tag == f"{_W}tbl":
            yield "\n".join(_rows(element, lists))
        elif isinstance(element.tag, str) and element.tag not in _SKIPPED:
            yield from _blocks(element, lists)


def _rows(table: Node, lists: frozenset[str]) -> Iterator[str]:
    """The rows of a table, a line each; a table within a cell becomes part of its row."""
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells = [
            " ".join(" ".join(_blocks(cell, lists)).split())
            for cell in row.iter(f"{_W}tc")
            if next(cell.iterancestors(f"{_W}tr")) is row
        ]
        yield " | ".join(cell for cell in cells if cell)


def _text(paragraph: Node) -> str:
    """The characters of a paragraph as it stands once all changes are accepted."""
    text = ""
    for element in _shown(paragraph):
        if element.tag == f"{_W}t":
            piece = element.text or ""
            text += raised(text, piece) if _is_raised(element.getparent()) else piece
        else:
            text += _MARKS.get(str(element.tag), "")
    return text


def _shown(element: Node) -> Iterator[Node]:
    """The elements below one that a reader sees, without paragraphs of text boxes."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED or _is_hidden(child):
            continue
        if child.tag == f"{_W}txbxContent":
            continue
        yield child
        yield from _shown(child)


def _boxes(paragraph: Node, lists: frozenset[str]) -> Iterator[str]:
    """The paragraphs of the text boxes that are anchored in a paragraph."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        outer = next(box.iterancestors(f"{_W}p")) is paragraph
        if outer and not any(box.iterancestors(f"{_ALTERNATE}Fallback")):
            yield from _blocks(box, lists)


def _notes(word: Package, kind: str) -> Iterator[str]:
    """The paragraphs of the foot or end notes, without the lines that part them from the text."""
    etree = lxml_module("etree")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in word.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            for note in etree.fromstring(relation.target_part.blob, parser=parser):
                if note.get(f"{_W}type") in (None, "normal"):
                    yield from _blocks(note, frozenset())


def _list_styles(word: Package) -> frozenset[str]:
    """The ids of the styles that make a paragraph an item of a list."""
    return frozenset(
        style.style_id
        for style in word.styles
        if (style.name or "").startswith(("List Bullet", "List Number"))
        or style.element.find(f"{_W}pPr/{_W}numPr") is not None
    )


def _is_item(paragraph: Node, lists: frozenset[str]) -> bool:
    """Whether a paragraph is an item of a list and no numbered heading."""
    level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = "" if style is None else str(style.get(f"{_W}val"))
    if level is not None or named.startswith(("Heading", "Title")):
        return False
    number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    return named in lists or (number is not None and number.get(f"{_W}val") != "0")


def _is_raised(run: Node | None) -> bool:
    """Whether a run stands above the line."""
    align = None if run is None else run.find(f"{_W}rPr/{_W}vertAlign")
    return align is not None and align.get(f"{_W}val") == "superscript"


def _is_hidden(run: Node) -> bool:
    """Whether a run is marked as hidden."""
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _titled(word: Package) -> str | None:
    """The text of the first paragraph that is set as the title."""
    for paragraph in word.paragraphs[:20]:
        if paragraph.style is not None and paragraph.style.name == "Title":
            return title_or_none(_text(paragraph._p))  # noqa: SLF001 - python-docx's way to the XML
    return None
