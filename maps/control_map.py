"""The map of one control map: who holds what on one day, as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from geo.control.care import has_licence
from maps import wording
from maps.basemap import Base, base_of
from maps.colophon import borders_section, credit, hashes_section, sources_section
from maps.control_basis import Basis, basis_layers
from maps.control_foot import control_credit, control_hashes, control_sections, stamps_of
from maps.control_key import ground_items, line_items
from maps.control_labels import front_towns, ground_labels, weigher
from maps.control_layers import front_layers, ground_layers, unit_layers
from maps.control_panel import control_panel
from maps.control_sheet import Sheet, sheet_of
from maps.control_view import reach_of, view_of
from maps.errata import Erratum
from maps.html import Html, join, tag
from maps.key_items import item, key_of
from maps.labels import base_labels
from maps.layers import TILES, Layer, draw, side_code
from maps.locator import locator
from maps.page import asset, write_page
from maps.spots import Spot
from maps.spread import Spread, body, map_data, side_rules
from maps.stack import town_features, under

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.grounds import Within
    from geo.control.layer import ControlLayer

HINTS: Final = 40
"""How many towns are named at most."""
CITY: Final = 400_000
"""Weight from which a town's name comes before those of regions."""
TOWNS: Final = 300
"""How many towns are on the page: those that find no room at first do so nearer by."""


def control_map(
    layer: ControlLayer,
    gazetteer: Gazetteer,
    *,
    within: Within | None = None,
    title: str | None = None,
    units: bool = False,
    basis: Basis | None = None,
    errata: Sequence[Erratum] = (),
) -> str:
    """Draw who holds what on one day, as one self-contained HTML page.

    The page asks for nothing, and the same input gives the same bytes. Shapes are simplified for
    drawing alone; every figure is measured on the full ones.

    Parameters
    ----------
    layer
        The control map.
    gazetteer
        The open gazetteer: names, borders, towns.
    within
        Region or country that the page opens on; None for all that the map shows.
    title
        Headline of the page; the day by default.
    units
        Whether the file's units and other points are on the page, as a layer that is off.
    basis
        What an inferred map rests on, as `maps.control_basis.basis_of` gives it.
    errata
        Corrections that the publisher makes to the page.

    Returns
    -------
    str
        The HTML document, to be saved as UTF-8.
    """
    sheet = sheet_of(layer, gazetteer, within=within)
    view = view_of([sheet], region=within.shape if within else None)
    spots, towns = outlined(within, gazetteer), front_towns([sheet], gazetteer)
    base = base_of(gazetteer, view=view, spots=spots, towns=TOWNS, also=towns)
    named, names = ground_labels(sheet, first=len(base.areas))
    layers = _layers(sheet, base, units=units, basis=basis)
    headline = title or _title(layer, within)
    spread = _spread(
        sheet,
        base,
        gazetteer,
        headline=headline,
        view=view,
        layers=layers,
        names=names,
        basis=basis,
    )
    data = map_data(
        layers,
        view=view,
        everything=reach_of([sheet], view),
        areas=[area.shape for area in base.areas],
        sides={side_code(side): colour for side, colour in sheet.colours.items()},
        hints=HINTS,
        grounds=named,
        lines=("borders", "front"),
        window=base.window,
        views=("Main area", "All ground"),
        givable=has_licence(layer),
    )
    return write_page(
        draw(layers, view=view),
        title=headline,
        body=lambda figure: body(spread.corrected(errata), figure),
        data=data,
        style="\n".join([asset("control.css"), side_rules(sheet.colours)]),
        images=(TILES,),
    )


def _title(layer: ControlLayer, within: Within | None) -> str:
    where = f" in {within.name}" if within is not None else ""
    if layer.inferred:
        return f"Control inferred from reports{where}, {wording.day(layer.date)}"
    day = f"on {wording.day(layer.date)}" if layer.date else "undated"
    return f"Who holds what{where}, {day}" if not layer.date else f"Who holds what{where} {day}"


def _layers(sheet: Sheet, base: Base, *, units: bool, basis: Basis | None) -> tuple[Layer, ...]:
    """Everything to be drawn, from the bottom to the top."""
    towns = Layer("towns", tuple(town_features(base)), name="Towns for orientation")
    return (
        *under(base, ground_layers(sheet)),
        *(front_layers(sheet) if basis is None else basis_layers(basis)),
        *([towns] if towns.features else []),
        *(unit_layers(sheet.layer.points) if units else ()),
    )


def outlined(within: Within | None, gazetteer: Gazetteer) -> tuple[Spot, ...]:
    """Give the region that a page is about as something that the base map outlines.

    Parameters
    ----------
    within
        The region or country; None where the page is about none.
    gazetteer
        Where it is from.
    """
    if within is None:
        return ()
    place = gazetteer.get(f"country:{within.id}" if within.whole else within.id)
    return (Spot(1, place, estimated=False, sightings=(), deeds=(), statuses=()),)


def _spread(
    sheet: Sheet,
    base: Base,
    gazetteer: Gazetteer,
    *,
    headline: str,
    view: tuple[float, float, float, float],
    layers: Sequence[Layer],
    names: Sequence[Html],
    basis: Basis | None,
) -> Spread:
    units = any(layer.key == "units" for layer in layers)
    lines = list(line_items(sheet, border=bool(base.borders), units=units, basis=basis))
    if base.outlines:
        lines.append(item("Edge of the region", swatch="named-region"))
    key = key_of((*ground_items(sheet), ("Lines", lines)))
    sheets = [sheet]
    return Spread(
        headline=headline,
        subtitle=_subtitle(sheet),
        caption=(
            key,
            _unit_note() if units else None,
            tag("p", control_credit(sheets), credit(gazetteer), class_="credit"),
        ),
        panel=control_panel(sheet),
        foot=(
            _how_to_read(),
            *control_sections(sheets),
            borders_section(base),
            sources_section(gazetteer),
            hashes_section(control_hashes(sheets), gazetteer, layers),
        ),
        labels=(*names, *base_labels(base, weigh=weigher(sheets), cities_from=CITY)),
        locator=locator(view, base.locator, base.locator_areas) if base.locator else None,
        stamps=tuple(stamps_of(sheets, statements=basis.statements if basis else None)),
        about="Map of who holds what",
        tables="Areas, and the ground piece by piece",
    )


def _unit_note() -> Html:
    return tag(
        "p",
        "Units and other points are off until you switch them on under Layers. They are shown as "
        "the file has them, of unknown age and unverified: where people are is told with care, "
        "and not while it can harm them.",
        class_="note care",
    )


def _subtitle(sheet: Sheet) -> Html:
    return join(
        tag("span", sheet.layer.maker.name, class_="source"),
        tag("span", wording.day(sheet.layer.date), class_="date"),
    )


def _how_to_read() -> Html:
    return tag(
        "section",
        tag("h2", "How to read this"),
        tag("p", "The ground is drawn as the maker of the control map has it, to some 50 m; areas "
            "are measured on the full shapes, geodesic on WGS 84. Ground without a colour is held "
            "by the country that it belongs to, so far as the map reaches. Hatched ground is "
            "contested or has no settled holder. Makers differ: two maps of one day lie half a "
            "kilometre apart in the median. North is up."),
    )  # fmt: skip
