"""Stated beside measured: how far outside, in words and as a drawing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from geo.claims.claim import Claim
from geo.reading.statement import Statement
from maps.outside import beyond, outside, share_outside
from maps.strip import strip


def claim(
    stated: Any, measured: Any, value: float | None, unit: str, *, negated: bool = False
) -> Claim:
    statement = Statement(0, 1, "x", "distance", None, "x", negated=negated)
    return Claim(statement, stated, measured, value, unit, None, "uncertain")


@pytest.mark.parametrize(
    ("stated", "value", "unit", "gap", "words"),
    [
        ((12.0, 18.0), 21.2, "km", 3.2, "3.2\u00a0km more"),
        ((12.0, 18.0), 9.0, "km", -3.0, "3\u00a0km less"),
        ((12.0, 18.0), 18.0, "km", 0.0, None),
        ((None, 5.0), 7.0, "km", 2.0, "2\u00a0km more"),
        ((9.0, None), 12.0, "count", 0.0, None),
        ((0.425, 0.575), 0.6, "share", 0.025, "2.5% more"),
        # Bearings run clockwise and wrap at north.
        ((315.0, 45.0), 350.0, "deg", 0.0, None),
        ((315.0, 45.0), 10.0, "deg", 0.0, None),
        ((315.0, 45.0), 55.0, "deg", 10.0, "10° outside"),
        ((315.0, 45.0), 300.0, "deg", -15.0, "15° outside"),
        ((45.0, 135.0), 5.0, "deg", -40.0, "40° outside"),
    ],
)
def test_how_far_a_measurement_lies_outside(
    stated: Any, value: float, unit: str, gap: float, words: str | None
) -> None:
    one = claim(stated, None, value, unit)
    assert outside(one) == pytest.approx(gap)
    assert beyond(one) == words


def test_shares_put_kilometres_and_degrees_in_one_order() -> None:
    # 3.2 of 6 km, 15 of 90 degrees, 2 of the 5 km that an open end leaves.
    assert share_outside(claim((12.0, 18.0), None, 21.2, "km")) == pytest.approx(3.2 / 6)
    assert share_outside(claim((315.0, 45.0), None, 300.0, "deg")) == pytest.approx(15 / 90)
    assert share_outside(claim((None, 5.0), None, 7.0, "km")) == pytest.approx(2 / 5)


def test_nothing_is_outside_of_what_is_denied_or_not_measured() -> None:
    assert outside(claim((12.0, 18.0), None, 21.2, "km", negated=True)) is None
    assert outside(claim((12.0, 18.0), None, None, "km")) is None
    assert outside(claim(None, None, 21.2, "km")) is None


def figures(markup: str, look: str) -> dict[str, float]:
    found = re.search(f'<(?:rect|line)[^>]*class="{look}[^>]*>', markup)
    assert found is not None, markup
    return {
        name: float(value)
        for name, value in re.findall(r'\b(x|width|x1)="([\d.]+)%"', found.group())
    }


def test_both_intervals_stand_on_one_axis_to_scale() -> None:
    drawn = strip(claim((12.0, 18.0), (20.0, 22.0), 21.0, "km"))
    assert drawn is not None
    said, found, best = (figures(drawn, look) for look in ("said", "found", "best"))
    per_km = said["width"] / 6
    assert found["width"] == pytest.approx(2 * per_km, abs=0.2)
    assert found["x"] - said["x"] == pytest.approx(8 * per_km, abs=0.2)
    assert best["x1"] - said["x"] == pytest.approx(9 * per_km, abs=0.2)
    assert said["x"] >= 0
    assert found["x"] + found["width"] <= 100


def test_an_open_end_runs_off_the_axis() -> None:
    drawn = strip(claim((9.0, None), (9.0, 9.0), 9.0, "count"))
    assert drawn is not None
    said = figures(drawn, "said open")
    assert said["x"] + said["width"] == pytest.approx(100, abs=0.2)


@pytest.mark.parametrize("stated", [None, (None, None)])
def test_without_a_stated_interval_nothing_is_drawn(stated: Any) -> None:
    assert strip(claim(stated, (1.0, 2.0), 1.5, "km")) is None


def test_a_dial_points_where_the_bearing_does() -> None:
    drawn = strip(claim((0.0, 90.0), (85.0, 95.0), 90.0, "deg"))
    assert drawn is not None
    # North is up, east to the right: the wedge runs from the top to the right, the needle east.
    wedge = re.search(r'd="M0 0L(\S+) (\S+)A\S+ \S+ 0 0 1 (\S+) (\S+)Z"', drawn)
    assert wedge is not None
    assert [float(value) for value in wedge.groups()] == pytest.approx([0, -11, 11, 0], abs=0.06)
    needle = re.search(r'<line x2="(\S+)" y2="(\S+)"', drawn)
    assert needle is not None
    assert [float(value) for value in needle.groups()] == pytest.approx([11, 0], abs=0.06)


@pytest.mark.parametrize(
    ("stated", "measured", "value", "unit"),
    [
        ((0.0, 0.0), (0.0, 0.0), 0.0, "km"),
        ((5.0, 5.0), None, None, "km2"),
        ((-40.0, -20.0), (-30.0, -10.0), -20.0, "share"),
        ((0.0, 360.0), (10.0, 20.0), 15.0, "deg"),
        ((300.0, 60.0), None, None, "deg"),
    ],
)
def test_odd_intervals_are_drawn_within_the_axis(
    stated: Any, measured: Any, value: Any, unit: str
) -> None:
    drawn = strip(claim(stated, measured, value, unit))
    assert drawn is not None
    assert "nan" not in drawn
    for share in re.findall(r'="(-?[\d.]+)%"', drawn):
        assert 0 <= float(share) <= 100
