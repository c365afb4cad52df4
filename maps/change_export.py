"""Changes between two control maps, as files for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shapely import Point

from gazetteer.measure import area_km2
from gazetteer.vertices import parts
from geo.control.change import Comparison, ControlChange
from maps.control_export import source_facts
from maps.export import Export, ExportTable, frame_of


def change_export(
    found: Comparison,
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    permitted: str | None = None,
) -> Export:
    """Put changes together for export: ground gained and lost, settlements on it.

    Nothing is held back here: take care of the maps before they are compared.

    Parameters
    ----------
    found
        What `geo.control.change.changes` gives.
    title
        Headline; by default both maps.
    notes
        What was done before, a sentence each.
    permitted
        By what permission maps are given away whose makers state no licence.
    """
    maps = {id(layer): layer for one in found.changes for layer in (one.before, one.after)}.values()
    warnings = dict.fromkeys(one.warning for one in found.changes if one.warning)
    return Export(
        title or " to ".join(layer.title for layer in maps),
        tuple(
            ExportTable(
                name, frame_of(row for one in found.changes for row in part(one, permitted))
            )
            for name, part in (("change", _ground), ("settlements", _places))
        ),
        sources=tuple(source_facts(layer, permitted=permitted) for layer in maps),
        notes=(*notes, *warnings, *found.uncompared),
        facts={"permitted": permitted},
    )


def _known(one: ControlChange, permitted: str | None) -> dict[str, Any]:
    """What every row of a change tells: whose, where, between which maps, what may be done."""
    both = [source_facts(layer, permitted=permitted) for layer in (one.before, one.after)]
    joined = {
        name: "; ".join(dict.fromkeys(str(facts[name]) for facts in both))
        for name in ("source", "licence", "attribution")
    }
    return {
        "side": one.side,
        "status": one.status,
        "within": one.within.id,
        "from_date": one.before.date,
        "to_date": one.after.date,
        **joined,
        "inferred": any(facts["inferred"] for facts in both),
    }


def _ground(one: ControlChange, permitted: str | None) -> Iterator[dict[str, Any]]:
    """Every piece of changed ground, with its area; thin ones are marked."""
    known = _known(one, permitted)
    for change, ground in (("gained", one.gained), ("lost", one.lost)):
        for sliver, shape in ((False, ground.broad), (True, ground.slivers)):
            for piece in parts(shape):
                yield {
                    "change": change,
                    "sliver": sliver,
                    "area_km2": round(area_km2(piece), 4),
                    **known,
                    "geometry": piece,
                }


def _places(one: ControlChange, permitted: str | None) -> Iterator[dict[str, Any]]:
    """Settlements on changed ground."""
    known = _known(one, permitted)
    for settlement in one.settlements:
        place = settlement.place
        yield {
            "label": place.name,
            "id": place.id,
            "before": settlement.before,
            "after": settlement.after,
            "edge_m": round(settlement.edge_m),
            "on_line": settlement.on_line,
            **known,
            "geometry": Point(place.lon, place.lat),
        }
