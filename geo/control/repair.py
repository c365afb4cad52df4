"""Polygons made fit to be measured: valid, on the earth, each once; whatever changes is counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from gazetteer.vertices import parts
from geo.control.tally import Tally

_NOTICED: Final = 0.001
"""Change of an area, as a share of it, from which on it is told."""
_SPECK_KM2: Final = 1e-6
"""A square metre: less is no area."""
_CROSSED: Final = (
    "a shape whose rings crossed was made valid",
    "{n} shapes whose rings crossed were made valid",
)
_SPECK: Final = ("a shape without any area", "{n} shapes without any area")
_OFF: Final = (
    "a shape with coordinates that are on no point of the earth",
    "{n} shapes with coordinates that are on no point of the earth",
)
_TWICE: Final = (
    "a shape that another one repeats exactly",
    "{n} shapes that others repeat exactly",
)
_NESTED: Final = (
    "a shape that lies wholly inside another of the same side is held ground too, no hole in it",
    "{n} shapes that lie wholly inside others of the same side are held ground too, no holes",
)
_NO_AREA: Final = (
    "a feature that is no area",
    "{n} features that are no areas",
)
_BESIDE: Final = (
    "a point or line that is one feature with an area",
    "{n} points or lines that are one feature with an area",
)
_NO_SHAPE: Final = ("a feature without a shape", "{n} features without a shape")


def mended(rows: Iterable[dict[str, Any]], *, tally: Tally) -> list[dict[str, Any]]:
    """Make the shapes of rows valid polygons, and leave out those that are none.

    Parameters
    ----------
    rows
        With `geometry`: any geometry or None, longitude and latitude in degrees, WGS 84, and
        the columns of a layer's frame.
    tally
        Where every repair and everything left out is counted.

    Returns
    -------
    list of dict
        New rows; `geometry` is a valid Polygon or MultiPolygon.
    """
    kept, seen = [], set()
    for row in rows:
        shape = _mended(row["geometry"], tally)
        if shape is None:
            continue
        key = (shape.wkb, row.get("side"), row.get("status"), row.get("day"))
        if key in seen:
            tally.add("left out", *_TWICE)
            continue
        seen.add(key)
        kept.append(row | {"geometry": shape})
    _tell_nested(kept, tally)
    return kept


def only_areas(shape: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a geometry.

    Parameters
    ----------
    shape
        Any geometry.

    Returns
    -------
    Polygon or MultiPolygon
        Empty where there is none.
    """
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    areas: list[Any] = [part for part in parts(shape) if part.geom_type == "Polygon"]
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)


def _mended(shape: BaseGeometry | None, tally: Tally) -> BaseGeometry | None:
    """Make one shape a valid area; None, and counted, where it is none."""
    if shape is None or shape.is_empty:
        tally.add("left out", *_NO_SHAPE)
        return None
    areas = only_areas(shapely.force_2d(shape))
    if areas.is_empty:
        tally.add("left out", *_NO_AREA, detail=shape.geom_type)
        return None
    if areas is not shape and shape.geom_type == "GeometryCollection":
        beside = sum(part.geom_type != "Polygon" for part in parts(shape))
        if beside:
            tally.add("left out", *_BESIDE, count=beside)
    if not _on_earth(areas):
        tally.add("left out", *_OFF)
        return None
    if not areas.is_valid:
        areas = _valid(areas, tally)
    if areas.is_empty or (_tiny(areas) and area_km2(areas) < _SPECK_KM2):
        tally.add("left out", *_SPECK)
        return None
    return areas


def _on_earth(shape: BaseGeometry) -> bool:
    """Whether every vertex has a longitude and a latitude that exist."""
    vertices = shapely.get_coordinates(shape)
    # Another system's edge of the world comes out some nanodegrees too far.
    return bool(
        np.isfinite(vertices).all()
        and (np.abs(vertices[:, 0]) <= 180 + 1e-6).all()
        and (np.abs(vertices[:, 1]) <= 90 + 1e-6).all()
    )


def _tiny(shape: BaseGeometry) -> bool:
    """Whether a shape is so small that its area must be looked at: under some 100 m across."""
    west, south, east, north = shape.bounds
    return bool((east - west) * (north - south) < 1e-6) or shape.area == 0


def _valid(shape: BaseGeometry, tally: Tally) -> BaseGeometry:
    """Make a shape valid, and tell by how much that changes its area."""
    after = only_areas(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    if after.is_empty:
        return after
    # What a maker's own program would give for the ring as drawn: lobes of opposite turn cancel.
    drawn, true = shape.area, after.area
    detail = ""
    if abs(true - drawn) > _NOTICED * true:
        km2 = area_km2(after)
        detail = f"area {km2 * max(drawn, 0.0) / true:,.2f} km² as drawn, {km2:,.2f} km² now"
    tally.add("repaired", *_CROSSED, detail=detail)
    return after


def _tell_nested(rows: list[dict[str, Any]], tally: Tally) -> None:
    """Count shapes that lie inside another of the same side, day and status."""
    shapes = [row["geometry"] for row in rows]
    if len(shapes) < 2:
        return
    box = shapely.bounds(shapes)
    inner, outer = shapely.STRtree(shapes).query(shapes)
    # Boxes first: most neighbours only touch.
    may = (box[inner][:, :2] >= box[outer][:, :2]) & (box[inner][:, 2:] <= box[outer][:, 2:])
    same = ("side", "status", "within", "day")
    nested = {
        i
        for i, o in zip(*(side[may.all(axis=1)].tolist() for side in (inner, outer)), strict=True)
        if i != o
        and all(rows[i].get(name) == rows[o].get(name) for name in same)
        and shapes[i].within(shapes[o])
    }
    if nested:
        tally.add("assumed", *_NESTED, count=len(nested))
