"""What events say of who has which place; the events are written by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import shapely

from gazetteer.measure import inverse, wind_of
from gazetteer.place import Place
from geo.control.evidence import Evidence, evidence_of, sides_of
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Attribution
from geo.reading.status import status_of

VILLAGE = Place(
    id="test:a", name="A", kind="settlement", lon=35.4, lat=51.2, precision_m=300,
    source="test", country="RU", radius_m=500,
)  # fmt: skip
REGION = dataclasses.replace(VILLAGE, id="test:r", name="R", kind="region")
SIDES = ("UA", "RU")


def happened(action: Any = "seized", **more: Any) -> Event:
    told: dict[str, Any] = {"actor": "UA", "standing": "assessed", "place_mention": 0} | more
    status = status_of(
        action,
        whole=told.get("part") is None,
        negated=told.get("negated", False),
        inside=not told.get("sector"),
    )
    if told.get("negated"):
        status = "held"
    return Event(0, 1, "x", action=action, verb=action, place_name="A", status=status, **told)


def read(
    *events: Event, place: Place | None = VILLAGE, date: str | None = None, score: float = 0.9
) -> Reading:
    return Reading(
        report=Report(id="r", text="A.", date=date),
        mentions=(Mention(0, 1, "A", "literal", "settlement"),),
        resolutions=(Resolution(place, score),),
        statements=(),
        events=events,
        resolve_without=lambda _: (),
    )


def only(*events: Event, **more: Any) -> Evidence:
    (found,) = evidence_of([read(*events, **more)])
    return found


def test_a_seized_place_is_held() -> None:
    found = only(happened())
    (known,) = found.known(SIDES)
    assert found.counts
    assert (known.side, known.share) == ("UA", 1.0)
    assert (known.lon, known.lat) == VILLAGE.lonlat


@pytest.mark.parametrize(
    ("action", "side", "decisive"),
    [
        ("seized", "UA", True), ("holds", "UA", True), ("entered", "UA", False),
        ("fighting", "UA", False), ("attacked", "RU", True), ("lost", "RU", True),
        ("withdrew", "RU", True),
    ],
)  # fmt: skip
def test_each_status_says_who_has_the_place(action: str, side: str, decisive: bool) -> None:  # noqa: FBT001
    (known,) = only(happened(action)).known(SIDES)
    assert known.side == side
    assert known.decisive == decisive


def test_strikes_say_nothing_of_the_front() -> None:
    assert evidence_of([read(happened("struck"))]) == ()


@pytest.mark.parametrize("event", [happened(negated=True), happened(standing="denied")])
def test_what_is_denied_never_counts_as_held(event: Event) -> None:
    found = only(event)
    assert not found.counts
    assert "denied" in found.outweighed


def test_a_region_is_no_place_with_a_status() -> None:
    assert evidence_of([read(happened(), place=REGION)]) == ()
    assert evidence_of([read(happened(), place=None)]) == ()


def test_a_place_that_may_be_another_does_not_count() -> None:
    assert "not sure" in only(happened(), score=0.3).outweighed


def test_who_says_so_decides_how_much_it_weighs() -> None:
    def doubt(standing: str, speaker: str | None) -> float:
        said = (Attribution(speaker, "said"),) if speaker else ()
        return only(happened(standing=standing, attribution=said)).doubt

    seen = doubt("geolocated", None)
    weighed = doubt("assessed", None)
    admitted = doubt("claimed", "Russian Defense Ministry")
    unknown = doubt("claimed", "a blogger")
    own = doubt("claimed", "Ukraine's General Staff")
    assert seen < weighed < admitted < unknown < own


def test_who_admits_a_loss_is_believed_more_than_who_claims_the_others_failure() -> None:
    by_loser = happened("lost", standing="claimed", attribution=(Attribution("Kyiv", "admitted"),))
    by_winner = happened("lost", standing="claimed", attribution=(Attribution("Moscow", "said"),))
    assert only(by_loser).doubt < only(by_winner).doubt


def test_a_later_day_outweighs_an_earlier_one_of_either_side() -> None:
    first, second = evidence_of([
        read(happened(date="2025-01-02"), happened("seized", actor="RU", date="2025-01-05"))
    ])  # fmt: skip
    assert "later day" in first.outweighed
    assert second.counts
    assert second.known(SIDES)[0].side == "RU"


def test_on_one_day_the_firmer_word_stands() -> None:
    firm, loose = evidence_of([
        read(
            happened(standing="geolocated", date="2025-01-05"),
            happened("entered", standing="claimed", date="2025-01-05"),
        )
    ])  # fmt: skip
    assert firm.counts
    assert not loose.counts


def test_what_happened_after_the_day_asked_for_does_not_count() -> None:
    found = evidence_of([read(happened(date="2025-01-09"))], day="2025-01-05")
    assert "after the day" in found[0].outweighed


def test_old_statuses_weigh_less() -> None:
    old, new = (
        evidence_of([read(happened(date=day))], day="2025-01-31")[0].doubt
        for day in ("2025-01-01", "2025-01-30")
    )
    assert old == pytest.approx(new + 0.29)


def test_the_day_of_the_report_stands_in_for_that_of_the_event() -> None:
    assert only(happened(), date="2025-01-05").date == "2025-01-05"


def test_fields_beside_a_place_are_ground_in_that_direction() -> None:
    found = only(happened("advanced", sector=("SW", "S")))
    assert found.ground is not None
    assert not found.ground.contains(shapely.Point(VILLAGE.lonlat))
    known = found.known(SIDES)
    winds = [
        wind_of(inverse(VILLAGE.lonlat, (one.lon, one.lat)).bearing_deg, winds=8) for one in known
    ]
    assert winds == ["SW", "S"]
    assert all(one.side == "UA" and not one.spot and 0 < one.share < 1 for one in known)
    # One statement weighs as one, however many points stand for it.
    assert known[0].doubt == pytest.approx(2 * found.doubt)


def test_the_sides_are_those_that_act_and_whose_ground_it_is() -> None:
    assert sides_of(evidence_of([read(happened())])) == ("UA", "RU")
    both = evidence_of([read(happened(actor="RU"), happened("entered", actor="RU"))])
    assert sides_of(both) == ("RU",)
