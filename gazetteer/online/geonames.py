"""Places from answers of the search of GeoNames."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gazetteer.errors import PlaceInvalid
from gazetteer.extent import settlement_radius
from gazetteer.online.exactness import precision_m
from gazetteer.online.region_names import RegionNamed
from gazetteer.online.values import count_in, number_in, table_in, text_in
from gazetteer.place import Kind, Place

LICENCE: Final = "CC-BY-4.0"

_KINDS: Final[Mapping[str, Kind]] = {"P": "settlement", "A": "region", "H": "water", "R": "road"}
_COUNTRIES: Final = ("PCL", "TERR")
_NO_NUMBER: Final = 2**53
_POINT_M: Final = 1000.0  # as for the places of GeoNames that ship


def place_of_geonames(row: Mapping[str, Any], *, day: str, region_named: RegionNamed) -> Place:
    """Read a row of GeoNames' JSON.

    Parameters
    ----------
    row
        The row; nothing in it is trusted.
    day
        Day of the answer, ISO 8601.
    region_named
        Names regions as the gazetteer does.

    Raises
    ------
    PlaceInvalid
        If it is no place with an id, a name and a position; all faults are listed.
    """
    number = number_in(row.get("geonameId"))
    if not (number > 0 and number.is_integer()):
        raise PlaceInvalid(
            "geonames:?", [f"its number {row.get('geonameId')!r}"[:100] + " is none"]
        )
    kind = _KINDS.get(str(row.get("fcl")), "other")
    if kind == "region" and str(row.get("fcode")).startswith(_COUNTRIES):
        kind = "country"
    feature = (text_in(row.get("fcodeName")) or "").lower()
    population = count_in(row.get("population"))
    country = (text_in(row.get("countryCode")) or "").upper() or None
    name = text_in(row.get("name")) or text_in(row.get("toponymName")) or ""
    other = text_in(row.get("toponymName"))
    part = text_in(table_in(row.get("adminCodes1")).get("ISO3166_2"))
    codes = [f"{country}-{part}"] if country and part else []
    settled = kind == "settlement"
    radius_m, basis = settlement_radius(feature, population) if settled else (None, None)
    return Place(
        id=f"geonames:{number:.0f}",
        name=name,
        kind=kind,
        lon=number_in(row.get("lng")),
        lat=number_in(row.get("lat")),
        precision_m=max(_POINT_M, precision_m(kind, feature=feature, population=population)),
        source=f"GeoNames {number:.0f}, {day}",
        names=(other,) if other and other != name else (),
        feature=feature,
        country=country,
        admin1=(
            None
            if kind == "country"
            else region_named(codes, text_in(row.get("adminName1")), country)
        ),
        population=population,
        radius_m=radius_m,
        radius_basis=basis,
        licence=LICENCE,
    )
