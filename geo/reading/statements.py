"""The statements of a report: which place lies how far, and in which direction, from which other.

The rules and words stand in the language's rule files. The engine tags a sentence and puts its
nominals together (`grammar.items`), matches the relation rules (`relations`) and finds each
relation's subject (`attachment`); here a tie between items becomes a statement about mentions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.reading.antecedents import Antecedents
from geo.reading.arithmetic import find_arithmetic
from geo.reading.attachment import Clause
from geo.reading.attribution import Attributor
from geo.reading.dates import Dates
from geo.reading.durations import find_durations
from geo.reading.grammar.items import Item, Rules, Tagger, rules
from geo.reading.grounds import Grounds
from geo.reading.mention import Mention
from geo.reading.point_statements import beside_names
from geo.reading.relations import Found, Tie, ties
from geo.reading.report import Report
from geo.reading.statement import WINDS, Quantity, ReferenceKind, Statement
from geo.reading.tokens import Sentence, sentences

_SHARPENS: Final = frozenset({"MOD", "UPDOWN"})
_LINES: Final[dict[str, ReferenceKind]] = {"B": "border", "F": "front"}


def find_statements(report: Report, mentions: Sequence[Mention]) -> tuple[Statement, ...]:
    """Find what a report states of its places: distances, directions, areas, counts.

    A statement's span runs from its subject to its reference; where another place stands between
    the subject and the relation (in a list), it runs from the relation's first word.

    Parameters
    ----------
    report
        The report; its `lang` chooses the rules.
    mentions
        Its mentions, with roles; only literal ones become subjects or references.

    Returns
    -------
    tuple of Statement
        In the order of the text; `subject` and `reference` index `mentions`.
    """
    reader = _Reader(report, mentions)
    runs = sentences(report.text, lang=report.lang)
    attributor = Attributor(report.text, runs, source=report.source, lang=report.lang)
    dates = Dates(report, runs)
    found = [
        _said(statement, attributor, dates, told=told)
        for sentence in runs
        for statement, told in reader.read(sentence)
        # What lies "on the highway east of Dachne" is a stretch of it, not the road.
        if statement.subject is None or mentions[statement.subject].kind != "road"
    ]
    taken = [(mention.start, mention.end) for mention in mentions]
    taken += [(day.start, day.end) for day in dates.days]
    worked = (
        *find_arithmetic(report.text, runs, taken=taken, lang=report.lang),
        *find_durations(
            report.text, runs, days=dates.days, published=report.date, lang=report.lang
        ),
    )
    found += [_said(statement, attributor, dates, told=False) for statement in worked]
    found += [
        _said(statement, attributor, dates, told=False)
        for statement in beside_names(report, mentions, found)
    ]
    grounds = Grounds(report, mentions, runs, dates.days)
    told = (grounds.told(statement) for statement in found)
    return tuple(sorted(told, key=lambda s: (s.start, s.end)))


def _said(statement: Statement, attributor: Attributor, dates: Dates, *, told: bool) -> Statement:
    """Add who says it, how firmly, and of which day; `told`: it is itself what is said."""
    said = attributor.at(statement.start, statement.end)
    # "denied that troops entered X, 3 km from the border": where X lies is not what is denied.
    denied = said.negated and told
    return replace(
        statement,
        attribution=said.chain,
        standing=said.standing,
        negated=statement.negated != denied,
        date=dates.at(statement.start, statement.end),
    )


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a relation: a mention, a line, or words alone."""

    mention: int | None = None
    text: str = ""
    kind: ReferenceKind = "none"


