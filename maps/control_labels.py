"""Names on a control map: whose ground it is, straight on the ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.place import Place
from maps.control_pieces import Piece
from maps.control_sheet import STATUS_TITLES, Sheet
from maps.html import Html
from maps.labels import label

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_PLAIN_DEG: Final = 0.01
_LEAST_KM2: Final = 20.0
_FRONT_DEG: Final = 0.35
_FRONT_TOWNS: Final = 400
_NEAR_DEG: Final = 0.6
_HELD_WEIGHT: Final = 5.0


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
    found = list(grounds_named(sheet))
    shapes = tuple(shape for shape, _ in found)
    labels = tuple(
        label(text, "held", [], area=str(first + index)) for index, (_, text) in enumerate(found)
    )
    return shapes, labels


def front_towns(sheets: Sequence[Sheet], gazetteer: Gazetteer) -> list[Place]:
    """List the biggest settlements near the front, which a reader who goes nearer wants named.

    Parameters
    ----------
    sheets
        The control maps.
    gazetteer
        Where the settlements are looked up.
    """
    fronts = [sheet.front for sheet in sheets if sheet.front is not None]
    if not fronts:
        return []
    near = shapely.buffer(
        shapely.simplify(shapely.union_all(fronts), _PLAIN_DEG), _FRONT_DEG, quad_segs=3
    )
    found = [town for town in gazetteer.within(near, kind="settlement") if town.population]
    return sorted(found, key=lambda town: (-(town.population or 0), town.id))[:_FRONT_TOWNS]


def weigher(sheets: Sequence[Sheet]) -> Callable[[Place], float]:
    """Give what a town's name matters on a control map: more where the ground is held or near.

    Parameters
    ----------
    sheets
        The control maps.
    """
    shapes = [piece.shape for s in sheets for piece in s.pieces if piece.status != "liberated"]
    near = shapely.buffer(shapely.simplify(shapely.union_all(shapes), _PLAIN_DEG), _NEAR_DEG)
    shapely.prepare(near)

    def weigh(town: Place) -> float:
        held = shapely.contains_xy(near, town.lon, town.lat)
        return (town.population or 0) * (_HELD_WEIGHT if held else 1.0)

    return weigh


def grounds_named(sheet: Sheet) -> Iterator[tuple[BaseGeometry, str]]:
    """Give the ground of each side and status, large enough for a name, with the name.

    Parameters
    ----------
    sheet
        The map.

    Yields
    ------
    tuple
        Shape, longitude and latitude in degrees, and the words.
    """
    sums: dict[tuple[str, str], list[Piece]] = {}
    for piece in sheet.pieces:
        if piece.side is not None:
            sums.setdefault((piece.side, piece.status), []).append(piece)
    for (side, status), pieces in sums.items():
        if sum(piece.area_km2 for piece in pieces) >= _LEAST_KM2:
            shape = shapely.union_all([piece.shape for piece in pieces])
            words = f"{STATUS_TITLES[status]} by {sheet.side(side)}"
            if sheet.layer.inferred:
                words = f"{words} (inferred)"
            yield shapely.simplify(shape, _PLAIN_DEG), words
