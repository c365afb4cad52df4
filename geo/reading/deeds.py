"""Where a sentence speaks of a deed: verbs, verbs with an object, nouns, states of control."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from geo.reading.deed_words import DeedWords, Form, Verb, deed_words
from geo.reading.event import Action
from geo.reading.frame_words import QUOTES
from geo.reading.scene import Scene

_OBJECT_REACH: Final = 6
"""How many words may stand between a verb and its particle or its telling object."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One naming of a deed in a sentence."""

    head: int
    """Index of the verb's or noun's own token."""
    last: int
    """Index behind the words that name it; what it is done to follows."""
    verb: str
    """The source's own words for it."""
    form: Form
    """The form of the head."""
    meaning: Verb
    """What it means."""
    noun: int | None = None
    """Index of the noun that names the deed of a carrying verb."""
    actor: str | None = None
    """The side, where the words of a state name it."""


def find_deeds(scene: Scene, text: str, *, lang: str = "en") -> tuple[Deed, ...]:
    """Find every naming of a deed in a sentence, in order.

    Parameters
    ----------
    scene
        The sentence.
    text
        The text that it is from.
    lang
        ISO 639-1 code of its language.
    """
    finder = _Finder(scene, text, deed_words(lang))
    return tuple(finder.deeds())


class _Finder:
    """The search in one sentence."""

    def __init__(self, scene: Scene, text: str, known: DeedWords) -> None:
        self._scene = scene
        self._text = text
        self._known = known
        self._force_ends = {s.last for s in scene.sides if s.role in ("force", "country")}
        self._in_side = {
            i for side in scene.sides if side.role == "force" for i in range(side.first, side.last)
        }

    def deeds(self) -> Iterator[Deed]:
        """Read the sentence from left to right."""
        i = 0
        while i < len(self._scene):
            deed = None if self._skips(i) else self._at(i)
            if deed is None:
                i += 1
                continue
            yield deed
            i = max(deed.last, i + 1) if deed.noun is None else deed.noun + 1

    def _skips(self, i: int) -> bool:
        """Whether a token can name no deed: a name, or part of a force's description."""
        return self._scene.in_place(i) or i in self._in_side

    def _at(self, i: int) -> Deed | None:
        """The deed that a token names."""
        token = self._scene.tokens[i]
        low = token.lower
        if token.kind != "word":
            return None
        if low in self._known.forms and (not token.capitalised or i == 0):
            verb = self._verb(i)
            if verb is not None:
                return verb
            if self._is_other_sense(i):
                return None
        return self._state(i) or self._noun(i)

    def _verb(self, i: int) -> Deed | None:
        """A verb with its particle or telling object."""
        for meaning, form in self._known.forms[self._scene.lows[i]]:
            if form in ("base", "s") and not self._is_verb(i, form):
                continue
            if form in ("past", "participle") and self._describes(i):
                continue
            if meaning.rests and (form != "past" or self._suffers(i)):
                continue
            if form == "ing" and self._scene.lows[i] in self._known.nouns and not self._is_doing(i):
                continue
            if any(self._is_idiom(i + 1, idiom) for idiom in meaning.not_before):
                continue
            deed = self._with_tail(i, meaning, form)
            if deed is not None:
                return deed
        return None

    def _is_other_sense(self, i: int) -> bool:
        """Whether a word that can be a deed's noun too is part of an idiom."""
        return any(
            self._is_idiom(i + 1, idiom)
            for meaning, _ in self._known.forms[self._scene.lows[i]]
            for idiom in meaning.not_before
        )

    def _is_idiom(self, i: int, idiom: tuple[str, ...]) -> bool:
        """Whether the words behind a verb make it another thing: "took part", not "part of"."""
        end = i + len(idiom)
        of = len(idiom) == 1 and self._scene.low(end) in self._known.frames["genitive"]
        return self._scene.lows[i:end] == list(idiom) and not of

    def _with_tail(self, i: int, meaning: Verb, form: Form) -> Deed | None:
        """The verb with what must stand behind it; None where that is missing."""
        if meaning.carries:
            start = i + 1 + len(meaning.tail)
            tail = tuple(self._scene.lows[i + 1 : start])
            noun = self._carried(start) if tail == meaning.tail else None
            if noun is None:
                return None
            action = self._action_of(noun)
            if action is None:
                return None
            return Deed(
                i, noun + 1, self._written(i, start), form, replace(meaning, action=action), noun
            )
        if meaning.objects:
            start = i + 1 + len(meaning.tail)
            led = tuple(self._scene.lows[i + 1 : start]) == meaning.tail
            at = self._ahead(start, meaning.objects) if led else None
            if at is None and self._is_told_of(i, meaning.objects):
                at = i
            if at is None or self._is_perfect(i, at):
                return None
            if meaning.prepositions and self._scene.low(at + 1) not in meaning.prepositions:
                return None
            last = at + 1 + (self._scene.low(at + 1) in self._known.frames["of"])
            return Deed(i, last, self._written(i, at + 1), form, meaning)
        if meaning.tail:
            at = self._particle(i, meaning.tail[-1], apart=meaning.drives)
            if at is None:
                return None
            near = at == i + 1
            verb = (
                self._written(i, at + 1)
                if near
                else f"{self._written(i, i + 1)} {meaning.tail[-1]}"
            )
            inward = meaning.tail[-1] in self._known.frames["inward"]
            last = at if inward else at + 1
            return Deed(i, last if near or not inward else at, verb, form, meaning)
        return Deed(i, i + 1, self._written(i, i + 1), form, meaning)

    def _is_told_of(self, i: int, objects: frozenset[str]) -> bool:
        """Whether the object is the subject of a passive: "their flag was raised over Berdin"."""
        if not self._suffers(i):
            return False
        return not objects.isdisjoint(self._scene.lows[max(i - _OBJECT_REACH, 0) : i])

    def _is_perfect(self, i: int, at: int) -> bool:
        """Whether "have" only helps another verb: "have gained a foothold"."""
        between = self._scene.lows[i + 1 : at]
        return self._scene.lows[i] in self._known.have and any(
            form in ("past", "participle")
            for word in between
            for _, form in self._known.forms.get(word, ())
        )

    def _particle(self, i: int, particle: str, *, apart: bool) -> int | None:
        """Index of the particle of a verb, right behind it or behind its object."""
        between = self._known.frames["between"]
        for j in range(i + 1, min(i + 2 + _OBJECT_REACH, len(self._scene))):
            low = self._scene.lows[j]
            if low == particle:
                return j
            token = self._scene.tokens[j]
            if token.kind == "punct" or low in self._known.aux or low in between:
                return None
            if low in self._known.near and j == i + 1:
                return None
            bound = particle in self._known.frames["bound"] and not apart
            if bound and not self._known.adverb(low):
                return None
        return None

    def _ahead(self, i: int, wanted: frozenset[str]) -> int | None:
        """Index of a wanted word that stands behind with nothing but its description between."""
        for j in range(i, min(i + _OBJECT_REACH, len(self._scene))):
            low = self._scene.lows[j]
            if low in wanted and self._scene.low(j + 1) not in wanted:
                return j
            token = self._scene.tokens[j]
            stops = low in self._known.near or low in self._known.not_here
            stops = stops and not (low in self._known.frames["linked"] and j > i)
            if self._scene.in_place(j) or (token.kind == "punct" and low != "-") or stops:
                return None
        return None

    def _carried(self, i: int) -> int | None:
        """Index of the noun of a deed that is a verb's object."""
        for j in range(i, min(i + _OBJECT_REACH + 2, len(self._scene))):
            low = self._scene.lows[j]
            if self._action_of(j) is not None and self._action_of(j + 1) is None:
                return j
            token = self._scene.tokens[j]
            linked = low in self._known.frames["linked"] and j > i
            if linked:
                continue
            stops = low in self._known.near or low in self._known.not_here
            stops = stops and low not in self._known.frames["genitive"]
            if self._scene.in_place(j) or (token.kind == "punct" and low not in '-"“') or stops:
                return None
        return None

    def _action_of(self, i: int) -> Action | None:
        """The action that a noun names."""
        low = self._scene.low(i)
        if low in self._known.operations and self._scene.low(i - 1) in self._known.offensive:
            return "attacked"
        if low in self._known.operations and self._scene.low(i - 1) in self._known.clearing:
            return "cleared"
        action = self._known.nouns.get(low)
        if action == "attacked" and self._scene.low(i - 1) in self._known.from_afar:
            return "struck"
        return action

    def _noun(self, i: int) -> Deed | None:
        """A noun that names a deed."""
        action = self._action_of(i)
        if action is None or self._action_of(i + 1) is not None:
            return None
        return Deed(i, i + 1, self._written(i, i + 1), "noun", Verb(action), i)

    def _state(self, i: int) -> Deed | None:
        """A state of control: "under Ukrainian control", "in control of", "Russian-held"."""
        for preposition, noun in self._known.states:
            if self._scene.lows[i] != preposition:
                continue
            at = self._ahead(i + 1, frozenset({noun}))
            if at is None:
                continue
            owner = next((s for s in self._scene.sides if i < s.first and s.last <= at), None)
            of = self._scene.low(at + 1) in self._known.frames["of"]
            if owner is None and not of:
                continue
            holds = Verb("holds", falls=not of or noun in self._known.owner_behind)
            last = at + 1 + of
            name = owner.name if owner else None
            return Deed(i, last, self._written(i, at + 1 + of), "state", holds, None, name)
        if self._scene.lows[i] in self._known.owned and self._scene.low(i - 1) in self._known.be:
            return Deed(i, i + 1, self._written(i - 1, i + 1), "state", Verb("holds", falls=True))
        if self._is_presence(i):
            # The preposition belongs to the place.
            return Deed(i, i, self._written(i - 1, i + 1), "past", Verb("entered", force=True))
        if self._scene.lows[i] in self._known.compound and self._scene.low(i - 1) == "-":
            owner = next((s for s in self._scene.sides if s.last == i - 1), None)
            if owner is not None and self._scene.places.get(i + 1):
                verb = self._written(i - 2, i + 1)
                return Deed(i, i + 1, verb, "state", Verb("holds"), None, owner.name)
        return None

    def _is_presence(self, i: int) -> bool:
        """Whether a force is said to be in a place: "our guys are already in Makarivka"."""
        if self._scene.lows[i] not in self._known.present or not self._scene.places.get(i + 1):
            return False
        j = i - 1
        while j > 0 and (self._scene.lows[j] in self._known.adverbs or self._adverb(j)):
            j -= 1
        return j > 0 and self._scene.lows[j] in self._known.be and j in self._force_ends

    def _is_verb(self, i: int, form: Form) -> bool:
        """Whether a word that can be a noun is a verb here."""
        j = i - 1
        skipped = self._known.adverbs | self._known.negations
        while j >= 0 and (self._scene.lows[j] in skipped or self._adverb(j)):
            j -= 1
        if self._scene.low(j) in QUOTES and self._scene.low(j - 1) != ",":
            j -= 1
        before = self._scene.low(j)
        frames = self._known.frames
        if before in frames["finite_after"]:
            return form == "base" or before not in frames["base_after"]
        if before in self._known.aux:
            return form == "base" and before not in frames["participle_after"]
        return j + 1 in self._force_ends and j >= 0 and not self._is_counted(j + 1)

    def _is_counted(self, end: int) -> bool:
        """Whether a number stands before a force's name: "three enemy attacks"."""
        start = next((s.first for s in self._scene.sides if s.last == end), end)
        before = self._scene.low(start - 1)
        return before.isdecimal() or before in self._known.frames["counting"]

    def _is_doing(self, i: int) -> bool:
        """Whether "shelling" is a verb here: behind a form of "be" or behind who does it."""
        j = i - 1
        while j >= 0 and (self._scene.lows[j] in self._known.adverbs or self._adverb(j)):
            j -= 1
        before = self._scene.low(j)
        joined = (
            before in self._known.frames["linked"]
            and self._scene.low(i + 1) not in self._known.near
        )
        return before in self._known.be or j + 1 in self._force_ends or joined

    def _adverb(self, i: int) -> bool:
        """Whether a word ends as adverbs do."""
        return self._known.adverb(self._scene.lows[i])

    def _suffers(self, i: int) -> bool:
        """Whether a form of "be" stands before a participle."""
        j = i - 1
        while j > 0 and (self._scene.lows[j] in self._known.adverbs or self._adverb(j)):
            j -= 1
        return self._scene.low(j) in self._known.be

    def _describes(self, i: int) -> bool:
        """Whether a participle describes the noun behind it: "the captured tanks"."""
        before = self._scene.low(i - 1)
        if self._adverb(i - 1) if i else False:
            before = self._scene.low(i - 2)
        frames = self._known.frames
        return before in frames["describing"] or before in frames["describing_prepositions"]

    def _written(self, first: int, last: int) -> str:
        """The words of a stretch of tokens as written."""
        tokens = self._scene.tokens[first:last]
        return " ".join(self._text[tokens[0].start : tokens[-1].end].split())
