"""What a report's page knows of places, statements, events and axes, as columns for its scripts.

The tables of the page are for people; search, downloads and very large maps work on these. They
hold text of reports, which scripts may show as text alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo.claims.claim import VERDICT_LABELS
from geo.reading.report import Report
from maps import wording
from maps.arrow_panel import course_of
from maps.arrows import Arrow, arrow_key
from maps.cards import deed_key
from maps.spots import Spot
from maps.story import Story
from maps.ties import claim_key

Columns = Mapping[str, list[Any]]
_END_NAMES: Final = {"start": "from", "end": "toward"}


def records_of(story: Story) -> Mapping[str, Columns]:
    """Give places, claims, events and axes as columns: the i-th value of each belongs to one.

    Parameters
    ----------
    story
        What the page tells.

    Returns
    -------
    mapping
        `reports`: `id`, `title`, `date`, `source`. `places`: `key` (id of the row), `id`, `name`,
        `written` (other spellings in the reports),
        `kind`, `country`, `admin1`, `lon`, `lat` (degrees, WGS 84), `precision_m`, `estimated`
        (0 or 1), `pinned` (0 or 1), `side`, `status`, `standing` (each for the firmest side, or
        null), `source`. `claims`: `key`, `report` (from 0), `start`, `end`, `what`, `stated`,
        `measured`, `verdict`, `verdict_label`, `standing`, `source`, `subject`, `reference` (ids of
        places or null). `events`: `key`, `report`, `start`, `end`, `actor`, `action`, `what`,
        `place` (id or null), `status`, `standing`, `negated` (0 or 1), `date`. `axes`: `key`,
        `report`, `start`, `end`, `actor`, `verb`, `what` (the course in words), `from`, `toward`
        (ids of places or null), `from_wind`, `heading`, `standing`, `source`, `date`, `from_lon`,
        `from_lat`, `toward_lon`, `toward_lat` (the arrow's ends, degrees, WGS 84; null where none
        is drawn), `open_end` (`from` or `toward` for the end that the text gives by a wind alone:
        how far off it is drawn says nothing).
    """
    reports = [reading.report for reading, _ in story.checked]
    return {
        "reports": _columns([_report(report) for report in reports]),
        "places": _columns([_place(spot, story) for spot in story.spots]),
        "claims": _columns(
            [
                _claim(report, index, story)
                for report, (_, claims) in enumerate(story.checked)
                for index in range(len(claims))
            ]
        ),
        "events": _columns([_event(index, story) for index in range(len(story.deeds))]),
        "axes": _columns(_axes(story)),
    }


def _columns(rows: list[dict[str, Any]]) -> Columns:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "date": report.date,
        "source": report.source,
    }


def _place(spot: Spot, story: Story) -> dict[str, Any]:
    place = spot.place
    first = spot.statuses[0] if spot.statuses else None
    written = {story.mentions(report)[mention].text for report, mention in spot.sightings}
    return {
        "key": spot.key,
        "id": place.id,
        "name": place.name,
        "written": sorted(written - {place.name}),
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "lon": round(place.lon, 5),
        "lat": round(place.lat, 5),
        "precision_m": round(place.precision_m),
        "estimated": int(spot.estimated),
        "pinned": int(spot.pinned),
        "side": first and first.side,
        "status": first and first.status,
        "standing": first and first.standing,
        "source": place.source,
    }


def _claim(report: int, index: int, story: Story) -> dict[str, Any]:
    reading, claims = story.checked[report]
    claim = claims[index]
    statement = claim.statement
    ends = {}
    for name, mention in (("subject", statement.subject), ("reference", statement.reference)):
        place = None if mention is None else reading.resolutions[mention].place
        ends[name] = place and place.id
    return {
        "key": claim_key(report, index),
        "report": report,
        "start": statement.start,
        "end": statement.end,
        "what": wording.relation_of(statement, mentions=reading.mentions),
        "stated": wording.stated(claim),
        "measured": wording.measured(claim),
        "verdict": claim.verdict,
        "verdict_label": VERDICT_LABELS[claim.verdict],
        "standing": statement.standing,
        "source": wording.chain(statement.attribution),
        **ends,
    }


def _axes(story: Story) -> list[dict[str, Any]]:
    drawn = {arrow.key: arrow for arrow in story.arrows}
    return [
        _axis(report, index, story, drawn.get(arrow_key(report, index)))
        for report, (reading, _) in enumerate(story.checked)
        for index in range(len(reading.axes))
    ]


def _axis(report: int, index: int, story: Story, arrow: Arrow | None) -> dict[str, Any]:
    reading = story.checked[report][0]
    axis = reading.axes[index]
    ends = {}
    for name, mention in (("from", axis.from_mention), ("toward", axis.toward_mention)):
        place = None if mention is None else reading.resolutions[mention].place
        ends[name] = place and place.id
    points = {}
    for name, point in (("from", arrow and arrow.start), ("toward", arrow and arrow.end)):
        points[f"{name}_lon"] = point and round(point[0], 5)
        points[f"{name}_lat"] = point and round(point[1], 5)
    return {
        "key": arrow_key(report, index),
        "report": report,
        "start": axis.start,
        "end": axis.end,
        "actor": axis.actor,
        "verb": axis.verb,
        "what": course_of(axis, reading.mentions),
        **ends,
        "from_wind": axis.from_wind,
        "heading": axis.heading,
        "standing": axis.standing,
        "source": wording.chain(axis.attribution),
        "date": axis.date,
        **points,
        "open_end": None if arrow is None else _END_NAMES.get(arrow.open_end or ""),
    }


def _event(index: int, story: Story) -> dict[str, Any]:
    deed = story.deeds[index]
    event = deed.event
    return {
        "key": deed_key(deed),
        "report": deed.report,
        "start": event.start,
        "end": event.end,
        "actor": event.actor,
        "action": event.action,
        "what": wording.happened(event),
        "place": deed.place and deed.place.id,
        "status": event.status,
        "standing": event.standing,
        "negated": int(event.negated),
        "date": event.date,
    }
