"""Colours, widths and symbols of the maps: data only.

The sides' hues differ in lightness and in blue–yellow, which readers with any common colour
vision tell apart; shape says the status and filling says the standing, so that no distinction
rests on hue alone. Verdicts have no hue at all: they are about a measurement, not about good
and bad. The colours of further sides differ in lightness too: no two of a theme come closer than
15 units of CIE L*a*b* to readers with any of the common colour visions (a test works it out).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maps import style_dark

INK: Final = "#1c2026"
QUIET: Final = "#5d636b"
PAPER: Final = "#fdfcf9"
LAND: Final = "#f4f1e9"
WATER: Final = "#dde6ea"

SIDES: Final[Mapping[str, str]] = {"UA": "#1668b0", "RU": "#c4540a"}
OTHER_SIDES: Final[tuple[str, ...]] = ("#a026d9", "#0e4e27", "#96713f", "#451732")
NO_SIDE: Final = "#5d636b"

PAGE: Final[Mapping[str, str]] = {
    "ink": INK,
    "quiet": "#565c64",
    "rule": "#d9d4c8",
    "paper": PAPER,
    "tint": "#f3f0e8",
    "land": LAND,
    "water": WATER,
    "focus": "#0b4f9e",
    "no-side": NO_SIDE,
    "edge": "#b9b4a7",
    "coast": "#b3ad9e",
    "veil": "rgb(253 252 249 / 85%)",
    "shadow": "rgb(28 32 38 / 28%)",
    "halo": "#f9f7f1",
    "here": "rgb(28 32 38 / 12%)",
    "chosen": "#f4edd2",
    "marked": "#f4e7b4",
    "unsure": "#d7d3c9",
    "axis": "#8b8678",
    "town-name": "#5f5b50",
    "area-name": "#6f6957",
    "country-name": "#655f4f",
    "ground-name": "#33302a",
    "graticule": "rgb(94 108 118 / 38%)",
    "tie-edge": "#cfc9ba",
}
"""Custom properties of the pages by name, without their two hyphens: every colour of a style
sheet is one of these, so that light and dark differ in one place."""

Look = Mapping[str, str | int | float | bool]
LOOKS: Final[Mapping[str, Look]] = {
    "land": {"fillColor": LAND, "fillOpacity": 1, "stroke": False},
    "far-land": {"fillColor": LAND, "fillOpacity": 1, "color": LAND, "weight": 1.5},
    "world-land": {"fillColor": LAND, "fillOpacity": 1, "color": LAND, "weight": 4},
    "edge": {"color": "#a8a294", "weight": 1, "fill": False},
    "region-edge": {"color": "#c3bcac", "weight": 0.9, "dashArray": "1 3", "fill": False},
    "border-casing": {"color": "#ffffff", "weight": 6, "opacity": 0.75, "fill": False},
    "border": {"color": "#3d4046", "weight": 1.6, "dashArray": "9 3 2 3", "fill": False},
    "named-region": {"color": "#6f6a5d", "weight": 2.2, "opacity": 0.55, "fill": False},
    "named-country": {"color": "#6f6a5d", "weight": 2.2, "opacity": 0.35, "fill": False},
    "control": {"weight": 0.6, "opacity": 0.45, "fillOpacity": 0.36},
    "control-light": {"weight": 0.7, "opacity": 0.4, "fillOpacity": 0.17},
    "control-faint": {"weight": 0.5, "opacity": 0.25, "fillOpacity": 0.13},
    "control-past": {"weight": 0.4, "opacity": 0.4, "fillOpacity": 0.22},
    "inferred": {"weight": 1.3, "opacity": 0.8, "dashArray": "1 5", "fillOpacity": 0.75},
    "front-casing": {"color": "#ffffff", "weight": 5.6, "opacity": 0.85, "fill": False},
    "front": {"color": INK, "weight": 2.6, "fill": False},
    "front-light": {"color": INK, "weight": 2.0, "fill": False},
    "front-thin": {"color": INK, "weight": 1.8, "fill": False},
    "front-inferred": {"color": INK, "weight": 3.0, "dashArray": "0.5 7", "fill": False},
    "front-stated": {"color": INK, "weight": 3.6, "dashArray": "0.5 6", "fill": False},
    "front-interpolated": {"color": INK, "weight": 2.2, "dashArray": "0.5 7", "fill": False},
    "front-none": {"color": "#8b8678", "weight": 1.6, "dashArray": "0.5 9", "fill": False},
    "information": {"color": QUIET, "weight": 1.0, "dashArray": "1 5", "fill": False},
    "evidence": {"dot": 3.4},
    "front-past": {"color": "#4b4f55", "weight": 1.3, "dashArray": "2 3", "fill": False},
    "changed": {"weight": 1.6, "opacity": 1, "fillOpacity": 0.85},
    "sliver": {"stroke": False, "fillColor": "#6b675d", "fillOpacity": 0.5},
    "turned": {"dot": 2.6},
    "unit": {"dot": 3.2},
    "town": {"dot": 2.1, "color": "#8b8678"},
    "precision": {"color": QUIET, "weight": 1.1, "dashArray": "2 3", "opacity": 0.9,
                  "fillColor": QUIET, "fillOpacity": 0.06},
    "estimate": {"color": INK, "weight": 1.2, "dashArray": "5 4", "opacity": 0.75,
                 "fillColor": INK, "fillOpacity": 0.05},
    "sector": {"stroke": False, "fillOpacity": 0.085},
    "ground": {"stroke": False, "fillOpacity": 0.045},
    "outline-broad": {"weight": 3.4, "opacity": 0.9, "fill": False},
    "outline-inner": {"color": LAND, "weight": 1.4, "opacity": 1, "fill": False},
    "band": {"stroke": False, "fillColor": "#3d4046", "fillOpacity": 0.035},
    "ring": {"color": "#3d4046", "weight": 1.2, "dashArray": "6 4", "opacity": 0.8, "fill": False},
    "cone": {"stroke": False, "fillColor": "#2b2b2b", "fillOpacity": 0.024},
    "measured": {"color": INK, "weight": 1.2, "opacity": 0.75, "fill": False},
    "measured-quiet": {"color": QUIET, "weight": 0.8, "opacity": 0.4, "fill": False},
    "axis": {"weight": 14, "opacity": 1, "fill": False},
    "water-line": {"color": "#5f8fa8", "weight": 1.6, "fill": False},
    "road-line": {"color": "#8a7f6a", "weight": 1.8, "fill": False},
}  # fmt: skip
"""Drawing options by kind of feature, as Leaflet's paths take them; widths in pixels."""

