"""Control maps, changes and what was inferred, as files for other programs."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.control.layer import ControlLayer
from maps.errors import MapError
from maps.export import Export, Sheet, about, records

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

FORMS: Final = ("geojson", "gpkg", "kml", "kmz")
"""Formats that an export can be written in."""
LICENCE_UNKNOWN: Final = "unknown: the maker states none"
"""What stands in the place of a licence where there is none."""
_METADATA: Final = ("source", "source_date", "licence", "attribution", "inferred")
_TABLES: Final = {
    "about": "key TEXT, value TEXT",
    "layer_styles": "f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, "
    "f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, "
    "description TEXT, owner TEXT, ui TEXT, update_time DATETIME",
}
"""Tables without shapes; the second is QGIS's own."""
_REGISTERED: Final = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)"
)
_STYLED: Final = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
    "styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) VALUES "
    "('', '', :table, 'geom', 'frontmap', :qml, '', 1, :description, '', :day)"
)
# QGIS takes the latest of several looks; there is one alone, so any time will do.
_STYLE_DAY: Final = "2000-01-01T00:00:00.000Z"
# In a page these would end a script or turn the text round; JSON reads the escapes as the same.
_ESCAPED: Final = {
    ord(char): f"\\u{ord(char):04x}"
    for char in "<>&\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
}


class NothingToExport(MapError, ValueError):
    """No table holds a row, so no file can be written."""

    def __init__(self) -> None:
        super().__init__("there is nothing to export: no shape is left in any table")


def control_export(
    layers: Iterable[ControlLayer],
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    facts: Mapping[str, Any] | None = None,
) -> Export:
    """Put control maps together for export: ground, the makers' front lines, points if kept.

    Licences are written as they are and nothing is held back: see `geo.control.care` for that.

    Parameters
    ----------
    layers
        Maps of any makers and days; inferred ones keep their mark.
    title
        Headline; by default the maker and the days.
    notes
        What was done before, a sentence each.
    facts
        Settings that it was made with.

    Raises
    ------
    NothingToExport
        If there is no map.
    """
    listed = sorted(layers, key=lambda layer: (layer.maker.name, layer.date or "", layer.file))
    if not listed:
        raise NothingToExport
    parts = {"control": _ground, "front_line": _lines, "points": _points}
    sheets = tuple(
        Sheet(name, _frame(row for layer in listed for row in part(layer)))
        for name, part in parts.items()
    )
    told = [
        f"{layer.title}: {note.text}" + (f" ({note.count})" if note.count > 1 else "")
        for layer in listed
        for note in layer.notes
    ]
    return Export(
        title or _title(listed),
        sheets,
        sources=tuple(source_facts(layer) for layer in listed),
        notes=(*notes, *told),
        facts=facts or {},
    )


def source_facts(layer: ControlLayer) -> dict[str, Any]:
    """Tell where a map is from and what may be done with it.

    Parameters
    ----------
    layer
        The map.
    """
    return {
        "source": layer.maker.name,
        "source_date": layer.date,
        "date_basis": layer.date_basis,
        "licence": layer.maker.licence or LICENCE_UNKNOWN,
        "attribution": layer.maker.attribution or layer.maker.name,
        "inferred": layer.inferred,
        "file": layer.file,
        "format": layer.format,
        "sha256": layer.sha256,
    }


def export_bytes(export: Export, form: str) -> bytes:
    """Write an export in one of `FORMS`.

    Parameters
    ----------
    export
        What is written.
    form
        `geojson`, `gpkg`, `kml` or `kmz`.

    Raises
    ------
    NothingToExport
        If no table holds a shape.
    """
    if not export.filled:
        raise NothingToExport
    if form == "geojson":
        return geojson_text(export).encode()
    if form == "gpkg":
        return geopackage_bytes(export)
    from maps.kml import kml_text, kmz_bytes

    return kmz_bytes(export) if form == "kmz" else kml_text(export).encode()


