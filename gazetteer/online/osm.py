"""Places from answers of Nominatim and Photon, which both hold OpenStreetMap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gazetteer.errors import PlaceInvalid
from gazetteer.extent import settlement_radius
from gazetteer.names import script_of
from gazetteer.online.exactness import Box, precision_m
from gazetteer.online.region_names import RegionNamed
from gazetteer.online.values import box_in, count_in, four_in, number_in, table_in, text_in
from gazetteer.place import Kind, Place
from gazetteer.romanise import romanise_russian, romanise_ukrainian

LICENCE: Final = "ODbL-1.0"

_ELEMENTS: Final = {
    "node": "node", "way": "way", "relation": "relation", "N": "node", "W": "way", "R": "relation",
}  # fmt: skip
_SETTLEMENTS: Final = frozenset(
    "city town village hamlet isolated_dwelling farm borough suburb quarter neighbourhood "
    "allotments".split()
)
_REGIONS: Final = frozenset("state region province district county municipality".split())
_WATERS: Final = frozenset(
    "water bay strait spring wetland sea ocean river canal stream reservoir lake".split()
)
_NO_NUMBER: Final = 2**53
_COUNTRY_RANK: Final = 4  # Nominatim's `place_rank` of a country: twice the level of its boundary
# The languages in which reports from the wars of our time write names.
_LANGUAGES: Final = ("en", "ru", "uk", "be", "de", "fr", "es", "pl", "ro", "ar", "he", "fa", "tr")
_NAME_KEYS: Final = ("name", "int_name", "official_name", "alt_name", "old_name", "short_name")
_DISTRICT_WORD: Final = re.compile(r"\s+(district|raion|rayon)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """What either service says of one thing on the map."""

    element: object
    """node, way or relation; N, W or R."""
    number: object
    """Its number there."""
    key: str
    """The key of its main tag: place, boundary, waterway."""
    value: str
    """The value of its main tag: village, administrative, river."""
    level: str
    """What it counts as in an address: city, state, county."""
    lon: float
    """Degrees, WGS 84."""
    lat: float
    """Degrees, WGS 84."""
    names: tuple[str, ...]
    """The name in English or as it is best known, then others."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    region: str | None
    """Name of its first-level region."""
    codes: tuple[str, ...] = ()
    """ISO 3166-2 codes of the regions around it, the largest first."""
    district: str | None = None
    """Name of its second-level district."""
    population: int | None = None
    """Inhabitants."""
    box: Box | None = None
    """Its extent; None for a point."""
    rank: float = 99.0
    """Nominatim's rank: 4 for a country, growing to 30 for a house."""


