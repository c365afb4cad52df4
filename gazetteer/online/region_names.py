"""The names of regions as this gazetteer writes them, for rows from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from gazetteer.store import Gazetteer

RegionNamed = Callable[[Sequence[str], str | None, str | None], str | None]
"""Gives a region's name by its ISO 3166-2 codes, best first, by its name elsewhere and country."""

_SAME_NAME: Final = 0.9


def region_namer(gazetteer: Gazetteer) -> RegionNamed:
    """Make the function that names a first-level region as the gazetteer does.

    Parameters
    ----------
    gazetteer
        An open gazetteer.

    Returns
    -------
    callable
        Of codes, a name and a country. Gives the gazetteer's own name of the region; where it
        knows none of the codes and not the name, the name as it came.
    """

    def named(codes: Sequence[str], name: str | None, country: str | None) -> str | None:
        for code in codes:
            row = gazetteer.row(f"region:{code}")
            if row is not None:
                return row.name
        for match in gazetteer.find(name, kind="region", country=country) if name else ():
            first_level = match.place.admin1 == match.place.name
            if first_level and match.fit >= _SAME_NAME:
                return match.place.name
        return name

    return named


def as_it_came(codes: Sequence[str], name: str | None, country: str | None) -> str | None:
    """Give a region's name as the service writes it.

    Parameters
    ----------
    codes, country
        Not used.
    name
        The name.
    """
    del codes, country
    return name
