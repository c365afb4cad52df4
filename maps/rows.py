"""Objects of the output contract as flat rows for CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

MENTION_COLUMNS: Final = (
    "report", "start", "end", "text", "role", "kind", "place_id", "place_name", "country", "admin1",
    "lat", "lon", "precision_m", "geo_precision", "viina_precision", "source", "estimated",
    "score", "why",
)  # fmt: skip
CLAIM_COLUMNS: Final = (
    "report", "start", "end", "text", "type", "subject", "reference", "value", "value_max", "unit",
    "direction", "hedge", "negated", "attribution", "standing", "date", "stated_low",
    "stated_high", "measured_low", "measured_high", "measured_value", "measured_unit",
    "probability", "verdict", "cause", "why",
)  # fmt: skip


def mention_rows(readings: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Flatten the mentions of readings, one row each.

    Parameters
    ----------
    readings
        Objects of the output contract.
    """
    for reading in readings:
        for mention in reading["mentions"]:
            place = mention["place"] or {}
            yield {
                **place,
                **mention,
                "report": reading["report"]["id"],
                "place_id": place.get("id"),
                "place_name": place.get("name"),
            }


def claim_rows(claims: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Flatten claims, one row each; an open end of an interval is empty.

    Parameters
    ----------
    claims
        Claims of the output contract, each with its `report`.
    """
    for claim in claims:
        stated_low, stated_high = _ends(claim["stated"])
        measured_low, measured_high = _ends(claim["measured"])
        speakers = [link["speaker"] for link in claim["attribution"]]
        yield {
            **claim,
            "attribution": " < ".join(speakers),
            "stated_low": stated_low,
            "stated_high": stated_high,
            "measured_low": measured_low,
            "measured_high": measured_high,
        }


def _ends(interval: Sequence[float | None] | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval[0], interval[1])
