"""Rows of several sources that are one place: when they are, and what they make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from gazetteer.extent import KIND_BASIS, settlement_radius
from gazetteer.place import Place
from gazetteer.ranking import bare_region

NEAR_M: Final = 2500.0
"""Two rows of a settlement lie within this of each other; two villages of a name hardly ever."""
NEAR_OTHER_REGION_M: Final = 1000.0
"""The same where the two rows say that they lie in different regions."""
FARTHEST_M: Final = 300_000.0
"""No two rows of one place lie farther apart; this is for regions and their centres."""
_NEAR_BY_KIND_M: Final = {"region": FARTHEST_M, "country": FARTHEST_M, "water": 3000.0}
_NEAR_OTHER_M: Final = 1000.0
_DISTRICT_M: Final = 30_000.0
_CENTRE_SHARE: Final = 0.5
_DISTRICTS: Final = frozenset("raion district county municipality".split())
POPULATED_PLACE: Final = "populated place"
"""The feature of a settlement of which no source says what it is."""


class Row(NamedTuple):
    """What tells whether two rows that share a name are one place."""

    n: int
    """Its number."""
    id: str
    """Its id."""
    kind: str
    """One of the six kinds."""
    lon: float
    """Degrees, WGS 84."""
    lat: float
    """Degrees, WGS 84."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    admin1: str | None
    """First-level region."""
    feature: str | None
    """The finer type."""
    population: int | None
    """Inhabitants."""


def reach_m(one: Row, other: Row) -> float:
    """Say how far apart two rows that share a name can be and still be one place.

    Settlements: 2.5 km, or half the radius of the built-up area of a big one; 1 km where the two
    name different regions. Regions and countries: any distance, but districts 30 km. Waters 3 km,
    all else 1 km; roads are never one.

    Parameters
    ----------
    one, other
        Rows of two sources with a name in common.

    Returns
    -------
    float
        Metres; negative where they are not one place at any distance.
    """
    if one.id == other.id:
        return FARTHEST_M
    abroad = one.country and other.country and one.country != other.country
    if one.kind != other.kind or one.kind == "road" or abroad:
        return -1.0
    if one.kind == "settlement":
        if one.admin1 and other.admin1 and bare_region(one.admin1) != bare_region(other.admin1):
            return NEAR_OTHER_REGION_M
        inhabitants = max(one.population or 0, other.population or 0)
        return max(NEAR_M, _CENTRE_SHARE * settlement_radius("", inhabitants)[0])
    if one.kind == "region" and (_is_district(one) or _is_district(other)):
        return _DISTRICT_M if _is_district(one) and _is_district(other) else -1.0
    return _NEAR_BY_KIND_M.get(one.kind, _NEAR_OTHER_M)


def _is_district(row: Row) -> bool:
    return not _DISTRICTS.isdisjoint((row.feature or "").split())


def united(rows: Sequence[Place]) -> Place:
    """Make one place of the rows of several sources that are the same place.

    Parameters
    ----------
    rows
        The row that leads, and the others in any order; not empty.

    Returns
    -------
    Place
        Id, name and kind of the leading row; the position of the most exact one, with its
        source; the names of all; every other fact from the first row that states it.
    """
    lead, *others = rows
    if not others:
        return lead
    best = min(rows, key=lambda row: row.precision_m)
    names = dict.fromkeys(name for row in rows for name in (row.name, *row.names))
    names.pop(lead.name)
    sized = min(rows, key=_roughness)
    return replace(
        lead,
        lon=best.lon,
        lat=best.lat,
        precision_m=best.precision_m,
        source=best.source,
        licence=" AND ".join(dict.fromkeys(row.licence for row in rows if row.licence)),
        derived_from=best.derived_from,
        names=tuple(names),
        feature=_feature(rows),
        country=_first(rows, "country"),
        admin1=_first(rows, "admin1"),
        admin2=_first(rows, "admin2"),
        population=_first(rows, "population"),
        radius_m=sized.radius_m,
        radius_basis=sized.radius_basis,
        area_km2=_first(rows, "area_km2"),
        bbox=_first(rows, "bbox"),
        capital=_first(rows, "capital"),
        same_as=tuple(
            dict.fromkeys(
                other for row in rows for other in (row.id, *row.same_as) if other != lead.id
            )
        ),
    )


def _first(rows: Sequence[Place], field: str) -> Any:  # noqa: ANN401 - of the field's own type
    return next((value for row in rows if (value := getattr(row, field)) is not None), None)


def _feature(rows: Sequence[Place]) -> str:
    """Give the first type that says more than that people live there."""
    told = [row.feature for row in rows if row.feature]
    return next((feature for feature in told if feature != POPULATED_PLACE), "".join(told[:1]))


def _roughness(row: Place) -> int:
    """Grade what a radius rests on: a source or the inhabitants before the mere type."""
    if row.radius_m is None:
        return 2
    return int((row.radius_basis or "").startswith(KIND_BASIS.partition("{")[0]))
