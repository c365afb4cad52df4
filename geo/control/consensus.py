"""Several makers' maps of one day as one: where they agree, where not, and what areas follow.

Every maker has one vote. A maker who draws no ground of a side at all is taken to say nothing of
that side: some draw occupied Ukraine alone. Only held ground counts; contested ground is held by
nobody.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import LineMeter
from gazetteer.territory import territory
from geo.control.areas import area_of
from geo.control.atlas import ControlAtlas
from geo.control.doubt import gap
from geo.control.front_base import polygons
from geo.control.grounds import Within, countries_with_ground, within_of
from geo.control.layer import ControlLayer
from geo.errors import ControlInvalid

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from gazetteer.store import Gazetteer

Array = NDArray[np.float64]
TOLERANCE_DAYS: Final = 3
_TAIL: Final = 0.05
_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class Vote:
    """One maker's map."""

    layer: ControlLayer
    """The map."""
    gap_days: int
    """Days from the day of the consensus to that of the map, negative where it is older."""


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """Maps of one day by several makers."""

    date: str | None
    """The day, ISO 8601; None where no map has one."""
    votes: tuple[Vote, ...]
    """One map of each maker."""
    notes: tuple[str, ...]
    """What was left out or mixed, a sentence each without a full stop."""
    land: BaseGeometry | None = None
    """Ground that counts: makers draw their areas out over the sea as they like. None for all."""
    _levels: dict[str, tuple[BaseGeometry, ...]] = field(default_factory=dict, repr=False)

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that any maker draws, in alphabetical order."""
        return tuple(sorted({side for vote in self.votes for side in vote.layer.sides}))

    @property
    def mixed(self) -> bool:
        """Whether the maps are of different days."""
        return any(vote.gap_days for vote in self.votes)

    def voters(self, side: str) -> tuple[Vote, ...]:
        """Give the maps that say something of a side.

        Parameters
        ----------
        side
            As the maps name it.
        """
        return tuple(vote for vote in self.votes if side in vote.layer.sides)

    def held_by(self, side: str, makers: int) -> BaseGeometry:
        """Give the ground that at least so many makers give to a side.

        Parameters
        ----------
        side
            As the maps name it.
        makers
            1 or more.

        Returns
        -------
        Polygon or MultiPolygon
            Longitude and latitude in degrees, WGS 84; the overlay is exact.
        """
        if side not in self._levels:
            grounds = [self._on_land(vote.layer.ground(side)) for vote in self.voters(side)]
            self._levels[side] = tuple(_levels(grounds))
        levels = self._levels[side]
        return levels[makers - 1] if makers <= len(levels) else shapely.MultiPolygon()

    def _on_land(self, ground: BaseGeometry) -> BaseGeometry:
        """What of a ground counts."""
        if self.land is None or ground.is_empty:
            return ground
        near = shapely.clip_by_rect(self.land, *shapely.bounds(ground))
        return polygons(ground & near)

    def front_band(self, side: str) -> BaseGeometry:
        """Give the ground that some makers give to a side and others do not.

        Parameters
        ----------
        side
            As the maps name it.
        """
        count = len(self.voters(side))
        return polygons(self.held_by(side, 1) - self.held_by(side, max(count, 1)))

    def frame(self) -> GeoDataFrame:
        """Give the ground of every side, by how many makers agree.

        Returns
        -------
        geopandas.GeoDataFrame
            Columns `side`, `makers` (how many give it to the side), `of` (how many speak of the
            side) and `share` (the one over the other, 0..1); polygons, EPSG:4326.
        """
        import geopandas as gpd

        rows = [row for side in self.sides for row in self._rows(side)]
        names = ("side", "makers", "of", "share")
        data = {name: [row[k] for row in rows] for k, name in enumerate(names)}
        shapes = gpd.GeoSeries([row[-1] for row in rows], crs="EPSG:4326")
        return gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326")

    def _rows(self, side: str) -> Iterator[tuple[str, int, int, float, BaseGeometry]]:
        """The ground of a side by how many makers agree, most first."""
        count = len(self.voters(side))
        for makers in range(count, 0, -1):
            ground = polygons(self.held_by(side, makers) - self.held_by(side, makers + 1))
            if not ground.is_empty:
                yield side, makers, count, round(makers / count, 4), ground

    def probability(self, side: str, lon: ArrayLike, lat: ArrayLike) -> Array:
        """Give the probability that a side holds points.

        The mean over the makers, each with its edges softened by the gap that makers' lines have
        (`geo.control.doubt.Gap`).

        Parameters
        ----------
        side
            As the maps name it.
        lon, lat
            Degrees, WGS 84.

        Returns
        -------
        array
            0..1 for each point; 0 where nobody speaks of the side.
        """
        lon, lat = (np.atleast_1d(np.asarray(a, dtype=np.float64)) for a in (lon, lat))
        found = [_softened(vote.layer.ground(side), lon, lat) for vote in self.voters(side)]
        return np.asarray(np.mean(found, axis=0)) if found else np.zeros(len(lon))


@dataclass(frozen=True, slots=True)
class MakerArea:
    """One maker's area."""

    maker: str
    """Who drew it."""
    date: str | None
    """The day that the map shows."""
    area_km2: float
    """Square kilometres."""
    sigma_km2: float
    """Standard deviation that comes with the gap between makers' lines."""


