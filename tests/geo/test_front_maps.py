"""Fronts rebuilt from the statuses of settlements on real control maps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from gazetteer.store import Gazetteer
from geo.control.formats import load_control
from geo.control.front import infer_front
from geo.control.front_base import border_base, polygons
from geo.control.front_plane import Plane
from geo.control.front_status import KnownStatus

DAYS = ("20240901", "20241215", "20250104", "20250105")
FLOORS = {8: 0.46, 15: 0.57, 30: 0.68}
"""Mean over the days and four draws; a plain Voronoi diagram has 0.38, 0.52 and 0.63 there."""


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def known(held: BaseGeometry, gazetteer: Gazetteer) -> list[KnownStatus]:
    """The settlements of Russia on held ground or within 15 km of it."""
    plane = Plane((held.centroid.x, held.centroid.y))
    around = plane.raised(plane.flattened(held).buffer(15_000.0))
    base = border_base(gazetteer, ("UA", "RU"))
    near = polygons(around & base.held(1, around.bounds))
    shapely.prepare(held)
    return [
        KnownStatus(one.lon, one.lat, "UA" if held.contains(shapely.Point(one.lonlat)) else "RU")
        for one in sorted(gazetteer.within(near, kind="settlement"), key=lambda place: place.id)
    ]


def overlap(held: BaseGeometry, statuses: list[KnownStatus], gazetteer: Gazetteer) -> float:
    base = border_base(gazetteer, ("UA", "RU"))
    ground = infer_front(statuses, base=base).layer.ground("UA")
    return area_km2(ground & held) / area_km2(ground | held)


def held_on(day: str, control_dir: Path) -> BaseGeometry:
    return load_control(control_dir / "owlmaps" / f"{day}.json").ground("UA", within="RU")


def test_all_known_statuses_give_the_ground_back(control_dir: Path, gazetteer: Gazetteer) -> None:
    found = []
    for day in DAYS:
        held = held_on(day, control_dir)
        found.append(overlap(held, known(held, gazetteer), gazetteer))
    assert min(found) >= 0.845
    assert np.mean(found) >= 0.855


@pytest.mark.slow
@pytest.mark.parametrize("count", FLOORS)
def test_some_statuses_give_more_than_a_voronoi_diagram(
    control_dir: Path, gazetteer: Gazetteer, count: int
) -> None:
    found = []
    for day in DAYS[:3]:
        held = held_on(day, control_dir)
        every = known(held, gazetteer)
        for seed in range(4):
            dice = random.Random(f"{seed} {count}")  # noqa: S311 - no secret
            drawn = dice.sample(every, count)
            while len({one.side for one in drawn}) < 2:
                drawn = dice.sample(every, count)
            found.append(overlap(held, drawn, gazetteer))
    assert np.mean(found) >= FLOORS[count]
