"""Where a deed is done: the places, sectors and parts that the words around a verb name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from geo.reading.locus_words import LocusWords
from geo.reading.scene import PlaceMark, Scene

_EXCLUDED: Final = "!"
_LIST_REACH: Final = 12
"""How many items of a list are looked at for the "and" that closes it."""
_ASIDE_REACH: Final = 10
"""How far behind a comma the place stands that tells where the one before lies."""
_OPENING: Final = frozenset({"(", "["})
_CLOSING: Final = frozenset({")", "]"})
_MARKS: Final = frozenset({":", "—", "–", "?", "!"})


@dataclass(frozen=True, slots=True)
class Locus:
    """One place at which something is done."""

    mention: int
    """Index of the place's mention."""
    first: int
    """Index of the first token that belongs to it in the sentence."""
    last: int
    """Index behind the last one."""
    sector: tuple[str, ...] = ()
    """Winds of the ground around it that is meant."""
    part: str | None = None
    """The part of it that is meant."""
    preposition: str = ""
    """What ties it to the verb; empty for an object or a subject."""


@dataclass(slots=True)
class Loci:
    """What a walk over the words behind a verb found."""

    places: list[Locus] = field(default_factory=list)
    """The places, in the order of the text."""
    objects: list[str] = field(default_factory=list)
    """The words before the first preposition: the object, if it is no place."""
    end: int = 0
    """Index behind the last word that belongs to the deed."""


