"""What a name stands for: the place itself, a government, a person, a body, or a part of a name.

The rules look at the words beside the name, by class (see the language's `roles.toml`). They run
from the most telling to the least, and each says in plain words why it fired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.reading.context import Context
from geo.reading.mention import Role
from geo.reading.subject_verbs import suffers

ENDS: Final = frozenset(",;.!?:)")
"""Marks behind which a phrase is over."""
_QUOTES: Final = frozenset("\"'“”„‘’«»")
_DASHES: Final = frozenset("-–—")
ITEM_MARKS: Final = _DASHES | {":", "|"}
_JOINS: Final = frozenset(",-–")
_LISTED: Final = 8
_FORMATION_WORDS: Final = 4
"""How far behind a name the word of its formation stands: "Tula Guards Airborne Division"."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A role with the reason and the strength of the evidence that it is a place."""

    role: Role
    """What the name stands for."""
    reason: str
    """Why, in plain words."""
    evidence: float
    """How strongly the words around say that this is a place, 0..1."""


def role_of_place(context: Context) -> Verdict:
    """Weigh the evidence that a name of a settlement or region is meant as a place.

    Parameters
    ----------
    context
        The name in its sentence.
    """
    named = part_of_name(context)
    if named is not None:
        return named
    if _typed(context):
        return Verdict("literal", "a word beside it says what kind of place it is", 1.0)
    if _described(context):
        return Verdict("literal", "the words behind it describe a place", 0.9)
    return _governed(context) or _followed(context) or Verdict("literal", "the name alone", 0.2)


def _governed(context: Context) -> Verdict | None:
    """What the word before a name says of it."""
    lex = context.lexicon
    i = context.head_before()
    head, before = context.word(i), context.word(context.back(i))
    if lex.has("locative", head) or lex.has("directional", head):
        return Verdict("literal", f"“{head}” stands before it", 0.9)
    if lex.has("genitive", head) and lex.has("geographic", before):
        return Verdict("literal", f"“{before} {head}” stands before it", 0.95)
    if lex.inflects("taken", head) and not context.tokens[i].capitalised:
        return Verdict("literal", f"it is the object of “{head}”", 0.7)
    if lex.has("aims", head) and lex.has("blows", before):
        return Verdict("literal", f"“{before} {head}” stands before it", 0.8)
    if lex.has("naming", head) and lex.has_any(("trades", "titles"), before):
        return Verdict("person", f"a {before} is called so", 0.0)
    if lex.has_any(("naming", "loose_ties"), head):
        return Verdict("literal", f"“{head}” stands before it", 0.5)
    return None


def _followed(context: Context) -> Verdict | None:
    """What the words behind a name say of it."""
    lex = context.lexicon
    if heads_item(context):
        return Verdict("literal", "it heads an item of a list", 0.45)
    following = list(context.following(2))
    if not context.possessive and following and lex.has("followers", following[0]):
        return Verdict("metonym", f"its {following[0]} are meant", 0.0)
    if following and context.possessive and lex.has("ground", following[0]):
        return Verdict("literal", f"its {following[0]} is spoken of", 0.8)
    if following and lex.has("auxiliaries", following[0]) and suffers(context):
        return Verdict("literal", "something is done to it", 0.7)
    return None


def heads_item(context: Context) -> bool:
    """Whether a name begins a line or sentence and a colon or a dash follows: “Orikhiv: calm”.

    Parameters
    ----------
    context
        The name in its sentence.
    """
    words_before = any(token.kind == "word" for token in context.tokens[: context.first])
    behind = context.ahead()
    if not words_before and behind >= len(context.tokens):
        return True
    return (
        not words_before
        and context.word(behind) in ITEM_MARKS
        and (
            context.word(behind) not in _DASHES
            or context.tokens[behind].start > context.tokens[context.last].end
        )
    )


def _typed(context: Context) -> bool:
    """Whether a word beside the name, or at its end, says what kind of place it is."""
    lex = context.lexicon
    classes = ("settlement_words", "region_words", "water_words", "centre_words")
    inside = [context.word(k) for k in range(context.first, context.last + 1)]
    if len(inside) > 1 and any(lex.has_any(classes, word) for word in (inside[0], inside[-1])):
        return True
    i = context.head_before()
    before = context.word(i)
    if lex.has("genitive", before):
        before = context.word(context.back(i))
    after = next(context.following(1), "")
    return lex.has_any(classes, before) or lex.has_any(classes[:2], after)


