"""Speakers under one name each: "the Russian MoD" and "Russia's defence ministry" are one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gazetteer.names import fold
from geo.reading.grammar.phrases import Phrases, key
from geo.reading.sides import side_words
from geo.reading.tokens import Token, tokenise
from geo.reading.words import words

_BRACKETED: Final = re.compile(r"\s*\(([^()]{2,12})\)\s*$")
_LONGEST: Final = 200
"""Characters of a name that are read; a longer one is no name that anybody has."""


@dataclass(frozen=True, slots=True, order=True)
class Speaker:
    """Somebody who says something, under one name in all the reports."""

    key: str
    """What tells the speaker from others; equal for the spellings of one name."""
    name: str
    """The name to be shown."""

    @property
    def known(self) -> bool:
        """Whether the text names the speaker at all."""
        return not self.key.startswith("unnamed:")


class SpeakerNames:
    """The speakers of some reports: gives each spelling its speaker."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Work out which spellings name one speaker.

        A short form is one with its name only where a text or the table of names says so, and a
        bare surname only where no second person among these speakers bears it.

        Parameters
        ----------
        spellings
            Every naming of a speaker, with the ISO 639-1 code of its text.
        """
        counted = Counter((spelling, lang) for spelling, lang in spellings if spelling.strip())
        keys = {pair: _key(*pair) for pair in counted}
        self._same = _short_forms(counted, keys) | _surnames(keys.values())
        shown: dict[str, list[tuple[int, int, str]]] = {}
        for pair, times in counted.items():
            name = " ".join(_BRACKETED.sub("", pair[0]).split())
            shown.setdefault(self._one(keys[pair]), []).append((-times, -len(name), name))
        self._names = {one: min(names)[2] for one, names in shown.items()}
        for lang in {lang for _, lang in counted}:
            for name in words("speakers", lang=lang)["organisations"]:
                self._names[f"org:{fold(name)}"] = name

    def of(self, spelling: str, *, lang: str = "en") -> Speaker:
        """Give the speaker that a spelling names.

        Parameters
        ----------
        spelling
            The name as written.
        lang
            ISO 639-1 code of the text.
        """
        one = self._one(_key(spelling, lang))
        return Speaker(one, self._names.get(one, " ".join(spelling.split())))

    def _one(self, name_key: str) -> str:
        return self._same.get(name_key, name_key)


def split_names(spelling: str, *, lang: str = "en") -> tuple[str, ...]:
    """Take two speakers apart that speak as one: "the ministry and local accounts".

    Parameters
    ----------
    spelling
        The name as written.
    lang
        ISO 639-1 code of the text.

    Returns
    -------
    tuple of str
        The names; the one spelling where it is not certain that there are two.
    """
    joins = "|".join(map(re.escape, words("speakers", lang=lang)["words"]["joins"]))
    parts = re.split(rf"\s+(?:{joins})\s+", spelling[:_LONGEST], maxsplit=1)
    if len(parts) == 2 and _key(parts[0], lang).startswith(("body:", "org:")):
        return (parts[0], parts[1])
    return (spelling,)


def is_evidence(spelling: str, *, lang: str = "en") -> bool:
    """Whether a "speaker" is what shows or tells something: "geolocated footage", "a statement".

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    known = _words(lang)
    lows = [token.lower for token in tokenise(spelling[:_LONGEST]) if token.kind == "word"]
    while lows and lows[0] in known.articles:
        lows = lows[1:]
    head = next((i for i, low in enumerate(lows) if low in known.small), len(lows))
    shown = known.evidence | known.documents
    return any(low in shown for low in (*lows[:1], *lows[max(head - 1, 0) : head]))


