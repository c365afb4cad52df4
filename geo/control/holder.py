"""Who holds a place on a control map, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import LonLat, destination_many, distance_to_line
from gazetteer.place import Place
from gazetteer.point import point_place
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from geo.control.doubt import gap, shifts
from geo.control.frontier import front_of
from geo.control.layer import ControlLayer

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

DISPUTED: Final = ("contested", "claimed")
"""Statuses of ground that no side surely has."""
_VILLAGE_M: Final = 500.0
"""Reach of a settlement whose size is not on file, metres: that of a small village."""
_PARTLY: Final = 0.05
"""A side that has less than this share of a settlement is not said to hold a part of it."""
_RIM: Final = 12
_GOLDEN_DEG: Final = 137.50776405003785


@dataclass(frozen=True, slots=True)
class Share:
    """How probable it is that a point of a place lies on ground of a kind."""

    side: str | None
    """Who has that ground, as the layer names it; None where nobody is said to."""
    status: str
    """`held`, or one of `DISPUTED`."""
    probability: float
    """0..1, over the place's built-up area, its position's error and the map's."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a place."""

    place: Place
    """The place."""
    side: str | None
    """The side whose ground the place most probably lies on; None where the map does not tell."""
    status: str
    """`held`, `contested` or `claimed`; `unknown` where the map does not reach."""
    probability: float
    """That the place lies on such ground of that side, 0..1."""
    edge_distance_m: float | None
    """From the place's centre to the front line, metres; None where the map has none."""
    foot: LonLat | None
    """The nearest point of the front line, (longitude, latitude) in degrees, WGS 84."""
    why: str
    """How it is known, in one plain sentence without a full stop."""
    shares: tuple[Share, ...] = ()
    """All that the place may lie on, the most probable first."""
    inside: tuple[Share, ...] = ()
    """How much of the place's own area lies on what, taken as drawn."""

    @property
    def known(self) -> bool:
        """Whether the map reaches the place."""
        return self.status != "unknown"

    def held_by(self, side: str) -> float:
        """Give the probability that a side holds the place, 0..1.

        Parameters
        ----------
        side
            As the layer names it.
        """
        return sum(s.probability for s in self.shares if s.side == side and s.status == "held")

    @property
    def disputed(self) -> float:
        """Probability that the place lies on ground that is contested or merely claimed, 0..1."""
        return sum(share.probability for share in self.shares if share.status in DISPUTED)


def holder_at(
    layer: ControlLayer, place: Place | LonLat, gazetteer: Gazetteer, *, extent: bool = True
) -> Holder:
    """Tell who holds a place on a control map.

    The map's polygons come first; ground that none of them covers is held by the country that it
    belongs to. The place's own error is taken as a round normal, that of a drawn edge as
    `geo.control.doubt.Gap`, and a settlement as a disc: the probability is of a point of it.

    Parameters
    ----------
    layer
        The map.
    place
        A gazetteer row, or a point: (longitude, latitude) in degrees, WGS 84.
    gazetteer
        Tells which country ground belongs to.
    extent
        Whether a settlement's built-up area counts, or only its centre.
    """
    if not isinstance(place, Place):
        place = point_place(place[1], place[0])
    parts = _Parts(layer, gazetteer)
    own = parts.country(place)
    if own not in parts.parties and not parts.covers(place):
        where = f"in {own}" if own else "abroad"
        return Holder(
            place, None, "unknown", 0.0, None, None,
            f"the map of {layer.title} shows nothing {where}",
        )  # fmt: skip
    bearing_deg, length_m = shifts(place.precision_m, gap_m=gap().scale_m)
    lon, lat = destination_many(place.lon, place.lat, bearing_deg=bearing_deg, distance_m=length_m)
    reach_m = _reach_m(place) if extent else 0.0
    disc_m = reach_m * np.sqrt((np.arange(len(lon)) + 0.5) / len(lon))
    turn_deg = np.arange(len(lon)) * _GOLDEN_DEG
    lon, lat = destination_many(lon, lat, bearing_deg=turn_deg, distance_m=disc_m)
    drawn = destination_many(place.lon, place.lat, bearing_deg=turn_deg, distance_m=disc_m)
    shares = tuple(parts.shares(place, lon, lat, own=own))
    inside = tuple(parts.shares(place, *drawn, own=own))
    best = shares[0]
    front = front_of(layer, gazetteer)
    edge = None if front.is_empty else distance_to_line(place.lonlat, front)
    return Holder(
        place=place,
        side=best.side,
        status=best.status,
        probability=best.probability,
        edge_distance_m=None if edge is None else edge.distance_m,
        foot=None if edge is None else (edge.foot_lon, edge.foot_lat),
        why=_why(layer, place, parts, own, inside),
        shares=shares,
        inside=inside,
    )


