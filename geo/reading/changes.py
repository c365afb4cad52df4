"""Changes: from one number to another, with the share or multiple that the text makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from geo.reading.grammar.phrases import Phrases, phrases
from geo.reading.quantities import QuantitySpan, quantity_reader
from geo.reading.statement import Quantity, Statement, Working
from geo.reading.tokens import Sentence
from geo.reading.words import words

_BETWEEN: Final = 8
"""Words between the two numbers: "from 1,200 square kilometres in May to 600"."""
_MEASURED: Final = frozenset({"km2", "mi2", "ha", "m2", "km", "mi", "count"})
_NEAR: Final = 4


def find_changes(
    text: str,
    sentence: Sentence,
    keys: Sequence[str],
    spans: Sequence[QuantitySpan],
    *,
    lang: str,
) -> Iterator[Statement]:
    """Find the changes of a sentence that name both numbers and their proportion.

    Parameters
    ----------
    text
        The report's text.
    sentence
        One of its sentences.
    keys
        The look-up forms of its tokens.
    spans
        The quantities in it.
    lang
        ISO 639-1 code of the text.
    """
    cues = _cues(lang)
    pair = cues.pair(keys, spans)
    if pair is None:
        return
    before, after, first, last = pair
    for stated, start, end in cues.stated(keys, spans, lang=lang):
        inside = first <= start <= last and stated.unit != "times"
        falling = after.value < before.value
        around = (min(first, start), max(last, end))
        if inside or not cues.agrees(keys, around, stated, falling=falling):
            continue
        low = sentence.tokens[min(first, start)].start
        high = sentence.tokens[max(last, end)].end
        working = Working(added=(before, after), falling=falling)
        yield Statement(
            low, high, text[low:high], "change", None, "", quantity=stated, working=working
        )
        return


class _Cues:
    """The words of one language that tell of a change."""

    def __init__(self, lang: str) -> None:
        tables = words("arithmetic", lang=lang)["changes"]
        self._from, self._to, self._back, self._fall, self._rise = (
            phrases({name: tables[name]}) for name in ("from", "to", "back", "fall", "rise")
        )
        self._times = Phrases(tables["times"].items())

    def pair(
        self, keys: Sequence[str], spans: Sequence[QuantitySpan]
    ) -> tuple[Quantity, Quantity, int, int] | None:
        """Give the number before, the number after, and the tokens that they span."""
        for k, span in enumerate(spans):
            low, high = span.quantity, span.quantity.value_max
            ranged = high is not None and self._from.at(keys, span.first) is not None
            if ranged and high is not None and low.unit in _MEASURED:
                before = replace(low, value_max=None, hedge=None)
                return before, replace(before, value=high), span.first, span.last
            if k + 1 < len(spans):
                found = self._joined(keys, span, spans[k + 1])
                if found is not None:
                    return (*found, span.first, spans[k + 1].last)
        return None

    def _joined(
        self, keys: Sequence[str], one: QuantitySpan, other: QuantitySpan
    ) -> tuple[Quantity, Quantity] | None:
        """Read two numbers that follow each other as before and after."""
        first, second = one.quantity, other.quantity
        between = keys[one.last + 1 : other.first]
        if not between or len(between) > _BETWEEN or second.value == first.value:
            return None
        first, second = _in_one_unit(first, second)
        if first.unit != second.unit or first.unit not in _MEASURED:
            return None
        opened = one.first > 0 and self._from.at(keys, one.first - 1) is not None
        if opened and any(self._to.at(between, i) for i in range(len(between))):
            return first, second
        if any(self._back.at(between, i) for i in range(len(between))):
            return second, first
        return None

    def stated(
        self, keys: Sequence[str], spans: Sequence[QuantitySpan], *, lang: str
    ) -> Iterator[tuple[Quantity, int, int]]:
        """Give the proportions that a sentence names, with their tokens."""
        for i in range(len(keys)):
            hit = self._times.at(keys, i)
            if hit is not None:
                ratio, end = hit
                hedge, start = quantity_reader(lang).hedge_before(keys, i)
                written = " ".join(keys[i:end])
                yield Quantity(float(ratio), "times", hedge=hedge, text=written), start, end - 1
        for span in spans:
            if span.dimension == "share":
                yield span.quantity, span.first, span.last

    def agrees(
        self, keys: Sequence[str], around: tuple[int, int], stated: Quantity, *, falling: bool
    ) -> bool:
        """Whether a proportion is said of that change: a word for its direction stands near."""
        if stated.unit == "times":
            return True
        cue = self._fall if falling else self._rise
        near = keys[max(0, around[0] - _NEAR) : around[1] + 1 + _NEAR]
        return any(cue.at(near, i) for i in range(len(near)))


def _in_one_unit(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    """Give a bare number the unit of the other: "from 1,200 to 600 km²"."""
    if first.unit == "count" and second.unit != "count":
        return replace(first, unit=second.unit), second
    if second.unit == "count":
        return first, replace(second, unit=first.unit)
    return first, second


@lru_cache(maxsize=8)
def _cues(lang: str) -> _Cues:
    return _Cues(lang)
