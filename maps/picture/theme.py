"""Light or dark: the colours of a picture, all of them from `maps.style`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maps import style
from maps.layers import side_code
from maps.style import Look

_LIGHT_WATER: Final = "#dde6ea"
_LIGHT_RULE: Final = "#cfc9ba"


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


def theme_of(sides: Mapping[str, str], *, dark: bool) -> Theme:
    """Gather the colours of a picture.

    Parameters
    ----------
    sides
        Colour of every side on light ground, by the side's code.
    dark
        Whether light marks stand on dark ground.
    """
    return _dark(sides) if dark else _light(sides)


def _light(sides: Mapping[str, str]) -> Theme:
    return Theme(
        ink=style.INK,
        quiet=style.QUIET,
        paper=style.PAPER,
        land=style.LAND,
        water=_LIGHT_WATER,
        rule=_LIGHT_RULE,
        town="#5f5b50",
        area="#6a6454",
        looks=style.LOOKS,
        sides={side_code(side): colour for side, colour in sides.items()},
        no_side=style.NO_SIDE,
    )


def _dark(sides: Mapping[str, str]) -> Theme:
    """Until the style has dark colours of its own: the light ones, each turned over in lightness."""
    return Theme(
        ink="#ece9e1",
        quiet="#a5a9ae",
        paper="#15181d",
        land="#23272d",
        water="#10161c",
        rule="#3a3f46",
        town="#a8a498",
        area="#98937f",
        looks={key: {n: _turned(v) for n, v in look.items()} for key, look in style.LOOKS.items()},
        sides={side_code(side): _lighter(colour) for side, colour in sides.items()},
        no_side="#a5a9ae",
    )


def _turned(value: str | float | bool) -> str | float | bool:  # noqa: FBT001 (an option's value)
    """A colour as dark as it was light; what is no colour stays."""
    import colorsys

    if not (isinstance(value, str) and value.startswith("#")):
        return value
    if value == style.LAND:
        return "#23272d"
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    turned = colorsys.hls_to_rgb(hue, 0.07 + 0.88 * (1 - light), full)
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned)


def _lighter(colour: str) -> str:
    """A side's colour as it reads on dark ground."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * 0.38):02x}" for part in parts)
