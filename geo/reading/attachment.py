"""Which place a relation is stated of: the subject, found by the shape of the clause.

The words left of the relation decide. In order: an opening bracket (the place before it, or the
whole list before it where the bracket says "all" or "both"), another relation that this one goes
on from, a verb ("X lies …"), a comma or dash (apposition), a noun ("a village …"), or the place
itself ("X south of …").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.reading.grammar.items import Item

_REACH: Final = 60
_JOINS: Final = frozenset({"COMMA", "AND"})
_PLACES: Final = frozenset({"N", "NR"})
_SPOTS: Final = frozenset({"N", "NR", "D", "IT"})
_ASIDES: Final = frozenset({"COMMA", "DASH", "COLON"})
_DETERMINERS: Final = frozenset({"A", "THE", "ITS", "X"})
_BREAKS: Final = frozenset({"COMMA", "DASH", "SEMI", "LPAR", "STOP"})
_VERBS: Final = frozenset({"COP", "COPS"})
_AIDS: Final = frozenset({"MOD", "NOT", "LOC", "BUT"})


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a relation is stated of."""

    items: tuple[int, ...]
    """Indexes of the items, in the order of the text; empty where it is no place."""
    manner: str
    """How it was found: `bracket`, `chain`, `verb`, `apposition`, `noun`, `beside` or `none`."""
    negated: bool = False
    """Whether the verb denies it."""