@dataclass(frozen=True, slots=True)
class AreaDistribution:
    """What several makers' maps say of the area of a side.

    Each maker's area is a normal; its 90 % interval is the median gap of makers' lines times the
    contact line, and the makers have equal weight.
    """

    side: str
    """The side."""
    within: str
    """The country or region: code or id."""
    makers: tuple[MakerArea, ...]
    """Each maker's area, the smallest first."""
    silent: tuple[str, ...]
    """Makers who draw no ground of the side at all."""

    @property
    def mean_km2(self) -> float:
        """Mean over the makers."""
        return math.fsum(one.area_km2 for one in self.makers) / len(self.makers)

    @property
    def least_km2(self) -> float:
        """The smallest of the makers' areas."""
        return self.makers[0].area_km2

    @property
    def most_km2(self) -> float:
        """The largest of the makers' areas."""
        return self.makers[-1].area_km2

    @property
    def interval_km2(self) -> tuple[float, float]:
        """90 % interval."""
        return max(self._quantile(_TAIL), 0.0), self._quantile(1 - _TAIL)

    def probability(self, low_km2: float | None, high_km2: float | None) -> float:
        """Give the probability that the area lies between two figures.

        Parameters
        ----------
        low_km2, high_km2
            Ends of the interval, square kilometres; None is open.
        """
        above = 0.0 if low_km2 is None else self._below(low_km2)
        below = 1.0 if high_km2 is None else self._below(high_km2)
        return max(below - above, 0.0)

    def _below(self, km2: float) -> float:
        """Probability that the area is less."""
        shares = [NormalDist(one.area_km2, one.sigma_km2 or 1e-6).cdf(km2) for one in self.makers]
        return math.fsum(shares) / len(shares)

    def _quantile(self, share: float) -> float:
        """The area that a share of the distribution lies below."""
        widest = max(one.sigma_km2 for one in self.makers)
        low, high = self.least_km2 - 6 * widest - 1, self.most_km2 + 6 * widest + 1
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._below(middle) < share else (low, middle)
        return (low + high) / 2


def consensus_of(
    atlas: ControlAtlas,
    *,
    day: str | None = None,
    tolerance_days: int = TOLERANCE_DAYS,
    gazetteer: Gazetteer | None = None,
) -> Consensus:
    """Choose one map of each maker for a day.

    Parameters
    ----------
    atlas
        The maps.
    day
        ISO 8601; without it the day for which most makers have a map, of several the latest.
    tolerance_days
        How many days a map may lie from it.
    gazetteer
        Tells where the countries of the sides have their borders and coasts, so that only ground
        in them counts; without it all that is drawn does.

    Raises
    ------
    ControlInvalid
        If fewer than two makers have a map of about that day.
    """
    wanted = day or _best_day(atlas, tolerance_days)
    votes, notes = [], []
    for maker in atlas.makers:
        chosen = _vote(atlas.of_maker(maker), wanted, tolerance_days)
        if chosen is None:
            notes.append(f"{maker} has no map within {tolerance_days} days of {wanted}")
            continue
        votes.append(chosen)
        same = [one for one in atlas.of_maker(maker).layers if one.date == chosen.layer.date]
        if len(same) > 1:
            notes.append(
                f"{maker} has {len(same)} maps of {chosen.layer.date}; one vote, by "
                f"{chosen.layer.file}"
            )
        others = len(atlas.of_maker(maker).layers) - max(len(same), 1)
        if others:
            notes.append(f"{maker} has maps of other days as well ({others}): they have no vote")
        if chosen.gap_days:
            notes.append(f"the map of {maker} shows {chosen.layer.date}, not {wanted}")
    if len(votes) < 2:
        raise ControlInvalid(
            f"a consensus needs maps of two makers or more within {tolerance_days} days of "
            f"{wanted or 'one day'}; there {'is' if len(votes) == 1 else 'are'} {len(votes)}"
        )
    consensus = Consensus(wanted, tuple(votes), ())
    notes += [
        f"{vote.layer.maker.name} draws no ground of {side} and has no vote on it"
        for side in consensus.sides
        for vote in votes
        if side not in vote.layer.sides
    ]
    land = None if gazetteer is None else _land(consensus, gazetteer)
    return Consensus(wanted, tuple(votes), tuple(notes), land)


