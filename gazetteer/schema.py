"""The tables of a gazetteer file: one SQLite database, the same for what ships and for a user's.

A name is found by its key (`gazetteer.names.fold`). For look-up with one edit every key also has
two half-keys, its first and its second half with the key's length: one edit leaves one half whole,
but for two letters that changed places in the middle.
"""

from __future__ import annotations

import zlib
from typing import Final

APPLICATION_ID: Final = 0x464D475A
"""Marks a SQLite file as a gazetteer: "FMGZ"."""
SCHEMA_VERSION: Final = 1
"""Written to `user_version`; a file with a higher one needs a newer frontmap."""

PLACE_COLUMNS: Final = (
    "id", "name", "kind", "lon", "lat", "precision_m", "source", "names", "feature", "country",
    "admin1", "admin2", "population", "radius_m", "radius_basis", "area_km2", "west", "south",
    "east", "north", "capital", "licence", "derived_from",
)  # fmt: skip
LINE_COLUMNS: Final = (
    "id", "name", "countries", "policy", "precision_m", "source", "licence", "wkb",
)  # fmt: skip
SOURCE_COLUMNS: Final = ("name", "rows", "licence", "date", "path", "sha256")

TABLES: Final = """
CREATE TABLE place (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, precision_m REAL NOT NULL, source TEXT NOT NULL,
    names TEXT, feature TEXT, country TEXT, admin1 TEXT, admin2 TEXT, population INTEGER,
    radius_m REAL, radius_basis TEXT, area_km2 REAL, west REAL, south REAL, east REAL, north REAL,
    capital TEXT, licence TEXT, derived_from TEXT
);
CREATE TABLE key (k INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE name (
    k INTEGER NOT NULL, n INTEGER NOT NULL, spelling TEXT NOT NULL, fit REAL NOT NULL,
    PRIMARY KEY (k, n, spelling)
) WITHOUT ROWID;
CREATE TABLE half (h INTEGER NOT NULL, k INTEGER NOT NULL, PRIMARY KEY (h, k)) WITHOUT ROWID;
CREATE VIRTUAL TABLE point USING rtree(n, west, east, south, north);
CREATE TABLE shape (n INTEGER PRIMARY KEY, wkb BLOB NOT NULL, precision_m REAL NOT NULL);
CREATE TABLE line (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, countries TEXT NOT NULL, policy TEXT NOT NULL,
    precision_m REAL NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL, wkb BLOB NOT NULL
);
CREATE TABLE source (
    name TEXT PRIMARY KEY, rows INTEGER NOT NULL, licence TEXT NOT NULL, date TEXT NOT NULL,
    path TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TABLE meta (field TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def half_hashes(key: str, length: int) -> tuple[int, int]:
    """Hash the half-keys that `key` would share with a stored key of a given length.

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
