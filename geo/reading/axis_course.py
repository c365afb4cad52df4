"""From where to where: the ends and winds that the words behind a movement name."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, Literal

from geo.reading.axis_words import AxisWords
from geo.reading.locus_words import LocusWords
from geo.reading.scene import Scene

Role = Literal["from", "toward", "to", "object", "beside"]
_OPENING: Final = frozenset({"(", "["})
_CLOSING: Final = frozenset({")", "]"})
_ASIDE: Final = 25
"""How many tokens an aside between two commas has at most."""


@dataclass(slots=True)
class Course:
    """What the words behind a movement say of its course; places by their mentions."""

    starts: list[int] = field(default_factory=list)
    """Where it starts."""
    winds: list[str] = field(default_factory=list)
    """Winds that it comes from."""
    heading: str | None = None
    """Wind that it goes to."""
    aims: list[int] = field(default_factory=list)
    """Where it leads, behind "toward"."""
    ends: list[int] = field(default_factory=list)
    """Where it leads, behind "to" or as the object."""
    last: int = 0
    """Index behind the last token that tells of it."""


class CourseWalk:
    """A walk over the words of a sentence behind a movement."""

    def __init__(self, scene: Scene, known: AxisWords, places: LocusWords) -> None:
        self._scene = scene
        self._known = known
        self._places = places
        self._found = Course()
        self._role: Role | None = None
        self._pending = False

    def behind(self, first: int, stops: AbstractSet[int]) -> Course:
        """Read the course of a movement.

        Parameters
        ----------
        first
            Index of the first token behind the words that name it.
        stops
            Indices at which another deed begins.
        """
        self._found = Course(last=first)
        self._role = "object"
        i: int | None = first
        while i is not None and i < len(self._scene) and (i == first or i not in stops):
            i = self._step(i)
        return self._found

    def leading(self, first: int, head: int) -> list[int]:
        """Read a start that stands before the subject: "From Berdin, columns advanced".

        Parameters
        ----------
        first
            Index at which the clause begins.
        head
            Index of the verb.
        """
        if self._scene.low(first) not in self._known.start:
            return []
        self._found, self._role = Course(), None
        i: int | None = first
        while i is not None and i < head and not self._found.starts:
            i = self._step(i)
        return self._found.starts

    def _step(self, i: int) -> int | None:
        """Read one token; give the index to go on at, or None where the course ends."""
        scene, known, places = self._scene, self._known, self._places
        low = scene.lows[i]
        if scene.places.get(i) is not None:
            return self._place(i)
        if scene.in_place(i):
            return i + 1
        if low in _OPENING:
            return self._behind_bracket(i)
        if low == ",":
            return self._comma(i)
        if low in places.conjunctions:
            return self._joined(i)
        for phrase in known.phrases:
            if tuple(scene.lows[i : i + len(phrase)]) == phrase:
                self._role = "toward"
                return i + len(phrase)
        if low in known.toward:
            self._role = "toward"
            return i + 1
        if low in known.start:
            return self._start(i)
        return self._word(i)

    def _word(self, i: int) -> int | None:
        """Read a word that opens no end, or one that only describes what follows."""
        scene, known, places = self._scene, self._known, self._places
        low = scene.lows[i]
        wind = self._wind(i)
        if wind is not None:
            return self._heading(*wind)
        if low in known.to:
            leads = self._role == "from" and low in known.positions_in
            self._role = "from" if leads else "to"
        elif self._role == "from" and low in known.positions_in:
            return i + 1
        elif low in known.along or (low in places.near and low not in places.of):
            self._role = "beside"
        elif low in places.stops | places.be or scene.tokens[i].kind == "punct":
            return i + 1 if low == "-" else None
        elif not self._describes(i):
            # "its offensive", "drone attacks": what moves, or with what.
            self._role = None if self._role != "object" else self._role
        return i + 1

    def _describes(self, i: int) -> bool:
        """Whether a word only describes the place that follows: "the village of"."""
        low, places = self._scene.lows[i], self._places
        return (
            low in places.skippable | places.type_words | places.of | places.parts
            or low in places.wind_adjectives | places.ground | places.plain_parts | places.up
            or low in self._known.direction
            or low in places.kinds
            or self._scene.tokens[i].kind in ("number", "possessive")
        )

    def _start(self, i: int) -> int:
        """Read "from": a place follows, or the winds that the movement comes from."""
        j = i + 1 + (self._scene.low(i + 1) in self._places.article | self._places.of)
        j += self._scene.low(j) in self._places.article
        winds: list[str] = []
        wind = self._wind(j)
        while wind is not None:
            winds.append(wind[0])
            j = wind[1]
            joined = self._scene.low(j) in self._places.conjunctions
            j += joined + (joined and self._scene.low(j + 1) in self._places.article)
            wind = self._wind(j) if joined else None
            if joined and wind is None:
                j -= 1
        if not winds:
            self._role = "from"
            self._pending = True
            return i + 1
        if self._scene.low(j) in self._places.of:
            # "from north of Berdin": where that is, no name tells.
            self._role = "beside"
            return j + 1
        self._found.winds = winds
        self._found.last = j
        self._role = None
        return j

    def _heading(self, wind: str, after: int) -> int:
        """Read "north from Sudzha", "northward"; "north of Sudzha" tells where, not whither."""
        low = self._scene.low(after)
        if low in self._places.of:
            self._role = "beside"
            return after + 1
        told = self._scene.low(after - 1) in self._known.headings
        leads = low in self._known.start | self._known.toward | self._known.to | self._known.along
        if (told or leads) and not self._pending:
            self._found.heading = wind
            self._found.last = after
        return after

    def _wind(self, i: int) -> tuple[str, int] | None:
        """The wind that stands at an index, and the index behind it."""
        winds, scene, low = self._places.winds, self._scene, self._scene.low(i)
        if low in self._known.headings:
            return self._known.headings[low], i + 1
        if low not in winds:
            return None
        if scene.low(i + 1) == "-" and scene.low(i + 2) in winds:
            code = winds.get(f"{low}-{scene.low(i + 2)}") or winds.get(low + scene.low(i + 2))
            if code is not None:
                return code, i + 3
        return winds[low], i + 1

    def _place(self, i: int) -> int:
        """Take a place as what the words before it make of it."""
        mark = self._scene.places[i]
        if self._scene.low(mark.last) in ("'s", "’s", "'", "’"):
            return mark.last + 1
        lists = {
            "from": self._found.starts, "toward": self._found.aims,
            "to": self._found.ends, "object": self._found.ends,
        }  # fmt: skip
        if self._role in lists and not (self._role == "object" and self._found.ends):
            lists[self._role].append(mark.mention)
            self._pending = False
            self._found.last = mark.last
        return mark.last

    def _comma(self, i: int) -> int | None:
        """Go on behind a comma, or behind the aside that it opens."""
        scene = self._scene
        j = i + 1 + (scene.low(i + 1) in self._places.conjunctions)
        if self._leads(j):
            return j
        if scene.places.get(j) is not None and self._role in ("from", "toward", "to"):
            return j
        for k in range(j, min(j + _ASIDE, len(scene))):
            if scene.lows[k] in self._places.conjunctions and self._leads(k + 1):
                return k + 1
            if scene.lows[k] == ",":
                return k + 1 if self._leads(k + 1) else None
            if scene.lows[k] in (";", ":"):
                return None
        return None

    def _joined(self, i: int) -> int | None:
        """Read "and": a list of ends goes on, anything else ends the course."""
        if self._leads(i + 1):
            return i + 1
        if self._role not in ("from", "toward", "to"):
            return None
        j = i + 1
        while j < len(self._scene) and self._describes(j):
            j += 1
        return j if self._scene.places.get(j) is not None else None

    def _leads(self, i: int) -> bool:
        """Whether a word that opens an end stands at an index."""
        low = self._scene.low(i)
        return low in self._known.start | self._known.toward or any(
            tuple(self._scene.lows[i : i + len(phrase)]) == phrase for phrase in self._known.phrases
        )

    def _behind_bracket(self, i: int) -> int:
        """Skip what stands in brackets."""
        depth = 0
        for j in range(i, len(self._scene)):
            low = self._scene.lows[j]
            depth += (low in _OPENING) - (low in _CLOSING)
            if depth == 0:
                return j + 1
        return len(self._scene)
