"""Who speaks: the names of speakers as a text gives them, and what stands for them later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from geo.reading.tokens import Token
from geo.reading.words import words

_REGISTER_DEPTH: Final = 200
"""How many speakers back a pronoun or "the ministry" is looked up."""

_OWNER_REACH: Final = 400
"""How many characters may stand between a body and "its spokesman"."""


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """The words of a language that name speakers."""

    documents: frozenset[str]
    evidence: frozenset[str]
    cut: frozenset[str]
    relatives: frozenset[str]
    presented: frozenset[str]
    mouthpieces: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    small: frozenset[str]
    owned: frozenset[str]
    by_maker: frozenset[str]
    of_maker: frozenset[str]
    by: frozenset[str]
    pronouns: frozenset[str]
    plural: frozenset[str]
    kin: dict[str, frozenset[str]]
    adjuncts: frozenset[str]
    media: frozenset[str]
    weekdays: frozenset[str]
    months: frozenset[str]
    people: frozenset[str]
    many: frozenset[str]
    articles: frozenset[str]
    definite: frozenset[str]
    past: tuple[str, ...]
    ends_many: tuple[str, ...]


@cache
def speaker_words(lang: str) -> SpeakerWords:
    """The words of a language, read once."""
    data = words("attribution", lang=lang)
    dates = words("dates", lang=lang)
    kin = {word: frozenset(row) for row in data["speakers"]["kin"] for word in row}
    coreference = data["coreference"]
    return SpeakerWords(
        documents=frozenset(data["nouns"]["document"]),
        evidence=frozenset(data["nouns"]["evidence"]),
        cut=frozenset(data["clauses"]["cut"]),
        relatives=frozenset(data["clauses"]["relatives"]),
        presented=frozenset([*data["clauses"]["by_maker"], *data["clauses"]["presented"]]),
        mouthpieces=frozenset(coreference["mouthpieces"]),
        titles=frozenset([*words("roles", lang=lang)["titles"], *coreference["persons"]]),
        bodies=frozenset(words("roles", lang=lang)["bodies"]),
        small=frozenset(words("speakers", lang=lang)["words"]["small"]),
        owned=frozenset(coreference["owned"]),
        by_maker=frozenset(data["clauses"]["by_maker"]),
        of_maker=frozenset(data["clauses"]["of_maker"]),
        by=frozenset(data["particles"]["by"]),
        pronouns=frozenset(data["clauses"]["pronouns"]),
        plural=frozenset(data["speakers"]["plural"]),
        kin=kin,
        adjuncts=frozenset(data["clauses"]["adjuncts"]),
        media=frozenset(data["clauses"]["media"]),
        weekdays=frozenset(day.casefold() for day in dates["weekdays"]),
        months=frozenset(name.casefold() for row in dates["months"] for name in row),
        people=frozenset(coreference["people"]),
        many=frozenset(coreference["many"]),
        articles=frozenset(data["particles"]["articles"]),
        definite=frozenset(coreference["definite"]),
        past=tuple(data["endings"]["past"]),
        ends_many=tuple(data["endings"]["plural"]),
    )


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who has spoken."""

    name: str
    """The full name, as first written."""
    heads: frozenset[str]
    """The words that describe the speaker, lower case."""
    surname: str | None
    """The last word of a person's name."""
    plural: bool
    """Whether it is a group."""
    last: str = ""
    """The last word of a description before any "of"; of a name in capitals, nothing."""
    at: int = 0
    """Offset of the words that named the speaker last."""


