"""The key to a control map: sides and statuses with their square kilometres, the front line."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from maps.control_basis import Basis, basis_items
from maps.control_panel import holding_words, square_km
from maps.control_sheet import STATUS_TITLES, Sheet
from maps.html import Html, tag
from maps.key_items import item
from maps.layers import side_code
from maps.style import CONTROL_FILLS, INFERRED_FILLS


def ground_items(sheet: Sheet) -> Iterator[tuple[str, list[Html]]]:
    """Give a column of the key for every side: its ground by status and country, with areas.

    Parameters
    ----------
    sheet
        The map.
    """
    fills = INFERRED_FILLS if sheet.layer.inferred else CONTROL_FILLS
    drawn = [held for held in sheet.holdings if not held.home]
    for side in sorted({held.side for held in drawn}, key=lambda side: (side is None, side)):
        lines = [
            item(
                tag(
                    "span",
                    holding_words(held),
                    " ",
                    tag("b", square_km(held.area_km2), class_="figure"),
                ),
                swatch=_look(held.status, sheet),
                fill=fills[held.status],
                side=side_code(side),
            )
            for held in drawn
            if held.side == side
        ]
        yield sheet.side(side).capitalize() if side is None else sheet.side(side), lines


def _look(status: str, sheet: Sheet) -> str:
    """Key of the look of ground of some status."""
    if sheet.layer.inferred:
        return "inferred"
    return "control-past" if status == "liberated" else "control"


def held_items(
    sheet: Sheet, *, look: str, without: Collection[tuple[str | None, str]] = ()
) -> Iterator[Html]:
    """Give a line of the key for the ground of each side and status.

    Parameters
    ----------
    sheet
        The map.
    look
        Key of the look in which it is drawn.
    without
        Sides and statuses whose ground is drawn otherwise.
    """
    fills = INFERRED_FILLS if sheet.layer.inferred else CONTROL_FILLS
    for side, status in dict.fromkeys(
        (held.side, held.status) for held in sheet.holdings if not held.home
    ):
        if (side, status) in without:
            continue
        words = f"{STATUS_TITLES[status]} by {sheet.side(side)}"
        if side is None:
            words = STATUS_TITLES[status]
        yield item(words, swatch=look, fill=fills[status], side=side_code(side))


def line_items(
    sheet: Sheet, *, border: bool, units: bool = False, basis: Basis | None = None
) -> Iterator[Html]:
    """Give the lines of the key: the front, the border, what marks units.

    Parameters
    ----------
    sheet
        The map.
    border
        Whether a named border is in view.
    units
        Whether units may be shown.
    basis
        What an inferred map rests on.
    """
    if basis is not None:
        yield from basis_items(basis)
    elif sheet.front is not None and sheet.layer.inferred:
        yield item("Front line, inferred", swatch="front-inferred")
    elif sheet.front is not None:
        yield item("Front line", swatch="front")
    if border:
        yield item("Border", swatch="border")
    if units:
        yield item("Unit (switched on under Layers)", swatch="unit", side="")


def beneath_items(sheet: Sheet) -> Iterator[Html]:
    """Give the key to a control map that lies beneath a report's marks.

    Parameters
    ----------
    sheet
        The map.
    """
    look = "inferred" if sheet.layer.inferred else "control-light"
    yield from held_items(sheet, look=look)
    yield from line_items(sheet, border=False)
    yield tag("li", sheet.dated, class_="said")
    if sheet.why:
        yield tag("li", sheet.why, class_="said")
