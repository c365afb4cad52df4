"""Batches of what a reader makes of its records, the same wherever a read starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from gazetteer.errors import shortened
from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.sources.source import BATCH_ROWS, Batch, Rejected

_LONGEST_RECORD: Final = 500


class Found(NamedTuple):
    """A record that gave a place."""

    place: Place
    """The place."""
    where: str
    """File and line, or the record's id there."""
    record: str = ""
    """The record, as it is to stand in the report if its id came before."""
    outline: Outline | None = None
    """Its outline."""
    fits: tuple[tuple[str, float], ...] = ()
    """Further spellings with their fit, 0..1."""
    left_out: tuple[str, ...] = ()
    """What of the record was left out: why, once per piece."""


class LeftOut(NamedTuple):
    """A sound record that is no place of the wanted kinds."""

    reason: str
    """Why."""


Outcome = Found | LeftOut | Rejected


def rejected(where: str, reason: str, record: str) -> Rejected:
    """Make the entry of a broken record, which is cut where it is long.

    Parameters
    ----------
    where
        File and line, or the record's id there.
    reason
        What is wrong with it.
    record
        The record as it stands there.
    """
    cut = record if len(record) <= _LONGEST_RECORD else record[: _LONGEST_RECORD - 1] + "…"
    # Half a surrogate pair cannot be written to any file.
    return Rejected(where, reason, cut.encode("utf-8", "replace").decode())


def in_batches(
    outcomes: Iterable[Outcome], *, start: int, done: Callable[[], int], rows: int = BATCH_ROWS
) -> Iterator[Batch]:
    """Gather outcomes into batches, behind the first `start` of them.

    An id that came before is rejected, those before `start` included. To tell, some 60 bytes per
    place are kept.

    Parameters
    ----------
    outcomes
        One per record, in the order of the input.
    start
        Records to pass over.
    done
        Says how much of the input is read.
    rows
        Records per batch, counted from the first record of the input.
    """
    seen: set[int] = set()
    kept: list[Outcome] = []
    position = 0
    for outcome in outcomes:
        # Only now is it known that a full batch is not the last, which says that all is read.
        if kept and position % rows == 0:
            yield _batch(position, done(), kept)
            kept = []
        position += 1
        kept.append(_once(outcome, seen))
        if position <= start:
            kept.clear()
    if kept:
        yield _batch(position, done(), kept)


class _Counted(Protocol):
    """A file that counts what is read of it."""

    read: int
    """Bytes, as they lie on the disk."""


def files_in_batches(
    files: Sequence[_Counted], outcomes: Iterable[Outcome], *, start: int
) -> Iterator[Batch]:
    """Gather the outcomes of files that count what is read of them, as `in_batches` does.

    Parameters
    ----------
    files
        The files, whose counts begin anew.
    outcomes
        One per record, in the order of the input.
    start
        Records to pass over.
    """
    for file in files:
        file.read = 0
    return in_batches(outcomes, start=start, done=lambda: sum(file.read for file in files))


def _once(outcome: Outcome, seen: set[int]) -> Outcome:
    if not isinstance(outcome, Found):
        return outcome
    mark = hash(outcome.place.id)
    if mark not in seen:
        seen.add(mark)
        return outcome
    reason = (
        f"an earlier record has its id {shortened(outcome.place.id)}; where a file gives no ids, "
        "this means the same name and position"
    )
    return rejected(outcome.where, reason, outcome.record)


def _batch(position: int, done: int, outcomes: list[Outcome]) -> Batch:
    found = [outcome for outcome in outcomes if isinstance(outcome, Found)]
    reasons = Counter(outcome.reason for outcome in outcomes if isinstance(outcome, LeftOut))
    reasons.update(reason for outcome in found for reason in outcome.left_out)
    return Batch(
        position=position,
        done=done,
        places=tuple(outcome.place for outcome in found),
        rejected=tuple(outcome for outcome in outcomes if isinstance(outcome, Rejected)),
        left_out=dict(sorted(reasons.items())),
        outlines={o.place.id: o.outline for o in found if o.outline is not None},
        fits={o.place.id: o.fits for o in found if o.fits},
    )
