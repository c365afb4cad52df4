"""A stand-in row for a place that no gazetteer holds but the text situates."""

from __future__ import annotations

from collections.abc import Sequence

from gazetteer.names import fold
from gazetteer.place import Place
from geo.relation import Region, estimate


def estimated_place(name: str, regions: Sequence[Region]) -> Place | None:
    """Work out where a place lies from the regions that the text states for it.

    Parameters
    ----------
    name
        The name as written.
    regions
        The stated regions; their intersection is taken.

    Returns
    -------
    Place or None
        A row marked as estimated, whose `precision_m` is the size of the estimate; None where the
        text states nothing or the statements exclude each other.
    """
    if not regions:
        return None
    found = estimate(regions)
    if found is None:
        return None
    references = [region.reference for region in regions]
    country = next((r.country for r in references if isinstance(r, Place)), None)
    admin1 = next((r.admin1 for r in references if isinstance(r, Place)), None)
    return Place(
        id=f"estimate:{fold(name).replace(' ', '-')}",
        name=name,
        kind="settlement",
        lon=round(found.lon, 4),
        lat=round(found.lat, 4),
        precision_m=round(found.precision_m),
        source="estimated from the text",
        country=country,
        admin1=admin1,
        derived_from=tuple(r.id for r in references),
    )
