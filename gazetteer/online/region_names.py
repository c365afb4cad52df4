"""The names of regions as this gazetteer writes them, for rows from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gazetteer.sources.regions import Regions
from gazetteer.store import Gazetteer

RegionNamed = Callable[[Sequence[str], str | None, str | None], str | None]
"""Gives a region's name by its ISO 3166-2 codes, best first, by its name elsewhere and country."""


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
        knows none of the codes and not the name, the name as it came, in Latin letters.
    """
    regions = Regions(gazetteer)

    def named(codes: Sequence[str], name: str | None, country: str | None) -> str | None:
        known = next(filter(None, map(regions.by_code, codes)), None)
        if known is not None:
            return known.name
        return regions.region_name(name, country) if name else None

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
