"""A reading in a notebook: its words with marks, its tables, nothing that runs."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.place import Place
from geo.claims.claim import Claim, Verdict
from geo.display.markup import Grid, grid_html, inert
from geo.display.reading import reading_html
from geo.display.tables import ends_of
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Statement

BERDIN = Place(
    id="theatre:berdin", name="Berdin", kind="settlement", lon=35.4311, lat=51.2954,
    precision_m=1200, source="made up", country="RU", admin1="Kursk Oblast",
)  # fmt: skip
TEXT = "Night\n\nUkrainian troops entered Berdin, 15 km from the border.\n\nMoscow is silent."
HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> ${x} {{y}} \u202e&amp; \x00"


class Page(HTMLParser):
    """Collects elements, classes and the words of the text, and checks that all is closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, frozenset[str]]] = []
        self.paragraphs = 0
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("br", "img"):
            self.open.append((tag, dict(attrs).get("class") or ""))
        self.paragraphs += tag == "p" and self.inside("fm-text")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = {name for _, names in self.open for name in names.split()}
        tags = {tag for tag, _ in self.open}
        if "fm-text" in classes and not classes & {"fm-told", "fm-sign"}:
            self.words.append((data, frozenset(classes | tags)))

    def inside(self, name: str) -> bool:
        return any(name in classes.split() for _, classes in self.open)

    def marked(self, look: str) -> list[str]:
        return ["".join(data) for data, looks in self.words if look in looks]


def reading_of(text: str, *, title: str | None = None) -> Reading:
    name = "Berdin"
    mentions = tuple(
        Mention(found.start(), found.end(), name, "literal", "settlement")
        for found in re.finditer(name, text)
    )
    return Reading(
        report=Report(id="made-up", text=text, title=title, date="2025-01-05"),
        mentions=mentions,
        resolutions=tuple(Resolution(BERDIN, 0.93, why=text) for _ in mentions),
        statements=(),
        events=(),
        resolve_without=lambda _: (),
    )


def sample(verdict: Verdict = "contradicted") -> tuple[Reading, tuple[Claim, ...]]:
    start, end = TEXT.index("Berdin"), TEXT.index("Berdin") + 6
    moscow = TEXT.index("Moscow")
    statement = Statement(
        start, TEXT.index("border") + 6, TEXT[start : TEXT.index("border") + 6], "distance", 0,
        "Berdin",
    )  # fmt: skip
    first = TEXT.index("Ukrainian")
    reading = Reading(
        report=Report(id="made-up", text=TEXT, title="Night", source="The Sample"),
        mentions=(
            Mention(start, end, "Berdin", "literal", "settlement"),
            Mention(moscow, moscow + 6, "Moscow", "metonym", "settlement"),
        ),
        resolutions=(Resolution(BERDIN, 0.93), Resolution(None, 0.0)),
        statements=(statement,),
        events=(Event(first, end, TEXT[first:end], "UA", "entered", "entered", 0, "Berdin"),),
        resolve_without=lambda _: (),
    )
    claim = Claim(
        statement, (12.0, 18.0), (19.9, 22.4), 21.2, "km", 0.01, verdict, why="Too far off."
    )
    return reading, (claim,)


def test_places_claims_and_events_are_marked_where_they_stand() -> None:
    page = Page(reading_html(*sample()))
    assert page.marked("b") == ["Berdin"]
    assert page.marked("i") == ["Moscow"]
    assert "".join(page.marked("fm-contradicted")) == "Berdin, 15 km from the border"
    assert "".join(page.marked("fm-event")) == "Ukrainian troops entered Berdin"
    titles = [attributes.get("title") for _, attributes in page.elements]
    assert "Berdin, Kursk Oblast, RU; score 0.93 [theatre:berdin]" in titles


@pytest.mark.parametrize(
    ("verdict", "sign", "label"),
    [
        ("supported", "=", "fits"),
        ("contradicted", "≠", "does not fit"),
        ("uncertain", "?", "cannot tell"),
        ("unchecked", "–", "not checked"),
    ],
)
def test_a_verdict_is_told_without_colour_or_style(verdict: Verdict, sign: str, label: str) -> None:
    shown = reading_html(*sample(verdict))
    assert re.search(
        rf'border</span><sup [^>]*aria-label="{label}"[^>]*>{re.escape(sign)}</sup>', shown
    )
    assert f"<td><bdi>{label}</bdi></td>" in shown


def test_what_happens_is_told_before_the_words_that_tell_it() -> None:
    shown = reading_html(*sample())
    assert re.search(r"UA: entered</small><span [^>]*>Ukrainian troops", shown)


def test_a_reading_without_claims_shows_what_is_stated_as_not_checked() -> None:
    reading, _ = sample()
    page = Page(reading_html(reading))
    assert "".join(page.marked("fm-unchecked")) == "Berdin, 15 km from the border"
    assert "Statements, not checked" in reading_html(reading)