def entered_by(
    layer: ControlLayer, place: Place, side: str, gazetteer: Gazetteer, *, outskirts: bool = False
) -> float:
    """Give the probability that a side is in a place: that some of it is held or disputed ground.

    A side is taken to be in a place as well that its line misses by no more than the median gap
    between two makers of maps.

    Parameters
    ----------
    layer
        The map.
    place
        A settlement.
    side
        As the layer names it.
    gazetteer
        Tells which country ground belongs to.
    outskirts
        Whether its outermost houses are enough. Else half its radius counts: the disc that stands
        for a town reaches beyond it somewhere, across a river say.
    """
    parts = _Parts(layer, gazetteer)
    own = parts.country(place)
    bearing_deg, length_m = (
        spread[::4] for spread in shifts(place.precision_m, gap_m=gap().scale_m)
    )
    lon, lat = destination_many(place.lon, place.lat, bearing_deg=bearing_deg, distance_m=length_m)
    reach_m = _reach_m(place) * (1.0 if outskirts else 0.5) + gap().within(0.5)
    rim_deg = np.arange(_RIM) * 360.0 / _RIM
    there = parts.mask(place, lon, lat, side, own=own)
    for ring_m in (reach_m / 2, reach_m):
        around = destination_many(
            lon[:, None], lat[:, None], bearing_deg=rim_deg[None, :], distance_m=ring_m
        )
        found = parts.mask(place, around[0].ravel(), around[1].ravel(), side, own=own)
        there = there | found.reshape(len(lon), _RIM).any(axis=1)
    return float(there.mean())


