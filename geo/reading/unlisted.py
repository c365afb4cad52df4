"""Names of places that the gazetteer may lack: capitalised words where only a place can stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.reading.context import Context
from geo.reading.countries import demonyms
from geo.reading.lexicon import Lexicon
from geo.reading.state_roles import bound_for
from geo.reading.tokens import Sentence, Token

_TYPES: Final = ("water_words", "region_words")
_BEHIND_LISTS: Final = ("locative", "auxiliaries", "directional", "clause_words", "lying")
_BEHIND_PLACES: Final = (
    "locative", "auxiliaries", "directional", "clause_words", "calendar", "adverbs", "coordinators",
    "relational",
)  # fmt: skip
_WAY_WORDS: Final = 8
_JOINS: Final = frozenset("-–—/&")


@dataclass(frozen=True, slots=True)
class UnlistedName:
    """A capitalised name in the slot of a place."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    reason: str
    """What slot it stands in, in plain words."""
    strength: float
    """How surely only a place can stand there, 0..1."""


def find_unlisted(
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    *,
    places: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    winds: frozenset[str],
) -> tuple[UnlistedName, ...]:
    """Find names that only a place can have where they stand.

    Parameters
    ----------
    sentences
        The sentences of the text.
    lexicon
        The language's word classes.
    places
        Spans (start, end) that are places already.
    others
        Spans that name people or bodies.
    winds
        Folded words for the points of the compass.
    """
    covered = sorted([*places, *others])
    known = list(places)
    found: list[UnlistedName] = []
    waiting = [
        Context(sentence.tokens, first, last, lexicon)
        for sentence in sentences
        for first, last in _free_runs(sentence, lexicon, covered)
    ]
    told = True
    while told:  # a name that was told tells of its neighbours in a list
        told, left = False, []
        for context in waiting:
            slot = _slot(context, winds, known)
            if slot is None:
                left.append(context)
                continue
            span = (context.tokens[context.first].start, context.tokens[context.last].end)
            known.append(span)
            found.append(UnlistedName(*span, *slot))
            told = True
        waiting = left
    return tuple(sorted(found, key=lambda name: name.start))


