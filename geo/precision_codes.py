"""How closely a place is known, in the codes of the field's event data.

ACLED codes `geo_precision` 1 where a particular town is reported whose coordinates are known, 2
for a small part of a region, a general area or near a town, 3 for a larger region (ACLED
codebook, as quoted by the R package mapme.biodiversity, `calc_fatalities_acled`). VIINA codes
`GEO_PRECISION` from street-level, `STREET`, to province-level, `ADM1` (README of
github.com/zhukovyuri/VIINA, "Geocoding"); that README names the two ends alone. `ADM3` for a
settlement and `ADM2` for a district are read from its terms, and `ADM0` for a whole country, which
VIINA leaves out, is ours.

| place | precision (95 %) | geo_precision | viina_precision |
| --- | --- | --- | --- |
| coordinates, facility | up to 150 m | 1 | STREET |
| coordinates, facility, settlement | up to 5 km | 1 | ADM3 |
| the same | up to 25 km | 2 | ADM2 |
| the same | more | 3 | ADM1 |
| settlement estimated from the text | up to 5 km | 2 | ADM3 |
| water, road | up to 25 km | 2 | ADM2 |
| water, road | more | 3 | ADM1 |
| raion or district within a first-level region | any | 2 | ADM2 |
| first-level region, larger area | any | 3 | ADM1 |
| country | any | 3 | ADM0 |

The limits are ours: 5 km, since beyond it the third nearest village of the theatre lies closer in
the median (4.3 km) and no one town is meant for sure; 25 km, about the radius of a large raion. A
settlement is never `STREET`, however well its centre is known: it is the settlement that is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from gazetteer.place import Place

AcledCode = Literal[1, 2, 3]
ViinaCode = Literal["STREET", "ADM3", "ADM2", "ADM1", "ADM0"]
_STREET_M: Final = 150.0
_TOWN_M: Final = 5_000.0
_DISTRICT_M: Final = 25_000.0
_DISTRICTS: Final = frozenset({"raion", "district", "municipality", "county", "hromada"})
_SPREAD: Final = frozenset({"water", "road"})


@dataclass(frozen=True, slots=True)
class PrecisionCodes:
    """How closely one place is known, in two codes."""

    geo_precision: AcledCode
    """As ACLED codes it: 1 a town, 2 an area around it, 3 a larger region."""
    viina_precision: ViinaCode
    """As VIINA codes it: STREET, ADM3 (settlement), ADM2, ADM1 or ADM0."""


def precision_codes(place: Place, *, estimated: bool = False) -> PrecisionCodes:
    """Code how closely a place is known, by the table of this module.

    Parameters
    ----------
    place
        The place; its kind, feature and precision count.
    estimated
        Whether no gazetteer holds it and its position is worked out from the text.
    """
    if place.kind == "country":
        return PrecisionCodes(3, "ADM0")
    if place.kind == "region":
        return PrecisionCodes(2, "ADM2") if _is_district(place) else PrecisionCodes(3, "ADM1")
    if place.precision_m > _DISTRICT_M:
        return PrecisionCodes(3, "ADM1")
    if place.precision_m > _TOWN_M or place.kind in _SPREAD:
        return PrecisionCodes(2, "ADM2")
    if estimated:
        return PrecisionCodes(2, "ADM3")
    street = place.kind == "other" and place.precision_m <= _STREET_M
    return PrecisionCodes(1, "STREET" if street else "ADM3")


def _is_district(region: Place) -> bool:
    """Whether a region lies in a first-level one; Portugal's districts are such themselves."""
    if region.admin1 is not None:
        return region.admin1 != region.name
    return not _DISTRICTS.isdisjoint(region.feature.casefold().split())
