"""Who holds what, as a report's events state it, against control maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.claim import Claim, MapUsed, Verdict
from geo.claims.holding_day import DayMeant, DaysMeant
from geo.claims.holding_history import history, told
from geo.claims.holding_maps import MapChosen, drawn_maps, map_for, verdict_elsewhere
from geo.claims.holding_region import region_test
from geo.claims.holding_test import AIMS, Aim, HoldingTest, holding_test, shows
from geo.claims.verdict import RIVAL_FROM, SURE_FROM
from geo.control.atlas import ControlAtlas
from geo.control.layer import ControlLayer
from geo.reading.event import Event
from geo.reading.mention import Resolution
from geo.reading.reading import Reading
from geo.reading.statement import Statement
from geo.tolerance import table

_FIGURES: Final = frozenset({"area", "proportion", "count", "depth"})
"""Where one of these is stated of a region, the figure is the claim, not the whole of it."""


def holding_claims(
    reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> tuple[Claim, ...]:
    """Check who holds, took, entered or left the places of a report.

    One claim for every event that says so of a settlement or a region. The verdict is of the map:
    whether it shows the place as the text has it, on the day that the text speaks of. A map older
    than a change cannot contradict it.

    Parameters
    ----------
    reading
        One report, read.
    gazetteer
        The gazetteer that it was read against.
    control
        Control maps; those inferred from reports are left aside.

    Returns
    -------
    tuple of Claim
        In the order of the text, each with a statement of type `holding`: its subject is the
        place, `reference_text` the side, and its one modifier the action.
    """
    drawn = drawn_maps(control)
    if drawn is None:
        return ()
    checker = _Holdings(reading, gazetteer, drawn)
    return tuple(claim for event in reading.events for claim in checker.claims(event))


class _Holdings:
    """Checks the events of one report."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas) -> None:
        self._reading = reading
        self._gazetteer = gazetteer
        self._control = control
        self._days = DaysMeant(reading, control)

    def claims(self, event: Event) -> Iterator[Claim]:
        """Give the claim of an event, if it is one of holding."""
        aim = AIMS.get(event.action)
        if aim is None or event.place_mention is None or event.sector:
            return
        mention = self._reading.mentions[event.place_mention]
        if mention.role != "literal":
            return
        found = self._reading.resolutions[event.place_mention]
        kind = mention.kind if found.place is None else found.place.kind
        if kind == "settlement" or (kind == "region" and not self._figured(event)):
            yield self._claim(event, aim, found)

    def _figured(self, event: Event) -> bool:
        """Whether a figure stands in the event's clause, which then says how much is held."""
        return any(
            statement.type in _FIGURES
            and statement.start < event.end
            and event.start < statement.end
            for statement in self._reading.statements
        )

    def _claim(self, event: Event, aim: Aim, found: Resolution) -> Claim:
        statement = _statement(event)
        if event.actor is None:
            return _unchecked(statement, "unresolved", "The text does not say which side it is.")
        if found.place is None:
            return _unchecked(statement, "unresolved", f"No place was found: {found.why}.")
        if found.estimated:
            why = f"The position of {event.place_name} is itself estimated from the text."
            return _unchecked(statement, "circular", why)
        day = self._days.of(event.start, event.end, own=event.date)
        chosen = map_for(self._control, day.iso, event.attribution)
        test = self._test(chosen.layer, event, aim, found.place)
        if test is None:
            reach = f"The map of {chosen.layer.title} shows nothing of {found.place.name}"
            return _unchecked(statement, "coverage", f"{reach} and {event.actor}.")
        return self._checked(statement, event, aim, found.place, day, chosen, test)

    def _test(
        self, layer: ControlLayer, event: Event, aim: Aim, place: Place
    ) -> HoldingTest | None:
        """Test an event of one place on one map."""
        if place.kind == "region":
            return region_test(
                layer, place, event, aim, self._gazetteer, lang=self._reading.report.lang
            )
        return holding_test(layer, place, event, aim, self._gazetteer)

    def _checked(
        self,
        statement: Statement,
        event: Event,
        aim: Aim,
        place: Place,
        day: DayMeant,
        chosen: MapChosen,
        test: HoldingTest,
    ) -> Claim:
        """The claim, after everything that may shake its verdict."""
        verdict, cause, notes = test.verdict, test.cause, [test.why]
        notes.append(f"{_capital(day.why)}; {chosen.why}.")
        past = ""
        after = None
        if place.kind == "settlement":
            seen = self._seen(chosen, day, event, aim, place)
            past, after = seen
        notes.append(past)
        by_date = _by_date(verdict, aim, day, chosen, after=after, negated=event.negated)
        if by_date:
            verdict, cause = "uncertain", "date"
            notes.append(by_date)
        elif verdict == "contradicted":
            notes.append("It does not fit this map; another may show it.")
        for why_not, reason in self._doubts(verdict, event, aim, place, day, chosen):
            verdict, cause = "uncertain", why_not
            notes.append(reason)
        notes.append(chosen.quoted)
        return Claim(
            statement=statement,
            stated=None,
            measured=test.measured,
            measured_value=test.value,
            measured_unit=test.unit,
            probability=test.probability,
            verdict=verdict,
            cause=cause if verdict == "uncertain" else None,
            why=" ".join(note for note in notes if note),
            foot=test.foot,
            map=MapUsed(
                chosen.layer.maker.name, chosen.layer.date, chosen.layer.file,
                gap_days=chosen.gap_days,
            ),
        )  # fmt: skip

    def _seen(
        self, chosen: MapChosen, day: DayMeant, event: Event, aim: Aim, place: Place
    ) -> tuple[str, str | None]:
        """What the maps of other days show, and the first later one that shows it so."""
        when = day.iso or chosen.layer.date
        if when is None or event.negated or event.actor is None or chosen.layer.date is None:
            return "", None
        side = event.actor

        def so(layer: ControlLayer) -> bool:
            return shows(layer, place, side, aim, self._gazetteer)

        seen = history(self._control, chosen.layer, when, so)
        words = f"not held by {side}" if aim.state == "not held" else f"held by {side}"
        return told(seen, when, chosen.layer, state=words, stale=aim.change), seen.after

    def _doubts(
        self,
        verdict: Verdict,
        event: Event,
        aim: Aim,
        place: Place,
        day: DayMeant,
        chosen: MapChosen,
    ) -> Iterator[tuple[str, str]]:
        """What makes a sure verdict unsure: another map of the day, another place of the name."""
        if verdict == "uncertain" or event.place_mention is None:
            return
        found = self._reading.resolutions[event.place_mention]
        for layer in verdict_elsewhere(self._control, chosen, day.iso):
            other = self._test(layer, event, aim, place)
            if other is not None and {other.verdict, verdict} == {"supported", "contradicted"}:
                yield "map disagreement", f"The map of {layer.title} shows it otherwise."
        if found.score < SURE_FROM:
            yield (
                "resolution",
                (f"Which place is meant is itself unsure (belief {found.score:.2f})."),
            )
        if verdict != "contradicted":
            return
        for rival in found.rivals:
            if rival.score < RIVAL_FROM or rival.place.kind != place.kind:
                continue
            other = self._test(chosen.layer, event, aim, rival.place)
            if other is not None and other.verdict == "supported":
                yield (
                    "resolution",
                    f"It would fit another place of the name: {rival.place.label()}.",
                )
                return


