"""Phrases of a language, folded and ready for look-up by tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from geo.reading.tokens import Token, tokenise

V = TypeVar("V")
_SAME = str.maketrans({"‐": "-", "‑": "-", "−": "-", "’": "'", "ʼ": "'"})


def key(token: Token) -> str:
    """Give the form under which a token is looked up."""
    return token.lower.translate(_SAME)


class Phrases(Generic[V]):
    """Phrases of one or more tokens, each with a value; finds the longest at a position."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._values: dict[tuple[str, ...], V] = {}
        self._longest: dict[str, int] = {}
        for phrase, value in entries:
            words = tuple(key(token) for token in tokenise(phrase))
            self._values[words] = value
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def at(self, keys: Sequence[str], i: int) -> tuple[V, int] | None:
        """Find the longest phrase that begins at `i`: its value and the index behind it."""
        longest = self._longest.get(keys[i]) if i < len(keys) else None
        if longest is None:
            return None
        for size in range(min(longest, len(keys) - i), 0, -1):
            value = self._values.get(tuple(keys[i : i + size]))
            if value is not None:
                return value, i + size
        return None

    @property
    def starts(self) -> frozenset[str]:
        """The words that a phrase can begin with."""
        return frozenset(self._longest)


def phrases(groups: Mapping[str, Sequence[str]]) -> Phrases[str]:
    """Make phrases whose value is the name of the group that lists them."""
    return Phrases((phrase, name) for name, listed in groups.items() for phrase in listed)
