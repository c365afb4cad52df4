"""Sums and changes: numbers of a text that its other numbers can test.

*Out of the 44 clashes 35 have been resolved, at least nine go on* states nine of what 44 less 35
leaves; *twelve strikes in all: seven in X, five in Y* states twelve of a list; *shrank from 1,200
to 600 km², by half* states a share of two areas.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from typing import Final

from geo.reading.changes import find_changes
from geo.reading.grammar.phrases import Phrases, key, phrases
from geo.reading.quantities import QuantitySpan, find_quantities
from geo.reading.statement import Quantity, Statement, Working
from geo.reading.tokens import Sentence, Token
from geo.reading.words import words

_BEFORE: Final = 3
_BEHIND: Final = 8
_NOUN: Final = 4
_APART: Final = 8
"""Sentences over which one whole is spoken of."""
_STOPS: Final = frozenset(",;:().")


@dataclass(frozen=True, slots=True)
class _Part:
    """A number with what the words around it say of it."""

    quantity: Quantity
    start: int
    end: int
    first: int
    last: int
    nouns: frozenset[str]
    whole: bool
    bare: bool
    rest: bool
    total: bool
    placed: bool


@dataclass(slots=True)
class _Whole:
    """A number and the parts that the text divides it into."""

    part: _Part
    sentence: int
    divided: bool
    parts: list[_Part] = field(default_factory=list)


def find_arithmetic(
    text: str, sentences: Sequence[Sentence], *, taken: Sequence[tuple[int, int]], lang: str
) -> Iterator[Statement]:
    """Find the sums and changes of a report.

    Parameters
    ----------
    text
        The report's text.
    sentences
        Its sentences.
    taken
        Spans whose numbers are none to reckon with: of names and of days.
    lang
        ISO 639-1 code of the text.
    """
    cues = _cues(lang)
    spans_taken = _Spans(taken)
    wholes: list[_Whole] = []
    for index, sentence in enumerate(sentences):
        keys = [key(token) for token in sentence.tokens]
        spans = [
            span
            for span in find_quantities(sentence.tokens, lang=lang)
            if not _inside(sentence.tokens, span, spans_taken)
        ]
        yield from find_changes(text, sentence, keys, spans, lang=lang)
        parts = [cues.part(sentence.tokens, keys, spans, k) for k in range(len(spans))]
        counts = [part for part in parts if part.quantity.unit in ("count", "km2", "mi2", "ha")]
        if len(counts) > 2 and cues.conditional.isdisjoint(keys):
            yield from _totals(text, counts, keys, cues)
        _divide(wholes, counts, index)
    for whole in wholes:
        yield from _remainders(text, whole)


class _Spans:
    """Stretches of the text, for asking whether one of them overlaps another."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them overlaps a stretch."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and self._ends[at] > start


def _inside(tokens: Sequence[Token], span: QuantitySpan, taken: _Spans) -> bool:
    """Whether a number belongs to a name, a day or a longer word."""
    start, end = tokens[span.first].start, tokens[span.last].end
    after = tokens[span.last + 1] if span.last + 1 < len(tokens) else None
    ordinal = after is not None and after.start == end and after.kind in ("word", "number")
    return ordinal or taken.touch(start, end)


def _divide(wholes: list[_Whole], counts: Sequence[_Part], index: int) -> None:
    """Give the numbers of a sentence to the whole that they are parts of."""
    if not counts:
        return
    named = next((part for part in counts if part.whole), None)
    opening = next((part for part in counts if not part.bare and not part.rest), None)
    head = named or opening
    if head is None:
        recent = wholes[-1] if wholes and index - wholes[-1].sentence <= 1 else None
        if recent is not None:
            recent.parts += [part for part in counts if part.bare or part.rest]
        return
    whole = next(
        (
            known
            for known in reversed(wholes[-_APART * 4 :])
            if known.part.quantity.value == head.quantity.value
            and known.part.quantity.unit == head.quantity.unit
            and index - known.sentence <= _APART
        ),
        None,
    )
    if whole is None:
        whole = _Whole(head, index, head.whole)
        wholes.append(whole)
    whole.divided = whole.divided or head.whole
    whole.sentence = index
    whole.parts += [part for part in counts if part is not head and _belongs(part, whole.part)]


def _belongs(part: _Part, whole: _Part) -> bool:
    """Whether a number can be one of the parts of a whole."""
    units = (part.quantity.unit, "count")
    smaller = part.quantity.value < whole.quantity.value and whole.quantity.unit in units
    return smaller and (part.bare or bool(part.nouns & whole.nouns))


def _remainders(text: str, whole: _Whole) -> Iterator[Statement]:
    """State what a whole less its other parts leaves."""
    unit = whole.part.quantity.unit
    others, rests = (
        {part.quantity.value: part for part in whole.parts if part.rest == rest}
        for rest in (False, True)
    )
    if not whole.divided or not others or len(rests) != 1:
        return
    (rest,) = rests.values()
    working = Working(
        added=(whole.part.quantity,),
        taken=tuple(replace(part.quantity, unit=unit) for part in others.values()),
    )
    yield _sum(text, rest, replace(rest.quantity, unit=unit), working)


