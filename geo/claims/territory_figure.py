"""Figures of territory as one maker's maps have them: an area, a change or a share, with its error.

An area that a text quotes is one maker's; what is at hand is another's. So the words' interval is
widened to what two makers' maps differ by, and beyond that belief falls off. A share is of two
areas of one maker: their errors are carried into it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from geo.belief import NORMAL_95, within_interval
from geo.claims.claim import Interval
from geo.claims.territory_days import DatedMap
from geo.claims.territory_matter import Matter
from geo.control.layer import ControlLayer
from geo.tolerance import StatedInterval

BaseKind = Literal["peak", "day", "region", "since", "first"]
_EDGE_BELIEF: Final = 0.8
_FAR_BELIEF: Final = 0.05
_LOGIT_EDGE: Final = math.log(_EDGE_BELIEF / (1 - _EDGE_BELIEF))
_LOGIT_FAR: Final = math.log(_FAR_BELIEF / (1 - _FAR_BELIEF))
_SOFT_REACH: Final = 1.645


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as one maker's maps have it."""

    value: float
    """The figure: km², or a share 0..1."""
    error: float
    """Its 95 % error: for an area the median gap of two makers' maps, in its unit."""
    worst: float
    """The error that nine in ten do not exceed."""
    unit: str
    """`km2` or `share`."""
    shown: DatedMap
    """The map of the day."""
    base: ControlLayer | None = None
    """The map that it is counted from."""
    base_kind: BaseKind | None = None
    """What it is counted from."""
    base_gap_days: int | None = None
    """Days from the day that the words name as the base to that map."""
    area_km2: float = 0.0
    """What is held on the day, km²."""
    base_km2: float = 0.0
    """What it is counted from, km²."""
    contact_km: float = 0.0
    """Length of the front that the error is counted along, km."""

    @property
    def interval(self) -> Interval:
        """The figure with its error; no area and no share is below zero, no share above one."""
        high = self.value + self.error
        return max(self.value - self.error, 0.0), min(high, 1.0) if self.unit == "share" else high


def held_area(matter: Matter, shown: DatedMap) -> Figure | None:
    """Measure ground that is held, or the rest of it that is not.

    Parameters
    ----------
    matter
        What is measured.
    shown
        The map of the day.

    Returns
    -------
    Figure or None
        None where the rest is wanted of ground without an outline.
    """
    extent = matter.ground.extent(shown.layer)
    value: float | None = extent.area_km2
    if matter.sense == "free":
        total = matter.ground.total_km2
        value = None if total is None else total - extent.area_km2
    if value is None:
        return None
    return Figure(
        value, extent.error_km2, extent.worst_km2, "km2", shown,
        area_km2=extent.area_km2, contact_km=extent.contact_km,
    )  # fmt: skip


def changed_area(
    matter: Matter, shown: DatedMap, base: ControlLayer, kind: BaseKind, gap_days: int | None
) -> Figure:
    """Measure by how much more or less is held than on an earlier map of the same maker.

    Parameters
    ----------
    matter
        What is measured.
    shown
        The map of the day.
    base
        The map that it is counted from.
    kind
        What that map is.
    gap_days
        Days from the day that the words name to that map.
    """
    moved = matter.ground.moved(base, shown.layer)
    falls = matter.sense == "shrunk"
    return Figure(
        -moved.area_km2 if falls else moved.area_km2,
        moved.error_km2, moved.worst_km2, "km2", shown, base, kind, gap_days,
        area_km2=matter.ground.extent(shown.layer).area_km2,
        base_km2=matter.ground.extent(base).area_km2,
        contact_km=moved.contact_km,
    )  # fmt: skip


