"""The words of a language that tell from where to where forces move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.reading.deed_words import Form, deed_words
from geo.reading.words import words


@dataclass(frozen=True, slots=True)
class Head:
    """One form of a word that can open the telling of an axis."""

    form: Form
    """Its form; `noun` for nouns."""
    particle: str | None
    """The word that has to stand behind it."""
    begins: bool
    """Whether it begins an attack, so that its passive tells one too."""
    drives: bool = False
    """Whether with an object it tells how somebody else is moved."""


@dataclass(frozen=True)
class AxisWords:
    """Word classes for reading axes."""

    heads: Mapping[str, tuple[Head, ...]]
    """Forms of words that tell a movement, those with a particle first."""
    movers: frozenset[str]
    """What else moves as forces do."""
    before_noun: frozenset[str]
    """Words that show the one behind them to be a noun."""
    back: frozenset[str]
    """Words behind a verb by which it goes the other way."""
    start: frozenset[str]
    """Words that lead to where an axis starts."""
    toward: frozenset[str]
    """Words that lead to where it aims."""
    phrases: tuple[tuple[str, ...], ...]
    """Phrases that do."""
    to: frozenset[str]
    """Words that do where the start is told, too."""
    along: frozenset[str]
    """Words that lead to what is no end."""
    relatives: frozenset[str]
    """Words that open an aside behind a comma."""
    positions_in: frozenset[str]
    """Words between ground and its place."""
    direction: frozenset[str]
    """Nouns for a course: "from the direction of"."""
    coming: frozenset[str]
    """Words behind a noun by which it has not come yet."""
    believed: frozenset[str]
    """Words by which the text only believes."""
    headings: Mapping[str, str]
    """Words that give a heading, with its wind."""

    def may_tell(self, lows: Sequence[str]) -> bool:
        """Whether a sentence can tell an axis at all.

        Parameters
        ----------
        lows
            Its tokens, folded.
        """
        found = set(lows)
        leads = self.start | self.toward | self.headings.keys() | self.direction
        leads |= {phrase[1] for phrase in self.phrases}
        return not found.isdisjoint(leads) and not found.isdisjoint(self.heads)


@cache
def axis_words(lang: str) -> AxisWords:
    """Read the words of a language, once.

    Parameters
    ----------
    lang
        ISO 639-1 code of the language.
    """
    data: Mapping[str, Any] = words("axes", lang=lang)
    course = data["course"]
    return AxisWords(
        heads=_heads(data["heads"], lang),
        movers=frozenset(data["heads"]["movers"]),
        before_noun=frozenset(data["heads"]["before_noun"]),
        back=frozenset(data["heads"]["back"]),
        start=frozenset(course["from"]),
        toward=frozenset(course["toward"]),
        phrases=tuple(tuple(phrase) for phrase in course["toward_phrases"]),
        to=frozenset(course["to"]),
        along=frozenset(course["along"]),
        relatives=frozenset(course["relatives"]),
        positions_in=frozenset(course["positions_in"]),
        direction=frozenset(course["direction"]),
        coming=frozenset(data["belief"]["coming"]),
        believed=frozenset(data["belief"]["words"]),
        headings=data["headings"],
    )


def _heads(data: Mapping[str, Sequence[str]], lang: str) -> Mapping[str, tuple[Head, ...]]:
    """Every form of every word that opens the telling of an axis."""
    found: dict[str, list[Head]] = {}
    for begins, lemmas in ((False, data["moves"]), (True, data["begins"])):
        for lemma in lemmas:
            verb, _, particle = lemma.partition(" ")
            for form, text in deed_words(lang).inflect(verb):
                head = Head(form, particle or None, begins, lemma in data["drives"])
                found.setdefault(text, []).append(head)
    for noun in data["nouns"]:
        found.setdefault(noun, []).append(Head("noun", None, begins=True))
    return {
        text: tuple(sorted(heads, key=lambda head: head.particle is None))
        for text, heads in found.items()
    }
