"""Names on the map: what may be written beside which mark, and what matters most."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from gazetteer.place import Place
from geo.claims.claim import VERDICT_LABELS
from maps import wording
from maps.basemap import Base
from maps.html import Html, tag
from maps.story import Story
from maps.ties import Tie


def labels_of(
    story: Story, base: Base, grounds: Sequence[Html] = (), *, many: bool = False
) -> Iterator[Html]:
    """List every name that may stand on the map, the most important first.

    The page's script shows those that find room; a hidden list carries the text, so that no text
    stands in a script.

    Parameters
    ----------
    story
        What the page tells.
    base
        What lies under its marks.
    grounds
        Names of the ground of a control map.
    many
        Whether the page's scripts name the marks themselves.
    """
    if not many:
        yield from _mark_labels(story)
    yield from grounds
    yield from base_labels(base)


def _mark_labels(story: Story) -> Iterator[Html]:
    spots = [spot for spot in story.spots if spot.pinned]
    for spot in sorted(spots, key=lambda spot: (-bool(spot.statuses), -spot.weight, spot.number)):
        kind = "estimated" if spot.estimated else "place"
        yield label(spot.place.name, kind, [spot.place.lonlat], card=spot.key)
    for tie in story.ties:
        if tie.claim.statement.type == "distance":
            along = [
                tie.measured.interpolate(share, normalized=True) for share in (0.5, 0.35, 0.65)
            ]
            yield label(tie_words(tie), "tie", [(p.x, p.y) for p in along], card=tie.key)


def base_labels(
    base: Base, *, weigh: Callable[[Place], float] | None = None, cities_from: float = math.inf
) -> Iterator[Html]:
    """List the names of what lies under the marks: countries, cities, regions, then towns.

    Parameters
    ----------
    base
        What lies under the marks.
    weigh
        How much a town's name matters; its inhabitants where not given.
    cities_from
        Weight from which a town's name comes before those of regions.
    """
    weights = [weigh(town) if weigh else town.population or 0 for town in base.towns]
    order = sorted(range(len(weights)), key=lambda index: -weights[index])
    yield from _areas(base, countries=True)
    yield from (_town(base, index) for index in order if weights[index] >= cities_from)
    yield from _areas(base, countries=False)
    yield from (_town(base, index) for index in order if weights[index] < cities_from)


def _areas(base: Base, *, countries: bool) -> Iterator[Html]:
    for index, area in enumerate(base.areas):
        if (area.place.kind == "country") is countries:
            yield label(area.place.name, area.place.kind, [], area=str(index))


def _town(base: Base, index: int) -> Html:
    town = base.towns[index]
    return label(town.name, "town", [town.lonlat], label=f"town-{index + 1}")


def tie_words(tie: Tie) -> str:
    """Say what is stated of a distance beside what was measured.

    Parameters
    ----------
    tie
        A claim that is drawn.
    """
    claim = tie.claim
    said = wording.phrase_of_quantity(claim.statement)
    verdict = VERDICT_LABELS[claim.verdict]
    if claim.measured_value is None:
        return f"{said} stated: {verdict}"
    found = wording.interval((claim.measured_value, claim.measured_value), claim.measured_unit)
    return f"{said} stated, {found} measured: {verdict}"


def label(text: str, kind: str, at: Sequence[tuple[float, float]], **data: str) -> Html:
    """Write a name for the hidden list.

    Parameters
    ----------
    text
        The name.
    kind
        What it names; its class on the map.
    at
        (longitude, latitude) in degrees, WGS 84, of the points that it may stand at.
    **data
        Codes by which the page's script finds what it names.
    """
    points = ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in at)
    named = {f"data_{name}": value for name, value in data.items()}
    return tag("li", text, data_kind=kind, data_at=points or None, **named)
