"""Stated relations, ready to be drawn: what the words admit beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LonLat, inverse
from gazetteer.place import Place
from geo.claims.claim import Claim
from geo.errors import RelationInvalid
from geo.reading.reading import Reading
from geo.relation import Region, Relation, relation_of
from maps import shapes
from maps.extent import Box
from maps.spots import Checked
from maps.style import CONE_OVERSHOOT

METRES: Final = {"m": 1.0, "km": 1_000.0, "mi": 1_609.344, "yd": 0.9144}
"""Metres in one of each unit of length that a statement may use."""
CONE_LEVELS: Final = (
    (0.06, 1.0), (0.12, 0.985), (0.2, 0.965), (0.32, 0.94), (0.5, 0.91), (0.68, 0.875),
    (0.85, 0.83),
)  # fmt: skip
"""Belief at the edges that a stated direction is drawn with, and the share of its reach."""
LEAST_CONE_M: Final = 1_500.0
"""How far a stated direction is drawn at least, metres."""


@dataclass(frozen=True)
class Tie:
    """One claim that relates two places on the map; its shapes are made when they are asked for."""

    report: int
    """Which of the reports, from 0."""
    index: int
    """Which of its claims, from 0."""
    claim: Claim
    """The claim."""
    subject: Place
    """What the statement is about."""
    reference: Place | None
    """What it is related to; None for a line such as the border."""
    end: LonLat
    """Where the measured line ends that begins at the subject: at the reference, or at the nearest
    point of a line; longitude and latitude in degrees, WGS 84."""
    lang: str
    """ISO 639-1 code of the report's language."""

    @property
    def box(self) -> Box:
        """West, south, east, north of the measured line's ends in degrees, WGS 84."""
        (lon, lat), (end_lon, end_lat) = self.subject.lonlat, self.end
        if abs(lon - end_lon) > 180.0:
            return self.measured.bounds
        return (min(lon, end_lon), min(lat, end_lat), max(lon, end_lon), max(lat, end_lat))

    @cached_property
    def measured(self) -> LineString:
        """The shortest way between the two."""
        return shapes.way(self.end, self.subject.lonlat)

    @cached_property
    def band(self) -> BaseGeometry | None:
        """Every point at a stated distance that the words admit."""
        if self.band_m is None:
            return None
        return shapes.disc(self.centre.lonlat, radius_m=self.band_m[1], inner_m=self.band_m[0])

    @cached_property
    def rings(self) -> BaseGeometry | None:
        """Every point at the stated number itself, both ends of a range."""
        discs = [shapes.disc(self.centre.lonlat, radius_m=radius_m) for radius_m in self.rings_m]
        edges = [disc.boundary for disc in discs if disc is not None]
        return shapely.union_all(edges) if edges else None

    @cached_property
    def cones(self) -> tuple[BaseGeometry, ...]:
        """The stated direction with an edge as soft as its meaning, widest first."""
        if self.towards is None or self.reference is None:
            return ()
        apart_m = inverse(self.reference.lonlat, self.subject.lonlat).distance_m
        region = Region(self.towards, self.reference).only("wind")
        reach_m = max(apart_m * CONE_OVERSHOOT, LEAST_CONE_M)
        try:
            drawn = [
                region.outline(level=belief, reach_m=reach_m * share)
                for belief, share in CONE_LEVELS
            ]
        except RelationInvalid:
            return ()
        return tuple(shapes.lean(shape) for shape in drawn if not shape.is_empty)

    @property
    def band_m(self) -> tuple[float, float] | None:
        """Least and greatest distance that the words admit, metres."""
        claim = self.claim
        if claim.stated is None or claim.measured_unit != "km" or claim.stated[1] is None:
            return None
        low_km, high_km = claim.stated[0] or 0.0, claim.stated[1]
        return (low_km * 1000, high_km * 1000) if 0 <= low_km < high_km else None

    @property
    def rings_m(self) -> tuple[float, ...]:
        """The stated number itself, metres; both ends of a range; empty where there is none."""
        quantity = self.claim.statement.quantity
        if self.claim.statement.type != "distance" or quantity is None:
            return ()
        if quantity.unit not in METRES:
            return ()
        ends = (quantity.value, quantity.value_max)
        return tuple(end * METRES[quantity.unit] for end in ends if end is not None and end > 0)

    @cached_property
    def towards(self) -> Relation | None:
        """The stated relation where it has a direction from a place that can be drawn."""
        relation = relation_of(self.claim.statement, lang=self.lang)
        if self.reference is None or relation is None or relation.wind is None or relation.negated:
            return None
        return relation

    @property
    def centre(self) -> Place:
        """The place that the stated distance is drawn around.

        A ring about a place holds where the subject should be; of a line only the nearest point
        is known, so there it is drawn about the subject and should touch the line.
        """
        return self.subject if self.reference is None else self.reference

    @property
    def in_question(self) -> bool:
        """Whether measuring did not bear the words out."""
        return self.claim.verdict in ("contradicted", "uncertain")

    @property
    def key(self) -> str:
        """The id of the claim's row on the page."""
        return claim_key(self.report, self.index)


def claim_key(report: int, index: int) -> str:
    """Give the id of a claim's row on the page.

    Parameters
    ----------
    report
        Which of the reports, from 0.
    index
        Which of its claims, from 0.
    """
    return f"claim-{report + 1}-{index + 1}"


def ties_of(checked: Checked) -> tuple[Tie, ...]:
    """Draw every claim whose two ends are known.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    """
    return tuple(_ties(checked))


def _ties(checked: Checked) -> Iterator[Tie]:
    for report, (reading, claims) in enumerate(checked):
        for index, claim in enumerate(claims):
            tie = _tie(report, index, claim, reading)
            if tie is not None:
                yield tie


def _tie(report: int, index: int, claim: Claim, reading: Reading) -> Tie | None:
    """One claim drawn; None if it relates no two positions."""
    statement = claim.statement
    if statement.type not in ("distance", "direction", "near"):
        return None
    subject = _pinned(reading, statement.subject)
    reference = _pinned(reading, statement.reference)
    end = reference.lonlat if reference is not None else claim.foot
    if subject is None or end is None or (reference is not None and reference.id == subject.id):
        return None
    return Tie(report, index, claim, subject, reference, end, reading.report.lang)


def _pinned(reading: Reading, mention: int | None) -> Place | None:
    """The place that a mention means, if it has a position that a line may end at."""
    if mention is None:
        return None
    place = reading.resolutions[mention].place
    return place if place is not None and place.kind in ("settlement", "water", "other") else None
