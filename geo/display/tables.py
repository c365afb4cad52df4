"""The tables below a reading in a notebook: places, statements, events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.claims.claim import VERDICT_LABELS, Claim, Interval
from geo.display.markup import Grid
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.statement import Attribution

_UNITS: Final = {"km2": "km²", "deg": "°", "share": "%", "count": "", "day": "days"}
_LONGEST: Final = 240


def places_grid(reading: Reading) -> Grid:
    """List the places that a report names, each once, with what was chosen for it.

    Parameters
    ----------
    reading
        One report, read.
    """
    times: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], tuple[Mention, Resolution]] = {}
    for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
        if mention.role == "literal":
            key = (mention.text, resolution.place.id if resolution.place else "")
            times[key] = times.get(key, 0) + 1
            first.setdefault(key, (mention, resolution))
    return Grid(
        "Places",
        ("in the text", "times", "means", "lat, lon", "±", "score"),
        [_place_row(times[key], *pair) for key, pair in first.items()],
        frozenset({1, 3, 4, 5}),
    )


def statements_grid(reading: Reading, claims: Sequence[Claim]) -> Grid:
    """List what a report states with what was measured.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as checked; empty lists the statements alone.
    """
    if not claims:
        alone = [
            (short(s.text), s.type, chain_of(s.attribution), s.standing) for s in reading.statements
        ]
        return Grid("Statements, not checked", ("words", "of", "said by", "standing"), alone)
    rows = [
        (
            short(claim.statement.text),
            ends_of(claim.stated, claim.measured_unit),
            ends_of(claim.measured, claim.measured_unit),
            VERDICT_LABELS[claim.verdict],
            claim.why,
        )
        for claim in claims
    ]
    return Grid(
        "Statements", ("words", "stated", "measured", "verdict", "why"), rows, wide=frozenset({4})
    )


def events_grid(reading: Reading) -> Grid:
    """List what a report says happened.

    Parameters
    ----------
    reading
        One report, read.
    """
    rows = [
        (
            event.actor or "",
            f"not {event.verb or event.action}" if event.negated else event.verb or event.action,
            event.place_name,
            event.status or "",
            event.date or "",
            chain_of(event.attribution),
            event.standing,
        )
        for event in reading.events
    ]
    heads = ("side", "verb", "place", "status", "day", "said by", "standing")
    return Grid("Events", heads, rows)


def chain_of(attribution: Sequence[Attribution]) -> str:
    """Name who says so, outermost speaker first.

    Parameters
    ----------
    attribution
        The links.
    """
    return " ← ".join(link.speaker or "somebody unnamed" for link in attribution)


def ends_of(ends: Interval | None, unit: str | None) -> str:
    """Write an interval with its unit, an open end as such.

    Parameters
    ----------
    ends
        Lower and upper end, an open one None; None where there is no interval.
    unit
        Its unit, as claims name it.
    """
    if ends is None:
        return ""
    scale = 100 if unit == "share" else 1
    low, high = ("" if end is None else f"{end * scale:.4g}" for end in ends)
    written = low if low == high else f"{low}–{high}" if low and high else low or high
    if written and not (low and high):
        written = f"at least {low}" if low else f"at most {high}"
    return f"{written} {_UNITS.get(unit or '', unit or '')}".strip()


def short(text: str) -> str:
    """Bring words into one line, cut in the middle where they are very many.

    Parameters
    ----------
    text
        The words.
    """
    line = " ".join(text.split())
    half = _LONGEST // 2
    return line if len(line) <= _LONGEST else f"{line[:half]} … {line[-half:]}"


def _place_row(times: int, mention: Mention, resolution: Resolution) -> tuple[str, ...]:
    place = resolution.place
    if place is None:
        told = "too close to choose" if resolution.undecided else "not found"
        return (mention.text, str(times), told, "", "", "")
    label = f"{place.label()} (estimated)" if resolution.estimated else place.label()
    area = place.kind in ("region", "country")
    return (
        mention.text,
        str(times),
        label,
        f"{place.lat:.4f}, {place.lon:.4f}",
        "all of it" if area else _length(place.precision_m),
        f"{resolution.score:.2f}",
    )


def _length(metres: float) -> str:
    return f"{metres:.0f} m" if metres < 995 else f"{metres / 1000:.2g} km"
