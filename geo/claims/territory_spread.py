"""Several makers' maps of one day as one distribution of an area."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

from geo.claims.territory_maker import Trial
from geo.control.consensus import AreaDistribution, MakerArea

_NINETY: Final = NormalDist().inv_cdf(0.95)


def spread_of(trials: Sequence[Trial]) -> AreaDistribution | None:
    """Put areas that several makers' maps give together, each with equal weight.

    Parameters
    ----------
    trials
        What each maker's maps give.

    Returns
    -------
    AreaDistribution or None
        None for one maker alone, for shares, and for changes between two days.
    """
    figures = [trial.figure for trial in trials]
    if len(trials) < 2 or any(f.unit != "km2" or f.base is not None for f in figures):
        return None
    matter = trials[0].maps.matter
    areas = [
        MakerArea(trial.maps.maker, f.shown.layer.date, f.value, f.error / _NINETY)
        for trial, f in zip(trials, figures, strict=True)
    ]
    return AreaDistribution(
        side=matter.holder,
        within=matter.where,
        makers=tuple(sorted(areas, key=lambda area: (area.area_km2, area.maker))),
        silent=(),
    )


def told_together(spread: AreaDistribution) -> str:
    """Say what the makers' maps give together.

    Parameters
    ----------
    spread
        Their distribution.
    """
    low, high = spread.interval_km2
    return (
        f"Together they give {spread.mean_km2:,.0f} km², {low:,.0f} to {high:,.0f} with 90 %, each "
        "maker with one vote."
    )


def belief_together(trials: Sequence[Trial]) -> float:
    """Give the belief in a statement over several makers' maps: the mean.

    Parameters
    ----------
    trials
        What each maker's maps give.
    """
    return math.fsum(trial.probability for trial in trials) / len(trials)
