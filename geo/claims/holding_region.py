"""How much of a region a side holds on a control map."""

from __future__ import annotations

import re
from functools import cache

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import area_km2
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from geo.belief import NORMAL_95, within_interval
from geo.claims.holding_trial import Aim, HoldingTest
from geo.claims.verdict import verdict_of
from geo.control.contact import length_km
from geo.control.doubt import gap
from geo.control.frontier import front_of
from geo.control.holder import DISPUTED
from geo.control.layer import ControlLayer
from geo.reading.event import Event
from geo.reading.words import words
from geo.tolerance import StatedInterval, table

_LEAST_KM2 = 1.0
"""A side that holds less of a region has not entered it: the edges of maps do not meet exactly."""


def region_test(
    layer: ControlLayer, place: Place, event: Event, aim: Aim, gazetteer: Gazetteer, *, lang: str
) -> HoldingTest | None:
    """Test on one map how much of a region is held, against the words of an event.

    Parameters
    ----------
    layer
        The map.
    place
        The region.
    event
        What is said; its actor is a side.
    aim
        What the map must show.
    gazetteer
        Has the outline of the region.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    HoldingTest or None
        None where the map shows neither the region nor the side, or its outline is not on file.
    """
    side = event.actor
    within = {code for code in layer.frame["within"] if isinstance(code, str)}
    parties = within | set(layer.sides)
    if side is None or side not in parties or place.country not in parties:
        return None
    try:
        region = territory(gazetteer, place.id)
    except PlaceUnknown:
        return None
    total = area_km2(region)
    share, disputed = _shares(layer, region, side, own=place.country == side, total=total)
    blur = gap().within(0.5) / 1000 * _front_km(layer, region, gazetteer) / total
    stated, phrase = _portion(event, aim, lang=lang, least=_LEAST_KM2 / total)
    soft = float(within_interval(share + disputed / 2, stated, blur=blur + disputed / 4))
    probability = 1 - soft if event.negated else soft
    verdict = verdict_of(probability)
    names = f"{share:.0%}" if share >= 0.01 or not share else "less than 1%"
    contested = f", {disputed:.0%} of it is contested" if disputed >= 0.01 else ""
    return HoldingTest(
        verdict=verdict,
        cause=("contested" if disputed > blur else "vague words")
        if verdict == "uncertain"
        else None,
        probability=probability,
        why=f"On the map of {layer.title} {side} holds {names} of {place.name} "
        f"({share * total:,.0f} of {total:,.0f} km²){contested}; {phrase}.",
        measured=(
            max(share - NORMAL_95 * blur, 0.0),
            min(share + disputed + NORMAL_95 * blur, 1.0),
        ),
        value=share,
        unit="share",
    )


def _shares(
    layer: ControlLayer, region: BaseGeometry, side: str, *, own: bool, total: float
) -> tuple[float, float]:
    """The share of a region that a side holds, and that which is disputed."""
    disputed = shapely.union_all(
        [layer.ground(holder, statuses=DISPUTED) for holder in (*layer.sides, None)]
    )
    disputed = region & disputed
    if own:
        others = shapely.union_all(
            [layer.ground(holder) for holder in layer.sides if holder != side]
        )
        lost = area_km2((region & others) - disputed)
        held = total - lost - area_km2(disputed)
    else:
        held = area_km2((region & layer.ground(side)) - disputed)
    return held / total, area_km2(disputed) / total


def _front_km(layer: ControlLayer, region: BaseGeometry, gazetteer: Gazetteer) -> float:
    """Length of the front line in a region, kilometres."""
    return length_km(front_of(layer, gazetteer) & region)


def _portion(event: Event, aim: Aim, *, lang: str, least: float) -> tuple[StatedInterval, str]:
    """How much of a region the words mean, as a share."""
    row = table()["holding"]
    if aim.state == "entered":
        return StatedInterval(least, None, "share", ""), "whoever entered it holds some of it"
    if aim.state == "not held":
        return StatedInterval(None, least, "share", ""), "whoever left it holds nothing of it"
    for pattern, name, text in _portions(lang):
        if pattern.search(event.text):
            low, high = row["portions"][name]
            # A part may be as small as one likes, so its lower end is sharp.
            admitted = StatedInterval(
                low or least, high, "share", "", soft=row["portion_soft"] if low else 0.0
            )
            return (
                admitted,
                f"“{text}” admits {f'{low:.0%}–' if low else 'any share up to '}{high:.0%}",
            )
    if event.part is not None:
        return StatedInterval(least, None, "share", ""), "a part of it needs some of it"
    low, high = row["portions"]["all"]
    admitted = StatedInterval(low, high, "share", "", soft=row["portion_soft"])
    return admitted, f"to hold it takes {low:.0%} of it or more"


@cache
def _portions(lang: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """The words for parts of a whole, the longest first."""
    listed = [
        (phrase, name)
        for name, phrases in words("holdings", lang=lang)["portions"].items()
        for phrase in phrases
    ]
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE), name, phrase)
        for phrase, name in sorted(listed, key=lambda item: -len(item[0]))
    )
