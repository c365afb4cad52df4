"""What ground changed hands between two control maps, as a page shows and tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2, inverse_many
from gazetteer.vertices import parts

if TYPE_CHECKING:
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

SLIVER_M: Final = 100.0
"""Changed ground narrower than this in the mean is a line drawn anew, not an advance."""
SLIVER_KM2: Final = 0.1
"""Changed ground smaller than this is a sliver, too."""
_NEAR_M: Final = 15_000.0
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Swing:
    """What one side gained and lost in one country."""

    side: str
    """The side."""
    country: str | None
    """ISO 3166-1 alpha-2 code of the country that the ground lies in; None where not known."""
    gained: BaseGeometry
    """Ground gained, slivers among it; longitude and latitude in degrees, WGS 84."""
    lost: BaseGeometry
    """Ground lost, slivers among it."""

    @property
    def changed(self) -> bool:
        """Whether anything was gained or lost."""
        return not (self.gained.is_empty and self.lost.is_empty)

    @property
    def gained_km2(self) -> float:
        """Area gained."""
        return area_km2(self.gained)

    @property
    def lost_km2(self) -> float:
        """Area lost."""
        return area_km2(self.lost)

    @property
    def sliver_km2(self) -> float:
        """How much of both together is slivers."""
        pieces = [*parts(self.gained), *parts(self.lost)]
        return sum(area_km2(piece) for piece in pieces if is_sliver(piece))


@dataclass(frozen=True, slots=True)
class Patch:
    """One piece of ground that changed hands."""

    key: str
    """Id of its row on the page."""
    side: str | None
    """Who has it now; None where that is not known."""
    lost_by: str | None
    """Who had it."""
    country: str | None
    """The country that it lies in."""
    shape: BaseGeometry
    """The ground."""
    area_km2: float
    """Its area."""
    places: tuple[Place, ...]
    """The settlements in it, the biggest first."""
    near: Place | None
    """The nearest settlement where there is none in it."""


def swings_of(
    before: ControlLayer, after: ControlLayer, *, region: BaseGeometry | None = None
) -> tuple[Swing, ...]:
    """Find what every side gained and lost from one map to another.

    Parameters
    ----------
    before, after
        The two maps.
    region
        Ground to look at alone, longitude and latitude in degrees; None for all.
    """
    pairs = sorted(_pairs(before) | _pairs(after), key=lambda pair: (pair[0], pair[1] or ""))
    found = []
    for side, country in pairs:
        old, new = (_ground(layer, side, country, region) for layer in (before, after))
        gained, lost = _areal(new.difference(old)), _areal(old.difference(new))
        found.append(Swing(side, country, gained, lost))
    return tuple(found)


def patches_of(swings: Sequence[Swing], gazetteer: Gazetteer) -> tuple[Patch, ...]:
    """List the pieces of ground that changed hands, the largest first, slivers left out.

    Parameters
    ----------
    swings
        What every side gained and lost.
    gazetteer
        Where the settlements in each are looked up.
    """
    found = [
        (area_km2(piece), winner, loser, swing.country, piece)
        for swing in swings
        for shape, winner, loser in (
            (swing.gained, swing.side, swing.country),
            (swing.lost, swing.country, swing.side),
        )
        for piece in parts(shape)
        if not is_sliver(piece)
    ]
    found.sort(key=lambda one: (-one[0], one[4].bounds))
    return tuple(
        Patch(f"patch-{number}", winner, loser, country, piece, area, *_named(piece, gazetteer))
        for number, (area, winner, loser, country, piece) in enumerate(found, 1)
    )


def slivers_of(swings: Sequence[Swing]) -> tuple[BaseGeometry, ...]:
    """List the changed ground that is too thin or too small to be an advance.

    Parameters
    ----------
    swings
        What every side gained and lost.
    """
    pieces = [piece for swing in swings for piece in (*parts(swing.gained), *parts(swing.lost))]
    return tuple(piece for piece in pieces if is_sliver(piece))


def is_sliver(piece: Polygon) -> bool:
    """Tell whether changed ground is but a line drawn anew: small, or narrow in the mean.

    The mean width is twice the area by the perimeter, both geodesic.

    Parameters
    ----------
    piece
        The ground, longitude and latitude in degrees, WGS 84.
    """
    area = area_km2(piece)
    if area < SLIVER_KM2:
        return True
    lon, lat = np.asarray(piece.exterior.coords)[:, :2].T
    around_m = float(inverse_many(lon[:-1], lat[:-1], lon[1:], lat[1:])[0].sum())
    return 2e6 * area / around_m < SLIVER_M


def _pairs(layer: ControlLayer) -> set[tuple[str, str | None]]:
    """Who holds ground, and in which country."""
    frame = layer.frame[layer.frame["status"] == "held"]
    return {
        (side, within if isinstance(within, str) else None)
        for side, within in zip(frame["side"], frame["within"], strict=True)
        if isinstance(side, str)
    }


def _ground(
    layer: ControlLayer, side: str, country: str | None, region: BaseGeometry | None
) -> BaseGeometry:
    """The ground of a side in a country, or in a part of it."""
    shape = layer.ground(side, within=country)
    return shape if region is None else shape.intersection(region)


def _areal(shape: BaseGeometry) -> BaseGeometry:
    """What is ground of a shape: cutting leaves lines and points."""
    return shapely.MultiPolygon([part for part in parts(shape) if part.geom_type == "Polygon"])


def _named(piece: Polygon, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], Place | None]:
    """The settlements in a piece, else the one that lies nearest to its middle."""
    inside = gazetteer.within(piece, kind="settlement")
    if inside:
        return tuple(sorted(inside, key=lambda town: (-(town.population or 0), town.id))), None
    middle = piece.representative_point()
    near = gazetteer.near(middle.x, middle.y, radius_m=_NEAR_M, kind="settlement", limit=1)
    return (), near[0].place if near else None
