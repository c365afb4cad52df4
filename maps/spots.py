"""The places that the reports name: one spot for each, however often it is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazetteer.place import Place
from geo.claims.claim import Claim
from geo.reading.event import Event, Status
from geo.reading.mention import Resolution
from geo.reading.reading import Reading
from geo.reading.statement import Standing
from maps.style import FIRMNESS

Checked = Sequence[tuple[Reading, tuple[Claim, ...]]]


@dataclass(frozen=True, slots=True)
class Deed:
    """One event of one report, with the place that it happened at."""

    report: int
    """Which of the reports, from 0."""
    index: int
    """Which of its events, from 0."""
    event: Event
    """The event."""
    place: Place | None
    """Where it happened; None where the report's words fit no place."""

    @property
    def drawn_as_advance(self) -> bool:
        """Whether the map may show it as ground gained: never for what a side merely holds."""
        gains = ("advanced", "entered", "seized", "infiltrated", "crossed", "cleared")
        return self.event.action in gains and not self.event.negated


@dataclass(frozen=True, slots=True)
class SideStatus:
    """What one side's doings make of a place."""

    side: str
    """The side's code."""
    status: Status
    """What follows for the place."""
    standing: Standing
    """How firmly the report stands behind it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with everything that the reports say of it."""

    number: int
    """Position in the order of first naming, from 1."""
    place: Place
    """The gazetteer row, or the estimate."""
    estimated: bool
    """Whether no gazetteer holds it and its position is worked out from the text."""
    sightings: tuple[tuple[int, int], ...]
    """Where it is named: (report, mention), each from 0."""
    deeds: tuple[Deed, ...]
    """What happened at it."""
    statuses: tuple[SideStatus, ...]
    """What that makes of it, the firmest side first."""

    @property
    def key(self) -> str:
        """The id of its row on the page."""
        return f"place-{self.number}"

    @property
    def pinned(self) -> bool:
        """Whether the map marks it with a point: regions are outlined, roads are listed."""
        return self.place.kind in ("settlement", "water", "other")

    @property
    def weight(self) -> int:
        """How much the reports make of it."""
        return len(self.sightings) + 2 * len(self.deeds)


def deeds_of(checked: Checked) -> tuple[Deed, ...]:
    """List every event of every report with its place.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    """
    return tuple(
        Deed(report, index, event, _place(reading, event.place_mention))
        for report, (reading, _) in enumerate(checked)
        for index, event in enumerate(reading.events)
    )


def spots_of(checked: Checked, *, deeds: Sequence[Deed]) -> tuple[Spot, ...]:
    """Gather the literal, resolved mentions of all reports by place.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    deeds
        The reports' events, from `deeds_of`.
    """
    found: dict[str, tuple[Resolution, Place, list[tuple[int, int]]]] = {}
    for report, mention, resolution, place in _literal(checked):
        found.setdefault(place.id, (resolution, place, []))[2].append((report, mention))
    at: dict[str, list[Deed]] = {}
    for deed in deeds:
        if deed.place is not None:
            at.setdefault(deed.place.id, []).append(deed)
    return tuple(
        _spot(number, place, resolution.estimated, tuple(sightings), tuple(at.get(place.id, ())))
        for number, (resolution, place, sightings) in enumerate(found.values(), 1)
    )


def unresolved(checked: Checked) -> tuple[tuple[int, int], ...]:
    """List the literal mentions that no place fits: (report, mention), each from 0.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    """
    return tuple(
        (report, index)
        for report, (reading, _) in enumerate(checked)
        for index, (mention, resolution) in enumerate(
            zip(reading.mentions, reading.resolutions, strict=True)
        )
        if mention.role == "literal" and resolution.place is None
    )


def _literal(checked: Checked) -> Iterator[tuple[int, int, Resolution, Place]]:
    """Every literal mention that has a place."""
    for report, (reading, _) in enumerate(checked):
        pairs = zip(reading.mentions, reading.resolutions, strict=True)
        for index, (mention, resolution) in enumerate(pairs):
            if mention.role == "literal" and resolution.place is not None:
                yield report, index, resolution, resolution.place


def _spot(
    number: int,
    place: Place,
    estimated: bool,  # noqa: FBT001 (private)
    sightings: tuple[tuple[int, int], ...],
    deeds: tuple[Deed, ...],
) -> Spot:
    # What happened somewhere in a region gives the region no status.
    statuses = () if place.kind in ("region", "country", "road") else statuses_of(deeds)
    return Spot(number, place, estimated, sightings, deeds, statuses)


def statuses_of(deeds: Sequence[Deed]) -> tuple[SideStatus, ...]:
    """One status for each side: its latest dated event, then its firmest, then its last.

    An event in the fields around a place says nothing of the place itself, and one that the
    report denies says nothing at all.

    Parameters
    ----------
    deeds
        What happened at one place, in the order of the reports.
    """
    latest: dict[str, tuple[tuple[str, int, int], SideStatus]] = {}
    for order, deed in enumerate(deeds):
        event = deed.event
        if event.status is None or event.actor is None or event.negated or event.sector:
            continue
        if event.standing == "denied":
            continue
        rank = (event.date or "", FIRMNESS.index(event.standing), order)
        status = SideStatus(event.actor, event.status, event.standing)
        if event.actor not in latest or rank > latest[event.actor][0]:
            latest[event.actor] = (rank, status)
    ordered = sorted(
        latest.values(), key=lambda item: (-FIRMNESS.index(item[1].standing), item[1].side)
    )
    return tuple(status for _, status in ordered)


def _place(reading: Reading, mention: int | None) -> Place | None:
    """The place that a mention means; None for what is no literal mention."""
    if mention is None or reading.mentions[mention].role != "literal":
        return None
    return reading.resolutions[mention].place
