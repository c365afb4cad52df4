"""Which side's ground in which country a figure is about, where its own words do not tell both."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.errors import PlaceUnknown
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.ends import Missing
from geo.control.layer import ControlLayer
from geo.reading.countries import adjectives_in, countries_in
from geo.reading.reading import Reading
from geo.reading.statement import Statement

_REACH = 120
"""Characters between a figure and the event that it belongs to."""


@dataclass(frozen=True, slots=True)
class Abroad:
    """What a side holds in another country."""

    side: str
    """Who holds it, as the layers name the side."""
    country: str
    """ISO 3166-1 alpha-2 code of the country."""
    where: str
    """The country, or the region of it, by name."""
    place_id: str | None = None
    """Id of the region, where one is named."""


def abroad_of(
    statement: Statement, reading: Reading, gazetteer: Gazetteer, layer: ControlLayer
) -> Abroad | Missing:
    """Tell whose ground in which country a statement is about.

    Parameters
    ----------
    statement
        A statement of the reading.
    reading
        The report.
    gazetteer
        Knows the names of countries.
    layer
        The map that it is tested on: it tells who holds ground where.
    """
    place = _named(statement, reading)
    country = None if place is None else place.country
    if country is None:
        country = _country(statement, reading, gazetteer)
    pairs = _pairs(layer)
    actor = _actor(statement, reading)
    fitting = [
        (side, within)
        for side, within in pairs
        if country in (None, within) and (actor in (None, side) or actor == within)
    ]
    if len(fitting) != 1:
        if not fitting:
            where = f" in {country}" if country else " abroad"
            return Missing(
                "coverage",
                f"the map of {layer.title} shows no ground{where} of {actor or 'a side'}",
            )
        return Missing(
            "unresolved", "the text does not tell whose ground in which country it means"
        )
    side, country = fitting[0]
    region = place if place is not None and place.kind == "region" else None
    where = region.name if region is not None else _name(gazetteer, country)
    return Abroad(side, country, where, None if region is None else region.id)


def _pairs(layer: ControlLayer) -> list[tuple[str, str]]:
    """Who holds ground in which country that is not its own."""
    rows = layer.frame[layer.frame["status"] == "held"]
    found = {
        (side, within)
        for side, within in zip(rows["side"], rows["within"], strict=True)
        if isinstance(side, str) and isinstance(within, str) and side != within
    }
    return sorted(found)


def _named(statement: Statement, reading: Reading) -> Place | None:
    """The region or country in the statement's own words."""
    for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
        inside = statement.start <= mention.start and mention.end <= statement.end
        place = resolution.place
        if inside and place is not None and place.kind in ("region", "country"):
            return place
    return None


def _country(statement: Statement, reading: Reading, gazetteer: Gazetteer) -> str | None:
    """The country that its words name, or that of the event that it belongs to."""
    lang = reading.report.lang
    words = statement.reference_text or statement.text
    for code in (
        *countries_in(words, gazetteer=gazetteer, lang=lang),
        *adjectives_in(statement.text, lang=lang),
    ):
        return code
    for event in reading.events:
        if event.place_mention is None or not _belongs(event.start, event.end, statement):
            continue
        place = reading.resolutions[event.place_mention].place
        if place is not None and place.country is not None:
            return place.country
    return None


def _actor(statement: Statement, reading: Reading) -> str | None:
    """Who acts in the event that it belongs to, if the text tells."""
    if statement.territory is not None and statement.territory.side is not None:
        return statement.territory.side
    near = [
        event
        for event in reading.events
        if event.actor is not None and _belongs(event.start, event.end, statement)
    ]
    return near[0].actor if near else None


def _belongs(start: int, end: int, statement: Statement) -> bool:
    """Whether an event's clause holds a statement or ends shortly before it."""
    return start < statement.end and statement.start < end + _REACH


def _name(gazetteer: Gazetteer, code: str) -> str:
    try:
        return gazetteer.get(f"country:{code}").name
    except PlaceUnknown:
        return code
