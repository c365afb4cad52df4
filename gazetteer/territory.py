"""The ground of a country or a region, cut at our own border line where there is one.

Outlines are drawn coarsely; the named line of a border is drawn to its own precision. Between
two countries that a named line divides, the line decides: both outlines are united, cut along
the line, and each piece goes to the country that it mostly belonged to. Everything else of an
edge, coasts among it, is as the outline has it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final
from weakref import WeakKeyDictionary

import shapely
from shapely import ops
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Lines
from gazetteer.errors import PlaceUnknown
from gazetteer.vertices import parts

_REACH_DEG: Final = 0.1
"""How far an end of a line may be from the edge that it is to reach: some 10 km."""
_CRACK_DEG: Final = 0.02
"""Outlines that leave a crack of this width along the line are joined: some 2 km."""
_known: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


def territory(gazetteer: Lines, country: str) -> Polygon | MultiPolygon:
    """Give the ground of a country or of a region, with the named border lines as its edge.

    Which country ground belongs to is the policy of the gazetteer: Crimea is Ukrainian, occupied
    ground stays in its own country.

    Parameters
    ----------
    gazetteer
        An open gazetteer; answers are kept for as long as it lives.
    country
        ISO 3166-1 alpha-2 code (`UA`), or the id of a country or region (`region:RU-KRS`).

    Returns
    -------
    Polygon or MultiPolygon
        Longitude and latitude in degrees, WGS 84, prepared. Along a named line it is as exact as
        the line (300 m between Russia and Ukraine), elsewhere as the outline (3 km, abroad more).

    Raises
    ------
    PlaceUnknown
        If the gazetteer has no outline of it.
    """
    place_id = f"country:{country.upper()}" if len(country) == 2 else country
    known = _known.setdefault(gazetteer, {}) if isinstance(gazetteer, Hashable) else {}
    if place_id not in known:
        outline = gazetteer.geometry(place_id)
        if outline is None or not _areas(outline):
            raise PlaceUnknown(country)
        if place_id.startswith("country:"):
            known.update({place_id: outline} | _divided(gazetteer))
        else:
            known[place_id] = _region(gazetteer, gazetteer.get(place_id).country, outline)
        shapely.prepare(known[place_id])
    ground: Polygon | MultiPolygon = known[place_id]
    return ground


def _divided(gazetteer: Lines) -> dict[str, BaseGeometry]:
    """The countries that named lines divide, each by its id."""
    grounds: dict[str, BaseGeometry] = {}
    for row in gazetteer.line_rows():
        ids = [f"country:{code}" for code in row.countries]
        shapes = [grounds.get(place_id) or gazetteer.geometry(place_id) for place_id in ids]
        line = gazetteer.geometry(row.id)
        if len(shapes) == 2 and line is not None and shapes[0] is not None is not shapes[1]:
            grounds.update(zip(ids, _parted(shapes[0], shapes[1], line), strict=True))
    return grounds


def _parted(
    own: BaseGeometry, other: BaseGeometry, line: BaseGeometry
) -> tuple[BaseGeometry, BaseGeometry]:
    """Let a line decide between two outlines."""
    grounds: tuple[list[Any], list[Any]] = ([], [])
    movable: list[Any] = []
    for outline, ground in zip((own, other), grounds, strict=True):
        for part in _areas(outline):
            # Parts that the line does not come near, such as islands, stay as they are.
            (movable if shapely.dwithin(part, line, _REACH_DEG) else ground).append(part)
    for part in _areas(_joined(movable, line)):
        pieces = _areas(ops.split(part, _extended(line, part))) if part.intersects(line) else [part]
        for piece in pieces:
            # Only shares matter here, so they may be told in degrees.
            mine = shapely.area(piece & own) >= shapely.area(piece & other)
            grounds[0 if mine else 1].append(piece)
    return shapely.union_all(grounds[0]), shapely.union_all(grounds[1])


def _joined(areas: list[BaseGeometry], line: BaseGeometry) -> BaseGeometry:
    """Unite areas; away from its ends a land border has ground on both sides, so cracks close."""
    ends = shapely.union_all([end.buffer(_REACH_DEG) for end in _ends(line)])
    strip = line.simplify(_CRACK_DEG / 10).buffer(_CRACK_DEG / 2, quad_segs=2) - ends
    return shapely.union_all([*areas, *_areas(strip)])


def _extended(line: BaseGeometry, area: Polygon) -> BaseGeometry:
    """The line, with its ends carried on to the edge of an area and a little beyond."""
    reaches = []
    for end in _ends(line):
        edge = shapely.shortest_line(end, area.boundary)
        if area.contains(end) and 0 < edge.length <= _REACH_DEG:
            (x, y), (to_x, to_y) = edge.coords
            reaches.append(LineString([(x, y), (2 * to_x - x, 2 * to_y - y)]))
    return shapely.union_all([line, *reaches])


def _ends(line: BaseGeometry) -> list[Point]:
    """The loose ends of a line, parts that meet end to end counted as one."""
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return list(parts(merged.boundary))


def _region(gazetteer: Lines, code: str | None, outline: BaseGeometry) -> BaseGeometry:
    """The ground of a region: its outline, cut and filled where its country's edge was moved."""
    drawn = None if code is None else gazetteer.geometry(f"country:{code}")
    if code is None or drawn is None:
        return outline
    box = shapely.box(*outline.buffer(_REACH_DEG).bounds)
    drawn, true = drawn & box, territory(gazetteer, code) & box
    filled = [strip for strip in _areas(true - drawn) if _adjoins(strip, outline, drawn)]
    ground = shapely.union_all([outline & true, *filled])
    return shapely.MultiPolygon(_areas(ground)) if ground.geom_type != "Polygon" else ground


def _adjoins(strip: BaseGeometry, region: BaseGeometry, country: BaseGeometry) -> bool:
    """Whether ground that a country gained lies mostly along this region's edge.

    Of the regions that a strip touches it goes to the one with the longest common edge, so that
    it counts once.
    """
    edge = strip.boundary
    shared = shapely.length(edge & region)
    return bool(shared > 0 and shared >= shapely.length(edge & country) / 2)


def _areas(geometry: BaseGeometry) -> list[Any]:
    """The polygons that a geometry holds."""
    return [part for part in parts(geometry) if part.geom_type == "Polygon"]