class _Reader:
    """Reads the sentences of one report in order, and remembers the settlements named."""

    def __init__(self, report: Report, mentions: Sequence[Mention]) -> None:
        self._text = report.text
        self._mentions = mentions
        self._rules: Rules = rules(report.lang)
        self._tagger = Tagger(self._rules, mentions)
        self._located: int | None = None
        self._antecedents = Antecedents(
            report.text, mentions,
            inhabitants=self._rules.inhabitants, biggest=self._rules.biggest,
        )  # fmt: skip

    def read(self, sentence: Sentence) -> Iterator[tuple[Statement, bool]]:
        """Give the statements of one sentence, each with whether a verb of its own states it."""
        clause = Clause(self._tagger.items(sentence))
        self._antecedents.learn(clause.items)
        last: _End | None = None
        sector: _End | None = None
        unit: str | None = None
        for tie in ties(clause, self._rules):
            if not tie.subjects.items and _locates(clause, tie):
                continue
            if tie.found.rule.shy and last is not None:
                continue
            told = tie.subjects.manner not in ("bracket", "apposition", "beside", "behind")
            for subject, index in self._ends(clause, tie):
                implied = sector if tie.subjects.manner == "bracket" else None
                for other in self._references(clause, tie, subject, last=last, implied=implied):
                    near = tie.found.rule.type == "near" and other.kind != "border"
                    if near and other.mention is None:
                        continue
                    for made in self._statements(clause, tie, subject, index, other):
                        yield _in_unit(made, unit) if tie.found.rule.elided else made, told
            if tie.found.rule.type == "distance" and tie.subjects.items:
                self._located = clause.items[tie.subjects.items[-1]].mention
            explicit = [
                self._end(clause.items[i]) for i in tie.references if _lasts(clause, tie, i)
            ]
            last = explicit[-1] if explicit else last
            sector = last if tie.subjects.manner == "ahead" and explicit else sector
            measured = clause.items[tie.found.group("q") or 0].quantity
            if tie.found.rule.type == "distance" and not tie.found.rule.elided and measured:
                unit = measured.unit

    def _ends(self, clause: Clause, tie: Tie) -> Iterator[tuple[_End, int | None]]:
        """Give the subjects of a tie with their items."""
        for index in tie.subjects.items:
            yield self._end(clause.items[index]), index
        if not tie.subjects.items:
            words = clause.words_before(tie.found.first) if tie.subjects.manner == "verb" else None
            text = "" if words is None else self._slice(clause.items, *words)
            yield _End(text=text), None

    def _slice(self, items: Sequence[Item], first: int, last: int) -> str:
        """Give a run of items as written."""
        return self._text[items[first].start : items[last].end]

    def _references(
        self, clause: Clause, tie: Tie, subject: _End, *, last: _End | None, implied: _End | None
    ) -> Iterator[_End]:
        """Give what a tie relates the subject to."""
        found, items = tie.found, clause.items
        if found.rule.same and last is not None:
            yield last
        elif found.rule.same or found.rule.implicit:
            barred = {subject.mention}
            if self._goes_onward(items[found.first : found.last + 1]):
                barred |= {items[i].mention for i in clause.references}
                implied = implied or self._before_that(clause, items[found.first], barred)
            if found.rule.same or tie.subjects.manner == "bracket":
                barred |= {items[i].mention for i in clause.measured}
            other = implied or self._latest(items[found.first], barred=barred)
            yield from [other] if other.mention is not None else []
        elif tie.references and clause.tag(tie.references[0]) == "IT":
            other = last or self._end(items[tie.references[0]], barred={subject.mention})
            yield from [other] if other.mention is not None or other.kind != "place" else []
        elif tie.references:
            for index in tie.references:
                other = self._end(items[index], barred={subject.mention})
                area = found.rule.type == "depth" and clause.tag(index) == "NR"
                yield _End(text=other.text, kind="border") if area else other
        elif found.group("what") is not None:
            first, end = found.group_start("what"), found.group("what") or 0
            words = self._slice(items, first, end)
            named = [item.mention for item in items[first : end + 1] if item.mention is not None]
            yield _End(named[-1], words, "place") if named else _End(text=words)
        else:
            yield _End()

    def _statements(
        self, clause: Clause, tie: Tie, subject: _End, index: int | None, other: _End
    ) -> Iterator[Statement]:
        """Make the statements of one subject and one reference: one per wind."""
        found, kind = tie.found, tie.found.rule.type
        span = clause.items[found.first : found.last + 1]
        winds: list[str | None] = []
        if kind in ("distance", "direction", "containment"):
            winds += [item.wind for item in clause.items[slice(*found.within("w"))] if item.wind]
        quantities = _quantities(span)
        if found.rule.each and index is not None:
            at = tie.subjects.items.index(index)
            winds = winds[at : at + 1] if len(winds) == len(tie.subjects.items) else winds
            fits = len(quantities) == len(tie.subjects.items)
            quantities = quantities[at : at + 1] if fits else quantities
        start, end = self._extent(clause, tie, index)
        if kind == "depth" and subject.mention is not None and other.kind == "border":
            kind = "distance"  # "X, 2 km inside the country" lies so far from the border
        made = Statement(
            start=start,
            end=end,
            text=self._text[start:end],
            type=kind,
            subject=subject.mention,
            subject_text=subject.text,
            reference_kind=other.kind,
            reference=other.mention,
            reference_text=other.text,
            quantity=_quantity(clause, found, quantities),
            modifiers=(*self._modifiers(span), *self._trailing(clause.items, found.last + 1)),
            negated=tie.subjects.negated,
        )
        open_ended = any(item.word in self._rules.either for item in span if item.tag == "AND")
        if open_ended and len(winds) > 1:
            made = replace(made, direction_or=tuple(wind for wind in winds[1:4] if wind))
            winds = winds[:1]
        for wind in winds[:4] or [None]:
            turned = _turned(replace(made, direction=wind), subject)
            if turned is not None:
                yield turned

    def _modifiers(self, span: Iterable[Item]) -> Iterator[str]:
        """Give the words of a relation that sharpen it."""
        kept = self._rules.kept_modifiers
        return (item.word for item in span if item.tag in _SHARPENS and item.word in kept)

    def _trailing(self, items: Sequence[Item], behind: int) -> Iterator[str]:
        """Give the words behind the reference that sharpen the relation: "of Kursk by road"."""
        comma = behind < len(items) and items[behind].tag == "COMMA"
        tail = items[behind + comma : behind + comma + 1]
        return (word for word in self._modifiers(tail) if word in self._rules.trailing_modifiers)

    def _extent(self, clause: Clause, tie: Tie, subject: int | None) -> tuple[int, int]:
        """Give the span of a statement."""
        items, found = clause.items, tie.found
        start = items[found.first].start
        if subject is not None and subject < found.first:
            between = clause.tags[subject + 1 : found.first]
            if not {"N", "NR"} & set(between):
                start = self._bounds(items[subject])[0]
        end = items[found.last].end
        if found.group("ref") == found.last:
            end = self._bounds(items[found.last])[1]
        return start, max(end, start)

    def _bounds(self, item: Item) -> tuple[int, int]:
        """Give the span of the mention that an item names, else of the item."""
        if item.mention is None:
            return item.start, item.end
        mention = self._mentions[item.mention]
        return mention.start, mention.end

    def _end(self, item: Item, *, barred: Collection[int | None] = ()) -> _End:
        """Give what an item stands for."""
        if item.mention is not None:
            return _End(item.mention, self._mentions[item.mention].text, "place")
        text = self._text[item.start : item.end]
        mention = None
        if item.tag == "IT":
            mention = self._antecedents.spoken_of(item.start, barred=barred)
        elif item.tag == "D":
            mention = self._latest(item, barred=barred).mention
        return _End(mention, text, _LINES.get(item.tag, "place"))

    def _goes_onward(self, span: Sequence[Item]) -> bool:
        """Whether a relation is told from the place before: "another 5 km south"."""
        onward = self._rules.onward
        hedges = {item.quantity.hedge for item in span if item.quantity is not None}
        return any(item.word in onward for item in span) or not onward.isdisjoint(hedges)

    def _before_that(
        self, clause: Clause, item: Item, barred: Collection[int | None]
    ) -> _End | None:
        """Give the place measured last, where the sentence itself names no other."""
        here = self._latest(item, barred=barred).mention
        before = self._located
        if before is None or before in barred:
            return None
        if here is not None and self._mentions[here].start >= clause.items[0].start:
            return None
        return _End(before, self._mentions[before].text, "place")

    def _latest(self, item: Item, *, barred: Collection[int | None]) -> _End:
        """Give the settlement that an item means without naming it."""
        index = self._antecedents.latest(item.start, barred=barred, words=item.word)
        return _End() if index is None else _End(index, self._mentions[index].text, "place")


