"""What every test can ask for: the folders outside the repository, the browser, the command."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
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


class FakeServer:
    """A web server on this machine that answers as told and remembers what it was asked.

    `answers` are given in turn, the last one again and again: a body (text, bytes, or a value to
    write as JSON), or a pair of status and header fields. `delay_s` is how long it thinks first.
    """

    def __init__(self) -> None:
        self.answers: list[Any] = [[]]
        self.delay_s = 0.0
        self.requests: list[tuple[str, dict[str, str]]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                time.sleep(fake.delay_s)
                answer = fake.answers.pop(0) if len(fake.answers) > 1 else fake.answers[0]
                status, fields = answer if isinstance(answer, tuple) else (200, {})
                body = b"" if isinstance(answer, tuple) else fake.body(answer)
                try:
                    self.send_response(status)
                    for name, value in fields.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # the client has left, as some tests want it to

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @staticmethod
    def body(answer: Any) -> bytes:
        if isinstance(answer, bytes):
            return answer
        return (answer if isinstance(answer, str) else json.dumps(answer)).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def fake_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    """A web server on 127.0.0.1."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = FakeServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def web_server() -> ModuleType:
    """The code of a server on this machine that answers, and misbehaves, as a test says."""
    spec = importlib.util.spec_from_file_location("web_server", ROOT / "tests/web_server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def web(web_server: ModuleType) -> Iterator[Any]:
    """A server on this machine: `web.answers["/dump/UA.zip"] = [web.whole(body)]`."""
    with web_server.Web() as running:
        yield running
