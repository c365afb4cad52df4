"""Everything that reports and tables state of where places lie, gathered into one network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gazetteer.borders import Border, border_between, coming_border
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.adjustment.naming import choose
from geo.adjustment.network import Network
from geo.adjustment.observation import Observation, Station
from geo.adjustment.stated import Stated, customary, observations_of, station_sigma_m
from geo.adjustment.stated_table import StatedRow
from geo.claims.ends import EndFinder, Ends
from geo.reading.countries import countries_in
from geo.reading.mention import Resolution
from geo.reading.reading import Reading
from geo.reading.statement import Quantity, Statement
from geo.relation import Relation, relation_of
from geo.tolerance import stated_interval

_POINTS: Final = frozenset({"settlement", "other"})
_DERIVED: Final = "its position on file was itself worked out from statements of this kind"
_UNLISTED: Final = "no gazetteer holds it"


@dataclass(frozen=True, slots=True)
class Unused:
    """A statement that cannot be an observation."""

    words: str
    """The statement."""
    why: str
    """Why it is not used."""
    source: str
    """Who states it."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A network, with what did not go into it."""

    network: Network
    """Stations and observations."""
    unused: tuple[Unused, ...]
    """Statements that could not be used."""
    weighed: tuple[tuple[str, str, int], ...] = ()
    """Names of the table that several rows have: the name, the id taken, how many there were."""


def gather(
    gazetteer: Gazetteer, *, readings: Sequence[Reading] = (), rows: Sequence[StatedRow] = ()
) -> Gathered:
    """Gather what reports and tables state.

    The same relation stated twice counts once, with both sources: papers copy each other. A place
    without a row, and one whose row was worked out from such statements, is free.

    Parameters
    ----------
    gazetteer
        The gazetteer that the reports were read with.
    readings
        Reports, read.
    rows
        Lines of tables.
    """
    gathering = _Gathering(gazetteer)
    for reading in readings:
        gathering.take_reading(reading)
    weighed = gathering.take_rows(rows)
    return Gathered(gathering.network(), tuple(gathering.unused), weighed)


