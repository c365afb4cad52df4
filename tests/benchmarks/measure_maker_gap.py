"""How far the front lines of two makers of control maps lie apart, on files of one day.

Points every 250 m along the contact line of one map are measured to the line of the other, both
ways. The signed figures are positive where the first maker gives the side more ground; their mean
tells how far the errors cancel in an area. Along the Dnipro both makers follow the bank, so the
land front east of it is told apart. Run it with the folder of real maps:
`python tests/benchmarks/measure_maker_gap.py FOLDER`; `[control]` in `geo/tolerance.toml` rests
on what it prints.
"""

from __future__ import annotations

import sys
from itertools import combinations, groupby
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LineMeter, area_km2, inverse_many
from gazetteer.store import Gazetteer
from gazetteer.vertices import parts
from geo.control.contact import contact_of, length_km
from geo.control.gather import gather
from geo.control.grounds import Within, ground_within, within_of
from geo.control.layer import ControlLayer

Array = NDArray[np.float64]
_STEP_M = 250.0
_RIVER_EAST_DEG = 35.05
"""West of this longitude the front of these years runs along the Dnipro."""


def along(line: BaseGeometry) -> Array:
    """Points every 250 m along a line: rows of longitude and latitude."""
    found = []
    for part in parts(line):
        run = shapely.get_coordinates(part)
        step = inverse_many(run[:-1, 0], run[:-1, 1], run[1:, 0], run[1:, 1])[0]
        at = np.concatenate([[0.0], np.cumsum(step)])
        spots = np.arange(_STEP_M / 2, at[-1], _STEP_M)
        found.append(
            np.column_stack([np.interp(spots, at, run[:, 0]), np.interp(spots, at, run[:, 1])])
        )
    return np.concatenate(found) if found else np.empty((0, 2))


def gaps(spots: Array, other: BaseGeometry, other_ground: BaseGeometry) -> Array:
    """Distances in metres from points to another line, positive outside its ground."""
    distance_m = LineMeter(other).distances(spots[:, 0], spots[:, 1])[0]
    shapely.prepare(other_ground)
    inside = shapely.contains_xy(other_ground, spots[:, 0], spots[:, 1])
    return np.where(inside, -distance_m, distance_m)


def told(name: str, values: Array) -> None:
    """Print how far some gaps reach."""
    if len(values):
        size = np.abs(values)
        sys.stdout.write(
            f"  {name:30}{len(values):7,} points, median {np.median(size):5,.0f} m, nine in ten "
            f"{np.percentile(size, 90):6,.0f} m, mean {size.mean():5,.0f} m, signed "
            f"{values.mean():+5,.0f} m\n"
        )


def compared(
    first: ControlLayer, second: ControlLayer, side: str, within: Within, gazetteer: Gazetteer
) -> None:
    """Print how two maps of one day differ."""
    grounds = [ground_within(layer, side, within).shape for layer in (first, second)]
    lines = [contact_of(ground, within, gazetteer) for ground in grounds]
    if any(line.is_empty for line in lines):
        return
    inside = [area_km2(ground & within.shape) for ground in grounds]
    sys.stdout.write(
        f"{first.title} and {second.title}: {side} in {within.id}, contact "
        f"{length_km(lines[0]):,.0f} and {length_km(lines[1]):,.0f} km, inside "
        f"{inside[0]:,.0f} and {inside[1]:,.0f} km²\n"
    )
    spots = [along(line) for line in lines]
    there = gaps(spots[0], lines[1], grounds[1])
    back = -gaps(spots[1], lines[0], grounds[0])
    east = [spot[:, 0] > _RIVER_EAST_DEG for spot in spots]
    told("from the first to the second", there)
    told("from the second to the first", back)
    told("both ways", np.concatenate([there, back]))
    told("land, first to second", there[east[0]])
    told("land, second to first", back[east[1]])
    told("land, both ways", np.concatenate([there[east[0]], back[east[1]]]))


def main() -> None:
    """Compare every two maps of one day by different makers."""
    atlas = gather([Path(sys.argv[1])])
    dated = [layer for layer in atlas.layers if layer.date]
    with Gazetteer.open() as gazetteer:
        for _, layers in groupby(dated, key=lambda layer: layer.date):
            day = sorted(layers, key=lambda layer: layer.maker.name)
            for first, second in combinations(day, 2):
                if first.maker.name != second.maker.name:
                    for side, code in (("RU", "UA"), ("UA", "RU")):
                        within = within_of(gazetteer, code)
                        compared(first, second, side, within, gazetteer)


if __name__ == "__main__":
    main()
