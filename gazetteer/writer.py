"""Write a gazetteer file: the one that ships, or a user's own beside it.

Needs nothing but the standard library, since the shipped file is built while a wheel is.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gazetteer.place import Place
from gazetteer.records import LineRow, Outline, SourceInfo
from gazetteer.schema import (
    APPLICATION_ID,
    LINE_COLUMNS,
    PLACE_COLUMNS,
    SCHEMA_VERSION,
    SOURCE_COLUMNS,
    TABLES,
    half_hashes,
)
from gazetteer.spelling import Spelling, spellings_of

_LIST_MARK: Final = "\n"
_CONTENT: Final = (
    f"SELECT {', '.join(PLACE_COLUMNS)} FROM place ORDER BY n",  # noqa: S608 - our own columns
    "SELECT key, n, spelling, fit FROM name JOIN key USING (k) ORDER BY key, n, spelling",
    "SELECT n, wkb, precision_m FROM shape ORDER BY n",
    f"SELECT {', '.join(LINE_COLUMNS)} FROM line ORDER BY id",  # noqa: S608 - our own columns
    f"SELECT {', '.join(SOURCE_COLUMNS)} FROM source ORDER BY name",  # noqa: S608 - our own
)


def write(
    path: Path,
    places: Iterable[Place],
    *,
    lesser: Mapping[str, Sequence[tuple[str, float]]] | None = None,
    outlines: Mapping[str, Outline] | None = None,
    lines: Iterable[tuple[LineRow, bytes]] = (),
    sources: Iterable[SourceInfo] = (),
    built_from: str = "",
) -> str:
    """Write a gazetteer file, whole or not at all.

    Parameters
    ----------
    path
        File to write; an existing one is replaced in one step.
    places
        Rows; the last of several with one id is kept.
    lesser
        Per place id further spellings with their fit, 0..1, below the place's own `names`.
    outlines
        Per place id its outline.
    lines
        Named lines with their WKB.
    sources
        What the rows are from.
    built_from
        Free text that says from what the file was built; kept in its `meta` table.

    Returns
    -------
    str
        The content hash: equal for two files with the same rows.
    """
    rows = sorted({place.id: place for place in places}.values(), key=lambda place: place.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        connection = sqlite3.connect(unfinished, isolation_level=None)
        try:
            _create(connection)
            _fill_places(connection, rows)
            _fill_names(connection, [_spellings(place, lesser or {}) for place in rows])
            _fill_lines(connection, lines)
            _fill_sources(connection, sources)
            _fill_outlines(connection, rows, outlines or {})
            content = content_hash(connection)
            meta = {"content_hash": content, "built_from": built_from}
            connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
            connection.execute("COMMIT")
            connection.execute("PRAGMA optimize")
        finally:
            connection.close()
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return content


def content_hash(connection: sqlite3.Connection) -> str:
    """Hash every row of an open gazetteer file, `meta` aside, in a fixed order.

    Parameters
    ----------
    connection
        The open database.

    Returns
    -------
    str
        SHA-256, hexadecimal; independent of the SQLite version and of the file's layout.
    """
    digest = hashlib.sha256()
    for query in _CONTENT:
        for row in connection.execute(query):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executescript(TABLES)
    connection.execute("BEGIN")


def _fill_places(connection: sqlite3.Connection, places: Sequence[Place]) -> None:
    marks = ", ".join("?" * (len(PLACE_COLUMNS) + 1))
    connection.executemany(
        f"INSERT INTO place VALUES ({marks})",  # noqa: S608 - only marks
        ((n, *_place_row(place)) for n, place in enumerate(places)),
    )
    connection.executemany(
        "INSERT INTO point VALUES (?, ?, ?, ?, ?)",
        ((n, p.lon, p.lon, p.lat, p.lat) for n, p in enumerate(places)),
    )


def _fill_outlines(
    connection: sqlite3.Connection, places: Sequence[Place], outlines: Mapping[str, Outline]
) -> None:
    connection.executemany(
        "INSERT INTO shape VALUES (?, ?, ?)",
        (
            (n, outlines[place.id].wkb, outlines[place.id].precision_m)
            for n, place in enumerate(places)
            if place.id in outlines
        ),
    )


def _fill_lines(connection: sqlite3.Connection, lines: Iterable[tuple[LineRow, bytes]]) -> None:
    connection.executemany(
        "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (r.id, r.name, " ".join(r.countries), r.policy, r.precision_m, r.source, r.licence, wkb)
            for r, wkb in lines
        ),
    )


def _fill_sources(connection: sqlite3.Connection, sources: Iterable[SourceInfo]) -> None:
    connection.executemany(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)",
        ((s.name, s.rows, s.licence, s.date, s.path, s.sha256) for s in sources),
    )


def _spellings(
    place: Place, lesser: Mapping[str, Sequence[tuple[str, float]]]
) -> tuple[Spelling, ...]:
    return spellings_of(
        place.name, others=place.names, country=place.country, lesser=lesser.get(place.id, ())
    )


def _fill_names(connection: sqlite3.Connection, spelled: Sequence[Sequence[Spelling]]) -> None:
    keys = sorted({spelling.key for spellings in spelled for spelling in spellings})
    numbers = {key: k for k, key in enumerate(keys)}
    connection.executemany("INSERT INTO key VALUES (?, ?)", enumerate(keys))
    connection.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?)",
        sorted(
            (numbers[spelling.key], n, spelling.text, spelling.fit)
            for n, spellings in enumerate(spelled)
            for spelling in spellings
        ),
    )
    connection.executemany(
        "INSERT INTO half VALUES (?, ?)",
        sorted(
            {
                (half, k)
                for k, key in enumerate(keys)
                if not key.startswith("=")
                for half in half_hashes(key, len(key))
            }
        ),
    )


def _place_row(place: Place) -> tuple[Any, ...]:
    values = {column: getattr(place, column, None) for column in PLACE_COLUMNS}
    values["names"] = _LIST_MARK.join(" ".join(name.split()) for name in place.names) or None
    values["derived_from"] = _LIST_MARK.join(place.derived_from) or None
    west, south, east, north = place.bbox or (None, None, None, None)
    values.update(west=west, south=south, east=east, north=north)
    return tuple(values[column] for column in PLACE_COLUMNS)
