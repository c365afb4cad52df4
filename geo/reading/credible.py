"""Whether a name that the gazetteer knows is meant as a place at all.

A gazetteer of a million names holds War, Said and August. A little-known name needs words around
it that only fit a place; a well-known one, or one close to the report's other places, does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from gazetteer.matcher import Span
from gazetteer.measure import inverse
from gazetteer.place import Match, Place
from geo.reading.context import Context
from geo.reading.lexicon import CAPITALISED, Lexicon
from geo.reading.mention import Mention

_ACCEPT: Final = 0.6
_SEVERAL_WORDS: Final = 0.25
_SENTENCE_START: Final = 0.1
_COMMON_WORD: Final = 0.75
_GIVEN_NAME: Final = 0.5
_ABBREVIATION: Final = 0.6
_CLOSE_M: Final = 100_000.0
_RENOWN: Final = ((1_000_000, 0.6), (100_000, 0.5), (15_000, 0.45), (2_000, 0.3), (0, 0.05))
_GOVERNED: Final = 0.5
_ARTICLE: Final = 6
_BIG: Final = 100_000
_FRONT: Final = 0.51
_LITTLE_KNOWN: Final = 2_000
_UNAMBIGUOUS: Final = 3
_TYPE_WORDS: Final = ("settlement_words", "region_words")


def credible(
    matches: Sequence[Match], context: Context, *, evidence: float, small: frozenset[str]
) -> bool:
    """Weigh how well known a place is against how little the words around say.

    Parameters
    ----------
    matches
        The places that the name fits.
    context
        The name in its sentence.
    evidence
        How strongly the words around say that it is a place, 0..1.
    small
        Words that the report also writes with a small letter.
    """
    words = [token.lower for token in context.tokens[context.first : context.last + 1]]
    if _says_nothing(context):
        return False
    known = max(renown(match) for match in matches)
    weight = evidence + known - doubt(context, small=small)
    alone = evidence < _GOVERNED and not _great(matches)
    weight -= _GIVEN_NAME if alone and _speaks(context) else 0.0
    weight += _SEVERAL_WORDS if len(words) > 1 else 0.0
    weight -= _SENTENCE_START if context.first == 0 and evidence < 0.5 else 0.0
    return weight >= _ACCEPT


def doubt(context: Context, *, small: frozenset[str]) -> float:
    """Weigh what speaks for another reading of a name: a common word, a given name, initials.

    Parameters
    ----------
    context
        The name in its sentence.
    small
        Words that the report also writes with a small letter.

    Returns
    -------
    float
        0 where nothing speaks against a place.
    """
    lex = context.lexicon
    tokens = context.tokens[context.first : context.last + 1]
    words = [token.lower for token in tokens]
    if all(lex.has("common", word) or lex.has("connectors", word) for word in words):
        return _COMMON_WORD
    if len(words) > 1:
        return 0.0
    opens = context.first == 0
    if words[0] in small or (opens and _ordinary(lex, words[0])):
        return _COMMON_WORD
    if words[0] in lex.given_names or lex.has("surnames", words[0]):
        return _GIVEN_NAME
    short = tokens[0].text.isupper() and len(tokens[0].text) < 5
    dated = context.first == 0 and context.word(context.last + 1) in {",", "(", "—", "–"}
    return _ABBREVIATION if short and not dated else 0.0


def _ordinary(lex: Lexicon, word: str) -> bool:
    """Whether a word that opens a sentence has its capital from there."""
    return lex.has("ordinary", word) or any(map(word.endswith, lex.classes["verbal_endings"]))


def _great(matches: Sequence[Match]) -> bool:
    """Whether a name is a big city's or a region's."""
    return any(
        match.fit == 1.0
        and (match.place.kind != "settlement" or (match.place.population or 0) >= _BIG)
        for match in matches
    )


def _speaks(context: Context) -> bool:
    """Whether a verb of telling follows: towns say little, and surnames are often towns'."""
    lex = context.lexicon
    word = context.word(context.ahead())
    return lex.inflects("speech", word) or lex.has("told", word)


def _says_nothing(context: Context) -> bool:
    """Whether a name is a type of place with an article, a number or the like: “The village”."""
    lex = context.lexicon
    tokens = context.tokens[context.first : context.last + 1]
    typed = [token for token in tokens if lex.has_any(_TYPE_WORDS, token.lower)]
    names_itself = bool(typed) and all(t.capitalised for t in tokens) and context.first > 0
    return (
        bool(typed)
        and not names_itself
        and all(
            token in typed or lex.has("modifiers", token.lower) or lex.has("common", token.lower)
            for token in tokens
        )
    )


