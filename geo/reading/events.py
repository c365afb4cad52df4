"""What forces do at places, as a text states it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from geo.reading.actors import Actors
from geo.reading.attribution import Attributor
from geo.reading.dates import Dates
from geo.reading.event import Event
from geo.reading.happenings import Happening, SentenceReading
from geo.reading.locus import Locus
from geo.reading.locus_words import locus_words
from geo.reading.mention import Mention
from geo.reading.points import point_of
from geo.reading.report import Report
from geo.reading.scene import Scene
from geo.reading.statement import AT, Attribution, Statement
from geo.reading.status import status_of
from geo.reading.tokens import Sentence, sentences
from geo.reading.words import words

_SENTENCE_TOKENS: Final = 300
"""A longer run of tokens is no sentence that anybody wrote; it is read in pieces."""
_YEAR_DIGITS: Final = 4
_MENTIONS_BACK: Final = 40
"""How many mentions back "the village" is looked for."""
_SENTENCES_BACK: Final = 3
"""How many sentences back the place may stand that "the village" stands for."""


def find_events(
    report: Report, mentions: Sequence[Mention], statements: Sequence[Statement] = ()
) -> tuple[Event, ...]:
    """Find what the text says that forces did at the places it names.

    One event per deed and place. Plans, hopes, orders, questions and conditions make none; what
    is denied makes one that is marked so. Places are the literal mentions; where the text names
    only a region for a deed, that region is its place.

    Parameters
    ----------
    report
        The report.
    mentions
        Its mentions, in the order of the text.
    statements
        What it states of them: in "seized Mikhaylovka, 7 km northeast of Sudzha" nothing is done
        at Sudzha.
    """
    landmarks = frozenset(
        # "Berdin (51.29, 35.43)": what is done is done at Berdin, the coordinates only say where.
        statement.subject if AT in statement.modifiers else statement.reference
        for statement in statements
        if statement.reference is not None
        and statement.subject is not None
        and statement.start <= mentions[statement.reference].start < statement.end
        and (statement.type != "containment" or point_of(mentions[statement.subject]) is None)
    )
    return tuple(_EventReader(report, mentions, landmarks).events())


class _EventReader:
    """The reading of one report."""

    def __init__(
        self, report: Report, mentions: Sequence[Mention], landmarks: Collection[int]
    ) -> None:
        runs = [piece for run in sentences(report.text) for piece in _pieces(run)]
        self._text = report.text
        self._lang = report.lang
        self._mentions = mentions
        self._landmarks = landmarks
        self._starts = [mention.start for mention in mentions]
        self._runs = [run.start for run in runs]
        self._scenes = [
            Scene(run, mentions, self._starts, landmarks=landmarks, lang=report.lang)
            for run in runs
        ]
        self._said = Attributor(report.text, runs, source=report.source, lang=report.lang)
        self._dates = Dates(report, runs)
        self._actors = Actors(self._scenes, lang=report.lang)
        self._in_year = frozenset(words("events", lang=report.lang)["clauses"]["in_year"])
        self._year = int(report.date[:_YEAR_DIGITS]) if report.date else None
        self._claims = frozenset(words("attribution", lang=report.lang)["nouns"]["claim"])
        self._kinds = locus_words(report.lang).kinds
        self._inside = locus_words(report.lang).inside

    def events(self) -> Iterator[Event]:
        """Read every sentence."""
        for scene in self._scenes:
            if not scene.places and self._kinds.keys().isdisjoint(scene.lows):
                continue
            reading = SentenceReading(
                scene,
                self._text,
                actors=self._actors,
                chain_at=self._chain_at,
                named_before=self._named_before,
                lang=self._lang,
            )
            seen = set()
            for happening in reading.happenings():
                if self._is_unconfirmed(scene, happening) or self._is_history(scene):
                    continue
                for place in happening.places:
                    key = (place.mention, happening.action, place.sector, happening.actor)
                    if key not in seen:
                        seen.add(key)
                        yield self._event(scene, happening, place)

    def _is_history(self, scene: Scene) -> bool:
        """Whether the sentence tells of a year long before the report: "in 1943"."""
        if self._year is None:
            return False
        return any(
            token.text.isdecimal()
            and len(token.text) == _YEAR_DIGITS
            and int(token.text) < self._year - 1
            and scene.low(i - 1) in self._in_year
            for i, token in enumerate(scene.tokens)
        )

    def _is_unconfirmed(self, scene: Scene, happening: Happening) -> bool:
        """Whether a speaker only says that it is not confirmed: that tells no event."""
        head = scene.tokens[happening.deed.head]
        said = self._said.at(head.start, head.end)
        if said.standing != "denied" or said.negated:
            return False
        # "cannot confirm claims that": somebody does claim it.
        return self._claims.isdisjoint(scene.lows[: happening.deed.head])

    def _event(self, scene: Scene, happening: Happening, place: Locus) -> Event:
        """Make the event of a deed at one place."""
        head = scene.tokens[happening.deed.head]
        said = self._said.at(head.start, head.end)
        start = scene.tokens[happening.first].start
        end = scene.tokens[happening.last - 1].end
        near = scene.tokens[place.first] if place.first > happening.deed.head else head
        negated = happening.denied != said.negated
        inside = not place.sector and (not place.preposition or place.preposition in self._inside)
        status = status_of(
            happening.action, whole=place.part is None, negated=negated, inside=inside
        )
        return Event(
            start=start,
            end=end,
            text=self._text[start:end],
            actor=happening.actor,
            action=happening.action,
            verb=happening.verb,
            place_mention=place.mention,
            place_name=self._mentions[place.mention].text,
            sector=place.sector,
            part=place.part,
            status=status,
            negated=negated,
            attribution=said.chain,
            standing=said.standing,
            date=self._dates.at(near.start, near.end),
        )

    def _chain_at(self, offset: int) -> tuple[Attribution, ...]:
        """Who says what stands at an offset."""
        return self._said.at(offset, offset + 1).chain

    def _named_before(self, kind: str, offset: int) -> int | None:
        """The last place of a kind before an offset, near enough for "the village" to mean it."""
        at = bisect_left(self._starts, offset)
        here = bisect_right(self._runs, offset)
        for k in range(at - 1, max(at - 1 - _MENTIONS_BACK, -1), -1):
            mention = self._mentions[k]
            if here - bisect_right(self._runs, mention.start) > _SENTENCES_BACK:
                return None
            if mention.role == "literal" and mention.kind == kind and k not in self._landmarks:
                return k
        return None


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence, cut where it is longer than any that is written."""
    tokens = sentence.tokens
    for i in range(0, len(tokens), _SENTENCE_TOKENS):
        run = tokens[i : i + _SENTENCE_TOKENS]
        yield Sentence(run[0].start, run[-1].end, run, sentence.paragraph)
