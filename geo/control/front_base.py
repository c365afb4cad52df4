"""The ground that two sides hold before anything is said: up to a border, or by an earlier map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Lines
from gazetteer.errors import PlaceUnknown
from gazetteer.territory import territory
from geo.control.layer import ControlLayer
from geo.errors import ControlInvalid


@dataclass(frozen=True, slots=True, eq=False)
class FrontBase:
    """What an inferred front starts from.

    Raises
    ------
    ControlInvalid
        If there are not two different sides.
    """

    sides: tuple[str, str]
    """The two sides."""
    countries: tuple[BaseGeometry, BaseGeometry]
    """The ground of the country of each, longitude and latitude in degrees, WGS 84; empty for a
    party that has none."""
    abroad: tuple[BaseGeometry, BaseGeometry]
    """What each holds outside its country; the rest of a country is held by its own side."""
    title: str
    """What it is, to be printed: `the border of RU and UA`, `UAControlMap, 2025-01-04`."""
    date: str | None = None
    """The day of the map, ISO 8601; None for a border."""
    licence: str | None = None
    """The map's licence."""
    attribution: str = ""
    """The map's line of credit."""

    def __post_init__(self) -> None:
        if len(set(self.sides)) != 2:
            raise ControlInvalid(
                f"a front runs between two different sides, not {' and '.join(self.sides)}"
            )

    def held(self, side: int, box: Box) -> BaseGeometry:
        """Give what a side holds within a box.

        Parameters
        ----------
        side
            0 or 1, its place among the sides.
        box
            West, south, east, north in degrees, WGS 84.
        """
        own = polygons(shapely.clip_by_rect(self.countries[side], *box))
        others, away = (
            polygons(shapely.clip_by_rect(self.abroad[k], *box)) for k in (1 - side, side)
        )
        return polygons(shapely.union(own - others, away))

    def holds(self, side: int, points: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which points a side holds.

        Parameters
        ----------
        side
            0 or 1, its place among the sides.
        points
            One row a point: longitude and latitude in degrees, WGS 84.
        """
        own = _covers(self.countries[side], points)
        others = _covers(self.abroad[1 - side], points)
        away = _covers(self.abroad[side], points)
        return np.asarray((own & ~others) | away, dtype=bool)

    def within(self, side: int, ground: BaseGeometry) -> BaseGeometry:
        """Give the part of a ground that lies in a side's country.

        Parameters
        ----------
        side
            0 or 1, its place among the sides.
        ground
            Longitude and latitude in degrees, WGS 84.

        Returns
        -------
        Polygon or MultiPolygon
            Where the side has no country, what lies outside the other's.
        """
        if ground.is_empty:
            return shapely.MultiPolygon()
        country = self.countries[side]
        away = country.is_empty
        near = shapely.clip_by_rect(self.countries[1 - side] if away else country, *ground.bounds)
        return polygons(ground - polygons(near) if away else ground & polygons(near))


Box = tuple[float, float, float, float]


def border_base(gazetteer: Lines, sides: Sequence[str]) -> FrontBase:
    """Start from the border: each side holds its own country.

    Parameters
    ----------
    gazetteer
        Where the countries are looked up.
    sides
        Two ISO 3166-1 alpha-2 codes.

    Raises
    ------
    ControlInvalid
        If there are not two sides, or the gazetteer does not know one of the countries.
    """
    first, second = _pair(sides)
    countries = (_country(gazetteer, first), _country(gazetteer, second))
    if any(country.is_empty for country in countries):
        raise ControlInvalid(
            f"no country is known of {first} and {second}: without a border to start from, "
            "give an earlier control map with --control"
        )
    nothing = shapely.MultiPolygon()
    return FrontBase(
        sides=(first, second),
        countries=countries,
        abroad=(nothing, nothing),
        title=f"the border of {first} and {second}",
    )


def layer_base(layer: ControlLayer, gazetteer: Lines, sides: Sequence[str]) -> FrontBase:
    """Start from a control map: what it draws is held as drawn, the rest by its own country.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Where the countries are looked up.
    sides
        The two sides, as the layer names them.
    """
    first, second = _pair(sides)
    bare = FrontBase(
        sides=(first, second),
        countries=(_country(gazetteer, first), _country(gazetteer, second)),
        abroad=(shapely.MultiPolygon(), shapely.MultiPolygon()),
        title=layer.title,
        date=layer.date,
        licence=layer.maker.licence,
        attribution=layer.maker.attribution or layer.maker.name,
    )
    drawn = [bare.within(1 - k, layer.ground(side)) for k, side in enumerate(bare.sides)]
    # Ground that a maker draws for both goes to the first.
    return replace(bare, abroad=(drawn[0], polygons(drawn[1] - drawn[0])))


def polygons(shape: BaseGeometry) -> Polygon | MultiPolygon:
    """Keep the polygons of a geometry alone.

    Parameters
    ----------
    shape
        Any geometry.
    """
    sound = shape if shape.is_valid else shapely.make_valid(shape)
    found = [
        part
        for part in getattr(sound, "geoms", [sound])
        if part.geom_type in ("Polygon", "MultiPolygon") and not part.is_empty
    ]
    if not found:
        return shapely.MultiPolygon()
    return cast("Polygon | MultiPolygon", shapely.union_all(found))


def _covers(shape: BaseGeometry, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points lie on a shape."""
    shapely.prepare(shape)
    return np.asarray(shapely.intersects_xy(shape, points[:, 0], points[:, 1]), dtype=bool)


def _pair(sides: Sequence[str]) -> tuple[str, str]:
    """Exactly two sides."""
    if len(sides) != 2:
        raise ControlInvalid(f"a front runs between two sides; {len(sides)} were given")
    return sides[0], sides[1]


def _country(gazetteer: Lines, side: str) -> BaseGeometry:
    """The ground of a side's country; empty where none is known."""
    try:
        return territory(gazetteer, side)
    except PlaceUnknown:
        return shapely.MultiPolygon()
