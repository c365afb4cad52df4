"""Find the names of places in a text.

The text is walked word by word over the gazetteer's keys, with a cache per step: no index is
loaded, and memory does not grow with the gazetteer. Each word is folded by itself, so offsets are
those of the text as given.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from gazetteer.data.build import rows_of
from gazetteer.names import acronym_key, fold_token, romanise_russian, tokens
from gazetteer.place import Match, Place
from gazetteer.store import Gazetteer

LEAST_FIT: Final = 0.65
"""Matches below this are no matches: y for i in a country whose names are not romanised."""
_KEPT: Final = 200_000
_LONGEST_WORD: Final = 200
"""No name has a word of more letters; such a run is not even folded."""
_JOIN: Final = re.compile(r"['’ʼ]?(?:[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,3}|[-‐‑‒–−])")
_DOT_JOIN: Final = re.compile(r"\.[^\S\n]{0,2}")
_ABBREVIATION: Final = re.compile(r"[^\W\d_]{2,3}\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that could be the name of a place."""

    start: int
    """Offset of the first character in the text as given."""
    end: int
    """Offset after the last character."""
    text: str
    """The stretch itself: `text[start:end]`."""
    matches: tuple[Match, ...]
    """The places whose names fit, best first; never empty."""


class TypeWord(NamedTuple):
    """A word that says what kind of place the name before it is."""

    kind: str
    """Kind of the places that it can follow."""
    features: frozenset[str]
    """Features that it asks for; empty for any."""
    inhabitants: int = 0
    """How many its places have at least, where the name has such a place."""

    def of(self, matches: tuple[Match, ...]) -> tuple[Match, ...]:
        """Keep the places of this type; of "Zaporizhzhia city" the city, not the village."""
        fitting = tuple(match for match in matches if self.fits(match.place))
        big = tuple(m for m in fitting if (m.place.population or 0) >= self.inhabitants)
        return big or fitting

    def fits(self, place: Place) -> bool:
        """Tell whether a place is of this type."""
        return place.kind == self.kind and (
            not self.features or bool(self.features & set(place.feature.split()))
        )


@cache
def type_words() -> dict[str, TypeWord]:
    """Read the words that may follow a name and belong to it, such as region, raion or river.

    Returns
    -------
    dict
        From the folded word to what it says of a place.
    """
    rows = rows_of(Path(__file__).parent / "data" / "type_words.csv")
    return {
        fold_token(row["word"]): TypeWord(
            row["kind"], frozenset(row["features"].split()), int(row["inhabitants"] or 0)
        )
        for row in rows
    }


class _Words:
    """The words of a text by number, without a copy of any."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts, self.ends = array("q"), array("q")
        for match in tokens(text):
            self.starts.append(match.start())
            self.ends.append(match.end())

    def written(self, first: int, last: int) -> str:
        return self.text[self.starts[first] : self.ends[last]]

    def small(self, j: int) -> bool:
        return self.text[self.starts[j]].islower()

    def spaced(self, j: int) -> bool:
        gap = self.text[self.ends[j - 1] : self.starts[j]]
        return gap == " " or (len(gap) < 9 and gap.isspace())

    def joined(self, j: int) -> bool:
        """Tell whether word `j` can continue a name: a space, a line's end or a hyphen before."""
        gap = self.text[self.ends[j - 1] : self.starts[j]]
        if gap == " ":
            return True
        if len(gap) > 9:
            return False
        if _JOIN.fullmatch(gap):
            return True
        dotted = _DOT_JOIN.fullmatch(gap) and _ABBREVIATION.match(self.written(j - 1, j - 1))
        return bool(dotted)

    def shouted(self, i: int) -> bool:
        """Tell whether a word stands beside a word of capitals, and so is no acronym."""
        for j in (i - 1, i + 1):
            if 0 <= j < len(self.starts):
                word = self.written(j, j)
                if len(word) > 1 and word.isupper() and acronym_key(word) is None:
                    return True
        return False


