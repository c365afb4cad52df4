"""Areas of a control map: what each side has in each country, by status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from geo.control.contact import contact_of, length_km
from geo.control.grounds import (
    NOISE_KM2,
    Within,
    countries_with_ground,
    ground_within,
    within_of,
)
from geo.control.layer import CONTROL_STATUSES
from geo.tolerance import table

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

USUAL_STATUSES: Final = ("held", "contested", "claimed")
"""What is measured unasked: ground that was won back is its own country's again."""


@dataclass(frozen=True, slots=True)
class ControlArea:
    """The area of what a side has in a country or region, on one map."""

    file: str
    """The map's file, without its folders."""
    date: str | None
    """The day that the map shows, ISO 8601."""
    source: str
    """Who drew it."""
    licence: str | None
    """Its licence; None where none is stated."""
    side: str | None
    """Who has the ground; None where nobody is said to."""
    status: str
    """One of `CONTROL_STATUSES`."""
    within: str
    """Code of the country, or id of the region."""
    within_name: str
    """Its display name."""
    area_km2: float
    """Geodesic area, square kilometres; ground that several polygons cover counts once."""
    inside_km2: float
    """How much of it lies within our own border and coast: less where a maker draws beyond."""
    shared_km2: float
    """How much of it the same map gives to another side as well, square kilometres."""
    contact_km: float | None
    """Length of the contact line, kilometres; None where it was not wanted, or there is none: at
    home, or where ground is not held."""
    polygons: int
    """How many polygons of the map have a part in it."""
    basis: str
    """How the ground was bounded, in plain words."""
    inferred: bool = False
    """Whether the map was worked out from reports, not drawn by a maker."""

    @property
    def gap_km2(self) -> float | None:
        """How far another maker's map may differ: median gap of two lines × contact line."""
        if self.contact_km is None:
            return None
        return float(table()["control"]["gap_median_m"]) / 1000 * self.contact_km


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that a map gives to two sides, or twice."""

    first: str
    """One of them: `RU, held`."""
    second: str
    """The other."""
    area_km2: float
    """Square kilometres."""


def area_of(
    layer: ControlLayer,
    gazetteer: Gazetteer,
    *,
    side: str | None,
    within: Within | str,
    status: str = "held",
    contact: bool = True,
) -> ControlArea:
    """Measure what a side has in a country or region.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Tells where borders and coasts run.
    side
        Who has it; None for ground that nobody is said to hold.
    within
        Country or region, or a name, code or id of one.
    status
        One of `CONTROL_STATUSES`.
    contact
        Whether the contact line is measured too, which takes longer than the area.
    """
    area = within_of(gazetteer, within) if isinstance(within, str) else within
    ground = ground_within(layer, side, area, statuses=(status,))
    abroad = side is not None and side != area.country
    wanted = contact and status == "held" and abroad
    line_km = length_km(contact_of(ground.shape, area, gazetteer)) if wanted else None
    return ControlArea(
        file=layer.file,
        date=layer.date,
        source=layer.maker.name,
        licence=layer.maker.licence,
        side=side,
        status=status,
        within=area.id,
        within_name=area.name,
        area_km2=area_km2(ground.shape),
        inside_km2=area_km2(ground.shape & area.shape),
        shared_km2=area_km2(ground.shape & _others(layer, side)),
        contact_km=line_km,
        polygons=ground.polygons,
        basis=ground.basis,
        inferred=layer.inferred,
    )


def areas(
    layer: ControlLayer,
    gazetteer: Gazetteer,
    *,
    within: Sequence[str] = (),
    side: str | None = None,
    contact: bool = True,
) -> tuple[ControlArea, ...]:
    """Measure what every side has, by status.

    Parameters
    ----------
    layer
        The map.
    gazetteer
        Tells where borders and coasts run.
    within
        Names, codes or ids of countries and regions; without any, each country in which a side
        has ground that is not its own.
    side
        One side alone; None for all.
    contact
        Whether contact lines are measured too.

    Returns
    -------
    tuple of ControlArea
        Held ground first. Where places were named every side has a row for each, if of 0 km².
    """
    wanted = [within_of(gazetteer, name) for name in within]
    rows = []
    for status in USUAL_STATUSES:
        for one in _sides(layer, side, status):
            if wanted:
                places = wanted
            else:
                codes = countries_with_ground(layer, one, gazetteer, status=status)
                places = [within_of(gazetteer, code) for code in codes]
            for place in places:
                row = area_of(
                    layer, gazetteer, side=one, within=place, status=status, contact=contact
                )
                if row.area_km2 > NOISE_KM2 or (wanted and status == "held"):
                    rows.append(row)
    return tuple(rows)


def _sides(layer: ControlLayer, side: str | None, status: str) -> list[str | None]:
    """The sides that have ground of a status, or the one asked for."""
    if side is not None:
        return [side]
    frame = layer.frame
    found = {s if isinstance(s, str) else None for s in frame["side"][frame["status"] == status]}
    return sorted(found, key=lambda s: (s is None, s or ""))


def overlaps(layer: ControlLayer) -> tuple[Overlap, ...]:
    """Find ground that a map gives to two sides, or to one side under two statuses.

    Parameters
    ----------
    layer
        The map.

    Returns
    -------
    tuple of Overlap
        The largest first; what two drawings of one line leave is not told.
    """
    kinds = sorted(
        {
            (side if isinstance(side, str) else None, str(status))
            for side, status in zip(layer.frame["side"], layer.frame["status"], strict=True)
        },
        key=lambda kind: (kind[0] is None, kind[0] or "", CONTROL_STATUSES.index(kind[1])),
    )
    found = []
    for first, second in combinations(kinds, 2):
        shared = _ground(layer, first) & _ground(layer, second)
        size = area_km2(shared)
        if size > NOISE_KM2:
            found.append(Overlap(_words(first), _words(second), size))
    return tuple(sorted(found, key=lambda overlap: -overlap.area_km2))


def _ground(layer: ControlLayer, kind: tuple[str | None, str]) -> BaseGeometry:
    """The ground of a side with a status."""
    ground = layer.ground(kind[0], statuses=(kind[1],))
    shapely.prepare(ground)
    return ground


def _others(layer: ControlLayer, side: str | None) -> BaseGeometry:
    """The ground that a map gives to other sides; what merely is contested is given to none."""
    return shapely.union_all([layer.ground(other) for other in layer.sides if other != side])


def _words(kind: tuple[str | None, str]) -> str:
    """Name a kind of ground: `RU, held`."""
    return f"{kind[0] or 'nobody'}, {kind[1]}"
