"""Set reports side by side: what they agree on, what they disagree on, what is not comparable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from geo.comparison.account import Account
from geo.comparison.comparison import Agreement, Comparison, Disagreement, NotComparable
from geo.comparison.figure import (
    Figure,
    agree,
    beside,
    comparable,
    contradicts_whole,
    differences,
    only_days_differ,
    topic_of,
)
from geo.comparison.further import RELATIONS, WORKED, sure
from geo.comparison.further_apart import apart_of
from geo.comparison.gather import Checked, gather
from geo.comparison.outcome import Outcome, clash
from geo.comparison.quoting import quotes_of
from geo.comparison.window import overlap

_T = TypeVar("_T")


def compare(checked: Checked) -> Comparison:
    """Compare what reports say.

    Only what different reports say, or different origins within one report, is compared. The
    order of the reports changes nothing but the order of what is told of each.

    Parameters
    ----------
    checked
        Each report's reading with its claims as `geo.claims.check.check` gives them.
    """
    found = gather(checked)
    agreements: list[Agreement] = []
    disagreements: list[Disagreement] = []
    apart: list[NotComparable] = []
    for figures in _buckets(found.figures, lambda figure: (figure.family, figure.subject)):
        sets = _cliques(sorted(figures, key=_figure_order), comparable)
        for one in sets:
            _judge_figures(one, agreements, disagreements)
        for left, right in _side_by_side(sets):
            _judge_apart(left, right, apart, disagreements)
    for figures in _buckets(
        filter(sure, found.further), lambda figure: (figure.family, figure.subject)
    ):
        _judge_further(figures, agreements, disagreements, apart)
    apart.extend(apart_of(found.further, found.figures, _rivals))
    telling = [outcome for outcome in found.outcomes if outcome.telling]
    for outcomes in _buckets(telling, lambda outcome: outcome.place and outcome.place.id):
        disagreements.extend(_contradictions(sorted(outcomes, key=_outcome_order)))
        agreements.extend(_same_events(sorted(outcomes, key=_outcome_order)))
    return Comparison(
        reports=found.reports,
        outlets=found.outlets,
        accounts=found.accounts,
        agreements=tuple(sorted(_telling(agreements), key=_weight)),
        disagreements=tuple(sorted(disagreements, key=lambda one: (one.topic, one.why))),
        not_comparable=tuple(sorted(apart, key=lambda one: (one.topic, one.because))),
        quotes=quotes_of(found.accounts),
        shared=found.shared,
    )


def _telling(agreements: Sequence[Agreement]) -> Iterator[Agreement]:
    """Leave out that an outlet agrees with itself, and directions that come with a distance."""
    distances: dict[tuple[int, int], set[Account]] = {}
    for one in agreements:
        if one.of == "distance":
            of_one = set(one.accounts)
            distances |= {(account.report, account.index): of_one for account in one.accounts}
    for one in agreements:
        first = (one.accounts[0].report, one.accounts[0].index)
        with_distance = one.of == "direction" and set(one.accounts) <= distances.get(first, set())
        if not with_distance and max(len(one.outlets), len(one.origins)) > 1:
            yield one


def _weight(one: Agreement) -> tuple[object, ...]:
    """What more outlets and more origins tell comes first; where places lie, last."""
    lie = one.of in ("distance", "direction", *RELATIONS)
    return (lie, -len(one.outlets), -len(one.origins), one.topic, one.why)


def _buckets(items: Iterable[_T], name: Callable[[_T], object]) -> list[list[_T]]:
    """Put together what has one name; what has none is left out."""
    found: dict[object, list[_T]] = {}
    for item in items:
        if (of := name(item)) is not None:
            found.setdefault(of, []).append(item)
    return list(found.values())


def _cliques(items: Iterable[_T], fits: Callable[[_T, _T], bool]) -> list[list[_T]]:
    """Put each item to the first group of which it fits every member."""
    groups: list[list[_T]] = []
    for item in items:
        group = next((g for g in groups if all(fits(item, member) for member in g)), None)
        if group is None:
            groups.append([item])
        else:
            group.append(item)
    return groups


def _teller(account: Account) -> tuple[object, ...]:
    """What tells accounts apart that can bear each other out: the outlet and the origins."""
    return (account.outlet.key, tuple(origin.key for origin in account.origins))


def _several(accounts: Iterable[Account]) -> bool:
    """Whether several reports, or several origins, tell of it."""
    return any(_foreign(one, other) for one, other in combinations(accounts, 2))


def _foreign(one: Account, other: Account) -> bool:
    """Whether two accounts are of different reports or of different origins."""
    if one.report != other.report:
        return True
    origins = {*one.origins, *other.origins}
    return not set(one.origins) & set(other.origins) and all(o.known for o in origins)


def _rivals(one: Account, other: Account) -> bool:
    """Whether two accounts can contradict each other: no text does so that two reports carry."""
    copied = {*one.origins, *other.origins}
    if len(copied) == 1 and all(origin.key.startswith("shared:") for origin in copied):
        return False
    return _foreign(one, other)


def _order(account: Account) -> tuple[object, ...]:
    """An order of accounts that does not hang on that of the reports."""
    return (_teller(account), account.start, account.text, account.kind, account.index)


def _figure_order(figure: Figure) -> tuple[object, ...]:
    facets = (figure.quantity, figure.reference, figure.hours)
    named = tuple((facet.code is None, facet.code or "") for facet in facets)
    ground = (figure.ground is None, figure.ground.id if figure.ground else "")
    window = figure.account.window
    day = (window is None, window.basis if window else "", str(window))
    sides = tuple((side is None, side or "") for side in figure.sides)
    ends = tuple(-1.0 if end is None else end for end in figure.stated)
    return (named, sides, ground, day, ends, _order(figure.account))


def _outcome_order(outcome: Outcome) -> tuple[object, ...]:
    event = outcome.event
    return (event.actor or "~", outcome.group, event.negated, _order(outcome.account))


def _judge_figures(
    figures: Sequence[Figure],
    agreements: list[Agreement],
    disagreements: list[Disagreement],
) -> None:
    """Tell whether comparable figures agree."""
    accounts = tuple(figure.account for figure in figures)
    if not _several(accounts):
        return
    groups = _cliques(sorted(figures, key=lambda f: (f.stated[0] or 0.0, _figure_order(f))), agree)
    for group in groups:
        told = tuple(figure.account for figure in group)
        if _several(told):
            values = list(dict.fromkeys(figure.value for figure in group))
            overlaps = f"what {_listed(values)} admit overlaps" if len(values) > 1 else values[0]
            agreements.append(Agreement(topic_of(group), told, overlaps, group[0].family))
    if len(groups) > 1 and _contested(groups):
        values = [f"{_values(group)}" for group in groups]
        why = f"{_listed(values, 'against')}: what the words admit does not overlap"
        sides = tuple(tuple(figure.account for figure in group) for group in groups)
        disagreements.append(Disagreement(topic_of(figures), sides, why))


def _judge_further(
    figures: Sequence[Figure],
    agreements: list[Agreement],
    disagreements: list[Disagreement],
    apart: list[NotComparable],
) -> None:
    """Tell whether figures of one relation or one reckoning agree."""
    split: list[Disagreement] = []
    for one in _cliques(sorted(figures, key=_figure_order), comparable):
        _judge_figures(one, agreements, split)
    for found in split:
        accounts = [account for side in found.sides for account in side]
        if figures[0].family in WORKED and all(a.verdict != "contradicted" for a in accounts):
            because = "each fits what it is worked out from: they are rounded otherwise"
            apart.append(NotComparable(found.topic, (found.sides[0], found.sides[1]), because))
        else:
            disagreements.append(found)


def _contested(groups: Sequence[Sequence[Figure]]) -> bool:
    """Whether two groups are told by different reports or origins."""
    return any(
        _rivals(a.account, b.account)
        for one, other in combinations(groups, 2)
        for a in one
        for b in other
    )


def _values(figures: Sequence[Figure]) -> str:
    return " and ".join(dict.fromkeys(figure.value for figure in figures))


def _listed(values: Sequence[str], join: str = "and") -> str:
    return f" {join} ".join(values)


def _judge_apart(
    one: Sequence[Figure],
    other: Sequence[Figure],
    apart: list[NotComparable],
    disagreements: list[Disagreement],
) -> None:
    """Tell why figures that stand side by side are not of one thing."""
    pairs = [
        (a, b)
        for a in one
        for b in other
        if beside(a, b)
        and _rivals(a.account, b.account)
        and next(differences(a, b), None)
        and not _told_together(a, b, (*one, *other))
    ]
    if not pairs:
        return
    left, right = (_unique(p[i] for p in pairs) for i in (0, 1))
    sides = (tuple(f.account for f in left), tuple(f.account for f in right))
    a, b = min(pairs, key=lambda pair: (_figure_order(pair[0]), _figure_order(pair[1])))
    if _low(a) > _low(b):
        a, b, sides = b, a, sides[::-1]
    because = "; ".join(differences(a, b))
    topic = a.topic if a.topic == b.topic else f"{a.topic} and {b.topic}"
    if contradicts_whole(a, b):
        disagreements.append(Disagreement(topic, sides, because))
    else:
        apart.append(NotComparable(topic, sides, because))


def _told_together(one: Figure, other: Figure, figures: Sequence[Figure]) -> bool:
    """Whether one of the reports has both figures from the same origin, who tells them apart."""
    if one.account.origins != other.account.origins:
        return False
    return any(
        (account.report, account.origins, account.said) == (there.report, here.origins, here.said)
        for here, there in ((one.account, other.account), (other.account, one.account))
        for account in (figure.account for figure in figures)
    )


def _side_by_side(
    sets: Sequence[Sequence[Figure]],
) -> Iterator[tuple[Sequence[Figure], Sequence[Figure]]]:
    """Give the pairs of sets to be told apart; of one thing on many days each day and the next."""
    days = sorted(range(len(sets)), key=lambda i: _day_order(sets[i][0]))
    rank = {i: at for at, i in enumerate(days)}
    later = [
        (i, j) if rank[i] < rank[j] else (j, i)
        for i, j in combinations(range(len(sets)), 2)
        if only_days_differ(sets[i][0], sets[j][0])
    ]
    after: dict[int, list[int]] = {}
    for i, j in later:
        after.setdefault(i, []).append(j)
    skipped = {
        frozenset((i, j))
        for i, j in later
        if any(k != j and j in after.get(k, ()) for k in after[i])
    }
    for i, j in combinations(range(len(sets)), 2):
        if frozenset((i, j)) not in skipped:
            yield sets[i], sets[j]


def _day_order(figure: Figure) -> tuple[str, str]:
    window = figure.account.window
    return ("", "") if window is None else (window.last or "", window.first or "")


def _low(figure: Figure) -> float:
    return figure.stated[0] if figure.stated[0] is not None else -1.0


def _unique(items: Iterable[_T]) -> list[_T]:
    found: list[_T] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _contradictions(outcomes: Sequence[Outcome]) -> Iterator[Disagreement]:
    """Outcomes at one place of which not all can be so, those together that hang together."""
    clashes: dict[tuple[int, int], str] = {}
    for i, j in combinations(range(len(outcomes)), 2):
        one, other = outcomes[i], outcomes[j]
        if not _rivals(one.account, other.account) or _one_telling(one, other):
            continue
        if overlap(one.account.window, other.account.window) is False:
            continue
        why = clash(one, other)
        if why is not None:
            clashes[(i, j)] = why
    for members in _components(len(outcomes), list(clashes)):
        groups = _cliques(members, lambda a, b: (min(a, b), max(a, b)) not in clashes)
        for i, outcome in enumerate(outcomes):
            if i not in members and (home := _home(i, outcome, outcomes, groups)):
                home.append(i)
        inside = [pair for pair in clashes if pair[0] in members]
        reasons = dict.fromkeys(clashes[pair] for pair in inside)
        unknown = all(
            overlap(outcomes[i].account.window, outcomes[j].account.window) is None
            for i, j in inside
        )
        why = "; ".join(reasons) + ("; not all of them state the day" if unknown else "")
        place = outcomes[members[0]].place
        sides = tuple(tuple(outcomes[i].account for i in sorted(group)) for group in groups)
        yield Disagreement(place.name if place else "", sides, why)


def _one_telling(one: Outcome, other: Outcome) -> bool:
    """Whether one report tells both in its own words: one thing after the other."""
    return one.account.report == other.account.report and not (
        one.account.chain and other.account.chain
    )


def _components(size: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The members of each part of a graph that hangs together, single ones left out."""
    leader = list(range(size))
    for one, other in pairs:
        low, high = sorted((leader[one], leader[other]))
        leader = [low if at == high else at for at in leader]
    parts: dict[int, list[int]] = {}
    for i, at in enumerate(leader):
        parts.setdefault(at, []).append(i)
    return [part for part in parts.values() if len(part) > 1]


