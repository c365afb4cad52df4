"""The accounts of reports: what each says, who says so, and when it is said to be so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.attribution.origin import Chain, Origins
from geo.attribution.speaker import Speaker
from geo.claims.claim import Claim
from geo.comparison.account import Account, AccountKind
from geo.comparison.figure import Figure
from geo.comparison.figure_of import figures_of_claim, tally_figure, turned_alike
from geo.comparison.further import further_figures
from geo.comparison.outcome import Outcome, outcome_words
from geo.comparison.place_key import PlaceKeys
from geo.comparison.shared import SharedText, SharedTexts
from geo.comparison.tally import Tally, find_tallies
from geo.comparison.told_days import ToldDays
from geo.reading.event import Event
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Standing, Statement
from geo.reading.tokens import sentences

Checked = Sequence[tuple[Reading, tuple[Claim, ...]]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that some reports say that can be set side by side."""

    reports: tuple[Report, ...]
    """The reports, in the order given."""
    outlets: tuple[Speaker, ...]
    """Who published each."""
    accounts: tuple[Account, ...]
    """Every account, by report and then in the order of its text."""
    figures: tuple[Figure, ...]
    """The numbers and directions among them."""
    outcomes: tuple[Outcome, ...]
    """What happened at a place, among them."""
    further: tuple[Figure, ...]
    """What lies near or in what, and what is reckoned, among them: `geo.comparison.further`."""
    shared: tuple[SharedText, ...]
    """Text that reports have in common, word for word."""


def gather(checked: Checked) -> Gathered:
    """Gather what reports say.

    Parameters
    ----------
    checked
        Each report's reading with its claims as `geo.claims.check.check` gives them.
    """
    reports = tuple(reading.report for reading, _ in checked)
    tallies = [find_tallies(reading) for reading, _ in checked]
    behind = Origins(
        (reading.report, _chains(reading, counted))
        for (reading, _), counted in zip(checked, tallies, strict=True)
    )
    places = PlaceKeys([reading for reading, _ in checked])
    shared = SharedTexts(reports)
    figures: list[Figure] = []
    further: list[Figure] = []
    outcomes: list[Outcome] = []
    accounts: list[Account] = []
    for number, (reading, claims) in enumerate(checked):
        maker = _Maker(number, reading, behind, shared)
        for index, claim in enumerate(claims):
            account = maker.of_claim(index, claim)
            found = tuple(figures_of_claim(account, claim, reading, places))
            besides = tuple(further_figures(account, claim, places))
            if any(_tells(tally, claim) for tally in tallies[number]):
                besides = ()
            accounts.append(next((f.account for f in (*found, *besides)), account))
            figures.extend(found)
            further.extend(besides)
        for index, event in enumerate(reading.events):
            outcome = Outcome(
                maker.of_event(index, event), event, places.of(number, event.place_mention)
            )
            accounts.append(outcome.account)
            outcomes.append(outcome)
        for index, tally in enumerate(tallies[number]):
            figure = tally_figure(maker.of_tally(index, tally), tally, reading, places)
            accounts.append(figure.account)
            figures.append(figure)
    figures = turned_alike(figures)
    ordered = sorted(accounts, key=lambda a: (a.report, a.start, a.kind, a.index))
    return Gathered(
        reports,
        behind.outlets,
        tuple(ordered),
        tuple(figures),
        tuple(outcomes),
        tuple(further),
        shared.pairs(),
    )


def _tells(tally: Tally, claim: Claim) -> bool:
    """Whether a tally has the number of a sum, and knows besides of what it is."""
    it = claim.statement
    return it.type == "sum" and tally.start < it.end and it.start < tally.end


def _chains(reading: Reading, tallies: Sequence[Tally]) -> Iterator[Chain]:
    """Every chain of speakers that can be set side by side."""
    yield from (statement.attribution for statement in reading.statements)
    yield from (event.attribution for event in reading.events)
    yield from (tally.said.chain for tally in tallies)


class _Maker:
    """Makes the accounts of one report."""

    def __init__(self, number: int, reading: Reading, behind: Origins, shared: SharedTexts) -> None:
        report = reading.report
        self._number, self._report, self._behind = number, report, behind
        self._days = ToldDays(report, sentences(report.text, lang=report.lang))
        self._shared = shared

    def of_claim(self, index: int, claim: Claim) -> Account:
        """Make the account of a claim."""
        it = claim.statement
        account = self._account("claim", index, it, it.attribution, standing=it.standing)
        window = self._days.of(it.start, it.end, day=it.date)
        return replace(account, window=window, verdict=claim.verdict)

    def of_event(self, index: int, event: Event) -> Account:
        """Make the account of an event."""
        account = self._account("event", index, event, event.attribution, standing=event.standing)
        window = self._days.of(event.start, event.end, day=event.date)
        said = outcome_words(event, lang=self._report.lang)
        return replace(account, window=window, said=said)

    def of_tally(self, index: int, tally: Tally) -> Account:
        """Make the account of a tally."""
        standing = tally.said.standing
        account = self._account("tally", index, tally, tally.said.chain, standing=standing)
        return replace(account, window=tally.window)

    def _account(
        self,
        kind: AccountKind,
        index: int,
        span: Statement | Event | Tally,
        chain: Chain,
        *,
        standing: Standing,
    ) -> Account:
        voices = self._behind.voices(self._number, chain)
        origins: tuple[Speaker, ...] = voices.last
        if not voices.chain:
            origins = (self._shared.origin(self._number, span.start) or voices.outlet,)
        return Account(
            report=self._number,
            kind=kind,
            index=index,
            start=span.start,
            end=span.end,
            text=span.text,
            said=" ".join(span.text.split()),
            outlet=voices.outlet,
            chain=voices.chain,
            origins=origins,
            standing=standing,
            evidence=voices.evidence,
        )
