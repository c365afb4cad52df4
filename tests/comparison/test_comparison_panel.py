"""The reports side by side on the page of their map."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from gazetteer.store import Gazetteer
from maps.comparison_panel import comparison_section
from maps.report_map import report_map
from maps.story import tell

HOSTILE = '</section><script>alert("x")</script>${1}{{ 2 }}'


class Outline(HTMLParser):
    """The headings and the buttons of a piece of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.buttons: list[str] = []
        self.tags: list[str] = []
        self._in: str | None = None
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in = tag if tag in ("h3", "h4") else None
        if tag == "button":
            self.buttons.append(dict(attrs)["data-card"] or "")

    def handle_data(self, data: str) -> None:
        if self._in:
            self.headings.append(data)
            self._in = None


def written(checked: Any, atlas: Gazetteer) -> str:
    return str(comparison_section(tell(tuple(checked), atlas)) or "")


def test_one_report_has_nothing_beside_it(case: Callable[[str], Any], atlas: Gazetteer) -> None:
    assert written(case("berdin-outcome")[:1], atlas) == ""


def test_a_disagreement_stands_there_with_both_quotes(
    case: Callable[[str], Any], atlas: Gazetteer
) -> None:
    markup = written(case("berdin-outcome"), atlas)
    assert Outline(markup).headings[:2] == ["They disagree", "Berdin"]
    quotes = re.findall(r"<mark>(.*?)</mark>", markup)
    assert any("repelled" in quote for quote in quotes)
    assert any("entered the southern part" in quote for quote in quotes)
    assert "Russian Ministry of Defence" in markup


def test_rows_lead_to_the_map_by_the_keys_of_their_own_rows(
    case: Callable[[str], Any], atlas: Gazetteer
) -> None:
    checked = case("berdin-outcome")
    page = report_map(checked, atlas)
    section = page[page.index('id="compared"') :]
    section = section[: section.index("</section>")]
    buttons = Outline(section).buttons
    assert buttons
    for key in buttons:
        assert f'<tbody id="{key}"' in page


def test_hostile_names_and_words_stay_text(
    case: Callable[[str], Any], told: Callable[..., Any], atlas: Gazetteer
) -> None:
    reading, claims = told(
        "Ukrainian forces entered Berdin on January 5, a blogger said.", source="Red Post"
    )
    bad = replace(reading, report=replace(reading.report, source=HOSTILE, title=HOSTILE))
    event = replace(reading.events[0], verb=HOSTILE, place_name=HOSTILE)
    bad = replace(bad, events=(event,))
    markup = written([(bad, claims), *case("berdin-outcome")], atlas)
    assert "script" not in Outline(markup).tags
    assert "${" not in markup
    assert "{{" not in markup


@pytest.mark.usefixtures("browser")
def test_the_section_is_a_tab_whose_rows_choose_on_the_map(
    case: Callable[[str], Any], atlas: Gazetteer, browser: Any, tmp_path: Path
) -> None:
    file = tmp_path / "map.html"
    file.write_text(report_map(case("berdin-outcome"), atlas), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=60_000)
    page.get_by_role("tab", name="Compared").click()
    section = page.locator("#compared")
    assert section.is_visible()
    assert section.get_by_role("heading", name="Who quotes whom").count() == 1
    button = section.get_by_role("button").first
    key = button.get_attribute("data-card")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"tbody.chosen#{key}", state="attached", timeout=10_000)
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    assert errors == []
    page.close()
