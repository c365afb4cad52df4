"""What an inferred front is told as: JSON, tables for people, shapes for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from maps.tables import facts_table, rows_table

if TYPE_CHECKING:
    from geo.control.evidence import Evidence
    from geo.control.front import InferredFront
    from maps.export import Export

_KINDS = ("stated", "interpolated", "none")


def inferred_json(front: InferredFront, evidence: Sequence[Evidence]) -> dict[str, Any]:
    """Tell an inferred front as one JSON object.

    Parameters
    ----------
    front
        The front.
    evidence
        Everything that was weighed for it, what does not count as well.
    """
    layer, base = front.layer, front.base
    return {
        "inferred": True,
        "source": layer.maker.name,
        "date": layer.date,
        "sides": list(base.sides),
        "base": {"title": base.title, "date": base.date, "licence": base.licence},
        "known_km": round(front.options.known_m / 1000, 3),
        "areas": [
            {
                "side": area.side,
                "within": area.within,
                "area_km2": area.area_km2,
                "low_km2": area.low_km2,
                "high_km2": area.high_km2,
                "inferred": True,
            }
            for area in front.areas
        ],
        "front": {f"{kind}_km": round(front.length_km(kind), 1) for kind in _KINDS},
        "evidence": [evidence_row(one) for one in evidence],
    }


def evidence_row(one: Evidence) -> dict[str, Any]:
    """Flatten one piece of evidence.

    Parameters
    ----------
    one
        The evidence.
    """
    place = one.place
    return {
        "report": one.report,
        "event": one.index,
        "place": place.name,
        "place_id": place.id,
        "lat": round(place.lat, 6),
        "lon": round(place.lon, 6),
        "sector": list(one.sector),
        "part": one.part,
        "side": one.actor,
        "status": one.status,
        "standing": one.standing,
        "says": one.says,
        "date": one.date,
        "share": round(one.share, 3),
        "doubt": round(one.doubt, 3),
        "counts": one.counts,
        "why": one.outweighed,
    }


def inferred_tables(front: InferredFront, evidence: Sequence[Evidence]) -> Iterator[RenderableType]:
    """Show an inferred front: areas, lengths, evidence.

    Parameters
    ----------
    front
        The front.
    evidence
        Everything that was weighed for it.
    """
    day = front.layer.date or "no day named"
    yield Text(f"Inferred from reports, not drawn by a map maker: {day}", "bold")
    yield facts_table([("Starts from", front.base.title)])
    areas = [
        (area.side, area.within, f"{area.area_km2:,.0f}",
         f"{area.low_km2:,.0f} to {area.high_km2:,.0f}")
        for area in front.areas
    ]  # fmt: skip
    if areas:
        yield rows_table(("Side", "Indicated in", "km², inferred", "90 % interval"), areas)
    else:
        yield Text("No ground beyond the base front is indicated for either side.\n")
    lengths = [
        ("stated, by places on or beside it", front.length_km("stated")),
        ("interpolated between places", front.length_km("interpolated")),
        (
            f"no information within {front.options.known_m / 1000:g} km",
            front.length_km("none"),
        ),
    ]
    yield rows_table(
        ("Front looked at", "km"), [(name, f"{length:,.0f}") for name, length in lengths]
    )
    heads = ("Place", "Side", "Status", "Standing", "Day", "Says", "Counts")
    yield rows_table(heads, map(_evidence_cells, evidence))


def _evidence_cells(one: Evidence) -> tuple[str, ...]:
    place = one.place.name
    if one.sector:
        place = f"fields {' and '.join(one.sector)} of {place}"
    elif one.part:
        place = f"{place} ({one.part} part)"
    return (
        place, one.actor or "not said", one.status, one.standing, one.date or "",
        one.says or "the report", "yes" if one.counts else f"no: {one.outweighed}",
    )  # fmt: skip


def inferred_export(front: InferredFront, *, permitted: str | None = None) -> Export:
    """Put an inferred front together for other programs; every row is marked inferred.

    Parameters
    ----------
    front
        The front.
    permitted
        By what permission it is given away where the map that it started from has no licence.
    """
    from dataclasses import replace

    import geopandas as gpd

    from geo.control.care import Care
    from maps.control_export import control_export, stamped
    from maps.export import ExportTable

    layer = front.layer
    export = control_export([layer], care=Care(permitted=permitted))
    known = gpd.GeoDataFrame(
        {"known_km": [front.options.known_m / 1000]}, geometry=[front.information], crs="EPSG:4326"
    )
    more = (("stretches", front.stretches), ("bands", front.bands), ("information", known))
    tables = tuple(
        ExportTable(name, stamped(frame, layer, permitted=permitted)) for name, frame in more
    )
    kept = tuple(table for table in export.tables if table.name != "front_line")
    return replace(export, tables=(*kept, *tables))
