"""One gazetteer file, opened for reading; `gazetteer.store` puts the user's before the shipped."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import shapely
import shapely.errors
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import GazetteerUnreadable, PlaceInvalid
from gazetteer.place import Kind, Place
from gazetteer.records import LineRow, SourceInfo
from gazetteer.schema import (
    APPLICATION_ID,
    PLACE_COLUMNS,
    SCHEMA_VERSION,
    SOURCE_COLUMNS,
    TILES_A_ROW,
    close_hashes,
    half_hashes,
    swapped,
    tile_range,
)
from gazetteer.twins import united

_KEPT_PLACES: Final = 50_000
_CACHE_KB: Final = 16_000
"""Enough for the upper pages of every index over millions of names."""
_COLUMNS: Final = ", ".join(PLACE_COLUMNS)


class NameRow(NamedTuple):
    """One spelling of one place."""

    n: int
    """The place's row in this file."""
    spelling: str
    """The spelling as written in the source."""
    fit: float
    """How well it fits, 0..1."""


class Layer:
    """A gazetteer file; every look-up is one or two indexed queries.

    Every method that reads raises GazetteerUnreadable where the file is damaged.

    Parameters
    ----------
    path
        The file.
    immutable
        Whether nobody can change it while it is open; it is then read without a lock.

    Raises
    ------
    GazetteerUnreadable
        If the file is missing, damaged, no gazetteer or of another format.
    """

    def __init__(self, path: Path, *, immutable: bool = False) -> None:
        self.path = path
        self._places: dict[int, Place] = {}
        self._shipped: dict[int, str | None] = {}
        self._twins: tuple[int] | None = None
        self._connection = _connect(path, immutable=immutable)
        try:
            self._check()
        except GazetteerUnreadable:
            self.close()
            raise

    def _check(self) -> None:
        try:
            (application,) = self._connection.execute("PRAGMA application_id").fetchone()
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION_ID:
                raise self._unreadable(
                    "it is a database, but no gazetteer", "name a gazetteer file"
                )
            if version > SCHEMA_VERSION:
                raise self._unreadable(
                    f"it has format {version} and this frontmap reads up to {SCHEMA_VERSION}",
                    "install a newer frontmap",
                )
            if version < SCHEMA_VERSION:
                raise self._unreadable(
                    f"it has format {version}, which this frontmap reads no more"
                    if version
                    else "it says no format"
                )
            self._connection.execute("SELECT value FROM meta LIMIT 1").fetchone()
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            self._twins = self._connection.execute("SELECT 1 FROM twin LIMIT 1").fetchone()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._unreadable(f"it is damaged or no gazetteer ({error})") from error

    def _unreadable(
        self, reason: str, advice: str = "build or import it anew"
    ) -> GazetteerUnreadable:
        return GazetteerUnreadable(str(self.path), f"{reason}; {advice}")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        try:
            return self._connection.execute(query, values).fetchall()
        except UnicodeEncodeError:
            return []  # no stored text holds half a surrogate pair
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise self._unreadable(f"it is damaged ({error})") from error

    def names(self, key: str) -> list[NameRow]:
        """List the spellings that have a key, each with the row that leads its place.

        The places come along, since who looks a name up wants them: one query for all of them.
        """
        leader, twins = self._leading("name.n")
        twin, join = self._of_twin
        found = []
        for n, spelling, fit, *columns in self._rows(
            f"SELECT {leader}, spelling, fit, {_COLUMNS}, {twin} FROM name{twins} "
            f"CROSS JOIN place ON place.n = {leader}{join} "
            "WHERE name.k = (SELECT k FROM key WHERE key = ?)",
            (key,),
        ):
            if n not in self._places:
                self._keep(n, columns)
            found.append(NameRow(n, spelling, fit))
        return found

    def _leading(self, n: str) -> tuple[str, str]:
        """Give the SQL that turns a row into the one that leads its place, and its join."""
        if self._twins is None:
            return n, ""
        return f"coalesce(twin.leader, {n})", f" LEFT JOIN twin ON twin.n = {n}"

    def steps(self, key: str) -> tuple[bool, bool]:
        """Tell whether a key is a name's, and whether longer ones begin with its words."""
        # A space sorts before every letter and digit, so that the longer keys come right behind.
        rows = self._rows("SELECT key FROM key WHERE key >= ? ORDER BY key LIMIT 2", (key,))
        return (
            bool(rows) and rows[0][0] == key,
            any(found.startswith(f"{key} ") for (found,) in rows),
        )

    def keys_near(self, key: str, *, spread: int = 1, halves: bool = False) -> set[str]:
        """List likely keys by length ± spread; every key one edit away from `key` is among them.

        They share a part with `key`, or are `key` itself, as it is or with two letters changed
        over where it is cut into parts. With `halves` they share but a half, and are many more.
        """
        hashed = half_hashes if halves else close_hashes
        hashes = {
            part
            for length in range(max(1, len(key) - spread), len(key) + spread + 1)
            for part in hashed(key, length)
        }
        wholes = (key, *swapped(key))
        rows = self._rows(
            f"SELECT key FROM key WHERE k IN (SELECT k FROM part WHERE h IN ({_marks(hashes)})) "
            f"UNION SELECT key FROM key WHERE key IN ({_marks(wholes)})",
            (*sorted(hashes), *wholes),
        )
        return {row[0] for row in rows}

    def number(self, place_id: str) -> int | None:
        """Find the row that leads the place with an id."""
        leader, twins = self._leading("place.n")
        rows = self._rows(
            f"SELECT {leader} FROM place{twins} WHERE id = ? ORDER BY place.n DESC",
            (place_id,),
        )
        return int(rows[0][0]) if rows else None

    def twin_of(self, shipped_id: str) -> int | None:
        """Find the row that is known to be the same place as one that ships."""
        if self._twins is None:
            return None
        rows = self._rows("SELECT leader FROM twin WHERE shipped = ?", (shipped_id,))
        return int(rows[0][0]) if rows else None

    def shipped_twin(self, n: int) -> str | None:
        """Give the id of the place that ships and is the same as the one a row leads."""
        if self._twins is None:
            return None
        self.place(n)
        return self._shipped[n]

    def _members(self, n: int) -> list[int]:
        """List the rows of the place that a row leads, itself first, then the most exact."""
        if self._twins is None:
            return [n]
        # What a place is like must not depend on which source was imported first.
        query = (
            "SELECT twin.n FROM twin CROSS JOIN place ON place.n = twin.n "
            "WHERE leader = ?1 AND twin.n != ?1 ORDER BY precision_m, (SELECT name FROM source "
            "WHERE first_n <= twin.n ORDER BY first_n DESC LIMIT 1)"
        )
        return [n, *(int(row[0]) for row in self._rows(query, (n,)))]

    def place(self, n: int) -> Place:
        """Read the place that a row leads, with what the other rows of it add.

        Raises
        ------
        GazetteerUnreadable
            If there is no such row, or it is damaged.
        """
        found = self._places.get(n)
        return self._keep(n, self._columns(n)) if found is None else found

    def _keep(self, n: int, columns: Sequence[Any]) -> Place:
        """Make the place of a row that leads one, from its columns and those of its twin."""
        if len(self._places) >= _KEPT_PLACES:
            self._places.clear()
            self._shipped.clear()
        *row, leads, self._shipped[n] = columns
        others = self._members(n)[1:] if leads is not None else []
        places = [self._place(row), *(self._place(self._columns(m)[:-2]) for m in others)]
        self._places[n] = united(places)
        return self._places[n]

    def _columns(self, n: int) -> Sequence[Any]:
        """Read a row, with the number and the shipped id of its twin behind."""
        twin, join = self._of_twin
        rows = self._rows(f"SELECT {_COLUMNS}, {twin} FROM place{join} WHERE place.n = ?", (n,))
        if not rows:
            raise self._unreadable("it is damaged (a name in it belongs to no place)")
        columns: Sequence[Any] = rows[0]
        return columns

    @property
    def _of_twin(self) -> tuple[str, str]:
        """Give the SQL of the columns that `place` has in the table of twins, and its join."""
        if self._twins is None:
            return "NULL, NULL", ""
        return "own.leader, own.shipped", " LEFT JOIN twin AS own ON own.n = place.n"

    def _place(self, row: Sequence[Any]) -> Place:
        try:
            return _place(tuple(row))
        except (PlaceInvalid, TypeError, AttributeError) as error:
            raise self._unreadable(f"it is damaged ({error})") from error

    def in_box(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        *,
        kind: str | None = None,
        least_population: int | None = None,
    ) -> list[int]:
        """List rows, of one kind and size if given, centred in a box of degrees; west ≤ east."""
        leader, twins = self._leading("place.n")
        rows = self._rows(
            "WITH RECURSIVE line (row) AS "
            "(SELECT ?1 UNION ALL SELECT row + 1 FROM line WHERE row < ?2) "
            f"SELECT DISTINCT {leader} FROM line CROSS JOIN tile CROSS JOIN place{twins} "
            f"WHERE tile.tile BETWEEN row * {TILES_A_ROW} + ?3 AND row * {TILES_A_ROW} + ?4 "
            "AND place.n = tile.n AND place.lon BETWEEN ?5 AND ?6 AND place.lat BETWEEN ?7 AND ?8 "
            "AND (?9 IS NULL OR place.kind = ?9) "
            "AND (?10 IS NULL OR place.population >= ?10)",
            (
                *tile_range(west, south, east, north),
                *(west, east, south, north),
                *(kind, least_population),
            ),
        )
        return [int(n) for (n,) in rows]

    def shape(self, place_id: str) -> BaseGeometry | None:
        """Read the outline of a place or the course of a line; None where there is none.

        Raises
        ------
        GazetteerUnreadable
            If it is damaged.
        """
        n = self.number(place_id)
        outline = None if n is None else self._outline(n)
        rows = self._rows("SELECT wkb FROM line WHERE id = ?", (place_id,)) if n is None else []
        try:
            if outline is not None:
                return shapely.from_wkb(outline[0])
            return shapely.from_wkb(rows[0][0]) if rows else None
        except (TypeError, shapely.errors.ShapelyError) as error:
            raise self._unreadable(f"an outline in it is damaged ({error})") from error

    def outline_precision_m(self, place_id: str) -> float | None:
        """Read how far the outline of a place may be off, metres; None without an outline."""
        n = self.number(place_id)
        outline = None if n is None else self._outline(n)
        return None if outline is None else float(outline[1])

    def _outline(self, n: int) -> tuple[bytes, float] | None:
        """Read the most exact outline of the place that a row leads."""
        members = self._members(n)
        marks = ", ".join("?" * len(members))
        rows = self._rows(
            f"SELECT n, wkb, precision_m FROM shape WHERE n IN ({marks})", tuple(members)
        )
        best = min(rows, key=lambda row: (row[2], members.index(row[0])), default=None)
        return None if best is None else (best[1], best[2])

    def lines(self) -> list[LineRow]:
        """List the named lines."""
        rows = self._rows(
            "SELECT id, name, countries, policy, precision_m, source, licence FROM line ORDER BY id"
        )
        return [LineRow(row[0], row[1], tuple(row[2].split()), *row[3:]) for row in rows]

    def sources(self) -> list[SourceInfo]:
        """List what the file was built from."""
        columns = ", ".join(SOURCE_COLUMNS[:-1])
        query = f"SELECT {columns} FROM source ORDER BY name"
        return [SourceInfo(*row) for row in self._rows(query)]

    def meta(self) -> dict[str, str]:
        """Read the content hash and what else the file says of itself."""
        return dict(self._rows("SELECT field, value FROM meta"))


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _connect(path: Path, *, immutable: bool) -> sqlite3.Connection:
    fault = _fault_of(path)
    if fault is not None:
        raise GazetteerUnreadable(str(path), fault)
    query = "?immutable=1" if immutable else "?mode=ro"
    try:
        return sqlite3.connect(path.resolve().as_uri() + query, uri=True)
    except sqlite3.Error as error:
        raise GazetteerUnreadable(str(path), f"it does not open ({error})") from error


