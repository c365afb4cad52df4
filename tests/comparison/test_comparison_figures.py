"""When two figures are of one thing, and what is said where they are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from geo.comparison import compare, difference
from geo.comparison.window import EARLIER, Window, of_report, overlap

Told = Callable[..., Any]


def both(told: Told, one: str, other: str, **known: Any) -> Any:
    pair = [told(one, source="Red Post", **known), told(other, source="Blue Post", **known)]
    return compare(pair)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        # 9 miles are 14.48 km; 14 km as a bare number admits that.
        ("Malaya Loknya is 9 miles from Sudzha.", "Malaya Loknya is 14 km from Sudzha.", True),
        # 9 nautical would be 16.7 km: no.
        ("Malaya Loknya is 14 km from Sudzha.", "Malaya Loknya is 17 km from Sudzha.", False),
        ("Berdin is at least 20 km from Sudzha.", "Berdin is 16 km from Sudzha.", False),
        ("Berdin is at least 15 km from Sudzha.", "Berdin is 16 km from Sudzha.", True),
        # The same two places from the other end.
        ("Berdin is 16 km from Sudzha.", "Sudzha is 16 km from Berdin.", True),
        ("Berdin lies northeast of Sudzha.", "Sudzha lies southwest of Berdin.", True),
        ("Berdin lies northeast of Sudzha.", "Berdin lies southwest of Sudzha.", False),
        ("Berdin lies northeast of Sudzha.", "Berdin lies north of Sudzha.", True),
        ("Berdin lies northwest of Sudzha.", "Berdin lies north-northeast of Sudzha.", True),
    ],
)
def test_distances_and_directions(told: Told, one: str, other: str, agree: bool) -> None:  # noqa: FBT001
    found = both(told, one, other)
    assert bool(found.agreements) is agree
    assert bool(found.disagreements) is not agree
    assert found.not_comparable == ()


def test_a_part_may_not_be_larger_than_its_whole(told: Told) -> None:
    found = both(
        told,
        "Ukraine holds 700 square kilometers of the Kursk region.",
        "Ukraine holds 300 square kilometers of Russian territory.",
    )
    (split,) = found.disagreements
    assert "larger than the whole" in split.why
    assert found.not_comparable == ()


def test_ground_of_another_side_is_not_set_beside(told: Told) -> None:
    found = both(
        told,
        "Ukraine holds 490 square kilometers of the Kursk region.",
        "Russia holds 520 square kilometers of the Kharkiv region.",
    )
    assert found.disagreements == found.not_comparable == ()


def test_the_same_staff_with_two_numbers_disagrees(told: Told) -> None:
    found = both(
        told,
        "Ukraine's General Staff reported 44 combat clashes on January 5.",
        "The General Staff of Ukraine reported 54 clashes on January 5.",
    )
    (split,) = found.disagreements
    assert [account.said for side in split.sides for account in side] == [
        "44 clashes", "54 clashes",
    ]  # fmt: skip


def test_what_was_counted_on_other_days_is_not_compared(told: Told) -> None:
    found = both(
        told,
        "Ukraine's General Staff reported 44 combat clashes on January 5.",
        "The General Staff of Ukraine reported 54 clashes on January 4.",
    )
    assert found.disagreements == ()
    (apart,) = found.not_comparable
    assert apart.because == "44 is as of 5 January 2025, 54 as of 4 January 2025"


def test_one_report_alone_can_hold_two_origins(told: Told) -> None:
    text = (
        "Russian forces seized Martynovka on January 5, the Russian Defense Ministry said. "
        "Ukrainian forces held Martynovka on January 5, the Ukrainian General Staff said."
    )
    (split,) = compare([told(text, source="Red Post")]).disagreements
    assert split.topic == "Martynovka"
    assert compare([told(text, source="Red Post")]).agreements == ()


def test_what_a_report_tells_in_turn_is_no_contradiction(told: Told) -> None:
    text = "Ukrainian forces held Martynovka. Then Russian forces seized Martynovka."
    assert compare([told(text, source="Red Post")]).disagreements == ()


def test_an_earlier_attack_is_not_the_new_one(told: Told) -> None:
    found = both(
        told,
        "Ukraine's initial incursion in the Kursk region began in August.",
        "Ukraine launched an offensive in the Kursk region on January 5.",
    )
    assert not any("attacked" in one.topic for one in found.agreements)


def test_rewording_is_no_change(told: Told) -> None:
    one = told("Russian forces seized Martynovka on January 5, ISW said.", source="Red Post")
    other = told(
        "On January 5, Martynovka was captured by Russian troops, "
        "the Institute for the Study of War reported.",
        source="Red Post",
    )
    assert difference([one], [other]).changes == ()


def test_a_denial_is_a_change(told: Told) -> None:
    one = told("Russian forces seized Martynovka on January 5, a blogger said.", source="Red Post")
    other = told(
        "Ukraine denied that Russian forces had seized Martynovka on January 5.", source="Red Post"
    )
    changed = [row for row in difference([one], [other]).changes if row.kind == "event"]
    assert [(row.change, row.before, row.after) for row in changed] == [
        ("changed", "claimed", "said not to be so, denied")
    ]


def test_windows_of_a_report_meet_those_of_the_next_day_alone() -> None:
    monday = of_report("2025-01-06", before_days=1)
    tuesday = of_report("2025-01-07", before_days=1)
    thursday = of_report("2025-01-09", before_days=1)
    assert overlap(monday, tuesday) is True
    assert overlap(monday, thursday) is False
    assert overlap(monday, None) is None
    assert overlap(monday, EARLIER) is False
    assert overlap(Window("--01-05", "--01-05"), Window("2025-01-05", "2025-01-05")) is True
    assert overlap(Window("--01-04", "--01-04"), Window("2025-01-05", "2025-01-05")) is False
