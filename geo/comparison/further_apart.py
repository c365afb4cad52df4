"""Why claims that a reader would lay side by side are not of one thing: near, in, reckonings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from geo.comparison.account import Account
from geo.comparison.comparison import NotComparable
from geo.comparison.figure import Figure, agree
from geo.comparison.further import INSIDE, numbers_of, sure

_NO_NUMBER: Final = "near is no number"
Rivals = Callable[[Account, Account], bool]


def apart_of(
    further: Sequence[Figure], figures: Sequence[Figure], rivals: Rivals
) -> Iterator[NotComparable]:
    """Tell of claims that look as if they were of one thing and are not, a pair at a time.

    Parameters
    ----------
    further
        Figures from `geo.comparison.further`.
    figures
        Distances and all other figures of the same reports.
    rivals
        Whether two accounts are of different reports or origins.
    """
    of = {name: [f for f in further if f.family == name] for name in {f.family for f in further}}
    near, far = of.get("near", []), of.get("not near", [])
    told: set[tuple[str, str]] = set()
    pairs = [
        *_near_and_not(near, far),
        *_near_and_far(near, [f for f in figures if f.family == "distance"]),
        *_in_two(of.get("containment", [])),
        *_counted_otherwise(of.get("duration", [])),
        *_changed_otherwise(of.get("change", [])),
    ]
    for one, other, topic, because in pairs:
        # The same words about the same things are told once.
        if rivals(one.account, other.account) and (topic, because) not in told:
            told.add((topic, because))
            yield NotComparable(topic, ((one.account,), (other.account,)), because)


_Pair = tuple[Figure, Figure, str, str]


def _near_and_not(near: Sequence[Figure], far: Sequence[Figure]) -> Iterator[_Pair]:
    for one in near:
        for other in far:
            if one.subject == other.subject:
                yield one, other, one.topic, f"one says near, one not near: {_NO_NUMBER}"


def _near_and_far(near: Sequence[Figure], distances: Sequence[Figure]) -> Iterator[_Pair]:
    """Near, and a distance that hardly anybody calls so."""
    for one in near:
        ends = {place.id for place in one.pair or ()}
        for other in distances:
            if ends and {place.id for place in other.pair or ()} == ends and not agree(one, other):
                yield one, other, one.topic, f"one says near, one {other.value}: {_NO_NUMBER}"


def _in_two(inside: Sequence[Figure]) -> Iterator[_Pair]:
    """One place in two areas of which neither is sure to hold the other."""
    for one, other in combinations([f for f in inside if f.stated == INSIDE and f.pair], 2):
        (place, area), (same, elsewhere) = one.pair or (), other.pair or ()  # type: ignore[misc]
        if place.id != same.id or area.id == elsewhere.id:
            continue
        if area.holds(elsewhere) or elsewhere.holds(area):
            continue
        first, second = sorted((area.name, elsewhere.name))
        a, b = (one, other) if area.name == first else (other, one)
        because = f"one has it in {first}, one in {second}: both can be so where the two overlap"
        yield a, b, place.name, because


def _counted_otherwise(durations: Sequence[Figure]) -> Iterator[_Pair]:
    """Times from one day to different days, and those of which it is not sure to which."""
    for one, other in combinations(durations, 2):
        if numbers_of(one) == numbers_of(other) and not agree(one, other):
            a, b = sorted((one, other), key=_value)
            if not (sure(one) and sure(other)):
                because = "from which day to which one of them counts is not sure"
                yield a, b, one.topic, f"{a.value} and {b.value}: {because}"
    by_start: dict[str, dict[str, Figure]] = {}
    for one in sorted(durations, key=_value):
        start, end = numbers_of(one)
        by_start.setdefault(start, {}).setdefault(end, one)
    for ends in by_start.values():
        for end, later in pairwise(sorted(ends)):
            a, b = ends[end], ends[later]
            because = f"one is {a.account.said}, one {b.account.said}"
            yield a, b, "duration", f"{because}: not to the same day"


def _changed_otherwise(changes: Sequence[Figure]) -> Iterator[_Pair]:
    """Changes of which one number is the same."""
    for one, other in combinations(sorted(changes, key=_value), 2):
        pairs = list(zip(numbers_of(one), numbers_of(other), strict=False))
        if sum(a == b for a, b in pairs) == 1 and one.unit == other.unit:
            because = f"one is {one.account.said}, one {other.account.said}"
            yield one, other, "change", f"{because}: not the same change"


def _value(figure: Figure) -> tuple[object, ...]:
    low = figure.stated[0]
    return (low is None, low or 0.0, figure.value, figure.account.said, figure.account.text)
