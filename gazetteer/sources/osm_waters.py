"""Rivers and named lakes of OpenStreetMap; the ways of one river are one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceInvalid
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.sources.gather import Found, LeftOut, Outcome, rejected
from gazetteer.sources.naming import TOO_LONG, RecordBroken, named
from gazetteer.sources.osm_areas import Incomplete, Ways, outline_ways
from gazetteer.sources.osm_boundaries import LICENCE, PARTIAL, AdminAreas
from gazetteer.sources.osm_file import OsmFile, Thing
from gazetteer.sources.osm_names import names_of
from gazetteer.sources.outline import Figures, figures_of_area, figures_of_line

WATER_TAGS: Final = (("waterway", "river"), ("natural", "water"))
LAKE_PRECISION_M: Final = 500.0
RIVER_PRECISION_M: Final = 1000.0
"""How far the middle of a river's course may be off, metres: its ends are a matter of choice."""


def water_ways(file: OsmFile) -> Iterator[Thing]:
    """Read the ways of rivers and lakes that have a name."""
    return (way for way in file.tagged("way", WATER_TAGS) if way.tags.get("name"))


class Waters:
    """The waters of one file.

    Parameters
    ----------
    admin
        The administrative areas that they lie in.
    things
        Ways and relations of rivers and lakes, with a name.
    ways
        Their ways.
    """

    def __init__(self, admin: AdminAreas, things: Sequence[Thing], ways: Ways) -> None:
        self._admin = admin
        self._things = things
        self._ways = ways

    def outcomes(self) -> Iterator[Outcome]:
        """Make a place of each lake, of each river's relation, and of connected ways of a name."""
        rivers = [thing for thing in self._things if thing.tags.get("waterway") == "river"]
        whole = [river for river in rivers if river.members]
        taken = {ref for river in whole for kind, ref, _ in river.members if kind == "w"}
        for river in whole:
            yield self._river(river, [ref for kind, ref, _ in river.members if kind == "w"])
        loose = [river for river in rivers if not river.members and river.id not in taken]
        for group in _connected(loose):
            yield self._river(group[0], [way.id for way in group])
        for thing in self._things:
            if thing.tags.get("waterway") != "river":
                yield self._lake(thing)

    def _river(self, thing: Thing, ways: Sequence[int]) -> Outcome:
        courses: list[BaseGeometry] = []
        for way in ways:
            try:
                courses.append(self._ways.course(way))
            except Incomplete:
                continue  # the part of a river in the file is the river, as far as it knows
        if not courses:
            return LeftOut(PARTIAL)
        course = shapely.line_merge(shapely.MultiLineString(shapely.get_parts(courses).tolist()))
        return self._outcome(thing, figures_of_line(course), "river", RIVER_PRECISION_M)

    def _lake(self, thing: Thing) -> Outcome:
        try:
            shape, _ = self._ways.area(outline_ways(thing) if thing.members else [thing.id])
        except Incomplete:
            return LeftOut(PARTIAL)
        except RecordBroken as error:
            return rejected(_where(thing), str(error), str(dict(thing.tags)))
        feature = thing.tags.get("water", "lake").replace("_", " ")
        return self._outcome(thing, figures_of_area(shape), feature, LAKE_PRECISION_M)

    def _outcome(self, thing: Thing, figures: Figures, feature: str, precision_m: float) -> Outcome:
        where, written = _where(thing), str(dict(thing.tags))
        country, admin1, admin2 = self._admin.around(figures.lon, figures.lat)
        names = names_of(thing.tags)
        try:
            name, others, long = named(
                names.main, preferred=names.preferred, others=names.others, country=country
            )
            place = Place(
                id=f"osm:{where.replace(' ', '/')}",
                name=name,
                kind="water",
                lon=figures.lon,
                lat=figures.lat,
                precision_m=precision_m,
                source=f"OpenStreetMap {where}",
                names=others,
                feature=feature[:40],
                country=country,
                admin1=admin1,
                admin2=admin2,
                radius_m=figures.radius_m,
                radius_basis=figures.radius_basis,
                area_km2=figures.area_km2,
                bbox=figures.bbox,
                licence=LICENCE,
            )
        except (RecordBroken, PlaceInvalid) as error:
            reason = "; ".join(error.faults) if isinstance(error, PlaceInvalid) else str(error)
            return rejected(where, reason, written)
        return Found(place, where, written, left_out=(TOO_LONG,) * long)


def _where(thing: Thing) -> str:
    return f"{'relation' if thing.members else 'way'} {thing.id}"


def _connected(ways: Sequence[Thing]) -> Iterator[list[Thing]]:
    """Group ways of one name that meet end to end, in the order of their first ways."""
    leader = {way.id: way.id for way in ways}

    def first(way: int) -> int:
        while leader[way] != way:
            leader[way] = leader[leader[way]]
            way = leader[way]
        return way

    seen: dict[tuple[str, int], int] = {}
    for way in ways:
        key = fold(way.tags.get("name", ""))
        for node in (way.nodes[0], way.nodes[-1]) if len(way.nodes) else ():
            other = seen.setdefault((key, node), way.id)
            one, two = sorted((first(other), first(way.id)))
            leader[two] = one
    groups: dict[int, list[Thing]] = {}
    for way in sorted(ways, key=lambda thing: thing.id):
        groups.setdefault(first(way.id), []).append(way)
    yield from groups.values()
