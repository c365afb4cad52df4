"""Coordinates whose two numbers may stand in the wrong order."""

from __future__ import annotations

from dataclasses import replace

from gazetteer.measure import inverse
from gazetteer.place import Place
from gazetteer.point import is_point
from geo.claims.ends import Ends
from geo.claims.verdict import verdict_of
from geo.relation import Region


def swapped_note(region: Region, ends: Ends) -> str:
    """Say where coordinates would lie with the axes swapped, if they would fit so.

    Parameters
    ----------
    region
        What is stated, with its reference.
    ends
        The two ends; one is written as coordinates.

    Returns
    -------
    str
        A sentence; empty where neither end is a point or the swapped one does not fit either.
    """
    subject, reference = ends.subject, ends.reference
    if is_point(subject) and (turned := _turned(subject)) is not None:
        region, subject = Region(region.relation, reference, ends.extent), turned
    elif isinstance(reference, Place) and is_point(reference):
        turned = _turned(reference)
        if turned is None:
            return ""
        region, reference = Region(region.relation, turned), turned
    else:
        return ""
    if verdict_of(region.probability(subject)) != "supported":
        return ""
    where = _where(subject, reference) if isinstance(reference, Place) else "where it is put"
    numbers = f"{turned.lat:.7g}, {turned.lon:.7g}"
    return f"With the axes swapped it would lie {where}, and fit: {numbers} (lat, lon)."


def _turned(point: Place) -> Place | None:
    """The point with its longitude for its latitude; None where that is none."""
    if abs(point.lon) > 90:
        return None
    return replace(point, lon=point.lat, lat=point.lon)


def _where(subject: Place, reference: Place) -> str:
    distance_m = inverse(reference.lonlat, subject.lonlat).distance_m
    return f"{distance_m / 1000:.1f} km from {reference.name}"
