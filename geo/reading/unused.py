"""Entries of a file of corrections that no report uses: a name misspelt there corrects nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gazetteer.corrections import Corrections, Naming
from gazetteer.names import fold
from geo.reading.mention import Mention
from geo.reading.reading import Reading
from geo.reading.ruled import IGNORED


def unused_entries(corrections: Corrections, readings: Sequence[Reading]) -> Iterator[str]:
    """Name the entries that change nothing in any of some reports.

    Parameters
    ----------
    corrections
        The file of corrections.
    readings
        Every report that was read with it.

    Yields
    ------
    str
        An entry as a person finds it in the file: `“Victory” (ignored)`.
    """
    mentions = [mention for reading in readings for mention in reading.mentions]
    ignored = {fold(mention.text) for mention in mentions if mention.reason == IGNORED}
    placed = [mention for mention in mentions if mention.role not in ("person", "organisation")]
    known = {fold(mention.text) for mention in placed if mention.ruled}
    known |= {fold(match.spelling) for mention in placed for match in mention.candidates}
    fitting = {match.place.id for mention in placed for match in mention.candidates}
    for name in corrections.ignored:
        if fold(name) not in ignored:
            yield f"“{name}” (ignored)"
    for naming in corrections.aliases:
        if fold(naming.name) not in known:
            yield f"“{naming.name}” (aliases)"
    yield from _meant(corrections.meant, readings)
    for place in corrections.places:
        if place.id not in fitting:
            yield f"“{place.name}” (places)"


def _meant(meant: Sequence[Naming], readings: Sequence[Reading]) -> Iterator[str]:
    """The rulings that decide nowhere; one for a report goes before one for all."""
    alone = {(fold(naming.name), naming.report) for naming in meant if naming.report is not None}
    decided: set[tuple[str, str | None]] = set()
    for reading in readings:
        for key in _ruled(reading.mentions):
            own = (key, reading.report.id)
            decided.add(own if own in alone else (key, None))
    read = {reading.report.id for reading in readings}
    told: set[tuple[str, str | None]] = set()
    for naming in meant:
        entry = (fold(naming.name), naming.report)
        if entry in decided or entry in told:
            continue
        told.add(entry)
        if naming.report is None:
            yield f"“{naming.name}” (meant)"
        elif naming.report in read:
            yield f"“{naming.name}” (meant, in the report {naming.report})"
        else:
            yield f"“{naming.name}” (meant, in the report {naming.report}, which was not read)"


def _ruled(mentions: Sequence[Mention]) -> Iterator[str]:
    yield from (fold(mention.text) for mention in mentions if mention.ruled)
