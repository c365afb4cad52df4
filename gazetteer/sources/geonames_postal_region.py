"""The first-level regions that postal-code files name, in whatever wording, as the gazetteer's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import shapely

from gazetteer.place import Place
from gazetteer.sources.geonames_postal_columns import Area
from gazetteer.sources.geonames_postal_rows import latin_name
from gazetteer.spelling import ROMANISED

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

PREFIX: Final = "postal:"
"""What ids of these places begin with."""
_LEAST_FIT: Final = 0.9
_BRACKETS: Final = re.compile(r"[()]")
_WORLD: Final = shapely.box(-180.0, -90.0, 180.0, 90.0)


class Regions:
    """Regions and settlements that a gazetteer knows, for the check of a file.

    Parameters
    ----------
    gazetteer
        An open gazetteer; None knows nothing.
    """

    def __init__(self, gazetteer: Gazetteer | None) -> None:
        self._gazetteer = gazetteer
        self._settlements: dict[tuple[str, str], tuple[Place, ...]] = {}
        self._trees: dict[str, tuple[shapely.STRtree, list[Area]]] = {}

    def area(self, country: str, admin1: str) -> Area:
        """Find the region that a row means.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code.
        admin1
            Name as it stands in the row: "Курская Область", "Sumska", "Башкортостан Республика".
        """
        found = self._region(country, admin1) if admin1 else None
        if found is None or self._gazetteer is None:
            return Area(country, latin_name(admin1, country))
        return self._drawn(found)

    def _drawn(self, region: Place) -> Area:
        if self._gazetteer is None:
            return Area(region.country or "", region.name, region.id)
        slack_m = self._gazetteer.outline_precision_m(region.id) or 0.0
        outline = self._gazetteer.geometry(region.id)
        return Area(region.country or "", region.name, region.id, outline, slack_m)

    def _region(self, country: str, admin1: str) -> Place | None:
        if self._gazetteer is None:
            return None
        *others, last = _BRACKETS.sub(" ", admin1).split() or [admin1]
        cities = self._gazetteer.find(admin1, kind="settlement", country=country)[:1]
        of_city = [f"City of {match.place.name}" for match in cities]
        for wording in (*of_city, admin1, f"{admin1} Oblast", " ".join([last, *others])):
            for match in self._gazetteer.find(wording, kind="region", country=country):
                if match.fit >= _LEAST_FIT and match.place.id.startswith(f"region:{country}-"):
                    return match.place
        return None

    def settlements(self, name: str, area: Area) -> tuple[Place, ...]:
        """List the settlements of a name in a region, other than those of postal files.

        Parameters
        ----------
        name
            Name in any script.
        area
            The region.
        """
        if self._gazetteer is None or not area.place_id:
            return ()
        key = (name, area.place_id)
        if key not in self._settlements:
            found = {
                match.place.id: match.place
                for text in dict.fromkeys((name, latin_name(name, area.country)))
                for match in self._gazetteer.find(text, kind="settlement", country=area.country)
                if match.fit >= ROMANISED and match.place.admin1 == area.name
            }
            self._settlements[key] = tuple(
                place for place_id, place in found.items() if not place_id.startswith(PREFIX)
            )
        return self._settlements[key]

    def holding(self, country: str, lon: float, lat: float) -> Area | None:
        """Find the region of a country that holds a point; None where none is known to.

        Parameters
        ----------
        country
            ISO 3166-1 alpha-2 code.
        lon, lat
            The point, degrees, WGS 84.
        """
        if self._gazetteer is None:
            return None
        if country not in self._trees:
            regions = self._gazetteer.within(_WORLD, kind="region")
            own = (region for region in regions if region.id.startswith(f"region:{country}-"))
            areas = list(map(self._drawn, own))
            outlines = [area.outline for area in areas if area.outline is not None]
            drawn = [area for area in areas if area.outline is not None]
            self._trees[country] = shapely.STRtree(outlines), drawn
        tree, areas = self._trees[country]
        held = tree.query(shapely.Point(lon, lat), predicate="intersects")
        return areas[int(held[0])] if len(held) else None
