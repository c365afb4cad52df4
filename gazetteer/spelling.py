"""Every spelling under which a place can be found, each with how well it fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from gazetteer.names import acronym_key, fold, plain, script_of, variants

LISTED: Final = 1.0
"""Fit of a spelling that a source lists."""
ROMANISED: Final = 0.95
"""Fit of a listed Cyrillic name in Latin letters, in the language of the place's country."""
OTHER_LANGUAGE: Final = 0.9
"""Fit of a listed Cyrillic name of another language in Latin letters."""
ALIKE: Final = 0.8
"""Fit of an alternate name, of nobody knows what language, that is like the name."""
UNLIKE: Final = 0.7
"""Fit of one that is not like it: an older name, or a neighbour's."""
BY_RULE: Final = 0.75
"""Fit of a Latin name respelled, by rule, as another language's form of it."""

ROMANISED_COUNTRIES: Final = frozenset(
    "RU UA BY KZ KG TJ TM UZ MN BG MK RS ME BA MD GE AM AZ".split()
)
"""Countries whose names reach English by romanisation, so that y/i and the like are noise."""
RESPELLED_COUNTRIES: Final = frozenset({"RU", "UA", "BY"})
"""Countries whose names are written in Russian and in Ukrainian, each in its own way."""

_RUSSIAN_ENDING: Final = re.compile(r"(?:[ая]я|[ое]е|[ое]во|ино|[ое]вка|[^ь][сц]к)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a place's name."""

    text: str
    """The spelling as a person would write it."""
    fit: float
    """How well it fits, 0..1: 1 for a listed spelling, less for a generated one."""
    key: str
    """Its look-up key."""


def language_of(name: str, country: str | None) -> Literal["ru", "uk"]:
    """Tell Russian from Ukrainian by the letters of a Cyrillic name, else by the country."""
    letters = set(name.lower())
    if letters & set("іїєґ'’ʼ"):
        return "uk"
    if letters & set("ыэъё") or _RUSSIAN_ENDING.search(name.lower()):
        return "ru"
    return "uk" if country == "UA" else "ru"


def spellings_of(
    name: str,
    *,
    others: Iterable[str] = (),
    country: str | None = None,
    lesser: Iterable[tuple[str, float]] = (),
) -> tuple[Spelling, ...]:
    """List every spelling of a place: the listed ones, and those generated from them.

    Parameters
    ----------
    name
        Display name.
    others
        Other listed spellings, in any script.
    country
        ISO 3166-1 alpha-2 code; names are respelled between Russian and Ukrainian for RU, UA
        and BY alone.
    lesser
        Further spellings with the fit (0..1) that they are to have.

    Returns
    -------
    tuple of Spelling
        One per way of writing, best fit first; spellings that differ by case, accents or hyphens
        only count as one.
    """
    others, lesser = tuple(others), tuple(lesser)
    if not others and not lesser and country not in RESPELLED_COUNTRIES:
        only = acronym_key(name) or fold(name)
        return (Spelling(name, LISTED, only),) if only else ()
    best: dict[tuple[str, str], Spelling] = {}
    listed = tuple(dict.fromkeys((name, *others)))
    generated: list[tuple[str, float]] = []
    if country in RESPELLED_COUNTRIES:
        home = "uk" if country == "UA" else "ru"
        for text in listed:
            if script_of(text) == "cyrillic":
                language = language_of(text, country)
                fit = ROMANISED if language == home else OTHER_LANGUAGE
                generated += [(form, fit) for form in variants(text, language=language)]
        known = {fold(text) for text in (*listed, *(form for form, _ in generated))}
        by_rule = variants(name, language="uk" if country == "UA" else "ru")
        generated += [(form, BY_RULE) for form in by_rule if fold(form) not in known]
    for text, fit in (*((text, LISTED) for text in listed), *lesser, *generated):
        key = acronym_key(text) or fold(text)
        mark = (key, plain(text))
        if key and (mark not in best or best[mark].fit < fit):
            best[mark] = Spelling(text, fit, key)
    return tuple(sorted(best.values(), key=lambda spelling: (-spelling.fit, spelling.text)))
