"""Places from an OpenStreetMap extract: settlements, regions and districts, and waters if asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gazetteer.errors import SourceUnreadable
from gazetteer.sources.gather import Found, LeftOut, Outcome, in_batches
from gazetteer.sources.naming import RecordBroken, cleaned
from gazetteer.sources.osm_areas import centre_nodes, outline_ways, read_ways
from gazetteer.sources.osm_boundaries import LICENCE, OTHER_LEVELS, AdminAreas, Levels
from gazetteer.sources.osm_file import OsmFile, Thing
from gazetteer.sources.osm_names import SETTLEMENTS
from gazetteer.sources.osm_settlements import Settlements
from gazetteer.sources.osm_waters import WATER_TAGS, Waters, water_ways
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Batch, modified_day
from gazetteer.store import Gazetteer

TWICE: Final = "objects that an earlier file holds too"
_PLACE_TAGS: Final = tuple(("place", value) for value in SETTLEMENTS)
_BOUNDARY: Final = ("boundary", "administrative")


@dataclass(slots=True)
class _Relations:
    """The relations of a file that are wanted."""

    boundaries: list[Thing]
    areas: list[Thing]
    waters: list[Thing]
    others: int
    """Boundaries of levels that are not wanted."""


class OsmExtract:
    """The places of OpenStreetMap extracts (.osm.pbf, .osm, .osm.bz2), read with pyosmium.

    Place nodes become settlements, administrative boundaries regions and districts with an
    outline; a region that ships keeps its id. A settlement that is mapped as a node and as an
    area or boundary is one place, where its node is. A node is taken to be 500 m off the centre
    at most, in a big city a quarter of its radius; outlines 300 m. Boundaries of coastal areas
    reach into the sea, as OpenStreetMap draws them. Where a boundary gives ground to another
    country than the gazetteer does, the gazetteer's view stays.

    The file is read several times, and only what is needed of it is held: for a big country some
    400 MB.

    Parameters
    ----------
    paths
        Extracts.
    region_level, district_level
        `admin_level` of regions and districts: 4 and 6 in Russia, Ukraine and Belarus. A boundary
        with a code of ISO 3166-2 that ships is a region whatever its level.
    country
        ISO 3166-1 alpha-2 code where neither boundaries nor the gazetteer say the country.
    localities
        Whether places without inhabitants (`place=locality`) become rows of kind "other".
    quarters
        Whether suburbs, quarters and neighbourhoods become rows.
    waters
        Whether rivers and named lakes become rows.
    countries
        Whether the outlines of countries replace those that ship.
    name
        Name of the source; by default "osm" and the name of the first file.
    date
        Day of the data, ISO 8601; by default that in the file, else of its last change.
    gazetteer
        What ships.

    Raises
    ------
    SourceUnreadable
        If pyosmium is not installed, or a file is missing, damaged or of another format.
    """

    licence = LICENCE
    credit = "OpenStreetMap contributors"

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        region_level: int = 4,
        district_level: int = 6,
        country: str | None = None,
        localities: bool = False,
        quarters: bool = False,
        waters: bool = False,
        countries: bool = False,
        name: str | None = None,
        date: str | None = None,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        if not paths:
            raise SourceUnreadable("OpenStreetMap", "no file is named; name one or more")
        self.paths = tuple(paths)
        self._files = [OsmFile(path) for path in self.paths]
        self._regions = Regions(gazetteer)
        self._levels = Levels(region_level, district_level, countries)
        self._localities, self._quarters, self._waters = localities, quarters, waters
        try:
            self._country = self._regions.country_code(country) if country else None
        except RecordBroken as error:
            raise SourceUnreadable(str(self.paths[0]), str(error)) from error
        self.name = cleaned(name or f"osm {self.paths[0].name.partition('.')[0]}")
        days = [file.day or modified_day(file.path) for file in self._files]
        self.date = date or max(days)
        self.size = sum(file.size for file in self._files)
        wanted = {
            "localities": localities, "quarters": quarters, "waters": waters,
            "countries": countries,
        }  # fmt: skip
        parts = (
            f"regions of level {region_level}, districts of level {district_level}",
            *(what for what, is_wanted in wanted.items() if is_wanted),
            *((f"country {self._country}",) if self._country else ()),
            *filter(None, (self._regions.described,)),
        )
        self.options = "; ".join(parts)

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the places, behind the first `start` objects.

        Nothing comes before the boundaries are read, which takes more than half of the time;
        that holds for a resumed read as well.

        Parameters
        ----------
        start
            The `position` of the last batch that is already kept.

        Yields
        ------
        Batch
            Counted in bytes of the files, told by the numbers of the nodes, which ascend.
        """
        done = [0]
        return in_batches(self._outcomes(done), start=start, done=lambda: done[0])

    def _outcomes(self, done: list[int]) -> Iterator[Outcome]:
        seen: set[int] = set()
        for number, file in enumerate(self._files):
            for outcome in self._of_file(file, done):
                if isinstance(outcome, Found) and len(self._files) > 1:
                    mark = hash(outcome.where)
                    if mark in seen:
                        yield LeftOut(TWICE)
                        continue
                    seen.add(mark)
                yield outcome
            done[0] = sum(file.size for file in self._files[: number + 1])

    def _of_file(self, file: OsmFile, done: list[int]) -> Iterator[Outcome]:
        relations = self._relations(file)
        for _ in range(relations.others):
            yield LeftOut(OTHER_LEVELS)
        areas = {way.id: way for way in file.tagged("way", _PLACE_TAGS)}
        wet = {way.id: way for way in water_ways(file)} if self._waters else {}
        outlined = [*relations.boundaries, *relations.areas, *relations.waters]
        ways = read_ways(
            file,
            {way for relation in outlined for way in outline_ways(relation)}
            | {ref for thing in relations.waters for kind, ref, _ in thing.members if kind == "w"},
            also={way.id: way.nodes for way in (*areas.values(), *wet.values())},
            tags_of={node for relation in outlined for node in centre_nodes(relation)},
        )
        admin = AdminAreas(self._levels, self._regions, self._country)
        yield from admin.outcomes(relations.boundaries, ways, ways.locations.tags)
        settlements = Settlements(admin, localities=self._localities, quarters=self._quarters)
        settlements.add_areas([*relations.areas, *areas.values()], ways)
        waters = Waters(admin, [*relations.waters, *wet.values()], ways)
        before = done[0]
        done[0] = before + file.size // 2
        last = int(ways.locations.ids[-1]) if len(ways.locations.ids) else 0
        for node in file.tagged("node", [("place", "*")]):
            if 0 < node.id <= last:
                share = 0.5 + 0.4 * node.id / last
                done[0] = max(done[0], before + int(share * file.size))
            yield settlements.of_node(node)
        yield from settlements.of_areas()
        yield from waters.outcomes()

    def _relations(self, file: OsmFile) -> _Relations:
        found = _Relations([], [], [], 0)
        wanted = [_BOUNDARY, *_PLACE_TAGS, *(WATER_TAGS if self._waters else ())]
        for relation in file.tagged("relation", wanted):
            tags = relation.tags
            if tags.get("boundary") == "administrative":
                if self._levels.of(tags, self._regions) is not None:
                    found.boundaries.append(relation)
                else:
                    found.others += 1
            if tags.get("place") in SETTLEMENTS:
                found.areas.append(relation)
            if "name" in tags and any(tags.get(key) == value for key, value in WATER_TAGS):
                found.waters.append(relation)
        return found
