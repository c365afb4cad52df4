"""UAControlMap's daily files: `areas`, `areas_ua` and `frontline` as rings of [lat, lon]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shapely import Polygon

MAKER: Final = "UAControlMap (Project Owl)"
_HELD: Final = (("areas", "RU", "UA"), ("areas_ua", "UA", "RU"))


def is_owlmaps(value: object) -> bool:
    """Tell whether parsed JSON has the shape of these files.

    Parameters
    ----------
    value
        The parsed file.
    """
    return isinstance(value, Mapping) and "areas" in value and "frontline" in value


def owlmaps_rows(value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the rows of a layer's frame.

    Parameters
    ----------
    value
        The parsed file.
    """
    for key, side, within in _HELD:
        for ring in value.get(key, ()):
            shape = Polygon([(lon, lat) for lat, lon in ring])
            yield {"geometry": shape, "side": side, "within": within, "label": key}
