"""Patterns over tags: regular expressions whose letters are the tags of items.

Each tag is one character of a private alphabet, so that Python's own matcher runs over the tags
of a sentence. `<name: …>` captures, names in capitals are tags or macros, the rest is written as
in regular expressions. All repeats in the rule files are bounded or of single tags: the time is
linear in the length of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from geo.errors import GeoError

_PIECE: Final = re.compile(r"<(?P<group>[a-z]+):|(?P<tag>[A-Z]+)|(?P<close>(?<!\\)>)|\s+")
_FIRST: Final = 0xE000


class GrammarInvalid(GeoError, ValueError):
    """A rule file holds a pattern that names an unknown tag or cannot be compiled."""


class Alphabet:
    """The tags of a grammar, one character each."""

    def __init__(self, tags: Iterable[str], *, macros: Mapping[str, str]) -> None:
        self._letters = {tag: chr(_FIRST + i) for i, tag in enumerate(sorted(set(tags)))}
        self._macros = dict(macros)

    def letter(self, tag: str) -> str:
        """Give the character of a tag."""
        return self._letters[tag]

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern over tags.

        Parameters
        ----------
        pattern
            As described for this module.

        Raises
        ------
        GrammarInvalid
            If it names a tag that the grammar does not have, or is no regular expression.
        """
        try:
            return re.compile(self._translate(pattern, depth=0))
        except re.error as fault:
            raise GrammarInvalid(f"pattern {pattern!r} cannot be compiled: {fault}") from fault

    def _translate(self, pattern: str, *, depth: int) -> str:
        """Replace names by characters and macros by their text."""

        def piece(match: re.Match[str]) -> str:
            name = match["tag"]
            if match["group"]:
                return f"(?P<{match['group']}>"
            if match["close"]:
                return ")"
            if name is None:
                return ""
            if name in self._letters:
                return self._letters[name]
            if name not in self._macros or depth > 8:
                raise GrammarInvalid(
                    f"pattern {pattern!r} names {name}, which is neither a tag nor a macro"
                )
            return f"(?:{self._translate(self._macros[name], depth=depth + 1)})"

        return _PIECE.sub(piece, pattern)
