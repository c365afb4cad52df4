"""Estimates: where something lies of which only relations are stated."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gazetteer.measure import LonLat, destination, inverse_many
from geo.belief import disc
from geo.ellipse import ErrorEllipse
from geo.tolerance import table

if TYPE_CHECKING:
    from geo.relation import Region

Array = NDArray[np.float64]
Belief = Callable[[Array, Array], Array]
_POINTS: Final = 4096
_LEAST: Final = 0.05
_RATIOS: Final = 16
_THINNEST: Final = 0.02
_LONGEST: Final = 1.2


@dataclass(frozen=True, slots=True)
class Estimate:
    """A position worked out from stated relations."""

    lon: float
    """Longitude of its centre, degrees, WGS 84."""
    lat: float
    """Latitude of its centre, degrees, WGS 84."""
    precision_m: float
    """Radius around the centre that holds the true position with 95 % of the belief, metres."""
    belief: float
    """How well the best point answers to all the relations, 0..1."""
    ellipse: ErrorEllipse
    """Its shape: the smallest ellipse around the centre, its axes those of the belief's
    covariance, that holds the true position with 95 % of the belief."""


def unknown_distance(distance_m: Array) -> Array:
    """Give the density, per area, of how far a place lies of which only a direction is told.

    The distance is log-normal with the median and factor of the published table; the density is
    scaled to 1 at its highest.

    Parameters
    ----------
    distance_m
        Distances from the reference, metres.
    """
    row = table()["unknown_distance"]
    spread = math.log(row["factor"])
    # The density per area of a log-normal peaks at median · exp(-2 spread²).
    peak = math.log(row["median_m"]) - 2 * spread**2
    return np.asarray(np.exp(-((np.log(np.maximum(distance_m, 1.0)) - peak) ** 2) / 2 / spread**2))


def longest_unknown_m() -> float:
    """Give the distance that 97.5 % of the places lie within of which only a direction is told."""
    row = table()["unknown_distance"]
    return float(row["median_m"] * row["factor"] ** 1.96)


def estimate(regions: Sequence[Region]) -> Estimate | None:
    """Work out where something lies that all the regions are stated of.

    Where no relation bounds the distance from a reference, it is taken to be distributed as the
    published table says (`unknown_distance`); several such references count as one.
    The errors of the references soften the relations.

    Parameters
    ----------
    regions
        What is stated; at least one must refer to a place or an area, not to a line alone.

    Returns
    -------
    Estimate or None
        None where the regions do not meet, or nothing bounds the position.
    """
    bounded = [
        (region.reach_m, i)
        for i, region in enumerate(regions)
        if region.reach_m is not None and not region.relation.negated
    ]
    if not bounded:
        return None
    reach_m, smallest = min(bounded)
    centre = regions[smallest].anchor.centre
    bare = [region for region in regions if region.relation.only_direction]
    measured = any(region.relation.distance or region.relation.nearness_m for region in regions)

    def belief(lon: Array, lat: Array) -> Array:
        grades = [region.membership(lon, lat, blur_m=region.anchor.blur_m) for region in regions]
        return np.asarray(np.prod(grades, axis=0))

    def weight(lon: Array, lat: Array) -> Array:
        if measured or not bare:
            return np.ones(lon.shape)
        densities = [unknown_distance(region.measure(lon, lat)[0]) for region in bare]
        return np.asarray(np.prod(densities, axis=0) ** (1 / len(densities)))

    return None if centre is None else locate(belief, weight=weight, centre=centre, reach_m=reach_m)


def locate(belief: Belief, *, weight: Belief, centre: LonLat, reach_m: float) -> Estimate | None:
    """Find the middle and the size of the ground that belief falls on.

    Integrates over a disc of equal areas, then once more over a disc fitted to what was found.

    Parameters
    ----------
    belief
        Grades longitudes and latitudes in degrees, 0..1.
    weight
        Density per area of the prior, any scale.
    centre
        Middle of the ground searched, (longitude, latitude) in degrees, WGS 84.
    reach_m
        Radius of that ground, metres.

    Returns
    -------
    Estimate or None
        None where no point answers to the relations.
    """
    best, radius_m, size_m = 0.0, reach_m, reach_m
    lon = lat = mass = np.empty(0)
    for _ in range(3):
        lon, lat = disc(centre, radius_m=radius_m, points=_POINTS)
        grades = belief(lon, lat)
        best = max(best, float(grades.max(initial=0.0)))
        mass = grades * weight(lon, lat)
        if best < _LEAST or not mass.sum() > 0:
            return None
        centre = _middle(centre, lon, lat, mass)
        size_m = _holding(np.hypot(*_offsets(centre, lon, lat)), mass)
        radius_m = min(reach_m, 2.0 * size_m)
    return Estimate(
        lon=centre[0],
        lat=centre[1],
        precision_m=size_m,
        belief=best,
        ellipse=_shape(centre, lon, lat, mass),
    )


def _middle(centre: LonLat, lon: Array, lat: Array, mass: Array) -> LonLat:
    """Mean position of a mass."""
    offsets = _offsets(centre, lon, lat)
    east, north = (float(np.average(axis, weights=mass)) for axis in offsets)
    return destination(
        centre,
        bearing_deg=math.degrees(math.atan2(east, north)),
        distance_m=math.hypot(east, north),
    )


def _shape(centre: LonLat, lon: Array, lat: Array, mass: Array) -> ErrorEllipse:
    """The smallest ellipse around a mean position, laid as its covariance, that holds 95 %."""
    offsets = _offsets(centre, lon, lat)
    values, vectors = np.linalg.eigh(np.cov(offsets, aweights=mass, ddof=0))
    across, along = vectors.T @ offsets
    least = math.sqrt(max(values[0], 0.0) / values[1]) if values[1] > 0 else 1.0
    ratios = np.linspace(max(least, _THINNEST), 1.0, _RATIOS)
    # A curved belief is wider than its covariance tells, so no one ratio suits every shape.
    majors = [_holding(np.hypot(along, across / ratio), mass) for ratio in ratios]
    # One that reaches far beyond the circle of the same belief would mislead the eye.
    short = np.asarray(majors) <= _LONGEST * majors[-1]
    best = int(np.argmin(np.where(short, np.square(majors) * ratios, np.inf)))
    east, north = vectors[:, 1]
    turn = math.degrees(math.atan2(east, north)) % 180.0
    return ErrorEllipse(majors[best], majors[best] * float(ratios[best]), turn)


def _holding(value: Array, mass: Array) -> float:
    """The value that 95 % of a mass does not exceed."""
    order = np.argsort(value, kind="stable")
    share = np.cumsum(mass[order]) / mass.sum()
    return float(value[order][np.searchsorted(share, 0.95)])


def _offsets(centre: LonLat, lon: Array, lat: Array) -> Array:
    """Metres east and north of a centre."""
    distance, bearing = inverse_many(*centre, lon, lat)
    turn = np.radians(bearing)
    return np.vstack([distance * np.sin(turn), distance * np.cos(turn)])