CONTROL_FILLS: Final[Mapping[str, str]] = {
    "held": "plain",
    "contested": "slant",
    "liberated": "back-slant",
    "claimed": "rows",
}
"""Filling of a maker's ground by its status."""

INFERRED_FILLS: Final[Mapping[str, str]] = {
    "held": "dots",
    "contested": "crosses",
    "liberated": "rings",
    "claimed": "sparse-dots",
}
"""Filling of ground that was worked out from reports: no maker's ground is ever drawn so."""

VERDICT_DASHES: Final[Mapping[str, str]] = {
    "supported": "",
    "contradicted": "10 4 2 4",
    "uncertain": "6 4",
    "unchecked": "1 4",
}
"""Dash of a measured line by the verdict, pixels on and off; empty is a full line."""

VERDICT_SIGNS: Final[Mapping[str, str]] = {
    "supported": "=",
    "contradicted": "≠",
    "uncertain": "?",
    "unchecked": "–",
}
"""Sign of a verdict on the page."""

MARKS: Final[Mapping[str, float]] = {"status": 7.0, "named": 4.2, "off": 3.4, "estimate": 4.6}
"""Radius of a place's mark, pixels: with a status, merely named, in passing, estimated."""

STATUS_WORDS: Final[Mapping[str, str]] = {
    "held": "held",
    "entered": "entered",
    "contested": "fought over",
    "attacked": "attacked",
    "lost": "lost",
}
STANDING_WORDS: Final[Mapping[str, str]] = {
    "geolocated": "geolocated",
    "assessed": "assessed",
    "claimed": "claimed only",
    "denied": "denied",
}
AXIS_STANDING_WORDS: Final[Mapping[str, str]] = {
    **STANDING_WORDS,
    "claimed": "claimed or believed",
}
"""Standings of axes of advance: what a text only believes counts as claimed."""
FIRMNESS: Final[tuple[str, ...]] = ("denied", "claimed", "assessed", "geolocated")
"""Standings, the weakest first."""

