"""The reports to be compared, read and checked once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.reading.read import read
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.report_file import load_report

HERE = Path(__file__).parent
Checked = tuple[Reading, tuple[Claim, ...]]


@pytest.fixture(scope="session")
def atlas() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as gazetteer:
        yield gazetteer


@pytest.fixture(scope="session")
def told(atlas: Gazetteer) -> Callable[..., Checked]:
    """Read and check a text: `told("Berdin is 15 km from the border.", source="Post")`."""

    @cache
    def read_text(
        text: str, *, source: str | None = None, date: str | None = "2025-01-06"
    ) -> Checked:
        name = (source or "report").lower().replace(" ", "-")
        reading = read(Report(name, text, date=date, source=source), atlas)
        return reading, check(reading, atlas)

    return read_text


@pytest.fixture(scope="session")
def loaded(atlas: Gazetteer) -> Callable[[Path], Checked]:
    """Load, read and check a file."""

    @cache
    def load(path: Path) -> Checked:
        reading = read(load_report(path), atlas)
        return reading, check(reading, atlas)

    return load


@pytest.fixture(scope="session")
def case(loaded: Callable[[Path], Checked]) -> Callable[[str], list[Checked]]:
    """The reports of a folder, read and checked: `case("berdin-outcome")`."""

    def of(folder: str) -> list[Checked]:
        return [loaded(path) for path in sorted((HERE / "reports" / folder).glob("*.txt"))]

    return of


@pytest.fixture(scope="session")
def labels() -> dict[str, dict[str, Any]]:
    """What is to be found, by folder."""
    dev = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
    heldout = tomllib.loads((HERE / "heldout.toml").read_text(encoding="utf-8"))
    return dev | {f"heldout/{name}": row for name, row in heldout.items()}
