"""How much ground of a country or region a side holds on a control map, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import LineMeter, area_km2
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from gazetteer.vertices import parts
from geo.control.contact import contact_of, length_km
from geo.control.doubt import gap
from geo.control.grounds import Within, areas_only, ground_within, within_of
from geo.control.layer import ControlLayer

_STEP_DEG: Final = 0.005
"""Lines are compared in pieces of this length, some 400 m."""
_AROUND_DEG: Final = 0.1
_SAME_M: Final = 50.0
"""An edge of two maps of one maker that moved by less than this did not move."""
_SPILL_DEG: Final = 0.05
"""A maker's ground may reach over our border by this much, some 5 km, and still be the region's."""
_BEYOND: Final = 0.02
"""Where more than this share lies beyond coast and border the maker draws bays and lagoons along,
which no figure of territory counts; less is two drawings of one line."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Some ground that a side holds, or by how much it changed."""

    area_km2: float
    """Its area, km²."""
    contact_km: float
    """Length of the front along it, km; of a change, of the stretch that moved."""
    beyond_km2: float = 0.0
    """What the maker draws beyond coast and border and is not counted, km²."""

    @property
    def error_km2(self) -> float:
        """By how much two makers' maps differ in it: their median gap along that line."""
        return gap().within(0.5) / 1000 * self.contact_km

    @property
    def worst_km2(self) -> float:
        """The same with the gap that nine in ten do not exceed."""
        return gap().within(0.9) / 1000 * self.contact_km


@dataclass(frozen=True, slots=True)
class Ground:
    """Ground of one country, or of one region of it, of which another side holds some."""

    gazetteer: Gazetteer
    """Knows the outlines."""
    holder: str
    """The side that holds some of it, as the layers name it."""
    country: str | None
    """ISO 3166-1 alpha-2 code of the country; None takes all that the side holds."""
    region: str | None = None
    """Id of the region of it; None takes the whole country."""

    def extent(self, layer: ControlLayer) -> Extent:
        """Measure what the side holds there on a map.

        Parameters
        ----------
        layer
            The map.
        """
        return _extent(self, layer)

    def moved(self, before: ControlLayer, after: ControlLayer) -> Extent:
        """Measure how much more or less is held on a later map, and how long a front moved.

        Parameters
        ----------
        before, after
            Two maps of one maker.
        """
        return _moved(self, before, after)

    @property
    def total_km2(self) -> float | None:
        """All of the ground, km²; None where no outline is on file."""
        shape = _outline(self.gazetteer, self.region or self.country)
        return None if shape is None else area_km2(shape)


@lru_cache(maxsize=4096)
def _extent(ground: Ground, layer: ControlLayer) -> Extent:
    """The size of what the side holds there."""
    held, front = _held(ground, layer)
    beyond = 0.0
    if ground.region is None and _outline(ground.gazetteer, ground.country) is not None:
        beyond = area_km2(_drawn(ground, layer)) - area_km2(held)
    return Extent(area_km2(held), length_km(front), beyond)


@lru_cache(maxsize=4096)
def _held(ground: Ground, layer: ControlLayer) -> tuple[BaseGeometry, BaseGeometry]:
    """What the side holds there, and the front along it."""
    if ground.country is None or _outline(ground.gazetteer, ground.country) is None:
        shape = layer.ground(ground.holder, within=ground.country)
        return shape, shape.boundary
    if ground.region is not None:
        whole = Ground(ground.gazetteer, ground.holder, ground.country)
        held, front = _held(whole, layer)
        return areas_only(_cut(held, ground)), _cut(front, ground)
    within: Within = within_of(ground.gazetteer, ground.country)
    shape = _drawn(ground, layer)
    inside = areas_only(shape & within.shape)
    ashore = area_km2(inside) >= (1 - _BEYOND) * area_km2(shape)
    return shape if ashore else inside, contact_of(shape, within, ground.gazetteer)


@lru_cache(maxsize=4096)
def _drawn(ground: Ground, layer: ControlLayer) -> BaseGeometry:
    """What the side holds in the country, as its maker draws it."""
    within = within_of(ground.gazetteer, str(ground.country))
    return ground_within(layer, ground.holder, within).shape


@lru_cache(maxsize=4096)
def _moved(ground: Ground, before: ControlLayer, after: ControlLayer) -> Extent:
    """The change of an area, and the length of the front that moved."""
    first, second = _held(ground, before)[1], _held(ground, after)[1]
    gone, come = _beyond(first, second), _beyond(second, first)
    change = _extent(ground, after).area_km2 - _extent(ground, before).area_km2
    return Extent(change, max(length_km(gone), length_km(come)))


def _cut(shape: BaseGeometry, ground: Ground) -> BaseGeometry:
    """The part of a shape in the region: all but what lies in its neighbours.

    A maker draws along a border of their own: what reaches over ours still counts.
    """
    outline = _outline(ground.gazetteer, ground.region)
    country = _outline(ground.gazetteer, ground.country)
    if outline is None or country is None or shape.is_empty:
        return shape
    # The country is cut down first: its outline has a hundred thousand vertices.
    box = shapely.box(*shape.bounds).buffer(_AROUND_DEG)
    others = (country & box) - outline
    return (shape - others) & _spilt(ground.gazetteer, ground.region or "")


@lru_cache(maxsize=256)
def _spilt(gazetteer: Gazetteer, region: str) -> BaseGeometry:
    """A region with what a maker's ground may reach beyond it."""
    return territory(gazetteer, region).buffer(_SPILL_DEG)


def _outline(gazetteer: Gazetteer, code: str | None) -> BaseGeometry | None:
    """The ground of a country or region, or None where no outline is on file."""
    if code is None:
        return None
    try:
        return territory(gazetteer, code)
    except PlaceUnknown:
        return None


def _beyond(line: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """The pieces of a line that do not run along another."""
    runs = [part for part in parts(other) if part.geom_type in ("LineString", "LinearRing")]
    if not runs or line.is_empty:
        return line
    meter = LineMeter(shapely.MultiLineString(runs))
    pieces: list[Any] = []
    for part in parts(line):
        lonlat = shapely.get_coordinates(shapely.segmentize(part, _STEP_DEG))
        middle = (lonlat[1:] + lonlat[:-1]) / 2
        away = meter.distances(middle[:, 0], middle[:, 1])[0] > _SAME_M
        pieces += list(np.stack([lonlat[:-1][away], lonlat[1:][away]], axis=1))
    return shapely.MultiLineString(pieces)
