"""How values are put into words on a page: numbers, dates, speakers, events, verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from gazetteer.measure import wind_of
from geo.attribution.naming import is_evidence, is_nobody
from geo.claims.claim import Claim, Interval
from geo.comparison.side_names import side_name
from geo.ellipse import ErrorEllipse
from geo.reading.event import Event
from geo.reading.mention import Mention
from geo.reading.report import Report
from geo.reading.statement import AT, Attribution, Statement

_MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
_TIES: Final = {"distance": "from", "depth": "from", "near": "near", "containment": "in"}
_UNITS: Final[Mapping[str, str]] = {
    "km": "km", "m": "m", "mi": "miles", "yd": "yards", "km2": "km²", "mi2": "square miles",
    "ha": "ha", "share": "", "count": "", "deg": "°", "times": "times",
    "day": "days", "week": "weeks", "month": "months", "year": "years",
}  # fmt: skip
ITSELF: Final = "the report itself"
"""Who says what a report without a publisher says in its own words."""
UNNAMED: Final = "somebody unnamed"
_MISSING: Final = "—"


def day(date: str | None) -> str:
    """Write an ISO day as people do; "undated" where there is none.

    Parameters
    ----------
    date
        ISO 8601 day, month or year, or None.
    """
    if not date:
        return "undated"
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return date
    named = [parts[0], *(_MONTHS[int(month) - 1] for month in parts[1:2])]
    return " ".join([*(str(int(number)) for number in parts[2:]), *reversed(named)])


def date_of(report: Report) -> str:
    """Write the date of a report and how it is known.

    Parameters
    ----------
    report
        The report.
    """
    if report.date is None:
        return "undated"
    if report.date_basis in (None, "", "option", "header"):
        return day(report.date)
    return f"{day(report.date)} (date inferred: {report.date_basis})"


def name_of(report: Report) -> str:
    """Name a report in one line.

    Parameters
    ----------
    report
        The report.
    """
    return report.title or report.source or report.id


def number(value: float) -> str:
    """Write a number with no more digits than it has meaning for.

    Parameters
    ----------
    value
        Any finite number.
    """
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 2 else 2
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def length(metres: float) -> str:
    """Write a length.

    Parameters
    ----------
    metres
        Metres, zero or more.
    """
    return f"{metres:.0f} m" if metres < 950 else f"{number(metres / 1000)} km"


def ellipse(shape: ErrorEllipse) -> str:
    """Write the size and direction of an ellipse.

    Parameters
    ----------
    shape
        The ellipse.
    """
    axes = f"{length(shape.semi_major_m)} × {length(shape.semi_minor_m)}"
    if shape.semi_major_m < 1.1 * shape.semi_minor_m:
        return axes
    one = shape.orientation_deg
    return f"{axes}, longest {wind_of(one, winds=16)}–{wind_of(one + 180.0, winds=16)}"


def position(lon: float, lat: float) -> str:
    """Write a position as people do, latitude first.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84.
    """
    return f"{abs(lat):.4f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.4f}° {'E' if lon >= 0 else 'W'}"


def interval(ends: Interval | None, unit: str | None) -> str:
    """Write an interval; bearings are named by their winds as well.

    Parameters
    ----------
    ends
        Lower and upper end in that unit, an open one None; None where there is no interval.
    unit
        `km`, `deg`, `km2`, `share` or None.
    """
    if ends is None:
        return _MISSING
    low, high = ends
    if unit == "share":
        low, high = (None if end is None else end * 100 for end in ends)
    suffix = "%" if unit == "share" else _UNITS.get(unit or "", unit or "")
    gap = "" if suffix in ("", "%", "°") else "\u00a0"
    write = (lambda value: f"{value % 360:.0f}") if unit == "deg" else number
    if low is None and high is None:
        return "any"
    if low is None and high is not None:
        return f"up to {write(high)}{gap}{suffix}"
    if high is None and low is not None:
        return f"{write(low)}{gap}{suffix} or more"
    if low is None or high is None or write(low) == write(high):
        return f"{write(low or 0.0)}{gap}{suffix}"
    return f"{write(low)}–{write(high)}{gap}{suffix}"


def measured(claim: Claim) -> str:
    """Write what was measured: the best value and its interval.

    Parameters
    ----------
    claim
        The claim.
    """
    if claim.measured is None and claim.measured_value is None:
        # Who holds a place has no figure but how sure the map makes it.
        if claim.statement.type == "holding" and claim.probability is not None:
            return likely(claim.probability)
        return _MISSING
    around = interval(claim.measured, claim.measured_unit)
    if claim.measured_value is None:
        return around
    best = interval((claim.measured_value, claim.measured_value), claim.measured_unit)
    if claim.measured_unit == "deg":
        best = f"{wind_of(claim.measured_value)}, {best}"
    return best if claim.measured is None or around == best else f"{best} ({around})"


def likely(probability: float) -> str:
    """Write how likely a map makes it that a side is where a report has it.

    Parameters
    ----------
    probability
        Of 0..1.
    """
    percent = round(100 * probability)
    figure = "under 1%" if percent < 1 else "over 99%" if percent > 99 else f"{percent}%"
    return f"{figure} likely by the map"


def stated(claim: Claim) -> str:
    """Write what the words admit.

    Parameters
    ----------
    claim
        The claim.
    """
    statement = claim.statement
    parts = [phrase_of_quantity(statement), statement.direction or ""]
    said = " ".join(part for part in parts if part)
    around = interval(claim.stated, claim.measured_unit)
    if not said or around == _MISSING:
        return said or around
    return f"{said} ({around})"


def phrase_of_quantity(statement: Statement) -> str:
    """Write the number of a statement with its hedge and unit, as the text has it.

    Parameters
    ----------
    statement
        The statement.
    """
    quantity = statement.quantity
    if quantity is None:
        return ""
    if quantity.unit == "share":
        share = f"{round(100 * quantity.value, 1):g}%"
        said = share if not quantity.text or quantity.text[0].isdigit() else quantity.text
        return f"{quantity.hedge} {said}" if quantity.hedge else said
    top = "" if quantity.value_max is None else f"–{number(quantity.value_max)}"
    unit = _UNITS.get(quantity.unit, quantity.unit)
    figure = f"{number(quantity.value)}{top}"
    hedge = quantity.hedge or ""
    if hedge and hedge in quantity.text:
        figure, hedge = quantity.text, ""
    return " ".join(part for part in (hedge, figure, unit) if part)


def relation_of(statement: Statement, *, mentions: Sequence[Mention]) -> str:
    """Name a statement by its two ends and what is between them.

    Parameters
    ----------
    statement
        The statement.
    mentions
        The mentions that it relates.
    """
    subject = meant(statement.subject_text, statement.subject, mentions)
    reference = meant(statement.reference_text, statement.reference, mentions)
    if statement.type == "holding":
        denied = "not " if statement.negated else ""
        side = side_name(statement.reference_text or None)
        return f"{side} {denied}{' '.join(statement.modifiers)} {subject}"
    if not reference or not subject:
        return subject or reference or statement.text
    link = tie_of(statement) if statement.type in ("near", "containment", "direction") else "–"
    if statement.type == "direction" and statement.direction:
        link = f"{winds_of(statement)} {link}"
    if statement.negated:
        link = f"not {link}" if link != "–" else "– (denied)"
    return f"{subject} {link} {reference}"


def meant(words: str, mention: int | None, mentions: Sequence[Mention]) -> str:
    """Give words with the name that they stand for: `that village (Berdin)`.

    Parameters
    ----------
    words
        One end of a statement, as written.
    mention
        Index of the mention that it means, if any.
    mentions
        The mentions of the report.
    """
    name = words if mention is None else mentions[mention].text
    return words if name in words else f"{words} ({name})"


def winds_of(statement: Statement) -> str:
    """Write the directions that a statement admits: `just E`, `S or SW`; empty without any.

    Parameters
    ----------
    statement
        The statement.
    """
    winds = " or ".join(filter(None, (statement.direction, *statement.direction_or)))
    sharpened = statement.modifiers if statement.type in ("direction", "near") else ()
    return " ".join(word for word in (*sharpened, winds) if word and word != AT)


def tie_of(statement: Statement) -> str:
    """Give the word between what is stated and what it is stated of: 15 km *from* Sudzha.

    Parameters
    ----------
    statement
        The statement.
    """
    if statement.type == "near" and AT in statement.modifiers:
        return AT
    if statement.type == "depth" and statement.subject is None:
        return "into"
    return "of" if statement.direction else _TIES.get(statement.type, "of")


def chain(attribution: Sequence[Attribution]) -> str:
    """Write who says so, outermost speaker first.

    Parameters
    ----------
    attribution
        The links.
    """
    named = [
        link.speaker if is_evidence(link.speaker) or not is_nobody(link.speaker) else UNNAMED
        for link in attribution
    ]
    links = [
        f"{name} (“{link.verb}”)" if link.verb else name
        for name, link in zip(named, attribution, strict=True)
    ]
    return " ← ".join(links) or ITSELF


def happened(event: Event) -> str:
    """Say in a few words what an event is, with the source's own verb.

    Parameters
    ----------
    event
        The event.
    """
    verb = event.verb or event.action
    if event.sector:
        where = f"ground {' and '.join(event.sector)} of {event.place_name}"
    elif event.part:
        where = f"{event.place_name} ({event.part} part)"
    else:
        where = event.place_name
    denial = "said not to have happened: " if event.negated else ""
    return f"{denial}“{verb}” – {where}"


def quoted(text: str, *, start: int, end: int, around: tuple[int, int]) -> tuple[str, str, str]:
    """Cut the sentence around a span, shortened where it is very long.

    Parameters
    ----------
    text
        The report's text.
    start, end
        Offsets of the span.
    around
        Offsets of its sentence.

    Returns
    -------
    tuple of str
        What stands before the span, the span, and what stands behind it.
    """
    room = 240
    first, last = min(around[0], start), max(around[1], end)
    before, behind = text[first:start], text[end:last]
    if len(before) > room:
        before = "…" + before[-room:]
    if len(behind) > room:
        behind = behind[:room] + "…"
    middle = text[start:end]
    if len(middle) > 2 * room:
        middle = middle[:room] + " … " + middle[-room:]
    return (
        " ".join(before.split()) + " " * before.endswith((" ", "\n")),
        " ".join(middle.split()),
        " " * behind.startswith((" ", "\n")) + " ".join(behind.split()),
    )
