"""The examples in the docstrings, run against the packages as they are installed."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
from pathlib import Path

import pytest


def with_examples() -> list[str]:
    """List the modules whose docstrings hold examples."""
    names: list[str] = []
    for package in ("gazetteer", "geo", "maps"):
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        folder = Path(spec.origin).parent
        names += [
            ".".join(path.relative_to(folder.parent).with_suffix("").parts)
            for path in sorted(folder.rglob("*.py"))
            if ">>> " in path.read_text("utf-8")
        ]
    return names


@pytest.mark.parametrize("name", with_examples())
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0
    assert result.failed == 0
