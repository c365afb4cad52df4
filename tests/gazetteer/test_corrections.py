"""Corrections: what a user's file may say, and what a gazetteer is like behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.corrected import Rulings, corrected
from gazetteer.corrections import load_corrections
from gazetteer.errors import CorrectionsInvalid, GazetteerError
from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.store import Gazetteer

Make = Callable[..., Place]
Open = Callable[..., Gazetteer]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a file of corrections."""

    def write(text: str) -> Path:
        path = tmp_path / "corrections.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def faults_of(path: Path) -> str:
    with pytest.raises(CorrectionsInvalid) as caught:
        load_corrections(path)
    assert str(path) in str(caught.value)
    return "\n".join(caught.value.faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[meant\nx = 1", "line 1"),
        ("ignord = []", "is “ignored” meant?"),
        ('ignored = "Victory"', "ignored is a list of names"),
        ("ignored = [7]", "entry 1 is no name"),
        ('aliases = ["Sudzha"]', "aliases is a table"),
        ('[aliases]\n"Old Town" = 7', "“Old Town”: give its place as a text"),
        ('[meant]\n"Lug" = { plase = "made:lug" }', "is “place” meant?"),
        ('[meant]\n"Lug" = { report = "monday" }', "its place is missing"),
        ('[meant]\n"Lug" = { place = "made:lug", report = 7 }', "id of one report"),
        ('[meant]\n"Lug" = ["made:one", "made:two"]', "is given two places"),
        ("places = 7", "[[places]]"),
        ("[[places]]\nlat = 51\nlon = 35", "its name is missing"),
        ('[[places]]\nname = "Lug"\nlat = 51', "its lon is missing"),
        ('[[places]]\nname = "Lug"\nlat = "51 N"\nlon = 35', "lat is a number"),
        ('[[places]]\nname = "Lug"\nlat = 51\nlon = nan', "lon is a number"),
        ('[[places]]\nname = "Lug"\nlat = 151\nlon = 35', "latitude 151.0 is not within"),
        ('[[places]]\nname = "Lug"\nlat = 51\nlon = 35\nkind = "vilage"', "settlement, region"),
        ('[[places]]\nname = "Lug"\nlat = 51\nlon = 35\ncountry = "Russia"', "two capitals"),
        ('[[places]]\nname = "Lug"\nlat = 51\nlon = 35\npopulaton = 5', "“population” meant?"),
        ('[[places]]\nname = "Lug"\nlat = 51\nlon = 35\nprecision_m = -5', "a length of zero"),
        ('[[places]]\nname = "Lug"\nlat = 51\nlon = 35\npopulation = 1.5', "whole number"),
        ('[[places]]\nname = "Lug"\nlat = 1\nlon = 1\n' * 2, "two have the id correction:lug"),
        ('ignored = ["Lug"]\n[meant]\n"Lug" = "made:lug"', "both ignored and given a place"),
    ],
)  # fmt: skip
def test_what_no_file_can_say_is_told(text: str, says: str, written: Callable[[str], Path]) -> None:
    assert says in faults_of(written(text))


def test_all_faults_are_told_at_once(written: Callable[[str], Path]) -> None:
    faults = faults_of(written('ignord = []\n[meant]\n"Lug" = {}\n[[places]]\nname = "Lug"'))
    for says in ("ignord", "“Lug”: give its place", "its lat is missing", "its lon is missing"):
        assert says in faults


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in faults_of(tmp_path / "nothing.toml")
    assert "cannot be read" in faults_of(tmp_path)
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"ignored = ['\xff']")
    assert "byte 13 is no UTF-8" in faults_of(path)