def place_of_nominatim(row: Mapping[str, Any], *, day: str, region_named: RegionNamed) -> Place:
    """Read a row of Nominatim's JSON, with address, name and further details.

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
    address, tags = table_in(row.get("address")), table_in(row.get("extratags"))
    spellings = _spellings(table_in(row.get("namedetails")))
    address_line = row.get("display_name")
    first_part = address_line.partition(",")[0] if isinstance(address_line, str) else None
    shown = text_in(row.get("name")) or text_in(first_part)
    south, north, west, east = four_in(row.get("boundingbox"))
    found = _Found(
        element=row.get("osm_type"),
        number=row.get("osm_id"),
        key=text_in(row.get("class")) or text_in(row.get("category")) or "",
        value=text_in(row.get("type")) or "",
        level=text_in(tags.get("linked_place")) or text_in(row.get("addresstype")) or "",
        lon=number_in(row.get("lon")),
        lat=number_in(row.get("lat")),
        names=_unique([spellings.pop("name:en", None), shown, *spellings.values()]),
        country=_country(address.get("country_code")),
        region=_first(address, "state", "region", "province"),
        codes=_unique(
            text_in(address[key]) for key in sorted(address) if str(key).startswith("ISO3166-2-lvl")
        ),
        district=_first(address, "county", "state_district", "district", "municipality"),
        population=count_in(tags.get("population")),
        # The box around a point is made up by the service.
        box=None if row.get("osm_type") == "node" else box_in(west, south, east, north),
        rank=number_in(row.get("place_rank")),
    )
    return _place(found, by="Nominatim", day=day, region_named=region_named)


def place_of_photon(row: Mapping[str, Any], *, day: str, region_named: RegionNamed) -> Place:
    """Read a feature of Photon's GeoJSON.

    Parameters
    ----------
    row
        The feature; nothing in it is trusted.
    day
        Day of the answer, ISO 8601.
    region_named
        Names regions as the gazetteer does.

    Raises
    ------
    PlaceInvalid
        If it is no place with an id, a name and a position; all faults are listed.
    """
    facts = table_in(row.get("properties"))
    point = table_in(row.get("geometry")).get("coordinates")
    lon, lat = point if isinstance(point, list) and len(point) == 2 else (None, None)
    west, north, east, south = four_in(facts.get("extent"))
    found = _Found(
        element=facts.get("osm_type"),
        number=facts.get("osm_id"),
        key=text_in(facts.get("osm_key")) or "",
        value=text_in(facts.get("osm_value")) or "",
        level=text_in(facts.get("type")) or "",
        lon=number_in(lon),
        lat=number_in(lat),
        names=_unique([text_in(facts.get("name"))]),
        country=_country(facts.get("countrycode")),
        region=text_in(facts.get("state")),
        district=text_in(facts.get("county")),
        box=box_in(west, south, east, north),
    )
    return _place(found, by="Photon", day=day, region_named=region_named)


def _place(found: _Found, *, by: str, day: str, region_named: RegionNamed) -> Place:
    element = _ELEMENTS.get(str(found.element))
    number = number_in(found.number)
    if element is None or not (0 < number < _NO_NUMBER and number.is_integer()):
        raise PlaceInvalid("osm:?", ["it is no node, way or relation with a number"])
    kind, feature = _kind(found), _feature(found)
    country = found.country
    latin = _latin(found.names[0] if found.names else "", country)
    settled = kind == "settlement"
    radius_m, basis = settlement_radius(feature, found.population) if settled else (None, None)
    return Place(
        id=f"osm:{element}/{number:.0f}",
        name=latin,
        kind=kind,
        lon=found.lon,
        lat=found.lat,
        precision_m=precision_m(kind, feature=feature, population=found.population, box=found.box),
        source=f"OpenStreetMap {element} {number:.0f} by {by}, {day}",
        names=tuple(spelling for spelling in found.names if spelling != latin),
        feature=feature,
        country=country,
        admin1=None if kind == "country" else region_named(found.codes, found.region, country),
        admin2=_district(found.district, country),
        population=found.population,
        radius_m=radius_m,
        radius_basis=basis,
        bbox=found.box if kind in ("region", "country") else None,
        licence=LICENCE,
    )


def _kind(found: _Found) -> Kind:
    """Tell what it is, from its main tag and from what it counts as in an address."""
    if found.key == "waterway" or (found.key in ("natural", "place") and found.value in _WATERS):
        return "water"
    if found.key == "highway":
        return "road"
    boundary = found.key == "boundary" and found.value == "administrative"
    if not boundary and found.key != "place":
        return "other"
    # The boundary of a city counts as the city; that of a district stays a region.
    word = found.level if boundary else found.value
    if word == "country" or (boundary and found.rank <= _COUNTRY_RANK):
        return "country"
    if word in _SETTLEMENTS:
        return "settlement"
    return "region" if boundary or word in _REGIONS else "other"


def _feature(found: _Found) -> str:
    word = found.level if found.key == "boundary" and found.level else found.value
    return word.replace("_", " ")


def _spellings(details: Mapping[str, Any]) -> dict[str, str]:
    """Choose the spellings that reports use, by the key of their tag."""
    chosen: dict[str, str] = {}
    for key in _NAME_KEYS:
        for tag in (key, *(f"{key}:{language}" for language in _LANGUAGES)):
            value = details.get(tag)
            for n, part in enumerate(value.split(";") if isinstance(value, str) else ()):
                spelling = text_in(part)
                if spelling:
                    chosen[f"{tag};{n}" if n else tag] = spelling
    return chosen


def _unique(spellings: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, spellings)))


def _first(address: Mapping[str, Any], *keys: str) -> str | None:
    return next((value for key in keys if (value := text_in(address.get(key)))), None)


def _country(code: object) -> str | None:
    text = text_in(code) or ""
    return text.upper() if len(text) == 2 and text.isascii() and text.isalpha() else None


def _latin(name: str, country: str | None) -> str:
    """Write a Cyrillic name in Latin letters; other scripts stay as they are."""
    if script_of(name) != "cyrillic":
        return name
    return romanise_ukrainian(name) if country == "UA" else romanise_russian(name)


def _district(name: str | None, country: str | None) -> str | None:
    """Name a district as the gazetteer does: Sudzhansky, not Sudzhansky District."""
    return None if name is None else _DISTRICT_WORD.sub("", _latin(name, country)) or None
