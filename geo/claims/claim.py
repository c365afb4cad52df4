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
class MapUsed:
    """The control map that a claim was measured on."""

    maker: str
    """Who drew it."""
    date: str | None
    """The day that it shows, ISO 8601."""
    file: str = ""
    """Name of the file."""
    base_date: str | None = None
    """The day of the map that a share or a change is counted from, ISO 8601; None where there is
    none."""
    base: str | None = None
    """What it is counted from: `peak`, `first`, `day` or `region`."""
    gap_days: int | None = None
    """Days from the day of the statement to that of the map, negative where the map is older."""


@dataclass(frozen=True, slots=True)
class RowUsed:
    """A row of the gazetteer that a claim was measured with, as it was then."""

    id: str
    """The row's id."""
    name: str
    """Its name with where it lies; of a border, its policy as well."""
    shape: Literal["point", "line", "area"]
    """What of it was measured: its centre, its line, or its outline."""
    source: str
    """Where the position is from."""
    precision_m: float | None = None
    """How far the point, line or outline may lie from the true one, 95 %, metres; None where it
    did not count."""
    lon: float | None = None
    """Longitude of a point, degrees, WGS 84."""
    lat: float | None = None
    """Latitude of a point, degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class When:
    """A reading under which a number was tried that does not fit, or of which nothing is sure."""

    kind: str
    """What was changed: `date`, `base`, `side`, `unit`, `road` or `reference`."""
    description: str
    """The reading in plain words: `40 percent fits 12–25 November 2024 on this series`."""
    fits: bool
    """Whether the number fits so."""
    date_from: str | None = None
    """First day on which it fits, ISO 8601."""
    date_to: str | None = None
    """Last day."""
    base: str | None = None
    """What the share is counted from: `peak`, `first` or the day."""


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
    map: MapUsed | None = None
    """The control map that it was measured on, if it was one."""
    when: tuple[When, ...] = ()
    """Readings under which it was tried, where that was asked for."""
    rows: tuple[RowUsed, ...] = ()
    """The rows of the gazetteer that it was measured with, the subject's first."""
