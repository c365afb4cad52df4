"""Words, numbers and sentences of a text, with exact offsets.

Which words a full stop may follow inside a sentence is the language's; the possessive ending is
that of English.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from geo.reading.words import FALLBACK, words

_TOKEN: Final = re.compile(
    r"""
    (?P<time>(?<![\d:.,])\d{1,2}:\d{2}(?![\d:]))
  | (?P<angle>(?<!\w)\d{1,3}\s?[°º˚]\s?\d{1,2}(?:[.,]\d{1,9})?\s?['′’]
      (?:\s?\d{1,2}(?:[.,]\d{1,9})?\s?(?:["″”]|['′’]{2}))?)
  | (?P<number>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:[.]\d+)?|(?<![\w.])\.\d+)
  | (?P<abbr>(?:[^\W\d_]\.){2,})
  | (?P<possessive>(?<=\w)['’ʼ][sS]\b|(?<=[sS])['’](?=\s))
  | (?P<word>[^\W\d_]+(?:['’ʼʹ](?![sS]\b)[^\W\d_]+)*['’ʹ]?(?<!['’])|[^\W\d_]+)
  | (?P<punct>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_LIST_ITEM: Final = re.compile(r"[-•*–—#>]|\d{1,2}[.)]\s")
_TERMINAL: Final = frozenset(".!?…")
_CLOSERS: Final = frozenset("\"'”’»)]")
_WRAP_COLUMNS: Final = (40, 120)
_LONG_LINE: Final = 80
_LONG_WORD: Final = 4


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark of a text."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    text: str
    """As written."""
    lower: str
    """Folded for comparison; its length may differ from the text's."""
    kind: str
    """`word`, `number`, `time` (20:15), `possessive` or `punct`."""

    @property
    def capitalised(self) -> bool:
        """Whether it is a word that does not begin with a small letter."""
        return self.kind == "word" and not self.text[0].islower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of tokens between two sentence ends."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    tokens: tuple[Token, ...]
    """Its tokens."""
    paragraph: int
    """Number of the paragraph that it stands in, from 0."""


@dataclass(frozen=True, slots=True)
class _FullStops:
    """The words of a language around which a full stop need not end a sentence."""

    titles: frozenset[str]
    """Before a name: it ends none, whatever follows."""
    abbreviations: frozenset[str]
    """Before a number or a small letter it ends none."""
    openers: frozenset[str]
    """Behind an abbreviation with dots they begin one."""


@lru_cache(maxsize=8)
def _full_stops(lang: str) -> _FullStops:
    listed = words("full_stops", lang=lang)
    return _FullStops(**{name: frozenset(its) for name, its in listed.items()})


def tokenise(text: str) -> tuple[Token, ...]:
    """Split a text into words, numbers, possessive endings and marks.

    Parameters
    ----------
    text
        Any text; offsets of the result index it.
    """
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "punct"
        if kind == "abbr":
            kind = "word"
        elif kind == "angle":
            kind = "punct"  # one mark, so that its seconds open no quotation
        tokens.append(
            Token(match.start(), match.end(), match.group(), match.group().casefold(), kind)
        )
    return tuple(tokens)


def sentences(
    text: str, tokens: Sequence[Token] | None = None, *, lang: str = FALLBACK
) -> tuple[Sentence, ...]:
    """Group the tokens of a text into sentences.

    A line break ends a sentence, except inside hard-wrapped prose, where only an empty line, a
    line that ends early or one that begins a list item does.

    Parameters
    ----------
    text
        The text that the tokens are from.
    tokens
        Its tokens; made here when not given.
    lang
        ISO 639-1 code of the language.
    """
    tokens = tokenise(text) if tokens is None else tokens
    stops = _full_stops(lang)
    breaks = _line_breaks(text)
    found: list[Sentence] = []
    run: list[Token] = []
    paragraph = 0
    for i, token in enumerate(tokens):
        run.append(token)
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        broken = after is not None and any(token.end <= b < after.start for b in breaks(token.end))
        if after is None or broken or _ends(tokens, i, stops):
            found.append(Sentence(run[0].start, run[-1].end, tuple(run), paragraph))
            run = []
            paragraph += broken
    return tuple(found)


def _line_breaks(text: str) -> Callable[[int], list[int]]:
    """Make a function that gives the next paragraph break at or behind an offset."""
    offsets: list[int] = []
    block: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            block.append((at + len(line), line.strip()))
        else:
            offsets += _block_breaks(block)
            block = []
        at += len(line) + 1
    offsets += _block_breaks(block)

    def upcoming(offset: int) -> list[int]:
        i = bisect_left(offsets, offset)
        return offsets[i : i + 1]

    return upcoming


def _block_breaks(block: Sequence[tuple[int, str]]) -> list[int]:
    """Give the ends of the lines of a block that end a paragraph.

    In hard-wrapped prose a line ends where the next word no longer fitted; it goes on below. So
    does a long line that ends in the middle of a sentence.
    """
    width = max((len(line) for _, line in block), default=0)
    wrapped = _WRAP_COLUMNS[0] <= width <= _WRAP_COLUMNS[1]
    found = []
    for (end, line), (_, below) in pairwise(block):
        fits = len(line) + 1 + len(below.split(maxsplit=1)[0]) <= width
        cut = len(line) >= _LONG_LINE and line[-1].isalnum()
        if _LIST_ITEM.match(below) or not (cut or (wrapped and not fits)):
            found.append(end)
    return found + [end for end, _ in block[-1:]]


def _ends(tokens: Sequence[Token], i: int, stops: _FullStops) -> bool:
    """Whether the token at `i` closes a sentence."""
    token = tokens[i]
    j = i
    while j > 0 and tokens[j].text in _CLOSERS and tokens[j - 1].end == tokens[j].start:
        j -= 1
    mark = tokens[j]
    abbreviated = mark.kind == "word" and mark.text.endswith(".") and len(mark.text) > 2
    if mark.text not in _TERMINAL and not abbreviated:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None:
        return True
    if after.start == token.end:
        return False
    if after.text in _CLOSERS:
        # A straight mark opens a quotation where a space stands before it and none behind.
        quoted = tokens[i + 2] if i + 2 < len(tokens) else None
        if quoted is None or quoted.start != after.end or not quoted.capitalised:
            return False
        after = quoted
    if abbreviated:
        return after.capitalised and after.lower in stops.openers
    before = tokens[j - 1] if j else None
    if mark.text != "." or before is None or before.end != mark.start:
        return not after.text[0].islower()
    return _stops(before, after, stops)


def _stops(before: Token, after: Token, stops: _FullStops) -> bool:
    """Whether a full stop between two tokens ends a sentence."""
    initial = len(before.text) == 1 and before.text.isupper()
    if before.lower in stops.titles or initial:
        return False
    if before.lower in stops.abbreviations:
        return after.capitalised
    if after.text[0].islower():
        return before.kind == "word" and len(before.text) >= _LONG_WORD and after.kind == "word"
    return True
