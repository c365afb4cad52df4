"""What is new, changed and dropped from the reports of one day to those of another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from geo.claims.claim import VERDICT_LABELS
from geo.comparison.account import Account
from geo.comparison.figure import Figure, one_thing, topic_of
from geo.comparison.gather import Checked, Gathered, gather
from geo.comparison.outcome import Outcome
from geo.comparison.place_key import PlaceKey, PlaceKeys
from geo.comparison.side_names import side_name
from geo.comparison.window import overlap
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Standing

ChangeKind = Literal["claim", "tally", "event", "status", "place"]
KINDS: Final[tuple[ChangeKind, ...]] = ("status", "event", "claim", "tally", "place")
"""The kinds of change, in the order in which they are told."""
_FIRMNESS: Final[tuple[Standing, ...]] = ("denied", "claimed", "assessed", "geolocated")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the reports of one day say and those of the other do not, or otherwise."""

    kind: ChangeKind
    """A `claim`, a `tally`, an `event`, the `status` of a place for a side, or a `place` named."""
    change: Literal["new", "changed", "dropped"]
    """What became of it."""
    topic: str
    """What it is about: `Berdin: distance from the border`."""
    before: str | None
    """What was said; None where it is new."""
    after: str | None
    """What is said now; None where it was dropped."""
    accounts_before: tuple[Account, ...] = ()
    """Who said so."""
    accounts_after: tuple[Account, ...] = ()
    """Who says so now; their reports count on behind those of the first day."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The reports of two days set against each other."""

    before: tuple[Report, ...]
    """The reports of the first day."""
    after: tuple[Report, ...]
    """The reports of the second."""
    changes: tuple[Change, ...]
    """What is new, changed and dropped, by kind."""
    unchanged: tuple[tuple[ChangeKind, int], ...]
    """How many things of each kind both say alike."""

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports, those of the first day before the others, as accounts count them."""
        return (*self.before, *self.after)


def difference(yesterday: Checked, today: Checked) -> Difference:
    """Tell what is new, changed and dropped between two sets of reports.

    Other words for the same are no change. What several reports of one day say alike is one thing.

    Parameters
    ----------
    yesterday
        The readings of the first day with their claims, as `geo.claims.check.check` gives them.
    today
        Those of the second.
    """
    found = gather([*yesterday, *today])
    first = len(yesterday)
    parts = [
        *_figures(found, first),
        *_events(found, first),
        *_statuses(found, first),
        *_places([reading for reading, _ in (*yesterday, *today)], first),
    ]
    changes = [change for change in parts if isinstance(change, Change)]
    same = [part for part in parts if not isinstance(part, Change)]
    return Difference(
        before=found.reports[:first],
        after=found.reports[first:],
        changes=tuple(sorted(changes, key=_order)),
        unchanged=tuple((kind, same.count(kind)) for kind in KINDS),
    )


def _order(change: Change) -> tuple[object, ...]:
    places = ("new", "changed", "dropped")
    return (
        places.index(change.change),
        KINDS.index(change.kind),
        change.topic,
        change.before or "",
        change.after or "",
    )


@dataclass(frozen=True, slots=True)
class _Item(Generic[_T]):
    """One thing that a day says, with all who say it."""

    of: _T
    accounts: tuple[Account, ...]


def _items(
    told: Sequence[_T], alike: Callable[[_T, _T], bool], account: Callable[[_T], Account]
) -> list[_Item[_T]]:
    """Put together what says the same."""
    groups: list[list[_T]] = []
    for one in told:
        group = next((g for g in groups if alike(g[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [_Item(group[0], tuple(map(account, group))) for group in groups]


def _account_of(told: Figure | Outcome) -> Account:
    return told.account


def _matched(
    days: tuple[list[_Item[_T]], list[_Item[_T]]], *tests: Callable[[_Item[_T], _Item[_T]], bool]
) -> Iterator[tuple[_Item[_T] | None, _Item[_T] | None]]:
    """Pair the things of two days, by the strictest test first; what is left stands alone."""
    left, right = map(list, days)
    for test in tests:
        for one in list(left):
            other = next((item for item in right if test(one, item)), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                yield one, other
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


def _figures(found: Gathered, first: int) -> Iterator[Change | ChangeKind]:
    """Numbers and directions, by what they are of."""

    def alike(one: Figure, other: Figure) -> bool:
        return one_thing(one, other) and _said(one) == _said(other)

    def same(one: _Item[Figure], other: _Item[Figure]) -> bool:
        return alike(one.of, other.of)

    def one_origin(one: _Item[Figure], other: _Item[Figure]) -> bool:
        return one_thing(one.of, other.of) and bool(
            {o for a in one.accounts for o in a.origins}
            & {o for a in other.accounts for o in a.origins}
        )

    def of_one_thing(one: _Item[Figure], other: _Item[Figure]) -> bool:
        return one_thing(one.of, other.of)

    # A distance with a direction is one claim: its direction is told where it changes.
    before, after = _split(found.figures, first, _account_of)
    days = _items(before, alike, _account_of), _items(after, alike, _account_of)
    far = {_number(f.account) for f in found.figures if f.family == "distance"}
    for one, other in _matched(days, same, one_origin, of_one_thing):
        told = next(item for item in (other, one) if item is not None).of
        kind: ChangeKind = "tally" if told.account.kind == "tally" else "claim"
        if one and other and same(one, other):
            if not _beside_distance(told, far):
                yield kind
        elif (one and other) or not _beside_distance(told, far):
            yield _change(kind, topic_of([told]), one, other, _words)


def _number(account: Account) -> tuple[int, int]:
    return account.report, account.index


def _beside_distance(figure: Figure, far: Collection[tuple[int, int]]) -> bool:
    """Whether a direction belongs to a distance, with which it comes and goes."""
    return figure.family == "direction" and _number(figure.account) in far


def _said(figure: Figure) -> tuple[object, ...]:
    """What a figure says: the number as its words admit it, and what measuring found."""
    ends = tuple(end if end is None else round(end, 9) for end in figure.stated)
    return (ends, figure.account.verdict)


def _words(figure: Figure) -> str:
    """The value with its day and its verdict."""
    verdict = figure.account.verdict
    window = figure.account.window
    dated = ""
    if figure.dated and window is not None and window.basis == "stated":
        dated = f"as of {window}" if window.first == window.last else str(window)
    label = VERDICT_LABELS[verdict] if verdict else ""
    notes = "; ".join(note for note in (dated, label) if note)
    said = " ".join(p for p in (figure.value, figure.hours.words) if p)
    return f"{said} ({notes})" if notes else said


def _change(
    kind: ChangeKind,
    topic: str,
    one: _Item[_T] | None,
    other: _Item[_T] | None,
    words: Callable[[_T], str],
) -> Change:
    return Change(
        kind=kind,
        change="new" if one is None else "dropped" if other is None else "changed",
        topic=topic,
        before=None if one is None else words(one.of),
        after=None if other is None else words(other.of),
        accounts_before=() if one is None else one.accounts,
        accounts_after=() if other is None else other.accounts,
    )


def _split(
    told: Sequence[_T], first: int, account: Callable[[_T], Account]
) -> tuple[list[_T], list[_T]]:
    """Part what the two days say."""
    days: tuple[list[_T], list[_T]] = ([], [])
    for one in told:
        days[account(one).report >= first].append(one)
    return days


def _events(found: Gathered, first: int) -> Iterator[Change | ChangeKind]:
    """Events, by where, who, what and when."""

    def one_event(one: Outcome, other: Outcome) -> bool:
        if (one.place and one.place.id) != (other.place and other.place.id):
            return False
        if (one.event.actor, one.group) != (other.event.actor, other.group):
            return False
        lasting = one.group == "held"
        return lasting or overlap(one.account.window, other.account.window) is not False

    def alike(one: Outcome, other: Outcome) -> bool:
        # Of several tellings the firmest counts, which comes first.
        return one_event(one, other) and (one.denied, _where(one)) == (other.denied, _where(other))

    def same(one: _Item[Outcome], other: _Item[Outcome]) -> bool:
        return one_event(one.of, other.of) and _told(one.of) == _told(other.of)

    def same_ground(one: _Item[Outcome], other: _Item[Outcome]) -> bool:
        return one_event(one.of, other.of) and _where(one.of) == _where(other.of)

    def near(one: _Item[Outcome], other: _Item[Outcome]) -> bool:
        return one_event(one.of, other.of)

    # What was before anyway is the news of neither day.
    told_now = [one for one in found.outcomes if one.telling and not _is_earlier(one)]
    before, after = (
        sorted(told, key=lambda outcome: -_firmness(outcome))
        for told in _split(told_now, first, _account_of)
    )
    days = _items(before, alike, _account_of), _items(after, alike, _account_of)
    for one, other in _matched(days, same, same_ground, near):
        told = next(item for item in (other, one) if item is not None).of
        if one and other and same(one, other):
            yield "event"
        else:
            yield _change("event", told.topic, one, other, _event_words)


def _is_earlier(outcome: Outcome) -> bool:
    return outcome.account.window is not None and outcome.account.window.basis == "earlier"


def _where(outcome: Outcome) -> tuple[object, ...]:
    return (tuple(sorted(outcome.event.sector)), outcome.event.part)


def _told(outcome: Outcome) -> tuple[object, ...]:
    """What an account of an event says besides what the event is."""
    return (outcome.event.standing, outcome.denied, *_where(outcome))


def _firmness(outcome: Outcome) -> int:
    return _FIRMNESS.index(outcome.event.standing)


def _event_words(outcome: Outcome) -> str:
    event = outcome.event
    ground = f"ground {' and '.join(event.sector)} of it, " if event.sector else ""
    part = f"{event.part} part, " if event.part else ""
    denial = "said not to be so, " if outcome.denied else ""
    return f"{denial}{ground}{part}{event.standing}"


def _statuses(found: Gathered, first: int) -> Iterator[Change | ChangeKind]:
    """What a place is to a side: one status a day, by the latest and then the firmest event."""
    before, after = map(_status_of, _split(found.outcomes, first, _account_of))
    for key in sorted({*before, *after}, key=lambda k: (k[0], k[1])):
        one, other = before.get(key), after.get(key)
        told = other or one
        if told is None or told.place is None:
            continue
        if one and other and one.event.status == other.event.status:
            yield "status"
            continue
        was, now = (None if o is None else _Item(o, (o.account,)) for o in (one, other))
        topic = f"{told.place.name}: {side_name(key[1])}"
        yield _change("status", topic, was, now, lambda outcome: str(outcome.event.status))


def _status_of(outcomes: Sequence[Outcome]) -> dict[tuple[str, str], Outcome]:
    latest: dict[tuple[str, str], tuple[tuple[str, int, int], Outcome]] = {}
    for order, outcome in enumerate(outcomes):
        event, place = outcome.event, outcome.place
        if place is None or place.wide or event.actor is None or event.status is None:
            continue
        if outcome.denied or event.sector or _is_earlier(outcome):
            continue
        rank = (event.date or "", _firmness(outcome), order)
        key = (place.id, event.actor)
        if key not in latest or rank > latest[key][0]:
            latest[key] = (rank, outcome)
    return {key: outcome for key, (_, outcome) in latest.items()}


def _places(readings: Sequence[Reading], first: int) -> Iterator[Change | ChangeKind]:
    """Places that one day names and the other does not."""
    keys = PlaceKeys(readings)
    days: tuple[dict[str, PlaceKey], dict[str, PlaceKey]] = ({}, {})
    for number, reading in enumerate(readings):
        for index, mention in enumerate(reading.mentions):
            place = keys.of(number, index) if mention.role == "literal" else None
            if place is not None:
                days[number >= first].setdefault(place.id, place)
    for place_id in sorted({*days[0], *days[1]}):
        one, other = (day.get(place_id) for day in days)
        if one and other:
            yield "place"
        elif other is not None:
            yield Change("place", "new", other.name, None, "named")
        elif one is not None:
            yield Change("place", "dropped", one.name, "named", None)
