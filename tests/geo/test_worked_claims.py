"""Sums, changes and durations: numbers that the text itself lets a reader work out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims.claim import Claim
from geo.claims.working import worked_claim
from geo.reading.report import Report
from geo.reading.statements import find_statements


def worked(text: str, *, published: str | None = None) -> list[Claim]:
    """Read a text and check what it lets one work out."""
    statements = find_statements(Report("r", text, date=published), ())
    return [
        worked_claim(statement, statement.working, lang="en")
        for statement in statements
        if statement.working is not None
    ]


@pytest.mark.parametrize(
    ("text", "verdict", "arithmetic"),
    [
        ("Out of the 44 clashes, 35 have been resolved, while at least nine are still ongoing.",
         "supported", "44 − 35 = 9"),
        ("The staff counted 44 clashes, at least nine still ongoing. Of the 44, 35 were resolved.",
         "supported", "44 − 35 = 9"),
        ("Of the 44 clashes, 35 have been resolved and 12 are still ongoing.",
         "contradicted", "44 − 35 = 9"),
        ("35 of the 44 attacks were repelled; nine continue.", "supported", "44 − 35 = 9"),
        ("Of 28 settlements taken, 17 have been recaptured and the remaining 10 are contested.",
         "contradicted", "28 − 17 = 11"),
        ("He counted 12 strikes in all: seven in the hills, three in the port and two at sea.",
         "supported", "7 + 3 + 2 = 12"),
        ("He counted 14 strikes in all: seven in the hills, three in the port and two at sea.",
         "contradicted", "7 + 3 + 2 = 12"),
        ("The army lost 7 tanks and 5 trucks, a total of 12 vehicles.", "supported", "7 + 5 = 12"),
        ("Of 50 drones, about 30 were shot down and 20 went missing.", "uncertain", "50 − 30 = 20"),
    ],
)  # fmt: skip
def test_a_sum_is_added_up(text: str, verdict: str, arithmetic: str) -> None:
    (claim,) = worked(text)
    assert claim.statement.type == "sum"
    assert claim.verdict == verdict
    assert arithmetic in claim.why


@pytest.mark.parametrize(
    "text",
    [
        "Two hundred people live there; 40 left, and 12 remain in 3 villages.",
        "On 5 January at least 8 attacks failed near 3 villages.",
        "Twelve strikes in all were counted, including three in the port and two at sea.",
        "Of the 20 villages, 12 are mined.",
        "The 95th brigade lost 5 vehicles and the 36th lost 3.",
    ],
)
def test_numbers_that_do_not_make_up_a_whole_are_left_alone(text: str) -> None:
    assert worked(text) == []


@given(whole=st.integers(20, 900), done=st.integers(2, 800), off=st.sampled_from([0, 0, 1, -1, 7]))
def test_a_bare_remainder_fits_only_where_the_numbers_add_up(
    whole: int, done: int, off: int
) -> None:
    rest = whole - done + off
    if not 0 < rest < whole or done >= whole or rest == done:
        return
    text = f"Of the {whole} attacks, {done} were repelled and {rest} are still ongoing."
    (claim,) = worked(text)
    assert claim.verdict == ("supported" if off == 0 else "contradicted")
    assert claim.measured == (whole - done, whole - done)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The area shrank from 1,200 to 600 square kilometres, about half.", "supported"),
        ("The area halved, from 1,200 sq km in September to 800 sq km.", "contradicted"),
        ("They hold 480 sq km, down from 1,300 sq km: they lost about 40 percent.", "contradicted"),
        ("The zone doubled, from 40 square kilometres to 80 square kilometres.", "supported"),
    ],
)
def test_a_change_is_compared_with_its_numbers(text: str, verdict: str) -> None:
    (claim,) = worked(text)
    assert (claim.statement.type, claim.verdict) == ("change", verdict)


def test_a_change_without_both_numbers_is_not_worked_out() -> None:
    assert worked("The area they hold has halved since September.") == []


@settings(deadline=None)
@given(
    first=st.dates(date(2014, 3, 1), date(2024, 1, 1)),
    days=st.integers(15, 900),
    told=st.sampled_from([0.5, 1.0, 2.0]),
)
def test_a_duration_is_measured_from_its_days(first: date, days: int, told: float) -> None:
    last = first + timedelta(days=days)
    stated = round(days * told)
    (claim,) = worked(
        f"The attack of {last.day} {last:%B %Y} came {stated} days after the crossing of "
        f"{first.day} {first:%B %Y} was opened."
    )
    assert claim.statement.type == "duration"
    assert claim.measured_value == days
    assert claim.verdict == ("supported" if told == 1.0 else "contradicted")


def test_a_duration_counts_up_to_the_day_of_the_report() -> None:
    text = "The advance comes nearly six months after the incursion of 6 August 2024 began."
    (claim,) = worked(text, published="2025-01-30")
    assert claim.verdict == "supported"
    assert "177 days" in claim.why


def test_a_duration_whose_event_has_no_day_cannot_be_worked_out() -> None:
    text = "The latest advances come nearly six months after troops first crossed over."
    statements = find_statements(Report("r", text, date="2025-01-30"), ())
    assert [(one.type, one.working) for one in statements] == [("duration", None)]
