"""One sentence read for what is done where by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geo.reading.actors import Actors
from geo.reading.clauses import Clauses
from geo.reading.deeds import Deed, find_deeds
from geo.reading.event import Action
from geo.reading.happening_words import HappeningWords
from geo.reading.locus import Loci, Locus, LocusWalk
from geo.reading.locus_words import head_of, locus_words
from geo.reading.places_before import PlacesBefore
from geo.reading.polarity import Voice, voice_of
from geo.reading.scene import Scene
from geo.reading.sides import Side
from geo.reading.statement import Attribution

_ABSORB_REACH: Final = 9
"""How far behind a verb the noun stands that is its object: "repelled 12 Russian attacks"."""
_LOOK_AHEAD: Final = 12
"""How far behind a noun the words stand that say that the deed happened."""

_NOTE_TOKENS: Final = 40
"""How long a note without a verb can be."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A deed with where and by whom, in token indices of its sentence."""

    deed: Deed
    """The words that name it."""
    action: Action
    """What is done."""
    verb: str
    """The source's own words for it."""
    denied: bool
    """Whether the text says that it did not happen."""
    actor: str | None
    """The side that acts."""
    places: tuple[Locus, ...]
    """Where."""
    first: int
    """Index of the first token of the words that state it."""
    last: int
    """Index behind the last one."""


