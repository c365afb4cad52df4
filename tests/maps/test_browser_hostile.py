"""Hostile text in every place where text enters: it is shown as written, and does nothing."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from gazetteer.place import Place
from gazetteer.records import LineRow, SourceInfo
from geo.claims.claim import Fit
from geo.reading.statement import Attribution, Quantity
from maps.report_map import report_map

PLAIN = "Plain words"
ZOO = {
    "script": "<script>window.pwned = 1; alert(1)</script>",
    "image": '"><img src=x onerror=window.pwned=1;alert(1)>',
    "handler": "' onmouseover='window.pwned=1' autofocus onfocus='window.pwned=1' x='",
    "end of script": "</script><script>window.pwned = 1; alert(1)</script>",
    "end of title": "</title></textarea></style></noscript><svg onload=window.pwned=1>",
    "template literal": "${window.pwned = 1}`${alert(1)}`",
    "template": "{{7*7}}{{ cycler.__init__.__globals__ }}",
    "raw": "{% raw %}{% include 'x' %}{% endraw %}{# gone #}",
    "address": "javascript:window.pwned=1",
    "link": "<a href='javascript:window.pwned=1'>here</a><iframe src='javascript:alert(1)'>",
    "turned about": "safe\u202egnp.exe\u2066\u2069\u200f",
    "line ends": "one\u2028window.pwned=1\u2029two\\u2028",
    "nothing": "a\x00b\x1bc\ufffe",
    "half a pair": "a\ud800b\udfffc",
    "comment": "<!-- <script> --!> -->",
    "character data": "]]><![CDATA[<b>x</b>",
    "entity": "&lt;script&gt;&amp;amp;&#x3c;b&#x3e;&#0;",
    "escapes": "\\u003cscript\\u003e\\x3cb\\x3e\\\\",
    "quotes": "\"'`´“”«»",
    "long": "Верхний" * 1_500,
}
"""Strings that would break out of some place of some page."""


def printable(text: str) -> str:
    """What of a text a page can hold: the rest is shown as U+FFFD, white space as one blank."""
    shown = (
        "\ufffd" if (ord(c) < 32 and c not in "\t\n\r") or 0xD800 <= ord(c) <= 0xDFFF
        or ord(c) in (0xFFFE, 0xFFFF) else c
        for c in text
    )  # fmt: skip
    return " ".join("".join(shown).split())


def hostile_world(text: str, places: dict[str, Place], gazetteer: Any) -> tuple[Any, ...]:
    """Places and sources of a user's own gazetteer whose every field is the text."""
    row = dataclasses.replace(
        places["sudzha"], id=f"user:{text}", name=text, names=(text,), source=text, licence=text,
        feature=text, country=f"in {text}", admin1=f"near {text}", admin2=text, radius_basis=text,
        derived_from=(text,), population=5,
    )  # fmt: skip
    other = dataclasses.replace(row, id=f"user:2 {text}", lon=35.4, lat=51.3)
    town = dataclasses.replace(row, id=f"user:3 {text}", lon=35.33, lat=51.25, population=9_000)
    area = dataclasses.replace(places["oblast"], id=f"region:{text}", name=text, country=text)
    land = dataclasses.replace(places["RU"], name=text)
    for place in (row, other, town, area, land):
        gazetteer.places[place.id] = place
    gazetteer.shapes[area.id] = gazetteer.shapes["region:RU-KRS"]
    gazetteer.source = SourceInfo(text, 3, text, text, text)
    gazetteer.line_rows = lambda: (
        LineRow("border:RU-UA", text, ("RU", "UA"), text, 300.0, text, text),
    )
    return row, other, area


def hostile_page(text: str, notes: Any, places: Any, gazetteer: Any) -> str:
    """A page with the text wherever a report, a gazetteer or an option can put it."""
    gazetteer = copy.deepcopy(gazetteer)
    row, other, area = hostile_world(text, places, gazetteer)
    sentence = f"They came to {text} then"
    written = notes(
        f"{sentence}, on foot.", id=text, title=text, source=text, date=text,
        date_basis=text, lang="en",
    )  # fmt: skip
    told = (Attribution(text, text), Attribution(text, text))
    about = {"why": text, "rivals": (other,)}
    mention = written.mention(text, row, **about)
    again = written.mention(text, other, **about)
    written.mention(text, area, why=text)
    written.mention(text, None, why=text)
    for actor, sector in (("UA", ("SW",)), ("RU", ())):
        written.event(
            text, mention, actor=actor, action="entered", verb=text, status="entered",
            sector=sector, part=text, date=text, attribution=told, standing="claimed",
        )  # fmt: skip
    quantity = Quantity(15, "km", hedge=text, text=text)
    written.claim(
        text, mention, again, quantity=quantity, verdict="uncertain", stated=(12.0, 18.0),
        measured=(12.0, 13.0), value=12.5, cause=text, why=text, attribution=told,
        fits=(Fit(text, 1, 2, 1.5, fits=True),),
    )  # fmt: skip
    return report_map([written.checked()], gazetteer, title=text)