def is_nobody(spelling: str, *, lang: str = "en") -> bool:
    """Whether a speaker is not told: nobody at all, "they", "its spokesman".

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    tokens = tokenise(spelling[:_LONGEST])
    if not tokens:
        return True
    named = any(token.capitalised for token in tokens[1:])
    return tokens[0].lower in _words(lang).nobody and not named


def is_nameless(spelling: str, *, lang: str = "en") -> bool:
    """Whether words describe a speaker and name none, so that another text's are another: "mayor".

    Parameters
    ----------
    spelling
        The speaker as written.
    lang
        ISO 639-1 code of the text.
    """
    tokens = tokenise(spelling[:_LONGEST])
    return not any(token.capitalised for token in tokens) and _key(spelling, lang).startswith(
        "name:"
    )


@dataclass(frozen=True, slots=True)
class _Words:
    bodies: Phrases[str]
    organisations: Phrases[str]
    evidence: frozenset[str]
    articles: frozenset[str]
    of: frozenset[str]
    small: frozenset[str]
    capitalised: frozenset[str]
    documents: frozenset[str]
    nobody: frozenset[str]


@cache
def _words(lang: str) -> _Words:
    data, attribution = words("speakers", lang=lang), words("attribution", lang=lang)
    lists: Mapping[str, Sequence[str]] = data["words"]
    return _Words(
        bodies=Phrases((form, name) for name, forms in data["bodies"].items() for form in forms),
        organisations=Phrases(
            (form, name) for name, forms in data["organisations"].items() for form in (name, *forms)
        ),
        evidence=frozenset(attribution["nouns"]["evidence"]),
        articles=frozenset(lists["articles"]),
        of=frozenset(lists["of"]),
        small=frozenset(lists["small"]),
        capitalised=frozenset(lists["capitalised"]),
        documents=frozenset(attribution["nouns"]["document"]),
        nobody=frozenset({*attribution["clauses"]["pronouns"], *lists["whose"]}),
    )


def _key(spelling: str, lang: str) -> str:
    """What tells a speaker from others, by the words of the name alone."""
    known = _words(lang)
    bare = _BRACKETED.sub("", spelling[:_LONGEST])
    tokens = [token for token in tokenise(bare) if token.kind != "possessive"]
    while tokens and tokens[0].lower in known.articles | known.nobody:
        tokens = tokens[1:]
    whole = _whole(known.organisations, tokens)
    if whole is not None:
        return f"org:{fold(whole)}"
    country, rest = _without_country(tokens, lang)
    body = _whole(known.bodies, rest)
    if body is not None:
        return f"body:{country or ''}:{fold(body)}"
    if country is not None and not rest:
        return f"side:{country}"
    run = _name_at_end(rest, known)
    organisation = _whole(known.organisations, run)
    if organisation is not None:
        return f"org:{fold(organisation)}"
    named = run or tokens
    return f"name:{fold(' '.join(token.text for token in named))}"


def _without_country(tokens: Sequence[Token], lang: str) -> tuple[str | None, list[Token]]:
    """Take the side that a name begins or ends with off it: "Russian …", "… of Ukraine"."""
    sides, known = side_words(lang), _words(lang)
    for i in range(len(tokens)):
        found = sides.match(tokens, i)
        if found is None:
            continue
        end, side, role = found
        if role == "force" and i == 0 and end == len(tokens):
            return side, []
        if role == "force" or (i > 0 and end < len(tokens)):
            continue
        before, behind = list(tokens[:i]), list(tokens[end:])
        while before and before[-1].lower in known.of:
            before.pop()
        while behind and behind[0].lower in known.of:
            behind = behind[1:]
        if i > 0 and tokens[i - 1].lower not in known.of:
            continue
        return side, [*before, *behind]
    return None, list(tokens)


def _name_at_end(tokens: Sequence[Token], known: _Words) -> Sequence[Token]:
    """The proper name behind a description: of "military blogger Ivan Sample" the last two."""
    i = len(tokens)
    while i > 0 and tokens[i - 1].kind == "word" and tokens[i - 1].capitalised:
        i -= 1
    while i < len(tokens) and tokens[i].lower in known.capitalised:
        i += 1
    described = i > 0 and tokens[i - 1].kind == "word" and tokens[i - 1].lower not in known.small
    return tokens[i:] if described and i < len(tokens) else ()


def _whole(table: Phrases[str], tokens: Sequence[Token]) -> str | None:
    """The entry that the tokens are, all of them."""
    found = table.at([key(token) for token in tokens], 0)
    return found[0] if found is not None and found[1] == len(tokens) else None


def _short_forms(
    counted: Mapping[tuple[str, str], int], keys: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    """Short forms that a text sets in brackets behind the name: "Sample Research Group (SRG)"."""
    found: dict[str, set[str]] = {}
    for pair in counted:
        bracket = _BRACKETED.search(pair[0])
        if bracket is not None:
            found.setdefault(_key(bracket[1], pair[1]), set()).add(keys[pair])
    return {short: min(names) for short, names in found.items() if len(names) == 1}


def _surnames(keys: Iterable[str]) -> dict[str, str]:
    """Bare surnames of which one full name is among the speakers."""
    people = {one for one in keys if one.startswith("name:")}
    full: dict[str, set[str]] = {}
    for one in people:
        parts = one.removeprefix("name:").split()
        if len(parts) > 1:
            full.setdefault(f"name:{parts[-1]}", set()).add(one)
    return {
        surname: min(names)
        for surname, names in full.items()
        if surname in people and len(names) == 1
    }
