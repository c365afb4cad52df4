"""Bring a published gazetteer into the user's own file, or take it out again.

An import first puts every row on a stage, a file beside the user's; it may stop there at any moment
and goes on where it stopped when the same import is asked for again. Then a copy of the user's file
gets the rows of the stage in place of what it has of that source, and replaces the user's file in
one step. Nobody ever sees a file with half of a source in it.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gazetteer import stage
from gazetteer.errors import SourceUnreadable
from gazetteer.extent import settlement_radius
from gazetteer.layer import Layer
from gazetteer.linking import link
from gazetteer.place import Place
from gazetteer.records import SourceInfo
from gazetteer.removing import remove_rows
from gazetteer.rewriting import alone, beside, remove_stage, rewritten
from gazetteer.schema import SCHEMA_VERSION
from gazetteer.shipped import shipped_path
from gazetteer.sources.naming import cleaned
from gazetteer.sources.source import Batch, Source
from gazetteer.writer import fill_sources, seal

_HASHED_BYTES: Final = 1 << 20
_LONGEST_RECORD: Final = 2000
_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes what begins with one of these for a formula."""
_REPEATED: Final = "earlier row of an id that comes again"
_STAGE_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS stage.rejected (location TEXT, reason TEXT, record TEXT)",
    "CREATE TABLE IF NOT EXISTS stage.left_out (reason TEXT, number INTEGER)",
    "CREATE TABLE IF NOT EXISTS stage.reached (position INTEGER, done INTEGER, places INTEGER)",
    "CREATE TABLE IF NOT EXISTS stage.input (fingerprint TEXT)",
)

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    source: str
    """Name of the source in the user's file."""
    rows: int
    """Number of places that the file now has from it."""
    before: int
    """Number that it had from it before."""
    one_place: int
    """Number of the file's rows that only add to a row of another source, or to one that ships."""
    rejected: int
    """Number of broken records."""
    rejects: Path | None
    """File that lists them with reasons; None where there are none."""
    left_out: Mapping[str, int]
    """Sound records that were not wanted: why, and how many."""
    resumed: int = 0
    """Number of records that an earlier import, which was stopped, had already read."""
    unchanged: bool = False
    """Whether the file already held just this."""


def import_source(
    source: Source,
    user_file: Path,
    *,
    shipped: Path | None = None,
    rejects: Path | None = None,
    progress: Progress = lambda *_: None,
) -> Imported:
    """Bring a source into the user's file, in place of what the file has of that name.

    Parameters
    ----------
    source
        The published gazetteer.
    user_file
        The user's file; made where there is none.
    shipped
        Another file in place of the one that ships, with which its places are compared.
    rejects
        File for the broken records, CSV, written even where there are none; without it one
        beside the user's file.
    progress
        Told how far the work is.

    Raises
    ------
    SourceUnreadable
        If a file is not of the source's format, or nothing in it is a place.
    GazetteerUnreadable
        If the user's file is damaged or no gazetteer.
    GazetteerBusy
        If another import into the same file is going on.
    GazetteerUnwritable
        If the user's file, or one beside it, cannot be written.
    """
    shipped = shipped or shipped_path()
    with alone(user_file) as file:
        listed = rejects or beside(file, source.name, "rejects.csv", hidden=False)
        staged = beside(file, source.name, "stage")
        sha256 = _hash_files(source, progress)
        known = _known(file, source.name, compared_with=shipped)
        if known is not None and (known.sha256, known.options) == (sha256, source.options):
            remove_stage(staged)
            return _as_it_is(known, listed)
        with _stage(staged, fingerprint=f"{SCHEMA_VERSION} {sha256} {source.options}") as behind:
            resumed = _read(source, behind, progress)
            rejected = _write_rejects(behind, listed, even_none=rejects is not None)
            left_out = _left_out(behind)
            _check_some(behind, source, rejected, listed)
        about = _about(source, sha256=sha256, rejected=rejected, left_out=left_out)
        with rewritten(file, attached={"stage": staged, "shipped": shipped}) as connection:
            progress("indexing", 0, 0)
            before = remove_rows(connection, source.name)
            first_n, rows = stage.fill(connection)
            fill_sources(connection, [replace(about, rows=rows)], first_n=first_n if rows else -1)
            progress("comparing", 0, 0)
            one_place = link(connection)
            seal(connection)
        remove_stage(staged)
    return Imported(
        source=source.name,
        rows=rows,
        before=before,
        one_place=one_place,
        rejected=rejected,
        rejects=listed if rejected else None,
        left_out=left_out,
        resumed=resumed,
    )


