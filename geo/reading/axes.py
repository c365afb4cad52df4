"""Axes of advance: from where to where a text says that forces move or attack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.reading.actors import Actors
from geo.reading.attribution import Attributor
from geo.reading.axis import Axis
from geo.reading.axis_course import Course, CourseWalk
from geo.reading.axis_words import Head, axis_words
from geo.reading.clauses import Clauses
from geo.reading.dates import Dates
from geo.reading.deed_words import Form, Verb
from geo.reading.deeds import Deed, find_deeds
from geo.reading.happening_words import HappeningWords
from geo.reading.locus_words import locus_words
from geo.reading.mention import Mention
from geo.reading.polarity import Voice, voice_of
from geo.reading.report import Report
from geo.reading.scene import Scene
from geo.reading.sides import Side
from geo.reading.statement import Attribution
from geo.reading.tokens import Sentence, sentences

_SENTENCE_TOKENS: Final = 300
"""A longer run of tokens is no sentence that anybody wrote; it tells no axis."""
_COMING: Final = 4
"""How far behind a noun and its course the words stand by which it has not come yet."""
_MOST: Final = 6
"""How many axes the lists of one movement give at most."""


def find_axes(report: Report, mentions: Sequence[Mention]) -> tuple[Axis, ...]:
    """Find the axes of advance that a text states.

    Plans, hopes, orders, questions, denials and retreats state none. Every axis has an aim or,
    where only the start and a wind are told, a heading.

    Parameters
    ----------
    report
        The report.
    mentions
        Its mentions, in the order of the text.
    """
    known = axis_words(report.lang)
    runs = sentences(report.text, lang=report.lang)
    if not any(_is_hopeful(run, report.lang) for run in runs):
        return ()
    starts = [mention.start for mention in mentions]
    scenes = [
        Scene(run, mentions, starts, lang=report.lang)
        for run in runs
        if len(run.tokens) <= _SENTENCE_TOKENS
    ]
    reader = _AxisReader(report, runs, scenes)
    return tuple(
        axis
        for scene in scenes
        if scene.places and known.may_tell(scene.lows)
        for axis in reader.axes(scene)
    )


def _is_hopeful(run: Sentence, lang: str) -> bool:
    return axis_words(lang).may_tell([token.lower for token in run.tokens])


@dataclass(frozen=True, slots=True)
class _Movement:
    """The words that tell one movement, with what they say of its course."""

    scene: Scene
    deed: Deed
    voice: Voice
    low: int
    course: Course


class _AxisReader:
    """The reading of one report."""

    def __init__(self, report: Report, runs: Sequence[Sentence], scenes: Sequence[Scene]) -> None:
        self._text, self._lang = report.text, report.lang
        self._known = axis_words(report.lang)
        self._places = locus_words(report.lang)
        self._words = HappeningWords.of(report.lang)
        self._said = Attributor(report.text, runs, source=report.source, lang=report.lang)
        self._dates = Dates(report, runs)
        self._actors = Actors(scenes, lang=report.lang)

    def axes(self, scene: Scene) -> Iterator[Axis]:
        """Read one sentence."""
        clauses = Clauses(scene, self._words, relatives=self._places.relatives)
        deeds = find_deeds(scene, self._text, lang=self._lang)
        forms = {deed.head: deed.form for deed in deeds}
        heads = [(i, head) for i in range(len(scene)) for head in self._heads(scene, i, forms)]
        verbs = [i for i, form in forms.items() if form not in ("noun", "state")]
        verbs += [i for i, head in heads if head.form != "noun"]
        seen: set[tuple[object, ...]] = set()
        for i, head in heads:
            last = i + 1 + (head.particle is not None)
            verb = self._text[scene.tokens[i].start : scene.tokens[last - 1].end]
            deed = Deed(i, last, verb, head.form, Verb("advanced"))
            low = clauses.low(i)
            voice = voice_of(scene, deed, low, lang=self._lang)
            low = clauses.around_relative(low, voice.first)
            if not self._is_told(scene, head, deed, voice, low):
                continue
            walk = CourseWalk(scene, self._known, self._places)
            # "struck out of Berdin": its particle leads to the start.
            begin = last - (head.particle in self._known.start)
            course = walk.behind(begin, frozenset(verbs) - {i, voice.first})
            course.starts = course.starts or walk.leading(low, i)
            behind = scene.lows[course.last : course.last + _COMING]
            if head.form == "noun" and not self._known.coming.isdisjoint(behind):
                continue
            for axis in self._made(_Movement(scene, deed, voice, low, course)):
                key = (axis.from_mention, axis.toward_mention, axis.from_wind, axis.heading)
                if key not in seen:
                    seen.add(key)
                    yield axis

    def _heads(self, scene: Scene, i: int, forms: Mapping[int, Form]) -> Iterator[Head]:
        """The word at an index as the head of an axis; at most one reading of it."""
        if scene.in_place(i) or scene.tokens[i].kind != "word":
            return
        if scene.tokens[i].capitalised and i > 0:
            return
        heads = [
            head
            for head in self._known.heads.get(scene.lows[i], ())
            if head.particle is None or scene.low(i + 1) == head.particle
        ]
        nouns = [head for head in heads if head.form == "noun"]
        if nouns and (forms.get(i) == "noun" or self._is_noun(scene, i)):
            yield nouns[0]
        elif heads and (heads[0].form == "noun" or scene.low(i - 1) not in self._known.before_noun):
            yield heads[0]

    def _is_noun(self, scene: Scene, i: int) -> bool:
        """Whether the words before show a noun: "the advance", "a Russian attack"."""
        described = any(side.last == i and side.role == "demonym" for side in scene.sides)
        return described or scene.low(i - 1) in self._known.before_noun

    def _is_told(self, scene: Scene, head: Head, deed: Deed, voice: Voice, low: int) -> bool:
        """Whether forces are said to have made this movement."""
        if voice.polarity not in ("done", "tried"):
            return False
        if not self._known.back.isdisjoint(scene.lows[deed.last : deed.last + 1]):
            return False
        if head.form == "noun":
            return True
        moved = head.drives and scene.low(deed.last) in self._known.before_noun
        if moved or (voice.passive and not head.begins):
            return False
        if self._side(scene, deed, low, voice.first) is not None:
            return True
        before = scene.lows[low : voice.first]
        fights = self._actors.fights(scene, low, voice.first)
        fights = fights or not self._known.movers.isdisjoint(before)
        fights = fights or (head.begins and any(
            other.form == "noun"
            for j in range(deed.last, min(deed.last + 5, len(scene)))
            for other in self._known.heads.get(scene.lows[j], ())
        ))  # fmt: skip
        civil = not self._words.civil.isdisjoint(before[-2:])
        told = self._actors.told(scene, low, voice.first, self._chain(scene, deed.head))
        return (fights or told is not None) and not civil

    def _chain(self, scene: Scene, i: int) -> Sequence[Attribution]:
        token = scene.tokens[i]
        return self._said.at(token.start, token.end).chain

    def _made(self, told: _Movement) -> Iterator[Axis]:
        """The axes that a course gives."""
        course = told.course
        directed = course.starts or course.winds or course.heading
        aims = course.aims or (course.ends if directed else [])
        starts: list[int | None] = [*course.starts] or [None]
        pairs: list[tuple[int | None, int | None, str | None]] = [
            (start, aim, None) for aim in aims for start in starts
        ]
        if course.winds and not course.starts:
            pairs = [(None, aim, wind) for aim in aims for wind in course.winds]
        if not aims and course.heading:
            pairs = [(start, None, None) for start in course.starts]
        for start, aim, wind in pairs[:_MOST]:
            if start is None or start != aim:
                yield self._axis(told, start, aim, from_wind=wind)

    def _axis(
        self, told: _Movement, start_at: int | None, aim: int | None, *, from_wind: str | None
    ) -> Axis:
        """Put one axis together."""
        scene, deed, voice, low = told.scene, told.deed, told.voice, told.low
        head = scene.tokens[deed.head]
        said = self._said.at(head.start, head.end)
        side = self._side(scene, deed, low, voice.first)
        actor = self._actors.name(scene, side, said.chain) if side is not None else None
        if side is None and deed.form != "noun":
            actor = self._actors.told(scene, low, voice.first, said.chain)
        first = min(voice.first, side.first if side is not None else voice.first)
        start, end = scene.tokens[first].start, scene.tokens[told.course.last - 1].end
        believed = not self._known.believed.isdisjoint(scene.lows[low : told.course.last])
        return Axis(
            start=start,
            end=end,
            text=self._text[start:end],
            actor=actor,
            verb=deed.verb,
            from_mention=start_at,
            toward_mention=aim,
            from_wind=from_wind,
            heading=told.course.heading,
            attribution=said.chain,
            standing="claimed" if believed else said.standing,
            date=self._dates.at(head.start, head.end),
        )

    def _side(self, scene: Scene, deed: Deed, low: int, first: int) -> Side | None:
        """The side that moves, or whose column does."""
        if deed.form == "noun":
            return self._actors.describes(scene, deed.head)
        side = self._actors.subject(scene, low, first)
        if side is not None:
            return side
        if deed.form == "ing" and first == low:
            # "Moving east from Berdin, Ukrainian forces entered": the subject comes behind.
            after = next((j for j in range(first, len(scene)) if scene.lows[j] == ","), first)
            return scene.side_at.get(after + 1)
        movers = (j for j in range(low, first) if scene.lows[j] in self._known.movers)
        return next(filter(None, (self._actors.describes(scene, j) for j in movers)), None)
