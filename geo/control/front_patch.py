"""One piece of front: statuses that lie near each other, and the field that they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LonLat, inverse_many
from geo.control.front_base import FrontBase, polygons
from geo.control.front_contour import ground_above
from geo.control.front_depth import Depths
from geo.control.front_field import FrontField
from geo.control.front_model import FrontModel
from geo.control.front_plane import Grid, Plane
from geo.control.front_pull import Pull, pull_of
from geo.control.front_status import KnownStatus

Array = NDArray[np.float64]
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
    silent: tuple[LonLat, ...] = ()
    """Settlements thereabouts of which nothing is said, (longitude, latitude)."""
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
        self._keep("plane", plane)
        self._keep("grid", grid)
        box = self._box()
        self._keep("home", self._flat(self.base.held(self.gaining, box)))
        self._keep("other", self._flat(self.base.held(1 - self.gaining, box)))
        self._keep("known", shapely.union_all(shapely.buffer(shapely.points(xy), self.known_m)))
        near = _reached(grid.points, xy, self.known_m + 2 * self.step_m)
        near[near] = _on(self.other, grid.points[near], 2 * self.step_m)
        self._keep("inside", near)
        depths = Depths(self.home, most_m=self.model.drift_m)
        side = self.base.sides[self.gaining]
        silent = plane.flat(np.array(self.silent).reshape(-1, 2))
        pull = pull_of(self.statuses, xy, side=side, depths=depths, model=self.model, silent=silent)
        deep = np.full(len(grid.points), self.model.drift_m)
        deep[self.inside] = depths.of(grid.points[self.inside])
        self._keep("control", FrontField(self.model, pull))
        self._keep("score", self._scored(deep))
        cut = self._cut(pull, xy)
        if cut.any():
            firm = np.where(cut, self.model.corridor_firm, pull.doubt)
            self._keep("control", FrontField(self.model, replace(pull, doubt=firm)))
            self._keep("score", self._scored(deep))

    def _scored(self, deep: Array) -> Array:
        """How many standard deviations the field is above zero, by rows and columns."""
        value, deviation = self.control.at(self.grid.points[self.inside], deep[self.inside])
        score = np.full(len(self.inside), _OUT)
        score[self.inside] = value / np.maximum(deviation, 1e-3)
        return score.reshape(self.grid.shape)

    def _cut(self, pull: Pull, xy: Array) -> NDArray[np.bool_]:
        """Which marks lie on the way home of held places that the field leaves as islands."""
        nothing = np.zeros(len(pull.way), dtype=bool)
        if self.home.is_empty or not pull.way.any():
            return nothing
        ground = polygons(ground_above(self.score, self.grid) & self.other)
        pieces = shapely.get_parts(ground)
        alone = shapely.union_all(pieces[~shapely.dwithin(pieces, self.home, self.step_m)])
        side = self.base.sides[self.gaining]
        held = np.array([status.decisive and status.side == side for status in self.statuses])
        inside = held & np.asarray(shapely.intersects_xy(alone, xy[:, 0], xy[:, 1]))
        if not inside.any():
            return nothing
        ways = shapely.union_all(shapely.shortest_line(shapely.points(xy[inside]), self.home))
        near = shapely.dwithin(shapely.points(pull.xy), ways, self.model.corridor_step_m)
        return np.asarray(pull.way & near, dtype=bool)

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
        return polygons(self.plane.raised(polygons(shapely.intersection(gained, self.known))))

    def drawn_km2(self, within: Callable[[Array], NDArray[np.bool_]], *, count: int) -> Array:
        """Give the area that the side has gained, in draws that all agree with what is known.

        Parameters
        ----------
        within
            Tells which points count, of rows of longitude and latitude in degrees, WGS 84.
        count
            How many draws.

        Returns
        -------
        array
            Square kilometres, one for each draw.
        """
        points = self.grid.points.reshape(*self.grid.shape, 2)[::2, ::2].reshape(-1, 2)
        for ground in (self.known, self.other):
            shapely.prepare(ground)
            points = points[shapely.contains_xy(ground, points[:, 0], points[:, 1])]
        points = points[within(self.plane.round(points))]
        depths = Depths(self.home, most_m=self.model.drift_m)
        drawn = self.control.drawn(points, depths.of(points), count=count)
        return np.asarray((drawn > 0).sum(axis=0) * (2 * self.step_m) ** 2 / 1e6)

    def _box(self) -> tuple[float, float, float, float]:
        """Where the base matters: the grid and as far around it as depth counts, in degrees."""
        corner = np.array([[self.grid.x[0], self.grid.y[0]], [self.grid.x[-1], self.grid.y[-1]]])
        reach_m = self.model.drift_m
        rim = shapely.box(*(corner[0] - reach_m), *(corner[1] + reach_m)).segmentize(20_000.0)
        west, south, east, north = self.plane.raised(rim).bounds
        return float(west), float(south), float(east), float(north)

    def _flat(self, ground: BaseGeometry) -> BaseGeometry:
        return polygons(self.plane.flattened(ground))

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
            near = [
                other for other, m in zip(others, np.atleast_1d(far), strict=True) if m <= gap_m
            ]
            left.difference_update(near)
            waiting += near
        groups.append(sorted(group))
    return groups
