"""Which country and region a record belongs to, as the gazetteer that ships names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import shortened
from gazetteer.names import fold, script_of
from gazetteer.place import Place
from gazetteer.ranking import bare_region
from gazetteer.sources.codes import ALPHA_2, BY_THREE
from gazetteer.sources.naming import LONGEST_NAME, RecordBroken, cleaned, romanised
from gazetteer.store import Gazetteer

SAME_AREA: Final = 0.8
"""Share of the common area from which on two outlines are one region, whatever their names."""
SAME_NAMED_AREA: Final = 0.5
"""The same for two that share a name."""
_WORLD: Final = shapely.box(-180, -90, 180, 90)
_REACH_DEG: Final = 0.05
"""How far outside the outlines that ship a point may lie: coasts and borders are drawn roughly."""
_ROUGH_DEG: Final = 0.1
_CODE: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_TYPE_WORD: Final = re.compile(
    r"(?:^|(?<=\s))(?:raion|rayon|district|municipality|municipal|okrug|районы?|раён|"
    r"муниципальный|городской|округ)(?=\s|$)",
    re.IGNORECASE,
)


class AreaIndex:
    """Areas, to be asked which of them holds a point.

    Parameters
    ----------
    shapes
        Polygons, longitude and latitude in degrees, WGS 84.
    """

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self._shapes = np.array(shapes, dtype=object)
        self._tree = shapely.STRtree(self._shapes)
        shapely.prepare(self._shapes)

    def holding(self, lon: float, lat: float) -> list[int]:
        """List the numbers of the areas that hold a point in degrees, WGS 84, in their order."""
        if not len(self._shapes):
            return []
        near = np.sort(self._tree.query(shapely.Point(lon, lat)))
        if not len(near):
            return []
        return [int(i) for i in near[shapely.intersects_xy(self._shapes[near], lon, lat)]]

    def shape(self, number: int) -> BaseGeometry:
        """Give an area by its number."""
        shape: BaseGeometry = self._shapes[number]
        return shape

    def touching(self, outline: BaseGeometry) -> list[int]:
        """List the numbers of the areas whose box meets that of an outline."""
        return [int(i) for i in np.sort(self._tree.query(outline))]

    def nearest(self, lon: float, lat: float, *, within_deg: float) -> int | None:
        """Find the area nearest to a point, no farther than `within_deg` degrees."""
        if not len(self._shapes):
            return None
        point = shapely.Point(lon, lat)
        near = np.sort(self._tree.query(point, predicate="dwithin", distance=within_deg))
        if not len(near):
            return None
        away = shapely.distance(self._shapes[near], point)
        return int(near[int(away.argmin())])


class Regions:
    """Countries and first-level regions of a gazetteer, for the records of a source.

    Parameters
    ----------
    gazetteer
        The open gazetteer; without one nothing is known but the codes of countries.
    """

    def __init__(self, gazetteer: Gazetteer | None) -> None:
        self.gazetteer = gazetteer
        self._named: dict[tuple[str, str], Place | None] = {}
        self._countries: dict[str, str | None] = {}

    @property
    def described(self) -> str:
        """What the regions come from, for the options of a source."""
        if self.gazetteer is None:
            return ""
        return f"regions by gazetteer {self.gazetteer.content_hash()[:12]}"

    def country_code(self, text: str) -> str:
        """Read a country: its code of two or three letters, or its name.

        Parameters
        ----------
        text
            "UA", "UKR" or "Ukraine"; names need a gazetteer.

        Returns
        -------
        str
            ISO 3166-1 alpha-2 code.

        Raises
        ------
        RecordBroken
            If no country has this code or name.
        """
        text = cleaned(text)
        code = text.upper()
        if code in ALPHA_2:
            return code
        if code in BY_THREE:
            return BY_THREE[code]
        if text not in self._countries:
            found = self.gazetteer.find(text, kind="country") if self.gazetteer else ()
            self._countries[text] = found[0].place.country if found else None
        known = self._countries[text]
        if known is None:
            raise RecordBroken(
                f"{shortened(text)} is no country; give its code of two letters, such as UA"
            )
        return known

    def by_code(self, code: str) -> Place | None:
        """Find a region by its code of ISO 3166-2, "RU-KRS"; None where it does not ship."""
        if self.gazetteer is None or not _CODE.fullmatch(code.strip().upper()):
            return None
        return self.gazetteer.row(f"region:{code.strip().upper()}")

    def by_name(self, name: str, country: str | None) -> Place | None:
        """Find a region by its name in any spelling, with or without its type.

        Parameters
        ----------
        name
            "Kursk Oblast", "Kursk", "Курская область".
        country
            ISO 3166-1 alpha-2 code; None finds nothing, since names of regions recur.
        """
        if self.gazetteer is None or country is None or not name:
            return None
        key = (fold(name), country)
        if key not in self._named:
            latin = romanised(name, country) if script_of(name) == "cyrillic" else None
            tried = dict.fromkeys(filter(None, (name, latin)))
            found = (match for text in tried for match in self._regions_called(text, country))
            bare = (country, bare_region(latin or name))
            self._named[key] = next(found, None) or self._bare_names.get(bare)
        return self._named[key]

    @cached_property
    def _bare_names(self) -> dict[tuple[str | None, str], Place | None]:
        """Regions by country and name without its type; None where two have the name."""
        known: dict[tuple[str | None, str], Place | None] = {}
        for place in self.gazetteer.within(_WORLD, kind="region") if self.gazetteer else ():
            keys = {bare_region(name) for name in (place.name, *place.names)}
            for key in keys if place.admin1 == place.name else ():
                other = known.setdefault((place.country, key), place)
                if other is not place:
                    known[place.country, key] = None
        return known

    def _regions_called(self, name: str, country: str) -> list[Place]:
        """List the first-level regions of a country that have a name."""
        matches = (
            self.gazetteer.find(name, kind="region", country=country) if self.gazetteer else ()
        )
        return [match.place for match in matches if match.place.admin1 == match.place.name]

    def region_name(self, text: str, country: str | None) -> str | None:
        """Give a region the English name that the gazetteer knows it by.

        Parameters
        ----------
        text
            A name or a code of ISO 3166-2; "" for none.
        country
            ISO 3166-1 alpha-2 code.

        Returns
        -------
        str or None
            The name that ships; where none does, the text in Latin letters, or None if there is
            no way to write it in them.
        """
        text = cleaned(text)[:LONGEST_NAME]
        known = self.by_code(text) or self.by_name(text, country)
        if known is not None:
            return known.name
        if not text or script_of(text) == "latin":
            return text or None
        return romanised(text, country) if script_of(text) == "cyrillic" else None

    def district(self, text: str, country: str | None) -> str | None:
        """Give a district its name in Latin letters, without the word that says it is one.

        Parameters
        ----------
        text
            "Sudzhansky District", "Суджанский район"; "" for none.
        country
            ISO 3166-1 alpha-2 code.

        Returns
        -------
        str or None
            None where there is no way to write it in Latin letters.
        """
        bare = district_name(cleaned(text)[:LONGEST_NAME])
        if script_of(bare) == "cyrillic":
            return romanised(bare, country)
        return bare if script_of(bare) == "latin" else None

    def around(
        self, lon: float, lat: float, *, country: str | None = None
    ) -> tuple[str | None, str | None]:
        """Find the country and region that hold a point, or are within 0.05 degrees of it.

        Parameters
        ----------
        lon, lat
            The point, degrees, WGS 84.
        country
            ISO 3166-1 alpha-2 code where it is known; a region of another country is not given.

        Returns
        -------
        tuple
            Code of the country and English name of the region, each None where unknown.
        """
        states, state_index = self._states
        held = state_index.holding(lon, lat)
        near = held[0] if held else state_index.nearest(lon, lat, within_deg=_REACH_DEG)
        code = country or (None if near is None else states[near].country)
        regions, index = self._regions
        for number in index.holding(lon, lat):
            if regions[number].country == code:
                return code, regions[number].name
        found = index.nearest(lon, lat, within_deg=_REACH_DEG)
        if found is not None and regions[found].country == code:
            return code, regions[found].name
        return code, None

    def in_country(self, lon: float, lat: float, country: str) -> bool:
        """Tell whether a point lies in the extent of a country; False where it is unknown.

        Parameters
        ----------
        lon, lat
            Any numbers, degrees, WGS 84.
        country
            ISO 3166-1 alpha-2 code.
        """
        place = self.gazetteer.row(f"country:{country}") if self.gazetteer else None
        if place is None or place.bbox is None:
            return False
        west, south, east, north = place.bbox
        return west - 1 <= lon <= east + 1 and south - 1 <= lat <= north + 1

    def other_owner(self, lon: float, lat: float, country: str) -> str | None:
        """Find the country that ground belongs to where the gazetteer gives it to another one.

        Parameters
        ----------
        lon, lat
            The point, degrees, WGS 84.
        country
            The country that a source names, ISO 3166-1 alpha-2.

        Returns
        -------
        str or None
            None where the gazetteer agrees, or the point is within 0.1 degrees of the country,
            so that the roughness of its outline explains the difference.
        """
        code, _ = self.around(lon, lat)
        shape = self.gazetteer.geometry(f"country:{country}") if self.gazetteer else None
        if code in (None, country) or shape is None:
            return None
        return code if shape.distance(shapely.Point(lon, lat)) > _ROUGH_DEG else None

    def same_area(self, outline: BaseGeometry, *, country: str, names: Sequence[str]) -> str | None:
        """Find the region that ships and is the same as an outline of another source.

        Parameters
        ----------
        outline
            A valid polygon, degrees, WGS 84.
        country
            ISO 3166-1 alpha-2 code.
        names
            Its names in the other source.

        Returns
        -------
        str or None
            The region's id: they share a name and half of their common area, or, whatever their
            names, four fifths of it. A region of which no outline ships counts if it shares a
            name and its centre lies inside.
        """
        listed, index = self._regions
        keys = {bare_region(name) for name in names if name}
        best: tuple[float, str] | None = None
        for number in index.touching(outline):
            place = listed[number]
            if place.country != country:
                continue
            share = _common_share(outline, index.shape(number))
            named = bool(keys & {bare_region(name) for name in (place.name, *place.names)})
            if share >= (SAME_NAMED_AREA if named else SAME_AREA):
                best = max(best or (0.0, ""), (share, place.id))
        if best is not None:
            return best[1]
        for name in names:
            place_ = self.by_name(name, country)
            if place_ is None or self.gazetteer is None or self.gazetteer.geometry(place_.id):
                continue
            if shapely.intersects_xy(outline, place_.lon, place_.lat):
                return place_.id
        return None

    @cached_property
    def _states(self) -> tuple[list[Place], AreaIndex]:
        return self._outlined("country")

    @cached_property
    def _regions(self) -> tuple[list[Place], AreaIndex]:
        return self._outlined("region")

    def _outlined(self, kind: str) -> tuple[list[Place], AreaIndex]:
        """List the places of a kind with an outline, first-level regions alone."""
        if self.gazetteer is None:
            return [], AreaIndex([])
        every = self.gazetteer.within(_WORLD, kind=kind)
        pairs = [
            (place, shape)
            for place in every
            if (kind == "country" or place.admin1 == place.name)
            and (shape := self.gazetteer.geometry(place.id)) is not None
        ]
        return [place for place, _ in pairs], AreaIndex([shape for _, shape in pairs])


def _common_share(one: BaseGeometry, other: BaseGeometry) -> float:
    """Area that two outlines share, as a part of what both cover together."""
    shared = one.intersection(other).area
    return float(shared / (one.area + other.area - shared)) if shared else 0.0


def district_name(name: str) -> str:
    """Name a district without the word that says it is one: Sudzhansky District is Sudzhansky.

    Parameters
    ----------
    name
        Its name in Latin letters or in Cyrillic.

    Examples
    --------
    >>> district_name("Sudzhansky District"), district_name("Суджанский район")
    ('Sudzhansky', 'Суджанский')
    """
    return " ".join(_TYPE_WORD.sub(" ", name).split()) or name
