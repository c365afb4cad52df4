"""The ground that two sides hold before anything is said: up to a border, or by an earlier map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
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
    held: tuple[BaseGeometry, BaseGeometry]
    """All the ground of each, its own country's included; longitude and latitude, WGS 84."""
    countries: tuple[BaseGeometry, BaseGeometry]
    """The ground of the country of each; empty for a party that has none."""
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
    grounds = tuple(_country(gazetteer, side) for side in (first, second))
    if any(ground.is_empty for ground in grounds):
        raise ControlInvalid(
            f"no country is known of {first} and {second}: without a border to start from, "
            "give an earlier control map with --control"
        )
    return FrontBase(
        sides=(first, second),
        held=(grounds[0], grounds[1]),
        countries=(grounds[0], grounds[1]),
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
    countries = (_country(gazetteer, first), _country(gazetteer, second))
    # Ground that a maker has both draw goes to nobody twice: what is held abroad comes first.
    drawn = tuple(layer.ground(side) for side in (first, second))
    held = tuple(
        shapely.union_all([country - other, own])
        for country, own, other in zip(countries, drawn, reversed(drawn), strict=True)
    )
    return FrontBase(
        sides=(first, second),
        held=(held[0], held[1] - drawn[0]),
        countries=countries,
        title=layer.title,
        date=layer.date,
        licence=layer.maker.licence,
        attribution=layer.maker.attribution or layer.maker.name,
    )


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
