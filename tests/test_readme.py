"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from gazetteer.corrected import corrected
from gazetteer.corrections import load_corrections
from gazetteer.store import Gazetteer


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def set_up(readme: str) -> list[str]:
    """The set-up commands, one line each."""
    return re.findall(r"^```sh\n(.*)\n```$", readme, re.MULTILINE)


@pytest.fixture(scope="module")
def update(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_readme", root / "tests/update_readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_two_set_up_commands_of_one_line(set_up: list[str], readme: str) -> None:
    assert len(set_up) == readme.count("```sh\n") == 2
    install, test = (line.split(" && ") for line in set_up)
    assert install[2] == "python3 -m pip install ."
    assert test[-2:] == ['python3 -m pip install ".[test]"', "pytest tests"]


def test_the_first_command_makes_the_map_and_the_table(
    set_up: list[str],
    root: Path,
    tmp_path: Path,
    command_line: list[str],
    surroundings: dict[str, str],
) -> None:
    (tmp_path / "tests").symlink_to(root / "tests")
    program = tmp_path / "bin" / "frontmap"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {" ".join(command_line)} "$@"\n')
    program.chmod(0o755)
    main_job = set_up[0].partition("pip install . && ")[2]
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", main_job],
        cwd=tmp_path,
        env={**surroundings, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "map.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "does not fit" in done.stdout


def test_what_it_prints_is_what_is_shown(readme: str, update: ModuleType) -> None:
    """If it differs, read the difference, then run tests/update_readme.py."""
    assert update.filled(readme) == readme


def test_the_python_example_holds(readme: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    example = doctest.DocTestParser().get_doctest(readme, {}, "README", "README.md", 0)
    assert example.examples
    report: list[str] = []
    doctest.DocTestRunner().run(example, out=report.append)
    assert report == []


def test_links_and_pictures_exist(readme: str, root: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        assert target.startswith("https://") or (root / target).exists(), target


def test_every_command_of_the_help_is_described(readme: str) -> None:
    from maps.cli import app

    names = {str(c.name or (c.callback and c.callback.__name__)) for c in app.registered_commands}
    for name in names | {"gazetteer"}:
        assert f"`frontmap {name}" in readme


def test_the_corrections_shown_can_be_used(readme: str, tmp_path: Path) -> None:
    (shown,) = re.findall(r"^```toml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    path = tmp_path / "corrections.toml"
    path.write_text(shown, encoding="utf-8")
    with (
        Gazetteer.open() as gazetteer,
        corrected(gazetteer, load_corrections(path)) as (fixed, rulings),
    ):
        assert fixed.find("Loknya Malaya")[0].place.id == "theatre:malaya-loknya"
        assert fixed.find("Dacha Settlement")[0].place.precision_m == 500
        here = rulings.place_of("Zelenyi Hai", report="monday")
        elsewhere = rulings.place_of("Zelenyi Hai", report="tuesday")
    assert here is not None
    assert elsewhere is not None
    assert here.admin1 == "Zaporizhzhia Oblast"
    assert elsewhere.lonlat == (38.05, 48.13)
