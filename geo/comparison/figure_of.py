"""The figures that a claim or a tally states, with what makes each the quantity that it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from geo.claims.claim import Claim
from geo.comparison.account import Account
from geo.comparison.figure import Facet, Figure
from geo.comparison.place_key import PlaceKey, PlaceKeys
from geo.comparison.side_names import side_name
from geo.comparison.tally import Tally
from geo.comparison.window import Window, of_report, window_of
from geo.errors import RelationInvalid
from geo.reading.reading import Reading
from geo.reading.statement import WINDS, Quantity, Statement
from geo.reading.territory import Territory
from geo.tolerance import stated_interval

_UNITS: Final = {
    "km": "km", "m": "m", "mi": "miles", "yd": "yards", "km2": "km²", "mi2": "square miles",
    "ha": "hectares", "share": "", "count": "",
}  # fmt: skip
_DEEDS: Final = {"holds": "held", "gains": "gained", "regains": "regained", "loses": "lost"}
_HALF_DEG: Final = {1: 45.0, 2: 45.0, 3: 22.5}


def figures_of_claim(
    account: Account, claim: Claim, reading: Reading, places: PlaceKeys
) -> Iterator[Figure]:
    """Give the figures that a claim states: a distance with a direction states two.

    Parameters
    ----------
    account
        The account of the claim.
    claim
        The claim.
    reading
        The report, read.
    places
        The places of all the reports.
    """
    it = claim.statement
    if it.negated:
        return
    if it.type in ("distance", "direction", "depth"):
        yield from _of_place(account, claim, places)
    elif it.type in ("area", "proportion", "count") and it.quantity is not None:
        figure = _of_ground(account, claim, reading, places)
        if figure is not None:
            yield figure


def tally_figure(account: Account, tally: Tally, reading: Reading, places: PlaceKeys) -> Figure:
    """Give the figure of a tally.

    Parameters
    ----------
    account
        The account of the tally.
    tally
        The tally.
    reading
        The report, read.
    places
        The places of all the reports.
    """
    lang = reading.report.lang
    counted = " ".join(part for part in (tally.noun, tally.deed) if part)
    over = f"in {tally.hours} hours" if tally.hours else ""
    ground = places.of(account.report, tally.place)
    number = quantity_words(tally.quantity)
    said = " ".join(part for part in (number, counted, over) if part)
    stated = stated_interval(tally.quantity, lang=lang)
    exact = tally.quantity.hedge is None and tally.quantity.value_max is None
    value = tally.quantity.value
    return Figure(
        account=replace(account, said=f"{said}, {ground.name}" if ground else said),
        family=tally.family,
        subject="",
        topic=tally.family,
        value=number,
        # Who counts writes what was counted: 44 is not 47.
        stated=(value, value) if exact else (stated.low, stated.high),
        unit="count",
        quantity=Facet(f"{tally.noun}:{tally.deed or ''}", counted),
        hours=Facet(str(tally.hours), over) if tally.hours else Facet(None),
        sides=(tally.by, tally.of),
        ground=ground,
    )


def quantity_words(quantity: Quantity) -> str:
    """Write a quantity as the text has it, with its unit.

    Parameters
    ----------
    quantity
        The quantity.
    """
    if quantity.unit == "share":
        written = quantity.text if quantity.text and not quantity.text[0].isdigit() else ""
        number = written or f"{round(100 * quantity.value, 1):g}%"
    else:
        top = "" if quantity.value_max is None else f"–{quantity.value_max:,.10g}"
        number = f"{quantity.value:,.10g}{top}"
    hedge = quantity.hedge or ""
    if hedge and hedge in quantity.text.casefold():
        number, hedge = quantity.text, ""
    unit = _UNITS.get(quantity.unit, quantity.unit)
    return " ".join(part for part in (hedge, number, unit) if part)


def turned_alike(figures: Sequence[Figure]) -> list[Figure]:
    """Turn "Homs from Hama" round where others state "Hama from Homs".

    Parameters
    ----------
    figures
        Figures of all reports.
    """
    ways = {(f.pair[0].id, f.pair[1].id) for f in figures if f.pair}
    turned = []
    for figure in figures:
        if figure.pair is not None:
            one, other = figure.pair
            if other.id < one.id and (other.id, one.id) in ways:
                figure = _turned(figure, one, other)  # noqa: PLW2901 - in place of it
        turned.append(figure)
    return turned


def _turned(figure: Figure, one: PlaceKey, other: PlaceKey) -> Figure:
    """A distance or a direction seen from its other end."""
    if figure.family == "distance":
        return replace(
            figure,
            subject=other.id,
            topic=other.name,
            reference=Facet(one.id, f"from {one.name}"),
            pair=(other, one),
        )
    low, high = figure.stated
    winds = [WINDS[(WINDS.index(w) + 8) % 16] for w in figure.value.split(" or ")]
    return replace(
        figure,
        subject=f"{other.id}>{one.id}",
        topic=f"{other.name} from {one.name}",
        value=" or ".join(winds),
        stated=(((low or 0.0) + 180.0) % 360.0, ((high or 0.0) + 180.0) % 360.0),
        pair=(other, one),
    )


def _of_place(account: Account, claim: Claim, places: PlaceKeys) -> Iterator[Figure]:
    """The distance and the direction of a place from another, or from the border or the front."""
    it = claim.statement
    subject = places.of(account.report, it.subject)
    reference = _reference(it, account, places)
    if reference is None or (subject is None and it.type != "depth"):
        return
    if subject is not None and subject.id == reference[0]:
        return
    of = places.of(account.report, it.reference) if it.reference_kind == "place" else None
    pair = (subject, of) if subject is not None and of is not None else None
    topic = subject.name if subject else "depth"
    winds = tuple(filter(None, (it.direction, *it.direction_or)))
    value = quantity_words(it.quantity) if it.quantity else ""
    from_words = f"from {reference[1]}" if it.type == "distance" else f"into {reference[1]}"
    said = " ".join(part for part in (value, " or ".join(winds)) if part)
    tie = f"of {reference[1]}" if winds else from_words
    account = replace(account, said=f"{topic}: {said} {tie}" if subject else f"{said} {tie}")
    moving = it.reference_kind == "front" or it.type == "depth"
    if it.quantity is not None and claim.measured_unit == "km" and claim.stated is not None:
        yield Figure(
            account=account,
            family="depth" if it.type == "depth" else "distance",
            subject=subject.id if subject else "",
            topic=topic,
            value=value,
            stated=claim.stated,
            unit="km",
            quantity=Facet(it.type, it.type),
            reference=Facet(reference[0], from_words),
            dated=moving,
            pair=pair if it.type == "distance" else None,
        )
    if winds and subject is not None and it.reference_kind == "place":
        yield Figure(
            account=account,
            family="direction",
            subject=f"{subject.id}>{reference[0]}",
            topic=f"{subject.name} from {reference[1]}",
            value=" or ".join(winds),
            stated=_arc(winds),
            unit="deg",
            quantity=Facet("direction", "direction"),
            dated=False,
            pair=pair,
        )


def _reference(it: Statement, account: Account, places: PlaceKeys) -> tuple[str, str] | None:
    """What is measured from: its id and its name."""
    if it.reference_kind in ("border", "front"):
        return it.reference_kind, f"the {it.reference_kind}"
    place = places.of(account.report, it.reference)
    return None if place is None else (place.id, place.name)


def _arc(winds: tuple[str, ...]) -> tuple[float, float]:
    """The bearings that winds admit, clockwise; of several the smallest arc around all."""
    arcs = []
    for wind in winds:
        middle = WINDS.index(wind) * 22.5
        half = _HALF_DEG[len(wind)]
        arcs.append((middle - half, middle + half))
    first = arcs[0][0]
    ends = [((low - first + 180) % 360 - 180, high - low) for low, high in arcs]
    low = min(start for start, _ in ends)
    high = max(start + width for start, width in ends)
    return ((first + low) % 360, (first + high) % 360)


def _of_ground(
    account: Account, claim: Claim, reading: Reading, places: PlaceKeys
) -> Figure | None:
    """An area, a share of ground or a number of settlements, as far as it is said of whose."""
    it, about = claim.statement, claim.statement.territory
    if it.quantity is None or about is None:
        return None
    try:
        interval = stated_interval(it.quantity, lang=reading.report.lang)
    except RelationInvalid:
        return None
    side = about.side or _side_of_deed(it, reading)
    ground = _ground(about, account, places)
    deed = _DEEDS[about.deed]
    noun = "settlements" if it.type == "count" else "ground"
    value = quantity_words(it.quantity)
    who = f" by {side_name(side, lang=reading.report.lang)}" if side else ""
    base = about.share_of
    of = f" of {ground.name}" if ground and base != "seized" else ""
    taken = " of what was taken" if base == "seized" else ""
    family = "settlements" if it.type == "count" else "ground"
    counted = " settlements" if it.type == "count" else ""
    return Figure(
        account=replace(
            account,
            said=f"{value}{counted}{taken}{of} {deed}{who}",
            window=_window(about, account, reading.report.date),
        ),
        family=family,
        subject="",
        topic=f"{noun} {deed}{who}",
        value=f"{value}{counted}",
        stated=(interval.low, interval.high),
        unit=interval.unit,
        quantity=Facet(about.deed, f"{noun} {deed}"),
        reference=_base(about),
        sides=(side,),
        lasting=about.deed == "holds",
        # Of what was taken in an offensive the text need not say in which region.
        ground=None if base == "seized" else ground,
    )


def _side_of_deed(it: Statement, reading: Reading) -> str | None:
    """The side of the event that the same words tell of."""
    for event in reading.events:
        if event.start < it.end and it.start < event.end and event.actor is not None:
            return event.actor
    return None


def _ground(about: Territory, account: Account, places: PlaceKeys) -> PlaceKey | None:
    """The region or country of a figure."""
    named = places.of(account.report, about.place)
    if named is not None:
        return named
    if about.country is None:
        return None
    return PlaceKey(f"country:{about.country}", side_name(about.country), "country", about.country)


def _base(about: Territory) -> Facet:
    """What a share is a share of."""
    if about.share_of is None:
        return Facet(None)
    words = "a share of what was taken" if about.share_of == "seized" else "a share of the region"
    if about.base_on is not None:
        words += f" as of {Window(about.base_on.first, about.base_on.last)}"
    return Facet(f"{about.share_of}:{about.base_on}", words)


def _window(about: Territory, account: Account, day: str | None) -> Window | None:
    """The days of a figure of ground; what a side holds since August it holds on a report's day."""
    if about.on is not None:
        return window_of(about.on)
    if about.deed == "holds" and about.since is not None:
        return of_report(day)
    if about.since is not None:
        last = None if account.window is None else account.window.last
        return Window(about.since.first, about.until.last if about.until else last)
    return account.window