def _statement(event: Event) -> Statement:
    """The statement that an event makes."""
    return Statement(
        start=event.start,
        end=event.end,
        text=event.text,
        type="holding",
        subject=event.place_mention,
        subject_text=event.place_name,
        reference_text=event.actor or "",
        modifiers=(event.action,),
        negated=event.negated,
        attribution=event.attribution,
        standing=event.standing,
        date=event.date,
    )


def _by_date(
    verdict: Verdict,
    aim: Aim,
    day: DayMeant,
    chosen: MapChosen,
    *,
    after: str | None,
    negated: bool,
) -> str:
    """Why the day of the map leaves it open; empty where it does not."""
    row = table()["holding"]
    gap = chosen.gap_days
    if verdict == "uncertain":
        return ""
    if gap is None:
        return (
            "" if day.iso is not None else "Without a day it cannot be told whether it was so then."
        )
    if abs(gap) > row["fresh_days"]:
        return (
            f"The map is {abs(gap)} days {'older' if gap < 0 else 'later'}: much may have changed."
        )
    if verdict != "contradicted" or not aim.change or negated:
        return ""
    if gap < 0:
        return "A map of an earlier day cannot contradict a change."
    if after is not None and _days(str(day.iso), after) <= row["lag_days"]:
        return "The map may lag behind."
    return ""


def _days(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _unchecked(statement: Statement, cause: str, why: str) -> Claim:
    return Claim(statement, None, None, None, None, None, "unchecked", cause, why)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
