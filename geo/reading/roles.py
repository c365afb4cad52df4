"""What a name stands for: the place itself, a government, a person, a body, or a part of a name.

The rules look at the words beside the name, by class (see the language's `roles.toml`). They run
from the most telling to the least, and each says in plain words why it fired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.reading.context import Context
from geo.reading.lexicon import Lexicon
from geo.reading.mention import Role

ENDS: Final = frozenset(",;.!?:)")
_QUOTES: Final = frozenset("\"'“”„‘’«»")
_DASHES: Final = frozenset("-–—")
_ITEM_MARKS: Final = _DASHES | {":", "|"}
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


def role_of_state(context: Context, *, place_spans: frozenset[int]) -> Verdict:
    """Decide between the land and its government for a country or a seat of power.

    Parameters
    ----------
    context
        The name in its sentence.
    place_spans
        Indexes of the sentence's tokens that begin another possible place name.
    """
    rules = (_part_of_name, _owner, _before_title, _bound, _governed, _subject, _object, _attribute)
    for rule in rules:
        verdict = rule(context, place_spans)
        if verdict is not None:
            return verdict
    return Verdict("literal", "nothing says that its government is meant", 0.3)


def role_of_place(context: Context) -> Verdict:
    """Weigh the evidence that a name of a settlement or region is meant as a place.

    Parameters
    ----------
    context
        The name in its sentence.
    """
    lex = context.lexicon
    named = _part_of_name(context, frozenset())
    if named is not None:
        return named
    if _typed(context):
        return Verdict("literal", "a word beside it says what kind of place it is", 1.0)
    if _described(context):
        return Verdict("literal", "the words behind it describe a place", 0.9)
    i = context.head_before()
    head = context.word(i)
    if lex.has("locative", head) or lex.has("directional", head):
        return Verdict("literal", f"“{head}” stands before it", 0.9)
    if lex.has("genitive", head) and lex.has("geographic", context.word(context.back(i))):
        return Verdict(
            "literal", f"“{context.word(context.back(i))} {head}” stands before it", 0.95
        )
    if lex.inflects("taken", head) and not context.tokens[i].capitalised:
        return Verdict("literal", f"it is the object of “{head}”", 0.7)
    if lex.has("aims", head) and lex.has("blows", context.word(context.back(i))):
        return Verdict("literal", f"“{context.word(context.back(i))} {head}” stands before it", 0.8)
    if lex.has("naming", head):
        return Verdict("literal", f"“{head}” stands before it", 0.5)
    if lex.has("loose_ties", head):
        return Verdict("literal", f"“{head}” stands before it", 0.5)
    if _heads_item(context):
        return Verdict("literal", "it heads an item of a list", 0.45)
    following = list(context.following(2))
    if not context.possessive and following and lex.has("followers", following[0]):
        return Verdict("metonym", f"its {following[0]} are meant", 0.0)
    if following and context.possessive and lex.has("ground", following[0]):
        return Verdict("literal", f"its {following[0]} is spoken of", 0.8)
    if following and lex.has("auxiliaries", following[0]) and _suffers(context):
        return Verdict("literal", "something is done to it", 0.7)
    return Verdict("literal", "the name alone", 0.2)


def _heads_item(context: Context) -> bool:
    """Whether the name begins a line or sentence and a colon or a dash follows: “Orikhiv: calm”."""
    words_before = any(token.kind == "word" for token in context.tokens[: context.first])
    behind = context.ahead()
    if not words_before and behind >= len(context.tokens):
        return True
    return not words_before and context.word(behind) in _ITEM_MARKS and (
        context.word(behind) not in _DASHES
        or context.tokens[behind].start > context.tokens[context.last].end
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


def _part_of_name(context: Context, _: frozenset[int]) -> Verdict | None:
    """The name of a sector, an axis, a time zone or a formation."""
    lex = context.lexicon
    if context.possessive:
        return None
    before = context.back()
    if lex.has("bearers", context.word(before)):
        return Verdict("other", f"it is the name of a {context.word(before)}", 0.0)
    if _call_sign(context, before):
        return Verdict("other", f"it is the call sign of a {context.word(before)}", 0.0)
    if _breakaway(context):
        return Verdict("organisation", "it is part of the name of a self-declared state", 0.0)
    head = context.head_before()
    event = context.back(head)
    named = lex.has("named_events", context.word(event)) and context.tokens[event].capitalised
    if named and event > 0 and lex.has("genitive", context.word(head)):
        return Verdict("other", f"it names a {context.word(event)}, not the place", 0.0)
    after = context.ahead()
    word = context.word(after)
    if lex.has("non_places", word) and not _plain_word_class(context, after):
        return Verdict("other", f"it names a {word}, not the place", 0.0)
    for k in range(after, min(after + _FORMATION_WORDS, len(context.tokens))):
        mark = context.tokens[k]
        named = mark.capitalised or lex.has("small_formations", mark.lower)
        if named and lex.has("formations", mark.lower):
            return Verdict("other", f"it is part of the name of a formation ({mark.text})", 0.0)
        if not mark.capitalised:
            break
    # NAME and NAME directions
    if lex.has("coordinators", word) or word in {",", "-", "–"}:
        for k in range(after, min(after + 6, len(context.tokens))):
            token = context.tokens[k]
            if lex.has("non_places_many", token.lower):
                return Verdict("other", f"it names one of several {token.lower}", 0.0)
            if (
                token.kind == "word"
                and not token.capitalised
                and not lex.has("coordinators", token.lower)
            ):
                return None
    return None


def _call_sign(context: Context, before: int) -> bool:
    """Whether the name stands in quotation marks behind a rank or a trade: 'sniper "Odesa"'."""
    tokens = context.tokens
    quoted = (
        0 < context.first
        and context.last + 1 < len(tokens)
        and tokens[context.first - 1].text in _QUOTES
        and tokens[context.last + 1].text in _QUOTES
    )
    return quoted and context.lexicon.has("titles", context.word(before))


def _breakaway(context: Context) -> bool:
    """Whether “People's Republic” follows."""
    i = context.ahead()
    tokens = context.tokens
    return (
        context.lexicon.has("peoples", context.word(i))
        and i + 2 < len(tokens)
        and tokens[i + 1].kind == "possessive"
        and tokens[i + 2].capitalised
        and context.lexicon.has("region_words", tokens[i + 2].lower)
    )


