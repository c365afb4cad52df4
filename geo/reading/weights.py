"""What speaks for and against a candidate, as log-odds terms with a reason each.

Scale: one unit is a factor of e in odds. The terms were set on the labelled reports under
`tests/reports`, those put aside left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from gazetteer.measure import inverse, inverse_many
from gazetteer.place import Match, Place
from gazetteer.spelling import ROMANISED_COUNTRIES
from geo.tolerance import table

_FIT: Final = 4.0
_SIZE: Final = 0.37
_CONTEXT: Final = 8.0
_NAMED_REGION: Final = 2.0
_NAMED_COUNTRY: Final = 0.8
_CLOSENESS: Final = 3.0
_CLOSENESS_SCALE_M: Final = 40_000.0
_CLOSENESS_POWER: Final = 0.4
_CLOSENESS_CAP: Final = 12.0
_CLOSENESS_CAP_POWER: Final = 0.25
_VILLAGE: Final = 5_000
"""Inhabitants from which on a place is named from farther away."""
_COINCIDENCE: Final = 4.0
_COINCIDENCE_SCALE_M: Final = 20_000.0
_COINCIDENCE_POWER: Final = 0.4
_UNSAID_FLOOR: Final = 1e-6
_BEARERS: Final = 0.8
_RENOWN: Final = 1.5
_RENOWN_REACH_M: Final = 150_000.0
_TOWN: Final = 5_000
"""Inhabitants of a town whose row does not say."""
_TOWNS: Final = frozenset({"town", "city"})
NOTHING: Final = -7.0
"""Odds of “no row is the place” for a name of an unknown village."""


@dataclass(frozen=True, slots=True)
class Term:
    """One reason for or against a candidate."""

    value: float
    """Log-odds; positive speaks for it."""
    reason: str
    """In plain words; empty for what need not be said."""
    stated: bool = False
    """Whether it rests on a relation that the text states: told before anything else."""
    detail: str = ""
    """What is weighed, in plain words, where `reason` leaves it unsaid."""


def name_term(match: Match) -> Term:
    """How well the spelling fits.

    Parameters
    ----------
    match
        The candidate with the spelling that fits.
    """
    value = _FIT * math.log(max(match.fit, 0.05))
    reason = "" if match.fit >= 0.99 else f"its name is spelt {match.spelling}"
    return Term(value, reason, detail="its name is spelt as in the text")


def size_term(place: Place) -> Term:
    """How prominent a place is: reports name big places more often than small ones.

    Parameters
    ----------
    place
        The candidate.
    """
    unsaid = 5_000_000 if place.kind == "country" else _TOWN if place.feature in _TOWNS else 150
    value = _SIZE * (math.log10((place.population or unsaid) + 10) - 2)
    if place.id.startswith("theatre:"):
        value += 0.4
    lives = "how many live there is not on file"
    if place.population is not None:
        lives = f"{place.population:,} live there"
    return Term(value, "", detail="it is a country" if place.kind == "country" else lives)


def nothing_term(matches: Sequence[Match], *, evidence: float) -> Term:
    """What speaks for the gazetteer lacking the place.

    A name that many villages bear is likelier to have one more bearer than a rare one, and a
    rare or well-known name is likelier to stand in a false statement than to mean another place.

    Parameters
    ----------
    matches
        The candidates.
    evidence
        How strongly the words around say that the name is a place, 0..1.
    """
    if not matches:
        return Term(NOTHING, "", detail="nothing bears the name")
    bearers = _bearers(matches)
    known = max(_known(match.place) for match in matches) / math.sqrt(bearers)
    large = 12.0 if any(m.place.kind in {"country", "region"} for m in matches) else 0.0
    certain = 2.0 * (evidence - 0.5)
    value = NOTHING + _BEARERS * math.log(bearers) - known - large - certain
    detail = "how many bear the name, how well they are known, what the words around say"
    return Term(value, "", detail=detail)


def _bearers(matches: Sequence[Match]) -> int:
    """Count the places of a name, as a measure of how many more of that name nobody listed.

    Villages whose inhabitants nobody states come from lists that are near complete: the more of
    them are listed, the fewer are left, so they do not count. Nor do places in other countries
    than the biggest one's: that Ohio has Palmyras says nothing of how many Syria has.
    """
    sized = [match.place for match in matches if match.place.population is not None]
    biggest = max(sized, key=lambda place: place.population or 0, default=None)
    here = {biggest.country} if biggest else set()
    if not here.isdisjoint(ROMANISED_COUNTRIES):
        here |= ROMANISED_COUNTRIES
    return max(sum(place.country in here for place in sized), 1)


def _known(place: Place) -> float:
    """How well known a place is, by its inhabitants: 0 for a village of a hundred, 2 for 10,000."""
    unsaid = _TOWN if place.feature in _TOWNS else 100
    return max(math.log10((place.population or unsaid) + 10) - 2.0, 0.0)


def coincidence_term(matches: Sequence[Match], references: Sequence[Place]) -> Term:
    """What a bearer of the name close by speaks against the gazetteer lacking the place.

    That a second village of the name, unknown to the gazetteer, lies beside the same place is less
    likely than that the statement is wrong, the rarer the name the less; nor is a village the
    namesake of a town of the same part of the country.

    Parameters
    ----------
    matches
        The candidates.
    references
        Settlements from which the text says where the place lies.
    """
    bearers = _bearers(matches)
    beside = town = 0.0
    for match in matches:
        for place in references:
            if not match.place.kind == place.kind == "settlement":
                continue
            distance_m = inverse(match.place.lonlat, place.lonlat).distance_m
            beside = max(beside, math.exp(-((distance_m / _COINCIDENCE_SCALE_M) ** 2)))
            reach = 1 + (distance_m / _RENOWN_REACH_M) ** 4
            town = max(town, _known(match.place) / reach)
    value = _COINCIDENCE * bearers**-_COINCIDENCE_POWER * beside
    detail = "a bearer of the name lies near what the text relates it to" if matches else ""
    return Term(-value - _RENOWN * town / math.sqrt(bearers), "", detail=detail)


def lies_in(place: Place, region: Place) -> bool:
    """Whether a place belongs to a region or country, by its codes or else by the extent.

    Parameters
    ----------
    place
        A settlement or region.
    region
        A region or country.
    """
    if region.kind == "country":
        return place.country == region.country
    if place.admin1 is not None and place.country == region.country:
        if place.admin1 in {region.name, region.admin1} and region.feature not in {
            "raion",
            "district",
        }:
            return True
        if region.admin2 and place.admin2 == region.admin2:
            return True
    if region.bbox is None:
        return False
    west, south, east, north = region.bbox
    boxed = west <= place.lon <= east and south <= place.lat <= north
    macro = region.country is None or region.feature in {"macroregion", "raion", "district", "area"}
    return boxed and macro


def region_term(
    place: Place, *, beside: Sequence[Place], named: Sequence[Place], states: Sequence[Place]
) -> Term:
    """Whether a candidate lies in the regions that the text names.

    Parameters
    ----------
    place
        The candidate.
    beside
        Regions that the words beside the name put it in.
    named
        Regions that the report names anywhere.
    states
        Countries that the report names anywhere.
    """
    if beside:
        hit = next((region for region in beside if lies_in(place, region)), None)
        if hit is None:
            return Term(-_CONTEXT, f"it is not in {beside[0].name}, which the text names beside it")
        return Term(_CONTEXT, f"the text puts it in {hit.name}")
    value, reason = 0.0, ""
    region = next((region for region in named if lies_in(place, region)), None)
    if region is not None:
        value += _NAMED_REGION
        reason = f"it is in {region.name}, which the report names"
    if any(state.country == place.country for state in states):
        value += _NAMED_COUNTRY
    return Term(value, reason, detail="the report names its country")


def unsaid_distance_term(place: Place, reference: Place) -> Term:
    """Weigh how far a place lies of which the text tells only the direction: rarely far.

    The share of such places that lie farther still, by the published table of `geo.tolerance`.

    Parameters
    ----------
    place
        The candidate.
    reference
        What its direction is told from.
    """
    row = table()["unknown_distance"]
    distance_m = inverse(place.lonlat, reference.lonlat).distance_m
    median_m = row["median_m"]
    for end in (place, reference):
        size = (end.population or 0) / row["city_inhabitants"]
        median_m *= max(size, 1.0) ** row["city_power"]
    spread = math.log(max(distance_m, 1.0) / median_m) / math.log(row["factor"])
    farther = 1.0 - NormalDist().cdf(spread)
    detail = f"it is {distance_m / 1000:.0f} km from {reference.name}, and only a direction is told"
    return Term(math.log(max(farther, _UNSAID_FLOOR)), "", detail=detail)


def closeness_terms(places: Sequence[Place], others: Sequence[tuple[Place, float]]) -> list[Term]:
    """How close candidates are to the report's other places: a village to what is named beside it.

    The distance is that of the nearest others whose weights make one sure neighbour. A big place
    is named from farther away than a village, so the scale grows with its inhabitants, and the
    least value rises: everybody names Geneva.

    Parameters
    ----------
    places
        The candidates.
    others
        Places chosen for the report's other names, each with its weight 0..1.

    Returns
    -------
    list of Term
        One for each candidate.
    """
    kept = [(other, weight) for other, weight in others if other.kind == "settlement"]
    if not kept or not places:
        return [Term(0.0, "")] * len(places)
    count = len(kept)
    distances, _ = inverse_many(
        np.repeat([place.lon for place in places], count),
        np.repeat([place.lat for place in places], count),
        np.tile([other.lon for other, _ in kept], len(places)),
        np.tile([other.lat for other, _ in kept], len(places)),
    )
    return [
        _closeness(place, sorted(zip(row.tolist(), kept, strict=True), key=lambda pair: pair[0]))
        if place.kind == "settlement"
        else Term(0.0, "")
        for place, row in zip(places, distances.reshape(len(places), count), strict=True)
    ]


def _closeness(place: Place, ranked: Sequence[tuple[float, tuple[Place, float]]]) -> Term:
    """Weigh one candidate by the other places, nearest first."""
    total = far = 0.0
    for distance, (_, weight) in ranked:
        share = min(weight, 1.0 - total)
        total, far = total + share, far + share * distance
        if total >= 1.0:
            break
    size = max((place.population or 0) / _VILLAGE, 1.0)
    scale_m = _CLOSENESS_SCALE_M * size**_CLOSENESS_POWER
    far_m = far / max(total, 1e-9)
    cap = _CLOSENESS_CAP / size**_CLOSENESS_CAP_POWER
    value = -min(_CLOSENESS * math.log1p((far_m / scale_m) ** 2), cap)
    closest, (other, _) = ranked[0]
    return Term(
        value * total, f"it is {closest / 1000:.0f} km from {other.name}, which the report names"
    )
