"""Which place a relation is stated of: the subject, found by the shape of the clause.

The words left of the relation decide. In order: an opening bracket (the place before it, or the
whole list before it where the bracket says "all" or "both"), a verb ("X lies …"), a comma, dash or
colon (apposition), the place itself ("X south of …"), or a noun ("X, a village …").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.reading.item_run import ASIDES, PLACES, REACH, SPREADS, ItemRun

_NOUN_REACH: Final = 14
_SPOTS: Final = frozenset({"N", "NR", "D"})
_VERBS: Final = frozenset({"COP", "COPS"})
ACTS: Final = frozenset({"V", "SAY", "CONTROL"})
_ENDS_NOUN: Final = frozenset({"SEMI", "STOP", "AND", "FROM", "TOWARD", "WHICH"})
_ASIDE_ITEMS: Final = 4
_ALL: Final = frozenset({"ALL", "BOTH"})
_OPENERS: Final = frozenset({"A", "THE", "ITS", "X", "IN", "WHICH", "ACROSS", "NEAR"})
_DETERMINERS: Final = frozenset({"A", "THE", "ITS", "X"})
_TYPES: Final = frozenset({"FEATURE", "CAPITAL", "X", "REGIONWORD"})
_AIDS: Final = frozenset({"MOD", "NOT", "LOC", "BUT", "DISTOF"})
_WORDS: Final = frozenset(
    "W CAP NAME POSS HYPHEN THE A ITS OTHER FEATURE X SITE PEOPLE STRETCH".split()
)
_INSIDE: Final = frozenset({"IN", "OF", "NEAR", "AROUND"})
_BESIDE: Final = frozenset({"NEAR", "AROUND", "FROM", "TOWARD", "TO", "OUTSIDE"})
_TIMES: Final = frozenset({"CAP", "W", "NUM", "THE", "IN", "MOD"})
_TIME_REACH: Final = 5
_GOVERNS: Final = frozenset(
    "IN OF NEAR FROM TO INTO ACROSS TOWARD BETWEEN WITH BY V AROUND".split()
)
_THROUGH: Final = frozenset(
    {"IN", "OF", "W", "CAP", "POSS", "HYPHEN", "WIND", "THE", "NR", "OTHER"}
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a relation is stated of."""

    items: tuple[int, ...] = ()
    """Indexes of the items, in the order of the text; empty where it is no place."""
    manner: str = "none"
    """How it was found: `bracket`, `verb`, `apposition`, `noun`, `beside`, `ahead`, `behind` or
    `none`."""
    negated: bool = False
    """Whether the verb denies it."""


