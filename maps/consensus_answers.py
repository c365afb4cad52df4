"""What several makers' maps say together, as JSON, tables and shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from gazetteer.measure import area_km2
from maps.tables import facts_table, rows_table

if TYPE_CHECKING:
    from geo.control.care import Care
    from geo.control.consensus import AreaDistribution, Consensus
    from maps.export import Export


def consensus_json(consensus: Consensus, areas: Sequence[AreaDistribution]) -> dict[str, Any]:
    """Tell a consensus as one JSON object.

    Parameters
    ----------
    consensus
        The maps.
    areas
        The areas that follow.
    """
    return {
        "date": consensus.date,
        "mixed_days": consensus.mixed,
        "makers": [
            {
                "maker": vote.layer.maker.name,
                "date": vote.layer.date,
                "gap_days": vote.gap_days,
                "file": vote.layer.file,
                "licence": vote.layer.maker.licence,
            }
            for vote in consensus.votes
        ],
        "areas": [area_json(one) for one in areas],
        "front_band": [
            {"side": side, "area_km2": round(area_km2(consensus.front_band(side)), 3)}
            for side in consensus.sides
            if len(consensus.voters(side)) > 1
        ],
        "notes": list(consensus.notes),
    }


def area_json(area: AreaDistribution) -> dict[str, Any]:
    """Tell what is known of one area.

    Parameters
    ----------
    area
        The distribution.
    """
    low, high = area.interval_km2
    return {
        "side": area.side,
        "within": area.within,
        "mean_km2": round(area.mean_km2, 3),
        "least_km2": round(area.least_km2, 3),
        "most_km2": round(area.most_km2, 3),
        "low_km2": round(low, 3),
        "high_km2": round(high, 3),
        "makers": [
            {"maker": one.maker, "date": one.date, "area_km2": round(one.area_km2, 3)}
            for one in area.makers
        ],
        "silent": list(area.silent),
    }


def consensus_tables(
    consensus: Consensus, areas: Sequence[AreaDistribution]
) -> Iterator[RenderableType]:
    """Show a consensus to people.

    Parameters
    ----------
    consensus
        The maps.
    areas
        The areas that follow.
    """
    yield Text(f"{len(consensus.votes)} makers, {consensus.date or 'undated'}", "bold")
    yield facts_table(
        (vote.layer.maker.name, f"{vote.layer.date or 'undated'}, {vote.layer.file}")
        for vote in consensus.votes
    )
    rows = []
    for area in areas:
        low, high = area.interval_km2
        rows.append((
            area.side, area.within, str(len(area.makers)), f"{area.mean_km2:,.1f}",
            f"{area.least_km2:,.1f} to {area.most_km2:,.1f}", f"{low:,.0f} to {high:,.0f}",
        ))  # fmt: skip
    heads = ("Side", "In", "Makers", "Mean km²", "Least to most", "90 % interval")
    yield rows_table(heads, rows)
    bands = [
        (side, f"{area_km2(consensus.front_band(side)):,.1f}")
        for side in consensus.sides
        if len(consensus.voters(side)) > 1
    ]
    if bands:
        yield rows_table(("Side", "Makers differ on, km²"), bands)


def consensus_export(consensus: Consensus, care: Care) -> Export:
    """Put a consensus together for other programs.

    Parameters
    ----------
    consensus
        The maps, those whose licence nobody states already left out.
    care
        What was asked for when that was done.
    """
    from geopandas import GeoDataFrame

    from maps.control_export import source_facts
    from maps.export import Export, ExportTable

    sources = [source_facts(vote.layer, permitted=care.permitted) for vote in consensus.votes]
    named = {
        "source": "; ".join(str(one["source"]) for one in sources),
        "source_date": consensus.date,
        "licence": "; ".join(str(one["licence"]) for one in sources),
        "attribution": "; ".join(str(one["attribution"]) for one in sources),
        "inferred": any(one["inferred"] for one in sources),
    }
    bands = [
        {"side": side, "geometry": consensus.front_band(side)}
        for side in consensus.sides
        if not consensus.front_band(side).is_empty
    ]
    band = GeoDataFrame(
        {"side": [row["side"] for row in bands]},
        geometry=[row["geometry"] for row in bands],
        crs="EPSG:4326",
    )
    frame = consensus.frame()
    return Export(
        title=f"{len(consensus.votes)} makers of control maps, {consensus.date or 'undated'}",
        tables=(
            ExportTable("consensus", frame.assign(**named)),
            ExportTable("front_band", band.assign(**named)),
        ),
        sources=tuple(sources),
        notes=consensus.notes,
        facts={"permitted": care.permitted},
    )
