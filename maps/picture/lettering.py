"""Type: the faces of a picture, how wide a text is in them, and how it breaks into lines.

All faces ship with matplotlib, so that a picture is the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

MM_PER_PT: Final = 25.4 / 72
_FAMILIES: Final = {"sans": ("DejaVu Sans",), "serif": ("DejaVu Serif", "DejaVu Sans")}
NO_BREAK: Final = "\u00a0"
"""The space that no line ends at."""
_UNKNOWN: Final = "□"
_LEADING: Final = 1.32
_SPACES: Final = re.compile(rf"[^\S{NO_BREAK}]+")
_BOUND: Final = re.compile(r"(?<=\d) (?=(?:km|mm|m|mi)\b|[A-Z][a-z]+ \d{4})|(?<=[a-z]) (?=\d{4}\b)")
_JOINERS: Final = "\u200c\u200d"
_ELLIPSIS: Final = "…"
_CLOSING: Final = tuple(",.;:)")
_SPACED, _BOUND_TO, _DIVIDED = "spaced", "bound", "divided"


@dataclass(frozen=True, slots=True)
class Face:
    """A face in one size."""

    size_pt: float
    """Size, points."""
    bold: bool = False
    """Whether its strokes are heavy."""
    italic: bool = False
    """Whether it is slanted."""
    serif: bool = False
    """Whether it is the face of headlines."""

    @property
    def families(self) -> tuple[str, ...]:
        """Names of the families that are tried for each letter."""
        return _FAMILIES["serif" if self.serif else "sans"]

    @property
    def line_mm(self) -> float:
        """From one line of text to the next, millimetres."""
        return self.size_pt * MM_PER_PT * _LEADING

    @property
    def ascent_mm(self) -> float:
        """Height of capitals over the base line, millimetres."""
        return self.size_pt * MM_PER_PT * 0.74

    @property
    def descent_mm(self) -> float:
        """Depth of letters below the base line, millimetres."""
        return self.size_pt * MM_PER_PT * 0.22


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face and rank."""

    text: str
    """The words."""
    face: Face
    """The face."""
    quiet: bool = False
    """Whether it is of second rank."""
    address: str | None = None
    """The web page that it leads to where the format has links; None for mere text."""
    joined: bool = False
    """Whether it goes on from the run before it without a space between them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A run on its line."""

    run: Run
    """What is written."""
    x_mm: float
    """Where it begins, millimetres from the left of its block."""


def runs_of(
    pieces: Iterable[tuple[str, str | None]], face: Face, *, quiet: bool = False
) -> Iterator[Run]:
    """Set text of which pieces are links.

    Parameters
    ----------
    pieces
        The text, in pieces, each with the address that it leads to.
    face
        The face.
    quiet
        Whether it is of second rank.
    """
    spaced = True
    for text, address in pieces:
        if text:
            joined = not spaced and not text[0].isspace()
            yield Run(text, face, quiet, address, joined)
            spaced = text[-1].isspace()


def plain(text: str) -> str:
    """Write any text on one line, without what no page can show or what would turn others round.

    Parameters
    ----------
    text
        Text from anywhere.
    """
    kept = []
    for char in text:
        kind = unicodedata.category(char)
        if kind == "Cf" and char not in _JOINERS:
            continue
        if kind in ("Cc", "Cs", "Cn") and not char.isspace():
            kept.append("\ufffd")
        else:
            kept.append(char)
    # A space that does not break keeps its neighbours on one line.
    return " ".join(part for part in _SPACES.split("".join(kept)) if part)


def kept_together(text: str) -> str:
    """Let no line end within a date or between a number and its unit.

    Parameters
    ----------
    text
        The words.
    """
    return _BOUND.sub(NO_BREAK, text)


def known(text: str, face: Face) -> str:
    """Replace the letters that no face has by a box.

    Parameters
    ----------
    text
        Plain text.
    face
        The face that it is set in.
    """
    return "".join(
        char if char in _JOINERS or _has(char, face.families, face.bold, face.italic) else _UNKNOWN
        for char in text
    )


def width_mm(text: str, face: Face) -> float:
    """Measure a line of text, millimetres.

    Parameters
    ----------
    text
        Plain text.
    face
        The face that it is set in.
    """
    return _width(known(text, face), face)


def reach_mm(text: str, face: Face) -> tuple[float, float]:
    """Measure how far letters reach over the base line and below it, with their accents.

    Parameters
    ----------
    text
        Plain text.
    face
        The face that it is set in.

    Returns
    -------
    tuple of float
        At least the height of capitals and the depth of a g, millimetres.
    """
    _, high, deep = _sizes(known(text, face), face)
    return max(face.ascent_mm, high - deep), max(face.descent_mm, deep)


