"""What pulls the field of control: statuses, and the ground by which held places are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.control.front_depth import Depths
from geo.control.front_model import FrontModel
from geo.control.front_status import KnownStatus

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pull:
    """Points that pull the field, on a plane."""

    xy: Array
    """One row a point: metres east and metres north."""
    value: Array
    """What the field is there, -1..1: 1 held by the gaining side, -1 by the other, 0 the front."""
    doubt: Array
    """Variance of that, beside the model's own."""
    depth_m: Array
    """How deep each lies behind the base front, metres, 0 or more."""
    way: NDArray[np.bool_]
    """Which of them only stand for the way home of a held place."""


def pull_of(
    statuses: Sequence[KnownStatus],
    xy: Array,
    *,
    side: str,
    depths: Depths,
    model: FrontModel,
    silent: Array | None = None,
) -> Pull:
    """Make what pulls the field out of what is known of ground behind the base front.

    Parameters
    ----------
    statuses
        What is known.
    xy
        Where, one row each: metres east and metres north on a plane.
    side
        The side that may have gained ground.
    depths
        How deep points of that plane lie behind the base front.
    model
        How far the ways home are marked.
    silent
        Where settlements lie of which nothing is said, one row each; they weakly stand for the
        other side.
    """
    ours = np.array([status.side == side for status in statuses])
    share = np.array([status.share for status in statuses])
    doubt = np.array([status.doubt for status in statuses])
    decisive = np.array([status.decisive for status in statuses])
    ways = corridor_points(
        xy[decisive & ours], home=depths.home, others=xy[decisive & ~ours], model=model
    )
    silent = np.empty((0, 2)) if silent is None else silent
    points = np.concatenate([xy, ways, silent])
    way, rest = np.ones(len(ways)), np.ones(len(silent))
    return Pull(
        xy=points,
        value=np.concatenate([np.where(ours, share, -share), model.corridor * way, -rest]),
        doubt=np.concatenate([doubt, model.corridor_doubt * way, model.silent_doubt * rest]),
        depth_m=depths.of(points),
        way=np.repeat([False, True, False], [len(xy), len(ways), len(silent)]),
    )


def corridor_points(held: Array, *, home: BaseGeometry, others: Array, model: FrontModel) -> Array:
    """Give points on the shortest way home from places that are held beyond the base front.

    Parameters
    ----------
    held
        The places, one row each: metres east and metres north on a plane.
    home
        The ground of their own side by the base, on that plane.
    others
        Places of the other side, on that plane; a point near one is left out.
    model
        How far apart the points are and how clear of others.

    Returns
    -------
    array
        One row a point: metres east and metres north.
    """
    if home.is_empty or not len(held):
        return np.empty((0, 2))
    step = model.corridor_step_m
    # In one order, whatever that of the statuses: a way may use the marks of another.
    held = held[np.lexsort(held.T)]
    ways = np.atleast_1d(np.asarray(shapely.shortest_line(shapely.points(held), home)))
    kept: list[Array] = []
    for way in ways:
        count = int(way.length // step)
        marks = shapely.get_coordinates(
            shapely.line_interpolate_point(way, step * np.arange(1, count + 1))
        )
        for mark in marks:
            clear = _apart(mark, others) > model.corridor_clear_m
            untold = _apart(mark, held) > model.corridor_told_m
            if clear and untold and _apart(mark, kept) > 0.6 * step:
                kept.append(mark)
    return np.array(kept).reshape(-1, 2)


def _apart(mark: Array, points: Array | list[Array]) -> float:
    """Distance from a point to the nearest of others."""
    if not len(points):
        return float("inf")
    return float(np.hypot(*(np.asarray(points) - mark).T).min())
