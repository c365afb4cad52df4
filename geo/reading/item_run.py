"""The items of a sentence as a run that can be walked: lists, brackets, stretches between marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from geo.reading.grammar.items import Item

REACH: Final = 60
"""How many items a list or a bracket may span."""
ASIDES: Final = frozenset({"COMMA", "DASH", "COLON"})
PLACES: Final = frozenset({"N", "NR"})
_JOINS: Final = frozenset({"COMMA", "AND"})
SPREADS: Final = _JOINS | {"IN", "NEAR", "TOWARD", "OF"}
_BREAKS: Final = ASIDES | {"SEMI", "LPAR", "STOP"}


class ItemRun:
    """The items of one sentence."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.tags = [item.tag for item in items]
        self.references: set[int] = set()
        """Items that earlier relations refer to: no list of subjects reaches over one."""

    def tag(self, i: int) -> str:
        """Give the tag at `i`; empty outside the sentence."""
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    @cached_property
    def measured(self) -> tuple[int, ...]:
        """Items with a distance from elsewhere in brackets behind: "X (25 km), Y (31 km east)"."""
        found = []
        for i in range(len(self.tags) - 3):
            if self.tags[i + 1] == "LPAR" and self.tags[i + 2] in ("QLEN", "QIN"):
                end = i + 4 if self.tags[i + 3] == "WIND" else i + 3
                if self.tag(end) == "RPAR":
                    found.append(i)
        return tuple(found)

    def listed(
        self, i: int, *, joins: Iterable[str] = _JOINS, over: bool = False
    ) -> tuple[int, ...]:
        """Give the places of the list that ends at `i`, in the order of the text.

        It ends at what an earlier relation refers to, unless it may reach `over` that.
        """
        found: list[int] = []
        floor = max(0, i - REACH)
        while i >= floor:
            i = self.skip_bracket(i)
            if self.tag(i) in ("W", "REGIONWORD") and self.tag(i - 1) in PLACES and not found:
                i -= 1
            if self.tag(i) not in PLACES or (found and not over and i in self.references):
                break
            found.append(i)
            j = i - 1
            while self.tag(j) in joins:
                j -= 1
            if not _JOINS & set(self.tags[j + 1 : i]):
                break
            i = j
        return tuple(reversed(found))

    def listed_from(self, i: int) -> tuple[int, ...]:
        """Give the places of the list that begins at `i`."""
        found: list[int] = []
        while self.tag(i) in PLACES and len(found) < REACH:
            found.append(i)
            j = self.over_bracket(i + 1)
            start = j
            while self.tag(j) in _JOINS:
                j += 1
            if j == start:
                break
            i = j
        return tuple(found)

    def skip_bracket(self, i: int) -> int:
        """Give the index left of the bracket that closes at `i`, else `i`."""
        if self.tag(i) != "RPAR":
            return i
        for j in range(i - 1, max(-1, i - REACH), -1):
            if self.tag(j) == "LPAR":
                return j - 1
        return i

    def over_bracket(self, i: int) -> int:
        """Give the index behind the bracket that opens at `i`, else `i`."""
        if self.tag(i) != "LPAR":
            return i
        for j in range(i + 1, min(len(self.tags), i + REACH)):
            if self.tag(j) == "RPAR":
                return j + 1
        return i

    def over_region(self, i: int) -> int:
        """Give the index of the region that a comma adds to the place at `i`, else `i`."""
        return i + 2 if self.tag(i + 1) == "COMMA" and self.tag(i + 2) == "NR" else i

    def opens(self, i: int) -> bool:
        """Whether the place at `i` opens the sentence: "At X, south of Y, …"."""
        return i == 1 and self.tag(0) in ("IN", "NEAR")

    def chunk_start(self, i: int) -> int:
        """Give the first item of the stretch without a mark that ends at `i`."""
        floor = max(0, i - REACH)
        while i > floor and self.tag(i - 1) not in _BREAKS:
            i = self.skip_bracket(i - 1) if self.tag(i - 1) == "RPAR" else i - 1
        return i
