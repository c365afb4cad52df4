"""How many settlements a side holds, gained or lost, by the gazetteer and control maps."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import LineMeter
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from geo.belief import normal_cdf
from geo.claims.claim import Claim, Interval, MapUsed, Verdict
from geo.claims.ends import Missing
from geo.claims.holding_day import DaysMeant
from geo.claims.holding_maps import MapChosen, drawn_maps, map_for, map_near
from geo.control.atlas import ControlAtlas
from geo.control.doubt import gap
from geo.control.frontier import front_of
from geo.control.layer import ControlLayer
from geo.reading.periods import Span
from geo.reading.reading import Reading
from geo.reading.statement import Quantity, Statement
from geo.reading.territory import Territory
from geo.tolerance import hedge_class, stated_interval, table

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SURE: Final = 0.8
"""From this probability on a settlement surely counts."""
_MAYBE: Final = 0.2
"""From this probability on it may count."""
_AROUND_DEG: Final = 0.06
"""Settlements outside the ground are looked at as far away as this, at least 4 km."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The settlements of the gazetteer on some ground."""

    sure: int
    """How many surely lie on it."""
    drawn: int
    """How many lie on it as drawn."""
    maybe: int
    """How many may lie on it."""
    mean: float
    """The expected number."""
    spread: float
    """Its standard deviation."""
    base: ControlLayer | None = None
    """The map from which a change is counted."""


