"""Rows on their way into a gazetteer file, in the order in which they come.

A stage is a set of plain tables without an index, attached to a connection as `stage`: in memory
for what ships, in a file of its own for an import, which may stop there and go on. `fill` moves all
of it into a gazetteer in sorted order, since an index takes sorted rows ten times as fast.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.schema import PLACE_COLUMNS, PLACE_TYPES, TILE_SQL, close_hashes, half_hashes
from gazetteer.spelling import spellings_of

_LIST_MARK: Final = "\n"
_COLUMNS: Final = ", ".join(PLACE_COLUMNS)
_MARKS: Final = ", ".join("?" * (len(PLACE_COLUMNS) + 1))
_TABLES: Final = (
    f"CREATE TABLE IF NOT EXISTS stage.place (n INTEGER PRIMARY KEY, {PLACE_TYPES})",
    "CREATE TABLE IF NOT EXISTS stage.spelling (key TEXT, n INTEGER, text TEXT, fit REAL)",
    "CREATE TABLE IF NOT EXISTS stage.shape (n INTEGER PRIMARY KEY, wkb BLOB, precision_m REAL)",
)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of the attached stage, where it has none.

    Parameters
    ----------
    connection
        A connection with a database attached as `stage`.
    """
    for table in _TABLES:
        connection.execute(table)


def add(
    connection: sqlite3.Connection,
    places: Sequence[Place],
    *,
    first: int,
    fits: Mapping[str, Sequence[tuple[str, float]]],
    outlines: Mapping[str, Outline],
) -> None:
    """Put places on the stage.

    Parameters
    ----------
    connection
        A connection with a stage attached.
    places
        Rows.
    first
        Number of the first of them on the stage.
    fits
        Per place id further spellings with their fit, 0..1.
    outlines
        Per place id its outline.
    """
    numbered = list(enumerate(places, start=first))
    connection.executemany(
        f"INSERT INTO stage.place VALUES ({_MARKS})",
        ((n, *place_row(place)) for n, place in numbered),
    )
    connection.executemany(
        "INSERT INTO stage.spelling VALUES (?, ?, ?, ?)",
        (
            (spelling.key, n, spelling.text, spelling.fit)
            for n, place in numbered
            for spelling in spellings_of(
                place.name,
                others=place.names,
                country=place.country,
                lesser=fits.get(place.id, ()),
            )
        ),
    )
    if outlines:
        connection.executemany(
            "INSERT INTO stage.shape VALUES (?, ?, ?)",
            (
                (n, outlines[place.id].wkb, outlines[place.id].precision_m)
                for n, place in numbered
                if place.id in outlines
            ),
        )


def place_row(place: Place) -> tuple[Any, ...]:
    """Lay a place out as a row, in the order of `PLACE_COLUMNS`.

    Parameters
    ----------
    place
        The place.
    """
    names = _LIST_MARK.join(" ".join(name.split()) for name in place.names) or None
    derived = _LIST_MARK.join(place.derived_from) or None
    west, south, east, north = place.bbox or (None, None, None, None)
    return (
        place.id, place.name, place.kind, place.lon, place.lat, place.precision_m, place.source,
        names, place.feature, place.country, place.admin1, place.admin2, place.population,
        place.radius_m, place.radius_basis, place.area_km2, west, south, east, north,
        place.capital, place.licence, derived,
    )  # fmt: skip


def fill(connection: sqlite3.Connection) -> tuple[int, int]:
    """Move everything from the attached stage into the gazetteer tables.

    Parameters
    ----------
    connection
        A connection to a gazetteer file with a stage attached.

    Returns
    -------
    tuple of int
        Number of the first of the new rows, and how many there are.
    """
    (base,) = connection.execute("SELECT coalesce(max(n) + 1, 0) FROM place").fetchone()
    (known,) = connection.execute("SELECT coalesce(max(k), -1) FROM key").fetchone()
    for statement in _moves(base):
        connection.execute(statement)
    _index_parts(connection, behind=known)
    (rows,) = connection.execute("SELECT count(*) FROM stage.place").fetchone()
    return int(base), int(rows)


def drop_repeated(connection: sqlite3.Connection) -> int:
    """Of several rows with one id on the stage keep the last.

    Parameters
    ----------
    connection
        A connection with a stage attached.

    Returns
    -------
    int
        Number of rows dropped.
    """
    connection.execute(
        "CREATE TABLE stage.repeated AS SELECT place.n FROM stage.place JOIN "
        "(SELECT id, max(n) AS last FROM stage.place GROUP BY id HAVING count(*) > 1) AS again "
        "ON place.id = again.id AND place.n < again.last"
    )
    (dropped,) = connection.execute("SELECT count(*) FROM stage.repeated").fetchone()
    for table in ("place", "spelling", "shape") if dropped else ():
        connection.execute(f"DELETE FROM stage.{table} WHERE n IN (SELECT n FROM stage.repeated)")
    connection.execute("DROP TABLE stage.repeated")
    return int(dropped)


def _moves(base: int) -> Iterable[str]:
    """Say in SQL how the rows move; all of it is made of our own words and numbers."""
    yield f"INSERT INTO place SELECT n + {base}, {_COLUMNS} FROM stage.place ORDER BY n"
    yield f"INSERT INTO shape SELECT n + {base}, wkb, precision_m FROM stage.shape ORDER BY n"
    yield (
        f"INSERT INTO tile SELECT {TILE_SQL} AS tile, n FROM place WHERE n >= {base} "
        "ORDER BY tile, n"
    )
    yield (
        "CREATE TABLE stage.ordered AS SELECT key, n, text, fit FROM stage.spelling "
        "ORDER BY key, n, text"
    )
    yield "INSERT OR IGNORE INTO key (key) SELECT DISTINCT key FROM stage.ordered"
    yield (
        f"INSERT OR IGNORE INTO name SELECT k, n + {base}, text, fit "
        "FROM stage.ordered CROSS JOIN key USING (key)"
    )
    yield "DROP TABLE stage.ordered"


def _index_parts(connection: sqlite3.Connection, *, behind: int) -> None:
    """Store the parts of the new keys, by which misspelt names are found."""
    connection.execute("CREATE TEMP TABLE new_part (h INTEGER, k INTEGER)")
    keys = connection.execute(
        "SELECT k, key FROM key WHERE k > ? AND key NOT LIKE '=%' ORDER BY k", (behind,)
    )
    connection.executemany(
        "INSERT INTO new_part VALUES (?, ?)",
        (
            (h, k)
            for k, key in keys
            for h in {*close_hashes(key, len(key)), *half_hashes(key, len(key))}
        ),
    )
    connection.execute("INSERT INTO part SELECT h, k FROM new_part ORDER BY h, k")
    connection.execute("DROP TABLE temp.new_part")
