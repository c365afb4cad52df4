"""Objects of an OpenStreetMap file, in several passes, so that little of it is held at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from gazetteer.errors import SourceUnreadable

if TYPE_CHECKING:
    import osmium

INSTALL: Final = "pip install osmium"
_ENDINGS: Final = (".pbf", ".osm", ".osm.bz2", ".osm.gz", ".o5m", ".opl")
_CHUNK_IDS: Final = 1 << 25
_CHUNKS: Final = 60
"""Runs of 2**25 ids that a filter may touch; libosmium keeps 4 MiB for each, so 240 MiB."""
_SCALE: Final = 1e-7


class Thing(NamedTuple):
    """A node, way or relation with its tags."""

    id: int
    """Its number."""
    tags: Mapping[str, str]
    """Its tags."""
    lonlat: tuple[float, float] | None = None
    """Of a node where it is, degrees, WGS 84."""
    nodes: Sequence[int] = ()
    """Of a way its nodes."""
    members: tuple[tuple[str, int, str], ...] = ()
    """Of a relation its members: n, w or r, the number, the role."""


@dataclass(frozen=True, slots=True, eq=False)
class Locations:
    """Where nodes are, and the tags of some."""

    ids: NDArray[np.int64]
    """Numbers, sorted."""
    lonlats: NDArray[np.float64]
    """Longitude and latitude by number, degrees, WGS 84."""
    tags: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Tags of the nodes that they were asked for."""

    def course(self, nodes: Iterable[int]) -> NDArray[np.float64] | None:
        """Give the vertices of a way; None where the file lacks one of its nodes."""
        wanted = np.fromiter(nodes, dtype=np.int64)
        at = np.searchsorted(self.ids, wanted)
        if not len(self.ids) or not np.array_equal(
            self.ids[at.clip(max=len(self.ids) - 1)], wanted
        ):
            return None
        return self.lonlats[at]


