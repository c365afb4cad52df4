"""`frontmap control series`: areas over many days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.cli_control_area import SideOption, WithinOption, check_side
from maps.cli_control_files import (
    ControlFiles,
    DateColumnOption,
    LicenceOption,
    MakerOption,
    MapDateOption,
    SideColumnOption,
    SidesOption,
    StatusColumnOption,
    files_read,
    gathered,
    load_options,
    tell_notes,
)
from maps.cli_control_notes import tell
from maps.cli_options import (
    OutputOption,
    SeriesFormat,
    answer_path,
    chosen,
    opened,
    taught,
)
from maps.output import csv_text, json_text, write
from maps.progress import MANY, progress

if TYPE_CHECKING:
    from geo.control.series import SeriesTable

SERIES_HELP: Final = taught(
    "Follow what each side has over many days, from a folder of daily maps.\n\n"
    "Each maker's maps are a series of their own. The largest area of the maps supplied is marked "
    "as the peak. With -o the answer is a table (.csv, .json) or a chart (.svg).",
    "frontmap control series maps/",
    "frontmap control series maps/ --side UA -o series.csv",
    "frontmap control series maps/ --side UA --within RU -o chart.svg",
)
SeriesFormatOption = Annotated[
    SeriesFormat | None,
    typer.Option(
        "--format", help="How to write the answer; without it by the ending of FILE, else a table."
    ),
]


def series(
    context: typer.Context,
    files: ControlFiles,
    *,
    within: WithinOption = None,
    side: SideOption = None,
    format: SeriesFormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    side_column: SideColumnOption = None,
    status_column: StatusColumnOption = None,
    date_column: DateColumnOption = None,
    sides: SidesOption = None,
    map_date: MapDateOption = None,
    maker: MakerOption = None,
    licence: LicenceOption = None,
) -> None:
    """Follow areas over many days."""
    from geo.control.series import series as followed

    path = answer_path(context, output, inputs=files_read(files))
    form = chosen(format, path, known=SeriesFormat)
    options = load_options(
        side_column=side_column,
        status_column=status_column,
        date_column=date_column,
        sides=sides,
        map_date=map_date,
        maker=maker,
        licence=licence,
    )
    atlas = gathered(files, options=options)
    tell_notes(atlas)
    check_side(atlas, side)
    long = len(atlas.layers) >= MANY
    with opened(context) as gazetteer, progress("Measuring", wanted=long) as watch:
        found = followed(atlas, gazetteer, within=within or (), side=side, watch=watch)
    tell(found.notes)
    write(_text(found, form, file=path is not None), path=path)


def _text(found: SeriesTable, form: str, *, file: bool) -> str:
    """Write series as asked."""
    from maps.control_series_tables import SERIES_COLUMNS, series_rows, series_tables

    if form == "svg":
        from maps.control_chart import series_chart

        return f"{series_chart(found)}\n"
    if form == "json":
        return json_text(list(series_rows(found)))
    if form == "csv":
        return csv_text(series_rows(found), columns=SERIES_COLUMNS)
    from maps.tables import text_of

    return text_of(series_tables(found), file=file)
