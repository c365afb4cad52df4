"""The figures of control maps as rows and as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.console import RenderableType
from rich.text import Text

from maps.tables import plain, rows_table

if TYPE_CHECKING:
    from geo.control.areas import ControlArea

AREA_COLUMNS: Final = (
    "file", "date", "source", "side", "within", "area_km2", "status", "within_name",
    "inside_km2", "shared_km2", "contact_km", "gap_km2", "polygons", "basis", "licence",
    "inferred",
)  # fmt: skip


def rounded(value: float | None, *, digits: int = 3) -> float | None:
    """Round a figure for an answer; minus zero becomes zero.

    Parameters
    ----------
    value
        The figure; None stays None.
    digits
        Decimals to keep.
    """
    return None if value is None else round(value, digits) + 0.0


def area_row(area: ControlArea) -> dict[str, Any]:
    """Flatten an area: the keys of the output contract, then more.

    Parameters
    ----------
    area
        What a side has in a country or region.
    """
    return {
        "file": area.file,
        "date": area.date,
        "source": area.source,
        "side": area.side,
        "within": area.within,
        "area_km2": rounded(area.area_km2),
        "status": area.status,
        "within_name": area.within_name,
        "inside_km2": rounded(area.inside_km2),
        "shared_km2": rounded(area.shared_km2),
        "contact_km": rounded(area.contact_km),
        "gap_km2": rounded(area.gap_km2),
        "polygons": area.polygons,
        "basis": area.basis,
        "licence": area.licence,
        "inferred": area.inferred,
    }


def area_tables(areas: Sequence[ControlArea]) -> list[RenderableType]:
    """Show what each side has.

    Parameters
    ----------
    areas
        In the order to show.
    """
    if not areas:
        return [Text("No ground of that kind is on these maps.\n")]
    heads = ("Date", "Side", "Status", "In", "km²", "± maker", "Contact km", "File")
    rows = [
        (
            area.date or "undated",
            area.side or "nobody",
            area.status,
            area.within_name,
            square(area.area_km2),
            "" if area.gap_km2 is None else f"{area.gap_km2:,.0f}",
            "" if area.contact_km is None else f"{area.contact_km:,.0f}",
            area.file,
        )
        for area in areas
    ]
    return [figures_table(heads, rows, right=(4, 5, 6)), *_area_foot(areas)]


def _area_foot(areas: Sequence[ControlArea]) -> Iterable[RenderableType]:
    """What the figures rest on."""
    for basis in dict.fromkeys(area.basis for area in areas):
        yield _said("Ground", basis)
    for told, figures in (
        ("lie outside our border and coast", [a.area_km2 - a.inside_km2 for a in areas]),
        ("are given to another side as well", [a.shared_km2 for a in areas]),
    ):
        most: dict[str, float] = {}
        for area, figure in zip(areas, figures, strict=True):
            if figure > max(0.05, 0.01 * area.area_km2):
                name = f"{area.side or 'nobody'}, {area.within_name}"
                most[name] = max(most.get(name, 0.0), figure)
        for name, figure in most.items():
            yield _said(name, f"up to {square(figure)} km² of it {told}")
    for source in dict.fromkeys((area.source, area.licence) for area in areas):
        yield _said("Source", f"{source[0]} (licence: {source[1] or 'none stated'})")
    if any(area.gap_km2 is not None for area in areas):
        yield _said("± maker", "how far another maker's map may differ: median gap × contact line")


def square(value: float) -> str:
    """Write an area for people: two decimals below 1,000 km², one above.

    Parameters
    ----------
    value
        Square kilometres.
    """
    return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.1f}"


def signed(value: float) -> str:
    """Write a change for people, with its sign; what rounds to nothing has none.

    Parameters
    ----------
    value
        Square kilometres.
    """
    shown = square(abs(value))
    return shown if not float(shown.replace(",", "")) else f"{'+' if value > 0 else '−'}{shown}"


def figures_table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int]
) -> RenderableType:
    """Show rows with some columns set to the right.

    Parameters
    ----------
    heads
        The head line.
    rows
        One sequence a row.
    right
        Numbers of the columns that hold figures, from 0.
    """
    table = rows_table(heads, rows)
    for number in right:
        table.columns[number].justify = "right"
    return table


def _said(name: str, text: str) -> Text:
    return Text.assemble((f"{name}: ", "bold"), plain(text))
