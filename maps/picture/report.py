"""The print picture of one report or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from geo.claims.claim import Claim
from geo.reading.reading import Reading
from maps.control_sheet import Sheet
from maps.errata import Erratum
from maps.errors import NothingToMap, PictureInvalid
from maps.picture.composition import compose
from maps.picture.saving import FORMATS, saved, settled
from maps.picture.sheet import draw

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

WIDTH_MM: Final = 180.0
"""Width of a picture where none is asked for: that of a page of two columns or more."""
DPI: Final = 300
"""Points per inch of a PNG where none are asked for: those that print needs."""
_WIDTHS_MM: Final = (60.0, 600.0)
_DPIS: Final = (50, 1200)
_MOST_PIXELS: Final = 15_000


def report_picture(
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
) -> bytes:
    """Draw what reports say about places for print: headline, map, key and small print.

    The same input gives the same bytes. An SVG holds one group for every layer and its text as
    text; a PDF holds its faces. In both, addresses of reports, makers and licences are links.

    Parameters
    ----------
    checked
        Each report's reading with its claims as `geo.claims.check.check` gives them.
    gazetteer
        The open gazetteer that the readings were made with.
    format
        `png`, `svg` or `pdf`.
    title
        Headline; the single report's own by default.
    control
        The control map to be drawn beneath the marks.
    errata
        Corrections to the picture, which its head names and its foot tells.
    width_mm
        Width of the picture, 60 to 600 mm; the height follows from what is shown.
    dpi
        Points per inch of a PNG, 50 to 1,200.
    dark
        Whether light marks stand on dark ground.
    graticule
        Whether meridians and parallels are drawn.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    NothingToMap
        If there is no report.
    PictureInvalid
        If format or size are none that a picture is drawn in.
    """
    check_size(format, width_mm=width_mm, dpi=dpi)
    if not checked:
        raise NothingToMap
    with settled():
        composition = compose(
            checked,
            gazetteer,
            title=title,
            control=control,
            errata=errata,
            width_mm=float(width_mm),
            dark=dark,
            graticule=graticule,
        )
        figure = draw(composition, every_letter=format == "svg")
        return saved(figure, format=format, dpi=dpi, title=composition.title)


def check_size(format: str, *, width_mm: float, dpi: int) -> None:  # noqa: A002
    """Refuse what no picture is drawn in, before any work is done.

    Parameters
    ----------
    format
        `png`, `svg` or `pdf`.
    width_mm
        Width of the picture, millimetres.
    dpi
        Points per inch of a PNG.

    Raises
    ------
    PictureInvalid
        If format or size are none that a picture is drawn in.
    """
    if format not in FORMATS:
        raise PictureInvalid(
            f"a picture is written as {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, not as {format!r}"
        )
    if not _WIDTHS_MM[0] <= width_mm <= _WIDTHS_MM[1]:
        raise PictureInvalid(
            f"a picture is {_WIDTHS_MM[0]:.0f} to {_WIDTHS_MM[1]:.0f} mm wide, not {width_mm:g} mm"
        )
    if not _DPIS[0] <= dpi <= _DPIS[1]:
        raise PictureInvalid(f"a PNG has {_DPIS[0]} to {_DPIS[1]:,} points per inch, not {dpi:,}")
    if format == "png" and width_mm / 25.4 * dpi > _MOST_PIXELS:
        raise PictureInvalid(
            f"a PNG of {width_mm:g} mm at {dpi:,} points per inch would be more than "
            f"{_MOST_PIXELS:,} points wide; make it smaller, or write an SVG or a PDF"
        )
