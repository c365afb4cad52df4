"""The layers of a report's map: what is drawn, in which order, and what is off at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

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

_NAMES: Final = {
    "precision": "How well places are known",
    "rest": "Stated: all the rest",
    "stated": "Stated distances and directions",
    "grounds": "Ground named",
    "advances": "Ground said to be gained",
    "measured": "Measured lines",
    "axes": "Axes of advance",
    "places": "Places",
}


def layers_of(
    story: Story, base: Base, control: Sheet | None = None, *, many: bool = False
) -> tuple[Layer, ...]:
    """List everything to be drawn, from the bottom to the top.

    Parameters
    ----------
    story
        What the page tells.
    base
        What lies under its marks.
    control
        The control map beneath them.
    many
        Whether the page's scripts make the features of the marks themselves: their layers are
        empty then.
    """
    marks = (
        Layer("towns", tuple(town_features(base)), name="Towns for orientation"),
        *(_empty(story) if many else _marks(story)),
    )
    ground = () if control is None else ground_layers(control, look="control-light")
    front = () if control is None else front_layers(control, strength="light")
    kept = (layer for layer in marks if layer.features or many)
    return (*under(base, ground), *front, *kept)


def _marks(story: Story) -> Iterator[Layer]:
    made = {
        "precision": _precision(story),
        "rest": _stated(story, first=False),
        "stated": _stated(story, first=True),
        "grounds": _sectors(story, gained=False),
        "advances": _sectors(story, gained=True),
        "measured": _measured(story),
        "axes": arrow_features(story.arrows),
        "places": _places(story),
    }
    for key, features in made.items():
        yield _marked(key, tuple(features))


def _empty(story: Story) -> Iterator[Layer]:
    """The layers of marks that there is something for, without it."""
    gained = {sector.deed.drawn_as_advance for sector in story.sectors}
    wanted = {
        "precision": any(spot.pinned for spot in story.spots),
        "stated": bool(story.ties),
        "grounds": False in gained,
        "advances": True in gained,
        "measured": bool(story.ties),
        "axes": bool(story.arrows),
        "places": any(spot.pinned for spot in story.spots),
    }
    for key, there in wanted.items():
        if there:
            # Axes are few, and drawn as on every page.
            yield _marked(key, tuple(arrow_features(story.arrows)) if key == "axes" else ())


def _marked(key: str, features: tuple[Feature, ...]) -> Layer:
    choosable = key in ("grounds", "advances", "measured", "axes", "places")
    return Layer(key, features, name=_NAMES[key], shown=key != "rest", choosable=choosable)


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