class Clause:
    """The items of one sentence, asked for what stands left of a relation."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.tags = [item.tag for item in items]

    def tag(self, i: int) -> str:
        """Give the tag at `i`; empty outside the sentence."""
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    def subjects(self, first: int, *, many: bool) -> Subjects:
        """Find what the relation that begins at item `first` is stated of.

        Parameters
        ----------
        first
            Index of the relation's first item.
        many
            Whether a whole list may be meant where nothing says "all": so for directions.
        """
        i, negated, placed = first - 1, False, False
        while self.tag(i) in _AIDS:
            negated = negated or self.tag(i) == "NOT"
            placed = placed or self.tag(i) == "LOC"
            i -= 1
        tag = self.tag(i)
        if tag in ("ALL", "BOTH", "LPAR"):
            return self._bracket(i)
        if tag in _VERBS:
            return Subjects(self._of_verb(i), "verb", negated or self._denied(i))
        if tag == "WHICH":
            return Subjects(self._before_which(i, many=many), "verb", negated)
        if tag in _ASIDES:
            return Subjects(self._apposed(i, many=many), "apposition", negated)
        if tag in _SPOTS:
            return Subjects(self._beside(i, many=many), "beside", negated)
        return Subjects(self._of_noun(i, many=many), "noun", negated)

    def _denied(self, i: int) -> bool:
        """Whether the verb at `i` is denied."""
        return self.tag(i - 1) == "NOT" or self.items[i].word.endswith(("n't", "not"))

    def _bracket(self, i: int) -> Subjects:
        """Give the place or list before the bracket that opens at or before `i`."""
        scope = self.tag(i)
        while self.tag(i) in ("ALL", "BOTH", "MOD"):
            i -= 1
        if self.tag(i) in ("COMMA", "DASH") or scope == "LPAR" or self.tag(i) == "LPAR":
            listed = self.listed(i - 1)
        else:
            listed = self.listed(i)
        if scope == "BOTH":
            listed = listed[-2:]
        elif scope == "LPAR":
            listed = listed[-1:]
        return Subjects(listed, "bracket")

    def listed(self, i: int) -> tuple[int, ...]:
        """Give the places of the list that ends at `i`, in the order of the text."""
        found: list[int] = []
        floor = max(0, i - _REACH)
        while i >= floor:
            i = self.skip_bracket(i)
            if self.tag(i) == "W" and self.tag(i - 1) in _PLACES and not found:
                i -= 1
            if self.tag(i) not in _PLACES:
                break
            found.append(i)
            j = i - 1
            while self.tag(j) in _JOINS:
                j -= 1
            if j == i - 1:
                break
            i = j
        return tuple(reversed(found))

    def listed_from(self, i: int) -> tuple[int, ...]:
        """Give the places of the list that begins at `i`."""
        found: list[int] = []
        while self.tag(i) in _PLACES and len(found) < _REACH:
            found.append(i)
            j = i + 1
            while self.tag(j) in _JOINS:
                j += 1
            if j == i + 1:
                break
            i = j
        return tuple(found)

    def skip_bracket(self, i: int) -> int:
        """Give the index left of the bracket that closes at `i`, else `i`."""
        if self.tag(i) != "RPAR":
            return i
        for j in range(i - 1, max(-1, i - _REACH), -1):
            if self.tag(j) == "LPAR":
                return j - 1
        return i

    def _before(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place, or the joined places, that end just before the mark at `i`."""
        end = self.skip_bracket(i - 1)
        if self.tag(end) == "D":
            return (end,)
        listed = self.listed(end)
        joined = len(listed) > 1 and "AND" in self.tags[listed[-2] : listed[-1]]
        return listed if many and joined else listed[-1:]

    def _before_which(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the places that the relative pronoun at `i` stands for."""
        return self._before(i - 1 if self.tag(i - 1) == "COMMA" else i, many=many)

    def _of_verb(self, i: int) -> tuple[int, ...]:
        """Give the subject of the verb at `i`."""
        j = i - 1
        while self.tag(j) in ("MOD", "NOT"):
            j -= 1
        if self.tag(j) == "WHICH":
            return self._before_which(j, many=True)
        if self.tag(j) == "AND":
            return self._shared(j)
        if self.tag(j) in ("COMMA", "DASH"):
            return self._over_parenthesis(j)
        if self.tag(j) in ("B", "F", "IT", "D"):
            return (j,)
        return self._head(self.skip_bracket(j), single=self.tag(i) == "COPS")

    def _shared(self, i: int) -> tuple[int, ...]:
        """Give the subject that a joined verb ("had …, and lies …") shares."""
        for j in range(i - 1, max(-1, i - _REACH), -1):
            if self.tag(j) == "WHICH" and self.tag(j - 1) in ("COMMA", *_PLACES):
                return self._before_which(j, many=True)
            if self.tag(j) in _VERBS:
                return self._of_verb(j)
            if self.tag(j) in ("SEMI", "STOP", "LPAR"):
                break
        return ()

    def _over_parenthesis(self, i: int) -> tuple[int, ...]:
        """Give the place before the parenthesis that ends with the mark at `i`."""
        found: tuple[int, ...] = ()
        for j in range(i - 1, max(-1, i - _REACH), -1):
            if self.tag(j) in ("SEMI", "STOP", "LPAR"):
                break
            opens = self.tag(j) in _ASIDES and self.tag(self.skip_bracket(j - 1)) in _SPOTS
            if not opens:
                continue
            found = self._before(j, many=True)
            if found and self.tag(found[-1]) != "NR":
                break
        return found

    def _head(self, i: int, *, single: bool) -> tuple[int, ...]:
        """Give the place at the head of the noun phrase that ends at `i`."""
        if self.tag(i) not in _PLACES:
            return ()
        listed = self.listed(i)
        if len(listed) > 1 and not single and self.tag(listed[0] - 1) not in ("IN", "NEAR"):
            return listed
        while self.tag(i - 1) in ("IN", "OF", "NEAR") and self.tag(i - 2) in (*_PLACES, "D"):
            i -= 2
        return (i,)

    def _apposed(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place that stands in apposition before the comma or dash at `i`."""
        j = self.skip_bracket(i - 1)
        start = j
        while start >= 0 and start > i - _REACH and self.tag(start) not in _BREAKS:
            start -= 1
        chunk = self.tags[start + 1 : i]
        verb = self._says_what(start + 1, i)
        if verb is not None:
            return self._of_verb(verb)
        describes = chunk[:1] in (["A"], ["THE"], ["ITS"]) or (
            "NR" in chunk and set(chunk) <= {"NR", "IN", "W", "POSS", "CAP"}
        )
        if describes and self.tag(start) in ("COMMA", "DASH"):
            outer = self._before(start, many=many)
            if outer:
                return outer
        if self.tag(j) == "D":
            return (j,)
        if self.tag(j) in _PLACES:
            return self._place_at(j, many=many)
        inner = [k for k in range(start + 1, j) if self.tag(k) == "N"]
        if inner and j - inner[-1] <= 4 and "V" not in self.tags[inner[-1] : j]:
            return (inner[-1],)
        return ()

    def _says_what(self, first: int, end: int) -> int | None:
        """Give the verb of "X is a town in …" between two items, if there is one."""
        for i in range(first, end - 2):
            if self.tag(i) in _VERBS and self.tag(i + 1) in _DETERMINERS:
                if {"FEATURE", "CAPITAL", "X"} & set(self.tags[i + 1 : end]):
                    return i
        return None

    def _place_at(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place that ends at `i`, a region's settlement rather than the region."""
        if self.tag(i) == "NR":
            if self.tag(i - 1) in ("IN", "OF", "COMMA", "INTO") and self.tag(i - 2) == "N":
                return (i - 2,)
            return () if self.tag(i - 1) in ("IN", "INTO", "NEAR", "FROM", "OF") else (i,)
        if self.tag(i - 1) in ("NEAR", "IN") and self.tag(i - 2) == "N":
            return (i - 2,)
        listed = self.listed(i)
        joined = len(listed) > 1 and "AND" in self.tags[listed[-2] : listed[-1]]
        same = all(self.tag(k) == "N" for k in listed)
        return listed if many and joined and same else (i,)

    def _beside(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place right before the relation."""
        if self.tag(i) in ("D", "IT"):
            return (i,) if self.tag(i) == "D" else ()
        return self._place_at(i, many=many)

    def _of_noun(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place that a noun phrase ending at `i` ("…, a village") describes."""
        noun = False
        for j in range(i, max(-1, i - 14), -1):
            tag = self.tag(j)
            noun = noun or tag in ("FEATURE", "X", "CAPITAL", "REGIONWORD", "W")
            if tag in _VERBS and noun:
                return self._of_verb(j)
            if (
                tag in ("COMMA", "DASH", "LPAR")
                and noun
                and self.tag(j + 1) in ("A", "THE", "ITS", "X")
            ):
                types = self.tags[j + 1 : i + 1]
                if "FEATURE" in types or "X" in types or "REGIONWORD" in types:
                    return self._before(j, many=many)
                return ()
            if tag in _BREAKS or tag in ("V", "AND", "NEAR", "FROM", "TOWARD", "WHICH"):
                return ()
        return ()