class Speakers:
    """The speakers of one text, in the order in which they speak."""

    def __init__(self, text: str, tokens: Sequence[Token], *, lang: str = "en") -> None:
        """Read the abbreviations that the text defines.

        Parameters
        ----------
        text
            The text that the tokens are from.
        tokens
            Its tokens.
        lang
            ISO 639-1 code of its language.
        """
        self._text = text
        self._words = speaker_words(lang)
        self._full = dict(_abbreviations(text, tokens))
        self._known: list[Speaker] = []

    def name(self, tokens: Sequence[Token], *, aside: Sequence[Token] = ()) -> str:
        """Give a speaker's full name where it is certain, else the words as written.

        Parameters
        ----------
        tokens
            The words that name the speaker.
        aside
            The apposition behind them, which may describe the speaker.
        """
        maker = self._maker(tokens) or self._maker_aside(tokens, aside)
        if maker:
            return self.name(maker, aside=aside)
        tokens = self._core(list(tokens))
        if not tokens:
            return ""
        bare = tokens[1:] if len(tokens) > 1 and tokens[0].lower in self._words.articles else tokens
        written = self._written(bare)
        known = self._refers_to(tokens, bare, written)
        if known is None:
            known = self._describe(self._full.get(written, written), bare)
        self._remember(known, aside, at=tokens[0].start)
        return known.name

    def presenter(self, tokens: Sequence[Token]) -> tuple[str, int]:
        """Give who shows a piece of evidence: of "video that residents shared" the residents.

        Parameters
        ----------
        tokens
            The words for the evidence.

        Returns
        -------
        tuple of str and int
            The name, empty where the words tell none, and the index of the word that leads to it.
        """
        known = self._words
        lows = [token.lower for token in tokens]
        for i, low in enumerate(lows):
            if i and low in known.relatives:
                end = next((j for j in range(i + 2, len(lows)) if lows[j] in known.presented), 0)
                return (self._presenting(tokens[i + 1 : end]), end) if end else ("", i)
            if i and low in known.presented:
                by = next((j for j in range(i + 1, len(lows)) if lows[j] in known.by), 0)
                return (self._presenting(tokens[by + 1 :]), i) if by else ("", i)
        return "", 0

    def _presenting(self, tokens: Sequence[Token]) -> str:
        """The name of who shows something; empty where that is something again."""
        heads = {token.lower for token in tokens}
        return "" if heads & (self._words.evidence | self._words.documents) else self.name(tokens)

    def is_time(self, token: Token) -> bool:
        """Whether a word names a weekday or a month."""
        return token.lower in self._words.weekdays or (
            token.lower in self._words.months and token.capitalised
        )

    def latest(self) -> str:
        """The name of the last speaker; empty if nobody has spoken."""
        return self._known[-1].name if self._known else ""

    def _written(self, tokens: Sequence[Token]) -> str:
        """The words as they stand in the text, on one line."""
        return " ".join(self._text[tokens[0].start : tokens[-1].end].split())

    def _core(self, tokens: list[Token]) -> list[Token]:
        """Cut off a time before a name, and what follows it: where, when and how it was said."""
        lexicon = self._words
        while tokens and tokens[0].kind == "time":
            tokens = tokens[1:]
        for i, token in enumerate(tokens):
            if i == 0:
                continue
            after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
            adjunct = token.lower in lexicon.adjuncts and self._is_setting(tokens, i + 1)
            cut = token.lower in lexicon.cut or (
                token.lower.endswith(lexicon.past) and not token.capitalised and i > 0
            )
            participle = cut and (after in lexicon.adjuncts or not after)
            clause = token.lower in lexicon.relatives
            if (
                clause
                or adjunct
                or participle
                or token.lower in lexicon.weekdays
                or token.text in "([—"
            ):
                if token.text == "(" and tokens[-1].text == ")":
                    continue
                return tokens[:i]
        return tokens

    def _is_setting(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the words behind a preposition say when or through what something was said."""
        if i >= len(tokens):
            return True
        token = tokens[i]
        known = self._words
        return (
            token.lower in known.weekdays
            or token.lower in known.months
            or token.kind == "number"
            or token.lower in known.documents
            or (
                not token.capitalised and token.kind == "word" and token.lower not in known.articles
            )
            or token.lower in known.adjuncts
            or token.lower in known.media
        )

    def _maker(self, tokens: Sequence[Token]) -> Sequence[Token] | None:
        """The maker of a document: of "a statement released by the ministry" the ministry."""
        known = self._words
        lows = [token.lower for token in tokens]
        for i, low in enumerate(lows):
            if low not in known.documents:
                continue
            if i and tokens[i - 1].kind == "possessive":
                return tokens[: i - 1]
            j = i + 1
            if j < len(lows) and lows[j] in known.by_maker:
                j += 1
            if (
                j < len(lows) - 1
                and lows[j] in known.of_maker
                and not self._is_setting(tokens, j + 1)
            ):
                return tokens[j + 1 :]
            possessive = next((k for k in range(i) if tokens[k].kind == "possessive"), None)
            return tokens[:possessive] if possessive and j >= len(lows) else None
        return None

    def _maker_aside(
        self, tokens: Sequence[Token], aside: Sequence[Token]
    ) -> Sequence[Token] | None:
        """The maker of a document whom an apposition names: "the report, published by …"."""
        known = self._words
        if len(aside) < 3 or not tokens or tokens[-1].lower not in known.documents:
            return None
        made = aside[0].lower in known.by_maker and aside[1].lower in known.of_maker
        return aside[2:] if made else None

    def _refers_to(
        self, tokens: Sequence[Token], bare: Sequence[Token], written: str
    ) -> Speaker | None:
        """The speaker named before whom the words stand for."""
        recent = self._known[: -_REGISTER_DEPTH - 1 : -1]
        low = written.casefold()
        if low in self._words.pronouns:
            fitting = [speaker for speaker in recent if self._agrees(low, speaker)]
            if not fitting and low in self._words.people:
                fitting = [speaker for speaker in recent if _could_be_person(speaker)]
            return fitting[0] if fitting else None
        if bare[0].lower in self._words.owned and not any(token.capitalised for token in bare[1:]):
            return self._owner(bare, recent)
        full = self._full.get(written)
        if full is not None:
            return next((speaker for speaker in recent if speaker.name == full), None)
        if len(bare) == 1 and bare[0].capitalised:
            return next((speaker for speaker in recent if speaker.surname == written), None)
        definite = tokens[0].lower in self._words.definite and len(tokens) > 1
        if not definite or any(token.capitalised for token in tokens[1:]):
            return None
        if bare[-1].lower in self._words.documents and not bare[-1].lower.endswith(
            self._words.ends_many
        ):
            return recent[0] if recent else None
        wanted = self._words.kin.get(low.replace("-", " ")) or self._words.kin.get(bare[-1].lower)
        wanted = wanted or frozenset({bare[-1].lower})
        return next((speaker for speaker in recent if wanted & speaker.heads), None)

    def _owner(self, bare: Sequence[Token], recent: Sequence[Speaker]) -> Speaker | None:
        """The body just named whose spokesman or analysts speak: "its analysts"."""
        if bare[-1].lower not in self._words.mouthpieces or not recent:
            return None
        last = recent[0]
        many = last.plural == (bare[0].lower in self._words.many)
        near = bare[0].start - last.at <= _OWNER_REACH
        return last if near and many and last.surname is None else None

    def _agrees(self, pronoun: str, speaker: Speaker) -> bool:
        """Whether a pronoun can stand for a speaker."""
        if pronoun in self._words.people:
            return speaker.surname is not None or (
                not speaker.plural and speaker.last in self._words.titles
            )
        if pronoun in self._words.many:
            return speaker.plural
        return speaker.surname is None and not speaker.plural

    def _describe(self, name: str, tokens: Sequence[Token]) -> Speaker:
        """What the words tell of a speaker."""
        heads = _heads(tokens)
        plural = tokens[-1].lower in self._words.plural or not self._words.plural.isdisjoint(heads)
        run = 0
        for token in reversed(tokens):
            if not token.capitalised or token.lower in self._words.kin:
                break
            run += 1
        bodies = self._words.kin.keys() | self._words.bodies
        body = tokens[-1].lower in bodies or name.endswith(")")
        # "Review of Armed Conflict": what a body is of is no person's name.
        before = tokens[: len(tokens) - run]
        body = body or (
            len(before) > 1 and before[-1].lower in self._words.of_maker and before[-2].capitalised
        )
        person = run >= 2 and not body and not tokens[-1].text.isupper()
        of = (i for i, token in enumerate(tokens) if i and token.lower in self._words.small)
        last = tokens[next(of, len(tokens)) - 1]
        head = last.lower if not last.capitalised or last is tokens[0] else ""
        return Speaker(name, heads, tokens[-1].text if person else None, plural, head)

    def _remember(self, speaker: Speaker, aside: Sequence[Token], *, at: int) -> None:
        """Put a speaker last, with what the apposition adds."""
        heads = speaker.heads | _heads(aside)
        self._known.append(replace(speaker, heads=heads, at=at))


def _could_be_person(speaker: Speaker) -> bool:
    """Whether a name that shows no person may still be one: "Ruda"."""
    return not speaker.plural and speaker.name.istitle() and " " not in speaker.name


def _heads(tokens: Sequence[Token]) -> frozenset[str]:
    """The words and pairs of words of a description, lower case."""
    lows = [token.lower for token in tokens if token.kind == "word"]
    pairs = (f"{a} {b}" for a, b in pairwise(lows))
    return frozenset(lows) | frozenset(pairs)


def _abbreviations(text: str, tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Abbreviations that the text sets behind a full name in parentheses, with that name."""
    found = []
    for i in range(2, len(tokens) - 1):
        short = tokens[i].text
        bracketed = tokens[i - 1].text == "(" and tokens[i + 1].text == ")"
        if not (bracketed and short.isupper() and 2 <= len(short) <= 8 and short.isalpha()):
            continue
        start = _full_name_start(tokens, i - 2, short)
        if start is not None:
            name = " ".join(text[tokens[start].start : tokens[i + 1].end].split())
            found.append((short, name))
    return found


def _full_name_start(tokens: Sequence[Token], last: int, short: str) -> int | None:
    """Index of the first word of the name whose initials make the abbreviation."""
    wanted = list(short)
    i = last
    while i >= 0 and wanted and last - i < 3 * len(short):
        token = tokens[i]
        if token.kind not in ("word", "possessive") and token.text != "-":
            return None
        if token.kind == "word" and token.text[0].upper() == wanted[-1]:
            wanted.pop()
            if not wanted:
                return i
        elif token.capitalised:
            return None
        i -= 1
    return None
