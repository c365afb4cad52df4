"""What is known of one point of the ground: which side has it, and how surely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from geo.errors import ControlInvalid

DECISIVE: Final = 0.5
"""A status of this share or more says that the side has the place."""


@dataclass(frozen=True, slots=True)
class KnownStatus:
    """That a side has a place, or that the front runs through it.

    Raises
    ------
    ControlInvalid
        If the position is none, or share or doubt are out of range.
    """

    lon: float
    """Longitude, degrees, WGS 84."""
    lat: float
    """Latitude, degrees, WGS 84."""
    side: str
    """Who has it: ISO 3166-1 alpha-2 code or a party's name."""
    share: float = 1.0
    """How much of it, 0..1: 1 is all, at 0 the front runs through it."""
    doubt: float = 0.0
    """Variance of that, 0 or more; about 0 is certain, 1 as good as nothing."""
    name: str = ""
    """What it is called."""
    spot: bool = True
    """Whether it is a place, or else one of several points that stand for the ground beside it."""

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ControlInvalid(f"the status of {self.name!r} has no position on the earth")
        if not (0 <= self.share <= 1 and 0 <= self.doubt < math.inf):
            raise ControlInvalid(
                f"the status of {self.name!r} is wrong: its share {self.share} is not within "
                f"0..1 or its doubt {self.doubt} is below 0"
            )

    @property
    def decisive(self) -> bool:
        """Whether it says that the side has the place, not that the front runs there."""
        return self.share >= DECISIVE
