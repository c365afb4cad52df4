"""The names of a report as variables of the joint choice, and the statements that tie them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gazetteer.measure import wind_bearing
from gazetteer.names import fold
from gazetteer.place import Match, Place
from gazetteer.point import is_point
from geo.reading.mention import Mention
from geo.reading.points import point_of
from geo.reading.statement import Statement
from geo.reading.weights import NOTHING, Term
from geo.relation import Relation, relation_of

_WELL_KNOWN: Final = 15_000
"""Inhabitants."""
_CONTRARY_DEG: Final = 90.0
Key = tuple[str, str, tuple[str, ...]]


@dataclass
class Name:
    """One distinct name of the report with its candidates and the choice made so far."""

    key: Key
    text: str
    matches: tuple[Match, ...]
    evidence: float
    mentions: list[int]
    sentences: list[int]
    beside: tuple[str, ...]
    fixed: list[list[Term]] = field(default_factory=list)
    """Terms of each match that the other names do not change."""
    nothing: Term = field(default_factory=lambda: Term(NOTHING, ""))
    """What speaks for “no row is it”, by the name alone."""
    chosen: int | None = None
    """Index into `matches`; None for “no row is it”."""
    belief: tuple[float, ...] = ()
    """Share of belief of each match, and last of “no row is it”."""
    reasons: list[str] = field(default_factory=list)
    """What speaks for the choice, in words."""
    weight: float = 0.0
    """Log-odds of the choice, up to a constant of its own."""
    estimate: Place | None = None
    torn: bool = False
    """Whether the statements of where it lies exclude each other, or reach no spot."""
    ruled: bool = False
    """Whether the user's corrections say which place it is."""

    def afresh(self) -> Name:
        """Give the same name without a choice; what is given stays."""
        if self.pinned:
            return self
        return replace(self, chosen=None, belief=(), reasons=[], weight=0.0, estimate=None)

    def take(self, candidate: int) -> None:
        """Choose a candidate for a start, as if nothing spoke for another."""
        self.chosen = candidate
        self.belief = tuple(float(c == candidate) for c in range(len(self.matches) + 1))

    def gap(self, other: Name) -> int:
        """Count the sentences between the nearest mentions of two names."""
        least, at = abs(self.sentences[0] - other.sentences[0]), 0
        for sentence in self.sentences:
            at = bisect_left(other.sentences, sentence)
            for near in other.sentences[max(0, at - 1) : at + 1]:
                least = min(least, abs(sentence - near))
        return least

    @property
    def pinned(self) -> bool:
        """Whether its place is given: a point written as coordinates, or ruled by the user."""
        return self.ruled or (bool(self.matches) and is_point(self.matches[0].place))

    @property
    def place(self) -> Place | None:
        """The chosen row, or the estimate."""
        return self.estimate if self.chosen is None else self.matches[self.chosen].place


@dataclass(frozen=True, eq=False)
class Link:
    """A statement that ties one name to another, or to the border."""

    statement: Statement
    relation: Relation
    """What it says."""
    subject: int
    """Index of the subject's name."""
    reference: int | None
    """Index of the reference's name; None for the border."""

    def contrary(self, other: Link) -> bool:
        """Whether two links put one name on different sides of one reference."""
        here, there = self.statement.direction, other.statement.direction
        if self.subject != other.subject or self.reference != other.reference:
            return False
        if here is None or there is None:
            return False
        turn = abs(wind_bearing(here) - wind_bearing(there)) % 360.0
        return min(turn, 360.0 - turn) >= _CONTRARY_DEG


def names_of(
    mentions: Sequence[Mention],
    sentence_of: Callable[[int], int],
    *,
    apart: frozenset[int] = frozenset(),
) -> list[Name]:
    """Group the mentions that must mean the same place.

    Parameters
    ----------
    mentions
        The mentions of one report.
    sentence_of
        Gives the number of the sentence at an offset.
    apart
        Indexes of mentions that do not mean what the others of their name mean.
    """
    grouped: dict[Key, Name] = {}
    alike: dict[tuple[str, str], Key] = {}
    for i, mention in enumerate(mentions):
        if mention.role not in {"literal", "metonym", "other"}:
            continue
        if mention.role != "literal" and not mention.candidates:
            continue
        point = point_of(mention)
        if point is not None:
            key: Key = (f"{point.id} within {point.precision_m}", mention.kind, ())
        elif mention.ruled:
            key = (f"{mention.candidates[0].place.id} as ruled", mention.kind, ())
        else:
            key = (fold(mention.text), mention.kind, mention.context)
            bare: Key = (key[0], key[1], ())
            if not mention.context:
                key = alike.get(key[:2], bare)
            elif bare in grouped:
                grouped[key] = grouped.pop(bare)
                grouped[key].key, grouped[key].beside = key, mention.context
                alike[key[:2]] = key
        if i in apart:
            key = (key[0], key[1], (*mention.context, f"mention {i}"))
        else:
            alike.setdefault(key[:2], key)
        name = grouped.get(key)
        if name is None:
            name = Name(
                key, mention.text, mention.candidates, 0.0, [], [], mention.context,
                ruled=mention.ruled,
            )  # fmt: skip
            grouped[key] = name
        name.mentions.append(i)
        name.sentences.append(sentence_of(mention.start))
        name.evidence = max(name.evidence, mention.evidence)
        if len(mention.candidates) > len(name.matches):
            name.matches = mention.candidates
    return list(grouped.values())


def links_of(
    names: Sequence[Name],
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    *,
    lang: str,
) -> list[Link]:
    """Find the statements that tie two names, or a name to the border.

    What a statement only implies ("3 km to the south") helps to place a village, but moves no
    well-known place.

    Parameters
    ----------
    names
        The names of the report.
    statements
        The statements to use.
    mentions
        The mentions that they relate.
    lang
        ISO 639-1 code of the text.
    """
    owner = {i: n for n, name in enumerate(names) for i in name.mentions}
    links = []
    for statement in statements:
        relation = relation_of(statement, lang=lang)
        if statement.subject not in owner or relation is None:
            continue
        known = max(
            (match.place.population or 0 for match in names[owner[statement.subject]].matches),
            default=0,
        )
        if known > _WELL_KNOWN and _is_implied(statement, mentions):
            continue
        if statement.reference_kind == "border":
            links.append(Link(statement, relation, owner[statement.subject], None))
        elif (
            statement.reference in owner and owner[statement.reference] != owner[statement.subject]
        ):
            subject, reference = owner[statement.subject], owner[statement.reference]
            links.append(Link(statement, relation, subject, reference))
    return links


def _is_implied(statement: Statement, mentions: Sequence[Mention]) -> bool:
    """Whether the reference is not in the statement's own words."""
    if statement.reference is None:
        return False
    start = mentions[statement.reference].start
    return not statement.start <= start < statement.end
