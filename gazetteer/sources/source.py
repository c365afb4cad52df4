"""What every reader of somebody's gazetteer gives: batches of places, and what is wrong with rows.

A reader is a pure function of its files and options. It streams, so that a file of any size needs
little memory, and it can start again behind any batch, so that a broken import is gone on with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from gazetteer.place import Place
from gazetteer.records import Outline

BATCH_ROWS: Final = 10_000
"""Records of the input that one batch covers, usually."""


class Rejected(NamedTuple):
    """A record that is broken, and so becomes no place."""

    where: str
    """File and line, or the record's id there."""
    reason: str
    """What is wrong with it, and what would be right."""
    record: str
    """The record as it stands there."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What some records of a source gave."""

    position: int
    """Number of records read so far, over all files; a resumed read starts behind it."""
    done: int
    """How much of the input is read, in the unit of the source's `size`."""
    places: tuple[Place, ...] = ()
    """The places, in the order of the input; ids are unique within a source."""
    rejected: tuple[Rejected, ...] = ()
    """Broken records."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Sound records that are no places of the wanted kinds: why, and how many."""
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """Outlines of regions and districts, by place id."""
    fits: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    """By place id further spellings with a fit of 0..1 below that of the place's own names."""


class Source(Protocol):
    """A published gazetteer, opened for an import."""

    name: str
    """What the user's file calls it: "geonames RU"; a later import of that name replaces it."""
    licence: str
    """SPDX expression of its rows."""
    credit: str
    """Whom to name: "GeoNames (geonames.org)"."""
    date: str
    """Day of the data, ISO 8601."""
    paths: tuple[Path, ...]
    """Files that it reads; not empty."""
    options: str
    """Everything beside the files that its places depend on, as one line of text."""
    size: int
    """The whole of the input, in any unit that its batches count in, for a progress bar."""

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the places, behind the first `start` records.

        Parameters
        ----------
        start
            The `position` of the last batch that is already kept. The batches behind it are the
            same whether or not the read starts there.

        Raises
        ------
        SourceUnreadable
            If a file is not of this format at all, or its end is missing.
        """
        ...


def modified_day(path: Path) -> str:
    """Give the day on which a file was last changed, ISO 8601, in UTC.

    Parameters
    ----------
    path
        The file.
    """
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date().isoformat()
