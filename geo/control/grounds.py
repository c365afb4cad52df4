"""The ground that a side holds in a country or region, cut where the maker does not say it.

A maker who says of a polygon which country it belongs to is taken at their word: such ground
counts as drawn. Other ground is cut at `gazetteer.territory`, whose edge is the named border line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceAmbiguous
from gazetteer.measure import area_km2
from gazetteer.territory import territory
from gazetteer.vertices import parts
from geo.errors import ControlInvalid

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

AS_DRAWN: Final = "as the maker draws it"
NOISE_KM2: Final = 0.05
"""Ground below this is what two drawings of one line leave between them."""


@dataclass(frozen=True, slots=True)
class Within:
    """A country or region that ground is measured in."""

    id: str
    """ISO 3166-1 alpha-2 code of a country, or the id of a region: `region:RU-KRS`."""
    name: str
    """Display name."""
    country: str
    """Code of the country that it is, or lies in."""
    shape: BaseGeometry
    """Its ground, longitude and latitude in degrees, WGS 84."""

    @property
    def whole(self) -> bool:
        """Whether it is a country."""
        return self.id == self.country


def within_of(gazetteer: Gazetteer, name: str) -> Within:
    """Find the country or region that a name, code or id means.

    Parameters
    ----------
    gazetteer
        An open gazetteer.
    name
        `RU`, `Ukraine`, `Kursk region`, `region:RU-KRS`; a bare "Kursk" means the region here.

    Raises
    ------
    PlaceUnknown
        If no country or region has the name, or no outline of it is known.
    PlaceAmbiguous
        If several have it.
    ControlInvalid
        If it is the id of something else.
    """
    place = gazetteer.row(f"country:{name.strip().upper()}") or gazetteer.row(name.strip())
    if place is None:
        place = _named(gazetteer, name)
    if place.kind not in ("country", "region"):
        raise ControlInvalid(
            f"{place.name} is a {place.kind}; ground is measured in a country or a region"
        )
    code = place.country or place.id.rpartition(":")[2]
    place_id = code if place.kind == "country" else place.id
    return Within(place_id, place.name, code, territory(gazetteer, place_id))


def _named(gazetteer: Gazetteer, name: str) -> Place:
    """The country or region with a name."""
    bare, _, country = (part.strip() for part in name.partition(","))
    code = country.upper() or None
    matches = [
        match
        for kind in ("country", "region")
        for match in gazetteer.find(bare, kind=kind, country=code)
    ]
    if not matches:
        return gazetteer.locate(name)
    best = max(match.fit for match in matches)
    first = [match.place for match in matches if match.fit >= best - 1e-9]
    if len(first) > 1:
        raise PlaceAmbiguous(name, first)
    return first[0]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a side has in a country or region, on one map."""

    shape: BaseGeometry
    """The ground, longitude and latitude in degrees, WGS 84."""
    basis: str
    """How it was bounded, in plain words."""
    polygons: int
    """How many polygons of the map have a part in it."""


def ground_within(
    layer: ControlLayer, side: str | None, within: Within, *, statuses: Iterable[str] = ("held",)
) -> Ground:
    """Give the ground of a side in a country or region.

    Parameters
    ----------
    layer
        The map.
    side
        Who has it; None for ground that nobody is said to hold.
    within
        The country or region.
    statuses
        Which of `CONTROL_STATUSES` count.
    """
    wanted = frozenset(statuses)
    if side == within.country and "held" in wanted:
        return _own_ground(layer, side, within)
    declared, loose = rows_for(layer, side, within, statuses=wanted)
    drawn, other = shapely.union_all(declared), shapely.union_all(loose)
    count = len(declared) + len(loose)
    if not within.whole:
        shape = areas_only(shapely.union(drawn, other) & within.shape)
        return Ground(shape, f"cut at the outline of {within.name}", count)
    cut = f"cut at the border and coast of {within.name}"
    if not loose:
        return Ground(drawn, AS_DRAWN, count)
    other = areas_only(other & within.shape)
    if not declared:
        return Ground(other, cut, count)
    return Ground(
        areas_only(shapely.union(drawn, other)),
        f"{AS_DRAWN} where the maker names the country, else {cut}",
        count,
    )


def _own_ground(layer: ControlLayer, side: str, within: Within) -> Ground:
    """What a country still has at home: all that the map does not give to others."""
    frame = layer.frame
    others = frame[(frame["side"] != side) & (frame["status"] != "liberated")].geometry
    shape = areas_only(within.shape - shapely.union_all(others.to_numpy()))
    return Ground(shape, f"{within.name} less what the map gives to others", len(others))


def rows_for(
    layer: ControlLayer, side: str | None, within: Within, *, statuses: Iterable[str] = ("held",)
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """List the polygons of a side that may lie in a country: said to, and not said where.

    Parameters
    ----------
    layer
        The map.
    side
        Who has them; None for ground that nobody is said to hold.
    within
        The country or region.
    statuses
        Which of `CONTROL_STATUSES` count.
    """
    rows = _rows(layer, side, frozenset(statuses))
    declared = rows[rows["within"] == within.country].geometry
    loose = rows[rows["within"].isna()].geometry
    return list(declared), list(loose)


def countries_with_ground(
    layer: ControlLayer, side: str | None, gazetteer: Gazetteer, *, status: str = "held"
) -> tuple[str, ...]:
    """List the countries in which a side has ground, its own left out.

    Parameters
    ----------
    layer
        The map.
    side
        Who has it; None for ground that nobody is said to hold.
    gazetteer
        Tells which country ground belongs to.
    status
        One of `CONTROL_STATUSES`.

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-2 codes, in alphabetical order.
    """
    rows = _rows(layer, side, frozenset({status}))
    codes = {code for code in rows["within"] if isinstance(code, str)}
    loose = shapely.union_all(rows[rows["within"].isna()].geometry.to_numpy())
    if not loose.is_empty:
        codes.update(countries_under(loose, gazetteer, known=codes | {str(side)}))
    return tuple(sorted(codes - {side}))


def countries_under(shape: BaseGeometry, gazetteer: Gazetteer, *, known: set[str]) -> set[str]:
    """List the countries that some ground lies in, by more than two drawings of a line differ.

    Parameters
    ----------
    shape
        Polygons, longitude and latitude in degrees, WGS 84.
    gazetteer
        Tells which country ground belongs to.
    known
        Codes of countries that need not be looked at.
    """
    found = set()
    whole = shapely.box(-180, -90, 180, 90)
    box = shapely.box(*shape.bounds)
    shapely.prepare(shape)
    for place in gazetteer.within(whole, kind="country"):
        code = place.id.rpartition(":")[2]
        outline = gazetteer.geometry(place.id)
        if code in known or outline is None or not box.intersects(outline):
            continue
        if shape.intersects(outline):
            under = area_km2(shape & territory(gazetteer, code))
            if under > NOISE_KM2:
                found.add(code)
    return found


def _rows(layer: ControlLayer, side: str | None, statuses: frozenset[str]) -> GeoDataFrame:
    """The rows of a side with one of some statuses."""
    frame = layer.frame
    named = frame["side"].isna() if side is None else frame["side"] == side
    return frame[named & frame["status"].isin(statuses)]


def areas_only(geometry: BaseGeometry) -> MultiPolygon:
    """Drop the points and lines that cutting leaves beside polygons.

    Parameters
    ----------
    geometry
        Any geometry.
    """
    return MultiPolygon([part for part in parts(geometry) if part.geom_type == "Polygon"])
