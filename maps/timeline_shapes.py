"""Shapes of a timeline in few bytes: what a day shares with another is written once.

Everything becomes whole steps of a grid and then a row of whole numbers, each written in
characters of five bits with a sign that more follow. A ring is a list of pieces: either so many
vertices, each as steps from the one before, or so many taken from a ring written earlier. So a
ring that stays costs nothing, and one that changes in places costs only those. That is drawing:
nothing is measured on these shapes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

PER_DEGREE: Final = 10_000
"""Steps of the grid in a degree: one is 11 m of latitude."""
TOLERANCE_DEG: Final = 0.0007
"""A vertex is left out if the triangle with its neighbours is smaller than this, squared."""
_CRACK_DEG: Final = 0.0015
"""A hole narrower than this on average is a crack between neighbours, and is drawn closed."""
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Packed:
    """The shapes of all days."""

    origin: tuple[float, float]
    """(longitude, latitude) in degrees that steps are counted from."""
    rings: str
    """Every ring and line, each once."""
    count: int
    """How many there are."""
    days: str
    """For every day and every kind of ground the rings that it is made of."""


class _Writer:
    """Whole numbers as characters."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def whole(self, number: int) -> None:
        """Write a number that is zero or more."""
        while number >= 32:
            self._parts.append(_DIGITS[32 + number % 32])
            number //= 32
        self._parts.append(_DIGITS[number])

    def signed(self, number: int) -> None:
        """Write any number: 0, -1, 1, -2 and so on as 0, 1, 2, 3."""
        self.whole(2 * number if number >= 0 else -2 * number - 1)

    def text(self) -> str:
        """Give what was written."""
        return "".join(self._parts)


class Rings:
    """Writes rings, each vertex as rarely as can be."""

    def __init__(self) -> None:
        self._out = _Writer()
        self._numbers: dict[tuple[Point, ...], int] = {}
        self._rings: list[tuple[Point, ...]] = []
        self._seen: dict[Point, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._rings)

    def number(self, ring: Sequence[Point]) -> int:
        """Give the number of a ring, from 0, and write it if it is new.

        Parameters
        ----------
        ring
            Its vertices in steps of the grid; a ring's last is not its first again.
        """
        key = tuple(ring)
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self._rings)
            self._write(key)
            self._rings.append(key)
            self._seen.update((point, (known, at)) for at, point in enumerate(key))
        return known

    def text(self) -> str:
        """Give everything that was written."""
        return self._out.text()

    def _write(self, ring: tuple[Point, ...]) -> None:
        pieces = list(self._pieces(ring))
        self._out.whole(len(pieces))
        last = (0, 0)
        for start, end, source in pieces:
            if source is None:
                self._out.whole(2 * (end - start))
                for x, y in ring[start:end]:
                    self._out.signed(x - last[0])
                    self._out.signed(y - last[1])
                    last = (x, y)
            else:
                number, at, step = source
                self._out.whole(4 * (end - start) + (2 if step < 0 else 0) + 1)
                self._out.whole(len(self._rings) - number)
                self._out.whole(at)
                last = ring[end - 1]

    def _pieces(
        self, ring: tuple[Point, ...]
    ) -> Iterator[tuple[int, int, tuple[int, int, int] | None]]:
        """Cut a ring into runs taken from earlier rings and runs of new vertices."""
        start = at = 0
        while at < len(ring):
            length, source = self._longest(ring, at)
            if length < 2:
                at += 1
                continue
            if start < at:
                yield start, at, None
            yield at, at + length, source
            start = at = at + length
        if start < len(ring):
            yield start, len(ring), None

    def _longest(self, ring: tuple[Point, ...], at: int) -> tuple[int, tuple[int, int, int]]:
        """The longest run of an earlier ring, either way round, that goes on here."""
        if ring[at] not in self._seen:
            return 0, (0, 0, 1)
        number, found = self._seen[ring[at]]
        earlier = self._rings[number]
        best = (0, (0, 0, 1))
        for step in (1, -1):
            length = 1
            while (
                at + length < len(ring)
                and length < len(earlier)
                and earlier[(found + step * length) % len(earlier)] == ring[at + length]
            ):
                length += 1
            if length > best[0]:
                best = (length, (number, found, step))
        return best


