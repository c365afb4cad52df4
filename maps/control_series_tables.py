"""Areas over many days as rows and as tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from rich.console import RenderableType
from rich.text import Text

from maps.control_tables import figures_table, rounded, signed, square
from maps.tables import plain

if TYPE_CHECKING:
    from geo.control.series import ControlSeries, SeriesTable

SERIES_COLUMNS: Final = (
    "date", "file", "source", "side", "within", "area_km2", "gained_km2", "lost_km2", "net_km2",
    "gap_days", "peak", "status", "within_name", "basis", "licence",
)  # fmt: skip
_BARS: Final = "▁▂▃▄▅▆▇█"
_WIDTH: Final = 16
_LINE: Final = 60


def series_rows(found: SeriesTable) -> Iterator[dict[str, Any]]:
    """Flatten series, one row for each day of each.

    Parameters
    ----------
    found
        The series.
    """
    for one in found.series:
        peak = one.peak
        for day in one.days:
            yield {
                "date": day.date,
                "file": day.file,
                "source": one.source,
                "side": one.side,
                "within": one.within,
                "area_km2": rounded(day.area_km2),
                "gained_km2": rounded(day.gained_km2),
                "lost_km2": rounded(day.lost_km2),
                "net_km2": rounded(day.net_km2),
                "gap_days": day.gap_days,
                "peak": day is peak,
                "status": one.status,
                "within_name": one.within_name,
                "basis": one.basis,
                "licence": one.licence,
            }


def series_tables(found: SeriesTable) -> Iterator[RenderableType]:
    """Show each series as a table with bars, and a line of it above.

    Parameters
    ----------
    found
        The series.
    """
    if not found.series:
        yield Text("No side has ground of that kind on these maps.\n")
    for one in found.series:
        yield from _table(one)


def _table(one: ControlSeries) -> Iterator[RenderableType]:
    """One series."""
    values = [day.area_km2 for day in one.days]
    least, peak = min(values), one.peak
    yield Text.assemble((plain(one.title).plain, "bold"), f" · {plain(one.source).plain}")
    yield Text(
        f"{_sparkline(values)}  {square(least)} to {square(peak.area_km2)} km², peak of the maps "
        f"supplied on {peak.date}"
    )
    low = least if least > 0.6 * peak.area_km2 else 0.0
    rows = [
        (
            day.date,
            square(day.area_km2),
            "" if day.gained_km2 is None else square(day.gained_km2),
            "" if day.lost_km2 is None else square(day.lost_km2),
            "" if day.net_km2 is None else signed(day.net_km2),
            "" if day.gap_days is None else day.gap_days,
            _bar(day.area_km2, low, peak.area_km2) + (" peak" if day is peak else ""),
        )
        for day in one.days
    ]
    span = f"{square(low)} to {square(peak.area_km2)}"
    heads = ("Date", "km²", "Gained", "Lost", "Net", "Days", span)
    yield figures_table(heads, rows, right=(1, 2, 3, 4, 5))


def _bar(value: float, low: float, high: float) -> str:
    """A bar in eighths of a column."""
    share = 1.0 if high <= low else (value - low) / (high - low)
    eighths = round(share * _WIDTH * 8)
    whole, part = divmod(eighths, 8)
    return "█" * whole + (" ▏▎▍▌▋▊▉"[part] if part else "")


def _sparkline(values: list[float]) -> str:
    """All days in one line, several to a column where there are many."""
    columns = min(len(values), _LINE)
    edges = [round(n * len(values) / columns) for n in range(columns + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]
    low, high = min(means), max(means)
    top = len(_BARS) - 1
    return "".join(
        _BARS[top if high <= low else round(top * (mean - low) / (high - low))] for mean in means
    )
