"""What a control map's page opens on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from maps.control_sheet import Sheet
from maps.extent import Box, box_of, whole_world, widened

_AIR: Final = 1.35
_FAR_DEG: Final = 1.5


def view_of(sheets: Sequence[Sheet], *, region: BaseGeometry | None = None) -> Box:
    """Choose the first view: the ground that is held, or the part of it in a region.

    Parameters
    ----------
    sheets
        The control maps.
    region
        Ground that the page is about, longitude and latitude in degrees; None for all.

    Returns
    -------
    tuple of float
        West, south, east, north in degrees, WGS 84.
    """
    if region is None:
        return box_of(_near(_shapes(sheets))) or whole_world()
    found = view_within(_shapes(sheets), region)
    return found or region.bounds


def _shapes(sheets: Sequence[Sheet]) -> list[BaseGeometry]:
    """The ground that somebody holds or disputes; what was retaken long ago is no part of it."""
    pieces = [piece for sheet in sheets for piece in sheet.pieces]
    return [piece.shape for piece in pieces if piece.status != "liberated"]


def view_within(shapes: Iterable[BaseGeometry], region: BaseGeometry) -> Box | None:
    """Find what to open on within a region: what lies in it, with some air; never more than it.

    Parameters
    ----------
    shapes
        What is to be seen.
    region
        The region, longitude and latitude in degrees.
    """
    window = shapely.box(*region.bounds)
    inside = [shape for shape in shapes if shape.intersects(window)]
    parts = [cut for shape in inside if not (cut := shapely.intersection(shape, region)).is_empty]
    found = box_of([part.bounds for part in parts if part.area > 0])
    if found is None:
        return None
    west, south, east, north = widened(found, by=_AIR)
    bounds = region.bounds
    if east - west >= bounds[2] - bounds[0] and north - south >= bounds[3] - bounds[1]:
        return (bounds[0], bounds[1], bounds[2], bounds[3])
    return (west, south, east, north)


def reach_of(sheets: Sequence[Sheet], view: Box) -> Box:
    """Give the box around everything that is drawn.

    Parameters
    ----------
    sheets
        The control maps.
    view
        The first view, which lies in it.
    """
    boxes = [piece.shape.bounds for sheet in sheets for piece in sheet.pieces]
    return box_of([*boxes, view]) or view


def _near(shapes: Iterable[BaseGeometry]) -> list[Box]:
    """The boxes of the largest shape and of all that it hangs together with; not of far islands."""
    waiting = sorted(shapes, key=lambda shape: -shape.area)
    near = waiting[:1]
    grown = True
    while grown:
        boxes = shapely.box(*_bounds(near)).buffer(_FAR_DEG) if near else shapely.Polygon()
        near, before = [shape for shape in waiting if boxes.intersects(shape)], len(near)
        grown = len(near) > before
    return [shape.bounds for shape in near]


def _bounds(shapes: Sequence[BaseGeometry]) -> Box:
    west, south, east, north = shapely.total_bounds(list(shapes))
    return float(west), float(south), float(east), float(north)
