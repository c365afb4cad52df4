"""What a reader finds in a file, before it is turned round, repaired and split by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shapely.geometry.base import BaseGeometry

from geo.control.file_day import Dated
from geo.control.layer import Maker
from geo.control.tally import Tally


class PointRow(NamedTuple):
    """A unit or another point of a file."""

    x: float
    """First coordinate as it is meant to be the longitude, degrees."""
    y: float
    """Second coordinate, the latitude, degrees."""
    side: str | None
    """Whose it is, where it can be told."""
    label: str
    """What the maker calls it."""
    kind: str
    """What it is: `unit`, `event` or the maker's own word."""
    day: str | None = None
    """The day that it is of, ISO 8601; None for the day of the file."""


@dataclass(slots=True)
class Sketch:
    """What a reader finds in a file: still the maker's rings, with what was noticed on the way."""

    format: str
    """Which reader took it."""
    maker: Maker
    """Who drew it."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    """One a feature: `geometry`, not yet checked, any columns of a layer's frame, and `day`, an
    ISO 8601 day where the feature has one of its own."""
    points: list[PointRow] = field(default_factory=list)
    """Units and other points."""
    lines: list[tuple[str | None, BaseGeometry]] = field(default_factory=list)
    """The front line where the maker draws one of their own, each piece with its day, ISO 8601;
    None for the day of the file."""
    day: Dated | None = None
    """The day of the whole file where its content tells."""
    tally: Tally = field(default_factory=Tally)
    """What was repaired, left out or assumed so far."""
    latitude_first: bool = False
    """Whether the maker writes [lat, lon]; the rows hold longitude first all the same."""
