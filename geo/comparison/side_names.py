"""The names of sides: a country's for its code, a movement's as it is."""

from __future__ import annotations

from functools import cache
from typing import Final

from geo.reading.sides import find_sides
from geo.reading.tokens import tokenise
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


def side_in(words_of_speaker: str, *, lang: str = "en") -> str | None:
    """Give the side that a speaker is of: of the Russian ministry Russia.

    Parameters
    ----------
    words_of_speaker
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    sides = find_sides(tokenise(words_of_speaker), lang=lang)
    return next((side.name for side in sides if side.name), None)


def allied(one: str, other: str) -> bool:
    """Whether two sides fight on one side.

    Parameters
    ----------
    one, other
        Codes of countries or names of movements.
    """
    return one == other or any({one, other} <= group for group in _TOGETHER)
