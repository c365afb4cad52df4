"""Claims about territory: an area or a share of ground, checked against dated control maps.

Each maker's maps are measured by themselves, since two makers' maps are never differenced; what
they give is put together at the end. A layer that was inferred from reports checks no report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.store import Gazetteer
from geo.claims.claim import Claim, Interval, MapUsed, Verdict
from geo.claims.ends import Missing
from geo.claims.territory_days import day_of
from geo.claims.territory_figure import Figure
from geo.claims.territory_maker import Maps, Trial, try_maps
from geo.claims.territory_matter import matter_of
from geo.claims.territory_spread import belief_together, spread_of, told_together
from geo.claims.territory_why import together, told_by
from geo.claims.why import span
from geo.control.atlas import ControlAtlas
from geo.control.layer import ControlLayer
from geo.reading.reading import Reading
from geo.reading.statement import Statement
from geo.tolerance import stated_interval

_UNITS = {"area": "km2", "change": "km2", "proportion": "share"}


def territory_claim(
    statement: Statement, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> Claim | None:
    """Check an area or a share of ground against control maps.

    Parameters
    ----------
    statement
        A statement of the reading.
    reading
        The report that states it.
    gazetteer
        The gazetteer that it was read against.
    control
        The control maps supplied.

    Returns
    -------
    Claim or None
        None where the statement has no figure of an area or a share.
    """
    asked = maps_asked(statement, reading, gazetteer, control)
    if asked is None:
        return None
    if isinstance(asked, Missing):
        return _unchecked(statement, asked, lang=reading.report.lang)
    found = [try_maps(maps) for maps in asked]
    trials = [trial for trial in found if isinstance(trial, Trial)]
    if trials:
        return _claim(statement, trials)
    gone = next(trial for trial in found if isinstance(trial, Missing))
    return _unchecked(statement, gone, lang=reading.report.lang)


def maps_asked(
    statement: Statement, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> tuple[Maps, ...] | Missing | None:
    """Say which maps a statement is to be tested on, and for what: those of each maker.

    Parameters
    ----------
    statement
        A statement of the reading.
    reading
        The report that states it.
    gazetteer
        The gazetteer that it was read against.
    control
        The control maps supplied.

    Returns
    -------
    tuple of Maps, Missing or None
        Missing where text or maps do not tell; None where the statement has no figure of
        territory.
    """
    quantity = statement.quantity
    if quantity is None:
        return None
    stated = stated_interval(quantity, lang=reading.report.lang)
    if stated.unit != _UNITS.get(statement.type):
        return None
    layers = [layer for layer in control.layers if not layer.inferred]
    if not layers:
        why = "the maps supplied are inferred from reports: no claim may support itself"
        return Missing("circular", why)
    matter = matter_of(statement, reading, gazetteer, layers)
    if isinstance(matter, Missing):
        return matter
    told = statement.territory
    named = None if told is None else told.on or told.until
    day = day_of(named, reading.report, layers)
    # A maker who never draws that side's ground does not say that it has none.
    drawn = [own for own in _by_maker(layers) if any(matter.side in x.sides for x in own)]
    return tuple(Maps(own, matter, statement, quantity, stated, day) for own in drawn)


def _by_maker(layers: Sequence[ControlLayer]) -> list[list[ControlLayer]]:
    """The maps of each maker, in the order of their first."""
    makers: dict[str, list[ControlLayer]] = {}
    for layer in layers:
        makers.setdefault(layer.maker.name, []).append(layer)
    return list(makers.values())


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What several makers' maps say together."""

    verdict: Verdict
    cause: str | None
    note: str


def _claim(statement: Statement, trials: Sequence[Trial]) -> Claim:
    """Put what the makers' maps give together."""
    near = [trial for trial in trials if trial.cause != "date"] or list(trials)
    ordered = sorted(near, key=lambda trial: not trial.maps.quoted)
    first = ordered[0]
    ruling = _ruled(ordered)
    figure = first.figure
    sentences = [told_by(trial) for trial in ordered]
    spread = spread_of(ordered)
    if spread is not None:
        sentences.append(told_together(spread))
    return Claim(
        statement=statement,
        stated=(first.maps.stated.low, first.maps.stated.high),
        measured=_measured(ordered) if spread is None else spread.interval_km2,
        measured_value=figure.value if spread is None else spread.mean_km2,
        measured_unit=figure.unit,
        probability=first.probability if spread is None else belief_together(ordered),
        verdict=ruling.verdict,
        cause=ruling.cause,
        why=together([*sentences, ruling.note], day=first.maps.day, statement=statement),
        map=_map_used(figure),
    )


def _ruled(trials: Sequence[Trial]) -> _Ruling:
    """The verdict of several makers' maps: that of the one, or of all where they agree."""
    first = trials[0]
    if len(trials) == 1:
        return _Ruling(first.verdict, first.cause, "")
    verdicts = {trial.verdict for trial in trials}
    names = " and ".join(trial.maps.maker for trial in trials)
    if len(verdicts) == 1:
        return _Ruling(first.verdict, first.cause, f"The maps of {names} agree in this.")
    return _Ruling(
        "uncertain", "map disagreement", f"The maps of {names} disagree, so it cannot be told."
    )


def _measured(trials: Sequence[Trial]) -> Interval:
    """From the lowest to the highest of all that was measured."""
    figures = [figure for trial in trials for figure in (trial.figure, *trial.others)]
    lows, highs = zip(*(figure.interval for figure in figures), strict=True)
    return min(low for low in lows if low is not None), max(h for h in highs if h is not None)


def _map_used(figure: Figure) -> MapUsed:
    """The map that a figure is from."""
    layer, base = figure.shown.layer, figure.base
    return MapUsed(
        maker=layer.maker.name,
        date=layer.date,
        file=layer.file,
        base_date=None if base is None else base.date,
        base=figure.base_kind,
        gap_days=figure.shown.gap_days,
    )


def _unchecked(statement: Statement, missing: Missing, *, lang: str) -> Claim | None:
    """A claim that the maps cannot test, with what its words admit."""
    if statement.quantity is None:
        return None
    stated = stated_interval(statement.quantity, lang=lang)
    ends = (stated.low, stated.high)
    why = f"{missing.why[:1].upper()}{missing.why[1:]}; the words admit {span(ends, stated.unit)}."
    return Claim(statement, ends, None, None, stated.unit, None, "unchecked", missing.cause, why)
