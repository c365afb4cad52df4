"""Who stands behind what a report says: the last of a chain of speakers that is somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gazetteer.names import fold
from geo.attribution.naming import (
    is_anybodys,
    is_common,
    is_evidence,
    is_generic,
    is_nameless,
    is_nobody,
    maker_of,
    split_names,
)
from geo.attribution.speaker import Speaker, SpeakerNames
from geo.reading.axis import Axis
from geo.reading.event import Event
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Attribution, Statement

Chain = Sequence[Attribution]


@dataclass(frozen=True, slots=True)
class Voices:
    """Everybody through whom something comes to its reader."""

    outlet: Speaker
    """Who published the report."""
    chain: tuple[Speaker, ...]
    """Who says so, outermost speaker first, without the outlet; empty for its own words."""
    last: tuple[Speaker, ...]
    """The last of the chain, two where two speak as one; empty for the outlet's own words. One
    whom the text does not name is not `known`."""
    evidence: str | None = None
    """What the last speaker goes by, as written: `geolocated footage`."""

    @property
    def origins(self) -> tuple[Speaker, ...]:
        """Who can be named as the source: the last who is known, else the outlet."""
        if self.last and all(speaker.known for speaker in self.last):
            return self.last
        named = [speaker for speaker in self.chain if speaker.known]
        return (named[-1],) if named else (self.outlet,)


def spans_of(reading: Reading) -> Iterator[Statement | Event | Axis]:
    """List everything of a reading that somebody says.

    Parameters
    ----------
    reading
        The reading.
    """
    yield from reading.statements
    yield from reading.events
    yield from reading.axes


class Origins:
    """The speakers of some reports, each under one name in all of them."""

    def __init__(self, told: Iterable[tuple[Report, Iterable[Chain]]]) -> None:
        """Gather everybody who speaks.

        Parameters
        ----------
        told
            Every report with the chains of speakers that its text gives, outermost first.
        """
        self._reports: list[Report] = []
        spoken: list[list[str]] = []
        for report, chains in told:
            self._reports.append(report)
            counted = Counter(
                name
                for chain in chains
                for link in chain
                for name in _names_in(link.speaker, report.lang)
            )
            named = {name: n for name, n in counted.items() if _is_named(name, report)}
            spoken.append(list(Counter(named).elements()))
        self._names = SpeakerNames(
            (name, report.lang)
            for report, names in zip(self._reports, spoken, strict=True)
            for name in [*([report.source] if report.source else []), *names]
        )
        self._outlets = tuple(self._outlet(report) for report in self._reports)
        self._speakers: dict[tuple[int, str], Speaker] = {}
        self._voices: dict[tuple[int, Chain], Voices] = {}
        self._bodies = tuple(
            frozenset(self._names.of(name, lang=report.lang).key for name in names)
            for report, names in zip(self._reports, spoken, strict=True)
        )

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Origins:
        """Gather the speakers of statements, events and axes of advance.

        Parameters
        ----------
        readings
            The reports' readings.
        """
        return cls(
            (reading.report, [it.attribution for it in spans_of(reading)]) for reading in readings
        )

    @property
    def outlets(self) -> tuple[Speaker, ...]:
        """Who published each report; one without a publisher stands for itself."""
        return self._outlets

    def voices(self, report: int, chain: Chain) -> Voices:
        """Tell who stands behind a statement.

        Parameters
        ----------
        report
            Which of the reports states it, from 0.
        chain
            The speakers that its text gives, outermost first.
        """
        asked = (report, tuple(chain))
        if asked not in self._voices:
            self._voices[asked] = self._heard(*asked)
        return self._voices[asked]

    def _heard(self, report: int, chain: Chain) -> Voices:
        """Go along a chain of speakers."""
        outlet = self._outlets[report]
        lang = self._reports[report].lang
        told: list[tuple[Speaker, ...]] = []
        evidence = None
        for link in chain:
            if link.speaker and is_evidence(link.speaker, lang=lang):
                evidence = " ".join(link.speaker.split())
                if evidence[1:].islower():
                    evidence = evidence.lower()  # capitalised only where it opens a sentence
            names = _names_in(link.speaker, lang)
            if names:
                told.append(tuple(self._speaker(report, name) for name in names))
        # A ministry that publishes its own statement does not quote itself.
        outer = [(outlet,), *told[:-1]]
        kept = [one for one, before in zip(told, outer, strict=False) if one != before]
        speakers = tuple(speaker for one in kept for speaker in one)
        return Voices(outlet, speakers, kept[-1] if kept else (), evidence)

    def of_chain(self, report: int, chain: Chain) -> tuple[Speaker, ...]:
        """Name the source or sources of a statement.

        Parameters
        ----------
        report
            Which of the reports states it, from 0.
        chain
            The speakers that its text gives, outermost first.
        """
        return self.voices(report, chain).origins

    def _outlet(self, report: Report) -> Speaker:
        if report.source:
            found = self._names.of(report.source, lang=report.lang)
            listed = found.key.startswith(("org:", "body:"))
            return found if listed else Speaker(found.key, " ".join(report.source.split()))
        return Speaker(f"report:{report.id}", report.title or report.id)

    def _speaker(self, number: int, name: str) -> Speaker:
        if (number, name) not in self._speakers:
            self._speakers[number, name] = self._named(number, name)
        return self._speakers[number, name]

    def _named(self, number: int, name: str) -> Speaker:
        report = self._reports[number]
        if not _is_named(name, report):
            written = " ".join(name.split()) or "somebody unnamed"
            return Speaker(f"unnamed:{report.id}", written)
        found = self._names.of(name, lang=report.lang)
        meant = self._body_meant(number, found.key)
        if meant is not None:
            return meant
        if is_nameless(name, lang=report.lang) or is_generic(found.key, lang=report.lang):
            return Speaker(f"local:{report.id}:{fold(found.name)}", found.name)
        return found

    def _body_meant(self, number: int, key: str) -> Speaker | None:
        """The one body of the report that "the ministry" or "the Defense Ministry" can mean."""
        kind, _, rest = key.partition(":")
        country, _, body = rest.partition(":")
        generic = is_generic(key, lang=self._reports[number].lang)
        vague = is_anybodys(key, lang=self._reports[number].lang)
        if kind != "body" or vague or (country and not generic):
            return None
        meant = set()
        for other in self._bodies[number]:
            parts = other.split(":")
            if parts[0] != "body" or not parts[1] or (country and parts[1] != country):
                continue
            if is_generic(other, lang=self._reports[number].lang):
                continue
            if parts[2] == body or (generic and parts[2].endswith(body)):
                meant.add(other)
        return self._names.under(meant.pop()) if len(meant) == 1 else None


def names_apart(origins: Origins, readings: Sequence[Reading]) -> dict[str, str]:
    """Name every source so that no two have one name: "residents" of two reports are two.

    Parameters
    ----------
    origins
        The speakers of the readings.
    readings
        The readings, in the order in which `origins` has them.

    Returns
    -------
    dict
        The names by the keys of the sources.
    """
    found: dict[str, tuple[str, Report]] = {}
    for number, reading in enumerate(readings):
        chains = [(), *(it.attribution for it in spans_of(reading))]
        for source in (one for chain in chains for one in origins.of_chain(number, chain)):
            found.setdefault(source.key, (source.name, reading.report))
    names = Counter(name for name, _ in found.values())
    return {
        key: name if names[name] == 1 else f"{name} ({report.title or report.source or report.id})"
        for key, (name, report) in found.items()
    }


def _names_in(speaker: str, lang: str) -> tuple[str, ...]:
    """Who speaks by the words of one link; nobody where they tell only what shows something."""
    if not speaker or not is_evidence(speaker, lang=lang):
        return split_names(speaker, lang=lang)
    maker = maker_of(speaker, lang=lang)
    return split_names(maker, lang=lang) if maker and not is_nobody(maker, lang=lang) else ()


def _is_named(name: str, report: Report) -> bool:
    """Whether words name somebody."""
    return not (
        is_evidence(name, lang=report.lang)
        or is_nobody(name, lang=report.lang)
        or is_common(name, report.text, lang=report.lang)
    )
