"""No page names the machine that made it, loosens its policy, or asks for anything when used."""

from __future__ import annotations

import base64
import getpass
import hashlib
import re
import socket
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KINDS = ("report", "many", "control", "change", "timeline")


@pytest.fixture(scope="module")
def pages(
    frontmap: Any, root: Path, large_reports: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """One page of each kind as the commands write it, from files in folders of telling names."""
    folder = tmp_path_factory.mktemp("secret-folder-of-the-author")
    report = folder / "reports" / "evening.txt"
    report.parent.mkdir()
    sample = root / "tests" / "control" / "sample"
    report.write_text(
        (root / "tests" / "reports" / "berdin-assessment.txt").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    maps = sorted(sample.glob("*.geojson"))
    calls: dict[str, list[str | Path]] = {
        "report": ["map", report],
        "control": ["control", "map", maps[0]],
        "change": ["control", "map", maps[0], maps[-1]],
        "timeline": ["control", "map", sample],
    }
    found = {}
    for kind, call in calls.items():
        file = folder / f"{kind}.html"
        done = frontmap(*call, "-o", file, cwd=folder)
        assert done.returncode == 0, done.stderr
        found[kind] = file.read_text(encoding="utf-8")
    from gazetteer.store import Gazetteer
    from maps.report_map import report_map

    with Gazetteer.open() as gazetteer:
        checked = large_reports.readings(large_reports.invented(1_600), reports=2)
        found["many"] = report_map(checked, gazetteer)
    return found


def told(page: str) -> str:
    """All that a page holds, with what is deflated in it."""
    packed = re.findall(r'\{"deflated":"([A-Za-z0-9+/=]+)"', page)
    coded = re.findall(r'"base64":"([A-Za-z0-9+/=]+)"', page)
    return "\n".join(
        [
            page,
            *(zlib.decompress(base64.b64decode(one), wbits=-15).decode() for one in packed),
            *(base64.b64decode(one).decode("utf-8", "replace") for one in coded),
        ]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_names_the_machine_or_a_folder_of_it(
    pages: dict[str, str], kind: str, root: Path
) -> None:
    everything = told(pages[kind])
    folders = {str(root), str(Path.home()), str(Path.cwd()), sys.prefix, "file://", "/tmp/"}  # noqa: S108
    assert [one for one in folders - {"/"} if one in everything] == []
    assert "secret-folder-of-the-author" not in everything
    for name in (socket.gethostname(), getpass.getuser()):
        # Short names such as "root" are words of scripts as well.
        assert len(name) < 6 or name not in everything


@pytest.mark.parametrize("kind", KINDS)
def test_every_policy_lets_in_the_page_s_own_scripts_and_nothing_else(
    pages: dict[str, str], kind: str
) -> None:
    page = pages[kind]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy[1].split("; ")}
    assert rules["default-src"] == ["'none'"]
    assert "unsafe" not in policy[1]
    assert "connect-src" not in rules
    assert set(rules["img-src"]) <= {"data:", "blob:", "https://tile.openstreetmap.org"}
    for element, directive in (("script", "script-src"), ("style", "style-src")):
        inside = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        digests = [hashlib.sha256(one.encode()).digest() for one in inside]
        hashes = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}
        assert set(rules[directive]) == hashes
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"<[^>]*\s(?:style|on[a-z]+)\s*=", markup)
    assert not re.search(r"<(?:link|iframe|object|embed|form|base)\b", markup)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_asked_for_whatever_is_pressed(
    opened: Callable[..., Any], pages: dict[str, str], kind: str
) -> None:
    with opened(pages[kind]) as page:
        page.locator(".leaflet-control-layers").hover()
        boxes = page.locator(".leaflet-control-layers-overlays label")
        for index in range(boxes.count()):
            if "Online tiles" not in boxes.nth(index).text_content():
                boxes.nth(index).locator("input").evaluate("box => { box.click(); box.click(); }")
        pressed = page.evaluate(
            """() => [...document.querySelectorAll(
              '#tools button, .tabs button, .views button, table button, .pager button')]
              .slice(0, 120).map(button => { if (!button.disabled) button.click();
                return button.textContent; })"""
        )
        assert pressed
        page.wait_for_timeout(300)
        outside = [url for url in page.requests if not url.startswith(("data:", "blob:"))]
        assert outside == []
        assert not [said for said in page.complaints if "Content Security Policy" in said]


def test_what_is_deflated_is_read_by_this_test(pages: dict[str, str]) -> None:
    # Footnotes and reviews name places outside the blocks as well.
    assert told(pages["many"]).count("Hamlet") > 3 * pages["many"].count("Hamlet")