def renown(match: Match) -> float:
    """Grade how far a place is known: a big or theatre place needs less evidence.

    Parameters
    ----------
    match
        A place with the spelling that fits.

    Returns
    -------
    float
        0..1.
    """
    place = match.place
    if place.kind in {"country", "region", "water"}:
        return 0.55 * match.fit
    known = next(value for size, value in _RENOWN if (place.population or 0) >= size)
    if place.id.startswith("theatre:") or place.country == "UA":
        known = max(known, _FRONT)
    return known * match.fit


def edges_of(spans: Sequence[Span], text: str, lexicon: Lexicon) -> frozenset[int]:
    """Give the offsets at which names of the gazetteer begin or end.

    Two villages with nothing but a space between them are no two names: "Tykhyi Stavok" is a third
    village, which the gazetteer lacks, though it knows a Tykhyi and a Stavok.

    Parameters
    ----------
    spans
        The names, in the order of the text.
    text
        The report's text.
    lexicon
        The language's word classes: no two towns stand behind an article, but a river does.
    """
    edges = {offset for span in spans for offset in (span.start, span.end)}
    for one, next_one in pairwise(spans):
        if text[one.end : next_one.start] == " " and (
            _pair(one, next_one) or _behind_article(one, next_one, text, lexicon)
        ):
            edges -= {one.end, next_one.start}
    return frozenset(edges)


def _pair(one: Span, other: Span) -> bool:
    """Whether two names that a space parts are rather one: neither is well known for itself."""
    towns = all(" " not in span.text and _settled(span) for span in (one, other))
    return towns and (_village(one) or _village(other))


def _behind_article(one: Span, other: Span, text: str, lexicon: Lexicon) -> bool:
    """Whether an article makes two names of towns one name: “the Siverskyi Donets”."""
    before = text[max(0, one.start - _ARTICLE) : one.start].split()[-1:]
    towns = all(" " not in span.text and _settled(span) for span in (one, other))
    return towns and any(lexicon.has("articles", word.casefold()) for word in before)


def _settled(span: Span) -> bool:
    return all(match.place.kind == "settlement" for match in span.matches)


def _village(span: Span) -> bool:
    """Whether a name is one word, and of little-known settlements alone."""
    return " " not in span.text and all(
        match.place.kind == "settlement" and (match.place.population or 0) < _LITTLE_KNOWN
        for match in span.matches
    )


def part_of_longer_name(context: Context, *, edges: frozenset[int]) -> bool:
    """Whether a capitalised word of no other name stands beside: “Mokri Yaly”, “Maks Ochakiv”.

    Parameters
    ----------
    context
        The name in its sentence.
    edges
        Offsets at which other names of the gazetteer begin or end.
    """
    if _behind_particle(context):
        return True
    if context.possessive or context.tokens[context.last].text.isupper():
        return False
    behind, before = context.last + 1, context.first - 1
    free = behind < len(context.tokens) and context.tokens[behind].start not in edges
    if free and _belongs(context, behind):
        return True
    if context.first != context.last or before <= 0 or context.tokens[before].end in edges:
        return False
    return _belongs(context, before)


def _behind_particle(context: Context) -> bool:
    """Whether “al-” before the name makes it the end of a longer one: “Aita al-Shaab”."""
    tokens, first = context.tokens, context.first
    hyphen = (
        first > 1 and tokens[first - 1].text == "-" and tokens[first - 1].end == tokens[first].start
    )
    return hyphen and context.lexicon.has("particles", tokens[first - 2].lower)


def _belongs(context: Context, index: int) -> bool:
    """Whether a word beside a name is capitalised for no reason of its own."""
    lex = context.lexicon
    token = context.tokens[index]
    if not token.capitalised or token.text.isupper():
        return False
    if lex.has_any(CAPITALISED, token.lower):
        return False
    return not any(token.lower.endswith(ending) for ending in lex.classes["demonym_endings"])


def facility_end(context: Context) -> int | None:
    """Index of the last word of a facility that bears the name: “Kursk Nuclear Power Plant”.

    Parameters
    ----------
    context
        The name in its sentence.
    """
    end = None
    for k in range(context.last + 1, min(context.last + 5, len(context.tokens))):
        if not context.tokens[k].capitalised:
            break
        if context.lexicon.has("facilities", context.word(k)):
            end = k
    return end


def near_the_sure(mention: Mention, sure: Sequence[Mention]) -> bool:
    """Whether a doubtful name has a bearer close to places that the report surely names.

    Parameters
    ----------
    mention
        The doubtful mention.
    sure
        Mentions that are places by themselves.
    """
    anchors: list[Place] = []
    for other in sure:
        settled = [m.place for m in other.candidates if m.place.kind == "settlement"]
        if other.role == "literal" and 0 < len(settled) <= _UNAMBIGUOUS:
            anchors.append(settled[0])
    return any(
        match.place.kind == "settlement"
        and inverse(match.place.lonlat, anchor.lonlat).distance_m < _CLOSE_M
        for match in mention.candidates
        for anchor in anchors
    )
