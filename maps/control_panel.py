"""The tables beside a control map, and what a page tells about one piece of ground."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import shapely

from gazetteer.measure import area_km2
from geo.control.care import has_licence
from geo.control.grounds import NOISE_KM2, Within
from geo.control.layer import ControlLayer
from maps import wording
from maps.cards import fact
from maps.control_pieces import Piece
from maps.control_sheet import STATUS_TITLES, Holding, Sheet
from maps.html import Html, join, tag
from maps.panel_rows import cell, go, group, head_cell, plain_row, row, section
from maps.style import side_colours

NO_LICENCE: Final = "none: it was inferred here"
NOT_STATED: Final = "not stated by its maker"
_INFERRED: Final = "Ground that is not dotted was inferred for nobody."
_BLANK: Final = "Ground that the map leaves blank is held by the country that it belongs to."


def control_panel(sheet: Sheet) -> Html:
    """Write the tables of a control map: its figures, then its ground piece by piece.

    Parameters
    ----------
    sheet
        The map.
    """
    return join(holdings_table(sheet), pieces_table(sheet))


def beneath_tables(sheet: Sheet) -> Html:
    """Write the tables of a control map that lies beneath a report's marks.

    Parameters
    ----------
    sheet
        The map.
    """
    told = tag("p", f"The control map beneath is of {sheet.told}.", class_="note")
    return join(holdings_table(sheet, told), pieces_table(sheet))


def holdings_table(sheet: Sheet, told: Html | None = None) -> Html:
    """Write the figures of a control map.

    Parameters
    ----------
    sheet
        The map.
    told
        What has to be said before them.
    """
    rows = [_holding_row(held, sheet) for held in sheet.holdings]
    blank = _INFERRED if sheet.layer.inferred else _BLANK
    note = tag("p", f"{blank} Areas are geodesic, on WGS 84.", class_="note")
    return section(
        "holdings", "Who holds what", rows, head=("Side", "Ground", "Area"),
        empty="The map shows no ground held by anybody but its own country.",
        note=join(told, note), tab="Control",
    )  # fmt: skip


def pieces_table(sheet: Sheet) -> Html:
    """Write the ground of a control map piece by piece, the largest first.

    Parameters
    ----------
    sheet
        The map.
    """
    pieces = sorted(sheet.pieces, key=lambda piece: -piece.area_km2)
    inside = pieces if sheet.within is None else _inside(pieces, sheet.within)
    rows = [_piece_row(piece, sheet) for piece in inside]
    outside = [piece for piece in pieces if piece not in inside]
    if outside:
        rows += [
            group("Elsewhere on the map", columns=3),
            *(_piece_row(piece, sheet) for piece in outside),
        ]
    return section(
        "pieces", "The ground, piece by piece", rows, head=("Ground", "Whose", "Area"),
        empty="The map shows no piece of ground.", tab="Ground",
    )  # fmt: skip


def _inside(pieces: Sequence[Piece], within: Within) -> list[Piece]:
    """The pieces that reach into a region by more than two drawings of its edge differ."""
    return [p for p in pieces if area_km2(shapely.intersection(p.shape, within.shape)) > NOISE_KM2]


def side_class(sheet: Sheet, code: str | None) -> str:
    """Give the class of a side's swatch.

    Parameters
    ----------
    sheet
        The map.
    code
        Its code; None where nobody is said to hold the ground.
    """
    return swatch_class(sheet.sides, code)


def swatch_class(sides: Iterable[str], code: str | None) -> str:
    """Give the class of a side's swatch on a page that shows some sides.

    Parameters
    ----------
    sides
        Codes of all sides on the page.
    code
        The side's; None where nobody is said to hold the ground.
    """
    known = list(side_colours(set(sides)))
    return f"side side-{known.index(code) + 1}" if code in known else "side"


def holding_words(held: Holding) -> str:
    """Say what ground a figure is of: "Held in Ukraine".

    Parameters
    ----------
    held
        The figure.
    """
    where = f" in {held.where}" if held.where else ""
    return f"{STATUS_TITLES[held.status]}{where}{', left blank' if held.home else ''}"


def licence_of(layer: ControlLayer) -> str:
    """Name the licence of a map, or say that none is stated.

    Parameters
    ----------
    layer
        The map.
    """
    if layer.maker.licence and has_licence(layer):
        return layer.maker.licence
    return NO_LICENCE if layer.inferred and not layer.maker.attribution else NOT_STATED


def square_km(area: float) -> str:
    """Write an area as a page does.

    Parameters
    ----------
    area
        Square kilometres.
    """
    return f"{wording.number(area)} km²"


def _holding_row(held: Holding, sheet: Sheet) -> Html:
    line = None
    if held.contact_km and held.gap_km2 and not sheet.layer.inferred:
        line = tag(
            "small",
            f"contact line {wording.number(round(held.contact_km))} km; another maker’s map may "
            f"differ by some {wording.number(round(held.gap_km2))} km²",
        )
    return plain_row(
        [
            head_cell(tag("span", sheet.side(held.side), class_=side_class(sheet, held.side))),
            cell("Ground", join(holding_words(held), line, by=" ")),
            cell("Area", square_km(held.area_km2), class_="figure"),
        ]
    )


def _piece_row(piece: Piece, sheet: Sheet) -> Html:
    return row(
        piece.key,
        [
            head_cell(go(piece.key, _name(piece))),
            cell(
                "Whose",
                join(
                    tag("span", sheet.side(piece.side), class_=side_class(sheet, piece.side)),
                    tag("small", STATUS_TITLES[piece.status].lower()),
                    by=" ",
                ),
            ),
            cell("Area", square_km(piece.area_km2), class_="figure"),
        ],
        piece_card(piece, sheet),
    )


def _name(piece: Piece) -> str:
    """What a reader knows a piece of ground by."""
    if not piece.places:
        return "Ground without a settlement"
    return listed([place.name for place in piece.places])


def listed(names: Sequence[str]) -> str:
    """Write names in a row: "Lgov, Rylsk and Sudzha".

    Parameters
    ----------
    names
        One name or more.
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def piece_card(piece: Piece, sheet: Sheet) -> Html:
    """Tell everything about a piece of ground.

    Parameters
    ----------
    piece
        The piece.
    sheet
        The map that it is on.
    """
    where = f" in {sheet.side(piece.within)}" if piece.within else ""
    title = f"{STATUS_TITLES[piece.status]} by {sheet.side(piece.side)}{where}"
    if piece.side is None:
        title = f"{STATUS_TITLES[piece.status]}{where}, side not stated"
    basis = "inferred from reports, drawn by no maker" if piece.inferred else sheet.dated
    return join(
        tag("h4", title, tag("small", basis)),
        tag("dl", *_facts(piece, sheet)),
    )


def _facts(piece: Piece, sheet: Sheet) -> Iterator[Html]:
    yield fact("Area", square_km(piece.area_km2))
    if piece.settlements:
        names = ", ".join(place.name for place in piece.places)
        more = piece.settlements - len(piece.places)
        yield fact("Settlements", f"{names} and {more:,} more" if more else names)
    yield fact("Side", sheet.side(piece.side))
    yield fact("Status", STATUS_TITLES[piece.status].lower())
    if piece.label:
        yield fact("Maker’s label", piece.label)
    yield fact("Source", piece.attribution or piece.source or sheet.layer.maker.name)
    yield fact("Of", wording.day(piece.source_date or sheet.layer.date))
    yield fact("Licence", licence_of(sheet.layer) if piece.licence is None else piece.licence)
