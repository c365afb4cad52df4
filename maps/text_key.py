"""The key above the reports' texts: only what they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from geo.claims.claim import VERDICT_LABELS
from maps.html import Html, tag
from maps.story import Story
from maps.style import AXIS_STANDING_WORDS, FIRMNESS, STANDING_WORDS

GRAVEST: Final[tuple[str, ...]] = ("contradicted", "uncertain", "supported", "unchecked")
"""Verdicts in the order in which their lines stand below words that share them."""

_MANY: Final = 12
"""With more items than this the key is closed at first, since the text should be in sight."""


def text_key(story: Story) -> Html | None:
    """Write the key; None where nothing is marked.

    Parameters
    ----------
    story
        What the page tells.
    """
    items = [tag("li", sample, class_="item") for sample in (*_named(story), *_told(story))]
    if not items:
        return None
    return tag(
        "details",
        tag("summary", "Key to the text"),
        tag("ul", *items),
        class_="text-key",
        open=len(items) <= _MANY,
    )


def _named(story: Story) -> Iterator[Html]:
    """How names are shown."""
    roles = {
        "place" if resolution.place is not None and mention.role == "literal"
        else "unplaced" if mention.role == "literal"
        else "aside"
        for reading, _ in story.checked
        for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True)
    }  # fmt: skip
    if "place" in roles:
        yield tag("span", "Place", class_="place pinned")
    if "unplaced" in roles:
        yield tag("span", "Place not found", class_="unplaced")
    if "aside" in roles:
        yield tag("span", "Named, not meant as a place", class_="aside")


def _told(story: Story) -> Iterator[Html]:
    """How events and stated measurements are shown."""
    for number, code in enumerate(story.colours, 1):
        if any(deed.event.actor == code for deed in story.deeds):
            word = f"What {story.side(code)} did"
            yield tag("span", word, class_=f"event plain swatch-before by-{number}")
    if any(deed.event.actor is None for deed in story.deeds):
        yield tag("span", "What happened", class_="event plain swatch-before by-0")
    used = {deed.event.standing for deed in story.deeds}
    for standing in reversed(FIRMNESS):
        if standing in used:
            yield tag("span", STANDING_WORDS[standing], class_=f"event {standing} by-0")
    stated = {axis.standing for reading, _ in story.checked for axis in reading.axes}
    for standing in reversed(FIRMNESS):
        if standing in stated:
            word = f"Axis of advance, {AXIS_STANDING_WORDS[standing]}"
            yield tag("span", word, class_=f"axis axis-{standing} arrow-before on-0")
    verdicts = {claim.verdict for _, claims in story.checked for claim in claims}
    for verdict, words in VERDICT_LABELS.items():
        if verdict in verdicts:
            sample = tag("span", f"Stated: {words}", class_=f"stated lines-1 a-{verdict}")
            sign = tag("span", class_=f"claim-sign {verdict}", aria_hidden="true")
            yield tag("span", sample, sign)
