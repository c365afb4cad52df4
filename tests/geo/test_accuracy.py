"""How well labelled reports are read: no figure may fall below its floor."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.reports import figures

FOLDER = Path(__file__).resolve().parents[1] / "reports"
FLOORS: dict[str, dict[str, float]] = tomllib.loads((FOLDER / "floors.toml").read_text())


@cache
def _scorer() -> ModuleType:
    name = "labelled_reports_score"
    spec = importlib.util.spec_from_file_location(name, FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@cache
def _scored(part: str, seed_dir: Path | None = None) -> figures.Score:
    scorer = _scorer()
    parts, _ = scorer.score_parts(
        scorer.cases(seed_dir=seed_dir, parts=[part]), scorer.frontmap_reader()
    )
    scored: figures.Score = parts[part]
    return scored


def _check(part: str, figure: str, scored: figures.Score) -> None:
    reached, floor = scored.figures()[figure], FLOORS[part][figure]
    assert reached is not None, f"nothing in the {part} reports is judged by {figure!r}"
    # Who changes the rules must not learn what the reports put aside are read wrong in.
    misses = [] if part == "heldout" else [f"{cause}: {what}" for cause, what in scored.misses]
    listed = "; not right:\n" + "\n".join(misses) if misses else ""
    assert reached >= floor, f"{figure} is {reached:.3f}, its floor {floor}{listed}"


@pytest.mark.parametrize(
    ("part", "figure"), [(part, one) for part in ("dev", "heldout") for one in FLOORS[part]]
)
def test_reports_of_our_own_are_read_well(part: str, figure: str) -> None:
    _check(part, figure, _scored(part))


@pytest.mark.parametrize("figure", FLOORS["seeds"])
def test_the_seed_reports_are_read_well(figure: str, seed_dir: Path) -> None:
    _check("seeds", figure, _scored("seeds", seed_dir))
