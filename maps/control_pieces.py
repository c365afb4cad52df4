"""The pieces of ground that a control map draws, as a page shows and tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2

if TYPE_CHECKING:
    from shapely.geometry import MultiPolygon, Polygon

    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

DRAWN_TO_DEG: Final = 0.0005
"""What a drawing leaves out of an edge, degrees: some 50 m. Nothing is measured on it."""
_NAMED: Final = 3
_ORDER: Final = ("held", "claimed", "liberated", "contested")
"""Statuses from the bottom of the drawing to its top."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One polygon of a control map."""

    key: str
    """Id of its row on the page."""
    side: str | None
    """Who holds or disputes it; None where the maker does not say."""
    status: str
    """One of `geo.control.layer.CONTROL_STATUSES`."""
    within: str | None
    """The country that the maker says it belongs to."""
    shape: BaseGeometry
    """Its ground as drawn, longitude and latitude in degrees, WGS 84."""
    area_km2: float
    """Its area, of the full shape."""
    places: tuple[Place, ...]
    """The biggest settlements in it."""
    settlements: int
    """How many settlements of the gazetteer lie in it."""
    label: str | None
    """What its maker calls it."""
    source: str | None
    """Who drew it, as its row says."""
    source_date: str | None
    """The day that its row is of."""
    licence: str | None
    """Its licence, as its row says."""
    attribution: str | None
    """The line by which it is to be credited."""
    inferred: bool
    """Whether it was worked out from reports."""


def pieces_of(
    layer: ControlLayer, gazetteer: Gazetteer, *, prefix: str = "ground"
) -> tuple[Piece, ...]:
    """List the pieces of a control map, from the bottom of the drawing to its top.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Where the settlements in each piece are looked up.
    prefix
        What the ids of the rows begin with.
    """
    found = sorted(_rows(layer), key=lambda row: (_ORDER.index(row["status"]), -row["area_km2"]))
    pieces = []
    for number, row in enumerate(found, 1):
        shape = row.pop("geometry")
        inside = _settlements(shape, gazetteer)
        pieces.append(
            Piece(
                key=f"{prefix}-{number}",
                shape=drawn(shape),
                places=tuple(inside[:_NAMED]),
                settlements=len(inside),
                **row,
            )
        )
    return tuple(pieces)


def drawn(shape: BaseGeometry) -> BaseGeometry:
    """Drop what no screen shows of a shape.

    Parameters
    ----------
    shape
        Any geometry, longitude and latitude in degrees.
    """
    return shapely.simplify(shape, DRAWN_TO_DEG, preserve_topology=True)


def _rows(layer: ControlLayer) -> Iterator[dict[str, Any]]:
    """The rows of a layer with their areas; a missing value is None."""
    frame = layer.frame
    names = [str(name) for name in frame.columns if name != "geometry"]
    kept = {field for field in Piece.__dataclass_fields__ if field in names}
    for values in frame.to_dict("records"):
        shape = values["geometry"]
        if shape is None or shape.is_empty:
            continue
        row = {name: _plain(values[name]) for name in names if name in kept}
        row["inferred"] = bool(row["inferred"]) or layer.inferred
        yield {**row, "geometry": shape, "area_km2": area_km2(shape)}


def _plain(value: object) -> Any:  # noqa: ANN401 (a cell holds text, a truth value or nothing)
    """A cell's value; None for pandas' several ways to say nothing."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 (NaN)
        return None
    return value if isinstance(value, bool) else str(value)


def _settlements(shape: Polygon | MultiPolygon, gazetteer: Gazetteer) -> list[Place]:
    """The settlements in a piece, the biggest first."""
    inside = gazetteer.within(shape, kind="settlement")
    return sorted(inside, key=lambda place: (-(place.population or 0), place.id))
