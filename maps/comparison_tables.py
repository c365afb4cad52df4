"""Comparisons and differences as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from geo.comparison.account import Account
from geo.comparison.comparison import Comparison, origins_of, outlets_of
from geo.comparison.difference import KINDS, Change, Difference
from geo.comparison.quoting import Quote
from geo.reading.report import Report
from maps.tables import count_of, plain
from maps.wording import date_of, name_of

_SPEAKER_COLUMNS: Final = 34
_OWN: Final = "in its own words"
_KINDS: Final[Mapping[str, str]] = {
    "status": "Who has what",
    "event": "What happened",
    "claim": "What is stated",
    "tally": "What is counted",
    "place": "Places named",
}
_NOUNS: Final[Mapping[str, str]] = {
    "event": "event", "claim": "claim", "tally": "count",
}  # fmt: skip
_CHANGES: Final[Mapping[str, str]] = {"new": "New", "changed": "Changed", "dropped": "Dropped"}


def comparison_tables(found: Comparison) -> Iterator[RenderableType]:
    """Show what each report says, what they agree and disagree on, and who quotes whom.

    Parameters
    ----------
    found
        The comparison.
    """
    for number, report in enumerate(found.reports):
        told = [account for account in found.accounts if account.report == number]
        yield _head(number, report)
        yield _told(told) if told else Text("   It says nothing that could be compared.\n")
    yield _section(
        "Agree",
        [
            _finding(
                f"{one.topic} – {count_of(len(one.outlets), 'outlet')}, "
                f"{count_of(len(one.origins), 'origin')}",
                one.why if one.why.startswith("what ") else "",
                [one.accounts],
            )
            for one in found.agreements
        ],
        "nothing that two of them, or two origins, tell",
    )
    yield _section(
        "Disagree",
        [_finding(one.topic, one.why, one.sides, between="against") for one in found.disagreements],
        "nothing",
    )
    yield _section(
        "Not comparable, because",
        [_finding(one.because, "", one.sides, between="and") for one in found.not_comparable],
        "nothing stands side by side that is of different things",
    )
    yield _section("Who quotes whom", list(_quotes(found)), "nobody")
    if found.shared:
        yield _section("The same text", list(_shared(found)), "")


def difference_tables(found: Difference) -> Iterator[RenderableType]:
    """Show what is new, changed and dropped.

    Parameters
    ----------
    found
        The difference.
    """
    for title, reports in (("Before", found.before), ("After", found.after)):
        named = "; ".join(f"{name_of(report)}, {date_of(report)}" for report in reports)
        yield Text.assemble((f"{title}: ", "bold"), plain(named))
    for code, title in _CHANGES.items():
        rows = [change for change in found.changes if change.change == code]
        if rows:
            yield _section(title, [_changes(rows)], "")
    same = ", ".join(_counted(count, kind) for kind, count in found.unchanged if count)
    if not found.changes:
        yield Text("\nNothing is new, changed or dropped.")
    yield Text(f"\nUnchanged: {same or 'nothing'}")


def _counted(number: int, kind: str) -> str:
    if kind == "place":
        return f"{count_of(number, 'place')} named"
    if kind == "status":
        return f"who has what at {count_of(number, 'place')}"
    return count_of(number, _NOUNS[kind])


def counted(accounts: Sequence[Account]) -> str:
    """Count outlets and origins: 2 outlets, 1 origin.

    Parameters
    ----------
    accounts
        Accounts of one thing.
    """
    outlets, origins = outlets_of(accounts), origins_of(accounts)
    return f"{count_of(len(outlets), 'outlet')}, {count_of(len(origins), 'origin')}"


def _head(number: int, report: Report) -> Text:
    """Write a report with the number by which it is called below."""
    head = Text.assemble((f"{number + 1}  ", "bold"), plain(name_of(report)))
    head.stylize("bold")
    for part in (report.source if report.title else None, date_of(report)):
        if part:
            head.append(" · ").append_text(plain(part))
    return head


def _told(accounts: Sequence[Account]) -> RenderableType:
    """What one report says, by who says so."""
    by_line: dict[tuple[str, ...], dict[str, None]] = {}
    for account in accounts:
        by_line.setdefault(account.line[1:], {}).setdefault(account.said)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(width=_SPEAKER_COLUMNS, overflow="fold")
    grid.add_column(overflow="fold")
    for line, said in sorted(by_line.items(), key=lambda item: bool(item[0])):
        who = " ← ".join(line) or _OWN
        grid.add_row("", plain(who), plain("; ".join(said)))
    return Padding(grid, (0, 0, 1, 0))


def _section(title: str, findings: Sequence[RenderableType], empty: str) -> RenderableType:
    shown = findings or [Text(f"  {empty}", "dim")]
    return Group(Text(title, "bold"), Rule(style="dim"), *shown, Text(""))


def _finding(
    head: str, why: str, sides: Sequence[Sequence[Account]], *, between: str = ""
) -> RenderableType:
    """One finding: its topic, its reason, and the accounts of each side."""
    title = plain(head)
    title.stylize("bold")
    parts: list[RenderableType] = [Padding(title, (0, 0, 0, 1))]
    if why:
        parts.append(Padding(plain(why), (0, 0, 0, 3)))
    for i, side in enumerate(sides):
        if i:
            parts.append(Padding(Text(between, "dim"), (0, 0, 0, 3)))
        parts.extend(_account(account) for account in side)
    return Group(*parts)


def _account(account: Account) -> RenderableType:
    """Who says what, with the number of the report in front."""
    who = " ← ".join(account.line[1:]) or _OWN
    notes = [account.standing, str(account.window) if account.window else ""]
    noted = ", ".join(note for note in notes if note)
    if account.evidence:
        who += f", on {account.evidence}"
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=3)
    grid.add_column(width=2, justify="right")
    grid.add_column(overflow="fold")
    line = Text.assemble(plain(account.said), (" – ", "dim"), plain(who), (f" ({noted})", "dim"))
    grid.add_row("", str(account.report + 1), line)
    return grid


def _quotes(found: Comparison) -> Iterator[RenderableType]:
    """The graph as a tree: below each outlet whom it quotes, below these whom they quote."""
    onward: dict[str, list[Quote]] = {}
    for quote in found.quotes:
        onward.setdefault(quote.by.key, []).append(quote)
    for outlet in dict.fromkeys(found.outlets):
        numbers = [str(n + 1) for n, one in enumerate(found.outlets) if one == outlet]
        if outlet.key in onward:
            yield Text.assemble(f" {', '.join(numbers)}  ", plain(outlet.name))
            yield from _quoted(outlet.key, onward, (outlet.key,))


def _quoted(
    key: str, onward: Mapping[str, Sequence[Quote]], path: tuple[str, ...]
) -> Iterator[RenderableType]:
    for quote in onward.get(key, ()):
        text = Text.assemble(f"← {quote.count} × ", plain(quote.of.name))
        yield Padding(text, (0, 0, 0, 1 + 3 * len(path)))
        if quote.of.key not in path:
            yield from _quoted(quote.of.key, onward, (*path, quote.of.key))


def _shared(found: Comparison) -> Iterator[RenderableType]:
    for text in found.shared:
        one, other = (number + 1 for number in text.reports)
        yield Text(
            f" {one} shares {text.shares[0]:.0%} of its sentences with {other}, "
            f"{other} {text.shares[1]:.0%} with {one}: "
            f"{count_of(text.sentences, 'sentence')}, one origin"
        )


def _changes(rows: Sequence[Change]) -> RenderableType:
    """The changes of one sort, by kind."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for options in (
        {"width": 16},
        {"overflow": "fold", "ratio": 5},
        {"overflow": "fold", "ratio": 6},
    ):
        grid.add_column(**options)
    grid.expand = True
    last = ""
    for kind in KINDS:
        for change in (row for row in rows if row.kind == kind):
            title = _KINDS[kind] if kind != last else ""
            last = kind
            said = " → ".join(filter(None, (change.before, change.after)))
            shown = "" if kind == "place" else said
            grid.add_row(Text(title, "dim"), plain(change.topic), plain(shown))
    return grid
