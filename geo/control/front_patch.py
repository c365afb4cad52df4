"""One piece of front: statuses that lie near each other, and the field that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.control.front_base import FrontBase
from geo.control.front_contour import ground_above
from geo.control.front_depth import Depths
from geo.control.front_field import FrontField
from geo.control.front_model import FrontModel
from geo.control.front_plane import Grid, Plane
from geo.control.front_pull import pull_of
from geo.control.front_status import KnownStatus

Array = NDArray[np.float64]
_DEGREES_M: Final = 80_000.0
"""Less than a degree of latitude: how a margin in metres is turned into one in degrees."""
KNOWN_M: Final = 12_000.0
"""Distance from any status beyond which nothing is said of who holds the ground, metres."""
STEP_M: Final = 500.0
"""Distance of the points at which a field is worked out, metres."""
_OUT: Final = -9.0
"""What the field is taken for where nothing is known: surely not gained."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A piece of front that one side may have moved, on a plane of its own."""

    statuses: tuple[KnownStatus, ...]
    """What is known of ground that the base gives to the other side."""
    base: FrontBase
    """What it starts from."""
    gaining: int
    """The side that may have gained ground: 0 or 1, its place among the base's sides."""
    model: FrontModel
    """The numbers of the field."""
    known_m: float = KNOWN_M
    """Distance from any status beyond which nothing is drawn, metres."""
    step_m: float = STEP_M
    """Distance of the points at which the field is worked out, metres."""
    plane: Plane = field(init=False)
    """The plane."""
    grid: Grid = field(init=False)
    """The points at which the field is worked out."""
    home: BaseGeometry = field(init=False)
    """What the gaining side holds by the base thereabouts, on the plane."""
    other: BaseGeometry = field(init=False)
    """What the other side holds by the base thereabouts, on the plane."""
    known: BaseGeometry = field(init=False)
    """Ground within `known_m` of a status, on the plane."""
    control: FrontField = field(init=False)
    """The field."""
    inside: NDArray[np.bool_] = field(init=False)
    """Which of the grid's points lie near known ground."""
    score: Array = field(init=False)
    """How many standard deviations the field is above zero at the grid's points."""

    def __post_init__(self) -> None:
        lonlat = np.array([(status.lon, status.lat) for status in self.statuses])
        middle = (lonlat.min(axis=0) + lonlat.max(axis=0)) / 2
        plane = Plane((float(middle[0]), float(middle[1])))
        xy = plane.flat(lonlat)
        grid = Grid.around(xy, margin_m=self.known_m + 2 * self.step_m, step_m=self.step_m)
        reach_m = float(np.abs(xy).max()) + self.known_m + self.model.drift_m
        held = self.base.held
        self._keep("plane", plane)
        self._keep("grid", grid)
        self._keep("home", _near(held[self.gaining], plane, reach_m))
        self._keep("other", _near(held[1 - self.gaining], plane, reach_m))
        self._keep("known", shapely.union_all(shapely.buffer(shapely.points(xy), self.known_m)))
        near = _reached(grid.points, xy, self.known_m + 2 * self.step_m)
        near[near] = _on(self.other, grid.points[near], 2 * self.step_m)
        self._keep("inside", near)
        depths = Depths(self.home, most_m=self.model.drift_m)
        side = self.base.sides[self.gaining]
        pull = pull_of(self.statuses, xy, side=side, depths=depths, model=self.model)
        self._keep("control", FrontField(self.model, pull))
        points = grid.points[self.inside]
        value, deviation = self.control.at(points, depths.of(points))
        score = np.full(len(self.inside), _OUT)
        score[self.inside] = value / np.maximum(deviation, 1e-3)
        self._keep("score", score.reshape(grid.shape))

    def gained(self, *, probability: float = 0.5) -> BaseGeometry:
        """Give the ground behind the base front that the side has gained.

        Parameters
        ----------
        probability
            At its edge, above 0 and below 1.

        Returns
        -------
        Polygon or MultiPolygon
            Longitude and latitude in degrees, WGS 84.
        """
        ground = ground_above(self.score, self.grid, level=NormalDist().inv_cdf(probability))
        gained = polygons(shapely.intersection(ground, self.other))
        return self.plane.raised(polygons(shapely.intersection(gained, self.known)))

    def _keep(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


def _reached(points: Array, xy: Array, reach_m: float) -> NDArray[np.bool_]:
    """Which points lie within reach of others."""
    found = np.zeros(len(points), dtype=bool)
    for one in xy:
        found |= ((points - one) ** 2).sum(axis=1) <= reach_m**2
    return found


def _on(ground: BaseGeometry, points: Array, slack_m: float) -> NDArray[np.bool_]:
    """Which points lie on a ground or just beside it."""
    wider = ground.simplify(slack_m / 4).buffer(slack_m, quad_segs=2)
    shapely.prepare(wider)
    return np.asarray(shapely.contains_xy(wider, points[:, 0], points[:, 1]), dtype=bool)


def polygons(shape: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a geometry alone.

    Parameters
    ----------
    shape
        Any geometry.
    """
    found = [
        part
        for part in getattr(shape, "geoms", [shape])
        if part.geom_type in ("Polygon", "MultiPolygon") and not part.is_empty
    ]
    return found[0] if len(found) == 1 else shapely.union_all(found) if found else shapely.MultiPolygon()


def apart(statuses: Sequence[KnownStatus], *, gap_m: float) -> list[list[int]]:
    """Part statuses into groups that lie farther from each other than a gap.

    Parameters
    ----------
    statuses
        What is known.
    gap_m
        Statuses nearer than this to one of a group belong to it, metres.

    Returns
    -------
    list
        For each group the indices of its statuses, in order.
    """
    from gazetteer.measure import inverse_many

    lon = np.array([status.lon for status in statuses])
    lat = np.array([status.lat for status in statuses])
    left = set(range(len(statuses)))
    groups = []
    while left:
        group, waiting = [], [min(left)]
        left.discard(waiting[0])
        while waiting:
            one = waiting.pop()
            group.append(one)
            others = sorted(left)
            far, _ = inverse_many(lon[one], lat[one], lon[others], lat[others])
            near = [other for other, m in zip(others, np.atleast_1d(far), strict=True) if m <= gap_m]
            left.difference_update(near)
            waiting += near
        groups.append(sorted(group))
    return groups


def _near(ground: BaseGeometry, plane: Plane, reach_m: float) -> BaseGeometry:
    """The part of a ground near the middle of a plane, on it."""
    lon, lat = plane.centre
    tall = 1.2 * reach_m / _DEGREES_M
    wide = tall / max(np.cos(np.radians(lat)), 0.05)
    box = shapely.box(lon - wide, lat - tall, lon + wide, lat + tall)
    flat = plane.flattened(polygons(shapely.intersection(ground, box)))
    return flat if flat.is_valid else polygons(shapely.make_valid(flat))
