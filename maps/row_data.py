"""Codes on the rows of claims and events, by which a reader's choice filters and sorts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.claims.claim import Claim
from maps import wording
from maps.outside import share_outside
from maps.spots import Deed
from maps.story import Story

NO_SIDE_STATED = "no side stated"


def claim_data(report: int, index: int, story: Story) -> Mapping[str, Any]:
    """Give what a claim's row is found by.

    Parameters
    ----------
    report
        Which of the reports, from 0.
    index
        Which of its claims, from 0.
    story
        What the page tells.

    Returns
    -------
    mapping
        `verdict` (code), `source`, `side`, `report` (names), `stated` and `measured` (numbers in
        `unit`), `outside` (share of the stated interval), each None where there is none.
    """
    claim = story.checked[report][1][index]
    ends = [end for end in claim.stated or () if end is not None]
    return {
        "verdict": claim.verdict,
        "source": " and ".join(story.sources(report, claim.statement.attribution)),
        "side": story.side(code) if (code := _side(claim, report, story)) else NO_SIDE_STATED,
        "report": wording.name_of(story.checked[report][0].report),
        "unit": claim.measured_unit,
        "stated": _figure(_stated(claim) if ends else None),
        "measured": _figure(claim.measured_value),
        "outside": _figure(share_outside(claim)),
    }


def deed_data(deed: Deed, story: Story) -> Mapping[str, Any]:
    """Give what an event's row is found by.

    Parameters
    ----------
    deed
        The event.
    story
        What the page tells.

    Returns
    -------
    mapping
        `source`, `side`, `report` (names), `standing` (code), `date` (ISO 8601 or None).
    """
    return {
        "source": " and ".join(story.sources(deed.report, deed.event.attribution)),
        "side": story.side(deed.event.actor) if deed.event.actor else NO_SIDE_STATED,
        "report": wording.name_of(story.checked[deed.report][0].report),
        "standing": deed.event.standing,
        "date": deed.event.date,
    }


def subject_key(claim: Claim, report: int, story: Story) -> str | None:
    """Give the row of the place that a claim is about; None where it is about none.

    Parameters
    ----------
    claim
        The claim.
    report
        Which of the reports it is from, from 0.
    story
        What the page tells.
    """
    for mention in (claim.statement.subject, claim.statement.reference):
        place = None if mention is None else story.checked[report][0].resolutions[mention].place
        if place is not None and place.id in story.keys:
            return story.keys[place.id]
    return None


def _side(claim: Claim, report: int, story: Story) -> str | None:
    """The side that a claim is told of: its own, else that of an event in the same words."""
    statement = claim.statement
    if statement.territory is not None and statement.territory.side in story.sides:
        return statement.territory.side
    shared = [
        (min(deed.event.end, statement.end) - max(deed.event.start, statement.start), deed)
        for deed in story.deeds_in(report)
        if deed.event.actor is not None
    ]
    common, nearest = max(shared, key=lambda pair: pair[0], default=(0, None))
    return nearest.event.actor if nearest is not None and common > 0 else None


def _stated(claim: Claim) -> float:
    """One number for what is stated: the middle, of an open interval its only end."""
    low, high = claim.stated or (None, None)
    if low is None or high is None:
        return float(high or low or 0.0)
    if claim.measured_unit == "deg":
        return (low + ((high - low) % 360) / 2) % 360
    return (low + high) / 2


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:.6g}"
