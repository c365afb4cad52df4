"""Names of roads: by a number (the M-04 highway), by their ends (the Kharkiv–Kupiansk road)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from geo.reading.lexicon import Lexicon
from geo.reading.tokens import Sentence, Token

_DASHES: Final = frozenset("-‐‑‒–—/")
_NUMBER: Final = re.compile(r"(?:[A-ZА-Я]{1,2}[-‐‑ ]?\d{1,5}|\d{1,3}[A-ZА-Я]-\d{1,4})(?:[-‐‑]\d+)?")
_REACH: Final = 14
"""Tokens of the longest name of a road."""


def find_roads(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Find the names of roads: one span for the whole name, its number and both ends with it.

    Parameters
    ----------
    text
        The text.
    sentences
        Its sentences.
    lexicon
        The language's word classes.

    Returns
    -------
    list of tuple
        Offsets (start, end), in the order of the text.

    Examples
    --------
    >>> from geo.reading.lexicon import lexicon
    >>> from geo.reading.tokens import sentences
    >>> text = "They cut the T-0504 Pokrovsk-Kostiantynivka highway."
    >>> [(start, end)] = find_roads(text, sentences(text), lexicon("en"))
    >>> text[start:end]
    'T-0504 Pokrovsk-Kostiantynivka highway'
    """
    return [span for sentence in sentences for span in _roads(text, sentence.tokens, lexicon)]


def _roads(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The roads of one sentence."""
    used = 0
    for k, token in enumerate(tokens):
        if not lexicon.has("road_words", token.lower):
            continue
        first = _start(tokens, k, max(used, k - _REACH), lexicon)
        name = text[tokens[first].start : token.start]
        if first < k and (_NUMBER.search(name) or _has_two_ends(tokens[first:k])):
            used = k + 1
            yield tokens[first].start, token.end


def _start(tokens: Sequence[Token], k: int, low: int, lexicon: Lexicon) -> int:
    """Index of the first token of the name that ends before a road word."""
    first = k
    while first > low and _continues(tokens[first - 1], tokens[first], lexicon):
        first -= 1
    while first < k and tokens[first].kind == "punct":
        first += 1
    return first


def _continues(token: Token, after: Token, lexicon: Lexicon) -> bool:
    """Whether a token can be part of a road's name that goes on with the next one."""
    gap = after.start - token.end
    if token.text in _DASHES or after.text in _DASHES:
        return gap == 0 and (token.text in _DASHES or _names(token, lexicon))
    return gap == 1 and _names(token, lexicon)


def _names(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token is a number or a capitalised word that can be in a name."""
    small = lexicon.has_any(("modifiers", "connectors"), token.lower)
    return token.kind == "number" or (token.capitalised and not small)


def _has_two_ends(name: Sequence[Token]) -> bool:
    """Whether a dash joins two names."""
    return any(
        dash.text in _DASHES and before.capitalised and after.capitalised
        for before, dash, after in zip(name, name[1:], name[2:], strict=False)
    )
