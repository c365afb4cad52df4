"""The layers of a report's map: what is drawn, in which order, and what is off at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shapely import Point
from shapely.geometry.base import BaseGeometry

from geo.reading.estimate import EstimatedPlace
from maps.arrows import arrow_features
from maps.basemap import Base
from maps.cards import deed_key
from maps.control_layers import front_layers, ground_layers
from maps.control_sheet import Sheet
from maps.layers import Feature, Layer, feature, side_code
from maps.shapes import estimated_ground
from maps.story import Story


def layers_of(story: Story, base: Base, control: Sheet | None = None) -> tuple[Layer, ...]:
    """List everything to be drawn, from the bottom to the top.

    Parameters
    ----------
    story
        What the page tells.
    base
        What lies under its marks.
    control
        The control map beneath them.
    """
    marks = (
        Layer("towns", tuple(town_features(base)), name="Towns for orientation"),
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
        Layer("axes", tuple(arrow_features(story.arrows)), name="Axes of advance", choosable=True),
        Layer("places", tuple(_places(story)), name="Places", choosable=True),
    )
    ground = () if control is None else ground_layers(control, look="control-light")
    front = () if control is None else front_layers(control, strength="light")
    return (*under(base, ground), *front, *(layer for layer in marks if layer.features))


def under(base: Base, ground: Sequence[Layer] = ()) -> Iterator[Layer]:
    """List what lies under the marks, from the bottom to the top.

    Parameters
    ----------
    base
        Land, edges, borders.
    ground
        What lies on the land and below the borders.
    """
    yield _base_layer("world-land", base.world.land, "world-land", digits=1)
    yield _base_layer("middle-land", base.middle.land, "far-land", digits=3)
    yield _base_layer("middle-edges", base.middle.edges, "edge", digits=3)
    yield _base_layer("near-land", base.near.land, "land")
    yield _base_layer("region-edges", base.region_edges, "region-edge")
    yield _base_layer("near-edges", base.near.edges, "edge")
    yield from ground
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


def town_features(base: Base) -> Iterator[Feature]:
    """Draw the towns for orientation.

    Parameters
    ----------
    base
        What lies under the marks.
    """
    for index, town in enumerate(base.towns):
        yield feature(Point(town.lonlat), "town", label=f"town-{index + 1}")


def _precision(story: Story) -> Iterator[Feature]:
    """What holds each place's true centre 95 times in 100: a circle, of an estimate its ellipse."""
    for spot in story.spots:
        place = spot.place
        if not spot.pinned or place.precision_m <= 0:
            continue
        shaped = isinstance(place, EstimatedPlace) and place.ellipse is not None
        ground = estimated_ground(place) if spot.estimated and shaped else None
        if ground is not None:
            yield feature(ground, "estimate", digits=4, card=spot.key)
        else:
            look = "estimate" if spot.estimated else "precision"
            yield feature(Point(place.lonlat), look, radius_m=place.precision_m, card=spot.key)


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
    """Ground around places, soft at its edges; what is geolocated has a double outline, too."""
    for sector in story.sectors:
        event, place = sector.deed.event, sector.place
        if sector.deed.drawn_as_advance is not gained or event.negated:
            continue
        told = {"side": side_code(event.actor), "standing": event.standing}
        card = deed_key(sector.deed)
        reach_m = sector.reach_m
        for number, shape in enumerate(sector.levels):
            yield feature(
                shape,
                "sector" if gained else "ground",
                digits=4,
                **told,
                card=card,
                lon=round(place.lon, 5),
                lat=round(place.lat, 5),
                reach_m=reach_m,
                bearing=sector.bearing_deg,
                sign=None if number or sector.bearing_deg is None else 1,
            )
        if event.standing == "geolocated":
            for look in ("outline-broad", "outline-inner"):
                yield feature(sector.outline, look, digits=4, **told, card=card, reach_m=reach_m,
                              lat=round(place.lat, 5))  # fmt: skip


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
            side=side_code(first.side) if first else None,
            standing=first.standing if first else None,
            other=side_code(second.side) if second else None,
        )
