"""The map of one report or several: one page that needs nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.claims.claim import VERDICT_LABELS, Claim
from geo.reading.reading import Reading
from maps import style, wording
from maps.basemap import Base, base_of
from maps.cards import deed_key
from maps.errors import NothingToMap
from maps.extent import Box
from maps.html import Html, join, tag
from maps.layers import TILES, Feature, Layer, draw, feature
from maps.legend import legend
from maps.locator import locator
from maps.page import write_page
from maps.panel import elsewhere, panel
from maps.story import Story, tell
from maps.ties import Tie
from maps.version import __version__

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_HINTS = 12


def report_map(
    checked: Sequence[tuple[Reading, tuple[Claim, ...]]],
    gazetteer: Gazetteer,
    *,
    title: str | None = None,
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
    story = tell(checked, gazetteer)
    base = base_of(gazetteer, view=story.view, spots=story.spots)
    layers = _layers(story, base)
    headline = title or _title(story)
    return write_page(
        draw(layers, view=story.view),
        title=headline,
        body=lambda figure: _body(
            story, base, gazetteer, figure=figure, headline=headline, layers=layers
        ),
        data=_data(story, base, layers),
        style=_side_rules(story.colours),
        images=(TILES,),
    )


def _title(story: Story) -> str:
    reports = [reading.report for reading, _ in story.checked]
    if len(reports) == 1:
        return reports[0].title or f"Places named in {wording.name_of(reports[0])}"
    return f"Places named in {len(reports)} reports"


def _reach(story: Story) -> Box:
    """The box around everything that is marked."""
    points = [spot.place.lonlat for spot in story.spots if spot.pinned]
    lons = [lon for lon, _ in points] + [story.view[0], story.view[2]]
    lats = [lat for _, lat in points] + [story.view[1], story.view[3]]
    return (min(lons), min(lats), max(lons), max(lats))


def _layers(story: Story, base: Base) -> tuple[Layer, ...]:
    """Everything to be drawn, from the bottom to the top."""
    marks = (
        Layer("towns", tuple(_towns(base)), name="Towns for orientation"),
        Layer("precision", tuple(_precision(story)), name="How well places are known"),
        Layer("rest", tuple(_stated(story, first=False)), name="Stated: all the rest", shown=False),
        Layer("stated", tuple(_stated(story, first=True)), name="Stated distances and directions"),
        Layer("grounds", tuple(_sectors(story, gained=False)), name="Ground named", choosable=True),
        Layer(
            "advances",
            tuple(_sectors(story, gained=True)),
            name="Ground said to be gained",
            choosable=True,
        ),
        Layer("measured", tuple(_measured(story)), name="Measured lines", choosable=True),
        Layer("places", tuple(_places(story)), name="Places", choosable=True),
    )
    return (*_under(base), *(layer for layer in marks if layer.features))


def _under(base: Base) -> Iterator[Layer]:
    """What lies under the marks."""
    yield _base_layer("world-land", base.world.land, "world-land", digits=1)
    yield _base_layer("middle-land", base.middle.land, "far-land", digits=3)
    yield _base_layer("middle-edges", base.middle.edges, "edge", digits=3)
    yield _base_layer("near-land", base.near.land, "land")
    yield _base_layer("region-edges", base.region_edges, "region-edge")
    yield _base_layer("near-edges", base.near.edges, "edge")
    outlines = [
        feature(outline.edge, f"named-{outline.spot.place.kind}", digits=3, card=outline.spot.key)
        for outline in base.outlines
    ]
    if outlines:
        yield Layer("outlines", tuple(outlines), name="Regions and countries named")
    lines = [feature(shape, "border", digits=4) for _, shape in base.borders]
    if lines:
        yield Layer("borders", tuple(lines), name="Border")


def _base_layer(key: str, shape: BaseGeometry, look: str, *, digits: int = 4) -> Layer:
    features = () if shape.is_empty else (feature(shape, look, digits=digits),)
    return Layer(key, features)


def _towns(base: Base) -> Iterator[Feature]:
    for index, town in enumerate(base.towns):
        yield feature(Point(town.lonlat), "town", label=f"town-{index + 1}")


def _precision(story: Story) -> Iterator[Feature]:
    """A circle around each place that holds its true centre 95 times in 100."""
    for spot in story.spots:
        if spot.pinned and spot.place.precision_m > 0:
            look = "estimate" if spot.estimated else "precision"
            yield feature(
                Point(spot.place.lonlat), look, radius_m=spot.place.precision_m, card=spot.key
            )


def _stated(story: Story, *, first: bool) -> Iterator[Feature]:
    """What words admit: at first only what a reader has to see, so that the map stays clear.

    That is the rings around places in view and, where measuring did not bear the words out,
    their slack and the directions.
    """
    for tie in story.ties:
        near = tie.centre.id in story.central
        if tie.band is not None and tie.rings is not None and (near and tie.in_question) is first:
            yield feature(tie.band, "band", digits=4, card=tie.key)
        if tie.rings is not None and near is first:
            yield feature(tie.rings, "ring", digits=4, card=tie.key)
        if tie.in_question is first:
            for shape in tie.cones:
                yield feature(shape, "cone", digits=4, card=tie.key)


def _sectors(story: Story, *, gained: bool) -> Iterator[Feature]:
    for sector in story.sectors:
        if sector.deed.drawn_as_advance is not gained or sector.deed.event.negated:
            continue
        event = sector.deed.event
        for shape in sector.levels:
            yield feature(
                shape,
                "sector" if gained else "ground",
                digits=4,
                side=event.actor or "",
                standing=event.standing,
                card=deed_key(sector.deed),
            )


def _measured(story: Story) -> Iterator[Feature]:
    for tie in story.ties:
        verdict = tie.claim.verdict
        yield feature(tie.measured, "measured", verdict=verdict, card=tie.key)


def _places(story: Story) -> Iterator[Feature]:
    """Marks, the weightiest last so that they lie on top."""
    for spot in sorted(story.spots, key=lambda spot: (len(spot.statuses), spot.weight)):
        if not spot.pinned:
            continue
        first, second = (*spot.statuses, None, None)[:2]
        yield feature(
            Point(spot.place.lonlat),
            "spot",
            card=spot.key,
            estimated=1 if spot.estimated else None,
            status=first.status if first else None,
            side=first.side if first else None,
            standing=first.standing if first else None,
            other=second.side if second else None,
        )


def _data(story: Story, base: Base, layers: Sequence[Layer]) -> Mapping[str, object]:
    """What the page's script needs to know: codes, numbers and shapes, no text of a report."""
    return {
        "looks": style.LOOKS,
        "sides": story.colours,
        "colours": {
            "noSide": style.NO_SIDE,
            "ink": style.INK,
            "paper": style.PAPER,
            "land": style.LAND,
        },
        "marks": style.MARKS,
        "dashes": style.VERDICT_DASHES,
        "layers": [[layer.key, f"geo_json_{layer.key.replace('-', '_')}"] for layer in layers],
        "view": story.view,
        "all": _reach(story),
        "areas": [feature(area.shape, "area")["geometry"] for area in base.areas],
        "hints": _HINTS,
    }


