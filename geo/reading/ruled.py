"""Mentions as the user's corrections rule them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gazetteer.corrected import Rulings
from gazetteer.place import Match
from geo.reading.mention import Mention

IGNORED: Final = "the corrections say that this is no place"
"""Why a name that is ruled to be no place has its role."""


def ruled(mentions: Sequence[Mention], rulings: Rulings, *, report: str) -> tuple[Mention, ...]:
    """Apply what is ruled for names; persons and bodies stay what they are.

    Parameters
    ----------
    mentions
        The mentions of one report.
    rulings
        What the user says of names.
    report
        Id of the report.
    """
    return tuple(_ruled(mention, rulings, report) for mention in mentions)


def _ruled(mention: Mention, rulings: Rulings, report: str) -> Mention:
    if mention.role in ("person", "organisation"):
        return mention
    if rulings.ignores(mention.text):
        return replace(mention, role="other", reason=IGNORED, candidates=(), context=())
    place = rulings.place_of(mention.text, report=report)
    if place is None:
        return mention
    match = Match(place, 1.0, place.name)
    return replace(mention, kind=place.kind, candidates=(match,), context=(), ruled=True)
