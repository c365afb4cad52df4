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
from typing import Final

from gazetteer.place import Place
from gazetteer.records import LineRow, Outline, SourceInfo
from gazetteer.schema import (
    APPLICATION_ID,
    LINE_COLUMNS,
    PLACE_COLUMNS,
    SCHEMA_VERSION,
    SOURCE_COLUMNS,
    TABLES,
)
from gazetteer.stage import add, fill
from gazetteer.stage import create as create_stage

_CONTENT: Final = (
    f"SELECT {', '.join(PLACE_COLUMNS)} FROM place ORDER BY n",
    "SELECT key, n, spelling, fit FROM name JOIN key USING (k) ORDER BY key, n, spelling",
    "SELECT n, wkb, precision_m FROM shape ORDER BY n",
    f"SELECT {', '.join(LINE_COLUMNS)} FROM line ORDER BY id",
    f"SELECT {', '.join(SOURCE_COLUMNS)} FROM source ORDER BY name",
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
            create(connection)
            connection.execute("ATTACH ':memory:' AS stage")
            connection.execute("BEGIN")
            create_stage(connection)
            add(connection, rows, first=0, fits=lesser or {}, outlines=outlines or {})
            fill(connection)
            _fill_lines(connection, lines)
            fill_sources(connection, sources)
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


def seal(connection: sqlite3.Connection) -> None:
    """Write the content hash of a user's file after an import.

    It follows from what its sources were read from, from the rows that it had before any import,
    and from what ships, with which all of them were compared.

    Parameters
    ----------
    connection
        The open database, with what ships attached as `shipped`.
    """
    meta = dict(connection.execute("SELECT field, value FROM meta"))
    (compared_with,) = connection.execute(
        "SELECT value FROM shipped.meta WHERE field = 'content_hash'"
    ).fetchone() or ("",)
    unimported = "" if "compared_with" in meta else meta.get("content_hash", "")
    written = meta.get("written", unimported)
    digest = hashlib.sha256(repr((compared_with, written)).encode())
    for row in connection.execute("SELECT name, sha256, options FROM source ORDER BY name"):
        digest.update(repr((SCHEMA_VERSION, *row)).encode(errors="replace"))
    sealed = {
        "content_hash": digest.hexdigest(), "compared_with": compared_with, "written": written
    }  # fmt: skip
    connection.execute("DELETE FROM meta")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(sealed.items()))


def create(connection: sqlite3.Connection) -> None:
    """Make an empty gazetteer in an empty database, to be thrown away if it is not finished.

    Parameters
    ----------
    connection
        The open database.
    """
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.executescript(TABLES)


def _fill_lines(connection: sqlite3.Connection, lines: Iterable[tuple[LineRow, bytes]]) -> None:
    connection.executemany(
        "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (r.id, r.name, " ".join(r.countries), r.policy, r.precision_m, r.source, r.licence, wkb)
            for r, wkb in lines
        ),
    )


def fill_sources(
    connection: sqlite3.Connection, sources: Iterable[SourceInfo], *, first_n: int = 0
) -> None:
    """Write down what the rows are from.

    Parameters
    ----------
    connection
        The open database.
    sources
        The sources.
    first_n
        Number of the first row that came from them; -1 for sources without a row.
    """
    marks = ", ".join("?" * len(SOURCE_COLUMNS))
    connection.executemany(
        f"INSERT INTO source VALUES ({marks})",
        ((*(getattr(s, column) for column in SOURCE_COLUMNS[:-1]), first_n) for s in sources),
    )