def area_distribution(
    consensus: Consensus, side: str, within: Within | str, gazetteer: Gazetteer
) -> AreaDistribution:
    """Tell what the makers' maps say of the area that a side holds.

    Parameters
    ----------
    consensus
        The maps.
    side
        As they name it.
    within
        Country or region, or a name, code or id of one.
    gazetteer
        Tells where borders run.

    Raises
    ------
    ControlInvalid
        If no maker speaks of the side.
    """
    area = within_of(gazetteer, within) if isinstance(within, str) else within
    voters = consensus.voters(side)
    if not voters:
        raise ControlInvalid(
            f"no map draws ground of {side}; they draw {', '.join(consensus.sides) or 'none'}"
        )
    found = []
    for vote in voters:
        row = area_of(vote.layer, gazetteer, side=side, within=area)
        sigma = (row.gap_km2 or 0.0) / NormalDist().inv_cdf(1 - _TAIL)
        # Several makers are compared on land: over bays and lagoons each draws as they like.
        measured = row.inside_km2 if len(voters) > 1 else row.area_km2
        found.append(MakerArea(row.source, row.date, measured, sigma))
    return AreaDistribution(
        side=side,
        within=area.id,
        makers=tuple(sorted(found, key=lambda one: (one.area_km2, one.maker))),
        silent=tuple(
            vote.layer.maker.name for vote in consensus.votes if side not in vote.layer.sides
        ),
    )


def _land(consensus: Consensus, gazetteer: Gazetteer) -> BaseGeometry | None:
    """The ground of the countries that any map draws in; None where no such country is known."""
    codes = {
        code
        for vote in consensus.votes
        for side in vote.layer.sides
        for code in (side, *countries_with_ground(vote.layer, side, gazetteer))
    }
    known = []
    for code in sorted(codes):
        # A party that is no country has no ground of its own.
        with suppress(PlaceUnknown):
            known.append(territory(gazetteer, code))
    return shapely.union_all(known) if known else None


def _best_day(atlas: ControlAtlas, tolerance_days: int) -> str | None:
    """The day that most makers have a map for, those of the very day before those near it."""
    best: tuple[tuple[int, int, str], str] | None = None
    for day in atlas.dates:
        near = [_vote(atlas.of_maker(maker), day, tolerance_days) for maker in atlas.makers]
        votes = [vote for vote in near if vote is not None]
        exact = sum(vote.gap_days == 0 for vote in votes)
        rank = (len(votes), exact, day)
        if best is None or rank > best[0]:
            best = (rank, day)
    return None if best is None else best[1]


def _vote(atlas: ControlAtlas, day: str | None, tolerance_days: int) -> Vote | None:
    """The map of one maker that is nearest to a day, the earlier of two that are as near."""
    ranked = []
    for order, layer in enumerate(atlas.layers):
        if day is None or layer.date is None:
            continue
        days = (date.fromisoformat(layer.date) - date.fromisoformat(day)).days
        if abs(days) <= tolerance_days:
            ranked.append(((abs(days), days, -order), Vote(layer, days)))
    if ranked:
        return min(ranked, key=lambda item: item[0])[1]
    return Vote(atlas.layers[-1], 0) if day is None else None


def _levels(grounds: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The ground that one, two, three … of some grounds cover."""
    levels: list[BaseGeometry] = []
    for ground in grounds:
        both = [polygons(level & ground) for level in levels]
        joined = [ground, *both]
        levels = [
            polygons(shapely.union(level, more))
            for level, more in zip([*levels, shapely.MultiPolygon()], joined, strict=True)
        ]
    return levels


def _softened(ground: BaseGeometry, lon: Array, lat: Array) -> Array:
    """Probability that points truly lie inside a drawn ground."""
    if ground.is_empty:
        return np.zeros(len(lon))
    shapely.prepare(ground)
    inside = np.asarray(shapely.intersects_xy(ground, lon, lat), dtype=bool)
    far, *_ = LineMeter(ground.boundary).distances(lon, lat)
    blur = gap()
    return np.array(
        [blur.inside(float(m if within else -m)) for m, within in zip(far, inside, strict=True)]
    )
