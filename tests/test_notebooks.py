"""Every notebook runs from its first cell to its last, offline, and is kept without outputs."""

from __future__ import annotations

import ast
import importlib
import json
import os
import subprocess
import sys
import warnings
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


@pytest.fixture
def offline(tmp_path: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """An environment of nobody's own settings, in which Python cannot reach the network."""
    guard, home = tmp_path / "guard", tmp_path / "home"
    guard.mkdir()
    home.mkdir()
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


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, offline: dict[str, str], tmp_path: Path) -> None:
    nbclient, nbformat = importlib.import_module("nbclient"), importlib.import_module("nbformat")
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3")
    with warnings.catch_warnings():
        # What Jupyter's own packages say of each other is theirs.
        warnings.simplefilter("ignore")
        # Raises CellExecutionError, which shows the cell and its traceback.
        client.execute(env=offline, cwd=str(tmp_path))
    said = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in said if output.output_type == "error"] == []
    # A warning is something that a reader of the notebook would see.
    assert [output.text for output in said if output.get("name") == "stderr"] == []


def test_a_notebook_that_asks_for_the_network_fails(offline: dict[str, str]) -> None:
    asks = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=5)"
    done = subprocess.run(
        [sys.executable, "-c", asks], env=offline, capture_output=True, text=True, check=False
    )
    assert "a notebook asked for the network" in done.stderr
