"""Assessments: one part of a relation measured, with its uncertainty and probability."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from gazetteer.borders import Border
from gazetteer.measure import LonLat
from gazetteer.place import Place
from geo.belief import RADIUS_95
from geo.claims.claim import Interval
from geo.claims.verdict import dominant
from geo.relation import Region, Relation
from geo.tolerance import StatedInterval

Part = Literal["distance", "direction", "near", "containment"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One part of a statement, measured."""

    part: Part
    """Which part."""
    stated: Interval
    """What the words admit, in `unit`."""
    measured: Interval
    """What was measured, from the low to the high end of 95 %; bearings may wrap."""
    value: float
    """The best single value."""
    unit: str
    """`km` or `deg`."""
    probability: float
    """Probability that the true value lies in the stated interval, 0..1."""
    cause: str
    """The largest source of uncertainty: `vague words`, `coordinates` or `border`."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A subject measured against a reference, before anything is compared."""

    distance_m: float
    """Straight-line distance, metres."""
    error_m: float
    """Its 95 % error: both ends' 95 % radii in quadrature, metres."""
    bearing_deg: float
    """Bearing from the reference to the subject, degrees clockwise from north."""
    foot: LonLat | None = None
    """Foot point on a line, (longitude, latitude) in degrees, WGS 84."""

    @property
    def interval_km(self) -> tuple[float, float]:
        """The distance with its error, kilometres."""
        low = max(self.distance_m - self.error_m, 0.0)
        return low / 1000, (self.distance_m + self.error_m) / 1000


def measure(region: Region, subject: Place) -> Measured:
    """Measure a subject against the reference of a region.

    Parameters
    ----------
    region
        The relation with its reference.
    subject
        The place that something is stated of.
    """
    distance, bearing = region.measure(subject.lon, subject.lat)
    foot = None
    if isinstance(region.reference, Border):
        found = region.reference.distance(subject.lon, subject.lat)
        foot = (found.foot_lon, found.foot_lat)
    return Measured(
        float(distance),
        math.hypot(subject.precision_m, _reference_error_m(region)),
        float(bearing),
        foot,
    )


def assess(region: Region, subject: Place) -> tuple[Assessment, ...]:
    """Assess every part of a relation, as if it were affirmed.

    Parameters
    ----------
    region
        The relation with its reference.
    subject
        The place that something is stated of.

    Returns
    -------
    tuple of Assessment
        Distance, direction, nearness and containment, as far as they are stated.
    """
    relation, found = region.relation, measure(region, subject)
    parts = []
    if relation.distance is not None:
        parts.append(_distance(region.only("distance"), subject, found, relation.distance))
    if relation.wind is not None:
        parts.append(_direction(region, subject, found))
    if relation.nearness_m is not None:
        near = region.only("nearness")
        high = (relation.nearness_m + region.anchor.built_up_m) / 1000
        parts.append(
            Assessment(
                "near", (0.0, high), found.interval_km, found.distance_m / 1000, "km",
                near.probability(subject), "vague words",
            )
        )  # fmt: skip
    if relation.inside:
        parts.append(_containment(region, subject, found))
    return tuple(parts)


def _distance(
    region: Region, subject: Place, found: Measured, stated: StatedInterval
) -> Assessment:
    """Assess a distance."""
    low, high = (None if end is None else end / 1000 for end in (stated.low, stated.high))
    spreads = {"vague words": stated.soft, **_spreads(region, subject)}
    return Assessment(
        "distance", (low, high), found.interval_km, found.distance_m / 1000, "km",
        region.probability(subject), dominant(spreads),
    )  # fmt: skip


def _direction(region: Region, subject: Place, found: Measured) -> Assessment:
    """Assess a direction, or the part of an area that a direction names."""
    edge = region.relation.sector_deg[1]
    # A place inside an area lies in no direction from it: the words then mean a part of it.
    part = region.relation.inside or (region.extent is not None and found.distance_m == 0)
    alone = region.only("wind")
    if part:
        alone = alone.stating(replace(alone.relation, inside=True))
    off = math.degrees(math.asin(min(1.0, found.error_m / max(found.distance_m, 1.0))))
    around = found.distance_m <= found.error_m
    measured = (0.0, 360.0) if around else turned(found.bearing_deg, off)
    spreads = {
        cause: math.degrees(math.atan2(spread, max(found.distance_m, 1.0)))
        for cause, spread in _spreads(region, subject).items()
    }
    return Assessment(
        "direction", region.relation.admitted_deg, measured, found.bearing_deg, "deg",
        alone.probability(subject), dominant({"vague words": edge, **spreads}),
    )  # fmt: skip


def _containment(region: Region, subject: Place, found: Measured) -> Assessment:
    """Assess whether a place lies in an area."""
    inside = region.stating(Relation(inside=True))
    return Assessment(
        "containment", (0.0, 0.0), found.interval_km, found.distance_m / 1000, "km",
        inside.probability(subject), dominant(_spreads(region, subject)),
    )  # fmt: skip


def _spreads(region: Region, subject: Place) -> dict[str, float]:
    """Standard deviations that the positions and the line add to a distance, metres."""
    point = region.anchor.meter is None
    coordinates = subject.precision_m / RADIUS_95
    if point:
        return {"coordinates": math.hypot(coordinates, region.anchor.blur_m)}
    return {"coordinates": coordinates, "border": region.anchor.blur_m}


def _reference_error_m(region: Region) -> float:
    """95 % error of the reference's own position, metres."""
    return region.extent_precision_m if region.extent is not None else region.reference.precision_m


def turned(bearing_deg: float, half_deg: float) -> tuple[float, float]:
    """Give the bearings to either side of one, clockwise; they may wrap.

    Parameters
    ----------
    bearing_deg
        The middle, degrees clockwise from north.
    half_deg
        Half the width, degrees.
    """
    return (bearing_deg - half_deg) % 360, (bearing_deg + half_deg) % 360
