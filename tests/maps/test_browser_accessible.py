"""What axe-core finds on every kind of page, and that all of it works from the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from geo.control.gather import gather
from maps.change_map import change_map
from maps.control_map import control_map
from maps.embed import embedded
from maps.timeline import timeline_page

SERIOUS = ("serious", "critical")
CONTROL = Path(__file__).resolve().parent.parent / "control" / "sample"
SIZES = {"desk": (1280, 800), "phone": (360, 740)}


@pytest.fixture(scope="module")
def shipped() -> Any:
    from gazetteer.store import Gazetteer

    with Gazetteer.open() as gazetteer:
        yield gazetteer


@pytest.fixture(scope="module")
def control_pages(shipped: Any) -> Mapping[str, str]:
    """One page of every kind that shows control maps."""
    atlas = gather([CONTROL])
    return {
        "control": control_map(atlas.layers[-1], shipped),
        "change": change_map(atlas.layers[-2], atlas.layers[-1], shipped),
        "timeline": timeline_page(atlas, shipped),
    }


@pytest.fixture
def page_of(html: str, control_pages: Mapping[str, str]) -> Callable[[str], str]:
    """The text of the page of one kind."""
    return lambda kind: {**control_pages, "report": html, "embed": embedded(html)}[kind]


def found(page: Any) -> list[str]:
    """What axe calls serious: the rule and where."""
    answer = Axe().run(page).response
    return [
        f"{one['id']}: {node['target']}: {node.get('failureSummary', '')}"
        for one in answer["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["report", "control", "change", "timeline", "embed"])
def test_axe_finds_nothing_serious(
    opened: Any, page_of: Any, kind: str, size: str, theme: str
) -> None:
    width, height = SIZES[size]
    with opened(page_of(kind), width=width, height=height) as page:
        page.evaluate(
            "theme => document.documentElement.dataset.theme === theme ||"
            " document.getElementById('tool-theme').click()",
            theme,
        )
        assert found(page) == []


def test_axe_finds_nothing_in_what_opens(opened: Any, html: str) -> None:
    with opened(html) as page:
        for opener in page.query_selector_all("#tools button[aria-expanded]"):
            if opener.is_visible():
                opener.click()
                assert found(page) == []
                page.keyboard.press("Escape")
        for tab in page.query_selector_all("[role=tab]"):
            if tab.is_visible():
                tab.click()
                assert found(page) == []
        page.evaluate("document.querySelectorAll('details').forEach(more => { more.open = true })")
        assert found(page) == []
        page.evaluate("frontmap.page.choose('place-2', { from: 'table' })")
        assert found(page) == []


def test_axe_would_notice_a_fault(opened: Any, html: str) -> None:
    with opened(html) as page:
        page.evaluate("document.getElementById('tool-measure').textContent = ''")
        page.evaluate("document.getElementById('tool-measure').removeAttribute('title')")
        assert any(one.startswith("button-name") for one in found(page))


@pytest.mark.parametrize("kind", ["report", "control", "change", "timeline", "embed"])
def test_nothing_is_wider_than_a_phone(opened: Any, page_of: Any, kind: str) -> None:
    with opened(page_of(kind), width=360, height=740) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_tab_reaches_tools_map_and_tables_and_never_sticks(opened: Any, html: str) -> None:
    with opened(html) as page:
        seen: list[str] = []
        for _ in range(160):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate(
                    """() => { const at = document.activeElement;
                    return at.closest('#tools') ? 'tools' : at.closest('.folium-map') ? 'map'
                      : at.closest('#tables') ? 'tables' : at.closest('footer') ? 'foot'
                      : at.className || at.tagName; }"""
                )
            )
        assert {"tools", "map", "tables", "foot"} <= set(seen)


def test_who_wants_no_motion_gets_none(opened: Any, html: str) -> None:
    with opened(html) as page:
        assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(one => {
              const style = getComputedStyle(one);
              return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
            }).length"""
        )
        assert moving == 0
        page.evaluate("frontmap.page.choose('place-2', { from: 'table' })")
        at = page.evaluate("frontmap.page.map.getCenter()")
        page.wait_for_timeout(150)
        assert page.evaluate("frontmap.page.map.getCenter()") == at
