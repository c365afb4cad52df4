"""Places from GeoJSON: points, and areas and lines with the point that stands for them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import SourceUnreadable, shortened
from gazetteer.sources.columns import Columns, ColumnsInvalid, choose_columns
from gazetteer.sources.csv_table import UNKNOWN_LICENCE
from gazetteer.sources.gather import Outcome, files_in_batches, rejected
from gazetteer.sources.json_stream import FeatureStream, Item, JsonBroken
from gazetteer.sources.naming import RecordBroken, cleaned
from gazetteer.sources.outline import read_geometry
from gazetteer.sources.position import swapped_axes
from gazetteer.sources.record import OUTLINE_PRECISION_M, PRECISION_M, RecordReader
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Batch, modified_day
from gazetteer.sources.textfile import TextFile
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from pyproj import Transformer

ENDINGS: Final = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl")
"""Files that a .zip is searched for."""
_SAMPLE: Final = 1000


@dataclass(frozen=True, slots=True)
class _Table:
    """One file, and how it is read."""

    file: TextFile
    columns: Columns
    transformer: Transformer | None
    """To longitude and latitude, where the file has other coordinates."""

    def items(self) -> Iterator[Item]:
        """Read the features."""
        try:
            with self.file.opened() as text:
                yield from FeatureStream(text)
        except JsonBroken as error:
            raise SourceUnreadable(str(self.file.path), f"it is no GeoJSON: {error}") from error


class GeoJsonTable:
    """The places of GeoJSON files: collections of features, or one feature a line.

    Points become settlements unless a property says otherwise, areas regions with an outline,
    and lines roads or waters, which one a property or `kind:=` must say. Coordinates of another
    system that a file names in `crs` are transformed; heights are dropped.

    Parameters
    ----------
    paths
        Files; .gz and .zip are unpacked as they are read.
    columns
        Which property holds what, as `gazetteer.sources.columns.parse_columns` reads it; those of
        an object inside are called `tags.name`. Fields that it leaves out are found by the usual
        names.
    name
        Name of the source; by default "geojson" and the name of the first file.
    licence
        SPDX expression of the rows.
    credit
        Whom to name.
    date
        Day of the data, ISO 8601; by default that of the last change of the files.
    precision_m
        How far positions are off where no property says, metres, 95 %.
    outline_precision_m
        How far the edges of areas are off, metres, 95 %.
    gazetteer
        What ships: it knows the names of countries and regions, and which of them holds a place.

    Raises
    ------
    SourceUnreadable
        If there is no file, or one is no GeoJSON, has coordinates of an unknown system, or has
        latitude and longitude swapped.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        columns: str = "",
        name: str | None = None,
        licence: str = UNKNOWN_LICENCE,
        credit: str = "",
        date: str | None = None,
        precision_m: float = PRECISION_M,
        outline_precision_m: float = OUTLINE_PRECISION_M,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        if not paths:
            raise SourceUnreadable("GeoJSON", "no file is named; name one or more")
        self.paths = tuple(paths)
        self._regions = Regions(gazetteer)
        self._precision_m = precision_m
        self._outline_precision_m = outline_precision_m
        self._tables = [self._table(path, columns) for path in self.paths]
        self.name = cleaned(name or f"geojson {self.paths[0].name.partition('.')[0]}")
        self.licence = licence
        self.credit = credit
        self.date = date or max(map(modified_day, self.paths))
        self.size = sum(table.file.size for table in self._tables)
        parts = (
            f"columns {columns!r}",
            f"precision {precision_m:g} m",
            f"outlines {outline_precision_m:g} m",
            f"licence {licence}",
            *filter(None, (self._regions.described,)),
        )
        self.options = "; ".join(parts)

    @property
    def described(self) -> str:
        """How each file is read, for people."""
        return "\n".join(
            f"{table.file.path.name}: {table.columns.described or 'no properties'}"
            for table in self._tables
        )

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the places, behind the first `start` features.

        Parameters
        ----------
        start
            The `position` of the last batch that is already kept.

        Yields
        ------
        Batch
            Counted in bytes of the files as they lie on the disk.
        """
        files = [table.file for table in self._tables]
        return files_in_batches(files, self._outcomes(), start=start)

    def _outcomes(self) -> Iterator[Outcome]:
        for table in self._tables:
            reader = RecordReader(
                name=self.name,
                columns=table.columns,
                regions=self._regions,
                precision_m=self._precision_m,
                licence=self.licence,
                outline_precision_m=self._outline_precision_m,
                file=table.file.path.name,
            )
            for item in table.items():
                where = f"{table.file.path.name}, {item.where}"
                if item.fault:
                    yield rejected(where, item.fault, item.text.strip())
                    continue
                written = partial(json.dumps, item.value, ensure_ascii=False)
                try:
                    geometry = _geometry(item.value, table.transformer)
                except RecordBroken as error:
                    yield rejected(where, str(error), written())
                else:
                    yield reader.outcome(
                        _record(item.value), where=where, as_written=written, geometry=geometry
                    )
            table.file.read = table.file.size

    def _table(self, path: Path, columns: str) -> _Table:
        file = TextFile(path, endings=ENDINGS)
        header: dict[str, None] = {}
        try:
            with file.opened() as text:
                stream = FeatureStream(text)
                sample = [item.value for item in islice(stream, _SAMPLE)]
                transformer = _transformer(file, stream.members.get("crs"))
            for feature in sample:
                header |= dict.fromkeys(_record(feature))
            chosen = choose_columns(columns, list(header), geometry=True)
        except JsonBroken as error:
            raise SourceUnreadable(str(path), f"it is no GeoJSON: {error}") from error
        except ColumnsInvalid as error:
            raise SourceUnreadable(str(path), str(error)) from error
        if transformer is None:
            self._check_axes(path, chosen, sample)
        return _Table(file, chosen, transformer)

    def _check_axes(self, path: Path, columns: Columns, sample: Sequence[object]) -> None:
        points = []
        for feature in sample:
            position = _first_position(feature)
            country = None
            with suppress(RecordBroken):
                country = self._regions.country_code(columns.text(_record(feature), "country"))
            if position is not None:
                points.append((*position, country))
        fault = swapped_axes(points, self._regions)
        if fault is not None:
            raise SourceUnreadable(str(path), f"{fault}; in GeoJSON longitude comes first")


def _record(feature: object) -> dict[str, str]:
    """List the properties of a feature as text; those of an object inside as "tags.name"."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    record: dict[str, str] = {}
    for key, value in (properties if isinstance(properties, dict) else {}).items():
        if isinstance(value, dict):
            record |= {f"{key}.{inner}": _text(text) for inner, text in value.items()}
        else:
            record[key] = _text(value)
    if isinstance(feature, dict) and isinstance(feature.get("id"), (str, int)):
        record.setdefault("id", str(feature["id"]))
    return record


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return ";".join(_text(part) for part in value)
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return value if isinstance(value, str) else str(value)


