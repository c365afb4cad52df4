"""What a person means by a short query: the one place, or the sentence that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gazetteer.coordinates import place_of_coordinates
from gazetteer.errors import PlaceAmbiguous, PlaceUnknown
from gazetteer.place import Match, Place
from gazetteer.ranking import bare_region

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_FAR_BIGGER: Final = 10
"""Times the inhabitants of the next."""


def place_meant(gazetteer: Gazetteer, query: str) -> Place:
    """Find the one place that a query means; `Gazetteer.locate` says what a query may be.

    Parameters
    ----------
    gazetteer
        Where its names are looked up.
    query
        Name, "NAME, REGION", id or coordinates.

    Raises
    ------
    CoordinatesInvalid
        If it is written like coordinates and is no point on the earth.
    PlaceUnknown
        If nothing has the name.
    PlaceAmbiguous
        If several places have it and none is far bigger than the others.
    """
    pinned = place_of_coordinates(query) or gazetteer.row(query.strip())
    if pinned is not None:
        return pinned
    name, *qualifiers = (part.strip() for part in query.split(","))
    matches = gazetteer.find(name)
    for qualifier in filter(None, qualifiers):
        matches = _in_area(gazetteer, matches, qualifier)
    if not matches:
        raise PlaceUnknown(query, close_names(gazetteer, name))
    first = [match.place for match in matches if match.fit >= matches[0].fit - 1e-9]
    if not _outgrows(first):
        raise PlaceAmbiguous(query, first)
    return first[0]


def close_names(gazetteer: Gazetteer, name: str) -> tuple[str, ...]:
    """List the places whose names are most like a name, as a person would tell them apart.

    Parameters
    ----------
    gazetteer
        Where names are looked up.
    name
        A name that nothing has, or that nothing has where it was looked for.
    """
    found = gazetteer.fuzzy(name, limit=5)
    return tuple(dict.fromkeys(match.place.label() for match in found))


def _outgrows(places: list[Place]) -> bool:
    """Tell whether the first place is the only one, or far bigger than every other."""
    biggest = places[0].population or 0
    rival = max((place.population or 0 for place in places[1:]), default=0)
    return len(places) == 1 or biggest > _FAR_BIGGER * rival


def _in_area(gazetteer: Gazetteer, matches: tuple[Match, ...], qualifier: str) -> tuple[Match, ...]:
    """Keep what lies in the country, region or district that a qualifier names."""
    areas = [match.place for match in gazetteer.find(qualifier)]
    countries = {area.country for area in areas if area.kind == "country"} | {qualifier.upper()}
    regions = {area.name for area in areas if area.kind == "region"}
    bare = bare_region(qualifier)
    return tuple(
        match
        for match in matches
        if match.place.country in countries
        or match.place.admin1 in regions
        or bare in map(bare_region, filter(None, (match.place.admin1, match.place.admin2)))
    )
