"""The words by which a name is told from what is none, and by which two names are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gazetteer.names import fold
from geo.reading.grammar.phrases import Phrases
from geo.reading.words import words


@dataclass(frozen=True, slots=True)
class NamingWords:
    """The words of a language that name speakers, and those that name nobody."""

    bodies: Phrases[str]
    organisations: Phrases[str]
    shown: frozenset[str]
    articles: frozenset[str]
    of: frozenset[str]
    seated: frozenset[str]
    small: frozenset[str]
    capitalised: frozenset[str]
    nobody: frozenset[str]
    whose: frozenset[str]
    clause: frozenset[str]
    based: frozenset[str]
    speaks_for: frozenset[str]
    speaks_at: frozenset[str]
    bodied: frozenset[str]
    generic: frozenset[str]
    vague: frozenset[str]
    people: frozenset[str]
    no_people: frozenset[str]
    endings: tuple[str, ...]


@cache
def naming_words(lang: str) -> NamingWords:
    """The words of a language, read once."""
    data, attribution = words("speakers", lang=lang), words("attribution", lang=lang)
    lists: Mapping[str, Sequence[str]] = data["words"]
    return NamingWords(
        bodies=Phrases((form, name) for name, forms in data["bodies"].items() for form in forms),
        organisations=Phrases(
            (form, name) for name, forms in data["organisations"].items() for form in (name, *forms)
        ),
        shown=frozenset(
            [
                *attribution["nouns"]["evidence"],
                *attribution["nouns"]["document"],
                *attribution["nouns"]["claim"],
                *lists["shown"],
            ]
        ),
        articles=frozenset(lists["articles"]),
        of=frozenset(lists["of"]),
        seated=frozenset(lists["seated"]),
        small=frozenset(lists["small"]),
        capitalised=frozenset(lists["capitalised"]),
        nobody=frozenset([*attribution["clauses"]["pronouns"], *lists["nobody"]]),
        whose=frozenset(lists["whose"]),
        clause=frozenset(attribution["clauses"]["relatives"]),
        based=frozenset(lists["based"]),
        speaks_for=frozenset(lists["speaks_for"]),
        speaks_at=frozenset(lists["speaks_at"]),
        bodied=frozenset(
            [*words("roles", lang=lang)["bodies"], *words("roles", lang=lang)["formations"]]
        ),
        generic=frozenset(fold(name) for name in lists["generic"]),
        vague=frozenset(fold(name) for name in lists["vague"]),
        people=_somebodies(data, attribution, lang),
        no_people=frozenset(data["somebody"]["not"]),
        endings=tuple(data["somebody"]["endings"]),
    )


def _somebodies(
    data: Mapping[str, Any], attribution: Mapping[str, Any], lang: str
) -> frozenset[str]:
    """The nouns that stand for people and bodies, from all lists that hold some."""
    roles, sides = words("roles", lang=lang), words("sides", lang=lang)
    speaking = attribution["speakers"]
    found: set[str] = {*data["somebody"]["nouns"], *roles["titles"], *roles["bodies"]}
    found |= {*roles["formations"], *sides["forces"]["nouns"], *sides["forces"]["people"]}
    for kind in ("assessing", "relaying", "announcing", "partisan", "plural"):
        found |= set(speaking[kind])
    return frozenset(found.union(*speaking["kin"]))
