"""How far a settlement reaches, where nobody says: a rule, named as one in `radius_basis`.

The size of a settlement grows with its population as r = 0.035 P^0.44 km (Tobler 1969, "Satellite
confirmation of settlement size coefficients", Area 1(3), 30-34, after Nordbeck 1965). Street
villages are longer than that, so each kind has a least radius: half of a length that is usual for
it. Both are good to a factor of about two.
"""

from __future__ import annotations

from typing import Final

SCALING_BASIS: Final = "rule: 0.035 P^0.44 km for P inhabitants (Tobler 1969)"
KIND_BASIS: Final = "rule: least radius of a {kind}, half a usual length"

_LEAST_M: Final = {
    "khutor": 400.0,
    "posyolok": 500.0,
    "village": 600.0,
    "sloboda": 1000.0,
    "selo": 1000.0,
    "rural settlement": 1000.0,
    "urban-type settlement": 1200.0,
    "town": 1500.0,
    "city": 2500.0,
}
_LEAST_OF_ANY_M: Final = 500.0
LEAST_PRECISION_M: Final = 1000.0
_CENTRE_SHARE: Final = 0.25


def centre_precision_m(feature: str, population: int | None) -> float:
    """Say how far a source that states no precision may be off the centre of a settlement.

    Positions of three of GeoNames' places in independent sources lie 53 to 637 m from its own. A
    big city's centre is a matter of choice: a quarter of the radius of its built-up area.

    Parameters
    ----------
    feature
        Its type, as for `settlement_radius`.
    population
        Inhabitants; None where unknown.

    Returns
    -------
    float
        Radius that holds the true centre with 95 %, metres.
    """
    radius_m, _ = settlement_radius(feature, population)
    return max(LEAST_PRECISION_M, choice_of_centre_m(radius_m))


def choice_of_centre_m(radius_m: float) -> float:
    """Say how far off a chosen centre of a settlement may lie: a quarter of its radius.

    Parameters
    ----------
    radius_m
        Radius of its built-up area, metres.

    Returns
    -------
    float
        Metres, rounded to 100 m.
    """
    return round(_CENTRE_SHARE * radius_m, -2)


def settlement_radius(feature: str, population: int | None) -> tuple[float, str]:
    """Estimate the radius of a settlement's built-up area.

    Parameters
    ----------
    feature
        Its type: khutor, village, selo, town and the like.
    population
        Inhabitants; None where unknown.

    Returns
    -------
    tuple of float and str
        Radius in metres, rounded to 10 m, and the rule that it rests on.

    Examples
    --------
    >>> settlement_radius("town", 5127)
    (1500.0, 'rule: least radius of a town, half a usual length')
    >>> settlement_radius("city", 448733)[0]
    10740.0
    """
    least_m = _LEAST_M.get(feature, _LEAST_OF_ANY_M)
    scaled_m = round(35.0 * (population or 0) ** 0.44, -1)
    if scaled_m > least_m:
        return scaled_m, SCALING_BASIS
    kind = feature if feature in _LEAST_M else "settlement"
    return least_m, KIND_BASIS.format(kind=kind)
