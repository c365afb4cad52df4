"""Words of who holds, gains or loses ground, where they stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

from geo.reading.grammar.phrases import Phrases, phrases
from geo.reading.territory import Deed
from geo.reading.words import words

Form = Literal["verb", "noun", "state", "fall", "oust", "trend"]
_STATE_REACH: Final = 5
_PASSIVE_REACH: Final = 4
_UNREAL_REACH: Final = 4
_OUST_REACH: Final = 6
_TRENDS: Final[dict[str, Deed]] = {"shrinks": "loses", "grows": "gains", "stands": "holds"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that tells of control."""

    first: int
    """Index of its first token."""
    end: int
    """Index behind its last token."""
    deed: Deed
    """What it tells."""
    form: Form
    """A `verb`; a `noun`, "gains"; a `state`, "under Russian control"; a `fall`, "fell to"; an
    `oust`, "drove … out of"; a `trend`, "shrank by"."""
    passive: bool = False
    """Whether the ground is its subject: "has been recovered"."""


class ControlWords:
    """The words of one language."""

    def __init__(self, lang: str) -> None:
        tables = words("territory", lang=lang)
        self._deeds = phrases(tables["deeds"])
        self._nouns = phrases(tables["nouns"])
        self._openings = phrases({"open": tables["states"]["openings"]})
        self._closings = phrases({"close": tables["states"]["closings"]})
        self._ousts = frozenset(tables["ousts"]["verbs"])
        self._particles = phrases({"out": tables["ousts"]["particles"]})
        self.never = phrases({"never": tables["grammar"]["never"]})
        self._unreal = phrases({"unreal": tables["unreal"]["words"]})
        self._breaks = phrases({"break": tables["grammar"]["breaks"]})
        self.initial = phrases({"initial": tables["ground"]["initial"]})
        self.peak = phrases({"peak": tables["ground"]["peak"]})
        self.own = phrases({"own": tables["ground"]["own"]})
        self.ground = frozenset(tables["ground"]["nouns"])
        self.seized = frozenset(tables["ground"]["seized"])
        self.makers: tuple[str, ...] = tuple(tables["makers"]["names"])
        grammar = {name: frozenset(listed) for name, listed in tables["grammar"].items()}
        self.be, self.by, self.of = grammar["be"], grammar["by"], grammar["of"]
        self.between, self.pronouns = grammar["between"], grammar["pronouns"]
        self._adverbs = tuple(grammar["adverb_endings"])
        self.joins, self.into = grammar["and"], grammar["into"]

    def cues(self, keys: Sequence[str]) -> tuple[Cue, ...]:
        """Find every cue of a sentence, in order, none overlapping.

        Parameters
        ----------
        keys
            The look-up forms of its tokens.
        """
        found: list[Cue] = []
        i = 0
        while i < len(keys):
            cue = self._first(keys, i)
            if cue is not None and not isinstance(cue, int):
                found.append(cue)
            i = cue if isinstance(cue, int) else i + 1 if cue is None else cue.end
        return tuple(found)

    def _first(self, keys: Sequence[str], i: int) -> Cue | int | None:
        """Read the cue that begins at a token; an index where a deed only seems to."""
        return (
            self._verb(keys, i)
            or self._state(keys, i)
            or self._noun(keys, i)
            or self._oust(keys, i)
        )

    def _oust(self, keys: Sequence[str], i: int) -> Cue | None:
        """Read the end of "drove Ukrainian forces out of"."""
        hit = self._particles.at(keys, i)
        if hit is None or self._ousts.isdisjoint(keys[max(i - _OUST_REACH, 0) : i]):
            return None
        return Cue(i, hit[1], "loses", "oust")

    def _verb(self, keys: Sequence[str], i: int) -> Cue | int | None:
        """Read a verb; an index where it only looks like one."""
        hit = self._deeds.at(keys, i)
        if hit is None:
            return None
        name, end = hit
        if name == "other":
            return end
        if self._is_unreal(keys, i):
            return end
        if name in _TRENDS:
            return Cue(i, end, _TRENDS[name], "trend")
        if name == "falls":
            return Cue(i, end, "gains", "fall", passive=True)
        return Cue(i, end, cast("Deed", name), "verb", passive=self._is_passive(keys, i))

    def _noun(self, keys: Sequence[str], i: int) -> Cue | None:
        """Read a noun such as "gains"."""
        hit = self._nouns.at(keys, i)
        return None if hit is None else Cue(i, hit[1], cast("Deed", hit[0]), "noun")

    def _state(self, keys: Sequence[str], i: int) -> Cue | None:
        """Read "under Ukrainian control", "in the hands of Kyiv"."""
        opened = self._openings.at(keys, i)
        if opened is None:
            return None
        for j in range(opened[1], min(opened[1] + _STATE_REACH, len(keys))):
            closed = self._closings.at(keys, j)
            if closed is not None:
                named = j > opened[1] or keys[closed[1] - 1] in self.of
                return Cue(i, closed[1], "holds", "state", passive=True) if named else None
            if self._deeds.at(keys, j) or keys[j] == ",":
                return None
        return None

    def _is_passive(self, keys: Sequence[str], i: int) -> bool:
        """Whether a form of "be" stands before, adverbs aside."""
        for j in range(i - 1, max(i - 1 - _PASSIVE_REACH, -1), -1):
            if keys[j] in self.be:
                return True
            if keys[j] not in self.between and not keys[j].endswith(self._adverbs):
                return False
        return False

    def _is_unreal(self, keys: Sequence[str], i: int) -> bool:
        """Whether it is only wanted or feared."""
        for j in range(max(i - _UNREAL_REACH, 0), i):
            hit = self._unreal.at(keys, j)
            if hit is not None and hit[1] <= i:
                return all(key in self.between or key in self.be for key in keys[hit[1] : i])
        return False

    def breaks(self, keys: Sequence[str], first: int, end: int) -> Iterator[int]:
        """Give the tokens of a stretch at which a clause ends.

        Parameters
        ----------
        keys
            The look-up forms of the sentence's tokens.
        first, end
            The stretch.
        """
        for i in range(first, end):
            if self._breaks.at(keys, i) is not None:
                yield i


@lru_cache(maxsize=8)
def control_words(lang: str) -> ControlWords:
    """Give the words of a language, read once.

    Parameters
    ----------
    lang
        ISO 639-1 code.
    """
    return ControlWords(lang)


def phrase_within(table: Phrases[str], keys: Sequence[str], first: int, end: int) -> int | None:
    """Find the first phrase of a table in a stretch of tokens: the index of its first token.

    Parameters
    ----------
    table
        The phrases.
    keys
        The look-up forms of the sentence's tokens.
    first, end
        The stretch.
    """
    return next((i for i in range(first, end) if table.at(keys, i) is not None), None)
