"""The report's text on the page: unchanged, every span marked where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.place import Place
from geo.claims.claim import VERDICTS, Claim
from geo.reading.axis import Axis
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Statement
from maps.html import Html
from maps.paragraphs import paragraphs
from maps.report_text import report_section
from maps.spots import deeds_of, spots_of
from maps.story import Story, tell

Span = tuple[int, int]
STANDINGS = ("claimed", "assessed", "geolocated", "denied")
SIDES = ("UA", "RU", None)


class Shown(HTMLParser):
    """What a page shows of a text: every character with the rows and the looks it carries."""

    def __init__(self, markup: Html) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[dict[str, str]] = []
        self.elements: list[str] = []
        self.characters: list[tuple[str, set[str], set[str]]] = []
        self.links: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.words = False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        self.open.append(about)
        if "words" in about.get("class", "").split():
            self.words = True
        self.elements.append(tag)
        if "id" in about:
            self.ids.append(about["id"])
        if "data-card" in about:
            self.links.append(about)

    def handle_endtag(self, _tag: str) -> None:
        if "words" in self.open.pop().get("class", "").split():
            self.words = False

    def handle_data(self, data: str) -> None:
        if not self.words:
            return
        inside = [about for about in self.open if "data-is" in about]
        rows = {row for about in inside for row in about["data-is"].split() if row != "/"}
        looks = set(self.open[-1].get("class", "").split())
        self.characters.extend((character, rows, looks) for character in data)

    @property
    def text(self) -> str:
        return "".join(character for character, _, _ in self.characters)


def place_of(number: int) -> Place:
    return Place(
        id=f"test:{number}", name=f"Place {number}", kind="settlement", lon=35.0 + number, lat=51.0,
        precision_m=500, source="a test",
    )  # fmt: skip


def story_of(
    text: str,
    mentions: Sequence[Span],
    claims: Sequence[tuple[Span, Any]],
    events: Sequence[tuple[Span, Any, Any]],
    axes: Sequence[tuple[Span, Any, Any]] = (),
    *,
    title: str | None = None,
) -> Story:
    reading = Reading(
        report=Report(id="drawn", text=text, title=title),
        mentions=tuple(Mention(*s, text[slice(*s)], "literal", "settlement") for s in mentions),
        resolutions=tuple(Resolution(place_of(i % 3), 0.9) for i in range(len(mentions))),
        statements=(),
        events=tuple(
            Event(*s, text[slice(*s)], side, "entered", "entered", None, "here", standing=standing)
            for s, side, standing in events
        ),
        resolve_without=lambda _: (),
        axes=tuple(
            Axis(*s, text[slice(*s)], side, "went", None, None, standing=standing)
            for s, side, standing in axes
        ),
    )
    checked = (
        (
            reading,
            tuple(
                Claim(
                    Statement(*s, text[slice(*s)], "near", None, "here"),
                    None, None, None, None, None, verdict,
                )
                for s, verdict in claims
            ),
        ),
    )  # fmt: skip
    deeds = deeds_of(checked)
    return Story(
        checked=checked, spots=spots_of(checked, deeds=deeds), deeds=deeds, ties=(), sectors=(),
        arrows=(), view=(30, 50, 40, 52), central=frozenset(),
        sides={"RU": "Russia", "UA": "Ukraine"},
    )  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> Story:
    words = st.sampled_from(
        ["Sudzha", "a", " ", "\n", "\n\n", " \n \n", "<b>", "&amp;", "`", "${x}", "\\", "\x00", "–",
         "\u202e", "'", '"', "\r\n", "</p>", "{{ y }}"]
    )  # fmt: skip
    text = draw(st.lists(words, max_size=24).map("".join).filter(str.strip))
    edge = st.integers(0, len(text))
    spans = st.tuples(edge, edge).map(lambda p: (min(p), max(p))).filter(lambda p: p[0] < p[1])
    told = st.tuples(spans, st.sampled_from(SIDES), st.sampled_from(STANDINGS))
    return story_of(
        text,
        draw(st.lists(spans, max_size=5)),
        draw(st.lists(st.tuples(spans, st.sampled_from(VERDICTS)), max_size=5)),
        draw(st.lists(told, max_size=5)),
        draw(st.lists(told, max_size=3)),
    )


@settings(max_examples=300, deadline=None)
@given(stories())
def test_the_text_is_unchanged_and_every_character_carries_what_it_lies_in(story: Story) -> None:
    """Compared with asking every span about every character."""
    reading, claims = story.checked[0]
    text = reading.report.text
    shown = Shown(report_section(story))
    assert shown.text == text.replace("\x00", "\ufffd")
    words = {at for one in paragraphs(text) for at in range(one.start, one.end)}
    keys = [spot.key for spot in story.spots for _ in spot.sightings]
    spans: list[tuple[Any, str]] = [
        *((reading.mentions[mention], spot.key) for spot in story.spots
          for _, mention in spot.sightings),
        *((claim.statement, f"claim-1-{i + 1}") for i, claim in enumerate(claims)),
        *((event, f"event-1-{i + 1}") for i, event in enumerate(reading.events)),
        *((axis, f"axis-1-{i + 1}") for i, axis in enumerate(reading.axes)),
    ]  # fmt: skip
    assert len(keys) == len(reading.mentions)
    for at, (_, rows, _) in enumerate(shown.characters):
        within = {key for span, key in spans if span.start <= at < span.end}
        assert rows == (within if at in words else set()), at
    assert all(text[at].isspace() for at in range(len(text)) if at not in words)


@settings(max_examples=150, deadline=None)
@given(stories())
def test_every_statement_and_event_has_one_link_and_every_id_stands_once(story: Story) -> None:
    reading, claims = story.checked[0]
    shown = Shown(report_section(story))
    assert len(shown.ids) == len(set(shown.ids))
    told = [key for link in shown.links for key in link["data-card"].split()]
    wanted: list[tuple[Any, str]] = [
        (claim.statement, f"claim-1-{i + 1}") for i, claim in enumerate(claims)
    ]
    wanted += [(event, f"event-1-{i + 1}") for i, event in enumerate(reading.events)]
    wanted += [(axis, f"axis-1-{i + 1}") for i, axis in enumerate(reading.axes)]
    for span, key in wanted:
        # White space alone says nothing.
        if reading.report.text[span.start : span.end].strip():
            assert told.count(key) == 1, key
            assert f"at-{key}" in shown.ids
    for link in shown.links:
        assert link["href"] == "#" + link["data-card"].split()[0]


@settings(max_examples=150, deadline=None)
@given(stories())
def test_no_word_of_a_text_becomes_markup(story: Story) -> None:
    elements = Shown(report_section(story)).elements
    ours = {"section", "h2", "h3", "details", "summary", "ul", "li", "article", "div", "p", "span"}
    assert set(elements) <= ours | {"a"}


def test_words_that_are_name_statement_and_event_at_once_show_all_three() -> None:
    text = "Troops took Berdin, 15 km from Sudzha."
    story = story_of(text, [(12, 18)], [((12, 37), "contradicted")], [((0, 18), "UA", "claimed")])
    shown = Shown(report_section(story))
    rows, looks = shown.characters[text.index("Berdin")][1:]
    assert rows == {"place-1", "claim-1-1", "event-1-1"}
    assert {"place", "stated", "a-contradicted", "event", "claimed", "by-2"} <= looks
    rows, looks = shown.characters[0][1:]
    assert rows == {"event-1-1"}
    assert "stated" not in looks


def test_statements_that_share_words_show_a_line_each_the_gravest_on_top() -> None:
    text = "southwest of Berdin"
    verdicts = ("supported", "uncertain", "supported", "contradicted")
    story = story_of(text, [], [((0, 19), verdict) for verdict in verdicts], [])
    shown = Shown(report_section(story))
    looks = shown.characters[0][2]
    assert {"a-contradicted", "b-uncertain", "c-supported", "lines-3"} <= looks
    signs = [(link["class"], link["data-card"]) for link in shown.links]
    assert signs == [
        ("at claim-sign contradicted", "claim-1-4"),
        ("at claim-sign uncertain", "claim-1-2"),
        ("at claim-sign supported", "claim-1-1 claim-1-3"),
    ]


def test_ground_where_two_sides_act_shows_both() -> None:
    text = "Russian forces met Ukrainian forces."
    story = story_of(text, [], [], [((0, 36), "RU", "claimed"), ((15, 36), "UA", "assessed")])
    looks = Shown(report_section(story)).characters[20][2]
    assert {"by-2", "also-1", "assessed"} <= looks


def test_an_axis_is_told_from_the_event_in_the_same_words() -> None:
    text = "Ukrainian forces advanced to Berdin from Sudzha."
    story = story_of(
        text, [], [], [((0, 35), "UA", "claimed")], [((0, 47), "UA", "claimed"),
                                                     ((10, 35), "RU", "geolocated")],
    )  # fmt: skip
    shown = Shown(report_section(story))
    both, inner, alone = (shown.characters[at][1:] for at in (0, 12, 40))
    assert both[0] == {"event-1-1", "axis-1-1"}
    assert {"event", "claimed", "by-2", "axis", "axis-claimed", "on-2"} <= both[1]
    assert {"axis-geolocated", "on-1"} <= inner[1]
    assert alone[0] == {"axis-1-1"}
    assert "event" not in alone[1]
    arrows = [link for link in shown.links if "arrow-of" in link["class"].split()]
    assert [(link["data-card"], link["aria-label"]) for link in arrows] == [
        ("axis-1-1", "Axis of advance, Ukraine: … → …. Claimed or believed"),
        ("axis-1-2", "Axis of advance, Russia: … → …. Geolocated"),
    ]


def test_the_first_naming_of_a_place_leads_to_its_row(html: str) -> None:
    section = html[html.index('<section id="report"') :]
    shown = Shown(Html(section[: section.index("</section>") + 10]))
    names = [link for link in shown.links if "place" in link["class"].split()]
    assert names
    assert len({link["data-card"] for link in names}) == len(names)
    for link in names:
        assert f'<tbody id="{link["data-card"]}"' in html


def test_the_text_of_a_report_read_by_hand_is_whole(checked: Any, gazetteer: Any) -> None:
    shown = Shown(report_section(tell(checked, gazetteer)))
    assert shown.text == checked[0][0].report.text
    # A body, a government: named, and no place of the map.
    at = shown.text.index("Ukraine still holds")
    assert "aside" in shown.characters[at][2]
    assert "unplaced" in shown.characters[shown.text.index("Tikhy Log")][2]


def test_of_several_reports_each_has_its_name_and_its_text(
    checked: Any, notes: Any, places: Any, gazetteer: Any
) -> None:
    other = notes("Lgov was quiet.", id="second", title="A <quiet> day", source="Day Desk")
    other.mention("Lgov", places["lgov"])
    markup = report_section(tell((*checked, other.checked()), gazetteer))
    assert markup.count("<article") == 2
    assert "A &lt;quiet&gt; day" in markup
    assert Shown(markup).text.endswith("Lgov was quiet.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one\n\ntwo", ["one", "two"]),
        ("one\r\n \r\n\r\ntwo\n", ["one\r", "two"]),
        ("one\ntwo", ["one\ntwo"]),
        ("Why\n" + "word " * 40 + "end\n\nlast", ["Why", "word " * 40 + "end", "last"]),
        ("  \n", []),
        ("", []),
    ],
)
def test_paragraphs_stand_between_blank_lines(text: str, found: list[str]) -> None:
    assert [text[one.start : one.end] for one in paragraphs(text)] == found


def test_lines_that_were_broken_at_a_width_may_be_broken_anew_and_lists_not() -> None:
    line = "The note counts the Kursk direction among the three most active"
    (flowing,) = paragraphs(f"{line}\n{line}\nsectors.")
    assert flowing.flowing
    (listed,) = paragraphs(f"- {line}\n- {line}")
    assert not listed.flowing
    (verse,) = paragraphs("Berdin: held\nSudzha: held\nLgov: quiet")
    assert not verse.flowing
