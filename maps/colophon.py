"""The foot of a page: how to read it, borders, sources, licences, hashes to make it again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from maps import style, wording
from maps.addresses import linked
from maps.basemap import Base
from maps.control_foot import control_hashes, control_sections
from maps.control_sheet import Sheet
from maps.footnotes import footnotes_of, footnotes_section
from maps.html import Html, tag
from maps.inputs import text_hash
from maps.layers import Layer
from maps.spots import Checked
from maps.story import Story
from maps.version import __version__

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

_SCROLLED: Final = 8
_SHORT: Final = re.compile(r"[,:;(]| \d")


def credit(gazetteer: Gazetteer) -> str:
    """Name the makers of everything under the marks, with their licences; the foot has the details.

    Parameters
    ----------
    gazetteer
        Whose sources are named.
    """
    makers: dict[str, dict[str, None]] = {}
    for source in gazetteer.sources():
        named_as = source.credit or source.name
        maker = _SHORT.split(named_as, maxsplit=1)[0].strip() or named_as
        licence = source.licence.removeprefix("LicenseRef-")
        makers.setdefault(maker, {})[licence] = None
    named = [f"{maker} ({', '.join(licences)})" for maker, licences in makers.items()]
    return "Map data: " + ("; ".join(named) or "the gazetteer names no source")


def colophon(
    story: Story,
    base: Base,
    gazetteer: Gazetteer,
    layers: Sequence[Layer],
    control: Sequence[Sheet] = (),
    *,
    supplied: Sequence[ControlLayer] = (),
    footnoted: bool = True,
) -> Iterator[Html]:
    """Write the sections at the foot of a report's page.

    Parameters
    ----------
    story
        What the page tells.
    base
        What lies under its marks.
    gazetteer
        Whose sources are named.
    layers
        What is drawn, from `maps.stack.layers_of`.
    control
        The control maps beneath the marks.
    supplied
        Every control map that claims were measured on.
    footnoted
        Whether each claim has its footnote.
    """
    yield tag(
        "section",
        tag("h2", "How to read this"),
        tag("p", "Names were found in the text and resolved against a local gazetteer. Distances "
            "and bearings are geodesics on WGS 84, centre to centre. A verdict says whether the "
            "measured value lies in what the words admit, given every known uncertainty: it fits "
            "at a probability of 0.8 or more, does not fit at 0.05 or less. It does not say "
            "whether an event happened. Ground “southwest of” a place is drawn "
            f"{wording.length(style.SECTOR_REACH_M)} deep, since reports do not say how far it "
            "reaches. An arrow is an axis of advance that the text states: where ground lies "
            "is no direction of movement. Where one end has no name its length says nothing. "
            "Hatching is claimed, solid assessed, a double "
            "outline geolocated. North is up."),
    )  # fmt: skip
    if control:
        yield from control_sections(control)
    yield borders_section(base)
    yield sources_section(gazetteer)
    notes = footnotes_section(footnotes_of(story.checked)) if footnoted else None
    if notes is not None:
        yield notes
    inputs = [*report_hashes(story.checked), *control_hashes(control, supplied)]
    yield hashes_section(inputs, gazetteer, layers)


def borders_section(base: Base) -> Html:
    """Tell which borders are drawn, by what policy and how well they are known.

    Parameters
    ----------
    base
        What lies under the marks.
    """
    borders = [
        tag("li", tag("b", row.name), f": {row.policy.rstrip('.')}. Known to about "
            f"{wording.length(row.precision_m)}. Source: ",
            linked(f"{row.source} ({row.licence})."))
        for row, _ in base.borders
    ]  # fmt: skip
    return tag(
        "section",
        tag("h2", "Borders"),
        tag("ul", *borders) if borders else tag("p", "No named border is in view."),
        tag("p", "Other edges of countries and regions are drawn from the gazetteer’s outlines, "
            "for orientation alone."),
    )  # fmt: skip


def sources_section(gazetteer: Gazetteer) -> Html:
    """Name the sources of everything under the marks, with licences and dates.

    Parameters
    ----------
    gazetteer
        Whose sources are named.
    """
    sources = []
    for source in gazetteer.sources():
        facts = ", ".join(filter(None, (f"{source.rows:,} rows", source.licence, source.date)))
        credited = f"{facts}; {source.credit}" if source.credit else facts
        sources.append(tag("li", tag("b", linked(source.name)), ": ", linked(credited)))
    return tag(
        "section",
        tag("h2", "Sources and licences"),
        tag("ul", *sources),
        tag("p", linked("Drawn with folium (MIT) and Leaflet (BSD-2-Clause).")),
    )


def report_hashes(checked: Checked) -> list[tuple[str, str]]:
    """Give each report's name and the checksum of its text.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    """
    return [
        (
            f"Report {reading.report.id}",
            text_hash(reading.report.text),
        )
        for reading, _ in checked
    ]


def hashes_section(
    inputs: Sequence[tuple[str, str]], gazetteer: Gazetteer, layers: Sequence[Layer]
) -> Html:
    """Give the checksums by which the page can be made again.

    Parameters
    ----------
    inputs
        Name and checksum of everything that the page was made from.
    gazetteer
        The gazetteer.
    layers
        What is drawn.
    """
    drawn = json.dumps([[layer.key, layer.features] for layer in layers], sort_keys=True)
    lines = [
        ("frontmap", __version__),
        *inputs,
        ("Gazetteer", gazetteer.content_hash()),
        ("Layers", hashlib.sha256(drawn.encode()).hexdigest()),
    ]
    rows = [tag("div", tag("dt", name), tag("dd", tag("code", value))) for name, value in lines]
    listed = facts_list(rows, class_="hashes made-from")
    return tag("section", tag("h2", "To make this again"), listed)


def facts_list(rows: Sequence[Html], *, class_: str) -> Html:
    """Write a list of facts; a long one scrolls within its box, so the keyboard must reach it.

    Parameters
    ----------
    rows
        Its lines.
    class_
        What kind of list it is.
    """
    return tag("dl", *rows, class_=class_, tabindex=0 if len(rows) > _SCROLLED else None)