def _check_some(
    connection: sqlite3.Connection, source: Source, rejected: int, rejects: Path
) -> None:
    """Refuse a file of which every record is broken: it must be something else."""
    (places,) = connection.execute("SELECT places FROM stage.reached").fetchone()
    if rejected and not places:
        (reason,) = connection.execute(
            "SELECT reason FROM stage.rejected GROUP BY reason ORDER BY count(*) DESC, reason"
        ).fetchone()
        paths = ", ".join(str(path) for path in source.paths)
        raise SourceUnreadable(
            paths, f"none of its {rejected:,} records is a place ({reason}); see {rejects}"
        )


def _known(user_file: Path, name: str, *, compared_with: Path) -> SourceInfo | None:
    """Find a source in the user's file, if it was compared with what ships now."""
    if not user_file.exists():
        return None
    with closing(Layer(user_file)) as own, closing(Layer(compared_with)) as shipped:
        now = shipped.meta().get("content_hash", "")
        if own.meta().get("compared_with") != now:
            return None
        return next((source for source in own.sources() if source.name == name), None)


def _as_it_is(known: SourceInfo, rejects: Path) -> Imported:
    """Say that a source is in the file already."""
    return Imported(
        source=known.name,
        rows=known.rows,
        before=known.rows,
        one_place=0,
        rejected=known.rejected,
        rejects=rejects if known.rejected and rejects.exists() else None,
        left_out={},
        unchanged=True,
    )


def _hash_files(source: Source, progress: Progress) -> str:
    """Hash what a source reads, byte by byte, with the names of the files."""
    digest = hashlib.sha256()
    total = sum(path.stat().st_size for path in source.paths)
    done = 0
    for path in source.paths:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode(errors="replace"))
        try:
            with path.open("rb") as file:
                while block := file.read(_HASHED_BYTES):
                    digest.update(block)
                    done += len(block)
                    progress("checking", done, total)
        except OSError as error:
            raise SourceUnreadable(str(path), f"{error.strerror or error}; check it") from error
    return digest.hexdigest()


def _about(
    source: Source, *, sha256: str, rejected: int, left_out: Mapping[str, int]
) -> SourceInfo:
    return SourceInfo(
        name=source.name,
        rows=0,
        licence=source.licence,
        date=source.date,
        path=cleaned(" ".join(path.name for path in source.paths)),
        sha256=sha256,
        credit=source.credit,
        imported=datetime.now(tz=UTC).isoformat(timespec="seconds"),
        options=source.options,
        rejected=rejected,
        left_out="; ".join(f"{reason}: {number:,}" for reason, number in left_out.items()),
    )


@contextmanager
def _stage(path: Path, *, fingerprint: str) -> Iterator[sqlite3.Connection]:
    """Open the stage of an import, with what a stopped import of the same input left on it."""
    fresh = _left_on(path) != fingerprint
    if fresh:
        remove_stage(path)
    with closing(_open_stage(path)) as connection:
        if fresh:
            connection.execute("BEGIN")
            stage.create(connection)
            for table in _STAGE_TABLES:
                connection.execute(table)
            connection.execute("INSERT INTO stage.input VALUES (?)", (fingerprint,))
            connection.execute("INSERT INTO stage.reached VALUES (0, 0, 0)")
            connection.execute("COMMIT")
        yield connection


