"""Which rows of the gazetteer a claim was measured with."""

from __future__ import annotations

from gazetteer.borders import Border
from gazetteer.place import Place
from geo.claims.claim import RowUsed
from geo.claims.ends import AREAS, Ends
from geo.relation import Region


def rows_used(ends: Ends, region: Region) -> tuple[RowUsed, ...]:
    """Name the rows that a statement was measured with: its subject, then its reference.

    Parameters
    ----------
    ends
        What the statement relates.
    region
        The region that the subject was measured against.

    Returns
    -------
    tuple of RowUsed
        A front line is of a control map and no row, so it is not among them.
    """
    subject, reference = _point_used(ends.subject), ends.reference
    if isinstance(reference, Place):
        if ends.extent is None:
            return subject, _point_used(reference)
        return subject, _edge_used(reference, region.extent_precision_m)
    return (subject,) if ends.map is not None else (subject, _line_used(reference))


def place_used(place: Place) -> RowUsed:
    """Name the row of a place: a settlement counts as a point, a region by its outline.

    Parameters
    ----------
    place
        The place.
    """
    if place.kind in AREAS:
        return _edge_used(place)
    return _point_used(place)


def _point_used(place: Place) -> RowUsed:
    """The row of a place that counted as its centre."""
    return RowUsed(
        place.id, place.label(), "point", place.source, place.precision_m, place.lon, place.lat
    )


def _edge_used(area: Place, precision_m: float | None = None) -> RowUsed:
    """The row of an area that was measured by its outline."""
    return RowUsed(area.id, area.label(), "area", area.source, precision_m)


def _line_used(border: Border) -> RowUsed:
    """The row of a border."""
    name = border.title if border.policy in border.title else f"{border.title} ({border.policy})"
    return RowUsed(border.id, name, "line", border.source, border.precision_m)
