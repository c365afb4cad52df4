"""Text can never become markup, script or a template."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.errors import MapError, MarkupUnsafe
from maps.html import Html, join, neutral, tag


class _Reader(HTMLParser):
    """Reads what a browser would show, and what it would take for an element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, attrs))


def shown(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


def printable(text: str) -> str:
    """What of a text can stand in a page: the rest is shown as U+FFFD."""
    return "".join(
        "\ufffd"
        if (ord(c) < 32 and c not in "\t\n\r")
        or 0x7F <= ord(c) <= 0x9F
        or 0xD800 <= ord(c) <= 0xDFFF
        or ord(c) in (0xFFFE, 0xFFFF)
        else c
        for c in text
    )


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_is_shown_as_written(text: str) -> None:
    reader = shown(neutral(text))
    assert reader.elements == []
    assert reader.text == printable(text)
    neutral(text).encode("utf-8")


@given(st.text())
def test_nothing_is_left_that_a_template_could_run(text: str) -> None:
    safe = neutral(text)
    assert not set(safe) & set("<>\"'`${}\\")
    rendered = jinja2.Template(safe, keep_trailing_newline=True).render()
    assert rendered == re.sub(r"\r\n?", "\n", safe)


@given(st.text())
def test_any_text_stands_in_an_attribute(text: str) -> None:
    reader = shown(tag("p", title=text))
    assert reader.elements == [("p", [("title", printable(text))])]


def test_children_are_markup_only_if_made_here() -> None:
    assert tag("b", "<i>") == "<b>&lt;i&gt;</b>"
    assert tag("b", tag("i", "x")) == "<b><i>x</i></b>"
    assert join("a&b", None, 3, Html("<br>"), by=" ") == "a&amp;b 3 <br>"


def test_attributes() -> None:
    made = tag("td", class_="a", data_card="x", hidden=True, title=None, open=False, colspan=2)
    assert made == '<td class="a" data-card="x" hidden colspan="2"></td>'


@pytest.mark.parametrize(
    ("element", "attributes"),
    [
        ("script", {}),
        ("iframe", {}),
        ("b onclick", {}),
        ("a", {"href": "javascript:alert(1)"}),
        ("a", {"href": "https://example.org"}),
        ("img", {"src": "x"}),
        ("p", {"onclick": "x"}),
        ("p", {"style": "color: red"}),
        ("p", {"x y": "1"}),
    ],
)
def test_what_loads_or_runs_is_refused(element: str, attributes: dict[str, Any]) -> None:
    with pytest.raises(MarkupUnsafe) as caught:
        tag(element, **attributes)
    assert isinstance(caught.value, MapError)


def test_links_into_the_page_are_allowed() -> None:
    assert tag("a", "x", href="#claims") == '<a href="#claims">x</a>'
