"""What a user says of control maps that do not say it themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from geo.control.layer import CONTROL_STATUSES
from geo.errors import ControlInvalid

ANY_VALUE: Final = "*"
"""The value in `sides` that stands for every one that is not listed."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What a user says of files that do not say it themselves.

    Raises
    ------
    ControlInvalid
        If the date is no day.
    """

    side_column: str | None = None
    """Attribute that names the side."""
    status_column: str | None = None
    """Attribute that names the status."""
    date_column: str | None = None
    """Attribute that holds the day."""
    sides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Value of the side attribute → side: `{"occupied": "RU"}`; `*` stands for every value that is
    not listed, and an empty side for ground that nobody is said to hold. A status may follow:
    `{"grey": ":contested"}`."""
    date: str | None = None
    """The day of every file, ISO 8601."""
    maker: str | None = None
    """Who drew the files."""
    licence: str | None = None
    """Their licence."""

    def __post_init__(self) -> None:
        if self.date is not None:
            try:
                day = date.fromisoformat(self.date)
            except ValueError:
                day = None
            if day is None or day.isoformat() != self.date:
                raise ControlInvalid(
                    f"the date {self.date!r} is no day; give one such as 2025-01-04"
                )
        for value, side in self.sides.items():
            split_side(value, side)


def split_side(value: str, side: str) -> tuple[str | None, str | None]:
    """Take a side apart from the status that may follow it.

    Parameters
    ----------
    value
        The value of the attribute, for the message.
    side
        `RU`, `UA:liberated`, `:contested` or nothing.

    Returns
    -------
    tuple
        Side and status, None where they are not given.

    Raises
    ------
    ControlInvalid
        If there is no such status.
    """
    name, _, status = side.partition(":")
    if status and status not in CONTROL_STATUSES:
        raise ControlInvalid(
            f"{value}={side} gives a status that is none: {status!r}; "
            f"they are {', '.join(CONTROL_STATUSES)}"
        )
    return name.strip() or None, status or None


def parse_sides(pairs: Iterable[str]) -> Mapping[str, str]:
    """Read what the values of the side attribute mean.

    Parameters
    ----------
    pairs
        Texts such as `occupied=RU,liberated=UA`; in each a comma separates pairs.

    Returns
    -------
    mapping
        Value → side, as `LoadOptions.sides` has it.

    Raises
    ------
    ControlInvalid
        If a part is no pair, or a value is given two sides.

    Examples
    --------
    >>> dict(parse_sides(["occupied=RU, liberated=UA"]))
    {'occupied': 'RU', 'liberated': 'UA'}
    """
    sides: dict[str, str] = {}
    for part in (part for text in pairs for part in text.split(",") if part.strip()):
        value, equals, side = (piece.strip() for piece in part.rpartition("="))
        if not equals or not value:
            raise ControlInvalid(
                f"{part.strip()!r} does not say what a value means; "
                'write VALUE=SIDE, several with commas: "occupied=RU,liberated=UA"'
            )
        if sides.setdefault(value, side) != side:
            raise ControlInvalid(f"{value!r} is given two sides, {sides[value]} and {side}")
    return MappingProxyType(sides)
