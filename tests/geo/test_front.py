"""Fronts inferred from statuses, on ground made for it: the truth is what it was made of."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from geo.control.front import BANDS, FrontOptions, InferredFront, infer_front
from geo.control.front_base import FrontBase, polygons
from geo.control.front_plane import Plane
from geo.control.front_status import KnownStatus
from geo.errors import ControlInvalid

PLANE = Plane((35.0, 51.0))
KM = 1_000.0
WEST = PLANE.raised(shapely.box(-200e3, -150e3, 0, 150e3).segmentize(5e3))
EAST = PLANE.raised(shapely.box(0, -150e3, 200e3, 150e3).segmentize(5e3))
NOTHING = shapely.MultiPolygon()


def border() -> FrontBase:
    """Two countries, AA west of a straight border and BB east of it."""
    return FrontBase(("AA", "BB"), (WEST, EAST), (NOTHING, NOTHING), "the border of AA and BB")


def place(east_km: float, north_km: float, side: str, *, doubt: float = 0.0) -> KnownStatus:
    lon, lat = PLANE.round(np.array([[east_km * KM, north_km * KM]]))[0]
    name = f"{east_km:g} {north_km:g}"
    return KnownStatus(float(lon), float(lat), side, doubt=doubt, name=name)


def salient(seed: int) -> BaseGeometry:
    """A random blob on the plane that grows from the border into BB."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    discs = []
    x, y = 0.0, dice.uniform(-10, 10)
    for _ in range(dice.randint(4, 9)):
        discs.append(shapely.Point(x * KM, y * KM).buffer(dice.uniform(4, 9) * KM))
        x, y = max(x + dice.uniform(-3, 8), 0), y + dice.uniform(-8, 8)
    return shapely.union_all(discs) & shapely.box(0, -150e3, 200e3, 150e3)


def villages(truth: BaseGeometry, seed: int, *, spacing_km: float) -> list[KnownStatus]:
    """Settlements at random on and around a blob, in BB, with their true status."""
    dice = random.Random(seed + 1000)  # noqa: S311 - no secret
    near = truth.buffer(15 * KM) & shapely.box(0, -150e3, 200e3, 150e3)
    west, south, east, north = near.bounds
    count = int(near.area / (spacing_km * KM) ** 2)
    found: list[KnownStatus] = []
    while len(found) < count:
        point = shapely.Point(dice.uniform(west, east), dice.uniform(south, north))
        if near.contains(point):
            side = "AA" if truth.contains(point) else "BB"
            found.append(place(point.x / KM, point.y / KM, side))
    return found


def some(known: Sequence[KnownStatus], count: int, seed: int) -> list[KnownStatus]:
    dice = random.Random(seed)  # noqa: S311 - no secret
    while True:
        drawn = dice.sample(list(known), count)
        if len({one.side for one in drawn}) == 2:
            return drawn


def overlap(ground: BaseGeometry, truth: BaseGeometry) -> float:
    truth = PLANE.raised(truth.segmentize(2e3))
    return area_km2(ground & truth) / area_km2(ground | truth)


def voronoi(known: Sequence[KnownStatus], around: Sequence[KnownStatus]) -> BaseGeometry:
    """The cells of held places, cut at the border and 3 km around all villages."""
    xy = PLANE.flat(np.array([(one.lon, one.lat) for one in known]))
    every = PLANE.flat(np.array([(one.lon, one.lat) for one in around]))
    box = shapely.box(*shapely.MultiPoint(every).bounds).buffer(3 * KM)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(xy), extend_to=box, ordered=True)
    held = [cell for cell, one in zip(cells.geoms, known, strict=True) if one.side == "AA"]
    return PLANE.raised(shapely.union_all(held) & box) & EAST


def inferred(known: Sequence[KnownStatus], **more: object) -> InferredFront:
    return infer_front(known, base=border(), **more)  # type: ignore[arg-type]


SEEDS = range(10)


