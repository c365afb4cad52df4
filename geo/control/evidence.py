"""What reports' events say of who has which place: evidence for an inferred front.

The weights are one table with its reasons, `evidence.toml`. What a report denies, or says did not
happen, gives nobody a place. Of the events that say something of one place for one side the latest
day counts, on one day the firmest, at last the one told last; one side's later day also outweighs
the other side's earlier. Two sides that both claim a place on one day leave the front running
through it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import WINDS, LonLat
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.control.front_base import polygons
from geo.control.front_status import KnownStatus
from geo.errors import RelationInvalid
from geo.outline import sector
from geo.reading.event import Event, Status
from geo.reading.reading import Reading
from geo.reading.sides import find_sides
from geo.reading.statement import Standing
from geo.reading.tokens import tokenise
from geo.relation import Region, Relation

_FIRMNESS: Final = ("denied", "claimed", "assessed", "geolocated")
_SAME_M: Final = 1_000.0
"""A settlement this near to one that is named may be the same one in another source, metres."""
_FAR: Final = ("struck",)
"""Deeds that say nothing of the front: strikes reach hundreds of kilometres behind it."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One event, and what it says of who has a place or the ground beside it."""

    report: str
    """Id of the report."""
    index: int
    """Which of its events, from 0."""
    place: Place
    """The place."""
    sector: tuple[str, ...]
    """Winds of the ground beside the place that is meant; empty for the place itself."""
    part: str | None
    """The part of the place that is meant."""
    actor: str | None
    """The side that acts; None where the report does not say."""
    status: Status
    """What follows for the place, seen from that side."""
    standing: Standing
    """How firmly it is said."""
    says: str
    """Who says so, the outermost speaker first: `ISW ← Russian military bloggers`."""
    date: str | None
    """The day it happened, or that of the report; None where neither is known."""
    share: float
    """How much of it the actor has, -1..1; below zero the other side has it."""
    doubt: float
    """Variance of that, 0 or more."""
    ground: BaseGeometry | None = None
    """The ground beside the place that is meant, longitude and latitude in degrees, WGS 84."""
    spots: tuple[LonLat, ...] = ()
    """Points that stand for that ground, one for each wind, (longitude, latitude)."""
    outweighed: str = ""
    """Why it does not count, in plain words; empty where it counts."""

    @property
    def counts(self) -> bool:
        """Whether it pulls the front."""
        return not self.outweighed

    def known(self, sides: Sequence[str]) -> tuple[KnownStatus, ...]:
        """Say it as statuses of points.

        Parameters
        ----------
        sides
            The two sides of the front.
        """
        actor = self.actor if self.actor is not None and self.actor in sides else sides[0]
        other = sides[1] if actor == sides[0] else sides[0]
        side = actor if self.share >= 0 else other
        points = self.spots or (self.place.lonlat,)
        return tuple(
            KnownStatus(
                lon, lat, side, abs(self.share), self.doubt * len(points), self.place.name,
                spot=not self.sector,
            )
            for lon, lat in points
        )  # fmt: skip


def evidence_of(readings: Sequence[Reading], *, day: str | None = None) -> tuple[Evidence, ...]:
    """Gather what the events of reports say of settlements and of the ground beside them.

    Parameters
    ----------
    readings
        The reports, read.
    day
        The day that the front is wanted for, ISO 8601: what happened later does not count, and
        what is older weighs less. Without it the last day that any event or report names.

    Returns
    -------
    tuple of Evidence
        In the order of the reports; also what does not count, with the reason.
    """
    found = [one for reading in readings for one in _of_reading(reading)]
    days = [one.date for one in found if one.date is not None]
    wanted = day or max(days, default=None)
    aged = [one if wanted is None else _aged(one, wanted) for one in found]
    return tuple(_weighed(aged))


