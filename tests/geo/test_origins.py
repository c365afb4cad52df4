"""Who stands behind what a report says: a person, a body, an outlet, never footage or a pronoun."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.attribution.naming import name_of, person_in
from geo.attribution.origin import Origins
from geo.reading.attribution import Attributor
from geo.reading.report import Report
from geo.reading.statement import Attribution
from geo.reading.tokens import sentences

FOLDER = Path(__file__).parent / "origins"
TEXTS = [
    row
    for path in sorted(FOLDER.glob("*.toml"))
    for row in tomllib.loads(path.read_text("utf-8"))["report"]
]
SPELLED = st.lists(
    st.one_of(
        st.sampled_from(
            "the|Russian|ministry|’s|its|analysts|video|that|(|)|ISW|US|-|based|of|and|Kyiv|".split(
                "|"
            )
        ),
        st.text(max_size=4),
    ),
    max_size=12,
).map(" ".join)


def said_by(*speakers: str) -> tuple[Attribution, ...]:
    return tuple(Attribution(speaker, "said") for speaker in speakers)


def sources(*chains: Sequence[str], source: str | None = "Post", text: str = "…") -> list[str]:
    """The source of each chain of speakers of one report."""
    told = [said_by(*chain) for chain in chains]
    origins = Origins([(Report("r", text, source=source), told)])
    return [" and ".join(one.name for one in origins.of_chain(0, chain)) for chain in told]


def read_by(row: dict[str, Any]) -> tuple[Report, Attributor, Origins]:
    """A text with everybody who speaks in it."""
    text = " ".join(row["text"].split())
    report = Report("r", text, source=row.get("source"), title=row.get("title"))
    cut = sentences(text)
    read = Attributor(text, cut, source=report.source)
    chains = {read.at(at, at + 1).chain for one in cut for at in range(one.start, one.end)}
    return report, read, Origins([(report, sorted(chains, key=str))])


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row.get("source") or row["title"])
def test_the_source_is_the_one_that_a_reader_takes_down(row: dict[str, Any]) -> None:
    report, read, origins = read_by(row)
    (outlet,) = origins.outlets
    for expected in row["expected"]:
        start = report.text.index(expected["said"])
        found = origins.of_chain(0, read.at(start, start + len(expected["said"])).chain)
        if expected.get("missed"):
            assert found == (outlet,), expected["said"]
            continue
        names = [expected["origin"], *expected.get("alternatives", ())]
        wanted = {one.key for name in names for one in origins.of_chain(0, said_by(name))}
        assert {one.key for one in found} <= wanted, expected["said"]


def test_few_are_missed() -> None:
    cases = [one for row in TEXTS for one in row["expected"]]
    assert sum(one.get("missed", False) for one in cases) <= 0.05 * len(cases)


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row.get("source") or row["title"])
def test_nothing_that_shows_or_stands_for_somebody_is_a_source(row: dict[str, Any]) -> None:
    report, read, origins = read_by(row)
    for at in range(len(report.text)):
        for source in origins.of_chain(0, read.at(at, at + 1).chain):
            words = source.name.lower().split()
            assert not {"that", "which", "who", "he", "she", "they", "its", "it"} & set(words)
            assert words[0] not in ("video", "footage", "photos", "imagery", "maps", "statement")


@pytest.mark.parametrize(
    "speaker",
    [
        "", "he", "They", "its analysts", "their spokesman", "Video that its analysts",
        "Geolocated footage", "the statement", "note", "whoever", "Kyiv wants guarantees",
        "road sign and a good deal less", "market town on the lake that few maps",
        "He gives only the name Ivan", "What they", "inauguration of President Sample",
    ],
)  # fmt: skip
def test_what_is_nobody_leaves_the_report_as_the_source(speaker: str) -> None:
    assert sources([speaker]) == ["Post"]
    assert sources(["Ruda Institute", speaker]) == ["Ruda Institute"]


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["US-based Institute for the Study of War (ISW)", "ISW", "ISW analysts", "ISW's analysts"],
         "Institute for the Study of War"),
        (["Russian Defense Ministry", "Russia's Ministry of Defence", "Defense Ministry in Moscow",
          "Russian MoD spokesman", "Moscow's defence ministry"], None),
        (["Cambodia's Ministry of National Defence", "Phnom Penh ministry", "ministry"],
         "Cambodia's Ministry of National Defence"),
        (["Hill Research Front (HRF)", "HRF", "HRF spokesperson"], "Hill Research Front"),
        (["Ruda-based Hill Monitor", "Hill Monitor"], "Hill Monitor"),
        (["Kyiv", "Ukraine"], "Ukraine"),
        (["UN spokesman", "U.N.", "spokesperson for the United Nations"], "United Nations"),
        (["Andriy Sample", "commander Andriy Sample", "Sample"], None),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)  # fmt: skip
def test_the_names_of_one_source_are_one(spellings: list[str], name: str | None) -> None:
    (found,) = set(sources(*([spelling] for spelling in spellings)))
    assert found == name or (name is None and found in spellings)


def test_the_ministry_of_several_that_are_named_is_nobodys() -> None:
    chains = [["Russian Defense Ministry"], ["Ukrainian Defense Ministry"], ["ministry"]]
    assert sources(*chains)[2] == "ministry"


def test_whose_the_evidence_is_that_one_is_the_source() -> None:
    assert sources(["Russian bloggers' photographs"]) == ["Russian bloggers"]
    assert sources(["Hill Institute", "battlefield maps"]) == ["Hill Institute"]


def test_two_who_speak_as_one_are_two_sources() -> None:
    assert sources(["Russian Defense Ministry and local accounts"]) == [
        "Russian Defense Ministry and local accounts"
    ]
    chain = said_by("Russian Defense Ministry and local accounts")
    assert len(Origins([(Report("r", "…"), [chain])]).of_chain(0, chain)) == 2


def test_a_common_word_at_the_start_of_a_sentence_is_no_name() -> None:
    text = "Names say little. But the names of Ruda and Rybar say more."
    assert sources(["Names"], ["Rybar"], text=text) == ["Post", "Rybar"]


def test_a_report_without_publisher_stands_for_itself() -> None:
    titled, bare = Report("a", "…", title="On the hill"), Report("b", "…")
    origins = Origins([(titled, [()]), (bare, [()])])
    assert [outlet.name for outlet in origins.outlets] == ["On the hill", "b"]


def test_the_person_in_a_name_is_found_by_the_given_name() -> None:
    assert person_in("commander-in-chief Oleksandr Sample") == "Oleksandr Sample"
    assert person_in("Kateryna Romny") == "Kateryna Romny"
    assert person_in("Northgate Review of Armed Conflict") is None


@given(spelling=SPELLED)
def test_any_words_at_all_have_a_source(spelling: str) -> None:
    (found,) = sources([spelling])
    assert found.strip()
    assert name_of(spelling) in " ".join(spelling.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("expert", "military expert"), ("OSCE", "monitors from the OSCE"),
        ("47th Brigade", "82nd Brigade"), ("Iranian state TV", "Syrian state TV"),
        ("Wagner Group", "Moscow"), ("Pentagon", "Washington"), ("army", "Sudanese army"),
    ],
)  # fmt: skip
def test_like_names_of_two_sources_are_two(one: str, other: str) -> None:
    assert len(set(sources([one], [other]))) == 2


@pytest.mark.parametrize(
    "name",
    [
        "Bellingcat", "Al Jazeera", "de facto authorities", "witnesses", "Human Rights Watch",
        "person familiar with the matter", "three people briefed on the talks", "voenkory",
        "82nd Air Assault Brigade", "local media", "mayor of Kherson", "town's hospital",
        "Russian-installed officials", "UN mission", "drone operator", "call sign Bison",
    ],
)  # fmt: skip
def test_who_has_a_name_or_an_office_is_a_source(name: str) -> None:
    assert sources([name]) == [name]


def test_a_map_of_a_known_maker_is_its_makers() -> None:
    assert sources(["DeepState map"]) == ["DeepState"]