class SentenceReading:
    """The deeds of one sentence."""

    def __init__(
        self,
        scene: Scene,
        text: str,
        *,
        actors: Actors,
        chain_at: Callable[[int], Sequence[Attribution]],
        named_before: Callable[[str, int], int | None],
        lang: str = "en",
    ) -> None:
        """Find the deeds of a sentence.

        Parameters
        ----------
        scene
            The sentence.
        text
            The text that it is from.
        actors
            The sides of the text.
        chain_at
            Gives who says what stands at an offset.
        named_before
            Gives the mention that "the village" stands for, from its kind and an offset.
        lang
            ISO 639-1 code of the language.
        """
        self._scene = scene
        self._text = text
        self._actors = actors
        self._chain_at = chain_at
        self._named_before = named_before
        self._locus_words = locus_words(lang)
        self._known = HappeningWords.of(lang)
        self._clauses = Clauses(scene, self._known, relatives=self._locus_words.relatives)
        self._before = PlacesBefore(
            scene,
            self._locus_words,
            named_before=named_before,
            clause_low=self._clauses.low,
        )
        self._deeds = find_deeds(scene, text, lang=lang)
        self._lows = [self._clauses.low(deed.head) for deed in self._deeds]
        self._voices = [
            voice_of(scene, deed, low, lang=lang)
            for deed, low in zip(self._deeds, self._lows, strict=True)
        ]
        self._lows = [
            self._clauses.around_relative(low, voice.first)
            for low, voice in zip(self._lows, self._voices, strict=True)
        ]
        self._verb_starts = frozenset(
            voice.first
            for deed, voice in zip(self._deeds, self._voices, strict=True)
            if deed.form not in ("noun", "state")
        )
        self._absorbed: set[int] = set()
        self._last: Happening | None = None

    def happenings(self) -> list[Happening]:
        """Every deed that has a place, in the order of the sentence."""
        self._absorbed |= {
            noun.head
            for told in (self._subject_noun, self._suffering_noun)
            for noun in map(told, range(len(self._deeds)))
            if noun
        }
        found = []
        for k, deed in enumerate(self._deeds):
            if deed.head in self._absorbed or self._voices[k].polarity == "unreal":
                continue
            happening = self._read(k)
            if happening is None:
                continue
            if deed.form != "noun":
                self._last = happening
            if happening.places:
                found.append(happening)
                self._actors.note(happening.actor)
        return found

    def _read(self, k: int) -> Happening | None:
        """Read one deed."""
        deed = self._deeds[k]
        told = self._scene.low(self._lows[k] - 1) in self._known.told
        if told and deed.form != "noun" and self._is_doubted(deed):
            return None
        if deed.form == "noun":
            return self._noun(k)
        if deed.form == "state":
            return self._state(k)
        if deed.meaning.falls:
            return self._falls(k)
        if deed.meaning.drives:
            return self._driven(k)
        return self._passive(k) if self._voices[k].passive else self._active(k)

    def _active(self, k: int) -> Happening | None:
        """Read "Ukrainian forces entered Berdin"."""
        deed, voice, low = self._deeds[k], self._voices[k], self._lows[k]
        action: Action | None = deed.meaning.action
        verb = deed.verb
        if deed.meaning.past is not None and deed.form in ("past", "participle"):
            action = deed.meaning.past
        if voice.polarity == "tried":
            action, verb = self._attempt(deed, voice)
        if action is None or not self._has_object(k):
            return None
        heads = deed.last == 1 and self._scene.low(1) == ":"
        walk = self._walk(deed, aims=action == "attacked")
        loci = walk.behind(deed.last + heads, self._stops(k))
        places = self._accepted(deed, loci)
        first = voice.first
        side, actor = self._subject(k)
        civil = self._scene.low(voice.first - 1) in self._known.civil
        if civil and side is None and actor is None:
            return None
        if deed.meaning.needs_side and side is None and actor is None and self._is_other(k):
            return None
        if not places:
            places = self._before.led(low, voice.first) or self._before.antecedent(low)
        if not places and action == "struck":
            places = self._before.tied(low)
        if not places and action == "withdrew" and side is None and self._shares(k):
            places = self._last.places if self._last is not None else ()
        places = places or self._before.heading(low)
        if not places and side is None and deed.noun is not None:
            places = tuple(self._walk(deed).before(low, voice.first).places)
            first = min([first, *(place.first for place in places)])
        if side is not None and side.first < first:
            first = side.first
        return self._happening(k, actor, places, (first, loci.end), action=action, verb=verb)

    def _shares(self, k: int) -> bool:
        """Whether a verb stands in one sequence with the deed read before it."""
        last, first = self._last, self._voices[k].first
        return last is not None and last.deed.head >= self._clauses.sharing_low(first)

    def _is_other(self, k: int) -> bool:
        """Whether the subject of a verb is somebody who does not fight: "a train", "people"."""
        low, first = self._lows[k], self._voices[k].first
        before = self._scene.low(first - 1)
        plain = first > low and self._scene.tokens[first - 1].kind == "word"
        known = plain and self._known.shared.isdisjoint({before})
        return known and not self._actors.fights(self._scene, low, first)

    def _attempt(self, deed: Deed, voice: Voice) -> tuple[Action | None, str]:
        """A try to advance is an attack."""
        if deed.meaning.action not in self._known.attempts:
            return None, deed.verb
        start = voice.first
        while start > 0 and self._scene.low(start) not in self._known.tried:
            start -= 1
        return "attacked", self._written(start, deed.head + 1)

    def _has_object(self, k: int) -> bool:
        """Whether a verb that needs an attack to be repelled has one; marks it as told."""
        deed = self._deeds[k]
        if deed.meaning.action != "repelled":
            return True
        loose = not deed.meaning.needs_attack
        for other in self._deeds[k + 1 :]:
            if other.head - deed.last > _ABSORB_REACH:
                break
            between = self._scene.lows[deed.last : other.head]
            if self._known.stops.isdisjoint(between):
                tries = not self._known.tried.isdisjoint(between)
                if other.form == "noun" or tries:
                    self._absorbed.add(other.head)
                    loose = True
        ahead = self._scene.lows[deed.last : deed.last + _ABSORB_REACH]
        forces = any(
            deed.head < side.first <= deed.last + 3 and side.role == "force"
            for side in self._scene.sides
        )
        return loose or forces or not self._known.tried.isdisjoint(ahead)

    def _accepted(self, deed: Deed, loci: Loci) -> tuple[Locus, ...]:
        """The places behind a verb, unless its object shows that it means another thing."""
        places = loci.places
        if not places:
            return ()
        if deed.meaning.leaves:
            return tuple(
                p for p in places if not p.preposition or p.preposition in self._known.out_of
            )
        if (
            not deed.meaning.place_object
            or not places[0].preposition
            or places[0].preposition in self._known.ties
        ):
            return tuple(places)
        head = head_of(loci.objects, self._locus_words)
        ground = head in self._locus_words.ground or head in self._locus_words.type_words
        return tuple(places) if ground or head in self._locus_words.parts else ()

    def _subject_noun(self, k: int) -> Deed | None:
        """The noun of a deed that is the subject of the verb: "Israeli airstrikes hit Baalbek"."""
        verb, before = self._deeds[k], self._deeds[k - 1] if k else None
        fires = verb.form not in ("noun", "state") and verb.meaning.action in ("struck", "attacked")
        told = before is not None and before.form == "noun" and before.last == self._voices[k].first
        return before if fires and told else None

    def _suffering_noun(self, k: int) -> Deed | None:
        """The noun of a deed to which a passive is done: "three attacks were repelled"."""
        verb = self._deeds[k]
        fits = verb.meaning.action in ("repelled", "attacked", "fighting")
        if not fits or verb.form == "noun" or not self._voices[k].passive:
            return None
        return next(
            (d for d in self._deeds[:k] if d.noun and d.form == "noun" and d.head >= self._lows[k]),
            None,
        )

    def _passive(self, k: int) -> Happening | None:
        """Read "Berdin was captured by Russian forces"."""
        deed, voice, low = self._deeds[k], self._voices[k], self._lows[k]
        if deed.meaning.leaves:
            return None
        noun = self._suffering_noun(k)
        if noun is not None:
            self._absorbed.add(noun.head)
            places = tuple(
                self._walk(deed).behind(noun.last, frozenset({voice.first}), subject=True).places
            )
        elif deed.meaning.place_object:
            places = tuple(self._walk(deed).before(low, voice.first).places)
        else:
            places = tuple(
                self._walk(deed).behind(low, frozenset({voice.first}), subject=True).places
            )
        places = places or self._before.antecedent(low) or self._before.shown(low)
        if not places and not deed.meaning.place_object:
            places = tuple(self._walk(deed).behind(deed.last, self._stops(k)).places)
        end = self._clauses.end(deed.last)
        by = self._actors.by(self._scene, deed.last, end)
        actor = self._named(by, deed.head) if by else None
        last = by.last if by else deed.last
        first = min([voice.first, *(place.first for place in places)])
        return self._happening(k, actor, places, (first, last))

    def _driven(self, k: int) -> Happening | None:
        """Read "were pushed out of Berdin", "pushed Russian forces out of Berdin"."""
        deed, voice = self._deeds[k], self._voices[k]
        loci = self._walk(deed).behind(deed.last, self._stops(k))
        places = tuple(p for p in loci.places if p.preposition in self._known.out_of)
        side, actor = self._subject(k)
        first = side.first if side is not None and side.first < voice.first else voice.first
        action: Action = "lost" if voice.passive else "cleared"
        return self._happening(k, actor, places, (first, loci.end), action=action)

    def _falls(self, k: int) -> Happening | None:
        """Read "Berdin fell to Russian forces"."""
        deed, voice, low = self._deeds[k], self._voices[k], self._lows[k]
        places = tuple(self._walk(deed).before(low, voice.first).places) or self._before.antecedent(
            low
        )
        to = self._actors.by(self._scene, deed.last, deed.last + 6, self._known.to)
        actor = self._named(to, deed.head) if to else None
        first = min([voice.first, *(place.first for place in places)])
        last = to.last if to else deed.last
        action: Action = "seized" if to else "lost"
        return self._happening(k, actor, places, (first, last), action=action)

    def _state(self, k: int) -> Happening | None:
        """Read "Berdin is under Ukrainian control", "in control of", "Russian-held"."""
        deed, low = self._deeds[k], self._lows[k]
        if not deed.meaning.falls:
            loci = self._walk(deed).behind(deed.last, self._stops(k))
            side, actor = self._subject(k)
            actor = deed.actor or actor
            first = side.first if side is not None and side.first < deed.head else deed.head
            places, last = tuple(loci.places), loci.end
        else:
            before = tuple(self._walk(deed).before(low, deed.head).places)
            heads = not low and not deed.head and self._scene.low(deed.last) == ":"
            if heads:
                before = tuple(self._walk(deed).behind(deed.last + 1, self._stops(k)).places)
            places = before or self._before.antecedent(low)
            actor, last = deed.actor, deed.last
            first = min([deed.head, *(place.first for place in places)])
        return self._happening(k, actor, places, (first, last))

    def _noun(self, k: int) -> Happening | None:
        """Read "heavy fighting near Berdin", "a Ukrainian assault on Berdin"."""
        deed, low = self._deeds[k], self._lows[k]
        colon = self._scene.low(deed.last) == ":"
        loci = self._walk(deed).behind(deed.last + colon, self._stops(k))
        places = tuple(loci.places) or self._before.opening(low, deed.head)
        side = self._actors.describes(self._scene, deed.head)
        by = self._actors.by(self._scene, deed.last, loci.end + 4, self._known.agents)
        actor = self._named(side or by, deed.head) if side or by else None
        action = deed.meaning.action
        if action != "fighting" and actor is None and not self._occurs(deed):
            return None
        if self._is_doubted(deed):
            return None
        actor = None if action == "fighting" and by is None else actor
        first = side.first if side is not None else deed.head
        return self._happening(k, actor, places, (first, loci.end), action=action)

    def _is_doubted(self, deed: Deed) -> bool:
        """Whether a deed that a noun names is said to be unconfirmed: "was not confirmed"."""
        behind = self._scene.lows[deed.last : self._clauses.end(deed.last)][: 2 * _LOOK_AHEAD]
        return not self._known.negations.isdisjoint(behind) and not self._known.doubt.isdisjoint(
            behind
        )

    def _occurs(self, deed: Deed) -> bool:
        """Whether the words around a noun say that the deed happened."""
        around = self._scene.lows[max(deed.head - 6, 0) : deed.last + _LOOK_AHEAD]
        return not self._known.occurrence.isdisjoint(around) or self._is_note()

    def _is_note(self) -> bool:
        """Whether the sentence is a short one without a verb: "Air strikes on Richky."."""
        return (
            len(self._scene) <= _NOTE_TOKENS
            and not self._verb_starts
            and self._locus_words.be.isdisjoint(self._scene.lows)
            and not any(
                token.lower.endswith(self._known.past_endings) for token in self._scene.tokens
            )
        )

    def _subject(self, k: int) -> tuple[Side | None, str | None]:
        """The side that does a deed in the active voice, and its name."""
        deed, voice, low = self._deeds[k], self._voices[k], self._lows[k]
        noun = self._subject_noun(k)
        if noun is not None:
            owner = self._actors.describes(self._scene, noun.head)
            return owner, self._named(owner, deed.head)
        before = self._scene.low(voice.first - 1)
        shares = before in self._known.sharing or deed.form == "ing"
        last = self._last
        if shares and last is not None and last.deed.head >= self._clauses.sharing_low(voice.first):
            fresh = self._actors.subject(self._scene, last.last, voice.first)
            if fresh is None or before in self._known.sharing:
                return None, last.actor
        start = max([low, *(d.last for d in self._deeds[:k] if d.form != "noun" and d.head >= low)])
        side = self._actors.subject(self._scene, start, voice.first)
        side = side or self._actors.subject(self._scene, low, voice.first)
        if side is not None and deed.meaning.action == "fighting" and self._is_mutual(side, low):
            return side, None
        if side is not None:
            return side, self._named(side, deed.head)
        chain = self._chain_at(self._scene.tokens[deed.head].start)
        before = self._scene.tokens[voice.first - 1].text if voice.first else ""
        if chain and (self._scene.low(voice.first) in self._known.to or before == chain[-1].verb):
            return None, self._actors.speaker_side(chain[-1:])
        return None, self._actors.told(self._scene, low, voice.first, chain)

    def _is_mutual(self, side: Side, low: int) -> bool:
        """Whether two sides joined by "and" fight each other."""
        before = side.first - 1 - (self._scene.low(side.first - 1) in self._known.article)
        joined = self._scene.low(before) in self._known.conjunctions
        return joined and any(s.last == before and s.first >= low for s in self._scene.sides)

    def _named(self, side: Side | None, head: int) -> str | None:
        """The name of a side in the speech that a token stands in."""
        if side is None:
            return None
        return self._actors.name(self._scene, side, self._chain_at(self._scene.tokens[head].start))

    def _stops(self, k: int) -> frozenset[int]:
        """Where other verbs begin; those that another deed has taken in do not stop a walk."""
        own = {self._voices[k].first, self._deeds[k].head}
        taken = {
            voice.first
            for deed, voice in zip(self._deeds, self._voices, strict=True)
            if deed.head in self._absorbed
        }
        return self._verb_starts - own - taken

    def _walk(self, deed: Deed, *, aims: bool = False) -> LocusWalk:
        """A walk for the places of a deed; of one that aims, those it is directed to, too."""
        backwards = deed.meaning.action == "repelled" and bool(deed.meaning.tail)
        return LocusWalk(
            self._scene,
            self._locus_words,
            named_before=self._named_before,
            leaves=deed.meaning.leaves or deed.meaning.drives or backwards,
            contested=deed.meaning.action == "fighting",
            aims=aims
            or deed.meaning.action in ("attacked", "repelled")
            or (deed.form == "noun" and deed.meaning.action == "advanced"),
        )

    def _happening(
        self,
        k: int,
        actor: str | None,
        places: tuple[Locus, ...],
        span: tuple[int, int],
        *,
        action: Action | None = None,
        verb: str | None = None,
    ) -> Happening:
        """Put a reading together."""
        deed = self._deeds[k]
        first = span[0]
        if deed.meaning.action == "crossed":
            # A river is crossed at a place, and the place can be shown.
            dry = tuple(place for place in places if not self._scene.is_water(place.mention))
            places = dry or places
        last = max([span[1], deed.last, *(p.last for p in places if p.first >= first)])
        return Happening(
            deed=deed,
            action=action or deed.meaning.action,
            verb=verb or deed.verb,
            denied=self._voices[k].polarity == "denied" or self._is_called_false(last),
            actor=actor,
            places=places,
            first=first,
            last=last,
        )

    def _is_called_false(self, last: int) -> bool:
        """Whether what was said is called false behind it: "claims that … are false"."""
        return any(
            word in self._known.be and other in self._known.false
            for word, other in pairwise(self._scene.lows[last : last + 4])
        )

    def _written(self, first: int, last: int) -> str:
        """The words of a stretch of tokens as written."""
        tokens = self._scene.tokens[first:last]
        return " ".join(self._text[tokens[0].start : tokens[-1].end].split())
