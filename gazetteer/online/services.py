"""The geocoders that can be asked, each with the terms on which its makers let it be asked.

* Nominatim: https://operations.osmfoundation.org/policies/nominatim/ — one request a second at
  most, a user agent that names the application, attribution shown, answers kept, no bulk use, and
  an application that can be pointed at another server.
* Photon: https://photon.komoot.io — "be fair"; no number is given, so it is asked as Nominatim is.
* GeoNames: https://www.geonames.org/export/ — a user name, 1,000 requests an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from gazetteer.errors import OnlineUnavailable, shortened
from gazetteer.online import geonames, osm
from gazetteer.online.region_names import RegionNamed
from gazetteer.place import Place

MOST_PLACES: Final = 20
"""Places that one look-up asks for."""
TIMEOUT_S: Final = 15.0

# A tenth more than the terms ask for, since a process that sleeps may wake up late.
_ONE_A_SECOND_S: Final = 1.1
_THOUSAND_AN_HOUR_S: Final = 3.7
_LONGEST_USER_NAME: Final = 100


class Question(NamedTuple):
    """What a geocoder is asked."""

    name: str
    """Name of a place, as a person typed it."""
    country: str | None
    """Only this country, ISO 3166-1 alpha-2 in lower case; None for all."""
    language: str
    """Language in which the answer should name regions: en."""


class Reader(Protocol):
    """Makes a place of one row of an answer."""

    def __call__(self, row: Mapping[str, Any], *, day: str, region_named: RegionNamed) -> Place:
        """Read a row.

        Parameters
        ----------
        row
            The row, of which nothing is trusted.
        day
            Day of the answer, ISO 8601.
        region_named
            Names regions as the gazetteer does.

        Raises
        ------
        PlaceInvalid
            If it is no place.
        """
        ...


@dataclass(frozen=True, slots=True)
class Service:
    """A geocoder on the network and the terms on which it may be asked."""

    name: str
    """What it is called."""
    server: str
    """Whom it asks; the pace holds per server."""
    ask: Callable[[Question], Sequence[Any] | None]
    """Asks through geopy and gives its locations, whose `raw` is the row; errors are geopy's."""
    read: Reader
    """Makes places of rows."""
    pace_s: float
    """Least time between two requests, seconds."""
    credit: str
    """Whom to name where the answer is shown, with the licence."""


def nominatim(
    *, user_agent: str, server: str | None = None, timeout_s: float = TIMEOUT_S,
    adapter_factory: Callable[..., Any] | None = None,
) -> Service:  # fmt: skip
    """Set Nominatim up: OpenStreetMap's own geocoder.

    Parameters
    ----------
    user_agent
        Names the application, as the terms ask.
    server
        Address of another Nominatim: `http://127.0.0.1:8080`; None for OpenStreetMap's.
    timeout_s
        Longest time for one answer, seconds.
    adapter_factory
        How geopy fetches; None for the project's own transport.
    """
    from geopy.geocoders import Nominatim

    scheme, domain = _address(server or "https://nominatim.openstreetmap.org")
    geocoder = Nominatim(
        user_agent=user_agent, scheme=scheme, domain=domain, timeout=timeout_s,
        adapter_factory=adapter_factory or _transport(),
    )  # fmt: skip

    def ask(question: Question) -> Sequence[Any] | None:
        answer: Sequence[Any] | None = geocoder.geocode(
            question.name, exactly_one=False, limit=MOST_PLACES, addressdetails=True,
            extratags=True, namedetails=True, language=question.language,
            country_codes=question.country,
        )  # fmt: skip
        return answer

    credit = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright), by Nominatim"
    address = f"{scheme}://{domain}"
    return Service("Nominatim", address, ask, osm.place_of_nominatim, _ONE_A_SECOND_S, credit)


def photon(
    *, user_agent: str, server: str | None = None, timeout_s: float = TIMEOUT_S,
    adapter_factory: Callable[..., Any] | None = None,
) -> Service:  # fmt: skip
    """Set Photon up: a geocoder over OpenStreetMap that forgives misspelt names.

    Parameters
    ----------
    user_agent
        Names the application.
    server
        Address of another Photon; None for komoot's.
    timeout_s
        Longest time for one answer, seconds.
    adapter_factory
        How geopy fetches; None for the project's own transport.
    """
    from geopy.geocoders import Photon

    scheme, domain = _address(server or "https://photon.komoot.io")
    geocoder = Photon(
        user_agent=user_agent, scheme=scheme, domain=domain, timeout=timeout_s,
        adapter_factory=adapter_factory or _transport(),
    )  # fmt: skip

    def ask(question: Question) -> Sequence[Any] | None:
        answer: Sequence[Any] | None = geocoder.geocode(
            question.name, exactly_one=False, limit=MOST_PLACES, language=question.language
        )
        return answer

    credit = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright), by Photon"
    address = f"{scheme}://{domain}"
    return Service("Photon", address, ask, osm.place_of_photon, _ONE_A_SECOND_S, credit)


def geonames_search(
    username: str, *, user_agent: str, server: str | None = None, timeout_s: float = TIMEOUT_S,
    adapter_factory: Callable[..., Any] | None = None,
) -> Service:  # fmt: skip
    """Set the search of GeoNames up.

    Parameters
    ----------
    username
        The user's own name at geonames.org; it goes over the network, encrypted.
    user_agent
        Names the application.
    server
        Address of another server; None for GeoNames' encrypted one.
    timeout_s
        Longest time for one answer, seconds.
    adapter_factory
        How geopy fetches; None for the project's own transport.

    Raises
    ------
    OnlineUnavailable
        If the user name is none.
    """
    from geopy.geocoders import GeoNames

    if not (0 < len(username) <= _LONGEST_USER_NAME and username.isprintable()):
        raise OnlineUnavailable("GeoNames", "the user name is none; register at geonames.org")
    scheme, domain = _address(server or "https://secure.geonames.org")
    geocoder = GeoNames(
        username, user_agent=user_agent, scheme=scheme, domain=domain, timeout=timeout_s,
        adapter_factory=adapter_factory or _transport(),
    )  # fmt: skip

    def ask(question: Question) -> Sequence[Any] | None:
        country = question.country and question.country.upper()
        answer: Sequence[Any] | None = geocoder.geocode(
            question.name, exactly_one=False, country=country
        )
        return answer and answer[:MOST_PLACES]

    return Service(
        name="GeoNames",
        server=f"{scheme}://{domain}",
        ask=ask,
        read=geonames.place_of_geonames,
        pace_s=_THOUSAND_AN_HOUR_S,
        credit="GeoNames (geonames.org), CC BY 4.0",
    )


def _transport() -> Callable[..., Any]:
    from gazetteer.online.transport import Transport

    return Transport


def _address(server: str) -> tuple[str, str]:
    """Split the address of a server into scheme and the rest, as geopy wants it."""
    text = server.strip()
    if _is_address(text):
        parts = urlsplit(text)
        return parts.scheme, f"{parts.netloc}{parts.path.rstrip('/')}"
    advice = "give one such as https://nominatim.openstreetmap.org"
    raise OnlineUnavailable(shortened(server), f"that is no address of a server; {advice}")


def _is_address(text: str) -> bool:
    if not (text.isascii() and text.isprintable()) or " " in text:
        return False
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    extra = parts.query or parts.fragment or parts.username
    return parts.scheme in ("http", "https") and named and not extra
