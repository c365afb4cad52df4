"""Links to maps: the point that the address itself names; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

_LONGEST: Final = 2_000
_HOSTS: Final = (
    r"maps\.google\.|google\.[a-z.]{2,6}/maps|openstreetmap\.org|osm\.org|yandex\.[a-z.]{2,6}/|"
    r"maps\.yandex\.|maps\.apple\.com|deepstatemap\.live|wikimapia\.org"
)
_LINK: Final = re.compile(
    rf"(?:https?://|\bgeo:(?=[-+\d])|(?<![\w./@-])(?:www\.)?(?:{_HOSTS}))"
    rf"[^\s<>\"“”«»|\\^`{{}}]{{1,{_LONGEST}}}",
    re.IGNORECASE,
)
_TAIL: Final = ".,;:!?'’*_"
_NUMBER: Final = r"[-+]?\d{1,3}(?:\.\d{1,20})?"
_PAIR: Final = re.compile(rf"\s*(?:loc:)?\s*({_NUMBER})\s*[,;~\s]\s*({_NUMBER})(?![\d.])", re.ASCII)
_AT: Final = re.compile(rf"/@({_NUMBER}),({_NUMBER})(?![\d.])", re.ASCII)
_IN_PATH: Final = re.compile(
    rf"/(?:place|search|dir/)/?({_NUMBER}),\+?({_NUMBER})(?![\d.])", re.ASCII
)
_PIN: Final = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})(?![\d.])", re.ASCII)
_VIEW: Final = re.compile(
    rf"(?:^|[/#&]|map=)\d{{1,2}}(?:\.\d{{1,4}})?/({_NUMBER})/({_NUMBER})(?![\d.])", re.ASCII
)
Numbers = tuple[str, str]


def map_links(text: str) -> Iterator[tuple[int, int, Numbers | None]]:
    """Find the links of a text, with the point that each names.

    Known are Google Maps, OpenStreetMap, Yandex (which writes longitude first), Apple Maps,
    DeepState, Wikimapia and `geo:` addresses (RFC 5870). A pin goes before the middle of the view.

    Parameters
    ----------
    text
        Any text.

    Yields
    ------
    tuple
        Offset of the first character, offset behind the last, and latitude and longitude as
        written; None in place of these for a link that names no point.
    """
    for match in _LINK.finditer(text):
        written = match.group().rstrip(_TAIL)
        while written[-1:] in (")", "]") and written.count("(") < written.count(")") + (
            written[-1] == "]"
        ):
            written = written[:-1].rstrip(_TAIL)
        yield match.start(), match.start() + len(written), point_of_link(written)


def point_of_link(link: str) -> Numbers | None:
    """Read the point out of a link.

    Parameters
    ----------
    link
        The address.

    Returns
    -------
    tuple of str or None
        Latitude and longitude as written; None where the address names no point.
    """
    if link[:4].casefold() == "geo:":
        return _of_geo(link[4:])
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    given = {**_parameters(parts.fragment), **_parameters(parts.query)}
    path, view = unquote(parts.path), unquote(parts.fragment)
    if re.search(r"(?:^|\.)google\.", host):
        return _of_google(path, unquote(parts.query), given)
    if re.search(r"(?:^|\.)yandex\.", host):
        return _of_yandex(given)
    if host in ("openstreetmap.org", "osm.org"):
        marked = _latlon(given, "mlat", "mlon") or _latlon(given, "lat", "lon")
        return marked or _groups(_VIEW.search(view))
    if host == "maps.apple.com":
        return _first(given, "coordinate", "ll", "q", "daddr", "center", "sll")
    if host == "deepstatemap.live":
        whole = _latlon(given, "lat", "lng") or _latlon(given, "lat", "lon")
        return whole or _groups(_VIEW.search(view)) or _groups(_VIEW.search(path))
    return _latlon(given, "lat", "lon") if host == "wikimapia.org" else None


def _of_geo(address: str) -> Numbers | None:
    """`geo:51.29,35.43;u=10?z=12`; `geo:0,0?q=51.29,35.43(label)` means the query."""
    path, _, query = address.partition("?")
    asked = _first(_parameters(query), "q")
    position, _, _ = path.partition(";")
    given = _groups(_PAIR.match(position))
    nowhere = given is not None and all(float(number) == 0 for number in given)
    return asked if asked and (nowhere or given is None) else given


def _of_google(path: str, query: str, given: Mapping[str, str]) -> Numbers | None:
    pin = _groups(_PIN.search(path) or _PIN.search(query))
    asked = _first(given, "q", "query", "destination", "daddr", "ll", "center")
    return pin or asked or _groups(_IN_PATH.search(path)) or _groups(_AT.search(path))


def _of_yandex(given: Mapping[str, str]) -> Numbers | None:
    """Longitude first, but for what was typed into the search."""
    for key in ("whatshere[point]", "poi[point]", "pt", "ll"):
        found = _first(given, key)
        if found is not None:
            return found[1], found[0]
    return _first(given, "text")


def _parameters(written: str) -> dict[str, str]:
    """The first value of each parameter."""
    try:
        return {key: values[0] for key, values in parse_qs(written, max_num_fields=100).items()}
    except ValueError:
        return {}


def _first(given: Mapping[str, str], *keys: str) -> Numbers | None:
    """The first of some parameters that holds a pair of numbers."""
    pairs = (_groups(_PAIR.match(given[key])) for key in keys if key in given)
    return next((pair for pair in pairs if pair is not None), None)


def _latlon(given: Mapping[str, str], lat: str, lon: str) -> Numbers | None:
    """A pair that stands in two parameters."""
    return _groups(_PAIR.match(f"{given.get(lat, '')},{given.get(lon, '')}"))


def _groups(match: re.Match[str] | None) -> Numbers | None:
    return None if match is None else (match[1], match[2])
