"""The reports' own words, with everything that was found in them marked where it stands.

The text stays as it was written: marks are classes and empty links whose signs the style sheet
draws, so what a reader selects, copies or hears is the report and nothing else. Spans that
overlap are cut into pieces that never nest; every piece names all it belongs to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from geo.claims.claim import VERDICT_LABELS
from geo.reading.segments import Segment, segments_of
from maps import wording
from maps.arrow_panel import course_of
from maps.arrows import arrow_key
from maps.cards import deed_key
from maps.html import Html, join, tag
from maps.paragraphs import Paragraph, paragraphs
from maps.story import Story
from maps.style import AXIS_STANDING_WORDS, STANDING_WORDS
from maps.text_key import GRAVEST, text_key
from maps.ties import claim_key

_RANKS: Final = "abcd"


def report_section(story: Story) -> Html:
    """Write the section that shows the reports' texts.

    Parameters
    ----------
    story
        What the page tells.
    """
    several = len(story.checked) > 1
    articles = [_Text(story, report).article(named=several) for report in range(len(story.checked))]
    return tag(
        "section",
        tag("h2", "What the reports say" if several else "What the report says", id="report-title"),
        text_key(story),
        *articles,
        id="report",
        class_="report",
        aria_labelledby="report-title",
        data_tab="Reports" if several else "Report",
    )


def text_rules(story: Story) -> str:
    """Write the rules that give the text the colours of the sides.

    Parameters
    ----------
    story
        What the page tells.

    Returns
    -------
    str
        A style sheet that sets `--by`, `--also` for a second side, `--of` for a place's status and
        `--on` for an axis, to the colours that `maps.spread.side_rules` names.
    """
    colours = ["var(--quiet)", *(f"var(--side-{n})" for n in range(1, len(story.colours) + 1))]
    return "\n".join(
        f".by-{n} {{ --by: {colour}; }} .also-{n} {{ --also: {colour}; }} "
        f".of-{n} {{ --of: {colour}; }} .on-{n} {{ --on: {colour}; }}"
        for n, colour in enumerate(colours)
    )


class _Text:
    """One report's text being written."""

    def __init__(self, story: Story, report: int) -> None:
        self.story = story
        self.report = report
        self.reading, self.claims = story.checked[report]
        self.deeds = story.deeds_in(report)
        self.spots = story.sighted_in(report)
        self.first: dict[str, int] = {}
        for mention in sorted(self.spots, key=lambda index: self.reading.mentions[index].start):
            self.first.setdefault(self.spots[mention].key, mention)
        self.paragraphs = tuple(paragraphs(self.reading.report.text))
        self.axes = self.reading.axes
        self.ending = _gathered(self._last_in_words(c.statement.end) for c in self.claims)
        self.beginning = _gathered(self._first_in_words(d.event.start) for d in self.deeds)
        self.setting_out = _gathered(self._first_in_words(axis.start) for axis in self.axes)

    def article(self, *, named: bool) -> Html:
        """The whole text; with its name and what is known of it where it is one of several."""
        report = self.reading.report
        title = f"text-{self.report + 1}-title"
        facts = ", ".join((report.source or "source not stated", wording.date_of(report)))
        head = (
            join(
                tag(
                    "h3",
                    wording.name_of(report),
                    id=title,
                    class_="unseen" if self._headed() else None,
                ),
                tag("p", facts, class_="note"),
            )
            if named
            else None
        )
        words = tag("div", *self._words(), class_="words", lang=report.lang or None, dir="auto")
        return tag(
            "article", head, words, id=f"text-{self.report + 1}", class_="text",
            aria_labelledby=title if named else "report-title",
        )  # fmt: skip

    def _headed(self) -> bool:
        """Whether the text begins with its title, as it does where a file states one."""
        report, first = self.reading.report, self.paragraphs[0]
        return report.text[first.start : first.end].strip() == report.title

    def _words(self) -> Iterator[Html]:
        """Paragraphs, and between them the blank lines as they were."""
        text = self.reading.report.text
        segments = segments_of(self.reading, self.claims)
        at, last = 0, 0
        for paragraph in self.paragraphs:
            yield join(text[last : paragraph.start])
            while at < len(segments) and segments[at].end <= paragraph.start:
                at += 1
            first = at
            while at < len(segments) and segments[at].start < paragraph.end:
                at += 1
            yield self._paragraph(paragraph, segments[first:at])
            last = paragraph.end
            # The one that reaches into the next paragraph is shown there as well.
            at -= 1
        yield join(text[last:])

    def _first_in_words(self, offset: int) -> int:
        """An offset, or the paragraph's start that follows it where it lies between two."""
        before = bisect_right(self.paragraphs, offset, key=lambda one: one.end)
        return max(offset, self.paragraphs[min(before, len(self.paragraphs) - 1)].start)

    def _last_in_words(self, offset: int) -> int:
        """An offset, or the paragraph's end that goes before it where it lies between two."""
        before = bisect_right(self.paragraphs, offset - 1, key=lambda one: one.start)
        return min(offset, self.paragraphs[max(before - 1, 0)].end)

    def _paragraph(self, paragraph: Paragraph, segments: Sequence[Segment]) -> Html:
        pieces: list[Html | None] = []
        for segment in segments:
            start, end = max(segment.start, paragraph.start), min(segment.end, paragraph.end)
            pieces.append(self._swatches(start))
            pieces.append(self._arrows(start))
            pieces.append(self._piece(segment, start, end))
            pieces.append(self._signs(end))
        headline = paragraph is self.paragraphs[0] and self._headed()
        look = "headline" if headline else "flowing" if paragraph.flowing else None
        return tag("p", *pieces, class_=look)

    def _piece(self, segment: Segment, start: int, end: int) -> Html:
        """One piece of the text, as all that it belongs to shows it."""
        words = self.reading.report.text[start:end]
        place = self._place(segment)
        classes = [*self._place_look(segment, place), *self._claim_look(segment)]
        classes += [*self._event_look(segment), *self._axis_look(segment)]
        if not classes:
            return join(words)
        told = " / ".join(" ".join(group) for group in self._found(segment)) or None
        if place is None or not self._first_sight(start, place):
            return tag("span", words, class_=" ".join(classes), data_is=told)
        key = self.spots[place].key
        home = self.spots[place].sightings[0] == (self.report, place)
        return tag(
            "a", words, class_=" ".join(["at", *classes]), href=f"#{key}",
            id=f"at-{key}" if home else None, data_card=key, data_is=told,
        )  # fmt: skip

    def _first_sight(self, start: int, mention: int) -> bool:
        """Whether a place's first name in this report begins here."""
        first = self.first[self.spots[mention].key] == mention
        return first and start == self._first_in_words(self.reading.mentions[mention].start)

    def _found(self, segment: Segment) -> Iterator[list[str]]:
        """Rows of what a piece belongs to, the shortest span first; each span's rows together."""
        found: list[tuple[int, int, int, str]] = []
        for index in segment.mentions:
            if index in self.spots:
                mention = self.reading.mentions[index]
                found.append((mention.start, mention.end, 0, self.spots[index].key))
        for index in segment.claims:
            statement = self.claims[index].statement
            found.append((statement.start, statement.end, 1, claim_key(self.report, index)))
        for index in segment.events:
            deed = self.deeds[index]
            found.append((deed.event.start, deed.event.end, 2, deed_key(deed)))
        for index in segment.axes:
            axis = self.axes[index]
            found.append((axis.start, axis.end, 3, arrow_key(self.report, index)))
        found.sort(key=lambda one: (one[1] - one[0], one[2], one[0]))
        for _, group in groupby(found, key=lambda one: one[:3]):
            yield [one[3] for one in group]

    def _place(self, segment: Segment) -> int | None:
        return next((index for index in segment.mentions if index in self.spots), None)

    def _place_look(self, segment: Segment, place: int | None) -> list[str]:
        if not segment.mentions:
            return []
        if place is None:
            mention = self.reading.mentions[segment.mentions[0]]
            return ["unplaced" if mention.role == "literal" else "aside"]
        spot = self.spots[place]
        if not spot.pinned:
            return ["place"]
        if spot.estimated:
            return ["place", "pinned", "estimated"]
        if not spot.statuses:
            return ["place", "pinned"]
        status = spot.statuses[0]
        return ["place", "pinned", f"is-{status.status}", f"of-{self._side(status.side)}"]

    def _claim_look(self, segment: Segment) -> list[str]:
        verdicts = {self.claims[index].verdict for index in segment.claims}
        lines = [verdict for verdict in GRAVEST if verdict in verdicts]
        looks = [f"{rank}-{verdict}" for rank, verdict in zip(_RANKS, lines, strict=False)]
        return ["stated", f"lines-{len(looks)}", *looks] if looks else []

    def _event_look(self, segment: Segment) -> list[str]:
        events = [self.deeds[index].event for index in segment.events]
        if not events:
            return []
        events.sort(key=lambda event: event.end - event.start)
        own = self._side(events[0].actor)
        others = [side for side in (self._side(event.actor) for event in events) if side != own]
        also = [f"also-{others[0]}"] if others else []
        return ["event", events[0].standing, f"by-{own}", *also]

    def _axis_look(self, segment: Segment) -> list[str]:
        axes = sorted((self.axes[i] for i in segment.axes), key=lambda axis: axis.end - axis.start)
        if not axes:
            return []
        return ["axis", f"axis-{axes[0].standing}", f"on-{self._side(axes[0].actor)}"]

    def _side(self, code: str | None) -> int:
        """Number of a side's colour; 0 where no side is stated."""
        return 0 if code is None else list(self.story.colours).index(code) + 1

    def _signs(self, end: int) -> Html | None:
        """The signs of the claims that end here, one for each verdict."""
        ending = self.ending.get(end, ())
        links = []
        for verdict in GRAVEST:
            same = [index for index in ending if self.claims[index].verdict == verdict]
            if same:
                names = [
                    wording.relation_of(
                        self.claims[index].statement, mentions=self.reading.mentions
                    )
                    for index in same
                ]
                keys = [claim_key(self.report, index) for index in same]
                label = f"Stated: {'; '.join(names)}. {VERDICT_LABELS[verdict].capitalize()}"
                links.append(_link(keys, f"claim-sign {verdict}", label))
        return join(*links) if links else None

    def _swatches(self, start: int) -> Html | None:
        """The swatches of the events that begin here, one for each side and standing."""
        links = []
        beginning = [self.deeds[index] for index in self.beginning.get(start, ())]
        told = dict.fromkeys((deed.event.actor, deed.event.standing) for deed in beginning)
        for actor, standing in told:
            same = [d for d in beginning if (d.event.actor, d.event.standing) == (actor, standing)]
            names = [wording.happened(deed.event) for deed in same]
            label = f"{self.story.side(actor)}: {'; '.join(names)}. {STANDING_WORDS[standing]}"
            look = f"swatch-of by-{self._side(actor)}"
            links.append(_link([deed_key(deed) for deed in same], look, label))
        return join(*links) if links else None

    def _arrows(self, start: int) -> Html | None:
        """The arrows of the axes that begin here, one for each side and standing."""
        links = []
        beginning = self.setting_out.get(start, ())
        told = dict.fromkeys((self.axes[i].actor, self.axes[i].standing) for i in beginning)
        for actor, standing in told:
            same = [
                index
                for index in beginning
                if (self.axes[index].actor, self.axes[index].standing) == (actor, standing)
            ]
            names = [course_of(self.axes[index], self.reading.mentions) for index in same]
            label = f"Axis of advance, {self.story.side(actor)}: {'; '.join(names)}. "
            keys = [arrow_key(self.report, index) for index in same]
            look = f"arrow-of on-{self._side(actor)}"
            links.append(_link(keys, look, label + AXIS_STANDING_WORDS[standing].capitalize()))
        return join(*links) if links else None


def _link(keys: Sequence[str], look: str, label: str) -> Html:
    """An empty link to a row, with the ids that lead back from every row it stands for."""
    return tag(
        "a",
        *(tag("span", id=f"at-{key}") for key in keys[1:]),
        class_=f"at {look}",
        href=f"#{keys[0]}",
        id=f"at-{keys[0]}",
        aria_label=label,
        data_card=" ".join(keys),
        data_count=str(len(keys)) if len(keys) > 1 else None,
    )


def _gathered(offsets: Iterable[int]) -> dict[int, list[int]]:
    """Which of them stand at every offset, in their order."""
    found: dict[int, list[int]] = {}
    for index, offset in enumerate(offsets):
        found.setdefault(offset, []).append(index)
    return found
