"""The answers of the commands as tables for people."""

from __future__ import annotations

import io
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from gazetteer.place import Place
from geo.claims.claim import VERDICT_LABELS, Claim
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Statement
from maps.wording import (
    chain,
    date_of,
    happened,
    interval,
    length,
    meant,
    measured,
    name_of,
    phrase_of_quantity,
    relation_of,
    tie_of,
    winds_of,
)

_PLAIN_COLUMNS: Final = 100
_NARROWEST: Final = 60
_UNBROKEN: Final = 14
_NOTHING_STATED: Final = "  It states nothing that can be measured.\n"
# The verdict is no praise or blame, so its colours are not those of good and bad.
_VERDICTS: Final = {label: verdict for verdict, label in VERDICT_LABELS.items()}
_VERDICT_STYLES: Final = {
    "supported": "cyan",
    "contradicted": "bold magenta",
    "uncertain": "yellow",
    "unchecked": "dim",
}
Noted = tuple[Sequence[str], str]
"""Cells of a row, and the note below it."""


def text_of(tables: Iterable[RenderableType], *, file: bool = False) -> str:
    """Render tables for where they are shown: coloured on a terminal, plain elsewhere.

    Parameters
    ----------
    tables
        What to show, one below the other.
    file
        Whether they go to a file and not to standard output.
    """
    terminal = not file and sys.stdout is not None and sys.stdout.isatty()
    stream = io.StringIO()
    console = Console(file=stream, width=_width(), force_terminal=terminal, highlight=False)
    for table in tables:
        console.print(table)
    lines = stream.getvalue().split("\n")
    return "\n".join(line if terminal else line.rstrip() for line in lines)


def _width() -> int:
    """Columns of the screen, or of the variable COLUMNS, or what suits a file."""
    return max(shutil.get_terminal_size((_PLAIN_COLUMNS, 24)).columns, _NARROWEST)


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
        shown.append(_claims(claims, reading))
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
        yield _claims(claims, reading) if claims else Text(_NOTHING_STATED)
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
    head = plain(name_of(report))
    head.stylize("bold")
    for part in (report.source if report.title else None, date_of(report)):
        if part:
            head.append(" · ").append_text(plain(part))
    return head


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=False, title=title, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def noted_rows(heads: Sequence[str], rows: Sequence[Noted]) -> RenderableType:
    """Lay rows out in columns, each with its note below it over the whole width.

    Columns are as wide as they need to be; where that is too much, the widest give way.

    Parameters
    ----------
    heads
        The head line.
    rows
        Cells, in step with the columns, and a note; both made safe by `plain`.
    """
    cells = [heads, *(row for row, _ in rows)]
    lengths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    while sum(lengths) + 2 * len(heads) > _width():
        lengths[lengths.index(max(lengths))] -= 1

    def line(row: Sequence[str], styles: Sequence[str]) -> Table:
        grid = Table.grid(padding=(0, 2, 0, 0))
        for columns in lengths:
            grid.add_column(width=columns, overflow="fold")
        grid.add_row(*(Text(cell, style) for cell, style in zip(row, styles, strict=True)))
        return grid

    shown: list[RenderableType] = [line(heads, ["bold"] * len(heads)), Rule(style="dim")]
    for row, note in rows:
        last = _VERDICT_STYLES.get(_VERDICTS.get(row[-1], ""), "")
        shown.append(line(row, ["bold", *[""] * (len(row) - 2), last]))
        if note:
            shown.append(Padding(Text(note, "dim"), (0, 0, 0, 4)))
    return Padding(Group(*shown), (1, 0, 1, 0))


def _places(reading: Reading) -> RenderableType:
    """List the literal places, each once, with the spot that was chosen and why."""
    seen: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], tuple[Mention, Resolution]] = {}
    for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
        if mention.role == "literal":
            key = (mention.text, resolution.place.id if resolution.place else "")
            seen[key] = seen.get(key, 0) + 1
            first.setdefault(key, (mention, resolution))
    rows = []
    for key, (mention, resolution) in first.items():
        place, count = resolution.place, seen[key]
        cells = (
            f"{mention.text} ×{count}" if count > 1 else mention.text,
            "too close to choose"
            if resolution.undecided
            else place_label(place, estimated=resolution.estimated),
            f"{place.lat:.3f}, {place.lon:.3f}" if place else "",
            _within(place),
        )
        # The row has said already which place it is.
        why = resolution.why.removeprefix(f"{place.label()}: ") if place else resolution.why
        rows.append(([plain(cell).plain for cell in cells], plain(why).plain))
    heads = ("Place", "means", "lat, lon", "within")
    return noted_rows(heads, rows) if rows else Text("  It names no place.\n")


def _within(place: Place | None) -> str:
    """Say how closely a place is known; of an area, that all of it is meant."""
    if place is None:
        return ""
    if place.kind in ("region", "country"):
        return f"whole {place.kind}"
    return f"±{length(place.precision_m)}"


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


def _others(reading: Reading) -> str:
    """List the names that stand for no spot, by role."""
    roles: dict[str, dict[str, None]] = {}
    for mention in reading.mentions:
        if mention.role != "literal":
            roles.setdefault(mention.role, {})[mention.text] = None
    return "; ".join(f"{role}: {', '.join(names)}" for role, names in sorted(roles.items()))


def _events(events: Sequence[Event]) -> Table:
    table = _table("Event", "by", "on", "says")
    for event in events:
        cells = (
            happened(event),
            event.actor or "—",
            event.date or "—",
            f"{chain(event.attribution)} ({event.standing})",
        )
        table.add_row(*map(plain, cells))
    return table


def _claims(claims: Sequence[Claim], reading: Reading) -> RenderableType:
    """Put each statement beside its measurement; the reason and the speakers stand below."""
    rows = []
    for claim in claims:
        cells = (
            _stated(claim.statement, reading.mentions),
            interval(claim.stated, claim.measured_unit),
            measured(claim),
            VERDICT_LABELS[claim.verdict],
        )
        rows.append(([plain(cell).plain for cell in cells], plain(_why(claim)).plain))
    return noted_rows(("The report states", "that is", "measured", "verdict"), rows)


def _stated(statement: Statement, mentions: Sequence[Mention]) -> str:
    """Say a statement in a few words: Berdin: roughly 15 km NE of Sudzha."""
    if statement.type == "holding":
        return relation_of(statement, mentions=mentions)
    subject = meant(statement.subject_text, statement.subject, mentions)
    reference = meant(statement.reference_text, statement.reference, mentions)
    parts = [
        "not" if statement.negated else "",
        phrase_of_quantity(statement),
        winds_of(statement),
    ]
    if reference:
        parts += [tie_of(statement), reference]
    words = " ".join(part for part in parts if part)
    return f"{subject}: {words}" if subject else words


def _why(claim: Claim) -> str:
    """Give the cause, the reason and who says so, as far as known."""
    statement = claim.statement
    parts = [f"{claim.cause}:" if claim.cause else "", claim.why]
    if statement.attribution:
        parts.append(f"Said by {chain(statement.attribution)} ({statement.standing}).")
    return " ".join(part for part in parts if part)


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
    for column in table.columns:
        # A short word or number that is broken is no longer read as one.
        column.no_wrap = all(cell_len(str(cell)) <= _UNBROKEN for cell in column.cells)
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
