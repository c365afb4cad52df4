"""The key to the map: only what this map shows."""

from __future__ import annotations

from collections.abc import Iterator

from geo.claims.claim import VERDICT_LABELS
from maps.control_key import beneath_items
from maps.control_sheet import Sheet
from maps.html import Html
from maps.key_items import item, key_of
from maps.layers import side_code
from maps.story import Story
from maps.style import AXIS_STANDING_WORDS, FIRMNESS, SECTOR_REACH_M, STANDING_WORDS, STATUS_WORDS
from maps.wording import length


def legend(
    story: Story,
    *,
    lines: bool,
    outlines: bool,
    control: Sheet | None = None,
    many: bool = False,
) -> Html:
    """Write the key.

    Parameters
    ----------
    story
        What the page tells.
    lines
        Whether a named border is in view.
    outlines
        Whether regions or countries that the reports name are outlined.
    control
        The control map beneath the marks.
    many
        Whether marks that lie close together are drawn as one.
    """
    groups = (
        ("Places", (*_places(story, outlines=outlines), *(_clusters() if many else ()))),
        ("Sides", _sides(story)),
        ("Standing", _standings(story)),
        ("Stated", _stated(story)),
        ("Measured", _measured(story, lines=lines)),
        ("Control map", beneath_items(control) if control else ()),
    )
    return key_of(groups)


def _places(story: Story, *, outlines: bool) -> Iterator[Html]:
    statuses = {status.status for spot in story.spots for status in spot.statuses}
    if any(spot.pinned and not spot.statuses and not spot.estimated for spot in story.spots):
        yield item("Named", swatch="spot")
    for status, word in STATUS_WORDS.items():
        if status in statuses:
            yield item(word.capitalize(), swatch="spot", status=status)
    if any(spot.estimated and spot.pinned for spot in story.spots):
        yield item("Estimated, within this", swatch="estimate")
    if any(spot.pinned and not spot.estimated and spot.place.precision_m for spot in story.spots):
        yield item("Known to within this", swatch="precision")
    if outlines:
        yield item("Region named", swatch="named-region")


def _clusters() -> Iterator[Html]:
    yield item("Several places: the ring has the shares of the sides", swatch="cluster")


def _sides(story: Story) -> Iterator[Html]:
    drawn = {status.side for spot in story.spots for status in spot.statuses}
    drawn |= {sector.deed.event.actor or "" for sector in story.sectors}
    for code in (code for code in story.colours if code in drawn):
        yield item(story.side(code), swatch="side", side=side_code(code))
    if any(len(spot.statuses) > 1 for spot in story.spots):
        yield item("Ring: another side, too", swatch="spot", status="held", other="?")


def _standings(story: Story) -> Iterator[Html]:
    used = {status.standing for spot in story.spots for status in spot.statuses}
    used |= {sector.deed.event.standing for sector in story.sectors}
    for standing in reversed(FIRMNESS):
        if standing in used:
            words = STANDING_WORDS[standing].capitalize()
            yield item(words, swatch="spot", status="held", standing=standing)


def _stated(story: Story) -> Iterator[Html]:
    reach = length(SECTOR_REACH_M)
    if any(sector.deed.drawn_as_advance for sector in story.sectors):
        yield item(f"Ground gained, drawn {reach} deep", swatch="sector")
    if any(not sector.deed.drawn_as_advance for sector in story.sectors):
        yield item(f"Ground named, drawn {reach} deep", swatch="ground")
    yield from _axes(story)
    if any(tie.rings is not None for tie in story.ties):
        yield item("Distance, and its slack", swatch="ring")
    if any(tie.cones for tie in story.ties):
        yield item("Direction", swatch="cone")


def _axes(story: Story) -> Iterator[Html]:
    """Arrows are axes that the text states; dashed where it only claims or believes them."""
    used = {arrow.axis.standing for arrow in story.arrows}
    for standing in reversed(FIRMNESS):
        if standing in used:
            words = f"Axis of advance, {AXIS_STANDING_WORDS[standing]}"
            yield item(words, swatch="axis", standing=standing)


def _measured(story: Story, *, lines: bool) -> Iterator[Html]:
    used = {tie.claim.verdict for tie in story.ties}
    for verdict, words in VERDICT_LABELS.items():
        if verdict in used:
            yield item(words.capitalize(), swatch="measured", verdict=verdict)
    if lines:
        yield item("Border", swatch="border")
