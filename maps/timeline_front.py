"""The front line of each map of a timeline: the maker's own, or the edge of what is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.territory import territory
from maps.timeline_maps import Course, Snapshot
from maps.timeline_shapes import drawn_line

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

    def of(self, snapshot: Snapshot, grounds: Sequence[BaseGeometry]) -> BaseGeometry:
        """Give the front line of one map as it is drawn, in degrees; empty without one.

        Parameters
        ----------
        snapshot
            The map.
        grounds
            Its grounds as they are drawn, so that the line runs along them.
        """
        if snapshot.layer.line is not None:
            return drawn_line(snapshot.layer.line)
        runs: list[shapely.LineString] = []
        for series, ground in zip(self._course.series, grounds, strict=True):
            if series.status == "held" and not series.inferred and not ground.is_empty:
                runs.extend(_apart(ground, self._zone(series.within)))
        return shapely.MultiLineString(runs)

    def _zone(self, country: str | None) -> BaseGeometry:
        """The ground along the edge of a country; empty where that is not known."""
        key = country or ""
        if key not in self._zones:
            try:
                edge = territory(self._gazetteer, key).boundary if key else shapely.LineString()
            except PlaceUnknown:
                edge = shapely.LineString()
            plain = shapely.simplify(edge, _PLAIN_DEG)
            zone = shapely.buffer(plain, _ALONG_DEG, quad_segs=3)
            shapely.prepare(zone)
            self._zones[key] = zone
        return self._zones[key]


def _apart(ground: BaseGeometry, zone: BaseGeometry) -> Iterator[shapely.LineString]:
    """The runs of a ground's edges whose middles lie outside a zone."""
    for ring in shapely.get_rings(shapely.get_parts(ground)):
        points = shapely.get_coordinates(ring)[:-1]
        middles = (points + np.roll(points, -1, axis=0)) / 2
        far = ~shapely.contains_xy(zone, middles[:, 0], middles[:, 1])
        if far.all():
            yield shapely.LineString(np.vstack([points, points[:1]]))
            continue
        # From the first edge that is left out, no run goes on past the end of the ring.
        start = int(np.argmin(far))
        points, far = np.roll(points, -start, axis=0), np.roll(far, -start)
        points = np.vstack([points, points[:1]])
        turns = np.flatnonzero(np.diff(np.concatenate([[False], far, [False]]).astype(np.int8)))
        for first, behind in zip(turns[::2], turns[1::2], strict=True):
            yield shapely.LineString(points[first : behind + 1])