class Clause(ItemRun):
    """The items of one sentence, asked for what stands left of a relation."""

    def subjects(self, first: int, *, many: bool) -> Subjects:
        """Find what the relation that begins at item `first` is stated of.

        Parameters
        ----------
        first
            Index of the relation's first item.
        many
            Whether a whole list may be meant where nothing says "all": so for directions.
        """
        i, negated = first - 1, False
        while self.tag(i) in _AIDS:
            negated = negated or self.tag(i) == "NOT"
            i -= 1
        if self.tag(i) in _ALL and self.tag(i - 1) in _VERBS:
            i -= 1
        tag = self.tag(i)
        if tag in _ALL or tag == "LPAR":
            return Subjects(self._bracket(i, many=many), "bracket", negated)
        if tag in _VERBS:
            return Subjects(self._of_verb(i), "verb", negated or self._denied(i))
        if tag == "WHICH":
            return Subjects(self._before_which(i, many=many), "verb", negated)
        opened = self._opened(i) if tag in ("COMMA", "SEMI") else None
        if opened is not None:
            return Subjects(self._bracket(opened, many=many), "bracket", negated)
        if tag in ASIDES:
            return Subjects(self._apposed(i, many=many), "apposition", negated)
        if tag in _SPOTS:
            return Subjects(self._ending_at(i, many=many), "beside", negated)
        if tag == "AND" and not many:
            return Subjects(self._joined(i, many=many), "apposition", negated)
        return Subjects(self._of_noun(i, many=many), "noun", negated)

    def words_before(self, first: int) -> tuple[int, int] | None:
        """Give the first and the last item of the noun phrase whose verb leads to item `first`."""
        i = first - 1
        while self.tag(i) in _VERBS or self.tag(i) in _AIDS:
            i -= 1
        start = i + 1
        while start > max(0, i - 7) and self.tag(start - 1) in _WORDS:
            start -= 1
        return (start, i) if start <= i else None

    def _denied(self, i: int) -> bool:
        """Whether the verb at `i` is denied."""
        return self.tag(i - 1) == "NOT" or self.items[i].denied

    def _opened(self, i: int) -> int | None:
        """Give the bracket open at `i` that names no place: "X (population 900; 5 km …"."""
        for j in range(i, max(-1, i - _NOUN_REACH), -1):
            if self.tag(j) == "LPAR":
                return j
            if self.tag(j) == "RPAR" or self.tag(j) in _SPOTS:
                return None
        return None

    def _bracket(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place or list before the bracket, or before "all", at `i`."""
        scope = self.tag(i) if self.tag(i) in _ALL else ""
        while self.tag(i) in _ALL or self.tag(i) == "MOD":
            i -= 1
        if self.tag(i) in ASIDES or self.tag(i) == "LPAR":
            i -= 1
        if not scope:
            listed = self.listed(i)
            return listed if many else listed[-1:]
        listed = self.listed(i, joins=SPREADS, over=True)
        return listed[-2:] if scope == "BOTH" else listed

    def _before(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place, or the joined places, that end just before the mark at `i`."""
        end = self.skip_bracket(self._over_time(i - 1))
        return self._ending_at(end, many=many) if self.tag(end) in _SPOTS else ()

    def _over_time(self, i: int) -> int:
        """Give the index left of the "on Friday" that ends at `i`, else `i`."""
        for j in range(i, max(0, i - _TIME_REACH), -1):
            if self.tag(j) == "IN" and j < i:
                return j - 1 if self.tag(j - 1) in PLACES else i
            if self.tag(j) not in _TIMES:
                break
        return i

    def _before_which(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the places that the relative pronoun at `i` stands for."""
        if self.tag(i - 1) in ASIDES:
            return self._before(i - 1, many=many) or self._over_parenthesis(i - 1)
        return self._before(i, many=many) or self._of_noun(i - 1, many=many)

    def _of_verb(self, i: int) -> tuple[int, ...]:
        """Give the subject of the verb at `i`."""
        j, scope = i - 1, ""
        while self.tag(j) in ("MOD", "NOT", "AUX") or self.tag(j) in _ALL:
            scope = self.tag(j) if self.tag(j) in _ALL else scope
            j -= 1
        if self.tag(j) == "WHICH":
            return self._before_which(j, many=True)
        if self.tag(j) == "AND":
            return self._shared(j)
        if self.tag(j) in ASIDES:
            return self._over_parenthesis(j)
        if self.tag(j) in ("B", "F", "IT", "D"):
            # "troops near the border are …" speaks of the troops.
            return () if self.tag(j - 1) in _GOVERNS else (j,)
        single = self.tag(i) == "COPS" and not scope
        return self._head(self.skip_bracket(j), single=single)

    def _shared(self, i: int) -> tuple[int, ...]:
        """Give the subject that a joined verb ("had …, and lies …") shares."""
        for j in range(i - 1, max(-1, i - REACH), -1):
            if self.tag(j) == "WHICH" and (self.tag(j - 1) == "COMMA" or self.tag(j - 1) in PLACES):
                return self._before_which(j, many=True)
            if self.tag(j) in _VERBS:
                return self._of_verb(j)
            active = self.tag(j) in ACTS and self.tag(j - 1) not in _VERBS
            if self.tag(j) in ("SEMI", "STOP", "LPAR") or active:
                break
        return ()

    def _over_parenthesis(self, i: int) -> tuple[int, ...]:
        """Give the place before the parenthesis that ends with the mark at `i`."""
        found: tuple[int, ...] = ()
        for j in range(i - 1, max(-1, i - REACH), -1):
            if self.tag(j) in ("SEMI", "STOP", "LPAR"):
                break
            if self.tag(j) in ASIDES:
                found = self._before(j, many=True) or found
                if found and self.tag(found[-1]) != "NR":
                    break
        return found or self._named_in(i)

    def _named_in(self, i: int) -> tuple[int, ...]:
        """Give the name that the parenthesis before the mark at `i` adds: "our village, X, …"."""
        j = i - 2 if self.tag(i - 2) in ("IN", "NEAR") else i - 1
        alone = self.tag(i - 1) == "N" and self.tag(j - 1) in ASIDES
        described = alone and self.tag(j - 2) not in PLACES | {"RPAR"}
        return (i - 1,) if described else ()

    def _head(self, i: int, *, single: bool) -> tuple[int, ...]:
        """Give the place at the head of the noun phrase that ends at `i`."""
        if self.tag(i) not in PLACES:
            return ()
        listed = self.listed(i)
        if len(listed) > 1 and not single and self.tag(listed[0] - 1) not in ("IN", "NEAR"):
            return listed
        while self.tag(i - 1) in _INSIDE and self.tag(i - 2) in _SPOTS:
            i -= 2
        # "the villages around X lie …" does not speak of X.
        return () if self.tag(i - 1) in _BESIDE else (i,)

    def _apposed(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place that stands in apposition before the comma or dash at `i`."""
        j = self.skip_bracket(i - 1)
        start = self.chunk_start(j)
        verb = self._says_what(start, i)
        told = self._of_verb(verb) if verb is not None else ()
        if told:
            return told
        if self.tag(j) == "CAP" and self.tag(j - 1) == "AND":
            return ()  # "…, and Minova, 40 km from …": a name, if one on no list
        apart = self.tag(start) == "IN" and self.tag(j) == "N" and start == j - 1
        if self.tag(start) in _OPENERS and self.tag(start - 1) in ASIDES and not apart:
            outer = self._before(start - 1, many=many)
            if outer:
                return outer
        if self.tag(j) in _SPOTS:
            return self._ending_at(j, many=many)
        empty = not (_SPOTS | ACTS | _VERBS) & set(self.tags[start : j + 1])
        if empty and self.tag(start - 1) in ASIDES and j - start < _ASIDE_ITEMS:
            # "Lalibela, with its churches, 63 km from …": the aside names nothing.
            return self._before(start - 1, many=many)
        inner = [k for k in range(start, j) if self.tag(k) == "N"]
        if inner and j - inner[-1] <= 4 and not ACTS & set(self.tags[inner[-1] : j]):
            return (inner[-1],)
        return ()

    def _joined(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place that "and" at `i` goes on to speak of: "X, in Y and 5 km from …"."""
        start = self.chunk_start(i - 1)
        verb = self._says_what(start, i)
        told = self._of_verb(verb) if verb is not None else ()
        if told or self.tag(start) not in _OPENERS or self.tag(start - 1) not in ASIDES:
            return told
        return self._before(start - 1, many=many)

    def _says_what(self, first: int, end: int) -> int | None:
        """Give the verb of "X is a town in …" or "X is on …" between two items."""
        for i in range(first, end - 2):
            if self.tag(i) not in _VERBS:
                continue
            after = i + 1
            while self.tag(after) in _AIDS:
                after += 1
            if self.tag(after) in ("IN", "NEAR"):
                return i
            if self.tag(after) in _DETERMINERS and _TYPES & set(self.tags[after:end]):
                return i
        return None

    def _ending_at(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place that ends at `i`, a region's settlement rather than the region."""
        if self.tag(i) == "D":
            # "Zaporizhzhia, the village 12 km from …": the village is the place before the comma.
            apposed = self.tag(i - 1) == "COMMA" and self.tag(i - 2) == "N"
            return (i - 2,) if apposed else (i,)
        if self.tag(i) == "NR":
            return self._within_region(i, many=many)
        if self.items[i].line:
            return self._at_line(i, many=many)
        if self.tag(i - 1) in ("NEAR", "IN") and self.tag(i - 2) == "N":
            return (i - 2,)
        listed = self.listed(i)
        joined = len(listed) > 1 and "AND" in self.tags[listed[-2] : listed[-1]]
        same = all(self.tag(k) == "N" for k in listed)
        whole = many or (joined and self.items[listed[0]].plural)
        return listed if whole and joined and same else (i,)

    def _at_line(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the settlement that lies at the river or road at `i`, else that itself."""
        start = self.chunk_start(i)
        for j in range(i - 1, start - 1, -1):
            if self.tag(j) == "N" and not self.items[j].line:
                return (j,)
        opened = self.tag(start) in _OPENERS | {"LOC"} and self.tag(start - 1) in ASIDES
        return (self._before(start - 1, many=many) if opened else ()) or (i,)

    def _within_region(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the settlement that the region at `i` is named for, or a region on its own."""
        j = i - 1
        while j > i - _NOUN_REACH and self.tag(j) in _THROUGH:
            j -= 1
        if self.tag(j) == "N":
            return self._ending_at(j, many=many)
        start = self.chunk_start(i)
        opened = self.tag(start) in _OPENERS or start == i
        if self.tag(start - 1) in ASIDES and opened:
            return self._before(start - 1, many=many)
        return (i,) if start == i else ()

    def describes(self, i: int) -> bool:
        """Whether the words up to `i` are a noun for places without a name: "two villages"."""
        chunk = set(self.tags[self.chunk_start(i) : i + 1]) if i >= 0 else set()
        return bool(chunk & {"FEATURE", "FEATURES"}) and not chunk & (_SPOTS | _VERBS)

    def _of_noun(self, i: int, *, many: bool) -> tuple[int, ...]:
        """Give the place that a noun phrase ending at `i` ("…, a village") describes."""
        for j in range(i, max(-1, i - _NOUN_REACH), -1):
            tag, inner = self.tag(j), set(self.tags[j + 1 : i + 1])
            if tag in _VERBS and inner:
                return self._of_verb(j)
            if tag in ASIDES or tag == "LPAR":
                opened = self.tag(j + 1)
                described = opened == "A" or (opened in _DETERMINERS and inner & _TYPES)
                return self._before(j, many=many) if described else ()
            if tag in ACTS or tag in _ENDS_NOUN:
                return ()
        return ()
