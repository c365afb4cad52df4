"""Line and area charts as SVG: days across, an amount upwards.

A chart stands alone as a file and inside a page. It carries a title and a description for those
who cannot see it, needs no style sheet, and passes every text through `maps.html.neutral`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Final

from maps.errors import ChartInvalid
from maps.html import Html, join, neutral, tag
from maps.style import INK, PAPER, QUIET
from maps.timeline_axis import Scale, along, area_scale, day_ticks

_LEFT, _RIGHT, _TOP, _BOTTOM = 76.0, 18.0, 72.0, 42.0
_SIZE: Final = 12
_GRID: Final = "#dedbd2"
_DOTS: Final = 45
"""Up to this number of days each has a dot."""
_GAP: Final = 3
"""A gap of this many times the usual step is drawn as one, dashed."""
_DASHES: Final = ("", "7 3", "2 3", "9 3 2 3")


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One line of a chart.

    Raises
    ------
    ChartInvalid
        If it has no day, or days and values are not as many.
    """

    label: str
    """What it shows, for the legend; any text."""
    days: tuple[str, ...]
    """ISO 8601, ascending."""
    values: tuple[float, ...]
    """One a day, in the chart's unit."""
    colour: str
    """Six hexadecimal digits with their sign: `#1668b0`."""

    def __post_init__(self) -> None:
        if not self.days or len(self.days) != len(self.values):
            raise ChartInvalid(
                f"a line of a chart needs a value for each of its days, one or more; "
                f"{self.label!r} has {len(self.days)} days and {len(self.values)} values"
            )


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where days and amounts fall on the drawing."""

    first: str
    last: str
    scale: Scale
    width: float
    height: float

    @property
    def days(self) -> int:
        return _between(self.first, self.last)

    def x(self, day: str) -> float:
        return self.across(along(_between(self.first, day), self.days))

    def across(self, share: float) -> float:
        return _LEFT + share * (self.width - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return self.height - _BOTTOM - self.scale.share(value) * (self.height - _TOP - _BOTTOM)


def area_chart(
    series: Sequence[ChartSeries],
    *,
    title: str,
    unit: str = "km²",
    width: int = 760,
    height: int = 300,
    span: tuple[str, str] | None = None,
    chart_id: str = "chart",
) -> Html:
    """Draw amounts over days.

    The ground below a line is filled where the axis begins at zero; where all values lie close
    together it begins higher, and says so. Gaps of days are crossed by a dashed line.

    Parameters
    ----------
    series
        One or more lines.
    title
        What the chart shows; any text.
    unit
        Of the values.
    width, height
        Pixels.
    span
        First and last day of the axis, ISO 8601; None for those of the lines.
    chart_id
        Id of the element, unlike any other in the page.

    Returns
    -------
    Html
        An `svg` element.

    Raises
    ------
    ChartInvalid
        If there is no series.
    """
    if not series:
        raise ChartInvalid("a chart needs a line to draw")
    days = sorted(day for one in series for day in one.days)
    scale = area_scale([value for one in series for value in one.values])
    first, last = span or (days[0], days[-1])
    plane = _Plane(first, last, scale, float(width), float(height))
    filled = scale.from_zero
    drawn = [
        _line(plane, one, filled=filled, dash=_DASHES[n % len(_DASHES)])
        for n, one in enumerate(series)
    ]
    body = join(
        tag("title", title, id=f"{chart_id}-title"),
        tag("desc", _described(series, unit), id=f"{chart_id}-desc"),
        tag("rect", width=width, height=height, fill=PAPER),
        tag("text", title, x=12, y=22, font_size=15, font_weight="bold", fill=INK),
        *_legend(series),
        *_grid(plane, unit),
        *drawn,
        *(_peak(plane, one, unit) for one in series if len(one.days) > 1),
    )
    return _svg(body, width=width, height=height, chart_id=chart_id)


def stacked(charts: Sequence[Html], *, width: int = 760, height: int = 300) -> Html:
    """Put charts of one size below one another in one drawing.

    Parameters
    ----------
    charts
        As `area_chart` gives them, each with an id of its own.
    width, height
        Size of each, pixels.
    """
    if len(charts) == 1:
        return charts[0]
    body = join(
        *(
            tag("g", chart, transform=f"translate(0 {number * height})")
            for number, chart in enumerate(charts)
        )
    )
    return Html(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height * len(charts)}" '
        f'width="{width}" height="{height * len(charts)}">{body}</svg>'
    )


def _svg(body: Html, *, width: int, height: int, chart_id: str) -> Html:
    """Wrap a drawing; its letters of mixed case are why `tag` does not write it."""
    name = neutral(chart_id)
    return Html(
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="{name}-title '
        f'{name}-desc" font-family="system-ui, sans-serif" font-size="{_SIZE}">{body}</svg>'
    )


def _grid(plane: _Plane, unit: str) -> Iterator[Html]:
    """The axes with their ticks."""
    right, foot = plane.width - _RIGHT, plane.height - _BOTTOM
    for value in plane.scale.ticks:
        y = f"{plane.y(value):.1f}"
        yield tag("line", x1=_LEFT, x2=right, y1=y, y2=y, stroke=_GRID)
        yield tag(
            "text", _figure(value, plane.scale.ticks), x=_LEFT - 8, y=f"{plane.y(value) + 4:.1f}",
            text_anchor="end", fill=QUIET,
        )  # fmt: skip
    yield tag("text", unit, x=_LEFT - 8, y=_TOP - 10, text_anchor="end", fill=QUIET)
    if not plane.scale.from_zero:
        yield tag(
            "text", "the axis does not begin at zero", x=right, y=22, text_anchor="end",
            fill=QUIET, font_style="italic",
        )  # fmt: skip
    for tick in day_ticks(plane.first, plane.days):
        x = plane.across(tick.at)
        yield tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=foot, y2=foot + 5, stroke=QUIET)
        yield tag("text", tick.label, x=f"{x:.1f}", y=foot + 19, text_anchor="middle", fill=QUIET)
    yield tag("text", plane.first, x=12, y=foot + 33, fill=QUIET, font_size=11)
    yield tag("text", plane.last, x=right, y=foot + 33, text_anchor="end", fill=QUIET, font_size=11)
    yield tag("line", x1=_LEFT, x2=right, y1=foot, y2=foot, stroke=QUIET)


def _line(plane: _Plane, one: ChartSeries, *, filled: bool, dash: str) -> Html:
    """One line with its dots, and the ground below it."""
    points = [
        (plane.x(day), plane.y(value)) for day, value in zip(one.days, one.values, strict=True)
    ]
    drawn: list[Html] = []
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if filled and len(points) > 1:
        foot = plane.y(plane.scale.low)
        ground = f"{points[0][0]:.1f},{foot:.1f} {path} {points[-1][0]:.1f},{foot:.1f}"
        drawn.append(tag("polygon", points=ground, fill=one.colour, fill_opacity=0.14))
    for run, gap in _runs(one.days):
        bit = " ".join(f"{x:.1f},{y:.1f}" for x, y in points[run])
        drawn.append(
            tag(
                "polyline", points=bit, fill="none", stroke=one.colour,
                stroke_width=1.2 if gap else 2, stroke_linejoin="round",
                stroke_dasharray="1 4" if gap else dash or None,
            )
        )  # fmt: skip
    if len(points) <= _DOTS:
        drawn += [
            tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=2.6, fill=one.colour) for x, y in points
        ]
    return tag("g", *drawn)


def _runs(days: Sequence[str]) -> Iterator[tuple[slice, bool]]:
    """Part a line at its gaps: slices of its points, and whether each crosses a gap."""
    steps = [_between(a, b) for a, b in pairwise(days)]
    limit = _GAP * max(1, median(steps)) if len(steps) > 2 else float("inf")
    start = 0
    for number, step in enumerate(steps):
        if step > limit:
            if number > start:
                yield slice(start, number + 1), False
            yield slice(number, number + 2), True
            start = number + 1
    if start < len(days) - 1:
        yield slice(start, len(days)), False


def _peak(plane: _Plane, one: ChartSeries, unit: str) -> Html:
    """The largest value, named where it stands."""
    at = max(range(len(one.values)), key=lambda n: one.values[n])
    x, y = plane.x(one.days[at]), plane.y(one.values[at])
    anchor = "end" if x > plane.width - 190 else "start" if x < _LEFT + 150 else "middle"
    return tag(
        "g",
        tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4.5, fill="none", stroke=one.colour,
            stroke_width=1.5),
        tag("text", f"{one.values[at]:,.1f} {unit}, {one.days[at]}", x=f"{x:.1f}",
            y=f"{max(y - 9, _TOP - 24):.1f}", text_anchor=anchor, fill=INK),
    )  # fmt: skip


def _legend(series: Sequence[ChartSeries]) -> Iterator[Html]:
    """Name the lines beside their strokes."""
    x = 12.0
    for number, one in enumerate(series):
        yield tag(
            "line", x1=x, x2=x + 22, y1=38, y2=38, stroke=one.colour, stroke_width=2.5,
            stroke_dasharray=_DASHES[number % len(_DASHES)] or None,
        )  # fmt: skip
        yield tag("text", one.label, x=x + 28, y=42, fill=INK)
        x += 52 + 6.6 * len(one.label)


def _described(series: Sequence[ChartSeries], unit: str) -> str:
    """Say in words what the lines do."""
    told = []
    for one in series:
        at = max(range(len(one.values)), key=lambda n: one.values[n])
        told.append(
            f"{one.label}: from {one.values[0]:,.1f} {unit} on {one.days[0]} to "
            f"{one.values[-1]:,.1f} {unit} on {one.days[-1]}, most {one.values[at]:,.1f} {unit} "
            f"on {one.days[at]}, {len(one.days)} days."
        )
    return " ".join(told)


def _figure(value: float, ticks: Sequence[float]) -> str:
    """Write a tick with as many decimals as its step needs."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    return f"{value:,.{decimals}f}"


def _between(first: str, second: str) -> int:
    """Days from one day to another."""
    return (date.fromisoformat(second) - date.fromisoformat(first)).days
