"""The words by which one language tells places from people, bodies and governments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geo.reading.words import listed, words

CAPITALISED: Final = (
    "common", "titles", "calendar", "bodies", "formations", "connectors", "non_places",
    "region_words", "settlement_words", "water_words", "facilities", "modifiers",
)  # fmt: skip
"""Classes of words that are capitalised for a reason of their own: no part of a name beside."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word classes of one language, as `grammar/<lang>/roles.toml` gives them."""

    classes: dict[str, frozenset[str]]
    """Each class with its words, folded to lower case."""
    given_names: frozenset[str]
    """Given names, folded."""
    lang: str = "en"
    """ISO 639-1 code of the language."""

    def has(self, name: str, word: str) -> bool:
        """Whether a folded word is in a class."""
        return word in self.classes[name]

    def has_any(self, names: Iterable[str], word: str) -> bool:
        """Whether a folded word is in any of some classes."""
        return any(word in self.classes[name] for name in names)

    def vocabulary(self, *, without: frozenset[str]) -> frozenset[str]:
        """Give the words of all classes but some, phrases left out."""
        return _vocabulary(self.lang, without)

    def stem(self, word: str) -> tuple[str, ...]:
        """Give the base forms that a folded word could be a regular inflection of."""
        forms = [word]
        bent = words("inflection", lang=self.lang)
        for ending, stem in bent["endings"]:
            if word.endswith(ending):
                forms.append(word[: -len(ending)] + stem)
        for ending in bent["joining"]:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                base = word[: -len(ending)]
                forms += [base, base + bent["dropped"]]
                if base[-1] == base[-2:-1]:
                    forms.append(base[:-1])
        return tuple(forms)

    def inflects(self, name: str, word: str) -> bool:
        """Whether a folded word is a form of a verb of a class."""
        return any(form in self.classes[name] for form in self.stem(word))


@lru_cache(maxsize=8)
def lexicon(lang: str) -> Lexicon:
    """Load the word classes of a language.

    Parameters
    ----------
    lang
        ISO 639-1 code; a language without a grammar of its own is read with the English one.
    """
    classes = words("roles", lang=lang)
    return Lexicon(
        classes={name: frozenset(map(str.casefold, its)) for name, its in classes.items()},
        given_names=frozenset(map(str.casefold, listed("given_names", lang=lang))),
        lang=lang,
    )


@lru_cache(maxsize=8)
def _vocabulary(lang: str, without: frozenset[str]) -> frozenset[str]:
    classes = lexicon(lang).classes
    return frozenset().union(*(classes[name] for name in classes.keys() - without))
