"""Addresses of makers and licences that pages name: fixed, and none of them is ever asked for.

A link on a page is text until a reader follows it. Besides these only a report's own address
becomes one, and only where it is plain (`geo.web_address`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from maps.html import Html, join, outward

ADDRESSES: Final[Mapping[str, str]] = {
    "GeoNames": "https://www.geonames.org/",
    "OpenStreetMap contributors": "https://www.openstreetmap.org/copyright",
    "OpenStreetMap": "https://www.openstreetmap.org/copyright",
    "Natural Earth": "https://www.naturalearthdata.com/",
    "Wikidata": "https://www.wikidata.org/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "BSD-2-Clause": "https://opensource.org/license/bsd-2-clause",
    "MIT": "https://opensource.org/license/mit",
    "folium": "https://python-visualization.github.io/folium/",
    "Leaflet": "https://leafletjs.com/",
}
"""Address of each maker and licence, by the name as pages write it."""
_NAMED: Final = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, ADDRESSES), key=len, reverse=True)) + r")"
    r"(?![\w-])"
)


def linked(text: str) -> Html:
    """Write text in which the first naming of each known maker and licence is a link.

    Parameters
    ----------
    text
        Text from anywhere; it is made inert.
    """
    return join(
        *(piece if address is None else outward(piece, address) for piece, address in pieces(text))
    )


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Divide text at the first naming of each known maker and licence.

    Parameters
    ----------
    text
        Text from anywhere.

    Yields
    ------
    tuple
        A piece of it and the address that belongs to it; None for all that is mere text.
    """
    seen: set[str] = set()
    at = 0
    for found in _NAMED.finditer(text):
        address = ADDRESSES[found[0]]
        if address not in seen:
            seen.add(address)
            yield text[at : found.start()], None
            yield found[0], address
            at = found.end()
    yield text[at:], None
