"""What a type word beside a name says of its size: "Zaporizhzhia, the village", is no city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from gazetteer.place import Match
from geo.reading.context import Context

_APPOSED: Final = 4
"""How far behind the comma the type word stands: "a small village"."""


def of_that_size(
    matches: Sequence[Match], context: Context, *, inhabitants: Mapping[str, Sequence[float]]
) -> tuple[Match, ...]:
    """Keep the places that can be called what the text calls the name.

    Parameters
    ----------
    matches
        The places that the name fits.
    context
        The name in its sentence.
    inhabitants
        For each type word the fewest and the most inhabitants of what it is said of.

    Returns
    -------
    tuple of Match
        Empty where no place of the name is of that size; all where the text does not say.
    """
    word = type_word(context, inhabitants)
    if word is None:
        return tuple(matches)
    most = inhabitants[word][1]
    return tuple(
        match
        for match in matches
        if match.place.kind != "settlement" or (match.place.population or 0) <= most
    )


def type_word(context: Context, known: Mapping[str, Sequence[float]]) -> str | None:
    """Find what the text calls a name: "the village of X", "the village X", "X, a village".

    Parameters
    ----------
    context
        The name in its sentence.
    known
        The type words.
    """
    lex = context.lexicon
    i = context.head_before()
    before = context.word(context.back(i)) if lex.has("genitive", context.word(i)) else ""
    for word in (before, context.word(i)):
        if word in known:
            return word
    comma = context.ahead()
    if context.word(comma) != "," or not lex.has("apposition_articles", context.word(comma + 1)):
        return None
    for k in range(comma + 2, comma + 2 + _APPOSED):
        token = context.tokens[k] if k < len(context.tokens) else None
        if token is None or token.kind != "word" or token.capitalised:
            return None
        if token.lower in known:
            # "X, the village of Y's mayor" speaks of Y
            return None if lex.has("genitive", context.word(k + 1)) else token.lower
    return None
