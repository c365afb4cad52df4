"""The statements of a report: which place lies how far, and in which direction, from which other.

The rules and words stand in the language's rule files; the engine tags a sentence, puts nominals
together, matches the relation rules and finds each relation's subject (`attachment`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.reading.attachment import Clause, Subjects
from geo.reading.dates import Dates
from geo.reading.grammar.items import Item, Relation, Rules, Tagger, rules
from geo.reading.mention import Mention
from geo.reading.report import Report
from geo.reading.statement import WINDS, ReferenceKind, Statement
from geo.reading.tokens import Sentence, sentences

_REFERENCE_KINDS: Final[dict[str, ReferenceKind]] = {"B": "border", "F": "front"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A relation in the items of a sentence."""

    rule: Relation
    first: int
    last: int
    match: re.Match[str]

    def group(self, name: str) -> int | None:
        """Give the index of the last item that a group holds."""
        if name not in self.match.re.groupindex or self.match.start(name) < 0:
            return None
        return self.match.end(name) - 1


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
    runs = sentences(report.text)
    dates = Dates(report, runs)
    found = [
        replace(statement, date=dates.at(statement.start, statement.end))
        for sentence in runs
        for statement in reader.read(sentence)
    ]
    return tuple(sorted(found, key=lambda s: (s.start, s.end)))


class _Reader:
    """Reads the sentences of one report in order, and remembers the settlements named."""

    def __init__(self, report: Report, mentions: Sequence[Mention]) -> None:
        self._text = report.text
        self._mentions = mentions
        self._rules: Rules = rules(report.lang)
        self._tagger = Tagger(self._rules, mentions)
        self._settlements = [
            i
            for i in sorted(range(len(mentions)), key=lambda i: mentions[i].start)
            if mentions[i].role == "literal" and mentions[i].kind == "settlement"
        ]

    def read(self, sentence: Sentence) -> Iterator[Statement]:
        """Give the statements of one sentence."""
        items = self._tagger.items(sentence)
        letters = self._rules.letters(items)
        clause = Clause(items)
        before: tuple[_Found, Subjects] | None = None
        claimed = -1
        for found in self._relations(letters):
            if found.rule.type == "near" and found.first <= claimed:
                continue
            subjects = self._subjects(clause, found, before)
            before = (found, subjects)
            if subjects.manner == "ahead" and subjects.items:
                claimed = subjects.items[-1]
            yield from self._statements(clause, found, subjects)

    def _relations(self, letters: str) -> list[_Found]:
        """Match every relation rule; of overlapping ones the earlier rule wins."""
        taken = bytearray(len(letters))
        kept = []
        for rule in self._rules.relations:
            for match in rule.pattern.finditer(letters):
                first, last = match.start(), match.end() - 1
                if first <= last and not any(taken[first : last + 1]):
                    shared = "ref" in match.re.groupindex and match.start("ref") >= 0
                    taken[first : last + (not shared)] = b"\x01" * (last + (not shared) - first)
                    kept.append(_Found(rule, first, last, match))
        return sorted(kept, key=lambda found: found.first)

    def _subjects(
        self, clause: Clause, found: _Found, before: tuple[_Found, Subjects] | None
    ) -> Subjects:
        """Find what a relation is stated of."""
        if found.rule.alone:
            return Subjects((), "none")
        named = found.group("subject")
        if named is not None:
            span = clause.tags[found.first : found.last]
            return Subjects((named,), "verb", "NOT" in span)
        chained = _chained(clause, found, before)
        ahead = self._ahead(clause, found)
        if chained is not None and (not ahead or chained.manner == "bracket"):
            return chained
        subjects = clause.subjects(found.first, many=found.rule.type == "direction")
        if ahead and subjects.manner not in ("bracket", "verb", "beside"):
            return Subjects(ahead, "ahead")
        if not subjects.items:
            return Subjects(self._inverted(clause, found), "ahead")
        sector = subjects.manner == "apposition" and found.rule.type in ("direction", "near")
        if sector and _enumerated(clause, found.last):
            return Subjects((), "none")
        return subjects

    def _ahead(self, clause: Clause, found: _Found) -> tuple[int, ...]:
        """Give the places of "southwest of X near A, B and C": they lie there."""
        if found.rule.type != "direction":
            return ()
        at = found.last + 1
        if clause.tag(at) == "COMMA":
            at += 1
        return clause.listed_from(at + 1) if clause.tag(at) == "NEAR" else ()

    def _inverted(self, clause: Clause, found: _Found) -> tuple[int, ...]:
        """Give the places of "north of X lies A" and "north of X, in A, …"."""
        at = found.last + 1
        if clause.tag(at) in ("COP", "COPS"):
            return clause.listed_from(at + 1)
        opens = clause.tag(found.first - 1) in ("", "COMMA", "SEMI", "AND")
        if opens and clause.tag(at) == "COMMA" and clause.tag(at + 1) == "IN":
            return clause.listed_from(at + 2)[:1]
        return ()

    def _statements(self, clause: Clause, found: _Found, subjects: Subjects) -> Iterator[Statement]:
        """Make a statement per subject and wind."""
        kind = found.rule.type
        if not subjects.items and (kind in ("direction", "near") or found.rule.implicit):
            return
        winds = [
            item.wind for item in clause.items[found.first : found.last + 1] if item.tag == "WIND"
        ]
        ref = found.group("ref")
        for subject in subjects.items or (None,):
            for wind in winds[:4] if kind in ("distance", "direction") and winds else (None,):
                made = self._statement(clause, found, subject=subject, wind=wind, ref=ref)
                if made is not None:
                    yield replace(made, negated=subjects.negated)

    def _statement(
        self,
        clause: Clause,
        found: _Found,
        *,
        subject: int | None,
        wind: str | None,
        ref: int | None,
    ) -> Statement | None:
        """Make one statement, or None where both ends are the same."""
        items = clause.items
        this = self._named(items[subject]) if subject is not None else (None, "")
        other = self._named(items[ref]) if ref is not None else (None, "")
        what = found.group("what")
        if ref is None and what is not None:
            begin = items[found.match.start("what")].start
            other = (None, self._text[begin : items[what].end])
        if found.rule.implicit:
            other = self._implied(items[found.first].start, {this[0]})
            if other[0] is None:
                return None
        kind: ReferenceKind = "place" if other[1] and what is None else "none"
        if ref is not None:
            kind = _REFERENCE_KINDS.get(items[ref].tag, kind)
        if subject is not None and items[subject].tag in _REFERENCE_KINDS:
            if kind != "place":
                return None
            kind = _REFERENCE_KINDS[items[subject].tag]
            this, other, wind = other, this, _opposite(wind)
        if found.rule.type == "depth" and ref is not None and items[ref].tag in ("NR", "LAND"):
            kind, other = "border", (None, other[1])
        if this[0] is not None and this[0] == other[0]:
            return None
        start, end = self._extent(clause, found, subject, ref)
        quantity = found.group("q")
        return Statement(
            start=start,
            end=end,
            text=self._text[start:end],
            type=found.rule.type,
            subject=this[0],
            subject_text=this[1],
            reference_kind=kind,
            reference=other[0],
            reference_text=other[1],
            quantity=items[quantity].quantity if quantity is not None else None,
            direction=wind,
            modifiers=tuple(
                item.word
                for item in items[found.first : found.last + 1]
                if item.tag == "MOD" and item.word in self._rules.kept_modifiers
            ),
        )

    def _extent(
        self, clause: Clause, found: _Found, subject: int | None, ref: int | None
    ) -> tuple[int, int]:
        """Give the span of a statement."""
        items = clause.items
        start = items[found.first].start
        if subject is not None and subject < found.first:
            between = clause.tags[subject + 1 : found.first]
            if not {"N", "NR"} & set(between):
                start = self._bounds(items[subject])[0]
        end = items[found.last].end
        if ref is not None and ref == found.last:
            end = self._bounds(items[ref])[1]
        return start, max(end, start)

    def _bounds(self, item: Item) -> tuple[int, int]:
        """Give the span of the mention that an item names, else of the item."""
        if item.mention is None:
            return item.start, item.end
        mention = self._mentions[item.mention]
        return mention.start, mention.end

    def _named(self, item: Item) -> tuple[int | None, str]:
        """Give the mention that an item stands for, and its words."""
        if item.mention is not None:
            return item.mention, self._mentions[item.mention].text
        text = self._text[item.start : item.end]
        if item.tag in ("D", "IT"):
            return self._implied(item.start, set())[0], text
        return None, text

    def _implied(self, offset: int, without: Iterable[int | None]) -> tuple[int | None, str]:
        """Give the settlement named last before an offset."""
        at = bisect_left(self._settlements, offset, key=lambda i: self._mentions[i].start)
        barred = set(without)
        for index in reversed(self._settlements[:at]):
            if index not in barred:
                return index, self._mentions[index].text
        return None, ""


