"""Pages in the frame that a notebook shows them in."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from maps.notebook import show


class Frames(HTMLParser):
    """Collects the attributes of every element."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    "page", ['<p title="a">&amp; "b" \'c\'</p>', '"></iframe><script>alert(1)</script>', ""]
)
def test_a_page_stays_in_its_frame(page: str) -> None:
    reader = Frames()
    reader.feed(show(page, height_px=300)._repr_html_())
    ((tag, attributes),) = reader.found
    assert (tag, attributes["srcdoc"], attributes["height"]) == ("iframe", page, "300")
    assert attributes["sandbox"] == "allow-scripts"


def test_a_page_is_not_printed() -> None:
    assert repr(show("x" * 1_234_567)) == "<page of 1,234,567 characters>"


@pytest.mark.browser
def test_the_map_works_in_its_frame(html: str, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1000, "height": 800}, offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content(f"<!DOCTYPE html><title>Notebook</title>{show(html)._repr_html_()}")
    (frame,) = page.frames[1:]
    frame.wait_for_function("document.documentElement.dataset.ready === '1'", timeout=30_000)
    assert frame.locator("canvas, svg").count() > 0
    # The frame has an origin of its own, so the notebook's page is out of its reach.
    assert (
        frame.evaluate("(() => { try { return parent.document.title } catch { return null } })()")
        is None
    )
    assert complaints == []
    context.close()


@pytest.mark.browser
def test_a_map_that_is_shown_later_is_drawn_then(html: str, browser: Any) -> None:
    """Notebooks put frames into outputs that are folded, or below the screen."""
    context = browser.new_context(viewport={"width": 1000, "height": 800}, offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    framed = show(html)._repr_html_()
    page.set_content(f'<!DOCTYPE html><div id="folded" style="display: none">{framed}</div>')
    (frame,) = page.frames[1:]
    until(page, frame, "document.documentElement.dataset.ready === '1'")
    page.evaluate("document.getElementById('folded').style.display = 'block'")
    until(page, frame, "frontmap.page.map.getSize().x > 500")
    until(
        page,
        frame,
        "frontmap.page.map.getBounds().contains(frontmap.page.box(frontmap.data().view))"
        " && frontmap.page.map.getZoom() > 6",
    )
    assert faults == []
    context.close()


def until(page: Any, frame: Any, condition: str) -> None:
    """Ask again until something holds: the page's own rules forbid asking from inside."""
    for _ in range(300):
        if frame.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {condition}")
