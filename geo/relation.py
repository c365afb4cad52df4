"""Relations that a text states, and the regions of the earth that they pick out.

*15 km north-east of Sudzha* is a `Relation` (15 km, NE) and, with Sudzha's row, a `Region`. One
region answers which candidate is meant (`membership`), whether the statement holds
(`probability`), where the ground lies (`outline`) and, several together, where an unknown place
lies (`estimate`).
"""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely import union_all
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Border
from gazetteer.measure import WINDS, inverse_many, wind_bearing
from gazetteer.place import Place
from geo.anchor import Anchor
from geo.belief import RADIUS_95, Located, scatter, within_interval, within_sector
from geo.errors import RelationInvalid
from geo.estimate import Estimate, estimate, longest_unknown_m
from geo.outline import band, sector
from geo.reading.statement import AT, Statement
from geo.reading.words import words
from geo.tolerance import StatedInterval, stated_interval, table

__all__ = ["Estimate", "Located", "Region", "Relation", "estimate", "relation_of"]

Array = NDArray[np.float64]
_POINTS: Final = 512


@dataclass(frozen=True, slots=True)
class Relation:
    """What words say about where one thing lies from another.

    Raises
    ------
    RelationInvalid
        If nothing is stated, there is no such wind, or the distance is not a length.
    """

    distance: StatedInterval | None = None
    """Admitted distances, metres."""
    wind: str | None = None
    """Direction from the reference to the subject, one of `WINDS`."""
    or_winds: tuple[str, ...] = ()
    """Further directions that are left open: `south or southwest of`."""
    due: bool = False
    """Whether the direction is meant narrowly: `due north`."""
    nearness_m: float | None = None
    """For `near`, `just`: distance at which belief has fallen to a half, metres."""
    inside: bool = False
    """Whether the subject lies in the reference; the wind then names a part of it."""
    negated: bool = False
    """Whether the text denies the relation."""
    by_road: bool = False
    """Whether the distance is said to be along a road."""

    def __post_init__(self) -> None:
        if not (self.distance or self.wind or self.nearness_m or self.inside):
            raise RelationInvalid("a relation needs a distance, a wind, nearness or containment")
        unknown = [wind for wind in self.winds if wind not in WINDS]
        if unknown:
            raise RelationInvalid(f"no wind is called {unknown[0]!r}; they are {', '.join(WINDS)}")
        if self.distance is not None and self.distance.unit != "m":
            raise RelationInvalid(f"a distance is a length in m, not in {self.distance.unit}")
        if self.nearness_m is not None and not 0 < self.nearness_m < math.inf:
            raise RelationInvalid(f"nearness is a positive length, not {self.nearness_m} m")

    @property
    def only_direction(self) -> bool:
        """Whether nothing is stated but a direction."""
        return self.distance is None and self.nearness_m is None and not self.inside

    @property
    def winds(self) -> tuple[str, ...]:
        """Every direction that is admitted, as the text orders them."""
        return () if self.wind is None else (self.wind, *self.or_winds)

    @property
    def admitted_deg(self) -> tuple[float, float]:
        """Bearings that the directions admit, clockwise from the first to the second, degrees."""
        first = wind_bearing(self.winds[0])
        turns = [
            ((wind_bearing(wind) - first + 180.0) % 360.0 - 180.0, self.sector_of(wind)[0])
            for wind in self.winds
        ]
        low, high = (
            min(turn - half for turn, half in turns),
            max(turn + half for turn, half in turns),
        )
        return (first + low) % 360.0, (first + high) % 360.0

    @property
    def sector_deg(self) -> tuple[float, float]:
        """Half width of the sector and the standard deviation of its soft edge, degrees."""
        return self.sector_of(self.wind or "")

    def sector_of(self, wind: str) -> tuple[float, float]:
        """Half width and standard deviation of the soft edge of one wind's sector, degrees.

        Parameters
        ----------
        wind
            One of `winds`.
        """
        row = table()["direction"]
        half = row["due_deg"] if self.due else row["eight_deg"]
        if len(wind) == 3:
            half = min(half, row["sixteen_deg"])
        return half, half * row["edge_share"]


