"""Outlines: read, cut, fitted into one another and written small."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
import shapely.ops
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from gazetteer.data.build import GRID
from gazetteer.measure import area_km2

SLIVER_DEG2: Final = 3e-4
"""Islands and slivers below this many square degrees (2-4 km² at these latitudes) are left out."""
_STEP_DEG: Final = 0.02
_NEAR_DEG: Final = 0.3


def polygons(geometry: BaseGeometry) -> list[Polygon]:
    """List the polygons that a geometry is made of; lines and points are left out."""
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    return [part for piece in getattr(geometry, "geoms", ()) for part in polygons(piece)]


def sound(geometry: BaseGeometry, *, least_deg2: float = SLIVER_DEG2) -> MultiPolygon:
    """Repair a geometry and leave out its slivers; the biggest part always stays."""
    parts = polygons(geometry if geometry.is_valid else shapely.make_valid(geometry))
    kept = [part for part in parts if part.area >= least_deg2]
    return MultiPolygon(kept or [max(parts, key=lambda part: part.area)])


def divided(whole: BaseGeometry, line: LineString, sides: Sequence[BaseGeometry]) -> list[Any]:
    """Divide a geometry along a line; each piece goes to the side that it overlaps most.

    Parameters
    ----------
    whole
        What is divided, degrees.
    line
        The dividing line; both ends are lengthened until they leave `whole`.
    sides
        Rough shapes of the two sides.
    """
    divider = _lengthened(line, whole)
    taken: list[list[BaseGeometry]] = [[] for _ in sides]
    for part in polygons(whole):
        pieces = shapely.ops.split(part, divider).geoms if part.intersects(divider) else [part]
        for piece in pieces:
            overlaps = [piece.intersection(side).area for side in sides]
            taken[int(np.argmax(overlaps))].append(piece)
    return [shapely.union_all(pieces) for pieces in taken]


def _lengthened(line: LineString, whole: BaseGeometry) -> LineString:
    edge = whole.boundary
    ends = []
    for end in (shapely.get_point(line, 0), shapely.get_point(line, -1)):
        foot = shapely.ops.nearest_points(end, edge)[1]
        ends.append((2.2 * foot.x - 1.2 * end.x, 2.2 * foot.y - 1.2 * end.y))
    return LineString([ends[0], *line.coords, ends[1]])


def fitted(parts: Mapping[str, BaseGeometry], whole: BaseGeometry) -> dict[str, MultiPolygon]:
    """Fit rough parts into an exact whole: nothing overhangs, nothing is left uncovered.

    Parameters
    ----------
    parts
        Parts by name that cover the whole roughly and do not overlap, degrees.
    whole
        The exact outline; what no part covers goes to the part whose edge is nearest.
    """
    inside = {name: part.intersection(whole) for name, part in parts.items()}
    bare = whole.difference(shapely.union_all(list(inside.values())))
    gaps = [gap for gap in polygons(bare) if gap.area > 1e-9]
    names = list(parts)
    points: list[Any] = []
    labels: list[int] = []
    seen: set[tuple[float, float]] = set()
    zone = shapely.union_all([shapely.box(*gap.bounds).buffer(_NEAR_DEG) for gap in gaps])
    shapely.prepare(zone)
    for label, name in enumerate(names):
        vertices = shapely.get_coordinates(parts[name].boundary.segmentize(_STEP_DEG))
        near = np.round(vertices[shapely.intersects_xy(zone, vertices)], 4)
        fresh = [xy for xy in dict.fromkeys(map(tuple, near.tolist())) if xy not in seen]
        seen.update(fresh)
        points += [Point(vertex) for vertex in fresh]
        labels += [label] * len(fresh)
    tree = shapely.STRtree(points)
    for gap in gaps:
        for name, piece in _shared_out(gap, tree, points, labels, names):
            inside[name] = inside[name].union(piece)
    return {name: sound(geometry) for name, geometry in inside.items()}


def _shared_out(
    gap: Polygon, tree: shapely.STRtree, points: list[Any], labels: list[int], names: list[str]
) -> Iterable[tuple[str, BaseGeometry]]:
    near = tree.query(shapely.box(*gap.bounds).buffer(_NEAR_DEG / 3))
    if len(near) == 0:
        near = np.array([tree.nearest(gap)])
    near = np.sort(near)
    owners = {labels[i] for i in near}
    if len(owners) == 1:
        yield names[owners.pop()], gap
        return
    closest = labels[int(tree.nearest(gap.representative_point()))]
    if gap.area < 2e-4:
        yield names[closest], gap
        return
    sites = shapely.MultiPoint([points[i] for i in near])
    cells = shapely.voronoi_polygons(sites, extend_to=gap, ordered=True)
    for site, cell in zip(near, cells.geoms, strict=True):
        piece = cell.intersection(gap)
        if not piece.is_empty:
            yield names[labels[site]], piece


def simplified(
    shapes: Mapping[str, BaseGeometry], *, tolerance_deg: float
) -> dict[str, MultiPolygon]:
    """Simplify outlines that share edges so that they still share them (Visvalingam-Whyatt)."""
    made = shapely.coverage_simplify(list(shapes.values()), tolerance_deg)
    return {name: sound(shape) for name, shape in zip(shapes, made, strict=True)}


def figures(geometry: BaseGeometry) -> dict[str, float]:
    """Work out what a row says of its outline: centre, extent, area, radius of the equal circle."""
    west, south, east, north = (round(side, 4) for side in geometry.bounds)
    biggest = max(polygons(geometry), key=lambda part: part.area)
    centre = biggest.centroid
    if not biggest.contains(centre):
        centre = biggest.representative_point()
    area = area_km2(geometry)
    return {
        "lon": round(centre.x, 4),
        "lat": round(centre.y, 4),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "area_km2": round(area, 1),
        "radius_m": float(round((area / np.pi) ** 0.5 * 1000, -2)),
    }


def write_shapes(
    path: Path, shapes: Mapping[str, BaseGeometry], *, precision_m: Mapping[str, float]
) -> None:
    """Write outlines as gzipped GeoJSON geometries, one a line, on a grid of 1/1024 degree.

    The numbers of that grid have few binary digits, so that a wheel packs them small.

    Parameters
    ----------
    path
        File to write.
    shapes
        Outline by place id.
    precision_m
        How far it may be off, metres, by place id.
    """
    lines = []
    for place_id in sorted(shapes):
        rounded = sound(shapely.set_precision(shapes[place_id], 1 / GRID), least_deg2=1e-6)
        geometry = json.loads(
            json.dumps(mapping(rounded)), parse_float=lambda digits: round(float(digits), 4)
        )
        row = {"id": place_id, "precision_m": precision_m[place_id], "geometry": geometry}
        lines.append(json.dumps(row, separators=(",", ":")))
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