class _Gathering:
    """Stations and relations so far."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._stations: dict[str, Station] = {}
        self._stated: dict[tuple[str, str, Relation], Stated] = {}
        self.unused: list[Unused] = []

    def take_reading(self, reading: Reading) -> None:
        """Take what one report states."""
        finder = EndFinder(reading, self._gazetteer)
        for statement in reading.statements:
            relation = relation_of(statement, lang=reading.report.lang)
            if relation is None or statement.subject is None:
                continue
            words = _words(statement)
            why = self._take_statement(reading, finder, statement, relation, words)
            if why:
                self.unused.append(Unused(words, why, reading.report.id))

    def _take_statement(
        self, reading: Reading, finder: EndFinder, statement: Statement, relation: Relation,
        words: str,
    ) -> str:  # fmt: skip
        """Take one statement, or say why it cannot be used."""
        if relation.negated:
            return "it denies the relation"
        if relation.inside:
            return "lying in a place fixes no point"
        subject = self._mentioned(reading, statement.subject)
        if subject is None:
            return "its subject is no settlement or point"
        border, reference, place = None, None, None
        if statement.reference_kind == "border":
            border = _border_meant(finder, reading.resolutions, statement, subject[1])
            if border is None:
                return "the line that it means is not on file"
        else:
            other = self._mentioned(reading, statement.reference)
            if other is None:
                return "what it refers to is no settlement or point"
            reference, place = other
            if reference == subject[0]:
                return "both ends are the same place"
        built_up_m = 0.0 if place is None else place.radius_m or 0.0
        self._add(
            Stated(relation, subject[0], reference, border, words, (reading.report.id,), built_up_m)
        )
        return ""

    def _mentioned(self, reading: Reading, mention: int | None) -> tuple[str, Place | None] | None:
        """The station of a mention, made if it is new."""
        if mention is None:
            return None
        text, found = reading.mentions[mention].text, reading.resolutions[mention]
        if reading.mentions[mention].role != "literal":
            return None
        if found.place is None or found.estimated:
            return self._unlisted(text), found.place
        return None if found.place.kind not in _POINTS else (self._listed(found.place), found.place)

    def _listed(self, place: Place) -> str:
        """The station of a gazetteer row: held by its precision, or free where it was derived."""
        derived = bool(place.derived_from)
        self._stations.setdefault(
            place.id,
            Station(
                place.id, place.name, place.lonlat,
                None if derived else station_sigma_m(place.precision_m),
                place.precision_m, _DERIVED if derived else "",
            ),
        )  # fmt: skip
        return place.id

    def _unlisted(self, name: str) -> str:
        """The free station of a name that no row has."""
        key = f"unlisted:{fold(name).replace(' ', '-')}"
        self._stations.setdefault(key, Station(key, name, reason=_UNLISTED))
        return key

    def take_rows(self, rows: Sequence[StatedRow]) -> tuple[tuple[str, str, int], ...]:
        """Take the lines of tables; list the names that several rows have."""
        chosen, counts = choose(rows, self._gazetteer)
        for row in rows:
            figure = " ".join(
                part for part in (f"{row.written} km" if row.km else "", row.wind) if part
            )
            words = f"{row.place}: {figure} from {row.reference}"
            why = self._take_row(row, chosen, words)
            if why:
                self.unused.append(Unused(words, why, row.source))
        return tuple(
            (name, place.id, counts[name]) for name, place in chosen.items() if counts[name] > 1
        )

    def _take_row(self, row: StatedRow, chosen: Mapping[str, Place], words: str) -> str:
        """Take one line, or say why it cannot be used."""
        if row.reference_kind not in ("place", "border"):
            return f"its reference is neither place nor border but {row.reference_kind!r}"
        place, border, reference, other = chosen.get(row.place), None, None, None
        if row.reference_kind == "border":
            border = self._border_named(row.reference, place)
            if border is None:
                return "the line that it means is not on file"
        else:
            other = chosen.get(row.reference)
            reference = self._unlisted(row.reference) if other is None else self._listed(other)
        subject = self._unlisted(row.place) if place is None else self._listed(place)
        if subject == reference:
            return "both ends are the same place"
        distance = None
        if row.km is not None:
            distance = stated_interval(Quantity(row.km, "km", text=row.written))
        relation = Relation(distance=distance, wind=row.wind)
        built_up_m = (other.radius_m or 0.0) if other else 0.0
        self._add(Stated(relation, subject, reference, border, words, (row.source,), built_up_m))
        return ""

    def _border_named(self, text: str, place: Place | None) -> Border | None:
        """The border that a table's line means."""
        named = countries_in(text, gazetteer=self._gazetteer, lang="en")
        if len(named) > 1:
            return border_between(self._gazetteer, *named[:2])
        choice = None if place is None else coming_border(self._gazetteer, place, parties=named)
        return None if choice is None else choice.border

    def _add(self, stated: Stated) -> None:
        """Add a relation; said before, it only gains a source."""
        end = stated.reference or (stated.border.id if stated.border else "")
        key = (stated.subject, end, stated.relation)
        known = self._stated.get(key)
        if known is not None:
            sources = tuple(dict.fromkeys([*known.sources, *stated.sources]))
            stated = replace(known, sources=sources)
        self._stated[key] = stated

    def network(self) -> Network:
        """Make the network of it all."""
        observations: list[Observation] = []
        bare: dict[str, list[Stated]] = {}
        bounded: set[str] = set()
        for stated in self._stated.values():
            observations += observations_of(stated)
            ends = [end for end in (stated.subject, stated.reference) if end is not None]
            if stated.relation.only_direction:
                for end in ends:
                    if self._stations[end].free:
                        bare.setdefault(end, []).append(stated)
            elif stated.reference is not None:
                # What is itself adrift bounds nothing.
                pair = (stated.subject, stated.reference)
                for end, other in (pair, pair[::-1]):
                    if not self._stations[other].free:
                        bounded.add(end)
        for station, relations in bare.items():
            if station not in bounded:
                observations += customary(relations)
        return Network(tuple(self._stations.values()), _merged(observations))


def _merged(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """Make one observation of those that state the same: a figure copied is not observed twice."""
    kept: dict[tuple[object, ...], Observation] = {}
    for one in observations:
        border = None if one.border is None else one.border.id
        key = (one.kind, one.subject, one.reference, border, one.value, one.sigma, one.bound)
        known = kept.get(key)
        if known is not None:
            sources = tuple(dict.fromkeys([*known.sources, *one.sources]))
            one = replace(known, sources=sources)  # noqa: PLW2901
        kept[key] = one
    return tuple(kept.values())


def _border_meant(
    finder: EndFinder, found: Sequence[Resolution], statement: Statement, place: Place | None
) -> Border | None:
    """The border that a report means; an estimated or derived place has one as well."""
    if place is None:
        return None
    resolutions = list(found)
    if statement.subject is not None:
        # Here nothing is tested by the row, so it is no matter what the row rests on.
        held = replace(place, derived_from=())
        resolutions[statement.subject] = Resolution(held, 1.0)
    ends = finder.ends(statement, resolutions)
    return ends.reference if isinstance(ends, Ends) and isinstance(ends.reference, Border) else None


def _words(statement: Statement) -> str:
    """A statement in a few words: `Berdin: roughly 15 km from the border`."""
    quantity = statement.quantity
    figure = "" if quantity is None else f"{quantity.hedge or ''} {quantity.text} {quantity.unit}"
    winds = " or ".join(
        wind for wind in (statement.direction, *statement.direction_or) if wind is not None
    )
    near = statement.type == "near" and not statement.modifiers
    parts = [
        *(["not"] if statement.negated else []), *statement.modifiers, *(["near"] if near else []),
        figure, winds, "from" if quantity else "of", statement.reference_text,
    ]  # fmt: skip
    return f"{statement.subject_text}: {' '.join(' '.join(parts).split())}"
