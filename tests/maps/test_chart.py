"""Charts: they stand alone as XML, say what they show, and hold hostile text inert."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from maps.chart import ChartSeries, area_chart, stacked
from maps.errors import ChartInvalid

SVG = "{http://www.w3.org/2000/svg}"


def days(count: int, *, step: int = 1, first: str = "2024-08-06") -> tuple[str, ...]:
    start = date.fromisoformat(first)
    return tuple((start + timedelta(days=n * step)).isoformat() for n in range(count))


def parsed(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314 - our own chart


def texts(chart: str) -> list[str]:
    return ["".join(text.itertext()) for text in parsed(chart).iter(f"{SVG}text")]


def line(values: list[float], **more: object) -> ChartSeries:
    facts = {"label": "A maker", "days": days(len(values)), "colour": "#1668b0", **more}
    return ChartSeries(values=tuple(values), **facts)  # type: ignore[arg-type]


def test_it_says_in_words_what_it_shows() -> None:
    chart = area_chart([line([38.4, 1098.5, 468.3])], title="Held by UA in Russia", chart_id="a")
    root = parsed(chart)
    assert root.get("role") == "img"
    names = str(root.get("aria-labelledby")).split()
    told = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert told[names[0]] == "Held by UA in Russia"
    assert told[names[1]] == (
        "A maker: from 38.4 km² on 2024-08-06 to 468.3 km² on 2024-08-08, most 1,098.5 km² on "
        "2024-08-07, 3 days."
    )


def test_the_axis_has_its_unit_and_starts_at_zero() -> None:
    shown = texts(area_chart([line([38.4, 1098.5, 468.3])], title="Area"))
    assert "km²" in shown
    assert "0" in shown
    assert "the axis does not begin at zero" not in shown
    assert "1,098.5 km², 2024-08-07" in shown


def test_an_axis_that_starts_higher_says_so_and_has_no_filled_ground() -> None:
    chart = area_chart([line([116_000, 116_500, 116_700])], title="Area")
    assert "the axis does not begin at zero" in texts(chart)
    assert not list(parsed(chart).iter(f"{SVG}polygon"))
    assert list(parsed(area_chart([line([0, 10])], title="Area")).iter(f"{SVG}polygon"))


def test_points_stand_where_their_day_and_value_are() -> None:
    """Twice the value stands twice as high above the axis; the days are evenly apart."""
    root = parsed(area_chart([line([100, 200, 400])], title="Area"))
    dots = [c for c in root.iter(f"{SVG}circle") if c.get("fill") != "none"]
    x, y = ([float(str(dot.get(key))) for dot in dots] for key in ("cx", "cy"))
    assert x[1] - x[0] == pytest.approx(x[2] - x[1], abs=0.2)
    assert y[1] - y[2] == pytest.approx(2 * (y[0] - y[1]), abs=0.3)
    axis = y[0] + (y[0] - y[1])
    ticks = [t for t in root.iter(f"{SVG}text") if t.text == "0"]
    assert float(str(ticks[0].get("y"))) - 4 == pytest.approx(axis, abs=0.3)


def test_a_gap_of_days_is_crossed_by_a_dotted_line() -> None:
    gapped = (*days(5), *days(5, first="2024-10-01"))
    root = parsed(area_chart([line([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], days=gapped)], title="Area"))
    lines = list(root.iter(f"{SVG}polyline"))
    assert [one.get("stroke-dasharray") for one in lines] == [None, "1 4", None]


def test_several_lines_differ_by_more_than_colour() -> None:
    root = parsed(area_chart([line([1, 2]), line([2, 3], label="B")], title="Area"))
    assert len({one.get("stroke-dasharray") for one in root.iter(f"{SVG}polyline")}) == 2
    shown = texts(area_chart([line([1, 2]), line([2, 3], label="B")], title="Area"))
    assert {"A maker", "B"} <= set(shown)


HOSTILE = "</text><script>alert(1)</script>\"'&`${x}{{y}}\u0000\ud800"


def test_hostile_text_stays_text() -> None:
    chart = area_chart([line([1, 2], label=HOSTILE)], title=HOSTILE, unit=HOSTILE)
    assert "<script" not in chart
    assert "${" not in chart
    assert not [one for one in parsed(chart).iter() if one.tag.endswith("script")]
    assert any("alert(1)" in text for text in texts(chart))


def test_one_day_and_nothing_but_zeros_are_drawn() -> None:
    assert texts(area_chart([line([5.0])], title="One day"))
    assert texts(area_chart([line([0.0, 0.0])], title="Nothing"))


def test_charts_below_one_another_are_one_drawing() -> None:
    one, two = (area_chart([line([1, 2])], title="A", chart_id=name) for name in ("a", "b"))
    root = parsed(stacked([one, two], height=300))
    assert root.get("height") == "600"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 6


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ChartInvalid):
        area_chart([], title="Nothing")
    with pytest.raises(ChartInvalid, match="2 days and 1 values"):
        line([1.0], days=days(2))
    with pytest.raises(ChartInvalid):
        line([])
