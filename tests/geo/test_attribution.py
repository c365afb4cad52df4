"""Attribution against sentences whose speakers are known, and against text that nobody would write."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading.attribution import Attributed, Attributor
from geo.reading.tokens import sentences

DATA = Path(__file__).parent / "data"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a data file."""
    listed: list[dict[str, Any]] = tomllib.loads((DATA / name).read_text(encoding="utf-8"))["case"]
    return listed


def asked(case: dict[str, Any]) -> Attributed:
    """Who says the stretch that a case asks about."""
    text = case["text"]
    start = text.index(case["of"])
    return Attributor(text, sentences(text)).at(start, start + len(case["of"]))


def faults(case: dict[str, Any]) -> list[str]:
    """Where the answer differs from what the case says."""
    said = asked(case)
    chain = [f"{link.speaker}: {link.verb}" for link in said.chain]
    pairs = [
        ("chain", chain, case["chain"]),
        ("standing", said.standing, case["standing"]),
        ("negated", said.negated, case.get("negated", False)),
    ]
    return [f"{name}: {got!r}, not {want!r}" for name, got, want in pairs if got != want]
