"""What an adjustment finds: positions with ellipses, observations with residuals."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.measure import LonLat
from geo.adjustment.observation import Observation, Station
from geo.ellipse import ErrorEllipse


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another position that the observations leave open."""

    lon: float
    """Longitude, degrees, WGS 84."""
    lat: float
    """Latitude, degrees, WGS 84."""
    likelihood: float
    """How likely the observations are with the place there, against the position found, 0..1."""


@dataclass(frozen=True, slots=True)
class AdjustedPlace:
    """One station with its adjusted position."""

    station: Station
    """The point as it went in."""
    lonlat: LonLat | None
    """Adjusted (longitude, latitude) in degrees, WGS 84; None where nothing settles it."""
    ellipse: ErrorEllipse | None
    """95 % ellipse around it."""
    observations: int
    """Number of observations in use that touch it, its position on file not counted."""
    redundancy: float
    """Sum of their redundancy numbers: how much more is observed than would be needed."""
    reason: str = ""
    """Where it has no position: why not."""
    alternatives: tuple[Alternative, ...] = ()
    """Other positions that fit about as well."""
    moved_m: float | None = None
    """How far the adjusted position lies from the one on file, metres."""
    moved_deg: float | None = None
    """In which direction from the one on file, degrees clockwise from north."""
    moved_share: float | None = None
    """How far out the position on file lies as seen from the adjusted one: 1 is on its ellipse."""
    file_deviate: float | None = None
    """Standardised residual of the position on file; None for a free station."""
    file_outlier: bool = False
    """Whether the position on file contradicts what is stated, and was set aside."""

    @property
    def notable(self) -> bool:
        """Whether it was free, or its position on file has been moved beyond its own precision."""
        moved = self.moved_m is not None and self.moved_m > self.station.precision_m
        return self.station.free or self.file_outlier or moved


@dataclass(frozen=True, slots=True)
class AdjustedObservation:
    """One observation with what the adjustment leaves of it."""

    observation: Observation
    """The observation as it went in."""
    residual: float | None
    """Computed less stated: metres or degrees; None where the ends have no position."""
    standardised: float
    """The residual over its standard deviation, 0 or more; 0 where nothing else tests it."""
    redundancy: float
    """Redundancy number 0..1 (0..2 for a vicinity): how far other observations test it."""
    outlier: bool = False
    """Whether it contradicts the others and was set aside."""
    rivals: tuple[int, ...] = ()
    """Indexes of observations that would do as well in its place: which is wrong stays open."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """All of it."""

    places: tuple[AdjustedPlace, ...]
    """In step with the network's stations."""
    observations: tuple[AdjustedObservation, ...]
    """In step with the network's observations."""
    variance_factor: float | None
    """A-posteriori variance factor: about 1 where the statements scatter as their words admit,
    less where they agree better; None without redundancy."""
    redundancy: float
    """Degrees of freedom."""
    converged: bool
    """Whether every part came to rest."""

    @property
    def outliers(self) -> tuple[AdjustedObservation, ...]:
        """Observations set aside, the worst first."""
        found = [adjusted for adjusted in self.observations if adjusted.outlier]
        return tuple(sorted(found, key=lambda adjusted: -adjusted.standardised))
