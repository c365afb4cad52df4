"""Settlements of OpenStreetMap: place nodes, and areas that no node stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceInvalid
from gazetteer.place import Kind, Place
from gazetteer.sources.gather import Found, LeftOut, Outcome, rejected
from gazetteer.sources.naming import TOO_LONG, RecordBroken, named
from gazetteer.sources.osm_areas import Incomplete, Ways, name_keys, outline_ways
from gazetteer.sources.osm_boundaries import LICENCE, NAMELESS, PARTIAL, AdminAreas
from gazetteer.sources.osm_file import Thing
from gazetteer.sources.osm_names import (
    QUARTERS,
    SETTLEMENTS,
    feature_of,
    names_of,
    population_of,
    size_of,
)
from gazetteer.sources.outline import CIRCLE_BASIS, figures_of_area
from gazetteer.sources.regions import AreaIndex

PARTS: Final = "suburbs, quarters and neighbourhoods"
LOCALITIES: Final = "localities without inhabitants"
OTHERS: Final = "other values of place"
SAME: Final = "areas of a settlement that a node stands for"
LOCALITY_M: Final = 1000.0
"""How far the node of a locality is off its centre at most, metres: its extent is unknown."""


class Settlements:
    """The settlements of one file.

    Parameters
    ----------
    admin
        The administrative areas that they lie in.
    localities, quarters
        Whether those become rows too.
    """

    def __init__(self, admin: AdminAreas, *, localities: bool, quarters: bool) -> None:
        self._admin = admin
        self._localities = localities
        self._quarters = quarters
        self._areas: list[tuple[Thing, set[str], BaseGeometry]] = []
        self._early: list[Outcome] = []
        self._index = AreaIndex([])
        self._taken: set[int] = set()

    def add_areas(self, things: Sequence[Thing], ways: Ways) -> None:
        """Take the areas of settlements in, before the nodes that may stand for them.

        Parameters
        ----------
        things
            Closed ways, and relations.
        ways
            Their ways.
        """
        for thing in things:
            if not names_of(thing.tags).main:
                self._early.append(LeftOut(NAMELESS))
                continue
            rings = outline_ways(thing) if thing.members else [thing.id]
            try:
                shape, _ = ways.area(rings)
            except Incomplete:
                self._early.append(LeftOut(PARTIAL))
            except RecordBroken as error:
                self._early.append(rejected(_where(thing), str(error), str(dict(thing.tags))))
            else:
                self._areas.append((thing, name_keys(thing.tags), shape))
        self._index = AreaIndex([shape for _, _, shape in self._areas])

    def of_node(self, node: Thing) -> Outcome:
        """Make a place of a node with a tag `place`.

        Parameters
        ----------
        node
            The node.
        """
        value = node.tags.get("place", "")
        kind: Kind = "settlement"
        if value == "locality":
            kind = "other"
            if not self._localities:
                return LeftOut(LOCALITIES)
        elif value in QUARTERS:
            if not self._quarters:
                return LeftOut(PARTS)
        elif value not in SETTLEMENTS:
            return LeftOut(OTHERS)
        if not names_of(node.tags).main:
            return LeftOut(NAMELESS)
        if node.lonlat is None:
            return rejected(_where(node), "it has no position", str(dict(node.tags)))
        if value in SETTLEMENTS:
            held = self._index.holding(*node.lonlat)
            keys = name_keys(node.tags) if held else set()
            self._taken.update(n for n in held if keys & self._areas[n][1])
        return self._outcome(node, node.lonlat, kind, None)

    def of_areas(self) -> Iterator[Outcome]:
        """Make places of the areas that no node stands for, after all nodes."""
        yield from self._early
        for number, (thing, _, shape) in enumerate(self._areas):
            if number in self._taken:
                yield LeftOut(SAME)
            else:
                figures = figures_of_area(shape)
                yield self._outcome(thing, figures[:2], "settlement", figures.radius_m)

    def _outcome(
        self, thing: Thing, lonlat: tuple[float, float], kind: Kind, radius_m: float | None
    ) -> Outcome:
        written = str(dict(thing.tags))
        try:
            place, long = self._place(thing, lonlat, kind, radius_m)
        except (RecordBroken, PlaceInvalid) as error:
            reason = "; ".join(error.faults) if isinstance(error, PlaceInvalid) else str(error)
            return rejected(_where(thing), reason, written)
        return Found(place, _where(thing), written, left_out=(TOO_LONG,) * long)

    def _place(
        self, thing: Thing, lonlat: tuple[float, float], kind: Kind, radius_m: float | None
    ) -> tuple[Place, int]:
        tags: Mapping[str, str] = thing.tags
        lon, lat = round(lonlat[0], 7), round(lonlat[1], 7)
        country, admin1, admin2 = self._admin.around(lon, lat)
        names = names_of(tags)
        name, others, long = named(
            names.main, preferred=names.preferred, others=names.others, country=country
        )
        feature = feature_of(tags)
        population = population_of(tags)
        size_m, basis, precision_m = size_of(feature, population)
        known = kind == "settlement"
        place = Place(
            id=f"osm:{_where(thing).replace(' ', '/')}",
            name=name,
            kind=kind,
            lon=lon,
            lat=lat,
            precision_m=precision_m if known else LOCALITY_M,
            source=f"OpenStreetMap {_where(thing)}",
            names=others,
            feature=feature,
            country=country,
            admin1=admin1,
            admin2=admin2,
            population=population,
            radius_m=radius_m or (size_m if known else None),
            radius_basis=CIRCLE_BASIS if radius_m else basis if known else None,
            licence=LICENCE,
        )
        return place, long


def _where(thing: Thing) -> str:
    kind = "relation" if thing.members else "node" if thing.lonlat else "way"
    return f"{kind} {thing.id}"
