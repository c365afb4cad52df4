"""Places of a deed that stand before its words: an opening phrase, a heading, an antecedent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from geo.reading.locus import Locus, LocusWalk
from geo.reading.locus_words import LocusWords
from geo.reading.scene import Scene

_HEADED_TOKENS: Final = 4
"""How far behind a heading's colon the noun stands that it is about."""


class PlacesBefore:
    """The ways in which the places of a deed can stand before it in one sentence."""

    def __init__(
        self,
        scene: Scene,
        known: LocusWords,
        *,
        named_before: Callable[[str, int], int | None],
        clause_low: Callable[[int], int],
    ) -> None:
        """Keep the sentence.

        Parameters
        ----------
        scene
            The sentence.
        known
            The words of its language.
        named_before
            Gives the mention that "the village" stands for, from its kind and an offset.
        clause_low
            Gives the index at which the clause of a token begins.
        """
        self._scene = scene
        self._known = known
        self._named_before = named_before
        self._clause_low = clause_low

    def led(self, low: int, first: int) -> tuple[Locus, ...]:
        """The places of a phrase that opens the clause: "Near Berdin, …"."""
        known = self._known
        if self._scene.low(low) not in known.near and self._scene.low(low) not in known.winds:
            return ()
        walk = LocusWalk(self._scene, known, named_before=self._named_before)
        return tuple(walk.behind(low, frozenset({first})).places)

    def opening(self, low: int, first: int) -> tuple[Locus, ...]:
        """As `led`; else those of a heading: "Popovka and Demidovka: fighting"."""
        headed = self._scene.low(low - 1) == ":" and first - low <= _HEADED_TOKENS
        return self.led(low, first) or (self._clause_before(low) if headed else ())

    def shown(self, low: int) -> tuple[Locus, ...]:
        """The places of "show Berdin and Sudzha as held by"."""
        return self._clause_before(low) if self._scene.low(low - 1) in self._known.shown_as else ()

    def heading(self, low: int) -> tuple[Locus, ...]:
        """The places of a heading of nothing but places: "Bila Hora - the enemy advanced"."""
        known, i = self._known, low - 1
        start = i
        if self._scene.low(i) not in known.dashes:
            return ()
        while start > 0 and (
            self._scene.in_place(start - 1) or self._scene.low(start - 1) in known.lists
        ):
            start -= 1
        return self._clause_before(low) if start == 0 and i > 0 else ()

    def tied(self, low: int) -> tuple[Locus, ...]:
        """The places of the clause that this one is tied to: "died in Berdin when a bomb hit"."""
        if self._scene.low(low - 1) not in self._known.when:
            return ()
        walk = LocusWalk(self._scene, self._known, named_before=self._named_before)
        return tuple(walk.behind(self._clause_low(low - 1), frozenset({low - 1})).places)

    def _clause_before(self, low: int) -> tuple[Locus, ...]:
        """The places of the clause that ends where this one begins."""
        walk = LocusWalk(self._scene, self._known, named_before=self._named_before)
        return tuple(walk.before(self._clause_low(low - 1), low - 1).places)

    def antecedent(self, low: int) -> tuple[Locus, ...]:
        """The place that a relative clause describes: "Berdin, which was captured"."""
        if self._scene.low(low - 1) not in self._known.relatives:
            return ()
        end = low - 1 - (self._scene.low(low - 2) == ",")
        found: list[Locus] = []
        for mark in reversed(self._scene.places.values()):
            if mark.last == end:
                found.append(Locus(mark.mention, mark.first, mark.last))
                end = mark.first
                while self._scene.low(end - 1) in self._known.lists:
                    end -= 1
        return tuple(reversed(found))