def relation_of(statement: Statement, *, lang: str = "en") -> Relation | None:
    """Read the relation out of a statement.

    Parameters
    ----------
    statement
        Any statement of a reading.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    Relation or None
        None where the statement relates no two places by distance, direction, nearness or
        containment: an area, a proportion, a count, a date.
    """
    measured = statement.type == "distance" or (
        # "the town, 10 km inside the country": a place as deep behind the border
        statement.type == "depth" and statement.subject is not None
        and statement.reference_kind == "border"
    )  # fmt: skip
    if not measured and statement.type not in ("direction", "near", "containment"):
        return None
    classes = words("hedges", lang=lang)["direction"]
    said = {word.casefold() for word in statement.modifiers}
    distance, nearness = None, None
    if measured and statement.quantity is not None:
        distance = stated_interval(statement.quantity, lang=lang)
        if distance.unit != "m":
            return None
    elif AT in said:
        nearness = float(table()["nearness"]["at_m"])
    elif said.intersection(classes["near"]):
        nearness = float(table()["nearness"]["just_m"])
    elif statement.type == "near":
        nearness = float(table()["nearness"]["near_m"])
    stated = distance or statement.direction or nearness or statement.type == "containment"
    if not stated:
        return None
    return Relation(
        distance=distance,
        wind=statement.direction,
        or_winds=statement.direction_or,
        due=bool(said.intersection(classes["due"])),
        nearness_m=nearness,
        inside=statement.type == "containment",
        negated=statement.negated,
        by_road=bool(said.intersection(classes["road"])),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A relation together with what it refers to: a part of the earth with soft edges."""

    relation: Relation
    """What is stated."""
    reference: Place | Border
    """What it refers to."""
    extent: BaseGeometry | None = None
    """Polygon of a reference that is an area, longitude and latitude in degrees, WGS 84; distances
    are then measured from its edge, and are zero inside. Without it an area is its centre, and
    holds what its bounding box or radius holds."""
    extent_precision_m: float = 2_000.0
    """How far the polygon's edge may be off, 95 %, metres; by default that of Natural Earth."""
    anchor: Anchor = field(init=False, repr=False)
    """The reference, ready for measuring from it."""

    def __post_init__(self) -> None:
        anchor = Anchor(self.reference, self.extent, self.extent_precision_m)
        object.__setattr__(self, "anchor", anchor)

    @property
    def reach_m(self) -> float | None:
        """Distance from the reference point within which the region lies, metres, if any."""
        relation, inner = self.relation, self.anchor.built_up_m
        if not isinstance(self.reference, Place) or self.anchor.centre is None:
            return None
        box = self.reference.bbox if relation.inside else None
        box = box if self.extent is None else self.extent.bounds
        if box is not None:
            inner = _half_diagonal_m(self.anchor.centre, box)
        if relation.distance is not None:
            stated = relation.distance
            far = 3 * (stated.low or 0.0) if stated.high is None else stated.high + 4 * stated.soft
        elif relation.nearness_m is not None:
            far = 2.5 * relation.nearness_m
        else:
            far = 0.0 if relation.inside else longest_unknown_m()
        return inner + far + 3 * self.anchor.blur_m or None

    def only(self, part: Literal["distance", "wind", "nearness"]) -> Region:
        """Give the region that one part of the relation describes, not negated.

        Parameters
        ----------
        part
            The part to keep; the relation must have it.
        """
        relation = Relation(
            distance=self.relation.distance if part == "distance" else None,
            wind=self.relation.wind if part == "wind" else None,
            or_winds=self.relation.or_winds if part == "wind" else (),
            due=self.relation.due,
            nearness_m=self.relation.nearness_m if part == "nearness" else None,
        )
        return self.stating(relation)

    def stating(self, relation: Relation) -> Region:
        """Give the region of another relation to the same reference.

        Parameters
        ----------
        relation
            What is stated instead.
        """
        twin = copy(self)
        # The reference stays ready for measuring; making it so again would cost most of the time.
        object.__setattr__(twin, "relation", relation)
        return twin

    def measure(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
        """Measure points against the reference.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.

        Returns
        -------
        tuple of arrays
            Distances from the reference (its centre, its edge or the line) in metres, and
            bearings from it (its centre or the foot point) in degrees clockwise from north.
        """
        return self.anchor.measure(lon, lat)

    def membership(self, lon: ArrayLike, lat: ArrayLike, *, blur_m: float = 0.0) -> Array:
        """Grade how well points answer to the relation.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.
        blur_m
            Standard deviation of an error of the distances to allow for, metres.

        Returns
        -------
        array
            0..1 for each point; 0.5 at the end of an admitted interval or sector.
        """
        relation = self.relation
        belief = np.ones(np.broadcast(lon, lat).shape)
        if relation.inside:
            belief = belief * self.anchor.holds(lon, lat, blur_m=blur_m)
        if relation.distance is not None:
            distance, _ = self.measure(lon, lat)
            belief = belief * within_interval(distance, relation.distance, blur=blur_m)
        if relation.wind is not None:
            towards = [self._towards(wind, lon, lat, blur_m) for wind in relation.winds]
            belief = belief * np.maximum.reduce(towards)
        if relation.nearness_m is not None:
            gap = np.maximum(self.measure(lon, lat)[0] - self.anchor.built_up_m, 0.0)
            belief = belief / (1 + (gap / relation.nearness_m) ** 4)
        return 1 - belief if relation.negated else belief

    def probability(self, subject: Located, *, points: int = _POINTS) -> float:
        """Give the probability that the subject's true position answers to the relation.

        The errors of the subject and of a reference point are round normals whose 95 % radii
        are their precisions; together they displace one against the other. The displacement is
        integrated over a fixed set of equally likely points. The error of a line or an edge is a
        normal across it and widens the soft ends of the interval in closed form.

        Parameters
        ----------
        subject
            A place or an estimate.
        points
            Number of points of the quadrature.
        """
        sigma_m, blur_m = subject.precision_m / RADIUS_95, self.anchor.blur_m
        if self.anchor.meter is None:
            sigma_m, blur_m = math.hypot(sigma_m, blur_m), 0.0
        lon, lat = scatter(subject, sigma_m=sigma_m, points=points)
        return float(self.membership(lon, lat, blur_m=blur_m).mean())

    def outline(
        self,
        *,
        level: float = 0.5,
        reach_m: float | None = None,
        around: tuple[float, float] | None = None,
    ) -> BaseGeometry:
        """Draw the region: the ground where belief is at least `level`.

        The ends of interval and sector are shifted to the level one by one, so the corners of a
        sector are drawn sharper than `membership` grades them. Along a line and around an area
        a direction is not drawn.

        Parameters
        ----------
        level
            Belief at the edge, above 0 and below 1.
        reach_m
            How far a region is drawn that is open outwards (a bare direction, "at least"), metres;
            by default twice the least distance or the median of unknown ones.
        around
            (longitude, latitude) in degrees: only the part of a line's region near it is drawn.

        Returns
        -------
        Polygon or MultiPolygon
            Longitude and latitude in degrees, WGS 84; cut at the antimeridian. Empty where no
            ground reaches the level.

        Raises
        ------
        RelationInvalid
            If the level is not between 0 and 1, the region is a denial or it covers a pole.
        """
        if not 0 < level < 1:
            raise RelationInvalid(f"an outline needs a level between 0 and 1, not {level}")
        if self.relation.negated:
            raise RelationInvalid("what a text denies has no outline: it is the rest of the earth")
        if self.relation.or_winds:
            single = [replace(self.relation, wind=w, or_winds=()) for w in self.relation.winds]
            drawn = [
                self.stating(one).outline(level=level, reach_m=reach_m, around=around)
                for one in single
            ]
            return union_all(drawn)
        shift = NormalDist().inv_cdf(level)
        half_deg, edge_deg = self.relation.sector_deg
        half_deg = half_deg - edge_deg * shift if self.relation.wind else 180.0
        low_m, high_m = self._ends(level, shift, reach_m)
        if low_m >= high_m or half_deg <= 0:
            return Polygon()
        axis_deg = wind_bearing(self.relation.wind) if self.relation.wind else 0.0
        if self.extent is not None and self.relation.inside:
            if self.relation.wind is None or self.anchor.centre is None:
                return self.extent
            high_m = 2 * _half_diagonal_m(self.anchor.centre, self.extent.bounds)
            return self.extent.intersection(
                sector(self.anchor.centre, outer_m=high_m, axis_deg=axis_deg, half_deg=half_deg)
            )
        if self.anchor.meter is not None or self.anchor.centre is None:
            ground = self.extent or self.anchor.meter.line  # type: ignore[union-attr]
            return band(ground, inner_m=low_m, outer_m=high_m, around=around)
        return sector(
            self.anchor.centre, inner_m=low_m, outer_m=high_m, axis_deg=axis_deg, half_deg=half_deg
        )

    def _towards(self, wind: str, lon: ArrayLike, lat: ArrayLike, blur_m: float) -> Array:
        """Grade whether points lie in the direction of a wind, in the view that fits best."""
        half, edge = self.relation.sector_of(wind)
        outside = not self.relation.inside
        grades = []
        for distance, bearing in self.anchor.views(lon, lat, edge=outside):
            turn = np.degrees(np.arctan2(blur_m, np.maximum(distance, 1.0)))
            graded = within_sector(
                bearing, axis_deg=wind_bearing(wind), half_deg=half, soft_deg=np.hypot(edge, turn)
            )
            grades.append(np.where(distance < 1.0, 0.5, graded))
        belief = np.maximum.reduce(grades)
        if self.extent is not None and outside:
            belief = belief * (1 - self.anchor.holds(lon, lat, blur_m=blur_m))
        return np.asarray(belief)

    def _ends(self, level: float, shift: float, reach_m: float | None) -> tuple[float, float]:
        """Least and greatest distance of the ground to draw, metres."""
        relation = self.relation
        low, high = 0.0, math.inf
        if relation.distance is not None:
            stated = relation.distance
            if stated.low:
                low = max(0.0, stated.low + stated.soft * shift)
            if stated.high is not None:
                high = stated.high - stated.soft * shift
        if relation.nearness_m is not None:
            near = relation.nearness_m * ((1 - level) / level) ** 0.25
            high = min(high, near + self.anchor.built_up_m)
        if math.isinf(high):
            high = reach_m or max(2 * low, float(table()["unknown_distance"]["median_m"]))
        return low, high


def _half_diagonal_m(centre: tuple[float, float], box: tuple[float, float, float, float]) -> float:
    """Distance from a centre to the furthest corner of a box, metres."""
    west, south, east, north = box
    corners, _ = inverse_many(*centre, [west, west, east, east], [south, north, south, north])
    return float(corners.max())
