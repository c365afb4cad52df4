"""Every notebook runs from its first cell to its last, offline, and is kept without outputs."""

from __future__ import annotations

import ast
import importlib
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
# Python reads this module before anything else, in every kernel and in what a kernel starts.
NO_NETWORK = """
import socket

def refuse(self, address, *rest):
    raise OSError(f"a notebook asked for the network: {address}")

def connect(self, address, connect=socket.socket.connect):
    local = self.family == getattr(socket, "AF_UNIX", None) or address[0] in ("127.0.0.1", "::1")
    return connect(self, address) if local else refuse(self, address)

socket.socket.connect = connect
socket.socket.connect_ex = connect
socket.getaddrinfo = lambda host, *rest, **more: refuse(None, host)
"""


@pytest.fixture(scope="module")
def offline(
    tmp_path_factory: pytest.TempPathFactory, surroundings: dict[str, str]
) -> dict[str, str]:
    """An environment of nobody's own settings, in which Python cannot reach the network."""
    guard, home = tmp_path_factory.mktemp("guard"), tmp_path_factory.mktemp("home")
    (guard / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    paths = filter(None, (str(guard), surroundings.get("PYTHONPATH")))
    own = {"IPYTHONDIR": home, "JUPYTER_CONFIG_DIR": home, "XDG_DATA_HOME": home}
    return {
        **surroundings,
        **{name: str(path) for name, path in own.items()},
        "PYTHONPATH": os.pathsep.join(paths),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def read(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def code(notebook: dict[str, Any]) -> list[str]:
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] != []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_it_printed(path: Path) -> None:
    """Differences between two versions are then readable."""
    nbformat = importlib.import_module("nbformat")
    notebook = read(path)
    nbformat.validate(nbformat.from_dict(notebook))
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell["metadata"] == {}
    assert path.read_text("utf-8") == json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_uses_what_is_public(path: Path) -> None:
    tree = ast.parse("\n".join(code(read(path))))
    names = [
        name
        for node in ast.walk(tree)
        for name in (
            [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            if isinstance(node, ast.ImportFrom)
            else [node.attr]
            if isinstance(node, ast.Attribute)
            else []
        )
    ]
    assert [name for name in names if name.startswith("_")] == []


Execute = Callable[[Path], Any]


@pytest.fixture(scope="module")
def execute(offline: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Execute:
    """Run a notebook from its first cell to its last, once for all tests; gives it with outputs."""
    nbclient, nbformat = importlib.import_module("nbclient"), importlib.import_module("nbformat")

    @cache
    def run(path: Path) -> Any:
        notebook = nbformat.read(path, as_version=4)
        client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3")
        with warnings.catch_warnings():
            # What Jupyter's own packages say of each other is theirs.
            warnings.simplefilter("ignore")
            # Raises CellExecutionError, which shows the cell and its traceback.
            client.execute(env=offline, cwd=str(tmp_path_factory.mktemp("notebook")))
        return notebook

    return run


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, execute: Execute) -> None:
    said = [output for cell in execute(path).cells for output in cell.get("outputs", [])]
    assert [output for output in said if output.output_type == "error"] == []
    # A warning is something that a reader of the notebook would see.
    assert [output.text for output in said if output.get("name") == "stderr"] == []


class Still(HTMLParser):
    """What a page shows to those whose browser runs no scripts and opens no frames."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.bold: list[str] = []
        self.cells: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self.pictures.append(given)
        if tag not in ("img", "br", "meta", "link", "hr", "input"):
            self.open.append((tag, given.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if tags & {"script", "style", "noscript", "iframe", "template"}:
            return
        self.words.append(data)
        if "b" in tags and any("fm-text" in names for _, names in self.open):
            self.bold.append(data)
        if "td" in tags:
            self.cells.append(data)


def exported(notebook: Any) -> str:
    """What `jupyter nbconvert --to html` writes of an executed notebook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nbconvert = importlib.import_module("nbconvert")
        page: str = nbconvert.HTMLExporter().from_notebook_node(notebook)[0]
    return page


@pytest.mark.slow
def test_what_a_reading_shows_survives_the_export_without_scripts(execute: Execute) -> None:
    (path,) = (path for path in NOTEBOOKS if path.stem == "01_first_report")
    page = Still(exported(execute(path)))
    text = " ".join(" ".join(page.words).split())
    assert "Two Russian mapping channels claim that" in text
    for cell in (
        "Malaya Loknya, Sudzhansky, Kursk Oblast, RU",
        "does not fit",
        "21.2 km (19.9–22.4 km)",
    ):
        assert any(cell in shown.replace("\u00a0", " ") for shown in page.cells), cell
    assert "≠" in text
    assert {"Berdin", "Sudzha", "Malaya Loknya", "Zelenyi Hai"} <= set(page.bold)
    maps = [one for one in page.pictures if (one.get("src") or "").startswith("data:image/png")]
    assert maps
    told = [one.get("alt") or "" for one in maps]
    assert any("Berdin" in alt and "Sudzha" in alt for alt in told)


@pytest.mark.slow
@pytest.mark.browser
def test_an_exported_notebook_is_read_in_a_browser_that_runs_no_scripts(
    execute: Execute, browser: Any, tmp_path: Path
) -> None:
    (path,) = (path for path in NOTEBOOKS if path.stem == "01_first_report")
    saved = tmp_path / "first_report.html"
    saved.write_text(exported(execute(path)), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(saved.as_uri(), wait_until="domcontentloaded")
    shown = page.locator(".frontmap").last
    for part in (".fm-text b", ".fm-sign", "table td", "figure img"):
        found = shown.locator(part).first
        box = found.bounding_box()
        assert box is not None, part
        assert box["width"] > 5, part
    assert page.locator(".frontmap script").count() == 0
    context.close()


def test_a_notebook_that_asks_for_the_network_fails(offline: dict[str, str]) -> None:
    asks = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=5)"
    done = subprocess.run(
        [sys.executable, "-c", asks], env=offline, capture_output=True, text=True, check=False
    )
    assert "a notebook asked for the network" in done.stderr
