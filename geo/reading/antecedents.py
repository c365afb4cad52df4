"""Which settlement "the town", "it" or an unsaid place means: one that was named before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from gazetteer.place import Place
from geo.reading.grammar.items import Item
from geo.reading.mention import Mention

_REACH: Final = 12
_APPOSED: Final = 5
_PARAGRAPH: Final = "\n\n"
_LEADS: Final = frozenset({"AND", "BUT", "MOD"})
_PREDICATES: Final = frozenset(
    {"COP", "COPS", "V", "CONTROL", "AUX", "COMMA", "LPAR", "COLON", "W", "MOD"}
)
_AMBIGUOUS: Final = 3
"""With more bearers of a name their sizes tell nothing."""

_AS_GOOD: Final = 0.02
"""Spellings whose fits differ by no more fit alike."""


class Antecedents:
    """The settlements that a report names, in order, with what it calls them."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        *,
        inhabitants: Mapping[str, Sequence[float]],
        biggest: Collection[str] = (),
    ) -> None:
        """Keep the settlements among the mentions.

        Parameters
        ----------
        text
            The report's text.
        mentions
            The report's mentions.
        inhabitants
            For each type word the fewest and the most inhabitants of what it is said of.
        biggest
            The type words that mean the biggest place spoken of.
        """
        self._text = text
        self._biggest = frozenset(biggest)
        self._mentions = mentions
        self._inhabitants = inhabitants
        self._order = [
            i
            for i in sorted(range(len(mentions)), key=lambda i: mentions[i].start)
            if mentions[i].role == "literal" and mentions[i].kind == "settlement"
        ]
        self._topic: int | None = None
        self._before: int | None = None
        self._start = 0
        self._settlements = frozenset(self._order)
        self._called: dict[str, set[str]] = {}

    def learn(self, items: Iterable[Item]) -> None:
        """Note what a sentence calls its places: "the village of X"."""
        listed = list(items)
        topic = _topic(listed)
        self._start = listed[0].start if listed else self._start
        self._before, self._topic = self._topic, topic if topic in self._settlements else None
        for k, item in enumerate(listed):
            if item.tag == "N" and item.mention is not None:
                said = " ".join([item.word, *_apposition(listed, k)])
                words = self._inhabitants.keys() & set(said.split())
                name = self._mentions[item.mention].text.casefold()
                self._called.setdefault(name, set()).update(words)

    def spoken_of(self, offset: int, *, barred: Collection[int | None] = ()) -> int | None:
        """Give the settlement that "it" means at an offset: the one that the clause began with.

        Parameters
        ----------
        offset
            Where it is spoken of.
        barred
            Mentions that cannot be meant.

        Returns
        -------
        int or None
            What the sentence begins with, else the last one in it, else what the sentence before
            began with, else as `latest`.
        """
        latest = self.latest(offset, barred=barred)
        topic = self._topic
        if topic is None or self._mentions[topic].start >= offset or topic in barred:
            here = latest is not None and self._mentions[latest].start >= self._start
            topic = latest if here else self._before
        return latest if topic is None or topic in barred else topic

    def latest(
        self, offset: int, *, barred: Collection[int | None] = (), words: str = ""
    ) -> int | None:
        """Give the settlement that is meant at an offset.

        Parameters
        ----------
        offset
            Where it is spoken of, without its name.
        barred
            Mentions that cannot be meant.
        words
            The words that stand for it ("the city"): of the settlements named shortly before, one
            that was called so or has such a size is taken; of cities the biggest of the paragraph.

        Returns
        -------
        int or None
            Index of the mention; without a better one, the settlement named last.
        """
        at = bisect_left(self._order, offset, key=lambda i: self._mentions[i].start)
        near = [i for i in reversed(self._order[max(0, at - _REACH) : at]) if i not in barred]
        types = self._inhabitants.keys() & set(words.split())
        fitting = [i for i in near if any(self._fits(i, word) for word in types)]
        here = [i for i in fitting if _PARAGRAPH not in self._text[self._mentions[i].end : offset]]
        if self._biggest & types:
            here.sort(key=lambda i: -_inhabitants(self._mentions[i]))
        return next(iter([*here, *fitting, *near]), None)

    def _fits(self, index: int, word: str) -> bool:
        """Whether a type word suits a settlement."""
        return self._is_called(index, word) or self._has_size(index, word)

    def _is_called(self, index: int, word: str) -> bool:
        """Whether the text called it so before."""
        return word in self._called.get(self._mentions[index].text.casefold(), ())

    def _has_size(self, index: int, word: str) -> bool:
        """Whether a place of that name is of such a size."""
        low, high = self._inhabitants[word]
        bearers = _bearers(self._mentions[index])
        return len(bearers) <= _AMBIGUOUS and any(
            place.feature == word
            or (place.population is not None and low <= place.population <= high)
            for place in bearers
        )


def _topic(items: Sequence[Item]) -> int | None:
    """The place that a sentence is about: the subject that it begins with."""
    at = 1 if items and items[0].tag in _LEADS else 0
    if at + 1 >= len(items) or items[at].tag != "N" or items[at + 1].tag not in _PREDICATES:
        return None
    return items[at].mention


def _bearers(mention: Mention) -> list[Place]:
    """The places that are called so, those of a like name left out."""
    best = max((match.fit for match in mention.candidates), default=0.0)
    return [match.place for match in mention.candidates if match.fit >= best - _AS_GOOD]


def _inhabitants(mention: Mention) -> int:
    """The inhabitants of the biggest bearer of a name."""
    return max((match.place.population or 0 for match in mention.candidates), default=0)


def _apposition(items: Sequence[Item], k: int) -> list[str]:
    """The words of "a town of 5,000 people" behind the comma behind an item."""
    if k + 2 >= len(items) or items[k + 1].tag != "COMMA" or items[k + 2].tag not in ("A", "THE"):
        return []
    words = []
    for item in items[k + 3 : k + 3 + _APPOSED]:
        if item.tag in ("COMMA", "N", "NR"):
            break
        words.append(item.word)
    return words
