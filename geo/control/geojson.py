"""GeoJSON: features, their geometries ring by ring, and the coordinate system they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.control.rings import polygon, vertices
from geo.control.tally import Tally
from geo.errors import ControlInvalid

_GEOMETRIES: Final = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip
_DEPTH: Final = 8
"""How deep collections may be nested."""
_STRANGE: Final = ("a shape of no known kind", "{n} shapes of no known kind")


def features_of(value: object) -> list[Any] | None:
    """List the features of parsed GeoJSON.

    Parameters
    ----------
    value
        A FeatureCollection, a Feature, or a bare geometry.

    Returns
    -------
    list or None
        None where it is no GeoJSON.
    """
    if not isinstance(value, Mapping):
        return None
    kind = value.get("type")
    if kind == "FeatureCollection" or (kind is None and isinstance(value.get("features"), list)):
        features = value.get("features")
        return features if isinstance(features, list) else None
    if kind == "Feature":
        return [value]
    if kind in _GEOMETRIES:
        return [{"type": "Feature", "properties": {}, "geometry": value}]
    return None


def crs_of(value: Mapping[str, Any], *, file: str) -> str | None:
    """Read the coordinate system that a collection names.

    Parameters
    ----------
    value
        Parsed GeoJSON.
    file
        Name of the file, for the message.

    Returns
    -------
    str or None
        Its name, such as `urn:ogc:def:crs:EPSG::3857`; None where none is named: WGS 84.

    Raises
    ------
    ControlInvalid
        If there is a member `crs` that names none.
    """
    crs = value.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    if isinstance(name, str) and name.strip():
        return name.strip()
    raise ControlInvalid(
        f"{file} has a member crs that names no coordinate system; name one "
        "(urn:ogc:def:crs:EPSG::3857) or export it in EPSG:4326 without that member"
    )


def geometry_of(feature: object, *, tally: Tally) -> BaseGeometry | None:
    """Build the geometry of a feature; heights are dropped, faults of rings counted.

    Parameters
    ----------
    feature
        A feature, as parsed.
    tally
        Where faults are counted.

    Returns
    -------
    geometry or None
        x, y as written, its validity not checked; None where the feature has none that can be
        read.
    """
    geometry = feature.get("geometry") if isinstance(feature, Mapping) else None
    return _geometry(geometry, tally, 0)


def _geometry(value: object, tally: Tally, depth: int) -> BaseGeometry | None:
    """Build one geometry, or a collection of them."""
    if value is None:
        return None
    kind = value.get("type") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or kind not in _GEOMETRIES or depth > _DEPTH:
        tally.add("left out", *_STRANGE)
        return None
    if kind == "GeometryCollection":
        members = value.get("geometries")
        parts = [
            part
            for member in (members if isinstance(members, list) else ())
            if (part := _geometry(member, tally, depth + 1)) is not None
        ]
        return shapely.GeometryCollection(parts) if parts else None
    coordinates = value.get("coordinates")
    if not isinstance(coordinates, list):
        return None
    many = str(kind).startswith("Multi")
    build = _BUILD[str(kind).removeprefix("Multi")]
    parts = list(build(coordinates if many else [coordinates], tally))
    if not parts:
        return None
    return _multi(str(kind), parts) if many else parts[0]


def _multi(kind: str, parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Put parts together as a geometry of several."""
    makers: dict[str, Callable[[Any], BaseGeometry]] = {
        "MultiPoint": shapely.MultiPoint,
        "MultiLineString": shapely.MultiLineString,
        "MultiPolygon": shapely.MultiPolygon,
    }
    return makers[kind](parts)


def _points(listed: Sequence[Any], tally: Tally) -> Iterator[BaseGeometry]:
    for pair in listed:
        found = vertices([pair], tally=tally)
        if found is not None:
            yield shapely.Point(found[0])


def _lines(listed: Sequence[Any], tally: Tally) -> Iterator[BaseGeometry]:
    for line in listed:
        found = vertices(line, tally=tally)
        if found is not None and len(found) > 1:
            yield shapely.LineString(found)


def _polygons(listed: Sequence[Any], tally: Tally) -> Iterator[BaseGeometry]:
    for rings in listed:
        if isinstance(rings, list):
            found = polygon(rings, tally=tally)
            if found is not None:
                yield found


_BUILD: Final[dict[str, Callable[[Sequence[Any], Tally], Iterator[BaseGeometry]]]] = {
    "Point": _points,
    "LineString": _lines,
    "Polygon": _polygons,
}
