"""Changes between two control maps: ground gained and lost, and settlements that changed hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LineMeter
from geo.control.contact import contact_of, length_km
from geo.control.difference import moved
from geo.control.grounds import Within, countries_with_ground, ground_within, within_of
from geo.control.slivers import Parted, parted
from geo.tolerance import table

if TYPE_CHECKING:
    from gazetteer.place import Place
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

CONTESTED: Final = "contested"


@dataclass(frozen=True, slots=True)
class SettlementChange:
    """A settlement whose centre lies on ground that changed hands."""

    place: Place
    """The settlement."""
    before: str | None
    """Who had it on the first map: a side or country, or `contested`."""
    after: str | None
    """Who has it on the second."""
    edge_m: float
    """From its centre to the nearest edge of the changed ground, metres."""

    @property
    def on_line(self) -> bool:
        """Whether it lies nearer to that edge than its own position is known."""
        return self.edge_m < self.place.precision_m


@dataclass(frozen=True, slots=True, eq=False)
class ControlChange:
    """What changed between two maps, for one side in one country or region."""

    before: ControlLayer
    """The first map."""
    after: ControlLayer
    """The second."""
    side: str | None
    """Whose ground it is; None for ground that nobody is said to hold."""
    status: str
    """One of `CONTROL_STATUSES`."""
    within: Within
    """Where."""
    gained: Parted
    """Ground that the second map adds, slivers apart."""
    lost: Parted
    """Ground that the second map no longer has, slivers apart."""
    settlements: tuple[SettlementChange, ...]
    """Settlements on ground gained or lost, by name."""
    gap_km2: float | None
    """How much two makers' maps of one day differ along such a contact line, square kilometres;
    None where both maps are of one maker."""

    @property
    def net_km2(self) -> float:
        """Gained less lost: the second map's area less the first's, square kilometres."""
        return self.gained.area_km2 - self.lost.area_km2

    @property
    def slivers_km2(self) -> float:
        """How much of gained and lost together is slivers, square kilometres."""
        return self.gained.slivers_km2 + self.lost.slivers_km2

    @property
    def mixed_sources(self) -> bool:
        """Whether two makers' maps are compared."""
        return self.before.maker.name != self.after.maker.name

    @property
    def warning(self) -> str | None:
        """What to say where two makers are mixed, in one plain sentence without a full stop."""
        if not self.mixed_sources or self.gap_km2 is None:
            return None
        gap_m = float(table()["control"]["gap_median_m"])
        return (
            f"{self.before.file} is by {self.before.maker.name} and {self.after.file} by "
            f"{self.after.maker.name}: lines of two makers lie {gap_m:,.0f} m apart in the median "
            f"on one day, so about {self.gap_km2:,.0f} km² of {self.side or 'the ground'} in "
            f"{self.within.name} may differ without any change on the ground"
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two maps compared for every side and country."""

    changes: tuple[ControlChange, ...]
    """What changed."""
    uncompared: tuple[str, ...] = ()
    """What could not be compared and why, in plain sentences without a full stop."""


def changes(
    before: ControlLayer,
    after: ControlLayer,
    gazetteer: Gazetteer,
    *,
    within: Sequence[str] = (),
    side: str | None = None,
) -> tuple[ControlChange, ...]:
    """Compare two maps for every side and country, as `compare` does, and give what changed.

    Parameters
    ----------
    before, after
        The maps.
    gazetteer
        Tells where borders run and which settlements there are.
    within
        Names, codes or ids of countries and regions.
    side
        One side alone; None for all.
    """
    return compare(before, after, gazetteer, within=within, side=side).changes


def compare(
    before: ControlLayer,
    after: ControlLayer,
    gazetteer: Gazetteer,
    *,
    within: Sequence[str] = (),
    side: str | None = None,
) -> Comparison:
    """Compare two maps for every side and country.

    Parameters
    ----------
    before, after
        The maps.
    gazetteer
        Tells where borders run and which settlements there are.
    within
        Names, codes or ids of countries and regions; without any, each country in which a side
        has ground, on either map, that is not its own.
    side
        One side alone; None for all.

    Returns
    -------
    Comparison
        Held ground first, then contested. Between two makers ground that one of them does not
        draw at all in a country is not compared: their map may not show that country.
    """
    wanted = [within_of(gazetteer, name) for name in within]
    found, left_out = [], []
    for status in ("held", CONTESTED):
        for one in _sides((before, after), side, status):
            codes = [] if wanted else _codes((before, after), one, gazetteer, status)
            for place in wanted or [within_of(gazetteer, code) for code in codes]:
                empty = _unshown((before, after), one, place, status=status)
                if empty is None:
                    found.append(
                        change(before, after, gazetteer, side=one, within=place, status=status)
                    )
                else:
                    left_out.append(
                        f"{empty.file} by {empty.maker.name} shows no ground {status} by "
                        f"{one or 'nobody'} in {place.name}; the other maker's is not compared "
                        "with that"
                    )
    return Comparison(tuple(found), tuple(left_out))


def change(
    before: ControlLayer,
    after: ControlLayer,
    gazetteer: Gazetteer,
    *,
    side: str | None,
    within: Within | str,
    status: str = "held",
) -> ControlChange:
    """Compare two maps for one side in one country or region.

    Parameters
    ----------
    before, after
        The maps.
    gazetteer
        Tells where borders run and which settlements there are.
    side
        Whose ground; None for ground that nobody is said to hold.
    within
        Country or region, or a name, code or id of one.
    status
        One of `CONTROL_STATUSES`.
    """
    area = within_of(gazetteer, within) if isinstance(within, str) else within
    gained, lost = moved(before, after, side, area, status=status)
    settlements: list[SettlementChange] = []
    if status == "held":
        for other, shown, edge_m in _on_changed(before, gained, gazetteer, without=side):
            settlements.append(SettlementChange(shown, other or area.country, side, edge_m))
        for other, shown, edge_m in _on_changed(after, lost, gazetteer, without=side):
            settlements.append(SettlementChange(shown, side, other or area.country, edge_m))
    if status == CONTESTED:
        # What another side held there is among what that side gained and lost.
        own = (None, area.country)
        for other, shown, edge_m in _on_changed(before, gained, gazetteer):
            if other in own:
                settlements.append(SettlementChange(shown, area.country, CONTESTED, edge_m))
        for other, shown, edge_m in _on_changed(after, lost, gazetteer):
            if other in own:
                settlements.append(SettlementChange(shown, CONTESTED, area.country, edge_m))
    gap_km2 = None
    if before.maker.name != after.maker.name:
        grounds = (ground_within(m, side, area, statuses=(status,)).shape for m in (before, after))
        gap_km2 = _gap_km2(contact_of(ground, area, gazetteer) for ground in grounds)
    return ControlChange(
        before=before,
        after=after,
        side=side,
        status=status,
        within=area,
        gained=parted(gained),
        lost=parted(lost),
        settlements=tuple(sorted(settlements, key=lambda s: (s.place.name, s.place.id))),
        gap_km2=gap_km2,
    )


def _sides(layers: Sequence[ControlLayer], side: str | None, status: str) -> list[str | None]:
    """The sides that have ground of a status on either map, or the one asked for."""
    found = set()
    for layer in layers:
        rows = layer.frame[layer.frame["status"] == status]
        found |= {s if isinstance(s, str) else None for s in rows["side"]}
    if side is not None:
        return [side] if status == "held" or side in found else []
    return sorted(found, key=lambda s: (s is None, s or ""))


def _unshown(
    layers: tuple[ControlLayer, ControlLayer], side: str | None, within: Within, *, status: str
) -> ControlLayer | None:
    """The one of two makers' maps that does not draw such ground there at all."""
    if layers[0].maker.name == layers[1].maker.name or side == within.country:
        return None
    empty = [
        layer
        for layer in layers
        if ground_within(layer, side, within, statuses=(status,)).shape.is_empty
    ]
    return empty[0] if len(empty) == 1 else None


def _codes(
    layers: Sequence[ControlLayer], side: str | None, gazetteer: Gazetteer, status: str
) -> list[str]:
    """The countries in which a side has ground on either map."""
    found: set[str] = set()
    for layer in layers:
        found.update(countries_with_ground(layer, side, gazetteer, status=status))
    return sorted(found)


def _on_changed(
    layer: ControlLayer, ground: MultiPolygon, gazetteer: Gazetteer, *, without: str | None = None
) -> Iterator[tuple[str | None, Place, float]]:
    """The settlements on changed ground: who else a map gives them to, and how far the edge is."""
    places = gazetteer.within(ground, kind="settlement")
    if not places:
        return
    meter = LineMeter(ground.boundary)
    edges_m = meter.distances([p.lon for p in places], [p.lat for p in places])[0]
    for place, edge_m in zip(places, edges_m, strict=True):
        yield holder_drawn(layer, place, without=without), place, float(edge_m)


def holder_drawn(layer: ControlLayer, place: Place, *, without: str | None = None) -> str | None:
    """Tell whose polygon a map draws over a place's centre.

    Parameters
    ----------
    layer
        The map.
    place
        A place.
    without
        A side whose polygons are passed over.

    Returns
    -------
    str or None
        The side, `contested` where it is that, or None where no polygon lies there.
    """
    frame = layer.frame
    point = shapely.Point(place.lon, place.lat)
    rows = frame[frame.geometry.intersects(point) & (frame["side"] != without)]
    if (rows["status"] == CONTESTED).any():
        return CONTESTED
    sides = [side for side in rows[rows["status"] == "held"]["side"] if isinstance(side, str)]
    return sides[0] if sides else None


def _gap_km2(contact_lines: Iterable[BaseGeometry]) -> float:
    """How much two makers' maps differ: their median gap times the longer contact line."""
    longest_km = max(map(length_km, contact_lines))
    return float(table()["control"]["gap_median_m"]) / 1000 * longest_km
