"""Areas over many days as a chart."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from maps.chart import ChartSeries, area_chart, stacked
from maps.errors import ChartInvalid
from maps.html import Html
from maps.style import NO_SIDE, side_colours

if TYPE_CHECKING:
    from geo.control.series import ControlSeries, SeriesTable


def series_chart(found: SeriesTable, *, width: int = 760, height: int = 300) -> Html:
    """Draw series, a panel for each side, status and country; makers share a panel, apart.

    Parameters
    ----------
    found
        The series.
    width, height
        Size of each panel, pixels.

    Raises
    ------
    ChartInvalid
        If there is none.
    """
    if not found.series:
        raise ChartInvalid("no side has ground of that kind on these maps, so there is no chart")
    colours = side_colours({one.side for one in found.series if one.side is not None})
    ordered = sorted(found.series, key=_kind)
    days = sorted(day.date for one in ordered for day in one.days)
    panels = [list(panel) for _, panel in groupby(ordered, key=_kind)]
    charts = [
        area_chart(
            [
                ChartSeries(
                    one.source,
                    tuple(day.date for day in one.days),
                    tuple(day.area_km2 for day in one.days),
                    NO_SIDE if one.side is None else colours[one.side],
                )
                for one in panel
            ],
            title=_title(panel[0]),
            width=width,
            height=height,
            span=(days[0], days[-1]),
            chart_id=f"area-{number}",
        )
        for number, panel in enumerate(panels, 1)
    ]
    return stacked(charts, width=width, height=height)


def _kind(one: ControlSeries) -> tuple[bool, str, bool, str, str]:
    """What a panel shows: held ground first."""
    return (one.status != "held", one.status, one.side is None, one.side or "", one.within_name)


def _title(one: ControlSeries) -> str:
    """Head of a panel: `Held by UA in Russia`."""
    if one.side is None:
        return f"{one.status.capitalize()} ground in {one.within_name}"
    return f"{one.status.capitalize()} by {one.side} in {one.within_name}"