def _described(context: Context) -> bool:
    """Whether an apposition or a copula behind the name says what or where it is."""
    lex = context.lexicon
    i = context.ahead()
    if _amount_at(context, i):
        return True
    if context.word(i) != "," and not lex.has("be", context.word(i)):
        return False
    for k in range(i + 1, min(i + 7, len(context.tokens))):
        word = context.word(k)
        if lex.has("settlement_words", word) or lex.has("winds", word):
            return True
        if context.tokens[k].kind == "number" and lex.has("units", context.word(k + 1)):
            return True
        if context.tokens[k].capitalised or word in {",", ";", "."}:
            return False
    return False


def _amount_at(context: Context, index: int) -> bool:
    """Whether a length begins at an index: “Stanislav some 36 km west of it”."""
    return any(
        context.tokens[k].kind == "number" and context.lexicon.has("units", context.word(k + 1))
        for k in range(index, min(index + 3, len(context.tokens)))
        if not any(token.kind == "punct" for token in context.tokens[index:k])
    )


def part_of_name(context: Context) -> Verdict | None:
    """Tell the name of a sector, an axis, a time zone, a formation or a self-declared state.

    Parameters
    ----------
    context
        The name in its sentence.
    """
    if context.possessive:
        return None
    return _name_before(context) or _name_behind(context) or _one_of_several(context)


def _name_before(context: Context) -> Verdict | None:
    """“the submarine NAME”, “call sign NAME”, “Treaty of NAME”."""
    lex = context.lexicon
    before = context.back()
    if lex.has("bearers", context.word(before)):
        return Verdict("other", f"it is the name of a {context.word(before)}", 0.0)
    if _call_sign(context, before):
        return Verdict("other", "it is somebody's call sign", 0.0)
    head = context.head_before()
    event = context.back(head)
    named = lex.has("named_events", context.word(event)) and context.tokens[event].capitalised
    if named and event > 0 and lex.has("genitive", context.word(head)):
        return Verdict("other", f"it names a {context.word(event)}, not the place", 0.0)
    return None


def _name_behind(context: Context) -> Verdict | None:
    """“the NAME sector”, “NAME time”, “NAME People's Republic”, “NAME Brigade”."""
    lex = context.lexicon
    if _breakaway(context):
        return Verdict("organisation", "it is part of the name of a self-declared state", 0.0)
    after = context.ahead()
    word = context.word(after)
    if lex.has("non_places", word) and not _plain_word_class(context, after):
        return Verdict("other", f"it names a {word}, not the place", 0.0)
    if lex.has("urban", word) and context.tokens[after].capitalised:
        return Verdict("other", f"it is the name of a {word}", 0.0)
    for k in range(after, min(after + _FORMATION_WORDS, len(context.tokens))):
        mark = context.tokens[k]
        named = mark.capitalised or lex.has("small_formations", mark.lower)
        if named and lex.has("formations", mark.lower):
            return Verdict("other", f"it is part of the name of a formation ({mark.text})", 0.0)
        if not mark.capitalised:
            return None
    return None


def _one_of_several(context: Context) -> Verdict | None:
    """“NAME, NAME and NAME directions”."""
    lex, after = context.lexicon, context.ahead()
    if not lex.has("coordinators", context.word(after)) and context.word(after) not in _JOINS:
        return None
    for token in context.tokens[after : after + _LISTED]:
        if lex.has("non_places_many", token.lower):
            return Verdict("other", f"it names one of several {token.lower}", 0.0)
        joins = token.kind != "word" or lex.has("coordinators", token.lower)
        if not joins and not token.capitalised:
            return None
    return None


def _call_sign(context: Context, before: int) -> bool:
    """Whether the name stands in quotation marks behind a rank or a trade: 'sniper "Odesa"'."""
    tokens = context.tokens
    quoted = (
        context.first > 0
        and context.last + 1 < len(tokens)
        and tokens[context.first - 1].text in _QUOTES
        and tokens[context.last + 1].text in _QUOTES
    )
    while context.lexicon.has("be", context.word(before)):
        before = context.back(before)
    return quoted and context.lexicon.has_any(("titles", "nicknames"), context.word(before))


def _breakaway(context: Context) -> bool:
    """Whether “People's Republic” follows."""
    i = context.ahead()
    tokens = context.tokens
    return (
        context.lexicon.has("peoples", context.word(i))
        and i + 2 < len(tokens)
        and tokens[i + 1].kind == "possessive"
        and context.lexicon.has_any(("region_words", "formations"), tokens[i + 2].lower)
    )


def _plain_word_class(context: Context, index: int) -> bool:
    """Whether the word is meant as itself, since a phrase of its own goes on behind it."""
    after = context.word(index + 1)
    return context.lexicon.has("directional", after)
