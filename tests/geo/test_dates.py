"""Days worked out from the date of a report; days that the words leave open stay unknown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.dates import Dates
from geo.reading.days import find_days
from geo.reading.report import Report
from geo.reading.tokens import sentences

TUESDAY = "2025-01-07"


def day_of(told: str, *, of: str, published: str | None = TUESDAY) -> str | None:
    """The day that a text gives for some of its words."""
    start = told.rindex(of)
    report = Report(id="day", text=told, date=published)
    return Dates(report, sentences(told)).at(start, start + len(of))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Troops entered Ozerne on Monday.", "2025-01-06"),
        ("Troops entered Ozerne overnight, the channel reported.", "2025-01-07"),
        ("Drones came overnight on January 5 and troops entered Ozerne.", "2025-01-05"),
        ("Troops entered Ozerne overnight on January 5.", "2025-01-05"),
        ("Troops entered Ozerne overnight to Sunday.", "2025-01-05"),
        ("Troops entered Ozerne overnight Sunday.", "2025-01-05"),
        ("On the night of 4 to 5 January, troops entered Ozerne.", "2025-01-05"),
        ("Troops entered Ozerne the day before yesterday.", "2025-01-05"),
        ("Troops entered Ozerne on 5.01, the channel wrote.", "2025-01-05"),
        ("As of January 4, troops entered Ozerne.", "2025-01-04"),
        ("The mayor said on Tuesday that troops entered Ozerne on Sunday.", "2025-01-05"),
        ("A depot burned on Friday. On the same day troops entered Ozerne.", "2025-01-03"),
        ("A depot burned on January 3. The next day troops entered Ozerne.", "2025-01-04"),
        ("A depot burned on January 3 and the following day troops entered Ozerne.", "2025-01-04"),
        ("A depot burned on January 3. The previous day troops entered Ozerne.", "2025-01-02"),
        ("A depot burned on January 3. The next day shells fell. A day later they entered Ozerne.",
         "2025-01-05"),
    ],
)  # fmt: skip
def test_days_are_told_from_the_reports_own_day(told: str, day: str) -> None:
    assert day_of(told, of="entered Ozerne") == day


@pytest.mark.parametrize(
    "told",
    [
        "Troops entered Ozerne last week.",
        "Troops entered Ozerne in December.",
        "Troops entered Ozerne over the weekend.",
        "Troops entered Ozerne the next day.",
        "A depot burned last week. The next day troops entered Ozerne.",
        "Troops entered Ozerne, on 5.01 hectares of it.",
    ],
)
def test_a_time_that_names_no_single_day_stays_unknown(told: str) -> None:
    assert day_of(told, of="entered Ozerne") is None


@pytest.mark.parametrize("when", ["overnight", "on Monday", "yesterday", "on 5.01", "the next day"])
def test_without_a_date_of_the_report_nothing_is_guessed(when: str) -> None:
    assert day_of(f"Troops entered Ozerne {when}.", of="entered Ozerne", published=None) is None


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 900))
def test_the_next_day_follows_the_day_named_before(day: date, apart: int) -> None:
    told = f"On {day.isoformat()} it rained. {'x' * apart} The next day it snowed."
    assert find_days(told)[-1].iso == (day + timedelta(days=1)).isoformat()
