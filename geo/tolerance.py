"""What a stated number admits: its interval, from the number's own roundness and its hedge.

The figures, each with its source, stand in `tolerance.toml` beside this file; the words of a
language in `reading/grammar/<lang>/hedges.toml`.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from geo.errors import RelationInvalid
from geo.reading.statement import Quantity
from geo.reading.words import words

_UNITS: Final[dict[str, tuple[float, str]]] = {
    "m": (1.0, "m"),
    "km": (1_000.0, "m"),
    "ft": (0.3048, "m"),
    "yd": (0.9144, "m"),
    "mi": (1_609.344, "m"),
    "nmi": (1_852.0, "m"),
    "m2": (1e-6, "km2"),
    "ha": (0.01, "km2"),
    "km2": (1.0, "km2"),
    "mi2": (2.589988110336, "km2"),
    "share": (1.0, "share"),
    "count": (1.0, "count"),
    "times": (1.0, "times"),
    "day": (1.0, "day"),
    "week": (7.0, "day"),
    # of the Gregorian calendar: 400 years have 146 097 days
    "month": (30.436875, "day"),
    "year": (365.2425, "day"),
}
_DECIMALS: Final = re.compile(r"\d[\d,\u00a0\u202f]*\.(\d+)")


@dataclass(frozen=True, slots=True)
class StatedInterval:
    """What a stated quantity admits.

    Raises
    ------
    RelationInvalid
        If the low end lies above the high one, an end is negative or not finite, or both are open.
    """

    low: float | None
    """Least value that the words admit, in `unit`; None where they set no floor."""
    high: float | None
    """Greatest value, in `unit`; None where they set no ceiling."""
    unit: str
    """`m`, `km2`, `share` (0..1), `count`, `times` or `day`."""
    basis: str
    """How the interval was reached, in plain words."""
    soft: float = 0.0
    """Standard deviation of the fall of belief at each end, in `unit`."""
    disagreement: str | None = None
    """Where the text gives the quantity in two units that differ: both, in plain words."""

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if not ends or any(not math.isfinite(end) or end < 0 for end in (*ends, self.soft)):
            raise RelationInvalid(
                f"a stated interval needs ends of zero or more, not {self.low} to {self.high} "
                f"(soft by {self.soft}) {self.unit}"
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise RelationInvalid(f"a stated interval cannot run from {self.low} to {self.high}")


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Load the published table of tolerances, as `tolerance.toml` gives it."""
    return tomllib.loads(files("geo").joinpath("tolerance.toml").read_text(encoding="utf-8"))


def granularity(value: float, *, text: str = "") -> float:
    """Find the step that a number counts in: 15 → 5, 17.5 → 0.5, 70 → 10, 12 → 1, 100 → 50.

    Parameters
    ----------
    value
        The number, zero or more.
    text
        The number as written; `15.0` counts in tenths, though 15 counts in fives.
    """
    decimals = _DECIMALS.search(text)
    if decimals and set(decimals[1]) == {"0"}:
        return 10.0 ** -len(decimals[1])
    exact = Decimal(repr(float(value)))
    if not exact:
        return 0.0
    rules = table()["granularity"]
    ceiling = exact * Decimal(str(rules["largest_share"]))
    for power in range(exact.adjusted(), exact.adjusted() - 17, -1):
        for mantissa in rules["mantissas"]:
            step = Decimal(mantissa).scaleb(power)
            if step <= ceiling and exact % step == 0:
                return float(step)
    return 0.0


def slack(value: float, *, hedged: str = "bare", text: str = "") -> float:
    """Give how far a stated number may lie from the truth, in the number's own unit.

    Parameters
    ----------
    value
        The number, zero or more.
    hedged
        `bare`, `hedged` or `exact`: a row of the table.
    text
        The number as written.
    """
    row = table()[hedged]
    least, most = row["least_share"] * value, row["most_share"] * value
    return float(min(max(row["steps"] * granularity(value, text=text), least), most))


def stated_interval(quantity: Quantity, *, lang: str = "en") -> StatedInterval:
    """Turn a quantity as written into the interval that its words admit.

    Parameters
    ----------
    quantity
        The number with its unit, range and hedge as the text gives them.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    StatedInterval
        In metres, km², a share 0..1, a count, a multiple or days.

    Raises
    ------
    RelationInvalid
        If the unit is unknown, or the number is negative or not finite.

    Examples
    --------
    >>> found = stated_interval(Quantity(15, "km", hedge="roughly", text="15"))
    >>> found.low, found.high, found.unit
    (12000.0, 18000.0, 'm')
    """
    if quantity.unit not in _UNITS:
        raise RelationInvalid(
            f"no unit is called {quantity.unit!r}; the units are {', '.join(_UNITS)}"
        )
    numbers = (quantity.value, *(() if quantity.value_max is None else (quantity.value_max,)))
    if any(not math.isfinite(number) or number < 0 for number in numbers):
        raise RelationInvalid(f"a quantity is zero or more, not {numbers}")
    low, high, soft, basis = _ends(quantity, lang)
    factor, unit = _UNITS[quantity.unit]
    if unit == "share" and high is not None:
        high = min(high, 1.0)
    return StatedInterval(
        low=None if low is None else _tidy(max(low, 0.0) * factor),
        high=None if high is None else _tidy(high * factor),
        unit=unit,
        basis=basis,
        soft=_tidy(soft * factor),
        disagreement=_disagreement(quantity),
    )


