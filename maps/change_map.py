"""The map of what changed hands between two control maps, as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.control.care import has_licence
from geo.control.change import compare
from maps import wording
from maps.basemap import Base, base_of
from maps.change_panel import Tables, changed_fill, changed_side
from maps.change_patches import Patch, patches_of, slivers_of, turned_of
from maps.colophon import borders_section, credit, hashes_section, sources_section
from maps.control_foot import control_credit, control_hashes, control_sections, stamps_of
from maps.control_labels import front_towns, ground_labels, weigher
from maps.control_layers import front_layers, ground_layers
from maps.control_map import CITY, HINTS, TOWNS, outlined
from maps.control_panel import square_km
from maps.control_pieces import drawn
from maps.control_sheet import Sheet, sheet_of
from maps.control_view import reach_of, view_of, view_within
from maps.errata import Erratum
from maps.extent import Box, box_of, widened
from maps.html import Html, join, tag
from maps.key_items import key_of
from maps.labels import base_labels, label
from maps.layers import TILES, Feature, Layer, draw, feature, side_code
from maps.locator import locator
from maps.page import asset, write_page
from maps.spread import Spread, body, map_data, side_rules
from maps.stack import town_features, under
from maps.style import side_colours

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.grounds import Within
    from geo.control.layer import ControlLayer

_AIR = 1.15
_COARSE_DEG = 0.005
_LARGE_KM2 = 3.0
_SAID: Final = 24
_NOTABLE = 0.9
"""Share of the changed ground that the first view is about."""


def change_map(
    before: ControlLayer,
    after: ControlLayer,
    gazetteer: Gazetteer,
    *,
    within: Within | None = None,
    title: str | None = None,
    errata: Sequence[Erratum] = (),
) -> str:
    """Draw what changed hands between two control maps, as one self-contained HTML page.

    The page asks for nothing, and the same input gives the same bytes. Where the maps are of
    different makers the page is stamped: a part of the difference is then theirs.

    Parameters
    ----------
    before, after
        The two maps.
    gazetteer
        The open gazetteer: names, borders, towns.
    within
        Region or country to look at alone; None for all.
    title
        Headline of the page; the two days by default.
    errata
        Corrections that the publisher makes to the page.

    Returns
    -------
    str
        The HTML document, to be saved as UTF-8.
    """
    tables = _tables(before, after, gazetteer, within)
    sheets = (tables.before, tables.after)
    view = _view(tables.patches, sheets, within)
    spots, towns = outlined(within, gazetteer), front_towns(sheets, gazetteer)
    base = base_of(gazetteer, view=view, spots=spots, towns=TOWNS, also=towns)
    named, names = ground_labels(sheets[1], first=len(base.areas))
    layers = tuple(_layers(tables, base, slivers_of(tables.changes)))
    headline = title or _title(before, after, within)
    spread = _spread(
        tables, base, gazetteer, headline=headline, view=view, layers=layers, names=names
    )
    colours = side_colours(set(tables.sides))
    data = map_data(
        layers,
        view=view,
        everything=reach_of(sheets, view),
        areas=[area.shape for area in base.areas],
        sides={side_code(side): colour for side, colour in colours.items()},
        hints=HINTS,
        grounds=(*named, *_broad(tables.patches)),
        lines=("borders", "front"),
        window=base.window,
        views=("What changed", "All ground"),
        givable=has_licence(before) and has_licence(after),
    )
    return write_page(
        draw(layers, view=view),
        title=headline,
        body=lambda figure: body(spread.corrected(errata), figure),
        data=data,
        style="\n".join([asset("control.css"), side_rules(colours)]),
        images=(TILES,),
    )


def _broad(patches: Sequence[Patch]) -> list[BaseGeometry]:
    """The larger pieces, as coarse as it takes to keep names off them."""
    return [shapely.simplify(p.shape, _COARSE_DEG) for p in patches if p.area_km2 >= _LARGE_KM2]


def _tables(
    before: ControlLayer, after: ControlLayer, gazetteer: Gazetteer, within: Within | None
) -> Tables:
    """Find what changed, and who is concerned."""
    found = compare(before, after, gazetteer, within=() if within is None else (within.id,))
    first = sheet_of(before, gazetteer, prefix="before", within=within)
    second = sheet_of(after, gazetteer, within=within)
    return Tables(
        before=first,
        after=second,
        changes=found.changes,
        patches=patches_of(found.changes, gazetteer),
        turned=turned_of(found.changes),
        uncompared=found.uncompared,
        sides={**first.sides, **second.sides},
    )


def _title(before: ControlLayer, after: ControlLayer, within: Within | None) -> str:
    where = f" in {within.name}" if within is not None else ""
    if before.date is not None and before.date == after.date:
        return f"Where two maps of {wording.day(before.date)} differ{where}"
    return f"What changed hands{where}, {wording.day(before.date)} to {wording.day(after.date)}"


def _view(patches: Sequence[Patch], sheets: Sequence[Sheet], within: Within | None) -> Box:
    """The first view: the largest changes, which make up most of the ground."""
    if not patches:
        return view_of(sheets, region=within.shape if within else None)
    total, summed, notable = sum(patch.area_km2 for patch in patches), 0.0, []
    for patch in patches:
        notable.append(patch.shape)
        summed += patch.area_km2
        if summed >= _NOTABLE * total:
            break
    if within is not None:
        return view_within(notable, within.shape) or view_of(sheets, region=within.shape)
    found = box_of([shape.bounds for shape in notable])
    return widened(found, by=_AIR) if found else view_of(sheets)


def _layers(tables: Tables, base: Base, slivers: Sequence[BaseGeometry]) -> Iterator[Layer]:
    """Everything to be drawn, from the bottom to the top."""
    changed = tuple(_patch(patch) for patch in tables.patches)
    thin = tuple(feature(sliver, "sliver", digits=4) for sliver in slivers)
    ground = [*ground_layers(tables.after, look="control-faint", choosable=False)]
    if thin:
        ground.append(Layer("slivers", thin, name="Slivers: lines drawn anew"))
    if changed:
        ground.append(Layer("changed", changed, name="Ground that changed hands", choosable=True))
    yield from under(base, ground)
    if tables.before.front is not None:
        past = (feature(tables.before.front, "front-past", digits=4),)
        yield Layer("front-past", past, name="Front line before")
    yield from front_layers(tables.after, strength="thin")
    towns = tuple(town_features(base))
    if towns:
        yield Layer("towns", towns, name="Towns for orientation")
    turned = tuple(_turned(tables))
    if turned:
        yield Layer("places", turned, name="Settlements that changed hands", choosable=True)


def _patch(patch: Patch) -> Feature:
    return feature(
        drawn(patch.shape), "changed", digits=4, fill=changed_fill(patch.side),
        side=changed_side(patch.side), card=patch.key,
    )  # fmt: skip


def _turned(tables: Tables) -> Iterator[Feature]:
    for turned in reversed(tables.turned):
        one = turned.settlement
        yield feature(
            Point(one.place.lonlat), "turned", side=changed_side(one.after), card=turned.key,
            label=turned.key,
        )  # fmt: skip


def _spread(
    tables: Tables,
    base: Base,
    gazetteer: Gazetteer,
    *,
    headline: str,
    view: Box,
    layers: Sequence[Layer],
    names: Sequence[Html],
) -> Spread:
    sheets = (tables.before, tables.after)
    key = key_of(tables.key(border=bool(base.borders)))
    return Spread(
        headline=headline,
        subtitle=_subtitle(tables),
        caption=(key, tag("p", control_credit(sheets), credit(gazetteer), class_="credit")),
        panel=tables.panel(),
        foot=(
            _how_to_read(),
            *control_sections(sheets),
            borders_section(base),
            sources_section(gazetteer),
            hashes_section(control_hashes(sheets), gazetteer, layers),
        ),
        labels=(
            *_names(tables),
            *_areas_said(tables.patches),
            *names,
            *base_labels(base, weigh=weigher(sheets), cities_from=CITY),
        ),
        locator=locator(view, base.locator, base.locator_areas) if base.locator else None,
        stamps=(*stamps_of(sheets), *_left_out(tables)),
        about="Map of what changed hands",
        tables="Gains and losses, settlements, ground piece by piece",
    )


def _left_out(tables: Tables) -> Iterator[str]:
    """What could not be compared."""
    yield from (f"Not compared: {reason}." for reason in tables.uncompared)


def _names(tables: Tables) -> Iterator[Html]:
    """Names of the settlements that changed hands, the biggest first."""
    for turned in tables.turned:
        town = turned.settlement.place
        yield label(town.name, "turned", [town.lonlat], card=turned.key, label=turned.key)


def _areas_said(patches: Sequence[Patch]) -> Iterator[Html]:
    """How large the larger pieces are, written on them."""
    for patch in patches[:_SAID]:
        if patch.area_km2 >= _LARGE_KM2:
            at = patch.shape.representative_point()
            yield label(square_km(patch.area_km2), "patch", [(at.x, at.y)], card=patch.key)


def _subtitle(tables: Tables) -> Html:
    sheets = (tables.before, tables.after)
    makers = dict.fromkeys(sheet.layer.maker.name for sheet in sheets)
    days = dict.fromkeys(wording.day(sheet.layer.date) for sheet in sheets)
    count = len(tables.turned)
    counted = f"{count} settlement{'' if count == 1 else 's'}"
    turned = "differ" if tables.same_day else "changed hands"
    return join(
        tag("span", " and ".join(makers), class_="source"),
        tag("span", " to ".join(days), class_="date"),
        tag("span", f"{counted} {turned}", class_="count"),
    )


def _how_to_read() -> Html:
    return tag(
        "section",
        tag("h2", "How to read this"),
        tag("p", "Ground that one map shows held by a side and the other does not is drawn in the "
            "colour of who has it now; pale ground was held throughout. Ground whose holder a map "
            "does not show is taken to be with the country that it belongs to. "
            "Areas are measured on the full shapes, geodesic on WGS 84. Makers redraw lines "
            "without anything happening on the ground, and correct themselves later: thin "
            "changes are kept apart, and a large one may be a correction. North is up."),
    )  # fmt: skip