def sides_of(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Name the sides of some evidence, those that act first, then the countries of its places.

    Parameters
    ----------
    evidence
        From `evidence_of`.
    """
    actors = [one.actor for one in evidence if one.actor is not None]
    countries = [one.place.country for one in evidence if one.place.country is not None]
    named = sorted(set(actors), key=lambda side: (-actors.count(side), side))
    return tuple(dict.fromkeys([*named, *sorted(set(countries), key=countries.index)]))


def silent_places(
    gazetteer: Gazetteer, statuses: Sequence[KnownStatus], *, known_m: float
) -> tuple[LonLat, ...]:
    """Find the settlements near some statuses of which nothing is said.

    Parameters
    ----------
    gazetteer
        Where they are looked up.
    statuses
        What is known.
    known_m
        How far around them to look, metres.

    Returns
    -------
    tuple
        (longitude, latitude) in degrees, WGS 84, each once.
    """
    if not statuses:
        return ()
    around = shapely.union_all([sector((s.lon, s.lat), outer_m=known_m) for s in statuses])
    named = shapely.union_all([
        sector((s.lon, s.lat), outer_m=_SAME_M) for s in statuses if s.spot
    ])  # fmt: skip
    shapely.prepare(named)
    places = gazetteer.within(polygons(around), kind="settlement")
    return tuple(
        place.lonlat for place in places if not named.intersects(shapely.Point(place.lonlat))
    )


def _of_reading(reading: Reading) -> Iterator[Evidence]:
    """The events of one report that say something of a settlement."""
    for index, event in enumerate(reading.events):
        if event.status is None or event.place_mention is None or event.action in _FAR:
            continue
        mention = reading.mentions[event.place_mention]
        resolution = reading.resolutions[event.place_mention]
        place = resolution.place
        if mention.role != "literal" or place is None or place.kind != "settlement":
            continue
        why = ""
        if event.negated or event.standing == "denied":
            why = "it is denied: nobody gets a place by that"
        elif resolution.score < float(_table()["place"]["least_score"]):
            why = "it is not sure which place is meant"
        yield _evidence(reading, index, event, place, why)


def _evidence(reading: Reading, index: int, event: Event, place: Place, why: str) -> Evidence:
    """Weigh one event by itself."""
    table = _table()
    status = event.status or "contested"
    row = table["status"][status]
    sector = tuple(wind for wind in event.sector if wind in WINDS)
    if sector and status == "contested" and event.actor is not None:
        row = table["sector"]
    grounds = _beside(place, sector)
    if sector and not grounds:
        why = why or "the ground beside the place cannot be drawn"
    return Evidence(
        report=reading.report.id,
        index=index,
        place=place,
        sector=sector,
        part=event.part,
        actor=event.actor,
        status=status,
        standing=event.standing,
        says=" ← ".join(link.speaker for link in event.attribution if link.speaker),
        date=event.date or reading.report.date,
        share=float(row["share"]) if event.actor is not None else 0.0,
        doubt=float(row["doubt"]) + _standing_doubt(event, reading.report.lang),
        ground=shapely.union_all(grounds) if grounds else None,
        spots=tuple((ground.centroid.x, ground.centroid.y) for ground in grounds),
        outweighed=why,
    )


def _standing_doubt(event: Event, lang: str) -> float:
    """How much doubt comes with who says so."""
    table = _table()
    if event.standing != "claimed":
        return float(table["standing"].get(event.standing, table["standing"]["claimed"])["doubt"])
    speakers = [_side_of(link.speaker, lang) for link in event.attribution]
    said = [side for side in speakers if side is not None]
    if not said or event.actor is None:
        return float(table["standing"]["claimed"]["doubt"])
    # The origin stands last in the chain. What a side says it has lost, it admits.
    own = said[-1] == event.actor
    gained = float(table["status"][event.status or "contested"]["share"]) >= 0
    return float(table["interest"]["own" if own == gained else "against"]["doubt"])


def _side_of(speaker: str, lang: str) -> str | None:
    """The side that a speaker is of, where the words tell."""
    return next((side.name for side in find_sides(tokenise(speaker), lang=lang) if side.name), None)


def _aged(one: Evidence, wanted: str) -> Evidence:
    """Weigh a status by its age."""
    if one.date is None or one.outweighed:
        return one
    days = (date.fromisoformat(wanted) - date.fromisoformat(one.date)).days
    if days < 0:
        return replace(one, outweighed=f"it happened on {one.date}, after the day asked for")
    return replace(one, doubt=one.doubt + days * float(_table()["age"]["doubt_per_day"]))


def _weighed(found: Sequence[Evidence]) -> Iterator[Evidence]:
    """Let the latest and firmest of each place and side stand."""
    best: dict[tuple[object, ...], tuple[tuple[object, ...], int]] = {}
    latest: dict[tuple[object, ...], str] = {}
    for order, one in enumerate(found):
        if one.outweighed:
            continue
        where = (one.place.id, one.sector)
        rank = (one.date or "", _FIRMNESS.index(one.standing), order)
        latest[where] = max(latest.get(where, ""), one.date or "")
        key = (*where, one.actor)
        if key not in best or rank > best[key][0]:
            best[key] = (rank, order)
    chosen = {order for _, order in best.values()}
    for order, one in enumerate(found):
        if one.outweighed:
            yield one
        elif (one.date or "") < latest[one.place.id, one.sector]:
            yield replace(one, outweighed="a later day says otherwise or the same")
        elif order not in chosen:
            yield replace(one, outweighed="the same place and side are told more firmly or later")
        else:
            yield one


def _beside(place: Place, winds: Sequence[str]) -> list[BaseGeometry]:
    """The ground in each of some directions from a place; none where it cannot be drawn."""
    reach_m = (place.radius_m or 0.0) + float(_table()["sector"]["reach_m"])
    regions = [Region(Relation(wind=wind), place) for wind in winds]
    try:
        drawn = [region.outline(reach_m=reach_m) for region in regions]
    except RelationInvalid:
        return []
    return [ground for ground in drawn if not ground.is_empty]


@cache
def _table() -> Mapping[str, Any]:
    """The weights."""
    text = files("geo.control").joinpath("evidence.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
