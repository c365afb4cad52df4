"""Coordinate ascent: choose a place for each name of a report, given the others' choices."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gazetteer.borders import Border
from gazetteer.place import Place
from geo.reading.estimate import estimated_place
from geo.reading.mention import Mention
from geo.reading.pinned import pinned_terms
from geo.reading.reasons import reasons, said
from geo.reading.shortlist import gathered
from geo.reading.statement import Statement
from geo.reading.variables import Link, Name
from geo.reading.weights import (
    Term,
    closeness_terms,
    coincidence_term,
    name_term,
    nothing_term,
    region_term,
    size_term,
    unsaid_distance_term,
)
from geo.relation import Region, Relation

_ROUNDS: Final = 12
_SEEDS: Final = 4
"""How many names, the best known, the choice is started from again if a name was left without."""
_RESTARTED: Final = 200
"""Most names of a report whose choice is started again."""
_NEIGHBOURS: Final = 16
"""How many other names, those nearest in the text, a candidate is held against."""
_FLOOR: Final = 0.01
_REFERRED_FLOOR: Final = 0.2
_REFERRED_CAP: Final = -3.0
_RELATION: Final = 1.6
_FURTHER: Final = 0.4
"""What a further statement counts that a candidate does not answer to."""
_FITS: Final = 0.5
_EDGE: Final = 0.1
_NEARBY_M: Final = 60_000.0
BorderOf = Callable[[Place | None], Border | None]
Grades = NDArray[np.float64]
Estimates = dict[tuple[str, tuple[tuple[Relation, str], ...]], Place | None]


class Solver:
    """Coordinate ascent over the names of one report."""

    def __init__(self, names: Sequence[Name], links: Sequence[Link], border_of: BorderOf) -> None:
        self.names = names
        self.links = links
        self.border_of = border_of
        self.cache: dict[tuple[Link, int, str], Grades] = {}
        self.gaps: dict[tuple[int, int], int] = {}
        self.unpinned = frozenset(n for n, name in enumerate(names) if not name.pinned)
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
            if name.pinned:
                name.chosen, name.belief = 0, (1.0, 0.0)
                continue
            beside = places_of(name.beside)
            name.fixed = [
                [
                    name_term(match),
                    size_term(match.place),
                    region_term(match.place, beside=beside, named=named, states=states),
                ]
                for match in name.matches
            ]
            name.nothing = nothing_term(name.matches, evidence=name.evidence)

    def without(self, statement: Statement) -> tuple[Solver, frozenset[int]] | None:
        """Choose anew what rests on a statement, as if the text did not have it.

        The names that it ties, and those that are tied to these, are chosen afresh; the others
        keep their places.

        Parameters
        ----------
        statement
            The statement to leave out.

        Returns
        -------
        solver and indexes of the names chosen anew, or None
            None where nothing rests on it.
        """
        left_out = [link for link in self.links if link.statement is statement]
        if not left_out:
            return None
        tied = {n for link in left_out for n in (link.subject, link.reference) if n is not None}
        near = {self._other_end(k, n) for n in tied for k in self.of[n]}
        free = frozenset(tied | {n for n in near if n is not None})
        names = [name.afresh() if n in free else name for n, name in enumerate(self.names)]
        links = [link for link in self.links if link not in left_out]
        solver = Solver(names, links, self.border_of)
        solver.cache, solver.gaps = self.cache, self.gaps
        solver.run(free)
        return solver, free

    def run(self, free: Collection[int] | None = None) -> None:
        """Choose, from the least ambiguous name outwards, until nothing changes.

        Parameters
        ----------
        free
            Indexes of the names to choose; all without.
        """
        if free is not None:
            self._settle(sorted(self.unpinned.intersection(free), key=self._ambiguity))
            return
        order = sorted(self.unpinned, key=self._ambiguity)
        self._settle(order)
        pushed = any(name.matches and name.chosen is None for name in self.names)
        if not pushed or len(self.names) > _RESTARTED:
            return
        best = self.names
        seeds = sorted(order, key=self._best_fixed, reverse=True)[:_SEEDS]
        starts: list[Mapping[int, int | None]] = [{seed: None} for seed in seeds]
        starts.append({n: c for n, c in gathered(self.names).items() if n in self.unpinned})
        for start in starts:
            self.names = [name.afresh() for name in self.names]
            self._settle(order, start=start)
            best = max(best, self.names, key=lambda names: sum(name.weight for name in names))
        self.names = best

    def _best_fixed(self, n: int) -> float:
        """Weight of a name's best candidate by itself, the other names left out."""
        return max(
            (sum(t.value for t in terms) for terms in self.names[n].fixed), default=-math.inf
        )

    def _settle(
        self, order: Sequence[int], *, start: Mapping[int, int | None] | None = None
    ) -> None:
        """Choose names one after the other, then again until nothing changes.

        Parameters
        ----------
        order
            Indexes of the names, those that can mean little else first; the others keep theirs.
        start
            Names to start from, with the candidate that each has at first, None for its best by
            itself; without, every name of one candidate has it.
        """
        chosen = set(order)
        settled = sorted(self.unpinned - chosen)
        alone = [n for n in order if len(self.names[n].matches) == 1]
        first: Mapping[int, int | None] = dict.fromkeys(alone) if start is None else start
        for n, candidate in first.items():
            # Nothing but its name speaks yet: a far town chosen first would push the rest away.
            if candidate is None:
                self._choose(n, settled)
            else:
                self.names[n].take(candidate)
        settled += first
        begun = set(first)
        for n in order:
            if n not in begun:
                self._choose(n, settled)
                settled.append(n)
        for _ in range(_ROUNDS):
            before = [self._placed_at(n) for n in order]
            for n in reversed(order):
                self._choose(n, [m for m in settled if m != n])
            if before == [self._placed_at(n) for n in order]:
                break

    def _placed_at(self, n: int) -> str | None:
        place = self.names[n].place
        return None if place is None else place.id

    def _ambiguity(self, n: int) -> tuple[int, float, float, int]:
        """Rank a name: one that can mean little else first, the better known before the rest."""
        name = self.names[n]
        totals = sorted((sum(t.value for t in terms) for terms in name.fixed), reverse=True)
        lead = totals[0] - totals[1] if len(totals) > 1 else 10.0
        return (0 if totals else 1, -min(lead, 10.0), -max(totals, default=0.0), n)

    def _choose(self, n: int, settled: Sequence[int]) -> None:
        """Weigh the candidates of a name against the choices made for the others."""
        name = self.names[n]
        weighed = self._weigh(n, settled)
        totals = [sum(term.value for term in terms) for terms in weighed]
        belief = np.exp(np.array(totals) - max(totals))
        belief = belief / belief.sum()
        best = int(np.argmax(belief))
        name.belief = tuple(float(b) for b in belief)
        name.chosen = best if best < len(name.matches) else None
        name.reasons = [] if name.chosen is None else reasons(weighed[best])
        name.weight = totals[best]

    def account(self, n: int) -> list[list[Term]]:
        """Tell what speaks for and against each candidate of a name, given the other names.

        Parameters
        ----------
        n
            Index of the name.

        Returns
        -------
        list of list of Term
            One list for each candidate, and last one for “no row is it”.
        """
        return self._weigh(n, sorted(self.unpinned - {n}))

    def _weigh(self, n: int, settled: Sequence[int]) -> list[list[Term]]:
        """List the terms of each candidate of a name, and last those of “no row is it”."""
        name = self.names[n]
        near = closeness_terms([match.place for match in name.matches], self._others(n, settled))
        waiting = self.unpinned.difference(settled)
        links = [k for k in self.of[n] if self._other_end(k, n) not in waiting]
        graded = ((k, self.membership(k, n)) for k in links)
        membership = {k: grades for k, grades in graded if grades is not None}
        pinned = [k for k in membership if self.is_pinned(k, n)]
        pins = [(self.links[k].statement, membership.pop(k)) for k in pinned]
        beside = pinned_terms(pins, count=len(name.matches))
        weighed: list[list[Term]] = []
        for c, match in enumerate(name.matches):
            terms = [*name.fixed[c], near[c], *beside[c]]
            terms += self._relation_terms(n, {k: grades[c] for k, grades in membership.items()})
            terms += [self._unsaid(k, match.place) for k in links if self.links[k].subject == n]
            weighed.append(terms)
        return [*weighed, [name.nothing, self._coincidence(n, links)]]

    def _others(self, n: int, settled: Sequence[int]) -> list[tuple[Place, float]]:
        """The other names' places, weighted by how near in the text and how sure they are."""
        others = []
        for m in settled:
            other = self.names[m]
            if m == n or other.chosen is None:
                continue
            pair = (min(m, n), max(m, n))
            if pair not in self.gaps:
                self.gaps[pair] = self.names[n].gap(other)
            weight = other.belief[other.chosen] ** 2 / (1 + 0.5 * self.gaps[pair])
            others.append((other.matches[other.chosen].place, weight))
        others.sort(key=lambda known: -known[1])
        return others[:_NEIGHBOURS]

    def _other_end(self, k: int, n: int) -> int | None:
        link = self.links[k]
        return link.reference if link.subject == n else link.subject

    def is_pinned(self, k: int, n: int) -> bool:
        """Whether a link relates coordinates to a name, its reference."""
        link = self.links[k]
        return link.reference == n and self.names[link.subject].pinned

    def membership(self, k: int, n: int) -> Grades | None:
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
        key = (link, n, subject.id)
        if key not in self.cache:
            regions = (self._region(k, match.place) for match in name.matches)
            grades = [float(region.membership(subject.lon, subject.lat)) for region in regions]
            self.cache[key] = np.array(grades)
        return self.cache[key]

    def _reference(self, link: Link, n: int) -> Place | Border | None:
        if link.reference is not None:
            return self.names[link.reference].place
        first = self.names[n].matches[0].place if self.names[n].matches else None
        return self.border_of(self.names[n].place or first)

    def _grades(self, k: int, n: int, reference: Place | Border) -> Grades:
        key = (self.links[k], n, reference.id)
        if key not in self.cache:
            lons = np.array([match.place.lon for match in self.names[n].matches])
            lats = np.array([match.place.lat for match in self.names[n].matches])
            self.cache[key] = np.asarray(self._region(k, reference).membership(lons, lats))
        return self.cache[key]

    def _region(self, k: int, reference: Place | Border) -> Region:
        return Region(self.links[k].relation, reference)

    def _relation_terms(self, n: int, grades: Mapping[int, float]) -> list[Term]:
        """Reward a candidate that lies in the regions that the statements describe.

        As the subject of a statement a candidate answers for it. As its reference it answers
        little: many subjects may be unknown villages, and must not argue a town away together.
        """
        terms: list[Term] = []
        referred = 0.0
        # Who errs in one statement of a place mostly errs in the others of it.
        worst_first = sorted(grades.items(), key=lambda graded: graded[1])
        for k, grade in worst_first:
            link = self.links[k]
            if link.subject == n:
                share = _FURTHER if terms else 1.0
                value = share * _RELATION * math.log(max(float(grade), _FLOOR))
                terms.append(Term(value, self._placed(link, grade=float(grade)), stated=True))
            else:
                belief = max(self.names[link.subject].belief[:-1], default=0.0)
                referred += belief * math.log(max(float(grade), _REFERRED_FLOOR))
        detail = "how the places lie that the text tells from it"
        return [*terms, Term(max(referred, _REFERRED_CAP), "", detail=detail)]

    def _unsaid(self, k: int, place: Place) -> Term:
        """Weigh the distance that a bare direction leaves open."""
        link = self.links[k]
        reference = self.names[link.reference].place if link.reference is not None else None
        if link.statement.type != "direction" or reference is None:
            return Term(0.0, "")
        if {place.kind, reference.kind} != {"settlement"}:
            return Term(0.0, "")
        return unsaid_distance_term(place, reference)

    def _coincidence(self, n: int, links: Sequence[int]) -> Term:
        """Weigh how a bearer of the name near the place that it is related to is no chance."""
        own = (self.links[k].reference for k in links if self.links[k].subject == n)
        references = [self.names[m].place for m in own if m is not None]
        return coincidence_term(self.names[n].matches, [place for place in references if place])

    def _placed(self, link: Link, *, grade: float) -> str:
        """Say whether a candidate lies where a statement puts it."""
        place = self.names[link.reference].place if link.reference is not None else None
        label = place.name if place is not None else link.statement.reference_text
        fits = "it does not lie where"
        if grade >= _EDGE:
            fits = "it lies where" if grade >= _FITS else "it lies just outside where"
        return f"{fits} the text puts it, {said(link.statement)} {label}"

    def situate(self, known: Estimates, free: Collection[int] | None = None) -> None:
        """Estimate the places that no row is, by the relations stated of them.

        Parameters
        ----------
        known
            Estimates worked out before, by name and what they rest on; filled in.
        free
            Indexes of the names to estimate; all without.
        """
        for n, name in enumerate(self.names):
            if name.chosen is not None or (free is not None and n not in free):
                continue
            if name.key[1] in ("water", "road"):
                # What is long lies at no one spot.
                continue
            regions = {}
            for k in self.of[n]:
                link = self.links[k]
                reference = self._reference(link, n) if link.subject == n else None
                if reference is not None:
                    # Said twice, it tells no more.
                    regions[link.relation, reference.id] = self._region(k, reference)
                point = self.names[link.subject].place if self.is_pinned(k, n) else None
                if point is not None and link.statement.type == "near":
                    regions[link.relation, point.id] = self._region(k, point)
            key = (name.text, tuple(regions))
            if key not in known:
                known[key] = estimated_place(name.text, list(regions.values()))
            name.estimate = known[key]
            name.torn = bool(regions) and name.estimate is None