def _geometry(feature: object, transformer: Transformer | None) -> BaseGeometry:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise RecordBroken("it is no GeoJSON feature")
    geometry = feature.get("geometry")
    if geometry is None:
        raise RecordBroken("it has no geometry")
    shape = _point(geometry)
    if shape is None:
        shape = read_geometry(json.dumps(geometry), form="GeoJSON")
    if transformer is not None:
        shape = shapely.transform(
            shape, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
        )
    return shape


def _point(geometry: object) -> BaseGeometry | None:
    """Make a point, which most features are, without writing it as text again."""
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        match geometry.get("coordinates"):
            case [int() | float() as lon, int() | float() as lat, *_]:
                return shapely.Point(float(lon), float(lat))
    return None


def _first_position(feature: object) -> tuple[float, float] | None:
    """Find the first vertex of a feature as it stands there."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    found: Any = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(found, list) and found and isinstance(found[0], list):
        found = found[0]
    if not isinstance(found, list) or len(found) < 2:
        return None
    lon, lat = found[:2]
    if not all(isinstance(part, int | float) for part in (lon, lat)):
        return None
    return float(lon), float(lat)


def _transformer(file: TextFile, crs: object) -> Transformer | None:
    """Make what brings the coordinates of a file to longitude and latitude, WGS 84."""
    if crs is None:
        return None
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    try:
        system = CRS.from_user_input(name)
        if system.equals("OGC:CRS84", ignore_axis_order=True) or system.to_epsg() == 4326:
            return None
        return Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    except (ProjError, TypeError) as error:
        raise SourceUnreadable(
            str(file.path),
            f"its crs {shortened(str(name))} is no known system; bring it to WGS 84 and "
            "leave the crs out",
        ) from error
