"""A mention: a span of the text that could be read as a place name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from gazetteer.place import Kind, Match, Place

Role = Literal["literal", "metonym", "person", "organisation", "other"]
ROLES: Final[tuple[str, ...]] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name in the text."""

    start: int
    """Offset of the first character, `str` index into the report's text."""
    end: int
    """Offset behind the last character."""
    text: str
    """The span as written."""
    role: Role
    """What the name stands for here."""
    kind: Kind
    """What kind of place the words say it is; the resolved place's kind may refine it."""
    reason: str = ""
    """Why it has this role, in plain words."""
    candidates: tuple[Match, ...] = ()
    """Every place that the name fits, best spelling first."""
    context: tuple[str, ...] = ()
    """Ids of regions or countries that the words around the name put it in."""
    evidence: float = 0.0
    """How strongly the words around say that this is a place, 0..1."""
    ruled: bool = False
    """Whether the user's corrections say which place it means: its only candidate."""


def between(text: str, one: Mention, other: Mention) -> str:
    """Give the words between two mentions, whichever stands first, to look a conjunction up by.

    Parameters
    ----------
    text
        The text of the report.
    one, other
        Mentions in it that do not overlap.

    Returns
    -------
    str
        Case folded, with single spaces and none around.
    """
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return " ".join(text[first.end : second.start].split()).casefold()


@dataclass(frozen=True, slots=True)
class Rival:
    """A place that the resolution weighed and did not choose."""

    place: Place
    """The gazetteer row."""
    score: float
    """Its share of belief, 0..1."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which place a mention means."""

    place: Place | None
    """The choice; None where nothing fits."""
    score: float
    """Belief in the choice, 0..1."""
    rivals: tuple[Rival, ...] = ()
    """What else it could have been, most likely first."""
    why: str = ""
    """The reason in plain words."""
    estimated: bool = False
    """True where no gazetteer holds the place and its position is worked out from the text."""
    undecided: bool = False
    """True where no place is chosen since the likeliest are too close to each other."""
