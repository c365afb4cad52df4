"""Who stands behind what a page shows, so that a reader can take a source off the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from maps.arrows import arrow_key
from maps.cards import deed_key
from maps.layers import side_code
from maps.spots import Deed, Spot, statuses_of
from maps.story import Story
from maps.ties import claim_key


def sources_of(story: Story) -> Mapping[str, Any]:
    """Tell for every row of the page which sources stand behind it.

    Parameters
    ----------
    story
        What the page tells.

    Returns
    -------
    mapping
        `names`: the sources, those with most to say first. `cards`: for the id of every row their
        numbers, from 0. `statuses`: for the id of a place's row what each source's events make of
        it: [number of the source, side's code, status, standing], the firmest side first.
    """
    cards: dict[str, Sequence[str]] = {}
    for report, (reading, claims) in enumerate(story.checked):
        for index, claim in enumerate(claims):
            cards[claim_key(report, index)] = story.sources(report, claim.statement.attribution)
        for index, axis in enumerate(reading.axes):
            cards[arrow_key(report, index)] = story.sources(report, axis.attribution)
    for deed in story.deeds:
        cards[deed_key(deed)] = _of_deed(deed, story)
    for spot in story.spots:
        cards[spot.key] = _behind(spot, story)
    weights = Counter(name for names in cards.values() for name in names)
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    number = {name: index for index, name in enumerate(ordered)}
    return {
        "names": ordered,
        "cards": {card: sorted(number[name] for name in names) for card, names in cards.items()},
        "statuses": {
            spot.key: told for spot in story.spots if (told := _statuses(spot, story, number))
        },
    }


def _of_deed(deed: Deed, story: Story) -> Sequence[str]:
    return story.sources(deed.report, deed.event.attribution)


def _behind(spot: Spot, story: Story) -> Sequence[str]:
    """Who says something of a place; of one that is merely named, the reports that name it."""
    said = [name for deed in spot.deeds for name in _of_deed(deed, story)]
    for report, index in story.claims.get(spot.place.id, ()):
        said += story.sources(report, story.checked[report][1][index].statement.attribution)
    named = [name for report, _ in spot.sightings for name in story.sources(report, ())]
    return list(dict.fromkeys(said or named))


def _statuses(spot: Spot, story: Story, number: Mapping[str, int]) -> list[list[Any]]:
    if not spot.statuses:
        return []
    theirs: dict[str, list[Deed]] = {}
    for deed in spot.deeds:
        for name in _of_deed(deed, story):
            theirs.setdefault(name, []).append(deed)
    return [
        [number[name], side_code(status.side), status.status, status.standing]
        for name, deeds in theirs.items()
        # What a single source makes of a place is what the place is shown as.
        for status in (spot.statuses if len(theirs) == 1 else statuses_of(deeds))
    ]