SECTOR_REACH_M: Final = 3_000.0
"""How far "fields southwest of a village" are drawn, metres. No report says how far such fields
reach; the settlements of Kursk Oblast in our table lie 3.7 km from their nearest neighbour in the
median, so the ground that a village lends its name to ends at about 3 km."""

ARROW_REACH_M: Final = 4_000.0
"""How long an arrow is drawn of which a report gives one end by a wind alone, metres."""

CONE_OVERSHOOT: Final = 1.2
"""A direction's cone ends this much behind the place that it should hold."""


def side_colours(sides: set[str]) -> dict[str, str]:
    """Give every side its colour on light ground: the same set always gives the same colours.

    Parameters
    ----------
    sides
        Codes of the sides that a map shows.
    """
    return theme().side_colours(sides)


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours of a map on light or on dark ground."""

    name: str
    """`light` or `dark`."""
    page: Mapping[str, str]
    """Custom properties of the pages by name."""
    looks: Mapping[str, Look]
    """Drawing options by kind of feature, as `LOOKS`."""
    sides: Mapping[str, str]
    """Colours of the sides that have one of their own, by code."""
    other_sides: tuple[str, ...]
    """Colours of further sides, in their order; what comes behind the last shares it."""
    no_side: str
    """Colour of what no known side did."""
    ink: str
    """Colour of text and lines."""
    quiet: str
    """Colour of what is less important."""
    paper: str
    """Colour of the page."""
    land: str
    """Colour of land."""
    water: str
    """Colour of water."""

    def side_colours(self, sides: set[str]) -> dict[str, str]:
        """Give every side its colour: the same set always gives the same colours.

        Parameters
        ----------
        sides
            Codes of the sides that a map shows.
        """
        others = sorted(sides - self.sides.keys())
        last = len(self.other_sides) - 1
        return {side: self.sides[side] for side in sorted(sides & self.sides.keys())} | {
            side: self.other_sides[min(i, last)] for i, side in enumerate(others)
        }

    def side_colour(self, colour: str) -> str:
        """Give this theme's form of a side's colour; any other colour stays as it is.

        Parameters
        ----------
        colour
            Colour as the light theme has it.
        """
        here = (*self.sides.values(), *self.other_sides, self.no_side)
        return dict(zip((*SIDES.values(), *OTHER_SIDES, NO_SIDE), here, strict=True)).get(
            colour, colour
        )


def theme(*, dark: bool = False) -> Theme:
    """Give the colours of maps on light or on dark ground.

    Parameters
    ----------
    dark
        Whether the ground is dark; paper is always light.
    """
    if dark:
        looks = {name: {**look, **style_dark.LOOKS.get(name, {})} for name, look in LOOKS.items()}
        return Theme(
            name="dark",
            page=style_dark.PAGE,
            looks=looks,
            sides=style_dark.SIDES,
            other_sides=style_dark.OTHER_SIDES,
            no_side=style_dark.NO_SIDE,
            ink=style_dark.INK,
            quiet=style_dark.QUIET,
            paper=style_dark.PAPER,
            land=style_dark.LAND,
            water=style_dark.WATER,
        )
    return Theme(
        name="light",
        page=PAGE,
        looks=LOOKS,
        sides=SIDES,
        other_sides=OTHER_SIDES,
        no_side=NO_SIDE,
        ink=INK,
        quiet=QUIET,
        paper=PAPER,
        land=LAND,
        water=WATER,
    )


def properties(light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    """Write custom properties of a page: light by default and always on paper.

    Screens are dark where the reader's system asks for it, unless `data-theme` of the root element
    says otherwise.

    Parameters
    ----------
    light, dark
        Colours by name, without the two hyphens.
    """
    plain, night = (
        f"color-scheme: {name}; " + " ".join(f"--{key}: {one};" for key, one in colours.items())
        for name, colours in (("light", light), ("dark", dark))
    )
    return "\n".join(
        [
            f":root {{ {plain} }}",
            "@media screen and (prefers-color-scheme: dark) {",
            f'  :root:not([data-theme="light"]) {{ {night} }}',
            "}",
            f'@media screen {{ :root[data-theme="dark"] {{ {night} }} }}',
        ]
    )
