"""Which place an account is about, told alike in all the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.measure import inverse
from gazetteer.names import fold
from gazetteer.place import Place
from geo.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """A place that reports name."""

    id: str
    """The id of its row; of a name that no row fits `name:` and the name, folded."""
    name: str
    """The name to be shown."""
    kind: str
    """What kind of place it is."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of its country."""

    @property
    def wide(self) -> bool:
        """Whether it is ground rather than a spot: a region, a country or a road."""
        return self.kind in ("region", "country", "road")

    def holds(self, other: PlaceKey) -> bool:
        """Whether another place is sure to lie in this one: a region of this country.

        Parameters
        ----------
        other
            The place that may lie in it.
        """
        return self.kind == "country" != other.kind and self.country == other.country is not None


class PlaceKeys:
    """The places of some readings; rows of several sources that are one place are one."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        """Find which rows are one place.

        Parameters
        ----------
        readings
            The reports, read.
        """
        self._readings = readings
        rows: dict[str, Place] = {}
        for reading in readings:
            for resolution in reading.resolutions:
                if resolution.place is not None:
                    rows[resolution.place.id] = resolution.place
        written: dict[str, Counter[str]] = {}
        for reading in readings:
            for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True):
                if resolution.place is not None and mention.role == "literal":
                    written.setdefault(resolution.place.id, Counter())[
                        " ".join(mention.text.split())
                    ] += 1
        # The spelling that the reports use most often.
        self._written = {
            place_id: min(spelt, key=lambda text: (-spelt[text], text))
            for place_id, spelt in written.items()
        }
        self._one = {other: row.id for row in rows.values() for other in row.same_as}
        self._one |= _estimates_of_rows(rows)

    def of(self, report: int, mention: int | None) -> PlaceKey | None:
        """Give the place that a mention names.

        Parameters
        ----------
        report
            Which of the readings, from 0.
        mention
            Which of its mentions; None gives None.

        Returns
        -------
        PlaceKey or None
            None where the mention stands for no place.
        """
        if mention is None:
            return None
        reading = self._readings[report]
        found, place = reading.mentions[mention], reading.resolutions[mention].place
        if found.role in ("person", "organisation"):
            return None
        if place is None:
            name = " ".join(found.text.split())
            return PlaceKey(f"name:{fold(name)}", name, found.kind)
        one = self._one.get(place.id, place.id)
        # "Ḩamāh" is right and nobody writes it.
        name = place.name if place.name.isascii() else self._written.get(one, place.name)
        return PlaceKey(one, name, place.kind, place.country)


def _estimates_of_rows(rows: dict[str, Place]) -> dict[str, str]:
    """Estimates that lie where a row of the same name does, as another report has it."""
    found = {}
    for place in rows.values():
        if not place.id.startswith("estimate:"):
            continue
        for row in rows.values():
            apart_m = inverse(place.lonlat, row.lonlat).distance_m
            near = apart_m <= place.precision_m + row.precision_m
            if row.id != place.id and fold(row.name) == fold(place.name) and near:
                found[place.id] = row.id
    return found