def _free_runs(
    sentence: Sentence, lexicon: Lexicon, covered: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Runs of one to four capitalised words that belong to nothing else yet."""
    runs = []
    tokens = sentence.tokens
    i = 0
    while i < len(tokens):
        headed = tokens[i].capitalised and _particle(tokens, i, lexicon)
        if not _free(tokens[i + 2 if headed else i], lexicon, covered):
            i += 1
            continue
        last = i + 2 if headed else i
        while last + 1 < len(tokens):
            token = tokens[last + 1]
            typed = token.capitalised and lexicon.has_any(_TYPES, token.lower)
            if typed or _free(token, lexicon, covered):
                last += 1
            elif (
                tokens[last + 1].text == "-"
                and last + 2 < len(tokens)
                and tokens[last].end == tokens[last + 1].start
                and tokens[last + 1].end == tokens[last + 2].start
                and _free(tokens[last + 2], lexicon, covered)
            ):
                last += 2
            elif _particle(tokens, last + 1, lexicon) and _free(tokens[last + 3], lexicon, covered):
                last += 3
            else:
                break
        if last - i < 5:
            runs.append((i, last))
        i = last + 1
    return runs


def _particle(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """Whether “al-” stands at an index, with a word behind it."""
    return (
        i + 2 < len(tokens)
        and lexicon.has("particles", tokens[i].lower)
        and tokens[i + 1].text == "-"
        and tokens[i + 1].end == tokens[i + 2].start
    )


def _free(token: Token, lexicon: Lexicon, covered: Sequence[tuple[int, int]]) -> bool:
    if not token.capitalised or len(token.text) < 3:
        return False
    if token.text.isupper() and len(token.text) < 5:
        return False
    if lexicon.has("common", token.lower) or lexicon.has("calendar", token.lower):
        return False
    if any(token.lower.endswith(e) for e in lexicon.classes["demonym_endings"]):
        return False
    if token.lower in demonyms(lexicon.lang):
        return False
    return not any(start < token.end and token.start < end for start, end in covered)


def _slot(
    context: Context, winds: frozenset[str], places: Sequence[tuple[int, int]]
) -> tuple[str, float] | None:
    """The slot of a place that the run stands in, with its strength."""
    lex = context.lexicon
    i = context.head_before()
    head = context.word(i)
    before = context.word(context.back(i)) if i > 0 else ""
    after = context.ahead()
    following = context.word(after)
    if lex.has("settlement_words", head) and not context.tokens[i].capitalised:
        return (f"“{head}” stands before it", 0.9)
    if lex.has("genitive", head) and lex.has("settlement_words", before):
        return (f"“{before} of” stands before it", 1.0)
    if lex.has("settlement_words", following) and not context.tokens[after].capitalised:
        return (f"“{following}” stands behind it", 0.9)
    if lex.has("ties", head) and (before in winds or lex.has("geographic", before)):
        return (f"“{before} {head}” stands before it", 0.95)
    last = context.word(context.last)
    if last != context.word(context.first) and lex.has_any(_TYPES, last):
        return (f"“{last}” is part of the name", 0.9)
    if following == "(" and _opens_relation(context, after, winds):
        return ("what stands behind it in brackets says where it is", 1.0)
    if _listed(context, places):
        return ("it stands in a list of places", 0.8)
    if lex.has("nearness", head):
        return (f"“{head}” stands before it", 0.85)
    if lex.inflects("only_places", head) and not context.tokens[i].capitalised:
        return (f"it is the object of “{head}”", 0.7)
    if lex.inflects("taken", head) and _joined_behind(context, places):
        return (f"it is the object of “{head}” with a place", 0.8)
    owned = lex.inflects("conquered", head) and not context.tokens[i].capitalised
    if owned and not _goes_on(context) and not _called_like_a_person(context):
        return (f"it is the object of “{head}”", 0.6)
    if _bound(context, i):
        return ("somebody goes there", 0.7)
    headed = lex.has("particles", context.word(context.first))
    sited = lex.has("sites", head) or (headed and lex.has("locative", head))
    if sited and not _goes_on(context):
        return (f"“{head}” stands before it", 0.5)
    if lex.has("grounds", following) and not context.tokens[after].capitalised:
        return (f"“{following}” stands behind it", 0.7)
    if _paired(context, places):
        return ("a place is named as the other end of its way", 0.8)
    if _within(context, i, places):
        return ("the place that it lies in is named behind it", 0.8)
    if _crossed(context, i):
        return ("a water is crossed or followed", 0.7)
    if following == "," and _opens_relation(context, after, winds):
        return ("what follows says where it is", 0.8)
    if following == "," and _opens_description(context, after):
        return ("what follows says what kind of place it is", 0.8)
    return None


def _joined_behind(context: Context, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a known place is joined to it: “NAME and PLACE”."""
    behind = context.last + 2
    joined = context.lexicon.has("coordinators", context.word(context.last + 1))
    return (
        joined
        and behind < len(context.tokens)
        and context.tokens[behind].start in {start for start, _ in places}
    )


def _bound(context: Context, head: int) -> bool:
    """Whether it is where somebody goes: “flew to NAME”, “fled the camp for NAME”."""
    lex = context.lexicon
    word = context.word(head)
    if lex.has("directional", word) and not lex.has("origin", word):
        return lex.inflects("motion", context.word(head - 1)) and not _goes_on(context)
    if lex.has("origin", word) and not _goes_on(context):
        return any(lex.inflects("motion", context.word(k)) for k in range(head - _WAY_WORDS, head))
    return bound_for(context, head) and not _goes_on(context)


def _called_like_a_person(context: Context) -> bool:
    lex = context.lexicon
    words = [context.word(k) for k in range(context.first, context.last + 1)]
    return any(word in lex.given_names or lex.has("surnames", word) for word in words)


def _goes_on(context: Context) -> bool:
    """Whether a noun or an ending follows, so that the name is an attribute or an owner."""
    behind = context.ahead()
    if behind >= len(context.tokens):
        return False
    token = context.tokens[behind]
    if token.kind == "possessive":
        return True
    if token.kind != "word":
        return token.text in _JOINS and token.start == context.tokens[context.last].end
    return not context.lexicon.has_any(_BEHIND_PLACES, token.lower)


def _paired(context: Context, places: Sequence[tuple[int, int]]) -> bool:
    """Whether it is one end of “from NAME to PLACE” or “between PLACE and NAME”."""
    lex, tokens = context.lexicon, context.tokens
    starts, ends = {start for start, _ in places}, {end for _, end in places}
    before, behind = context.back(), context.ahead()
    other = behind + 1
    if other < len(tokens) and tokens[other].start in starts:
        pair = f"{context.word(before)} {context.word(behind)}"
        return lex.has("way_pairs", pair)
    other = before - 1
    if other >= 0 and tokens[other].end in ends:
        words = f"{context.word(other - 1)} {context.word(before)}"
        return lex.has("way_pairs", words)
    return False


def _within(context: Context, head: int, places: Sequence[tuple[int, int]]) -> bool:
    """Whether “in NAME, PLACE” or “took NAME in northern PLACE” says what it lies in."""
    lex, tokens = context.lexicon, context.tokens
    word = context.word(head)
    if not (
        lex.has_any(("locative", "directional", "aims", "coordinators"), word)
        or lex.inflects("taken", word)
    ):
        return False
    starts = {start for start, _ in places}
    k = context.ahead()
    if context.word(k) != "," and not lex.has("inside", context.word(k)):
        return False
    k += 1
    while lex.has("modifiers", context.word(k)):
        k += 1
    return k < len(tokens) and tokens[k].start in starts


def _crossed(context: Context, head: int) -> bool:
    """Whether the article and the words before are those of a river: “on the Seim”."""
    lex = context.lexicon
    if _goes_on(context) or not lex.has("articles", context.word(context.back())):
        return False
    word = context.word(head)
    lies = lex.has("aims", word) and lex.has("lying", context.word(context.back(head)))
    return lies or lex.inflects("over_water", word)


def _opens_relation(context: Context, index: int, winds: frozenset[str]) -> bool:
    """Whether a bracket or comma opens “5 km from”, “southeast of”, “both west of”."""
    for k in range(index + 1, min(index + 6, len(context.tokens))):
        word = context.word(k)
        if word in winds:
            after = context.word(k + 1)
            return context.lexicon.has("ties", after) or after == "-" or after in winds
        if context.tokens[k].kind == "number" or context.lexicon.has("units", word):
            return any(context.lexicon.has("ties", context.word(j)) for j in range(k, k + 8))
        if context.lexicon.has("nearness", word):
            return True
    return False


def _opens_description(context: Context, index: int) -> bool:
    """Whether a comma opens “a market town”, “an abandoned village”."""
    lex = context.lexicon
    if not context.lexicon.has("indefinite", context.word(index + 1)):
        return False
    for k in range(index + 2, min(index + 6, len(context.tokens))):
        token = context.tokens[k]
        if lex.has("settlement_words", token.lower):
            return True
        if token.kind != "word" or token.capitalised or lex.has("genitive", token.lower):
            return False
    return False


def _listed(context: Context, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a known place stands just before or behind, joined by a comma or “and”."""
    tokens = context.tokens
    joins = {",", *context.lexicon.classes["coordinators"]}
    left, right = context.first - 1, context.last + 1
    while left >= 0 and tokens[left].lower in joins:
        left -= 1
    while right < len(tokens) and tokens[right].lower in joins:
        right += 1
    known = {end for _, end in places}, {start for start, _ in places}
    by_left = left >= 0 and left < context.first - 1 and tokens[left].end in known[0]
    by_right = right < len(tokens) and right > context.last + 1 and tokens[right].start in known[1]
    after = context.word(context.ahead())
    ends = not after or after in joins or not (after[0].isalnum() or after in {"'", "’"})
    ends = ends or context.lexicon.has_any(_BEHIND_LISTS, after)
    return by_left and (by_right or ends)