def shortened(text: str, face: Face, *, most_mm: float) -> str:
    """Cut a line of text to a width.

    Parameters
    ----------
    text
        Plain text.
    face
        The face that it is set in.
    most_mm
        The width, millimetres.
    """
    if width_mm(text, face) <= most_mm:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_mm(text[:middle].rstrip() + _ELLIPSIS, face) <= most_mm:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS


def lines_of(
    runs: Iterable[Run], *, width: float, most: int | None = None
) -> tuple[tuple[Placed, ...], ...]:
    """Break runs into lines.

    Parameters
    ----------
    runs
        What is written, one behind the other.
    width
        Width of the lines, millimetres.
    most
        How many lines there may be; the last one then ends with an ellipsis.
    """
    lines: list[list[Placed]] = [[]]
    x = 0.0
    words = list(_words(runs, width))
    for index, (word, run, follows) in enumerate(words):
        face = run.face
        gap = width_mm(" ", face) if follows == _SPACED and lines[-1] else 0.0
        wide = width_mm(word, face)
        bound = 0.0 if follows == _BOUND_TO else _bound_mm(words[index + 1 :])
        if lines[-1] and x + gap + wide + bound > width:
            if most is not None and len(lines) == most:
                _end(lines[-1], width)
                break
            lines.append([])
            x = gap = 0.0
        last = lines[-1][-1] if lines[-1] else None
        if last is not None and _alike(last.run, run):
            joined = f"{last.run.text}{' ' if gap else ''}{word}"
            lines[-1][-1] = Placed(replace(last.run, text=joined), last.x_mm)
            x = last.x_mm + width_mm(joined, face)
        else:
            lines[-1].append(Placed(replace(run, text=word), x + gap))
            x += gap + wide
    return tuple(tuple(line) for line in lines if line)


def _end(line: list[Placed], width: float) -> None:
    """Let a line end with an ellipsis."""
    last = line[-1]
    run = last.run
    text = shortened(run.text + _ELLIPSIS, run.face, most_mm=width - last.x_mm)
    line[-1] = Placed(replace(run, text=text), last.x_mm)


def _alike(one: Run, other: Run) -> bool:
    """Whether two runs can be written in one go."""
    return (one.face, one.quiet, one.address) == (other.face, other.quiet, other.address)


def _words(runs: Iterable[Run], width: float) -> Iterator[tuple[str, Run, str]]:
    """Words with their run and how each follows the one before; what is too long is divided."""
    for run in runs:
        follows = _BOUND_TO if run.joined or run.text[:1] in _CLOSING else _SPACED
        for word in plain(run.text).split(" "):
            if not word:
                continue
            for index, piece in enumerate(_pieces(word, run.face, width)):
                yield piece, run, _DIVIDED if index else follows
            follows = _SPACED


def _bound_mm(words: Sequence[tuple[str, Run, str]]) -> float:
    """How wide the words are that must stay on the line of the one before them."""
    wide = 0.0
    for word, run, follows in words:
        if follows != _BOUND_TO:
            break
        wide += width_mm(word, run.face)
    return wide


def _pieces(word: str, face: Face, width: float) -> Sequence[str]:
    """A word, in pieces that a line can hold."""
    if width_mm(word, face) <= width:
        return (word,)
    pieces, start = [], 0
    while start < len(word):
        size = 1
        while start + size < len(word) and width_mm(word[start : start + size + 1], face) <= width:
            size += 1
        pieces.append(word[start : start + size])
        start += size
    return pieces


def _width(text: str, face: Face) -> float:
    return _sizes(text, face)[0]


@lru_cache(maxsize=8192)
def _sizes(text: str, face: Face) -> tuple[float, float, float]:
    """Width, whole height and depth of letters that the face has, millimetres."""
    from matplotlib.textpath import text_to_path

    found = text_to_path.get_text_width_height_descent(text, _properties(face), False)
    wide, high, deep = (float(size) * MM_PER_PT for size in found)
    return wide, high, deep


@lru_cache(maxsize=64)
def _properties(face: Face) -> FontProperties:
    return font(face)


def font(face: Face) -> FontProperties:
    """Give a face as matplotlib knows it.

    Parameters
    ----------
    face
        The face.

    Returns
    -------
    matplotlib.font_manager.FontProperties
        The face.
    """
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        family=list(face.families),
        style="italic" if face.italic else "normal",
        weight="bold" if face.bold else "normal",
        size=face.size_pt,
    )


@lru_cache(maxsize=16384)
def _has(char: str, families: tuple[str, ...], bold: bool, italic: bool) -> bool:  # noqa: FBT001
    """Whether one of the families has a letter."""
    return any(ord(char) in _letters(family, bold, italic) for family in families)


@lru_cache(maxsize=16)
def _letters(family: str, bold: bool, italic: bool) -> frozenset[int]:  # noqa: FBT001
    from matplotlib.font_manager import FontProperties, findfont, get_font

    face = FontProperties(
        family=family,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )
    return frozenset(get_font(findfont(face)).get_charmap())
