"""A statement: a span of the text that relates places to each other or measures something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from geo.reading.territory import Territory

StatementType = Literal[
    "distance", "direction", "near", "depth", "area", "proportion", "count", "containment",
    "change", "duration", "date", "sum", "holding",
]  # fmt: skip
STATEMENT_TYPES: Final[tuple[str, ...]] = get_args(StatementType)
Standing = Literal["claimed", "assessed", "geolocated", "denied"]
WINDS: Final[tuple[str, ...]] = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
AT: Final = "at"
"""Modifier of a `near` that means at the place or in it: of coordinates beside its name."""
ReferenceKind = Literal["place", "border", "front", "none"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link of the chain of who says so."""

    speaker: str
    """The speaker as written: `Russian Defense Ministry`."""
    verb: str
    """The verb as written: `claims`."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and hedge, as written."""

    value: float
    """The number; the lower one of a range."""
    unit: str
    """`km`, `m`, `mi`, `yd`, `km2`, `mi2`, `ha`, `share` (0..1), `count`, `times`, `day`, `week`,
    `month` or `year`."""
    value_max: float | None = None
    """The upper number of a range, else None."""
    hedge: str | None = None
    """The hedging words as written, lower case: `roughly`, `at least`."""
    text: str = ""
    """The number as written: `15`, `a dozen`, `17.5`."""
    paired: tuple[float, str] | None = None
    """The same quantity in a second unit where the text gives one: (32.0, `mi`)."""


@dataclass(frozen=True, slots=True)
class Working:
    """What a number can be worked out from, as the text itself gives it."""

    added: tuple[Quantity, ...] = ()
    """Numbers that are added; of a change, the number before and the one after."""
    taken: tuple[Quantity, ...] = ()
    """Numbers that are taken away from those."""
    days: tuple[str, str] | None = None
    """The first and the last day of a duration, ISO 8601."""
    spanned: bool = False
    """Whether the text itself says that it lasted from the one to the other of these days."""
    falling: bool = False
    """Whether a change is a loss."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation of one subject to one reference, as the text states it."""

    start: int
    """Offset of the first character of the relating words and their places."""
    end: int
    """Offset behind the last character."""
    text: str
    """The span as written."""
    type: StatementType
    """What is stated; `holding` comes of an event where there are control maps to test it."""
    subject: int | None
    """Index of the subject's mention in the reading's mentions; None if it is not a place."""
    subject_text: str
    """The subject as written."""
    reference_kind: ReferenceKind = "none"
    """What the subject is related to."""
    reference: int | None = None
    """Index of the reference's mention; None for the border and the front."""
    reference_text: str = ""
    """The reference as written: `Sudzha`, `the border`."""
    quantity: Quantity | None = None
    """The number, for types that have one."""
    direction: str | None = None
    """Where the subject lies from the reference, one of `WINDS`."""
    modifiers: tuple[str, ...] = ()
    """Words that sharpen the relation: `just`, `immediately`, `due`, `by road`, `directly`."""
    negated: bool = False
    """True where the text denies the relation."""
    attribution: tuple[Attribution, ...] = ()
    """Who says so, outermost speaker first."""
    standing: Standing = "claimed"
    """The weakest link of that chain."""
    date: str | None = None
    """The day that the statement is about, ISO 8601, else None."""
    direction_or: tuple[str, ...] = ()
    """Further directions that the text leaves open: `south or southwest of`."""
    working: Working | None = None
    """For a sum, a change or a duration: what its number can be worked out from; None where the
    text does not give it."""
    territory: Territory | None = None
    """For an area or a share of ground: who holds, gains or loses which ground, and when; None
    where the text does not tell."""
