"""The sources of a page: one rule for the menu, the tables' filter and the reviews."""

from __future__ import annotations

from typing import Any

import pytest

from geo.reading.statement import Attribution, Quantity
from maps.claim_review import claim_reviews
from maps.row_data import claim_data, deed_data
from maps.sources import sources_of
from maps.story import tell
from maps.wording import chain

TEXT = "Berdin lies 15 km from Sudzha. Then Berdin was entered."


def said_by(*speakers: str) -> tuple[Attribution, ...]:
    return tuple(Attribution(speaker, "said") for speaker in speakers)


@pytest.fixture
def story(notes: Any, places: Any, gazetteer: Any) -> Any:
    """The story of reports: `story(("Post", ["ministry"], ["bloggers"]), …)`."""

    def made(*reports: tuple[str | None, list[str], list[str]]) -> Any:
        checked = []
        for number, (source, claimant, teller) in enumerate(reports):
            written = notes(TEXT, source=source, id=f"r{number}", title=f"Report {number}")
            ends = [written.mention(name, places[name.lower()]) for name in ("Berdin", "Sudzha")]
            written.claim("15 km", *ends, quantity=Quantity(15, "km"),
                          attribution=said_by(*claimant))  # fmt: skip
            written.event("Berdin was entered", ends[0], actor="UA", action="entered",
                          verb="entered", status="entered",
                          attribution=said_by(*teller))  # fmt: skip
            checked.append(written.checked())
        return tell(tuple(checked), gazetteer)

    return made


def test_the_menu_the_filter_and_the_review_name_the_same_source(story: Any) -> None:
    told = story(("Night Desk", ["ISW", "battlefield maps"], ["Russia's MoD", "he"]))
    menu = sources_of(told)
    claimant, teller = "Institute for the Study of War", "Russia's MoD"
    # Sudzha is merely named, which the report itself does.
    assert set(menu["names"]) == {claimant, teller, "Night Desk"}
    assert menu["cards"]["claim-1-1"] == [menu["names"].index(claimant)]
    assert claim_data(0, 0, told)["source"] == claimant
    assert deed_data(told.deeds[0], told)["source"] == teller
    (review,) = claim_reviews(told.checked)["@graph"]
    assert review["itemReviewed"]["author"]["name"] == claimant


def test_spellings_of_one_ministry_in_two_reports_are_one_box(story: Any) -> None:
    told = story(
        ("Post", ["Russian Defense Ministry"], ["Russia's Ministry of Defence"]),
        ("Mail", ["Defense Ministry in Moscow"], ["Russian Defense Ministry"]),
    )
    assert set(sources_of(told)["names"]) == {"Russian Defense Ministry", "Post", "Mail"}


def test_residents_of_two_reports_are_two_boxes_under_two_names(story: Any) -> None:
    told = story(("Post", ["residents"], ["residents"]), ("Mail", ["residents"], []))
    assert set(sources_of(told)["names"]) == {
        "residents (Report 0)", "residents (Report 1)", "Post", "Mail",
    }  # fmt: skip
    assert claim_data(1, 0, told)["source"] == "residents (Report 1)"


def test_two_who_speak_as_one_are_two_boxes_for_one_row(story: Any) -> None:
    told = story(("Post", ["Russian Defense Ministry and local accounts"], []))
    menu = sources_of(told)
    assert {menu["names"][n] for n in menu["cards"]["claim-1-1"]} == {
        "Russian Defense Ministry", "local accounts",
    }  # fmt: skip
    (review,) = claim_reviews(told.checked)["@graph"]
    names = [author["name"] for author in review["itemReviewed"]["author"]]
    assert names == ["Russian Defense Ministry", "local accounts"]


def test_a_place_keeps_what_each_of_its_sources_says(story: Any) -> None:
    told = story(("Post", [], ["ISW"]), ("Mail", [], ["Video that its analysts"]))
    menu = sources_of(told)
    (spot,) = [spot for spot in told.spots if spot.place.name == "Berdin"]
    named = {menu["names"][row[0]]: row[2] for row in menu["statuses"][spot.key]}
    assert named == {"Institute for the Study of War": "entered", "Mail": "entered"}


def test_one_report_without_publisher_is_the_report_itself(story: Any) -> None:
    told = story((None, [], ["Geolocated footage"]))
    assert sources_of(told)["names"] == ["the report itself"]
    (review,) = claim_reviews(told.checked)["@graph"]
    assert "author" not in review["itemReviewed"]


def test_cards_say_unnamed_where_words_name_nobody() -> None:
    said = chain(said_by("ISW", "Geolocated footage", "its analysts"))
    assert said == "ISW (“said”) ← Geolocated footage (“said”) ← somebody unnamed (“said”)"
