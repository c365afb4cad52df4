"""Everything that a page tells about its reports, gathered once and in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from gazetteer.errors import PlaceUnknown
from gazetteer.place import Place
from geo.attribution.origin import Origins, names_apart
from geo.reading.mention import Mention
from geo.reading.statement import Attribution
from geo.reading.tokens import sentences
from maps.arrows import Arrow, arrows_of
from maps.extent import Box, box_of, crowd, holds, whole_world, widened
from maps.sectors import Sector, sectors_of
from maps.shapes import estimated_ground
from maps.spots import Checked, Deed, Spot, deeds_of, spots_of
from maps.style import side_colours
from maps.ties import Tie, ties_of
from maps.wording import ITSELF

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_NEAR = 2.0
_LONE_HALF_M = 100_000.0
_FEW = 200


@dataclass(frozen=True)
class Story:
    """What is drawn and told."""

    checked: Checked
    """Each report's reading with its claims."""
    spots: tuple[Spot, ...]
    """Places by first naming."""
    deeds: tuple[Deed, ...]
    """Events in the order of the reports."""
    ties: tuple[Tie, ...]
    """Claims that can be drawn."""
    sectors: tuple[Sector, ...]
    """Ground around places that events are about."""
    view: Box
    """West, south, east, north of the first view in degrees, WGS 84."""
    central: frozenset[str]
    """Ids of the pinned places that the first view is about."""
    sides: Mapping[str, str]
    """Display name of every side that the events name, by its code."""
    arrows: tuple[Arrow, ...] = ()
    """Stated axes of advance whose course is known."""
    _sentences: dict[int, tuple[Sequence[tuple[int, int]], list[int]]] = field(
        default_factory=dict, repr=False
    )
    _sources: dict[tuple[int, tuple[Attribution, ...]], tuple[str, ...]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def colours(self) -> Mapping[str, str]:
        """Colour of every side, by its code."""
        return side_colours(set(self.sides))

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Id of the row of every place, by the place's own id."""
        return {spot.place.id: spot.key for spot in self.spots}

    @cached_property
    def origins(self) -> Origins:
        """Who stands behind what the reports say."""
        return Origins.of(reading for reading, _ in self.checked)

    @cached_property
    def _source_names(self) -> Mapping[str, str]:
        """Name of every source by its key, told apart where two go by one name."""
        found = names_apart(self.origins, [reading for reading, _ in self.checked])
        reports = [reading.report for reading, _ in self.checked if not reading.report.source]
        for report in reports:
            if len(self.checked) == 1 or not report.title:
                own = ITSELF if len(self.checked) == 1 else f"report {report.id}"
                found |= {f"report:{report.id}": own}
        return found

    def sources(self, report: int, attribution: Sequence[Attribution]) -> tuple[str, ...]:
        """Name who stands behind a statement: the last speaker who is known, else the report.

        Parameters
        ----------
        report
            Which of the reports states it, from 0.
        attribution
            The chain of speakers, outermost first.
        """
        asked = (report, tuple(attribution))
        if asked not in self._sources:
            found = self.origins.of_chain(*asked)
            names = tuple(self._source_names.get(origin.key, origin.name) for origin in found)
            self._sources[asked] = names
        return self._sources[asked]

    @cached_property
    def claims(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Claims about every place, by the place's own id: (report, claim), each from 0."""
        found: dict[str, list[tuple[int, int]]] = {}
        for report, (reading, claims) in enumerate(self.checked):
            for index, claim in enumerate(claims):
                subject = claim.statement.subject
                place = None if subject is None else reading.resolutions[subject].place
                if place is not None:
                    found.setdefault(place.id, []).append((report, index))
        return {key: tuple(claims) for key, claims in found.items()}

    @cached_property
    def _by_report(self) -> tuple[tuple[list[Deed], dict[int, Spot]], ...]:
        """Of each report: its events, and its mentions with the places that they mean."""
        found: tuple[tuple[list[Deed], dict[int, Spot]], ...] = tuple(
            ([], {}) for _ in self.checked
        )
        for deed in self.deeds:
            found[deed.report][0].append(deed)
        for spot in self.spots:
            for report, mention in spot.sightings:
                found[report][1][mention] = spot
        return found

    @cached_property
    def tied(self) -> frozenset[str]:
        """Ids of the rows of the claims that are drawn."""
        return frozenset(tie.key for tie in self.ties)

    def mentions(self, report: int) -> Sequence[Mention]:
        """List the mentions of a report.

        Parameters
        ----------
        report
            Which of the reports, from 0.
        """
        return self.checked[report][0].mentions

    def deeds_in(self, report: int) -> Sequence[Deed]:
        """List the events of a report, in its order.

        Parameters
        ----------
        report
            Which of the reports, from 0.
        """
        return self._by_report[report][0]

    def sighted_in(self, report: int) -> Mapping[int, Spot]:
        """Give the places that a report names, by the index of each mention.

        Parameters
        ----------
        report
            Which of the reports, from 0.
        """
        return self._by_report[report][1]

    def side(self, code: str | None) -> str:
        """Name a side; "side not stated" for None.

        Parameters
        ----------
        code
            Its code.
        """
        return "side not stated" if code is None else self.sides.get(code, code)

    def sentence(self, report: int, start: int) -> tuple[int, int]:
        """Find the sentence around an offset of a report: (start, end).

        Parameters
        ----------
        report
            Which of the reports, from 0.
        start
            Offset into its text.
        """
        if report not in self._sentences:
            reading = self.checked[report][0]
            found = reading.sentences
            if found is None:
                cut = sentences(reading.report.text, lang=reading.report.lang)
                found = tuple((sentence.start, sentence.end) for sentence in cut)
            self._sentences[report] = (found, [end for _, end in found])
        spans, ends = self._sentences[report]
        at = bisect_right(ends, start)
        if at == len(spans):
            return start, start
        return min(spans[at][0], start), spans[at][1]


def tell(checked: Checked, gazetteer: Gazetteer, *, sides: Iterable[str] = ()) -> Story:
    """Gather the story of some reports.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    gazetteer
        Where names of countries and extents of regions are from.
    sides
        Codes of further sides that the page shows.
    """
    deeds = deeds_of(checked)
    spots = spots_of(checked, deeds=deeds)
    sectors = sectors_of(deeds)
    ties = ties_of(checked)
    arrows = arrows_of(checked)
    pinned = [spot for spot in spots if spot.pinned]
    inside = crowd([spot.place.lonlat for spot in pinned], [spot.weight for spot in pinned])
    crowded = {spot.place.id for spot, kept in zip(pinned, inside, strict=True) if kept}
    pairs = [(tie.subject, tie.reference) for tie in ties if tie.reference is not None]
    pairs += [(arrow.places[0], arrow.places[-1]) for arrow in arrows]
    view = _view(spots, sectors, ties, crowded | _related(pairs, crowded))
    codes = {deed.event.actor for deed in deeds if deed.event.actor is not None} | set(sides)
    # The text marks axes without a course, too.
    axes = (axis for reading, _ in checked for axis in reading.axes)
    codes |= {axis.actor for axis in axes if axis.actor is not None}
    return Story(
        checked=checked,
        spots=spots,
        deeds=deeds,
        ties=ties,
        sectors=sectors,
        arrows=arrows,
        view=view,
        central=frozenset(spot.place.id for spot in pinned if holds(view, spot.place.lonlat)),
        sides={code: side_name(gazetteer, code) for code in sorted(codes)},
    )


def _related(pairs: Sequence[tuple[Place, Place]], crowded: set[str]) -> set[str]:
    """Places near the crowd that statements relate to it: their lines should not run off."""
    ends = {place.id: place.lonlat for pair in pairs for place in pair}
    around = box_of([(*ends[key], *ends[key]) for key in sorted(crowded & ends.keys())])
    if around is None:
        return set()
    near = widened(around, by=_NEAR)
    tied = {end.id for pair in pairs if {end.id for end in pair} & crowded for end in pair}
    return {key for key in tied - crowded if holds(near, ends[key])}


def _view(
    spots: tuple[Spot, ...],
    sectors: tuple[Sector, ...],
    ties: tuple[Tie, ...],
    central: set[str],
) -> Box:
    """The first view: the crowd of places with what is drawn around them."""
    boxes: list[Box] = [_box(spot) for spot in spots if spot.place.id in central]
    boxes += [
        sector.box(exact=len(sectors) <= _FEW) for sector in sectors if sector.place.id in central
    ]
    # How far a place is from the border is seen only where the border is seen.
    boxes += [tie.box for tie in ties if tie.subject.id in central and tie.reference is None]
    found = box_of(boxes) if len(boxes) > 1 else box_of(boxes, least_half_m=_LONE_HALF_M)
    if found is None:
        regions = [s.place.bbox for s in spots if s.place.kind == "region" and s.place.bbox]
        countries = [s.place.bbox for s in spots if s.place.kind == "country" and s.place.bbox]
        found = box_of(regions) or box_of(countries)
    return found or whole_world()


def _box(spot: Spot) -> Box:
    """The ground that a place's mark covers: of an estimate, all where it may be."""
    around = estimated_ground(spot.place) if spot.estimated else None
    return (*spot.place.lonlat, *spot.place.lonlat) if around is None else around.bounds


def side_name(gazetteer: Gazetteer, code: str) -> str:
    """Name the country that a side's code stands for; the code itself where there is none.

    Parameters
    ----------
    gazetteer
        Where names of countries are from.
    code
        ISO 3166-1 alpha-2 code, or what a map's maker calls a party.
    """
    try:
        return gazetteer.get(f"country:{code}").name
    except PlaceUnknown:
        return code
