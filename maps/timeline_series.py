"""What a timeline follows through the days: ground of a side, of a status, in a country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.territory import territory
from geo.control.grounds import areas_only, countries_under
from geo.control.layer import CONTROL_STATUSES, ControlLayer

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_COARSE_DEG = 0.01


@dataclass(frozen=True, slots=True)
class Series:
    """Ground of one kind, followed through the days."""

    side: str | None
    """Who holds it; None for ground that nobody is said to hold."""
    status: str
    """One of `CONTROL_STATUSES`."""
    within: str | None
    """Code of the country that it belongs to; None where that is not known."""
    inferred: bool
    """Whether it was worked out from reports."""


class Grounds:
    """Sorts the ground of maps into series.

    A maker who says which country a polygon belongs to is taken at their word; other ground is
    cut at borders and coasts, as `frontmap control area` does it.
    """

    def __init__(self, layers: Sequence[ControlLayer], gazetteer: Gazetteer) -> None:
        kinds = {kind for layer in layers for kind in _kinds(layer)}
        loose = {kind for kind in kinds if kind.within is None}
        self._countries = {
            code: territory(gazetteer, code) for code in _countries(layers, loose, gazetteer)
        }
        divided = {
            Series(kind.side, kind.status, code, kind.inferred)
            for kind in loose
            for code in self._countries
        }
        # Where no country is known beneath it, ground stays whole.
        whole = set() if self._countries else loose
        self.series = tuple(sorted((kinds - loose) | divided | whole, key=_order))

    def of(self, layer: ControlLayer) -> Iterator[BaseGeometry]:
        """Give the ground of every series on one map.

        Parameters
        ----------
        layer
            The map.
        """
        loose: dict[Series, BaseGeometry] = {}
        for one in self.series:
            said = _ground(layer, one)
            if one.within in self._countries:
                kind = Series(one.side, one.status, None, one.inferred)
                if kind not in loose:
                    loose[kind] = _ground(layer, kind)
                if not loose[kind].is_empty:
                    cut = areas_only(loose[kind] & self._countries[one.within or ""])
                    said = cut if said.is_empty else areas_only(said | cut)
            yield said


def _kinds(layer: ControlLayer) -> Iterator[Series]:
    """Every kind of ground on a map."""
    columns = (layer.frame[name] for name in ("side", "status", "within", "inferred"))
    for side, status, within, inferred in zip(*columns, strict=True):
        yield Series(
            side if isinstance(side, str) else None,
            status,
            within if isinstance(within, str) else None,
            bool(inferred) or layer.inferred,
        )


def _countries(
    layers: Sequence[ControlLayer], loose: set[Series], gazetteer: Gazetteer
) -> list[str]:
    """The countries beneath ground that nobody assigns to one."""
    if not loose:
        return []
    shapes = [layer.frame.geometry[layer.frame["within"].isna()].to_numpy() for layer in layers]
    plain = shapely.simplify(np.concatenate(shapes), _COARSE_DEG)
    whole = shapely.union_all(shapely.buffer(plain, 0))
    return [] if whole.is_empty else sorted(countries_under(whole, gazetteer, known=set()))


def _ground(layer: ControlLayer, one: Series) -> BaseGeometry:
    """The ground of a kind on a map, as one shape."""
    frame = layer.frame
    inferred = frame["inferred"].astype(bool) | layer.inferred
    rows = (frame["status"] == one.status) & (inferred == one.inferred)
    for name, value in (("side", one.side), ("within", one.within)):
        rows &= frame[name].isna() if value is None else frame[name] == value
    return shapely.disjoint_subset_union_all(frame.geometry[rows].to_numpy())


def _order(series: Series) -> tuple[object, ...]:
    """Drawn grounds before inferred ones, held before the rest, foreign ground before one's own."""
    return (
        series.inferred, CONTROL_STATUSES.index(series.status), series.side is None,
        series.side == series.within, series.side or "", series.within or "",
    )  # fmt: skip
