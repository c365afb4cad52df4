"""Which side does a deed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from geo.reading.scene import Scene
from geo.reading.sides import Side, find_sides, side_words
from geo.reading.statement import Attribution
from geo.reading.tokens import tokenise


class Actors:
    """The sides of one text and what stands for them."""

    def __init__(self, scenes: Sequence[Scene], *, lang: str = "en") -> None:
        """Count who fights in the text.

        Parameters
        ----------
        scenes
            Its sentences.
        lang
            ISO 639-1 code of its language.
        """
        self._lang = lang
        self._known = side_words(lang)
        self._forces = self._known.forces
        counted = Counter(
            side.name
            for scene in scenes
            for side in scene.sides
            if side.role != "demonym" and side.name
        )
        self._parties = [name for name, _ in counted.most_common(2)]
        self._latest: str | None = None

    def note(self, actor: str | None) -> None:
        """Remember the last side that acted, for "they" in the next sentence."""
        self._latest = actor or self._latest

    def speaker_side(self, chain: Sequence[Attribution]) -> str | None:
        """The side of the innermost speaker that has one: of the Russian ministry Russia's."""
        for link in reversed(chain):
            sides = find_sides(tokenise(link.speaker), lang=self._lang)
            name = next((side.name for side in sides if side.name), None)
            if name is not None:
                return name
        return None

    def opponent(self, side: str | None) -> str | None:
        """The other of the two sides that the text is about."""
        if side is None or len(self._parties) < 2 or side not in self._parties:
            return None
        return self._parties[1 - self._parties.index(side)]

    def name(self, scene: Scene, side: Side, chain: Sequence[Attribution]) -> str | None:
        """The side's name, with "its forces" and "the enemy" made out.

        Parameters
        ----------
        scene
            The sentence.
        side
            The words that name the side.
        chain
            Who says so.
        """
        if side.name is not None or not side.pronoun:
            return side.name
        speaker = self.speaker_side(chain)
        if side.pronoun == "our":
            return speaker
        if side.pronoun == "enemy":
            return self.opponent(speaker)
        before = [s.name for s in scene.sides if s.last <= side.first and s.name]
        return speaker or (before[-1] if before else self._latest)

    def subject(self, scene: Scene, low: int, first: int) -> Side | None:
        """The side that is the subject in the words before a verb.

        Parameters
        ----------
        scene
            The sentence.
        low
            Index at which the clause begins.
        first
            Index of the first token of the verb.
        """
        if scene.low(low - 1) in self._known.relatives:
            end = low - 1 - (scene.low(low - 2) == ",")
            side = next((s for s in scene.sides if s.last == end), None)
            if side is not None:
                return side
        acting = [
            side
            for side in scene.sides
            if low <= side.first < first
            and side.role in ("force", "country")
            and self._can_act(scene, side)
        ]
        return acting[-1] if acting else None

    def _can_act(self, scene: Scene, side: Side) -> bool:
        """Whether the words around leave a side a subject."""
        before = side.first - 1
        while before >= 0 and scene.low(before) in self._known.determiners:
            before -= 1
        if scene.low(before) in self._known.of and scene.low(before - 1) in self._forces:
            return True
        if scene.low(before) in self._known.prepositions:
            return False
        return side.role == "force" or scene.places.get(side.first) is None or before < 0

    def by(
        self, scene: Scene, low: int, high: int, words: Iterable[str] | None = None
    ) -> Side | None:
        """The side behind "by" in a stretch of tokens."""
        wanted = self._known.by if words is None else frozenset(words)
        for side in scene.sides:
            if not low <= side.first < high or side.role not in ("force", "country"):
                continue
            j = side.first - 1
            while j > low and scene.low(j) in self._known.determiners:
                j -= 1
            if scene.low(j) in wanted:
                return side
        return None

    def describes(self, scene: Scene, noun: int) -> Side | None:
        """The side that describes the noun of a deed: "a Ukrainian assault"."""
        for side in scene.sides:
            if side.last <= noun and noun - side.last <= 4 and side.role != "country":
                between = scene.tokens[side.last : noun]
                if all(t.kind in ("word", "number") or t.text == "-" for t in between) and not any(
                    t.lower in self._known.prepositions or t.lower in self._known.apart
                    for t in between
                ):
                    return side
        return None

    def fights(self, scene: Scene, low: int, high: int) -> bool:
        """Whether a stretch of tokens speaks of forces, named or not."""
        return not self._forces.isdisjoint(scene.lows[low:high])

    def told(self, scene: Scene, low: int, first: int, chain: Sequence[Attribution]) -> str | None:
        """The side that no words name but that the speaker tells: "we", "our", bare "units"."""
        before = scene.low(first - 1)
        if before in self._known.third_person and first - 1 >= low:
            named = [
                s.name for s in scene.sides if s.last < first and s.name and s.role != "demonym"
            ]
            return named[-1] if named else self._latest
        if before in self._known.first_person:
            return self.speaker_side(chain)
        bare = any(scene.lows[j] in self._forces for j in range(low, first))
        return self.speaker_side(chain) if bare and chain else None
