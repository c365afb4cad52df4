"""One spot for each place, with a status for each side."""

from __future__ import annotations

from typing import Any

import pytest

from maps.spots import deeds_of, spots_of, unresolved


def spots(*checked: Any) -> dict[str, Any]:
    return {spot.place.name: spot for spot in spots_of(checked, deeds=deeds_of(checked))}


def test_literal_mentions_alone_become_spots(checked: Any) -> None:
    found = spots(*checked)
    assert found["Berdin"].sightings == ((0, 1), (0, 2), (0, 3), (0, 4))
    assert "Ukraine" not in found  # a metonym
    assert found["Zarechny Vyselok"].estimated
    assert [checked[0][0].mentions[i].text for _, i in unresolved(checked)] == ["Tikhy Log"]


def test_regions_are_not_pinned_and_get_no_status(checked: Any) -> None:
    oblast = spots(*checked)["Kursk Oblast"]
    assert not oblast.pinned
    assert oblast.deeds
    assert oblast.statuses == ()


def test_each_side_has_its_status_the_firmest_first(checked: Any) -> None:
    berdin = spots(*checked)["Berdin"]
    assert [(s.side, s.status, s.standing) for s in berdin.statuses] == [
        ("UA", "entered", "geolocated"),
        ("RU", "held", "claimed"),
    ]


def test_ground_beside_a_place_says_nothing_of_the_place(checked: Any) -> None:
    step = spots(*checked)["Yamskaya Step"]
    assert len(step.deeds) == 1
    assert step.statuses == ()


@pytest.mark.parametrize("change", [{"negated": True}, {"standing": "denied"}, {"actor": None}])
def test_what_is_denied_or_nobodys_gives_no_status(
    notes: Any, places: Any, change: dict[str, Any]
) -> None:
    written = notes("Troops of Ukraine took Sudzha.")
    sudzha = written.mention("Sudzha", places["sudzha"])
    facts = {"actor": "UA", "action": "seized", "verb": "took", "status": "held", **change}
    written.event("took Sudzha", sudzha, **facts)
    assert spots(written.checked())["Sudzha"].statuses == ()


def test_the_later_day_counts(notes: Any, places: Any) -> None:
    written = notes("Ukraine took Sudzha. Ukraine left Sudzha.")
    sudzha = written.mention("Sudzha", places["sudzha"])
    for words, status, date in (("left Sudzha", "lost", "2025-03-13"),
                                ("took Sudzha", "held", "2024-08-15")):  # fmt: skip
        written.event(words, sudzha, actor="UA", action="seized", verb="x", status=status,
                      date=date)  # fmt: skip
    (status,) = spots(written.checked())["Sudzha"].statuses
    assert status.status == "lost"


def test_reports_are_gathered_by_place(notes: Any, places: Any) -> None:
    one, two = notes("Sudzha stood.", id="one"), notes("In Sudzha it snowed.", id="two")
    for written in (one, two):
        written.mention("Sudzha", places["sudzha"])
    (spot,) = spots(one.checked(), two.checked()).values()
    assert spot.sightings == ((0, 0), (1, 0))


@pytest.mark.parametrize(
    ("action", "negated", "gained"),
    [
        ("advanced", False, True),
        ("entered", False, True),
        ("holds", False, False),
        ("fighting", False, False),
        ("repelled", False, False),
        ("advanced", True, False),
    ],
)
def test_only_gains_are_drawn_as_gains(
    notes: Any, places: Any, action: Any, negated: Any, gained: Any
) -> None:
    written = notes("Troops stood west of Sudzha.")
    sudzha = written.mention("Sudzha", places["sudzha"])
    written.event("west of Sudzha", sudzha, actor="UA", action=action, verb="x", sector=("W",),
                  negated=negated)  # fmt: skip
    (deed,) = deeds_of([written.checked()])
    assert deed.drawn_as_advance is gained
