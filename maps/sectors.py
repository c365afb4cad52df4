"""Ground around a place that an event is about: "fields southwest and south of Berdin"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import WINDS, wind_bearing
from gazetteer.place import Place
from geo.relation import Region, Relation
from maps.extent import Box
from maps.shapes import lean
from maps.spots import Deed
from maps.style import SECTOR_REACH_M

LEVELS: Final = (
    (0.04, 1.0), (0.1, 0.96), (0.2, 0.91), (0.33, 0.85), (0.48, 0.78), (0.63, 0.7), (0.77, 0.61),
    (0.88, 0.51), (0.95, 0.4),
)  # fmt: skip
"""Belief at each edge, and the share of the reach that it is drawn to."""
_OUTLINE: Final = 4
"""Which of the levels is outlined where the ground is geolocated: the one of even odds."""
_OPPOSED: Final = 1e-6
_DEGREE_M: Final = 111_000.0


@dataclass(frozen=True)
class Sector:
    """The ground of one event, soft at the edges; its shapes are made when they are asked for."""

    deed: Deed
    """The event."""
    place: Place
    """The settlement that the ground is named after."""
    winds: tuple[str, ...]
    """Directions from it."""

    @property
    def inner_m(self) -> float:
        """Radius of the settlement itself, metres."""
        return self.place.radius_m or 0.0

    @property
    def reach_m(self) -> float:
        """How far from the settlement's centre its ground is drawn, metres."""
        return self.inner_m + SECTOR_REACH_M

    def box(self, *, exact: bool = True) -> Box:
        """Give the box around its ground: west, south, east, north in degrees, WGS 84.

        Parameters
        ----------
        exact
            Whether to measure the ground itself; else the box is that of the whole circle.
        """
        if exact:
            return self.levels[0].bounds
        lon, lat = self.place.lonlat
        high = self.reach_m / _DEGREE_M
        wide = high / max(0.01, math.cos(math.radians(lat)))
        return (lon - wide, lat - high, lon + wide, lat + high)

    @property
    def outline(self) -> BaseGeometry:
        """The ground that is about as likely meant as not."""
        return self.levels[_OUTLINE]

    @property
    def bearing_deg(self) -> float | None:
        """Middle of its winds, degrees clockwise from north; None where they oppose each other."""
        angles = [math.radians(wind_bearing(wind)) for wind in self.winds]
        east, north = sum(map(math.sin, angles)), sum(map(math.cos, angles))
        if math.hypot(east, north) < _OPPOSED:
            return None
        return math.degrees(math.atan2(east, north)) % 360

    @cached_property
    def levels(self) -> tuple[BaseGeometry, ...]:
        """The ground at rising belief, widest first, each inside the one before."""
        regions = [Region(Relation(wind=wind), self.place) for wind in self.winds]
        levels = []
        for belief, share in LEVELS:
            reach_m = self.inner_m + SECTOR_REACH_M * share
            parts = [region.outline(level=belief, reach_m=reach_m) for region in regions]
            levels.append(lean(shapely.union_all(parts)))
        return tuple(levels)


def sectors_of(deeds: Sequence[Deed]) -> tuple[Sector, ...]:
    """Draw the ground of every event that names a side of a settlement.

    Parameters
    ----------
    deeds
        The reports' events.
    """
    found = []
    for deed in deeds:
        if deed.place is None or deed.place.kind != "settlement":
            continue
        winds = tuple(wind for wind in deed.event.sector if wind in WINDS)
        sector = Sector(deed, deed.place, winds)
        # Ground that reaches a pole cannot be drawn in longitude and latitude.
        if winds and (90.0 - abs(deed.place.lat)) * _DEGREE_M > sector.reach_m:
            found.append(sector)
    return tuple(found)
