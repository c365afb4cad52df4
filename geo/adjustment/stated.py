"""Stated relations as observations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gazetteer.borders import Border
from geo.adjustment.observation import Bound, Observation
from geo.belief import NORMAL_95, RADIUS_95
from geo.relation import Relation
from geo.tolerance import StatedInterval, table

_RAYLEIGH_MEDIAN: Final = math.sqrt(2 * math.log(2))
_SHARPEST_M: Final = 50.0


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation between two stations, or of one to a border, with who states it."""

    relation: Relation
    """What is stated."""
    subject: str
    """Id of the subject's station."""
    reference: str | None
    """Id of the reference's station; None for the border."""
    border: Border | None
    """The line, where it is one."""
    words: str
    """The statement in a few words."""
    sources: tuple[str, ...]
    """Reports or pages."""
    built_up_m: float = 0.0
    """Radius of the reference, from whose edge nearness reaches, metres."""


def observations_of(stated: Stated) -> tuple[Observation, ...]:
    """Turn a stated relation into observations, one for each part of it.

    An interval becomes its middle with the standard deviation of a rectangular distribution (half
    width over √3; JCGM 100:2008, 4.3.7) widened by its soft ends; one open end makes a bound. A
    road length becomes the straight line that it is usually the length of a road for.

    Parameters
    ----------
    stated
        The relation and its ends.

    Returns
    -------
    tuple of Observation
        Empty for containment, which fixes no position. A direction from a border is left out: the
        foot of the perpendicular does not tell from which point it is meant.
    """
    relation, found = stated.relation, []
    if relation.distance is not None:
        found.append(_distance(stated, relation.distance))
    if relation.wind is not None and stated.border is None and not relation.inside:
        found.append(_direction(stated))
    if relation.nearness_m is not None and stated.border is None:
        found.append(_nearness(stated, relation.nearness_m))
    return tuple(found)


def customary(stated: Sequence[Stated]) -> tuple[Observation, ...]:
    """Give how far a place usually lies from those of which only a direction is told.

    Parameters
    ----------
    stated
        All such relations of one place that no other bounds; several count as one.
    """
    row = table()["unknown_distance"]
    sigma = math.log(row["factor"]) * math.sqrt(len(stated))
    return tuple(
        Observation(
            "vague distance", one.subject, one.reference, float(row["median_m"]), sigma,
            words=f"{one.words}: no distance stated", sources=one.sources, customary=True,
        )
        for one in stated
    )  # fmt: skip


def _distance(stated: Stated, interval: StatedInterval) -> Observation:
    low, high, soft = interval.low, interval.high, interval.soft
    if stated.relation.by_road:
        road = table()["road"]
        low = None if low is None else low / road["most"]
        high = None if high is None else high / road["least"]
    line_m = 0.0 if stated.border is None else stated.border.precision_m / NORMAL_95
    bound: Bound = "exact"
    if low is None or high is None:
        bound = "at_most" if low is None else "at_least"
        value, half = (high if low is None else low) or 0.0, 0.0
    else:
        value, half = (low + high) / 2, (high - low) / 2
    sigma = max(math.hypot(half / math.sqrt(3), soft, line_m), _SHARPEST_M)
    return Observation(
        "distance", stated.subject, stated.reference, value, sigma, bound=bound,
        border=stated.border, words=stated.words, sources=stated.sources,
    )  # fmt: skip


def _direction(stated: Stated) -> Observation:
    first, last = stated.relation.admitted_deg
    width = (last - first) % 360.0
    share = float(table()["adjustment"]["direction_share"])
    return Observation(
        "direction", stated.subject, stated.reference, (first + width / 2) % 360.0,
        share * width / 2, words=stated.words, sources=stated.sources,
    )  # fmt: skip


def _nearness(stated: Stated, nearness_m: float) -> Observation:
    row = table()["adjustment"]
    if stated.relation.wind is None:
        # Half of a round normal lies within its median; here that is where nearness is half.
        sigma = (nearness_m + stated.built_up_m) / _RAYLEIGH_MEDIAN
        return Observation(
            "vicinity", stated.subject, stated.reference, 0.0, sigma,
            words=stated.words, sources=stated.sources,
        )  # fmt: skip
    value = row["vague_share"] * nearness_m + stated.built_up_m
    return Observation(
        "vague distance", stated.subject, stated.reference, value, math.log(row["vague_factor"]),
        words=stated.words, sources=stated.sources,
    )  # fmt: skip


def station_sigma_m(precision_m: float) -> float:
    """Give the standard deviation of a position along one direction, metres.

    Parameters
    ----------
    precision_m
        Its 95 % radius, metres; at least a few metres are taken.
    """
    return max(precision_m, 10.0) / RADIUS_95
