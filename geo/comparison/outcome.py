"""Outcomes: what happened at a place, and which two of them cannot both be so on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.comparison.account import Account
from geo.comparison.place_key import PlaceKey
from geo.comparison.side_names import allied, side_in, side_name
from geo.reading.event import Event

GROUPS: Final[dict[str, str]] = {
    "seized": "taken", "cleared": "taken", "holds": "held", "entered": "entered",
    "infiltrated": "entered", "crossed": "crossed", "advanced": "advanced", "repelled": "repelled",
    "fighting": "fighting", "attacked": "attacked", "struck": "struck", "withdrew": "left",
    "lost": "left",
}  # fmt: skip
"""Actions that say the same of a place, by one name: a place that is seized is taken."""
_GROUP_WORDS: Final = {"taken": "took it", "held": "holds it", "left": "lost or left it"}
_CAME: Final = frozenset({"seized", "cleared", "entered", "infiltrated"})
"""What a side does that is then in the place."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One event, as what came of it for the place."""

    account: Account
    """Who tells of it."""
    event: Event
    """The event as it was read."""
    place: PlaceKey | None
    """Where; None where the words fit no place."""

    @property
    def group(self) -> str:
        """What it says of the place, one of the values of `GROUPS`."""
        return GROUPS[self.event.action]

    @property
    def telling(self) -> bool:
        """Whether it tells of the place at all: nobody holds a region who holds a part of it."""
        if self.place is None:
            return False
        return not (self.place.wide and self.group in ("taken", "held", "left", "entered"))

    @property
    def topic(self) -> str:
        """What it is about, in words that all accounts of it share: `Berdin: Ukraine entered`."""
        fighting = self.group == "fighting" or self.event.actor is None
        who = "" if fighting else f"{side_name(self.event.actor)} "
        where = self.place.name if self.place else self.event.place_name
        return f"{where}: {who}{_GROUP_WORDS.get(self.group, self.group)}"

    @property
    def denied(self) -> bool:
        """Whether it is said not to have happened."""
        return self.event.negated or self.event.standing == "denied"


def outcome_words(event: Event, *, lang: str = "en") -> str:
    """Say in a few words what an event is: `Ukraine entered, southern part`.

    Parameters
    ----------
    event
        The event.
    lang
        ISO 639-1 code of the language of its side's name.
    """
    who = side_name(event.actor, lang=lang) if event.actor else ""
    where = event.place_name
    if event.sector:
        where = f"ground {' and '.join(event.sector)} of {where}"
    elif event.part:
        where = f"{where}, {event.part} part"
    denial = "not so: " if event.negated or event.standing == "denied" else ""
    who = f"{who} " if who else ""
    return f"{denial}{who}“{event.verb or event.action}” – {where}"


def clash(one: Outcome, other: Outcome) -> str | None:
    """Say why two outcomes at one place cannot both be so on one day.

    Parameters
    ----------
    one, other
        Outcomes at the same place.

    Returns
    -------
    str or None
        A sentence; None where both can be so.
    """
    return _clash(one, other) or _clash(other, one)


def _clash(one: Outcome, other: Outcome) -> str | None:
    a, b = one.event, other.event
    if one.denied and other.denied:
        return None
    if other.denied:
        return _denied(one, other)
    if one.denied:
        return None
    side, foe = side_name(a.actor), side_name(b.actor)
    apart = a.actor is not None and b.actor is not None and not allied(a.actor, b.actor)
    if a.status == "held" == b.status and apart:
        return f"one has it in the hands of {min(side, foe)}, one of {max(side, foe)}"
    if b.status == "lost" and a.status == "held" and a.actor == b.actor and a.actor:
        return f"one has {side} hold it, one has {side} lose or leave it"
    if b.action == "repelled" and apart and _succeeds(a):
        return f"one has {side} {_succeeded(a)}, one has {foe} repel the attack"
    if b.action == "cleared" and b.status == "held" and apart and a.action in _CAME:
        return f"one has {side} in it, one has {foe} clear it"
    return None


def _denied(one: Outcome, other: Outcome) -> str | None:
    """What an account says that another denies."""
    a, b = one.event, other.event
    unlike = b.actor is not None and a.actor is not None and b.actor != a.actor
    if unlike and not _of_the_foe(other):
        if b.action in ("lost", "withdrew") and a.action in ("seized", "cleared"):
            return f"one has {side_name(a.actor)} take it, one denies that it was lost"
        return None
    side = side_name(a.actor or b.actor)
    if one.group == other.group or (a.status == "held" and other.group in ("taken", "held")):
        return f"one tells of “{a.verb or a.action}”, one denies it"
    if other.group == "entered" and a.status in ("entered", "held") and not b.part:
        return f"one has {side} in it, one denies that {side} entered it"
    if b.actor is None and b.action in ("lost", "withdrew") and a.action in ("seized", "cleared"):
        return f"one has {side} take it, one denies that it was lost"
    if other.group in ("attacked", "advanced") and a.action in (*_CAME, "attacked", "advanced"):
        return f"one has {side} attack, one denies that it did"
    return None


def _of_the_foe(denial: Outcome) -> bool:
    """Whether the deed that a side denies must be its foe's, whoever the words seem to name.

    In "the rebels denied that the army had entered it" no word says whose army.
    """
    event = denial.event
    if event.standing != "denied" or not event.attribution or event.action not in _CAME:
        return False
    return side_in(event.attribution[-1].speaker) == event.actor


def _succeeds(event: Event) -> bool:
    """Whether an attack got on; in fields on one side, another attack may have been repelled."""
    return event.action in _CAME or (event.action == "advanced" and not event.sector)


def _succeeded(event: Event) -> str:
    if event.status == "held":
        return "take it"
    return "come into it" if event.action in _CAME else "advance"
