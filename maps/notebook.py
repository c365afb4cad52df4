"""A page shown in a notebook: in a frame of its own that can reach nothing outside it."""

from __future__ import annotations

import html
from dataclasses import dataclass


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
