"""Whether a map lies where its sides are: swapped axes and wrong projections are noticed by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.store import Gazetteer
from geo.errors import ControlInvalid

AxesOrder = Literal["as written", "swapped"]
_AT_WAR: Final = (frozenset({"RU", "UA"}),)
"""Countries whose ground is looked at together: a map of one's ground may lie in the other."""
_NEAR_DEG: Final = 1.0
_FAR_DEG: Final = 5.0
_EDGE_DEG: Final = 0.1
_ALL: Final = 0.95
_COARSE_DEG: Final = 0.05
_SAMPLE: Final = 200
_MOST: Final = 0.5
_HARDLY: Final = 0.1


def axes_order(shapes: Sequence[BaseGeometry], *, codes: Iterable[str], file: str) -> AxesOrder:
    """Tell whether the coordinates of a map are longitude and latitude, or the other way round.

    It is told by where the map would lie: near the countries of its sides, or far from them.
    Where no country is known, only coordinates that are impossible as written tell; a map is
    never turned round on a guess.

    Parameters
    ----------
    shapes
        The map's geometries as written: x, y.
    codes
        ISO 3166-1 alpha-2 codes of the countries that the map speaks of; others are ignored.
    file
        Name of the file, for the message.

    Raises
    ------
    ControlInvalid
        If the coordinates are no degrees, or lie near none of the countries either way round.
    """
    points = _sample(shapes)
    if not len(points):
        return "as written"
    _refuse_metres(points, file)
    known = _with_partners(codes)
    ground = _ground(known)
    if ground is None:
        outside = float((np.abs(points[:, 1]) > 90).mean())
        possible = bool((np.abs(points[:, 0]) <= 90).all())
        return "swapped" if outside > _HARDLY and possible else "as written"
    if _share(ground, points, _NEAR_DEG) >= _HARDLY:
        return "as written"
    if _share(ground, points[:, ::-1], _NEAR_DEG) >= _MOST:
        return "swapped"
    if _share(ground, points, _FAR_DEG) < _HARDLY:
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        raise ControlInvalid(
            f"{file} lies nowhere near {' or '.join(known)}, which it speaks of: its coordinates "
            f"run from {west:g}, {south:g} to {east:g}, {north:g} (longitude, latitude); it is in "
            "another projection than it says, or its sides are others: export it in EPSG:4326"
        )
    return "as written"


def far_away(shapes: Sequence[BaseGeometry], *, codes: Iterable[str]) -> int:
    """Count the shapes that lie far from the countries of a map, most of which lies near them.

    Parameters
    ----------
    shapes
        Longitude and latitude in degrees, WGS 84; none is empty.
    codes
        ISO 3166-1 alpha-2 codes of the countries that the map speaks of; others are ignored.
    """
    ground = _ground(_with_partners(codes))
    if ground is None or not len(shapes):
        return 0
    first = np.array([shapely.get_coordinates(shape)[0] for shape in shapes])
    return int((~shapely.dwithin(ground, shapely.points(first), _FAR_DEG)).sum())


def country_of(shapes: Sequence[BaseGeometry]) -> str | None:
    """Find the country of two at war in which a map's ground lies, in either order of its axes.

    Parameters
    ----------
    shapes
        The map's geometries as written: x, y.

    Returns
    -------
    str or None
        ISO 3166-1 alpha-2 code; None where the ground lies in neither, or in both.
    """
    points = _sample(shapes)
    if not len(points):
        return None
    for order in (points, points[:, ::-1]):
        for code in sorted(code for group in _AT_WAR for code in group):
            ground = _ground((code,))
            if ground is not None and _share(ground, order, _EDGE_DEG) >= _ALL:
                return code
    return None


def _refuse_metres(points: NDArray[np.float64], file: str) -> None:
    """Refuse coordinates that cannot be degrees in any order."""
    far = np.abs(points).max(axis=1) > 360
    if far.mean() > _MOST:
        x, y = points[int(np.argmax(far))]
        raise ControlInvalid(
            f"{file} has coordinates such as {x:.10g}, {y:.10g}: they look like metres of a "
            "projection, which the file does not name; export it in EPSG:4326 (longitude and "
            "latitude in degrees)"
        )


def _sample(shapes: Sequence[BaseGeometry]) -> NDArray[np.float64]:
    """Some vertices of all shapes, in the order of the shapes."""
    points: NDArray[np.float64] = shapely.get_coordinates(shapes)
    points = points[np.isfinite(points).all(axis=1)]
    return points[:: max(1, len(points) // _SAMPLE)]


def _with_partners(codes: Iterable[str]) -> tuple[str, ...]:
    """The countries, and those that are at war with them."""
    known = set(codes)
    for group in _AT_WAR:
        if known & group:
            known |= group
    return tuple(sorted(known))


def _share(ground: BaseGeometry, points: NDArray[np.float64], margin_deg: float) -> float:
    """Share of points that lie on a ground or within a margin around it."""
    return float(shapely.dwithin(ground, shapely.points(points), margin_deg).mean())


@lru_cache(maxsize=32)
def _ground(codes: tuple[str, ...]) -> BaseGeometry | None:
    """The countries as one shape, drawn coarsely; None where none of them is known."""
    shapes = [shape for shape in map(_outline, codes) if shape is not None]
    if not shapes:
        return None
    ground = shapely.MultiPolygon(
        [part for shape in shapes for part in shapely.get_parts(shape.simplify(_COARSE_DEG))]
    )
    shapely.prepare(ground)
    return ground


@lru_cache(maxsize=300)
def _outline(code: str) -> BaseGeometry | None:
    """The outline of a country as the gazetteer has it."""
    with Gazetteer.open() as gazetteer:
        return gazetteer.geometry(f"country:{code}")
