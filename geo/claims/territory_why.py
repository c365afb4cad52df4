"""The reasons of verdicts on territory, in sentences: map, day, base, method and tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.claims.claim import Interval
from geo.claims.territory_days import Day
from geo.claims.territory_figure import Figure, widened
from geo.claims.territory_maker import Trial
from geo.claims.why import quantity_words, span
from geo.control.doubt import gap
from geo.reading.statement import Statement
from geo.tolerance import nominal

_CAUSES: Final[dict[str, str]] = {
    "date": "no supplied map is of that day, or near it",
    "base and date": "the base and the day decide",
    "map disagreement": "makers' maps differ by as much",
    "vague words": "the words leave open how exactly they are meant",
}


def told_by(trial: Trial) -> str:
    """Say what one maker's maps give.

    Parameters
    ----------
    trial
        The maps with what they give.
    """
    measured = _area(trial) if trial.figure.unit == "km2" else _share(trial)
    parts = [measured, _admitted(trial), _alternatives(trial), _unsure(trial), _source(trial)]
    return " ".join(part for part in parts if part)


def together(sentences: Sequence[str], *, day: Day, statement: Statement) -> str:
    """Put the sentences of several makers together, with how the day is known.

    Parameters
    ----------
    sentences
        What each gives; empty ones are left out.
    day
        The day that is meant.
    statement
        The statement.
    """
    basis = f"{day.basis[:1].upper()}{day.basis[1:]}." if day.basis else ""
    denied = "The text denies it, so the verdict is turned round." if statement.negated else ""
    return " ".join(part for part in (*sentences, denied, basis) if part)


def _area(trial: Trial) -> str:
    """Say how large an area is, or by how much it changed."""
    figure, matter = trial.figure, trial.maps.matter
    where = f" {matter.where}"
    if figure.base is None:
        what = "held" if matter.sense == "held" else "did not hold"
        peak = ", the most on any supplied map," if trial.maps.told.peak else ""
        of = "" if matter.sense == "held" else " of the ground"
        return (
            f"On the map of {_title(figure)}{peak} {matter.holder} {what} "
            f"{figure.value:,.1f} km²{of}{where}{_beyond(trial)}{_gap(figure)}."
        )
    more = "more" if matter.sense == "grown" else "less"
    return (
        f"On the maps of {trial.maps.maker} {matter.holder} held {abs(figure.value):,.1f} km² "
        f"{more if figure.value >= 0 else _opposite(more)}{where} on {_day(figure)} "
        f"({figure.area_km2:,.1f} km²) than on {_base(figure)} ({figure.base_km2:,.1f} km²)"
        f"{_gap(figure)}."
    )


def _beyond(trial: Trial) -> str:
    """Say what is not counted of what the maker draws."""
    beyond = trial.maps.matter.ground.extent(trial.figure.shown.layer).beyond_km2
    return f", without {beyond:,.0f} km² drawn beyond coast and border" if beyond >= 1 else ""


def _share(trial: Trial) -> str:
    """Say which share is held or was lost, of what, and how it is worked out."""
    figure, matter = trial.figure, trial.maps.matter
    low, high = figure.interval
    share = f"{figure.value:.1%} ({(low or 0):.1%} to {(high or 0):.1%})".replace("%", " %")
    if figure.base is None:
        what = "held" if matter.sense == "held" else "did not hold"
        return (
            f"On the map of {_title(figure)} {matter.holder} {what} {share} of the ground "
            f"{matter.where}: {figure.area_km2:,.1f} of {figure.base_km2:,.0f} km² are "
            f"held{_gap(figure)}."
        )
    kept = matter.sense in ("held", "grown")
    verb = "still held" if kept else "had lost"
    return (
        f"On the maps of {trial.maps.maker} {matter.holder} {verb} {share} {matter.where} on "
        f"{_day(figure)} ({figure.area_km2:,.1f} km²) of what it held on {_base(figure)} "
        f"({figure.base_km2:,.1f} km²){_gap(figure)}."
    )


def _admitted(trial: Trial) -> str:
    """Say what the words admit, and how much is allowed for another maker's map."""
    maps, figure = trial.maps, trial.figure
    stated: Interval = (maps.stated.low, maps.stated.high)
    said = f"“{_words(trial)}” admits {span(stated, figure.unit)}"
    if figure.unit == "share":
        return f"{said}."
    if maps.quoted:
        return f"{said}; the map of the quoted maker was itself at hand."
    reach = widened(figure, maps.stated, nominal(maps.quantity))
    if not figure.error:
        return f"{said}."
    barely = trial.verdict == "supported" and not _inside(figure.value, stated)
    return (
        f"{said}; with the gap between two makers' maps ({gap().within(0.5) / 1000:.2f} km in the "
        f"median) along {figure.contact_km:,.0f} km of contact line, ±{figure.error:,.0f} km², "
        f"{span(_whole(reach), figure.unit)}.{' It fits barely: only so.' if barely else ''}"
    )


