"""How an area went through the days, drawn as SVG that keeps step with the slider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maps.html import Html, tag
from maps.timeline_axis import Scale, along, area_scale, day_ticks
from maps.timeline_maps import Course

HEIGHT: Final = 92
"""Height of a chart, pixels."""
TOP: Final = 12
"""Where the plot begins, pixels from the top."""
FOOT: Final = 74
"""Where it ends, pixels from the top."""
_WIDE: Final = 1000
_DOTTED: Final = 40


def scales_of(course: Course) -> tuple[Scale, ...]:
    """Choose the axis of every series: each its own, so that small grounds can be read too.

    Parameters
    ----------
    course
        The maps.
    """
    return tuple(
        area_scale([snapshot.areas_km2[number] for snapshot in course.snapshots])
        for number in range(len(course.series))
    )


def chart(course: Course, number: int, scale: Scale, *, name: str, tone: str) -> Html:
    """Draw one series.

    Between two maps the last one stands: the line is level there, and broken where the gap is
    more than a day.

    Parameters
    ----------
    course
        The maps.
    number
        Which series, from 0.
    scale
        Its axis.
    name
        What it is; text.
    tone
        Class that gives it its colour.
    """
    days = [snapshot.day for snapshot in course.snapshots]
    areas = [snapshot.areas_km2[number] for snapshot in course.snapshots]
    points = [
        (along(day, course.days) * _WIDE, _y(scale, area))
        for day, area in zip(days, areas, strict=True)
    ]
    dots = points if len(points) <= _DOTTED else []
    drawn = tag(
        "svg",
        *_levels(scale),
        *_days(course),
        tag(
            "svg",
            tag("path", d=_filled(points), class_="filled") if scale.from_zero else None,
            tag("path", d=_line(points, days, kept=False), class_="held"),
            tag("path", d=_line(points, days, kept=True), class_="line"),
            x=0, y=0, width="100%", height=HEIGHT, viewbox=f"0 0 {_WIDE} {HEIGHT}",
            preserveaspectratio="none",
        ),
        *(tag("circle", cx=_percent(x), cy=f"{y:.1f}", r="2.4", class_="dot") for x, y in dots),
        *_words(scale),
        class_="drawn",
        height=HEIGHT,
        width="100%",
        role="img",
        aria_label=_told(course, areas, name),
    )  # fmt: skip
    # What moves stands in front of the drawing, so that a move does not draw it anew.
    moving = (tag("i", class_=name, hidden=True) for name in ("base", "now", "here"))
    return tag("div", drawn, *moving, class_=f"chart {tone}")


def _told(course: Course, areas: Sequence[float], name: str) -> str:
    """The chart in a sentence."""
    first, last = course.snapshots[0], course.snapshots[-1]
    return (
        f"{name}: {areas[0]:,.0f} km² on {first.date}, {areas[-1]:,.0f} km² on {last.date}; "
        f"least {min(areas):,.0f}, most {max(areas):,.0f} km². The table of areas has every map."
    )


def _y(scale: Scale, area: float) -> float:
    return FOOT - scale.share(area) * (FOOT - TOP)


def _percent(x: float) -> str:
    return f"{x * 100 / _WIDE:.3f}%"


def _levels(scale: Scale) -> Iterator[Html]:
    """Level lines."""
    for tick in scale.ticks:
        y = f"{_y(scale, tick):.1f}"
        zero = tick == 0.0
        yield tag("line", x1="0", x2="100%", y1=y, y2=y, class_="level zero" if zero else "level")


def _words(scale: Scale) -> Iterator[Html]:
    """The areas of the level lines, written above them; that of the foot goes without saying."""
    for tick in scale.ticks:
        if tick > 0.0 or not scale.from_zero:
            y = f"{_y(scale, tick) - 2.5:.1f}"
            yield tag("text", f"{tick:,.6g}", x="0", y=y, class_="area")


def _days(course: Course) -> Iterator[Html]:
    """Ticks of the days below the plot."""
    for tick in day_ticks(course.snapshots[0].date, course.days):
        at = f"{tick.at * 100:.3f}%"
        yield tag("line", x1=at, x2=at, y1=FOOT, y2=FOOT + 4, class_="tick")
        edge = "start" if tick.at < 0.04 else "end" if tick.at > 0.96 else "middle"
        yield tag("text", tick.label, x=at, y=FOOT + 15, class_=f"day {edge}")


def _line(points: Sequence[tuple[float, float]], days: Sequence[int], *, kept: bool) -> str:
    """The steps from map to map: those of a day, and those over longer gaps."""
    if len(points) == 1:
        return "" if kept else f"M0 {points[0][1]:.1f}H{_WIDE}"
    found: list[str] = []
    joined = False
    for (x, y), (x2, y2), day, next_day in zip(points, points[1:], days, days[1:], strict=False):
        short = next_day - day <= 1
        if short is kept:
            found.append(f"{'' if joined else f'M{x:.1f} {y:.1f}'}H{x2:.1f}V{y2:.1f}")
        elif kept:
            # The step at the end of a gap belongs to the map that shows it.
            found.append(f"M{x2:.1f} {y:.1f}V{y2:.1f}")
            short = True
        joined = short is kept
    return "".join(found)


def _filled(points: Sequence[tuple[float, float]]) -> str:
    """The ground below the line."""
    if len(points) == 1:
        return f"M0 {FOOT}V{points[0][1]:.1f}H{_WIDE}V{FOOT}Z"
    steps = "".join(f"H{x:.1f}V{y:.1f}" for x, y in points[1:])
    return f"M{points[0][0]:.1f} {FOOT}V{points[0][1]:.1f}{steps}V{FOOT}Z"
