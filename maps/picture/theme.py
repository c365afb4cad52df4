"""Light or dark: the colours of a picture, all of them from `maps.style`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maps import style
from maps.layers import side_code
from maps.style import Look


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a picture, each as `#rrggbb`."""

    ink: str
    """Text and marks."""
    quiet: str
    """Text of second rank."""
    paper: str
    """What everything is printed on."""
    land: str
    """Ground of countries, and the halo of names on it."""
    water: str
    """What is no land."""
    rule: str
    """Lines between parts of the sheet."""
    town: str
    """Names of towns for orientation."""
    area: str
    """Names of countries and regions."""
    looks: Mapping[str, Look]
    """Drawing options by kind of feature, as in `maps.style.LOOKS`."""
    sides: Mapping[str, str]
    """Colour of each side, by its code in features."""
    no_side: str
    """Colour where no side is stated."""

    def side(self, code: str | None) -> str:
        """Give the colour of a side.

        Parameters
        ----------
        code
            Its code in features; None and unknown ones have a colour of their own.
        """
        return self.no_side if code is None else self.sides.get(code, self.no_side)


def theme_of(sides: Iterable[str], *, dark: bool) -> Theme:
    """Gather the colours of a picture.

    Parameters
    ----------
    sides
        Codes of the sides that it shows.
    dark
        Whether light marks stand on dark ground.
    """
    found = style.theme(dark=dark)
    return Theme(
        ink=found.ink,
        quiet=found.quiet,
        paper=found.paper,
        land=found.land,
        water=found.water,
        rule=found.page["rule"],
        town=found.page["town-name"],
        area=found.page["country-name"],
        looks=found.looks,
        sides={side_code(side): colour for side, colour in found.side_colours(set(sides)).items()},
        no_side=found.no_side,
    )
