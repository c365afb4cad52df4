"""Names of waters whose type stands before them: Lake Kivu, the Sea of Azov, the River Psel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.reading.lexicon import CAPITALISED, Lexicon
from geo.reading.tokens import Sentence, Token


def find_waters(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Find waters that are named type first.

    Parameters
    ----------
    sentences
        The sentences of the text.
    lexicon
        The language's word classes.

    Returns
    -------
    list of tuple
        Offsets (start, end), in the order of the text.

    Examples
    --------
    >>> from geo.reading.lexicon import lexicon
    >>> from geo.reading.tokens import sentences
    >>> text = "Boats left Lake Kivu for the Gulf of Aden."
    >>> [text[a:b] for a, b in find_waters(sentences(text), lexicon("en"))]
    ['Lake Kivu', 'Gulf of Aden']
    """
    return [span for sentence in sentences for span in _waters(sentence.tokens, lexicon)]


def _waters(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The waters of one sentence."""
    for k, token in enumerate(tokens):
        if not token.capitalised or not lexicon.has("water_words", token.lower):
            continue
        of = k + 1 < len(tokens) and lexicon.has("genitive", tokens[k + 1].lower)
        if _coloured(tokens, k, lexicon):
            yield tokens[k - 1].start, token.end
            continue
        last = first = k + 1 + of
        if of and last < len(tokens) and tokens[last].capitalised:
            last += 1  # "Sea of Azov", though Azov alone is many things
        while last < len(tokens) and _names(tokens[last], lexicon):
            last += 1
        named_before = k > 0 and _names(tokens[k - 1], lexicon) and not of
        if last > first and not named_before:
            yield token.start, tokens[last - 1].end


def _coloured(tokens: Sequence[Token], k: int, lexicon: Lexicon) -> bool:
    """Whether an article and an ordinary word with a capital stand before: “the Black Sea”."""
    return (
        k > 1
        and lexicon.has("articles", tokens[k - 2].lower)
        and tokens[k - 1].capitalised
        and lexicon.has("common", tokens[k - 1].lower)
        and not (k + 1 < len(tokens) and tokens[k + 1].capitalised)
    )


def _names(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token can be part of a name."""
    return token.capitalised and not lexicon.has_any(CAPITALISED, token.lower)
