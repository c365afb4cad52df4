"""`frontmap distance`: how far one place lies from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from maps.cli_options import Format, FormatOption, OutputOption, chosen, opened
from maps.output import check_destination, csv_text, json_text, write

if TYPE_CHECKING:
    from gazetteer.place import Place
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
    if "front" in (a.casefold(), b.casefold()):
        message = "the front is not known without a control map, which distance cannot read yet"
        raise typer.BadParameter(f"{message}; measure to a place or to border.")
    if a.casefold() == "border":
        raise typer.BadParameter("border stands second: frontmap distance PLACE border.")
    check_destination(output)
    with opened(context) as gazetteer:
        found, facts = _measured(gazetteer, a, b)
    form = chosen(given=format, output=output, known=Format)
    if form == "json":
        text = json_text(_json(found, facts))
    elif form == "csv":
        row = _row(found)
        text = csv_text([row], columns=tuple(row))
    else:
        from maps.tables import facts_table, text_of

        text = text_of([facts_table(_lines(found, facts))], file=output is not None)
    write(text, path=output)


def _measured(gazetteer: Gazetteer, a: str, b: str) -> tuple[Separation, list[str]]:
    """Measure, and say of each end where it is from and how well it is known."""
    from geo.separation import between, to_border

    subject = gazetteer.locate(a)
    if b.casefold() != "border":
        reference = gazetteer.locate(b)
        return between(subject, reference), [_origin(subject), _origin(reference)]
    from gazetteer.borders import border_between
    from gazetteer.errors import PlaceUnknown

    border = border_between(gazetteer, *_SIDES)
    if border is None:
        raise PlaceUnknown("border")
    origin = (
        f"{border.name}: {border.policy}; {border.source} ({border.licence}), "
        f"±{border.precision_m:.0f} m"
    )
    return to_border(subject, border), [_origin(subject), origin]


def _origin(place: Place) -> str:
    """Say where a position is from."""
    from maps.tables import length_label

    kinds = {"region": "the centre of a region; ", "country": "the centre of a country; "}
    return (
        f"{place.label()} [{place.id}]: {kinds.get(place.kind, '')}{place.source}, "
        f"±{length_label(place.precision_m)}"
    )


def _json(found: Separation, facts: list[str]) -> dict[str, Any]:
    from geo.contract import point_json

    row = _row(found)
    keys = ("a", "b", "distance_km", "low_km", "high_km", "bearing_deg", "direction")
    return {**{key: row[key] for key in keys}, "foot": point_json(found.foot), "sources": facts}


def _row(found: Separation) -> dict[str, Any]:
    lon, lat = found.foot or (None, None)
    bearing = found.bearing_deg
    return {
        "a": found.subject,
        "b": found.reference,
        "distance_km": round(found.distance_km, 3),
        "low_km": round(found.low_km, 3),
        "high_km": round(found.high_km, 3),
        "bearing_deg": None if bearing is None else round(bearing, 1) % 360,
        "direction": found.direction,
        "foot_lat": None if lat is None else round(lat, 6),
        "foot_lon": None if lon is None else round(lon, 6),
    }


def _lines(found: Separation, facts: list[str]) -> list[tuple[str, object]]:
    """Put a separation in words."""
    low, high = found.low_km, found.high_km
    lines: list[tuple[str, object]] = [
        ("from", found.reference),
        ("to", found.subject),
        ("distance", f"{found.distance_km:.1f} km ({low:.1f}–{high:.1f} km with 95 %)"),
    ]
    if found.bearing_deg is not None:
        where = "its foot point" if found.foot else "there"
        bearing = f"{found.bearing_deg:.0f}° from {where}"
        lines.append(("direction", f"{found.direction} ({bearing})"))
    if found.foot is not None:
        lines.append(("foot point", f"{found.foot[1]:.4f}, {found.foot[0]:.4f} (lat, lon)"))
    return lines + [("source", fact) for fact in facts]
