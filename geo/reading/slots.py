"""Slots in a sentence where only a place can stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from geo.reading.context import Context
from geo.reading.roles import heads_item
from geo.reading.state_roles import bound_for

TYPES: Final = ("water_words", "region_words", "landforms")
"""Classes of words that are part of the name of what they say it is."""
_BEHIND_LISTS: Final = ("locative", "auxiliaries", "directional", "clause_words", "lying", "winds")
_BEHIND_PLACES: Final = (
    "locative", "auxiliaries", "directional", "clause_words", "calendar", "adverbs", "coordinators",
    "relational", "pronouns", "articles", "indefinite", "irregular",
)  # fmt: skip
_ITEMS: Final = 2
_WAY_WORDS: Final = 8
_JOINS: Final = frozenset("-–—/&")

Slot = tuple[str, float]
"""Why only a place can stand there, in plain words, and how surely, 0..1."""


class Known:
    """The places of a text that are known so far, by where they begin and end."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        self.items = 0
        for span in spans:
            self.add(span)

    def add(self, span: tuple[int, int]) -> None:
        """Take one more place in."""
        self.starts.add(span[0])
        self.ends.add(span[1])


@dataclass(frozen=True, slots=True)
class _Around:
    """A name with what stands around it."""

    context: Context
    """The name in its sentence."""
    places: Known
    """The places that are known already."""
    winds: frozenset[str]
    """Folded words for the points of the compass."""
    head: int
    """Index of the word that governs the name."""
    after: int
    """Index of what follows it."""

    @property
    def heading(self) -> str:
        """The word that governs the name."""
        return self.context.word(self.head)

    @property
    def before(self) -> str:
        """The word before that one."""
        return self.context.word(self.context.back(self.head)) if self.head > 0 else ""

    @property
    def following(self) -> str:
        """What follows the name."""
        return self.context.word(self.after)

    @property
    def small_heading(self) -> bool:
        """Whether the governing word is no part of a name."""
        return self.head >= 0 and not self.context.tokens[self.head].capitalised

    @property
    def small_following(self) -> bool:
        """Whether what follows is no part of a name."""
        tokens = self.context.tokens
        return self.after < len(tokens) and not tokens[self.after].capitalised


def slot_of(context: Context, winds: frozenset[str], places: Known) -> Slot | None:
    """Give the slot of a place that a name stands in, or None.

    Parameters
    ----------
    context
        The name in its sentence.
    winds
        Folded words for the points of the compass.
    places
        The places that are known already.
    """
    around = _Around(context, places, winds, context.head_before(), context.ahead())
    for rule in (_typed, _tied, _related, _beside_known, _object, _sited, _described):
        slot = rule(around)
        if slot is not None:
            return slot
    return None


def _typed(around: _Around) -> Slot | None:
    """“the village NAME”, “the town of NAME”, “NAME village”."""
    lex, head, following = around.context.lexicon, around.heading, around.following
    if lex.has("settlement_words", head) and around.small_heading:
        return (f"“{head}” stands before it", 0.9)
    if lex.has("genitive", head) and lex.has("settlement_words", around.before):
        return (f"“{around.before} of” stands before it", 1.0)
    if lex.has("settlement_words", following) and around.small_following:
        return (f"“{following}” stands behind it", 0.9)
    return None


def _tied(around: _Around) -> Slot | None:
    """“north of NAME”, “the outskirts of NAME”, “NAME River”."""
    context, lex, head, before = (
        around.context,
        around.context.lexicon,
        around.heading,
        around.before,
    )
    if lex.has("ties", head) and (before in around.winds or lex.has("geographic", before)):
        return (f"“{before} {head}” stands before it", 0.95)
    last = context.word(context.last)
    if last != context.word(context.first) and lex.has_any(TYPES, last):
        return (f"“{last}” is part of the name", 0.9)
    return None


def _related(around: _Around) -> Slot | None:
    """“NAME (5 km from PLACE)”, a list of places, “near NAME”."""
    if around.places.items >= _ITEMS and heads_item(around.context):
        return ("it heads an item, as places do beside it", 0.7)
    if around.following == "(" and _opens_relation(around.context, around.after, around.winds):
        return ("what stands behind it in brackets says where it is", 1.0)
    if _listed(around.context, around.places) and not _lone_given_name(around.context):
        return ("it stands in a list of places", 0.8)
    if around.context.lexicon.has("nearness", around.heading):
        return (f"“{around.heading}” stands before it", 0.85)
    return None


def _beside_known(around: _Around) -> Slot | None:
    """“from NAME to PLACE”, “took NAME in northern PLACE”."""
    if _paired(around.context, around.places):
        return ("a place is named as the other end of its way", 0.8)
    if _within(around.context, around.head, around.places):
        return ("the place that it lies in is named behind it", 0.8)
    return None


def _object(around: _Around) -> Slot | None:
    """“entered NAME”, “took NAME and PLACE”, “captured NAME.”."""
    context, lex, head = around.context, around.context.lexicon, around.heading
    if not around.small_heading:
        return None
    if lex.inflects("only_places", head):
        return (f"it is the object of “{head}”", 0.7)
    if lex.inflects("taken", head) and _joined_behind(context, around.places):
        return (f"it is the object of “{head}” with a place", 0.8)
    if not lex.inflects("conquered", head) or _goes_on(context) or _called_like_a_person(context):
        return None
    return (f"it is the object of “{head}”", 0.6)


