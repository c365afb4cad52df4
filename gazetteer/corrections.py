"""Corrections: a small file of the user's own that puts readings right, report after report.

It is TOML. Every part may be left out:

    ignored = ["Victory"]                      # never a place

    [aliases]                                  # one more name of a place
    "Loknya Malaya" = "theatre:malaya-loknya"

    [meant]                                    # this name always means this place
    "Mikhaylovka" = "Mikhaylovka, Kursk Oblast"
    "Sudzha" = { place = "theatre:sudzha", report = "monday" }

    [[places]]                                 # a place that no gazetteer holds
    name = "Dacha Settlement"
    lat = 51.2
    lon = 35.3

A place is given as everywhere: by its id, by its name, by name and region, or by coordinates.
"""

from __future__ import annotations

import difflib
import hashlib
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gazetteer.errors import CorrectionsInvalid, PlaceInvalid, shortened
from gazetteer.extent import centre_precision_m
from gazetteer.names import fold
from gazetteer.place import KINDS, Place
from gazetteer.sources.naming import LONGEST_NAME, cleaned

PREFIX: Final = "correction:"
"""How the ids of places begin that a file of corrections adds without an id of their own."""
_LARGEST_BYTES: Final = 4_000_000
_PARTS: Final = ("ignored", "aliases", "meant", "places")
_MEANT: Final = ("place", "report")
_TEXTS: Final = ("name", "id", "kind", "feature", "country", "admin1", "admin2")
_NUMBERS: Final = ("lat", "lon", "precision_m", "population")
_FIELDS: Final = (*_TEXTS, *_NUMBERS, "names")


@dataclass(frozen=True, slots=True)
class Naming:
    """A name and the place that it is tied to."""

    name: str
    """The name as reports write it."""
    place: str
    """The place, as `Gazetteer.locate` takes it."""
    report: str | None = None
    """Id of the only report that it holds for; None for all."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a file of corrections says."""

    path: str
    """The file."""
    sha256: str
    """Its checksum, hexadecimal."""
    ignored: tuple[str, ...] = ()
    """Names that are never places."""
    aliases: tuple[Naming, ...] = ()
    """Further names of places."""
    meant: tuple[Naming, ...] = ()
    """Names with the one place that each means."""
    places: tuple[Place, ...] = ()
    """Places that no gazetteer holds."""
    content: bytes = b""
    """The file as it is."""

    @property
    def file(self) -> str:
        """Name of the file, without its folders."""
        return Path(self.path).name


def load_corrections(path: Path) -> Corrections:
    """Load a file of corrections; whether its places exist is found out when they are applied.

    Parameters
    ----------
    path
        The file, TOML in UTF-8.

    Raises
    ------
    CorrectionsInvalid
        If it cannot be read, is no TOML, or says what no file of corrections can; all faults are
        listed at once.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise CorrectionsInvalid(str(path), ["it is over 4 MB; keep to names and places"])
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CorrectionsInvalid(str(path), [f"it cannot be read ({reason})"]) from error
    return parse_corrections(content, path=path)


def parse_corrections(content: bytes, *, path: Path) -> Corrections:
    """Read corrections that are at hand; whether their places exist is found out later.

    Parameters
    ----------
    content
        The file as it is: TOML in UTF-8.
    path
        What the file is called in messages and in the sources of its places.

    Raises
    ------
    CorrectionsInvalid
        If they are no TOML, or say what no file of corrections can; all faults are listed at once.
    """
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        fault = f"byte {error.start + 1} is no UTF-8; save it as UTF-8"
        raise CorrectionsInvalid(str(path), [fault]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fault = f"it is no TOML: {error}"
        raise CorrectionsInvalid(str(path), [fault]) from error
    faults = [
        f"there is no part “{part}”{_close(part, _PARTS)}" for part in told if part not in _PARTS
    ]
    corrections = Corrections(
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        ignored=tuple(_ignored(told.get("ignored", []), faults)),
        aliases=tuple(_aliases(told.get("aliases", {}), faults)),
        meant=tuple(_meant(told.get("meant", {}), faults)),
        places=tuple(_places(told.get("places", []), path.name, faults)),
        content=content,
    )
    faults += _clashes(corrections)
    if faults:
        raise CorrectionsInvalid(str(path), faults)
    return corrections


def _ignored(told: Any, faults: list[str]) -> Iterator[str]:  # noqa: ANN401 - as TOML has it
    """Read the names that are never places."""
    if not isinstance(told, list):
        faults.append('ignored is a list of names: ignored = ["Victory"]')
        return
    for n, name in enumerate(told, start=1):
        if _is_name(name):
            yield cleaned(name)
        else:
            faults.append(f"ignored, entry {n} is no name: {shortened(str(name))}")


def _aliases(told: Any, faults: list[str]) -> Iterator[Naming]:  # noqa: ANN401
    """Read the further names of places."""
    for name, place in _table(told, "aliases", faults):
        if isinstance(place, str) and place.strip():
            yield Naming(name, place.strip())
        else:
            faults.append(
                f'aliases, “{name}”: give its place as a text: "{name}" = "theatre:sudzha"'
            )


def _meant(told: Any, faults: list[str]) -> Iterator[Naming]:  # noqa: ANN401
    """Read the names that mean one place."""
    for name, said in _table(told, "meant", faults):
        for one in said if isinstance(said, list) else [said]:
            entry = {"place": one} if isinstance(one, str) else one
            if not isinstance(entry, Mapping) or not entry:
                faults.append(
                    f"meant, “{name}”: give its place as a text, or as "
                    '{ place = "theatre:sudzha", report = "monday" }'
                )
                continue
            faults += [
                f"meant, “{name}”: there is no field “{key}”{_close(key, _MEANT)}"
                for key in entry
                if key not in _MEANT
            ]
            place, report = entry.get("place"), entry.get("report")
            if not (isinstance(place, str) and place.strip()):
                faults.append(f"meant, “{name}”: its place is missing")
            elif report is not None and not (isinstance(report, str) and report.strip()):
                faults.append(f"meant, “{name}”: report is the id of one report, a text")
            else:
                yield Naming(name, place.strip(), report and report.strip())


def _table(told: Any, part: str, faults: list[str]) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Go through a table whose keys are names."""
    if not isinstance(told, Mapping):
        faults.append(f'{part} is a table: [{part}], and below it "NAME" = "PLACE"')
        return
    for name, value in told.items():
        if _is_name(name):
            yield cleaned(name), value
        else:
            faults.append(f"{part}: {shortened(name)} is no name")