def _side_rules(colours: Mapping[str, str]) -> str:
    return "\n".join(
        f".side-{number}::before {{ background: {colour}; }}"
        for number, colour in enumerate(colours.values(), 1)
    )


def _body(
    story: Story,
    base: Base,
    gazetteer: Gazetteer,
    *,
    figure: Html,
    headline: str,
    layers: Sequence[Layer],
) -> Html:
    small = locator(story.view, base.locator, base.locator_areas) if base.locator else None
    return join(
        tag("a", "Skip the map and read the tables", href="#tables", class_="skip"),
        tag("header", tag("h1", headline), tag("p", _subtitle(story), class_="subtitle")),
        tag(
            "main",
            tag(
                "figure",
                tag("div", figure, small, class_="frame"),
                tag(
                    "figcaption",
                    elsewhere(story),
                    legend(story, lines=bool(base.borders)),
                    tag("p", _credit(gazetteer), class_="credit"),
                ),
                class_="map",
                aria_label="Map of the places named",
            ),
            tag("div", panel(story), id="tables", class_="panel", tabindex=0, role="region",
                aria_label="Claims, events and places"),
        ),
        tag("footer", *_footer(story, base, gazetteer, layers)),
        tag("ul", *_labels(story, base), id="labels", hidden=True),
        tag("p", id="told", class_="unseen", role="status", aria_live="polite"),
        tag("noscript", "The map needs scripts; the tables hold everything that it shows."),
    )  # fmt: skip


