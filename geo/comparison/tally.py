"""Tallies: how many of what happened, to whom, where and over which time.

"44 combat clashes" and "47 attacks repelled in 24 hours" count different things, so a number alone
is nothing that could be compared. What is counted, what was done to it and over which time stand
in the language's `tallies.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.comparison.side_names import side_in
from geo.comparison.told_days import ToldDays
from geo.comparison.window import Window
from geo.reading.attribution import Attributed, Attributor
from geo.reading.countries import demonyms
from geo.reading.grammar.phrases import Phrases, key, phrases
from geo.reading.quantities import QuantityReader
from geo.reading.reading import Reading
from geo.reading.sides import Side, find_sides
from geo.reading.statement import Quantity
from geo.reading.tokens import Sentence, Token, sentences
from geo.reading.words import words

_REACH: Final = 8
"""How many tokens may stand between a count and the verb or the place that belongs to it."""
_DESCRIBING: Final = 4
_TOKENS: Final = 300
"""A longer run of tokens is no sentence that anybody wrote."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of things that happened, as one sentence states it."""

    start: int
    """Offset of the first character, the number or its hedge."""
    end: int
    """Offset behind the last character of what is counted."""
    text: str
    """The span as written."""
    quantity: Quantity
    """The number with its hedge."""
    noun: str
    """What is counted, a code of the language's list: `clashes`, `attacks`."""
    family: str
    """The counts that it may be mistaken for: `fighting`."""
    deed: str | None
    """What was done: `repelled`, `launched`, `killed`; None where it is only counted."""
    by: str | None
    """The side that did it, code or name; None where the sentence does not say."""
    of: str | None
    """The side whose attacks or losses they are; None where the sentence does not say."""
    hours: int | None
    """Over how many hours they are counted; None where the sentence does not say."""
    window: Window | None
    """The day that the count is of, or ends on; None where it is not known."""
    place: int | None
    """Index of the mention of where; None where the sentence does not say."""
    said: Attributed
    """Who says so."""


def find_tallies(reading: Reading) -> tuple[Tally, ...]:
    """Find what a report counts, in the order of its text.

    Parameters
    ----------
    reading
        The report, read.
    """
    report = reading.report
    found = sentences(report.text, lang=report.lang)
    scan = _Scan(reading, found)
    return tuple(tally for sentence in found for tally in scan.tallies(sentence))


@dataclass(frozen=True, slots=True)
class _Words:
    reader: QuantityReader
    nouns: Phrases[str]
    family: dict[str, str]
    deeds: Phrases[str]
    hours: Phrases[int]
    describing: frozenset[str]
    be: frozenset[str]
    at: frozenset[str]


@cache
def _words(lang: str) -> _Words:
    data = words("tallies", lang=lang)
    return _Words(
        reader=QuantityReader(lang),
        nouns=phrases(data["nouns"]),
        family={noun: family for family, nouns in data["families"].items() for noun in nouns},
        deeds=phrases(data["deeds"]),
        hours=Phrases((form, int(n)) for n, forms in data["windows"].items() for form in forms),
        describing=frozenset(data["words"]["describing"]),
        be=frozenset(data["words"]["be"]),
        at=frozenset(data["words"]["at"]),
    )


