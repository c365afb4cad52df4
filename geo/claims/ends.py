"""The two ends of a statement: which place is related to which place, area or border."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Border, BorderChoice, border_between, coming_border
from gazetteer.errors import PlaceUnknown
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.claim import MapUsed
from geo.claims.holding_front import FrontFinder
from geo.control.atlas import ControlAtlas
from geo.reading.countries import adjectives_in, countries_in
from geo.reading.mention import Resolution
from geo.reading.reading import Reading
from geo.reading.statement import Statement
from geo.reading.words import words

AREAS: Final = frozenset({"region", "country"})


@dataclass(frozen=True, slots=True)
class Ends:
    """What a statement relates, resolved."""

    subject: Place
    """The place that something is stated of."""
    reference: Place | Border
    """What it is related to."""
    extent: BaseGeometry | None = None
    """Polygon of a reference that is an area, longitude and latitude in degrees, WGS 84."""
    note: str = ""
    """A choice made on the way, in plain words."""
    score: float = 1.0
    """Belief in the resolution of the less sure end, 0..1."""
    map: MapUsed | None = None
    """The control map that the reference, a front line, is from."""
    stale: str = ""
    """Why the day of that map leaves every verdict open, as a sentence."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a statement cannot be checked."""

    cause: str
    """`unresolved`, `circular` or `no control map`."""
    why: str
    """The reason in plain words."""


