"""Who stands behind what a page shows, so that a reader can take a source off the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.reading.report import Report
from geo.reading.statement import Attribution
from maps.cards import deed_key
from maps.layers import side_code
from maps.spots import Deed, Spot, statuses_of
from maps.story import Story
from maps.ties import claim_key
from maps.wording import name_of


def origin_of(attribution: Sequence[Attribution], report: Report) -> str:
    """Name the one who says so at the end of the chain; outlets that quote are no origins.

    Parameters
    ----------
    attribution
        The links, outermost first.
    report
        The report that states it.
    """
    speakers = [link.speaker for link in attribution if link.speaker]
    return speakers[-1] if speakers else report.source or name_of(report)


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
    book = _Book(story)
    cards: dict[str, list[str]] = {}
    for report, (_, claims) in enumerate(story.checked):
        for index, claim in enumerate(claims):
            cards[claim_key(report, index)] = [book.of(report, claim.statement.attribution)]
    for deed in story.deeds:
        cards[deed_key(deed)] = [book.of_deed(deed)]
    for spot in story.spots:
        cards[spot.key] = _behind(spot, story, book)
    weights: dict[str, int] = {}
    for names in cards.values():
        for name in names:
            weights[name] = weights.get(name, 0) + 1
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    number = {name: index for index, name in enumerate(ordered)}
    return {
        "names": ordered,
        "cards": {card: sorted(number[name] for name in names) for card, names in cards.items()},
        "statuses": {
            spot.key: told for spot in story.spots if (told := _statuses(spot, book, number))
        },
    }


class _Book:
    """Names of sources by the report that quotes them."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def of(self, report: int, attribution: Sequence[Attribution]) -> str:
        return origin_of(attribution, self.story.checked[report][0].report)

    def of_deed(self, deed: Deed) -> str:
        return self.of(deed.report, deed.event.attribution)


def _behind(spot: Spot, story: Story, book: _Book) -> list[str]:
    """Who says something of a place; of one that is merely named, the reports that name it."""
    said = [book.of_deed(deed) for deed in spot.deeds]
    said += [
        book.of(report, story.checked[report][1][index].statement.attribution)
        for report, index in story.claims.get(spot.place.id, ())
    ]
    named = [book.of(report, ()) for report, _ in spot.sightings]
    return list(dict.fromkeys(said or named))


def _statuses(spot: Spot, book: _Book, number: Mapping[str, int]) -> list[list[Any]]:
    if not spot.statuses:
        return []
    theirs: dict[str, list[Deed]] = {}
    for deed in spot.deeds:
        theirs.setdefault(book.of_deed(deed), []).append(deed)
    return [
        [number[name], side_code(status.side), status.status, status.standing]
        for name, deeds in theirs.items()
        # What a single source makes of a place is what the place is shown as.
        for status in (spot.statuses if len(theirs) == 1 else statuses_of(deeds))
    ]
