"""One speaker under many names, and many speakers under similar ones."""

from __future__ import annotations

from itertools import combinations

import pytest

from geo.attribution.naming import is_evidence, is_nobody, split_names
from geo.attribution.speaker import SpeakerNames

ONE = [
    [
        "Russian Defense Ministry", "the Russian Ministry of Defence", "Russia's defense ministry",
        "Russian MoD", "Moscow's Ministry of Defense", "Defense Ministry of the Russian Federation",
    ],
    ["Institute for the Study of War (ISW)", "the Institute for the Study of War", "ISW"],
    ["Ukraine's General Staff", "the General Staff of Ukraine", "Ukrainian general staff"],
    ["Russian milbloggers", "Russian military bloggers"],
    ["Yuriy Podolyaka", "Russian military blogger Yuriy Podolyaka", "Podolyaka"],
    ["Sample Front Research (SFR)", "SFR"],
    ["Rybar", "Russian Telegram channel Rybar"],
    ["Ukrainian OSINT project DeepState", "DeepState", "DeepStateMap"],
]  # fmt: skip


@pytest.mark.parametrize("spellings", ONE, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_are_one_speaker(spellings: list[str]) -> None:
    names = SpeakerNames((spelling, "en") for spelling in spellings)
    assert len({names.of(spelling).key for spelling in spellings}) == 1


def test_names_of_different_speakers_stay_apart() -> None:
    names = SpeakerNames((spelling, "en") for group in ONE for spelling in group)
    for one, other in combinations(ONE, 2):
        assert names.of(one[0]).key != names.of(other[0]).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian Defense Ministry", "Ukrainian Defense Ministry"),
        ("Defense Ministry", "Russian Defense Ministry"),
        ("Russian Defense Ministry", "Russian Foreign Ministry"),
        ("Institute for the Study of War", "Institute for the Study of Peace"),
        ("Andriy Sample", "Petro Sample"),
        ("Ukraine's General Staff", "Ukraine's General Prosecutor"),
        ("Russian military bloggers", "Ukrainian military bloggers"),
    ],
)
def test_like_names_of_two_are_two(one: str, other: str) -> None:
    names = SpeakerNames([(one, "en"), (other, "en")])
    assert names.of(one).key != names.of(other).key


def test_a_surname_that_two_bear_is_nobodys() -> None:
    spellings = ["Andriy Sample", "Petro Sample", "Sample"]
    names = SpeakerNames((spelling, "en") for spelling in spellings)
    assert len({names.of(spelling).key for spelling in spellings}) == 3


def test_the_name_shown_is_the_one_used_most() -> None:
    names = SpeakerNames([("Russian MoD", "en"), ("Russian MoD", "en"), ("Russia's MoD", "en")])
    assert names.of("Russia's MoD").name == "Russian MoD"


def test_two_who_speak_as_one_are_two_origins() -> None:
    joined = "Russian Defense Ministry and local accounts"
    assert split_names(joined) == ("Russian Defense Ministry", "local accounts")
    assert split_names("Sand and Sea Observatory") == ("Sand and Sea Observatory",)


@pytest.mark.parametrize("shown", ["geolocated footage", "battlefield maps", "Video of the day"])
def test_what_shows_something_is_no_speaker(shown: str) -> None:
    assert is_evidence(shown)


@pytest.mark.parametrize("speaker", ["Rybar", "the mayor"])
def test_who_speaks_is_no_evidence(speaker: str) -> None:
    assert not is_evidence(speaker)


@pytest.mark.parametrize("speaker", ["", "they", "its spokesman", "He"])
def test_who_is_not_told_is_nobody(speaker: str) -> None:
    assert is_nobody(speaker)
