"""Durations: how much time a text says lies between two events, and the days that date them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from geo.reading.days import Day
from geo.reading.grammar.phrases import Phrases, key, phrases
from geo.reading.quantities import QuantitySpan, find_quantities
from geo.reading.statement import Quantity, Statement, Working
from geo.reading.tokens import Sentence, Token
from geo.reading.words import words

_REACH: Final = 90
"""Characters behind "after" within which the day of the event is looked for."""
_BEFORE: Final = 3
_SPAN: Final = 12
"""Characters between a duration and its two days: "34 days, from August 6 to September 9"."""
_CLAUSE: Final = frozenset(",;()")
_Order = Literal["after", "before", "lasting"]


@dataclass(frozen=True, slots=True)
class _Found:
    quantity: Quantity
    order: _Order
    start: int
    end: int


def find_durations(
    text: str,
    sentences: Sequence[Sentence],
    *,
    days: Sequence[Day],
    published: str | None,
    lang: str,
) -> Iterator[Statement]:
    """Find the durations of a report, each with the two days that bound it where they are known.

    Parameters
    ----------
    text
        The report's text.
    sentences
        Its sentences.
    days
        The days that it names, in order.
    published
        The day of the report, ISO 8601, or None.
    lang
        ISO 639-1 code of the text.
    """
    cues = _cues(lang)
    starts = [day.start for day in days]
    for sentence in sentences:
        low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        named = [day for day in days[low:high] if day.iso]
        for found in cues.found(sentence.tokens, lang=lang):
            pair = _bounds(text, found, named, published)
            if pair is None and found.order == "lasting":
                continue
            yield Statement(
                found.start, found.end, text[found.start : found.end], "duration", None, "",
                quantity=found.quantity,
                working=pair and Working(days=pair, spanned=_spanned(text, found, named)),
            )  # fmt: skip


def _bounds(
    text: str, found: _Found, days: Sequence[Day], published: str | None
) -> tuple[str, str] | None:
    """Give the first and the last day of a duration, if the text dates both."""
    behind = [day for day in days if found.end <= day.start]
    before = [day for day in days if day.end <= found.start]
    if found.order == "lasting":
        pair = behind[:2] if len(behind) > 1 else before[-2:]
        return _ordered(pair[0].iso, pair[1].iso) if len(pair) == 2 else None
    near = [day for day in behind if _same_clause(text[found.end : day.start])]
    if not near:
        return None
    other = near[0].iso
    apart = [day for day in (*behind, *before) if day is not near[0] and day.iso != other]
    now = apart[0].iso if apart else published
    if found.order == "before":
        other, now = now, other
    return (other, now) if other and now and other <= now else None


def _spanned(text: str, found: _Found, days: Sequence[Day]) -> bool:
    """Whether both days stand right behind the time that something lasted, one after the other."""
    behind = [day for day in days if found.end <= day.start][:2]
    if found.order != "lasting" or len(behind) < 2:
        return False
    first, last = behind
    before, between = text[found.end : first.start], text[first.end : last.start]
    return max(len(before), len(between)) <= _SPAN


def _same_clause(gap: str) -> bool:
    """Whether a day still belongs to the event that a duration is counted from."""
    return len(gap) <= _REACH and not _CLAUSE & set(gap)


def _ordered(one: str | None, other: str | None) -> tuple[str, str] | None:
    return (one, other) if one and other and one <= other else None


class _Cues:
    """The words of one language that count time between events."""

    def __init__(self, lang: str) -> None:
        tables = words("durations", lang=lang)
        self._units = phrases(tables["units"])
        relations = tables["relations"]
        self._order: Phrases[_Order] = Phrases(
            (phrase, name) for name in ("after", "before") for phrase in relations[name]
        )
        self._lasting = phrases({"lasting": relations["lasting"]})
        self._articles = frozenset(relations["articles"])

    def found(self, tokens: Sequence[Token], *, lang: str) -> Iterator[_Found]:
        """Find the durations among the tokens of a sentence."""
        keys = [key(token) for token in tokens]
        for span in (*find_quantities(tokens, lang=lang), *self._single(keys)):
            if span.dimension != "number":
                continue
            dash = keys[span.last + 1 : span.last + 2] == ["-"]
            unit = self._units.at(keys, span.last + 1 + dash)
            if unit is None:
                continue
            code, end = unit
            ordered = self._order.at(keys, end)
            lasts = any(
                (hit := self._lasting.at(keys, i)) is not None and hit[1] == span.first
                for i in range(max(0, span.first - _BEFORE), span.first)
            )
            if ordered is None and not lasts:
                continue
            order, last = ordered if ordered is not None else ("lasting", end)
            quantity = replace(span.quantity, unit=code)
            yield _Found(quantity, order, tokens[span.first].start, tokens[last - 1].end)

    def _single(self, keys: Sequence[str]) -> Iterator[QuantitySpan]:
        """Read "a month after" as one."""
        for i, word in enumerate(keys):
            if word in self._articles and self._units.at(keys, i + 1) is not None:
                yield QuantitySpan(i, i, "number", Quantity(1.0, "count", text=word))


@lru_cache(maxsize=8)
def _cues(lang: str) -> _Cues:
    return _Cues(lang)
