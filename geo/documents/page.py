"""The text of a web page: its article without menus, scripts and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from geo.documents.document import Document
from geo.documents.page_charset import page_text
from geo.documents.page_metadata import hidden, page_day, page_language, page_source, page_title
from geo.documents.prose import clean, joined, raised
from geo.documents.third_party import Node, guarded, lxml_module, needing
from geo.errors import ReportInvalid

_NEVER: Final = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video picture "
    "button select option datalist textarea input dialog head link meta map area rp rt".split()
)
_AROUND: Final = frozenset("nav footer aside menu search".split())
_AROUND_ROLES: Final = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog alert".split()
)
_HIDING: Final = frozenset("sr-only visually-hidden screen-reader-text d-none is-hidden".split())
_BLOCKS: Final = frozenset(
    "address article blockquote body caption center dd details div dl dt figcaption figure "
    "fieldset h1 h2 h3 h4 h5 h6 head header hr html li list item legend main ol p pre quote "
    "row section summary table tbody tfoot thead tr ul".split()
)
_ITEMS: Final = frozenset(("li", "item"))
_CELLS: Final = frozenset(("td", "th", "cell"))
_BREAKS: Final = frozenset(("br", "lb"))
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_BLANK: Final = re.compile(r"[ \t\r\n\f]+")
# A hard blank between thousands, which trafilatura would take for any other.
_THOUSANDS: Final = re.compile(r"(?<=\d)(?:[\u00a0\u202f]|&nbsp;|&#160;|&#8239;)(?=\d{3}(?!\d))")
_PRIVATE: Final = "\ue0a0"
_DEPTH: Final = 400
_LONGEST: Final = 2_000_000
"""A page that shows more characters is no article among menus, and would take minutes."""
_LEAST: Final = 0.3
"""An article that holds less than this share of what the page shows was not found rightly."""


def read_page(data: bytes, *, label: str) -> Document:
    """Take the article out of a web page.

    The article is found by `trafilatura`; where it finds none, all that the page shows counts
    but for menus, forms and foot. Nothing is loaded and no entity from elsewhere is followed.

    Parameters
    ----------
    data
        The bytes of an HTML page.
    label
        What to call it in errors.

    Raises
    ------
    ReportInvalid
        If the page shows no text, or the package that reads it is missing.
    """
    with needing("trafilatura", what="web pages"):
        html = lxml_module("html")
    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, encoding="utf-8"
    )
    text = _THOUSANDS.sub(_PRIVATE, _DECLARATION.sub("", page_text(data)))
    with guarded(label, "web page"):
        tree = html.document_fromstring(
            text.replace("\0", "").encode("utf-8", "replace"), parser=parser
        )
        title, source, lang = page_title(tree), page_source(tree), page_language(tree)
        day, basis = page_day(tree)
        _strip(tree)
        shown, heading = joined(_paragraphs(tree)), _heading(tree)
        found = _article(tree, shown)
        if heading not in found:
            found = f"{heading}\n\n{found}"
        found = found.replace(_PRIVATE, "\u00a0")
    if not found.strip():
        raise ReportInvalid(f"{label} is a web page that shows no text without running scripts")
    return Document(found, title, day, basis, day is not None, source, lang)


def _strip(tree: Node) -> None:
    """Take out of a page what nobody reads in it."""
    doomed = [
        element
        for element in tree.iter()
        if element.tag in _NEVER | _AROUND
        or (element.get("role") or "").lower() in _AROUND_ROLES
        or (element.tag not in ("html", "body") and hidden(element.attrib, classes=_HIDING))
    ]
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()
    for mark in list(tree.iter("sup")):
        kept = raised(_text_before(mark), mark.text_content())
        for child in list(mark):
            mark.remove(child)
        mark.text = kept


def _text_before(element: Node) -> str:
    """The text right before an element, in its own parent."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return str(previous.tail or previous.text_content())
    return str(parent.text or "") if parent is not None else ""


def _article(tree: Node, shown: str) -> str:
    """The text of the page's article; all that it shows where there is none."""
    with needing("trafilatura", what="web pages"):
        import trafilatura

    if len(shown) > _LONGEST or _deep(tree):
        return shown
    found = trafilatura.bare_extraction(
        tree, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(found, "body", None)
    text = joined(_paragraphs(body)) if body is not None else ""
    return text if len(text) > _LEAST * len(shown) else shown


def _deep(tree: Node) -> bool:
    """Whether elements nest deeper than code that calls itself can follow."""
    etree = lxml_module("etree")
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEPTH:
            return True
    return False


def _heading(tree: Node) -> str:
    """The page's heading in one line, if it has only one; else empty."""
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    return clean(headings[0]) if len(headings) == 1 else ""


def _paragraphs(tree: Node) -> Iterator[str]:
    """The paragraphs of a tree, in the order of the text, without calling itself.

    `trafilatura` writes its own names of elements, which are known here too.
    """
    etree = lxml_module("etree")
    pieces: list[str] = []
    lead = ""
    kept = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag
        if event == "start":
            if name in _BLOCKS:
                yield lead + "".join(pieces)
                pieces, lead = [], "- " if name in _ITEMS else ""
            elif name in _CELLS and "".join(pieces).strip():
                pieces.append(" | ")
            elif name in _BREAKS:
                pieces.append("\n")
            kept += name == "pre"
            pieces.append(_flowing(element.text, kept))
        else:
            if name in _BLOCKS:
                yield lead + "".join(pieces)
                pieces, lead = [], ""
            kept -= name == "pre"
            if element is not tree:
                pieces.append(_flowing(element.tail, kept))
    yield lead + "".join(pieces)


def _flowing(text: str | None, kept: int) -> str:
    """Text as a page shows it: line ends are blanks but in preformatted elements."""
    return (text or "") if kept else _BLANK.sub(" ", text or "")
