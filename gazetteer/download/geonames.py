"""The files that GeoNames publishes anew every day: one zip a country, and the whole world.

What each holds is told in the readme of its folder. The rows are under CC BY 4.0; GeoNames states
no checksums.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

import shapely

from gazetteer.download.archive import check_zip
from gazetteer.download.fetch import Fetched, Terms, fetch
from gazetteer.download.patience import Clock, Patience, Progress
from gazetteer.download.transport import Transport
from gazetteer.errors import CountryUnknown, DownloadFailed
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.store import Gazetteer

SERVER: Final = "https://download.geonames.org/export/"
WORLD: Final = "allCountries"
TERMS: Final = Terms("CC-BY-4.0", "GeoNames (geonames.org)")
_ZIP: Final = b"PK"
_MOST_NEAREST: Final = 4
_ALIKE: Final = 0.7
# ISO 3166-1 has codes for them; on the shipped outlines they are parts of other countries.
_ON_NO_OUTLINE: Final = {
    "BQ": "Bonaire, Sint Eustatius and Saba", "BV": "Bouvet Island", "CC": "Cocos Islands",
    "CX": "Christmas Island", "GF": "French Guiana", "GP": "Guadeloupe", "MQ": "Martinique",
    "RE": "Réunion", "SJ": "Svalbard and Jan Mayen", "TK": "Tokelau", "YT": "Mayotte",
}  # fmt: skip
_MISTAKEN: Final = {"UK": "GB", "EL": "GR"}
"""Codes of everyday use that ISO 3166-1 does not assign, with those that it does."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of GeoNames."""

    kind: str
    """What it holds: `places`, `names` (further names, by language) or `postal`."""
    code: str
    """Country, ISO 3166-1 alpha-2, or `allCountries`."""
    path: str
    """Where it is on the server, below the folder `export/`."""
    name: Path
    """Where it goes, below the folder for downloads."""
    holds: str
    """The table in the zip."""


def remote_files(
    codes: Iterable[str], *, postal: bool = False, alternate_names: bool = False
) -> tuple[RemoteFile, ...]:
    """List the files for countries.

    Parameters
    ----------
    codes
        Countries, ISO 3166-1 alpha-2, or `allCountries`.
    postal
        Also the postal codes.
    alternate_names
        Also the names by language.
    """
    files = []
    for code in codes:
        zipped, table = f"{code}.zip", f"{code}.txt"
        files.append(RemoteFile("places", code, f"dump/{zipped}", Path(zipped), table))
        if alternate_names:
            files.append(_alternate_names(code))
        if postal:
            name = Path("postal", zipped)
            files.append(RemoteFile("postal", code, f"zip/{zipped}", name, table))
    return tuple(files)


def _alternate_names(code: str) -> RemoteFile:
    stem = "alternateNamesV2" if code == WORLD else code
    path = f"dump/{stem}.zip" if code == WORLD else f"dump/alternatenames/{stem}.zip"
    return RemoteFile("names", code, path, Path("alternatenames", f"{stem}.zip"), f"{stem}.txt")


def fetch_file(
    file: RemoteFile,
    folder: Path,
    *,
    transport: Transport,
    server: str = SERVER,
    patience: Patience | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> Fetched:
    """Fetch a file of GeoNames, unless it is there already and the server has no other.

    Parameters
    ----------
    file
        What to fetch.
    folder
        Where downloads go.
    transport
        What asks the server.
    server
        The address below which `dump/` and `zip/` are.
    patience, progress, clock
        See `gazetteer.download.fetch.fetch`.

    Returns
    -------
    Fetched
        The file, whole and checked.

    Raises
    ------
    DownloadFailed
        If it cannot be had.
    """
    try:
        return fetch(
            urljoin(server, file.path), folder / file.name, transport=transport,
            check=partial(check_zip, holds=file.holds), magic=_ZIP, terms=TERMS,
            patience=patience, progress=progress, clock=clock,
        )  # fmt: skip
    except DownloadFailed as error:
        if error.status not in (404, 410):
            raise
        what = {"postal": "postal codes", "names": "names by language"}.get(file.kind, "places")
        reason = f"it has no {what} of {file.code} ({error.reason})"
        raise DownloadFailed(error.url, reason, status=error.status) from error


def server_address(text: str) -> str:
    """Check the address of a server, and end it with a slash.

    Parameters
    ----------
    text
        An address on the web below which `dump/` and `zip/` are.

    Raises
    ------
    DownloadFailed
        If it is no such address.
    """
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        parts, sound = urlsplit(""), False
    if not sound or not text.isprintable() or " " in text or parts.query or parts.fragment:
        raise DownloadFailed(
            repr(text), f"this is no address of a folder on the web; give one such as {SERVER}"
        )
    if parts.username is not None:
        # It would stand in manifests and in messages.
        raise DownloadFailed(
            repr(parts.hostname), "no user and password may stand in the address; use ~/.netrc"
        )
    return text.rstrip("/") + "/"


def country_names(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """List the countries for which GeoNames has files.

    Parameters
    ----------
    gazetteer
        Holds the countries.

    Returns
    -------
    dict
        Code, ISO 3166-1 alpha-2 (and `XK`) → names, the usual one first.
    """
    countries = gazetteer.within(shapely.box(-180, -90, 180, 90), kind="country")
    names = {place.country: _names(place) for place in countries if place.country}
    names.update({code: (name,) for code, name in _ON_NO_OUTLINE.items()})
    return dict(sorted(names.items()))


def _names(place: Place) -> tuple[str, ...]:
    return (place.name, *place.names)


def country_codes(
    texts: Sequence[str], *, countries: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Read the codes of countries as a person types them, in any case; each once.

    Parameters
    ----------
    texts
        Codes, or `allCountries`.
    countries
        Code → names, the usual one first.

    Raises
    ------
    CountryUnknown
        If texts are no codes; its `nearest` says for each what may be meant.
    """
    plain = [text.strip().upper() for text in texts]
    codes = [WORLD if text == WORLD.upper() else text for text in plain]
    unknown = {
        text: nearest_countries(text, countries=countries)
        for text, code in zip(texts, codes, strict=True)
        if code != WORLD and code not in countries
    }
    if unknown:
        raise CountryUnknown(unknown)
    return tuple(dict.fromkeys(codes))


def nearest_countries(text: str, *, countries: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Name the countries that a text may mean: by name, else by a code like it.

    Parameters
    ----------
    text
        What is no code.
    countries
        Code → names, the usual one first.

    Returns
    -------
    tuple
        Codes with names, `UA (Ukraine)`, likeliest first.
    """
    code, folded = text.upper(), fold(text[:60])
    usual_first = sorted(
        (n > 0, fold(name), known)
        for known, names in countries.items()
        for n, name in enumerate(names)
    )
    by_name = {name: known for _, name, known in reversed(usual_first)}
    if code in _MISTAKEN:
        found = [_MISTAKEN[code]]
    elif len(code) == 2:
        alike = [known for known in countries if known[0] == code[0]]
        alike += [known for known in countries if known[1] == code[1]]
        found = [code[::-1], *alike]
    else:
        starts = [name for _, name, _ in usual_first if folded and name.startswith(folded)]
        names = starts or difflib.get_close_matches(folded, by_name, cutoff=_ALIKE)
        found = [by_name[name] for name in names]
    nearest = [known for known in dict.fromkeys(found) if known in countries][:_MOST_NEAREST]
    return tuple(f"{known} ({countries[known][0]})" for known in nearest)
