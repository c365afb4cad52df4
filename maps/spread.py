"""The page around a map, the same for every kind: head, map, key, tables, foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shapely.geometry.base import BaseGeometry

from maps import style
from maps.errata import Erratum, errata_notice, errata_section
from maps.extent import Box
from maps.html import Html, join, tag
from maps.layers import Layer, feature

UNSCRIPTED: Final = "The map needs scripts; the tables hold everything that it shows."
"""What those are told whose browser runs no scripts, unless a page has more to say."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What stands around a map."""

    headline: str
    """The page's title."""
    subtitle: Html
    """The line below it."""
    caption: tuple[Html | None, ...]
    """What stands below the map: the key, the credit."""
    panel: Html
    """The tables beside it."""
    foot: tuple[Html, ...]
    """Sections of the foot."""
    labels: tuple[Html, ...]
    """Names that may stand on the map, the most important first, as `maps.labels` writes them."""
    locator: Html | None = None
    """The small map."""
    stamps: tuple[str, ...] = ()
    """Warnings that belong to the whole page, above the map."""
    errata: tuple[Erratum, ...] = ()
    """Corrections that the publisher makes to the page."""
    about: str = "Map of the places named"
    """What the map shows, for those who cannot see it."""
    tables: str = "Claims, events and places"
    """What the tables hold, for those who cannot see them."""
    unscripted: str = UNSCRIPTED
    """What those read whose browser runs no scripts."""

    def corrected(self, errata: Iterable[Erratum]) -> Spread:
        """Give what stands around the map with corrections to the page.

        Parameters
        ----------
        errata
            The corrections that the publisher makes.
        """
        return replace(self, errata=tuple(errata))


def body(spread: Spread, figure: Html) -> Html:
    """Write the body of a page.

    Parameters
    ----------
    spread
        What stands on it.
    figure
        The map's own element.
    """
    stamps = [tag("li", text) for text in spread.stamps]
    return join(
        tag("a", "Skip the map and read the tables", href="#tables", class_="skip"),
        tag(
            "header",
            tag("h1", spread.headline),
            tag("p", spread.subtitle, class_="subtitle"),
            errata_notice(spread.errata),
            tag("ul", *stamps, class_="stamps", aria_label="Warnings") if stamps else None,
        ),
        tag(
            "main",
            tag(
                "figure",
                tag("div", id="tools", class_="tools", role="toolbar",
                    aria_label="Tools of the map", hidden=True),
                tag("div", figure, spread.locator, class_="frame"),
                tag("figcaption", *spread.caption),
                class_="map",
                aria_label=spread.about,
            ),
            tag("div", spread.panel, id="tables", class_="panel", tabindex=0, role="region",
                aria_label=spread.tables),
        ),
        tag("footer", *_foot(spread)),
        tag("ul", *spread.labels, id="labels", hidden=True),
        tag("p", id="told", class_="unseen", role="status", aria_live="polite"),
        tag("noscript", spread.unscripted),
    )  # fmt: skip


def _foot(spread: Spread) -> Iterator[Html]:
    """Sections of the foot: corrections come first where there are any, else before the last."""
    box = errata_section(spread.errata)
    if spread.errata:
        yield box
    yield from spread.foot[:-1]
    if not spread.errata:
        yield box
    yield from spread.foot[-1:]


def map_data(
    layers: Sequence[Layer],
    *,
    view: Box,
    everything: Box,
    areas: Sequence[BaseGeometry],
    sides: Mapping[str, str],
    hints: int,
    grounds: Sequence[BaseGeometry] = (),
    lines: Sequence[str] = ("borders",),
    window: Box | None = None,
    views: tuple[str, str] = ("Main area", "All places"),
    givable: bool = True,
) -> Mapping[str, object]:
    """Give what the page's script needs to know: codes, numbers and shapes, no text of a file.

    Parameters
    ----------
    layers
        From the bottom to the top.
    view, everything
        West, south, east, north in degrees, WGS 84: of the first view, and of all there is.
    areas
        Grounds that may carry a name; labels count them from 0.
    sides
        Colour of every side, by its code.
    hints
        How many towns are named at most.
    grounds
        Ground on which the name of a country or region had better not stand.
    lines
        Keys of the layers whose lines no name of an area may cross.
    window
        What the ground for a part of the continent covers: west, south, east, north in degrees.
        Where more is in view the world's is shown.
    views
        What the buttons of the two views are called; never text of a file.
    givable
        Whether the page may give away the ground that it draws: not where nobody states a licence.
    """
    return {
        "themes": {
            one.name: _colours(one, sides) for one in (style.theme(), style.theme(dark=True))
        },
        "marks": style.MARKS,
        "dashes": style.VERDICT_DASHES,
        "layers": [[layer.key, f"geo_json_{layer.key.replace('-', '_')}"] for layer in layers],
        "lines": list(lines),
        "window": window,
        "views": list(views),
        "view": view,
        "all": everything,
        "areas": [feature(area, "area")["geometry"] for area in (*areas, *grounds)],
        "grounds": list(range(len(areas), len(areas) + len(grounds))),
        "hints": hints,
        "givable": givable,
    }


def _colours(theme: style.Theme, sides: Mapping[str, str]) -> Mapping[str, object]:
    """What the page's script draws with on light or on dark ground."""
    return {
        "looks": theme.looks,
        "sides": {code: theme.side_colour(colour) for code, colour in sides.items()},
        "colours": {
            "noSide": theme.no_side,
            "ink": theme.ink,
            "paper": theme.paper,
            "land": theme.land,
        },
    }


def side_rules(colours: Mapping[str, str]) -> str:
    """Write the rules by which tables and charts show a side's colour, light and dark.

    Parameters
    ----------
    colours
        Colour of every side on light ground, by its code.
    """
    light = {f"side-{number}": colour for number, colour in enumerate(colours.values(), 1)}
    night = style.theme(dark=True)
    dark = {name: night.side_colour(colour) for name, colour in light.items()}
    rules = [f".{name}::before {{ background: var(--{name}); }}" for name in light]
    return "\n".join([style.properties(light, dark), *rules])
