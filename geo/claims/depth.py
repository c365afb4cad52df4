"""How deep an advance reaches: the greatest distance of held ground from the border."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import Border, border_between
from gazetteer.errors import PlaceUnknown
from gazetteer.measure import LonLat, inverse
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from geo.belief import NORMAL_95, within_interval
from geo.claims.claim import Claim, Interval, MapUsed, Verdict
from geo.claims.ends import Missing
from geo.claims.holding_day import DaysMeant
from geo.claims.holding_maps import drawn_maps, map_for
from geo.claims.holding_sides import Abroad, abroad_of
from geo.claims.verdict import verdict_of
from geo.claims.why import quantity_words, span
from geo.control.atlas import ControlAtlas
from geo.control.doubt import gap
from geo.control.layer import ControlLayer
from geo.reading.reading import Reading
from geo.reading.statement import Quantity, Statement
from geo.tolerance import StatedInterval, hedge_class, stated_interval, table

_STEP_DEG: Final = 0.002
"""Edges are asked about in steps of this length, some 200 m."""


@dataclass(frozen=True, slots=True)
class Depth:
    """The deepest point of some ground."""

    distance_m: float
    """Its distance from the border, metres."""
    point: LonLat
    """The point, (longitude, latitude) in degrees, WGS 84."""
    foot: LonLat
    """The nearest point of the border."""
    border: str
    """What the border is called."""
    border_m: float
    """95 % error of the border, metres."""

    @property
    def error_m(self) -> float:
        """95 % error of the distance: the gap between makers' maps, and the border's, metres."""
        return math.hypot(gap().within(0.95), self.border_m)


def deepest(ground: BaseGeometry, border: Border) -> Depth | None:
    """Find the point of some ground that lies farthest from a border.

    The corners of the ground and points of its edge every 200 m are measured. Away from the
    border's own bends no inner point lies farther than all of the edge.

    Parameters
    ----------
    ground
        Polygon or MultiPolygon, longitude and latitude in degrees, WGS 84.
    border
        The border.

    Returns
    -------
    Depth or None
        None where there is no ground.
    """
    if ground.is_empty:
        return None
    corners = shapely.get_coordinates(shapely.segmentize(ground.boundary, _STEP_DEG))
    distance_m, foot_lon, foot_lat, _ = border.meter.distances(corners[:, 0], corners[:, 1])
    at = int(distance_m.argmax())
    lon, lat = corners[at]
    return Depth(
        float(distance_m[at]),
        (float(lon), float(lat)),
        (float(foot_lon[at]), float(foot_lat[at])),
        border.title,
        border.precision_m,
    )


def depth_claim(
    statement: Statement, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> Claim | None:
    """Check how deep an advance is said to reach.

    Parameters
    ----------
    statement
        A depth.
    reading
        The report that states it.
    gazetteer
        The gazetteer that it was read against.
    control
        The control maps supplied.

    Returns
    -------
    Claim or None
        None where it states no length.
    """
    quantity, lang = statement.quantity, reading.report.lang
    if quantity is None or (stated := _stated(quantity, lang)).unit != "m":
        return None
    maps = drawn_maps(control)
    if maps is None:
        gone = Missing("circular", "the maps supplied are inferred from reports")
        return _unchecked(statement, stated, gone)
    day = DaysMeant(reading, maps).of(statement.start, statement.end, own=statement.date)
    chosen = map_for(maps, day.iso, statement.attribution, lang=lang)
    abroad = abroad_of(statement, reading, gazetteer, chosen.layer)
    if isinstance(abroad, Missing):
        return _unchecked(statement, stated, abroad)
    found = _measured(chosen.layer, abroad, gazetteer)
    if isinstance(found, Missing):
        return _unchecked(statement, stated, found)
    greatest = hedge_class(quantity.hedge, lang=lang) in ("at_most", "under")
    ruling = _ruled(stated, found, greatest=greatest, negated=statement.negated)
    if ruling.verdict != "uncertain" and _stale(chosen.gap_days, day.iso):
        ruling = replace(ruling, verdict="uncertain", cause="date", note="It is not of that day.")
    value, slack_km = found.distance_m / 1000, found.error_m / 1000
    layer = chosen.layer
    sentences = [
        _why(found, abroad, layer, quantity, stated),
        f"{day.why[:1].upper()}{day.why[1:]}; {chosen.why}.",
        ruling.note,
        chosen.quoted_note(ruling.verdict),
    ]
    return Claim(
        statement=statement,
        stated=_km(stated),
        measured=(max(value - slack_km, 0.0), value + slack_km),
        measured_value=value,
        measured_unit="km",
        probability=ruling.probability,
        verdict=ruling.verdict,
        cause=ruling.cause,
        why=" ".join(filter(None, sentences)),
        foot=found.foot,
        bearing_deg=inverse(found.foot, found.point).bearing_deg,
        map=MapUsed(layer.maker.name, layer.date, layer.file, gap_days=chosen.gap_days),
    )


def _measured(layer: ControlLayer, abroad: Abroad, gazetteer: Gazetteer) -> Depth | Missing:
    """The deepest point of what a side holds in a country."""
    border = border_between(gazetteer, abroad.side, abroad.country)
    if border is None:
        why = f"the border of {abroad.side} and {abroad.country} is not on file"
        return Missing("unresolved", why)
    try:
        area = territory(gazetteer, abroad.place_id or abroad.country)
    except PlaceUnknown:
        return Missing("unresolved", f"no outline of {abroad.where} is on file")
    found = deepest(layer.ground(abroad.side) & area, border)
    if found is None:
        why = f"on the map of {layer.title} {abroad.side} holds nothing in {abroad.where}"
        return Missing("coverage", why)
    return found


@dataclass(frozen=True, slots=True)
class _Ruling:
    """The verdict of a depth."""

    verdict: Verdict
    cause: str | None
    probability: float
    note: str = ""


def _stated(quantity: Quantity, lang: str) -> StatedInterval:
    """What the words admit of the greatest depth: "up to 10 km" means that it is about 10."""
    if hedge_class(quantity.hedge, lang=lang) == "at_most":
        return stated_interval(replace(quantity, hedge=None), lang=lang)
    return stated_interval(quantity, lang=lang)


def _ruled(stated: StatedInterval, depth: Depth, *, greatest: bool, negated: bool) -> _Ruling:
    """The verdict of a depth; `greatest`: the words name the greatest of all."""
    wide_m, border_m = gap().within(0.5), depth.border_m / NORMAL_95
    low = None if stated.low is None else max(stated.low - wide_m, 0.0)
    widened = replace(stated, low=low, high=None if stated.high is None else stated.high + wide_m)
    map_m = math.hypot(math.sqrt(2) * gap().scale_m, border_m)
    # Whoever states it looked at some map, which differs from ours by the gap between makers.
    belief = max(
        float(within_interval(depth.distance_m, stated, blur=map_m)),
        float(within_interval(depth.distance_m, widened, blur=border_m)),
    )
    probability = 1 - belief if negated else belief
    verdict = verdict_of(probability)
    shallow = stated.high is not None and depth.distance_m > stated.high
    if verdict == "contradicted" and shallow and not greatest and not negated:
        note = "Held ground reaches deeper elsewhere; the text may speak of one place."
        return _Ruling("uncertain", "extent", max(probability, 0.06), note)
    if verdict == "contradicted":
        note = "It does not fit this map; another may show it."
        return _Ruling(verdict, None, probability, note)
    return _Ruling(verdict, "map disagreement" if verdict == "uncertain" else None, probability)


def _stale(gap_days: int | None, day: str | None) -> bool:
    """Whether a map is of no day, or of one too far from that of the statement."""
    return day is None or (
        gap_days is not None and abs(gap_days) > table()["holding"]["fresh_days"]
    )


def _why(
    depth: Depth, abroad: Abroad, layer: ControlLayer, quantity: Quantity, stated: StatedInterval
) -> str:
    """Say what was measured and what the words admit."""
    lon, lat = depth.point
    return (
        f"On the map of {layer.title} the ground that {abroad.side} holds in {abroad.where} "
        f"reaches {depth.distance_m / 1000:.1f} km from the {depth.border}, at {lat:.3f}, "
        f"{lon:.3f} (lat, lon); “{quantity_words(quantity)}” admits {span(_km(stated), 'km')}."
    )


def _km(stated: StatedInterval) -> Interval:
    """What the words admit, in kilometres."""
    low, high = (None if end is None else end / 1000 for end in (stated.low, stated.high))
    return low, high


def _unchecked(statement: Statement, stated: StatedInterval, gone: Missing) -> Claim:
    why = f"{gone.why[:1].upper()}{gone.why[1:]}."
    return Claim(statement, _km(stated), None, None, "km", None, "unchecked", gone.cause, why)
