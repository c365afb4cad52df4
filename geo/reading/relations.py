"""Relations in a sentence: where the rules match, and what each is stated of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.reading.attachment import ACTS, Clause, Subjects
from geo.reading.grammar.items import Relation, Rules

_BESIDE: Final = 15
_VERBS: Final = frozenset({"COP", "COPS"})
_GOES_ON: Final = frozenset({"COMMA", "AND", "BUT", "MOD", "LOC", "NOT"}) | _VERBS
_LINKS: Final = frozenset({"COMMA", "AND", "BUT", "SEMI"})
_ENDS_NAMES: Final = frozenset({"", "COMMA", "DASH", "STOP", "V", "CONTROL", "AUX"}) | _VERBS
_ENDS_ACTION: Final = frozenset({"SEMI", "STOP"}) | ACTS | _VERBS
_BEFORE_POINT: Final = frozenset({"LPAR", "COMMA", "COLON", "DASH", "IN", "W", "CAP", "TO", "LOC"})
_AFTER_POINT: Final = frozenset({"COMMA", "MOD", "LOC", "NOT"}) | _VERBS
_POINT_REACH: Final = 4
_SECTORS: Final = frozenset({"direction", "near"})


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that matches a run of items."""

    rule: Relation
    """The rule."""
    first: int
    """Index of the first item."""
    last: int
    """Index of the last item."""
    match: re.Match[str]
    """The match over the tags."""

    def group(self, name: str) -> int | None:
        """Give the index of the last item that a group holds."""
        if name not in self.match.re.groupindex or self.match.start(name) < 0:
            return None
        return self.match.end(name) - 1

    def within(self, name: str) -> tuple[int, int]:
        """Give the items that a group holds as (first, end); (0, 0) where it holds none."""
        if self.group(name) is None:
            return (0, 0)
        return self.match.span(name)

    def group_start(self, name: str) -> int:
        """Give the index of the first item that a group holds; call it where `group` found one."""
        return self.match.start(name)


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation with what it is stated of."""

    found: Found
    """The relation."""
    subjects: Subjects
    """Its subjects."""
    references: tuple[int, ...] = ()
    """The items that it refers to; empty where the words name none."""


def ties(clause: Clause, rules: Rules) -> Iterator[Tie]:
    """Find the relations of a sentence, left to right, each with its subjects.

    Parameters
    ----------
    clause
        The sentence.
    rules
        The rules of its language.
    """
    before: Tie | None = None
    claimed = -1
    for found in _matches(rules, clause):
        if found.rule.type == "near" and found.first <= claimed:
            continue
        subjects = _subjects(clause, found, before)
        if not subjects.items:
            subjects = _pinned(clause, found, negated=subjects.negated) or subjects
        elif subjects.manner == "verb":
            subjects = _with_others(clause, found, subjects)
        before = Tie(found, subjects, _references(clause, found, subjects))
        clause.references.update(before.references)
        if subjects.manner == "ahead" and subjects.items:
            claimed = subjects.items[-1]
        yield before


def _matches(rules: Rules, clause: Clause) -> list[Found]:
    """Match every relation rule; of overlapping ones the earlier rule wins."""
    letters = rules.letters(clause.items)
    taken = bytearray(len(letters))
    kept: list[Found] = []
    for rule in rules.relations:
        for match in rule.pattern.finditer(letters):
            first, last = match.start(), match.end() - 1
            if first > last or any(taken[first : last + 1]):
                continue
            near = letters[max(0, first - _BESIDE) : last + _BESIDE]
            if rule.beside is not None and rules.alphabet.letter(rule.beside) not in near:
                continue
            if rule.elided and not _follows(clause, first, kept):
                continue
            found = Found(rule, first, last, match)
            if _tells_width(clause, found):
                continue
            shared = "ref" in match.re.groupindex and match.end("ref") == match.end()
            end = last if shared else last + 1
            taken[first:end] = b"\x01" * (end - first)
            kept.append(found)
    return sorted(kept, key=lambda found: found.first)


def _subjects(clause: Clause, found: Found, before: Tie | None) -> Subjects:
    """Find what a relation is stated of."""
    if found.rule.alone:
        return Subjects()
    named = found.group("subject")
    if named is not None:
        return Subjects((named,), "verb", "NOT" in clause.tags[found.first : found.last])
    ahead = _ahead(clause, found)
    chained = _chained(clause, found, before)
    if chained is not None and (not ahead or chained.manner == "bracket"):
        return chained
    many = found.rule.type == "direction" or found.rule.each
    subjects = clause.subjects(
        found.first, many=found.rule.each or (many and not _in_bracket(clause, found))
    )
    if ahead and subjects.manner not in ("bracket", "verb", "beside"):
        return Subjects(ahead, "ahead")
    if not subjects.items and before is not None and _same_predicate(clause, found, before):
        return before.subjects
    if not subjects.items:
        found_after = _inverted(clause, found)
        return Subjects(found_after, "ahead", subjects.negated) if found_after else subjects
    loose = subjects.manner == "apposition" and found.rule.type in _SECTORS
    listing = _enumerated(clause, found.last) or _goes_on(clause, found, before)
    return Subjects() if loose and listing and not clause.opens(subjects.items[0]) else subjects


def _tells_width(clause: Clause, found: Found) -> bool:
    """Whether a length is how wide or high something is: "3 km wide", "a 40-metre-high"."""
    q = found.group("q")
    if q is None:
        return False
    return clause.tag(q + 1 + (clause.tag(q + 1) == "HYPHEN")) == "WIDE"


def _follows(clause: Clause, first: int, kept: Sequence[Found]) -> bool:
    """Whether a number without a unit follows a distance: "6 km from X and 9 from Y"."""
    return any(
        found.rule.type == "distance"
        and found.last < first
        and set(clause.tags[found.last + 1 : first]) <= _LINKS
        for found in kept
    )


def _same_predicate(clause: Clause, found: Found, before: Tie) -> bool:
    """Whether a verb before goes on: "X is 5 km from Y, behind the lines and 9 km from Z"."""
    if before.subjects.manner != "verb" or clause.tag(found.first - 1) != "AND":
        return False
    between = set(clause.tags[before.found.last + 1 : found.first])
    return not between & (_ENDS_ACTION | {"N", "NR", "D", "AUX"})


def _with_others(clause: Clause, found: Found, subjects: Subjects) -> Subjects:
    """Add what the words around say of a relation: "…, and so is Z", "it is false that …"."""
    first = subjects.items[0]
    if clause.tag(first - 1) == "WHICH" and clause.tag(first - 2) == "UNTRUE":
        subjects = replace(subjects, negated=not subjects.negated)
    at = found.last + 1
    if clause.tag(at) == "COMMA":
        at += 1
    if clause.tag(at) == "SOTOO":
        return replace(subjects, items=(*subjects.items, *clause.listed_from(at + 1)))
    if clause.tag(at) in _VERBS and not clause.items[at].denied:
        at += 1
        while clause.tag(at) == "MOD":
            at += 1
        if clause.tag(at) == "UNTRUE":
            return replace(subjects, negated=not subjects.negated)
    return subjects


def _in_bracket(clause: Clause, found: Found) -> bool:
    """Whether a relation begins right behind an opening bracket."""
    i = found.first - 1
    while clause.tag(i) in ("MOD", "LOC"):
        i -= 1
    return clause.tag(i) == "LPAR"


def _references(clause: Clause, found: Found, subjects: Subjects) -> tuple[int, ...]:
    """Give what a relation refers to: in brackets, "(north of X and Y)", maybe several."""
    ref = found.group("ref")
    if ref is None:
        return ()
    if clause.tag(ref - 1) == "BOTH":
        return clause.listed_from(ref)[:2]
    if subjects.manner != "bracket" or clause.tag(ref) not in ("N", "NR"):
        return (ref,)
    listed = clause.listed_from(ref)
    if "AND" not in clause.tags[ref : listed[-1]]:
        # "(south of X, Y region)": the region only says where X is.
        listed = tuple(i for i in listed if clause.tag(i) == clause.tag(ref))
    return listed if clause.tag(clause.over_region(listed[-1]) + 1) == "RPAR" else (ref,)


def _chained(clause: Clause, found: Found, before: Tie | None) -> Subjects | None:
    """Give the subjects of the relation before, where this one goes on from it."""
    if before is None or before.found.rule.alone or before.subjects.manner == "ahead":
        return None
    subjects = before.subjects
    between = set(clause.tags[before.found.last + 1 : found.first])
    joins = _GOES_ON | {"SEMI"} if subjects.manner == "bracket" else _GOES_ON
    adjacent = 0 < found.first - before.found.last - 1 <= 5
    if not adjacent or not between <= joins or not between & _LINKS:
        return None
    if "COP" in between and len(subjects.items) == 1:
        return None  # "troops seized X, east of Y, and were 6 miles from Z": one place is not many
    if subjects.items:
        return replace(subjects, negated="NOT" in between)
    sectors = before.found.rule.type == "direction" and found.rule.type in _SECTORS
    return Subjects() if "AND" in between or sectors else None


def _ahead(clause: Clause, found: Found) -> tuple[int, ...]:
    """Give the places of "southwest of X near A, B and C": they lie there."""
    if found.group("w") is None or found.group("ref") is None:
        return ()
    at = found.last + 1
    if clause.tag(at) == "COMMA":
        at += 1
    return clause.listed_from(at + 1) if clause.tag(at) == "NEAR" else ()


def _inverted(clause: Clause, found: Found) -> tuple[int, ...]:
    """Give the places of "north of X lies A", "north of X, in A, …", "a town 5 km from X, A, …"."""
    at = found.last + 1
    if clause.tag(at) == "X" and clause.tag(at + 1) in _VERBS:
        at += 1
    if clause.tag(at) in _VERBS:
        return clause.listed_from(at + 1)
    if clause.tag(at) not in ("COMMA", "DASH", "COLON"):
        return ()
    before = clause.tag(found.first - 1)
    if before in ("", "COMMA", "SEMI", "AND") and clause.tag(at + 1) == "IN":
        return clause.listed_from(at + 2)[:1]
    opens = found.first == 0 or (found.first == 1 and clause.tag(0) in ("IN", "MOD"))
    if opens and found.rule.type == "distance" and clause.tag(at) == "COMMA":
        return clause.listed_from(at + 1) if clause.tag(at + 1) == "N" else ()
    listed = clause.listed_from(at + 1) if clause.describes(found.first - 1) else ()
    return listed if listed and clause.tag(listed[-1] + 1) in _ENDS_NAMES else ()


def _pinned(clause: Clause, found: Found, *, negated: bool) -> Subjects | None:
    """Give the coordinates that say where something without a name lies.

    Those of "3 km north of X (51.29, 35.43)", or of "a depot (51.29, 35.43), 3 km north of X".
    """
    if found.rule.alone:
        return None
    i = found.first - 1
    while clause.tag(i) in _AFTER_POINT:
        i -= 1
    if clause.tag(i) == "RPAR" and i and clause.items[i - 1].point:
        return Subjects((i - 1,), "bracket", negated)
    at = found.last + 1
    while clause.tag(at) in _BEFORE_POINT and at - found.last <= _POINT_REACH:
        at += 1
    placed = found.group("ref") == found.last and at < len(clause.items) and clause.items[at].point
    return Subjects((at,), "behind", negated) if placed else None


def _enumerated(clause: Clause, last: int) -> bool:
    """Whether another place of action follows: then the comma before only listed."""
    at = clause.over_bracket(last + 1)
    if clause.tag(at) != "COMMA":
        return False
    if clause.tag(at + 1) == "AND":
        return clause.tag(at + 2) in ("NEAR", "WIND", "IN", "TOWARD", "INTO")
    return clause.tag(at + 1) == "WIND"


def _goes_on(clause: Clause, found: Found, before: Tie | None) -> bool:
    """Whether a place of action ("advanced west of X, …") opened the list that this goes on."""
    if before is None or before.subjects.items or before.found.rule.type != "direction":
        return False
    return not _ENDS_ACTION & set(clause.tags[before.found.last + 1 : found.first])
