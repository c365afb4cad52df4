"""An account: one thing that one report says, with who says it and when it is said to be so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.attribution.speaker import Speaker
from geo.claims.claim import Verdict
from geo.comparison.window import Window
from geo.reading.statement import Standing

AccountKind = Literal["claim", "event", "tally"]


@dataclass(frozen=True, slots=True)
class Account:
    """One claim, event or tally of one report."""

    report: int
    """Which of the reports, from 0."""
    kind: AccountKind
    """What it is: a `claim` or an `event` of the reading, or a `tally` found in its text."""
    index: int
    """Which of the report's claims, events or tallies, from 0."""
    start: int
    """Offset of the first character in the report's text."""
    end: int
    """Offset behind the last character."""
    text: str
    """The span as written."""
    said: str
    """What it says in a few words: `15 km from the border`, `repelled`."""
    outlet: Speaker
    """Who published the report."""
    chain: tuple[Speaker, ...]
    """Who says so, outermost speaker first, without the outlet; empty for its own words."""
    origins: tuple[Speaker, ...]
    """The last speaker of the chain, else the outlet; two where two speak as one."""
    standing: Standing
    """The weakest link of the chain."""
    window: Window | None = None
    """The days that it is about; None where they are not known."""
    evidence: str | None = None
    """What the last speaker goes by, as written: `geolocated footage`."""
    verdict: Verdict | None = None
    """For a claim, what its measurement found."""

    @property
    def line(self) -> tuple[str, ...]:
        """The chain in names, outlet first; two who speak as one are joined."""
        together = self.origins if len(self.origins) > 1 else ()
        single = self.chain[: len(self.chain) - len(together)]
        joined = (" and ".join(origin.name for origin in together),) if together else ()
        return (self.outlet.name, *(speaker.name for speaker in single), *joined)