class OsmFile:
    """An OpenStreetMap file: .osm.pbf, .osm, .osm.bz2 and whatever else pyosmium reads.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    SourceUnreadable
        If pyosmium is not installed, or the file is missing, damaged or of another format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            import osmium
        except ImportError as error:
            reason = f"reading OpenStreetMap needs the package osmium; install it with {INSTALL}"
            raise SourceUnreadable(str(path), reason) from error
        if not path.is_file():
            fault = "it is a folder" if path.is_dir() else "there is no such file"
            raise SourceUnreadable(str(path), f"{fault}; name an extract such as kursk.osm.pbf")
        if not path.name.lower().endswith(_ENDINGS):
            raise SourceUnreadable(
                str(path), f"it is no OpenStreetMap extract; one of {', '.join(_ENDINGS)} is wanted"
            )
        self.size = path.stat().st_size
        with self._guarded():
            header = osmium.FileProcessor(path, osmium.osm.NODE).header
        if header.has_multiple_object_versions:
            reason = "it holds the history of its objects; name an extract of one day"
            raise SourceUnreadable(str(path), reason)
        stamp = header.get("osmosis_replication_timestamp", "") or header.get("timestamp", "")
        self.day = stamp[:10]
        """Day of the data, ISO 8601; "" where the file does not say."""

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (RuntimeError, OSError) as error:
            if isinstance(error, SourceUnreadable):
                raise
            reason = f"it is damaged, its end is missing, or it is of another format ({error})"
            raise SourceUnreadable(str(self.path), reason) from error

    def tagged(
        self, kind: Literal["node", "way", "relation"], tags: Collection[tuple[str, str]]
    ) -> Iterator[Thing]:
        """Read the objects of a kind that have one of some tags, in the order of the file.

        Parameters
        ----------
        kind
            node, way or relation.
        tags
            Key and value; a value of "*" stands for all.

        Raises
        ------
        SourceUnreadable
            If the file is damaged.
        """
        import osmium

        keys = [key for key, value in tags if value == "*"]
        chosen = osmium.filter.KeyFilter(*keys) if keys else osmium.filter.TagFilter(*tags)
        yield from self._read(kind, chosen)

    def ways(self, ids: Collection[int]) -> dict[int, Sequence[int]]:
        """Read the nodes of some ways; ways that the file lacks are left out.

        Parameters
        ----------
        ids
            Numbers of ways.
        """
        return {
            way.id: way.nodes
            for window in _windows(np.unique(np.fromiter(ids, dtype=np.int64)))
            for way in self._identified("way", window)
        }

    def locations(self, ids: NDArray[np.int64], *, tags_of: Collection[int] = ()) -> Locations:
        """Find out where some nodes are; nodes that the file lacks are left out.

        The file is read once per 2 billion numbers, so that the filter keeps 240 MiB at most.

        Parameters
        ----------
        ids
            Numbers of nodes.
        tags_of
            Numbers of those whose tags are wanted too.
        """
        import osmium

        found, xs, ys = array("q"), array("i"), array("i")
        tags: dict[int, Mapping[str, str]] = {}
        for window in _windows(np.unique(ids)):
            left = len(window)
            chosen = osmium.filter.IdFilter(window.tolist())
            reader = osmium.FileProcessor(self.path, osmium.osm.NODE).with_filter(chosen)
            with self._guarded():
                for node in cast("Iterable[Any]", reader):
                    if node.location.valid():
                        found.append(node.id)
                        xs.append(node.location.x)
                        ys.append(node.location.y)
                    if node.id in tags_of:
                        tags[node.id] = _tags(node)
                    left -= 1
                    if not left:
                        break
            del chosen, reader  # else the next filter stands beside this one
        order = np.argsort(np.array(found), kind="stable")
        lonlats = np.column_stack([np.array(xs), np.array(ys)])[order] * _SCALE
        return Locations(np.array(found, dtype=np.int64)[order], lonlats, tags)

    def _identified(self, kind: Literal["way"], window: NDArray[np.int64]) -> Iterator[Thing]:
        import osmium

        yield from self._read(kind, osmium.filter.IdFilter(window.tolist()))

    def _read(
        self, kind: Literal["node", "way", "relation"], chosen: osmium.BaseFilter
    ) -> Iterator[Thing]:
        import osmium

        bits = {"node": osmium.osm.NODE, "way": osmium.osm.WAY, "relation": osmium.osm.RELATION}
        reader = osmium.FileProcessor(self.path, bits[kind]).with_filter(chosen)
        make = _MAKE[kind]
        with self._guarded():
            for found in reader:
                yield make(found)


def _node(found: Any) -> Thing:  # noqa: ANN401 - pyosmium's own
    place = found.location
    return Thing(found.id, _tags(found), (place.lon, place.lat) if place.valid() else None)


def _way(found: Any) -> Thing:  # noqa: ANN401 - pyosmium's own
    return Thing(found.id, _tags(found), nodes=array("q", (node.ref for node in found.nodes)))


def _relation(found: Any) -> Thing:  # noqa: ANN401 - pyosmium's own
    members = tuple((member.type, member.ref, member.role) for member in found.members)
    return Thing(found.id, _tags(found), members=members)


_MAKE: Final[Mapping[str, Callable[[Any], Thing]]] = {
    "node": _node,
    "way": _way,
    "relation": _relation,
}


def _tags(found: Any) -> dict[str, str]:  # noqa: ANN401 - pyosmium's own
    return {tag.k: tag.v for tag in found.tags}


def _windows(ids: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Divide sorted ids so that the filter of each part touches few runs of numbers."""
    runs = ids // _CHUNK_IDS
    part = np.unique(runs, return_inverse=True)[1] // _CHUNKS
    cuts = np.flatnonzero(np.diff(part)) + 1
    yield from (window for window in np.split(ids, cuts) if len(window))
