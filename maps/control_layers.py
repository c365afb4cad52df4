"""The layers of a control map, for a page of its own or beneath a report's marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from maps.control_pieces import Piece
from maps.control_sheet import Sheet
from maps.layers import Feature, Layer, feature, side_code
from maps.style import CONTROL_FILLS, INFERRED_FILLS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_STRENGTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "full": ("front-casing", "front"),
    "light": ("front-casing", "front-light"),
    "thin": ("front-thin",),
}
"""Looks of a maker's front line, from the bottom to the top."""


def ground_layers(
    sheet: Sheet, *, look: str = "control", choosable: bool = True
) -> tuple[Layer, ...]:
    """Draw the ground of a control map, which lies below borders.

    Parameters
    ----------
    sheet
        The map.
    look
        How strong: `control`, `control-light` beneath marks, `control-faint` beneath changes.
    choosable
        Whether a reader may choose its pieces to be told about them.
    """
    features = tuple(_piece(piece, look=look, told=choosable) for piece in sheet.pieces)
    if not features:
        return ()
    name = "Control, inferred" if sheet.layer.inferred else "Control map"
    return (Layer("control", features, name=name, choosable=choosable),)


def front_layers(sheet: Sheet, *, strength: str = "full") -> tuple[Layer, ...]:
    """Draw the front line of a control map, which lies above borders.

    Parameters
    ----------
    sheet
        The map.
    strength
        How it is drawn: `full`, `light` beneath marks, `thin` where changes lie along it.
    """
    if sheet.front is None:
        return ()
    if sheet.layer.inferred:
        features: tuple[Feature, ...] = (feature(sheet.front, "front-inferred", digits=4),)
        return (Layer("front", features, name="Front line, inferred"),)
    lines = tuple(feature(sheet.front, look, digits=4) for look in _STRENGTHS[strength])
    return (Layer("front", lines, name="Front line"),)


def unit_layers(points: GeoDataFrame | None) -> tuple[Layer, ...]:
    """Draw the units and other points of a control map, hidden until they are asked for.

    Parameters
    ----------
    points
        With `side`; None where there are none.
    """
    features = tuple(_points(points)) if points is not None else ()
    if not features:
        return ()
    return (Layer("units", features, name="Units and other points of the file", shown=False),)


def _piece(piece: Piece, *, look: str, told: bool) -> Feature:
    """One piece of ground."""
    fills = INFERRED_FILLS if piece.inferred else CONTROL_FILLS
    look = _look(piece, look)
    return feature(
        piece.shape, look, digits=4, fill=fills[piece.status], side=side_code(piece.side),
        card=piece.key if told else None,
    )  # fmt: skip


def _look(piece: Piece, usual: str) -> str:
    """Key of a piece's look."""
    if piece.inferred:
        return "inferred"
    if piece.status == "liberated":
        return "control-past"
    return usual


def _points(points: GeoDataFrame) -> Iterator[Feature]:
    """The points of a file."""
    for side, shape in zip(points["side"], points.geometry, strict=True):
        if shape is not None and not shape.is_empty:
            yield feature(
                shape.representative_point(),
                "unit",
                side=side_code(side if isinstance(side, str) else None),
            )