def _plain_word_class(context: Context, index: int) -> bool:
    """Whether the word is meant as itself, since a phrase of its own goes on behind it."""
    after = context.word(index + 1)
    return context.lexicon.has("directional", after)


def _owner(context: Context, place_spans: frozenset[int]) -> Verdict | None:
    """NAME's …: literal before a place or a piece of land, else the government."""
    if not context.possessive:
        return None
    lex = context.lexicon
    i = context.ahead(context.ahead())
    while i < len(context.tokens) and not _heads_phrase(context, i) and (
        lex.has("modifiers", context.word(i))
        or lex.has("superlatives", context.word(i))
        or context.word(i) == "-"
    ):
        i += 1
    word = context.word(i)
    if i in place_spans or _names_a_place(context, i):
        return Verdict("literal", "it owns the place named next", 0.9)
    served = lex.has_any(("formations", "followers"), context.word(i + 1))
    if served:
        return Verdict("metonym", f"its {word} {context.word(i + 1)} are meant", 0.0)
    if lex.has("ground", word) or lex.has("superlatives", context.word(i - 1)):
        return Verdict("literal", f"its {word} is spoken of", 0.9)
    return Verdict("metonym", f"its government or army is meant (its {word or 'own'} …)", 0.0)


def _names_a_place(context: Context, index: int) -> bool:
    """Whether a name with its type stands at an index: “Sahel region”."""
    types = ("region_words", "settlement_words", "water_words")
    return _capitalised(context, index) and context.lexicon.has_any(types, context.word(index + 1))


