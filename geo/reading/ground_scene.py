"""One sentence read for the territory that a figure in it is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Protocol

from geo.reading.control_words import Cue, control_words, phrase_within
from geo.reading.grammar.phrases import key
from geo.reading.mention import Mention
from geo.reading.periods import Period
from geo.reading.sides import Side, find_sides, side_words
from geo.reading.statement import Attribution, Statement
from geo.reading.territory import ShareOf, Territory
from geo.reading.tokens import Sentence, tokenise

_AMOUNTS: Final = frozenset({"area", "count"})
_REACH: Final = 25
"""Words between a deed and the figure that it is said of."""
_LAND_REACH: Final = 2
"""Words between "Russian" and "territory"."""


class Context(Protocol):
    """What a sentence is read with: the rest of its report."""

    @property
    def lang(self) -> str:
        """The language of the report."""

    def periods(self, sentence: Sentence) -> tuple[Period, ...]:
        """Give the times that a sentence names."""

    def mentions_in(self, start: int, end: int) -> Iterator[tuple[int, Mention]]:
        """Give the literal mentions of regions and countries in a stretch, with their indices."""

    def latest_area(self, before: int) -> int | None:
        """Give the region that the text named last before an offset."""

    def latest_side(self, before: int) -> str | None:
        """Give the side that acted last in the sentences before an offset."""

    def opponent(self, side: str | None) -> str | None:
        """Give the other of the two sides that the text names most."""


@dataclass(frozen=True)
class GroundScene:
    """One sentence, and a statement in it."""

    grounds: Context
    """The report."""
    sentence: Sentence
    """The sentence."""
    statement: Statement
    """The statement."""

    def territory(self) -> Territory | None:
        """Read the sentence; None where nobody holds, gains or loses the ground."""
        cue = self._governing()
        if cue is None:
            return None
        side = self._side(cue)
        place, country, own = self._ground(side)
        share_of, base = self._share_of(country, own=own)
        times = [p for p in self._periods if p not in base]
        kinds = {period.kind: period.span for period in reversed(times)}
        during, on = kinds.get("during"), kinds.get("on")
        changes = cue.deed != "holds" and self.statement.type != "proportion"
        since, until = kinds.get("since"), kinds.get("until")
        if changes and during is not None and since is None:
            since, until = replace(during, last=during.first), replace(during, first=during.last)
        whole = (0, len(self._keys))
        words = control_words(self.grounds.lang)
        return Territory(
            deed=cue.deed,
            side=side,
            foe_of=None if side else self._foe_of,
            place=place,
            country=country,
            own=own,
            share_of=share_of,
            on=on or (None if changes else during) or (None if since else until),
            since=since,
            until=until,
            base_on=base[0].span if base and self._np_cue_holds else None,
            peak=self.denies or phrase_within(words.peak, self._keys, *whole) is not None,
            maker=self._maker(),
        )

    @property
    def denies(self) -> bool:
        """Whether it is said never to have been so: then the day of the most counts."""
        words = control_words(self.grounds.lang)
        return phrase_within(words.never, self._keys, 0, self._figure[0]) is not None

    @cached_property
    def _keys(self) -> list[str]:
        return [key(token) for token in self.sentence.tokens]

    @cached_property
    def _sides(self) -> tuple[Side, ...]:
        return find_sides(self.sentence.tokens, lang=self.grounds.lang)

    @cached_property
    def _periods(self) -> tuple[Period, ...]:
        return self.grounds.periods(self.sentence)

    @cached_property
    def _cues(self) -> tuple[Cue, ...]:
        return control_words(self.grounds.lang).cues(self._keys)

    @cached_property
    def _figure(self) -> tuple[int, int]:
        """Index of the first token of the statement and behind its last."""
        starts = [token.start for token in self.sentence.tokens]
        first = bisect_left(starts, self.statement.start)
        return first, max(bisect_left(starts, self.statement.end), first + 1)

    @cached_property
    def _described(self) -> int:
        """Index behind the words that describe the ground: at the predicate or the clause's end."""
        first, end = self._figure
        words = control_words(self.grounds.lang)
        for i in range(first + 1, len(self._keys)):
            ends = self._keys[i] in words.be or any(words.breaks(self._keys, i, i + 1))
            predicate = any(cue.first == i and cue.passive for cue in self._cues)
            if predicate or (ends and i >= end):
                return i
        return len(self._keys)

    def _governing(self) -> Cue | None:
        """The deed that the figure is said of."""
        first, end = self._figure
        words = control_words(self.grounds.lang)
        # "control over 480 km²": the figure takes in "over".
        before = [c for c in self._cues if c.first < first and c.end <= first + 1]
        before += [c for c in self._cues if c.first == first and c.form == "trend"]
        before = [c for c in before if first - c.end <= _REACH]
        for cue in reversed(before):
            between = self._keys[cue.end : first]
            listed = "," not in between or between[-1] in words.joins
            if listed and not any(words.breaks(self._keys, cue.end, first)):
                return cue
            break
        behind = [cue for cue in self._cues if cue.first > first]
        stop = next(iter(words.breaks(self._keys, end, len(self._keys))), len(self._keys))
        for cue in behind:
            if cue.passive and cue.first < stop:
                return cue
        if self.statement.type == "area":
            return next((cue for cue in behind if cue.first < stop), None)
        return None

    def _side(self, cue: Cue) -> str | None:
        """Who does the deed."""
        words = control_words(self.grounds.lang)
        behind = next((s for s in self._sides if s.first >= cue.end), None)
        if cue.form == "trend":
            return self._trending(cue)
        beside = next((s for s in self._sides if s.last == cue.first and s.name), None)
        if beside is not None and (cue.form == "noun" or beside.role in ("demonym", "owner")):
            return beside.name  # "Russian gains"
        if cue.form == "oust":
            ousted = [side for side in self._sides if side.last <= cue.first]
            return self._named(ousted[-1]) if ousted else None
        if cue.form == "state":
            return self._named(
                next((s for s in self._sides if cue.first < s.first <= cue.end), None)
            )
        if cue.form == "fall":
            return self._named(behind) if behind and behind.first - cue.end <= 2 else None
        by = cue.end < len(self._keys) and self._keys[cue.end] in words.by
        agent = self._agent(cue.end)
        if agent is not None and (cue.passive or by):
            return self._named(agent)
        if cue.passive:
            return None
        acting = [side for side in self._sides if side.last <= cue.first and self._acts(side)]
        if cue.first and self._keys[cue.first - 1] in words.pronouns and not acting:
            return self.grounds.latest_side(self.sentence.start + 1)
        if not acting:
            return None
        return self._named(acting[-1])

    def _trending(self, trend: Cue) -> str | None:
        """Who holds the ground that grew or shrank: as a deed before says, else who is named."""
        holding = [cue for cue in self._cues if cue.end <= trend.first and cue.form != "trend"]
        if holding:
            return self._side(holding[-1])
        named = [side for side in self._sides if side.last <= trend.first]
        named = [side for side in named if not self._owns_place(side)]
        return self._named(named[0]) if named else self.grounds.latest_side(self.sentence.start + 1)

    def _agent(self, end: int) -> Side | None:
        """The side behind "by"."""
        words = control_words(self.grounds.lang)
        known = side_words(self.grounds.lang)
        for side in self._sides:
            j = side.first - 1
            while j > end and self._keys[j] in known.determiners:
                j -= 1
            if side.first > end and self._keys[j] in words.by:
                return side
        return None

    def _acts(self, side: Side) -> bool:
        """Whether a side can be the one that does something, not the ground where it is done."""
        words = control_words(self.grounds.lang)
        before = self._keys[side.first - 1] if side.first else ""
        land = side.role in ("owner", "demonym") and any(
            word in words.ground for word in self._keys[side.last : side.last + _LAND_REACH]
        )
        held = side.last < len(self._keys) and self._keys[side.last] == "-"
        return not (self._owns_place(side) or land or held or before in words.into)

    def _owns_place(self, side: Side) -> bool:
        """Whether a side only tells whose a region is: "Russia's Kursk region"."""
        start = self.sentence.tokens[side.last - 1].end
        return side.role in ("owner", "demonym") and any(
            mention.start >= start for _, mention in self.grounds.mentions_in(start, start + 3)
        )

    def _named(self, side: Side | None) -> str | None:
        """The name of a side, with "our" and "the enemy" made out from who speaks."""
        if side is None or side.name is not None or not side.pronoun:
            return None if side is None else side.name
        speaker = _speaker(self.statement.attribution, self.grounds.lang)
        if side.pronoun == "our":
            return speaker
        if side.pronoun == "enemy":
            return self.grounds.opponent(speaker)
        before = [s.name for s in self._sides if s.last <= side.first and s.name]
        return before[-1] if before else self.grounds.latest_side(self.sentence.start + 1)

    @property
    def _foe_of(self) -> str | None:
        """Whose enemy the side is, where it is called no more than that."""
        called = any(side.pronoun == "enemy" for side in self._sides)
        return _speaker(self.statement.attribution, self.grounds.lang) if called else None

    def _ground(self, side: str | None) -> tuple[int | None, str | None, bool]:
        """The ground: a mention, or the country of an adjective, or the side's own country."""
        words = control_words(self.grounds.lang)
        first, end = self._figure
        own = phrase_within(words.own, self._keys, first, min(end + 2, len(self._keys)))
        if own is not None:
            return None, None, True
        if self.statement.reference is not None:
            return self.statement.reference, None, False
        country = self._land_of(first, min(end + 2, len(self._keys)))
        if country is not None:
            return None, country, False
        place = self._nearest_area()
        if place is not None:
            return place, None, False
        country = self._land_of(0, len(self._keys))
        if country is not None or (side is not None and self.statement.type in _AMOUNTS):
            return None, country, False
        return self.grounds.latest_area(self.sentence.start), None, False

    def _land_of(self, first: int, end: int) -> str | None:
        """The country of "Russian territory" in a stretch of tokens."""
        words = control_words(self.grounds.lang)
        for side in self._sides:
            if side.role not in ("demonym", "owner") or not first <= side.first < end:
                continue
            behind = self._keys[side.last : side.last + _LAND_REACH]
            if any(word in words.ground for word in behind):
                return side.name
        return None

    def _nearest_area(self) -> int | None:
        """The region or country of the sentence that stands nearest; a region where both do."""
        named = list(self.grounds.mentions_in(self.sentence.start, self.sentence.end))
        regions = [pair for pair in named if pair[1].kind == "region"]
        middle = self.statement.start
        ranked = sorted(regions or named, key=lambda pair: abs(pair[1].start - middle))
        return ranked[0][0] if ranked else None

    @property
    def _np_cues(self) -> list[Cue]:
        """The deeds that describe the ground: "the land that Ukraine seized"."""
        first, _ = self._figure
        return [
            cue for cue in self._cues
            if first < cue.first < self._described and not cue.passive
        ]  # fmt: skip

    @property
    def _np_cue_holds(self) -> bool:
        """Whether the ground is described as held, not as taken."""
        return any(cue.deed == "holds" for cue in self._np_cues)

    def _share_of(self, country: str | None, *, own: bool) -> tuple[ShareOf | None, list[Period]]:
        """What a share is a share of, and the times that belong to those words."""
        if self.statement.type != "proportion":
            return None, []
        words = control_words(self.grounds.lang)
        first, end = self._figure[0], self._described
        cues = self._np_cues
        if cues:
            start = self.sentence.tokens[cues[0].first].start
            stop = self.sentence.tokens[end - 1].end
            return "seized", [p for p in self._periods if start <= p.start < stop]
        told = any(word in words.seized for word in self._keys[first:end])
        told = told or phrase_within(words.initial, self._keys, first, end) is not None
        whole = (
            own
            or self.statement.reference is not None
            or (country is not None and self._land_of(first, end) == country)
        )
        return ("region" if whole and not told else "seized"), []

    def _maker(self) -> str | None:
        """The map maker that the figure is attributed to, as written."""
        words = control_words(self.grounds.lang)
        for link in self.statement.attribution:
            folded = link.speaker.casefold()
            for name in words.makers:
                if name.casefold() in folded:
                    return name
        return None


def _speaker(chain: Sequence[Attribution], lang: str) -> str | None:
    """The side of the innermost speaker that has one."""
    for link in reversed(chain):
        sides = find_sides(tokenise(link.speaker), lang=lang)
        name = next((side.name for side in sides if side.name), None)
        if name is not None:
            return name
    return None
