"""Which place each mention means: one joint choice for the whole report.

Every distinct name is a variable, its fitting gazetteer rows are its values, and “no row is it”
is one more. What speaks for a value are the terms of `weights.py` and the stated relations: the
soft membership of the candidate in the region that the statement describes, seen from the place
chosen for the other name. The choice is found by coordinate ascent from the least ambiguous
names outwards; the score is the value's share of belief given the others' choices, calibrated.
Below a score under which most such choices were wrong, none is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gazetteer.names import fold
from gazetteer.place import Match, Place
from geo.reading.calibration import abstain_below, calibrated, shared
from geo.reading.conflicts import conflicts
from geo.reading.explanation import Explanation, Weighed
from geo.reading.mention import Mention, Resolution, Rival
from geo.reading.shortlist import shortlisted
from geo.reading.solver import BorderOf, Estimates, Solver
from geo.reading.statement import Statement
from geo.reading.variables import Name, links_of, names_of

_RIVALS: Final = 8
_REASONS: Final = 4
_ALIKE: Final = 0.75
"""Below this fit a name is another one that is spelt alike."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The choice for a whole report."""

    resolutions: tuple[Resolution, ...]
    """One for each mention."""
    without: Callable[[int], tuple[Resolution, ...]]
    """The same with the statement of that index left out, so that it cannot support itself."""
    explain: Callable[[int], Explanation | None]
    """How the mention of that index was resolved; None where no place was looked for."""


def resolve(
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    *,
    places_of: Callable[[Sequence[str]], Sequence[Place]],
    border_of: BorderOf,
    sentence_of: Callable[[int], int],
    lang: str = "en",
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
    lang
        ISO 639-1 code of the text.
    """
    used = [statement for statement in statements if not statement.negated]
    estimates: Estimates = {}

    def solved(apart: frozenset[int]) -> Solver:
        names = shortlisted(names_of(mentions, sentence_of, apart=apart))
        solver = Solver(names, links_of(names, used, mentions, lang=lang), border_of)
        solver.prepare(mentions, places_of)
        solver.run()
        return solver

    solver = solved(frozenset())
    apart = conflicts(solver)
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

    @cache
    def explain(index: int) -> Explanation | None:
        n = name_of.get(index)
        return None if n is None else _explanation(solver, n, found[index])

    return Resolved(found, without, explain)


def _explanation(solver: Solver, n: int, resolution: Resolution) -> Explanation:
    """Tell what spoke for and against each candidate of a name."""
    name = solver.names[n]
    considered: list[Weighed] = []
    if not name.pinned:
        places = [*(match.place for match in name.matches), None]
        scores = _scores(name)
        considered = [
            Weighed(place, score, tuple(sorted(terms, key=lambda term: -abs(term.value))))
            for place, score, terms in zip(places, scores, solver.account(n), strict=True)
        ]
        considered.sort(key=lambda weighed: -weighed.score)
    return Explanation(name.text, tuple(name.mentions), resolution, tuple(considered))


def _scores(name: Name) -> tuple[float, ...]:
    """Give the score of every candidate and, last, of “no row is it”."""
    best = max(range(len(name.belief)), key=name.belief.__getitem__)
    return shared(calibrated(name.belief[best]), name.belief, best)


def _resolution(name: Name) -> Resolution:
    """Put the belief of a name into words."""
    scores = name.belief if name.pinned else _scores(name)
    ranked = sorted(range(len(name.matches)), key=lambda c: -scores[c])
    rivals = _rivals(name, scores, [c for c in ranked if c != name.chosen])
    if name.estimate is not None:
        size = name.estimate.precision_m / 1000
        why = (
            f"{_tried(len(ranked), 'what the text says of it')}; its position is estimated from "
            f"the stated relations, within about {size:.0f} km{_hint(name.estimate.country)}"
        )
        return Resolution(name.estimate, round(scores[-1], 4), rivals, why, estimated=True)
    if name.chosen is None:
        tried = _tried(len(ranked), "the text")
        where = "what is stated does not say" if name.torn else "nothing stated says"
        return Resolution(None, 0.0, rivals, f"{tried}, and {where} where it lies")
    place = name.matches[name.chosen].place
    if name.ruled:
        why = f"{place.label()}: the corrections say that this name means it"
        return Resolution(place, 1.0, (), why)
    if name.pinned:
        why = f"the text gives the coordinates, good to about {_size(place.precision_m)}"
        return Resolution(place, round(scores[name.chosen], 4), rivals, why)
    if scores[name.chosen] < abstain_below():
        return _undecided(name, scores, ranked)
    reasons = list(dict.fromkeys(name.reasons))[:_REASONS]
    lead = _lead(name, name.matches[name.chosen])
    why = f"{place.label()}: {lead}" + (f"; {'; '.join(reasons)}" if reasons else "")
    return Resolution(place, round(scores[name.chosen], 4), rivals, why)


def _rivals(name: Name, scores: Sequence[float], ranked: Sequence[int]) -> tuple[Rival, ...]:
    """List the likeliest of some candidates, in their order."""
    return tuple(Rival(name.matches[c].place, round(scores[c], 4)) for c in ranked[:_RIVALS])


def _lead(name: Name, match: Match) -> str:
    """Say among how many places a row was chosen, or that only its spelling is like the name."""
    if match.fit < _ALIKE and not fold(name.text).startswith(fold(match.spelling)):
        return f"no place is called so, and this one is spelt alike ({match.spelling})"
    count = len(name.matches)
    return (
        "the only place of this name" if count == 1 else f"chosen among {count} places of this name"
    )


def _tried(count: int, what: str) -> str:
    """Say that no row is the place."""
    if not count:
        return "no gazetteer row has this name"
    if count == 1:
        return f"the only place of this name does not fit {what}"
    return f"none of the {count} places of this name fits {what}"


def _hint(country: str | None) -> str:
    """Say which import may hold a place that the gazetteer lacks."""
    if country is None:
        return ""
    return f"; `frontmap gazetteer download {country}` may hold it"


def _undecided(name: Name, scores: Sequence[float], ranked: Sequence[int]) -> Resolution:
    """Choose no place, since most choices of so low a score were wrong."""
    rivals = _rivals(name, scores, ranked)
    likeliest = [f"{rival.place.label()} ({rival.score:.2f})" for rival in rivals[:2]]
    others = len(ranked) - len(likeliest)
    more = f" or one of {others} more places of this name" if others else ""
    why = (
        f"it may be {' or '.join(likeliest)}{more}: too close to choose; a region or a "
        "neighbour named beside it would tell, or your corrections"
    )
    return Resolution(None, 0.0, rivals, why, undecided=True)


def _size(length_m: float) -> str:
    """Write a length of one or two digits: `7 m`, `6.6 km`."""
    return f"{length_m:.0f} m" if length_m < 1_000 else f"{length_m / 1000:.2g} km"
