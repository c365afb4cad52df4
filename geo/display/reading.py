"""A reading shown below a cell of a notebook.

`Reading._repr_html_` asks the entry point `reading` of the group `frontmap.displays`, by which a
package that draws maps can show them; without one, text and tables are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata, resources
from typing import Final

from geo.claims.claim import Claim
from geo.display.markup import Grid, grid_html, inert
from geo.display.tables import events_grid, places_grid, statements_grid
from geo.display.text import key_html, text_html
from geo.reading.reading import Reading

GROUP: Final = "frontmap.displays"
"""Group of the entry points that show things in notebooks."""


def display_of(reading: Reading) -> str:
    """Show a reading by what is registered for it, else by text and tables.

    Parameters
    ----------
    reading
        One report, read.

    Returns
    -------
    str
        HTML without scripts.
    """
    registered = _registered()
    return reading_html(reading) if registered is None else registered(reading)


def reading_html(
    reading: Reading,
    claims: Sequence[Claim] | None = None,
    *,
    statements: Grid | None = None,
    figure: str = "",
) -> str:
    """Write a reading as static HTML: head, map, marked text and tables.

    Nothing in it runs or is loaded; without its style it is still a text with tables. The report's
    words are inert, and no notebook takes a dollar sign in them for mathematics.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as checked; None where they were not: they are marked as stated.
    statements
        The table of the statements, if another than the usual one.
    figure
        HTML of a map that stands above the text.
    """
    marked = as_stated(reading) if claims is None else claims
    grids = (
        places_grid(reading),
        statements or statements_grid(reading, claims or ()),
        events_grid(reading),
    )
    return (
        f"<style>{_style()}</style>"
        '<div class="frontmap tex2jax_ignore mathjax_ignore">'
        f"{_head(reading)}{figure}{key_html(reading, marked)}{text_html(reading, marked)}"
        f"{''.join(map(grid_html, grids))}</div>"
    )


def as_stated(reading: Reading) -> tuple[Claim, ...]:
    """Take every statement of a report for a claim of which nothing was measured.

    Parameters
    ----------
    reading
        One report, read.
    """
    return tuple(
        Claim(statement, None, None, None, None, None, "unchecked")
        for statement in reading.statements
    )


def _head(reading: Reading) -> str:
    report = reading.report
    dated = report.date or "undated"
    if report.date and report.date_basis not in (None, "option", "header"):
        dated = f"{report.date} ({report.date_basis})"
    facts = [report.source or "source not stated", dated]
    if report.extracted_from:
        facts.append(f"text taken out of {report.extracted_from.upper()}")
    told = " · ".join(map(inert, facts))
    return f'<p class="fm-head"><strong>{inert(report.title or report.id)}</strong><br>{told}</p>'


@cache
def _style() -> str:
    return (resources.files("geo") / "display" / "style.css").read_text(encoding="utf-8")


@cache
def _registered() -> Callable[[Reading], str] | None:
    """What is registered for readings; None if nothing is."""
    found = next(iter(metadata.entry_points(group=GROUP, name="reading")), None)
    loaded: Callable[[Reading], str] | None = None if found is None else found.load()
    return loaded
