"""`frontmap distance`: how far one place lies from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from maps.cli_options import (
    Format,
    FormatOption,
    OutputOption,
    UsageInvalid,
    answer_path,
    chosen,
    opened,
)
from maps.output import csv_text, json_text, write

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.separation import Separation

_SIDES = ("RU", "UA")


def distance(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="A place.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="A place, or border.", show_default=False)],
    *,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """Measure how far A lies from B, and in which direction."""
    _check_ends(a, b)
    path = answer_path(context, output)
    form = chosen(format, path, known=Format)
    with opened(context) as gazetteer:
        found = _measured(gazetteer, a, b)
    if form == "json":
        text = json_text(_json(found))
    elif form == "csv":
        row = _row(found)
        text = csv_text([row], columns=tuple(row))
    else:
        from maps.tables import facts_table, text_of

        text = text_of([facts_table(_lines(found))], file=path is not None)
    write(text, path=path)


def _check_ends(a: str, b: str) -> None:
    """Refuse what no gazetteer can place."""
    if "front" in (a.casefold(), b.casefold()):
        raise UsageInvalid(
            "where the front is needs a control map, which distance does not read yet; "
            "measure to a place or to border"
        )
    if a.casefold() == "border":
        raise UsageInvalid("border stands second: frontmap distance PLACE border")


def _measured(gazetteer: Gazetteer, a: str, b: str) -> Separation:
    from geo.separation import between, to_border

    subject = gazetteer.locate(a)
    if b.casefold() != "border":
        return between(subject, gazetteer.locate(b))
    from gazetteer.borders import border_between
    from gazetteer.errors import PlaceUnknown

    border = border_between(gazetteer, *_SIDES)
    if border is None:
        raise PlaceUnknown("border")
    return to_border(subject, border)


def _origins(found: Separation) -> list[str]:
    """Say of each end where its position is from and how well it is known."""
    from gazetteer.place import Place
    from maps.wording import length

    origins = []
    for end in (found.subject, found.reference):
        slack = f"±{length(end.precision_m)}"
        if isinstance(end, Place):
            extent = f"the centre of a {end.kind}; " if end.kind in ("region", "country") else ""
            origins.append(f"{end.label()} [{end.id}]: {extent}{end.source}, {slack}")
        else:
            origins.append(f"{end.name}: {end.policy}; {end.source} ({end.licence}), {slack}")
    return origins


def _row(found: Separation) -> dict[str, Any]:
    """Flatten a separation: the keys of the output contract, then more."""
    lon, lat = found.foot or (None, None)
    bearing = found.bearing_deg
    return {
        "a": found.subject.name,
        "b": found.reference.name if found.foot is None else "border",
        "distance_km": round(found.distance_km, 3),
        "low_km": round(found.low_km, 3),
        "high_km": round(found.high_km, 3),
        "bearing_deg": None if bearing is None else round(bearing, 1) % 360,
        "direction": found.direction,
        "foot_lat": None if lat is None else round(lat, 6),
        "foot_lon": None if lon is None else round(lon, 6),
        "a_id": found.subject.id,
        "b_id": found.reference.id,
        "sources": " | ".join(_origins(found)),
    }


def _json(found: Separation) -> dict[str, Any]:
    from geo.contract import point_json

    row = _row(found)
    keys = ("a", "b", "distance_km", "low_km", "high_km", "bearing_deg", "direction")
    return {
        **{key: row[key] for key in keys},
        "foot": point_json(found.foot),
        "a_id": row["a_id"],
        "b_id": row["b_id"],
        "sources": _origins(found),
    }


def _lines(found: Separation) -> list[tuple[str, object]]:
    """Put a separation in words."""
    from gazetteer.place import Place

    low, high = found.low_km, found.high_km
    end = found.reference
    lines: list[tuple[str, object]] = [
        ("from", end.label() if isinstance(end, Place) else end.name),
        ("to", found.subject.label()),
        ("distance", f"{found.distance_km:.1f} km ({low:.1f}–{high:.1f} km with 95 %)"),
    ]
    if found.bearing_deg is not None:
        where = "its foot point" if found.foot else "there"
        bearing = f"{found.bearing_deg:.0f}° from {where}"
        lines.append(("direction", f"{found.direction} ({bearing})"))
    if found.foot is not None:
        lines.append(("foot point", f"{found.foot[1]:.4f}, {found.foot[0]:.4f} (lat, lon)"))
    return lines + [("source", fact) for fact in _origins(found)]
