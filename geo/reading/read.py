"""Read a report: mentions, statements, resolutions and events in one value."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from gazetteer.borders import Border, border_between, coming_border
from gazetteer.corrected import NO_RULINGS, Rulings
from gazetteer.errors import PlaceUnknown
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.reading.axes import find_axes
from geo.reading.axis import Axis
from geo.reading.countries import adjectives_in
from geo.reading.event import Event
from geo.reading.events import find_events
from geo.reading.mention import Mention
from geo.reading.mentions import find_mentions
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.resolve import resolve
from geo.reading.ruled import ruled
from geo.reading.solver import BorderOf
from geo.reading.statement import Statement
from geo.reading.statements import find_statements
from geo.reading.surface import readable
from geo.reading.tokens import sentences

_Span = TypeVar("_Span", Statement, Event, Axis)


def read(report: Report, gazetteer: Gazetteer, *, rulings: Rulings = NO_RULINGS) -> Reading:
    """Read a report against a gazetteer.

    Parameters
    ----------
    report
        The report.
    gazetteer
        Where its places are looked up.
    rulings
        What the user rules for names, whatever else speaks for or against it.
    """
    plain = readable(report, gazetteer)
    found = find_mentions(report, gazetteer, plain=plain, credible_names=rulings.credible)
    mentions = ruled(found, rulings, report=report.id)
    statements = _as_given(find_statements(plain, mentions), report.text)
    cut = sentences(report.text, lang=report.lang)
    starts = [sentence.start for sentence in cut]
    border_of = _border_of(report, mentions, gazetteer)

    def sentence_of(offset: int) -> int:
        return bisect_right(starts, offset)

    def places_of(ids: Sequence[str]) -> Sequence[Place]:
        places = []
        for place_id in ids:
            try:
                places.append(gazetteer.get(place_id))
            except PlaceUnknown:
                continue
        return places

    resolved = resolve(
        mentions, statements,
        places_of=places_of, border_of=border_of, sentence_of=sentence_of, lang=report.lang,
    )  # fmt: skip
    return Reading(
        report=report,
        mentions=mentions,
        resolutions=resolved.resolutions,
        statements=statements,
        events=_as_given(find_events(plain, mentions, statements), report.text),
        resolve_without=resolved.without,
        explain=resolved.explain,
        sentences=tuple((sentence.start, sentence.end) for sentence in cut),
        axes=_as_given(find_axes(plain, mentions), report.text),
    )


def _as_given(spans: Sequence[_Span], text: str) -> tuple[_Span, ...]:
    """Quote a report as its writer wrote it."""
    return tuple(replace(span, text=text[span.start : span.end]) for span in spans)


def _border_of(report: Report, mentions: Sequence[Mention], gazetteer: Gazetteer) -> BorderOf:
    """Make the function that says which line “the border” is, seen from a place."""
    best = [mention.candidates[0].place.country for mention in mentions if mention.candidates]
    named = [code for code in best if code is not None]
    parties = tuple(dict.fromkeys([*named, *adjectives_in(report.text, lang=report.lang)]))

    @lru_cache(maxsize=64)
    def between(one: str, two: str) -> Border | None:
        return border_between(gazetteer, one, two)

    @lru_cache(maxsize=256)
    def border_of(place: Place | None) -> Border | None:
        if place is None:
            return None
        choice = coming_border(gazetteer, place, parties=parties, between=between)
        return None if choice is None else choice.border

    return border_of
