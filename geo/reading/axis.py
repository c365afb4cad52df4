"""An axis of advance: forces moved or attacked from somewhere towards somewhere, as stated."""

from __future__ import annotations

from dataclasses import dataclass

from geo.reading.statement import Attribution, Standing


@dataclass(frozen=True, slots=True)
class Axis:
    """One stated movement of forces that has a direction.

    Where ground lies is no direction of movement: "advanced west of Berdin" is an event with a
    sector, and "entered the southern part of Berdin" one with a part; neither is an axis.
    """

    start: int
    """Offset of the first character of the words that state it."""
    end: int
    """Offset behind the last character."""
    text: str
    """The span as written."""
    actor: str | None
    """Side that moves: ISO 3166-1 alpha-2 code of a party (`UA`), or None if unsaid."""
    verb: str
    """The source's own verb or noun."""
    from_mention: int | None
    """Index of the mention of the place that it starts at, or None."""
    toward_mention: int | None
    """Index of the mention of the place that it leads to, or None."""
    from_wind: str | None = None
    """Wind that it comes from where no place is named: "entered Berdin from the south"."""
    heading: str | None = None
    """Wind that it goes to: "advanced north from Sudzha"."""
    attribution: tuple[Attribution, ...] = ()
    """Who says so, outermost speaker first."""
    standing: Standing = "claimed"
    """The weakest link of that chain; `claimed` too where the text only believes it."""
    date: str | None = None
    """The day it happened, ISO 8601, else None."""

    @property
    def directed(self) -> bool:
        """Whether the words give a course: two ends, or one end and a wind."""
        ends = (self.from_mention is not None) + (self.toward_mention is not None)
        coming = self.toward_mention is not None and self.from_wind is not None
        going = self.from_mention is not None and self.heading is not None
        return ends == 2 or coming or going
