"""What a page says, read from its markup as a reader without scripts would."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from maps.report_map import report_map


class _Page(HTMLParser):
    """Visible text by the id of the element that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str | None]] = []
        self.by_id: dict[str, list[str]] = {}
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "link", "input"):
            self.open.append((tag, dict(attrs).get("id")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in ("script", "style") for tag, _ in self.open):
            return
        self.text.append(data)
        for _, key in self.open:
            if key:
                self.by_id.setdefault(key, []).append(data)

    def of(self, key: str) -> str:
        return " ".join(" ".join(self.by_id.get(key, [])).split())


@pytest.fixture
def page(html: str) -> _Page:
    return _Page(html)


def layer(html: str, key: str) -> list[dict[str, Any]]:
    """The features of one folium layer, read back from the page's script."""
    found = re.search(rf"geo_json_{key}_add\((.*?)\);\n", html, re.DOTALL)
    features: list[dict[str, Any]] = json.loads(found[1])["features"] if found else []
    return features


def test_the_head_says_what_when_and_whose(html: str, page: _Page) -> None:
    assert "<title>A push northeast of Sudzha</title>" in html
    text = " ".join("".join(page.text).split())
    assert "Night Desk" in text
    assert "6 January 2025" in text


def test_an_undated_report_says_so(notes: Any, gazetteer: Any) -> None:
    page = _Page(report_map([notes("Nothing happened.").checked()], gazetteer, title="Quiet"))
    assert "undated" in "".join(page.text)
    assert "Quiet" in "".join(page.text)


def test_a_claim_stands_with_both_figures_and_its_verdict(page: _Page) -> None:
    row = page.of("claim-1-1")
    assert "Berdin – the border" in row
    assert "some 15 km (12–18\u00a0km)".replace("\u00a0", " ") in row.replace("\u00a0", " ")
    assert "21.2 km (19.9–22.4 km)" in row
    assert "does not fit" in row
    assert "1 of the 2 references tested: Sudzha 16.1 km" in row
    assert "Night Desk ← Channel Overlook (“said”)" in row


def test_verdicts_are_in_the_four_agreed_words(page: _Page, checked: Any) -> None:
    words = {"supported": "fits", "contradicted": "does not fit", "uncertain": "cannot tell",
             "unchecked": "not checked"}  # fmt: skip
    for index, claim in enumerate(checked[0][1], 1):
        assert words[claim.verdict] in page.of(f"claim-1-{index}")


def test_the_sentence_is_quoted_with_its_words_marked(html: str, page: _Page) -> None:
    assert "Footage that the institute placed on the map shows" in page.of("event-1-2")
    assert "<mark>entering the southern edge of Berdin</mark>" in html


def test_each_place_says_why_and_what_else_it_could_have_been(page: _Page) -> None:
    rows = [page.of(f"place-{n}") for n in range(1, 15)]
    martynovka = next(row for row in rows if row.startswith("Martynovka"))
    assert "northeast of Sudzha fits one" in martynovka
    assert "Not chosen Sumy, Sumy Oblast, UA (1%); Lgov, Kursk Oblast, RU (1%)" in martynovka
    assert "51.2236° N, 35.3236° E ± 600 m" in martynovka


def test_an_unresolved_place_is_listed_as_such(page: _Page) -> None:
    places = page.of("places")
    assert "Not resolved: no place fits Tikhy Log named once: no row of the gazetteer" in places


def test_an_event_known_for_a_region_is_listed_and_not_pinned(html: str, page: _Page) -> None:
    assert "“pushed forward” – Kursk region" in page.of("event-1-1")
    drawn = {f["properties"].get("card") for key in ("advances", "grounds", "places")
             for f in layer(html, key)}  # fmt: skip
    assert "event-1-1" not in drawn
    assert "place-1" not in drawn  # Kursk Oblast is outlined
    assert [f["properties"]["card"] for f in layer(html, "outlines")] == ["place-1"]


def test_places_are_marked_by_status_side_and_standing(html: str) -> None:
    marks = {f["properties"]["card"]: f["properties"] for f in layer(html, "places")}
    assert len(marks) == 13
    berdin = marks["place-2"]
    assert berdin == {
        "look": "spot", "card": "place-2", "status": "entered", "side": "UA",
        "standing": "geolocated", "other": "RU",
    }  # fmt: skip
    points = {tuple(f["geometry"]["coordinates"]) for f in layer(html, "places")}
    assert (35.4311, 51.2954) in points
    assert (126.9784, 37.566) in points  # far off, but still there


def test_metonyms_never_reach_the_map(html: str) -> None:
    for key in ("places", "outlines"):
        assert all(f["properties"]["card"] != "Ukraine" for f in layer(html, key))
    assert "Ukraine, UA" not in html


def test_holding_is_never_drawn_as_gaining(notes: Any, places: Any, gazetteer: Any) -> None:
    written = notes("Ukraine holds ground west of Sudzha and went ahead north of Sudzha.")
    sudzha = written.mention("Sudzha", places["sudzha"])
    for action, wind in (("holds", "W"), ("advanced", "N")):
        written.event("Sudzha", sudzha, actor="UA", action=action, verb=action, sector=(wind,))
    html = report_map([written.checked()], gazetteer)
    assert {f["properties"]["card"] for f in layer(html, "advances")} == {"event-1-2"}
    assert {f["properties"]["card"] for f in layer(html, "grounds")} == {"event-1-1"}


def test_estimates_are_circles_of_their_size(html: str) -> None:
    (estimate,) = [f for f in layer(html, "precision") if f["properties"]["look"] == "estimate"]
    assert estimate["properties"]["radius_m"] == 6500
    assert estimate["geometry"]["coordinates"] == [35.36, 51.135]


def test_far_places_do_not_set_the_view_but_are_named_beside_it(
    html: str, page: _Page, places: Any
) -> None:
    data = json.loads(
        re.search(r'id="frontmap-data">(.*?)</script>', html, re.DOTALL)[1]  # type: ignore[index]
    )
    west, south, east, north = data["view"]
    for spot in ("sorochina", "soldatskoye", "sudzha", "vyselok"):
        assert west <= places[spot].lon <= east, spot
        assert south <= places[spot].lat <= north, spot
    assert east < 36
    assert south > 50.5
    assert north < 51.6
    text = " ".join("".join(page.text).split())
    assert re.search(r"Outside the main area:\s*Kursk \d+ km NE\s*Pokrovsk \d+ km SE\s*Seoul", text)


def test_the_foot_names_policy_sources_licences_and_hashes(
    html: str, page: _Page, gazetteer: Any
) -> None:
    text = " ".join("".join(page.text).split())
    assert "Russia–Ukraine border: 1991 line; Crimea Ukrainian. Known to about 300 m." in text
    rows = len(gazetteer.places)
    assert f"hand-made table: {rows} rows, CC-BY-4.0, 2025-01-01" in text
    assert "Leaflet (BSD-2-Clause)" in text
    hashes = re.findall(r"<code>([0-9a-f]{64})</code>", html)
    assert "0" * 64 in hashes
    assert len(set(hashes)) == 3  # the report, the gazetteer, the layers


def test_another_text_has_another_hash(notes: Any, gazetteer: Any) -> None:
    def hashes(text: str) -> set[str]:
        return set(re.findall(r"<code>([0-9a-f]{64})</code>",
                              report_map([notes(text).checked()], gazetteer)))  # fmt: skip

    assert hashes("It rained.") != hashes("It snowed.")


def test_tiles_are_an_option_that_is_off(html: str) -> None:
    assert "Online tiles (shows your position to a third party)" in html
    assert "tile_layer_online.addTo" not in html


def test_reports_without_any_place_make_a_page(notes: Any, gazetteer: Any) -> None:
    html = report_map([notes("Nothing is known.").checked()], gazetteer)
    page = _Page(html)
    assert "The reports name no places that could be read." in page.of("places")
    assert layer(html, "places") == []


def test_several_reports_are_named_with_their_quotes(
    notes: Any, places: Any, gazetteer: Any
) -> None:
    checked = []
    for name in ("Morning Desk", "Evening Desk"):
        written = notes(f"{name} saw Sudzha.", id=name, source=name)
        written.mention("Sudzha", places["sudzha"])
        checked.append(written.checked())
    page = _Page(report_map(checked, gazetteer))
    assert "what 2 reports say" in "".join(page.text)
    assert "Morning Desk saw Sudzha" in page.of("place-1")
    assert "Named 2 ×" in page.of("place-1")
