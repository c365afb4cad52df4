"""How exact a geocoder's position is: none says so, so this is a rule, the same for all of them.

A point that stands for a settlement was set by eye somewhere in its built-up area: at most the
radius of that area off, or 1 km, which is what the points of GeoNames were found to be good to
(`gazetteer/data/README.md`), if the area is larger. What the centre of a large area is, is a
choice: a quarter of its radius. A region or country gets the 5 km of the regions that ship. The
point of a river, a road or anything else that is drawn lies somewhere in its extent: half of the
extent's diagonal. Where nothing says how large a thing is, 500 m.
"""

from __future__ import annotations

from typing import Final

from gazetteer.extent import choice_of_centre_m, settlement_radius
from gazetteer.measure import inverse

_POINT_M: Final = 1000.0
_REGION_M: Final = 5000.0
_LEAST_M: Final = 500.0

Box = tuple[float, float, float, float]


def precision_m(
    kind: str, *, feature: str = "", population: int | None = None, box: Box | None = None
) -> float:
    """Say how far a geocoder's position may lie from the true centre.

    Parameters
    ----------
    kind
        One of the six kinds.
    feature
        The finer type: town, village, hamlet.
    population
        Inhabitants; None where unknown.
    box
        West, south, east, north of what is drawn, degrees, WGS 84; None for a point.

    Returns
    -------
    float
        Metres, 95 %, by the rule of this module.

    Examples
    --------
    >>> precision_m("settlement", feature="village"), precision_m("settlement", feature="town")
    (600.0, 1000.0)
    >>> precision_m("settlement", feature="city", population=448733)
    2700.0
    """
    half_m = 0.0 if box is None else inverse(box[:2], box[2:]).distance_m / 2
    if kind in ("region", "country"):
        return _REGION_M
    if kind != "settlement":
        return max(_LEAST_M, round(half_m, -2))
    radius_m = max(settlement_radius(feature, population)[0], half_m)
    return max(min(radius_m, _POINT_M), choice_of_centre_m(radius_m))
