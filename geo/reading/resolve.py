"""Which place each mention means: one joint choice for the whole report.

Every distinct name is a variable, its fitting gazetteer rows are its values, and “no row is it”
is one more. What speaks for a value are the terms of `weights.py` and the stated relations: the
soft membership of the candidate in the region that the statement describes, seen from the place
chosen for the other name. The choice is found by coordinate ascent from the least ambiguous
names outwards; the score is the value's share of belief given the others' choices.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gazetteer.borders import Border
from gazetteer.names import fold
from gazetteer.place import Match, Place
from geo.reading.estimate import estimated_place
from geo.reading.mention import Mention, Resolution, Rival
from geo.reading.statement import Statement
from geo.reading.weights import (
    NOTHING,
    Term,
    closeness_term,
    name_term,
    nothing_term,
    region_term,
    size_term,
)
from geo.relation import Region, relation_of

_ROUNDS: Final = 12
_FLOOR: Final = 0.03
_RELATION: Final = 1.6
_RIVALS: Final = 8
_LONELY: Final = 0.35
BorderOf = Callable[[Place | None], Border | None]


@dataclass
class Name:
    """One distinct name of the report with its candidates and the choice made so far."""

    key: tuple[str, str, tuple[str, ...]]
    text: str
    matches: tuple[Match, ...]
    evidence: float
    mentions: list[int]
    sentences: list[int]
    beside: tuple[str, ...]
    fixed: list[list[Term]] = field(default_factory=list)
    chosen: int | None = None
    """Index into `matches`; None for “no row is it”."""
    belief: tuple[float, ...] = ()
    """Share of belief of each match, and last of “no row is it”."""
    reasons: list[list[str]] = field(default_factory=list)
    estimate: Place | None = None

    @property
    def place(self) -> Place | None:
        """The chosen row, or the estimate."""
        return self.estimate if self.chosen is None else self.matches[self.chosen].place


def resolve(
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    *,
    places_of: Callable[[Sequence[str]], Sequence[Place]],
    border_of: BorderOf,
    sentence_of: Callable[[int], int],
    without: int | None = None,
) -> tuple[Resolution, ...]:
    """Choose a place for every mention.

    Parameters
    ----------
    mentions
        The mentions of one report.
    statements
        Its statements.
    places_of
        Gives the rows of ids, for the regions that stand beside a name.
    border_of
        Gives the line that “the border” means, seen from a place.
    sentence_of
        Gives the number of the sentence at an offset.
    without
        Index of a statement to leave out, so that it cannot support itself.
    """
    names = _names(mentions, sentence_of)
    used = [s for i, s in enumerate(statements) if i != without and not s.negated]
    solver = _Solver(names, _links(names, used), border_of)
    solver.prepare(mentions, places_of)
    solver.run()
    by_mention = {i: name for name in names for i in name.mentions}
    return tuple(
        _resolution(by_mention[i]) if i in by_mention else Resolution(None, 0.0, why=mention.reason)
        for i, mention in enumerate(mentions)
    )


def _names(mentions: Sequence[Mention], sentence_of: Callable[[int], int]) -> list[Name]:
    """Group the mentions that must mean the same place."""
    grouped: dict[tuple[str, str, tuple[str, ...]], Name] = {}
    for i, mention in enumerate(mentions):
        if mention.role not in {"literal", "metonym", "other"}:
            continue
        if mention.role != "literal" and not mention.candidates:
            continue
        key = (fold(mention.text), mention.kind, mention.context)
        bare = (key[0], key[1], ())
        if not mention.context:
            key = next((k for k in grouped if k[:2] == bare[:2]), bare)
        elif bare in grouped:
            grouped[key] = grouped.pop(bare)
            grouped[key].key, grouped[key].beside = key, mention.context
        name = grouped.get(key)
        if name is None:
            name = Name(key, mention.text, mention.candidates, 0.0, [], [], mention.context)
            grouped[key] = name
        name.mentions.append(i)
        name.sentences.append(sentence_of(mention.start))
        name.evidence = max(name.evidence, mention.evidence)
        if len(mention.candidates) > len(name.matches):
            name.matches = mention.candidates
    return list(grouped.values())


@dataclass(frozen=True)
class _Link:
    """A statement that ties one name to another, or to the border."""

    statement: Statement
    subject: int
    """Index of the subject's name."""
    reference: int | None
    """Index of the reference's name; None for the border."""


