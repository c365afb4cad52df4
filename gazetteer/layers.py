"""The files of a gazetteer, asked in order: what each adds to a place, and what it replaces.

A row of an earlier file replaces a later one's of the same id, unless the earlier file says that
the two are one place; then they make it together, and the later row leads.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from gazetteer.layer import Layer
from gazetteer.place import Place
from gazetteer.twins import united


class Layers:
    """Gazetteer files, the user's before the one that ships.

    Every method raises GazetteerUnreadable where a file is damaged.

    Parameters
    ----------
    layers
        The open files.
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        self._layers = tuple(layers)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self._layers)

    def row(self, place_id: str) -> Place | None:
        """Read the place with an id, or None where no row has it."""
        for depth, layer in enumerate(self._layers):
            n = layer.number(place_id)
            if n is not None:
                return self._shown(depth, n)
        return None

    def named(self, key: str) -> Iterator[tuple[int, Place, str, float]]:
        """List the places that have a key: depth of the file, place, spelling and its fit."""
        for depth, layer in enumerate(self._layers):
            for n, spelling, fit in layer.names(key):
                place = self._shown(depth, n)
                if place is not None:
                    yield depth, place, spelling, fit

    def in_box(
        self,
        west: float,
        south: float,
        east: float,
        north: float,
        *,
        kind: str | None,
        least_population: int | None = None,
    ) -> list[Place]:
        """List the places, of one kind and size if given, centred in a box; west ≤ east."""
        found = {
            place.id: place
            for depth, layer in enumerate(self._layers)
            for n in layer.in_box(
                west, south, east, north, kind=kind, least_population=least_population
            )
            if (place := self._shown(depth, n)) is not None
        }
        return list(found.values())

    def holders(self, place_id: str) -> Iterator[tuple[Layer, str]]:
        """List the layers that know a place or line, most exact outline first, with its id there.

        A row of the same id in an earlier layer replaces a later one, outline and all; a twin
        only adds its own.
        """
        held: list[tuple[float, Layer, str]] = []
        for layer in self._layers:
            twin = layer.twin_of(place_id)
            own_id = place_id if twin is None else layer.place(twin).id
            precision_m = layer.outline_precision_m(own_id)
            held.append((math.inf if precision_m is None else precision_m, layer, own_id))
            n = layer.number(place_id)
            if n is not None:
                held += self._shipped_holder(layer, n)
                break
        held.sort(key=lambda holder: holder[0])
        return ((layer, own_id) for _, layer, own_id in held)

    def _shipped_holder(self, layer: Layer, n: int) -> list[tuple[float, Layer, str]]:
        """Find the layer that ships the twin of a row, where it has an outline."""
        shipped_id = layer.shipped_twin(n)
        later = self._layers[self._layers.index(layer) + 1 :]
        return [
            (precision_m, other, shipped_id)
            for other in later
            if shipped_id is not None
            and (precision_m := other.outline_precision_m(shipped_id)) is not None
        ]

    def _shown(self, depth: int, n: int) -> Place | None:
        """Read a row of a layer, with its twins; None if an earlier layer replaces it."""
        place = self._layers[depth].place(n)
        for above, layer in enumerate(self._layers[:depth]):
            twin = layer.twin_of(place.id)
            if twin is not None:
                return self._shown(above, twin)
            if layer.number(place.id) is not None:
                return None
        return self._with_shipped(depth, n, place)

    def _with_shipped(self, depth: int, n: int, place: Place) -> Place:
        """Add to a place what ships of it; the shipped row leads."""
        shipped_id = self._layers[depth].shipped_twin(n)
        if shipped_id is None:
            return place
        for layer in self._layers[depth + 1 :]:
            number = layer.number(shipped_id)
            if number is not None:
                return united([layer.place(number), place])
        return place
