"""A text's paragraphs: what stands between its blank lines."""

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
    """A stretch of a text without a blank line in it."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    flowing: bool
    """Whether its line breaks only keep the lines short, so that a page may break it anew."""


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Cut a text at its blank lines; what no paragraph covers is white space.

    Parameters
    ----------
    text
        Any text.
    """
    start = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    for gap in _BLANK.finditer(text, start, stop):
        yield Paragraph(start, gap.start(), _flowing(text[start : gap.start()]))
        start = gap.end()
    if start < stop:
        yield Paragraph(start, stop, _flowing(text[start:stop]))


def _flowing(words: str) -> bool:
    """Whether lines were broken at a width: all but the last about as long, and no list."""
    lines = words.split("\n")
    full = [len(line.strip()) for line in lines[:-1]]
    if not full or any(_BULLET.match(line) for line in lines):
        return not full
    return all(_NARROW <= length <= _WIDE for length in full) and max(full) - min(full) <= 25
