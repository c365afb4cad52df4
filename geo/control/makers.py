"""Makers of control maps that are known by the shape of their files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from geo.control.layer import Maker


@cache
def known_maker(key: str) -> Maker:
    """Give a known maker.

    Parameters
    ----------
    key
        Which of `makers.toml`: `owlmaps`, `cyterat` or `deepstate`.
    """
    text = files("geo.control").joinpath("makers.toml").read_text(encoding="utf-8")
    entry = tomllib.loads(text)[key]
    return Maker(entry["name"], entry.get("licence"), entry["attribution"])
