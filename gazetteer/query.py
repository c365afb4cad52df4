"""What a person means by a short query: the one place, or the sentence that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gazetteer.coordinates import place_of_coordinates
from gazetteer.errors import PlaceAmbiguous, PlaceUnknown
from gazetteer.place import Place
from gazetteer.ranking import bare_region

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_FAR_BIGGER: Final = 10


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
        matches = tuple(m for m in matches if _lies_in(gazetteer, m.place, qualifier))
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


def _lies_in(gazetteer: Gazetteer, place: Place, qualifier: str) -> bool:
    regions = map(bare_region, filter(None, (place.admin1, place.admin2)))
    if qualifier.upper() == place.country or bare_region(qualifier) in regions:
        return True
    return any(
        (match.place.kind == "country" and match.place.country == place.country)
        or (match.place.kind == "region" and match.place.name == place.admin1)
        for match in gazetteer.find(qualifier)
    )