def geojson_text(export: Export) -> str:
    """Write an export as one GeoJSON FeatureCollection (RFC 7946).

    Coordinates are longitude and latitude with at most seven decimals, shells run
    anticlockwise, there is no `crs`. Each feature names its table as `layer`; the foreign member
    `frontmap` tells of the whole.

    Parameters
    ----------
    export
        What is written.

    Returns
    -------
    str
        One feature a line; the characters that mean something in HTML are escaped.
    """
    head = json.dumps(about(export), ensure_ascii=False, allow_nan=False)
    lines = []
    for sheet in export.filled:
        for row, shape in records(sheet):
            feature = {
                "type": "Feature",
                "properties": {"layer": sheet.name, **row},
                "geometry": shapely.geometry.mapping(shape),
            }
            text = json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            lines.append(text)
    features = ",\n".join(lines)
    text = f'{{"type":"FeatureCollection",\n"frontmap":{head},\n"features":[\n{features}\n]}}\n'
    return text.translate(_ESCAPED)


def geopackage_bytes(export: Export) -> bytes:
    """Write an export as a GeoPackage: a layer for each table, and `about` for the whole.

    Coordinates keep every decimal. QGIS finds the looks of the layers in `layer_styles`.

    Parameters
    ----------
    export
        What is written.
    """
    from maps.qgis_style import style_rows

    with tempfile.TemporaryDirectory(prefix="frontmap-") as folder:
        path = Path(folder) / "export.gpkg"
        for sheet in export.filled:
            _plain_frame(sheet).to_file(
                path, layer=sheet.name, driver="GPKG", promote_to_multi=True
            )
        told = {
            key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for key, value in about(export).items()
        }
        with closing(sqlite3.connect(path)) as base, base:
            for table, columns in _TABLES.items():
                base.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY NOT NULL, {columns})")
                base.execute(_REGISTERED, (table, table))
            base.executemany("INSERT INTO about (key, value) VALUES (?, ?)", told.items())
            base.executemany(_STYLED, [row | {"day": _STYLE_DAY} for row in style_rows(export)])
        return path.read_bytes()


def _plain_frame(sheet: Sheet) -> GeoDataFrame:
    """A table whose values every format holds, with every decimal of its coordinates."""
    return _frame([{**row, "geometry": shape} for row, shape in records(sheet, digits=None)])


def _title(layers: Sequence[ControlLayer]) -> str:
    """Name makers and days: `UAControlMap, 2024-08-06 to 2025-01-05`."""
    makers = list(dict.fromkeys(layer.maker.name for layer in layers))
    days = sorted(layer.date for layer in layers if layer.date)
    named = makers[0] if len(makers) == 1 else f"{len(makers)} makers of control maps"
    if not days:
        return f"{named}, undated"
    return f"{named}, {days[0]}" + (f" to {days[-1]}" if days[-1] != days[0] else "")


def _rows_of(layer: ControlLayer, frame: GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Give rows of a map with what it says of itself where they do not say it."""
    known = source_facts(layer)
    usual = {key: known[key] for key in _METADATA}
    columns = [name for name in frame.columns if name != frame.geometry.name]
    values = [frame[name].tolist() for name in columns]
    for index, shape in enumerate(frame.geometry):
        row = {name: column[index] for name, column in zip(columns, values, strict=True)}
        said = {key: value for key, value in row.items() if not _missing(value)}
        marked = bool(said.get("inferred")) or layer.inferred
        yield {**row, **usual, **said, "inferred": marked, "geometry": shape}


def _missing(value: object) -> bool:
    """Whether a cell is empty: None, or what pandas puts in its place."""
    return value is None or value != value  # noqa: PLR0124 (NaN equals nothing)


def _ground(layer: ControlLayer) -> Iterator[dict[str, Any]]:
    return _rows_of(layer, layer.frame)


def _lines(layer: ControlLayer) -> Iterator[dict[str, Any]]:
    """The front line, where the map draws one of its own."""
    if layer.line is not None and not layer.line.is_empty:
        known = source_facts(layer)
        yield {**{key: known[key] for key in _METADATA}, "geometry": layer.line}


def _points(layer: ControlLayer) -> Iterator[dict[str, Any]]:
    """Units and other points, where they were kept."""
    return iter(()) if layer.points is None else _rows_of(layer, layer.points)


def _frame(rows: Iterable[Mapping[str, Any]]) -> GeoDataFrame:
    """Make a table of rows; a column that one lacks is empty there."""
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
