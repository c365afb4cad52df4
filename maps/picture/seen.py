"""What of a page's layers is seen on the sheet: every feature with its shape in millimetres."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from maps import shapes
from maps.layers import Feature, Layer
from maps.picture.projection import MapFrame

_UNDER: Final = ("world-land", "middle-land", "middle-edges")
"""Layers for wider views, which the near ones cover."""
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
        is_point = isinstance(self.shape, shapely.Point)
        return (self.shape.x, self.shape.y) if is_point else None


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
    kept = [layer for layer in layers if layer.shown and layer.key not in _UNDER]
    found = {layer.key: tuple(_seen(layer.features, frame, quiet)) for layer in kept}
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


def _seen(
    features: Sequence[Feature], frame: MapFrame, quiet: frozenset[str]
) -> Iterator[Seen]:
    for feature in features:
        properties = feature["properties"]
        if properties["look"] in _RINGS and properties.get("card") in quiet:
            continue
        shape = shape_of(feature["geometry"])
        radius_m = properties.get("radius_m")
        if radius_m:
            around = shapes.disc((shape.x, shape.y), radius_m=radius_m)
            shape = shapely.Polygon() if around is None else around
        drawn = _point(shape, frame) if isinstance(shape, shapely.Point) else frame.shape(shape)
        if drawn is not None and not drawn.is_empty:
            yield Seen(properties["look"], drawn, properties)


def _point(point: shapely.Point, frame: MapFrame) -> shapely.Point | None:
    x, y = (float(value) for value in frame.place(point.x, point.y))
    return shapely.Point(x, y) if frame.holds(x, y) else None