def share_of_region(matter: Matter, shown: DatedMap) -> Figure | None:
    """Measure which share of a region or country is held, or not held.

    Parameters
    ----------
    matter
        What is measured.
    shown
        The map of the day.

    Returns
    -------
    Figure or None
        None where no outline is on file.
    """
    total = matter.ground.total_km2
    if not total:
        return None
    extent = matter.ground.extent(shown.layer)
    share = extent.area_km2 / total
    return Figure(
        1 - share if matter.sense == "free" else share,
        extent.error_km2 / total, extent.worst_km2 / total, "share", shown,
        base_kind="region", area_km2=extent.area_km2, base_km2=total,
        contact_km=extent.contact_km,
    )  # fmt: skip


def share_of_base(
    matter: Matter, shown: DatedMap, base: ControlLayer, kind: BaseKind, gap_days: int | None
) -> Figure | None:
    """Measure which share of what was held on an earlier map is still held, or was lost.

    Parameters
    ----------
    matter
        What is measured.
    shown
        The map of the day.
    base
        The map that it is counted from.
    kind
        What that map is.
    gap_days
        Days from the day that the words name to that map.

    Returns
    -------
    Figure or None
        None where nothing was held on the base map.
    """
    now, then = matter.ground.extent(shown.layer), matter.ground.extent(base)
    if then.area_km2 <= 0:
        return None
    kept = now.area_km2 / then.area_km2
    error = math.hypot(now.error_km2, kept * then.error_km2) / then.area_km2
    worst = math.hypot(now.worst_km2, kept * then.worst_km2) / then.area_km2
    if base is shown.layer:
        error = worst = 0.0
    return Figure(
        kept if matter.sense in ("held", "grown") else 1 - kept,
        error, worst, "share", shown, base, kind, gap_days,
        area_km2=now.area_km2, base_km2=then.area_km2, contact_km=now.contact_km,
    )  # fmt: skip


def peak_of(matter: Matter, layers: Sequence[ControlLayer], *, until: str | None) -> ControlLayer:
    """Give the map on which most is held, of those up to a day.

    Parameters
    ----------
    matter
        What is measured.
    layers
        Maps of one maker, one at least.
    until
        The day, ISO 8601; None takes them all.
    """
    early = [x for x in layers if until is None or x.date is None or x.date <= until]
    return max(early or layers, key=lambda layer: matter.ground.extent(layer).area_km2)


def belief(
    figure: Figure, stated: StatedInterval, written: tuple[float, float], *, quoted: bool
) -> float:
    """Give the belief that what the words state is so, 0..1.

    Parameters
    ----------
    figure
        The figure as a maker's maps have it.
    stated
        What the words admit, in its unit.
    written
        The number as written, the lower and the upper of a range, in its unit.
    quoted
        Whether the text quotes that very maker: then the words' own interval counts.
    """
    if figure.unit == "share":
        if stated.high is not None and stated.high >= 1 and stated.low is not None:
            stated = replace(stated, high=None)  # no share is more than all
        return float(within_interval(figure.value, stated, blur=figure.error / NORMAL_95))
    if quoted:
        return float(within_interval(figure.value, stated))
    low, high = widened(figure, stated, written)
    fall = max(figure.worst - figure.error, _SOFT_REACH * stated.soft, 1e-6)
    out = [end for end in (
        None if low is None else low - figure.value,
        None if high is None else figure.value - high,
    ) if end is not None]  # fmt: skip
    logit = _LOGIT_EDGE - max(out) * (_LOGIT_EDGE - _LOGIT_FAR) / fall
    return 1 / (1 + math.exp(-max(min(logit, 50.0), -50.0)))


def widened(figure: Figure, stated: StatedInterval, written: tuple[float, float]) -> Interval:
    """Give what the words admit of another maker's map, km².

    Parameters
    ----------
    figure
        An area as that map has it.
    stated
        What the words admit, km².
    written
        The number as written, the lower and the upper of a range, km².
    """
    low = None if stated.low is None else min(stated.low, max(written[0] - figure.error, 0.0))
    high = None if stated.high is None else max(stated.high, written[1] + figure.error)
    return low, high
