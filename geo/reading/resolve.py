"""Which place each mention means: one joint choice for the whole report.

Every distinct name is a variable, its fitting gazetteer rows are its values, and “no row is it”
is one more. What speaks for a value are the terms of `weights.py` and the stated relations: the
soft membership of the candidate in the region that the statement describes, seen from the place
chosen for the other name. The choice is found by coordinate ascent from the least ambiguous
names outwards; the score is the value's share of belief given the others' choices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gazetteer.place import Place
from geo.reading.mention import Mention, Resolution, Rival
from geo.reading.shortlist import shortlisted
from geo.reading.solver import BorderOf, Estimates, Solver
from geo.reading.statement import Statement
from geo.reading.variables import Name, links_of, names_of

_RIVALS: Final = 8
_REASONS: Final = 4


@dataclass(frozen=True, slots=True)
class Resolved:
    """The choice for a whole report."""

    resolutions: tuple[Resolution, ...]
    """One for each mention."""
    without: Callable[[int], tuple[Resolution, ...]]
    """The same with the statement of that index left out, so that it cannot support itself."""


def resolve(
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    *,
    places_of: Callable[[Sequence[str]], Sequence[Place]],
    border_of: BorderOf,
    sentence_of: Callable[[int], int],
) -> Resolved:
    """Choose a place for every mention.

    Parameters
    ----------
    mentions
        The mentions of one report.
    statements
        Its statements.
    places_of
        Gives the rows of ids, for the regions that stand beside a name.
    border_of
        Gives the line that “the border” means, seen from a place.
    sentence_of
        Gives the number of the sentence at an offset.
    """
    used = [statement for statement in statements if not statement.negated]
    estimates: Estimates = {}

    def solved(apart: frozenset[int]) -> Solver:
        names = shortlisted(names_of(mentions, sentence_of, apart=apart))
        solver = Solver(names, links_of(names, used, mentions), border_of)
        solver.prepare(mentions, places_of)
        solver.run()
        return solver

    solver = solved(frozenset())
    apart = solver.conflicts()
    if apart:
        solver = solved(apart)
    solver.situate(estimates)
    name_of = {i: n for n, name in enumerate(solver.names) for i in name.mentions}
    found = tuple(
        _resolution(solver.names[name_of[i]])
        if i in name_of
        else Resolution(None, 0.0, why=mention.reason)
        for i, mention in enumerate(mentions)
    )

    @cache
    def without(index: int) -> tuple[Resolution, ...]:
        anew = solver.without(statements[index])
        if anew is None:
            return found
        other, free = anew
        other.situate(estimates, free)
        return tuple(
            _resolution(other.names[name_of[i]]) if name_of.get(i) in free else resolution
            for i, resolution in enumerate(found)
        )

    return Resolved(found, without)


def _resolution(name: Name) -> Resolution:
    """Put the belief of a name into words."""
    ranked = sorted(range(len(name.matches)), key=lambda c: -name.belief[c])
    rivals = tuple(
        Rival(name.matches[c].place, round(name.belief[c], 4)) for c in ranked if c != name.chosen
    )[:_RIVALS]
    if name.estimate is not None:
        size = name.estimate.precision_m / 1000
        tried = (
            f"none of the {len(ranked)} places of this name fits what the text says of it"
            if ranked
            else "no gazetteer row has this name"
        )
        why = (
            f"{tried}; its position is estimated from the stated relations, "
            f"within about {size:.0f} km"
        )
        return Resolution(name.estimate, round(name.belief[-1], 4), rivals, why, estimated=True)
    if name.chosen is None:
        tried = (
            f"none of the {len(ranked)} places of this name fits the text"
            if ranked
            else "no gazetteer row has this name"
        )
        return Resolution(None, 0.0, rivals, f"{tried}, and nothing stated says where it lies")
    place = name.matches[name.chosen].place
    if name.ruled:
        why = f"{place.label()}: the corrections say that this name means it"
        return Resolution(place, 1.0, (), why)
    if name.pinned:
        why = f"the text gives the coordinates, good to about {_size(place.precision_m)}"
        return Resolution(place, round(name.belief[name.chosen], 4), rivals, why)
    reasons = list(dict.fromkeys(name.reasons))[:_REASONS]
    others = len(ranked) - 1
    lead = (
        "the only place of this name"
        if others == 0
        else f"chosen among {others + 1} places of this name"
    )
    why = f"{place.label()}: {lead}" + (f"; {'; '.join(reasons)}" if reasons else "")
    return Resolution(place, round(name.belief[name.chosen], 4), rivals, why)


def _size(length_m: float) -> str:
    """Write a length of one or two digits: `7 m`, `6.6 km`."""
    return f"{length_m:.0f} m" if length_m < 1_000 else f"{length_m / 1000:.2g} km"
