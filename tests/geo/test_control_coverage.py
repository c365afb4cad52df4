"""A maker who draws one country alone says nothing of the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shapely import Polygon, box

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.control.atlas import ControlAtlas
from geo.control.coverage import covers
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.reading.read import read
from geo.reading.report import Report

SUDZHA = box(35.15, 51.15, 35.45, 51.30)
LIMAN = box(37.7, 48.9, 38.2, 49.2)


def layer(
    shape: Polygon,
    side: str,
    within: str | None,
    *,
    maker: str,
    format: str = "geojson",  # noqa: A002
) -> ControlLayer:
    rows = [{"geometry": shape, "side": side, "within": within}]
    return ControlLayer(
        control_frame(rows),
        maker=Maker(maker),
        date="2025-01-05",
        date_basis="file name",
        file=f"{maker}.json",
        format=format,
    )


BOTH = layer(SUDZHA, "UA", "RU", maker="Both")
UKRAINE = layer(LIMAN, "RU", "UA", maker="Ukraine alone")


@pytest.fixture(scope="module")
def shipped() -> Iterator[Gazetteer]:
    with Gazetteer.open() as gazetteer:
        yield gazetteer


def holding(atlas: ControlAtlas, gazetteer: Gazetteer) -> Claim:
    report = Report(id="r", text="Ukrainian forces hold Sudzha.", date="2025-01-05")
    (claim,) = check(read(report, gazetteer), gazetteer, atlas)
    return claim


def test_what_a_map_draws_tells_which_country_it_shows(shipped: Gazetteer) -> None:
    assert covers([BOTH], "RU", shipped)
    assert not covers([UKRAINE], "RU", shipped)
    assert covers([UKRAINE], "UA", shipped)
    # Without the maker's word the ground's place tells.
    assert covers([layer(SUDZHA, "UA", None, maker="Loose")], "RU", shipped)
    assert not covers([layer(LIMAN, "RU", None, maker="Loose")], "RU", shipped)
    # A side's ground at home is not drawn against anybody.
    assert not covers([layer(SUDZHA, "RU", None, maker="Home")], "RU", shipped)


def test_a_known_format_shows_a_country_even_where_nothing_is_held_there(
    shipped: Gazetteer,
) -> None:
    daily = layer(LIMAN, "RU", "UA", maker="Daily", format="owlmaps")
    assert covers([daily], "RU", shipped)


def test_a_map_of_one_country_has_no_vote_on_the_other(shipped: Gazetteer) -> None:
    claim = holding(ControlAtlas([UKRAINE, BOTH]), shipped)
    assert claim.verdict == "supported"
    assert claim.map is not None
    assert claim.map.maker == "Both"


def test_where_no_map_shows_the_country_nothing_is_checked(shipped: Gazetteer) -> None:
    claim = holding(ControlAtlas([UKRAINE]), shipped)
    assert (claim.verdict, claim.cause) == ("unchecked", "coverage")
    assert "No map supplied shows who holds ground in RU" in claim.why
