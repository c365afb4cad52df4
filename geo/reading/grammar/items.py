"""Items: the words of a sentence, tagged, with places, quantities and nominals as one item each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from geo.reading.grammar.pattern import Alphabet
from geo.reading.grammar.phrases import Phrases, key, phrases
from geo.reading.mention import Mention
from geo.reading.points import point_of
from geo.reading.quantities import QuantitySpan, quantity_reader
from geo.reading.statement import Quantity, StatementType
from geo.reading.tokens import Sentence, Token
from geo.reading.words import words

ENGINE_TAGS: Final = (
    "P", "R", "NAME", "NUM", "QLEN", "QIN", "QAREA", "QSHARE", "QMOST", "WIND", "POSS", "CAP", "W",
    "MARK", "N", "NR", "B", "F", "D", "X",
)  # fmt: skip
PLACED_TYPES: Final = frozenset({"direction", "near", "containment"})
_QUANTITY_TAGS: Final = {
    "length": "QLEN",
    "area": "QAREA",
    "share": "QSHARE",
    "most": "QMOST",
    "number": "NUM",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One tagged piece of a sentence."""

    tag: str
    """Its class."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    word: str
    """As looked up: folded, single spaces."""
    mention: int | None = None
    """Index of the mention that it names, for places."""
    quantity: Quantity | None = None
    """The quantity, for numbers."""
    wind: str | None = None
    """The wind, for directions."""
    plural: bool = False
    """Whether it opens a list of places: `the villages of X`."""
    point: bool = False
    """Whether it is written as coordinates."""
    line: bool = False
    """Whether it is a river, a lake or a road: no place that lies some way off."""
    denied: bool = False
    """Whether it is a verb that denies: `isn't`."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A compiled rule of `statements.toml`."""

    type: StatementType
    """Type of the statement that it makes."""
    pattern: re.Pattern[str]
    """Over the tags of items."""
    pair: bool
    """Whether it names both the subject and the reference."""
    alone: bool
    """Whether it has no subject at all."""
    placed: bool
    """Whether it says nothing where its subject is no place."""
    implicit: bool
    """Whether its reference is left to the context."""
    same: bool
    """Whether its reference is that of the relation before."""
    beside: str | None
    """Tag that must stand near it."""
    each: bool
    """Whether its numbers or winds go to its subjects one by one."""
    elided: bool
    """Whether its number has the unit of the distance before it."""
    shy: bool
    """Whether it says nothing behind another relation of its sentence."""


class Rules:
    """The tags and compiled rules of one language."""

    def __init__(self, lang: str) -> None:
        tables = words("statements", lang=lang)
        self.lang = lang
        self.words = phrases(tables["tags"])
        self.winds: Phrases[str] = phrases(tables["winds"])
        self.wind_capitals = frozenset(tables["wind_rules"]["abbreviations"])
        self._needs = [frozenset(needed) for needed in tables["needs"]["any"]]
        self.kept_modifiers = frozenset(tables["modifiers"]["kept"])
        self.trailing_modifiers = frozenset(tables["modifiers"]["trailing"])
        self.inhabitants: dict[str, list[float]] = tables["inhabitants"]
        self.biggest: list[str] = tables["antecedents"]["biggest"]
        self.either = frozenset(tables["modifiers"]["either"])
        self.onward = frozenset(tables["modifiers"]["onward"])
        self.denials = tuple(tables["modifiers"]["denials"])
        self.alphabet = Alphabet((*tables["tags"], *ENGINE_TAGS), macros=tables["macros"])
        self.nominals = [
            (rule["tag"], self.alphabet.compile(rule["pattern"])) for rule in tables["nominal"]
        ]
        self.relations = [
            Relation(
                type=rule["type"],
                pattern=self.alphabet.compile(rule["pattern"]),
                pair=rule.get("pair", False),
                alone=rule.get("alone", False),
                placed=rule.get("placed", rule["type"] in PLACED_TYPES),
                implicit=rule.get("implicit", False),
                same=rule.get("same", False),
                beside=rule.get("beside"),
                each=rule.get("each", False),
                elided=rule.get("elided", False),
                shy=rule.get("shy", False),
            )
            for rule in tables["relation"]
        ]

    def may_state(self, items: Sequence[Item]) -> bool:
        """Whether items hold a tag that some relation rule needs."""
        tags = {item.tag for item in items}
        return any(needed <= tags for needed in self._needs)

    def letters(self, items: Sequence[Item]) -> str:
        """Give the tags of items as a text to match patterns on."""
        return "".join(self.alphabet.letter(item.tag) for item in items)


@lru_cache(maxsize=8)
def rules(lang: str) -> Rules:
    """Give the rules of a language, compiled once.

    Parameters
    ----------
    lang
        ISO 639-1 code; a language without rules of its own is read with the English ones.
    """
    return Rules(lang)


