"""Tables: written so that the same rows always give the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

COLUMNS: Final = (
    "id", "name", "names", "lesser", "kind", "feature", "country", "admin1", "admin2", "lon", "lat",
    "precision_m", "population", "radius_m", "radius_basis", "area_km2", "west", "south", "east",
    "north", "capital", "source", "licence",
)  # fmt: skip

Row = dict[str, Any]


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows of places as CSV, gzipped where the file's name says so, sorted by id.

    Parameters
    ----------
    path
        File to write.
    rows
        Cells by column; columns that no row fills are left out.
    """
    kept = sorted(rows, key=lambda row: str(row["id"]))
    columns = [column for column in COLUMNS if any(row.get(column) for row in kept)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)
