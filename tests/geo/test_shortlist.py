"""A full gazetteer: hundreds of bearers of a name, and the report's own among them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer.place import Match, Place
from gazetteer.store import Gazetteer
from gazetteer.writer import write
from geo.reading.read import read
from geo.reading.report_file import load_report
from geo.reading.shortlist import MOST, shortlisted
from geo.reading.variables import Name

REPORT = Path(__file__).parents[1] / "reports" / "berdin-assessment.txt"
BORNE_BY_MANY = ("Mikhaylovka", "Martynovka", "Cherkasskoye Porechnoye", "Novaya Sorochina")


def namesakes(name: str, count: int) -> Iterator[Place]:
    """Villages of one name all over Russia, none of them near the report's places."""
    dice = random.Random(name)  # noqa: S311 - positions, not secrets
    for n in range(count):
        yield Place(
            id=f"made:{name.lower().replace(' ', '-')}-{n}", name=name, kind="settlement",
            lon=dice.uniform(42, 90), lat=dice.uniform(45, 62), precision_m=900.0, source="made",
            country="RU", population=dice.choice((None, 40, 900)),
        )  # fmt: skip


def chosen(gazetteer: Gazetteer) -> list[tuple[str, str | None]]:
    reading = read(load_report(REPORT), gazetteer)
    return [
        (mention.text, None if resolution.place is None else resolution.place.id)
        for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True)
    ]


@pytest.mark.parametrize("count", [30, 400])
def test_namesakes_far_away_change_nothing(count: int, tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    write(own, [place for name in BORNE_BY_MANY for place in namesakes(name, count)])
    with Gazetteer.open() as shipped, Gazetteer.open(user=own) as full:
        assert len(full.find("Mikhaylovka")) > count
        assert chosen(full) == chosen(shipped)


def named(name: str, *places: Place) -> Name:
    matches = tuple(Match(place, 1.0, place.name) for place in places)
    return Name((name, "settlement", ()), name, matches, 0.0, [], [], ())


def test_few_bearers_are_all_weighed() -> None:
    names = [named("a", *namesakes("A", MOST)), named("b", *namesakes("B", 3))]
    assert shortlisted(names) == names


def test_of_many_the_best_known_and_those_beside_the_others_are_weighed() -> None:
    many = list(namesakes("A", 5 * MOST))
    anchor = many[-1]
    beside = Place(
        id="made:anchor", name="B", kind="settlement", lon=anchor.lon + 0.1, lat=anchor.lat + 0.1,
        precision_m=1.0, source="made up",
    )  # fmt: skip
    cut = shortlisted([named("a", *many), named("b", beside)])[0].matches
    assert len(cut) == MOST
    assert cut[0].place == many[0]
    assert anchor in [match.place for match in cut]
    assert [match.place for match in cut] == sorted((match.place for match in cut), key=many.index)
