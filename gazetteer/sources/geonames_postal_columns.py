"""The rows of a postal-code file as columns: few bytes a row, so that all countries fit in."""

from __future__ import annotations

import math
import zlib
from array import array
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from shapely.geometry.base import BaseGeometry

from gazetteer.names import fold
from gazetteer.sources.geonames_postal_rows import PostalRow

Key = TypeVar("Key", str, tuple[str, str])


class Area(NamedTuple):
    """A first-level region, as far as it is known."""

    country: str
    """ISO 3166-1 alpha-2 code."""
    name: str
    """English name; the one that the file has where no such region is known."""
    place_id: str = ""
    """Id of the region; "" where it is not known."""
    outline: BaseGeometry | None = None
    """Degrees, WGS 84; None where no outline is known."""
    slack_m: float = 0.0
    """How far the outline may be off, metres."""


@dataclass(slots=True)
class Columns:
    """All rows of a source, in a few bytes each."""

    lon: array[float] = field(default_factory=lambda: array("d"))
    """Degrees, WGS 84; NaN for what is no settlement."""
    lat: array[float] = field(default_factory=lambda: array("d"))
    """Degrees, WGS 84."""
    accuracy: array[int] = field(default_factory=lambda: array("b"))
    """As the rows state it."""
    area: array[int] = field(default_factory=lambda: array("i"))
    """Index into `areas`, -1 for none."""
    district: array[int] = field(default_factory=lambda: array("i"))
    """Index into `districts`, -1 for none."""
    name: array[int] = field(default_factory=lambda: array("i"))
    """Index into `names`, -1 for none."""
    code: array[int] = field(default_factory=lambda: array("I"))
    """CRC-32 of country and postal code."""
    areas: list[tuple[str, str]] = field(default_factory=list)
    """Country and name of the region, as they stand in the file."""
    districts: list[str] = field(default_factory=list)
    """Names of districts, as they stand there."""
    names: list[str] = field(default_factory=list)
    """Names of settlements."""
    _areas: dict[tuple[str, str], int] = field(default_factory=dict)
    _districts: dict[str, int] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)
    _spellings: dict[str, int] = field(default_factory=dict)

    def add(self, row: PostalRow | None) -> None:
        """Take in the next row; None for one that is no settlement.

        Parameters
        ----------
        row
            The row.
        """
        if row is None:
            row = _NO_SETTLEMENT
        self.lon.append(row.lon)
        self.lat.append(row.lat)
        self.accuracy.append(row.accuracy)
        named = bool(row.name)
        area = (row.country, row.admin1)
        self.area.append(_number(area, self._areas, self.areas) if named else -1)
        known = named and bool(row.admin2)
        self.district.append(_number(row.admin2, self._districts, self.districts) if known else -1)
        self.name.append(self._name(row.name) if named else -1)
        self.code.append(zlib.crc32(f"{row.country} {row.code}".encode()))

    def _name(self, name: str) -> int:
        """Number a name; spellings that differ in case, ё and the like are one."""
        number = self._spellings.get(name)
        if number is None:
            key = fold(name)
            number = self._names.setdefault(key, len(self.names))
            if number == len(self.names):
                self.names.append(name)
            self._spellings[name] = number
        return number


_NO_SETTLEMENT: Final = PostalRow("", "", "", "", "", math.nan, math.nan, 0)


def _number(key: Key, numbers: dict[Key, int], listed: list[Key]) -> int:
    number = numbers.setdefault(key, len(listed))
    if number == len(listed):
        listed.append(key)
    return number
