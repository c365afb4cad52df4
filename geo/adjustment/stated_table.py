"""Tables of stated relations, as CSV.

| column | what stands in it |
| --- | --- |
| `place` | name of the place; `Name (District)` or `Name, Region` tells it from namesakes |
| `reference` | name of what it is related to |
| `reference_kind` | `place` or `border`; rows of any other kind are not used |
| `stated_km` | distance in kilometres, or empty |
| `stated_direction` | where the place lies from the reference: one of the sixteen winds, or empty |
| `source_url` | who states it |

Further columns are ignored.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gazetteer.measure import WINDS
from geo.errors import StatedTableInvalid

COLUMNS: Final = (
    "place", "reference", "reference_kind", "stated_km", "stated_direction", "source_url",
)  # fmt: skip
_FARTHEST_KM: Final = 20_100.0


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One line of such a table."""

    place: str
    """Name of the place."""
    reference: str
    """Name of what it is related to."""
    reference_kind: str
    """`place`, `border`, or something else."""
    km: float | None
    """Stated distance, kilometres."""
    written: str
    """The distance as written."""
    wind: str | None
    """One of `WINDS`."""
    source: str
    """Who states it."""


def read_stated_table(path: Path) -> tuple[StatedRow, ...]:
    """Read a table of stated relations.

    Parameters
    ----------
    path
        A CSV file with the columns of this module, UTF-8.

    Raises
    ------
    StatedTableInvalid
        If it cannot be read, lacks a column, or holds no distance or wind where one belongs; each
        fault is named by its line and column.
    """
    name = str(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise StatedTableInvalid(
                    f"{name}, line 1: no column {', '.join(missing)}; "
                    f"a table of stated relations has the columns {', '.join(COLUMNS)}"
                )
            rows: list[StatedRow] = []
            faults: list[str] = []
            for cells in reader:
                row = _row({k: cells.get(k) or "" for k in COLUMNS}, faults, reader.line_num)
                if row is not None:
                    rows.append(row)
    except OSError as error:
        raise StatedTableInvalid(f"cannot read {name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise StatedTableInvalid(
            f"{name} is not UTF-8 (byte {error.start}); save it as CSV in UTF-8"
        ) from error
    except csv.Error as error:
        raise StatedTableInvalid(f"{name} is no proper CSV: {error}") from error
    if faults:
        raise StatedTableInvalid("\n".join(f"{name}, {fault}" for fault in faults))
    return tuple(rows)


def _row(cells: dict[str, str], faults: list[str], line: int) -> StatedRow | None:
    """One line's values; what is wrong with them goes to `faults`."""
    text = {column: cell.strip() for column, cell in cells.items()}
    if not any(text.values()):
        return None
    before = len(faults)
    faults += [
        f"line {line}, column {column}: it is empty; a name is wanted"
        for column in ("place", "reference")
        if not text[column]
    ]
    km = _km(text["stated_km"], faults, line)
    wind = text["stated_direction"].upper() or None
    if wind is not None and wind not in WINDS:
        faults.append(
            f"line {line}, column stated_direction: {text['stated_direction'][:40]!r} is no wind; "
            f"the winds are {', '.join(WINDS)}"
        )
    if km is None and wind is None and len(faults) == before:
        faults.append(f"line {line}, column stated_km: neither a distance nor a direction is given")
    if len(faults) > before:
        return None
    kind = text["reference_kind"] or "place"
    return StatedRow(
        text["place"], text["reference"], kind, km, text["stated_km"], wind, text["source_url"]
    )


def _km(written: str, faults: list[str], line: int) -> float | None:
    """A distance in kilometres, if one is written."""
    if not written:
        return None
    try:
        km = float(written)
    except ValueError:
        km = math.nan
    if not 0 < km <= _FARTHEST_KM:
        faults.append(
            f"line {line}, column stated_km: {written[:40]!r} is no distance on the earth; "
            "kilometres are wanted, as 12.5"
        )
        return None
    return km
