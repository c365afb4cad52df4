"""A text's paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BLANK: Final = re.compile(r"\n(?:[^\S\n]*\n)+")
_BULLET: Final = re.compile(r"\s*(?:[-–—•*·▪]|\d{1,3}[.)])\s")
_NARROW, _WIDE = 45, 110
"""Shortest and longest line of a text that was broken to a width, characters."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a text that a page shows as one block."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    flowing: bool
    """Whether its line breaks only keep the lines short, so that a page may break it anew."""


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Cut a text at its blank lines; what no paragraph covers is white space.

    Where lines are longer than any width that texts are broken to, each is a paragraph of its own.

    Parameters
    ----------
    text
        Any text.
    """
    start = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    for gap in _BLANK.finditer(text, start, stop):
        yield from _split(text, start, gap.start())
        start = gap.end()
    if start < stop:
        yield from _split(text, start, stop)


def _split(text: str, start: int, end: int) -> Iterator[Paragraph]:
    """What stands between two blank lines: one paragraph, or one for every line."""
    words = text[start:end]
    lines = words.split("\n")
    if max(map(len, lines)) <= _WIDE or len(lines) == 1:
        yield Paragraph(start, end, _flowing(words))
        return
    for line in lines:
        yield Paragraph(start, start + len(line), flowing=True)
        start += len(line) + 1


def _flowing(words: str) -> bool:
    """Whether lines were broken at a width: all but the last about as long, and no list."""
    lines = words.split("\n")
    full = [len(line.strip()) for line in lines[:-1]]
    if not full or any(_BULLET.match(line) for line in lines):
        return not full
    return all(_NARROW <= length <= _WIDE for length in full) and max(full) - min(full) <= 25
