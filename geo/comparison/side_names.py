"""The names of sides: a country's for its code, a movement's as it is."""

from __future__ import annotations

from functools import cache
from typing import Final

from geo.reading.words import words

_TOGETHER: Final[tuple[frozenset[str], ...]] = (
    frozenset({"RU", "KP", "LPR", "DPR", "Wagner"}),
    frozenset({"M23", "RW"}),
    frozenset({"CD", "Wazalendo"}),
    frozenset({"MNDAA", "TNLA", "Arakan Army"}),
    frozenset({"ET", "ER", "Fano"}),
)
"""Sides that fight side by side, so that two of them can both be said to hold one place."""


@cache
def side_name(side: str | None, *, lang: str = "en") -> str:
    """Name a side.

    Parameters
    ----------
    side
        ISO 3166-1 alpha-2 code of a country or the name of a movement; None is "somebody".
    lang
        ISO 639-1 code of the language of the name.
    """
    if side is None:
        return "somebody"
    row = words("sides", lang=lang)["countries"].get(side)
    return str(row["names"][0]) if row else side


def allied(one: str, other: str) -> bool:
    """Whether two sides fight on one side.

    Parameters
    ----------
    one, other
        Codes of countries or names of movements.
    """
    return one == other or any({one, other} <= group for group in _TOGETHER)