def nominal(quantity: Quantity) -> tuple[float, float]:
    """Give the number as written in the unit of its interval; of a range both ends, else one twice.

    Parameters
    ----------
    quantity
        The number with its unit.

    Examples
    --------
    >>> nominal(Quantity(15, "km", value_max=20))
    (15000.0, 20000.0)
    """
    factor = _UNITS[quantity.unit][0]
    high = quantity.value if quantity.value_max is None else quantity.value_max
    return _tidy(quantity.value * factor), _tidy(high * factor)


def hedge_class(hedge: str | None, *, lang: str = "en") -> str | None:
    """Name what a hedge does to a number, such as `about`, `at_least` or `just_under`.

    Parameters
    ----------
    hedge
        The hedging words as written; None or empty for a bare number.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    str or None
        The class of the longest known phrase in it; None for a bare number, which it stays behind
        "only"; `about` for words that no table knows, since a hedge that we cannot read is one.
    """
    folded = " ".join((hedge or "").casefold().split())
    if not folded:
        return None
    classes = words("hedges", lang=lang)["quantity"]
    known = [
        (name != "plain", len(phrase), name)
        for name, phrases in classes.items()
        for phrase in phrases
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded)
    ]
    found = max(known)[-1] if known else "about"
    return None if found == "plain" else found


def _ends(quantity: Quantity, lang: str) -> tuple[float | None, float | None, float, str]:
    """Low end, high end, softness and basis, in the quantity's own unit."""
    edge = table()["edge"]["share"]
    fuzzy = _fuzzy(quantity, words("hedges", lang=lang))
    if fuzzy is not None:
        word, low, high = fuzzy
        return low, high, edge * (high - low) / 2, f"“{word}” admits {low:g} to {high:g}"
    value, text, scale = quantity.value, quantity.text, 1.0
    if quantity.unit == "share":
        value, scale = round(value * 100, 9), 0.01
    kind = hedge_class(quantity.hedge, lang=lang)
    bare = slack(value, text=text) * scale
    if quantity.value_max is not None:
        return _range(quantity, kind)
    wide = slack(value, hedged="hedged", text=text) * scale
    stated = quantity.value
    step = f"a number in steps of {granularity(value, text=text):g}"
    said = f"“{quantity.hedge}”"
    if kind in ("about", "exactly", None):
        width = {None: bare, "about": wide}.get(kind, slack(value, hedged="exact") * scale)
        name = f"{said} before {step}" if kind else f"a bare number; {step}"
        return stated - width, stated + width, edge * width, f"{name}: ±{width:g}"
    if kind in ("at_least", "over"):
        return stated, None, edge * bare, f"{said}: no less"
    if kind in ("at_most", "under"):
        return None, stated, edge * bare, f"{said}: no more"
    if kind == "just_over":
        return stated, stated + wide, edge * bare, f"{said}: up to {wide:g} more"
    # The number itself is the sharp end: "nearly 60" takes in 59.
    return stated - wide, stated, edge * bare, f"{said}: up to {wide:g} less"


def _range(quantity: Quantity, kind: str | None) -> tuple[float, float, float, str]:
    """Ends of a stated range: as written, or widened where it is hedged."""
    scale = 0.01 if quantity.unit == "share" else 1.0
    pair = sorted((quantity.value, quantity.value_max or 0.0))
    slacks = [slack(round(end / scale, 9)) * scale for end in pair]
    soft = table()["edge"]["share"] * max(slacks)
    basis = f"a range from {pair[0]:g} to {pair[1]:g}"
    if kind is None:
        return pair[0], pair[1], soft, basis
    return pair[0] - slacks[0], pair[1] + slacks[1], soft, f"{basis}, “{quantity.hedge}”"


def _fuzzy(quantity: Quantity, language: Mapping[str, Any]) -> tuple[str, float, float] | None:
    """The word that names no number, with the least and the most it admits."""
    written = " ".join(f"{quantity.hedge or ''} {quantity.text}".casefold().split())
    if any(character.isdigit() for character in quantity.text):
        return None
    for word in sorted(language["fuzzy"], key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", written):
            low, high = table()["fuzzy"][language["fuzzy"][word]]
            for name, times in language["multiple"].items():
                if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", written):
                    return f"{word} {name}", low * times, high * times
            return word, low, high
    return None


def _disagreement(quantity: Quantity) -> str | None:
    """What is wrong with a quantity that stands in two units, if anything."""
    if quantity.paired is None:
        return None
    number, unit = quantity.paired
    if unit not in _UNITS or _UNITS[unit][1] != _UNITS[quantity.unit][1]:
        return f"{quantity.value:g} {quantity.unit} and {number:g} {unit} measure different things"
    factor, other = _UNITS[quantity.unit][0], _UNITS[unit][0]
    allowed = slack(quantity.value, text=quantity.text) * factor + slack(number) * other
    if abs(quantity.value * factor - number * other) <= table()["pair"]["slacks"] * allowed:
        return None
    return (
        f"{quantity.value:g} {quantity.unit} is {quantity.value * factor / other:.3g} {unit}, "
        f"not {number:g} {unit}"
    )


def _tidy(number: float) -> float:
    """The number without the dust of binary arithmetic."""
    return round(number, 9)
