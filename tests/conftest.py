"""What every test can ask for: the folders outside the repository, the browser, the command."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
Command = Callable[..., "subprocess.CompletedProcess[str]"]
# Without these Chromium asks its maker's servers at every start.
QUIET_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _installed() -> bool:
    """Whether frontmap is installed as a copy, not as a link to this checkout."""
    try:
        distribution = importlib.metadata.distribution("frontmap")
    except importlib.metadata.PackageNotFoundError:
        return False
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    return not origin.get("dir_info", {}).get("editable", False)


INSTALLED = _installed()
if INSTALLED:
    # `python -m pytest` puts the checkout first on the path and would test it instead.
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != ROOT]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for files that cannot stand in the repository."""
    group = parser.getgroup("frontmap")
    group.addoption("--seed-dir", type=Path, help="folder of the two seed reports")
    group.addoption("--control-dir", type=Path, help="folder of real control maps")
    group.addoption(
        "--postal-dir", type=Path, help="folder of GeoNames' postal codes: RU.zip, UA.zip"
    )


def pytest_report_header() -> list[str]:
    """Say what is tested."""
    return [f"frontmap: {'installed copy' if INSTALLED else 'checkout'}"]


def _folder(config: pytest.Config, option: str) -> Path:
    folder: Path | None = config.getoption(option)
    if folder is None:
        pytest.skip(f"needs {option}")
    if not folder.is_dir():
        pytest.fail(f"{option} {folder} is no folder")
    return folder.resolve()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def postal_dir(pytestconfig: pytest.Config) -> Path:
    """The folder of GeoNames' postal codes; skips without --postal-dir."""
    return _folder(pytestconfig, "--postal-dir")


@pytest.fixture(scope="session")
def seed_dir(pytestconfig: pytest.Config) -> Path:
    """The folder of the two seed reports; skips without --seed-dir."""
    return _folder(pytestconfig, "--seed-dir")


@pytest.fixture(scope="session")
def control_dir(pytestconfig: pytest.Config) -> Path:
    """The folder of real control maps; skips without --control-dir."""
    return _folder(pytestconfig, "--control-dir")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; without one skips, or fails if FRONTMAP_REQUIRE_BROWSER is set."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        if os.environ.get("FRONTMAP_REQUIRE_BROWSER"):
            pytest.fail("FRONTMAP_REQUIRE_BROWSER is set and no Chromium is installed")
        pytest.skip("needs Chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(QUIET_FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def command_line() -> list[str]:
    """How to start the command: the installed script, or the checkout's module."""
    if INSTALLED:
        return [str(Path(sys.executable).with_name("frontmap"))]
    return [sys.executable, "-m", "maps"]


@pytest.fixture(scope="session")
def surroundings() -> dict[str, str]:
    """The environment of the command: the user's own, without a gazetteer of their own."""
    usual = {key: value for key, value in os.environ.items() if key != "FRONTMAP_GAZETTEER"}
    ours = {} if INSTALLED else {"PYTHONPATH": str(ROOT)}
    return {**usual, **ours, "COLUMNS": "100", "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def frontmap(command_line: list[str], surroundings: dict[str, str]) -> Command:
    """Run the command as a shell would: `frontmap("distance", "Sudzha", "border")`."""

    def run(
        *arguments: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*command_line, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env={**surroundings, **(env or {})},
            cwd=cwd,
            timeout=300,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run
