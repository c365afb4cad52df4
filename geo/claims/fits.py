"""Fits: which other references of the report a number would fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gazetteer.borders import Border
from gazetteer.place import Place
from geo.claims.assessment import measure
from geo.claims.claim import Fit
from geo.reading.reading import Reading
from geo.relation import Region, Relation
from geo.tolerance import StatedInterval, table

_FITS_FROM = 0.5


def references_of(
    reading: Reading, *, border: Border | None, without: Iterable[str]
) -> tuple[Place | Border, ...]:
    """List what a number could be tried against: the settlements that a report names, the border.

    Parameters
    ----------
    reading
        One report, read.
    border
        The border that the report speaks of, if any.
    without
        Ids that are left out: the claim's own subject and reference.
    """
    left_out = set(without)
    found: dict[str, Place | Border] = {}
    for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
        place = resolution.place
        if mention.role != "literal" or place is None or resolution.estimated:
            continue
        if place.kind == "settlement" and place.id not in left_out:
            found.setdefault(place.id, place)
    if border is not None and border.id not in left_out:
        found[border.id] = border
    return tuple(found.values())


def fits(
    subject: Place, stated: StatedInterval, references: Iterable[Place | Border]
) -> tuple[Fit, ...]:
    """Try a stated distance of a place against other references.

    Parameters
    ----------
    subject
        The place that the distance is stated of.
    stated
        What the words admit, metres.
    references
        What to try, as `references_of` lists it.

    Returns
    -------
    tuple of Fit
        One for each reference: those that fit first, each group by distance.
    """
    tried = []
    about = _closed(stated)
    for reference in references:
        region = Region(Relation(distance=about), reference)
        found = measure(region, subject)
        low, high = found.interval_km
        fitting = region.probability(subject) >= _FITS_FROM
        name = "border" if isinstance(reference, Border) else reference.name
        tried.append(Fit(name, low, high, found.distance_m / 1000, fitting))
    return tuple(sorted(tried, key=lambda fit: (not fit.fits, fit.distance_km, fit.reference)))


def _closed(stated: StatedInterval) -> StatedInterval:
    """The interval with an open end closed near the number: "over 60" is not said of 300."""
    share = table()["hedged"]["most_share"]
    if stated.high is None:
        return replace(stated, high=(stated.low or 0.0) * (1 + share))
    return stated if stated.low is not None else replace(stated, low=stated.high * (1 - share))