def _bound(context: Context, _: frozenset[int]) -> Verdict | None:
    """Where somebody goes."""
    if not bound_for(context, context.head_before()):
        return None
    return Verdict("literal", "somebody leaves for it", 0.8)


def bound_for(context: Context, head: int) -> bool:
    """Whether the name is where somebody leaves for: “left Kirkuk for Erbil”.

    Parameters
    ----------
    context
        The name in its sentence.
    head
        Index of the word that governs it.
    """
    lex = context.lexicon
    leaves = any(lex.inflects("departed", context.word(k)) for k in range(head - 6, head))
    return leaves and lex.has("bound", context.word(head))


def _heads_phrase(context: Context, index: int) -> bool:
    """Whether a word of the land is a noun, not an adjective: “its east is burning”."""
    lex = context.lexicon
    after = context.ahead(index)
    ends = after >= len(context.tokens) or context.tokens[after].text in ENDS
    verb = lex.has_any(("auxiliaries", "be", "coordinators", "locative"), context.word(after))
    return lex.has("ground", context.word(index)) and (ends or verb)


def _before_title(context: Context, _: frozenset[int]) -> Verdict | None:
    """A name before somebody's title: “of U.S. President-elect …”."""
    word = context.word(context.ahead())
    if not context.lexicon.has("titles", word.partition("-")[0]):
        return None
    return Verdict("metonym", f"it stands as an attribute before “{word}”", 0.0)


def _governed(context: Context, _: frozenset[int]) -> Verdict | None:
    """A preposition before the name says which it is."""
    lex = context.lexicon
    i = context.head_before()
    head = context.word(i)
    before = context.word(context.back(i)) if i >= 0 else ""
    if lex.has("coordinators", head):
        return None
    if lex.has("ties", head) and lex.has("geographic", before):
        return Verdict("literal", f"“{before} {head}” stands before it", 0.9)
    if lex.has("genitive", head):
        if lex.has("state_heads", before):
            return Verdict("metonym", f"“{before} of” stands before it", 0.0)
        return Verdict("literal", f"“{head}” stands before it", 0.6)
    if lex.has("locative", head):
        return Verdict("literal", f"“{head}” stands before it", 0.9)
    if lex.has("directional", head):
        if lex.has("state_givers", before):
            return Verdict("metonym", f"“{before} {head}” stands before it", 0.0)
        return Verdict("literal", f"“{head}” stands before it", 0.7)
    if lex.has("relational", head):
        return Verdict("metonym", f"“{head}” stands before it", 0.0)
    return None


def _subject(context: Context, _: frozenset[int]) -> Verdict | None:
    """The subject of a verb: the government, unless something is done to the place."""
    lex = context.lexicon
    i = _verb_after(context)
    if i is None:
        return None
    word = context.word(i)
    if _suffers(context):
        return Verdict("literal", "something is done to it", 0.7)
    known = lex.inflects("speech", word) or lex.inflects("deeds", word)
    known = known or (_opens_clause(context) and _acts(lex, word))
    if known or lex.has("auxiliaries", word) or lex.has("irregular", word):
        return Verdict("metonym", f"it is the subject of “{word}”", 0.0)
    return None


def _opens_clause(context: Context) -> bool:
    """Whether nothing governs the name: a mark or nothing stands before it."""
    before = context.back()
    return before < 0 or context.tokens[before].kind == "punct"


def _acts(lexicon: Lexicon, word: str) -> bool:
    """Whether a word looks like a verb of doing, by its ending."""
    ended = any(map(word.endswith, lexicon.classes["past_endings"]))
    return ended and not lexicon.has_any(("endured", "suffered"), word)


