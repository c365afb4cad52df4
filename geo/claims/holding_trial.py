"""Whether a control map shows a settlement as an event has it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.belief import RADIUS_95
from geo.claims.claim import Interval, Verdict
from geo.claims.verdict import CONTRADICTED_TO, SUPPORTED_FROM
from geo.control.doubt import gap
from geo.control.holder import DISPUTED, Holder, entered_by, holder_at, shown_held
from geo.control.layer import ControlLayer
from geo.reading.event import Action, Event

_PARTLY: Final = 0.05
"""Below this share of a settlement a side is not said to have a part of it."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a map must show for an action to fit."""

    state: Literal["held", "entered", "not held"]
    """`held` by the actor; `entered`: some of it held or disputed; `not held` by the actor."""
    change: bool
    """Whether the action is a change, which an older map cannot know of."""


AIMS: Final[Mapping[Action, Aim]] = MappingProxyType({
    "seized": Aim("held", change=True),
    "cleared": Aim("held", change=True),
    "holds": Aim("held", change=False),
    "entered": Aim("entered", change=True),
    "infiltrated": Aim("entered", change=True),
    "lost": Aim("not held", change=True),
    "withdrew": Aim("not held", change=True),
})  # fmt: skip
"""The actions that say who has a place."""


@dataclass(frozen=True, slots=True)
class HoldingTest:
    """What one map says of one event."""

    verdict: Verdict
    """What follows, dates left aside."""
    cause: str | None
    """Why it is uncertain."""
    probability: float
    """That it is so, 0..1."""
    why: str
    """What the map shows, in sentences."""
    foot: tuple[float, float] | None = None
    """Nearest point of the front line, (longitude, latitude) in degrees, WGS 84."""
    measured: Interval | None = None
    """Of a region: the share that is held, 0..1."""
    value: float | None = None
    """The best single value of that share."""
    unit: str | None = None
    """`share`, of a region."""


def holding_test(
    layer: ControlLayer, place: Place, event: Event, aim: Aim, gazetteer: Gazetteer
) -> HoldingTest | None:
    """Test on one map whether a settlement is held, entered or left as an event has it.

    Parameters
    ----------
    layer
        The map.
    place
        The settlement.
    event
        What is said; its actor is a side.
    aim
        What the map must show.
    gazetteer
        Tells which country ground belongs to.

    Returns
    -------
    HoldingTest or None
        None where the map shows neither the place nor the side.
    """
    side = event.actor
    holder = holder_at(layer, place, gazetteer)
    if side is None or not holder.known or not _knows(layer, place, side):
        return None
    part = event.part is not None
    low, high = _probability(layer, holder, side, aim, gazetteer, part=part)
    if event.negated:
        low, high = 1 - high, 1 - low
    verdict = verdict_between(low, high)
    cause = _cause(holder, side, low, high) if verdict == "uncertain" else None
    return HoldingTest(
        verdict=verdict,
        cause=cause,
        probability=(low + high) / 2,
        why=_why(holder, event, aim, (low + high) / 2),
        foot=holder.foot,
    )


def verdict_between(low: float, high: float) -> Verdict:
    """Give the verdict where a probability is known to lie between two.

    Parameters
    ----------
    low, high
        The least and the greatest, 0..1.
    """
    if low >= SUPPORTED_FROM:
        return "supported"
    return "contradicted" if high <= CONTRADICTED_TO else "uncertain"


def shows(layer: ControlLayer, place: Place, side: str, aim: Aim, gazetteer: Gazetteer) -> bool:
    """Tell whether a map draws the centre of a place as an aim wants it.

    Parameters
    ----------
    layer
        The map.
    place
        The settlement.
    side
        The side.
    aim
        What is wanted.
    gazetteer
        Tells which country ground belongs to.
    """
    return shown_held(layer, place, side, gazetteer) != (aim.state == "not held")


def _knows(layer: ControlLayer, place: Place, side: str) -> bool:
    """Whether a map can show ground of a side: it draws some, or the place is its own country's."""
    within = {code for code in layer.frame["within"] if isinstance(code, str)}
    return side in layer.sides or side in within or side == place.country


def _probability(
    layer: ControlLayer, holder: Holder, side: str, aim: Aim, gazetteer: Gazetteer, *, part: bool
) -> tuple[float, float]:
    """The least and the greatest probability: what is disputed counts to neither."""
    held = holder.held_by(side)
    possible = min(held + holder.disputed, 1.0)
    if aim.state == "not held":
        # Of a part that was left nothing follows for the rest.
        return (0.0 if part else 1 - possible), 1 - held
    if aim.state == "held" and not part:
        return held, possible
    there = entered_by(layer, holder.place, side, gazetteer, outskirts=part)
    return there, there


def _cause(holder: Holder, side: str, low: float, high: float) -> str:
    """What an uncertain verdict mostly rests on."""
    if high - low > 0.1:
        return "contested"
    drawn = sum(s.probability for s in holder.inside if s.side == side and s.status == "held")
    if _PARTLY < drawn < 1 - _PARTLY:
        return "extent"
    # Of a Laplace distribution the standard deviation is the root of 2 times its scale.
    map_m = math.sqrt(2) * gap().scale_m
    wide = holder.place.precision_m / RADIUS_95 > map_m
    return "coordinates" if wide else "map disagreement"


def _why(holder: Holder, event: Event, aim: Aim, probability: float) -> str:
    """Say what the map shows and how probable it makes the event."""
    edge = ""
    if holder.edge_distance_m is not None:
        edge = f"; the front line runs {holder.edge_distance_m / 1000:.1f} km from its centre"
    wanted = {
        "held": f"{event.actor} holds it",
        "entered": f"{event.actor} is in it",
        "not held": f"{event.actor} does not hold it",
    }[aim.state]
    if event.part is not None and aim.state != "not held":
        wanted = f"{event.actor} is in a part of it"
    turned = " The text denies it, so it is turned round." if event.negated else ""
    certain = (
        f"that {wanted} has probability {1 - probability if event.negated else probability:.2f}"
    )
    disputed = ""
    unsure = aim.state != "entered" and event.part is None
    if unsure and any(s.status in DISPUTED and s.probability > _PARTLY for s in holder.shares):
        disputed = " Contested ground proves neither."
    why = f"{holder.why[:1].upper()}{holder.why[1:]}"
    return f"{why}{edge}; {certain}.{disputed}{turned}"
