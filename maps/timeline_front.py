"""The front line of each map of a timeline: the maker's own, or the edge of what is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.territory import territory
from maps.timeline_maps import Course, Snapshot

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_ALONG_DEG: Final = 0.03
"""An edge that runs this near the edge of its country is a coast or a border, and no front."""
_PLAIN_DEG: Final = 0.005


class Front:
    """Finds front lines; what it needs of countries is worked out once."""

    def __init__(self, course: Course, gazetteer: Gazetteer) -> None:
        self._course = course
        self._gazetteer = gazetteer
        self._zones: dict[str, BaseGeometry] = {}

    @property
    def drawn_by_makers(self) -> bool:
        """Whether every map has a line of its maker's own."""
        return all(one.layer.line is not None for one in self._course.snapshots)

    def of(self, snapshot: Snapshot) -> BaseGeometry:
        """Give the front line of one map, longitude and latitude in degrees; empty without one.

        Parameters
        ----------
        snapshot
            The map.
        """
        if snapshot.layer.line is not None:
            return snapshot.layer.line
        edges = [
            shapely.difference(ground.boundary, self._zone(series.within))
            for series, ground in zip(self._course.series, snapshot.grounds, strict=True)
            if series.status == "held" and not series.inferred and not ground.is_empty
        ]
        return shapely.union_all(edges) if edges else shapely.LineString()

    def _zone(self, country: str | None) -> BaseGeometry:
        """The ground along the edge of a country; empty where that is not known."""
        key = country or ""
        if key not in self._zones:
            try:
                edge = territory(self._gazetteer, key).boundary if key else shapely.LineString()
            except PlaceUnknown:
                edge = shapely.LineString()
            plain = shapely.simplify(edge, _PLAIN_DEG)
            self._zones[key] = shapely.buffer(plain, _ALONG_DEG, quad_segs=3)
        return self._zones[key]
