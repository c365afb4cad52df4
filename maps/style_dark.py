"""Colours of the maps on dark ground: data only; `maps.style.theme` puts them together.

Dark ground is lighter than the water around it, as paper is, so that the coast reads the same way
in both. Sides keep their hues and turn light; no distinction rests on hue alone there either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INK: Final = "#ece8df"
QUIET: Final = "#a9afb7"
PAPER: Final = "#16191d"
LAND: Final = "#262b31"
WATER: Final = "#11161b"

SIDES: Final[Mapping[str, str]] = {"UA": "#6cb4f5", "RU": "#f2913d"}
OTHER_SIDES: Final[tuple[str, ...]] = ("#c05cf2", "#cffce1", "#f5dca0", "#f2306e")
NO_SIDE: Final = "#a2a9b2"

PAGE: Final[Mapping[str, str]] = {
    "ink": INK,
    "quiet": QUIET,
    "rule": "#3b424a",
    "paper": PAPER,
    "tint": "#1f2429",
    "land": LAND,
    "water": WATER,
    "focus": "#8fbdf5",
    "no-side": NO_SIDE,
    "edge": "#59626c",
    "coast": "#59626c",
    "veil": "rgb(22 25 29 / 85%)",
    "shadow": "rgb(0 0 0 / 60%)",
    "halo": "#1c2126",
    "here": "rgb(236 232 223 / 14%)",
    "chosen": "#3a3419",
    "marked": "#544a17",
    "unsure": "#4a515a",
    "axis": "#7d868f",
    "town-name": "#b3ae9f",
    "area-name": "#a39d8b",
    "country-name": "#b0aa98",
    "ground-name": "#dcd8cd",
    "graticule": "rgb(160 172 181 / 34%)",
    "tie-edge": "#59626c",
}
"""Custom properties of the pages by name, as `maps.style.PAGE`."""

LOOKS: Final[Mapping[str, Mapping[str, str | int | float | bool]]] = {
    "land": {"fillColor": LAND},
    "far-land": {"fillColor": LAND, "color": LAND},
    "world-land": {"fillColor": LAND, "color": LAND},
    "edge": {"color": "#5f6871"},
    "region-edge": {"color": "#525a63"},
    "border-casing": {"color": "#0c0e11"},
    "border": {"color": "#c9c5bb"},
    "named-region": {"color": "#a39d8b"},
    "named-country": {"color": "#a39d8b"},
    "front-casing": {"color": "#0c0e11"},
    "front": {"color": INK},
    "front-light": {"color": INK},
    "front-thin": {"color": INK},
    "front-inferred": {"color": INK},
    "front-stated": {"color": INK},
    "front-interpolated": {"color": INK},
    "front-none": {"color": "#8c959e"},
    "information": {"color": QUIET},
    "front-past": {"color": "#b6bbc1"},
    "changed": {"fillOpacity": 0.6},
    "sliver": {"fillColor": "#8c959e"},
    "town": {"color": "#8c959e"},
    "precision": {"color": QUIET, "fillColor": QUIET},
    "estimate": {"color": INK, "fillColor": INK},
    "sector": {"fillOpacity": 0.1},
    "ground": {"fillOpacity": 0.06},
    "outline-inner": {"color": LAND},
    "band": {"fillColor": "#d4d8dd"},
    "ring": {"color": "#c5cad0"},
    "cone": {"fillColor": "#d4d8dd"},
    "measured": {"color": INK},
    "measured-quiet": {"color": QUIET},
    "water-line": {"color": "#6f9fb8"},
    "road-line": {"color": "#a3987f"},
}
"""What differs from `maps.style.LOOKS`, by kind of feature."""
