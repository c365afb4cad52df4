"""Words, numbers and sentences of a text, with exact offsets.

Nothing here is English but the list of abbreviations that end in a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<number>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?![\d])|\d+(?:[.]\d+)?)
  | (?P<abbr>(?:[^\W\d_]\.){2,})
  | (?P<possessive>(?<=\w)['’ʼ][sS]\b|(?<=[sS])['’](?=\s))
  | (?P<word>[^\W\d_]+(?:['’ʼʹ](?![sS]\b)[^\W\d_]+)*['’ʹ]?(?<!['’])|[^\W\d_]+)
  | (?P<punct>[^\w\s]|_)
    """,
    re.VERBOSE,
)
ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr gen lt col maj capt sgt gov sen rep st prof no vs etc approx ca km sq mi "
    "jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp dept brig adm sec pres".split()
)
_TERMINAL: Final = frozenset(".!?…")
_CLOSERS: Final = frozenset("\"'”’»)]")
_WRAP_COLUMN: Final = 100


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
    """`word`, `number`, `possessive` or `punct`."""

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
        tokens.append(
            Token(match.start(), match.end(), match.group(), match.group().casefold(), kind)
        )
    return tuple(tokens)


def sentences(text: str, tokens: Sequence[Token] | None = None) -> tuple[Sentence, ...]:
    """Group the tokens of a text into sentences.

    A line break ends a sentence, except inside hard-wrapped prose, where only an empty line or
    a line that begins a list item does.

    Parameters
    ----------
    text
        The text that the tokens are from.
    tokens
        Its tokens; made here when not given.
    """
    tokens = tokenise(text) if tokens is None else tokens
    breaks = _line_breaks(text)
    found: list[Sentence] = []
    run: list[Token] = []
    paragraph = 0
    for i, token in enumerate(tokens):
        run.append(token)
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        broken = after is not None and any(token.end <= b < after.start for b in breaks(token.end))
        if after is None or broken or _ends(text, tokens, i):
            found.append(Sentence(run[0].start, run[-1].end, tuple(run), paragraph))
            run = []
            paragraph += broken
    return tuple(found)


def _line_breaks(text: str):  # type: ignore[no-untyped-def]
    """Make a function that gives the next paragraph break at or behind an offset."""
    lines = text.split("\n")
    wrapped = max((len(line) for line in lines), default=0) <= _WRAP_COLUMN and len(lines) > 1
    offsets = []
    at = 0
    for i, line in enumerate(lines[:-1]):
        at += len(line)
        following = lines[i + 1].lstrip()
        hard = not line.strip() or not following or following[:1] in "-•*–—#>"
        if hard or not wrapped or len(line.strip()) < _WRAP_COLUMN // 2:
            offsets.append(at)
        at += 1
    from bisect import bisect_left

    def upcoming(offset: int) -> list[int]:
        i = bisect_left(offsets, offset)
        return offsets[i : i + 1]

    return upcoming


def _ends(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` closes a sentence."""
    token = tokens[i]
    j = i
    while j >= 0 and tokens[j].text in _CLOSERS and tokens[j - 1].end == tokens[j].start:
        j -= 1
    mark = tokens[j]
    abbreviated = mark.kind == "word" and mark.text.endswith(".") and len(mark.text) > 2
    if mark.text not in _TERMINAL and not abbreviated:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None:
        return True
    if after.start == token.end or after.text in _CLOSERS:
        return False
    if abbreviated:
        return False
    before = tokens[j - 1] if j else None
    if mark.text == "." and before is not None and before.end == mark.start:
        if before.lower in ABBREVIATIONS or (len(before.text) == 1 and before.text.isupper()):
            return False
    return not after.text[0].islower()
