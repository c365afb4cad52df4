"""Which of several places that have a name comes first, and how well a name's spelling fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from gazetteer.measure import inverse
from gazetteer.names import fold
from gazetteer.place import Match, Place
from gazetteer.spelling import ALIKE, ROMANISED_COUNTRIES, UNLIKE

NOISE_FIT: Final = 0.95
"""Factor on the fit where two spellings differ by romanisation noise alone."""
FOREIGN_NOISE_FIT: Final = 0.6
"""The same for countries whose names are not romanised, where y and i do tell names apart."""

OWN_FIT: Final = 0.95
"""Fit from which on a name is a place's own."""
OVERSHADOWED: Final = 0.8
"""Factor on the fit of an alternate name that another place has as its own."""
_FAR_BIGGER: Final = 10
_UNSAID: Final = 1000
_BORROWED_M: Final = 30_000.0
_TYPE_WORDS: Final = re.compile(
    r"\b(oblast|region|raion|district|province|governorate|krai|republic)\b", re.IGNORECASE
)


def likeness(listed: str, written: str, country: str | None) -> float:
    """Weigh two spellings that share a look-up key.

    Parameters
    ----------
    listed, written
        A place's spelling and the one asked for, both as `gazetteer.names.plain` folds them.
    country
        The place's country, ISO 3166-1 alpha-2.

    Returns
    -------
    float
        1 for the same spelling, else `NOISE_FIT` or `FOREIGN_NOISE_FIT`.
    """
    if listed == written:
        return 1.0
    return NOISE_FIT if country in ROMANISED_COUNTRIES else FOREIGN_NOISE_FIT


def rank(match: Match, *, depth: int = 0) -> tuple[float, int, bool, int, bool, str]:
    """Make the sort key that puts the likeliest place first.

    Parameters
    ----------
    match
        A place whose name fits.
    depth
        Which file its row is from: 0 for the user's, which come before others of the same fit.

    Returns
    -------
    tuple
        Best fit first, then the user's rows, countries, bigger places, surveyed ones, ids.
    """
    place = match.place
    return (
        -match.fit,
        depth,
        place.kind != "country",
        -(place.population or 0),
        not place.id.startswith("theatre:"),
        place.id,
    )


def overshadowed(matches: Sequence[Match], *, listed: Mapping[str, float]) -> list[Match]:
    """Lower the fit of a place by an alternate name that another place has as its own.

    Lists of alternate names give a village the names of its neighbours and of bigger places.

    Parameters
    ----------
    matches
        Places that one name fits.
    listed
        By place id the fit with which its source lists the spelling.

    Returns
    -------
    list of Match
        In the same order. An alternate name counts less if a place of the same country that is
        ten times as big, or one within 30 km, is called so.
    """
    borrowed = {place_id for place_id, fit in listed.items() if fit in (ALIKE, UNLIKE)}
    own = [match.place for match in matches if match.fit >= OWN_FIT] if borrowed else []
    return [
        replace(match, fit=round(match.fit * OVERSHADOWED, 4))
        if match.place.id in borrowed and any(_overshadows(place, match.place) for place in own)
        else match
        for match in matches
    ]


def _overshadows(place: Place, other: Place) -> bool:
    if place.kind != other.kind or place.country != other.country or place.id == other.id:
        return False
    if (place.population or 0) >= _FAR_BIGGER * (other.population or _UNSAID):
        return True
    return inverse(place.lonlat, other.lonlat).distance_m <= _BORROWED_M


def kept(
    matches: Iterable[Match], *, kind: str | None, country: str | None, admin1: str | None
) -> tuple[Match, ...]:
    """Keep the matches of a kind, a country and a first-level region; None keeps every one.

    Parameters
    ----------
    matches
        In any order, which is kept.
    kind
        One of the six kinds.
    country
        ISO 3166-1 alpha-2, in capitals or not.
    admin1
        The region's name, with or without the word that says it is one.
    """
    wanted = None if admin1 is None else bare_region(admin1)
    return tuple(
        match
        for match in matches
        if (kind is None or match.place.kind == kind)
        and (country is None or match.place.country == country.upper())
        and (wanted is None or bare_region(match.place.admin1 or "") == wanted)
    )


def bare_region(name: str) -> str:
    """Fold the name of a region without the word that says so: Kursk Oblast is Kursk.

    Parameters
    ----------
    name
        Name of a region or district.
    """
    return fold(_TYPE_WORDS.sub(" ", name))