class Tagger:
    """Turns the sentences of one report into items."""

    def __init__(self, rules: Rules, mentions: Sequence[Mention]) -> None:
        self._rules = rules
        self._quantities = quantity_reader(rules.lang)
        order = sorted(range(len(mentions)), key=lambda i: (mentions[i].start, -mentions[i].end))
        self._mentions = [(i, mentions[i]) for i in order]
        self._starts = [mention.start for _, mention in self._mentions]

    def items(self, sentence: Sentence) -> list[Item]:
        """Tag a sentence and put its nominals together.

        Parameters
        ----------
        sentence
            One sentence of the report that the mentions are from.

        Returns
        -------
        list of Item
            Empty where the sentence has no word that a statement could be made of.
        """
        tagged = self._tagged(sentence.tokens)
        return self._nominals(tagged) if self._rules.may_state(tagged) else []

    def _tagged(self, tokens: Sequence[Token]) -> list[Item]:
        """Give one item per mention, quantity, phrase or word; quotation marks vanish."""
        owner = self._owners(tokens)
        keys = ["" if owner[i] else key(token) for i, token in enumerate(tokens)]
        found: list[Item] = []
        i = 0
        while i < len(tokens):
            item, i = self._item(tokens, keys, owner, i)
            if item.tag == "POSS" and found and found[-1].tag in ("IT", "HERE", "WHICH"):
                item = replace(item, tag="COPS")
            if item.tag != "QUOTE":
                found.append(item)
        return found

    def _owners(self, tokens: Sequence[Token]) -> list[tuple[int, Mention] | None]:
        """Give for each token the mention that it belongs to."""
        owner: list[tuple[int, Mention] | None] = [None] * len(tokens)
        if not tokens:
            return owner
        starts = [token.start for token in tokens]
        low = bisect_left(self._starts, tokens[0].start)
        high = bisect_left(self._starts, tokens[-1].end)
        for index, mention in self._mentions[low:high]:
            at = max(bisect_left(starts, mention.start + 1) - 1, 0)
            while at < len(tokens) and tokens[at].start < mention.end:
                if tokens[at].end > mention.start and owner[at] is None:
                    owner[at] = (index, mention)
                at += 1
        return owner

    def _item(
        self,
        tokens: Sequence[Token],
        keys: Sequence[str],
        owner: Sequence[tuple[int, Mention] | None],
        i: int,
    ) -> tuple[Item, int]:
        """Make the item that begins at token `i`, and the index behind it."""
        owned = owner[i]
        if owned is not None:
            end = i + 1
            while end < len(tokens) and owner[end] == owned:
                end += 1
            return _place(*owned), end
        if tokens[i].kind == "possessive":
            return _span("POSS", tokens, i, i + 1), i + 1
        quantity = self._quantities.at(tokens, keys, i)
        if quantity is not None:
            return _measure(tokens, quantity), quantity.last + 1
        wind = self._wind(tokens, keys, i)
        if wind is not None:
            item = _span("WIND", tokens, i, wind[1], wind=wind[0])
            return item, wind[1]
        phrase = self._rules.words.at(keys, i)
        if phrase is not None:
            tag = "DASH" if phrase[0] == "HYPHEN" and _free(tokens, i) else phrase[0]
            item = _span(tag, tokens, i, phrase[1])
            return replace(item, denied=item.word.endswith(self._rules.denials)), phrase[1]
        return _span(_plain(tokens[i]), tokens, i, i + 1), i + 1

    def _wind(self, tokens: Sequence[Token], keys: Sequence[str], i: int) -> tuple[str, int] | None:
        """Read a wind; the abbreviations only in capitals."""
        found = self._rules.winds.at(keys, i)
        if found is None:
            return None
        if keys[i] in self._rules.wind_capitals and not tokens[i].text.isupper():
            return None
        return found

    def _nominals(self, items: list[Item]) -> list[Item]:
        """Replace what the nominal rules find by one item each."""
        letters = self._rules.letters(items)
        found: list[Item] = []
        i = 0
        while i < len(items):
            for tag, pattern in self._rules.nominals:
                match = pattern.match(letters, i)
                if match and match.end() > i:
                    found.append(_nominal(tag, items, match))
                    i = match.end()
                    break
            else:
                found.append(items[i])
                i += 1
        return found


def _place(index: int, mention: Mention) -> Item:
    """Make the item of a mention."""
    tag = "NAME"
    if mention.role == "literal":
        tag = "R" if mention.kind in ("region", "country") else "P"
    point = point_of(mention) is not None
    line = mention.kind in ("water", "road")
    word = mention.text.casefold()
    return Item(tag, mention.start, mention.end, word, mention=index, point=point, line=line)


def _measure(tokens: Sequence[Token], span: QuantitySpan) -> Item:
    """Make the item of a quantity."""
    tag = "QIN" if span.within and span.dimension == "length" else _QUANTITY_TAGS[span.dimension]
    return _span(tag, tokens, span.first, span.last + 1, quantity=span.quantity)


def _span(
    tag: str,
    tokens: Sequence[Token],
    first: int,
    end: int,
    *,
    quantity: Quantity | None = None,
    wind: str | None = None,
) -> Item:
    """Make an item of a run of tokens."""
    written = " ".join(key(token) for token in tokens[first:end])
    start, stop = tokens[first].start, tokens[end - 1].end
    return Item(tag, start, stop, written, quantity=quantity, wind=wind)


def _free(tokens: Sequence[Token], i: int) -> bool:
    """Whether a mark stands between spaces: then a hyphen is a dash."""
    before = i > 0 and tokens[i - 1].end < tokens[i].start
    return before and i + 1 < len(tokens) and tokens[i].end < tokens[i + 1].start


def _plain(token: Token) -> str:
    """Give the tag of a token that no list holds."""
    if token.kind == "possessive":
        return "POSS"
    if token.kind == "punct":
        return "MARK"
    return "CAP" if token.text[0].isupper() else "W"


def _nominal(tag: str, items: Sequence[Item], match: re.Match[str]) -> Item:
    """Put the items of a nominal together; `head` gives the mention."""
    first, last = items[match.start()], items[match.end() - 1]
    head = match.start("head") if "head" in match.re.groupindex else -1
    written = " ".join(item.word for item in items[match.start() : match.end()])
    named = items[head] if head >= 0 else None
    plural = any(item.tag == "FEATURES" for item in items[match.start() : match.end()])
    return Item(
        tag, first.start, last.end, written, plural=plural,
        mention=None if named is None else named.mention,
        point=named is not None and named.point, line=named is not None and named.line,
    )  # fmt: skip
