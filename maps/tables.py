"""The answers of the commands as tables for people."""

from __future__ import annotations

import io
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from gazetteer.place import Place
from geo.claims.claim import VERDICT_LABELS, Claim, Interval
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Attribution, Statement

_WIDE_COLUMNS: Final = 100
_PLAIN_COLUMNS: Final = 100
_NARROWEST: Final = 60
_NOTHING_STATED: Final = "  It states nothing that can be measured.\n"
_UNITS: Final = {"km2": "km²", "mi2": "sq mi", "deg": "°", "share": "", "count": ""}
# The verdict is no praise or blame, so its colours are not those of good and bad.
_VERDICT_STYLES: Final = {
    "supported": "cyan",
    "contradicted": "bold magenta",
    "uncertain": "yellow",
    "unchecked": "dim",
}


def text_of(tables: Iterable[RenderableType], *, file: bool = False) -> str:
    """Render tables for where they are shown: coloured on a terminal, plain elsewhere.

    Parameters
    ----------
    tables
        What to show, one below the other.
    file
        Whether they go to a file and not to standard output.
    """
    terminal = sys.stdout.isatty() and not file
    width = shutil.get_terminal_size((_PLAIN_COLUMNS, 24)).columns
    stream = io.StringIO()
    console = Console(
        file=stream, width=max(width, _NARROWEST), force_terminal=terminal, highlight=False
    )
    for table in tables:
        console.print(table)
    lines = stream.getvalue().split("\n")
    return "\n".join(line if terminal else line.rstrip() for line in lines)


def plain(text: object) -> Text:
    """Show a text that a stranger wrote: no markup, no control characters, one line.

    Parameters
    ----------
    text
        Any value; None shows nothing.
    """
    shown = "" if text is None else str(text)
    safe = "".join(_safe(char) for char in shown)
    return Text(" ".join(safe.split()))


def _safe(char: str) -> str:
    """Take the power from a character that steers a terminal or turns the writing direction."""
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    return "" if category in ("Cf", "Cs") else char


def reading_tables(reading: Reading, claims: Sequence[Claim]) -> list[RenderableType]:
    """Show which places a report names, what happens there, and what it states.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as checked.
    """
    shown: list[RenderableType] = [_head(reading.report), _places(reading)]
    others = _others(reading)
    if others:
        shown.append(Text.assemble(("Not on the map: ", "bold"), plain(others), "\n"))
    if reading.events:
        shown.append(_events(reading.events))
    if claims:
        shown.append(_claims(reading, claims))
    return shown


def check_tables(
    checked: Iterable[tuple[Reading, Sequence[Claim]]],
) -> Iterator[RenderableType]:
    """Show what reports state and what the measurements say of it, and sum it up.

    Parameters
    ----------
    checked
        Each report, read, with its statements as checked.
    """
    everything: list[Claim] = []
    for reading, claims in checked:
        yield _head(reading.report)
        yield _claims(reading, claims) if claims else Text(_NOTHING_STATED)
        everything += claims
    yield Text(count_of_verdicts(everything))


def count_of_verdicts(claims: Iterable[Claim]) -> str:
    """Sum verdicts up in one line.

    Parameters
    ----------
    claims
        Checked claims.
    """
    verdicts: list[str] = [claim.verdict for claim in claims]
    parts = [f"{verdicts.count(name)} {label}" for name, label in VERDICT_LABELS.items()]
    return f"{count_of(len(verdicts), 'statement')}: {', '.join(parts)}"


