"""The words of a language that name deeds, in all their forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from geo.reading.event import Action
from geo.reading.words import words

Form = Literal["base", "s", "past", "participle", "ing", "noun", "state"]


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
    needs_side: bool = False
    """Whether others than forces do it too: "a train reached Berdin"."""
    past: Action | None = None
    """The action that its past states, where that is another one."""
    place_object: bool = False
    """Whether its object must be a place or ground."""
    leaves: bool = False
    """Whether the place stands behind "from" or "out of"."""
    drives: bool = False
    """Whether its object is driven from the place."""
    falls: bool = False
    """Whether its subject is the place."""
    needs_attack: bool = False
    """Whether it is an event only where its object is an attack."""
    not_before: frozenset[str] = frozenset()
    """Words behind which it means another thing: "took part"."""
    carries: bool = False
    """Whether the deed is its object: "launched an attack"."""


class DeedWords:
    """The words of a language that name deeds."""

    def __init__(self, data: Mapping[str, Any], own: Sequence[str], *, days: Sequence[str]) -> None:
        """Make every form of every verb.

        Parameters
        ----------
        data
            The word list `events`.
        own
            The words for what is the speaker's: "our".
        days
            Names of weekdays and months.
        """
        self.own = frozenset(own)
        self._irregular: Mapping[str, Sequence[str]] = data["irregular"]
        self._rules: Sequence[Mapping[str, Any]] = data["inflection"]["rules"]
        self.forms: dict[str, list[tuple[Verb, Form]]] = {}
        for row in data["verb"]:
            for lemma in row["lemmas"]:
                head, *tail = lemma.split()
                meaning = Verb(
                    row["action"],
                    tuple(tail),
                    place_object=row.get("object") == "place",
                    leaves=row.get("from", False),
                    drives=row.get("driven", False),
                    falls=row.get("falls", False),
                    needs_attack=row.get("needs_attack", False),
                    not_before=frozenset(row.get("not_before", ())),
                    needs_side=row.get("needs_side", False),
                    past=row.get("past"),
                )
                self._add(head, meaning)
        for row in data["phrase"]:
            for lemma in row["lemmas"]:
                objects = frozenset(row["objects"])
                behind = row.get("preposition", ())
                prepositions = frozenset((behind,) if isinstance(behind, str) else behind)
                self._add(lemma, Verb(row["action"], (), objects, prepositions))
        for lemma in data["carry"]["lemmas"]:
            head, *tail = lemma.split()
            self._add(head, Verb("attacked", tuple(tail), carries=True))
        for listed in self.forms.values():
            listed.sort(key=lambda entry: (-len(entry[0].tail), not entry[0].objects))
        self.nouns: dict[str, Action] = {
            noun: action for action, listed in data["nouns"].items() for noun in listed
        }
        self.operations = frozenset(data["carry"]["operations"])
        self.from_afar = frozenset(data["carry"]["from_afar"])
        self.clearing = frozenset(data["carry"]["clearing"])
        self.offensive = frozenset(data["carry"]["offensive"])
        self.states = tuple((a, b) for a, b in data["states"]["under"])
        self.suffered: tuple[tuple[str, str, Action], ...] = tuple(
            (before, noun, action) for before, noun, action in data["states"]["suffered"]
        )
        self.predicates: Mapping[str, Action] = data["states"]["predicates"]
        particles = data["particles"]
        self.inward = frozenset(particles["inward"])
        self.bound = frozenset(particles["bound"])
        self.describing = frozenset(particles["describing"])
        self.before_verb = frozenset(particles["before_verb"])
        self.before_base = frozenset(particles["before_base"])
        self.days = frozenset(map(str.casefold, days))
        self.of = frozenset(data["places"]["of"])
        self.over = frozenset(particles["over"])
        self.listing = frozenset(particles["listing"])
        self.joining = frozenset(particles["joining"])
        self.adverb_endings: tuple[str, ...] = tuple(data["inflection"]["adverbs"])
        self.showing = frozenset(data["states"]["showing"])
        self.presence = frozenset(data["states"]["presence"])
        self.compound = frozenset(data["states"]["compound"])
        self.near = frozenset(data["places"]["near"])
        self.stops = frozenset(data["places"]["stops"])
        self.not_here = frozenset(data["places"]["not_here"])
        self.skippable = frozenset(data["places"]["skippable"])
        self.leading = self.skippable.union(
            data["places"]["type_words"],
            data["places"]["parts"],
            data["wind_adjectives"]["words"],
            data["places"]["of"],
        )
        polarity = data["polarity"]
        self.aux = frozenset(
            polarity["be"] + polarity["have"] + polarity["do"] + polarity["modals"]
        )
        self.adverbs = frozenset(polarity["adverbs"])
        self.be = frozenset(polarity["be"])
        self.helping = frozenset(polarity["be"] + polarity["have"])
        self.negations = frozenset(polarity["negations"])

    def _add(self, lemma: str, meaning: Verb) -> None:
        """Add every form of a verb."""
        for form, text in self.inflect(lemma):
            self.forms.setdefault(text, []).append((meaning, form))

    def inflect(self, lemma: str) -> Iterator[tuple[Form, str]]:
        """Give the forms of a verb."""
        yield "base", lemma
        if lemma in self._irregular:
            s, past, participle, ing = self._irregular[lemma]
        else:
            s, past, ing = self._regular(lemma)
            participle = past
        yield "s", s
        yield "past", past
        if participle != past:
            yield "participle", participle
        yield "ing", ing

    def _regular(self, lemma: str) -> tuple[str, str, str]:
        """The third person, past and present participle by the first rule that fits."""
        rule = next(
            rule
            for rule in self._rules
            if lemma.endswith(tuple(rule["ends"]))
            and not (rule.get("not_after") and lemma[-2] in rule["not_after"])
        )
        stem = lemma[: len(lemma) - rule["drop"]]
        s, past, ing = rule["forms"]
        return stem + s, stem + past, stem + ing


@cache
def deed_words(lang: str) -> DeedWords:
    """The words of a language, read once."""
    dates = words("dates", lang=lang)
    months = [name for names in dates["months"] for name in names]
    own = words("sides", lang=lang)["pronouns"]["our"]
    return DeedWords(words("events", lang=lang), own, days=[*dates["weekdays"], *months])