class LocusWalk:
    """A walk over the words of a sentence that gathers the places of one deed."""

    def __init__(
        self,
        scene: Scene,
        known: LocusWords,
        *,
        named_before: Callable[[str, int], int | None],
        leaves: bool = False,
        contested: bool = False,
        aims: bool = False,
    ) -> None:
        """Prepare a walk.

        Parameters
        ----------
        scene
            The sentence.
        known
            The words of its language.
        named_before
            Gives the mention that "the village" stands for, from the kind and an offset.
        leaves
            Whether the places stand behind "from" and "out of".
        contested
            Whether the place is what is fought for.
        aims
            Whether "towards" leads to the place: one attacks towards what one attacks.
        """
        self._contested = contested
        self._aims = aims
        self._scene = scene
        self._known = known
        self._named_before = named_before
        self._leaves = leaves
        self._found = Loci()
        self._preposition = ""
        self._winds: tuple[str, ...] = ()
        self._part: str | None = None
        self._joined = False
        self._ends: frozenset[int] = frozenset()
        self._stops: frozenset[int] = frozenset()

    def behind(self, first: int, stops: frozenset[int], *, subject: bool = False) -> Loci:
        """Gather the places behind a verb.

        Parameters
        ----------
        first
            Index of the first token behind the verb.
        stops
            Indices at which another deed begins.
        subject
            Whether the words are the subject of the verb at which the walk stops.
        """
        self._found.end = first
        self._stops = stops
        self._ends = stops if subject else frozenset()
        i = first
        while i < len(self._scene) and (i == first or i not in stops):
            step = self._step(i)
            if step is None:
                break
            i = max(step, i + 1)
        return self._found

    def before(self, first: int, last: int) -> Loci:
        """Gather the places that are the subject in a stretch before a verb."""
        self._ends = frozenset({last})
        i = first
        while i < last:
            low = self._scene.lows[i]
            if low == "," or low in self._known.conjunctions:
                if low == "," and self._scene.places.get(i + 1) and self._preposition == _EXCLUDED:
                    self._clear()
                i += 1
                continue
            if low in self._known.near and low not in self._known.of | self._known.conjunctions:
                self._preposition = _EXCLUDED
                i += 1
                continue
            step = self._step(i)
            if step is None:
                self._clear()
                step = i + 1
            i = max(step, i + 1)
            self._joined = True
        return self._found

    def _step(self, i: int) -> int | None:
        """Read one token; give the index to go on at, or None where the deed's words end."""
        scene, known = self._scene, self._known
        low = scene.lows[i]
        mark = scene.places.get(i)
        if mark is not None:
            return self._place(mark)
        if scene.in_place(i):
            self._clear(self._found.places[-1].preposition if self._found.places else "")
            return i + 1
        if low in _OPENING:
            return self._behind_bracket(i)
        if low in _MARKS or low in _CLOSING:
            return None
        if low in known.stops and not self._is_aside(i):
            return None
        if low in (",", ";"):
            return self._comma(i)
        if low in self._known.conjunctions:
            return self._conjunction(i)
        wind = self._wind_words(i)
        if wind is not None:
            return wind
        if low in known.wind_adjectives or low in known.parts:
            return self._part_words(i)
        if low in known.kinds:
            self._stands_for(i)
        return self._plain(i)

    def _is_aside(self, i: int) -> bool:
        """Whether "reported" only passes on: "was reported near", "shelling reported in"."""
        passed = self._scene.low(i - 1) in self._known.be
        return passed or (
            self._scene.lows[i].endswith(self._known.passing)
            and self._scene.low(i + 1) in self._known.near
        )

    def _plain(self, i: int) -> int | None:
        """Read a preposition or a word of the object."""
        scene, known = self._scene, self._known
        low = scene.lows[i]
        if low in self._known.to and not (
            self._is_place_ahead(i + 1) or scene.low(i - 1) in self._known.up
        ):
            return None
        if low in known.from_words:
            self._clear(self._known.away if self._leaves else _EXCLUDED)
        elif low in self._known.of:
            if self._preposition != _EXCLUDED and not self._winds:
                self._preposition = self._preposition or low
        elif low in known.near:
            excluded = self._leaves and low in self._known.to
            self._clear(_EXCLUDED if excluded else low)
        elif low in known.not_here:
            here = (low in known.fought_for and self._contested) or (
                low in known.towards and self._aims
            )
            self._clear(low if here else _EXCLUDED)
        elif not self._preposition and scene.tokens[i].kind == "word":
            self._found.objects.append(low)
        return i + 1

    def _place(self, mark: PlaceMark) -> int | None:
        """Take a place, unless it only says in what region another lies."""
        scene, known = self._scene, self._known
        after = scene.low(mark.last)
        if after in known.directions:
            self._clear(_EXCLUDED)
            return mark.last + 1
        opens = after in known.be and mark.last not in self._ends
        if self._found.places and (opens or self._is_owner(mark)):
            return None
        if self._is_owner(mark) or self._contains(mark) or self._preposition == _EXCLUDED:
            return mark.last
        if self._describes_last():
            last = self._found.places[-1]
            if scene.is_water(last.mention) and mark.kind == "settlement":
                # A river is long: what is done at it is done at the place named beside it.
                self._found.places.pop()
                self._take(mark.mention, mark.first, mark.last)
                return mark.last
            if self._winds or not last.sector or mark.kind == "water":
                return mark.last
            self._found.places.pop()
        self._take(mark.mention, mark.first, mark.last)
        return mark.last

    def _describes_last(self) -> bool:
        """Whether the phrase before a place belongs to the place named just before it.

        "Berdin, north of Sudzha" and "southwest of Berdin near Sudzha" name one place each.
        """
        if not self._found.places or self._joined:
            return False
        return bool(self._winds) or self._preposition not in self._known.spanning | {""}

    def _take(self, mention: int, first: int, last: int) -> None:
        """Note a place with the sector and the part that the words before it name."""
        locus = Locus(mention, first, last, self._winds, self._part, self._preposition)
        self._found.places.append(locus)
        self._found.end = max(self._found.end, last)
        self._part = None
        self._joined = False

    def _is_owner(self, mark: PlaceMark) -> bool:
        """Whether a place only owns what follows: "Russia's Kursk region"."""
        if self._scene.low(mark.last) not in ("'s", "’s", "'", "’"):
            return False
        return not any(
            low in self._known.parts or low in self._known.wind_adjectives
            for low in self._scene.lows[mark.last + 1 : mark.last + 3]
        )

    def _contains(self, mark: PlaceMark) -> bool:
        """Whether a place is the region around the place named just before."""
        if not self._found.places or mark.kind not in ("region", "country"):
            return False
        between = self._scene.lows[self._found.places[-1].last : mark.first]
        return all(
            low in self._known.around
            or self._known.skippable.issuperset({low})
            or low in self._known.wind_adjectives
            or low in self._known.type_words
            for low in between
        ) or (self._preposition in self._known.within and not self._winds)

    def _behind_bracket(self, i: int) -> int:
        """Skip what stands in brackets."""
        depth = 0
        for j in range(i, len(self._scene)):
            low = self._scene.lows[j]
            depth += (low in _OPENING) - (low in _CLOSING)
            if depth == 0:
                return j + 1
        return len(self._scene)

    def _comma(self, i: int) -> int | None:
        """Read a comma or semicolon: a list goes on, a clause ends."""
        j = i + 1
        if self._scene.low(j) in self._known.conjunctions:
            j += 1
        if (self._scene.low(j), self._scene.low(j + 1)) in self._known.as_well:
            j += 3
        if self._is_place_ahead(j):
            listed = j > i + 1 or self._scene.lows[i] == ";" or j in self._scene.places
            self._joined = listed or self._is_listed(j)
            return j
        if self._scene.lows[i] == ";" or self._found.places:
            return self._behind_aside(j)
        return i + 1

    def _behind_aside(self, i: int) -> int | None:
        """Skip "16 km north of Sudzha", where the list goes on behind it."""
        for j in range(i, min(i + _ASIDE_REACH, len(self._scene))):
            if j in self._stops:
                return None
            if self._scene.in_place(j):
                end = next(k for k in range(j, j + _ASIDE_REACH) if not self._scene.in_place(k))
                goes_on = (
                    self._scene.low(end) in self._known.lists and end not in self._scene.places
                )
                after = end + 1 + (self._scene.low(end + 1) in self._known.conjunctions)
                return end if goes_on and self._is_place_ahead(after) else None
            if self._scene.tokens[j].kind == "punct" and self._scene.lows[j] != "-":
                return None
            if self._scene.lows[j] in self._known.stops | self._known.be:
                return None
        return None

    def _conjunction(self, i: int) -> int | None:
        """Read "and" and "or"."""
        if self._is_place_ahead(i + 1) or not self._found.places:
            self._joined = True
            return i + 1
        return None

    def _is_listed(self, i: int) -> bool:
        """Whether the phrase behind a comma is an item of a list: a later "and" closes it."""
        for _ in range(_LIST_REACH):
            at = next(
                (j for j in range(i, min(i + 9, len(self._scene))) if j in self._scene.places), None
            )
            if at is None:
                return False
            i = self._scene.places[at].last
            if self._scene.low(i) in _OPENING:
                i = self._behind_bracket(i)
            low, after = self._scene.low(i), self._scene.low(i + 1)
            if low in self._known.conjunctions or (
                low in (",", ";") and after in self._known.conjunctions
            ):
                return True
            if low != ",":
                return False
            i += 1
        return False

    def _is_place_ahead(self, i: int) -> bool:
        """Whether a place, or words that lead to one, begin at an index."""
        scene, known = self._scene, self._known
        for j in range(i, min(i + 7, len(scene))):
            low = scene.lows[j]
            if scene.places.get(j) is not None:
                return True
            side = scene.side_at.get(j)
            if side is not None and side.role == "force":
                return False
            if low in known.kinds or (low in known.parts and j > i):
                return True
            leads = (
                (self._aims and low in known.towards)
                or low in known.near
                or low in known.skippable
                or low in known.winds
            )
            leads = leads or low in known.type_words or low in known.wind_adjectives or low == "-"
            leads = leads or low in known.ground or low in known.from_words
            leads = leads or (self._aims and low in known.directions)
            leads = leads or scene.tokens[j].kind in ("number", "possessive") or scene.in_place(j)
            if not leads:
                return False
        return False

    def _wind_words(self, i: int) -> int | None:
        """Read "southwest and south of"; None where it is no sector."""
        winds: list[str] = []
        j = i
        while j < len(self._scene):
            code, j = self._wind(j)
            if code is None:
                break
            winds.append(code)
            low = self._scene.low(j)
            if low in self._known.of or (low == self._known.away and self._scene.places.get(j + 1)):
                if self._is_part(i, winds):
                    self._part = self._known.adjective_of_wind.format(self._scene.lows[i])
                    self._object("part")
                    return j + 1
                self._clear(low)
                self._winds = tuple(dict.fromkeys(winds))
                return j + 1
            if low == "," and self._scene.low(j + 1) in self._known.conjunctions:
                j += 2
            elif low in self._known.range:
                j += 1
            else:
                break
        return None

    def _is_part(self, i: int, winds: Sequence[str]) -> bool:
        """Whether a wind names a part: "seized the east of Berdin", but "to the east of Berdin"."""
        the = (
            self._scene.low(i - 1) in self._known.article
            and self._scene.low(i - 2) not in self._known.before_wind
        )
        return the and len(winds) == 1

    def _wind(self, i: int) -> tuple[str | None, int]:
        """The wind that stands at an index, and the index behind it."""
        winds, scene = self._known.winds, self._scene
        low = scene.low(i)
        if low not in winds:
            return None, i
        if scene.low(i + 1) == "-" and scene.low(i + 2) in winds:
            joined = f"{low}-{scene.low(i + 2)}"
            code = winds.get(joined) or winds.get(low + scene.low(i + 2))
            if code is not None:
                return code, i + 3
        return winds[low], i + 1

    def _part_words(self, i: int) -> int:
        """Read "the southern part of", "northern outskirts of", "eastern Berdin"."""
        scene, known = self._scene, self._known
        low = scene.lows[i]
        if low in known.wind_adjectives:
            after = scene.low(i + 1)
            if after in known.parts:
                self._part = f"{low} {after}" if after in known.plain_parts else low
                self._object(after)
                return i + 2
            if scene.places.get(i + 1) is not None:
                self._part = low
            return i + 1
        if low in known.plain_parts:
            self._part = low
        self._object(low)
        return i + 1

    def _object(self, low: str) -> None:
        """Note a word of the object."""
        if not self._preposition:
            self._found.objects.append(low)

    def _stands_for(self, i: int) -> None:
        """Read "the village", which stands for one named before."""
        scene = self._scene
        definite = scene.low(i - 1) in self._known.definite
        if not definite or self._preposition == _EXCLUDED:
            return
        after = scene.low(i + 1)
        if after in self._known.of or scene.places.get(i + 1) is not None:
            return
        mention = self._named_before(self._known.kinds[scene.lows[i]], scene.tokens[i].start)
        if mention is not None and self._winds and scene.in_aside_of(mention, i):
            # "Zamzam, 15 km south of the city": of another one, not of Zamzam.
            return
        if mention is not None:
            part = after in self._known.plain_parts
            self._part = after if part else self._part
            self._take(mention, i, i + 1 + part)

    def _clear(self, preposition: str = "") -> None:
        """Begin a new phrase."""
        self._preposition = preposition
        self._winds = ()
        self._part = None