def _inside(value: float, interval: Interval) -> bool:
    """Whether a value lies between two ends, of which either may be open."""
    low, high = interval
    return (low is None or value >= low) and (high is None or value <= high)


def _alternatives(trial: Trial) -> str:
    """Name the other days and bases that were tried, with what they give."""
    if not trial.others:
        return ""
    listed = []
    for other in trial.others:
        shown = f"{other.value:.1%}".replace("%", " %")
        if other.unit == "km2":
            shown = f"{other.value:,.1f} km²"
        same = other.shown.layer is trial.figure.shown.layer
        since = f" of {other.base.date}" if other.base and same else ""
        listed.append(f"{shown}{since or f' on {_day(other)}'}")
    return f"Other days near give {', '.join(listed)}."


def _unsure(trial: Trial) -> str:
    """Say why it cannot be told."""
    if trial.cause is None:
        return ""
    return f"It cannot be told: {_CAUSES[trial.cause]}."


def _source(trial: Trial) -> str:
    """Say that the quoted map is another one, where the text quotes one."""
    quoted = trial.maps.told.maker
    if not quoted or trial.maps.quoted or trial.figure.unit != "km2":
        return ""
    if trial.verdict == "supported":
        return f"It agrees with another map; the quoted one ({quoted}) is unchecked."
    return f"The quoted map ({quoted}) is not at hand; another one is compared."


def _base(figure: Figure) -> str:
    """Name the day of the base, and that it is the peak of what was supplied."""
    day = (figure.base.date if figure.base else None) or "the undated map"
    peak = ", the most on any supplied map" if figure.base_kind == "peak" else ""
    off = figure.base_gap_days
    away = f", {abs(off)} days from the day named" if off and figure.base_kind != "peak" else ""
    return f"{day}{peak}{away}"


def _gap(figure: Figure) -> str:
    """Say how far the map is from the day."""
    off = figure.shown.gap_days
    if not off:
        return ""
    days = f"{abs(off)} day{'' if abs(off) == 1 else 's'}"
    return f" (the nearest map, {days} {'before' if off < 0 else 'after'} the day of the statement)"


def _title(figure: Figure) -> str:
    """The maker of the map, and its day."""
    return f"{figure.shown.layer.maker.name} of {_day(figure)}"


def _day(figure: Figure) -> str:
    return figure.shown.layer.date or "no known day"


def _words(trial: Trial) -> str:
    """The number as written."""
    quantity = trial.maps.quantity
    if quantity.unit != "share":
        return quantity_words(quantity)
    number = quantity.text or f"{quantity.value:.0%}"
    if number[-1].isdigit():
        number += " percent"
    return " ".join(word for word in (quantity.hedge, number) if word)


def _opposite(more: str) -> str:
    return "less" if more == "more" else "more"


def _whole(interval: Interval) -> Interval:
    """Both ends without decimals."""
    low, high = (None if end is None else round(end, 1) for end in interval)
    return low, high
