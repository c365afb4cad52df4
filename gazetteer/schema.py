"""The tables of a gazetteer file: one SQLite database, the same for what ships and for a user's.

A name is found by its key (`gazetteer.names.fold`). For look-up with one edit every key also has
parts, each with the key's length: its two halves, of which one edit leaves one whole, and for keys
of usual length the three pairs of its thirds, of which one edit leaves one whole as well; a pair of
thirds is shared by far fewer names than a half. Two letters that changed places at a cut are the
exception, for which `swapped` is. A position is found by its tile, a square of
a tenth of a degree; a box of degrees is a run of tiles in each row that it crosses. Rows of one
source are numbered in one run. Rows of several sources that are one place stand apart, each as its
source has it, and `twin` says which one leads, so that a source can be taken out again.
"""

from __future__ import annotations

import math
import zlib
from typing import Final

APPLICATION_ID: Final = 0x464D475A
"""Marks a SQLite file as a gazetteer: "FMGZ"."""
SCHEMA_VERSION: Final = 2
"""Written to `user_version`; a file with a higher one needs a newer frontmap."""

PLACE_COLUMNS: Final = (
    "id", "name", "kind", "lon", "lat", "precision_m", "source", "names", "feature", "country",
    "admin1", "admin2", "population", "radius_m", "radius_basis", "area_km2", "west", "south",
    "east", "north", "capital", "licence", "derived_from",
)  # fmt: skip
LINE_COLUMNS: Final = (
    "id", "name", "countries", "policy", "precision_m", "source", "licence", "wkb",
)  # fmt: skip
SOURCE_COLUMNS: Final = (
    "name", "rows", "licence", "date", "path", "sha256", "credit", "imported", "options",
    "rejected", "left_out", "first_n",
)  # fmt: skip
PLACE_TYPES: Final = """
    id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, precision_m REAL NOT NULL, source TEXT NOT NULL,
    names TEXT, feature TEXT, country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER,
    radius_m REAL, radius_basis TEXT, area_km2 REAL, west REAL, south REAL, east REAL, north REAL,
    capital TEXT, licence TEXT, derived_from TEXT
"""

TABLES: Final = f"""
CREATE TABLE place (n INTEGER PRIMARY KEY, {PLACE_TYPES});
CREATE INDEX place_id ON place (id);
CREATE TABLE key (k INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE name (
    k INTEGER NOT NULL, n INTEGER NOT NULL, spelling TEXT NOT NULL, fit REAL NOT NULL,
    PRIMARY KEY (k, n, spelling)
) WITHOUT ROWID;
CREATE TABLE part (h INTEGER NOT NULL, k INTEGER NOT NULL, PRIMARY KEY (h, k)) WITHOUT ROWID;
CREATE TABLE tile (tile INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (tile, n)) WITHOUT ROWID;
CREATE TABLE shape (n INTEGER PRIMARY KEY, wkb BLOB NOT NULL, precision_m REAL NOT NULL);
CREATE TABLE twin (n INTEGER PRIMARY KEY, leader INTEGER NOT NULL, shipped TEXT);
CREATE INDEX twin_leader ON twin (leader);
CREATE INDEX twin_shipped ON twin (shipped);
CREATE TABLE line (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, countries TEXT NOT NULL, policy TEXT NOT NULL,
    precision_m REAL NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL, wkb BLOB NOT NULL
);
CREATE TABLE source (
    name TEXT PRIMARY KEY, rows INTEGER NOT NULL, licence TEXT NOT NULL, date TEXT NOT NULL,
    path TEXT NOT NULL, sha256 TEXT NOT NULL, credit TEXT NOT NULL, imported TEXT NOT NULL,
    options TEXT NOT NULL, rejected INTEGER NOT NULL, left_out TEXT NOT NULL,
    first_n INTEGER NOT NULL
);
CREATE TABLE meta (field TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

TILES_A_DEGREE: Final = 10
TILES_A_ROW: Final = 360 * TILES_A_DEGREE
"""Tiles around the earth, numbered eastward from 180° W, row upon row from the south pole."""
TILE_ROWS: Final = 180 * TILES_A_DEGREE
TILE_SQL: Final = (
    f"min({TILE_ROWS - 1}, CAST((lat + 90.0) * {TILES_A_DEGREE} AS INTEGER)) * {TILES_A_ROW} "
    f"+ min({TILES_A_ROW - 1}, CAST((lon + 180.0) * {TILES_A_DEGREE} AS INTEGER))"
)
"""The tile of a point, from its columns lon and lat in degrees."""


def tile_range(west: float, south: float, east: float, north: float) -> tuple[int, int, int, int]:
    """Bound a box of degrees by tiles.

    Parameters
    ----------
    west, south, east, north
        Degrees, WGS 84; west ≤ east and south ≤ north, beyond the edge of the map as well.

    Returns
    -------
    tuple of int
        First and last row, first and last tile in each of them.
    """

    def step(degrees: float, origin: float, count: int) -> int:
        return min(max(math.floor((degrees + origin) * TILES_A_DEGREE), 0), count - 1)

    return (
        step(south, 90.0, TILE_ROWS),
        step(north, 90.0, TILE_ROWS),
        step(west, 180.0, TILES_A_ROW),
        step(east, 180.0, TILES_A_ROW),
    )


THIRDS: Final = range(6, 12)
"""Lengths of the keys that have pairs of thirds: shorter ones are few, longer halves are rare."""


def half_hashes(key: str, length: int) -> tuple[int, ...]:
    """Hash the halves that `key` would share with a stored key of a given length.

    Parameters
    ----------
    key
        A folded name, or the query.
    length
        Number of characters of the stored key; `len(key)` when the key itself is stored.

    Returns
    -------
    tuple of int
        CRC-32 of the first half and of the second half, each with the length.
    """
    first = length // 2
    last = length - first
    return (
        zlib.crc32(f"{length}<{key[:first]}".encode(errors="replace")),
        zlib.crc32(f"{length}>{key[-last:]}".encode(errors="replace")),
    )


def close_hashes(key: str, length: int) -> tuple[int, ...]:
    """Hash the parts of which two keys share one if they are one edit apart.

    Parameters
    ----------
    key
        A folded name, or the query.
    length
        Number of characters of the stored key; `len(key)` when the key itself is stored.

    Returns
    -------
    tuple of int
        CRC-32 of the pairs of thirds, each with the length, where keys of this length have them,
        else of the halves.
    """
    if length not in THIRDS:
        return half_hashes(key, length)
    outer = length // 3
    inner = length - outer
    return (
        zlib.crc32(f"{length}[{key[:inner]}".encode(errors="replace")),
        zlib.crc32(f"{length}]{key[-inner:]}".encode(errors="replace")),
        zlib.crc32(f"{length}|{key[:outer]}|{key[-outer:]}".encode(errors="replace")),
    )


def swapped(key: str) -> tuple[str, ...]:
    """Change the two letters over at each place where a key is cut into parts.

    Parameters
    ----------
    key
        A folded name.

    Returns
    -------
    tuple of str
        The keys that a part of `key` does not lead to although they are one edit away.
    """
    length = len(key)
    outer = length // 3
    cuts = (outer, length - outer) if length in THIRDS else (length // 2,)
    return tuple(
        key[: cut - 1] + key[cut] + key[cut - 1] + key[cut + 1 :] for cut in cuts if cut > 0
    )
