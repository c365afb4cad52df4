"""Under which reading a number would fit that does not: `check --when`.

What is tried is another day, base, sense, unit or reference, and the length of a road in place of
the straight line. All of it is counted, so that a chance hit is seen for what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from gazetteer.store import Gazetteer
from geo.claims.claim import Claim, When
from geo.claims.ends import Missing
from geo.claims.territory import maps_asked
from geo.claims.territory_maker import Trial, try_maps
from geo.claims.territory_when import fitting, territory_whens
from geo.claims.why import quantity_words
from geo.control.atlas import ControlAtlas
from geo.reading.reading import Reading
from geo.tolerance import table

_OPEN: Final = frozenset({"contradicted", "uncertain"})
_KM_OF_MI: Final = 1.609344


def with_when(
    claims: Sequence[Claim], reading: Reading, gazetteer: Gazetteer, control: ControlAtlas | None
) -> tuple[Claim, ...]:
    """Add to claims that do not fit, or of which nothing is sure, under which reading they would.

    Parameters
    ----------
    claims
        The claims of a report, as `check` gives them.
    reading
        The report.
    gazetteer
        The gazetteer that it was read against.
    control
        The control maps that it was checked against, if any.

    Returns
    -------
    tuple of Claim
        In their order; `when` holds all that was tried, `why` what fits and of how many.
    """
    return tuple(_solved(claim, reading, gazetteer, control) for claim in claims)


def _solved(
    claim: Claim, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas | None
) -> Claim:
    """One claim with what was tried."""
    if claim.verdict not in _OPEN or claim.statement.negated or claim.statement.quantity is None:
        return claim
    if claim.statement.type == "distance":
        tried = tuple(sorted(_distances(claim), key=lambda when: not when.fits))
    elif control is not None and claim.measured_unit in ("km2", "share"):
        tried = _territory(claim, reading, gazetteer, control)
    else:
        return claim
    return replace(claim, when=tried, why=f"{claim.why} {fitting(tried)}".strip())


def _territory(
    claim: Claim, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> tuple[When, ...]:
    """What fits of a figure of territory, on the maps of the maker that it was checked on."""
    asked = maps_asked(claim.statement, reading, gazetteer, control)
    if asked is None or isinstance(asked, Missing) or claim.map is None:
        return ()
    for maps in asked:
        trial = try_maps(maps) if maps.maker == claim.map.maker else None
        if isinstance(trial, Trial):
            return territory_whens(maps, trial.figure, number_words(claim))
    return ()


def number_words(claim: Claim) -> str:
    """Give the number of a claim as written, with its hedge and unit.

    Parameters
    ----------
    claim
        A claim.
    """
    quantity = claim.statement.quantity
    if quantity is None:
        return ""
    if quantity.unit != "share":
        return quantity_words(replace(quantity, paired=None))
    number = quantity.text or f"{quantity.value:.0%}"
    number += " percent" if number[-1].isdigit() else ""
    return " ".join(word for word in (quantity.hedge, number) if word)


def _distances(claim: Claim) -> Iterator[When]:
    """The other references of the report, the road and the other unit, for a distance."""
    words = number_words(claim)
    for fit in claim.fits:
        verb = "fits" if fit.fits else "does not fit"
        said = f"“{words}” from {fit.reference} ({fit.distance_km:.1f} km) {verb}"
        yield When("reference", said, fits=fit.fits)
    measured, stated = claim.measured_value, claim.stated
    if measured is None or stated is None or claim.measured_unit != "km":
        return
    low, high = stated[0] or 0.0, float("inf") if stated[1] is None else stated[1]
    road = table()["road"]
    ends = measured * road["typical_low"], measured * road["typical_high"]
    fits = ends[0] <= high and low <= ends[1]
    verb = "fits" if fits else "does not fit"
    yield When(
        "road", f"“{words}” by road, {ends[0]:.0f} to {ends[1]:.0f} km here, {verb}", fits=fits
    )
    yield from _other_unit(claim, measured, low, high, words)


def _other_unit(
    claim: Claim, measured: float, low: float, high: float, words: str
) -> Iterator[When]:
    """Miles in place of kilometres, and the other way round."""
    quantity = claim.statement.quantity
    if quantity is None or quantity.unit not in ("km", "mi"):
        return
    factor = _KM_OF_MI if quantity.unit == "km" else 1 / _KM_OF_MI
    fits = low * factor <= measured <= high * factor
    name = "miles" if quantity.unit == "km" else "km"
    verb = "fits" if fits else "does not fit"
    yield When("unit", f"“{words}” in {name} {verb}", fits=fits)
