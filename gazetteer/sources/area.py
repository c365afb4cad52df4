"""A country, region or district of another source: a row that refines what ships, or a new one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

from shapely.geometry.base import BaseGeometry

from gazetteer.names import fold, script_of
from gazetteer.place import Place
from gazetteer.ranking import bare_region
from gazetteer.records import Outline
from gazetteer.sources.naming import LONGEST_NAME, cleaned, named, romanised, slug
from gazetteer.sources.outline import figures_of_area, outline_of
from gazetteer.sources.regions import Regions, district_name

BARE_FIT: Final = 0.75
"""Fit of the name of a region or district without its type, which a town may have as well."""
_DISTRICT_WORD: Final = {"UA": "Raion", "BY": "Raion"}
_KIND_WORDS: Final = (" District", " Raion")


@dataclass(frozen=True, slots=True)
class Area:
    """What a source says of a country, region or district."""

    level: int
    """0 for a country, 1 for a first-level region, 2 for a district."""
    name: str
    """Its main name."""
    preferred: tuple[str, ...]
    """Names that come before it where they are in Latin letters."""
    others: tuple[str, ...]
    """Every other spelling."""
    country: str
    """ISO 3166-1 alpha-2 code."""
    code: str
    """Its code in the source, of ISO 3166-2 where there is one; "" for none."""
    shape: BaseGeometry
    """Its outline, valid, degrees, WGS 84."""
    precision_m: float
    """How far the outline may lie from the true one, metres, 95 %."""
    source: str
    """Where it is from, with its id there."""
    licence: str
    """SPDX expression."""
    admin1: str | None = None
    """Name of the region that a district lies in; None to find it."""
    feature: str = ""
    """The finer type, as the source says it."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """The row of an area."""

    place: Place
    """The row."""
    outline: Outline
    """Its outline."""
    fits: tuple[tuple[str, float], ...]
    """Its names without their type, with their fit."""
    long: int
    """Names left out for their length."""


def row_of(area: Area, regions: Regions) -> AreaRow:
    """Make the row of an area; it takes the id of the country or region that ships, if one does.

    Parameters
    ----------
    area
        What the source says.
    regions
        What ships.

    Raises
    ------
    RecordBroken
        If it has no name that can be written in Latin letters.
    PlaceInvalid
        If a value is out of range.
    """
    display, names, long = _named(area)
    shipped = _shipped(area, regions, (display, *names))
    figures = figures_of_area(area.shape)
    outline = outline_of(area.shape, precision_m=area.precision_m)
    known: tuple[str, ...] = ()
    if shipped is not None:
        names = (area.name, display, *names)
        display, known = shipped.name, shipped.names
    full, bare = _divided(area, (display, *known), names)
    base = shipped or Place(
        id=_new_id(area, display, regions, figures[:2]),
        name=display,
        kind="country" if area.level == 0 else "region",
        lon=figures.lon,
        lat=figures.lat,
        precision_m=0.0,
        source=area.source,
        feature=area.feature or ("country", "region", "district")[area.level],
        country=area.country,
        admin1=_admin1(area, display, regions, figures[:2]),
        admin2=district_of(area) if area.level == 2 else None,
    )
    place = dataclasses.replace(
        base,
        lon=figures.lon,
        lat=figures.lat,
        precision_m=outline.precision_m,
        source=area.source,
        names=(*known, *full),
        radius_m=figures.radius_m,
        radius_basis=figures.radius_basis,
        area_km2=figures.area_km2,
        bbox=figures.bbox,
        licence=area.licence,
    )
    return AreaRow(place, outline, _fits(place, bare, shipped, regions), long)


def district_of(area: Area) -> str | None:
    """Name a district as the rows of its places do: "Sudzhansky", by its Cyrillic name if known.

    Parameters
    ----------
    area
        A district.
    """
    every = [cleaned(name) for name in (area.name, *area.others, *area.preferred) if name]
    home = "uk" if area.country == "UA" else "ru"
    for name in every:
        if script_of(name) == "cyrillic" and _fits_language(name, home):
            latin = romanised(district_name(name), area.country)
            if latin:
                return latin
    display, _, _ = named(area.name, preferred=area.preferred, country=area.country)
    return district_name(display)


def _fits_language(name: str, home: str) -> bool:
    """Tell whether a Cyrillic name may be in the language of its country."""
    marks = set("іїєґ") if home == "ru" else set("ыэъё")
    return not marks & set(name.lower())


def _named(area: Area) -> tuple[str, tuple[str, ...], int]:
    if area.level != 2:
        return named(area.name, preferred=area.preferred, others=area.others, country=area.country)
    display, names, long = named(
        area.name, preferred=area.preferred, others=area.others, country=area.country
    )
    own = {cleaned(name) for name in (area.name, *area.preferred)}
    word = _DISTRICT_WORD.get(area.country, "District")
    if display not in own:  # romanised, and so is its type: Sudzhansky rayon
        bare = romanised(district_name(cleaned(area.name)), area.country)
        display = f"{bare} {word}" if bare else display
    stems = dict.fromkeys(filter(None, (district_of(area), district_name(display))))
    made = [stem + kind for stem in stems for kind in _KIND_WORDS]
    every = dict.fromkeys([*names, *made])
    return display, tuple(name for name in every if name != display), long


def _shipped(area: Area, regions: Regions, names: tuple[str, ...]) -> Place | None:
    if regions.gazetteer is None or area.level == 2:
        return None
    if area.level == 0:
        return regions.gazetteer.row(f"country:{area.country}")
    known = regions.by_code(area.code)
    if known is not None:
        return known
    found = regions.same_area(area.shape, country=area.country, names=names)
    return None if found is None else regions.gazetteer.row(found)


def _admin1(area: Area, display: str, regions: Regions, lonlat: tuple[float, float]) -> str | None:
    if area.level < 2:
        return display if area.level else None
    return area.admin1 or regions.around(*lonlat, country=area.country)[1]


def _new_id(area: Area, display: str, regions: Regions, lonlat: tuple[float, float]) -> str:
    """Make an id of a code, or else of the names of the area and of the region that it is in."""
    if area.level == 0:
        return f"country:{area.country}"
    kind = "region" if area.level == 1 else "district"
    code = cleaned(area.code).upper()
    if slug(code):
        bare = slug(code).upper()
        return f"{kind}:{bare if bare.startswith(area.country) else f'{area.country}-{bare}'}"
    own = slug(district_name(display)) or "unnamed"
    within = _admin1(area, display, regions, lonlat) if area.level == 2 else None
    known = regions.by_name(within, area.country) if within else None
    prefix = known.id.removeprefix("region:") if known else f"{area.country}"
    part = f"-{slug(within)}" if within and known is None else ""
    return f"{kind}:{prefix}{part}-{own}"


def _divided(
    area: Area, known: tuple[str, ...], names: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the new names that say what they name from those that a town may have as well."""
    every = [name for name in dict.fromkeys(map(cleaned, names)) if name and name not in known]
    kept = [name for name in every if len(name) <= LONGEST_NAME]
    if area.level == 0:
        return tuple(kept), ()
    typed = [name for name in kept if _says_its_type(name)]
    return tuple(typed), tuple(name for name in kept if name not in typed)


def _says_its_type(name: str) -> bool:
    """Tell whether a name holds a word such as Oblast; a Cyrillic one counts with two words."""
    if script_of(name) == "cyrillic":
        return " " in name
    return bare_region(name) != fold(name) or district_name(name) != name or " " in name


def _fits(
    place: Place, bare: tuple[str, ...], shipped: Place | None, regions: Regions
) -> tuple[tuple[str, float], ...]:
    """Give bare names their fit: that of the row that ships, which this row takes the place of."""
    fits = dict.fromkeys(bare, BARE_FIT)
    if shipped is not None and regions.gazetteer is not None:
        kept = {fold(name): name for name in shipped.names}
        for name in (shipped.name, *shipped.names):
            for match in regions.gazetteer.find(bare_region(name), country=place.country):
                if match.place.id == shipped.id and fold(match.spelling) not in kept:
                    fits[match.spelling] = match.fit
    return tuple(sorted((name, fit) for name, fit in fits.items() if name != place.name))
