"""Which countries words speak of: by name, or by the adjective of the country."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gazetteer.store import Gazetteer
from geo.reading.words import words

_NAME: Final = re.compile(r"[^\W\d_]+(?:[ \u00a0'’.-]{1,2}[^\W\d_]+)*")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 4


@lru_cache(maxsize=8)
def demonyms(lang: str) -> dict[str, str]:
    """Load the adjectives of countries of a language.

    Parameters
    ----------
    lang
        ISO 639-1 code; a language without a table of its own is read with the English one.

    Returns
    -------
    dict
        Each adjective, in small letters, with its ISO 3166-1 alpha-2 code.
    """
    table = words("demonyms", lang=lang)
    return {word: code for code, adjectives in table.items() for word in adjectives}


def adjectives_in(text: str, *, lang: str = "en") -> tuple[str, ...]:
    """Give the countries whose adjective stands in a text.

    Parameters
    ----------
    text
        Any text.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-2 codes in the order of first occurrence, each once.
    """
    folded = [match.group().casefold() for match in _WORD.finditer(text)]
    known = demonyms(lang)
    found: dict[str, None] = {}
    i = 0
    while i < len(folded):
        size = next((n for n in (2, 1) if " ".join(folded[i : i + n]) in known), 0)
        if size:
            found.setdefault(known[" ".join(folded[i : i + size])])
        i += max(size, 1)
    return tuple(found)


def countries_in(text: str, *, gazetteer: Gazetteer, lang: str = "en") -> tuple[str, ...]:
    """Give the countries that a short text speaks of, by name or by adjective.

    Parameters
    ----------
    text
        A phrase, such as the words for a border.
    gazetteer
        Where names are looked up.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-2 codes, each once, adjectives first.
    """
    found = dict.fromkeys(adjectives_in(text, lang=lang))
    for run in _NAME.finditer(text):
        run_words = _WORD.findall(run.group())
        i = 0
        while i < len(run_words):
            i += _name_at(run_words, i, gazetteer, found)
    return tuple(found)


def _name_at(run_words: list[str], i: int, gazetteer: Gazetteer, found: dict[str, None]) -> int:
    """Note the country named from a word on; give how many words were read."""
    if not run_words[i][0].isupper():
        return 1
    for size in range(min(_LONGEST, len(run_words) - i), 0, -1):
        matches = gazetteer.find(" ".join(run_words[i : i + size]), kind="country")
        if matches and matches[0].place.country:
            found.setdefault(matches[0].place.country)
            return size
    return 1
