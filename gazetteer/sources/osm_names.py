"""Names, types and sizes of places by the tags of OpenStreetMap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from gazetteer.extent import choice_of_centre_m, settlement_radius
from gazetteer.sources.naming import listed, whole_number

SETTLEMENTS: Final = {
    "city": "city",
    "town": "town",
    "village": "village",
    "hamlet": "hamlet",
    "isolated_dwelling": "isolated dwelling",
}
"""The project's word for a type, by the value of `place`."""
QUARTERS: Final = frozenset(("borough", "suburb", "quarter", "neighbourhood"))
"""Values of `place` that are parts of a settlement."""
LEAST_PRECISION_M: Final = 500.0
"""How far a mapped node is off a village's centre at most, metres: it stands somewhere in it."""

_TYPE_TAGS: Final = ("name:prefix", "official_status", "place_name:prefix", "name:prefix:ru")
_TYPES: Final = {
    "село": "selo", "деревня": "village", "посёлок": "posyolok", "поселок": "posyolok",
    "хутор": "khutor", "хутір": "khutor", "слобода": "sloboda", "станица": "stanitsa",
    "посёлок городского типа": "urban-type settlement", "пгт": "urban-type settlement",
    "рабочий посёлок": "urban-type settlement", "смт": "urban-type settlement",
    "селище міського типу": "urban-type settlement", "селище": "rural settlement",
}  # fmt: skip
_LANGUAGES: Final = ("en", "ru", "uk", "be")
_BASES: Final = (
    "alt_name", "old_name", "official_name", "loc_name", "short_name", "nat_name", "reg_name",
)  # fmt: skip


class OsmNames(NamedTuple):
    """The names of an object."""

    main: str
    """What it is called where it lies."""
    preferred: tuple[str, ...]
    """Its English and international name."""
    others: tuple[str, ...]
    """Every other name."""


def names_of(tags: Mapping[str, str]) -> OsmNames:
    """Collect the names of an object; values with semicolons are divided.

    Parameters
    ----------
    tags
        Its tags.
    """

    def values(key: str) -> list[str]:
        return listed(tags[key]) if key in tags else []

    own = values("name")
    local = [name for language in _LANGUAGES[1:] for name in values(f"name:{language}")]
    preferred = [*values("name:en")[:1], *values("int_name")[:1]]
    keys = [
        base + end for base in _BASES for end in ("", *(f":{language}" for language in _LANGUAGES))
    ]
    others = [*own[1:], *local, *values("name:en")[1:], *(n for key in keys for n in values(key))]
    main = own[0] if own else next(iter([*local, *preferred]), "")
    return OsmNames(main, tuple(preferred), tuple(dict.fromkeys(others)))


def feature_of(tags: Mapping[str, str]) -> str:
    """Name the type of a settlement in the project's words: selo where the tags say so.

    Parameters
    ----------
    tags
        Its tags, `place` among them.
    """
    place = tags.get("place", "")
    usual = SETTLEMENTS.get(place, place.replace("_", " "))
    if place in ("city", "town"):
        return usual
    for key in _TYPE_TAGS:
        word = tags.get(key, "").lower().partition(":")
        known = _TYPES.get((word[2] or word[0]).strip())
        if known:
            return known
    return usual


def population_of(tags: Mapping[str, str]) -> int | None:
    """Read the number of inhabitants; None where the tag is missing, zero or says no number."""
    return whole_number(tags.get("population", "")) or None


def size_of(feature: str, population: int | None) -> tuple[float, str, float]:
    """Work out the size of a settlement and how exact its node is.

    Parameters
    ----------
    feature
        Its type.
    population
        Inhabitants.

    Returns
    -------
    tuple
        Radius in metres, the rule it rests on, and the precision in metres: 500 m, or a quarter
        of the radius, since the centre of a big city is a matter of choice.
    """
    radius_m, basis = settlement_radius(feature, population)
    return radius_m, basis, max(LEAST_PRECISION_M, choice_of_centre_m(radius_m))
