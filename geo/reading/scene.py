"""A sentence with its places and sides marked, ready to be read for events."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from geo.reading.mention import Mention
from geo.reading.sides import Side, find_sides
from geo.reading.tokens import Sentence, Token

_ASIDE: Final = 10
"""How many words an addition to a place has at most."""


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """Where the name of a place stands in a sentence."""

    first: int
    """Index of its first token."""
    last: int
    """Index behind its last token."""
    mention: int
    """Index of the mention in the reading's mentions."""
    kind: str
    """The mention's kind: settlement, region, country, water, road, other."""


class Scene:
    """One sentence with marks."""

    def __init__(
        self,
        sentence: Sentence,
        mentions: Sequence[Mention],
        starts: Sequence[int],
        *,
        landmarks: Collection[int] = (),
        lang: str = "en",
    ) -> None:
        """Mark a sentence.

        Parameters
        ----------
        sentence
            The sentence.
        mentions
            Every mention of the text, in its order.
        starts
            The offsets at which they start.
        landmarks
            Indices of the mentions that only say where another place lies; they are no places of
            deeds.
        lang
            ISO 639-1 code of its language.
        """
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.lows: list[str] = [token.lower for token in sentence.tokens]
        self.paragraph = sentence.paragraph
        self.start = sentence.start
        self.places: dict[int, PlaceMark] = {}
        self._covered: set[int] = set()
        self._mark(sentence, mentions, starts, landmarks)
        self.sides: tuple[Side, ...] = find_sides(sentence.tokens, lang=lang)
        self.side_at: dict[int, Side] = {side.first: side for side in self.sides}

    def _mark(
        self,
        sentence: Sentence,
        mentions: Sequence[Mention],
        starts: Sequence[int],
        landmarks: Collection[int],
    ) -> None:
        """Find the tokens of every literal mention in the sentence."""
        token_starts = [token.start for token in sentence.tokens]
        at = bisect_left(starts, sentence.start)
        while at < len(mentions) and mentions[at].start < sentence.end:
            mention = mentions[at]
            first = bisect_left(token_starts, mention.start)
            last = max(bisect_left(token_starts, mention.end), first + 1)
            if mention.role == "literal" and first < len(token_starts):
                if at not in landmarks:
                    self.places[first] = PlaceMark(first, last, at, mention.kind)
                self._covered.update(range(first, last))
            at += 1

    def low(self, i: int) -> str:
        """The token at an index, folded; empty outside the sentence."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    def in_aside_of(self, mention: int, i: int) -> bool:
        """Whether a token stands in what a comma adds to a place: "Zamzam, 15 km south of"."""
        return any(
            mark.mention == mention
            and mark.last < i <= mark.last + _ASIDE
            and self.low(mark.last) == ","
            for mark in self.places.values()
        )

    def is_water(self, mention: int) -> bool:
        """Whether a mention of the sentence names a river, a lake or a sea."""
        return any(m.kind == "water" for m in self.places.values() if m.mention == mention)

    def in_place(self, i: int) -> bool:
        """Whether a token belongs to the name of a place."""
        return i in self._covered

    def __len__(self) -> int:
        return len(self.tokens)
