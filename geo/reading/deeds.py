"""Where a sentence speaks of a deed: verbs, verbs with an object, nouns, states of control."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from geo.reading.deed_words import DeedWords, Form, Verb, deed_words
from geo.reading.event import Action
from geo.reading.frame_words import QUOTES
from geo.reading.inflection import is_adverb
from geo.reading.scene import Scene
from geo.reading.sides import Side

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
        return self._state(i) or self._noun(i)

    def _verb(self, i: int) -> Deed | None:
        """A verb with its particle or telling object."""
        for meaning, form in self._known.forms[self._scene.lows[i]]:
            if form in ("base", "s") and not self._is_verb(i, form):
                continue
            if form == "s" and self._scene.lows[i] in self._known.nouns and self._is_subject(i):
                continue
            if form in ("past", "participle") and self._describes(i):
                continue
            if form == "ing" and self._scene.lows[i] in self._known.nouns and not self._is_doing(i):
                continue
            idiom = self._ahead(i + 1, meaning.not_before)
            if idiom is not None and self._scene.low(idiom + 1) not in self._known.of:
                continue
            deed = self._with_tail(i, meaning, form)
            if deed is not None:
                return deed
        return None

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
            at = self._ahead(i + 1, meaning.objects)
            helps = self._scene.lows[i] in self._known.aux
            if at is None or (helps and self._scene.lows[i + 1] in self._known.forms):
                return None
            if meaning.prepositions and self._scene.low(at + 1) not in meaning.prepositions:
                return None
            last = at + 1 + (self._scene.low(at + 1) in self._known.over)
            return Deed(i, last, self._written(i, at + 1), form, meaning)
        if meaning.tail:
            at = self._particle(i, meaning.tail[-1], apart=meaning.drives)
            if at is None or self._scene.low(at + 1) in self._known.days:
                # "Berdin fell on Saturday": nothing fell on it.
                return None
            near = at == i + 1
            verb = (
                self._written(i, at + 1)
                if near
                else f"{self._written(i, i + 1)} {meaning.tail[-1]}"
            )
            inward = meaning.tail[-1] in self._known.inward
            last = at if inward else at + 1
            return Deed(i, last if near or not inward else at, verb, form, meaning)
        return Deed(i, i + 1, self._written(i, i + 1), form, meaning)

    def _particle(self, i: int, particle: str, *, apart: bool) -> int | None:
        """Index of the particle of a verb, right behind it or behind its object."""
        for j in range(i + 1, min(i + 2 + _OBJECT_REACH, len(self._scene))):
            low = self._scene.lows[j]
            if low == particle:
                return j
            token = self._scene.tokens[j]
            if token.kind == "punct" or low in self._known.aux or low in self._known.joining:
                return None
            if low in self._known.near and j == i + 1:
                return None
            bound = particle in self._known.bound and not apart
            if bound and not low.endswith(self._known.adverb_endings):
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
            stops = stops and not (low in self._known.listing and j > i)
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
            linked = low in self._known.listing and j > i
            if linked:
                continue
            stops = (
                low in self._known.near or low in self._known.not_here
            ) and low not in self._known.of
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
            of = self._scene.low(at + 1) in self._known.over
            behind = self._side_behind(at + 2) if owner is None and of else None
            if behind is not None:
                verb = self._written(i, at + 1)
                held = Verb("holds", falls=True)
                return Deed(i, behind.last, verb, "state", held, None, behind.name)
            told = self._scene.low(i + 1) in self._known.own
            if owner is None and not of and not told:
                continue
            holds = Verb("holds", falls=not of)
            last = at + 1 + of
            name = owner.name if owner else None
            return Deed(i, last, self._written(i, at + 1 + of), "state", holds, None, name)
        told_state = self._suffered(i) or self._predicate(i) or self._presence(i)
        if told_state is not None:
            return told_state
        if self._scene.lows[i] in self._known.compound and self._scene.low(i - 1) == "-":
            owner = next((s for s in self._scene.sides if s.last == i - 1), None)
            if owner is not None and self._scene.places.get(i + 1):
                verb = self._written(i - 2, i + 1)
                return Deed(i, i + 1, verb, "state", Verb("holds"), None, owner.name)
        return None

    def _side_behind(self, i: int) -> Side | None:
        """The side that a phrase at an index names."""
        i += self._scene.low(i) in self._known.skippable
        return self._scene.side_at.get(i)

    def _suffered(self, i: int) -> Deed | None:
        """What a place is under: "came under artillery fire"."""
        for before, noun, action in self._known.suffered:
            if self._scene.lows[i] == before:
                at = self._ahead(i + 1, frozenset({noun}))
                if at is not None:
                    meaning = Verb(action, falls=True)
                    owner = next(
                        (s.name for s in self._scene.sides if i < s.first and s.last <= at), None
                    )
                    return Deed(i, at + 1, self._written(i, at + 1), "state", meaning, None, owner)
        return None

    def _predicate(self, i: int) -> Deed | None:
        """What a place is said to be: "Berdin is ours"."""
        action = self._known.predicates.get(self._scene.lows[i])
        j = i - 1
        while j > 0 and self._scene.lows[j] in self._known.adverbs:
            j -= 1
        if action is None or self._scene.low(j) not in self._known.be:
            return None
        verb = self._written(j, i + 1)
        return Deed(i, i + 1, verb, "state", Verb(action, falls=True))

    def _presence(self, i: int) -> Deed | None:
        """Forces that are somewhere: "our units are already in Berdin"."""
        if i not in self._force_ends:
            return None
        if self._scene.lows[i] not in self._known.be and not self._is_shown(i):
            return None
        j = i + (self._scene.lows[i] in self._known.be)
        while self._scene.low(j) in self._known.adverbs - self._known.negations:
            j += 1
        inside = self._scene.low(j) in self._known.presence
        if not inside or self._place_from(j + 1) is None:
            return None
        return Deed(i, j, self._written(i, j + 1), "state", Verb("entered"))

    def _is_shown(self, i: int) -> bool:
        """Whether forces are seen there: "footage shows Russian infantry in Berdin"."""
        side = next((s for s in self._scene.sides if s.last == i), None)
        return side is not None and self._scene.low(side.first - 1) in self._known.showing

    def _place_from(self, i: int) -> int | None:
        """Index of a place that a phrase at an index leads to."""
        for j in range(i, min(i + _OBJECT_REACH, len(self._scene))):
            if j in self._scene.places:
                return j
            if self._scene.lows[j] not in self._known.leading:
                return None
        return None

    def _is_verb(self, i: int, form: Form) -> bool:
        """Whether a word that can be a noun is a verb here."""
        j = i - 1
        skipped = self._known.adverbs | self._known.negations
        while j >= 0 and (self._scene.lows[j] in skipped or self._adverb(j)):
            j -= 1
        if self._scene.low(j) in QUOTES and self._scene.low(j - 1) != ",":
            j -= 1
        before = self._scene.low(j)
        if before in self._known.before_verb:
            return form == "base" or before not in self._known.before_base
        if before in self._known.aux:
            return form == "base" and before not in self._known.helping
        return j + 1 in self._force_ends and j >= 0

    def _is_subject(self, i: int) -> bool:
        """Whether "attacks" is a noun to which a verb follows: "enemy attacks were repelled"."""
        for j in range(i + 1, min(i + 2 * _OBJECT_REACH, len(self._scene))):
            token = self._scene.tokens[j]
            if token.lower in self._known.be:
                return True
            if token.kind == "punct" or token.lower in self._known.stops:
                return False
        return False

    def _is_doing(self, i: int) -> bool:
        """Whether "shelling" is a verb here: behind a form of "be" or behind who does it."""
        j = i - 1
        while j >= 0 and (self._scene.lows[j] in self._known.adverbs or self._adverb(j)):
            j -= 1
        before = self._scene.low(j)
        joined = before in self._known.listing and self._scene.low(i + 1) not in self._known.near
        return before in self._known.be or j + 1 in self._force_ends or joined

    def _adverb(self, i: int) -> bool:
        """Whether a word ends as adverbs do."""
        return is_adverb(self._scene.lows[i], self._known.adverb_endings)

    def _describes(self, i: int) -> bool:
        """Whether a participle describes the noun behind it: "the captured tanks"."""
        before = self._scene.low(i - 1)
        if self._adverb(i - 1) if i else False:
            before = self._scene.low(i - 2)
        return before in self._known.describing

    def _written(self, first: int, last: int) -> str:
        """The words of a stretch of tokens as written."""
        tokens = self._scene.tokens[first:last]
        return " ".join(self._text[tokens[0].start : tokens[-1].end].split())
