"""Stations and observations: what a network of stated relations is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from gazetteer.borders import Border
from gazetteer.measure import LonLat
from geo.errors import NetworkInvalid

ObservationKind = Literal["distance", "direction", "vicinity", "vague distance", "position"]
OBSERVATION_KINDS: Final[tuple[str, ...]] = get_args(ObservationKind)
Bound = Literal["exact", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Station:
    """A point whose position is adjusted.

    Raises
    ------
    NetworkInvalid
        If a standard deviation is negative, not finite or given without a position.
    """

    id: str
    """Unique in a network; the id of the gazetteer row where there is one."""
    name: str
    """What people call it."""
    lonlat: LonLat | None = None
    """Its position on file, (longitude, latitude) in degrees, WGS 84; None where there is none."""
    sigma_m: float | None = None
    """Standard deviation of that position along one direction, metres; None sets it free: the
    position on file then holds it nowhere, and is only compared with the adjusted one."""
    precision_m: float = 0.0
    """95 % radius of the position on file, metres."""
    reason: str = ""
    """Why it is free, in plain words."""

    def __post_init__(self) -> None:
        sigma = self.sigma_m
        if sigma is not None and not (0 < sigma < math.inf and self.lonlat is not None):
            raise NetworkInvalid(
                f"station {self.id!r} needs a position and a standard deviation above 0 m "
                f"to be held, not {sigma} m"
            )

    @property
    def free(self) -> bool:
        """Whether no position on file holds it."""
        return self.sigma_m is None


@dataclass(frozen=True, slots=True)
class Observation:
    """One stated quantity between two stations, or between a station and a border.

    A `distance` is a length with a standard deviation, or a bound that costs nothing where it
    holds. A `direction` is the bearing of the subject from the reference. A `vicinity` puts the
    subject at the reference itself, with a standard deviation along each axis. A `vague distance`
    is log-normal: `value` is its median, `sigma` the logarithm of its factor.

    Raises
    ------
    NetworkInvalid
        If the value or its standard deviation is no such quantity, or it relates a station to
        nothing or to itself.
    """

    kind: ObservationKind
    """What is observed."""
    subject: str
    """Id of the station that something is stated of."""
    reference: str | None
    """Id of the station it is related to; None for a border."""
    value: float
    """Metres for distances, degrees clockwise from north for directions, 0 for a vicinity."""
    sigma: float
    """Standard deviation: metres, degrees, or a natural logarithm for a vague distance."""
    bound: Bound = "exact"
    """Whether a distance is a least or a greatest one."""
    border: Border | None = None
    """The line that a distance is measured to."""
    words: str = ""
    """The statement in a few words."""
    sources: tuple[str, ...] = ()
    """Reports or pages that state it."""
    customary: bool = False
    """Whether nobody states it: how far places usually lie of which a direction alone is told."""

    def __post_init__(self) -> None:
        if self.kind not in OBSERVATION_KINDS or self.kind == "position":
            raise NetworkInvalid(f"an observation is no {self.kind!r}")
        if not (math.isfinite(self.value) and 0 < self.sigma < math.inf):
            raise NetworkInvalid(
                f"{self.words or self.kind}: {self.value} ± {self.sigma} is no figure"
            )
        if self.value < 0 or (self.kind == "vague distance" and self.value == 0):
            raise NetworkInvalid(f"{self.words or self.kind}: {self.value} is no length or bearing")
        if (self.reference is None) == (self.border is None) or self.reference == self.subject:
            raise NetworkInvalid(
                f"{self.words or self.kind}: one other station or a border is wanted"
            )
        if self.border is not None and self.kind != "distance":
            raise NetworkInvalid(f"{self.words or self.kind}: a border has distances alone")

    @property
    def rows(self) -> int:
        """Number of its equations."""
        return 2 if self.kind == "vicinity" else 1
