"""How much ground of a country or region a side holds on a control map, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import LineMeter, area_km2, inverse_many
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from geo.control.doubt import gap
from geo.control.layer import ControlLayer

_NEAR_BORDER_M: Final = 1000.0
"""An edge of held ground this near to the edge of the country is the border, no front."""
_STEP_DEG: Final = 0.005
"""Edges are looked at in pieces of this length, some 400 m."""
_AROUND_DEG: Final = 0.1
_SAME_M: Final = 50.0
"""An edge of two maps of one maker that moved by less than this did not move."""
_SPILL_DEG: Final = 0.05


@dataclass(frozen=True, slots=True)
class Extent:
    """Some ground that a side holds."""

    area_km2: float
    """Its area, km²."""
    contact_km: float
    """Length of its edge that is a front, km."""

    @property
    def error_km2(self) -> float:
        """By how much two makers' maps differ in it: their median gap along the contact line."""
        return gap().within(0.5) / 1000 * self.contact_km

    @property
    def worst_km2(self) -> float:
        """The same with the gap that nine in ten do not exceed."""
        return gap().within(0.9) / 1000 * self.contact_km


class Ground:
    """Ground of one country, or of one region of it, on which another side holds something."""

    def __init__(
        self, gazetteer: Gazetteer, *, holder: str, country: str | None, region: Place | None
    ) -> None:
        """Say whose ground is measured where.

        Parameters
        ----------
        gazetteer
            Knows the outlines.
        holder
            The side that holds some of it, as the layers name it.
        country
            ISO 3166-1 alpha-2 code of the country; None takes all that the side holds.
        region
            The region of it; None takes the whole country.
        """
        self._gazetteer = gazetteer
        self.holder = holder
        self.country = country
        self.region = region
        self._extents: dict[int, tuple[ControlLayer, Extent]] = {}

    def extent(self, layer: ControlLayer) -> Extent:
        """Measure what the side holds there on a map.

        Parameters
        ----------
        layer
            The map.
        """
        kept = self._extents.get(id(layer))
        if kept is None:
            held = self._held(layer)
            shape = self._cut(held)
            front = self._front(held)
            kept = (layer, Extent(area_km2(shape), _length_km(self._cut(front))))
            self._extents[id(layer)] = kept
        return kept[1]

    def moved(self, before: ControlLayer, after: ControlLayer) -> Extent:
        """Measure how much more or less is held on a later map, and how long a front moved.

        Parameters
        ----------
        before, after
            Two maps of one maker.
        """
        change = self.extent(after).area_km2 - self.extent(before).area_km2
        first, second = (self._front(self._held(layer)) for layer in (before, after))
        if first.is_empty or second.is_empty:
            return Extent(change, _length_km(self._cut(first if second.is_empty else second)))
        new = self._cut(_beyond(second, first, _SAME_M))
        old = self._cut(_beyond(first, second, _SAME_M))
        return Extent(change, max(_length_km(new), _length_km(old)))

    @cached_property
    def total_km2(self) -> float | None:
        """All of the ground, km²; None where no outline is on file."""
        shape = self._outline(self.region.id if self.region else self.country)
        return None if shape is None else area_km2(shape)

    def _held(self, layer: ControlLayer) -> BaseGeometry:
        """What the side holds in the country."""
        marked = layer.frame["within"][layer.frame["side"] == self.holder]
        if self.country is None:
            return layer.ground(self.holder)
        if len(marked) and marked.notna().all():
            return layer.ground(self.holder, within=self.country)
        held = layer.ground(self.holder)
        country = self._outline(self.country)
        return held if country is None or held.is_empty else held & country

    def _cut(self, shape: BaseGeometry) -> BaseGeometry:
        """The part of a shape in the region: all but what lies in its neighbours.

        A maker draws along a border of their own: what reaches over ours still counts.
        """
        if self.region is None or shape.is_empty:
            return shape
        outline = self._outline(self.region.id)
        if outline is None:
            return shape
        rest = shape
        country = self._outline(self.country)
        if country is not None:
            # The country is cut down first: its outline has a hundred thousand vertices.
            box = shapely.box(*shapely.box(*shape.bounds).buffer(_AROUND_DEG).bounds)
            others = (country & box) - outline
            rest = shape - others
        return rest & outline.buffer(_SPILL_DEG)

    def _front(self, held: BaseGeometry) -> BaseGeometry:
        """The edge of held ground that is no border of the country."""
        if held.is_empty:
            return shapely.LineString()
        edge = held.boundary
        country = self._outline(self.country)
        if country is None:
            return edge
        box = shapely.box(*held.bounds).buffer(_AROUND_DEG)
        border = country.boundary & box
        return edge if border.is_empty else _beyond(edge, border, _NEAR_BORDER_M)

    def _outline(self, code: str | None) -> BaseGeometry | None:
        """The ground of a country or region, or None where no outline is on file."""
        if code is None:
            return None
        try:
            return territory(self._gazetteer, code)
        except PlaceUnknown:
            return None


def _beyond(line: BaseGeometry, other: BaseGeometry, distance_m: float) -> BaseGeometry:
    """The pieces of a line that lie farther than some metres from another."""
    divided = shapely.segmentize(line, _STEP_DEG)
    pieces: list[BaseGeometry] = []
    meter = LineMeter(_lines(other))
    for part in shapely.get_parts(
        shapely.line_merge(divided) if divided.geom_type == "MultiLineString" else divided
    ):
        coordinates = shapely.get_coordinates(part)
        middle = (coordinates[1:] + coordinates[:-1]) / 2
        away = meter.distances(middle[:, 0], middle[:, 1])[0] > distance_m
        pairs = np.stack([coordinates[:-1][away], coordinates[1:][away]], axis=1)
        pieces += [shapely.LineString(pair) for pair in pairs]
    return shapely.line_merge(shapely.MultiLineString(pieces)) if pieces else shapely.LineString()


def _lines(shape: BaseGeometry) -> BaseGeometry:
    """Only the lines of a shape."""
    parts = [
        part for part in shapely.get_parts(shape) if part.geom_type in ("LineString", "LinearRing")
    ]
    return shapely.MultiLineString(parts)


def _length_km(line: BaseGeometry) -> float:
    """Geodesic length of a line, km."""
    total = 0.0
    for part in shapely.get_parts(line):
        if part.geom_type not in ("LineString", "LinearRing"):
            continue
        lon, lat = shapely.get_coordinates(part).T
        total += float(inverse_many(lon[:-1], lat[:-1], lon[1:], lat[1:])[0].sum())
    return total / 1000
