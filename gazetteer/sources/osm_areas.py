"""Areas of an OpenStreetMap file: boundaries, and what lies in which of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.names import fold
from gazetteer.sources.naming import RecordBroken
from gazetteer.sources.osm_file import Locations, OsmFile, Thing
from gazetteer.sources.osm_names import names_of
from gazetteer.sources.outline import repaired
from gazetteer.sources.regions import district_name

PRECISION_M: Final = 300.0
"""How far an outline may lie from the true one: as much as is stated for the shipped border."""
TOLERANCE_DEG: Final = 0.0003
"""Ways are simplified by this much, 33 m or less, each alone, so that neighbours still meet."""
_SHORT: Final = 50
"""Vertices up to which a way stays as it is."""
_OUTLINE_ROLES: Final = frozenset(("", "outer", "inner", "enclave", "exclave"))
_CENTRE_ROLES: Final = frozenset(("label", "admin_centre", "admin_center"))


class Incomplete(RecordBroken):
    """The file holds a part of an outline alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Ways by number, and where their nodes are."""

    nodes: Mapping[int, Sequence[int]]
    """Nodes of each way."""
    locations: Locations
    """Where they are."""
    _courses: dict[int, BaseGeometry] = field(default_factory=dict)

    def course(self, way: int) -> BaseGeometry:
        """Give the course of a way, simplified where it is long.

        Parameters
        ----------
        way
            Its number.

        Raises
        ------
        Incomplete
            If the file lacks it or one of its nodes.
        """
        if way not in self._courses:
            nodes = self.nodes.get(way)
            vertices = None if nodes is None else self.locations.course(nodes)
            if vertices is None or len(vertices) < 2:
                raise Incomplete(f"the file lacks way {way} or a node of it")
            self._courses[way] = _simplified(vertices)
        return self._courses[way]

    def area(self, ways: Iterable[int]) -> tuple[BaseGeometry, str]:
        """Make the area that some ways enclose; rings inside rings are holes.

        Parameters
        ----------
        ways
            Numbers of the ways of all rings, outer and inner.

        Returns
        -------
        tuple of geometry and str
            A valid polygon or multipolygon, degrees, WGS 84, and what was wrong with it.

        Raises
        ------
        Incomplete
            If the file lacks a part.
        RecordBroken
            If the rings do not close or enclose nothing.
        """
        listed = list(dict.fromkeys(ways))
        if not listed:
            raise Incomplete("it has no ways")
        courses = [self.course(way) for way in listed]
        ends = Counter(end for way in listed for end in (self.nodes[way][0], self.nodes[way][-1]))
        loose = sorted(node for node, count in ends.items() if count % 2)
        if loose:
            raise RecordBroken(f"its rings do not close; node {loose[0]} is a loose end")
        return repaired(shapely.build_area(shapely.GeometryCollection(courses)))


def _simplified(vertices: NDArray[np.float64]) -> BaseGeometry:
    line = shapely.LineString(vertices)
    if len(vertices) <= _SHORT:
        return line
    simple = line.simplify(TOLERANCE_DEG, preserve_topology=False)
    closed = np.array_equal(vertices[0], vertices[-1])
    return line if closed and shapely.get_num_coordinates(simple) < 4 else simple


def outline_ways(relation: Thing) -> list[int]:
    """List the ways of the rings of a relation."""
    return [ref for kind, ref, role in relation.members if kind == "w" and role in _OUTLINE_ROLES]


def centre_nodes(relation: Thing) -> list[int]:
    """List the nodes that stand for the place which a boundary is of, or for its seat."""
    return [ref for kind, ref, role in relation.members if kind == "n" and role in _CENTRE_ROLES]


def name_keys(tags: Mapping[str, str]) -> set[str]:
    """Fold every name of an object, without words such as district."""
    names = names_of(tags)
    every = (names.main, *names.preferred, *names.others)
    return {key for name in every if (key := fold(district_name(name)))}


def is_settlement(relation: Thing, centres: Mapping[int, Mapping[str, str]]) -> bool:
    """Tell whether a boundary is of the same settlement as the node at its centre.

    Parameters
    ----------
    relation
        An administrative boundary.
    centres
        Tags of nodes, by number.
    """
    own = name_keys(relation.tags)
    return any(
        "place" in centres[node] and own & name_keys(centres[node])
        for node in centre_nodes(relation)
        if node in centres
    )


def read_ways(
    file: OsmFile,
    wanted: Collection[int],
    *,
    also: Mapping[int, Sequence[int]],
    tags_of: Collection[int] = (),
) -> Ways:
    """Read ways and where their nodes are.

    Parameters
    ----------
    file
        The file.
    wanted
        Numbers of the ways.
    also
        Further ways of which the nodes are known already.
    tags_of
        Numbers of nodes whose tags are wanted as well.
    """
    nodes: dict[int, Sequence[int]] = {**file.ways(wanted), **also}
    refs = [np.fromiter(tags_of, dtype=np.int64)]
    refs += [np.array(way, dtype=np.int64) for way in nodes.values()]
    return Ways(nodes, file.locations(np.concatenate(refs), tags_of=frozenset(tags_of)))
