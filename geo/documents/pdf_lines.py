"""The lines of a PDF page, with where they stand, and the paragraphs that they make up."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geo.documents.prose import raised

_LEVEL: Final = 0.2
"""Sine of the angle from which a line is no longer read: stamps across a page."""
_SMALL: Final = 0.86
"""Characters smaller than this share of their line's are raised or lowered."""
_SAME_SIZE: Final = 0.08
_GAP: Final = 1.25
_INDENT: Final = 0.8
_RARE: Final = 0.1
_BULLET: Final = re.compile(r"[•‣◦▪●○■·]\s+(?=\S)")
_STOP: Final = re.compile(r"[.!?…:][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    text: str
    """Its characters."""
    x_pt: float
    """Where it begins, points from the page's left edge, grows to the right."""
    y_pt: float
    """Its base line, points from the page's lower edge, grows upwards."""
    size_pt: float
    """Size of most of its characters, points."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters as a page draws them in one go."""

    text: str
    """The characters; a line break ends the line."""
    x_pt: float
    """Where they begin, as in `Line`."""
    y_pt: float
    """Their base line, as in `Line`."""
    size_pt: float
    """Their size, points."""


def piece_of(
    text: str, current: Sequence[float], own: Sequence[float], size: float | None
) -> Piece | None:
    """Place characters on their page; None for those that run slantwise or upwards.

    Parameters
    ----------
    text
        The characters.
    current, own
        The page's transformation and the text's, six numbers each as PDF orders them.
    size
        The font's size in the text's own measure.
    """
    a, b, c, d, e, f = current
    right = (own[0] * a + own[1] * c, own[0] * b + own[1] * d)
    up = (own[2] * a + own[3] * c, own[2] * b + own[3] * d)
    width = math.hypot(*right)
    if width and abs(right[1]) > _LEVEL * width:
        return None
    return Piece(
        text,
        own[4] * a + own[5] * c + e,
        own[4] * b + own[5] * d + f,
        abs(size or 0) * math.hypot(*up),
    )


def lines_of(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """Put pieces together into lines, in the order in which they are drawn.

    Raised figures become powers of units or, as marks of notes, nothing.

    Parameters
    ----------
    pieces
        What a page draws.
    """
    lines: list[Line] = []
    waiting: list[Piece] = []

    def close() -> None:
        held = [piece for piece in waiting if piece.text.strip()]
        waiting_now, size = list(waiting), max((piece.size_pt for piece in held), default=0.0)
        waiting.clear()
        if not held:
            return
        base = max(held, key=lambda piece: (piece.size_pt > _SMALL * size, len(piece.text)))
        text = ""
        for piece in waiting_now:
            over = piece.size_pt < _SMALL * size or piece.y_pt > base.y_pt + 0.15 * size
            text += raised(text, piece.text) if over and text.strip() else piece.text
        if text.strip():
            lines.append(Line(text.strip(), held[0].x_pt, base.y_pt, base.size_pt))

    for piece in pieces:
        parts = piece.text.split("\n")
        for number, part in enumerate(parts):
            if number:
                close()
            if part:
                waiting.append(Piece(part, piece.x_pt, piece.y_pt, piece.size_pt))
    close()
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set, to tell the end of a paragraph from the end of a line."""

    size_pt: float
    """Size in which most of it is set, points."""
    leading_pt: float
    """From base line to base line within its paragraphs, points."""
    columns_pt: tuple[float, ...]
    """Where lines often begin, points from the left edge."""
    width: int
    """Characters of a full line."""


def setting_of(pages: Sequence[Sequence[Line]]) -> Setting:
    """Find out how a document is set.

    Parameters
    ----------
    pages
        The lines of each page.
    """
    sizes: Counter[float] = Counter()
    starts: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size_pt, 1)] += len(line.text)
            starts[round(line.x_pt)] += 1
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    gaps: Counter[float] = Counter()
    lengths = []
    for page in pages:
        body = [line for line in page if abs(line.size_pt - size) <= _SAME_SIZE * size]
        lengths += [len(line.text) for line in body]
        for above, below in pairwise(body):
            if 0.5 * size < above.y_pt - below.y_pt < 4 * size:
                gaps[round((above.y_pt - below.y_pt) * 2) / 2] += 1
    frequent = [gap for gap, count in gaps.items() if count > _RARE * gaps.total()]
    often = [start for start, count in starts.items() if count > _RARE * starts.total()]
    lengths.sort()
    return Setting(
        size,
        min(frequent, default=1.2 * size),
        tuple(sorted(often)),
        lengths[int(len(lengths) * 0.9)] if lengths else 0,
    )


def paragraphs_of(lines: Sequence[Line], setting: Setting) -> Iterator[tuple[Line, ...]]:
    """Cut the lines of a page into paragraphs.

    Parameters
    ----------
    lines
        The lines of one page, in reading order.
    setting
        How the document is set.
    """
    start = 0
    for at in range(1, len(lines)):
        if _parts(lines[at - 1], lines[at], setting):
            yield tuple(lines[start:at])
            start = at
    if lines:
        yield tuple(lines[start:])


def _parts(above: Line, below: Line, setting: Setting) -> bool:
    """Whether a paragraph ends between two lines."""
    size = max(above.size_pt, below.size_pt)
    if abs(above.size_pt - below.size_pt) > _SAME_SIZE * size:
        return True
    if _BULLET.match(below.text):
        return True
    leading = setting.leading_pt * (size / setting.size_pt if setting.size_pt else 1)
    down = above.y_pt - below.y_pt
    if down > _GAP * leading:
        return True
    ended = _STOP.search(above.text) is not None
    if down < -0.5 * size:
        # A new column: a paragraph goes on in it unless it had ended.
        return ended
    first_word = below.text.split(" ", 1)[0]
    short = len(above.text) + 1 + len(first_word) < 0.8 * setting.width
    if ended and short:
        return True
    margin = max((x for x in setting.columns_pt if x <= above.x_pt + 1), default=above.x_pt)
    return ended and abs(above.x_pt - margin) < 1 and below.x_pt - margin > _INDENT * size


def bullet_as_dash(text: str) -> str:
    """Write the mark before an item of a list as `- `.

    Parameters
    ----------
    text
        A paragraph.
    """
    mark = _BULLET.match(text)
    return f"- {text[mark.end() :]}" if mark else text
