"""What changed from map to map of one maker, polygon by polygon, kept for several countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shapely.geometry import MultiPolygon

from geo.control.difference import Keyed, came, keyed, moved
from geo.control.grounds import Within, areas_only, countries_under

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

Moved = tuple[MultiPolygon, MultiPolygon]


class Steps:
    """The maps of one maker by day, and what a side gained and lost at each.

    Polygons are told apart by their content and grouped by the country that the maker names for
    them, or by none; those that two maps share are never worked on.
    """

    def __init__(self, layers: Sequence[ControlLayer], side: str | None, status: str) -> None:
        self.layers = tuple(layers)
        self.side = side
        self.status = status
        self._polygons = [_by_country(layer, side, status) for layer in layers]
        self._moved: dict[tuple[int, str | None], Moved] = {}

    def countries(self, gazetteer: Gazetteer) -> tuple[str, ...]:
        """List the countries in which the side has ground on some map, its own left out.

        Parameters
        ----------
        gazetteer
            Tells which country ground belongs to that the maker names none for.
        """
        found = {code for kinds in self._polygons for code in kinds if code is not None}
        for number, kinds in enumerate(self._polygons):
            if None not in kinds:
                continue
            # After the first map only new ground can lie in a further country.
            whole = number == 0 or None not in self._polygons[number - 1]
            new = came({}, kinds[None]) if whole else self._raw(number, None)[0]
            if not new.is_empty:
                found |= countries_under(new, gazetteer, known=found | {str(self.side)})
        return tuple(sorted(found - {self.side}))

    def moved(self, number: int, within: Within) -> Moved:
        """Give what was gained and lost from the map before to a map.

        Parameters
        ----------
        number
            The map's, from 1.
        within
            The country or region.
        """
        kinds = set(self._polygons[number - 1]) | set(self._polygons[number])
        home = self.side == within.country and self.status == "held"
        if home or {None, within.country} <= kinds:
            pair = self.layers[number - 1], self.layers[number]
            return moved(*pair, self.side, within, status=self.status)
        kind = within.country if within.country in kinds else None
        gained, lost = self._raw(number, kind)
        if within.whole and kind is not None:
            return gained, lost
        return areas_only(gained & within.shape), areas_only(lost & within.shape)

    def _raw(self, number: int, kind: str | None) -> Moved:
        """Gained and lost polygons of a kind, before any cut."""
        if (number, kind) not in self._moved:
            old = self._polygons[number - 1].get(kind, {})
            new = self._polygons[number].get(kind, {})
            self._moved[number, kind] = came(old, new), came(new, old)
        return self._moved[number, kind]


def _by_country(layer: ControlLayer, side: str | None, status: str) -> dict[str | None, Keyed]:
    """The polygons of a side by the country that the maker names for them."""
    frame = layer.frame
    named = frame["side"].isna() if side is None else frame["side"] == side
    rows = frame[named & (frame["status"] == status)]
    kinds = defaultdict(list)
    for code, shape in zip(rows["within"], rows.geometry, strict=True):
        kinds[code if isinstance(code, str) else None].append(shape)
    return {code: keyed(shapes) for code, shapes in kinds.items()}
