"""What holds for the code as a whole, read from its source."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

PACKAGES = ("gazetteer", "geo", "maps")
MAY_IMPORT = {"gazetteer": set[str](), "geo": {"gazetteer"}, "maps": {"gazetteer", "geo"}}
HEAVY = ("folium", "geopandas", "matplotlib", "pandas", "pyogrio")
# Not even these where nothing is looked up.
SLOW = (*HEAVY, "geopy", "numpy", "pyproj", "rapidfuzz", "requests", "shapely", "sqlite3")
# Distributions whose modules have another name.
# trafilatura imports it, but asks for it in a way that older pip does not understand.
NEEDED_BY_OTHERS = {"lxml-html-clean"}
MODULES = {"folium-offline": "offlinefolium", "python-docx": "docx"}


def sources() -> Iterator[tuple[str, Path]]:
    """List every module of ours with its file."""
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        folder = Path(spec.origin).parent
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder.parent).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


SOURCES = dict(sources())
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in SOURCES.items()}


def imports(tree: ast.AST) -> Iterator[str]:
    """List the modules that a piece of code imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_level(tree: ast.Module) -> ast.Module:
    """Keep what runs when the module is imported."""

    def runs(node: ast.stmt) -> bool:
        checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        return not checking and not isinstance(node, ast.FunctionDef | ast.ClassDef)

    return ast.Module([node for node in tree.body if runs(node)], [])


def test_all_of_the_source_is_read() -> None:
    assert {"gazetteer.place", "geo.reading.report", "maps.cli"} <= set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_imports_go_one_way(name: str) -> None:
    package = name.partition(".")[0]
    used = {module.partition(".")[0] for module in imports(TREES[name])} & set(PACKAGES)
    assert used - {package} <= MAY_IMPORT[package]


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        name: {module for module in imports(module_level(tree)) if module in SOURCES} - {name}
        for name, tree in TREES.items()
    }
    # Raises CycleError, which names the circle.
    assert list(TopologicalSorter(graph).static_order())


NETWORK = ("aiohttp", "ftplib", "gazetteer.online", "geopy.adapters", "geopy.geocoders", "http",
           "requests", "smtplib", "socket", "ssl", "urllib.request", "webbrowser")  # fmt: skip


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def reached_from(start: str) -> set[str]:
    """List the modules of ours that one imports, at any place in its code, and those that they do.

    A package's own file names its modules only as they are asked for, and is not followed.
    """
    reached, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [module for module in imports(TREES[name]) if module in SOURCES]
    return reached


@pytest.mark.parametrize("start", ["geo.reading.read", "geo.claims.check", "maps.report_map"])
def test_nothing_that_reads_a_report_can_ask_the_network(start: str) -> None:
    reached = reached_from(start)
    assert "gazetteer.store" in reached_from("maps.cli_options")
    assert "gazetteer.place" in reached
    asking = {
        name: sorted(used)
        for name in reached
        if (used := {module for module in imports(TREES[name]) if within(module, NETWORK)})
    }
    assert asking == {}


def test_geocoders_are_asked_from_one_place_alone() -> None:
    users = {
        name
        for name, tree in TREES.items()
        if not within(name, ("gazetteer.online",))
        and any(within(module, ("gazetteer.online",)) for module in imports(tree))
    }
    assert users == {"maps.cli_online"}


def public_callables(tree: ast.Module) -> Iterator[tuple[str, str | None, list[ast.stmt]]]:
    """List public functions and classes with their docstring and the body that may raise."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, ast.get_docstring(node), node.body
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        for method in node.body:
            if not isinstance(method, ast.FunctionDef):
                continue
            name = f"{node.name}.{method.name}"
            if method.name in ("__init__", "__post_init__"):
                yield name, ast.get_docstring(node), method.body
            elif not method.name.startswith("_"):
                yield name, ast.get_docstring(method), method.body


def raises(body: list[ast.stmt]) -> bool:
    """Tell whether a function's own body raises; a function inside it does not count."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise):
            return True
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
    return False


def undocumented(tree: ast.Module) -> list[str]:
    """List public functions that raise without a `Raises` section."""
    return [
        name
        for name, docstring, body in public_callables(tree)
        if raises(body) and not re.search(r"^Raises\n-{6}$", docstring or "", re.MULTILINE)
    ]


@pytest.mark.parametrize("name", SOURCES)
def test_a_function_that_raises_says_so(name: str) -> None:
    assert undocumented(TREES[name]) == []


