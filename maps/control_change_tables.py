"""Changes between control maps as rows and as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.console import RenderableType
from rich.text import Text

from maps.control_tables import figures_table, rounded, signed, square
from maps.tables import count_of

if TYPE_CHECKING:
    from geo.control.change import ControlChange, SettlementChange

CHANGE_COLUMNS: Final = (
    "from", "to", "side", "within", "gained_km2", "lost_km2", "net_km2", "settlements", "status",
    "within_name", "slivers_km2", "slivers_gained_km2", "slivers_lost_km2", "mixed_sources",
    "gap_km2", "from_file", "to_file", "from_source", "to_source", "inferred",
)  # fmt: skip


def change_row(change: ControlChange) -> dict[str, Any]:
    """Flatten a change: the keys of the output contract, then more.

    Parameters
    ----------
    change
        Two maps compared for one side.
    """
    return {
        "from": change.before.date,
        "to": change.after.date,
        "side": change.side,
        "within": change.within.id,
        "gained_km2": rounded(change.gained.area_km2),
        "lost_km2": rounded(change.lost.area_km2),
        "net_km2": rounded(change.net_km2),
        "settlements": [_settlement(one) for one in change.settlements],
        "status": change.status,
        "within_name": change.within.name,
        "slivers_km2": rounded(change.slivers_km2),
        "slivers_gained_km2": rounded(change.gained.slivers_km2),
        "slivers_lost_km2": rounded(change.lost.slivers_km2),
        "mixed_sources": change.mixed_sources,
        "gap_km2": rounded(change.gap_km2),
        "from_file": change.before.file,
        "to_file": change.after.file,
        "from_source": change.before.maker.name,
        "to_source": change.after.maker.name,
        "inferred": change.before.inferred or change.after.inferred,
    }


def _settlement(change: SettlementChange) -> dict[str, Any]:
    """One settlement as the output contract has it."""
    from geo.contract import point_json

    place = change.place
    return {
        "name": place.name,
        "id": place.id,
        **(point_json(place.lonlat) or {}),
        "from": change.before,
        "to": change.after,
        "on_line": change.on_line,
        "edge_m": round(change.edge_m),
        "precision_m": place.precision_m,
    }


def change_tables(changes: Sequence[ControlChange]) -> list[RenderableType]:
    """Show what changed between two maps.

    Parameters
    ----------
    changes
        One for each side and country.
    """
    if not changes:
        return [Text("Neither map has ground of that kind.\n")]
    heads = ("From", "To", "Side", "Status", "In", "Gained km²", "Lost km²", "Net km²", "Slivers")
    rows = [
        (
            one.before.date or one.before.file,
            one.after.date or one.after.file,
            one.side or "nobody",
            one.status,
            one.within.name,
            square(one.gained.area_km2),
            square(one.lost.area_km2),
            signed(one.net_km2),
            square(one.slivers_km2),
        )
        for one in changes
    ]
    table = figures_table(heads, rows, right=(5, 6, 7, 8))
    return [table, *_settlement_tables(changes), *_foot(changes)]


def _settlement_tables(changes: Sequence[ControlChange]) -> Iterator[RenderableType]:
    """The settlements on changed ground, and how sure that is."""
    # What one side lost another may have gained: each settlement is told once.
    turned = {
        (one.place.id, one.before, one.after): one
        for change in changes
        for one in sorted(change.settlements, key=lambda one: -one.edge_m)
    }
    rows = [
        (
            one.place.name,
            one.place.admin1 or one.place.country,
            one.before,
            one.after,
            f"{one.edge_m / 1000:.1f} km",
            "on the line" if one.on_line else "",
        )
        for one in sorted(turned.values(), key=lambda one: (one.after, one.place.name))
    ]
    if rows:
        yield Text(f"{count_of(len(rows), 'settlement')} on ground that changed hands:", "bold")
        heads = ("Settlement", "Region", "From", "To", "To the edge", "")
        yield figures_table(heads, rows, right=(4,))


def _foot(changes: Sequence[ControlChange]) -> Iterator[RenderableType]:
    """What the figures rest on."""
    from geo.tolerance import table

    width_m = table()["control"]["sliver_width_m"]
    yield Text(
        f"Slivers are the pieces of gained and lost ground less than {width_m:.0f} m wide, as two "
        "drawings of one line leave them; they are counted in the figures before.",
        "dim",
    )
    if any(one.on_line for change in changes for one in change.settlements):
        yield Text(
            "On the line: nearer to the edge of the changed ground than the position is known.",
            "dim",
        )
