"""What ground came between two maps, without work on the polygons that both have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.control.grounds import Within, areas_only, ground_within, rows_for

if TYPE_CHECKING:
    from geo.control.layer import ControlLayer

Keyed = dict[bytes, BaseGeometry]


def moved(
    before: ControlLayer, after: ControlLayer, side: str | None, within: Within, *, status: str
) -> tuple[MultiPolygon, MultiPolygon]:
    """Give what a side gained and lost in a country or region between two maps.

    Maps of one maker are compared as they are drawn; of two makers, who draw coasts and borders
    each in their own way, only what lies within our own border and coast.

    Parameters
    ----------
    before, after
        The maps.
    side
        Who has the ground; None for ground that nobody is said to hold.
    within
        The country or region.
    status
        One of `CONTROL_STATUSES`.

    Returns
    -------
    tuple of MultiPolygon
        Gained and lost; longitude and latitude in degrees, WGS 84.
    """
    drawn = [rows_for(layer, side, within, statuses=(status,)) for layer in (before, after)]
    mixed = any(declared for declared, _ in drawn) and any(loose for _, loose in drawn)
    home = side == within.country and status == "held"
    two_makers = before.maker.name != after.maker.name
    if home or (within.whole and mixed and not two_makers):
        old, new = (
            ground_within(layer, side, within, statuses=(status,)).shape
            for layer in (before, after)
        )
        return areas_only(new - old), areas_only(old - new)
    first, second = (keyed([*declared, *loose]) for declared, loose in drawn)
    gained, lost = came(first, second), came(second, first)
    if within.whole and not two_makers and any(declared for declared, _ in drawn):
        return gained, lost
    # What changed is small, so it is cut and not the whole ground.
    return areas_only(gained & within.shape), areas_only(lost & within.shape)


def keyed(shapes: Iterable[BaseGeometry]) -> Keyed:
    """Name polygons by their content, so that two maps can be compared without geometry.

    Parameters
    ----------
    shapes
        Polygons.
    """
    return {shapely.to_wkb(shape): shape for shape in shapes}


def came(old: Keyed, new: Keyed) -> MultiPolygon:
    """Give the ground that the new polygons cover and the old ones do not.

    Parameters
    ----------
    old, new
        Polygons by their content, as `keyed` gives them.

    Returns
    -------
    MultiPolygon
        Longitude and latitude in degrees, WGS 84.
    """
    only_new = [shape for key, shape in new.items() if key not in old]
    if not only_new:
        return MultiPolygon()
    only_old = [shape for key, shape in old.items() if key not in new]
    ground: BaseGeometry = shapely.union_all(only_new) - shapely.union_all(only_old)
    # A polygon that both have may lie under a new one: its ground did not come.
    for key in old.keys() & new.keys():
        if ground.intersects(new[key]):
            ground = ground - new[key]
    return areas_only(ground)
