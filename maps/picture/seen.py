"""What of a page's layers is seen on the sheet: every feature with its shape in millimetres."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import shapely
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from maps import shapes
from maps.layers import Feature, Layer
from maps.picture.projection import MapFrame

_UNDER: Final = ("world-land", "middle-land", "middle-edges")
"""Layers for wider views, which the near ones cover."""
_GENERALISED: Final = frozenset(("near-land", "near-edges", "region-edges"))
_LEAST_MM2: Final = 0.12
_LEAST_MM: Final = 1.1
REGIONS_TO_DEG: Final = 16.0
"""Extent of a map up to which edges of regions are drawn, degrees."""
_RINGS: Final = ("ring", "band")


@dataclass(frozen=True, slots=True)
class Seen:
    """A feature on the sheet."""

    look: str
    """Key of its look in `maps.style.LOOKS`, or `spot`."""
    shape: BaseGeometry
    """Its shape, millimetres, cut at the map's edge."""
    properties: Mapping[str, Any]
    """Codes and numbers that the look depends on."""

    def get(self, name: str) -> Any:  # noqa: ANN401 (codes and numbers)
        """Give a property; None if it has none of that name.

        Parameters
        ----------
        name
            Its name.
        """
        return self.properties.get(name)

    @property
    def point(self) -> tuple[float, float] | None:
        """Where its mark stands; None for what has an extent."""
        return (self.shape.x, self.shape.y) if isinstance(self.shape, shapely.Point) else None


Sight = Mapping[str, tuple[Seen, ...]]


def seen_of(
    layers: Sequence[Layer], frame: MapFrame, *, quiet: frozenset[str] = frozenset()
) -> Sight:
    """Find what of each layer lies on the map, in the order of drawing.

    Parameters
    ----------
    layers
        From the bottom to the top; those that a page hides at first are left out.
    frame
        The map.
    quiet
        Rows whose rings are left out, so that the map stays clear.
    """
    left_out = _UNDER if frame.span_deg <= REGIONS_TO_DEG else (*_UNDER, "region-edges")
    kept = [layer for layer in layers if layer.shown and layer.key not in left_out]
    found = {layer.key: tuple(_seen(layer.features, frame, quiet)) for layer in kept}
    for key in _GENERALISED & found.keys():
        found[key] = tuple(replace(one, shape=_generalised(one.shape)) for one in found[key])
    return {key: features for key, features in found.items() if features}


def features_in(sight: Sight, *keys: str) -> Iterator[Seen]:
    """Give the features of some layers.

    Parameters
    ----------
    sight
        What is seen.
    *keys
        The layers; all if none is named.
    """
    for key in keys or sight:
        yield from sight.get(key, ())


def _seen(features: Sequence[Feature], frame: MapFrame, quiet: frozenset[str]) -> Iterator[Seen]:
    for feature in features:
        properties = feature["properties"]
        if properties["look"] in _RINGS and properties.get("card") in quiet:
            continue
        shape = shape_of(feature["geometry"])
        radius_m = properties.get("radius_m")
        if radius_m and isinstance(shape, shapely.Point):
            around = shapes.disc((shape.x, shape.y), radius_m=radius_m)
            shape = shapely.Polygon() if around is None else around
        if properties["look"] == "axis":
            yield from _axis(shape, properties, frame)
            continue
        drawn = _point(shape, frame) if isinstance(shape, shapely.Point) else frame.shape(shape)
        if drawn is not None and not drawn.is_empty:
            yield Seen(properties["look"], drawn, properties)


def _axis(shape: BaseGeometry, properties: Mapping[str, Any], frame: MapFrame) -> Iterator[Seen]:
    """The ends of an arrow, which may lie outside the map, if it comes into it."""
    ends = shapely.get_coordinates(shape)
    x, y = frame.place(ends[:, 0], ends[:, 1])
    if all(math.isfinite(value) for value in (*x, *y)):
        line = shapely.LineString([(x[0], y[0]), (x[-1], y[-1])])
        if shapely.intersects(line, shapely.box(*frame.box_mm)):
            yield Seen("axis", line, properties)


def _generalised(shape: BaseGeometry) -> BaseGeometry:
    """A shape without the islands and the scraps of lines that are too small to be seen."""
    parts = [
        part
        for part in shapely.get_parts(shape)
        if part.area >= _LEAST_MM2 or (part.geom_type == "LineString" and part.length >= _LEAST_MM)
    ]
    return shapely.GeometryCollection(parts)


def _point(point: shapely.Point, frame: MapFrame) -> shapely.Point | None:
    x, y = (float(value) for value in frame.place(point.x, point.y))
    return shapely.Point(x, y) if frame.holds(x, y) else None
