"""An event: somebody did something somewhere, as the text states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from geo.reading.statement import Attribution, Standing

Action = Literal[
    "advanced", "entered", "seized", "holds", "attacked", "repelled", "withdrew", "fighting",
    "lost", "struck", "infiltrated", "cleared", "crossed",
]  # fmt: skip
ACTIONS: Final[tuple[str, ...]] = get_args(Action)
Status = Literal["held", "entered", "contested", "attacked", "lost"]


@dataclass(frozen=True, slots=True)
class Event:
    """One action at one place."""

    start: int
    """Offset of the first character of the clause that states it."""
    end: int
    """Offset behind the last character."""
    text: str
    """The span as written."""
    actor: str | None
    """Side that acts: ISO 3166-1 alpha-2 code of a party (`UA`), or None if unsaid."""
    action: Action
    """What is done."""
    verb: str
    """The source's own verb."""
    place_mention: int | None
    """Index of the place's mention in the reading's mentions."""
    place_name: str
    """The place as written."""
    sector: tuple[str, ...] = ()
    """Winds of the ground around the place that is meant: fields `SW` and `S` of it."""
    part: str | None = None
    """The part of the place that is meant: `southern`, `outskirts`, `centre`."""
    status: Status | None = None
    """What follows for the place, seen from the actor's side."""
    negated: bool = False
    """True where the text says that it did not happen."""
    attribution: tuple[Attribution, ...] = ()
    """Who says so, outermost speaker first."""
    standing: Standing = "claimed"
    """The weakest link of that chain."""
    date: str | None = None
    """The day it happened, ISO 8601, else None."""
