"""The reasons of verdicts, in sentences that can be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gazetteer.borders import Border
from gazetteer.measure import wind_bearing, wind_of
from geo.claims.assessment import Assessment, Measured
from geo.claims.claim import Fit, Interval
from geo.claims.ends import Ends
from geo.reading.statement import Quantity, Statement
from geo.relation import Relation

_SIDES: Final = {"N": "north", "E": "east", "S": "south", "W": "west"}
CAUSES: Final[dict[str, str]] = {
    "vague words": "the words leave open how exactly they are meant",
    "coordinates": "the positions on file are not known well enough",
    "border": "the line on file is not known well enough",
}
"""What an uncertain verdict mostly rests on, as a clause."""


def wind_name(wind: str) -> str:
    """Spell a wind out: `NE` is north-east, `NNE` north-north-east.

    Parameters
    ----------
    wind
        One of `WINDS`.
    """
    if len(wind) == 3:
        return f"{_SIDES[wind[0]]}-{wind_name(wind[1:])}"
    return "-".join(_SIDES[letter] for letter in wind)


def span(interval: Interval, unit: str) -> str:
    """Write an interval: `12–18 km`, `20 km or more`.

    Parameters
    ----------
    interval
        Its ends; an open one is None.
    unit
        The unit of both.
    """
    if unit == "share":
        percent = (None if end is None else 100 * end for end in interval)
        interval, unit = (next(percent), next(percent)), "%"
    unit = unit.replace("km2", "km²").replace("day", "days")
    low, high = interval
    if low is None:
        return f"{_short(high)} {unit} or less"
    if high is None:
        return f"{_short(low)} {unit} or more"
    return f"{_short(low)}–{_short(high)} {unit}"


def sentence(
    part: Assessment, ends: Ends, found: Measured, statement: Statement, relation: Relation
) -> str:
    """Say what was measured and what the words admit.

    Parameters
    ----------
    part
        The part of the statement that was assessed.
    ends
        What it relates.
    found
        The measurement.
    statement
        The statement itself.
    relation
        What it says.
    """
    subject, reference = ends.subject.name, reference_name(ends)
    low, high = found.interval_km
    distance = f"{found.distance_m / 1000:.1f} km ({low:.1f}–{high:.1f})"
    if part.part == "distance" and statement.quantity is not None:
        words = quantity_words(statement.quantity)
        edge = " the edge of" if ends.extent is not None else ""
        return (
            f"{subject} lies {distance} from{edge} {reference} in a straight line; "
            f"“{words}” admits {span(part.stated, 'km')}."
        )
    if part.part == "direction":
        return _direction(ends, found, relation)
    if part.part == "near":
        admitted = span((None, part.stated[1]), "km")
        apart = found.distance_m > found.error_m
        side = f"{wind_name(wind_of(found.bearing_deg))} of" if apart else "from"
        return f"{subject} lies {distance} {side} {reference}; the words admit {admitted}."
    place = "in" if found.distance_m == 0 else "outside"
    edge = f", {distance} from its edge" if found.distance_m and ends.extent is not None else ""
    return f"{subject} lies {place} {reference}{edge}."


def _direction(ends: Ends, found: Measured, relation: Relation) -> str:
    """Say in which direction a place lies, and how far off the nearest of the stated ones."""
    off, wind = min(
        (abs((found.bearing_deg - wind_bearing(wind) + 180) % 360 - 180), wind)
        for wind in relation.winds
    )
    where = wind_name(wind_of(found.bearing_deg))
    centre = "the middle of " if ends.extent is not None else ""
    return (
        f"{ends.subject.name} lies {where} ({found.bearing_deg:.0f}°) of {centre}"
        f"{reference_name(ends)}, {off:.0f}° off the {wind_name(wind)} axis; "
        f"such a direction admits {relation.sector_of(wind)[0]:g}° to either side."
    )


def reference_name(ends: Ends) -> str:
    """Name a reference, a border with its policy.

    Parameters
    ----------
    ends
        The ends of a statement.
    """
    if isinstance(ends.reference, Border):
        border = ends.reference
        policy = "" if border.policy in border.name else f" ({border.policy})"
        return f"the {border.title}{policy}"
    return ends.reference.name


def quantity_words(quantity: Quantity) -> str:
    """Write a quantity as the text has it, with its hedge and unit.

    Parameters
    ----------
    quantity
        The quantity.
    """
    number = quantity.text or f"{quantity.value:g}"
    if not quantity.text and quantity.value_max is not None:
        number = f"{quantity.value:g}–{quantity.value_max:g}"
    hedge = quantity.hedge if quantity.hedge and quantity.hedge not in number else ""
    unit = quantity.unit.replace("km2", "km²").replace("mi2", "square miles")
    return " ".join(word for word in (hedge, number, unit) if word)


def fit_sentence(tried: Sequence[Fit], subject: str) -> str:
    """Say which of the report's other references a number fits.

    Parameters
    ----------
    tried
        The references tried, those that fit first.
    subject
        Name of the place that the number is stated of.
    """
    if not tried:
        return ""
    fitting = [fit for fit in tried if fit.fits]
    count = f"The number fits {len(fitting)} of the {len(tried)} other references tested"
    listed = ", ".join(f"{subject}–{fit.reference} {fit.distance_km:.1f} km" for fit in fitting)
    return f"{count}: {listed}." if fitting else f"{count}."


def _short(number: float | None) -> str:
    """A number with no more digits than it deserves."""
    return "" if number is None else f"{number:,.1f}".removesuffix(".0")
