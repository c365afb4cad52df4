"""The words for the points of the compass."""

from __future__ import annotations

from functools import lru_cache

_STEMS = ("north", "south", "east", "west")


@lru_cache(maxsize=4)
def wind_words(lang: str) -> frozenset[str]:
    """Folded single words for the winds of a language.

    Parameters
    ----------
    lang
        ISO 639-1 code.
    """
    pairs = [a + b for a in ("north", "south") for b in ("east", "west")]
    return frozenset([*_STEMS, *pairs])
