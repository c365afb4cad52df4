"""The page holds what it needs and refuses what it does not know."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import folium
import pytest

from maps import page
from maps.errors import AssetUnknown, MarkupUnsafe, NothingToMap
from maps.html import Html
from maps.layers import draw
from maps.report_map import report_map

ASSETS = Path(page.__file__).parent / "assets"
VIEW = (35.0, 51.0, 35.6, 51.4)


def write(picture: Any) -> str:
    return page.write_page(picture, title="t", body=lambda figure: figure, data={})


def test_an_unknown_address_is_refused_by_name() -> None:
    with pytest.raises(AssetUnknown, match=r"https://example\.org/x\.js") as caught:
        page.local_copy("https://example.org/x.js")
    assert caught.value.known == tuple(sorted(page.LOCAL))


def test_a_plugin_that_links_to_files_of_its_own_is_refused() -> None:
    from folium.plugins import MousePosition

    picture = draw([], view=VIEW)
    plugin: Any = MousePosition
    plugin().add_to(picture)
    with pytest.raises(AssetUnknown, match="MousePosition"):
        write(picture)


def test_a_head_or_body_element_that_could_load_is_refused() -> None:
    picture = draw([], view=VIEW)
    picture.get_root().html.add_child(folium.Element("<img src='https://example.org/x'>"))
    with pytest.raises(MarkupUnsafe, match="src"):
        write(picture)
    picture = draw([], view=VIEW)
    picture.get_root().header.add_child(folium.Element("<script>1</script>"))
    with pytest.raises(MarkupUnsafe, match="head"):
        write(picture)


def test_a_script_cannot_end_early() -> None:
    picture = draw([], view=VIEW)
    picture.get_root().script.add_child(folium.Element("var a = '</script>'"))
    with pytest.raises(MarkupUnsafe, match="end it early"):
        write(picture)


def test_nothing_in_the_page_is_loaded_from_elsewhere() -> None:
    html = write(draw([], view=VIEW))
    head = html[: html.index("<script>")]
    assert not re.search(r"<link|@import|url\((?!#)", head)
    assert not re.search(r"<(?:script|img|iframe)[^>]*\ssrc", html)
    assert "sourceMappingURL" not in html


def test_the_policy_lets_in_exactly_what_the_page_holds() -> None:
    html = write(draw([], view=VIEW))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy[1].split("; ")}
    assert rules["default-src"] == ["'none'"]
    assert "unsafe" not in policy[1]
    for kind, directive in (("script", "script-src"), ("style", "style-src")):
        blocks = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
        hashes = [hashlib.sha256(block.encode()).digest() for block in blocks]
        wanted = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes]
        assert rules[directive] == wanted


def test_the_data_block_cannot_end_early() -> None:
    html = page.write_page(
        draw([], view=VIEW), title="t", body=lambda _: Html(""), data={"a": "</script><b>&"}
    )
    assert '{"a":"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}' in html


def test_committed_assets_are_those_that_their_readme_names() -> None:
    readme = (ASSETS / "README.md").read_text(encoding="utf-8")
    for digest, name in re.findall(r"([0-9a-f]{64})  (\S+)", readme):
        assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == digest
    for file in ASSETS.iterdir():
        assert f"`{file.name}`" in readme or file.name == "README.md"
    assert "BSD 2-Clause" in (ASSETS / "leaflet-LICENSE.txt").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(
    checked: Any, gazetteer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = report_map(checked, gazetteer)
    assert report_map(checked, gazetteer) == first
    assert not re.search(r"_[0-9a-f]{32}", first), "folium's random ids are in the page"


def test_the_command_writes_the_same_bytes_and_nothing_of_the_machine(
    frontmap: Any, root: Path, tmp_path: Path
) -> None:
    report = (root / "tests" / "reports" / "berdin-assessment.txt").read_text(encoding="utf-8")
    pages = []
    for seed in ("1", "2"):
        folder = tmp_path / f"folder-{seed}"
        folder.mkdir()
        (folder / "report.txt").write_text(report, encoding="utf-8")
        done = frontmap("map", folder / "report.txt", "-o", folder / "map.html",
                        env={"PYTHONHASHSEED": seed})  # fmt: skip
        assert done.returncode == 0, done.stderr
        pages.append((folder / "map.html").read_text(encoding="utf-8"))
    assert pages[0] == pages[1]
    homes = {str(root), str(tmp_path), str(Path.home()), sys.prefix, "file://"} - {"/"}
    assert [home for home in homes if home in pages[0]] == []
    host = socket.gethostname()
    assert len(host) < 6 or host not in pages[0]


def test_no_report_is_no_map(gazetteer: Any) -> None:
    with pytest.raises(NothingToMap):
        report_map([], gazetteer)


def test_heavy_packages_are_loaded_only_to_draw() -> None:
    code = (
        "import sys, maps.report_map; "
        "print([m for m in ('folium', 'pandas', 'geopandas', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": ":".join(filter(None, sys.path)), "PATH": ""},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