def test_the_check_for_raises_sees_one_that_does_not_say_so() -> None:
    silent = 'def f():\n    """Do."""\n    if x:\n        raise E\n'
    said = (
        'def f():\n    """Do.\n\n    Raises\n    ------\n    E\n        If x.\n    """\n    raise E'
    )
    assert undocumented(ast.parse(silent)) == ["f"]
    assert undocumented(ast.parse(said)) == []


@pytest.mark.parametrize("name", [name for name in SOURCES if "__all__" in ast.dump(TREES[name])])
def test_the_public_surface_is_sorted_and_exists(name: str) -> None:
    module = importlib.import_module(name)
    # Constants, classes, functions, as isort has it.
    order = sorted(set(module.__all__), key=lambda n: (not n.isupper(), n[0].islower(), n))
    assert list(module.__all__) == order
    assert [public for public in module.__all__ if not hasattr(module, public)] == []


@pytest.mark.parametrize("name", PACKAGES)
def test_the_packages_are_ours(name: str, root: Path) -> None:
    """`geo` and `maps` are common names: another distribution may have put its own there."""
    folder = Path(str(importlib.import_module(name).__file__)).resolve().parent
    if os.environ.get("FRONTMAP_WHEEL"):
        distribution = importlib.metadata.distribution("frontmap")
        assert folder == Path(str(distribution.locate_file(name))).resolve()
        assert folder.parent != root
        assert set(importlib.metadata.packages_distributions()[name]) == {"frontmap"}
    assert folder.parent == Path(str(importlib.import_module("gazetteer").__file__)).parents[1]


def run_python(code: str, root: Path) -> str:
    """Run code where our packages can be imported, and give what it prints last."""
    ours = str(Path(SOURCES["geo"]).parent.parent)
    env = {**os.environ, "PYTHONPATH": ours, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        env=env,
        check=False,
        cwd=root,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


LOADED = f"print('loaded:', *sorted(set({HEAVY!r}) & set(sys.modules)))"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["map", "--help"],
        ["distance", "Sudzha", "border"],
        ["gazetteer", "info"],
        ["distance", "51 11 29 N, 35 16 14 E", "border"],
    ],
)
def test_light_commands_load_nothing_heavy(arguments: list[str], root: Path) -> None:
    code = f"import sys; from maps.cli import run; assert run({arguments!r}) == 0; {LOADED}"
    assert run_python(code, root) == "loaded:"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["gazetteer", "near", "--help"]])
def test_help_waits_for_nothing_slow(arguments: list[str], root: Path) -> None:
    loaded = LOADED.replace(repr(HEAVY), repr(SLOW))
    code = f"import sys; from maps.cli import run; assert run({arguments!r}) == 0; {loaded}"
    assert run_python(code, root) == "loaded:"


def test_importing_any_module_loads_nothing_heavy(root: Path) -> None:
    modules = [name for name in SOURCES if not name.endswith("__main__") and ".data." not in name]
    code = f"import sys; {'; '.join(f'import {name}' for name in modules)}; {LOADED}"
    assert run_python(code, root) == "loaded:"


def project(root: Path) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def test_what_is_imported_is_declared_and_nothing_else(root: Path) -> None:
    standard = set(sys.stdlib_module_names)
    runtime = {name for name in SOURCES if ".data." not in name}
    used = {
        module.partition(".")[0] for name in runtime for module in imports(TREES[name])
    } - standard.union(PACKAGES)
    table = project(root)
    extras = table["optional-dependencies"]
    lines = [*table["dependencies"], *(line for x in extras if x != "test" for line in extras[x])]
    declared = {re.split(r"[^\w-]", line, maxsplit=1)[0] for line in lines}
    assert declared >= NEEDED_BY_OTHERS
    assert used == {MODULES.get(name, name) for name in declared - NEEDED_BY_OTHERS}


def test_the_version_is_said_once(root: Path) -> None:
    from maps.version import __version__

    assert "version" in project(root)["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    if os.environ.get("FRONTMAP_WHEEL"):
        assert importlib.metadata.version("frontmap") == __version__


def test_the_top_level_holds_what_belongs_there(root: Path) -> None:
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("needs a checkout")
    done = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True)
    names = {line.partition("/")[0] for line in done.stdout.splitlines()}
    allowed = {*PACKAGES, "LICENSE", "README.md", "notebooks", "pyproject.toml", "tests"}
    assert {name for name in names if not name.startswith(".")} <= allowed
