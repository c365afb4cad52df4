"""Take a source out of the user's file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from gazetteer.errors import GazetteerUnreadable, SourceUnknown
from gazetteer.layer import Layer
from gazetteer.linking import link
from gazetteer.rewriting import alone, beside, remove_stage, rewritten
from gazetteer.schema import TILE_SQL
from gazetteer.shipped import shipped_path
from gazetteer.writer import seal


def remove_source(name: str, user_file: Path, *, shipped: Path | None = None) -> int:
    """Take every row of a source out of the user's file, whole or not at all.

    With it goes what a stopped import of the source has read, even where the file has no row of
    it yet, and the list of its broken records.

    Parameters
    ----------
    name
        What the file calls the source: "geonames RU".
    user_file
        The user's file.
    shipped
        Another file in place of the one that ships, with which the rest is compared.

    Returns
    -------
    int
        Number of rows taken out.

    Raises
    ------
    SourceUnknown
        If the file has no such source; its `known` lists those it has.
    GazetteerUnreadable
        If the file is missing, damaged or no gazetteer.
    GazetteerBusy
        If another process is changing the file.
    GazetteerUnwritable
        If it cannot be changed.
    """
    if not user_file.exists():
        raise GazetteerUnreadable(str(user_file), "there is no such file; check the path")
    with alone(user_file) as file:
        stopped = beside(file, name, "stage")
        names = _names_in(file)
        if name not in names:
            if not stopped.exists():
                raise SourceUnknown(name, names)
            remove_stage(stopped)
            return 0
        with rewritten(file, attached={"shipped": shipped or shipped_path()}) as connection:
            rows = remove_rows(connection, name)
            link(connection)
            seal(connection)
        remove_stage(stopped)
        beside(file, name, "rejects.csv", hidden=False).unlink(missing_ok=True)
    return rows


def _names_in(user_file: Path) -> list[str]:
    with closing(Layer(user_file)) as layer:
        return [source.name for source in layer.sources()]


def remove_rows(connection: sqlite3.Connection, name: str) -> int:
    """Delete the rows of a source from an open gazetteer file, if it has any.

    Parameters
    ----------
    connection
        A connection to the file, in a transaction.
    name
        What the file calls the source.

    Returns
    -------
    int
        Number of rows deleted.
    """
    found = connection.execute(
        "SELECT rows, first_n, (SELECT min(s.first_n) FROM source AS s "
        "WHERE s.first_n > source.first_n) FROM source WHERE name = ?",
        (name,),
    ).fetchone()
    if found is None:
        return 0
    rows, first, behind = found
    if rows:
        _delete_run(connection, first=first, behind=behind)
    connection.execute("DELETE FROM source WHERE name = ?", (name,))
    return int(rows)


def _delete_run(connection: sqlite3.Connection, *, first: int, behind: int | None) -> None:
    """Delete the rows from number `first` to before `behind`, and the keys that only they had."""
    run = f"n >= {int(first)}" + ("" if behind is None else f" AND n < {int(behind)}")
    for statement in (
        f"DELETE FROM tile WHERE (tile, n) IN (SELECT {TILE_SQL}, n FROM place WHERE {run})",
        f"DELETE FROM name WHERE {run}",
        f"DELETE FROM shape WHERE {run}",
        f"DELETE FROM place WHERE {run}",
        """
        CREATE TEMP TABLE unused AS
        SELECT k FROM key WHERE NOT EXISTS (SELECT 1 FROM name WHERE name.k = key.k)
        """,
        "DELETE FROM part WHERE k IN (SELECT k FROM unused)",
        "DELETE FROM key WHERE k IN (SELECT k FROM unused)",
        "DROP TABLE temp.unused",
    ):
        connection.execute(statement)