def _home(
    i: int,
    outcome: Outcome,
    outcomes: Sequence[Outcome],
    groups: Sequence[list[int]],
) -> list[int] | None:
    """The group that an outcome bears out: the same side gets on there as well."""
    if outcome.denied or outcome.group not in ("advanced", "entered", "taken"):
        return None
    for group in groups:
        if any(
            outcomes[j].event.actor == outcome.event.actor
            and outcomes[j].group in ("advanced", "entered", "taken")
            and not outcomes[j].denied
            and overlap(outcomes[j].account.window, outcome.account.window) is not False
            for j in group
            if j != i
        ):
            return group
    return None


def _same_events(outcomes: Sequence[Outcome]) -> Iterator[Agreement]:
    """Events that several tell of alike."""

    def name(outcome: Outcome) -> tuple[object, ...] | None:
        if outcome.place is None:
            return None
        actor = None if outcome.group == "fighting" else outcome.event.actor
        return (actor, outcome.group, outcome.denied)

    def fits(one: Outcome, other: Outcome) -> bool:
        return overlap(one.account.window, other.account.window) is not False

    for alike in _buckets(outcomes, name):
        for group in _cliques(alike, fits):
            told = tuple(outcome.account for outcome in group)
            if not _several(told):
                continue
            denied = "said not to be so: " if group[0].denied else ""
            yield Agreement(f"{denied}{group[0].topic}", told, _words_of(group), "event")


def _words_of(outcomes: Sequence[Outcome]) -> str:
    """The verbs that the accounts use."""
    verbs = dict.fromkeys(f"“{o.event.verb or o.event.action}”" for o in outcomes)
    return ", ".join(verbs)
