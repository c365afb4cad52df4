"""Coordinates in reports: places of their own, evidence for a name, and claims to be checked."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.contract import to_json
from geo.reading.read import read
from geo.reading.reading import Reading
from geo.reading.report import Report


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as opened:
        yield opened


def checked(text: str, gazetteer: Gazetteer) -> tuple[Reading, tuple[Claim, ...]]:
    """Read and check a text."""
    reading = read(Report("r", text), gazetteer)
    return reading, check(reading, gazetteer)


# Berdin is on file at 51.2954, 35.4311 (±1.2 km), Sudzha at 51.1914, 35.2706 (±30 m),
# Martynovka at 51.2414, 35.3647 (±600 m).
LABELLED = [
    # text, coordinates, type, reference, direction, verdict
    ("Footage was geolocated to 51.2954, 35.4311 near Berdin.",
     "51.2954, 35.4311", "near", "Berdin", None, "supported"),
    ("Russian forces entered Berdin (51.2954, 35.4311) on Sunday.",
     "51.2954, 35.4311", "near", "Berdin", None, "supported"),
    ("Troops hold Sudzha [51°11'29\"N 35°16'14\"E].",
     "51°11'29\"N 35°16'14\"E", "near", "Sudzha", None, "supported"),
    ("A truck burned in Sudzha at coordinates 51.19, 35.27.",
     "51.19, 35.27", "near", "Sudzha", None, "supported"),
    ("Soldiers stood at 51.1914, 35.2706 in the town of Sudzha.",
     "51.1914, 35.2706", "near", "Sudzha", None, "supported"),
    ("Sudzha: https://yandex.ru/maps/?ll=35.2706%2C51.1914&z=14",
     "https://yandex.ru/maps/?ll=35.2706%2C51.1914&z=14", "near", "Sudzha", None, "supported"),
    ("Russian forces entered Berdin (51.65, 35.43).",
     "51.65, 35.43", "near", "Berdin", None, "contradicted"),
    ("A strike was geolocated to 51.2704 35.4111 southwest of Berdin.",
     "51.2704 35.4111", "direction", "Berdin", "SW", "supported"),
    ("A strike was geolocated to 51.3204 35.4811 southwest of Berdin.",
     "51.3204 35.4811", "direction", "Berdin", "SW", "contradicted"),
    ("A bridge fell at 51.2184, 35.2706, 3 km north of Sudzha.",
     "51.2184, 35.2706", "distance", "Sudzha", "N", "supported"),
    ("Geolocated footage shows a strike 3 km north of Sudzha (51.2184, 35.2706).",
     "51.2184, 35.2706", "distance", "Sudzha", "N", "supported"),
    ("Geolocated footage shows a strike 3 km north of Sudzha (51.3184, 35.2706).",
     "51.3184, 35.2706", "distance", "Sudzha", "N", "contradicted"),
    ("A strike hit a depot (51.2184, 35.2706), 3 km north of Sudzha.",
     "51.2184, 35.2706", "distance", "Sudzha", "N", "supported"),
    ("The pin (51.2954, 35.4311) lies 12 km northeast of Sudzha.",
     "51.2954, 35.4311", "distance", "Sudzha", "NE", "contradicted"),
    ("Berdin (coordinates: 51.2954, 35.4311) fell.",
     "51.2954, 35.4311", "near", "Berdin", None, "supported"),
    ("Troops moved to 36UXB586734 southwest of Berdin.",
     "36UXB586734", "direction", "Berdin", "SW", "supported"),
    ("Fighting near Berdin (51.3005, 35.4402) goes on.",
     "51.3005, 35.4402", "near", "Berdin", None, "supported"),
    ("A depot in Kursk Oblast (51.7000, 36.2000) burned.",
     "51.7000, 36.2000", "containment", "Kursk Oblast", None, "supported"),
    ("A depot in Kursk Oblast (50.0000, 36.2000) burned.",
     "50.0000, 36.2000", "containment", "Kursk Oblast", None, "contradicted"),
    ("The point 51.2954, 35.4311 lies 21 km from the border.",
     "51.2954, 35.4311", "distance", "the border", None, "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "kind", "reference", "wind", "verdict"), LABELLED)
def test_coordinates_are_checked_against_what_stands_beside_them(
    gazetteer: Gazetteer, *, text: str, written: str, kind: str, reference: str, wind: str | None,
    verdict: str,
) -> None:  # fmt: skip
    reading, claims = checked(text, gazetteer)
    (mention,) = [m for m in reading.mentions if m.text == written]
    assert (mention.role, mention.kind) == ("literal", "other")
    assert text[mention.start : mention.end] == written
    (claim,) = claims
    stated = claim.statement
    assert (stated.type, stated.subject_text, stated.reference_text, stated.direction) == (
        kind, written, reference, wind,
    )  # fmt: skip
    assert claim.verdict == verdict, claim.why
    assert text[stated.start : stated.end] == stated.text


def test_a_place_can_be_measured_from_coordinates(gazetteer: Gazetteer) -> None:
    _, (claim,) = checked("Sudzha lies 3 km north of 51.1644, 35.2706.", gazetteer)
    assert (claim.statement.subject_text, claim.statement.reference_text) == (
        "Sudzha", "51.1644, 35.2706",
    )  # fmt: skip
    assert claim.verdict == "supported"


def test_a_misfit_says_how_far_and_where(gazetteer: Gazetteer) -> None:
    _, (claim,) = checked("They entered Berdin (51.65, 35.43).", gazetteer)
    # 51.65 - 51.2954 degrees of latitude are 39.4 km.
    assert claim.measured_value == pytest.approx(39.4, abs=0.2)
    assert "39.5 km" in claim.why
    assert "north of Berdin" in claim.why
    assert "swapped" not in claim.why


def test_a_region_beside_its_village_is_checked_as_well(gazetteer: Gazetteer) -> None:
    _, claims = checked("They entered Berdin, Kursk Oblast (51.2954, 35.4311).", gazetteer)
    assert [(c.statement.type, c.statement.reference_text, c.verdict) for c in claims] == [
        ("near", "Berdin", "supported"), ("containment", "Kursk Oblast", "supported"),
    ]  # fmt: skip


def test_swapped_axes_are_recognised(gazetteer: Gazetteer) -> None:
    _, (claim,) = checked("They entered Berdin (35.4311, 51.2954).", gazetteer)
    assert claim.verdict == "contradicted"
    assert "With the axes swapped it would lie 0.0 km from Berdin" in claim.why


@pytest.mark.parametrize(
    ("numbers", "place_id"),
    [
        ("51.2264, 35.3612", "theatre:mikhaylovka"),
        ("47.2708, 35.2250", "theatre:mykhailivka-zaporizhzhia-oblast"),
    ],
)
def test_coordinates_say_which_village_is_meant_and_do_not_support_themselves(
    numbers: str, place_id: str, gazetteer: Gazetteer
) -> None:
    reading, claims = checked(
        f"Soldiers raised a flag in Mikhaylovka ({numbers}). It is near Sudzha or near Tokmak.",
        gazetteer,
    )
    village = next(k for k, m in enumerate(reading.mentions) if m.text == "Mikhaylovka")
    found = reading.resolutions[village]
    assert found.place is not None
    assert found.place.id == place_id
    assert f"the coordinates {numbers} lie where the text puts them" in found.why
    (claim,) = [c for c in claims if c.statement.subject_text == numbers]
    without = reading.resolve_without(reading.statements.index(claim.statement))[village].place
    alone = without is not None and without.id == place_id
    assert claim.verdict == ("supported" if alone else "uncertain")


def test_the_village_that_coordinates_alone_chose_is_not_supported_by_them(
    gazetteer: Gazetteer,
) -> None:
    _, (claim,) = checked("A flag was raised in Mikhaylovka (51.2264, 35.3612).", gazetteer)
    assert (claim.verdict, claim.cause) == ("uncertain", "resolution")
    assert "it cannot support itself" in claim.why


def test_two_villages_of_one_name_are_told_apart_by_their_coordinates(
    gazetteer: Gazetteer,
) -> None:
    reading, _ = checked(
        "Mikhaylovka (51.2264, 35.3612) and Mikhaylovka (47.2708, 35.2250) were shelled.", gazetteer
    )
    ids = [
        found.place and found.place.id
        for mention, found in zip(reading.mentions, reading.resolutions, strict=True)
        if mention.text == "Mikhaylovka"
    ]
    assert ids == ["theatre:mikhaylovka", "theatre:mykhailivka-zaporizhzhia-oblast"]


def test_a_village_on_no_map_lies_at_its_coordinates_and_they_prove_nothing(
    gazetteer: Gazetteer,
) -> None:
    reading, (claim,) = checked(
        "The village of Verkhnyaya Vydumka (51.3001, 35.4402) fell.", gazetteer
    )
    village = reading.resolutions[0]
    assert village.estimated
    assert village.place is not None
    assert village.place.lonlat == pytest.approx((35.4402, 51.3001), abs=0.01)
    assert (claim.verdict, claim.cause) == ("unchecked", "circular")


def test_what_happens_at_a_village_stays_there(gazetteer: Gazetteer) -> None:
    reading, _ = checked("Russian forces entered Berdin (51.2954, 35.4311).", gazetteer)
    assert [(event.place_name, event.action) for event in reading.events] == [("Berdin", "entered")]


def test_the_marks_of_seconds_open_no_quotation(gazetteer: Gazetteer) -> None:
    text = "The ministry said that a depot burned at 51°17'43\"N 35°25'52\"E near Berdin on Monday."
    reading, _ = checked(text, gazetteer)
    (statement,) = reading.statements
    assert [link.speaker for link in statement.attribution] == ["ministry"]


@pytest.mark.parametrize(
    "text",
    [
        "On 24.02.2022 they fired 122, 152 mm shells at Sudzha (24.02, 25.02).",
        "Losses near Sudzha rose 2.512, 3.114 percent; the score was 3.1, 2.5.",
        "Troops in Sudzha (95.1234, 35.4311) hold on.",
    ],
)
def test_other_numbers_make_no_mention(text: str, gazetteer: Gazetteer) -> None:
    reading, _ = checked(text, gazetteer)
    assert {mention.text for mention in reading.mentions} == {"Sudzha"}


def test_coordinates_stay_a_point_whatever_is_said_of_them(gazetteer: Gazetteer) -> None:
    text = "The post at 51.2954, 35.4311 lies 3 km from Kyiv, 5 km from Lviv and 9 km from Odesa."
    reading, claims = checked(text, gazetteer)
    point = next(k for k, m in enumerate(reading.mentions) if m.kind == "other")
    found = reading.resolutions[point]
    assert (found.place and found.place.lonlat, found.score) == ((35.4311, 51.2954), 1.0)
    assert {claim.verdict for claim in claims} <= {"contradicted", "unchecked"}


def test_the_contract_carries_the_point(gazetteer: Gazetteer) -> None:
    reading, claims = checked("They entered Berdin (51.2954, 35.4311).", gazetteer)
    written = json.loads(json.dumps(to_json(reading, claims)))
    (mention,) = [m for m in written["mentions"] if m["kind"] == "other"]
    place = mention["place"]
    assert (place["lat"], place["lon"], place["precision_m"]) == (51.2954, 35.4311, 6.6)
    assert (place["geo_precision"], place["viina_precision"]) == (1, "STREET")
    assert mention["rivals"] == []