@pytest.mark.parametrize(("count", "better_by"), [(8, 0.04), (15, 0.03), (30, 0.03)])
def test_it_rebuilds_more_of_a_salient_than_a_voronoi_diagram(count: int, better_by: float) -> None:
    ours, theirs = [], []
    for seed in SEEDS:
        truth = salient(seed)
        every = villages(truth, seed, spacing_km=4)
        known = some(every, count, seed)
        ours.append(overlap(inferred(known).layer.ground("AA"), truth))
        theirs.append(overlap(voronoi(known, every), truth))
    assert np.mean(ours) > np.mean(theirs) + better_by


def test_dense_statuses_give_the_ground_back() -> None:
    found = []
    for seed in SEEDS:
        truth = salient(seed)
        known = villages(truth, seed, spacing_km=2.5)
        found.append(overlap(inferred(known).layer.ground("AA"), truth))
    assert np.mean(found) > 0.88
    assert min(found) > 0.82


def test_ground_that_is_held_is_inside_and_ground_that_is_not_is_outside() -> None:
    known = [place(6, 0, "AA"), place(12, 3, "AA"), place(20, 0, "BB"), place(9, 14, "BB")]
    ground = inferred(known).layer.ground("AA")
    for one in known:
        assert ground.contains(shapely.Point(one.lon, one.lat)) == (one.side == "AA")


def test_what_is_held_far_in_is_reached_from_home() -> None:
    known = [place(11, 0, "AA"), *(place(x, y, "BB") for x in (5, 11) for y in (-5, 5))]
    ground = inferred(known).layer.ground("AA")
    assert ground.geom_type == "Polygon"
    assert ground.buffer(1e-6).intersects(WEST)


def test_the_same_statuses_give_the_same_front() -> None:
    known = villages(salient(3), 3, spacing_km=6)
    one, other = inferred(known), inferred(list(reversed(known)))
    assert shapely.symmetric_difference(
        one.layer.ground("AA"), other.layer.ground("AA")
    ).area == pytest.approx(0, abs=1e-5)
    again = inferred(known)
    assert again.layer.ground("AA").equals_exact(one.layer.ground("AA"), 0)
    assert again.areas == one.areas


def test_without_a_gain_the_border_stands() -> None:
    front = inferred([place(5, 0, "BB"), place(8, 6, "BB"), place(-4, 0, "AA")])
    assert not len(front.layer.frame)
    assert front.areas == ()
    assert not front.stretches.empty


def test_a_side_that_holds_its_own_villages_gains_nothing_by_them() -> None:
    """A place that is as the base has it must not push the front over the border."""
    front = inferred([place(1, 0, "BB"), place(2, 3, "BB"), place(5, 0, "AA"), place(-1, 5, "AA")])
    assert front.layer.ground("BB").is_empty


def test_both_sides_may_gain_at_once() -> None:
    front = inferred([place(6, 30, "AA"), place(-6, -30, "BB")])
    assert front.layer.sides == ("AA", "BB")
    assert front.layer.ground("AA").intersects(EAST)
    assert set(front.layer.frame["within"]) == {"AA", "BB"}
    held = {area.side: area.area_km2 for area in front.areas}
    assert held["AA"] == pytest.approx(held["BB"], rel=0.05)


def test_nothing_is_drawn_far_from_every_status() -> None:
    front = inferred([place(10, 0, "AA")], options=FrontOptions(known_m=12e3))
    reach = shapely.Point(10 * KM, 0).buffer(12.1 * KM)
    assert PLANE.raised(reach).contains(front.layer.ground("AA"))
    assert area_km2(front.information) == pytest.approx(math.pi * 144, rel=1e-3)
    assert set(front.stretches["kind"]) <= {"stated", "interpolated", "none"}
    assert front.length_km("none") > 10


def test_stretches_tell_what_each_rests_on() -> None:
    front = inferred([place(4, 0, "AA"), place(8, 0, "BB"), place(4, 9, "BB"), place(4, -9, "BB")])
    stated = front.stretches[front.stretches["kind"] == "stated"]
    point = shapely.Point(*PLANE.round(np.array([[6 * KM, 0.0]]))[0])
    assert shapely.distance(stated.geometry.to_numpy(), point).min() < 0.01
    lengths = front.stretches["length_km"].sum()
    by_kind = sum(front.length_km(kind) for kind in ("stated", "interpolated", "none"))
    assert by_kind == pytest.approx(lengths)
    far = front.stretches[front.stretches["kind"] == "none"]
    assert (far["nearest_km"] > 11.9).all()