def _links(names: Sequence[Name], statements: Sequence[Statement]) -> list[_Link]:
    owner = {i: n for n, name in enumerate(names) for i in name.mentions}
    links = []
    for statement in statements:
        if statement.subject not in owner or relation_of(statement) is None:
            continue
        if statement.reference_kind == "border":
            links.append(_Link(statement, owner[statement.subject], None))
        elif statement.reference in owner and owner[statement.reference] != owner[statement.subject]:
            links.append(_Link(statement, owner[statement.subject], owner[statement.reference]))
    return links


class _Solver:
    """Coordinate ascent over the names of one report."""

    def __init__(self, names: Sequence[Name], links: Sequence[_Link], border_of: BorderOf) -> None:
        self.names = names
        self.links = links
        self.border_of = border_of
        self.cache: dict[tuple[int, str], np.ndarray] = {}
        self.of: list[list[int]] = [[] for _ in names]
        for k, link in enumerate(links):
            self.of[link.subject].append(k)
            if link.reference is not None:
                self.of[link.reference].append(k)

    def prepare(
        self, mentions: Sequence[Mention], places_of: Callable[[Sequence[str]], Sequence[Place]]
    ) -> None:
        """Work out the terms that do not depend on the other names' choices."""
        literal = [n for n in self.names if any(mentions[i].role == "literal" for i in n.mentions)]
        named = [n.matches[0].place for n in literal if n.matches and n.key[1] == "region"]
        states = [n.matches[0].place for n in self.names if n.matches and n.key[1] == "country"]
        for name in self.names:
            beside = places_of(name.beside)
            name.fixed = [
                [
                    name_term(match),
                    size_term(match.place),
                    region_term(match.place, beside=beside, named=named, states=states),
                ]
                for match in name.matches
            ]

    def run(self) -> None:
        """Choose, from the least ambiguous name outwards, until nothing changes."""
        order = sorted(range(len(self.names)), key=self._ambiguity)
        settled: list[int] = []
        for n in order:
            self._choose(n, settled)
            settled.append(n)
        for _ in range(_ROUNDS):
            before = [name.place.id if name.place else None for name in self.names]
            for n in order:
                self._choose(n, [m for m in order if m != n])
            if before == [name.place.id if name.place else None for name in self.names]:
                break

    def _ambiguity(self, n: int) -> tuple[int, float, int]:
        name = self.names[n]
        totals = sorted((sum(t.value for t in terms) for terms in name.fixed), reverse=True)
        lead = totals[0] - totals[1] if len(totals) > 1 else 10.0
        return (0 if totals else 1, -min(lead, 10.0), n)

    def _choose(self, n: int, settled: Sequence[int]) -> None:
        """Weigh the candidates of a name against the choices made for the others."""
        name = self.names[n]
        others = self._others(n, settled)
        links = [k for k in self.of[n] if self._other_end(k, n) in {None, *settled}]
        membership = {k: self._membership(k, n) for k in links}
        totals, reasons = [], []
        for c, match in enumerate(name.matches):
            terms = [*name.fixed[c], closeness_term(match.place, others)]
            for k in links:
                grade = membership[k]
                if grade is not None:
                    terms.append(self._relation_term(k, n, float(grade[c])))
            totals.append(sum(term.value for term in terms))
            reasons.append([term.reason for term in sorted(terms, key=lambda t: -abs(t.value)) if term.reason and term.value > -1.0])
        totals.append(nothing_term(name.matches, evidence=name.evidence).value if name.matches else NOTHING)
        belief = np.exp(np.array(totals) - max(totals))
        belief = belief / belief.sum()
        best = int(np.argmax(belief))
        name.belief, name.reasons = tuple(float(b) for b in belief), reasons
        name.chosen = best if best < len(name.matches) else None
        name.estimate = None if name.chosen is not None else self._estimate(n, settled)

    def _others(self, n: int, settled: Sequence[int]) -> list[tuple[Place, float]]:
        """The other names' places, weighted by how near in the text and how sure they are."""
        others = []
        mine = self.names[n].sentences
        for m in settled:
            other = self.names[m]
            if m == n or other.place is None or not other.belief:
                continue
            gap = min(abs(a - b) for a in mine for b in other.sentences)
            others.append((other.place, max(other.belief[:-1], default=_LONELY) / (1 + 0.5 * gap)))
        return others

    def _other_end(self, k: int, n: int) -> int | None:
        link = self.links[k]
        return link.reference if link.subject == n else link.subject

    def _membership(self, k: int, n: int) -> np.ndarray | None:
        """Soft membership of each candidate of a name in the relation of a link."""
        link = self.links[k]
        name = self.names[n]
        if not name.matches:
            return None
        if link.subject == n:
            reference = self._reference(link, n)
            return None if reference is None else self._grades(k, n, reference)
        subject = self.names[link.subject].place
        if subject is None:
            return None
        grades = []
        for match in name.matches:
            region = self._region(k, match.place)
            grades.append(float(np.asarray(region.membership(subject.lon, subject.lat))))
        return np.array(grades)

    def _reference(self, link: _Link, n: int) -> Place | Border | None:
        if link.reference is not None:
            return self.names[link.reference].place
        first = self.names[n].matches[0].place if self.names[n].matches else None
        return self.border_of(self.names[n].place or first)

    def _grades(self, k: int, n: int, reference: Place | Border) -> np.ndarray:
        key = (k, reference.id)
        if key not in self.cache:
            lons = np.array([match.place.lon for match in self.names[n].matches])
            lats = np.array([match.place.lat for match in self.names[n].matches])
            self.cache[key] = np.asarray(self._region(k, reference).membership(lons, lats))
        return self.cache[key]

    def _region(self, k: int, reference: Place | Border) -> Region:
        relation = relation_of(self.links[k].statement)
        if relation is None:
            raise LookupError("a link always has a relation")
        return Region(relation, reference)

    def _relation_term(self, k: int, n: int, grade: float) -> Term:
        link = self.links[k]
        value = _RELATION * math.log(max(grade, _FLOOR))
        if link.subject != n:
            return Term(value, "")
        other = self.names[link.reference].place if link.reference is not None else None
        label = other.name if other is not None else "the border"
        said = link.statement.direction or ""
        if link.statement.quantity is not None:
            amount = link.statement.quantity
            said = f"{amount.text or amount.value:} {amount.unit} {said}".strip()
        fits = "it lies where the text puts it" if grade >= 0.5 else "it hardly lies where the text puts it"
        # a relation that a candidate satisfies tells it from its rivals, though its term is zero
        return Term(value if grade < 0.5 else value + 1e-3, f"{fits}: {said} of {label}" if other is not None else f"{fits}: {said} from {label}")

    def _estimate(self, n: int, settled: Sequence[int]) -> Place | None:
        """Situate a place that no row is, by the relations stated of it."""
        regions = []
        for k in self.of[n]:
            link = self.links[k]
            if link.subject != n:
                continue
            reference = self._reference(link, n)
            if reference is not None and (link.reference is None or link.reference in settled):
                regions.append(self._region(k, reference))
        return estimated_place(self.names[n].text, regions)