def _left_on(path: Path) -> str | None:
    """Say of which input a stage holds rows; None where there is none, or it is damaged."""
    if not path.exists():
        return None
    try:
        with closing(_open_stage(path)) as connection:
            (fingerprint,) = connection.execute("SELECT fingerprint FROM stage.input").fetchone()
            ((sound,),) = connection.execute("PRAGMA stage.quick_check(1)").fetchall()
    except (sqlite3.DatabaseError, TypeError):
        return None
    return str(fingerprint) if sound == "ok" else None


def _open_stage(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("ATTACH ? AS stage", (str(path),))
    # A process that is killed leaves a journal, which undoes its last batch; only a machine that
    # goes down could spoil the stage, and then the import begins anew.
    connection.execute("PRAGMA stage.synchronous = OFF")
    return connection


def _read(source: Source, connection: sqlite3.Connection, progress: Progress) -> int:
    """Put the whole source on the stage; give the number of records that it held already."""
    position, done, places = connection.execute(
        "SELECT position, done, places FROM stage.reached"
    ).fetchone()
    progress("reading", done, source.size)
    for batch in source.batches(start=position):
        connection.execute("BEGIN")
        places = _keep(batch, connection, first=places)
        connection.execute("COMMIT")
        progress("reading", batch.done, source.size)
    connection.execute("BEGIN")
    repeated = stage.drop_repeated(connection)
    if repeated:
        connection.execute("INSERT INTO stage.left_out VALUES (?, ?)", (_REPEATED, repeated))
    connection.execute("COMMIT")
    return int(position)


def _keep(batch: Batch, connection: sqlite3.Connection, *, first: int) -> int:
    """Put a batch on the stage; give the number of places that are then there."""
    rows = [_sized(place) for place in batch.places]
    stage.add(connection, rows, first=first, fits=batch.fits, outlines=batch.outlines)
    connection.executemany(
        "INSERT INTO stage.rejected VALUES (?, ?, ?)",
        ((r.where, r.reason, r.record[:_LONGEST_RECORD]) for r in batch.rejected),
    )
    connection.executemany("INSERT INTO stage.left_out VALUES (?, ?)", batch.left_out.items())
    connection.execute(
        "UPDATE stage.reached SET position = ?, done = ?, places = ?",
        (batch.position, batch.done, first + len(rows)),
    )
    return first + len(rows)


def _sized(place: Place) -> Place:
    """Give a settlement of which nobody says how big it is the usual radius."""
    if place.kind != "settlement" or place.radius_m is not None:
        return place
    radius_m, basis = settlement_radius(place.feature, place.population)
    return replace(place, radius_m=radius_m, radius_basis=basis)


def _left_out(connection: sqlite3.Connection) -> dict[str, int]:
    query = "SELECT reason, sum(number) FROM stage.left_out GROUP BY reason ORDER BY 2 DESC, 1"
    return dict(connection.execute(query).fetchall())


def _write_rejects(connection: sqlite3.Connection, path: Path, *, even_none: bool) -> int:
    """Write the broken records to a file, or take away the list of an earlier import."""
    (rejected,) = connection.execute("SELECT count(*) FROM stage.rejected").fetchone()
    if not rejected and not even_none:
        path.unlink(missing_ok=True)
        return 0
    path = path.resolve()
    if path.exists() and not path.is_file():  # a device or a pipe
        _write_list(connection, path)
        return int(rejected)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        _write_list(connection, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return int(rejected)


def _write_list(connection: sqlite3.Connection, path: Path) -> None:
    rows = connection.execute("SELECT * FROM stage.rejected ORDER BY rowid")
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(("where", "reason", "record"))
        for where, reason, record in rows:
            formula = record.startswith(_FORMULA_MARKS)
            writer.writerow((where, reason, f"'{record}" if formula else record))