def _is_name(name: Any) -> bool:  # noqa: ANN401
    return isinstance(name, str) and bool(fold(cleaned(name))) and len(name) <= LONGEST_NAME


def _places(told: Any, file: str, faults: list[str]) -> Iterator[Place]:  # noqa: ANN401
    """Read the places that no gazetteer holds."""
    if not isinstance(told, list) or not all(isinstance(entry, Mapping) for entry in told):
        faults.append("places are written each below a line of its own: [[places]]")
        return
    for n, entry in enumerate(told, start=1):
        name = entry.get("name")
        label = f"places, entry {n}" + (f" (“{cleaned(name)}”)" if _is_name(name) else "")
        wrong = list(_wrong_fields(entry))
        faults += [f"{label}: {fault}" for fault in wrong]
        if not wrong:
            try:
                yield _place(entry, file)
            except PlaceInvalid as error:
                faults += [f"{label}: {fault}" for fault in error.faults]


def _wrong_fields(entry: Mapping[str, Any]) -> Iterator[str]:
    """List what is wrong with the fields of a place."""
    for key in entry:
        if key not in _FIELDS:
            yield f"there is no field “{key}”{_close(key, _FIELDS)}"
    for key in ("name", "lat", "lon"):
        if key not in entry:
            yield f"its {key} is missing"
    yield from _wrong_numbers(entry)
    texts = {key: entry[key] for key in _TEXTS if _is_text(entry.get(key))}
    for key in _TEXTS:
        if key in entry and key not in texts:
            yield f"{key} is a text that is not empty"
    if "name" in texts and not _is_name(texts["name"]):
        yield f"{shortened(texts['name'])} is no name"
    if texts.get("kind", KINDS[0]) not in KINDS:
        yield f"kind is one of {', '.join(KINDS)}, not {shortened(texts['kind'])}"
    country = texts.get("country", "UA")
    if not (len(country) == 2 and country.isascii() and country.isupper()):
        yield f"country is a code of two capitals such as UA, not {shortened(country)}"
    names = entry.get("names", [])
    if not isinstance(names, list) or not all(map(_is_name, names)):
        yield 'names is a list of names: names = ["Dacha", "Дача"]'


def _wrong_numbers(entry: Mapping[str, Any]) -> Iterator[str]:
    """List what is wrong with the numbers of a place."""
    for key in _NUMBERS:
        value = entry.get(key, 0)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value):
            yield f"{key} is a number, such as 51.2"
        elif key == "population" and (value < 0 or value != int(value)):
            yield "population is a whole number of zero or more"


def _is_text(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str) and bool(cleaned(value))


def _place(entry: Mapping[str, Any], file: str) -> Place:
    """Make the row of a place."""
    name = cleaned(entry["name"])
    texts = {key: cleaned(entry[key]) for key in _TEXTS if key in entry}
    feature, population = texts.get("feature", ""), entry.get("population")
    return Place(
        id=texts.get("id", PREFIX + fold(name).replace(" ", "-")),
        name=name,
        kind=texts.get("kind", "settlement"),  # type: ignore[arg-type]
        lon=float(entry["lon"]),
        lat=float(entry["lat"]),
        precision_m=float(entry.get("precision_m", centre_precision_m(feature, population))),
        source=f"corrections in {cleaned(file)}",
        names=tuple(dict.fromkeys(cleaned(other) for other in entry.get("names", []))),
        feature=feature,
        country=texts.get("country"),
        admin1=texts.get("admin1"),
        admin2=texts.get("admin2"),
        population=None if population is None else int(population),
    )


def _clashes(corrections: Corrections) -> Iterator[str]:
    """List what cannot hold together."""
    ids: set[str] = set()
    for place in corrections.places:
        if place.id in ids:
            yield f"places: two have the id {place.id}; give each an id of its own"
        ids.add(place.id)
    meant: dict[tuple[str, str | None], str] = {}
    for naming in corrections.meant:
        key = (fold(naming.name), naming.report)
        if meant.setdefault(key, naming.place) != naming.place:
            where = f" in the report {naming.report}" if naming.report else ""
            yield f"meant: “{naming.name}” is given two places{where}; keep one"
    ignored = {fold(name) for name in corrections.ignored}
    for naming in (*corrections.aliases, *corrections.meant):
        if fold(naming.name) in ignored:
            yield f"“{naming.name}” is both ignored and given a place; keep one"


def _close(word: str, known: tuple[str, ...]) -> str:
    """Say what a misspelt word may be, or what there is."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"; is “{near[0]}” meant?" if near else f"; there are {', '.join(known)}"