def _locates(clause: Clause, tie: Tie) -> bool:
    """Whether a relation without a subject only tells where something happened.

    "a depot burned 5 km from X" does; "the troops are 5 km from X", "within 5 km of X" and areas
    state something by themselves.
    """
    quantity = clause.items[tie.found.group("q") or 0].quantity
    if tie.found.rule.placed or (quantity is not None and quantity.unit == "m2"):
        return True
    told = tie.found.rule.type != "distance" or tie.subjects.manner == "verb"
    return not told and clause.tag(tie.found.group("q") or 0) != "QIN"


def _lasts(clause: Clause, tie: Tie, reference: int) -> bool:
    """Whether words behind can mean what a relation referred to: not "on the border"."""
    line = tie.found.rule.type == "near" and clause.tag(reference) in _LINES
    return clause.tag(reference) != "IT" and not line


def _quantity(clause: Clause, found: Found, listed: Sequence[Quantity]) -> Quantity | None:
    """Give the quantity of a relation: of several the last, or that of its subject."""
    at = found.group("q")
    if at is None or found.rule.each or clause.tag(at) == "NUM":
        return listed[-1] if listed else None
    return clause.items[at].quantity


def _quantities(span: Sequence[Item]) -> list[Quantity]:
    """Give the quantities of a relation; in "8 and 12 km" the first takes the second's unit."""
    found: list[Quantity] = []
    for item in reversed(span):
        quantity = item.quantity
        if quantity is None:
            continue
        if item.tag == "NUM" and found:
            quantity = replace(quantity, unit=found[0].unit)
        found.insert(0, quantity)
    return found


def _in_unit(statement: Statement, unit: str | None) -> Statement:
    """Give the number of a statement the unit of the one before: "6 km from X and 9 from Y"."""
    quantity = statement.quantity
    if quantity is None or unit is None:
        return statement
    return replace(statement, quantity=replace(quantity, unit=unit))


def _turned(statement: Statement, subject: _End) -> Statement | None:
    """Put the place first where a line is the subject; None where both ends are one or no place."""
    if subject.kind in ("border", "front"):
        if statement.reference_kind != "place":
            return None
        return replace(
            statement,
            subject=statement.reference,
            subject_text=statement.reference_text,
            reference_kind=subject.kind,
            reference=None,
            reference_text=subject.text,
            direction=None if statement.direction is None else _opposite(statement.direction),
            direction_or=tuple(map(_opposite, statement.direction_or)),
        )
    if statement.subject is not None and statement.subject == statement.reference:
        return None
    return statement


def _opposite(wind: str) -> str:
    """Give the wind that points the other way."""
    return WINDS[(WINDS.index(wind) + 8) % 16]
