"""KML: placemarks with their shapes, the folders they lie in, and what is said of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.control.feature import Feature
from geo.control.rings import polygon, vertices
from geo.control.tally import Tally
from geo.errors import ControlInvalid

_SHAPES: Final = ("Point", "LineString", "LinearRing", "Polygon")
_OF_MANY: Final[dict[str, Callable[[Any], BaseGeometry]]] = {
    "Point": shapely.MultiPoint,
    "LineString": shapely.MultiLineString,
    "Polygon": shapely.MultiPolygon,
}
_TIMES: Final = ("when", "begin", "end")
Numbers = list[list[float]]


def kml_features(data: bytes, *, file: str, tally: Tally) -> list[Feature]:
    """Read the placemarks of a KML file.

    Parameters
    ----------
    data
        The file's bytes.
    file
        Its name, for the message.
    tally
        Where faults of rings are counted.

    Returns
    -------
    list of Feature
        Longitude before latitude, degrees, WGS 84; the attributes are `name`, `description`,
        `folder`, `when`, `begin`, `end`, `style` and the file's own.

    Raises
    ------
    ControlInvalid
        If it is no sound XML, declares entities, or only points to other files.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ControlInvalid(
            f"{file} declares a document type, which no KML needs; export it again without one"
        )
    try:
        root = ET.fromstring(data)  # noqa: S314 - as above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ControlInvalid(
            f"{file} is cut short or no sound KML ({error}); fetch or export it again"
        ) from error
    features = [_feature(mark, folder, tally) for mark, folder in _placemarks(root)]
    links = [text for link in _all(root, "NetworkLink") if (text := _text(link, "href"))]
    if not features and links:
        raise ControlInvalid(
            f"{file} only points to another file, {links[0]!r}; fetch that one and give it"
        )
    return features


def _local(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _all(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """The elements of a name inside another, at any depth."""
    return (found for found in element.iter() if _local(found) == name)


def _text(element: ET.Element, name: str) -> str:
    """The text of the first element of a name inside another."""
    return next((" ".join((found.text or "").split()) for found in _all(element, name)), "")


def _own(element: ET.Element, name: str) -> str:
    """The text of a child of an element."""
    return next((" ".join((child.text or "").split()) for child in element
                 if _local(child) == name), "")  # fmt: skip


def _placemarks(root: ET.Element) -> Iterator[tuple[ET.Element, str]]:
    """The placemarks, each with the folders that it lies in."""
    waiting: list[tuple[ET.Element, str]] = [(root, "")]
    while waiting:
        element, folder = waiting.pop()
        if _local(element) == "Placemark":
            yield element, folder
            continue
        if _local(element) == "Folder":
            folder = " / ".join(part for part in (folder, _own(element, "name")) if part)
        waiting += [(child, folder) for child in reversed(element)]


def _feature(mark: ET.Element, folder: str, tally: Tally) -> Feature:
    """A placemark as a feature."""
    told = {
        "name": _own(mark, "name"),
        "description": _own(mark, "description"),
        "folder": folder,
        "style": _own(mark, "styleUrl"),
    }
    told |= {name: _text(mark, name) for name in _TIMES}
    for entry in _all(mark, "Data"):
        told[entry.get("name") or "data"] = _text(entry, "value")
    for entry in _all(mark, "SimpleData"):
        told[entry.get("name") or "data"] = " ".join((entry.text or "").split())
    return Feature(_shape(mark, tally), {name: text for name, text in told.items() if text})


def _shape(mark: ET.Element, tally: Tally) -> BaseGeometry | None:
    """The shape of a placemark: one, or a collection of several."""
    parts: list[BaseGeometry] = []
    waiting = list(reversed(mark))
    while waiting:
        element = waiting.pop()
        kind = _local(element)
        if kind not in _SHAPES:
            waiting += list(reversed(element))
        elif kind == "Polygon":
            shell = [_coordinates(ring) for ring in _all(element, "outerBoundaryIs")]
            holes = [_coordinates(ring) for ring in _all(element, "innerBoundaryIs")]
            parts += filter(None, [polygon([*shell[:1], *holes], tally=tally)])
        else:
            parts += _simple(kind, _coordinates(element), tally)
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    kinds = {part.geom_type for part in parts}
    return _OF_MANY.get(kinds.pop() if len(kinds) == 1 else "", shapely.GeometryCollection)(parts)


def _simple(kind: str, points: Numbers, tally: Tally) -> Iterator[BaseGeometry]:
    """A point or a line."""
    found = vertices(points, tally=tally)
    if found is not None and kind == "Point":
        yield shapely.Point(found[0])
    elif found is not None and len(found) > 1:
        yield shapely.LineString(found)


def _coordinates(element: ET.Element) -> Numbers:
    """The points of an element: `lon,lat,height lon,lat,height …`."""
    text = re.sub(r"\s*,\s*", ",", _text(element, "coordinates"))
    return [_numbers(point) for point in text.split()]


def _numbers(point: str) -> list[float]:
    """The first two numbers of a point; not a number where they are none."""
    try:
        lon, lat, *_ = (float(number) for number in point.split(",") if number)
    except ValueError:
        return [np.nan, np.nan]
    return [lon, lat]
