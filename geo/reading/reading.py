"""A reading: what one report says of places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from geo.reading.axis import Axis
from geo.reading.event import Event
from geo.reading.explanation import Explanation
from geo.reading.mention import Mention, Resolution
from geo.reading.report import Report
from geo.reading.statement import Statement


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """One report, read."""

    report: Report
    """The report."""
    mentions: tuple[Mention, ...]
    """Every mention, in the order of the text."""
    resolutions: tuple[Resolution, ...]
    """For each mention, in step, which place it means."""
    statements: tuple[Statement, ...]
    """Every statement, in the order of the text."""
    events: tuple[Event, ...]
    """Every event, in the order of the text."""
    resolve_without: Callable[[int], tuple[Resolution, ...]] = field(repr=False, compare=False)
    """The resolutions with the statement of that index left out, so that none supports itself."""
    explain: Callable[[int], Explanation | None] = field(
        default=lambda _: None, repr=False, compare=False
    )
    """How the mention of that index was resolved; None where no place was looked for."""
    axes: tuple[Axis, ...] = ()
    """Every stated axis of advance, in the order of the text."""
    sentences: tuple[tuple[int, int], ...] | None = field(default=None, repr=False, compare=False)
    """(start, end) of every sentence of the text; None where nobody has looked for them."""

    def __repr__(self) -> str:
        counted = {
            "mention": len(self.mentions),
            "statement": len(self.statements),
            "event": len(self.events),
        }
        found = (f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counted.items())
        return f"<reading of {self.report.id!r}: {', '.join(found)}>"

    def _repr_html_(self) -> str:
        from geo.display.reading import display_of

        return display_of(self)
