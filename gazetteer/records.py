"""What a gazetteer file holds beside places: outlines, named lines, and the sources of it all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a region or country."""

    wkb: bytes
    """Polygon or MultiPolygon as well-known binary, longitude and latitude, degrees, WGS 84."""
    precision_m: float
    """How far the drawn outline may lie from the true one, metres, 95 %."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A named line as a gazetteer file holds it; its geometry is read by its id."""

    id: str
    """Identifier: `border:RU-UA`."""
    name: str
    """Name for people."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes of the countries on its sides, sorted."""
    policy: str
    """Whose view of the border it is."""
    precision_m: float
    """How far the drawn line may lie from the true one, metres, 95 %."""
    source: str
    """Where the line is from."""
    licence: str
    """SPDX expression."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One source that a gazetteer file was built from."""

    name: str
    """What it is called."""
    rows: int
    """Number of rows that came from it."""
    licence: str
    """SPDX expression, with the credit that it asks for."""
    date: str
    """Day of the data, ISO 8601, as exact as its maker says; empty where nobody says."""
    path: str
    """File that it was read from."""
    sha256: str = ""
    """Checksum of that file, hexadecimal; empty where there is no file."""
    credit: str = ""
    """Whom to name for it; empty where `name` does so."""
    imported: str = ""
    """When it was imported, ISO 8601, UTC; empty for what ships."""
    options: str = ""
    """With which options it was imported."""
    rejected: int = 0
    """Number of broken records, which became no rows."""
    left_out: str = ""
    """Sound records that were not wanted, in words with their numbers."""
