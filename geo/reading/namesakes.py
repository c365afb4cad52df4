"""What bears a settlement's name without being one: a river, a region, a power plant."""

from __future__ import annotations

from typing import Final

from gazetteer.matcher import Span
from gazetteer.place import Kind
from gazetteer.store import Gazetteer
from geo.reading.context import Context
from geo.reading.credible import doubt, facility_end
from geo.reading.mention import Mention
from geo.reading.roles import role_of_place

TYPES: Final[tuple[tuple[str, Kind], ...]] = (("water_words", "water"), ("region_words", "region"))
"""Word classes that say of what kind a place is, and that kind."""
_RIVER: Final = "the article before it says that a river is meant"
_FACILITY: Final = "it is a facility named after a place"
_JOINED: Final = frozenset("-–—/(")
_BEHIND_RIVERS: Final = ("auxiliaries", "directional")
_BEHIND_CROSSED: Final = (
    "winds", "locative", "directional", "relational", "coordinators", "clause_words", "calendar",
    "adverbs", "connectors", "auxiliaries",
)  # fmt: skip


def namesake(
    span: Span, context: Context, text: str, *, gazetteer: Gazetteer, small: frozenset[str]
) -> Mention | None:
    """Make the mention of something else that bears a place's name.

    Parameters
    ----------
    span
        The name, with the places that it fits.
    context
        The name in its sentence.
    text
        The report's text.
    gazetteer
        Where the whole name is looked up.
    small
        Words that the report also writes with a small letter.

    Returns
    -------
    Mention or None
        None where the place itself may be meant.
    """
    end = facility_end(context)
    if end is not None:
        stop = context.tokens[end].end
        name = text[span.start : stop]
        return Mention(span.start, stop, name, "literal", "other", _FACILITY, evidence=0.5)
    return _typed(span, context, text, gazetteer) or _river(span, context, small)


def _typed(span: Span, context: Context, text: str, gazetteer: Gazetteer) -> Mention | None:
    """The river or region that the gazetteer lacks, by the word behind the name."""
    i = context.last + 1
    if i >= len(context.tokens):
        return None
    token = context.tokens[i]
    for word_class, kind in TYPES:
        known = any(match.place.kind == kind for match in span.matches)
        article = context.lexicon.has("articles", context.word(context.back()))
        capital = token.capitalised or kind == "region" or article
        if context.lexicon.has(word_class, token.lower) and capital and not known:
            name = text[span.start : token.end]
            reason = f"“{token.text}” is part of the name, and no gazetteer row has it"
            matches = gazetteer.find(name, kind=kind)
            return Mention(
                span.start, token.end, name, "literal", kind, reason, matches, evidence=1.0
            )
    return None


def _river(span: Span, context: Context, small: frozenset[str]) -> Mention | None:
    """The river, by its article: "across the Dnipro"."""
    lex = context.lexicon
    article = context.back()
    kinds = {match.place.kind for match in span.matches}
    if role_of_place(context).role != "literal":
        return None
    if not lex.has("articles", context.word(article)) or doubt(context, small=small):
        return None
    if "settlement" not in kinds or kinds & {"water", "country", "other"}:
        return None
    behind = context.ahead()
    ends = behind >= len(context.tokens) or (
        context.tokens[behind].kind == "punct" and context.tokens[behind].text not in _JOINED
    )
    crossed = lex.inflects("over_water", context.word(context.back(article)))
    classes = _BEHIND_CROSSED if crossed else _BEHIND_RIVERS
    if not ends and not lex.has_any(classes, context.word(behind)):
        return None
    return Mention(span.start, span.end, span.text, "literal", "water", _RIVER, evidence=0.6)