def test_tables_hold_places_measurements_and_events() -> None:
    shown = reading_html(*sample())
    for cell in ("Berdin, Kursk Oblast, RU", "51.2954, 35.4311", "1.2 km", "12–18 km",
                 "19.9–22.4 km", "does not fit", "Too far off.", "UA", "entered"):  # fmt: skip
        assert f"<bdi>{cell}</bdi>" in shown


def test_a_notebook_shows_a_reading_by_itself_and_prints_it_short() -> None:
    reading, _ = sample()
    assert "Ukrainian troops" in reading._repr_html_()
    assert repr(reading) == "<reading of 'made-up': 2 mentions, 1 statement, 1 event>"


@given(st.text(st.sampled_from("aB <>&\"'\n\r\t$\\`\u202e\u0000é😀"), max_size=60))
def test_the_words_of_a_text_stay_and_nothing_else_gets_in(text: str) -> None:
    report = f"Berdin {text} Berdin"
    page = Page(reading_html(reading_of(report, title=text)))
    said = re.sub(r"\s", "", "".join(data for data, _ in page.words))
    kept = report.replace("\u202e", "").replace("\0", "\ufffd")
    assert said == re.sub(r"\s", "", kept)
    allowed = {"style", "div", "p", "strong", "br", "ul", "li", "b", "i", "span", "small", "sup",
               "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
               "bdi"}  # fmt: skip
    assert {tag for tag, _ in page.elements} <= allowed
    names = {name for _, attributes in page.elements for name in attributes}
    assert names <= {"class", "title", "dir", "lang", "role", "aria-label", "scope", "open"}


def test_hostile_words_are_shown_and_never_run() -> None:
    shown = reading_html(reading_of(f"Berdin {HOSTILE}", title=HOSTILE))
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\u202e" not in shown
    assert "${x} {{y}}" in shown
    # Notebooks would read what stands between two dollar signs as mathematics.
    assert '<div class="frontmap tex2jax_ignore mathjax_ignore">' in shown


def test_paragraphs_stay_and_a_span_over_two_of_them_is_marked_in_both() -> None:
    reading, (claim,) = sample()
    wide = Statement(7, len(TEXT), TEXT[7:], "distance", 0, "Berdin")
    shown = reading_html(reading, (claim, Claim(wide, None, None, None, None, None, "uncertain")))
    page = Page(shown)
    assert page.paragraphs == 3
    assert "".join(page.marked("fm-uncertain")) == TEXT[7:].replace("\n\n", "")


def test_a_text_of_five_megabytes_is_shown_by_its_beginning() -> None:
    text = "Berdin is quiet. " * 300_000
    shown = reading_html(
        Reading(Report(id="long", text=text), (), (), (), (), resolve_without=lambda _: ())
    )
    assert len(shown) < 60_000
    assert f"{len(text) - 40_000:,} more characters are not shown." in shown


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    shown = grid_html(Grid("Places", ("name",), [(str(n),) for n in range(1234)]))
    assert shown.count("<tr>") == 201
    assert "1,034 more rows are not shown." in shown
    assert grid_html(Grid("Places", ("name",), [])) == ""


@pytest.mark.parametrize(
    ("ends", "unit", "words"),
    [
        ((12.0, 18.0), "km", "12–18 km"),
        ((12.0, None), "km", "at least 12 km"),
        ((None, 0.4), "share", "at most 40 %"),
        ((442.7, 442.7), "km2", "442.7 km²"),
        ((3.0, 3.0), "count", "3"),
        (None, "km", ""),
    ],
)
def test_intervals_are_written_with_their_units(
    ends: tuple[float | None, float | None] | None, unit: str, words: str
) -> None:
    assert ends_of(ends, unit) == words


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_stand_out_from_every_ground_in_light_and_dark() -> None:
    style = (resources.files("geo") / "display" / "style.css").read_text("utf-8")
    themes = [
        dict(re.findall(r"--fm-(\w+): (#[0-9a-f]{6})", block))
        for block in re.findall(r"\{([^}]*--fm-ink[^}]*)\}", style)
        if "--fm-paper: #" in block
    ]
    assert len(themes) == 2
    for theme in themes:
        for letters in ("ink", "quiet"):
            for ground in ("paper", "event", "tint"):
                pair = sorted((luminance(theme[letters]), luminance(theme[ground])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (letters, ground)


def test_what_is_registered_shows_readings(tmp_path: Path) -> None:
    """Through a real installed entry point, in a Python of its own."""
    info = tmp_path / "sample_display-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sample-display\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[frontmap.displays]\nreading = sample_display:shown\n")
    (tmp_path / "sample_display.py").write_text("def shown(reading): return f'<i>{reading!r}</i>'")
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, *{sys.path!r}]\n"
        "from geo.reading.reading import Reading; from geo.reading.report import Report\n"
        "reading = Reading(Report(id='a', text='b'), (), (), (), (), resolve_without=None)\n"
        "print(reading._repr_html_())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "<i><reading of 'a': 0 mentions, 0 statements, 0 events></i>\n"


def test_characters_that_no_page_can_hold_become_visible() -> None:
    assert inert("a\x00\ud800b") == "a\ufffd\ufffdb"
    assert inert(None) == ""
