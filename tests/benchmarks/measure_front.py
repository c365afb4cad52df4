"""Measure fronts inferred from settlements: `python tests/benchmarks/measure_front.py FOLDER`.

FOLDER holds real control maps (owlmaps, cyterat, deepstate_api). For each, settlements' statuses
are taken out of the map and the ground is rebuilt from these alone: the settlements of the
gazetteer that lie on the held ground or within 15 km of it, on ground that the base gives to the
other side. Of these, 8, 15 and 30 are drawn at random, at least one of each side, and then all are
given. Beside it stands the plain Voronoi diagram of the same settlements: their cells, cut at the
border and 3 km outside the box of all settlements that could be drawn; without that box, which
nobody would know, it is far worse.

`--intervals` counts how many true areas lie in the stated 90 % interval.

`--named` measures what reports are like: 3, 6 or 12 held places are named and nothing else, with
and without the settlements that nobody names.

Ground is compared by intersection over union and by its area, geodesic. `--fit` fits the numbers
of `geo/control/front_model.py` by random search and prints what each day gets from numbers that
were fitted without that day (days of the same week are left out together).
"""

from __future__ import annotations

import argparse
import dataclasses
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import area_km2
from gazetteer.store import Gazetteer
from geo.control.formats import load_control
from geo.control.front import infer_front
from geo.control.front_base import FrontBase, border_base, layer_base, polygons
from geo.control.front_depth import Depths
from geo.control.front_field import FrontField
from geo.control.front_model import FrontModel
from geo.control.front_patch import KNOWN_M, STEP_M, Patch
from geo.control.front_plane import Grid, Plane
from geo.control.front_pull import pull_of
from geo.control.front_status import KnownStatus

