"""One control map as a page shows it: its pieces, its front line, its figures, its sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.control.areas import areas
from geo.control.contact import contact_line
from geo.control.grounds import Within
from maps import wording
from maps.control_pieces import Piece, drawn, pieces_of
from maps.story import side_name
from maps.style import side_colours

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

STATUS_TITLES: Final[Mapping[str, str]] = {
    "held": "Held",
    "contested": "Contested",
    "liberated": "Retaken",
    "claimed": "Claimed",
}
"""How a page calls a status of ground."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Ground of one side and status in one country or region."""

    side: str | None
    """Whose it is; None where the maker does not say."""
    status: str
    """One of `geo.control.layer.CONTROL_STATUSES`."""
    where: str | None
    """Display name of the country or region; None where that is not known."""
    area_km2: float
    """Its area."""
    contact_km: float | None = None
    """Length of the contact line, where there is one."""
    gap_km2: float | None = None
    """How far another maker's map may differ."""
    home: bool = False
    """Whether it is the side's own country, which no map colours."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn and told of one control map."""

    layer: ControlLayer
    """The map."""
    pieces: tuple[Piece, ...]
    """Its ground, from the bottom of the drawing to its top."""
    front: BaseGeometry | None
    """The front line as drawn; None where there is none."""
    front_basis: str
    """Whose line it is, in words without a full stop."""
    holdings: tuple[Holding, ...]
    """Its figures, the largest first."""
    sides: Mapping[str, str]
    """Display name of every side, by its code."""
    why: str | None = None
    """Why this map was chosen for a report, without a full stop."""
    exact: bool = True
    """Whether it is of the very day of the report."""
    within: Within | None = None
    """Country or region that its figures are of; None for all."""

    @property
    def colours(self) -> Mapping[str, str]:
        """Colour of every side, by its code."""
        return side_colours(set(self.sides))

    @property
    def dated(self) -> str:
        """The maker and the day in words."""
        return f"{self.layer.maker.name}, {wording.day(self.layer.date)}"

    @property
    def told(self) -> str:
        """The maker, the day, and how that lies to a report, in words."""
        return self.dated if self.why is None else f"{self.dated} ({self.why})"

    def side(self, code: str | None) -> str:
        """Name a side.

        Parameters
        ----------
        code
            Its code; None where nobody is said to hold the ground.
        """
        return "side not stated" if code is None else self.sides.get(code, code)


def sheet_of(
    layer: ControlLayer,
    gazetteer: Gazetteer,
    *,
    prefix: str = "ground",
    why: str | None = None,
    exact: bool = True,
    within: Within | None = None,
) -> Sheet:
    """Gather what a page shows of a control map.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Where names of countries and settlements are from.
    prefix
        What the ids of the rows of its pieces begin with.
    why
        Why this map was chosen for a report.
    exact
        Whether it is of the very day of the report.
    within
        Country or region to measure in; None for every country.
    """
    front, basis = _front(layer, gazetteer)
    pieces = pieces_of(layer, gazetteer, prefix=prefix)
    countries = {piece.within for piece in pieces if piece.within is not None}
    codes = sorted(set(layer.sides) | countries)
    sides = {code: side_name(gazetteer, code) for code in codes}
    return Sheet(
        layer=layer,
        pieces=pieces,
        front=None if front.is_empty else drawn(front),
        front_basis=basis,
        holdings=_holdings(layer, pieces, gazetteer, within, sides),
        sides=sides,
        why=why,
        exact=exact,
        within=within,
    )


def _front(layer: ControlLayer, gazetteer: Gazetteer) -> tuple[BaseGeometry, str]:
    """The front line and whose it is."""
    if layer.line is not None and not layer.line.is_empty:
        return layer.line, "as the maker draws it"
    lines = [contact_line(layer, side, gazetteer) for side in layer.sides]
    contact = shapely.union_all(lines) if lines else shapely.MultiLineString()
    return contact, "worked out: where the ground that a side holds abroad meets the other’s"


def _holdings(
    layer: ControlLayer,
    pieces: tuple[Piece, ...],
    gazetteer: Gazetteer,
    within: Within | None,
    sides: Mapping[str, str],
) -> tuple[Holding, ...]:
    """The areas of a map by side, status and country, the largest first."""
    rows = areas(layer, gazetteer, within=() if within is None else (within.id,))
    found = [
        Holding(
            side=row.side,
            status=row.status,
            where=row.within_name,
            area_km2=row.area_km2,
            contact_km=row.contact_km,
            gap_km2=row.gap_km2,
            home=within is not None and row.side == within.country,
        )
        for row in rows
        if row.area_km2 > 0
    ]
    if within is None:
        found += _retaken(pieces, sides)
    return tuple(sorted(found, key=lambda held: (held.status == "liberated", -held.area_km2)))


def _retaken(pieces: tuple[Piece, ...], sides: Mapping[str, str]) -> Iterator[Holding]:
    """Ground that was won back, which is its own country's again."""
    sums: dict[tuple[str | None, str | None], float] = {}
    for piece in pieces:
        if piece.status == "liberated":
            key = (piece.side, piece.within)
            sums[key] = sums.get(key, 0.0) + piece.area_km2
    for (side, country), area in sums.items():
        yield Holding(side, "liberated", sides.get(country or "", country), area)
