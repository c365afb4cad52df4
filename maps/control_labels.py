"""Names on a control map: whose ground it is, straight on the ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from maps.control_sheet import STATUS_TITLES, Sheet
from maps.html import Html
from maps.labels import label

_PLAIN_DEG: Final = 0.01
_LEAST_KM2: Final = 20.0


def ground_labels(sheet: Sheet, *, first: int) -> tuple[tuple[BaseGeometry, ...], tuple[Html, ...]]:
    """Give the grounds of a control map that carry a name, and the names.

    Parameters
    ----------
    sheet
        The map.
    first
        How many areas the page names before these.

    Returns
    -------
    tuple
        Shapes, longitude and latitude in degrees, and for each its entry of the hidden list.
    """
    found = list(_grounds(sheet))
    shapes = tuple(shape for shape, _ in found)
    labels = tuple(
        label(text, "held", [], area=str(first + index)) for index, (_, text) in enumerate(found)
    )
    return shapes, labels


def _grounds(sheet: Sheet) -> Iterator[tuple[BaseGeometry, str]]:
    """Each side's ground by country and status, the largest first."""
    for held in sheet.holdings:
        if held.side is None or held.area_km2 < _LEAST_KM2:
            continue
        parts = [
            piece.shape
            for piece in sheet.pieces
            if (piece.side, piece.status, piece.within) == (held.side, held.status, held.country)
        ]
        if parts:
            shape = shapely.simplify(shapely.union_all(parts), _PLAIN_DEG)
            yield shape, f"{STATUS_TITLES[held.status]} by {sheet.side(held.side)}"
