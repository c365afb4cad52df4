"""Pages in the frame that a notebook shows them in."""

from __future__ import annotations

import base64
from html.parser import HTMLParser
from typing import Any

import pytest

from gazetteer.store import Gazetteer
from geo.claims.claim import VERDICT_LABELS
from geo.reading.read import read
from geo.reading.report import Report
from maps.notebook import display_reading, show, view

NAMES_APART = """(() => {
  const boxes = [...document.querySelectorAll(".name:not([hidden])")]
    .map((name) => name.getBoundingClientRect());
  return boxes.length > 2 && boxes.every((a, i) => boxes.slice(i + 1).every((b) =>
    a.right <= b.left + 1 || b.right <= a.left + 1 ||
    a.bottom <= b.top + 1 || b.bottom <= a.top + 1));
})()"""


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


def pictures(shown: str) -> list[dict[str, str | None]]:
    reader = Frames()
    reader.feed(shown)
    assert not {tag for tag, _ in reader.found} & {"script", "iframe", "object", "link"}
    return [attributes for tag, attributes in reader.found if tag == "img"]


def test_a_view_holds_map_and_verdicts_without_scripts(
    checked: tuple[Any, ...], gazetteer: Any
) -> None:
    ((reading, claims),) = checked
    viewed = view(reading, claims, gazetteer)
    shown = viewed._repr_html_()
    (picture,) = pictures(shown)
    head, _, data = (picture["src"] or "").partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG\r\n")
    named = {r.place.name for m, r in zip(reading.mentions, reading.resolutions, strict=True)
             if m.role == "literal" and r.place is not None}  # fmt: skip
    assert named
    assert all(name in (picture["alt"] or "") for name in named)
    for claim in claims:
        assert f"<bdi>{VERDICT_LABELS[claim.verdict]}</bdi>" in shown
    assert repr(viewed) == f"<view of {reading.report.id!r}: {len(claims)} statements checked>"
    assert "<img" not in view(reading, claims, gazetteer, picture=False)._repr_html_()


def test_a_reading_alone_is_shown_on_the_ground_that_ships() -> None:
    with Gazetteer.open() as shipped:
        reading = read(Report(id="a", text="Berdin lies 16 km northeast of Sudzha."), shipped)
    (picture,) = pictures(display_reading(reading))
    assert picture["alt"] == "Map of the places named: Berdin, Sudzha"


def test_a_report_without_places_has_no_map() -> None:
    with Gazetteer.open() as shipped:
        reading = read(Report(id="a", text="Nothing happened today, they said."), shipped)
    shown = display_reading(reading)
    assert pictures(shown) == []
    assert "Nothing happened today" in shown


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
    # Names that were measured while nothing was shown would be no wider than a point.
    until(page, frame, NAMES_APART)
    assert faults == []
    context.close()


def until(page: Any, frame: Any, condition: str) -> None:
    """Ask again until something holds: the page's own rules forbid asking from inside."""
    for _ in range(300):
        if frame.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {condition}")
