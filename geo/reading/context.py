"""What stands around a span of a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from geo.reading.lexicon import Lexicon
from geo.reading.tokens import Sentence, Token

_TRANSPARENT = frozenset("\"'“”‘’[]«»*_#")


@dataclass(frozen=True, slots=True)
class Context:
    """A span of tokens in its sentence, with the words before and behind it."""

    tokens: tuple[Token, ...]
    """The tokens of the sentence."""
    first: int
    """Index of the span's first token."""
    last: int
    """Index of the span's last token."""
    lexicon: Lexicon
    """The language's word classes."""

    def word(self, index: int) -> str:
        """Give the folded word at an index of the sentence; empty outside it."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def back(self, index: int | None = None) -> int:
        """Step back from an index over quotes and brackets; -1 at the sentence's start."""
        i = (self.first if index is None else index) - 1
        while i >= 0 and self.tokens[i].text in _TRANSPARENT:
            i -= 1
        return i

    def ahead(self, index: int | None = None) -> int:
        """Step ahead from an index over quotes and brackets."""
        i = (self.last if index is None else index) + 1
        while i < len(self.tokens) and self.tokens[i].text in _TRANSPARENT:
            i += 1
        return i

    def head_before(self) -> int:
        """Index of the word that governs the span: behind it stand articles and adjectives only."""
        i = self.back()
        while i >= 0 and self.lexicon.has("modifiers", self.word(i)):
            i = self.back(i)
        return i

    @property
    def possessive(self) -> bool:
        """Whether the span carries a possessive ending."""
        i = self.ahead()
        return i < len(self.tokens) and self.tokens[i].kind == "possessive"

    def following(self, count: int = 3) -> Iterator[str]:
        """Give the folded words behind the span, its possessive ending left out."""
        i = self.ahead()
        if self.possessive:
            i = self.ahead(i)
        for _ in range(count):
            if i >= len(self.tokens):
                return
            yield self.word(i)
            i = self.ahead(i)


def context_of(sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> Context:
    """Place a span of text in its sentence.

    Parameters
    ----------
    sentence
        The sentence that holds the span's start.
    start, end
        Offsets of the span in the text.
    lexicon
        The language's word classes.
    """
    ends = [token.end for token in sentence.tokens]
    starts = [token.start for token in sentence.tokens]
    first = min(bisect_left(ends, start + 1), len(ends) - 1)
    last = max(first, bisect_left(starts, end) - 1)
    return Context(sentence.tokens, first, last, lexicon)