def _sited(around: _Around) -> Slot | None:
    """“flew to NAME”, “in NAME”, “NAME airport”, “lies on the NAME”."""
    context, lex, head = around.context, around.context.lexicon, around.heading
    if _bound(context, around.head):
        return ("somebody goes there", 0.7)
    articled = lex.has("particles", context.word(context.first))
    sited = lex.has("sites", head) or (articled and lex.has("locative", head))
    if sited and not _goes_on(context):
        return (f"“{head}” stands before it", 0.5)
    if lex.has("grounds", around.following) and around.small_following:
        return (f"“{around.following}” stands behind it", 0.7)
    if _suffered(context):
        return ("something is done to it that is done to towns", 0.7)
    if _crossed(context, around.head):
        return ("a water is crossed or followed", 0.7)
    return None


def _described(around: _Around) -> Slot | None:
    """“NAME, 5 km from PLACE”, “NAME lies 5 km from PLACE”, “NAME, a market town”."""
    if around.context.lexicon.has("situating", around.following):
        told = _opens_relation(around.context, around.after, around.winds)
        return ("the sentence says where it lies", 0.8) if told else None
    if around.following != ",":
        return None
    if _opens_relation(around.context, around.after, around.winds):
        return ("what follows says where it is", 0.8)
    if _opens_description(around.context, around.after):
        return ("what follows says what kind of place it is", 0.8)
    return None


def _joined_behind(context: Context, places: Known) -> bool:
    """Whether a known place is joined to it: “NAME and PLACE”."""
    behind = context.last + 2
    joined = context.lexicon.has("coordinators", context.word(context.last + 1))
    return joined and behind < len(context.tokens) and context.tokens[behind].start in places.starts


def _bound(context: Context, head: int) -> bool:
    """Whether it is where somebody goes: “flew to NAME”, “fled the camp for NAME”."""
    lex = context.lexicon
    word = context.word(head)
    if lex.has("directional", word) and not lex.has("origin", word):
        goes = any(lex.inflects("motion", context.word(k)) for k in range(head - 2, head))
        return goes and not _goes_on(context)
    if lex.has("origin", word) and not _goes_on(context):
        return head == 0 or any(
            lex.inflects("motion", context.word(k)) for k in range(head - _WAY_WORDS, head)
        )
    return bound_for(context, head) and not _goes_on(context)


def _lone_given_name(context: Context) -> bool:
    """Whether the name is one word that people are given."""
    lone = context.first == context.last
    return lone and context.word(context.first) in context.lexicon.given_names


def _called_like_a_person(context: Context) -> bool:
    """Whether a given name or a frequent surname is among the words."""
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
    verb = any(map(token.lower.endswith, context.lexicon.classes["past_endings"]))
    return not (verb or context.lexicon.has_any(_BEHIND_PLACES, token.lower))


def _suffered(context: Context) -> bool:
    """Whether something was done to it that is done to towns alone: “NAME has been shelled”."""
    lex, i = context.lexicon, context.ahead()
    if not lex.has("auxiliaries", context.word(i)):
        return False
    while lex.has_any(("auxiliaries", "be", "adverbs"), context.word(i)):
        i += 1
    return lex.has("towns_suffer", context.word(i)) or (
        lex.has("changed_hands", f"{context.word(i)} {context.word(i + 1)}")
    )


def _paired(context: Context, places: Known) -> bool:
    """Whether it is one end of “from NAME to PLACE” or “between PLACE and NAME”."""
    lex, tokens = context.lexicon, context.tokens
    before, behind = context.back(), context.ahead()
    other = behind + 1
    if other < len(tokens) and tokens[other].start in places.starts:
        pair = f"{context.word(before)} {context.word(behind)}"
        return lex.has("way_pairs", pair)
    other = before - 1
    if other >= 0 and tokens[other].end in places.ends:
        words = f"{context.word(other - 1)} {context.word(before)}"
        return lex.has("way_pairs", words)
    return False


def _within(context: Context, head: int, places: Known) -> bool:
    """Whether “in NAME, PLACE” or “took NAME in northern PLACE” says what it lies in."""
    lex, tokens = context.lexicon, context.tokens
    word = context.word(head)
    if not (
        lex.has_any(("locative", "directional", "aims", "coordinators"), word)
        or lex.inflects("taken", word)
    ):
        return False
    k = context.ahead()
    if context.word(k) != "," and not lex.has("inside", context.word(k)):
        return False
    k += 1
    while lex.has_any(("modifiers", "inside"), context.word(k)):
        k += 1
    return k < len(tokens) and tokens[k].start in places.starts


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


def _listed(context: Context, places: Known) -> bool:
    """Whether a known place stands just before or behind, joined by a comma or “and”."""
    tokens = context.tokens
    joins = {",", *context.lexicon.classes["coordinators"]}
    left, right = context.first - 1, context.last + 1
    while left >= 0 and tokens[left].lower in joins:
        left -= 1
    while right < len(tokens) and tokens[right].lower in joins:
        right += 1
    by_left = left >= 0 and left < context.first - 1 and tokens[left].end in places.ends
    by_right = (
        right < len(tokens) and right > context.last + 1 and tokens[right].start in places.starts
    )
    after = context.word(context.ahead())
    ends = not after or after in joins or not (after[0].isalnum() or after in {"'", "’"})
    lex = context.lexicon
    verb = lex.has("irregular", after) and not lex.has("told", after)
    ends = ends or verb or lex.has_any(_BEHIND_LISTS, after)
    return by_left and (by_right or ends)
