"""The front line of a control map as something to measure to, like a border."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Border
from geo.control.contact import contact_line
from geo.control.doubt import gap

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer


@lru_cache(maxsize=64)
def front_of(layer: ControlLayer, gazetteer: Gazetteer) -> BaseGeometry:
    """Give the front line of a control map: our edge of the ground that is held abroad.

    Where a maker draws a line of their own (`layer.line`), it is not taken: makers end and
    interrupt it as they like, and most draw none.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Tells where borders and coasts run.

    Returns
    -------
    LineString or MultiLineString
        Longitude and latitude in degrees, WGS 84; empty where nobody holds ground abroad.
    """
    lines = [contact_line(layer, side, gazetteer) for side in layer.sides]
    known = [line for line in lines if not line.is_empty]
    return shapely.union_all(known) if known else shapely.MultiLineString()


@lru_cache(maxsize=64)
def front_as_border(layer: ControlLayer, gazetteer: Gazetteer) -> Border | None:
    """Give the front line of a control map as a line between two parties.

    Its precision is the gap that 95 % of the stretches of two makers' lines do not exceed.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Tells where borders and coasts run.

    Returns
    -------
    Border or None
        None where the map has no front line.
    """
    line = front_of(layer, gazetteer)
    if line.is_empty:
        return None
    within = {code for code in layer.frame["within"] if isinstance(code, str)}
    parties = sorted({*layer.sides, *within})
    first, second = (*parties, "", "–")[:2] if len(parties) < 2 else parties[:2]
    day = f"of {layer.date}" if layer.date else "without a date"
    return Border(
        id="front",
        name=f"front line {day}",
        countries=(first, second),
        policy=f"on the map of {layer.maker.name}",
        precision_m=gap().within(0.95),
        source=layer.maker.attribution or layer.maker.name,
        licence=layer.maker.licence or "not stated",
        geometry=line,
        precision_basis="how far the lines of two makers of maps lie apart on one day",
    )
