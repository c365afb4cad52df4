"""Several makers' maps put together; squares whose overlay can be done by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from gazetteer.store import Gazetteer
from geo.control.atlas import ControlAtlas
from geo.control.consensus import (
    AreaDistribution,
    Consensus,
    MakerArea,
    area_distribution,
    consensus_of,
)
from geo.control.formats import load_control
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.errors import ControlInvalid

DAY = "2025-01-04"


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def drawn(
    maker: str, shape: BaseGeometry, day: str = DAY, *, side: str = "UA", within: str = "RU"
) -> ControlLayer:
    rows = [{"geometry": shape, "side": side, "within": within, "source": maker}]
    return ControlLayer(
        control_frame(rows), maker=Maker(maker), date=day, date_basis="test",
        file=f"{maker}-{day}.json", format="test",
    )  # fmt: skip


def square(west: float, south: float, size: float = 0.1) -> BaseGeometry:
    return shapely.box(west, south, west + size, south + size)


def together(*shapes: BaseGeometry) -> Consensus:
    return consensus_of(ControlAtlas(drawn(f"maker {k}", one) for k, one in enumerate(shapes)))


def test_ground_is_parted_by_how_many_agree() -> None:
    # Three squares in a row, each moved by half its width: by hand 1, 2, 2, 1 of three.
    found = together(*(square(35.2 + 0.05 * k, 51.2) for k in range(3)))
    frame = found.frame()
    assert frame["makers"].tolist() == [2, 1]
    assert frame["of"].tolist() == [3, 3]
    assert frame["share"].tolist() == [0.6667, 0.3333]
    two = shapely.box(35.25, 51.2, 35.35, 51.3)
    assert shapely.symmetric_difference(frame.geometry.iloc[0], two).area < 1e-12
    whole = shapely.box(35.2, 51.2, 35.4, 51.3)
    assert shapely.symmetric_difference(found.front_band("UA"), whole).area < 1e-12


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=5))
def test_the_overlay_counts_each_cell_right(corners: list[tuple[int, int]]) -> None:
    squares = [square(35 + x / 10, 51 + y / 10, 0.3) for x, y in corners]
    found = together(*squares)
    for column in range(9):
        for row in range(9):
            point = shapely.Point(35.05 + column / 10, 51.05 + row / 10)
            count = sum(one.contains(point) for one in squares)
            for makers in range(1, len(squares) + 1):
                assert found.held_by("UA", makers).contains(point) == (count >= makers)


def test_one_maker_has_one_vote_however_many_files() -> None:
    atlas = ControlAtlas([
        drawn("one", square(35.2, 51.2)),
        drawn("one", square(35.3, 51.2)),
        drawn("one", square(35.2, 51.2), "2025-01-05"),
        drawn("two", square(35.2, 51.2)),
    ])  # fmt: skip
    found = consensus_of(atlas)
    assert [vote.layer.maker.name for vote in found.votes] == ["one", "two"]
    assert found.date == DAY
    assert not found.mixed
    assert any("one vote" in note for note in found.notes)
    assert any("other days" in note for note in found.notes)


def test_mixed_days_are_told_and_days_too_far_off_left_out() -> None:
    atlas = ControlAtlas([
        drawn("one", square(35.2, 51.2)),
        drawn("two", square(35.2, 51.2), "2025-01-06"),
        drawn("three", square(35.2, 51.2), "2024-12-01"),
    ])  # fmt: skip
    found = consensus_of(atlas, tolerance_days=2)
    assert found.mixed
    assert len(found.votes) == 2
    assert any("three has no map" in note for note in found.notes)
    with pytest.raises(ControlInvalid, match="two makers or more"):
        consensus_of(atlas, tolerance_days=0, day=DAY)


def test_a_maker_who_draws_no_ground_of_a_side_has_no_vote_on_it() -> None:
    atlas = ControlAtlas([
        drawn("one", square(35.2, 51.2)),
        drawn("two", square(38.0, 48.0), side="RU", within="UA"),
    ])  # fmt: skip
    found = consensus_of(atlas)
    assert len(found.voters("UA")) == 1
    assert sum("no vote" in note for note in found.notes) == 2


def test_the_probability_falls_from_one_to_nothing_across_the_edges() -> None:
    found = together(square(35.2, 51.2), square(35.25, 51.2))
    lon = [35.28, 35.22, 35.33, 35.10, 35.25]
    both, first, second, out, edge = found.probability("UA", lon, [51.25] * 5)
    assert both > 0.95
    assert first == pytest.approx(0.5, abs=0.1)
    assert second == pytest.approx(0.5, abs=0.1)
    assert out < 0.01
    # On the edge of one and deep inside the other: half of a half more.
    assert edge == pytest.approx(0.75, abs=0.02)


def test_areas_are_a_distribution(gazetteer: Gazetteer) -> None:
    small, large = square(35.2, 51.2), shapely.box(35.2, 51.2, 35.4, 51.3)
    area = area_distribution(together(large, small), "UA", "RU", gazetteer)
    assert area.least_km2 == pytest.approx(area_km2(small), rel=1e-6)
    assert area.most_km2 == pytest.approx(area_km2(large), rel=1e-6)
    assert area.mean_km2 == pytest.approx((area_km2(small) + area_km2(large)) / 2, rel=1e-6)
    low, high = area.interval_km2
    assert low < area.least_km2 < area.most_km2 < high
    assert area.probability(low, high) == pytest.approx(0.9, abs=1e-6)
    with pytest.raises(ControlInvalid, match="no map draws ground of PL"):
        area_distribution(together(large, small), "PL", "RU", gazetteer)


def test_one_makers_interval_is_the_gap_times_the_contact_line() -> None:
    sigma = 30.0 / NormalDist().inv_cdf(0.95)
    area = AreaDistribution("UA", "RU", (MakerArea("one", DAY, 500.0, sigma),), ())
    assert area.interval_km2 == pytest.approx((470.0, 530.0), abs=0.01)
    assert area.probability(None, 500.0) == pytest.approx(0.5)
    assert area.probability(530.0, None) == pytest.approx(0.05, abs=1e-6)


def test_two_real_makers_agree_on_most_of_occupied_ukraine(
    control_dir: Path, gazetteer: Gazetteer
) -> None:
    atlas = ControlAtlas([
        load_control(control_dir / "owlmaps" / "20250104.json"),
        load_control(control_dir / "cyterat" / "deepstatemap_data_20250104.geojson"),
    ])  # fmt: skip
    found = consensus_of(atlas)
    both = area_km2(found.held_by("RU", 2))
    either = area_km2(found.held_by("RU", 1))
    assert both / either > 0.93
    area = area_distribution(found, "UA", "RU", gazetteer)
    assert len(area.makers) == 1
    assert len(area.silent) == 1
    low, high = area.interval_km2
    # 462.6 ± 35: the gap between makers times a contact line of 76 km.
    assert (low, high) == pytest.approx((462.6 - 35, 462.6 + 35), abs=3)
