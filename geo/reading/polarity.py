"""Whether a deed is stated as done, as not done, or only as meant, feared or possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from geo.reading.deeds import Deed
from geo.reading.inflection import is_adverb
from geo.reading.scene import Scene
from geo.reading.words import words

Polarity = Literal["done", "denied", "tried", "unreal"]
_REACH: Final = 7
"""How far before a noun or an "-ing" the words stand that take its reality."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a verb stands in its clause."""

    first: int
    """Index of the first of its auxiliaries and adverbs, or of the verb."""
    passive: bool
    """Whether its subject suffers it."""
    polarity: Polarity
    """Whether it is stated as done."""


class PolarityWords:
    """The words of a language that take the reality from a deed."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        polarity = data["polarity"]

        def chosen(name: str) -> frozenset[str]:
            return frozenset(polarity[name])

        self.adverb_endings: tuple[str, ...] = tuple(data["inflection"]["adverbs"])
        self.modals = chosen("modals")
        self.past_modals = chosen("past_modals")
        self.negations = chosen("negations")
        self.be = chosen("be")
        self.have = chosen("have")
        self.do = chosen("do")
        self.adverbs = chosen("adverbs")
        self.real = chosen("real")
        self.failed = chosen("failed")
        self.tried = chosen("tried")
        self.unreal = chosen("unreal")
        self.unreal_nouns = chosen("unreal_nouns")
        self.no = chosen("no")
        self.infinitive = chosen("infinitive")
        self.by = chosen("by")
        self.adverbs_between = chosen("adverbs_between")
        self.gerund_after = chosen("gerund_after")
        self.joining = chosen("joining")
        self.articles = chosen("articles")
        self.no_subject = chosen("no_subject")
        self.had = frozenset(data["clauses"]["had"])
        self.conditionals = chosen("conditionals")
        self.aux = self.modals | self.negations | self.be | self.have | self.do


@cache
def polarity_words(lang: str) -> PolarityWords:
    """The words of a language, read once."""
    return PolarityWords(words("events", lang=lang))


def voice_of(scene: Scene, deed: Deed, low: int, *, lang: str = "en") -> Voice:
    """Tell how a verb or noun stands in its clause.

    Parameters
    ----------
    scene
        The sentence.
    deed
        The deed.
    low
        Index at which its clause begins.
    lang
        ISO 639-1 code of the language.
    """
    known = polarity_words(lang)
    if scene.low(len(scene) - 1) == "?" or _is_conditional(scene, deed.head, low, known):
        return Voice(deed.head, passive=False, polarity="unreal")
    if deed.form in ("noun", "state"):
        return _noun_voice(scene, deed, low, known)
    return _verb_voice(scene, deed, low, known)


def _is_conditional(scene: Scene, head: int, low: int, known: PolarityWords) -> bool:
    """Whether the clause begins with "if" or "whether"."""
    start = max(low - 2, 0)
    return not known.conditionals.isdisjoint(scene.lows[start : min(low + 3, head)])


def _verb_voice(scene: Scene, deed: Deed, low: int, known: PolarityWords) -> Voice:
    """How a verb stands in its clause."""
    first = deed.head
    chain: list[str] = []
    while first > low:
        word = scene.lows[first - 1]
        if not (
            word in known.aux or word in known.adverbs or is_adverb(word, known.adverb_endings)
        ):
            break
        first -= 1
        chain.append(word)
    been = any(word in known.be for word in chain)
    by = deed.form in ("past", "participle") and _is_by(scene, deed, known)
    passive = deed.form in ("past", "participle") and (been or by)
    nobody = scene.low(low) in known.no_subject and scene.tokens[low + 1].kind == "word"
    negated = nobody or any(word in known.negations for word in chain)
    polarity: Polarity = "denied" if negated else "done"
    outer = [k for k, word in enumerate(chain) if word in known.infinitive]
    if outer and not known.had.isdisjoint(chain[outer[0] + 1 :]):
        return Voice(first, passive, polarity)
    if outer:
        polarity = _infinitive(scene, first, chain, known, negated=negated)
    elif any(word in known.modals for word in chain):
        could_not = negated and any(word in known.past_modals for word in chain)
        polarity = "denied" if could_not else "unreal"
    elif deed.form == "ing" and not been:
        polarity = _participle(scene, first, low, known)
    elif deed.form == "base" and not chain and first and scene.low(first - 1) in known.joining:
        polarity = _joined_base(scene, first, low, known)
    return Voice(first, passive, polarity)


def _is_by(scene: Scene, deed: Deed, known: PolarityWords) -> bool:
    """Whether the one who acts follows a participle: "captured by"."""
    return scene.low(deed.last) in known.by and any(
        side.first <= deed.last + 3 and side.first > deed.last for side in scene.sides
    )


def _infinitive(
    scene: Scene, first: int, chain: list[str], known: PolarityWords, *, negated: bool
) -> Polarity:
    """What "to enter" is: done behind "managed", not done behind "failed", else only meant."""
    del chain
    j = first - 1
    before = scene.low(j)
    while j > 0 and (is_adverb(before, known.adverb_endings) or before in known.adverbs_between):
        j -= 1
        before = scene.low(j)
    if before in known.failed:
        return "denied"
    if before in known.tried:
        return "tried"
    if before in known.real:
        denied = negated or scene.low(j - 1) in known.negations
        return "denied" if denied else "done"
    return "unreal"


def _participle(scene: Scene, first: int, low: int, known: PolarityWords) -> Polarity:
    """What "entering" is without a form of "be" before it."""
    window = scene.lows[max(low, first - _REACH) : first]
    before = scene.low(first - 1)
    if before in known.tried:
        return "tried"
    if before in known.failed:
        return "denied"
    if before in known.gerund_after:
        if any(word in known.failed or word in known.negations for word in window):
            return "denied"
        return "done" if any(word in known.real for word in window) else "unreal"
    if before in known.unreal:
        return "unreal"
    return "done"


def _joined_base(scene: Scene, first: int, low: int, known: PolarityWords) -> Polarity:
    """What "attack and enter" is: as real as the verb it is joined to."""
    window = scene.lows[low:first]
    if known.infinitive.isdisjoint(window) and known.modals.isdisjoint(window):
        return "denied" if not known.negations.isdisjoint(window) else "done"
    return "unreal"


def _noun_voice(scene: Scene, deed: Deed, low: int, known: PolarityWords) -> Voice:
    """Whether the noun of a deed speaks of one that was done."""
    first = deed.head
    while first > max(low, deed.head - _REACH):
        word = scene.lows[first - 1]
        if scene.tokens[first - 1].kind == "punct" and word != "-":
            break
        first -= 1
    window = scene.lows[first : deed.head]
    if not known.unreal_nouns.isdisjoint(window):
        return Voice(deed.head, passive=False, polarity="unreal")
    if not known.no.isdisjoint(window) or (
        deed.form == "state" and not known.negations.isdisjoint(window)
    ):
        return Voice(deed.head, passive=False, polarity="denied")
    if not known.modals.isdisjoint(word for word in window if word not in known.infinitive):
        return Voice(deed.head, passive=False, polarity="unreal")
    at = next((first + j for j, word in enumerate(window) if word in known.infinitive), None)
    if at is not None:
        done = scene.low(at - 1) in known.real or scene.places.get(at + 1) is not None
        verbal = deed.form == "state" or deed.noun is not None
        if not done and verbal and scene.low(at + 1) not in known.articles:
            return Voice(deed.head, passive=False, polarity="unreal")
    return Voice(deed.head, passive=False, polarity="done")
