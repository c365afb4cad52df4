"""`frontmap locate`: where places lie by everything that is stated of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.cli_options import (
    CorrectionsOption,
    DateOption,
    LocateFormat,
    OutputOption,
    UsageInvalid,
    answer_path,
    chosen,
    opened_corrected,
    taught,
)
from maps.cli_reports import Known, load_all, read_all
from maps.output import csv_text, json_text, write

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.adjustment.gathering import Gathered
    from geo.adjustment.result import AdjustedPlace, Adjustment

_MOST_NAMES: Final = 6
LOCATE_HELP: Final = taught(
    "Work out where places lie from everything that reports and tables state of them.\n\n"
    "All stated distances and directions are adjusted jointly by least squares. Known places are "
    "held by their precision; places that no gazetteer holds, and those whose position on file "
    "was itself worked out from such statements, are free. Each gets a position with its 95 % "
    "ellipse (half axes, and where the longer one points). Statements that contradict the others "
    "are set aside and listed; where two positions fit, both are given.\n\n"
    "A table of stated relations is CSV with the columns place, reference, reference_kind (place "
    "or border), stated_km, stated_direction (N, NNE ...) and source_url; stated_km or "
    "stated_direction may be empty.",
    "frontmap locate report.txt",
    "frontmap locate *.txt --stated stated.csv --place Berdin",
    "frontmap locate --stated stated.csv --all --format csv -o places.csv",
    "frontmap locate monday.txt tuesday.txt -o ellipses.geojson",
)


def locate(
    context: typer.Context,
    reports: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REPORT...]", help="Text files; - is standard input.", show_default=False
        ),
    ] = None,
    *,
    stated: Annotated[
        list[Path] | None,
        typer.Option("--stated", metavar="FILE", help="A table of stated relations, CSV."),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="NAME", help="List this place alone; may be repeated."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="List every place, those that stay put as well.")
    ] = False,
    format: Annotated[  # noqa: A002 - the option's name
        LocateFormat | None,
        typer.Option(
            "--format",
            help="How to write the answer; without it by the ending of FILE, else a table.",
        ),
    ] = None,
    output: OutputOption = None,
    date: DateOption = None,
    corrections: CorrectionsOption = None,
) -> None:
    """Work out where places lie from what is stated of them.

    Raises
    ------
    UsageInvalid
        If there is neither a report nor a table.
    """
    names, tables = reports or [], stated or []
    if not names and not tables:
        raise UsageInvalid("nothing to locate by: name a report, or a table with --stated FILE")
    read_too = [*names, *map(str, tables)]
    path = answer_path(context, output, inputs=read_too, corrections=corrections)
    form = chosen(format, path, known=LocateFormat)
    from geo.adjustment.adjust import adjust
    from geo.adjustment.gathering import gather
    from geo.adjustment.stated_table import read_stated_table

    rows = [row for table in tables for row in read_stated_table(table)]
    loaded = load_all(names, known=Known(date=date))
    with opened_corrected(context, corrections) as (gazetteer, rulings):
        readings = read_all(loaded, gazetteer, rulings=rulings)
        gathered = gather(gazetteer, readings=readings, rows=rows)
        adjustment = adjust(gathered.network)
        listed = _listed(adjustment, place or [], everything=everything)
        hint = _hint(listed, adjustment, gazetteer)
    write(_text(adjustment, gathered, listed, hint, form, file=path is not None), path=path)


def _text(
    adjustment: Adjustment, gathered: Gathered, listed: Sequence[AdjustedPlace], hint: str,
    form: str, *, file: bool,
) -> str:  # fmt: skip
    """Write the answer in a format."""
    from maps.locate_answers import (
        PLACE_COLUMNS,
        adjustment_json,
        adjustment_tables,
        place_rows,
        places_geojson,
    )

    if form == "json":
        return json_text(adjustment_json(adjustment, gathered, listed, hint))
    if form == "csv":
        return csv_text(place_rows(listed), columns=PLACE_COLUMNS)
    if form == "geojson":
        return json_text(places_geojson(listed))
    from maps.tables import text_of

    return text_of(adjustment_tables(adjustment, gathered, listed, hint), file=file)


def _listed(
    adjustment: Adjustment, names: Sequence[str], *, everything: bool
) -> list[AdjustedPlace]:
    """Choose the places to list: those named, else those that were free or have moved."""
    if not names:
        return [place for place in adjustment.places if everything or place.notable]
    from gazetteer.errors import shortened
    from gazetteer.names import fold

    found: list[AdjustedPlace] = []
    for name in names:
        fitting = [
            place
            for place in adjustment.places
            if name == place.station.id or fold(name) == fold(place.station.name)
        ]
        if not fitting:
            known = sorted(place.station.name for place in adjustment.places)
            tail = " …" if len(known) > _MOST_NAMES else ""
            raise UsageInvalid(
                f"nothing stated says where {shortened(name)} lies; "
                f"something is stated of {', '.join(known[:_MOST_NAMES]) or 'no place'}{tail}"
            )
        found += [place for place in fitting if place not in found]
    return found


def _hint(listed: Sequence[AdjustedPlace], adjustment: Adjustment, gazetteer: Gazetteer) -> str:
    """Say which import would settle the places whose position nothing on file holds."""
    loose = [place.station for place in listed if place.station.free]
    if not loose:
        return ""
    codes: dict[str, None] = {}
    for station in loose:
        around = [station.id]
        for one in adjustment.observations:
            ends = (one.observation.subject, one.observation.reference or "")
            if station.id in ends:
                around += ends
        rows = [gazetteer.row(one) for one in around]
        codes |= dict.fromkeys(row.country for row in rows if row is not None and row.country)
    named = ", ".join(station.name for station in loose[:_MOST_NAMES])
    more = len(loose) - _MOST_NAMES
    subject = f"{named} and {more} more" if more > 0 else named
    wanted = " ".join(sorted(codes)) or "CODE"
    files = " ".join(f"{code}.zip" for code in sorted(codes)) or "CODE.zip"
    return (
        f"What would settle {subject}: a gazetteer that holds every hamlet. "
        f"frontmap gazetteer download {wanted}, or, with the file at hand, "
        f"frontmap gazetteer import geonames {files}"
    )
