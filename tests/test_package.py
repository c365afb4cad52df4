"""The installed copy: what the wheel carries and what it says of itself."""

from __future__ import annotations

import importlib.metadata
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not os.environ.get("FRONTMAP_WHEEL"), reason="FRONTMAP_WHEEL is not set: the checkout is tested"
)


@pytest.fixture(scope="module")
def files() -> list[str]:
    listed = importlib.metadata.files("frontmap")
    assert listed is not None
    return [str(path) for path in listed if "__pycache__" not in str(path)]


def test_nothing_else_slips_into_site_packages(files: list[str]) -> None:
    tops = {path.partition("/")[0] for path in files if not path.startswith("..")}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"gazetteer", "geo", "maps"}


def test_the_gazetteer_is_built_and_ships(files: list[str]) -> None:
    from gazetteer.shipped import shipped_path

    assert [path for path in files if path.endswith(".sqlite")]
    package = Path(str(importlib.metadata.distribution("frontmap").locate_file("gazetteer")))
    assert package.resolve() in shipped_path().resolve().parents


def test_it_says_under_which_licences_it_stands(files: list[str]) -> None:
    metadata = importlib.metadata.metadata("frontmap")
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0 AND ODbL-1.0"
    assert [path for path in files if path.endswith("licenses/LICENSE")]
    assert "gazetteer/data/README.md" in files


def test_no_test_and_no_cache_ships(files: list[str]) -> None:
    assert [path for path in files if "test" in Path(path).name] == []


def test_types_ship(files: list[str]) -> None:
    assert {f"{name}/py.typed" for name in ("gazetteer", "geo", "maps")} <= set(files)
