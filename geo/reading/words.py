"""The words of a language that a reader needs, as data files beside the code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(subject: str, *, lang: str = "en") -> Mapping[str, Any]:
    """Read the word list of one subject, once.

    Parameters
    ----------
    subject
        Name of the file without its ending: `dates`, `attribution`, `events`.
    lang
        ISO 639-1 code of the language; English where that language has no list.
    """
    folder = files("geo.reading").joinpath("grammar")
    path = folder.joinpath(lang, f"{subject}.toml")
    if not path.is_file():
        path = folder.joinpath("en", f"{subject}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
