"""A claim: a statement that can be measured, with the measurement beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from geo.reading.statement import Statement

Verdict = Literal["supported", "contradicted", "uncertain", "unchecked"]
VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
VERDICT_LABELS: Final[dict[str, str]] = {
    "supported": "fits",
    "contradicted": "does not fit",
    "uncertain": "cannot tell",
    "unchecked": "not checked",
}
Interval = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Fit:
    """A reference of the report that the stated number was tried against."""

    reference: str
    """Name of the reference tried."""
    low_km: float
    """Lower end of the measured distance, kilometres."""
    high_km: float
    """Upper end, kilometres."""
    distance_km: float
    """The measured distance, kilometres."""
    fits: bool
    """Whether the stated number fits it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with its measurement. The verdict is about the measurement only."""

    statement: Statement
    """What the text states."""
    stated: Interval | None
    """What the words admit, in `measured_unit`; an open end is None."""
    measured: Interval | None
    """What was measured, with its uncertainty; bearings run clockwise and may wrap."""
    measured_value: float | None
    """The best single value of the measurement."""
    measured_unit: str | None
    """`km`, `deg`, `km2`, `share`, `count`, `times` or `day`."""
    probability: float | None
    """Probability that the true value lies in the stated interval, 0..1."""
    verdict: Verdict
    """What follows from that probability."""
    cause: str | None = None
    """Why it is uncertain or unchecked: `vague words`, `coordinates`, `border`, `circular`."""
    why: str = ""
    """The reason in plain words."""
    fits: tuple[Fit, ...] = ()
    """The other references tried when the number does not fit."""
    foot: tuple[float, float] | None = None
    """Foot point on a line that was measured to: (longitude, latitude), degrees, WGS 84."""
    bearing_deg: float | None = None
    """Measured bearing from the reference to the subject, degrees clockwise from north."""