def pack(days: Iterable[Sequence[BaseGeometry]], *, origin: tuple[float, float]) -> Packed:
    """Write the shapes of all days.

    Parameters
    ----------
    days
        For every day its grounds and lines by kind, as they are to be drawn; degrees, WGS 84.
        Every day has as many.
    origin
        (longitude, latitude) in degrees that steps are counted from.
    """
    rings, out = Rings(), _Writer()
    before: list[list[int]] = []
    for shapes in days:
        shown = [[rings.number(ring) for ring in _steps(shape, origin)] for shape in shapes]
        for index, numbers in enumerate(shown):
            if index < len(before) and before[index] == numbers:
                out.whole(0)
                continue
            out.whole(len(numbers) + 1)
            last = 0
            for number in numbers:
                out.signed(number - last)
                last = number
        before = shown
    return Packed(origin, rings.text(), len(rings), out.text())


def origin_of(shapes: Iterable[BaseGeometry]) -> tuple[float, float]:
    """Choose what steps are counted from: whole degrees southwest of everything.

    Parameters
    ----------
    shapes
        Everything to be written, degrees, WGS 84.
    """
    boxes = [shape.bounds for shape in shapes if not shape.is_empty]
    if not boxes:
        return (0.0, 0.0)
    return (
        float(math.floor(min(box[0] for box in boxes))),
        float(math.floor(min(box[1] for box in boxes))),
    )


def drawn_grounds(grounds: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Drop detail that no screen shows, with neighbours still edge to edge.

    Whether a vertex stays depends on the vertices beside it alone, so where nothing changes from
    one day to the next, neither does what is drawn.

    Parameters
    ----------
    grounds
        The grounds of one day, degrees, WGS 84.
    """
    full = [index for index, ground in enumerate(grounds) if not ground.is_empty]
    made = list(grounds)
    if full:
        closed = np.array([_closed(grounds[index]) for index in full])
        simple = shapely.coverage_simplify(closed, TOLERANCE_DEG)
        for index, ground in zip(full, simple, strict=True):
            made[index] = ground
    return made


def drawn_line(line: BaseGeometry) -> BaseGeometry:
    """Drop detail of a line that no screen shows, and join its pieces.

    Parameters
    ----------
    line
        Longitude and latitude in degrees, WGS 84.
    """
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return shapely.simplify(merged, TOLERANCE_DEG / 2, preserve_topology=False)


def _closed(ground: BaseGeometry) -> BaseGeometry:
    """A ground whose cracks are filled."""
    parts = []
    for part in shapely.get_parts(ground):
        holes = [hole for hole in part.interiors if not _crack(hole)]
        kept = part if len(holes) == len(part.interiors) else shapely.Polygon(part.exterior, holes)
        parts.append(kept)
    return shapely.MultiPolygon(parts)


def _crack(hole: shapely.LinearRing) -> bool:
    """Whether a hole is long and thin."""
    return bool(2 * shapely.Polygon(hole).area < _CRACK_DEG * hole.length)


def _steps(shape: BaseGeometry, origin: tuple[float, float]) -> Iterator[list[Point]]:
    """Every ring or line of a shape in steps of the grid, none doubled, none without extent."""
    for part in shapely.get_parts(shape):
        runs = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for run in runs:
            points = np.rint((shapely.get_coordinates(run) - origin) * PER_DEGREE).astype(int)
            moved = np.any(points[1:] != points[:-1], axis=1)
            kept = points[np.concatenate([[True], moved])]
            if part.geom_type == "Polygon":
                kept = kept[:-1]
            if len(kept) >= (3 if part.geom_type == "Polygon" else 2):
                yield list(map(tuple, kept.tolist()))
