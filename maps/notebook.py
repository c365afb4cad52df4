"""What a notebook shows below a cell: a page in a frame of its own, a reading with its map."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geo.claims.claim import VERDICT_LABELS, Claim
from geo.display.markup import Grid, inert
from geo.display.reading import as_stated, reading_html
from geo.display.tables import short
from geo.reading.reading import Reading
from maps import wording

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_DPI: Final = 150


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A page as Jupyter and its kin display it, when it is the last value of a cell."""

    page: str
    """The HTML document, such as `maps.report_map.report_map` writes."""
    height_px: int = 640
    """Height of the frame on the screen."""

    def __repr__(self) -> str:
        return f"<page of {len(self.page):,} characters>"

    def _repr_html_(self) -> str:
        # The frame runs the page's own scripts; it has no origin, so none can reach the notebook.
        return (
            f'<iframe srcdoc="{html.escape(self.page, quote=True)}" sandbox="allow-scripts" '
            f'title="Map" width="100%" height="{self.height_px}" '
            'style="border: 1px solid #c8c4ba"></iframe>'
        )


def show(page: str, *, height_px: int = 640) -> Shown:
    """Show a page below a cell.

    Parameters
    ----------
    page
        The HTML document.
    height_px
        Height of the frame on the screen.

    Examples
    --------
    >>> show("<!DOCTYPE html><p>Hello</p>")
    <page of 27 characters>
    """
    return Shown(page, height_px)


@dataclass(frozen=True, slots=True, repr=False)
class Viewed:
    """A reading with its verdicts and its map, as static HTML that needs no scripts."""

    reading: Reading
    """One report, read."""
    claims: tuple[Claim, ...]
    """Its statements as checked."""
    html: str = field(compare=False)
    """What a notebook shows."""

    def __repr__(self) -> str:
        return f"<view of {self.reading.report.id!r}: {len(self.claims)} statements checked>"

    def _repr_html_(self) -> str:
        return self.html


def view(
    reading: Reading,
    claims: tuple[Claim, ...],
    gazetteer: Gazetteer,
    *,
    picture: bool = True,
) -> Viewed:
    """Show a reading below a cell with what was measured, on a map, in its text and in tables.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as `geo.claims.check.check` gives them.
    gazetteer
        The open gazetteer that it was read with.
    picture
        Whether the map is drawn, which takes a second or two.
    """
    figure = _figure(reading, claims, gazetteer) if picture else ""
    shown = reading_html(reading, claims, statements=_statements(reading, claims), figure=figure)
    return Viewed(reading, claims, shown)


def display_reading(reading: Reading) -> str:
    """Show a reading that is the last value of a cell: the entry point of `frontmap.displays`.

    A reading knows its places but no ground to draw them on, so the gazetteer that ships is
    opened for it.

    Parameters
    ----------
    reading
        One report, read.
    """
    from gazetteer.store import Gazetteer

    with Gazetteer.open() as gazetteer:
        return reading_html(reading, figure=_figure(reading, as_stated(reading), gazetteer))


def _figure(reading: Reading, claims: tuple[Claim, ...], gazetteer: Gazetteer) -> str:
    """A picture of the map; nothing where no place of the report can be drawn."""
    drawn = [
        resolution.place.name
        for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True)
        if mention.role == "literal" and resolution.place is not None
    ]
    if not drawn:
        return ""
    from maps.picture.report import report_picture

    data = report_picture([(reading, claims)], gazetteer, format="png", dpi=_DPI)
    names = ", ".join(dict.fromkeys(drawn))
    return (
        f'<figure><img alt="{inert(f"Map of the places named: {names}")}" '
        f'src="data:image/png;base64,{base64.b64encode(data).decode()}"></figure>'
    )


def _statements(reading: Reading, claims: tuple[Claim, ...]) -> Grid:
    """Each statement beside its measurement, in the words of the other tables."""
    rows = [
        (
            short(wording.relation_of(claim.statement, mentions=reading.mentions)),
            wording.stated(claim),
            wording.measured(claim),
            VERDICT_LABELS[claim.verdict],
            f"{claim.cause}: {claim.why}" if claim.cause else claim.why,
            f"{wording.chain(claim.statement.attribution)} ({claim.statement.standing})",
        )
        for claim in claims
    ]
    heads = ("the report states", "in words", "measured", "verdict", "why", "said by")
    return Grid("Statements", heads, rows, wide=frozenset({4}))
