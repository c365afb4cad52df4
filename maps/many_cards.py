"""What the cards of very many marks tell, as columns beside those of `maps.records`.

`assets/many_cards.js` writes from them what `maps.cards` and `maps.panel` write on other pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from geo.claims.claim import Claim
from geo.reading.estimate import EstimatedPlace
from geo.reading.report import Report
from maps import wording
from maps.cards import deed_key, estimate_note, fits_words, missing_words, rivals_words, said_by
from maps.columns import Columns
from maps.inputs import exact
from maps.labels import tie_words
from maps.outside import beyond
from maps.sectors import Sector
from maps.spots import Deed, Spot, unresolved
from maps.story import Story
from maps.ties import Tie, claim_key

GROUPS: Final = ("On the map", "Outside the first view", "Regions and countries", "Roads")
"""Titles of the parts of the table of places."""
_DRAWN: Final = ("settlement", "water", "other")
_JSON: Final = json.JSONEncoder(separators=(",", ":"))


def marks_of(story: Story, sources: Mapping[str, Any]) -> Mapping[str, Columns]:
    """Give what marks, shapes and the order of rows need, beside the records.

    Parameters
    ----------
    story
        What the page tells.
    sources
        Who stands behind each row, from `maps.sources.sources_of`.

    Returns
    -------
    mapping
        `places`, `claims` and `events`, row by row with those of `records_of`; `missing`: names
        that no place fits; `reports`: what is quoted from, and what it is called. Lengths are
        metres.
    """
    sectors = {id(sector.deed): sector for sector in story.sectors}
    ties = {tie.key: tie for tie in story.ties}
    behind = sources["cards"]
    return {
        "places": _columns(
            {
                **_mark(spot, story),
                "sources": " ".join(map(str, behind[spot.key])),
                "told": _short(sources["statuses"].get(spot.key, [])),
            }
            for spot in story.spots
        ),
        "claims": _columns(
            {**_drawn(ties.get(key)), "sources": " ".join(map(str, behind[key]))}
            for key in (claim_key(report, index) for report, index, _ in _claims(story))
        ),
        "events": _columns(
            {
                **_ground(deed, sectors.get(id(deed))),
                "sources": " ".join(map(str, behind[deed_key(deed)])),
            }
            for deed in story.deeds
        ),
        "missing": _columns(
            {"name": name, "said": said}
            for name, said in missing_words(unresolved(story.checked), story)
        ),
        "reports": _columns(_report(reading.report) for reading, _ in story.checked),
    }


def cards_of(story: Story) -> Mapping[str, Columns]:
    """Give what cards tell that neither the records nor the marks do.

    Parameters
    ----------
    story
        What the page tells.

    Returns
    -------
    mapping
        `places`, `claims` and `events`, row by row with those of `records_of`; `mentions`: where
        places are named, by their row. Sentences are given by `lead` and `tail`, the characters
        before and behind the span that they hold.
    """
    return {
        "places": _columns(_place(spot, story) for spot in story.spots),
        "claims": _columns(_claim(report, claim, story) for report, _, claim in _claims(story)),
        "events": _columns(_event(deed, story) for deed in story.deeds),
        "mentions": _columns(_mentions(story)),
    }


def _claims(story: Story) -> Iterator[tuple[int, int, Claim]]:
    """Report and number of each claim, both from 0, and the claim."""
    for report, (_, claims) in enumerate(story.checked):
        for index, claim in enumerate(claims):
            yield report, index, claim


def _columns(rows: Iterable[Mapping[str, Any]]) -> Columns:
    listed = list(rows)
    return {name: [row[name] for row in listed] for name in listed[0]} if listed else {}


def _mark(spot: Spot, story: Story) -> Mapping[str, Any]:
    place = spot.place
    statuses = [[status.side, status.status, status.standing] for status in spot.statuses]
    ellipse = place.ellipse if isinstance(place, EstimatedPlace) else None
    axes = None if ellipse is None else (ellipse.semi_major_m, ellipse.semi_minor_m)
    return {
        "group": _group(spot, story),
        "located": int(spot.pinned or place.bbox is not None),
        "weight": spot.weight,
        "statuses": _short(statuses),
        "ellipse": None
        if ellipse is None or axes is None
        else [*map(round, axes), round(ellipse.orientation_deg, 1)],
    }


def _short(value: object) -> str:
    return _JSON.encode(value) if value else "[]"


def _report(report: Report) -> Mapping[str, str]:
    """What a report is called; its text stands in the page's inputs.

    JSON cannot hold halves of surrogate pairs: there the text is given for reading, with U+FFFD.
    """
    halved = isinstance(exact(report.text), dict)
    facts = ", ".join((report.source or "source not stated", wording.date_of(report)))
    return {
        "name": wording.name_of(report),
        "facts": facts,
        "lang": report.lang or "",
        "text": report.text if halved else "",
    }


def _mentions(story: Story) -> Iterator[Mapping[str, int]]:
    for report, (reading, _) in enumerate(story.checked):
        for index, spot in sorted(story.sighted_in(report).items()):
            mention = reading.mentions[index]
            yield {
                "report": report,
                "start": mention.start,
                "length": mention.end - mention.start,
                "place": spot.number - 1,
            }


def _place(spot: Spot, story: Story) -> Mapping[str, Any]:
    place = spot.place
    report, mention = spot.sightings[0]
    reading = story.checked[report][0]
    named, resolution = reading.mentions[mention], reading.resolutions[mention]
    return {
        "feature": place.feature or place.kind,
        "where": place.label().partition(", ")[2],
        "named": len(spot.sightings),
        "report": report,
        "start": named.start,
        "length": named.end - named.start,
        **_sentence(story, report, named.start, named.end),
        "why": resolution.why,
        "belief": "" if spot.estimated else f"{resolution.score:.0%}",
        "rivals": rivals_words(resolution),
        "known": wording.length(place.precision_m),
        "note": estimate_note(spot) or "",
        "derived": int(bool(place.derived_from)),
    }


def _group(spot: Spot, story: Story) -> int:
    if spot.pinned:
        return 0 if spot.place.id in story.central else 1
    return 3 if spot.place.kind == "road" else 2


def _claim(report: int, claim: Claim, story: Story) -> Mapping[str, Any]:
    statement = claim.statement
    return {
        **_sentence(story, report, statement.start, statement.end),
        "why": claim.why or "",
        "beyond": beyond(claim) or "",
        "cause": claim.cause or "",
        "fits": fits_words(claim),
        "said": said_by(statement.attribution, story, report),
        "day": wording.day(statement.date) if statement.date else "",
    }


def _drawn(tie: Tie | None) -> Mapping[str, Any]:
    """What a claim is drawn from; distances in metres."""
    if tie is None:
        return dict.fromkeys(("end", "band", "rings", "winds", "due", "label"))
    towards = tie.towards
    foot = None if tie.reference is not None else [round(degrees, 5) for degrees in tie.end]
    return {
        # Where there is no foot on a line, it ends at the reference.
        "end": foot or [],
        "band": None if tie.band_m is None else [round(end) for end in tie.band_m],
        "rings": [round(radius_m) for radius_m in tie.rings_m],
        "winds": " ".join(towards.winds) if towards else "",
        "due": int(towards.due) if towards else 0,
        "label": tie_words(tie) if tie.claim.statement.type == "distance" else "",
    }


def _ground(deed: Deed, sector: Sector | None) -> Mapping[str, Any]:
    """What the ground of an event is drawn from."""
    return {
        "gained": int(deed.drawn_as_advance),
        "located": int(deed.place is not None and deed.place.kind in _DRAWN),
        "winds": " ".join(sector.winds) if sector and not deed.event.negated else "",
        "inner_m": round(sector.inner_m) if sector else 0,
    }


def _event(deed: Deed, story: Story) -> Mapping[str, Any]:
    event = deed.event
    return {
        **_sentence(story, deed.report, event.start, event.end),
        "said": said_by(event.attribution, story, deed.report),
        "day": wording.day(event.date) if event.date else "",
    }


def _sentence(story: Story, report: int, start: int, end: int) -> Mapping[str, int]:
    first, last = story.sentence(report, start)
    return {"lead": max(0, start - first), "tail": max(0, last - end)}
