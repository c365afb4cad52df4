"""A stand-in row for a place that no gazetteer holds but the text situates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.names import fold
from gazetteer.place import Place
from geo.ellipse import ErrorEllipse
from geo.relation import Region, estimate


@dataclass(frozen=True, slots=True)
class EstimatedPlace(Place):
    """A stand-in for a row, with the shape of the ground that it may lie on."""

    ellipse: ErrorEllipse | None = None
    """Ellipse around its position that holds the true one with 95 % of the belief."""


def estimated_place(name: str, regions: Sequence[Region]) -> EstimatedPlace | None:
    """Work out where a place lies from the regions that the text states for it.

    Parameters
    ----------
    name
        The name as written.
    regions
        The stated regions; their intersection is taken.

    Returns
    -------
    EstimatedPlace or None
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
    return EstimatedPlace(
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
        ellipse=found.ellipse,
    )
