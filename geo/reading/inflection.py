"""What the ending of a word tells of it."""

from __future__ import annotations

from typing import Final

_LEAST_LETTERS: Final = 5
"""So that "fly" and "ally" are no adverbs."""


def is_adverb(word: str, endings: tuple[str, ...]) -> bool:
    """Tell whether a word ends as adverbs do.

    Parameters
    ----------
    word
        A folded word.
    endings
        The endings of the adverbs of its language.
    """
    return word.endswith(endings) and len(word) >= _LEAST_LETTERS
