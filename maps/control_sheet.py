"""One control map as a page shows it: its pieces, its front line, its figures, its sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from shapely.geometry.base import BaseGeometry

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
    """Ground of one side and status in one country."""

    side: str | None
    """Whose it is; None where the maker does not say."""
    status: str
    """One of `geo.control.layer.CONTROL_STATUSES`."""
    country: str | None
    """ISO 3166-1 alpha-2 code of the country that it lies in; None where that is not known."""
    area_km2: float
    """Its area."""


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


def sheet_of(layer: ControlLayer, gazetteer: Gazetteer, *, why: str | None = None) -> Sheet:
    """Gather what a page shows of a control map.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Where names of countries and settlements are from.
    why
        Why this map was chosen for a report.
    """
    front, basis = _front(layer)
    pieces = pieces_of(layer, gazetteer)
    countries = {piece.within for piece in pieces if piece.within is not None}
    codes = sorted(set(layer.sides) | countries)
    return Sheet(
        layer=layer,
        pieces=pieces,
        front=None if front is None or front.is_empty else drawn(front),
        front_basis=basis,
        holdings=_holdings(pieces),
        sides={code: side_name(gazetteer, code) for code in codes},
        why=why,
    )


def _front(layer: ControlLayer) -> tuple[BaseGeometry | None, str]:
    """The front line and whose it is."""
    if layer.line is not None:
        return layer.line, "as the maker draws it"
    return None, "none"


def _holdings(pieces: tuple[Piece, ...]) -> tuple[Holding, ...]:
    """The areas of a map by side, status and country."""
    sums: dict[tuple[str | None, str, str | None], float] = {}
    for piece in pieces:
        key = (piece.side, piece.status, piece.within)
        sums[key] = sums.get(key, 0.0) + piece.area_km2
    found = [Holding(*key, area_km2=area) for key, area in sums.items()]
    return tuple(sorted(found, key=lambda held: -held.area_km2))