def _verb_after(context: Context) -> int | None:
    """Index of the verb whose subject the name seems to be."""
    lex = context.lexicon
    i = context.ahead()
    for _ in range(10):
        word = context.word(i)
        if not word:
            return None
        if word == "," and (behind := _behind_speaker(context, i)) is not None:
            i = behind
            continue
        if lex.has("calendar", word) or lex.has("adverbs", word) or word == ",":
            i += 1
            continue
        dated = lex.has("dating", word) and _dated(context, i + 1)
        if dated or context.tokens[i].kind == "number":
            i += 1
            continue
        if lex.has("coordinators", word) and _capitalised(context, i + 1):
            i += 2
            while _capitalised(context, i):
                i += 1
            continue
        break
    token = context.tokens[i] if i < len(context.tokens) else None
    if token is None or token.kind != "word" or token.capitalised:
        return None
    if any(map(token.lower.endswith, lex.classes["verbal_endings"])):
        return None
    return i


def _behind_speaker(context: Context, comma: int) -> int | None:
    """Index behind ", she said,", where that stands at a comma."""
    lex = context.lexicon
    if lex.has("sources", context.word(comma + 1)) and context.word(comma + 4) == ",":
        return comma + 5
    for k in range(comma + 2, comma + 6):
        if context.word(k) == ",":
            return None
        if lex.inflects("speech", context.word(k)) or lex.has("told", context.word(k)):
            return k + 2 if context.word(k + 1) == "," else None
    return None


def _dated(context: Context, index: int) -> bool:
    lex = context.lexicon
    return any(lex.has("calendar", context.word(k)) for k in (index, index + 1))


def _capitalised(context: Context, index: int) -> bool:
    return 0 <= index < len(context.tokens) and context.tokens[index].capitalised


def _suffers(context: Context) -> bool:
    """Whether the verb behind the name tells what happens to the place."""
    lex = context.lexicon
    i = _verb_after(context)
    if i is None or not lex.has("auxiliaries", context.word(i)):
        return False
    passive = False
    for k in range(i, min(i + 5, len(context.tokens))):
        word = context.word(k)
        if lex.has("be", word):
            passive = True
        elif lex.has("suffered", word):
            return passive
        elif not (lex.has("adverbs", word) or lex.has("auxiliaries", word)):
            return False
    return False


def _object(context: Context, _: frozenset[int]) -> Verdict | None:
    """The object of a verb of motion or of address."""
    lex = context.lexicon
    i = context.head_before()
    if i < 0 or context.tokens[i].capitalised:
        return None
    word = context.word(i)
    asked = lex.inflects("wishes", word) and lex.has("infinitive", context.word(context.ahead()))
    if asked or lex.inflects("addressed", word):
        return Verdict("metonym", f"it is the object of “{word}”", 0.0)
    if lex.inflects("taken", word):
        return Verdict("literal", f"it is the object of “{word}”", 0.7)
    return None


def _attribute(context: Context, place_spans: frozenset[int]) -> Verdict | None:
    """A name put before a noun: “U.S. officials”, “the Ukraine war”."""
    lex = context.lexicon
    i = context.ahead()
    if i >= len(context.tokens):
        return None
    token = context.tokens[i]
    if i in place_spans:
        return None
    own = context.word(context.first)
    surname = not (lex.has("common", token.lower) or lex.has("titles", token.lower))
    if token.capitalised and surname and lex.has("place_names_of_people", own):
        return Verdict("person", f"a surname follows it ({token.text})", 0.0)
    if lex.has("ground", token.lower):
        return Verdict("literal", f"its {token.lower} is spoken of", 0.7)
    hyphen = token.text in {"-", "–"} and context.tokens[context.last].end == token.start
    if hyphen or (token.kind == "word" and not _loose(context, token.lower)):
        return Verdict("metonym", f"it stands as an attribute before “{token.text}”", 0.0)
    return None


def _loose(context: Context, word: str) -> bool:
    """Whether a word joins clauses or phrases and so ends the noun phrase."""
    lex = context.lexicon
    return (
        lex.has("locative", word)
        or lex.has("directional", word)
        or lex.has("relational", word)
        or lex.has("connectors", word)
        or lex.has("adverbs", word)
        or lex.has("calendar", word)
        or lex.has("clause_words", word)
    )
