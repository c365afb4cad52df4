"""`frontmap distance`: how far one place lies from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maps.cli_control_files import ControlOption, files_read, gathered
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
    from geo.control.atlas import Chosen
    from geo.separation import FrontSeparation, Separation

_FRONT = "front"
_SIDES = ("RU", "UA")


def distance(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="A place.", show_default=False)],
    b: Annotated[
        str, typer.Argument(metavar="B", help="A place, border or front.", show_default=False)
    ],
    *,
    control: ControlOption = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help="The day of the front: 2025-01-05."),
    ] = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """Measure how far A lies from B, and in which direction."""
    _check_ends(a, b, control=bool(control), date=date)
    path = answer_path(context, output, inputs=files_read(control or ()))
    form = chosen(format, path, known=Format)
    with opened(context) as gazetteer:
        if b.casefold() == _FRONT:
            answer = _from_front(gazetteer, a, gathered(control or []).at(date))
        else:
            found = _measured(gazetteer, a, b)
            answer = _Answer(_json(found), _row(found), _lines(found))
    if form == "json":
        text = json_text(answer.json)
    elif form == "csv":
        text = csv_text([answer.row], columns=tuple(answer.row))
    else:
        from maps.tables import facts_table, text_of

        text = text_of([facts_table(answer.lines)], file=path is not None)
    write(text, path=path)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One measurement in the three forms that it can be given in."""

    json: dict[str, Any]
    """As the output contract has it."""
    row: dict[str, Any]
    """Flat."""
    lines: list[tuple[str, object]]
    """In words."""


def _check_ends(a: str, b: str, *, control: bool, date: str | None) -> None:
    """Refuse what no gazetteer can place, and options that do not go together."""
    for end in ("border", _FRONT):
        if a.casefold() == end:
            raise UsageInvalid(f"{end} stands second: frontmap distance PLACE {end}")
    if b.casefold() == _FRONT and not control:
        raise UsageInvalid(
            "where the front runs only a control map tells: add --control FILE, or a folder of "
            "dated ones and --date DAY"
        )
    if b.casefold() != _FRONT and (control or date):
        raise UsageInvalid("--control and --date are for the front: frontmap distance PLACE front")
    if date is not None and not _is_day(date):
        raise UsageInvalid(f"--date wants a day such as 2025-01-05, not {date!r}")


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _from_front(gazetteer: Gazetteer, a: str, used: Chosen) -> _Answer:
    """Measure to the front line of a map."""
    from geo.contract import point_json
    from geo.separation import to_front

    found = to_front(gazetteer.locate(a), used.layer, gazetteer)
    layer, holder = used.layer, found.holder
    row = _row(found.separation) | {"b": _FRONT}
    facts = {
        "side": holder.side,
        "status": holder.status,
        "probability": round(holder.probability, 3),
    }
    others = [
        {
            "side": other.side,
            "distance_km": round(other.distance_km, 3),
            "point": point_json(other.point),
        }
        for other in found.others
    ]
    own_line = None if found.maker_line_km is None else round(found.maker_line_km, 3)
    shown = {"maker": layer.maker.name, "date": layer.date, "file": layer.file}
    return _Answer(
        json=_json(found.separation)
        | {"b": _FRONT, **facts, "nearest_ground": others, "maker_line_km": own_line}
        | {"map": shown, "why": f"{used.why}; {holder.why}"},
        row=row | facts | {f"map_{key}": value for key, value in shown.items()},
        lines=_front_lines(found, used),
    )


def _front_lines(found: FrontSeparation, used: Chosen) -> list[tuple[str, object]]:
    """Put a distance from the front in words."""
    holder = found.holder
    held = f"{holder.status} by {holder.side}" if holder.side else holder.status
    told = f"{held} (probability {holder.probability:.2f}): {holder.why}"
    lines = _lines(found.separation)
    lines[2:2] = [("side", told)]
    for other in found.others:
        spot = f"{other.point[1]:.4f}, {other.point[0]:.4f} (lat, lon)"
        lines.append((f"nearest of {other.side}", f"{other.distance_km:.1f} km, at {spot}"))
    if found.maker_line_km is not None:
        lines.append(("the maker's line", f"{found.maker_line_km:.1f} km"))
    return [*lines, ("map", f"{used.layer.title} ({used.layer.file}): {used.why}")]


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
