"""Which countries a maker's maps speak of: some draw occupied Ukraine alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import shapely

from gazetteer.errors import PlaceUnknown
from gazetteer.territory import territory

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

_DRAWN: Final = {
    "owlmaps": frozenset({"RU", "UA"}),
    "deepstate": frozenset({"RU", "UA"}),
    "cyterat": frozenset({"UA"}),
}
"""Countries whose ground the formats of known makers can show as held by the other side."""


def covers(layers: Iterable[ControlLayer], country: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a maker's maps say who holds the ground of a country.

    A blank stretch of a map means that the country itself holds it, but only on a map that would
    show it otherwise.

    Parameters
    ----------
    layers
        Maps of one maker.
    country
        ISO 3166-1 alpha-2 code.
    gazetteer
        Tells where the country lies.

    Returns
    -------
    bool
        Whether the format is known to show that country, or any of the maps draws ground in it
        that another side holds or that is contested.
    """
    return any(
        country in _DRAWN.get(layer.format, ()) or _drawn(layer, country, gazetteer)
        for layer in layers
    )


def _drawn(layer: ControlLayer, country: str, gazetteer: Gazetteer) -> bool:
    """Whether a map draws ground in a country that is not simply its own."""
    others = layer.frame[layer.frame["side"] != country]
    if (others["within"] == country).any():
        return True
    loose = others.geometry[others["within"].isna()].to_numpy()
    if not len(loose):
        return False
    try:
        ground = territory(gazetteer, country)
    except PlaceUnknown:
        return False
    return bool(shapely.intersects(ground, shapely.point_on_surface(loose)).any())
