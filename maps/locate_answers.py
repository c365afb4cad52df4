"""The answers of `frontmap locate` as tables, rows and objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from rich.console import RenderableType
from rich.text import Text

from geo.adjustment.explain import explain_outlier, explain_place
from geo.adjustment.gathering import Gathered
from geo.adjustment.result import AdjustedObservation, AdjustedPlace, Adjustment
from maps.tables import count_of, noted_rows, plain
from maps.wording import length

Json = dict[str, Any]
PLACE_COLUMNS: Final = (
    "id", "name", "free", "lat", "lon", "semi_major_m", "semi_minor_m", "orientation_deg",
    "observations", "redundancy", "file_lat", "file_lon", "file_precision_m", "moved_m",
    "moved_deg", "moved_share", "file_deviate", "file_outlier", "alternatives", "why",
)  # fmt: skip


def place_json(adjusted: AdjustedPlace) -> Json:
    """Turn an adjusted place into a plain object.

    Parameters
    ----------
    adjusted
        The place.
    """
    station = adjusted.station
    lon, lat = adjusted.lonlat or (None, None)
    file_lon, file_lat = station.lonlat or (None, None)
    ellipse = adjusted.ellipse
    return {
        "id": station.id,
        "name": station.name,
        "free": station.free,
        "lat": _rounded(lat, 6),
        "lon": _rounded(lon, 6),
        "ellipse": ellipse
        and {
            "semi_major_m": _rounded(ellipse.semi_major_m, 0),
            "semi_minor_m": _rounded(ellipse.semi_minor_m, 0),
            "orientation_deg": _rounded(ellipse.orientation_deg, 1),
        },
        "observations": adjusted.observations,
        "redundancy": _rounded(adjusted.redundancy, 2),
        "file_lat": _rounded(file_lat, 6),
        "file_lon": _rounded(file_lon, 6),
        "file_precision_m": _rounded(station.precision_m, 0) if station.lonlat else None,
        "moved_m": _rounded(adjusted.moved_m, 0),
        "moved_deg": _rounded(adjusted.moved_deg, 1),
        "moved_share": _rounded(adjusted.moved_share, 3),
        "file_deviate": _rounded(adjusted.file_deviate, 2),
        "file_outlier": adjusted.file_outlier,
        "alternatives": [
            {
                "lat": _rounded(spot.lat, 6),
                "lon": _rounded(spot.lon, 6),
                "likelihood": _rounded(spot.likelihood, 3),
            }
            for spot in adjusted.alternatives
        ],
        "why": explain_place(adjusted),
    }


def _observation_json(adjusted: AdjustedObservation) -> Json:
    observation = adjusted.observation
    return {
        "words": observation.words,
        "kind": observation.kind,
        "subject": observation.subject,
        "reference": observation.border.id if observation.border else observation.reference,
        "value": _rounded(observation.value, 1),
        "unit": "deg" if observation.kind == "direction" else "m",
        "bound": observation.bound,
        "sigma": _rounded(observation.sigma, 3),
        "customary": observation.customary,
        "residual": _rounded(adjusted.residual, 1),
        "standardised_residual": _rounded(adjusted.standardised, 2),
        "redundancy": _rounded(adjusted.redundancy, 3),
        "outlier": adjusted.outlier,
        "or_else": list(adjusted.rivals),
        "sources": list(observation.sources),
    }


def adjustment_json(
    adjustment: Adjustment, gathered: Gathered, places: Iterable[AdjustedPlace], hint: str
) -> Json:
    """Turn an adjustment into one plain object.

    Parameters
    ----------
    adjustment
        What was found.
    gathered
        What went in, and what did not.
    places
        The places to list.
    hint
        What would settle them.
    """
    return {
        "places": [place_json(place) for place in places],
        "observations": [_observation_json(one) for one in adjustment.observations],
        "variance_factor": _rounded(adjustment.variance_factor, 3),
        "redundancy": _rounded(adjustment.redundancy, 2),
        "converged": adjustment.converged,
        "unused": [
            {"words": one.words, "why": one.why, "source": one.source} for one in gathered.unused
        ],
        "namesakes": [
            {"name": name, "id": chosen, "weighed": count}
            for name, chosen, count in gathered.weighed
        ],
        "hint": hint,
    }


def place_rows(places: Iterable[AdjustedPlace]) -> Iterator[Json]:
    """Flatten places, one row each.

    Parameters
    ----------
    places
        Adjusted places.
    """
    for place in places:
        row = place_json(place)
        spots = [f"{spot['lat']} {spot['lon']}" for spot in row["alternatives"]]
        yield {**row, **(row["ellipse"] or {}), "alternatives": " | ".join(spots)}


def places_geojson(places: Iterable[AdjustedPlace]) -> Json:
    """Gather positions and ellipses as a GeoJSON feature collection (RFC 7946).

    Each placed station is a point, its 95 % ellipse a polygon; `part` tells which. A place that
    nothing settles is a feature without geometry.

    Parameters
    ----------
    places
        Adjusted places.
    """
    from shapely.geometry import mapping

    from geo.errors import RelationInvalid

    features = []
    for place in places:
        properties = place_json(place)
        point = place.lonlat and {"type": "Point", "coordinates": [*map(_six, place.lonlat)]}
        features.append(_feature(point, {**properties, "part": "position"}))
        if place.lonlat is None or place.ellipse is None:
            continue
        try:
            ground = mapping(place.ellipse.outline(place.lonlat))
        except RelationInvalid:
            # Over a pole no ellipse can be drawn in longitude and latitude; its axes say it all.
            continue
        shape = {"type": ground["type"], "coordinates": _six_all(ground["coordinates"])}
        named = {"id": place.station.id, "name": place.station.name, "part": "ellipse"}
        features.append(_feature(shape, {**named, **(properties["ellipse"] or {})}))
    return {"type": "FeatureCollection", "features": features}


def adjustment_tables(
    adjustment: Adjustment, gathered: Gathered, places: Sequence[AdjustedPlace], hint: str
) -> Iterator[RenderableType]:
    """Show positions, the statements that contradict the others, and what would settle it.

    Parameters
    ----------
    adjustment
        What was found.
    gathered
        What went in, and what did not.
    places
        The places to list.
    hint
        What would settle them; empty for nothing.
    """
    rows = [
        ([plain(cell).plain for cell in _cells(place)], plain(explain_place(place)).plain)
        for place in places
    ]
    heads = ("Place", "lat, lon", "95 % ellipse", "statements", "redundancy")
    if rows:
        yield noted_rows(heads, rows)
    else:
        yield Text("No place is free, and none has moved; --all lists every one.\n")
    outliers = adjustment.outliers
    if outliers:
        yield Text("Statements that contradict the others, set aside", "bold")
        yield noted_rows(
            ("It is stated", "off by", "deviations"),
            [_outlier_row(one, adjustment) for one in outliers],
        )
    yield Text(_sum(adjustment, gathered))
    if hint:
        yield plain(hint)


def _cells(place: AdjustedPlace) -> tuple[str, ...]:
    if place.lonlat is None or place.ellipse is None:
        return place.station.name, "not placed", "", str(place.observations), ""
    ellipse = place.ellipse
    lon, lat = place.lonlat
    axes = f"{length(ellipse.semi_major_m)} × {length(ellipse.semi_minor_m)}"
    return (
        place.station.name,
        f"{lat:.4f}, {lon:.4f}",
        f"{axes} at {ellipse.orientation_deg:.0f}°",
        str(place.observations),
        f"{place.redundancy:.1f}",
    )


def _outlier_row(
    adjusted: AdjustedObservation, adjustment: Adjustment
) -> tuple[Sequence[str], str]:
    residual = adjusted.residual or 0.0
    direction = adjusted.observation.kind == "direction"
    off = f"{abs(residual):.0f}°" if direction else length(abs(residual))
    note = explain_outlier(adjusted)
    others = [adjustment.observations[k].observation.words for k in adjusted.rivals]
    if others:
        note += f"; which is wrong stays open: this, or {', or '.join(dict.fromkeys(others))}"
    if adjusted.observation.sources:
        note += f". Stated by {', '.join(adjusted.observation.sources)}"
    words = adjusted.observation.words
    cells = (words, off, f"{adjusted.standardised:.1f}")
    return [plain(cell).plain for cell in cells], plain(note).plain


def _sum(adjustment: Adjustment, gathered: Gathered) -> str:
    """What went in and how well it fits, in one line or two."""
    held = sum(not place.station.free for place in adjustment.places)
    placed = sum(place.station.free and place.lonlat is not None for place in adjustment.places)
    factor = adjustment.variance_factor
    fit = "" if factor is None else f"; variance factor {factor:.2f}"
    stated = sum(not one.observation.customary for one in adjustment.observations)
    unused = f"; {count_of(len(gathered.unused), 'statement')} not used" if gathered.unused else ""
    return (
        f"{count_of(stated, 'observation')}, {count_of(held, 'known place')}, "
        f"{placed} placed anew, {len(adjustment.outliers)} set aside{fit}{unused}"
    )


def _feature(geometry: Json | None, properties: Json) -> Json:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _rounded(number: float | None, digits: int) -> float | int | None:
    if number is None:
        return None
    return round(float(number), digits) if digits else round(float(number))


def _six(degrees: float) -> float:
    return round(degrees, 6)


def _six_all(coordinates: Any) -> Any:  # noqa: ANN401 (nested to any depth)
    if isinstance(coordinates, float | int):
        return _six(float(coordinates))
    return [_six_all(part) for part in coordinates]