def _chained(
    clause: Clause, found: _Found, before: tuple[_Found, Subjects] | None
) -> Subjects | None:
    """Give the subjects of the relation before, where this one goes on from it."""
    if before is None:
        return None
    earlier, subjects = before
    between = clause.tags[earlier.last + 1 : found.first]
    joins = {"COMMA", "AND", "BUT", "MOD", "LOC", "COP", "COPS", "NOT"}
    if subjects.manner == "bracket":
        joins = joins | {"SEMI"}
    if earlier.rule.alone or not between or not set(between) <= joins or len(between) > 5:
        return None
    if not {"COMMA", "AND", "BUT", "SEMI"} & set(between) or subjects.manner == "ahead":
        return None
    if subjects.items:
        return replace(subjects, negated="NOT" in between)
    both = earlier.rule.type == "direction" and found.rule.type in ("direction", "near")
    if "AND" in between or both:
        return Subjects((), "none")
    return None


def _enumerated(clause: Clause, last: int) -> bool:
    """Whether ", and" with another place of action follows: then the comma only listed."""
    at = last + 1
    if clause.tag(at) != "COMMA" or clause.tag(at + 1) != "AND":
        return False
    return clause.tag(at + 2) in ("NEAR", "WIND", "IN", "TOWARD", "INTO")


def _opposite(wind: str | None) -> str | None:
    """Turn a wind round."""
    return None if wind is None else WINDS[(WINDS.index(wind) + 8) % 16]
