"""The pieces of ground that changed hands between two control maps, as a page tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from gazetteer.vertices import parts
from geo.control.change import CONTESTED
from geo.control.grounds import NOISE_KM2

if TYPE_CHECKING:
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.control.change import ControlChange, SettlementChange
    from geo.control.layer import ControlLayer

_NEAR_M: Final = 15_000.0


@dataclass(frozen=True, slots=True)
class Patch:
    """One piece of ground that changed hands."""

    key: str
    """Id of its row on the page."""
    side: str | None
    """Who has it now, or `contested`; None where that is not known."""
    lost_by: str | None
    """Who had it, or `contested`."""
    where: str
    """Display name of the country or region that it lies in."""
    shape: BaseGeometry
    """The ground."""
    area_km2: float
    """Its area."""
    places: tuple[Place, ...]
    """The settlements in it, the biggest first."""
    near: Place | None
    """The nearest settlement where there is none in it."""


@dataclass(frozen=True, slots=True)
class Turned:
    """One settlement on ground that changed hands."""

    key: str
    """Id of its row on the page."""
    settlement: SettlementChange
    """The settlement, who had it and who has it."""


def abroad(changes: Sequence[ControlChange]) -> tuple[ControlChange, ...]:
    """Keep what tells of ground held outside one's own country: the rest is its reverse.

    Parameters
    ----------
    changes
        What changed, by side and country.
    """
    return tuple(
        change for change in changes if change.status == "held" and change.side is not None
        and change.side != change.within.country
    )  # fmt: skip


def contested(changes: Sequence[ControlChange]) -> tuple[ControlChange, ...]:
    """Keep what tells of contested ground.

    Parameters
    ----------
    changes
        What changed, by side and country.
    """
    return tuple(change for change in changes if change.status == CONTESTED)


def patches_of(changes: Sequence[ControlChange], gazetteer: Gazetteer) -> tuple[Patch, ...]:
    """List the pieces of ground that changed hands, the largest first, slivers left out.

    Parameters
    ----------
    changes
        What changed, by side and country.
    gazetteer
        Where the settlements in each are looked up.
    """
    found = [
        (area_km2(piece), winner, loser, change.within.name, piece)
        for change, shape, winner, loser in _shares(changes)
        for piece in parts(shape)
        if piece.geom_type == "Polygon"
    ]
    found = [one for one in found if one[0] > NOISE_KM2]
    found.sort(key=lambda one: (-one[0], one[4].bounds))
    return tuple(
        Patch(f"patch-{number}", winner, loser, where, piece, area, *_named(piece, gazetteer))
        for number, (area, winner, loser, where, piece) in enumerate(found, 1)
    )


_Share = tuple[BaseGeometry, str | None, str | None]
"""Ground, who has it now, and who had it."""


def _shares(
    changes: Sequence[ControlChange],
) -> Iterator[tuple[ControlChange, BaseGeometry, str | None, str | None]]:
    """All ground that changed hands, once."""
    for change in abroad(changes):
        for share in (*_gained(change), *_lost(change)):
            yield change, *share
    for change in contested(changes):
        country = change.within.country
        new = change.gained.broad - _held_by_others(change.before, country)
        yield change, new - _disputed(change.before), CONTESTED, country
        over = change.lost.broad - _held_by_others(change.after, country)
        yield change, over - _disputed(change.after), country, CONTESTED


def _gained(change: ControlChange) -> Iterator[_Share]:
    """What a side gained: from nobody in particular, else from the country."""
    gained, disputed = change.gained.broad, _disputed(change.before)
    yield gained & disputed, change.side, CONTESTED
    yield gained - disputed, change.side, change.within.country


def _lost(change: ControlChange) -> Iterator[_Share]:
    """What a side lost to nobody in particular or to the country; what others gained is theirs."""
    disputed = _disputed(change.after)
    lost = change.lost.broad - _held_by_others(change.after, change.side)
    yield lost & disputed, CONTESTED, change.side
    yield lost - disputed, change.within.country, change.side


def _disputed(layer: ControlLayer) -> BaseGeometry:
    """Contested ground of a map, whoever it names."""
    sides = (None, *layer.sides)
    return shapely.union_all([layer.ground(side, statuses=(CONTESTED,)) for side in sides])


def _held_by_others(layer: ControlLayer, side: str | None) -> BaseGeometry:
    """Ground of a map that other sides than this one hold."""
    shapes = [layer.ground(other) for other in layer.sides if other != side]
    return shapely.union_all(shapes) if shapes else Polygon()


def turned_of(changes: Sequence[ControlChange]) -> tuple[Turned, ...]:
    """List the settlements on changed ground, each once, the biggest first.

    Parameters
    ----------
    changes
        What changed, by side and country.
    """
    told = (*contested(changes), *abroad(changes))
    known = {s.place.id: s for change in told for s in change.settlements}
    order = sorted(known.values(), key=lambda s: (-(s.place.population or 0), s.place.id))
    return tuple(Turned(f"place-{number}", one) for number, one in enumerate(order, 1))


def slivers_of(changes: Sequence[ControlChange]) -> tuple[BaseGeometry, ...]:
    """List the changed ground that is but a line drawn anew.

    Parameters
    ----------
    changes
        What changed, by side and country.
    """
    shapes = [shape.slivers for one in abroad(changes) for shape in (one.gained, one.lost)]
    return tuple(piece for shape in shapes for piece in parts(shape))


def _named(piece: Polygon, gazetteer: Gazetteer) -> tuple[tuple[Place, ...], Place | None]:
    """The settlements in a piece, else the one that lies nearest to its middle."""
    inside = gazetteer.within(piece, kind="settlement")
    if inside:
        return tuple(sorted(inside, key=lambda town: (-(town.population or 0), town.id))), None
    middle = piece.representative_point()
    near = gazetteer.near(middle.x, middle.y, radius_m=_NEAR_M, kind="settlement", limit=1)
    return (), near[0].place if near else None
