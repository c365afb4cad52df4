"""A picture as a value: shown by a notebook, or kept as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.claims.claim import Claim
from geo.reading.reading import Reading
from maps.control_sheet import Sheet
from maps.errata import Erratum
from maps.picture.report import DPI, WIDTH_MM, report_picture

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_CSS_PER_MM = 96 / 25.4


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A picture as Jupyter and its kin display it, when it is the last value of a cell."""

    data: bytes
    """The file."""
    format: str
    """`png`, `svg` or `pdf`."""
    width_mm: float = WIDTH_MM
    """Its width on paper, and on the screen."""

    def __repr__(self) -> str:
        return f"<{self.format.upper()} picture of {len(self.data):,} bytes>"

    def _repr_png_(self) -> tuple[bytes, dict[str, int]] | None:
        if self.format != "png":
            return None
        return self.data, {"width": round(self.width_mm * _CSS_PER_MM)}

    def _repr_svg_(self) -> str | None:
        return self.data.decode() if self.format == "svg" else None


def show_picture(
    checked: Sequence[tuple[Reading, tuple[Claim, ...]]],
    gazetteer: Gazetteer,
    *,
    format: str = "png",  # noqa: A002 - what the file is
    title: str | None = None,
    control: Sheet | None = None,
    errata: Sequence[Erratum] = (),
    width_mm: float = WIDTH_MM,
    dpi: int = DPI,
    dark: bool = False,
    graticule: bool = False,
) -> Picture:
    """Draw a print picture and show it below a cell.

    Parameters
    ----------
    checked
        Each report's reading with its claims as `geo.claims.check.check` gives them.
    gazetteer
        The open gazetteer that the readings were made with.
    format
        `png`, `svg` or `pdf`; notebooks show the first two.
    title
        Headline; the single report's own by default.
    control
        The control map to be drawn beneath the marks.
    errata
        Corrections to the picture.
    width_mm
        Width of the picture, 60 to 600 mm.
    dpi
        Points per inch of a PNG, 50 to 1,200.
    dark
        Whether light marks stand on dark ground.
    graticule
        Whether meridians and parallels are drawn.
    """
    data = report_picture(
        checked,
        gazetteer,
        format=format,
        title=title,
        control=control,
        errata=errata,
        width_mm=width_mm,
        dpi=dpi,
        dark=dark,
        graticule=graticule,
    )
    return Picture(data, format, width_mm)
