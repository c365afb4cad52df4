"""Populated places of Ukraine from GeoNames' own list, down to 200 inhabitants."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import shapely

from gazetteer.data.prepare.alternates import Taken, chosen
from gazetteer.data.prepare.cities import City
from gazetteer.data.prepare.regions import Finder
from gazetteer.data.prepare.table import Row
from gazetteer.extent import centre_precision_m
from gazetteer.measure import inverse
from gazetteer.names import fold, plain, script_of
from gazetteer.spelling import spellings_of

SAME_M: Final = 300.0
POSTAL_M: Final = 1500.0
_LEAST_ACCURACY: Final = 4
_DEG: Final = 0.03


class Postal(NamedTuple):
    """A place of the postal files."""

    name: str
    """Its name in Ukrainian."""
    lon: float
    """Degrees, WGS 84."""
    lat: float
    """Degrees, WGS 84."""


def read_postal(path: Path) -> list[Postal]:
    """Read the places of a postal file that GeoNames matched to a place, each once."""
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("UA.txt"))
        text = archive.read(name).decode("utf-8")
    rows = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    found = {
        Postal(row[2], float(row[10]), float(row[9]))
        for row in rows
        if row[11] and int(row[11]) >= _LEAST_ACCURACY
    }
    return sorted(found)


def ukrainian_rows(
    path: Path, cities: Iterable[City], postal: Sequence[Postal], finder: Finder, taken: Taken
) -> tuple[list[Row], set[int]]:
    """Make the rows of Ukraine's places, with the names that other files of GeoNames add.

    Parameters
    ----------
    path
        CSV of name, lon, lat, population.
    cities
        Places of GeoNames with alternate names.
    postal
        What `read_postal` reads.
    finder
        Regions.
    taken
        Names that mean something else.

    Returns
    -------
    list of dict, set of int
        The rows, and the GeoNames numbers of the cities that they already hold.
    """
    own = [city for city in cities if city.country == "UA"]
    city_tree = shapely.STRtree([shapely.Point(city.lon, city.lat) for city in own])
    post_tree = shapely.STRtree([shapely.Point(entry.lon, entry.lat) for entry in postal])
    rows, used = [], set()
    with path.open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            lon, lat = float(entry["lon"]), float(entry["lat"])
            near = _near(city_tree, lon, lat)
            city = _same_city(entry, [own[i] for i in near])
            names: list[str] = []
            source = "GeoNames"
            if city is not None:
                used.add(city.geonameid)
                source = f"GeoNames {city.geonameid}"
                names = _listed(entry["name"], city, taken)
            if not any(script_of(name) == "cyrillic" for name in names):
                found = _postal_name(entry, [postal[i] for i in _near(post_tree, lon, lat)])
                if found:
                    names.append(found)
                    source += "; Cyrillic name by GeoNames postal"
            rows.append(_row(entry, names, source, finder))
    return rows, used


def _listed(name: str, city: City, taken: Taken) -> list[str]:
    return chosen(
        name,
        [city.name, *city.alternates],
        population=city.population,
        taken=taken,
        latin=30 if city.population >= 300_000 else 4,
        cyrillic=6,
    )


def _row(entry: Mapping[str, str], names: list[str], source: str, finder: Finder) -> Row:
    lon, lat = float(entry["lon"]), float(entry["lat"])
    region = finder.find(lon, lat, country="UA")
    population = int(entry["population"] or 0)
    return {
        "id": f"geonames-ua:{_slug(entry['name'])}-{lat:.3f}-{lon:.3f}",
        "name": entry["name"],
        "names": "|".join(names),
        "kind": "settlement",
        "feature": "populated place",
        "country": "UA",
        "admin1": "" if region is None else region.name,
        "lon": lon,
        "lat": lat,
        "population": population or "",
        "precision_m": centre_precision_m("", population),
        "source": source,
        "licence": "CC-BY-4.0",
    }


def _near(tree: shapely.STRtree, lon: float, lat: float) -> list[int]:
    return [int(i) for i in np.sort(tree.query(shapely.Point(lon, lat).buffer(_DEG)))]


def _same_city(entry: Mapping[str, str], near: Iterable[City]) -> City | None:
    here = (float(entry["lon"]), float(entry["lat"]))
    names = {fold(entry["name"])}
    found = [
        (inverse(here, (city.lon, city.lat)).distance_m, city.geonameid, city)
        for city in near
        if names & {fold(name) for name in (city.name, *city.alternates)}
    ]
    away_m, _, best = min(found, default=(SAME_M + 1, 0, None))
    return best if away_m <= SAME_M else None


def _postal_name(entry: Mapping[str, str], near: Iterable[Postal]) -> str:
    """Find the Cyrillic name that reads as the place's own and stands at its point."""
    here = (float(entry["lon"]), float(entry["lat"]))
    wanted = fold(entry["name"])
    found = [
        (away_m, place.name)
        for place in near
        if (away_m := inverse(here, (place.lon, place.lat)).distance_m) <= POSTAL_M
        and wanted in {spelling.key for spelling in spellings_of(place.name, country="UA")}
    ]
    return min(found, default=(0.0, ""))[1]


def _slug(name: str) -> str:
    return plain(name).replace(" ", "-")
