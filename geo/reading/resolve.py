"""Which place each mention means: one joint choice for the whole report.

Every distinct name is a variable, its fitting gazetteer rows are its values, and “no row is it”
is one more. What speaks for a value are the terms of `weights.py` and the stated relations: the
soft membership of the candidate in the region that the statement describes, seen from the place
chosen for the other name. The choice is found by coordinate ascent from the least ambiguous
names outwards; the score is the value's share of belief given the others' choices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from gazetteer.place import Place
from geo.reading.mention import Mention, Resolution, Rival
from geo.reading.solver import BorderOf, Estimates, Solver
from geo.reading.statement import Statement
from geo.reading.variables import Name, links_of, names_of

_RIVALS: Final = 8
_REASONS: Final = 4


def resolve(
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    *,
    places_of: Callable[[Sequence[str]], Sequence[Place]],
    border_of: BorderOf,
    sentence_of: Callable[[int], int],
    without: int | None = None,
    estimates: Estimates | None = None,
) -> tuple[Resolution, ...]:
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
    without
        Index of a statement to leave out, so that it cannot support itself.
    estimates
        Estimates worked out before, by what they rest on; filled in.
    """
    used = [s for i, s in enumerate(statements) if i != without and not s.negated]

    def solved(apart: frozenset[int]) -> Solver:
        names = names_of(mentions, sentence_of, apart=apart)
        solver = Solver(names, links_of(names, used, mentions), border_of)
        solver.prepare(mentions, places_of)
        solver.run()
        return solver

    solver = solved(frozenset())
    apart = solver.conflicts()
    if apart:
        solver = solved(apart)
    solver.situate({} if estimates is None else estimates)
    names = solver.names
    by_mention = {i: name for name in names for i in name.mentions}
    return tuple(
        _resolution(by_mention[i]) if i in by_mention else Resolution(None, 0.0, why=mention.reason)
        for i, mention in enumerate(mentions)
    )


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
    reasons = list(dict.fromkeys(name.reasons[name.chosen]))[:_REASONS]
    others = len(ranked) - 1
    lead = (
        "the only place of this name"
        if others == 0
        else f"chosen among {others + 1} places of this name"
    )
    why = f"{place.label()}: {lead}" + (f"; {'; '.join(reasons)}" if reasons else "")
    return Resolution(place, round(name.belief[name.chosen], 4), rivals, why)
