"""Names of places that the gazetteer may lack: capitalised words where only a place can stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from geo.reading.context import Context
from geo.reading.countries import demonyms
from geo.reading.lexicon import Lexicon
from geo.reading.roles import heads_item
from geo.reading.slots import TYPES, Known, slot_of
from geo.reading.tokens import Sentence, Token

_PASSES: Final = 3


@dataclass(frozen=True, slots=True)
class UnlistedName:
    """A capitalised name in the slot of a place."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    reason: str
    """What slot it stands in, in plain words."""
    strength: float
    """How surely only a place can stand there, 0..1."""


class _Covered:
    """The spans that belong to something already."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self.starts = [start for start, _ in ordered]
        self.reach = list(accumulate((end for _, end in ordered), max))

    def overlaps(self, token: Token) -> bool:
        """Whether a token lies in one of them."""
        before = bisect_left(self.starts, token.end)
        return before > 0 and self.reach[before - 1] > token.start


def find_unlisted(
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    *,
    places: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    winds: frozenset[str],
) -> tuple[UnlistedName, ...]:
    """Find names that only a place can have where they stand.

    Parameters
    ----------
    sentences
        The sentences of the text.
    lexicon
        The language's word classes.
    places
        Spans (start, end) that are places already.
    others
        Spans that name people or bodies.
    winds
        Folded words for the points of the compass.
    """
    covered = _Covered([*places, *others])
    known = Known(places)
    known.items = sum(_heads(sentence, known, lexicon) for sentence in sentences)
    found: list[UnlistedName] = []
    waiting = [
        Context(sentence.tokens, first, last, lexicon)
        for sentence in sentences
        for first, last in _free_runs(sentence, lexicon, covered)
    ]
    for _ in range(_PASSES):  # a name that was told tells of its neighbours in a list
        left = []
        for context in waiting:
            slot = slot_of(context, winds, known)
            if slot is None:
                left.append(context)
                continue
            span = (context.tokens[context.first].start, context.tokens[context.last].end)
            known.add(span)
            found.append(UnlistedName(*span, *slot))
        waiting = left
    return tuple(sorted(found, key=lambda name: name.start))


def _heads(sentence: Sentence, known: Known, lexicon: Lexicon) -> bool:
    """Whether a known place heads an item of a list: “Orikhiv: calm”."""
    tokens = sentence.tokens
    first = next((k for k, token in enumerate(tokens) if token.kind == "word"), None)
    if first is None or tokens[first].start not in known.starts:
        return False
    last = next((k for k in range(first, len(tokens)) if tokens[k].end in known.ends), first)
    return heads_item(Context(tokens, first, last, lexicon))


def _free_runs(sentence: Sentence, lexicon: Lexicon, covered: _Covered) -> list[tuple[int, int]]:
    """Runs of one to four capitalised words that belong to nothing else yet."""
    runs = []
    tokens = sentence.tokens
    i = 0
    while i < len(tokens):
        headed = tokens[i].capitalised and _particle(tokens, i, lexicon)
        if not _free(tokens[i + 2 if headed else i], lexicon, covered):
            i += 1
            continue
        last = i + 2 if headed else i
        while last + 1 < len(tokens):
            token = tokens[last + 1]
            typed = token.capitalised and lexicon.has_any(TYPES, token.lower)
            if typed or _free(token, lexicon, covered):
                last += 1
            elif (
                tokens[last + 1].text == "-"
                and last + 2 < len(tokens)
                and tokens[last].end == tokens[last + 1].start
                and tokens[last + 1].end == tokens[last + 2].start
                and _free(tokens[last + 2], lexicon, covered)
            ):
                last += 2
            elif _particle(tokens, last + 1, lexicon) and _free(tokens[last + 3], lexicon, covered):
                last += 3
            else:
                break
        if last - i < 5:
            runs.append((i, last))
        i = last + 1
    return runs


def _particle(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether “al-” stands at an index, with a word behind it."""
    return (
        i + 2 < len(tokens)
        and lexicon.has("particles", tokens[i].lower)
        and tokens[i + 1].text == "-"
        and tokens[i + 1].end == tokens[i + 2].start
    )


def _free(token: Token, lexicon: Lexicon, covered: _Covered) -> bool:
    if not token.capitalised or len(token.text) < 3:
        return False
    if token.text.isupper() and len(token.text) < 5:
        return False
    if lexicon.has("common", token.lower) or lexicon.has("calendar", token.lower):
        return False
    if any(token.lower.endswith(e) for e in lexicon.classes["demonym_endings"]):
        return False
    if token.lower in demonyms(lexicon.lang):
        return False
    return not covered.overlaps(token)
