"""Whether the bare name of a region's capital means the city or the region.

"Operations in Kursk" are in the region; a pin on the city, 90 km off, is the classic error. So in
the countries whose regions reporters call by their capital's bare name the region is the default,
and the text must show that the city is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gazetteer.place import Kind, Match
from geo.reading.context import Context
from geo.reading.lexicon import Lexicon
from geo.reading.mention import Mention, between

_REGION_FIRST: Final = frozenset({"RU", "UA", "BY"})
_BARE: Final = "bare name"
_UNTOLD: Final = "nothing says that the region is meant"
_NEAR_WORDS: Final = 7
_AMOUNT_WORDS: Final = 4
_LISTED_WORDS: Final = 12


def decide_kind(
    text: str, matches: Sequence[Match], context: Context, *, capitals: frozenset[str]
) -> tuple[Kind | None, str]:
    """Choose the kind of place that a name means, where its candidates are of several kinds.

    Parameters
    ----------
    text
        The name as written.
    matches
        The places that it fits, best first.
    context
        The name in its sentence.
    capitals
        Ids of national capitals, whose bare names are cities.

    Returns
    -------
    kind, reason
        The kind, or None where every candidate stays; why, in plain words.
    """
    kinds = {match.place.kind for match in matches}
    lex = context.lexicon
    if len(kinds) == 1:
        return next(iter(kinds)), ""
    if "country" in kinds and "region" not in kinds:
        return "country", ""
    last = text.rsplit(maxsplit=1)[-1].casefold()
    for kind, name in (
        ("region", "region_words"),
        ("settlement", "settlement_words"),
        ("water", "water_words"),
    ):
        if lex.has(name, last) and kind in kinds and len(text.split()) > 1:
            return kind, f"“{last}” is part of the name"
    if "water" in kinds and lex.has("articles", context.word(context.back())):
        return "water", "the article before it says that a river or sea is meant"
    typed = _typed(context)
    if typed in kinds:
        return typed, "the words beside it say so"
    if kinds >= {"settlement", "region"}:
        return _bare(matches, context, capitals)
    return None, ""


def _typed(context: Context) -> Kind | None:
    """The kind that “city of NAME”, “NAME region” and the like give."""
    lex = context.lexicon
    i = context.head_before()
    before = context.word(i)
    if lex.has("genitive", before):
        before = context.word(context.back(i))
    after = next(context.following(1), "")
    plain = not context.possessive
    if plain and _one_of_regions(context):
        return "region"
    if lex.has("region_words", before) or (plain and lex.has("region_words", after)):
        return "region"
    if lex.has("water_words", after) and plain:
        return "water"
    if lex.has("settlement_words", before) or lex.has("centre_words", before):
        return "settlement"
    behind = list(context.following(2))
    if plain and lex.has("settlement_words", after):
        # “the Donetsk city of Pokrovsk” is a city of that region
        return "region" if lex.has("genitive", behind[-1]) else "settlement"
    return None


def _one_of_regions(context: Context) -> bool:
    """Whether the name stands in a list that ends in “regions”: “Bryansk and Kursk regions”."""
    lex = context.lexicon
    for k in range(context.last + 1, min(context.last + _LISTED_WORDS, len(context.tokens))):
        token = context.tokens[k]
        if lex.inflects("region_words", token.lower) and not lex.has("region_words", token.lower):
            return True
        if not (token.capitalised or token.text == "," or lex.has("coordinators", token.lower)):
            return False
    return False


def _bare(
    matches: Sequence[Match], context: Context, capitals: frozenset[str]
) -> tuple[Kind | None, str]:
    """A bare name that a city and a region share."""
    if any(m.place.id in capitals for m in matches):
        return "settlement", "a national capital's name means the city"
    region = max((m for m in matches if m.place.kind == "region"), key=lambda m: m.fit)
    city = max((m for m in matches if m.place.kind == "settlement"), key=lambda m: m.fit)
    if region.place.capital is None and (city.place.country != region.place.country):
        return None, ""
    if _is_seat(context):
        return "settlement", "it is called a capital"
    if _measured_from(context):
        return "settlement", "distances and directions are reckoned from the city"
    if _measured(context):
        return "settlement", "the text says how far it lies from something"
    if _city_cue(context):
        return "settlement", "the words around speak of a city"
    if region.place.country in _REGION_FIRST and region.fit >= city.fit - 0.1:
        return "region", f"the {_BARE} of a region's capital means the region here"
    return "settlement", _UNTOLD


def _measured_from(context: Context) -> bool:
    """Whether a distance or a direction is reckoned from the name."""
    lex = context.lexicon
    i = context.head_before()
    head, before = context.word(i), context.word(context.back(i))
    if lex.has("nearness", head):
        return True
    if lex.has("genitive", head) or lex.has("origin", head):
        measured = ("winds", "units", "centre_words")
        return before == ")" or lex.has_any(measured, before)
    return lex.inflects("taken", head) and not lex.inflects("region_controls", head)


def _is_seat(context: Context) -> bool:
    """Whether the name stands in apposition to a capital: “the regional capital, Kursk”."""
    i = context.back()
    return context.word(i) == "," and context.lexicon.has("centre_words", context.word(i - 1))


def _measured(context: Context) -> bool:
    """Whether the words behind the name say how far off it lies: “Sumy, 30 km from the border”."""
    lex = context.lexicon
    if context.possessive:
        return False
    i = context.last + 1
    while context.word(i) in {",", "("} or lex.has("lying", context.word(i)):
        i += 1
    for k in range(i, i + _AMOUNT_WORDS):
        if k < len(context.tokens) and context.tokens[k].kind == "number":
            return any(lex.has("units", context.word(j)) for j in (k + 1, k + 2))
        if context.word(k) in {",", ".", ";", ")"}:
            return False
    return False


def _city_cue(context: Context) -> bool:
    """Whether words of a city stand near the name."""
    lex = context.lexicon
    low, high = context.first - _NEAR_WORDS, context.last + _NEAR_WORDS
    return any(
        lex.has("city_cues", context.word(k))
        for k in range(max(0, low), high + 1)
        if not context.first <= k <= context.last
    )


def region_evidence(
    mentions: Sequence[Mention], i: int, mention: Mention, text: str, lexicon: Lexicon
) -> Mention:
    """Turn a city into its region where it stands in a list with the bare name of another.

    Parameters
    ----------
    mentions
        All mentions of the report.
    i
        Index of the mention to weigh.
    mention
        The mention as it stands.
    text
        The report's text.
    lexicon
        The language's word classes.
    """
    kinds = {match.place.kind for match in mention.candidates}
    if mention.reason.rpartition("; ")[2] != _UNTOLD or "region" not in kinds:
        return mention
    for j in (i - 1, i + 1):
        if 0 <= j < len(mentions) and _BARE in mentions[j].reason:
            gap = between(text, mention, mentions[j])
            if mentions[j].kind == "region" and lexicon.has("list_gaps", gap):
                return replace(mention, kind="region", reason=f"listed with {mentions[j].text}")
    return mention


def city_evidence(
    mentions: Sequence[Mention], i: int, mention: Mention, context: Context, text: str
) -> Mention:
    """Turn a bare region back into its city where it stands in a list of settlements.

    Parameters
    ----------
    mentions
        All mentions of the report.
    i
        Index of the mention to weigh.
    mention
        The mention as it stands.
    context
        The mention in its sentence.
    text
        The report's text.
    """
    if mention.kind != "region" or _BARE not in mention.reason:
        return mention
    lex = context.lexicon
    partners = []
    for j in (i - 1, i + 1):
        if 0 <= j < len(mentions):
            gap = between(text, mention, mentions[j])
            if lex.has("list_gaps", gap) or lex.has("way_gaps", gap):
                partners.append(mentions[j])
    if not partners or any(_BARE in p.reason or p.kind != "settlement" for p in partners):
        return mention
    return replace(mention, kind="settlement", reason="it is listed with settlements")