def _subtitle(story: Story) -> Html:
    reports = [reading.report for reading, _ in story.checked]
    dates = list(dict.fromkeys(wording.date_of(report) for report in reports))
    sources = list(dict.fromkeys(report.source or "source not stated" for report in reports))
    claims = sum(len(claims) for _, claims in story.checked)
    counted = ", ".join(
        _count(number, noun)
        for number, noun in (
            (len(story.spots), "place"),
            (claims, "stated measurement"),
            (len(story.deeds), "event"),
        )
    )
    return join(
        tag("span", "; ".join(sources), class_="source"),
        tag("span", "; ".join(dates), class_="date"),
        tag("span", counted, class_="count"),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _credit(gazetteer: Gazetteer) -> str:
    """Names of the sources of everything under the marks, with their licences."""
    credits_ = [f"{source.name} ({source.licence})" for source in gazetteer.sources()]
    return "Map data: " + ("; ".join(dict.fromkeys(credits_)) or "the gazetteer names no source")


def _footer(
    story: Story, base: Base, gazetteer: Gazetteer, layers: Sequence[Layer]
) -> Iterator[Html]:
    yield tag(
        "section",
        tag("h2", "How to read this"),
        tag("p", "Names were found in the text and resolved against a local gazetteer. Distances "
            "and bearings are geodesics on WGS 84, centre to centre. A verdict says whether the "
            "measured value lies in what the words admit, given every known uncertainty: it fits "
            "at a probability of 0.8 or more, does not fit at 0.05 or less. It does not say "
            "whether an event happened. Ground “southwest of” a place is drawn "
            f"{wording.length(style.SECTOR_REACH_M)} deep, since reports do not say how far it "
            "reaches. North is up."),
    )  # fmt: skip
    borders = [
        tag("li", tag("b", row.name), f": {row.policy.rstrip('.')}. Known to about "
            f"{wording.length(row.precision_m)}. Source: {row.source} ({row.licence}).")
        for row, _ in base.borders
    ]  # fmt: skip
    yield tag(
        "section",
        tag("h2", "Borders"),
        tag("ul", *borders) if borders else tag("p", "No named border is in view."),
        tag("p", "Other edges of countries and regions are drawn from the gazetteer’s outlines, "
            "for orientation alone."),
    )  # fmt: skip
    sources = [
        tag("li", tag("b", source.name), f": {source.rows:,} rows, {source.licence}, {source.date}")
        for source in gazetteer.sources()
    ]
    yield tag(
        "section",
        tag("h2", "Sources and licences"),
        tag("ul", *sources),
        tag("p", "Drawn with folium (MIT) and Leaflet (BSD-2-Clause)."),
    )
    yield tag("section", tag("h2", "To make this again"), _hashes(story, gazetteer, layers))


def _hashes(story: Story, gazetteer: Gazetteer, layers: Sequence[Layer]) -> Html:
    lines = [("frontmap", __version__)]
    for reading, _ in story.checked:
        digest = hashlib.sha256(reading.report.text.encode("utf-8", "surrogatepass")).hexdigest()
        lines.append((f"Report {reading.report.id}", digest))
    lines.append(("Gazetteer", gazetteer.content_hash()))
    drawn = json.dumps([[layer.key, layer.features] for layer in layers], sort_keys=True)
    lines.append(("Layers", hashlib.sha256(drawn.encode()).hexdigest()))
    rows = [tag("div", tag("dt", name), tag("dd", tag("code", value))) for name, value in lines]
    return tag("dl", *rows, class_="hashes")


def _labels(story: Story, base: Base) -> Iterator[Html]:
    """Every name that may stand on the map, the most important first."""
    spots = [spot for spot in story.spots if spot.pinned]
    for spot in sorted(spots, key=lambda spot: (-bool(spot.statuses), -spot.weight, spot.number)):
        kind = "estimated" if spot.estimated else "place"
        yield _label(spot.place.name, kind, [spot.place.lonlat], card=spot.key)
    for tie in story.ties:
        if tie.claim.statement.type == "distance":
            along = [
                tie.measured.interpolate(share, normalized=True) for share in (0.5, 0.35, 0.65)
            ]
            yield _label(_tie_words(tie), "tie", [(p.x, p.y) for p in along], card=tie.key)
    for index, area in enumerate(base.areas):
        yield _label(area.place.name, area.place.kind, [], area=str(index))
    for index, town in enumerate(base.towns):
        yield _label(town.name, "town", [town.lonlat], label=f"town-{index + 1}")


def _tie_words(tie: Tie) -> str:
    claim = tie.claim
    said = wording.phrase_of_quantity(claim.statement)
    found = wording.interval((claim.measured_value, claim.measured_value), claim.measured_unit)
    return f"{said} stated, {found} measured: {VERDICT_LABELS[claim.verdict]}"


def _label(text: str, kind: str, at: Sequence[tuple[float, float]], **data: str) -> Html:
    points = ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in at)
    named = {f"data_{name}": value for name, value in data.items()}
    return tag("li", text, data_kind=kind, data_at=points or None, **named)
