"""Claims that a text's own numbers test: sums, changes and durations."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Final

from geo.claims.claim import Claim, Interval, Verdict
from geo.claims.why import quantity_words, span
from geo.reading.statement import Quantity, Statement, Working
from geo.tolerance import StatedInterval, hedge_class, stated_interval

DAY_ERROR: Final = 1.0
"""Days by which the bounds of a duration may be counted differently."""


def worked_claim(statement: Statement, working: Working, *, lang: str) -> Claim:
    """Check a number against what the text itself lets one work out.

    Parameters
    ----------
    statement
        A sum, a change or a duration.
    working
        What its number can be worked out from.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    Claim
        Its figures are in the unit of the count, in shares, multiples or days; the verdict is sure
        unless a hedged number leaves the result open.

    Raises
    ------
    ValueError
        If the statement has no number.
    """
    quantity = statement.quantity
    if quantity is None:
        raise ValueError(f"“{statement.text}” states no number that could be worked out")
    if working.days is not None:
        measured, value, sum_shown = _days(working.days)
    elif statement.type == "change":
        measured, value, sum_shown = _proportion(quantity, working, lang)
    else:
        measured, value, sum_shown = _sum(working, lang)
    stated, unit = _stated(quantity, lang)
    verdict, probability = _verdict(measured, stated)
    words = _words(quantity, statement)
    why = f"{sum_shown}; “{words}” admits {_shown(stated, unit)}."
    if verdict == "uncertain":
        why += " The words leave open how exactly they are meant."
    return Claim(
        statement=statement,
        stated=stated,
        measured=measured,
        measured_value=value,
        measured_unit=unit,
        probability=probability,
        verdict=verdict,
        cause="vague words" if verdict == "uncertain" else None,
        why=why,
    )


def _stated(quantity: Quantity, lang: str) -> tuple[Interval, str]:
    """What the words admit; a bare count is meant to the last one."""
    low, high, unit = _ends(quantity, lang)
    return (low, high), unit


def _ends(quantity: Quantity, lang: str) -> tuple[float | None, float | None, str]:
    """Low and high end of a number and their unit."""
    found: StatedInterval = stated_interval(quantity, lang=lang)
    bare = hedge_class(quantity.hedge, lang=lang) in (None, "exactly")
    if quantity.unit == "count" and bare and quantity.value_max is None:
        return quantity.value, quantity.value, found.unit
    return found.low, found.high, found.unit


def _sum(working: Working, lang: str) -> tuple[Interval, float, str]:
    """Add and take away, the ends of hedged numbers included."""
    low: float | None = 0.0
    high: float | None = 0.0
    value = 0.0
    for sign, quantity in [(1, q) for q in working.added] + [(-1, q) for q in working.taken]:
        least, most, _ = _ends(quantity, lang)
        value += sign * quantity.value
        if sign < 0:
            least, most = (None if end is None else -end for end in (most, least))
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    shown = " + ".join(f"{quantity.value:g}" for quantity in working.added)
    shown = " − ".join([shown, *(f"{quantity.value:g}" for quantity in working.taken)])
    low = None if low is None else max(low, 0.0)
    return (low, high), value, f"{shown} = {value:g}"


def _proportion(quantity: Quantity, working: Working, lang: str) -> tuple[Interval, float, str]:
    """Compare the number after with the one before."""
    before, after = working.added
    pairs = [_ends(end, lang) for end in (before, after)]
    (low_b, high_b, _), (low_a, high_a, _) = pairs
    ends = [
        _share(a, b, quantity, working)
        for a in (low_a, after.value, high_a)
        for b in (low_b, before.value, high_b)
        if a is not None and b
    ]
    value = _share(after.value, before.value, quantity, working)
    unit = before.unit.replace("km2", "km²")
    names = {"times": f"{value:.2g} times"}
    result = names.get(quantity.unit, f"{'less' if working.falling else 'more'} by {value:.0%}")
    return (
        (max(min(ends), 0.0), max(ends)),
        value,
        f"From {before.value:g} to {after.value:g} {unit} is {result}",
    )


def _share(after: float, before: float, quantity: Quantity, working: Working) -> float:
    """The multiple, or the share that was lost or won."""
    ratio = after / before
    if quantity.unit == "times":
        return ratio
    return 1 - ratio if working.falling else ratio - 1


def _days(days: tuple[str, str]) -> tuple[Interval, float, str]:
    """Count the days between two."""
    first, last = (date.fromisoformat(day) for day in days)
    count = float((last - first).days)
    shown = f"From {days[0]} to {days[1]} it is {count:.0f} days"
    return (max(count - DAY_ERROR, 0.0), count + DAY_ERROR), count, shown


def _verdict(measured: Interval, stated: Interval) -> tuple[Verdict, float]:
    """Whether what was worked out lies in what was stated: wholly, not at all, or in part."""
    low, high = (-math.inf if measured[0] is None else measured[0]), _top(measured[1])
    least, most = (-math.inf if stated[0] is None else stated[0]), _top(stated[1])
    if low >= least and high <= most:
        return "supported", 1.0
    if high < least or low > most:
        return "contradicted", 0.0
    width = high - low
    inside = min(high, most) - max(low, least)
    share = inside / width if 0 < width < math.inf else 0.5
    if share >= 0.5 and width < math.inf:
        return "supported", max(share, 0.8)
    return "uncertain", min(max(share, 0.06), 0.79)


def _top(end: float | None) -> float:
    return math.inf if end is None else end


def _words(quantity: Quantity, statement: Statement) -> str:
    """The number as written."""
    if statement.type == "duration":
        return statement.text
    if quantity.unit in ("count", "times", "share"):
        number = quantity.text or f"{quantity.value:g}"
        percent = " %" if quantity.unit == "share" and number[-1].isdigit() else ""
        return " ".join(filter(None, (quantity.hedge, number + percent)))
    return quantity_words(replace(quantity, paired=None))


def _shown(stated: Interval, unit: str) -> str:
    """What the words admit, in words."""
    if unit == "count":
        low, high = stated
        if low == high and low is not None:
            return f"{low:g}"
        return " ".join(span(stated, "").split())
    return span(stated, unit)