SKELETON = """() => {
  const inside = document.querySelector('.folium-map');
  const free = one => !inside.contains(one) && one.tagName !== 'text';
  return [...document.querySelectorAll('*')].filter(free).map(one =>
    [one.tagName, ...one.getAttributeNames().filter(name => name !== 'style')].join(' '));
}"""
"""Every element and attribute of the page, without their values; what a map writes depends on
how long the names are, so its inside is left out."""
DANGERS = """() => [...document.querySelectorAll('*')].filter(one =>
  ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM', 'AUDIO', 'VIDEO'].includes(one.tagName)
  || one.getAttributeNames().some(name => name.startsWith('on') || name === 'src')
  || /^\\s*javascript:/i.test(one.getAttribute('href') || '')
).map(one => one.outerHTML.slice(0, 200))"""


@pytest.fixture
def skeleton(opened: Any, notes: Any, places: Any, gazetteer: Any) -> list[str]:
    """What the page is made of where the text is harmless."""
    with opened(hostile_page(PLAIN, notes, places, gazetteer)) as page:
        found: list[str] = page.evaluate(SKELETON)
    return found


def texts(page: Any) -> Iterator[tuple[str, str]]:
    """The places of the page that text reaches, with what stands there."""
    for selector in (
        "h1", ".subtitle .source", ".subtitle .date", ".reports b", ".reports span",
        "#claim-1-1 th", "#claim-1-1 td[data-label='Stated']", "#claim-1-1 .card p",
        "#claim-1-1 dl", "#event-1-1 td[data-label='What and where']", "#event-1-1 dl",
        "#place-1 th", "#place-1 td[data-label='Where']", "#place-1 h4 small", "#place-1 dl",
        "tbody.missing th", "tbody.missing td", "footer li b", "footer li", ".hashes dt",
        "#labels li", "title", "#report .words",
    ):  # fmt: skip
        found = page.evaluate(
            "of => [...document.querySelectorAll(of)].map(one => one.textContent).join(' ')",
            selector,
        )
        yield selector, " ".join(found.split())


@pytest.mark.parametrize("kind", ZOO)
def test_hostile_text_is_shown_and_does_nothing(  # noqa: PLR0917 (fixtures)
    opened: Any, skeleton: list[str], notes: Any, places: Any, gazetteer: Any, kind: str
) -> None:
    text = ZOO[kind]
    with opened(hostile_page(text, notes, places, gazetteer)) as page:
        assert page.evaluate(SKELETON) == skeleton
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        page.locator("#tab-claims").click()
        page.locator("#claim-1-1 button.go").click()
        page.locator(".leaflet-popup .card").wait_for()
        page.mouse.move(400, 400)
        card = " ".join(page.locator(".leaflet-popup .card").text_content().split())
        assert page.evaluate(DANGERS) == []
        assert page.evaluate("window.pwned") is None
        assert page.requests == []
        assert page.dialogs == []
        assert page.complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        for selector, found in texts(page):
            assert printable(text) in found, selector
    assert printable(text) in card


def test_all_of_it_at_once_on_a_phone(opened: Any, notes: Any, places: Any, gazetteer: Any) -> None:
    checked: list[Any] = []
    for kind, text in ZOO.items():
        written = notes(f"They came to {text} then.", id=kind, title=text, source=text)
        place = dataclasses.replace(
            places["sudzha"], id=kind, name=text, lon=35 + len(checked) / 40
        )
        written.mention(text, place, why=text)
        checked.append(written.checked())
    with opened(report_map(checked, gazetteer), width=360, height=740) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(DANGERS) == []
        assert page.evaluate("window.pwned") is None
        assert page.complaints == page.dialogs == page.requests == []


@pytest.mark.parametrize("kind", ["script", "image", "template", "raw", "entity", "link"])
def test_a_hostile_file_and_its_head_reach_the_page_by_the_command(
    opened: Any, frontmap: Any, tmp_path: Any, kind: str
) -> None:
    text = ZOO[kind]
    name = text.replace("/", "∕")
    report = tmp_path / f"{name}.txt"
    report.write_text(
        f"Title: {text}\nSource: {text}\n\nOn Friday {text} said that Berdin, roughly 15 "
        f"kilometers from the border, was entered. Berdin lies northeast of Sudzha, {text}.\n",
        encoding="utf-8",
    )
    done = frontmap("map", report, "-o", tmp_path / "out.html")
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out.html").read_text(encoding="utf-8")
    with opened(html) as page:
        assert page.evaluate(DANGERS) == []
        assert page.evaluate("window.pwned") is None
        assert page.complaints == page.dialogs == page.requests == []
        assert page.locator("h1").text_content() == text
        assert text in page.locator(".subtitle .source").text_content()
        assert name in " ".join(page.locator(".hashes dt").all_text_contents())
        assert page.locator("#places th", has_text="Berdin").count() >= 1
