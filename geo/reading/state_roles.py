"""Whether a country or a seat of power stands for its land or for its government.

The rules run from the most telling to the least, and each says in plain words why it fired.
"""

from __future__ import annotations

from geo.reading.context import Context
from geo.reading.lexicon import Lexicon
from geo.reading.roles import ENDS, Verdict, part_of_name
from geo.reading.subject_verbs import capitalised, suffers, verb_after


def role_of_state(context: Context, *, place_spans: frozenset[int]) -> Verdict:
    """Decide between the land and its government for a country or a seat of power.

    Parameters
    ----------
    context
        The name in its sentence.
    place_spans
        Indexes of the sentence's tokens that begin another possible place name.
    """
    named = part_of_name(context)
    if named is not None:
        return named
    rules = (_owner, _before_title, _bound, _governed, _subject, _object, _attribute)
    for rule in rules:
        verdict = rule(context, place_spans)
        if verdict is not None:
            return verdict
    return Verdict("literal", "nothing says that its government is meant", 0.3)


def _owner(context: Context, place_spans: frozenset[int]) -> Verdict | None:
    """NAME's …: literal before a place or a piece of land, else the government."""
    if not context.possessive:
        return None
    lex = context.lexicon
    i = context.ahead(context.ahead())
    while (
        i < len(context.tokens)
        and not _heads_phrase(context, i)
        and (
            lex.has("modifiers", context.word(i))
            or lex.has("superlatives", context.word(i))
            or context.word(i) == "-"
        )
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
    types = ("region_words", "settlement_words", "water_words", "grounds", "facilities")
    return capitalised(context, index) and context.lexicon.has_any(types, context.word(index + 1))


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
    i = verb_after(context)
    if i is None:
        return None
    word = context.word(i)
    if suffers(context):
        return Verdict("literal", "something is done to it", 0.7)
    if lex.has("endured", word):
        return Verdict("literal", f"“{word}” tells what happens to it", 0.6)
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
