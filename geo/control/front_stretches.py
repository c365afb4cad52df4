"""The stretches of an inferred front, by what each rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import inverse_many
from geo.control.front_status import KnownStatus

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

StretchKind = Literal["stated", "interpolated", "none"]
AT_M: Final = 2_000.0
"""A status this near to the front is at it, metres."""
BESIDE_M: Final = 5_000.0
"""Statuses of both sides this near to the front hold it between them, metres; villages of the
region of Kursk lie some 4 km apart."""
_PIECE_DEG: Final = 0.004
"""Length of the pieces that are judged one by one, some 400 m."""


@dataclass(frozen=True, slots=True)
class Reaches:
    """Within which distances a stretch of front rests on something."""

    known_m: float
    """No status within this distance: nothing is known, metres."""
    at_m: float = AT_M
    """A status within it: the front is stated there, metres."""
    beside_m: float = BESIDE_M
    """A status of each side within it: the front is stated between them, metres."""


def stretches(
    line: BaseGeometry, statuses: Sequence[KnownStatus], *, reaches: Reaches
) -> GeoDataFrame:
    """Part a front line by what it rests on.

    Parameters
    ----------
    line
        The line, longitude and latitude in degrees, WGS 84.
    statuses
        What the front was inferred from.
    reaches
        The distances.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a stretch: `kind` (`stated`, `interpolated` or `none`), `length_km`, `nearest`
        (the name of the nearest place with a status), `nearest_km`; LineStrings, EPSG:4326.
    """
    import geopandas as gpd

    columns = ("kind", "length_km", "nearest", "nearest_km")
    rows = [row for part in _lines(line) for row in _of_line(part, statuses, reaches)]
    shapes = gpd.GeoSeries([shape for _, shape in rows], crs="EPSG:4326")
    data = {name: [values[k] for values, _ in rows] for k, name in enumerate(columns)}
    return gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326")


Row = tuple[tuple[StretchKind, float, str, float], BaseGeometry]


def _of_line(
    line: BaseGeometry, statuses: Sequence[KnownStatus], reaches: Reaches
) -> Iterator[Row]:
    """The stretches of one line, in order."""
    vertices = shapely.get_coordinates(line.segmentize(_PIECE_DEG))
    if len(vertices) < 2:
        return
    middles = (vertices[:-1] + vertices[1:]) / 2
    lengths, _ = inverse_many(vertices[:-1, 0], vertices[:-1, 1], vertices[1:, 0], vertices[1:, 1])
    kinds, names, nearest = _judged(middles, statuses, reaches)
    done = 0
    for kind, group in groupby(kinds):
        count = len(list(group))
        piece = slice(done, done + count)
        best = done + int(nearest[piece].argmin())
        length_km = round(float(lengths[piece].sum()) / 1000, 3)
        shape = shapely.LineString(vertices[done : done + count + 1])
        yield (kind, length_km, names[best], round(float(nearest[best]) / 1000, 1)), shape
        done += count


def _judged(
    middles: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    statuses: Sequence[KnownStatus],
    reaches: Reaches,
) -> tuple[list[StretchKind], list[str], np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """What each piece rests on, and its nearest place with the distance in metres."""
    lon = np.array([status.lon for status in statuses])
    lat = np.array([status.lat for status in statuses])
    far, _ = inverse_many(middles[:, 0, None], middles[:, 1, None], lon[None], lat[None])
    best = far.argmin(axis=1)
    nearest = far[np.arange(len(far)), best]
    # A place that the front runs through stands for both sides.
    through = np.array([not status.decisive for status in statuses])
    sides = sorted({status.side for status in statuses})
    beside = np.ones(len(middles), dtype=bool)
    for side in sides:
        own = through | np.array([status.side == side for status in statuses])
        beside &= far[:, own].min(axis=1, initial=np.inf) <= reaches.beside_m
    beside &= (len(sides) > 1) | (far[:, through].min(axis=1, initial=np.inf) <= reaches.beside_m)
    kinds: list[StretchKind] = [
        "stated"
        if close or m <= reaches.at_m
        else "interpolated"
        if m <= reaches.known_m
        else "none"
        for close, m in zip(beside, nearest, strict=True)
    ]
    return kinds, [statuses[k].name for k in best], nearest


def _lines(shape: BaseGeometry) -> list[BaseGeometry]:
    """The lines that a geometry holds, joined where they meet."""
    parts = getattr(shape, "geoms", [shape])
    found = [part for part in parts if "Line" in part.geom_type and not part.is_empty]
    if not found:
        return []
    merged = shapely.line_merge(shapely.union_all(found))
    return [part for part in getattr(merged, "geoms", [merged]) if not part.is_empty]
