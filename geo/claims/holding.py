"""Who holds what, as a report's events state it, against control maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.claim import Claim, MapUsed, Verdict
from geo.claims.holding_day import DayMeant, DaysMeant
from geo.claims.holding_history import History, history, told
from geo.claims.holding_maps import (
    MapChosen,
    covering_maps,
    drawn_maps,
    map_for,
    maps_beside,
)
from geo.claims.holding_region import region_test
from geo.claims.holding_trial import AIMS, Aim, HoldingTest, holding_test, shows
from geo.claims.rows_used import place_used
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


@dataclass(frozen=True, slots=True)
class _Case:
    """An event with what it is tested by."""

    event: Event
    aim: Aim
    place: Place
    day: DayMeant
    chosen: MapChosen
    maps: ControlAtlas


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
        maps = covering_maps(self._control, found.place, self._gazetteer)
        if maps is None:
            why = f"No map supplied shows who holds ground in {found.place.country}."
            return _unchecked(statement, "coverage", why)
        day = self._days.of(event.start, event.end, own=event.date)
        lang = self._reading.report.lang
        chosen = map_for(maps, day.iso, event.attribution, lang=lang)
        case = _Case(event, aim, found.place, day, chosen, maps)
        test = self._test(chosen.layer, case, found.place)
        if test is None:
            reach = f"The map of {chosen.layer.title} shows nothing of {found.place.name}"
            return _unchecked(statement, "coverage", f"{reach} and {event.actor}.")
        return self._checked(statement, case, test)

    def _test(self, layer: ControlLayer, case: _Case, place: Place) -> HoldingTest | None:
        """Test an event of one place on one map."""
        event, aim = case.event, case.aim
        if place.kind == "region":
            lang = self._reading.report.lang
            return region_test(layer, place, event, aim, self._gazetteer, lang=lang)
        return holding_test(layer, place, event, aim, self._gazetteer)

    def _checked(self, statement: Statement, case: _Case, test: HoldingTest) -> Claim:
        """The claim, after everything that may shake its verdict."""
        chosen, day = case.chosen, case.day
        verdict, cause, notes = test.verdict, test.cause, [test.why]
        notes.append(f"{day.why[:1].upper()}{day.why[1:]}; {chosen.why}.")
        seen = self._seen(case)
        if seen is not None:
            notes.append(self._told(case, seen))
        by_date = _by_date(verdict, case, after=None if seen is None else seen.after)
        if by_date:
            verdict, cause = "uncertain", "date"
            notes.append(by_date)
        elif verdict == "contradicted":
            notes.append("It does not fit this map; another may show it.")
        for doubt, reason in self._doubts(verdict, case):
            verdict, cause = "uncertain", doubt
            notes.append(reason)
        notes.append(chosen.quoted_note(verdict))
        layer = chosen.layer
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
            map=MapUsed(layer.maker.name, layer.date, layer.file, gap_days=chosen.gap_days),
            rows=(place_used(case.place),),
        )

    def _seen(self, case: _Case) -> History | None:
        """What the maps of other days show of a settlement."""
        layer, side, aim = case.chosen.layer, case.event.actor, case.aim
        when = case.day.iso or layer.date
        if case.place.kind != "settlement" or case.event.negated:
            return None
        if when is None or side is None or layer.date is None:
            return None

        def so(other: ControlLayer) -> bool:
            return shows(other, case.place, side, aim, self._gazetteer)

        return history(self._control, layer, when, so)

    def _told(self, case: _Case, seen: History) -> str:
        """Say what they show."""
        side, when = case.event.actor, case.day.iso or str(case.chosen.layer.date)
        state = f"not held by {side}" if case.aim.state == "not held" else f"held by {side}"
        return told(seen, when, state=state, stale=case.aim.change)

    def _doubts(self, verdict: Verdict, case: _Case) -> Iterator[tuple[str, str]]:
        """What makes a sure verdict unsure: another map of the day, another place of the name."""
        place, at = case.place, case.event.place_mention
        if verdict == "uncertain" or at is None:
            return
        for layer in maps_beside(case.maps, case.chosen, case.day.iso):
            other = self._test(layer, case, place)
            if other is not None and {other.verdict, verdict} == {"supported", "contradicted"}:
                yield "map disagreement", f"The map of {layer.title} shows it otherwise."
        found = self._reading.resolutions[at]
        if found.score < SURE_FROM:
            unsure = f"Which place is meant is itself unsure (belief {found.score:.2f})."
            yield "resolution", unsure
        rivals = found.rivals if verdict == "contradicted" else ()
        for rival in rivals:
            if rival.score < RIVAL_FROM or rival.place.kind != place.kind:
                continue
            other = self._test(case.chosen.layer, case, rival.place)
            if other is not None and other.verdict == "supported":
                label = rival.place.label()
                yield "resolution", f"It would fit another place of the name: {label}."
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


def _by_date(verdict: Verdict, case: _Case, *, after: str | None) -> str:
    """Why the day of the map leaves it open; empty where it does not."""
    row, day, gap = table()["holding"], case.day.iso, case.chosen.gap_days
    if verdict == "uncertain":
        return ""
    if day is None:
        return "Without a day it cannot be told whether it was so then."
    if gap is None:
        return ""
    if abs(gap) > row["fresh_days"]:
        side = "older" if gap < 0 else "later"
        return f"The map is {abs(gap)} days {side}: much may have changed."
    if verdict != "contradicted" or not case.aim.change or case.event.negated:
        return ""
    if gap < 0:
        return "A map of an earlier day cannot contradict a change."
    if after is not None and _days(day, after) <= row["lag_days"]:
        return "The map may lag behind."
    return ""


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _unchecked(statement: Statement, cause: str, why: str) -> Claim:
    return Claim(statement, None, None, None, None, None, "unchecked", cause, why)