def _fault_of(path: Path) -> str | None:
    """Say why a path leads to no file that could be a gazetteer."""
    try:
        if path.is_dir():
            return "it is a folder; name a gazetteer file"
        if not path.is_file():
            return "there is no such file; check the path"
        with path.open("rb") as stream:
            return None if stream.read(1) else "the file is empty; build or import it anew"
    except OSError as error:
        return f"{error.strerror or error}; check its path and permissions"


def _place(row: tuple[Any, ...]) -> Place:
    got = dict(zip(PLACE_COLUMNS, row, strict=True))
    box = (got["west"], got["south"], got["east"], got["north"])
    return Place(
        id=got["id"],
        name=got["name"],
        kind=cast("Kind", got["kind"]),
        lon=got["lon"],
        lat=got["lat"],
        precision_m=got["precision_m"],
        source=got["source"],
        names=tuple(got["names"].split("\n")) if got["names"] else (),
        feature=got["feature"] or "",
        country=got["country"],
        admin1=got["admin1"],
        admin2=got["admin2"],
        population=got["population"],
        radius_m=got["radius_m"],
        radius_basis=got["radius_basis"],
        area_km2=got["area_km2"],
        bbox=None if None in box else cast("tuple[float, float, float, float]", box),
        capital=got["capital"],
        licence=got["licence"] or "",
        derived_from=tuple(got["derived_from"].split("\n")) if got["derived_from"] else (),
    )
