"""The map of one report or several: one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from geo.claims.claim import Claim
from geo.reading.reading import Reading
from maps.basemap import Base, base_of
from maps.claim_review import claim_reviews
from maps.colophon import colophon, credit
from maps.columns import shrunk
from maps.control_foot import control_credit, stamps_of
from maps.control_labels import ground_labels
from maps.control_panel import beneath_tables
from maps.control_sheet import Sheet
from maps.errata import Erratum
from maps.errors import NothingToMap
from maps.extent import Box
from maps.headline import counts_said, dates_said, reports_of, sources_said, title_of
from maps.html import Html, join, tag
from maps.inputs import BLOCK, REVIEWS_BLOCK, Provenance, inputs_json
from maps.labels import labels_of
from maps.layers import TILES, Layer, draw, side_code
from maps.legend import legend
from maps.locator import locator
from maps.many import MANY_SCRIPTS, blocks_of, is_footnoted, is_many, many_panel, unscripted
from maps.page import asset, write_page
from maps.panel import elsewhere, panel
from maps.records import records_of
from maps.report_text import text_rules
from maps.sources import sources_of
from maps.spread import UNSCRIPTED, Spread, body, map_data, side_rules
from maps.stack import layers_of
from maps.story import Story, tell

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

_HINTS = 12
_STYLES = ("control.css", "text.css", "claims.css", "footnotes.css", "comparison.css")


def report_map(
    checked: Sequence[tuple[Reading, tuple[Claim, ...]]],
    gazetteer: Gazetteer,
    *,
    title: str | None = None,
    control: Sheet | None = None,
    provenance: Provenance | None = None,
    errata: Sequence[Erratum] = (),
) -> str:
    """Draw what reports say about places, as one self-contained HTML page.

    The page asks for nothing: scripts, styles and the map under the marks are inside it. Online
    tiles are a layer that is off. The same input gives the same bytes.

    Parameters
    ----------
    checked
        Each report's reading with its claims as `geo.claims.check.check` gives them.
    gazetteer
        The open gazetteer that the readings were made with.
    title
        Headline of the page; the single report's own by default.
    control
        The control map to be drawn beneath the marks.
    provenance
        What else the page was made from; the page names it, so that `frontmap verify` can repeat
        the work.
    errata
        Corrections that the publisher makes to the page.

    Returns
    -------
    str
        The HTML document, to be saved as UTF-8.

    Raises
    ------
    NothingToMap
        If there is no report.
    """
    if not checked:
        raise NothingToMap
    made_from = Provenance() if provenance is None else provenance
    story = tell(checked, gazetteer, sides=control.sides if control else ())
    base = base_of(gazetteer, view=story.view, spots=story.spots)
    many = is_many(story)
    layers = layers_of(story, base, control, many=many)
    blocks = blocks_of(story) if many else _blocks(story)
    inputs = inputs_json(
        checked,
        gazetteer,
        made_from,
        title=title,
        drawn=() if control is None else (control.layer,),
    )
    named, names = ground_labels(control, first=len(base.areas)) if control else ((), ())
    headline = title or title_of(story)
    spread = _spread(
        story,
        base,
        gazetteer,
        headline=headline,
        layers=layers,
        control=control,
        names=names,
        blocks=blocks if many else None,
        supplied=made_from.control or (),
    )
    data = map_data(
        layers,
        view=story.view,
        everything=_reach(story),
        areas=[area.shape for area in base.areas],
        sides={side_code(side): colour for side, colour in story.colours.items()},
        hints=_HINTS,
        grounds=named,
        lines=("borders", "front", "axes"),
        window=base.window,
    )
    styles = [*_STYLES, *(["many.css"] if many else [])]
    return write_page(
        draw(layers, view=story.view),
        title=headline,
        body=lambda figure: body(spread.corrected(errata), figure),
        data=data,
        style="\n".join(
            [*(asset(name) for name in styles), side_rules(story.colours), text_rules(story)]
        ),
        images=(TILES,),
        scripts=MANY_SCRIPTS if many else (),
        blocks={
            **blocks,
            BLOCK: shrunk(inputs) if many else inputs,
            **_reviews(story, made_from),
        },
    )


def _blocks(story: Story) -> Mapping[str, object]:
    """What the scripts of a page of few marks work on beside its markup."""
    return {"frontmap-records": records_of(story), "frontmap-sources": sources_of(story)}


def _reviews(story: Story, made_from: Provenance) -> Mapping[str, object]:
    """The claims as ClaimReview, for machines."""
    if not is_footnoted(story):
        return {}
    return {REVIEWS_BLOCK: claim_reviews(story.checked, publication=made_from.publication)}


def _reach(story: Story) -> Box:
    """The box around everything that is marked."""
    points = [spot.place.lonlat for spot in story.spots if spot.pinned]
    lons = [lon for lon, _ in points] + [story.view[0], story.view[2]]
    lats = [lat for _, lat in points] + [story.view[1], story.view[3]]
    return (min(lons), min(lats), max(lons), max(lats))


def _spread(
    story: Story,
    base: Base,
    gazetteer: Gazetteer,
    *,
    headline: str,
    layers: Sequence[Layer],
    control: Sheet | None,
    names: Sequence[Html],
    supplied: Sequence[ControlLayer],
    blocks: Mapping[str, object] | None = None,
) -> Spread:
    """The page around the map; `blocks` hold what a page of very many marks tells."""
    many = blocks is not None
    sheets = [] if control is None else [control]
    credited = join(control_credit(sheets) if sheets else None, credit(gazetteer))
    key = legend(
        story, lines=bool(base.borders), outlines=bool(base.outlines), control=control, many=many
    )
    told = many_panel(story) if many else panel(story)
    drawn = [*layers, Layer("blocks", ({"blocks": blocks},))] if many else layers
    return Spread(
        headline=headline,
        subtitle=_subtitle(story, control),
        caption=(elsewhere(story), key, tag("p", credited, class_="credit")),
        panel=join(told, *(beneath_tables(sheet) for sheet in sheets)),
        foot=tuple(
            colophon(
                story,
                base,
                gazetteer,
                drawn,
                sheets,
                supplied=supplied,
                footnoted=is_footnoted(story),
            )
        ),
        labels=tuple(labels_of(story, base, names, many=many)),
        locator=locator(story.view, base.locator, base.locator_areas) if base.locator else None,
        stamps=tuple(stamps_of(sheets)),
        unscripted=unscripted(story) if many else UNSCRIPTED,
    )


def _subtitle(story: Story, control: Sheet | None) -> Html:
    reports = reports_of(story)
    return join(
        tag("span", sources_said(reports), class_="source"),
        tag("span", dates_said(reports), class_="date"),
        tag("span", counts_said(story), class_="count"),
        tag("span", f"control map: {control.dated}", class_="control") if control else None,
    )