class Matcher:
    """Finds place names in texts; keep one and give it many texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._steps: dict[str, tuple[bool, bool]] = {}
        self._folded: dict[str, str] = {}
        self._found: dict[tuple[str, str], tuple[Match, ...]] = {}

    def spans(self, text: str) -> tuple[Span, ...]:
        """Find the names in a text, the longest that fits at each word, left to right.

        Parameters
        ----------
        text
            Any text; it is not changed and not copied.

        Returns
        -------
        tuple of Span
            In the order of the text, never overlapping. A name starts only at a word that does
            not begin with a lower-case letter. A possessive "'s" is not part of a span; a type
            word is, where it fits the place: "Kursk region", "Kursk city", "Psel River".
        """
        words = _Words(text)
        spans = []
        i = 0
        while i < len(words.starts):
            found = None if words.small(i) else self._longest(words, i)
            if found is None:
                i += 1
                continue
            last, matches = found
            start, end = words.starts[i], words.ends[last]
            spans.append(Span(start, end, text[start:end], matches))
            i = last + 1
        return tuple(spans)

    def _longest(self, words: _Words, i: int) -> tuple[int, tuple[Match, ...]] | None:
        first = words.written(i, i)
        folds = (self._fold, self._romanised) if "\u0400" <= first[0] < "\u0530" else (self._fold,)
        for fold in folds:
            for last, key in reversed(self._ways(words, i, fold)):
                found = self._matches(words, i, last, key)
                if found:
                    return self._with_type_word(words, last, found)
        acronym = acronym_key(first)
        if acronym is not None and not words.shouted(i):
            found = self._lookup(acronym, first)
            if found:
                return i, found
        return None

    def _ways(self, words: _Words, i: int, fold: Callable[[str], str]) -> list[tuple[int, str]]:
        """List the names that begin at a word: the last word of each, and its key."""
        ways = []
        key = fold(words.written(i, i))
        is_name, goes_on = self._steps_of(key)
        j = i
        while True:
            if is_name:
                ways.append((j, key))
            j += 1
            if not goes_on or j == len(words.starts) or not words.joined(j):
                return ways
            key = f"{key} {fold(words.written(j, j))}"
            is_name, goes_on = self._steps_of(key)

    def _matches(self, words: _Words, i: int, last: int, key: str) -> tuple[Match, ...]:
        found = self._lookup(key, words.written(i, last))
        small = [words.small(j) for j in range(i, last + 1)]
        if not any(small):
            return found
        return tuple(match for match in found if _capitals_agree(match.spelling, small))

    def _with_type_word(
        self, words: _Words, last: int, found: tuple[Match, ...]
    ) -> tuple[int, tuple[Match, ...]]:
        after = last + 1
        if after < len(words.starts) and words.spaced(after):
            word = type_words().get(self._fold(words.written(after, after)))
            if word is not None:
                typed = word.of(found)
                if typed:
                    return after, typed
        return last, found

    def _fold(self, token: str) -> str:
        if len(token) > _LONGEST_WORD:
            return ""
        folded = self._folded.get(token)
        if folded is None:
            if len(self._folded) >= _KEPT:
                self._folded.clear()
            folded = self._folded[token] = fold_token(token)
        return folded

    def _romanised(self, token: str) -> str:
        """The key of a Cyrillic word that has only a Latin row: the Russian form of a name."""
        return self._fold(romanise_russian(token)) if len(token) <= _LONGEST_WORD else ""

    def _steps_of(self, key: str) -> tuple[bool, bool]:
        if not key:
            return False, False
        known = self._steps.get(key)
        if known is None:
            if len(self._steps) >= _KEPT:
                self._steps.clear()
            known = self._steps[key] = self._gazetteer.steps(key)
        return known

    def _lookup(self, key: str, written: str) -> tuple[Match, ...]:
        found = self._found.get((key, written))
        if found is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            every = self._gazetteer.match_key(key, spelling=written)
            found = tuple(match for match in every if match.fit >= LEAST_FIT)
            self._found[key, written] = found
        return found


def _capitals_agree(spelling: str, small: list[bool]) -> bool:
    """Tell whether words with a small first letter in the text have one in the spelling too."""
    types = type_words()
    words = [match.group() for match in tokens(spelling)]
    return len(words) == len(small) and all(
        not is_small or word[0].islower() or fold_token(word) in types
        for word, is_small in zip(words, small, strict=True)
    )
