"""Figures: numbers and directions that reports state, with all that makes two of them one quantity.

A figure has a family, in which a reader would put figures side by side, and facets: what is
counted, from where it is measured, of which ground, over which time. Two figures are comparable
where no facet that both state differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.claims.claim import Interval
from geo.comparison.account import Account
from geo.comparison.place_key import PlaceKey
from geo.comparison.window import SLACK_DAYS, overlap

_LIKE: Final = 3.0
"""Numbers further apart than by this factor are taken for the same thing by nobody."""
_NEAR: Final = 1.5
"""The same of distances from two places, which texts name all the time."""
_LINES: Final = frozenset({"border", "front"})
_FULL_TURN: Final = 360.0


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that makes a figure the quantity that it is."""

    code: str | None
    """What tells it from others; None where the text does not say."""
    words: str = ""
    """The same in words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a direction that one account states."""

    account: Account
    """Who states it, and where."""
    family: str
    """What it is of: `distance`, `direction`, `depth`, `ground`, `settlements`, a family of
    tallies, or one of those of `geo.comparison.further`."""
    subject: str
    """The id of the place that it belongs to; empty where the family itself is the subject."""
    topic: str
    """What it is about, in words: `Berdin`, `ground held`."""
    value: str
    """The number as written, with its unit: `roughly 15 km`."""
    stated: Interval
    """What the words admit, in `unit`; an open end is None. Bearings run clockwise and may wrap."""
    unit: str
    """`km`, `deg`, `km2`, `share`, `count`, `times`, `day`, or `inside` of places in areas."""
    quantity: Facet
    """What is counted or measured: `clashes`, `attacks repelled`, `ground held`."""
    reference: Facet = Facet(None)
    """From where it is measured, or what it is a share of."""
    hours: Facet = Facet(None)
    """Over which time it is counted."""
    sides: tuple[str | None, ...] = ()
    """The sides that it is of, such as who does it and to whom; None where the text does not
    say."""
    ground: PlaceKey | None = None
    """The region or country of it; None where the text does not say."""
    pair: tuple[PlaceKey, PlaceKey] | None = None
    """Of a distance or a direction between two places both, the subject first."""
    dated: bool = True
    """Whether it is so on some days alone; a distance between two places always is."""
    lasting: bool = False
    """Whether it is much the same from one day to the next: ground that is held."""


def beside(one: Figure, other: Figure) -> bool:
    """Whether a reader would put two figures side by side.

    Parameters
    ----------
    one, other
        The figures.
    """
    if (one.family, one.subject) != (other.family, other.subject):
        return False
    if any(a and b and a != b for a, b in zip(one.sides, other.sides, strict=False)):
        return False
    if one.unit != other.unit:
        return False
    if one.family in ("direction", "depth"):
        return True
    if one.family == "distance":
        lines = {one.reference.code, other.reference.code} & _LINES
        from_one = not _differ(one.reference, other.reference)
        return bool(lines) or from_one or _alike(one, other, _NEAR)
    if not _grounds_meet(one, other):
        return False
    if next(differences(one, other), None) is None:
        return True
    if not _alike(one, other, _LIKE) or _of_other_deeds(one, other):
        return False
    # Of how often things happened at other times nobody wonders.
    if one.unit != "count" or one.lasting:
        return True
    windows = one.account.window, other.account.window
    return overlap(*windows, slack_days=SLACK_DAYS, stated_too=True) is not False


def differences(one: Figure, other: Figure) -> Iterator[str]:
    """Tell in what two figures that stand side by side differ, a sentence each.

    Parameters
    ----------
    one, other
        The figures.
    """
    hours = _differ(one.hours, other.hours)
    if _differ(one.quantity, other.quantity):
        counts = "counts" if one.unit == "count" else "is"
        yield (
            f"{one.value} {counts} {_counted(one)}, {other.value} {counts} {_counted(other)}: "
            "not the same quantity"
        )
    if _differ(one.reference, other.reference):
        yield f"one is {one.reference.words}, one {other.reference.words}"
    if one.ground and other.ground and one.ground.id != other.ground.id:
        yield _of_grounds(one, other)
    if hours:
        yield f"{one.value} is counted {one.hours.words}, {other.value} {other.hours.words}"
    elif one.dated and _days_apart(one, other):
        yield f"{one.value} is {_as_of(one)}, {other.value} {_as_of(other)}"


def comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures are of the same quantity, unit, window and base, as far as is said.

    Parameters
    ----------
    one, other
        The figures.
    """
    return beside(one, other) and next(differences(one, other), None) is None


def agree(one: Figure, other: Figure) -> bool:
    """Whether what the words of two comparable figures admit overlaps.

    Parameters
    ----------
    one, other
        The figures.
    """
    (low, high), (low_b, high_b) = one.stated, other.stated
    if one.unit == "deg":
        return _turns_to(low, low_b) <= _turns_to(low, high) or _turns_to(low_b, low) <= _turns_to(
            low_b, high_b
        )
    return not (
        (high is not None and low_b is not None and high < low_b)
        or (high_b is not None and low is not None and high_b < low)
    )


def contradicts_whole(one: Figure, other: Figure) -> bool:
    """Whether a part is said to be larger than the whole that it lies in.

    Parameters
    ----------
    one, other
        Figures of ground, side by side.
    """
    if one.ground is None or other.ground is None or one.unit != "km2":
        return False
    for part, whole in ((one, other), (other, one)):
        if part.ground and whole.ground and whole.ground.holds(part.ground):
            low, high = part.stated[0], whole.stated[1]
            return low is not None and high is not None and low > high
    return False


def only_days_differ(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one thing on different days.

    Parameters
    ----------
    one, other
        The figures.
    """
    return len(list(differences(one, other))) == 1 and one.dated and _days_apart(one, other)


def one_thing(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one thing, on the same or on different days.

    Parameters
    ----------
    one, other
        The figures.
    """
    if (one.family, one.subject, one.unit) != (other.family, other.subject, other.unit):
        return False
    if any(a and b and a != b for a, b in zip(one.sides, other.sides, strict=False)):
        return False
    facets = ((f.quantity.code, f.reference.code, f.hours.code) for f in (one, other))
    if len(set(facets)) > 1:
        return False
    return (one.ground and one.ground.id) == (other.ground and other.ground.id)


def topic_of(figures: Sequence[Figure]) -> str:
    """Say what comparable figures are about.

    Parameters
    ----------
    figures
        One or more.
    """
    first = figures[0]
    if first.family in ("distance", "depth"):
        return f"{first.topic}: {first.family} {first.reference.words}"
    if first.family in ("near", "not near", "containment", "duration", "sum", "change"):
        return first.topic
    if first.family == "direction":
        return f"{first.topic}: direction"
    ground = next((f.ground.name for f in figures if f.ground), None)
    words = first.topic if first.family in ("ground", "settlements") else first.quantity.words
    return f"{ground}: {words}" if ground else words


def _differ(one: Facet, other: Facet) -> bool:
    return one.code is not None and other.code is not None and one.code != other.code


def _counted(figure: Figure) -> str:
    """What a figure is of, with the time over which it is counted."""
    return " ".join(part for part in (figure.quantity.words, figure.hours.words) if part)


def _grounds_meet(one: Figure, other: Figure) -> bool:
    """Whether the grounds of two figures are one, or one lies in the other, as far as is said."""
    a, b = one.ground, other.ground
    if a is None or b is None:
        # How many at one town is not how many in all.
        return all(ground is None or ground.wide for ground in (a, b))
    return a.id == b.id or a.holds(b) or b.holds(a)


def _of_grounds(one: Figure, other: Figure) -> str:
    """Say of which grounds two figures are, and what follows where one lies in the other."""
    names = [figure.ground.name if figure.ground else "" for figure in (one, other)]
    said = f"{one.value} is of {names[0]}, {other.value} of {names[1]}"
    if contradicts_whole(one, other):
        return f"{said}, and the part would be larger than the whole"
    return f"{said}; a part can be no larger than the whole, which both observe"


def _alike(one: Figure, other: Figure, factor: float) -> bool:
    """Whether two numbers are near enough for a reader to wonder."""
    if one.unit == "share":
        return True
    numbers = sorted(_middle(figure) for figure in (one, other))
    return numbers[1] <= factor * max(numbers[0], 1e-9)


def _middle(figure: Figure) -> float:
    low, high = figure.stated
    if low is None or high is None:
        return float(low if low is not None else high or 0.0)
    return (low + high) / 2


def _of_other_deeds(one: Figure, other: Figure) -> bool:
    """Whether two counts are of what was done otherwise: how many died, how many were hurt.

    In a fight it is another matter: what was repelled was an attack and a clash as well.
    """
    deeds = [(figure.quantity.code or "").partition(":")[2] for figure in (one, other)]
    return one.unit == "count" and one.family != "fighting" and all(deeds) and len(set(deeds)) > 1


def _days_apart(one: Figure, other: Figure) -> bool:
    """Whether two figures are of days that are sure to differ."""
    slack_days = SLACK_DAYS if one.lasting and other.lasting else 0
    shared = overlap(one.account.window, other.account.window, slack_days=slack_days)
    return shared is False


def _as_of(figure: Figure) -> str:
    """Say of which day a figure is."""
    window = figure.account.window
    if window is None:
        return "undated"
    if window.basis == "report":
        return str(window)
    if window.first == window.last:
        return f"as of {window}"
    return str(window) if window.last is None else f"of {window}"


def _turns_to(start: float | None, end: float | None) -> float:
    """Degrees clockwise from one bearing to another."""
    return ((end or 0.0) - (start or 0.0)) % _FULL_TURN
