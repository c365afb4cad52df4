"""Colours, widths and symbols of the maps: data only.

The sides' hues differ in lightness and in blue–yellow, which readers with any common colour
vision tell apart; shape says the status and filling says the standing, so that no distinction
rests on hue alone. Verdicts have no hue at all: they are about a measurement, not about good
and bad. The hues of further sides are from Okabe and Ito's set (2008), darkened for paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INK: Final = "#1c2026"
QUIET: Final = "#5d636b"
PAPER: Final = "#fdfcf9"
LAND: Final = "#f4f1e9"

SIDES: Final[Mapping[str, str]] = {"UA": "#1668b0", "RU": "#c4540a"}
OTHER_SIDES: Final[tuple[str, ...]] = ("#80497f", "#0a7764", "#7d6200", "#2c7f9e", "#555555")
NO_SIDE: Final = "#5d636b"

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
    "precision": {"color": QUIET, "weight": 0.8, "dashArray": "1 3", "opacity": 0.9,
                  "fillColor": QUIET, "fillOpacity": 0.04},
    "estimate": {"color": INK, "weight": 1.2, "dashArray": "5 4", "opacity": 0.75,
                 "fillColor": INK, "fillOpacity": 0.05},
    "sector": {"stroke": False, "fillOpacity": 0.085},
    "ground": {"stroke": False, "fillOpacity": 0.045},
    "band": {"stroke": False, "fillColor": "#3d4046", "fillOpacity": 0.035},
    "ring": {"color": "#3d4046", "weight": 1.2, "dashArray": "6 4", "opacity": 0.8, "fill": False},
    "cone": {"stroke": False, "fillColor": "#3d4046", "fillOpacity": 0.05},
    "measured": {"color": INK, "weight": 1.0, "opacity": 0.6, "fill": False},
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
FIRMNESS: Final[tuple[str, ...]] = ("denied", "claimed", "assessed", "geolocated")
"""Standings, the weakest first."""

SECTOR_REACH_M: Final = 3_000.0
"""How far "fields southwest of a village" are drawn, metres. No report says how far such fields
reach; the settlements of Kursk Oblast in our table lie 3.7 km from their nearest neighbour in the
median, so the ground that a village lends its name to ends at about 3 km."""

CONE_OVERSHOOT: Final = 1.15
"""A direction's cone ends this much behind the place that it should hold."""


def side_colours(sides: set[str]) -> dict[str, str]:
    """Give every side its colour: the same set always gives the same colours.

    Parameters
    ----------
    sides
        Codes of the sides that a map shows.
    """
    others = sorted(sides - SIDES.keys())
    return {side: SIDES[side] for side in sorted(sides & SIDES.keys())} | {
        side: OTHER_SIDES[min(i, len(OTHER_SIDES) - 1)] for i, side in enumerate(others)
    }
