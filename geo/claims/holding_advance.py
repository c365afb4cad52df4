"""By how much a side is said to have advanced in some days, against two control maps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LineMeter, destination_many
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.belief import within_interval
from geo.claims.claim import Claim, MapUsed, Verdict
from geo.claims.ends import Missing
from geo.claims.holding_day import DaysMeant
from geo.claims.holding_maps import drawn_maps, map_near
from geo.claims.verdict import verdict_of
from geo.claims.why import quantity_words, span
from geo.control.atlas import ControlAtlas
from geo.control.doubt import gap
from geo.control.frontier import front_of
from geo.control.layer import ControlLayer
from geo.reading.attribution import Attributor
from geo.reading.dates import Dates
from geo.reading.grammar.phrases import Phrases, key, phrases
from geo.reading.grounds import Grounds
from geo.reading.periods import Span
from geo.reading.quantities import QuantitySpan, find_quantities
from geo.reading.reading import Reading
from geo.reading.sides import find_sides
from geo.reading.statement import Quantity, Statement
from geo.reading.tokens import Sentence, sentences
from geo.reading.words import words
from geo.tolerance import StatedInterval, stated_interval

_SECTOR_M: Final = 15_000.0
"""How far from a place that is named the sector of an advance reaches."""
_STEP_DEG: Final = 0.002
"""Edges are asked about in steps of this length, some 200 m."""
_BETWEEN: Final = 3
"""Words between "advanced" and its length."""


@dataclass(frozen=True, slots=True)
class Advance:
    """An advance by some length, as a sentence tells it."""

    statement: Statement
    """The length, as a statement of type `depth` whose reference is the front."""
    quantity: Quantity
    """The length."""
    side: str
    """Who advanced."""
    since: Span | None
    """The day from which it is counted."""
    until: Span | None
    """The day up to which it is counted; None for that of the report."""
    place: Place | None
    """The settlement or region that is named with it."""


def advance_claims(
    reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> tuple[Claim, ...]:
    """Check by how much sides are said to have advanced: "advanced 5 km in a week".

    Measured is the greatest distance of newly held ground from the old front, in the sector that
    the sentence names or on the whole front.

    Parameters
    ----------
    reading
        One report, read.
    gazetteer
        The gazetteer that it was read against.
    control
        Control maps; those inferred from reports are left aside.

    Returns
    -------
    tuple of Claim
        In the order of the text.
    """
    maps = drawn_maps(control)
    if maps is None:
        return ()
    days = DaysMeant(reading, maps)
    return tuple(_claim(found, days, gazetteer, maps) for found in advances_in(reading))


def advances_in(reading: Reading) -> Iterator[Advance]:
    """Find the advances of a text whose length is told, and that no statement tells of already.

    Parameters
    ----------
    reading
        One report, read.
    """
    report = reading.report
    runs = sentences(report.text, lang=report.lang)
    dates = Dates(report, runs)
    grounds = Grounds(report, reading.mentions, runs, dates.days)
    said = Attributor(report.text, runs, source=report.source, lang=report.lang)
    for sentence in runs:
        for side, start, length in _lengths(sentence, report.lang):
            end = sentence.tokens[length.last].end
            if any(s.start < end and start < s.end for s in reading.statements):
                continue
            told = said.at(start, end)
            times = {period.kind: period.span for period in grounds.periods(sentence)}
            during = times.get("during")
            statement = Statement(
                start=start, end=end, text=report.text[start:end], type="depth", subject=None,
                subject_text=side, reference_kind="front", quantity=length.quantity,
                attribution=told.chain, standing=told.standing, date=dates.at(start, end),
            )  # fmt: skip
            yield Advance(
                statement,
                length.quantity,
                side,
                since=times.get("since") or (during and replace(during, last=during.first)),
                until=times.get("until") or times.get("on") or during,
                place=_sector(sentence, reading),
            )


def _lengths(sentence: Sentence, lang: str) -> Iterator[tuple[str, int, QuantitySpan]]:
    """The lengths right behind a verb of advancing, with the side before it and where it starts."""
    keys = [key(token) for token in sentence.tokens]
    known = _verbs(lang)
    verbs = [(at, found[1]) for at in range(len(keys)) if (found := known.at(keys, at)) is not None]
    if not verbs:
        return
    sides = find_sides(sentence.tokens, lang=lang)
    unreal = frozenset(words("holdings", lang=lang)["advances"]["unreal"])
    for length in find_quantities(sentence.tokens, lang=lang):
        near = [(at, end) for at, end in verbs if 0 <= length.first - end <= _BETWEEN]
        if length.dimension != "length" or not near:
            continue
        at = near[-1][0]
        named = [side for side in sides if side.name and side.last <= at and side.role != "demonym"]
        if not named or unreal.intersection(keys[max(at - _BETWEEN, 0) : at]):
            continue
        yield str(named[-1].name), sentence.tokens[at].start, length


@cache
def _verbs(lang: str) -> Phrases[str]:
    """The verbs of advancing."""
    return phrases({"advance": words("holdings", lang=lang)["advances"]["verbs"]})


def _sector(sentence: Sentence, reading: Reading) -> Place | None:
    """The first settlement or region that a sentence names, if it is known."""
    for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
        place = resolution.place
        if mention.role != "literal" or not sentence.start <= mention.start < sentence.end:
            continue
        if (
            place is not None
            and not resolution.estimated
            and place.kind in ("settlement", "region")
        ):
            return place
    return None


def _claim(found: Advance, days: DaysMeant, gazetteer: Gazetteer, maps: ControlAtlas) -> Claim:
    """Check one advance."""
    statement = found.statement
    stated = stated_interval(found.quantity)
    until = _last(found.until) or statement.date
    day = days.of(statement.start, statement.end, own=until)
    chosen = maps.at(day.iso)
    if found.since is None or day.iso is None:
        return _unchecked(statement, stated, Missing("date", "the text does not say in which days"))
    own = maps.of_maker(chosen.layer.maker.name)
    base, last = map_near(own, found.since.first), map_near(own, day.iso)
    if base is None or last is None or base.date == last.date:
        why = "an advance needs maps of both days, and they are not supplied"
        return _unchecked(statement, stated, Missing("date", why))
    reach = reached(base, last, found.side, gazetteer, place=found.place)
    if isinstance(reach, Missing):
        return _unchecked(statement, stated, reach)
    verdict, cause, probability = _verdict(stated, reach, whole=found.place is None)
    where = f" around {found.place.name}" if found.place is not None else " on the whole front"
    low, high = _km(stated)
    slack_km = gap().within(0.95) / 1000
    return Claim(
        statement=statement,
        stated=(low, high),
        measured=(max(reach / 1000 - slack_km, 0.0), reach / 1000 + slack_km),
        measured_value=reach / 1000,
        measured_unit="km",
        probability=probability,
        verdict=verdict,
        cause=cause,
        why=f"Between the maps of {base.title} and of {last.date} {found.side} advanced by up to "
        f"{reach / 1000:.1f} km from the old front{where}; “{quantity_words(found.quantity)}” "
        f"admits {span((low, high), 'km')}.",
        map=MapUsed(
            last.maker.name, last.date, last.file, base_date=base.date, base="since",
            gap_days=chosen.gap_days,
        ),
    )  # fmt: skip


def reached(
    base: ControlLayer,
    last: ControlLayer,
    side: str,
    gazetteer: Gazetteer,
    *,
    place: Place | None = None,
) -> float | Missing:
    """Measure how far newly held ground reaches from the old front.

    Parameters
    ----------
    base, last
        Two maps of one maker.
    side
        Who advanced, as the maps name it.
    gazetteer
        Tells where borders and coasts run.
    place
        A settlement whose surroundings, or a region whose ground counts; None for all.

    Returns
    -------
    float or Missing
        Metres; 0 where nothing was gained.
    """
    front = front_of(base, gazetteer)
    if front.is_empty:
        return Missing("coverage", f"the map of {base.title} has no front line")
    if side not in (known := {*base.sides, *last.sides}):
        why = f"the maps show no ground of {side}, only of {', '.join(sorted(known))}"
        return Missing("coverage", why)
    gained = [last.ground(side) - base.ground(side)]
    gained += [base.ground(other) - last.ground(other) for other in known if other != side]
    ground = shapely.union_all(gained)
    if place is not None:
        area = gazetteer.geometry(place.id) if place.kind == "region" else _around(place)
        ground = ground if area is None else ground & area
    if ground.is_empty:
        return 0.0
    corners = shapely.get_coordinates(shapely.segmentize(ground.boundary, _STEP_DEG))
    if not len(corners):
        return 0.0
    return float(LineMeter(front).distances(corners[:, 0], corners[:, 1])[0].max())


def _around(place: Place) -> BaseGeometry:
    """The sector of a settlement: a disc."""
    turn = np.arange(0.0, 360.0, 5.0)
    lon, lat = destination_many(place.lon, place.lat, bearing_deg=turn, distance_m=_SECTOR_M)
    return shapely.Polygon(np.column_stack([lon, lat]))


def _verdict(
    stated: StatedInterval, reach_m: float, *, whole: bool
) -> tuple[Verdict, str | None, float]:
    """The verdict of an advance, its cause and its probability."""
    wide_m = gap().within(0.5)
    low = None if stated.low is None else max(stated.low - wide_m, 0.0)
    widened = replace(stated, low=low, high=None if stated.high is None else stated.high + wide_m)
    probability = max(
        float(within_interval(reach_m, stated, blur=math.sqrt(2) * gap().scale_m)),
        float(within_interval(reach_m, widened)),
    )
    verdict = verdict_of(probability)
    if verdict == "contradicted" and whole and stated.high is not None and reach_m > stated.high:
        return "uncertain", "extent", max(probability, 0.06)
    return verdict, "map disagreement" if verdict == "uncertain" else None, probability


def _last(days: Span | None) -> str | None:
    return None if days is None or days.last.startswith("--") else days.last


def _km(stated: StatedInterval) -> tuple[float | None, float | None]:
    low, high = (None if end is None else end / 1000 for end in (stated.low, stated.high))
    return low, high


def _unchecked(statement: Statement, stated: StatedInterval, gone: Missing) -> Claim:
    why = f"{gone.why[:1].upper()}{gone.why[1:]}."
    return Claim(statement, _km(stated), None, None, "km", None, "unchecked", gone.cause, why)
