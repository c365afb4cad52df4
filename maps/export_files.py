"""Exports as files: GeoJSON and GeoPackage here, KML in `maps.kml`."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import shapely

from maps.export import Export, NothingToExport, about, frame_of, records

FORMS: Final = ("geojson", "gpkg", "kml", "kmz")
"""Formats that an export can be written in."""
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
    for table in export.filled:
        for row, shape in records(table):
            feature = {
                "type": "Feature",
                "properties": {"layer": table.name, **row},
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
        for table in export.filled:
            rows = ({**row, "geometry": shape} for row, shape in records(table, digits=None))
            frame_of(rows).to_file(path, layer=table.name, driver="GPKG", promote_to_multi=True)
        told = {
            key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for key, value in about(export).items()
        }
        with closing(sqlite3.connect(path)) as base, base:
            for name, columns in _TABLES.items():
                base.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY NOT NULL, {columns})")
                base.execute(_REGISTERED, (name, name))
            base.executemany("INSERT INTO about (key, value) VALUES (?, ?)", told.items())
            base.executemany(_STYLED, [row | {"day": _STYLE_DAY} for row in style_rows(export)])
        return path.read_bytes()