def shown_held(layer: ControlLayer, place: Place, side: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a map draws the centre of a place on ground that a side holds.

    Parameters
    ----------
    layer
        The map.
    place
        A place.
    side
        As the layer names it.
    gazetteer
        Tells which country ground belongs to.
    """
    parts = _Parts(layer, gazetteer)
    lon, lat = np.array([place.lon]), np.array([place.lat])
    own = parts.country(place)
    drawn = next(iter(parts.shares(place, lon, lat, own=own)))
    return drawn.side == side and drawn.status == "held"


def nearest_ground(
    layer: ControlLayer, place: Place, gazetteer: Gazetteer
) -> Iterator[tuple[str, float, LonLat]]:
    """Find the nearest ground of every side: what it holds abroad, and its own that it holds.

    Parameters
    ----------
    layer
        The map.
    place
        The place that is measured from.
    gazetteer
        Tells which country ground belongs to.

    Yields
    ------
    tuple
        The side, the distance in metres (0 inside) and the nearest point as (longitude,
        latitude) in degrees, WGS 84.
    """
    parts = _Parts(layer, gazetteer)
    point = shapely.Point(place.lon, place.lat)
    for side in sorted(parts.parties):
        ground = parts.ground(side)
        if ground.is_empty:
            continue
        if ground.intersects(point):
            yield side, 0.0, place.lonlat
            continue
        found = distance_to_line(place.lonlat, ground.boundary)
        yield side, found.distance_m, (found.foot_lon, found.foot_lat)


class _Parts:
    """The polygons of a layer, ready for asking what lies where."""

    def __init__(self, layer: ControlLayer, gazetteer: Gazetteer) -> None:
        self._layer = layer
        self._gazetteer = gazetteer
        within = {code for code in layer.frame["within"] if isinstance(code, str)}
        self.parties = frozenset(layer.sides) | within
        self._sides: tuple[str | None, ...] = (*layer.sides, None)

    def covers(self, place: Place) -> bool:
        """Whether a polygon of the map lies over a place."""
        point = shapely.Point(place.lon, place.lat)
        return bool(self._layer.frame.geometry.intersects(point).any())

    def country(self, place: Place) -> str | None:
        """The country that a place belongs to: as its row says, else by the border."""
        if place.country is not None:
            return place.country
        point = shapely.Point(place.lon, place.lat)
        for code in sorted(self.parties):
            shape = self._territory(code)
            if shape is not None and shape.intersects(point):
                return code
        return None

    def ground(self, side: str) -> BaseGeometry:
        """All that a side holds: abroad, and of its own country what no other polygon covers."""
        held = self._layer.ground(side, statuses=("held", "liberated"))
        own = self._territory(side)
        if own is None:
            return held
        others = [
            self._layer.ground(other, statuses=(*DISPUTED, "held"))
            for other in self._sides
            if other != side
        ]
        return shapely.union_all([held, own - shapely.union_all(others)])

    def shares(self, place: Place, lon: Array, lat: Array, *, own: str | None) -> Iterator[Share]:
        """How many of some points lie on ground of each kind, the most first; the sea is none."""
        counts: dict[tuple[str | None, str], int] = {}
        for side, status, mask in self._masks(place, lon, lat, own=own):
            if mask.any():
                counts[side, status] = counts.get((side, status), 0) + int(mask.sum())
        total = max(sum(counts.values()), 1)
        found = {kind: count / total for kind, count in counts.items()}
        ranked = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
        for (side, status), share in ranked:
            yield Share(side, status, share)

    def mask(self, place: Place, lon: Array, lat: Array, side: str, *, own: str | None) -> Mask:
        """Which points lie on ground that a side holds, or that is disputed."""
        found = np.zeros(len(lon), dtype=bool)
        for holder, status, mask in self._masks(place, lon, lat, own=own):
            if status in DISPUTED or holder == side:
                found |= mask
        return found

    def _masks(
        self, place: Place, lon: Array, lat: Array, *, own: str | None
    ) -> Iterator[tuple[str | None, str, Mask]]:
        """Divide points among the kinds of ground."""
        left = np.ones(len(lon), dtype=bool)
        for status in (*DISPUTED, "held", "liberated"):
            for side in self._sides:
                shape = self._layer.ground(side, statuses=(status,))
                if shape.is_empty:
                    continue
                mask = left & _within(shape, lon, lat)
                left &= ~mask
                # What its own country won back, it holds.
                yield side, "held" if status == "liberated" else status, mask
        # The border is known far better than the front: an error of the map does not move a place
        # across it, unless the other side's ground reaches up to it from the place.
        for code in sorted(self.parties - {own}):
            ground = self._layer.ground(code)
            country = self._territory(code)
            if country is None or not _within_reach(ground, place):
                continue
            mask = left & _within(country, lon, lat)
            left &= ~mask
            yield code, "held", mask
        dry = left & self._on_land(lon, lat, own=own)
        yield own, "held", left if dry.sum() == 0 and left.all() else dry

    def _on_land(self, lon: Array, lat: Array, *, own: str | None) -> Mask:
        """Which points lie in one of the countries; all where their outlines are not known."""
        shapes = [self._territory(code) for code in self.parties | ({own} if own else set())]
        known = [shape for shape in shapes if shape is not None]
        if not known:
            return np.ones(len(lon), dtype=bool)
        found = [_within(shape, lon, lat) for shape in known]
        return np.asarray(np.logical_or.reduce(found), dtype=bool)

    def _territory(self, code: str) -> BaseGeometry | None:
        try:
            return territory(self._gazetteer, code)
        except PlaceUnknown:
            return None


def _within(shape: BaseGeometry, lon: Array, lat: Array) -> Mask:
    """Which points lie in a shape, its edge included."""
    shapely.prepare(shape)
    return np.asarray(shapely.intersects_xy(shape, lon, lat), dtype=bool)


def _within_reach(ground: BaseGeometry, place: Place) -> bool:
    """Whether a place lies on ground that its side holds abroad."""
    return bool(_within(ground, np.array([place.lon]), np.array([place.lat]))[0])


def _reach_m(place: Place) -> float:
    """How far the built-up area of a settlement reaches from its centre, metres."""
    if place.kind != "settlement":
        return 0.0
    return _VILLAGE_M if place.radius_m is None else place.radius_m


def _why(
    layer: ControlLayer, place: Place, parts: _Parts, own: str | None, inside: Sequence[Share]
) -> str:
    """Say what the map shows at a place."""
    shown = layer.title
    if inside[0].probability < 1 - _PARTLY:
        listed = ", ".join(
            f"{share.probability:.0%} {ground_words(share)}"
            for share in inside
            if share.probability >= _PARTLY
        )
        return f"the front runs through {place.name} on the map of {shown}: {listed}"
    if parts.covers(place) or inside[0].side != own:
        return f"{place.name} is {ground_words(inside[0])} on the map of {shown}"
    return (
        f"no polygon of the map of {shown} covers {place.name}, so its own country {own} holds it"
    )


def ground_words(share: Share) -> str:
    """Say whose ground it is: `held by RU`, `contested`, `claimed by RU`.

    Parameters
    ----------
    share
        A share of ground.
    """
    if share.status == "held":
        return f"held by {share.side}" if share.side else "held by nobody named"
    return share.status if share.side is None else f"{share.status} by {share.side}"