def _resolution(name: Name) -> Resolution:
    """Put the belief of a name into words."""
    ranked = sorted(range(len(name.matches)), key=lambda c: -name.belief[c])
    rivals = tuple(
        Rival(name.matches[c].place, round(name.belief[c], 4))
        for c in ranked
        if c != name.chosen
    )[:_RIVALS]
    if name.estimate is not None:
        size = name.estimate.precision_m / 1000
        tried = f"none of the {len(ranked)} places of this name fits what the text says of it" if ranked else "no gazetteer row has this name"
        why = f"{tried}; its position is estimated from the stated relations, within about {size:.0f} km"
        return Resolution(name.estimate, round(name.belief[-1], 4), rivals, why, estimated=True)
    if name.chosen is None:
        tried = f"none of the {len(ranked)} places of this name fits the text" if ranked else "no gazetteer row has this name"
        return Resolution(None, 0.0, rivals, f"{tried}, and nothing stated says where it lies")
    place = name.matches[name.chosen].place
    reasons = list(dict.fromkeys(name.reasons[name.chosen]))[:4]
    others = len(ranked) - 1
    lead = "the only place of this name" if others == 0 else f"chosen among {others + 1} places of this name"
    why = f"{place.label()}: {lead}" + (f"; {'; '.join(reasons)}" if reasons else "")
    return Resolution(place, round(name.belief[name.chosen], 4), rivals, why)