def count_claim(
    statement: Statement, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> Claim | None:
    """Check how many settlements a side is said to hold, to have gained or lost.

    The gazetteer may lack hamlets, so what it has on the ground is a lower bound: a number below
    it does not fit, one above it cannot be told.

    Parameters
    ----------
    statement
        A count of settlements.
    reading
        The report that states it.
    gazetteer
        The gazetteer that it was read against.
    control
        The control maps supplied.

    Returns
    -------
    Claim or None
        None where it states no number.
    """
    quantity, told = statement.quantity, statement.territory
    if quantity is None:
        return None
    stated = _stated(quantity, reading.report.lang)
    maps = drawn_maps(control)
    if maps is None:
        why = "the maps supplied are inferred from reports"
        return _unchecked(statement, stated, Missing("circular", why))
    if told is None or told.side is None:
        why = "the text does not say which side holds, gains or loses them"
        return _unchecked(statement, stated, Missing("unresolved", why))
    own = statement.date if told.on is None and told.until is None else None
    days = DaysMeant(reading, maps)
    day = days.of(statement.start, statement.end, own=_last(told.until or told.on) or own)
    chosen = map_for(maps, day.iso, statement.attribution, lang=reading.report.lang)
    counter = _Counter(gazetteer, told.side, _place(told, reading), told)
    counted = _count(counter, chosen, maps)
    if isinstance(counted, Missing):
        return _unchecked(statement, stated, counted)
    base = counted.base
    verdict, cause, note = _verdict(counted, stated, counter, negated=statement.negated)
    if verdict != "uncertain" and (day.iso is None or _far(chosen.gap_days)):
        verdict, cause, note = "uncertain", "date", "The map is not of that day."
    layer = chosen.layer
    return Claim(
        statement=statement,
        stated=stated,
        measured=(float(counted.sure), float(counted.maybe)),
        measured_value=float(counted.drawn),
        measured_unit="count",
        probability=_probability(counted, stated, verdict),
        verdict=verdict,
        cause=cause,
        why=" ".join([
            _why(counted, counter, layer, quantity),
            f"{day.why[:1].upper()}{day.why[1:]}; {chosen.why}.", note, chosen.quoted_note(verdict),
        ]).strip(),
        map=MapUsed(
            layer.maker.name, layer.date, layer.file, gap_days=chosen.gap_days,
            base_date=None if base is None else base.date,
            base=None if base is None else "day",
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts the settlements that a side holds in an area."""

    gazetteer: Gazetteer
    side: str
    place: Place | None
    told: Territory

    @property
    def where(self) -> str:
        """The area in words."""
        if self.place is not None:
            return f" in {self.place.name}"
        return " in its own country" if self.at_home else " abroad"

    @property
    def at_home(self) -> bool:
        """Whether the settlements are of the side's own country."""
        if self.place is not None:
            return self.place.country == self.side
        return self.told.deed == "regains" or self.told.own

    def area(self) -> BaseGeometry | None:
        """The area that settlements are counted in; None for no bound."""
        code = self.side if self.place is None else self.place.id
        if self.place is None and not self.at_home:
            return None
        try:
            return territory(self.gazetteer, code)
        except PlaceUnknown:
            return None

    def shape(self, layer: ControlLayer) -> BaseGeometry:
        """The ground that tells: the side's own abroad, or what others hold at its home."""
        if not self.at_home:
            return layer.ground(self.side)
        others = [layer.ground(other) for other in layer.sides if other != self.side]
        return shapely.union_all(others) if others else shapely.Polygon()

    def places(self, *layers: ControlLayer) -> list[Place]:
        """The settlements on the ground of any of some maps, and around it."""
        shape = shapely.union_all([self.shape(layer) for layer in layers])
        if shape.is_empty:
            return []
        wide = shape.buffer(_AROUND_DEG)
        area = self.area()
        found = self.gazetteer.within(wide, kind="settlement")
        if area is None or not found:
            own = None if self.at_home else self.side
            return [place for place in found if place.country != own]
        shapely.prepare(area)
        inside = shapely.intersects_xy(area, [p.lon for p in found], [p.lat for p in found])
        return [place for place, keep in zip(found, inside, strict=True) if keep]

    def held(self, layer: ControlLayer, places: list[Place]) -> tuple[Array, Mask]:
        """How probably the side holds each place, and whether it is drawn so."""
        shape, front = self.shape(layer), front_of(layer, self.gazetteer)
        lon, lat = np.array([p.lon for p in places]), np.array([p.lat for p in places])
        inside = (
            np.zeros(len(places), dtype=bool)
            if shape.is_empty
            else np.asarray(shapely.intersects_xy(shape, lon, lat), dtype=bool)
        )
        if front.is_empty or not places:
            believed = inside.astype(float)
        else:
            off = LineMeter(front).distances(lon, lat)[0]
            depth = np.where(inside, off, -off)
            believed = np.array(
                [
                    gap().inside(float(d), precision_m=place.precision_m)
                    for d, place in zip(depth, places, strict=True)
                ]
            )
        return (1 - believed, ~inside) if self.at_home else (believed, inside)


def _count(counter: _Counter, chosen: MapChosen, maps: ControlAtlas) -> Counted | Missing:
    """Count what is held on the map of the day, or what changed since another."""
    layer, told = chosen.layer, counter.told
    if counter.side not in layer.sides and not counter.at_home:
        return Missing("coverage", f"the map of {layer.title} shows no ground of {counter.side}")
    if told.deed == "holds" or (told.deed == "gains" and told.since is None):
        if counter.at_home:
            why = "what a side holds in its own country the maps do not bound"
            return Missing("coverage", why)
        places = counter.places(layer)
        believed, drawn = counter.held(layer, places)
        return _counted(believed, drawn)
    if told.since is None:
        return Missing("date", "the text does not say since when")
    base = map_near(maps.of_maker(layer.maker.name), told.since.first)
    if base is None or base.date == layer.date:
        return Missing("date", "a change needs maps of both days, and they are not supplied")
    places = counter.places(base, layer)
    before, drawn_before = counter.held(base, places)
    after, drawn_after = counter.held(layer, places)
    if told.deed == "loses":
        before, after, drawn_before, drawn_after = after, before, drawn_after, drawn_before
    # What lies on an edge that did not move has not changed hands, however unsure the edge is.
    moved = after - before > 0.1
    believed = np.where(moved, after * (1 - before), 0.0)
    return replace(_counted(believed, drawn_after & ~drawn_before), base=base)


def _counted(believed: Array, drawn: Mask) -> Counted:
    return Counted(
        sure=int((believed >= _SURE).sum()),
        drawn=int(drawn.sum()),
        maybe=int((believed >= _MAYBE).sum()),
        mean=float(believed.sum()),
        spread=math.sqrt(float((believed * (1 - believed)).sum())),
    )


def _far(gap_days: int | None) -> bool:
    return gap_days is not None and abs(gap_days) > table()["holding"]["fresh_days"]


def _last(days: Span | None) -> str | None:
    """The last of some days, if its year is known."""
    return None if days is None or days.last.startswith("--") else days.last


def _place(told: Territory, reading: Reading) -> Place | None:
    """The region or country that the settlements lie in."""
    if told.place is None:
        return None
    place = reading.resolutions[told.place].place
    return place if place is not None and place.kind in ("region", "country") else None


def _stated(quantity: Quantity, lang: str) -> Interval:
    """What the words admit; a bare count is meant to the last one."""
    bare = hedge_class(quantity.hedge, lang=lang) in (None, "exactly")
    if bare and quantity.value_max is None and any(c.isdigit() for c in quantity.text or "0"):
        return quantity.value, quantity.value
    found = stated_interval(quantity, lang=lang)
    if bare and found.low is not None and not found.basis.startswith("“"):
        return quantity.value, quantity.value_max or quantity.value
    return found.low, found.high


def _verdict(
    counted: Counted, stated: Interval, counter: _Counter, *, negated: bool
) -> tuple[Verdict, str | None, str]:
    """The verdict with its cause and a remark."""
    low, high = stated[0] or 0.0, math.inf if stated[1] is None else stated[1]
    if negated:
        return "uncertain", "vague words", "A denied count is not tested."
    if high < counted.sure:
        whole = counter.told.deed == "holds" and counter.told.since is None
        if whole or counter.place is not None:
            return "contradicted", None, "More are on file there: it does not fit this map."
        note = "More are on file along the whole front; the text may mean a part of it."
        return "uncertain", "extent", note
    if low > counted.maybe:
        note = "The gazetteer may lack hamlets, so its count is only a lower bound."
        return "uncertain", "gazetteer", note
    note = "The gazetteer may lack hamlets, so there may be more."
    return "supported", None, note


def _probability(counted: Counted, stated: Interval, verdict: Verdict) -> float:
    """That the number on file lies in what is stated, kept within what the verdict says."""
    low = -math.inf if stated[0] is None else stated[0] - 0.5
    high = math.inf if stated[1] is None else stated[1] + 0.5
    spread = max(counted.spread, 1e-6)
    below = [float(normal_cdf((end - counted.mean) / spread)) for end in (low, high)]
    share = below[1] - below[0]
    if verdict == "supported":
        return max(share, _SURE)
    return min(share, 0.05) if verdict == "contradicted" else min(max(share, 0.06), 0.79)


def _why(counted: Counted, counter: _Counter, layer: ControlLayer, quantity: Quantity) -> str:
    """Say what was counted."""
    edge, base = "", counted.base
    if counted.sure != counted.maybe:
        edge = f" ({counted.sure} to {counted.maybe}, as the front is drawn)"
    words = " ".join(filter(None, (quantity.hedge, quantity.text or f"{quantity.value:g}")))
    if base is None:
        deed = f"{counter.side} holds{counter.where}"
    else:
        verb = "lost" if counter.told.deed == "loses" else "gained"
        days = (date.fromisoformat(str(layer.date)) - date.fromisoformat(str(base.date))).days
        deed = f"{counter.side} {verb}{counter.where} since {base.date}, in {days} days"
    return (
        f"On the map of {layer.title} the gazetteer has {counted.drawn} settlements that {deed}"
        f"{edge}; the text says {words}."
    )


def _unchecked(statement: Statement, stated: Interval, gone: Missing) -> Claim:
    why = f"{gone.why[:1].upper()}{gone.why[1:]}."
    return Claim(statement, stated, None, None, "count", None, "unchecked", gone.cause, why)
