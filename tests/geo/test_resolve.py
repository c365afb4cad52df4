"""Which of several places of one name a report means, and why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from gazetteer.measure import inverse
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from gazetteer.writer import write
from geo.reading.mention import Resolution
from geo.reading.read import read
from geo.reading.report import Report
from geo.reading.weights import nothing_term

LIST = (
    "A monitor's map shows troops in Cherkasskoye Porechnoye, Martynovka, and Mikhaylovka "
    "(all northeast of Sudzha and southwest of Berdin)."
)


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as opened:
        yield opened


def resolved(text: str, name: str, gazetteer: Gazetteer) -> Resolution:
    """Resolve the first mention of a name in a text."""
    reading = read(Report("r", text), gazetteer)
    i = next(i for i, mention in enumerate(reading.mentions) if mention.text == name)
    return reading.resolutions[i]


@pytest.mark.parametrize("name", ["Mikhaylovka", "Martynovka"])
def test_the_text_picks_the_village_among_all_of_its_name(name: str, gazetteer: Gazetteer) -> None:
    resolution = resolved(LIST, name, gazetteer)
    assert resolution.place is not None
    assert resolution.place.id == f"theatre:{name.casefold()}"
    assert "NE of Sudzha" in resolution.why
    assert resolution.score > 0.9


def test_mikhaylovka_has_at_least_ten_real_rivals(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.find("Mikhaylovka")) > 10


@pytest.mark.parametrize(
    ("words", "place_id"),
    [
        ("northeast of Sudzha", "theatre:mikhaylovka"),
        ("south of Zheleznogorsk", "theatre:mikhaylovka-zheleznogorsky"),
        ("20 km south of Krasnopillia", None),
    ],
)
def test_the_same_name_follows_what_the_text_says_of_it(
    words: str, place_id: str | None, gazetteer: Gazetteer
) -> None:
    resolution = resolved(f"Guns fired at Mikhaylovka ({words}).", "Mikhaylovka", gazetteer)
    assert resolution.place is not None
    if place_id is None:
        # no Mikhaylovka lies 20 km south of Krasnopillia (50.7739 N, 35.2563 E)
        assert resolution.estimated
        gone = inverse((35.2563, 50.7739), resolution.place.lonlat)
        assert 14_000 < gone.distance_m < 26_000
        assert 150 < gone.bearing_deg < 210
    else:
        assert resolution.place.id == place_id


def test_villages_of_a_full_list_do_not_make_one_more_likely(
    gazetteer: Gazetteer,
) -> None:
    listed = gazetteer.find("Andriivka", country="UA")
    towns = [match for match in listed if match.place.population is not None]
    assert len(towns) < len(listed)
    alone, with_villages = (nothing_term(m, evidence=0.5).value for m in (towns, listed))
    assert with_villages == alone


def test_a_region_named_beside_the_village_decides(gazetteer: Gazetteer) -> None:
    text = "Shells hit Mykhailivka, Zaporizhzhia Oblast, and later Mykolaivka, Donetsk Oblast."
    first = resolved(text, "Mykhailivka", gazetteer)
    second = resolved(text, "Mykolaivka", gazetteer)
    assert first.place is not None
    assert second.place is not None
    assert first.place.admin1 == "Zaporizhzhia Oblast"
    assert second.place.admin1 == "Donetsk Oblast"


def test_what_is_called_a_village_is_no_city_of_that_name(gazetteer: Gazetteer) -> None:
    text = (
        "Clashes around Kostiantynopil; Zaporizhzhia, the village 12 km north of it, was shelled."
    )
    resolution = resolved(text, "Zaporizhzhia", gazetteer)
    assert resolution.place is not None
    assert (resolution.place.population or 0) < 15_000
    assert inverse((37.0397, 48.0006), resolution.place.lonlat).distance_m < 25_000
    city = resolved("Zaporizhzhia city and a village were hit.", "Zaporizhzhia city", gazetteer)
    assert city.place is not None
    assert city.place.id == "theatre:zaporizhzhia"


def test_a_village_that_no_row_holds_is_estimated_and_marked(gazetteer: Gazetteer) -> None:
    resolution = resolved(
        "A post stood in Fanaseyevka (southeast of Sudzha).", "Fanaseyevka", gazetteer
    )
    assert resolution.estimated
    assert resolution.place is not None
    assert resolution.place.precision_m > 3_000
    assert 90 < inverse((35.2706, 51.1914), resolution.place.lonlat).bearing_deg < 180
    assert "estimated" in resolution.why


def test_what_nothing_situates_stays_unresolved_and_says_so(gazetteer: Gazetteer) -> None:
    resolution = resolved("Troops entered the village of Zelyonkovo.", "Zelyonkovo", gazetteer)
    assert resolution.place is None
    assert "no gazetteer row" in resolution.why


def test_one_unknown_name_does_not_empty_the_rest(gazetteer: Gazetteer) -> None:
    text = "Near the village of Qwertovka and in Sudzha nothing changed."
    assert resolved(text, "Sudzha", gazetteer).place is not None


def test_a_village_at_the_front_comes_before_its_far_namesakes(gazetteer: Gazetteer) -> None:
    text = "Fighting continued near Starytsia, Vovchansk, and Hlyboke."
    vovchansk = (36.9419, 50.2883)
    for name in ("Starytsia", "Hlyboke"):
        place = resolved(text, name, gazetteer).place
        assert place is not None
        assert inverse(place.lonlat, vovchansk).distance_m < 45_000


@pytest.mark.parametrize("names", list(permutations(["Vylkove", "Lyptsi", "Vovchansk"])))
def test_a_far_namesake_pushes_no_place_away(names: tuple[str, ...], gazetteer: Gazetteer) -> None:
    reading = read(Report("r", f"Fighting continued near {', '.join(names)}."), gazetteer)
    places = {m.text: r.place for m, r in zip(reading.mentions, reading.resolutions, strict=True)}
    assert places["Vylkove"] is None  # the only row of the name is a town 700 km off
    for name in ("Lyptsi", "Vovchansk"):
        place = places[name]
        assert place is not None
        assert place.admin1 == "Kharkiv Oblast"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sudzha is 40 km from Kursk.", "Sudzha"),
        ("Rylsk lies 60 km from Kursk.", "Rylsk"),
        ("Tetkino lies 30 km from Sudzha.", "Tetkino"),
    ],
)
def test_a_false_distance_makes_no_second_town_of_a_rare_name(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    resolution = resolved(text, name, gazetteer)
    assert resolution.place is not None
    assert resolution.place.id == f"theatre:{name.casefold()}"


def test_a_statement_left_out_no_longer_supports_the_choice(tmp_path: Path) -> None:
    # two villages of one name, 40 km apart, both 30 km from the only other place
    rows = [
        _row("user:anchor", "Anchorville", lon=35.0, lat=51.0),
        _row("user:north", "Twinstead", lon=35.0, lat=51.27),
        _row("user:south", "Twinstead", lon=35.0, lat=50.73),
    ]
    write(tmp_path / "user.sqlite", rows)
    text = "A depot burned at Twinstead (north of Anchorville)."
    with Gazetteer.open(user=tmp_path / "user.sqlite") as gazetteer:
        reading = read(Report("r", text), gazetteer)
        i = next(i for i, m in enumerate(reading.mentions) if m.text == "Twinstead")
        assert [s.direction for s in reading.statements] == ["N"]
        chosen = reading.resolutions[i]
        alone = reading.resolve_without(0)[i]
    assert chosen.place is not None
    assert chosen.place.id == "user:north"
    assert chosen.score > 0.9
    assert alone.score < 0.6


def _row(place_id: str, name: str, *, lon: float, lat: float) -> Place:
    return Place(
        id=place_id, name=name, kind="settlement", lon=lon, lat=lat,
        precision_m=300.0, source="made for this test", country="RU",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("far", "near"),
    [
        ("Kideksha", ("Staryi Krym", "Kalynivka", "Prymiske", "Rybatske")),
        ("Povarovo", ("Pershe Travnia", "Hrafske", "Kindrativka", "Stepne")),
    ],
)
def test_much_borne_names_of_one_corner_outweigh_a_rare_one_far_away(
    far: str, near: tuple[str, ...], gazetteer: Gazetteer
) -> None:
    """The far ones are near Moscow, the others lie together in Donetsk Oblast."""
    text = f"Fighting continued near {', '.join((near[0], near[1], far, near[2]))} and {near[3]}."
    reading = read(Report("r", text), gazetteer)
    places = {m.text: r.place for m, r in zip(reading.mentions, reading.resolutions, strict=True)}
    assert places[far] is None
    assert {place.admin1 for name in near if (place := places[name])} == {"Donetsk Oblast"}
    assert all(places[name] for name in near)
