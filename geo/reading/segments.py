"""A report's text cut wherever a mention, a claim, an event or an axis begins or ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.claims.claim import Claim
from geo.errors import ReportInvalid
from geo.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text that lies in the same spans from its first character to its last."""

    start: int
    """Offset of the first character, `str` index into the report's text."""
    end: int
    """Offset behind the last character."""
    mentions: tuple[int, ...] = ()
    """Indices of the mentions that it lies in, ascending: of the reading's `mentions`."""
    claims: tuple[int, ...] = ()
    """Indices of the claims that it lies in, ascending: of the claims given."""
    events: tuple[int, ...] = ()
    """Indices of the events that it lies in, ascending: of the reading's `events`."""
    axes: tuple[int, ...] = ()
    """Indices of the axes of advance that it lies in, ascending: of the reading's `axes`."""


def segments_of(reading: Reading, claims: Sequence[Claim] = ()) -> tuple[Segment, ...]:
    """Cut a report's text into segments, to mark what was found in it.

    The segments cover the whole text, each begins where the one before it ends, and none is
    empty. Spans may overlap and may nest: a segment names every span that it lies in. Spans
    without a character mark nothing.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as checked; may be empty.

    Raises
    ------
    ReportInvalid
        If a claim does not lie in the text: it is another report's.
    """
    text = reading.report.text
    spans = (
        [(mention.start, mention.end) for mention in reading.mentions],
        [(claim.statement.start, claim.statement.end) for claim in claims],
        [(event.start, event.end) for event in reading.events],
        [(axis.start, axis.end) for axis in reading.axes],
    )
    for start, end in (span for kind in spans for span in kind):
        if not 0 <= start <= end <= len(text):
            raise ReportInvalid(
                f"the span {start}–{end} does not lie in report {reading.report.id!r}, which has "
                f"{len(text)} characters; give each reading its own claims"
            )
    opening, closing = _edges(spans)
    cuts = sorted({0, len(text), *opening, *closing})
    open_now: tuple[set[int], ...] = tuple(set() for _ in spans)
    segments = []
    for start, end in pairwise(cuts):
        for kind, index in closing.get(start, ()):
            open_now[kind].discard(index)
        for kind, index in opening.get(start, ()):
            open_now[kind].add(index)
        segments.append(Segment(start, end, *(tuple(sorted(kind)) for kind in open_now)))
    return tuple(segments)


_Edges = dict[int, list[tuple[int, int]]]


def _edges(spans: Iterable[Sequence[tuple[int, int]]]) -> tuple[_Edges, _Edges]:
    """Gather which spans begin and which end at an offset, each as its kind and its index."""
    opening: _Edges = defaultdict(list)
    closing: _Edges = defaultdict(list)
    for kind, of_kind in enumerate(spans):
        for index, (start, end) in enumerate(of_kind):
            if start < end:
                opening[start].append((kind, index))
                closing[end].append((kind, index))
    return dict(opening), dict(closing)