def count_of(number: int, noun: str) -> str:
    """Write a number with its noun: 1 report, 2 reports.

    Parameters
    ----------
    number
        How many.
    noun
        One of them.
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _head(report: Report) -> Text:
    """Write who reports what and when."""
    if report.date is None:
        dated = "undated"
    elif report.date_basis in ("option", "header", None):
        dated = report.date
    else:
        dated = f"{report.date} (inferred: {report.date_basis})"
    head = Text()
    head.append_text(plain(report.title or report.id)).stylize("bold")
    for part in (report.source, dated):
        if part:
            head.append(" · ").append_text(plain(part))
    return head


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=False, title=title, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _places(reading: Reading) -> RenderableType:
    """List the literal places, each once, with the spot that was chosen and why."""
    table = _table("Place", "Means", "Lat, lon", "±", "Why")
    table.columns[0].min_width = 10
    table.columns[2].no_wrap = True
    table.columns[3].no_wrap = True
    seen: dict[tuple[str, str], int] = {}
    rows: dict[tuple[str, str], tuple[Mention, Resolution]] = {}
    for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
        if mention.role != "literal":
            continue
        key = (mention.text, resolution.place.id if resolution.place else "")
        seen[key] = seen.get(key, 0) + 1
        rows.setdefault(key, (mention, resolution))
    for key, (mention, resolution) in rows.items():
        place, count = resolution.place, seen[key]
        table.add_row(
            plain(f"{mention.text} ×{count}" if count > 1 else mention.text),
            plain(place_label(place, estimated=resolution.estimated)),
            f"{place.lat:.3f}, {place.lon:.3f}" if place else "",
            length_label(place.precision_m) if place else "",
            plain(resolution.why),
        )
    return table if rows else Text("  It names no place.\n")


def place_label(place: Place | None, *, estimated: bool = False) -> str:
    """Name a place as a person would, or say that there is none.

    Parameters
    ----------
    place
        A gazetteer row, or None.
    estimated
        Whether the position was worked out from the text.
    """
    if place is None:
        return "not found"
    return f"{place.label()} (estimated)" if estimated else place.label()


def length_label(length_m: float) -> str:
    """Write a length in metres below one kilometre, in kilometres from there on.

    Parameters
    ----------
    length_m
        Metres.
    """
    if length_m < 1000:
        return f"{length_m:.0f} m"
    return f"{length_m / 1000:.{1 if length_m < 100_000 else 0}f} km"


def _others(reading: Reading) -> str:
    """List the names that stand for no spot, by role."""
    roles: dict[str, dict[str, None]] = {}
    for mention in reading.mentions:
        if mention.role != "literal":
            roles.setdefault(mention.role, {})[mention.text] = None
    return "; ".join(f"{role}: {', '.join(names)}" for role, names in sorted(roles.items()))


def _events(events: Sequence[Event]) -> Table:
    table = _table("Where", "What", "Who", "When", "Says")
    for event in events:
        parts = [event.part, event.place_name]
        where = " ".join(part for part in parts if part)
        sector = f" ({', '.join(event.sector)} of it)" if event.sector else ""
        table.add_row(
            plain(where + sector),
            plain(f"not {event.action}" if event.negated else event.action),
            plain(event.actor or "unsaid"),
            plain(event.date or ""),
            plain(f"{_said(event.attribution)} ({event.standing})"),
        )
    return table


def _claims(reading: Reading, claims: Sequence[Claim]) -> Table:
    """Put the statements beside their measurements; a narrow screen has the reason below."""
    wide = shutil.get_terminal_size((_PLAIN_COLUMNS, 24)).columns >= _WIDE_COLUMNS
    table = _table(
        "The report states", "that is", "measured", "verdict", *(["why"] if wide else [])
    )
    for column in table.columns[1:4]:
        column.no_wrap = True
    for claim in claims:
        words = plain(_stated(reading, claim.statement))
        if not wide:
            words = Text.assemble(words, "\n", (plain(_why(claim)).plain, "dim"))
        table.add_row(
            words,
            interval_label(claim.stated, claim.measured_unit),
            _measured(claim),
            Text(VERDICT_LABELS[claim.verdict], _VERDICT_STYLES[claim.verdict]),
            *([plain(_why(claim))] if wide else []),
        )
    return table


def _stated(reading: Reading, statement: Statement) -> str:
    """Say a statement in a few words: Berdin: roughly 15 km NE of Sudzha."""
    index = statement.subject
    subject = reading.mentions[index].text if index is not None else statement.subject_text
    parts: list[str] = ["not"] if statement.negated else []
    quantity = statement.quantity
    if quantity is not None:
        upper = "" if quantity.value_max is None else f"–{_number(quantity.value_max)}"
        unit = _UNITS.get(quantity.unit, quantity.unit)
        parts += [quantity.hedge or "", f"{_number(quantity.value)}{upper}", unit]
    elif statement.type == "direction":
        parts += [word for word in statement.modifiers if word]
    elif not statement.direction:
        parts.append(statement.type)
    if statement.direction:
        parts.append(statement.direction)
    if statement.reference_kind != "none":
        parts += ["of" if statement.direction else "from", _reference(reading, statement)]
    return f"{subject or statement.type}: {' '.join(part for part in parts if part)}"


def _reference(reading: Reading, statement: Statement) -> str:
    if statement.reference is not None:
        return reading.mentions[statement.reference].text
    return statement.reference_text or statement.reference_kind


def _measured(claim: Claim) -> str:
    """Write the measured value with its interval."""
    if claim.measured is None:
        return ""
    interval = interval_label(claim.measured, claim.measured_unit)
    if claim.measured_value is None or claim.measured_unit not in ("km", "km2"):
        return interval
    value = _with_unit(_number(round(claim.measured_value, 1)), claim.measured_unit)
    return f"{value}\n({interval})"


def interval_label(interval: Interval | None, unit: str | None) -> str:
    """Write an interval with its unit; an open end becomes `at least` or `at most`.

    Parameters
    ----------
    interval
        Lower and upper end in that unit; None stands for an open end.
    unit
        `km`, `km2`, `deg`, `share` or none.
    """
    if interval is None or interval == (None, None):
        return ""
    digits = 0 if unit == "deg" else 2 if unit == "share" else 1
    low, high = (None if end is None else _number(round(end, digits)) for end in interval)
    if low is None:
        return f"at most {_with_unit(str(high), unit)}"
    if high is None:
        return f"at least {_with_unit(low, unit)}"
    return _with_unit(f"{low}–{high}", unit)


def _with_unit(number: str, unit: str | None) -> str:
    shown = _UNITS.get(unit or "", unit or "")
    return number + shown if shown == "°" else f"{number} {shown}".rstrip()


def _number(value: float) -> str:
    return f"{value:,.6g}"


def _why(claim: Claim) -> str:
    return f"{claim.cause}: {claim.why}" if claim.cause and claim.why else claim.cause or claim.why


def _said(chain: Sequence[Attribution]) -> str:
    return " ← ".join(link.speaker for link in chain) or "unattributed"


def rows_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Show rows of values as they are.

    Parameters
    ----------
    columns
        The head line.
    rows
        One sequence a row, in step with the columns.
    """
    table = _table(*columns)
    for row in rows:
        table.add_row(*(plain(value) for value in row))
    return table


def facts_table(facts: Iterable[tuple[str, object]]) -> RenderableType:
    """Show a few named values, one a line.

    Parameters
    ----------
    facts
        Name and value.
    """
    grid = Table.grid(padding=(0, 2))
    for name, value in facts:
        grid.add_row(Text(name, "bold"), plain(value))
    return Group(grid)
