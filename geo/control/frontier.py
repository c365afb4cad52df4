"""The front line of a control map: where the ground of two sides meets away from the border."""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from geo.control.layer import ControlLayer

_CLOSE_DEG = 0.005
"""How near an edge must run to a side's own country to be the border, some 400 m."""


@lru_cache(maxsize=64)
def front_of(layer: ControlLayer, gazetteer: Gazetteer) -> BaseGeometry:
    """Give the front line of a control map."""
    lines = []
    for side in layer.sides:
        held = layer.ground(side)
        if held.is_empty:
            continue
        try:
            own = territory(gazetteer, side)
        except PlaceUnknown:
            own = None
        box = shapely.box(*held.bounds).buffer(0.1)
        edge = held.boundary
        if own is not None:
            edge = edge - (own & box).buffer(_CLOSE_DEG)
        lines.append(edge)
    return shapely.line_merge(shapely.union_all(lines)) if lines else shapely.LineString()