def _totals(
    text: str, counts: Sequence[_Part], keys: Sequence[str], cues: _Cues
) -> Iterator[Statement]:
    """State a total of the list before or behind it."""
    for k, total in enumerate(counts):
        behind, before = counts[k + 1 :], counts[:k]
        if not total.total:
            if total.whole and len(behind) > 1 and all(p.bare or p.placed for p in behind):
                yield from _whole(text, total, behind)
            continue
        between = keys[total.last + 1 : behind[0].first] if behind else []
        listed = behind if behind and not cues.opens.isdisjoint(between) else before
        if len(listed) < 2 or any(part.quantity.unit != total.quantity.unit for part in listed):
            continue
        stretch = keys[min(total.first, listed[0].first) : max(total.last, listed[-1].last) + 1]
        comes_to = math.isclose(sum(part.quantity.value for part in listed), total.quantity.value)
        if cues.holds(cues.some, stretch) or not (comes_to or _of_one_kind([total, *listed])):
            continue
        working = Working(added=tuple(part.quantity for part in listed))
        yield _sum(text, total, total.quantity, working)


def _whole(text: str, whole: _Part, parts: Sequence[_Part]) -> Iterator[Statement]:
    """State a whole that its parts come to: "of 31 attacks 12 fell on X, 10 on Y, nine on Z"."""
    rest = any(part.rest for part in parts)
    if rest or sum(part.quantity.value for part in parts) != whole.quantity.value:
        return  # other parts may go unnamed
    working = Working(added=tuple(part.quantity for part in parts))
    yield _sum(text, whole, whole.quantity, working)


def _of_one_kind(parts: Sequence[_Part]) -> bool:
    """Whether numbers count the same things, or only tell where they were counted."""
    named = [part.nouns for part in parts if not (part.bare or part.placed) and part.nouns]
    return all(nouns & named[0] for nouns in named)


def _sum(text: str, part: _Part, quantity: Quantity, working: Working) -> Statement:
    return Statement(
        part.start, part.end, text[part.start : part.end], "sum", None, "",
        quantity=quantity, working=working,
    )  # fmt: skip


class _Cues:
    """The words of one language around numbers that are parts of others."""

    def __init__(self, lang: str) -> None:
        tables = words("arithmetic", lang=lang)["sums"]
        self._whole, self._bare, self._rest, self._total, self._placed, self.some = (
            phrases({name: tables[name]})
            for name in ("whole", "elliptic", "rest", "total", "placed", "some")
        )
        self._stops = _STOPS | frozenset(tables["joins"])
        self.opens = frozenset(tables["opens"])
        self.conditional = frozenset(tables["conditional"])

    def part(
        self,
        tokens: Sequence[Token],
        keys: Sequence[str],
        spans: Sequence[QuantitySpan],
        k: int,
    ) -> _Part:
        """Read what the words around a number say of it."""
        span = spans[k]
        floor = max(0, span.first - _BEFORE)
        after = spans[k + 1].first if k + 1 < len(spans) else len(keys)
        behind = self._own(keys[span.last + 1 : min(after, span.last + 1 + _BEHIND)])
        hedge = (span.quantity.hedge or "").split()
        before = keys[floor : span.first]
        plain = self._bare.at(behind, 0) is not None
        return _Part(
            quantity=span.quantity,
            start=tokens[span.first].start,
            end=tokens[span.last].end,
            first=span.first,
            last=span.last,
            nouns=frozenset() if plain else frozenset(behind[:_NOUN]),
            whole=self._ends(self._whole, before),
            bare=plain or not behind,
            rest=self.holds(self._rest, behind) or self.holds(self._rest, before[-2:]),
            total=self.holds(self._total, hedge)
            or self._ends(self._total, before)
            or self._total.at(_skip(behind), 0) is not None,
            placed=self._placed.at(behind, 0) is not None,
        )

    def _own(self, keys: Sequence[str]) -> Sequence[str]:
        """The words up to the first mark, or to a word that joins the next number."""
        stop = next((i for i, word in enumerate(keys) if word in self._stops), len(keys))
        return keys[:stop]

    def holds(self, cue: Phrases[str], keys: Sequence[str]) -> bool:
        """Whether a phrase stands anywhere among words."""
        return any(cue.at(keys, i) for i in range(len(keys)))

    def _ends(self, cue: Phrases[str], keys: Sequence[str]) -> bool:
        """Whether words end with a phrase."""
        found = (cue.at(keys, i) for i in range(len(keys)))
        return any(hit is not None and hit[1] == len(keys) for hit in found)


def _skip(keys: Sequence[str]) -> Sequence[str]:
    """The words behind the noun that a number counts: "12 strikes in all"."""
    return keys[1:] if len(keys) > 1 else keys


@lru_cache(maxsize=8)
def _cues(lang: str) -> _Cues:
    return _Cues(lang)