class EndFinder:
    """Finds the ends of one report's statements."""

    def __init__(
        self, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas | None = None
    ) -> None:
        self._reading = reading
        self._gazetteer = gazetteer
        self._fronts = None if control is None else FrontFinder(reading, gazetteer, control)
        self._borders: dict[tuple[str, ...], Border | None] = {}
        self._coming: dict[str, BorderChoice | None] = {}

    def ends(self, statement: Statement, resolutions: Sequence[Resolution]) -> Ends | Missing:
        """Find what a statement relates, or why that is not known.

        Parameters
        ----------
        statement
            A statement of the reading.
        resolutions
            Which place each mention means, in step with the reading's mentions.
        """
        if statement.reference_kind == "front" and self._fronts is None:
            return Missing(
                "no control map", "the front line of the day is needed: give a control map"
            )
        subject = self._resolved(statement.subject, statement.subject_text, resolutions)
        if isinstance(subject, Missing):
            return subject
        if statement.reference_kind == "front":
            return self._to_front(statement, subject)
        if statement.reference_kind == "border":
            return self._to_border(statement, subject)
        reference = self._resolved(statement.reference, statement.reference_text, resolutions)
        if isinstance(reference, Missing):
            return reference
        place, score = subject
        other, other_score = reference
        if place.id == other.id:
            return Missing("unresolved", f"both ends were resolved to {place.label()}")
        if place.kind in AREAS and statement.type in ("distance", "near"):
            return Missing("unresolved", f"{place.name} is an area and lies at no one distance")
        return self._between(statement, place, other, score=min(score, other_score))

    def border_of(self, place: Place) -> BorderChoice | None:
        """Choose the border that "the border" means, said of a place.

        Parameters
        ----------
        place
            A resolved place.
        """
        if place.id not in self._coming:
            self._coming[place.id] = coming_border(
                self._gazetteer, place, parties=self._parties, between=self._border
            )
        return self._coming[place.id]

    @cached_property
    def _parties(self) -> tuple[str, ...]:
        """Codes of the countries that the report names, by a place in them or an adjective."""
        report = self._reading.report
        places = [resolution.place for resolution in self._reading.resolutions]
        named = [place.country for place in places if place is not None and place.country]
        return tuple(dict.fromkeys([*named, *adjectives_in(report.text, lang=report.lang)]))

    def _resolved(
        self, mention: int | None, text: str, resolutions: Sequence[Resolution]
    ) -> tuple[Place, float] | Missing:
        """The place that a mention means, with the belief in it."""
        if mention is None:
            named = f"“{text}” is no named place" if text else "the text names no place for it"
            return Missing("unresolved", named)
        found = resolutions[mention]
        name = self._reading.mentions[mention].text
        if found.place is None:
            return Missing("unresolved", f"no place was found for “{name}”: {found.why}")
        if found.estimated:
            return Missing(
                "circular", f"the position of {name} is itself estimated from what the text states"
            )
        return found.place, found.score

    def _to_border(self, statement: Statement, subject: tuple[Place, float]) -> Ends | Missing:
        """A place and the border that the text means."""
        place, score = subject
        text, lang = statement.reference_text, self._reading.report.lang
        internal = words("hedges", lang=lang)["border"]["internal"]
        if set(re.findall(r"\w+", text.casefold())).intersection(internal):
            return Missing("unresolved", f"“{text}” is no border between states")
        named = countries_in(text, gazetteer=self._gazetteer, lang=lang)
        others = [code for code in named if code != place.country]
        if not others or not place.country:
            choice = self.border_of(place)
        else:
            pair = named[:2] if len(named) > 1 else (place.country, others[0])
            border = self._border(*pair)
            choice = None if border is None else BorderChoice(border, "")
        if choice is None:
            return Missing("unresolved", f"the line that “{text}” means is not on file")
        if _derived(place, choice.border.id):
            return _circular(place, choice.border.name)
        return Ends(place, choice.border, note=choice.why, score=score)

    def _to_front(self, statement: Statement, subject: tuple[Place, float]) -> Ends | Missing:
        """A place and the front line of the day."""
        place, score = subject
        if place.kind in AREAS:
            return Missing("unresolved", f"{place.name} is an area and lies at no one distance")
        front = None if self._fronts is None else self._fronts.of(statement)
        if front is None:
            return Missing("no control map", "none of the control maps supplied has a front line")
        return Ends(
            place, front.line, note=front.note, score=score, map=front.map, stale=front.stale
        )

    def _between(
        self, statement: Statement, place: Place, other: Place, *, score: float
    ) -> Ends | Missing:
        """A place and another, which may be an area or the country across a border."""
        if _derived(place, other.id) or _derived(other, place.id):
            return _circular(place, other.name)
        if other.kind == "country" and place.country and other.country not in (None, place.country):
            border = self._border(place.country, str(other.country))
            if border is not None:
                return Ends(place, border, score=score)
        if other.kind not in AREAS:
            return Ends(place, other, score=score)
        extent = self._gazetteer.geometry(other.id)
        if statement.type == "distance" and _inside(place, other, extent):
            return self._to_seat(place, other, score=score)
        return Ends(place, other, extent=extent, score=score)

    def _to_seat(self, place: Place, area: Place, *, score: float) -> Ends | Missing:
        """A place in an area and the area's seat: nothing lies some way off what it lies in."""
        inside = f"{place.name} lies in {area.name}"
        if area.capital is None:
            return Missing("unresolved", f"{inside}, so it lies no way off it")
        try:
            seat = self._gazetteer.get(area.capital)
        except PlaceUnknown:
            return Missing("unresolved", f"{inside}, so it lies no way off it")
        if seat.id == place.id or _derived(place, seat.id):
            return Missing("unresolved", f"{inside} and is its seat")
        return Ends(place, seat, note=f"the seat of {area.name} is taken: {inside}", score=score)

    def _border(self, *countries: str) -> Border | None:
        """The border of two countries, looked up once."""
        pair = tuple(sorted(countries))
        if pair not in self._borders:
            self._borders[pair] = border_between(self._gazetteer, *pair)
        return self._borders[pair]


def _inside(place: Place, area: Place, extent: BaseGeometry | None) -> bool:
    """Whether a place lies in an area, by its outline or else by its codes."""
    if extent is not None:
        return bool(extent.contains(Point(place.lon, place.lat)))
    return place.country == area.country and area.kind == "region" and place.admin1 == area.name


def _derived(place: Place, other_id: str) -> bool:
    """Whether a place's position was worked out from another."""
    return other_id in place.derived_from


def _circular(place: Place, other: str) -> Missing:
    """The answer where one end's position rests on the other's."""
    return Missing(
        "circular",
        f"the position of {place.name} or of {other} on file was worked out from how the two are "
        "said to lie to each other, so it cannot test the statement",
    )
