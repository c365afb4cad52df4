"""The places that reports name as a GeoDataFrame, for analysis and for GIS files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geo.contract import place_json

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.reading.mention import Mention, Resolution
    from geo.reading.reading import Reading

COLUMNS: Final = (
    "report", "start", "end", "text", "kind", "place_id", "name", "country", "admin1",
    "precision_m", "geo_precision", "viina_precision", "source", "estimated", "score", "why",
)  # fmt: skip
"""Columns before `geometry`, in order; offsets and the rest are those of the output contract."""
_TYPES: Final = {
    "start": "int64",
    "end": "int64",
    "precision_m": "float64",
    "geo_precision": "Int64",
    "estimated": "bool",
    "score": "float64",
}


def to_geodataframe(*readings: Reading, gazetteer: Gazetteer | None = None) -> GeoDataFrame:
    """Gather the places that reports name literally, one row per mention.

    Parameters
    ----------
    *readings
        The reports, read; none gives an empty table with the same columns.
    gazetteer
        Where outlines are read from: regions and countries then are areas. Without it every
        place is the point of its centre.

    Returns
    -------
    geopandas.GeoDataFrame
        `COLUMNS` and `geometry`: longitude and latitude in degrees, WGS 84 (EPSG:4326); empty
        where nothing fits the name. Its rows stand in the order of the texts.
    """
    import geopandas as gpd

    rows: list[dict[str, Any]] = []
    shapes: list[BaseGeometry | None] = []
    for reading in readings:
        for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
            if mention.role == "literal":
                rows.append(_row(reading.report.id, mention, resolution))
                shapes.append(_shape(resolution.place, gazetteer))
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    geometry = gpd.GeoSeries(shapes, crs="EPSG:4326")
    return gpd.GeoDataFrame(columns, geometry=geometry, crs="EPSG:4326").astype(_TYPES)


def _row(report: str, mention: Mention, resolution: Resolution) -> dict[str, Any]:
    place = resolution.place
    flat = dict.fromkeys(COLUMNS) | (
        place_json(place, estimated=resolution.estimated) if place else {}
    )
    return flat | {
        "report": report,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": place.kind if place else mention.kind,
        "place_id": place.id if place else None,
        "estimated": resolution.estimated,
        "score": round(resolution.score, 4),
        "why": resolution.why or mention.reason,
    }


def _shape(place: Place | None, gazetteer: Gazetteer | None) -> BaseGeometry | None:
    from shapely.geometry import Point

    if place is None:
        return None
    outline = None
    if gazetteer is not None and place.kind in ("region", "country"):
        outline = gazetteer.geometry(place.id)
    return Point(place.lonlat) if outline is None else outline
