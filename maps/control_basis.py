"""What an inferred control map rests on, as a page draws and tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from maps.control_pieces import drawn
from maps.html import Html
from maps.key_items import item
from maps.layers import Feature, Layer, feature, side_code

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.control.layer import ControlLayer

STRETCHES: Final = {
    "stated": "Front, resting on statements",
    "interpolated": "Front, interpolated",
    "none": "Front, no information",
}
"""Kinds of stretches of an inferred front, the surest first, and how the key calls them."""
_FINE_DEG: Final = 0.004


class InferredFront(Protocol):
    """What is drawn of a front that was inferred, as `geo.control.front` gives it."""

    @property
    def layer(self) -> ControlLayer:
        """Ground by side, every row inferred."""

    @property
    def stretches(self) -> GeoDataFrame:
        """The front in lines, with what each rests on as `kind`; one of `STRETCHES`."""

    @property
    def information(self) -> BaseGeometry:
        """Ground of which something is known."""

    @property
    def statuses(self) -> Sequence[Any]:
        """What is known: each with `lon`, `lat`, `side` and `decisive`."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an inferred map rests on."""

    statements: int
    """How many statuses of places it was inferred from."""
    stretches: tuple[tuple[str, BaseGeometry], ...]
    """The front: what each line rests on, and the line."""
    information: BaseGeometry
    """Ground of which something is known; longitude and latitude in degrees."""
    points: tuple[tuple[float, float, str, bool], ...]
    """Longitude, latitude, side of each status, and whether the side has the place."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of stretches that there are, the surest first."""
        return tuple(kind for kind in STRETCHES if any(kind == one for one, _ in self.stretches))


def basis_of(front: InferredFront) -> Basis:
    """Take from an inferred front what a page shows of it.

    Parameters
    ----------
    front
        The front.
    """
    rows = zip(front.stretches["kind"], front.stretches.geometry, strict=True)
    return Basis(
        statements=len(front.statuses),
        stretches=tuple((str(kind), drawn(line)) for kind, line in rows if not line.is_empty),
        information=shapely.simplify(front.information, _FINE_DEG),
        points=tuple((s.lon, s.lat, s.side, bool(s.decisive)) for s in front.statuses),
    )


def basis_layers(basis: Basis) -> Iterator[Layer]:
    """Draw the front of an inferred map by what it rests on, and where something is known.

    Parameters
    ----------
    basis
        What it rests on.
    """
    if not basis.information.is_empty:
        known = (feature(basis.information, "information", digits=3),)
        yield Layer("information", known, name="Where something is known")
    lines = tuple(
        feature(line, f"front-{kind}", digits=4)
        for wanted in reversed(basis.kinds)
        for kind, line in basis.stretches
        if kind == wanted
    )
    if lines:
        yield Layer("front", lines, name="Front line, inferred")
    points = tuple(_points(basis))
    if points:
        yield Layer("evidence", points, name="Statuses it rests on")


def basis_items(basis: Basis) -> Iterator[Html]:
    """Give the lines of the key.

    Parameters
    ----------
    basis
        What it rests on.
    """
    for kind in basis.kinds:
        yield item(STRETCHES[kind], swatch=f"front-{kind}")
    if basis.points:
        yield item("Status of a place", swatch="evidence", side="")
    if not basis.information.is_empty:
        yield item("Beyond: no information", swatch="information")


def _points(basis: Basis) -> Iterator[Feature]:
    """The statuses; where a front runs through a place it is hollow."""
    for lon, lat, side, decisive in basis.points:
        hollow = None if decisive else 1
        yield feature(Point(lon, lat), "evidence", side=side_code(side), hollow=hollow)