@given(content=st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_content_is_read_or_refused(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "corrections.toml"
    path.write_bytes(content)
    try:
        read = load_corrections(path)
    except CorrectionsInvalid:
        return
    assert len(read.sha256) == 64


def apply(text: str, gazetteer: Gazetteer, written: Callable[[str], Path]) -> Any:
    return corrected(gazetteer, load_corrections(written(text)))


def test_an_alias_is_one_more_name_of_the_same_place(
    opened: Open, place: Make, written: Callable[[str], Path]
) -> None:
    square = shapely.box(35, 51, 36, 52)
    gazetteer = opened(
        place("Lug", admin1="Kursk Oblast"), place("Wide Land", kind="region"),
        outlines={"made:wide-land": Outline(shapely.to_wkb(square), 50.0)},
    )  # fmt: skip
    before = gazetteer.get("made:lug")
    with apply('[aliases]\n"Meadow" = "made:lug"\n"Broad" = "Wide Land"', gazetteer, written) as (
        fixed, _,
    ):  # fmt: skip
        (found,) = fixed.find("Meadow")
        assert (found.place.id, found.place.lonlat) == ("made:lug", before.lonlat)
        assert found.place.admin1 == "Kursk Oblast"
        (again,) = fixed.find("Lug")
        assert again.place == found.place
        (broad,) = fixed.find("Broad")
        assert fixed.geometry(broad.place.id).equals(square)
        assert [n.place.id for n in fixed.near(35, 51, radius_m=9)].count("made:lug") == 1
    assert not gazetteer.find("Meadow")


def test_a_place_that_no_gazetteer_holds_is_found(
    opened: Open, place: Make, written: Callable[[str], Path]
) -> None:
    text = """
    [aliases]
    "The Orchard" = "Dacha Settlement"
    [[places]]
    name = "Dacha Settlement"
    names = ["Дачный посёлок"]
    lat = 51.25
    lon = 35.5
    country = "RU"
    """
    with apply(text, opened(place("Lug")), written) as (fixed, _):
        for name in ("Dacha Settlement", "Дачный посёлок", "The Orchard"):
            (found,) = fixed.find(name)
            assert found.place.lonlat == (35.5, 51.25)
            assert "corrections.toml" in found.place.source
            assert found.place.precision_m > 0
        assert fixed.find("Lug")


def test_what_a_name_means_may_hold_for_one_report(
    opened: Open, place: Make, written: Callable[[str], Path]
) -> None:
    text = '[meant]\n"Lug" = ["made:lug", { place = "made:far-lug", report = "monday" }]'
    gazetteer = opened(place("Lug"), place("Lug", "made:far-lug", lon=80.0))
    with apply(text, gazetteer, written) as (_, rulings):
        assert rulings.place_of("LUG", report="tuesday").id == "made:lug"
        assert rulings.place_of("Lug", report="monday").id == "made:far-lug"
        assert rulings.place_of("Luga", report="monday") is None


def test_coordinates_make_a_place_as_exact_as_they_are_written(
    opened: Open, place: Make, written: Callable[[str], Path]
) -> None:
    with apply('[meant]\n"Lug" = "51.3, 35.4"', opened(place("Lug")), written) as (_, rulings):
        meant = rulings.place_of("Lug", report="any")
    assert (meant.name, meant.kind, meant.lonlat) == ("Lug", "settlement", (35.4, 51.3))
    assert 6_000 < meant.precision_m < 7_500


def test_places_that_are_unknown_or_several_are_told_together(
    opened: Open, place: Make, written: Callable[[str], Path]
) -> None:
    gazetteer = opened(place("Lug"), place("Lug", "made:far-lug", lon=80.0))
    text = '[aliases]\n"Meadow" = "Lug"\n[meant]\n"Field" = "made:felid"'
    with pytest.raises(GazetteerError) as caught, apply(text, gazetteer, written):
        pass
    assert "made:far-lug" in str(caught.value)
    assert "“Field”" in str(caught.value)


def test_the_state_of_the_data_tells_one_file_of_corrections_from_another(
    opened: Open, place: Make, written: Callable[[str], Path]
) -> None:
    gazetteer = opened(place("Lug"))
    states = []
    for text in ('ignored = ["Lug"]', 'ignored = ["Lugg"]', 'ignored = ["Lug"]'):
        with apply(text, gazetteer, written) as (fixed, _):
            states.append(fixed.content_hash())
            assert "corrections in corrections.toml" in [s.name for s in fixed.sources()]
    assert states[0] == states[2] != states[1]
    assert gazetteer.content_hash() not in states


def test_nothing_is_ruled_where_nothing_is_said() -> None:
    assert Rulings().place_of("Lug", report="any") is None
    assert not Rulings().ignores("Lug")
