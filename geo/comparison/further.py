"""Figures of the claims that are no measure of ground: places near or in others, and reckonings.

A duration, a sum and a change have no place and often no noun. What makes two of them one quantity
is what they are worked out from: the same two days, the same numbers. Whatever they are told of,
of the same numbers only one sum can be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from geo.claims.claim import Claim
from geo.comparison.account import Account
from geo.comparison.figure import Facet, Figure
from geo.comparison.figure_of import quantity_words
from geo.comparison.place_key import PlaceKey, PlaceKeys
from geo.comparison.window import Window, day_words
from geo.reading.statement import AT, Quantity, Statement, Working

RELATIONS: Final = ("near", "not near", "containment")
"""Families of how places lie to others."""
WORKED: Final = ("duration", "sum", "change")
"""Families of what the text lets one work out."""
INSIDE: Final = (1.0, 1.0)
OUTSIDE: Final = (0.0, 0.0)


def further_figures(account: Account, claim: Claim, places: PlaceKeys) -> Iterator[Figure]:
    """Give the figure that a claim of such a kind states; none for claims of other kinds.

    Parameters
    ----------
    account
        The account of the claim.
    claim
        The claim.
    places
        The places of all the reports.
    """
    it = claim.statement
    if it.type in ("near", "containment"):
        yield from _relation(account, claim, places)
    elif it.type in WORKED and not it.negated and it.standing != "denied":
        yield from _worked(account, claim)


def sure(figure: Figure) -> bool:
    """Whether it is sure from which day to which a duration counts; other figures are.

    Of "three weeks after the assault of 1 January" the text need not say to which day it counts.
    Where the number fits the days that were read, they are those.

    Parameters
    ----------
    figure
        The figure.
    """
    return figure.family != "duration" or figure.lasting or figure.account.verdict == "supported"


def _relation(account: Account, claim: Claim, places: PlaceKeys) -> Iterator[Figure]:
    it = claim.statement
    subject = places.of(account.report, it.subject)
    denied = it.negated != (it.standing == "denied")
    if subject is None or not _listed(subject) or AT in it.modifiers:
        return
    if it.reference_kind == "place":
        reference = places.of(account.report, it.reference)
        if reference is None or not _listed(reference) or reference.id == subject.id:
            return
        code, name = reference.id, reference.name
    elif it.reference_kind in ("border", "front") and it.type == "near":
        # Which country's border "the border" is, only the words tell.
        reference = None
        code, name = f"{it.reference_kind}:{it.reference_text.casefold()}", it.reference_text
    else:
        return
    relation = "near" if it.type == "near" else "in"
    words = f"{'not ' if denied else ''}{relation} {name}"
    account = replace(account, said=f"{subject.name}: {words}")
    if it.type == "containment":
        yield Figure(
            account=account,
            family="containment",
            subject=f"{subject.id}>{code}",
            topic=f"{subject.name}: in {name}",
            value="outside" if denied else "inside",
            stated=OUTSIDE if denied else INSIDE,
            unit="inside",
            quantity=Facet("containment", words),
            dated=False,
            pair=(subject, reference) if reference else None,
        )
        return
    ends = sorted([(subject.id, subject.name), (code, name)]) if reference else []
    yield Figure(
        account=account,
        # What is near no number says: that one place is not near is no figure of the same kind.
        family="not near" if denied else "near",
        subject=">".join(end[0] for end in ends) or f"{subject.id}>{code}",
        topic=f"{ends[0][1]} and {ends[1][1]}" if ends else f"{subject.name} and {name}",
        value="not near" if denied else "near",
        stated=(0.0, None) if denied or claim.stated is None else claim.stated,
        unit="km",
        quantity=Facet("near", words),
        dated=it.reference_kind == "front",
        pair=(subject, reference) if reference else None,
    )


def _listed(place: PlaceKey) -> bool:
    """Whether a place is known: what only shares a name may be another."""
    return not place.id.startswith("name:")


def _worked(account: Account, claim: Claim) -> Iterator[Figure]:
    it, working = claim.statement, claim.statement.working
    if working is None or it.quantity is None or claim.stated is None or not claim.measured_unit:
        return
    from_words = _from_words(it, working)
    code = _code(it, working)
    if from_words is None or code is None:
        return
    value = quantity_words(it.quantity)
    if it.type == "duration" and it.quantity.value != 1.0:
        value += "s"
    window = account.window
    if working.days is not None:
        window = Window(*working.days)
    yield Figure(
        account=replace(account, said=f"{value} {from_words}", window=window),
        family=it.type,
        subject=f"{code} {claim.measured_unit}",
        topic=f"{it.type} {from_words}",
        value=value,
        stated=claim.stated,
        unit=claim.measured_unit,
        quantity=Facet(it.type, from_words),
        reference=Facet(code, from_words),
        dated=False,
        lasting=working.spanned,
    )


def _from_words(it: Statement, working: Working) -> str | None:
    """Say what it is worked out from: `from 1,200 km² to 600 km²`."""
    if working.days is not None:
        return f"from {day_words(working.days[0])} to {day_words(working.days[1])}"
    if it.type == "change" and len(working.added) == 2:
        before, after = map(quantity_words, working.added)
        return f"from {before} to {after}"
    if it.type == "sum" and len(working.added) + len(working.taken) > 1:
        added = " + ".join(map(quantity_words, working.added))
        taken = "".join(f" − {quantity_words(one)}" for one in working.taken)
        return f"of {added}{taken}"
    return None


def _code(it: Statement, working: Working) -> str | None:
    """What tells the same reckoning in all reports; None where its numbers are not exact."""
    if working.days is not None:
        return ">".join(working.days)
    numbers = (*working.added, *working.taken)
    if any(number.hedge is not None or number.value_max is not None for number in numbers):
        return None
    ordered = list if it.type == "change" else sorted
    added, taken = (ordered(map(_number, part)) for part in (working.added, working.taken))
    return f"{'+'.join(added)}-{'+'.join(taken)}"


def _number(quantity: Quantity) -> str:
    return f"{quantity.value:.10g} {quantity.unit}"


def numbers_of(figure: Figure) -> Sequence[str]:
    """Give the two ends of a duration or a change, as they are told apart.

    Parameters
    ----------
    figure
        A duration or a change.
    """
    code = figure.reference.code or ""
    return code.split(">") if figure.family == "duration" else code.rstrip("-").split("+")
