"""Near, in, how long, how many in all, by how much: compared where they are of one thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from geo.comparison import Comparison, compare, difference

Told = Callable[..., Any]
WAR = "The siege lasted {}, from 6 August 2024 to 9 September 2024."
SHRANK = "The area shrank from 1,200 to {} square kilometres, by {}."


def both(told: Told, one: str, other: str, *, days: Sequence[str] = ("2025-01-05",) * 2) -> Any:
    """Two reports compared, the same whichever comes first."""
    pair = [
        told(text, source=source, date=day)
        for text, source, day in zip((one, other), ("Red Post", "Blue Post"), days, strict=True)
    ]
    found, turned = compare(pair), compare(pair[::-1])
    assert counted(found) == counted(turned)
    return found


def counted(found: Comparison) -> tuple[Any, ...]:
    return (
        sorted((one.of, one.topic) for one in found.agreements),
        sorted((one.topic, one.why) for one in found.disagreements),
        sorted((one.topic, one.because) for one in found.not_comparable),
    )


@pytest.mark.parametrize(
    ("one", "other", "of"),
    [
        ("Berdin is near Sudzha.", "Sudzha lies close to Berdin.", "near"),
        ("Berdin is not near Kursk.", "Berdin is not near Kursk.", "not near"),
        ("Martynovka is in Kursk Oblast.", "Martynovka is in Kursk Oblast.", "containment"),
        (WAR.format("34 days"), WAR.format("about five weeks"), "duration"),
        (SHRANK.format(600, "half"), SHRANK.format(600, "50%"), "change"),
    ],
)
def test_the_same_said_alike_is_an_agreement(told: Told, one: str, other: str, of: str) -> None:
    found = both(told, one, other)
    assert [agreement.of for agreement in found.agreements] == [of]
    assert found.disagreements == found.not_comparable == ()


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Martynovka is in Kursk Oblast.", "Martynovka is not in Kursk Oblast.",
         ("inside", "outside")),
        (WAR.format("34 days"), WAR.format("20 days"), ("34 days", "20 days")),
        (SHRANK.format(600, "half"), SHRANK.format(600, "a third"), ("half", "a third")),
    ],
)  # fmt: skip
def test_of_the_same_only_one_can_be_right(
    told: Told, one: str, other: str, words: tuple[str, str]
) -> None:
    found = both(told, one, other)
    (split,) = found.disagreements
    assert all(word in split.why for word in words)
    assert found.agreements == found.not_comparable == ()


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ("Berdin is near Sudzha.", "Berdin is not near Sudzha.", "near is no number"),
        ("Berdin is near Sudzha.", "Sudzha is 40 km from Berdin.", "one says near, one 40 km"),
        ("Berdin is in Kursk Oblast.", "Berdin is in Sumy Oblast.", "where the two overlap"),
        ("Five months after the incursion of August 6, troops came.",
         "The village fell three months after the raid of August 6, on November 6.",
         "not to the same day"),
        ("Five months after the incursion of August 6, troops came.",
         "Three months after the incursion of August 6, troops came.", "is not sure"),
        (SHRANK.format(600, "half"), SHRANK.format(800, "a third"), "not the same change"),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_told_with_the_reason(
    told: Told, one: str, other: str, because: str
) -> None:
    found = both(told, one, other)
    assert found.agreements == found.disagreements == ()
    (apart,) = found.not_comparable
    assert because in apart.because


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Berdin is near Sudzha.", "Berdin is 6 km from Sudzha."),
        ("Berdin is near Sudzha.", "Martynovka is near Sudzha."),
        ("Martynovka is in Kursk Oblast.", "Martynovka is in Russia."),
        ("Martynovka is in Kursk Oblast.", "Berdin is not in Sumy Oblast."),
        (WAR.format("34 days"), "The siege lasted 20 days, from 6 May 2024 to 26 May 2024."),
        (SHRANK.format(600, "half"), "The area shrank from 900 to 300 square kilometres, by 66%."),
    ],
)
def test_nothing_is_said_of_what_nobody_would_lay_side_by_side(
    told: Told, one: str, other: str
) -> None:
    found = both(told, one, other)
    assert found.agreements == found.disagreements == found.not_comparable == ()


def test_a_number_that_is_no_more_than_rounded_otherwise_is_no_disagreement(told: Told) -> None:
    found = both(told, SHRANK.format(600, "half"), SHRANK.format("about 600", "a third"))
    assert found.disagreements == ()
    longer = both(told, WAR.format("34 days"), WAR.format("35 days"))
    assert longer.disagreements == ()


def test_a_total_that_is_a_tally_as_well_is_told_once(told: Told) -> None:
    found = both(
        told,
        "Twelve strikes in all: seven in Sumy, five in Kharkiv.",
        "Thirteen strikes in all: seven in Sumy, five in Kharkiv.",
    )
    (split,) = found.disagreements
    assert split.topic == "strikes"


def test_a_report_that_counts_on_from_day_to_day_is_told_from_each_day_to_the_next(
    told: Told,
) -> None:
    months = ("Four", "Five", "Six")
    days = ("2024-12-06", "2025-01-06", "2025-02-06")
    found = compare([
        told(f"{count} months after the incursion of August 6, 2024, it went on.",
             source=f"Post {day}", date=day)
        for count, day in zip(months, days, strict=True)
    ])  # fmt: skip
    assert found.disagreements == ()
    assert len(found.not_comparable) == 2


def test_a_denial_that_is_quoted_denies(told: Told) -> None:
    found = both(
        told,
        "Martynovka is in Kursk Oblast.",
        "Martynovka is not in Kursk Oblast, the mayor said.",
    )
    assert len(found.disagreements) == 1


def test_other_kinds_of_claims_change_nothing_from_day_to_day(told: Told) -> None:
    text = f"Berdin is near Sudzha. {WAR.format('34 days')}"
    assert (
        difference([told(text, date="2025-01-05")], [told(text, date="2025-01-06")]).changes == ()
    )
