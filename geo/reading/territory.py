"""What a figure of territory is about: whose ground, which ground, when, and what share of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.reading.periods import Span

Deed = Literal["holds", "gains", "regains", "loses"]
ShareOf = Literal["region", "seized"]


@dataclass(frozen=True, slots=True)
class Territory:
    """What a side does with ground, as a sentence tells it."""

    deed: Deed
    """`holds` it, `gains` or `loses` it; it `regains` what was its own."""
    side: str | None = None
    """Who: ISO 3166-1 alpha-2 code, the name of a movement, or None where the text does not say."""
    foe_of: str | None = None
    """Where the side is only "the enemy": whose, as far as the text tells."""
    place: int | None = None
    """Index of the mention of the region or country; None where none is named."""
    country: str | None = None
    """The country where an adjective names it, "Russian territory": ISO 3166-1 alpha-2."""
    own: bool = False
    """Whether it is the side's own country: "its territory"."""
    share_of: ShareOf | None = None
    """Of a share: of all the ground (`region`), or of what was taken of it (`seized`)."""
    on: Span | None = None
    """The day of which it is said; None where the sentence names none."""
    since: Span | None = None
    """The day from which a change is counted."""
    until: Span | None = None
    """The day up to which it is counted."""
    base_on: Span | None = None
    """The day of what a share is a share of: "the land that it held in September"."""
    peak: bool = False
    """Whether it is said of the day on which most was held."""
    maker: str | None = None
    """Who is said to have drawn the map that the figure is from, as written."""
