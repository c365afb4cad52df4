"""Which gazetteer rows the names of a table of stated relations mean."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from gazetteer.measure import LonLat, inverse, wind_bearing
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.adjustment.stated_table import StatedRow

_QUALIFIED: Final = re.compile(r"(?P<name>[^(,]+?)\s*(?:[(,]\s*(?P<within>[^()]+?)\s*\)?)?\s*")
_MOST: Final = 60
_CAP: Final = 50.0
_THEATRE_M: Final = 200_000.0
_DISTANCE_FACTOR: Final = math.log(1.2)
_DIRECTION_DEG: Final = 17.0


def rows_named(gazetteer: Gazetteer, query: str) -> tuple[Place, ...]:
    """List the settlements that a name may mean, bigger ones first.

    Parameters
    ----------
    gazetteer
        Where they are looked up.
    query
        A name; a district or region may follow in brackets or behind a comma.
    """
    match = _QUALIFIED.fullmatch(query)
    name = match["name"] if match else query
    within = fold(match["within"]) if match and match["within"] else ""
    found = [match.place for match in gazetteer.find(name, kind="settlement")][:_MOST]
    if within:
        found = [
            place
            for place in found
            if any(fold(part or "").startswith(within) for part in (place.admin1, place.admin2))
            or fold(place.country or "") == within
        ]
    return tuple(found)


def choose(
    rows: Sequence[StatedRow], gazetteer: Gazetteer
) -> tuple[Mapping[str, Place], Mapping[str, int]]:
    """Choose for every name of a table the row that the figures fit best.

    Names that one row alone has are taken first; of namesakes the one is taken that lies best by
    what the table states of it and places already chosen, so that a wrong figure shows as one
    unless a namesake happens to fit it.

    Parameters
    ----------
    rows
        The table.
    gazetteer
        Where names are looked up.

    Returns
    -------
    tuple
        By name the place, without those that nothing has; by name how many were weighed.
    """
    names = dict.fromkeys(
        name
        for row in rows
        for name in (row.place, row.reference if row.reference_kind == "place" else None)
        if name
    )
    options = {name: rows_named(gazetteer, name) for name in names}
    chosen = {name: found[0] for name, found in options.items() if len(found) == 1}
    waiting = [name for name, found in options.items() if len(found) > 1]
    # A name that much hangs on is a big place's more often than a village's.
    for name in waiting:
        uses = sum(name in (row.place, row.reference) for row in rows)
        first, second = options[name][:2]
        if uses > 1 and (first.population or 0) > 20 * max(second.population or 0, 1000):
            chosen[name] = first
    while left := [name for name in waiting if name not in chosen and options[name]]:
        tied = {name: _ties(name, rows, chosen) for name in left}
        name = max(left, key=lambda name: (len(tied[name]), -left.index(name)))
        around = _middle(chosen.values())
        costs = [_cost(place, tied[name], around) for place in options[name]]
        best = costs.index(min(costs))
        if costs[best] < _CAP:
            chosen[name] = options[name][best]
        else:
            # The place that is meant is one of the name that no row has.
            options[name] = ()
    return chosen, {name: len(found) for name, found in options.items()}


def _middle(places: Iterable[Place]) -> LonLat | None:
    """About where most of some places lie."""
    points = sorted(place.lonlat for place in places)
    if not points:
        return None
    return points[len(points) // 2][0], sorted(lat for _, lat in points)[len(points) // 2]


def _ties(
    name: str, rows: Sequence[StatedRow], chosen: Mapping[str, Place]
) -> list[tuple[StatedRow, Place, bool]]:
    """The rows that relate a name to a place already chosen."""
    found = []
    for row in rows:
        if row.reference_kind != "place":
            continue
        if row.place == name and row.reference in chosen:
            found.append((row, chosen[row.reference], True))
        elif row.reference == name and row.place in chosen:
            found.append((row, chosen[row.place], False))
    return found


def _cost(
    place: Place, ties: Sequence[tuple[StatedRow, Place, bool]], around: LonLat | None
) -> float:
    """How badly a place lies by what is stated, and how far from what the table is about."""
    away_m = 0.0 if around is None else inverse(around, place.lonlat).distance_m
    total = math.log1p(away_m / _THEATRE_M) ** 2
    for row, other, is_subject in ties:
        ends = (other.lonlat, place.lonlat) if is_subject else (place.lonlat, other.lonlat)
        found = inverse(*ends)
        off = 0.0
        if row.km is not None:
            ratio = max(found.distance_m, 1.0) / (row.km * 1000)
            off += (math.log(ratio) / _DISTANCE_FACTOR) ** 2
        if row.wind is not None:
            turn = (found.bearing_deg - wind_bearing(row.wind) + 180.0) % 360.0 - 180.0
            off += (turn / _DIRECTION_DEG) ** 2
        total += min(off, _CAP)
    return total