def test_every_row_says_that_it_is_inferred() -> None:
    front = inferred([place(5, 0, "AA")], date="2025-01-05", source="2 reports")
    layer = front.layer
    assert layer.inferred
    assert layer.frame["inferred"].all()
    assert layer.maker.name == "frontmap, inferred from 2 reports"
    assert layer.date == "2025-01-05"
    assert layer.line is not None
    assert "inferred" in layer.notes[0].text


def test_bands_lie_in_each_other_and_around_the_front() -> None:
    front = inferred(villages(salient(1), 1, spacing_km=6))
    wide, middle, narrow = (
        front.bands[front.bands["probability"] == share].geometry.union_all() for share in BANDS
    )
    assert wide.buffer(1e-5).contains(middle)
    assert middle.buffer(1e-5).contains(narrow)
    assert area_km2(middle) == pytest.approx(area_km2(front.layer.ground("AA")), rel=1e-3)
    area = front.areas[0]
    assert area.low_km2 < area.area_km2 < area.high_km2
    assert area.area_km2 == pytest.approx(area_km2(middle), rel=1e-2)


def test_more_doubt_makes_a_status_weaker() -> None:
    base = [
        place(0.5, 0, "AA"),
        place(9, 0, "AA", doubt=0.0),
        place(9, 8, "BB"),
        place(16, 0, "BB"),
    ]
    sure = area_km2(inferred(base).layer.ground("AA"))
    base[1] = place(9, 0, "AA", doubt=3.0)
    assert area_km2(inferred(base).layer.ground("AA")) < sure


def test_an_earlier_map_is_kept_where_nothing_new_is_said() -> None:
    north, south = (
        polygons(PLANE.raised(shapely.box(0, y - 8e3, 15e3, y + 8e3).segmentize(2e3)))
        for y in (60e3, -60e3)
    )
    earlier = FrontBase(
        ("AA", "BB"), (WEST, EAST), (shapely.union_all([north, south]), NOTHING), "a map"
    )
    known = [place(8, -60, "BB"), place(12, -55, "BB"), place(5, -64, "BB"), place(4, -56, "BB")]
    front = infer_front(known, base=earlier)
    ground = front.layer.ground("AA")
    assert area_km2(ground & north) == pytest.approx(area_km2(north), rel=1e-3)
    assert area_km2(ground & south) < area_km2(south) / 2
    labels = front.layer.frame["label"].tolist()
    assert any(label.startswith("no information") for label in labels)


def test_settlements_that_nobody_names_hold_the_front_back() -> None:
    truth = salient(2)
    every = villages(truth, 2, spacing_km=4)
    held = [one for one in every if one.side == "AA"]
    known = random.Random(1).sample(held, 6)  # noqa: S311 - no secret
    silent = [(one.lon, one.lat) for one in every if one not in known]
    free, quiet = inferred(known), inferred(known, silent=silent)
    assert overlap(quiet.layer.ground("AA"), truth) > overlap(free.layer.ground("AA"), truth)
    # They are no statements: nothing is better known for them.
    assert quiet.information.equals(free.information)
    assert len(quiet.statuses) == 6


def test_a_front_between_others_is_refused() -> None:
    with pytest.raises(ControlInvalid, match="'CC' is neither"):
        inferred([place(5, 0, "CC")])
    with pytest.raises(ControlInvalid, match="no place has a status"):
        inferred([])
    with pytest.raises(ControlInvalid, match="two different sides"):
        FrontBase(("AA", "AA"), (WEST, EAST), (NOTHING, NOTHING), "nothing")
    with pytest.raises(ControlInvalid, match="steps"):
        FrontOptions(known_m=100.0, step_m=500.0)


@pytest.mark.parametrize(("lon", "share", "doubt"), [(200, 1, 0), (35, 1.5, 0), (35, 1, -1)])
def test_a_status_that_cannot_be_is_refused(lon: float, share: float, doubt: float) -> None:
    with pytest.raises(ControlInvalid):
        KnownStatus(lon, 51.0, "AA", share=share, doubt=doubt, name="X")
