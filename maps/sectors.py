"""Ground around a place that an event is about: "fields southwest and south of Berdin"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import WINDS
from gazetteer.place import Place
from geo.errors import RelationInvalid
from geo.relation import Region, Relation
from maps.shapes import lean
from maps.spots import Deed
from maps.style import SECTOR_REACH_M

_LEVELS: Final = (
    (0.04, 1.0), (0.1, 0.96), (0.2, 0.91), (0.33, 0.85), (0.48, 0.78), (0.63, 0.7), (0.77, 0.61),
    (0.88, 0.51), (0.95, 0.4),
)  # fmt: skip
"""Belief at each edge, and the share of the reach that it is drawn to."""


@dataclass(frozen=True, slots=True)
class Sector:
    """The ground of one event, soft at the edges."""

    deed: Deed
    """The event."""
    levels: tuple[BaseGeometry, ...]
    """The ground at rising belief, widest first, each inside the one before."""


def sectors_of(deeds: Sequence[Deed]) -> tuple[Sector, ...]:
    """Draw the ground of every event that names a side of a settlement.

    Parameters
    ----------
    deeds
        The reports' events.
    """
    found = []
    for deed in deeds:
        if deed.place is None or deed.place.kind != "settlement" or not deed.event.sector:
            continue
        levels = _levels(deed.place, deed.event.sector)
        if levels:
            found.append(Sector(deed, levels))
    return tuple(found)


def _levels(place: Place, winds: Sequence[str]) -> tuple[BaseGeometry, ...]:
    """The ground in some directions from a place, nested from its outermost edge inwards."""
    inner_m = place.radius_m or 0.0
    regions = [Region(Relation(wind=wind), place) for wind in winds if wind in WINDS]
    if not regions:
        return ()
    levels = []
    for belief, share in _LEVELS:
        reach_m = inner_m + SECTOR_REACH_M * share
        try:
            parts = [region.outline(level=belief, reach_m=reach_m) for region in regions]
        except RelationInvalid:
            return ()
        levels.append(lean(shapely.union_all(parts)))
    return tuple(levels)
