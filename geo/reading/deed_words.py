"""The words of a language that name deeds: verbs in all their forms, nouns, states of control."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from geo.reading.event import Action
from geo.reading.words import words

Form = Literal["base", "s", "past", "participle", "ing", "noun", "state"]
_SHORTEST_ADVERB: Final = 4


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb means."""

    action: Action
    """The action that it states."""
    tail: tuple[str, ...] = ()
    """Its particle."""
    objects: frozenset[str] = frozenset()
    """Objects of which one must stand behind it."""
    prepositions: frozenset[str] = frozenset()
    """Prepositions of which one must stand behind the object."""
    place_object: bool = False
    """Whether its object must be a place or ground."""
    leaves: bool = False
    """Whether the place stands behind "from" or "out of"."""
    drives: bool = False
    """Whether its object is driven from the place."""
    falls: bool = False
    """Whether its subject is the place."""
    force: bool = False
    """Whether it is an event only where a force does it."""
    rests: bool = False
    """Whether only its active past is a deed, and all else a state."""
    needs_attack: bool = False
    """Whether it is an event only where its object is an attack."""
    not_before: tuple[tuple[str, ...], ...] = ()
    """Words behind which it means another thing: "took part", "struck a deal"."""
    carries: bool = False
    """Whether the deed is its object: "launched an attack"."""


class DeedWords:
    """The words of a language that name deeds."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Make every form of every verb.

        Parameters
        ----------
        data
            The word list `events`.
        """
        self._irregular: Mapping[str, Sequence[str]] = data["irregular"]
        self._inflection: Mapping[str, Any] = data["inflection"]
        self.forms: dict[str, list[tuple[Verb, Form]]] = {}
        for row in [*data["verb"], *data["phrase"]]:
            for lemma in row["lemmas"]:
                head, *tail = lemma.split()
                self._add(head, _meaning(row, tuple(tail)))
        for lemma in data["carry"]["lemmas"]:
            head, *tail = lemma.split()
            self._add(head, Verb("attacked", tuple(tail), carries=True))
        for listed in self.forms.values():
            listed.sort(key=lambda entry: (-len(entry[0].tail), not entry[0].objects))
        self.nouns: dict[str, Action] = {
            noun: action for action, listed in data["nouns"].items() for noun in listed
        }
        self.operations = frozenset(data["carry"]["operations"])
        self.offensive = frozenset(data["carry"]["offensive"])
        self.from_afar = frozenset(data["carry"]["from_afar"])
        self.clearing = frozenset(data["carry"]["clearing"])
        self.states = tuple((a, b) for a, b in data["states"]["under"])
        self.compound = frozenset(data["states"]["compound"])
        self.owner_behind = frozenset(data["states"]["owner_behind"])
        self.owned = frozenset(data["states"]["owned"])
        self.present = frozenset(data["states"]["present"])
        self.near = frozenset(data["places"]["near"])
        self.not_here = frozenset(data["places"]["not_here"])
        self.skippable = frozenset(data["places"]["skippable"])
        polarity = data["polarity"]
        self.aux = frozenset(
            polarity["be"] + polarity["have"] + polarity["do"] + polarity["modals"]
        )
        self.adverbs = frozenset(polarity["adverbs"])
        self.be = frozenset(polarity["be"])
        self.have = frozenset(polarity["have"])
        self.negations = frozenset(polarity["negations"])
        self.frames = {name: frozenset(listed) for name, listed in data["frames"].items()}

    def adverb(self, word: str) -> bool:
        """Tell whether a word ends as adverbs do.

        Parameters
        ----------
        word
            A folded word.
        """
        return word.endswith(self._inflection["adverb"]) and len(word) > _SHORTEST_ADVERB

    def _add(self, lemma: str, meaning: Verb) -> None:
        """Add every form of a verb."""
        for form, text in self._inflect(lemma):
            self.forms.setdefault(text, []).append((meaning, form))

    def _inflect(self, lemma: str) -> Iterator[tuple[Form, str]]:
        """Give the forms of a verb."""
        yield "base", lemma
        if lemma in self._irregular:
            s, past, participle, ing = self._irregular[lemma]
        else:
            s, past, ing = (self._regular(lemma, kind) for kind in ("third", "past", "ing"))
            participle = past
        yield "s", s
        yield "past", past
        if participle != past:
            yield "participle", participle
        yield "ing", ing

    def _regular(self, lemma: str, kind: str) -> str:
        """Make a form of a regular verb: the first ending that it has is replaced."""
        rules = self._inflection
        after_vowel = lemma[-2:-1] in rules["vowels"]
        for ending, made in rules[kind]:
            kept = after_vowel and ending in rules["kept_after_vowel"]
            if lemma.endswith(ending) and not kept:
                return f"{lemma.removesuffix(ending)}{made}"
        return lemma


def _meaning(row: Mapping[str, Any], tail: tuple[str, ...]) -> Verb:
    return Verb(
        row["action"],
        tail,
        objects=frozenset(row.get("objects", ())),
        prepositions=frozenset(row.get("prepositions", ())),
        place_object=row.get("object") == "place",
        leaves=row.get("from", False),
        drives=row.get("driven", False),
        falls=row.get("falls", False),
        force=row.get("force", False),
        rests=row.get("rests", False),
        needs_attack=row.get("needs_attack", False),
        not_before=tuple(tuple(words.split()) for words in row.get("not_before", ())),
    )


@cache
def deed_words(lang: str) -> DeedWords:
    """Read the words of a language, once.

    Parameters
    ----------
    lang
        ISO 639-1 code.
    """
    return DeedWords(words("events", lang=lang))
