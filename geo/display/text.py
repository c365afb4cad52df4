"""A report's text with what was found in it marked, as static HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.claims.claim import VERDICT_LABELS, Claim
from geo.display.markup import inert
from geo.reading.event import Event
from geo.reading.reading import Reading
from geo.reading.segments import Segment, segments_of

SIGNS: Final = {"supported": "=", "contradicted": "≠", "uncertain": "?", "unchecked": "–"}
"""Sign of a verdict behind the words that it is about."""
GRAVEST: Final = ("contradicted", "uncertain", "supported", "unchecked")
"""Verdicts in the order in which words that share several are marked by one."""
_LONGEST: Final = 40_000
_BREAK: Final = re.compile(r"[ \t]*(?>\r\n|\r|\n)(?:[ \t]*(?>\r\n|\r|\n))+")


def text_html(reading: Reading, claims: Sequence[Claim]) -> str:
    """Mark the places, claims and events of a text where they stand.

    Places are bold, other names slanted; words that state something are underlined by verdict,
    with the verdict's sign behind them; words that tell an event are tinted, with what happened
    before them. Of a very long text the beginning is shown.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as checked.
    """
    text = reading.report.text
    marker = _Marker(reading, tuple(claims))
    pieces = []
    for segment in segments_of(reading, claims):
        if segment.start >= _LONGEST:
            break
        pieces.append(marker.piece(segment, text[segment.start : min(segment.end, _LONGEST)]))
    left = len(text) - _LONGEST
    more = f"<p>{left:,} more characters are not shown.</p>" if left > 0 else ""
    lang = inert(reading.report.lang)
    return f'<div class="fm-text" dir="auto" lang="{lang}"><p>{"".join(pieces)}</p></div>{more}'


def key_html(reading: Reading, claims: Sequence[Claim]) -> str:
    """Explain the marks that a text shows, and no others.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as checked.
    """
    items = []
    if any(mention.role == "literal" for mention in reading.mentions):
        items.append("<b>Place</b>")
    if any(mention.role != "literal" for mention in reading.mentions):
        items.append("<i>Name that is no place here</i>")
    verdicts = {claim.verdict for claim in claims}
    items += [
        f'<span class="fm-{verdict}">Stated: {VERDICT_LABELS[verdict]}</span>{_sign(verdict)}'
        for verdict in VERDICT_LABELS
        if verdict in verdicts
    ]
    if reading.events:
        items.append(
            '<small class="fm-told">side, action</small><span class="fm-event">event</span>'
        )
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="fm-key" aria-label="Key to the text">{listed}</ul>' if items else ""


@dataclass(frozen=True, slots=True)
class _Marker:
    """Writes the pieces of one text."""

    reading: Reading
    claims: tuple[Claim, ...]

    def piece(self, segment: Segment, words: str) -> str:
        """One piece with all that it belongs to, what begins before it and what ends behind it."""
        shown = _BREAK.sub("</p><p>", inert(words)) if not segment.mentions else inert(words)
        if segment.mentions:
            shown = self._name(segment.mentions[0], shown)
        if segment.claims or segment.events:
            # A paragraph cannot end within a marked span: each part is marked by itself.
            opened = f'<span class="{" ".join(self._looks(segment))}">'
            parts = [f"{opened}{part}</span>" if part else "" for part in shown.split("</p><p>")]
            shown = "</p><p>".join(parts)
        before = "".join(self._told(segment))
        behind = "".join(self._signs(segment))
        return f"{before}{shown}{behind}"

    def _name(self, index: int, words: str) -> str:
        """A name, with what it stands for as its title."""
        mention, resolution = self.reading.mentions[index], self.reading.resolutions[index]
        place = resolution.place
        if mention.role != "literal":
            return f'<i title="{inert(mention.role)}">{words}</i>'
        if place is None:
            told = "too close to choose" if resolution.undecided else "not found"
            return f'<b class="fm-unplaced" title="{told}">{words}</b>'
        guess = ", estimated" if resolution.estimated else ""
        told = f"{place.label()}{guess}; score {resolution.score:.2f} [{place.id}]"
        return f'<b title="{inert(told)}">{words}</b>'

    def _looks(self, segment: Segment) -> Iterator[str]:
        verdicts = {self.claims[index].verdict for index in segment.claims}
        yield from (f"fm-{verdict}" for verdict in GRAVEST if verdict in verdicts)
        if segment.events:
            yield "fm-event"

    def _told(self, segment: Segment) -> Iterator[str]:
        """What happens in the events that begin here, each thing once."""
        beginning = [
            event
            for event in (self.reading.events[index] for index in segment.events)
            if event.start == segment.start
        ]
        for words in dict.fromkeys(map(told_of, beginning)):
            yield f'<small class="fm-told">{inert(words)}</small>'

    def _signs(self, segment: Segment) -> Iterator[str]:
        """The signs of the claims that end here, one for each verdict."""
        ending = {
            claim.verdict
            for claim in (self.claims[index] for index in segment.claims)
            if claim.statement.end == segment.end
        }
        yield from (_sign(verdict) for verdict in GRAVEST if verdict in ending)


def told_of(event: Event) -> str:
    """Say in two or three words what an event is: `UA entered`, `RU: not seized`.

    Parameters
    ----------
    event
        The event.
    """
    action = f"not {event.action}" if event.negated else event.action
    return f"{event.actor}: {action}" if event.actor else action


def _sign(verdict: str) -> str:
    label = VERDICT_LABELS[verdict]
    named = f'role="img" aria-label="{label}" title="{label}"'
    return f'<sup class="fm-sign" {named}>{SIGNS[verdict]}</sup>'
