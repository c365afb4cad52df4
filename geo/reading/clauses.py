"""Where the clauses of a sentence begin and end."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from geo.reading.frame_words import QUOTES
from geo.reading.happening_words import HappeningWords
from geo.reading.scene import Scene


class Clauses:
    """The clauses of one sentence, by the indices of its tokens.

    Parameters
    ----------
    scene
        The sentence.
    known
        The words of its language.
    relatives
        Words that open a relative clause.
    """

    def __init__(self, scene: Scene, known: HappeningWords, *, relatives: AbstractSet[str]) -> None:
        self._scene = scene
        self._known = known
        self._relatives = relatives

    def low(self, i: int) -> int:
        """Index at which the clause of a token begins."""
        while i > 0:
            low = self._scene.lows[i - 1]
            if low == "-" and self._stands_apart(i - 1):
                return i
            quoted = low in QUOTES and (i == 1 or self._scene.lows[i - 2] in (",", ":"))
            if quoted or (low in self._known.clause_breaks and not self._compares(i - 1)):
                return i
            i -= 1
        return 0

    def end(self, i: int) -> int:
        """Index behind the clause of a token."""
        while i < len(self._scene) and self._scene.lows[i] not in self._known.clause_breaks:
            i += 1
        return i

    def around_relative(self, low: int, first: int) -> int:
        """Where a clause begins that a relative clause between commas interrupts."""
        inside = self._scene.low(low - 1) in self._relatives
        if inside and self._scene.low(first - 1) == "," and self._scene.low(low - 2) == ",":
            return self.low(low - 2)
        return low

    def sharing_low(self, i: int) -> int:
        """How far back a verb can share its subject with another: to the last hard break."""
        while i > 0 and self._scene.lows[i - 1] not in self._known.hard_breaks:
            i -= 1
        return i

    def _compares(self, i: int) -> bool:
        """Whether a word that could open a clause is part of a name or of "as much as"."""
        low, before, after = (self._scene.low(j) for j in (i, i - 1, i + 1))
        degrees = self._known.degrees
        return self._scene.in_place(i) or (
            low in self._known.comparing and (before in degrees or after in degrees)
        )

    def _stands_apart(self, i: int) -> bool:
        """Whether a hyphen is a dash: "KHARKIV, Ukraine - Shells fell"."""
        tokens = self._scene.tokens
        inside = 0 < i < len(tokens) - 1
        return (
            inside and tokens[i - 1].end < tokens[i].start and tokens[i].end < tokens[i + 1].start
        )
