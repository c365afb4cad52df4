"""Administrative boundaries of OpenStreetMap: regions and districts, and where points lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceInvalid
from gazetteer.sources.area import Area, AreaRow, row_of
from gazetteer.sources.codes import ALPHA_2
from gazetteer.sources.gather import Found, LeftOut, Outcome, rejected
from gazetteer.sources.naming import TOO_LONG, RecordBroken
from gazetteer.sources.osm_areas import PRECISION_M, Incomplete, Ways, is_settlement, outline_ways
from gazetteer.sources.osm_file import Thing
from gazetteer.sources.osm_names import SETTLEMENTS, names_of
from gazetteer.sources.regions import AreaIndex, Regions

LICENCE: Final = "ODbL-1.0"
OTHER_LEVELS: Final = "administrative boundaries of other levels"
PARTIAL: Final = "boundaries of which the file holds a part alone"
NAMELESS: Final = "places and boundaries without a name"
COUNTRIES: Final = "countries: their outlines ship"
SETTLED: Final = "boundaries of a settlement that is a place of its own"
DISPUTED: Final = "boundaries on ground that the gazetteer gives another country"


@dataclass(frozen=True, slots=True)
class Levels:
    """Which `admin_level` is what."""

    region: int = 4
    """That of first-level regions."""
    district: int = 6
    """That of districts."""
    countries: bool = False
    """Whether countries become rows as well."""

    def of(self, tags: Mapping[str, str], regions: Regions) -> int | None:
        """Tell the level of a boundary: 0 country, 1 region, 2 district, None for others.

        Parameters
        ----------
        tags
            Its tags; a code of ISO 3166-2 that ships makes it a region, whatever its level.
        regions
            What ships.
        """
        level = tags.get("admin_level", "").strip()
        if level == "2":
            return 0
        if level == str(self.region) or regions.by_code(tags.get("ISO3166-2", "")):
            return 1
        return 2 if level == str(self.district) else None


class Whereabouts(NamedTuple):
    """In which areas a point lies."""

    country: str | None
    """ISO 3166-1 alpha-2 code."""
    admin1: str | None
    """English name of the region."""
    admin2: str | None
    """Name of the district."""


class AdminAreas:
    """The administrative areas of one file.

    Parameters
    ----------
    levels
        Which level is what.
    regions
        What ships.
    country
        ISO 3166-1 alpha-2 code where nothing else says the country.
    """

    def __init__(self, levels: Levels, regions: Regions, country: str | None) -> None:
        self._levels = levels
        self._regions = regions
        self._usual = country
        self._shapes: tuple[list[BaseGeometry], ...] = ([], [], [])
        self._rows: tuple[list[AreaRow | str], ...] = ([], [], [])
        self._indices: list[AreaIndex] = [AreaIndex([])] * 3

    def outcomes(
        self, relations: Sequence[Thing], ways: Ways, centres: Mapping[int, Mapping[str, str]]
    ) -> Iterator[Outcome]:
        """Make the rows of boundaries, the widest first, and keep them for `around`.

        Parameters
        ----------
        relations
            The boundaries of the wanted levels.
        ways
            Their ways.
        centres
            Tags of the nodes at their centres.
        """
        for level in (0, 1, 2):
            own = [r for r in relations if self._levels.of(r.tags, self._regions) == level]
            for relation in sorted(own, key=lambda thing: thing.id):
                yield self._outcome(relation, level, ways, centres)
            self._indices[level] = AreaIndex(self._shapes[level])

    def around(self, lon: float, lat: float) -> Whereabouts:
        """Find the areas that hold a point: of the file first, then of what ships.

        Parameters
        ----------
        lon, lat
            The point, degrees, WGS 84.
        """
        region, district = (self._holding(level, lon, lat) for level in (1, 2))
        admin2 = district.place.admin2 if isinstance(district, AreaRow) else None
        known = region or district
        if isinstance(known, AreaRow):
            return Whereabouts(known.place.country, known.place.admin1, admin2)
        country = self._country_at(lon, lat)
        code, admin1 = self._regions.around(lon, lat, country=country)
        return Whereabouts(code, admin1, admin2)

    def _holding(self, level: int, lon: float, lat: float) -> AreaRow | str | None:
        held = self._indices[level].holding(lon, lat)
        return self._rows[level][held[0]] if held else None

    def _country_at(self, lon: float, lat: float) -> str | None:
        found = self._holding(0, lon, lat)
        if isinstance(found, str):
            return self._regions.other_owner(lon, lat, found) or found
        return self._regions.around(lon, lat)[0] or self._usual

    def _outcome(
        self,
        relation: Thing,
        level: int,
        ways: Ways,
        centres: Mapping[int, Mapping[str, str]],
    ) -> Outcome:
        where = f"relation {relation.id}"
        written = str(dict(relation.tags))
        if not names_of(relation.tags).main:
            return LeftOut(NAMELESS)
        try:
            shape, fault = ways.area(outline_ways(relation))
            area = self._area(relation, level, shape, fault)
            if area is None:
                return LeftOut(DISPUTED)
            row = row_of(area, self._regions)
        except Incomplete:
            return LeftOut(PARTIAL)
        except (RecordBroken, PlaceInvalid) as error:
            reason = "; ".join(error.faults) if isinstance(error, PlaceInvalid) else str(error)
            return rejected(where, reason, written)
        self._shapes[level].append(shape)
        self._rows[level].append(row if level else area.country)
        if level == 0 and not self._levels.countries:
            return LeftOut(COUNTRIES)
        if level == 2 and (
            relation.tags.get("place") in SETTLEMENTS or is_settlement(relation, centres)
        ):
            return LeftOut(SETTLED)
        left_out = (TOO_LONG,) * row.long
        return Found(row.place, where, written, row.outline, row.fits, left_out)

    def _area(self, relation: Thing, level: int, shape: BaseGeometry, fault: str) -> Area | None:
        tags = relation.tags
        point = shape.representative_point()
        code = tags.get("ISO3166-2", "").strip().upper()
        stated = code[:2] if level else tags.get("ISO3166-1:alpha2", tags.get("ISO3166-1", ""))
        country: str | None = stated.strip().upper()
        around = self.around(point.x, point.y) if level == 2 else None
        if country not in ALPHA_2:
            country = around.country if around else self._country_at(point.x, point.y)
        if country is None:
            raise RecordBroken("its country is not known; say it for the file as a whole")
        if level and self._regions.other_owner(point.x, point.y, country):
            return None
        names = names_of(tags)
        return Area(
            level=level,
            name=names.main,
            preferred=names.preferred,
            others=names.others,
            country=country,
            code=code if level == 1 else "",
            shape=shape,
            precision_m=PRECISION_M,
            source=f"OpenStreetMap relation {relation.id}"
            + (f"; outline repaired ({fault})" if fault else ""),
            licence=LICENCE,
            admin1=around.admin1 if around else None,
        )
