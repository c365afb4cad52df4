"""What the value of an attribute says: who holds the ground, and how."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import shapely

from gazetteer.store import Gazetteer
from geo.reading.words import words

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CODE: Final = re.compile(r"[A-Z]{2}")
_LONGEST: Final = 5
_TEXT_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a value says."""

    side: str | None = None
    """ISO 3166-1 alpha-2 code of the country that holds the ground; None where it names none."""
    status: str | None = None
    """One of the statuses of a layer; None where it says none."""
    within: str | None = None
    """Code of the country whose ground it is; None where it names none."""
    lost_by: str | None = None
    """Code of a country that the ground was taken from."""

    @property
    def is_known(self) -> bool:
        """Whether it says anything."""
        return self != Meaning()


@cache
def facts() -> Mapping[str, Any]:
    """Read the usual names and values of attributes."""
    text = files("geo.control").joinpath("attributes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=4096)
def meaning(value: str) -> Meaning:
    """Read what the value of an attribute says of the ground.

    Parameters
    ----------
    value
        Such as `RU`, `Ukraine`, `Russian-controlled Ukrainian territory` or `occupied`.

    Examples
    --------
    >>> meaning("Russian-controlled Ukrainian territory")
    Meaning(side='RU', status='held', within='UA', lost_by=None)
    >>> meaning("Ukrainian territory occupied by Russia")
    Meaning(side='RU', status='held', within='UA', lost_by=None)
    >>> meaning("liberated").status
    'liberated'
    """
    tokens = [word.casefold() for word in _WORD.findall(value[:_TEXT_LIMIT])]
    if not tokens:
        return Meaning()
    parties = _parties(tokens)
    if not parties and (code := _country(value.strip())):
        parties = [(0, code)]
    lost = [code for i, code in parties if i and tokens[i - 1] in facts()["words"]["loser"]]
    held = [(i, code) for i, code in parties if code not in lost]
    passive = [code for i, code in held if _is_holder(tokens, i)]
    side = passive[0] if passive else held[0][1] if held else None
    others = [code for _, code in held if code != side]
    return Meaning(side, _status(tokens), others[0] if others else None, lost[0] if lost else None)


@cache
def _names() -> Mapping[str, str]:
    """Names and adjectives of countries in small letters → code."""
    known: dict[str, str] = {}
    for code, entry in words("sides")["countries"].items():
        for name in (*entry["names"], *entry["demonyms"]):
            known[" ".join(w.casefold() for w in _WORD.findall(name))] = code
    for code, names in facts()["parties"].items():
        known |= dict.fromkeys(names, code)
    return known


@cache
def _statuses() -> Mapping[str, str]:
    return {word: status for status, listed in facts()["status"].items() for word in listed}


def _parties(tokens: Sequence[str]) -> list[tuple[int, str]]:
    """The countries that words name, each with the place of its first word."""
    found, i = [], 0
    while i < len(tokens):
        size = _size(tokens, i, _names())
        before = tokens[i - 1] if i else ""
        if size and before not in facts()["words"]["not_it"]:
            found.append((i, _names()[" ".join(tokens[i : i + size])]))
        i += max(size, 1)
    return found


def _size(tokens: Sequence[str], i: int, known: Mapping[str, str]) -> int:
    """How many words from one on make a known phrase; the longest counts, 0 for none."""
    sizes = range(min(_LONGEST, len(tokens) - i), 0, -1)
    return next((n for n in sizes if " ".join(tokens[i : i + n]) in known), 0)


def _is_holder(tokens: Sequence[str], i: int) -> bool:
    """Whether a word like "by" stands before a party."""
    return any(tokens[k] in facts()["words"]["holder"] for k in range(max(0, i - 2), i))


def _status(tokens: Sequence[str]) -> str | None:
    """The status that words say; a claim or doubt counts more than that something is held."""
    found, i = set[str](), 0
    while i < len(tokens):
        size = _size(tokens, i, _statuses())
        if size:
            found.add(_statuses()[" ".join(tokens[i : i + size])])
        i += max(size, 1)
    order = ("claimed", "contested", "liberated", "held")
    return next((status for status in order if status in found), None)


def _country(value: str) -> str | None:
    """The code of a country that a value is, by its code or by its name in any script."""
    if _CODE.fullmatch(value):
        return value if value in words("sides")["countries"] else None
    return _country_names().get(value.casefold())


@cache
def _country_names() -> Mapping[str, str]:
    """The names of all countries that the gazetteer has → code."""
    with Gazetteer.open() as gazetteer:
        countries = gazetteer.within(shapely.box(-180, -90, 180, 90), kind="country")
    return {
        name.casefold(): place.country
        for place in countries
        for name in (place.name, *place.names)
        if place.country
    }
