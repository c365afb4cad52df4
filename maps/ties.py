"""Stated relations, ready to be drawn: what the words admit beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LonLat, inverse
from gazetteer.place import Place
from geo.claims.claim import Claim
from geo.errors import RelationInvalid
from geo.reading.reading import Reading
from geo.reading.statement import Quantity
from geo.relation import Region, relation_of
from maps import shapes
from maps.spots import Checked
from maps.style import CONE_OVERSHOOT

METRES: Final = {"m": 1.0, "km": 1_000.0, "mi": 1_609.344, "yd": 0.9144}
"""Metres in one of each unit of length that a statement may use."""
_BELIEFS: Final = (0.15, 0.5, 0.85)
_LEAST_CONE_M: Final = 1_500.0


@dataclass(frozen=True, slots=True)
class Tie:
    """One claim that relates two places on the map."""

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
    measured: LineString
    """The shortest way between the two."""
    band: BaseGeometry | None
    """Every point at a stated distance that the words admit."""
    rings: BaseGeometry | None
    """Every point at the stated number itself."""
    cones: tuple[BaseGeometry, ...]
    """The stated direction, widest first, each inside the one before."""

    @property
    def centre(self) -> Place:
        """The place that the stated distance is drawn around."""
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
    # A ring about a place holds where the subject should be; of a line only the nearest point
    # is known, so there it is drawn about the subject and should touch the line.
    centre = end if reference is not None else subject.lonlat
    return Tie(
        report=report,
        index=index,
        claim=claim,
        subject=subject,
        reference=reference,
        measured=shapes.way(end, subject.lonlat),
        band=_band(claim, centre),
        rings=_rings(statement.quantity, centre) if statement.type == "distance" else None,
        cones=_cones(claim, subject, reference, reading.report.lang),
    )


def _band(claim: Claim, centre: LonLat) -> BaseGeometry | None:
    """The distances that the words admit, around a centre."""
    if claim.stated is None or claim.measured_unit != "km" or claim.stated[1] is None:
        return None
    low_km, high_km = claim.stated[0] or 0.0, claim.stated[1]
    if not 0 <= low_km < high_km:
        return None
    return shapes.disc(centre, radius_m=high_km * 1000, inner_m=low_km * 1000)


def _rings(quantity: Quantity | None, centre: LonLat) -> BaseGeometry | None:
    """The stated number itself, both ends of a range."""
    if quantity is None or quantity.unit not in METRES:
        return None
    ends = [end for end in (quantity.value, quantity.value_max) if end is not None and end > 0]
    discs = [shapes.disc(centre, radius_m=end * METRES[quantity.unit]) for end in ends]
    edges = [disc.boundary for disc in discs if disc is not None]
    return shapely.union_all(edges) if edges else None


def _cones(
    claim: Claim, subject: Place, reference: Place | None, lang: str
) -> tuple[BaseGeometry, ...]:
    """The stated direction with an edge as soft as its meaning."""
    relation = relation_of(claim.statement, lang=lang)
    if reference is None or relation is None or relation.wind is None or relation.negated:
        return ()
    apart_m = inverse(reference.lonlat, subject.lonlat).distance_m
    region = Region(relation, reference).only("wind")
    reach_m = max(apart_m * CONE_OVERSHOOT, _LEAST_CONE_M)
    try:
        drawn = [region.outline(level=belief, reach_m=reach_m) for belief in _BELIEFS]
    except RelationInvalid:
        return ()
    return tuple(shapes.lean(shape) for shape in drawn if not shape.is_empty)


def _pinned(reading: Reading, mention: int | None) -> Place | None:
    """The place that a mention means, if it has a position that a line may end at."""
    if mention is None:
        return None
    place = reading.resolutions[mention].place
    return place if place is not None and place.kind in ("settlement", "water", "other") else None