Array = NDArray[np.float64]
COUNTS: Final = (8, 15, 30, None)
NEAR_M: Final = 15_000.0
BOX_M: Final = 3_000.0
MARGIN_M: Final = 30_000.0
FITTED: Final = ("kursk", "border")
GRID: Final[dict[str, tuple[float, ...]]] = {
    "reach_m": (8e3, 10e3, 12e3, 15e3, 18e3),
    "near_m": (1.5e3, 2e3, 3e3, 4e3),
    "near_share": (0.1, 0.2, 0.4, 0.7),
    "doubt": (0.02, 0.05, 0.1),
    "step": (0.0, 0.05, 0.1, 0.2),
    "drift": (0.4, 0.6, 0.8, 1.0, 1.3),
    "drift_m": (15e3, 20e3, 25e3, 35e3),
    "corridor": (0.6, 1.0),
    "corridor_doubt": (0.1, 0.3, 1.0),
    "corridor_clear_m": (2e3, 3e3, 4e3),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Ground that a real map shows, and the settlements on it and around it."""

    name: str
    """The day, or the place."""
    group: str
    """What kind of ground it is."""
    base: FrontBase
    """What the rebuilding starts from."""
    truth: BaseGeometry
    """The held ground, longitude and latitude."""
    statuses: tuple[KnownStatus, ...]
    """Every settlement that may be drawn."""
    area_km2: float = field(init=False)
    """Size of the held ground."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "area_km2", area_km2(self.truth))

    @property
    def side(self) -> str:
        """Who holds the ground."""
        return self.base.sides[0]

    def drawn(self, count: int | None, seed: int) -> tuple[KnownStatus, ...]:
        """Draw some settlements, at least one of each side; None draws all."""
        if count is None or count >= len(self.statuses):
            return self.statuses
        dice = random.Random(f"{seed} {count}")  # noqa: S311 - no secret
        while True:
            some = tuple(dice.sample(self.statuses, count))
            if len({status.side for status in some}) == 2:
                return some


@dataclass(frozen=True, slots=True)
class Score:
    """How well ground was rebuilt."""

    overlap: float
    """Intersection over union, 0..1."""
    area: float
    """Rebuilt area over the true one, less 1."""


Method = Callable[[Case, Sequence[KnownStatus]], BaseGeometry]


def rebuilt(case: Case, statuses: Sequence[KnownStatus]) -> BaseGeometry:
    """Rebuild ground by the project's own method."""
    patch = Patch(tuple(statuses), case.base, 0, FrontModel(), KNOWN_M, STEP_M)
    return patch.gained()


def named(case: Case, statuses: Sequence[KnownStatus]) -> BaseGeometry:
    """Rebuild ground from held places alone, the others standing weakly for what was not taken."""
    known = set(statuses)
    silent = tuple((one.lon, one.lat) for one in case.statuses if one not in known)
    patch = Patch(tuple(statuses), case.base, 0, FrontModel(), silent=silent)
    return patch.gained()


def named_table(listed: Sequence[Case], seeds: int) -> Table:
    """Lay out what held places alone give: mean overlap, and mean area over the true one."""
    counts = (3, 6, 12)
    laid = Table("ground", "method", *(f"{count} named" for count in counts))
    for case in listed:
        held = [status for status in case.statuses if status.side == case.side]
        for name, method in (("with the unnamed", named), ("without", rebuilt)):
            cells = []
            for count in counts:
                if count > len(held):
                    cells.append("")
                    continue
                dice = (random.Random(f"{seed} {count}") for seed in range(seeds))  # noqa: S311
                found = [score(case, method(case, one.sample(held, count))) for one in dice]
                overlap = np.mean([one.overlap for one in found])
                area = np.mean([one.area for one in found])
                cells.append(f"{overlap:.2f} {area:+.0%}")
            laid.add_row(case.name, name, *cells)
    return laid


def interval_table(listed: Sequence[Case], seeds: int) -> Table:
    """Lay out how many true areas lie in the 90 % interval, by count and kind of ground."""
    groups = list(dict.fromkeys(case.group for case in listed))
    laid = Table("known", *groups, title="true areas in the 90 % interval")
    for count in COUNTS:
        cells = []
        for group in groups:
            inside = [
                within
                for case in listed
                if case.group == group
                for seed in range(seeds if count else 1)
                if (within := in_interval(case, case.drawn(count, 500 + seed))) is not None
            ]
            cells.append(f"{np.mean(inside):.2f} of {len(inside)}")
        laid.add_row(str(count or "all"), *cells)
    return laid


def in_interval(case: Case, statuses: Sequence[KnownStatus]) -> bool | None:
    """Tell whether the true area lies in the interval; None where none is given."""
    front = infer_front(statuses, base=case.base)
    areas = [area for area in front.areas if area.side == case.side]
    true = case.area_km2 + area_km2(case.base.abroad[0])
    return areas[0].low_km2 <= true <= areas[0].high_km2 if areas else None


def voronoi(case: Case, statuses: Sequence[KnownStatus]) -> BaseGeometry:
    """Rebuild ground by the cells of a Voronoi diagram."""
    plane = plane_of(case)
    box = shapely.box(*shapely.MultiPoint(flat(plane, case.statuses)).bounds).buffer(BOX_M)
    points = shapely.MultiPoint(flat(plane, statuses))
    cells = shapely.voronoi_polygons(points, extend_to=box, ordered=True)
    held = [
        cell for cell, status in zip(cells.geoms, statuses, strict=True)
        if status.side == case.side
    ]  # fmt: skip
    ground = plane.raised(shapely.union_all(held) & box)
    return polygons(ground & case.base.held(1, ground.bounds))


def plane_of(case: Case) -> Plane:
    """Lay a plane around the held ground."""
    centre = case.truth.centroid
    return Plane((centre.x, centre.y))


def flat(plane: Plane, statuses: Sequence[KnownStatus]) -> Array:
    """Bring settlements to a plane."""
    return plane.flat(np.array([(status.lon, status.lat) for status in statuses]))


def score(case: Case, ground: BaseGeometry) -> Score:
    """Compare rebuilt ground with the true one."""
    union = area_km2(shapely.union(ground, case.truth))
    both = area_km2(shapely.intersection(ground, case.truth))
    return Score(both / union, area_km2(ground) / case.area_km2 - 1)


def scores(case: Case, method: Method, count: int | None, seeds: int) -> list[Score]:
    """Score a method over many draws."""
    whole = count is None or count >= len(case.statuses)
    return [
        score(case, method(case, case.drawn(count, seed))) for seed in range(1 if whole else seeds)
    ]


def case_of(
    name: str, group: str, base: FrontBase, truth: BaseGeometry, gazetteer: Gazetteer
) -> Case:
    """Take the statuses of settlements out of a map."""
    truth = polygons(shapely.make_valid(truth))
    truth = polygons(truth & base.held(1, truth.bounds))
    middle = truth.centroid
    plane = Plane((middle.x, middle.y))
    around = plane.raised(plane.flattened(truth).buffer(NEAR_M))
    shapely.prepare(truth)
    near = polygons(around & base.held(1, around.bounds))
    places = gazetteer.within(near, kind="settlement")
    statuses = tuple(
        KnownStatus(
            place.lon,
            place.lat,
            base.sides[0 if truth.contains(shapely.Point(place.lonlat)) else 1],
            name=place.name,
        )
        for place in sorted(places, key=lambda place: place.id)
    )
    return Case(name, group, base, truth, statuses)


def cases(folder: Path, gazetteer: Gazetteer) -> Iterator[Case]:
    """Make the cases that the maps in a folder allow."""
    kyiv = border_base(gazetteer, ("UA", "RU"))
    for file in sorted((folder / "owlmaps").glob("*.json")):
        layer = load_control(file)
        yield case_of(str(layer.date), "kursk", kyiv, layer.ground("UA", within="RU"), gazetteer)
    moscow = border_base(gazetteer, ("RU", "UA"))
    early, late = (
        next(iter(sorted(folder.glob(f"{pattern}*.geojson"))), None)
        for pattern in ("cyterat/", "deepstate_api/")
    )
    if early is None or late is None:
        return
    december, june = load_control(early), load_control(late)
    for name, layer, box in (
        ("Kharkiv, 2024-12", december, (36.2, 50.05, 37.3, 50.45)),
        ("Sumy, 2025-06", june, (34.3, 50.8, 35.6, 51.4)),
    ):
        truth = polygons(layer.ground("RU") & shapely.box(*box))
        yield case_of(name, "border", moscow, truth, gazetteer)
    base = layer_base(december, gazetteer, ("RU", "UA"))
    for name, box in (
        ("Pokrovsk", (36.6, 47.7, 37.65, 48.45)),
        ("Toretsk", (37.5, 48.2, 38.2, 48.7)),
        ("Lyman", (37.4, 48.8, 38.3, 49.4)),
        ("Kupiansk", (37.3, 49.4, 38.2, 49.95)),
    ):
        truth = polygons(june.ground("RU") & shapely.box(*box))
        yield case_of(name, "half a year", base, truth, gazetteer)


@dataclass(frozen=True, slots=True, eq=False)
class Quick:
    """A case on a grid of points, for trying many models."""

    case: Case
    """The case."""
    plane: Plane
    """Its plane."""
    points: Array
    """Points on the other side's ground by the base, 1 km apart."""
    truth: NDArray[np.bool_]
    """Which of them are held."""
    home: BaseGeometry
    """The gaining side's ground by the base, on the plane."""

    def overlap(self, model: FrontModel, statuses: Sequence[KnownStatus], depth: Depths,
                deep: Array) -> float:  # fmt: skip
        """Give intersection over union."""
        pull = pull_of(
            statuses, flat(self.plane, statuses), side=self.case.side, depths=depth, model=model
        )
        value, _ = FrontField(model, pull).at(self.points, deep)
        held = value > 0
        return float((held & self.truth).sum() / max((held | self.truth).sum(), 1))

    def mean(self, model: FrontModel, seeds: int) -> float:
        """Give the mean over counts and draws."""
        depths = Depths(self.home, most_m=model.drift_m)
        deep = depths.of(self.points)
        found = []
        for count in COUNTS:
            whole = count is None or count >= len(self.case.statuses)
            found.append(
                np.mean([
                    self.overlap(model, self.case.drawn(count, 100 + seed), depths, deep)
                    for seed in range(1 if whole else seeds)
                ])
            )  # fmt: skip
        return float(np.mean(found))


def quick(case: Case) -> Quick:
    """Lay a grid over a case."""
    plane = plane_of(case)
    grid = Grid.around(flat(plane, case.statuses), margin_m=KNOWN_M, step_m=1_000.0)
    box = plane.raised(grid.box.buffer(MARGIN_M).segmentize(10_000.0))
    home, other = (plane.flattened(case.base.held(side, box.bounds)) for side in (0, 1))
    points = grid.points
    points = points[shapely.contains_xy(other, points[:, 0], points[:, 1])]
    truth = shapely.contains_xy(plane.flattened(case.truth), points[:, 0], points[:, 1])
    return Quick(case, plane, points, np.asarray(truth, dtype=bool), home)


def fit(listed: Sequence[Case], *, trials: int, seeds: int, console: Console) -> None:
    """Fit the model and print what each day gets without itself."""
    used = [quick(case) for case in listed if case.group in FITTED]
    dice = random.Random(1)  # noqa: S311 - no secret
    models = [FrontModel()] + [
        dataclasses.replace(
            FrontModel(), **{name: dice.choice(values) for name, values in GRID.items()}
        )
        for _ in range(trials)
    ]
    found = np.array([[one.mean(model, seeds) for one in used] for model in models])
    months = [one.case.name[:7] if one.case.group == "kursk" else one.case.name for one in used]
    weight = np.array([1 / months.count(month) for month in months])
    for month in dict.fromkeys(months):
        out = np.array([other == month for other in months])
        best = int(np.average(found[:, ~out], axis=1, weights=weight[~out]).argmax())
        console.print(f"without {month}: {found[best, out].mean():.3f} there, by {models[best]}")
    order = np.argsort(-np.average(found, axis=1, weights=weight))
    for k in order[:5]:
        console.print(f"all: {np.average(found[k], weights=weight):.4f}, {models[k]}")
    console.print(f"as shipped: {np.average(found[0], weights=weight):.4f}")


def table(listed: Sequence[Case], seeds: int) -> Table:
    """Lay out both methods side by side: mean overlap, its 10th percentile, mean area error."""
    laid = Table("ground", "held, known", "method", *(f"{n or 'all'} known" for n in COUNTS))
    for case in listed:
        held = sum(status.side == case.side for status in case.statuses)
        for name, method in (("ours", rebuilt), ("Voronoi", voronoi)):
            cells = []
            for count in COUNTS:
                found = scores(case, method, count, seeds)
                overlap = np.array([one.overlap for one in found])
                off = np.mean([abs(one.area) for one in found])
                cells.append(f"{overlap.mean():.2f} ({np.quantile(overlap, 0.1):.2f}) {off:.0%}")
            laid.add_row(case.name, f"{held}, {len(case.statuses)}", name, *cells)
    return laid


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folder", type=Path, help="real control maps")
    parser.add_argument("--seeds", type=int, default=20, help="draws of each count")
    parser.add_argument("--group", action="append", help="only ground of this kind")
    parser.add_argument("--named", action="store_true", help="held places alone")
    parser.add_argument("--intervals", action="store_true", help="what the intervals hold")
    parser.add_argument("--fit", type=int, metavar="TRIALS", help="fit the model")
    given = parser.parse_args()
    console = Console(width=140)
    with Gazetteer.open() as gazetteer:
        listed = [
            case
            for case in cases(given.folder, gazetteer)
            if not given.group or case.group in given.group
        ]
    if given.fit:
        fit(listed, trials=given.fit, seeds=max(given.seeds // 4, 2), console=console)
    elif given.intervals:
        console.print(interval_table(listed, given.seeds))
    elif given.named:
        console.print(named_table(listed, given.seeds))
    else:
        console.print(table(listed, given.seeds))


if __name__ == "__main__":
    main()