class _Scan:
    """The counts of one text."""

    def __init__(self, reading: Reading, found: tuple[Sentence, ...]) -> None:
        report = reading.report
        self._reading, self._lang, self._text = reading, report.lang, report.text
        self._known = _words(report.lang)
        self._attributor = Attributor(report.text, found, source=report.source, lang=report.lang)
        self._days = ToldDays(report, found)
        self._demonyms = demonyms(report.lang)

    def tallies(self, sentence: Sentence) -> Iterator[Tally]:
        """Find the counts of a sentence."""
        tokens = sentence.tokens[:_TOKENS]
        keys = [key(token) for token in tokens]
        i = 0
        while i < len(tokens):
            span = self._known.reader.at(tokens, keys, i)
            noun = self._noun(tokens, keys, span.last + 1) if span else None
            if span is None or noun is None or span.dimension != "number":
                i = span.last + 1 if span else i + 1
                continue
            code, at, end = noun
            tally = self._tally(tokens, keys, (i, at, end), span.quantity, code)
            # "Three residents said": they are not counted, they speak.
            if not any(tally.text in link.speaker for link in tally.said.chain):
                yield tally
            i = end

    def _noun(
        self, tokens: Sequence[Token], keys: Sequence[str], i: int
    ) -> tuple[str, int, int] | None:
        """What is counted from a token on: its code, the index of its word, and behind it."""
        for at in range(i, min(i + _DESCRIBING, len(tokens))):
            found = self._known.nouns.at(keys, at)
            if found is not None:
                return found[0], at, found[1]
            described = keys[at] in self._known.describing or keys[at] in self._demonyms
            if not (described or keys[at] == "-"):
                return None
        return None

    def _tally(
        self,
        tokens: Sequence[Token],
        keys: Sequence[str],
        at: tuple[int, int, int],
        quantity: Quantity,
        noun: str,
    ) -> Tally:
        first, word, end = at
        start, stop = tokens[first].start, tokens[end - 1].end
        said = self._attributor.at(start, stop)
        deed, verb = self._deed(keys, first, end)
        sides = find_sides(tokens, lang=self._lang)
        of = self._described(keys[first:word])
        return Tally(
            start=start,
            end=stop,
            text=self._text[start:stop],
            quantity=quantity,
            noun=noun,
            family=self._known.family.get(noun, noun),
            deed=deed,
            by=_doer(sides, verb, said, self._lang) if verb is not None and verb < first else None,
            of=of,
            hours=self._hours(keys),
            window=self._days.of(start, stop),
            place=self._place(tokens, keys, end),
            said=said,
        )

    def _deed(self, keys: Sequence[str], first: int, end: int) -> tuple[str | None, int | None]:
        """What was done to what is counted, and where its verb stands."""
        for i in range(end, min(end + _REACH, len(keys))):
            found = self._known.deeds.at(keys, i)
            if found is not None:
                return found[0], i
            if keys[i] not in self._known.be:
                break
        for i in range(first - 1, max(first - 1 - _REACH, -1), -1):
            found = self._known.deeds.at(keys, i)
            if found is not None and found[1] <= first:
                return (found[0], i) if not _broken(keys[found[1] : first]) else (None, None)
        return None, None

    def _described(self, keys: Sequence[str]) -> str | None:
        """The side whose they are: "47 Russian attacks"."""
        return next((self._demonyms[word] for word in keys if word in self._demonyms), None)

    def _hours(self, keys: Sequence[str]) -> int | None:
        """The time over which the sentence counts."""
        found = (self._known.hours.at(keys, i) for i in range(len(keys)))
        return next((one[0] for one in found if one is not None), None)

    def _place(self, tokens: Sequence[Token], keys: Sequence[str], end: int) -> int | None:
        """The mention that says where: behind the count, else the only one of its sentence."""
        low, high = tokens[0].start, tokens[-1].end
        named = [
            (i, mention)
            for i, mention in enumerate(self._reading.mentions)
            if low <= mention.start < high and mention.role in ("literal", "other")
        ]
        starts = {token.start: i for i, token in enumerate(tokens)}
        for i, mention in named:
            at = starts.get(mention.start)
            if at is None or not end <= at <= end + _REACH:
                continue
            if any(word in self._known.at for word in keys[end:at]) and not _broken(keys[end:at]):
                return i
        literal = [(i, m) for i, m in named if m.role == "literal"]
        places = {m.text for _, m in literal}
        return literal[0][0] if len(places) == 1 else None


def _broken(keys: Sequence[str]) -> bool:
    """Whether a mark stands between two words that a clause does not go beyond."""
    return any(word in {";", ":", ".", "“", "”", '"'} for word in keys)


def _doer(sides: Sequence[Side], verb: int, said: Attributed, lang: str) -> str | None:
    """The side before a verb; of "its forces" the speaker's."""
    before = [side for side in sides if side.last <= verb and side.role != "demonym"]
    if not before:
        return None
    if before[-1].name is not None:
        return before[-1].name
    if before[-1].pronoun == "enemy":
        return None
    named = [side.name for side in before if side.name]
    return named[-1] if named else _side_of(said, lang)


def _side_of(said: Attributed, lang: str) -> str | None:
    """The side of the innermost speaker that has one."""
    found = (side_in(link.speaker, lang=lang) for link in reversed(said.chain))
    return next((side for side in found if side), None)
