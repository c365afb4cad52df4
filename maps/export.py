"""What is written for other programs: named tables of shapes, and what is known of them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from maps.errors import MapError
from maps.version import __version__

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

DIGITS: Final = 7
"""Decimals of a degree that are written: about a centimetre."""
INFERRED: Final = "inferred from reports, not drawn by a map maker"
"""What every export says of what was worked out here."""
FILLS: Final[Mapping[str, int]] = {
    "held": 0x66, "contested": 0x40, "liberated": 0x26, "claimed": 0x1A,
    "gained": 0x99, "lost": 0x4D,
}  # fmt: skip
"""How densely ground is filled, 0..255, by status or change."""
USUAL_FILL: Final = 0x4D
"""How densely all other ground is filled."""
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class ExportInvalid(MapError, ValueError):
    """A table that no file can be written of; the text names the table and the fault."""


class NothingToExport(MapError, ValueError):
    """No table holds a row, so no file can be written."""

    def __init__(self) -> None:
        super().__init__("there is nothing to export: no shape is left in any table")


@dataclass(frozen=True, slots=True, eq=False)
class ExportTable:
    """One named table of shapes.

    Raises
    ------
    ExportInvalid
        If its coordinates are not longitude and latitude on WGS 84.
    """

    name: str
    """What it holds, as a GIS shows it: `control`, `front_line`, `change`."""
    frame: GeoDataFrame
    """Any columns and `geometry`, longitude and latitude in degrees, EPSG:4326. Writers know
    `side`, `status`, `change`, `probability`, `inferred`, `source`, `source_date`, `from_date`
    and `to_date`."""

    def __post_init__(self) -> None:
        crs = self.frame.crs
        if crs is None or crs.to_epsg() != 4326:
            named = "no CRS" if crs is None else f"the CRS {crs.to_string()[:40]}"
            raise ExportInvalid(
                f"the table {self.name!r} has {named}; exports want longitude and latitude, "
                "EPSG:4326: frame.to_crs(4326)"
            )


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """Everything that goes into one file."""

    title: str
    """Headline."""
    tables: tuple[ExportTable, ...]
    """The tables; one without rows is not written."""
    sources: tuple[Mapping[str, Any], ...] = ()
    """Each map behind it: source, source_date, licence, attribution, inferred, file, sha256 …"""
    notes: tuple[str, ...] = ()
    """What was left out, coarsened or assumed, a sentence each."""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Settings that it was made with: `embargo_hours`, `coarsen_m`, `permitted` …"""

    @property
    def filled(self) -> tuple[ExportTable, ...]:
        """The tables that hold something."""
        return tuple(table for table in self.tables if len(table.frame))

    @property
    def inferred(self) -> bool:
        """Whether any row is inferred."""
        return any(
            bool(table.frame["inferred"].any())
            for table in self.filled
            if "inferred" in table.frame.columns
        )


def about(export: Export) -> dict[str, Any]:
    """Tell what an export is, as plain values.

    Parameters
    ----------
    export
        What is written.
    """
    told: dict[str, Any] = {"title": export.title, "generator": f"frontmap {__version__}"}
    told["inferred"] = export.inferred
    told |= {key: value for key, value in export.facts.items() if value is not None}
    told["notes"] = list(export.notes)
    told["sources"] = [dict(source) for source in export.sources]
    return {key: _plain(value) for key, value in told.items()}


def records(
    table: ExportTable, *, digits: int | None = DIGITS
) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Give the rows of a table as plain values, each with its shape ready to be written.

    Parameters
    ----------
    table
        The table; rows without a shape, and shapes that rounding leaves nothing of, are left out.
    digits
        Decimals of a degree; None keeps all.

    Returns
    -------
    Iterator
        Properties by column, and the shape: without heights, shells anticlockwise and holes
        clockwise.
    """
    columns = [str(name) for name in table.frame.columns if name != table.frame.geometry.name]
    values = [table.frame[name].tolist() for name in columns]
    for index, geometry in enumerate(table.frame.geometry):
        shape = ready(geometry, digits=digits)
        if shape is not None:
            row = [_plain(column[index]) for column in values]
            yield dict(zip(map(clean, columns), row, strict=True)), shape


def ready(geometry: BaseGeometry | None, *, digits: int | None = DIGITS) -> BaseGeometry | None:
    """Round a shape to what files hold, and wind its rings as RFC 7946 wants them.

    Parameters
    ----------
    geometry
        Longitude and latitude in degrees, WGS 84.
    digits
        Decimals of a degree; None keeps all.

    Returns
    -------
    geometry or None
        Valid, two-dimensional; None where nothing is left of it.
    """
    if geometry is None or geometry.is_empty:
        return None
    shape = shapely.force_2d(geometry)
    if digits is not None:
        flat, shape = shape, _rounded(shape, digits)
        if not shape.is_valid:
            # Rounding may fold a sliver over; only then are vertices moved together.
            shape = _rounded(shapely.set_precision(flat, 10.0**-digits), digits)
    return None if shape.is_empty else shapely.orient_polygons(shape)


def _rounded(shape: BaseGeometry, digits: int) -> BaseGeometry:
    return shapely.transform(shape, lambda vertices: np.round(vertices, digits))


def clean(text: str) -> str:
    """Take out of a text what no file can hold: controls and halves of surrogate pairs.

    Parameters
    ----------
    text
        Text from anywhere; what is taken out becomes U+FFFD and so stays visible.
    """
    return _NO_TEXT.sub("\ufffd", text)


def _plain(value: object) -> Any:  # noqa: ANN401 (a JSON value)
    """A value that every format can hold; what is missing is None."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {clean(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        # NaT is a date that equals nothing, itself least of all.
        return value.isoformat() if value == value else None  # noqa: PLR0124
    return None if str(value) in ("<NA>", "NaT") else clean(str(value))


def frame_of(rows: Iterable[Mapping[str, Any]]) -> GeoDataFrame:
    """Make a table of rows; a column that one lacks is empty there.

    Parameters
    ----------
    rows
        One mapping a row; `geometry` is longitude and latitude in degrees, WGS 84.
    """
    import geopandas as gpd

    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row if name != "geometry"))
    columns = {name: _column(name, [row.get(name) for row in listed]) for name in names}
    shapes = gpd.GeoSeries([row["geometry"] for row in listed], crs="EPSG:4326")
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def _column(name: str, values: list[Any]) -> Any:  # noqa: ANN401 (an array of any kind)
    """Give a column the kind that its values have; text and what is mixed stay objects."""
    kinds = {type(value) for value in values if value is not None}
    if name == "inferred":
        return np.array(values, dtype=bool)
    if kinds == {int} and None not in values:
        return np.array(values, dtype=np.int64)
    if kinds and kinds <= {int, float}:
        return np.array([np.nan if value is None else value for value in values], dtype=float)
    return np.array(values, dtype=object)
