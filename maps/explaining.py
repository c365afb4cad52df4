"""Why names were resolved as they were, as tables for people and as data."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gazetteer.errors import shortened
from gazetteer.names import fold
from geo.contract import place_json
from geo.reading.explanation import Explanation, Weighed
from geo.reading.reading import Reading
from geo.reading.weights import Term
from maps.errors import MapError
from maps.tables import plain

_SHOWN: Final = 6
"""Rivals in a table; the data has all that were weighed."""
_LEAST: Final = 0.05
"""Log-odds that are worth a line."""
_CLOSE: Final = 5


class NameUnread(MapError, LookupError):
    """No report names this place; `nearest` lists the names most like it."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        advice = f"; it names {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"--explain {shortened(name)}: no report names it{advice}")


def explanations(readings: Iterable[Reading], name: str) -> list[tuple[Reading, Explanation]]:
    """Find how a name was resolved in reports, once for each place that it was taken for.

    Parameters
    ----------
    readings
        The reports, read.
    name
        A name as a report writes it, in any case, or the id of a place; a number is the offset of
        a character of the mention.

    Raises
    ------
    NameUnread
        If no report names it.
    """
    found: list[tuple[Reading, Explanation]] = []
    named: dict[str, None] = {}
    for reading in readings:
        done: set[int] = set()
        for k, mention in enumerate(reading.mentions):
            explanation = reading.explain(k)
            if explanation is None:
                continue
            named[mention.text] = None
            place = reading.resolutions[k].place
            at = name.isdecimal() and mention.start <= int(name) < mention.end
            same = fold(mention.text) == fold(name) or (place is not None and place.id == name)
            if (at or same) and k not in done:
                done.update(explanation.mentions)
                found.append((reading, explanation))
    if not found:
        nearest = difflib.get_close_matches(name, named, n=_CLOSE, cutoff=0.5)
        raise NameUnread(name, nearest or list(named)[:_CLOSE])
    return found


def explanation_tables(
    found: Iterable[tuple[Reading, Explanation]],
) -> Iterator[RenderableType]:
    """Show the candidates of names with what spoke for and against each.

    Parameters
    ----------
    found
        What `explanations` gives.
    """
    for reading, explanation in found:
        resolution = explanation.resolution
        times = len(explanation.mentions)
        head = Text.assemble((plain(explanation.text).plain, "bold"))
        head.append(f" in {plain(reading.report.id).plain}" + (f" ×{times}" if times > 1 else ""))
        yield head
        yield Padding(plain(resolution.why), (0, 0, 0, 2))
        shown = explanation.considered[:_SHOWN]
        # What speaks against the gazetteer holding the place at all is always worth seeing.
        shown += tuple(one for one in explanation.considered[_SHOWN:] if one.place is None)
        for weighed in shown:
            yield Padding(_weighed(weighed), (1, 0, 0, 2))
        left = len(explanation.considered) - len(shown)
        if left:
            yield Padding(Text(f"and {left} less likely places of this name"), (1, 0, 0, 2))
        yield Text()


def explanation_json(reading: Reading, explanation: Explanation) -> dict[str, Any]:
    """Turn an explanation into data.

    Parameters
    ----------
    reading
        The report that the name stands in.
    explanation
        How it was resolved.
    """
    place = explanation.resolution.place
    estimated = explanation.resolution.estimated
    return {
        "report": reading.report.id,
        "text": explanation.text,
        "mentions": [
            {"start": reading.mentions[k].start, "end": reading.mentions[k].end}
            for k in explanation.mentions
        ],
        "place": None if place is None else place_json(place, estimated=estimated),
        "estimated": estimated,
        "score": round(explanation.resolution.score, 4),
        "why": explanation.resolution.why,
        "considered": [
            {
                "place": None if weighed.place is None else place_json(weighed.place),
                "score": round(weighed.score, 4),
                "log_odds": round(weighed.total, 3),
                "terms": [
                    {"log_odds": round(term.value, 3), "reason": term.reason or term.detail}
                    for term in _told(weighed.terms)
                ],
            }
            for weighed in explanation.considered
        ],
    }


def _told(terms: Sequence[Term]) -> list[Term]:
    """Keep what the text states, and the terms that weigh something and say what it is."""
    return [
        term
        for term in terms
        if (term.reason or term.detail) and (term.stated or abs(term.value) >= _LEAST)
    ]


def _weighed(weighed: Weighed) -> RenderableType:
    """Show one candidate."""
    place = weighed.place
    head = Text()
    if place is None:
        head.append("no place that the gazetteer holds", "bold")
    else:
        head.append(plain(place.label()).plain, "bold")
        head.append(f"  {place.lat:.3f}, {place.lon:.3f}  [{plain(place.id).plain}]")
    head.append(f"  score {weighed.score:.2f}")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", min_width=6, no_wrap=True)
    grid.add_column(overflow="fold")
    for term in _told(weighed.terms):
        style = "yellow" if term.value <= -_LEAST else "cyan"
        sign = "−" if term.value <= -_LEAST else "+"
        grid.add_row(Text(f"{sign}{abs(term.value):.1f}", style), plain(term.reason or term.detail))
    return Group(head, grid)
