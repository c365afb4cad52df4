"""The words of a language that a reader needs, as data files beside the code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

GRAMMAR: Final[Traversable] = files("geo.reading").joinpath("grammar")
"""The folder that holds a folder of grammar files for each language."""
FALLBACK: Final = "en"
"""What a language without a file of its own is read with."""


@cache
def words(subject: str, *, lang: str = FALLBACK) -> Mapping[str, Any]:
    """Read the word list of one subject, once.

    Parameters
    ----------
    subject
        Name of the file without its ending: `dates`, `attribution`, `events`.
    lang
        ISO 639-1 code of the language; English where that language has no list.
    """
    return tomllib.loads(_text(f"{subject}.toml", lang))


@cache
def listed(subject: str, *, lang: str = FALLBACK) -> frozenset[str]:
    """Read a plain list of words, once; lines that begin with # are remarks.

    Parameters
    ----------
    subject
        Name of the file without its ending: `given_names`.
    lang
        ISO 639-1 code of the language; English where that language has no list.
    """
    lines = _text(f"{subject}.txt", lang).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _text(name: str, lang: str) -> str:
    own = GRAMMAR.joinpath(lang, name)
    path = own if own.is_file() else GRAMMAR.joinpath(FALLBACK, name)
    return path.read_text(encoding="utf-8")
