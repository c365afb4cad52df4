"""How firm the word of a sentence's speakers is: somebody's, or that of footage and maps."""

from __future__ import annotations

from geo.reading.frame_cursor import FrameCursor
from geo.reading.frame_words import Frame, Strength, strength_of


class FrameStrength(FrameCursor):
    """A sentence whose speakers are weighed."""

    def _nature(self, span: tuple[int, int]) -> tuple[bool, bool]:
        """Whether a speaker is somebody, and whether it is evidence whose place is known."""
        lows = self._lows[span[0] : span[1]]
        evidence = self._words["evidence"]
        head = next((low for low in lows if low in evidence), None)
        people = self._words["partisan"] | self._words["assessing"] | self._words["relaying"]
        described = next((k for k, low in enumerate(lows) if k and low in self._words["cut"]), None)
        agent = head is None or not people.isdisjoint(lows[:described])
        return agent, not agent and not self._words["geolocated"].isdisjoint(lows)

    def _strength(self, kind: str, speaker: str, *, agent: bool, geolocated: bool) -> Strength:
        """How firm a link is by itself."""
        if kind == "deny":
            return "denied"
        if not agent:
            return "geolocated" if geolocated else "relayed"
        return strength_of(speaker, judges=kind == "assess", known=self._words)

    def _names(self, i: int) -> bool:
        """Whether a name or an article stands at an index."""
        if i >= len(self._tokens):
            return False
        return self._tokens[i].capitalised or self._lows[i] in self._words["articles"]

    def _presented(self, span: tuple[int, int]) -> Frame | None:
        """Who shows a piece of evidence, who says so by it; None where the text does not tell."""
        speaker, at = self._speakers.presenter(self._slice(span))
        verb = span[0] + at
        if not speaker or self._words["evidence"].isdisjoint(self._lows[span[0] : verb]):
            return None
        told = f"{speaker} {self._phrase(*span)}"
        judged = strength_of(told, judges=False, known=self._words) == "assessed"
        return Frame(0, 0, speaker, self._written(verb), "assessed" if judged else "relayed", verb)
