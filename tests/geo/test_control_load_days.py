"""Days from names and attributes, the ambiguous ones told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.control.file_day import day_in, day_of_moment, day_of_name

DAYS = st.dates(dt.date(2014, 1, 2), dt.date(2100, 12, 30))


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("20250104", "2025-01-04"),
        ("deepstatemap_data_20250104", "2025-01-04"),
        ("map-2025-01-04", "2025-01-04"),
        ("2025_01_04_final", "2025-01-04"),
        ("front 4.1.2025", "2025-01-04"),
        ("04.01.2025", "2025-01-04"),
        ("25-01-2025", "2025-01-25"),
        ("01-25-2025", "2025-01-25"),
        ("05-05-2025", "2025-05-05"),
        ("25012025", "2025-01-25"),
        ("control 4 January 2025", "2025-01-04"),
        ("Jan_4_2025", "2025-01-04"),
        ("4Jan2025", "2025-01-04"),
        ("2025-01-04T12-30", "2025-01-04"),
        ("20250104_1230", "2025-01-04"),
        ("20250104123000", "2025-01-04"),
        ("1750801842", "2025-06-24"),
        ("1750801842000", "2025-06-24"),
        ("history_1736000000", "2025-01-04"),
        ("2025-01-04 (copy of 20250104)", "2025-01-04"),
    ],
)
def test_the_day_in_a_name(stem: str, day: str) -> None:
    assert day_of_name(stem).day == day
    assert day_of_name(stem).basis == "file name"


@pytest.mark.parametrize(
    ("stem", "says"),
    [
        ("control", "neither the file nor its name says the day"),
        ("area_51", "neither"),
        ("20251345", "neither"),
        ("2025-02-30", "neither"),
        ("19450509", "neither"),
        ("123456789", "neither"),
        ("0000000001", "neither"),
        ("9999999999999", "neither"),
        ("03-04-2025", "may be 2025-04-03 or 2025-03-04"),
        ("04012025", "may be 2025-01-04 or 2025-04-01"),
        ("20250104-20250105", "several days: 2025-01-04 and 2025-01-05"),
        ("", "neither"),
    ],
)
def test_a_name_without_a_clear_day_says_why(stem: str, says: str) -> None:
    found = day_of_name(stem)
    assert found.day is None
    assert says in found.basis


@given(DAYS, st.sampled_from(["", "map_", "x", "ünï "]))
def test_every_day_is_found_in_the_usual_forms(day: dt.date, before: str) -> None:
    moment = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC).timestamp()
    forms = [day.isoformat(), f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day.day} {day:%B} {day.year}"]
    if before != "x":
        forms += [f"{moment:.0f}", f"{moment * 1000:.0f}"]
    for form in forms:
        # Ten digits that begin like a day and go on like an hour are taken for one.
        if form.isdigit() and len(form) == 10 and day_in(form[:8]).day:
            continue
        assert day_in(f"{before}{form}").day == day.isoformat(), form


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_look_at(text: str) -> None:
    found = day_in(text)
    assert found.day is None or dt.date.fromisoformat(found.day).year in range(2000, 2102)


def test_a_moment_late_in_the_evening_belongs_to_its_day_in_utc() -> None:
    found = day_of_moment(1750801842)
    assert found.day == "2025-06-24"
    assert "2025-06-24 21:50 UTC" in found.remark
    assert day_of_moment(-1).day is None
