"""The figures beside a timeline's map: a chart a series, the events, the table of all areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maps import wording
from maps.html import Html, join, tag
from maps.timeline_axis import Scale
from maps.timeline_change import daily
from maps.timeline_chart import chart
from maps.timeline_maps import Course
from maps.timeline_names import Names

_MINUS: Final = "\u2212"


def km2(area_km2: float) -> str:
    """Write an area as the page does: tenths below ten thousand, whole numbers above.

    Parameters
    ----------
    area_km2
        Square kilometres.
    """
    shown = f"{area_km2:,.0f}" if abs(area_km2) >= 9_999.5 else f"{area_km2:,.1f}"
    return "0.0" if shown == "-0.0" else shown.replace("-", _MINUS)


def figures(course: Course, names: Names, scales: Sequence[Scale]) -> Html:
    """Write the areas of the last map, each above its chart; the script keeps them in step.

    Parameters
    ----------
    course
        The maps.
    names
        Names of the sides.
    scales
        Axis of every series, from `maps.timeline_chart.scales_of`.
    """
    last = len(course.snapshots) - 1
    blocks = []
    for number, (series, scale) in enumerate(zip(course.series, scales, strict=True)):
        if series.status == "liberated":
            # What was won back is its own country's again; the table has it.
            continue
        name = names.ground(series)
        gained, lost = daily(course.changes[number], last + 1)[-1]
        blocks.append(
            tag(
                "div",
                tag("h3", names.marked(series.side, name)),
                tag(
                    "p",
                    tag("b", tag("span", km2(course.snapshots[-1].areas_km2[number]),
                                 class_="area"), " km²"),
                    tag("span", _changed(gained, lost), class_="change") if course.days else None,
                    class_="figure",
                ),
                *_chart(course, number, scale, names),
                class_=f"series {series.status}{' inferred' if series.inferred else ''}",
                data_series=number,
            )
        )  # fmt: skip
    since = course.snapshots[max(0, last - 1)].date
    return tag(
        "section",
        tag("h2", "Area on ", tag("span", wording.day(course.snapshots[-1].date), class_="day"),
            id="areas-title"),
        tag("p", "Gained and lost since ", tag("span", wording.day(since), class_="since"),
            class_="note compared") if course.days else None,
        *blocks,
        tag("p", "Each chart has an axis of its own. Click or drag on one to choose a day.",
            class_="note") if course.days else None,
        aria_labelledby="areas-title",
        class_="areas",
    )  # fmt: skip


def _chart(course: Course, number: int, scale: Scale, names: Names) -> Iterator[Html]:
    """The chart of a series, where there is more than one day."""
    series = course.series[number]
    if course.days:
        yield chart(course, number, scale, name=names.ground(series), tone=names.tone(series.side))
        if not scale.from_zero:
            yield tag("p", "The axis does not begin at zero.", class_="note axis")


def signed(area_km2: float, sign: str) -> str:
    """Write a gain or a loss; without a sign where it rounds to nothing.

    Parameters
    ----------
    area_km2
        Square kilometres, zero or more.
    sign
        What stands before it.
    """
    shown = km2(area_km2)
    return shown if shown == "0.0" else f"{sign}{shown}"


def _changed(gained: float, lost: float) -> Html:
    """What was gained and lost, in the shape that the script keeps up to date."""
    return join(
        tag("span", signed(gained, "+"), class_="gained"), " gained, ",
        tag("span", signed(lost, _MINUS), class_="lost"), " lost",
    )  # fmt: skip


def area_table(course: Course, names: Names) -> Html:
    """Write every map's areas: what the charts show, for those who cannot see or run them.

    Parameters
    ----------
    course
        The maps.
    names
        Names of the sides.
    """
    heads = [
        tag("th", name, scope="col")
        for name in ("Map of", *(f"{names.ground(series)}, km²" for series in course.series))
    ]
    table = tag(
        "table",
        tag("caption", "Area on every map; below it what was gained and lost since the one before",
            class_="unseen"),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *_area_rows(course, names)),
        class_="maps",
    )  # fmt: skip
    many = f"{len(course.snapshots)} map{'' if len(course.snapshots) == 1 else 's'}"
    return tag(
        "section",
        tag("h2", "Every map", id="maps-title"),
        tag("details", tag("summary", f"Table of areas: {many}"), table),
        aria_labelledby="maps-title",
        class_="every",
    )


def _area_rows(course: Course, names: Names) -> Iterator[Html]:
    changed = [daily(found, len(course.snapshots)) for found in course.changes]
    for index, snapshot in enumerate(course.snapshots):
        cells = []
        for number, area in enumerate(snapshot.areas_km2):
            small = None
            if index:
                gained, lost = changed[number][index]
                small = tag("small", f"{signed(gained, '+')} {signed(lost, _MINUS)}")
            label = names.ground(course.series[number])
            cells.append(tag("td", join(km2(area), small, by=" "), data_label=label))
        yield tag("tr", tag("th", wording.day(snapshot.date), scope="row"), *cells)
