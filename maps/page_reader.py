"""What a page shows, read back from its markup: nothing of it is run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from maps.errors import MapError

_EMPTY: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)
_HIDDEN: Final = frozenset({"script", "style"})
_LARGEST_DEPTH: Final = 5_000
_LOOSE: Final = 100
_OPENING: Final = re.compile(r"<(script|style)(?=[\s/>])", re.IGNORECASE)
_CLOSING: Final = {
    name: re.compile(rf"</\s*{name}\s*>", re.IGNORECASE) for name in ("script", "style")
}


class MarkupUnreadable(MapError, ValueError):
    """A document is none that frontmap writes."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of the table of claims."""

    verdict: str
    """The code of its verdict, as the page's script reads it."""
    cells: Mapping[str, str]
    """Text by column: `Claim`, `Stated`, `Measured`, `Verdict`."""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What a page shows and holds."""

    ours: bool
    """Whether it says that frontmap made it."""
    blocks: Mapping[str, str]
    """Data blocks as they stand there, by their id."""
    rows: Mapping[str, PageRow]
    """Rows of the table of claims, by their id, in order."""
    hashes: tuple[tuple[str, str], ...]
    """What the foot prints to make the page again: name and value."""
    passages: Mapping[str, str]
    """Visible text by the id of the element, or else the part of the page, that it stands in."""
    code: tuple[str, ...]
    """Checksums of scripts and styles, in order."""


def read_page(html: str) -> PageSeen:
    """Read a page.

    Parameters
    ----------
    html
        The document; broken ones are read as far as they go.

    Raises
    ------
    MarkupUnreadable
        If it is markup that frontmap never writes, and that could keep a reader busy for ever.
    """
    _check(html)
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError) as error:
        raise MarkupUnreadable(f"its markup cannot be read ({error})") from error
    rows = {
        key: PageRow(verdict, {name: _plain(text) for name, text in cells.items()})
        for key, (verdict, cells) in reader.rows.items()
    }
    return PageSeen(
        ours=reader.ours,
        blocks={key: "".join(parts) for key, parts in reader.blocks.items()},
        rows=rows,
        hashes=tuple((_plain(name), _plain(value)) for name, value in reader.hashes),
        passages={key: _plain(parts) for key, parts in reader.passages.items()},
        code=tuple(reader.code),
    )


def _check(html: str) -> None:
    """Refuse what takes a parser time that grows with the square of its length.

    In text every angle bracket of a page is written as an entity, so outside scripts and styles as
    many open as close.
    """
    bare = []
    at = 0
    while (opening := _OPENING.search(html, at)) is not None:
        inside = html.find(">", opening.end())
        if inside < 0:
            break
        bare.append(html[at : inside + 1])
        # Ended as the parser sees it, or never.
        closing = _CLOSING[opening[1].lower()].search(html, inside)
        at = len(html) if closing is None else closing.start()
    markup = "".join([*bare, html[at:]])
    loose = abs(markup.count("<") - markup.count(">"))
    if loose > _LOOSE or markup.count("<!") > _LOOSE or markup.count("<?") > _LOOSE:
        raise MarkupUnreadable("its markup is none that frontmap writes")


def _plain(parts: list[str]) -> str:
    """Text with single blanks."""
    return " ".join("".join(parts).split())


@dataclass(slots=True)
class _Open:
    """An element that is open."""

    name: str
    key: str
    """Where its text counts."""
    label: str | None = None
    """The column, if it is a cell of a claim."""
    code: bool = False
    """Whether it holds a value of the foot's list."""


@dataclass
class _Reader(HTMLParser):
    """Goes through the markup once."""

    ours: bool = False
    blocks: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, tuple[str, dict[str, list[str]]]] = field(default_factory=dict)
    hashes: list[tuple[list[str], list[str]]] = field(default_factory=list)
    passages: dict[str, list[str]] = field(default_factory=dict)
    code: list[str] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _block: str | None = None
    _raw: list[str] = field(default_factory=list)
    _row: str | None = None
    _card: bool = False
    _name: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("name") == "generator":
            self.ours = self.ours or said.get("content") == "frontmap"
        if tag in _EMPTY or len(self._open) > _LARGEST_DEPTH:
            return
        if tag in _HIDDEN:
            self._raw = []
            data = tag == "script" and said.get("type", "").startswith("application/")
            self._block = said.get("id", "") if data else None
        key = said.get("id") or (self._open[-1].key if self._open else tag)
        if tag in ("header", "main", "footer", "title") and "id" not in said:
            key = tag
        opened = _Open(tag, key)
        if tag == "tbody":
            self._row = key if said.get("id", "").startswith("claim-") else None
            if self._row is not None:
                self.rows.setdefault(self._row, (said.get("data-verdict", ""), {}))
        elif tag == "tr":
            self._card = "more" in said.get("class", "").split()
        elif self._row is not None and not self._card and tag in ("th", "td"):
            opened.label = "Claim" if tag == "th" else said.get("data-label", "")
        elif tag == "dt":
            self._name = []
        elif tag == "code" and any(one.name == "dd" for one in self._open[-2:]):
            opened.code = True
            self.hashes.append((self._name, []))
        self._open.append(opened)

    def handle_endtag(self, tag: str) -> None:
        if not any(one.name == tag for one in self._open[-40:]):
            return
        while self._open:
            closed = self._open.pop()
            if closed.name in _HIDDEN:
                self._end_hidden()
            if closed.name == "tbody":
                self._row = None
            if closed.name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        here = self._open[-1]
        if here.name in _HIDDEN:
            self._raw.append(data)
            return
        self.passages.setdefault(here.key, []).append(data)
        if here.name == "dt":
            self._name.append(data)
        if here.code:
            self.hashes[-1][1].append(data)
        label = next((one.label for one in reversed(self._open[-8:]) if one.label), None)
        if self._row is not None and label is not None and not self._card:
            self.rows[self._row][1].setdefault(label, []).append(data)

    def close(self) -> None:
        super().close()
        if self._open and self._open[-1].name in _HIDDEN:
            self._end_hidden()

    def _end_hidden(self) -> None:
        """A script or style has ended."""
        text = "".join(self._raw)
        if self._block is None:
            self.code.append(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
        else:
            # The first of an id counts: a later one cannot replace what stood there.
            self.blocks.setdefault(self._block, [text])
        self._raw, self._block = [], None
