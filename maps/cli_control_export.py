"""`frontmap control export`: control maps for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from maps.cli_control_care import (
    CoarsenOption,
    EmbargoOption,
    PermittedOption,
    UnitsOption,
    careful,
)
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
from maps.cli_options import (
    OutputOption,
    TitleOption,
    UsageInvalid,
    answer_path,
    opened,
    taught,
)
from maps.output import write, write_bytes

EXPORT_HELP: Final = taught(
    "Write control maps as one file for QGIS, Google Earth and other programs.\n\n"
    "Every shape keeps its side, status, day, source and licence, and a mark if it is inferred. "
    "Maps whose licence nobody states are left out, unless you say who permits it.",
    "frontmap control export maps/ -o control.gpkg",
    "frontmap control export monday.geojson tuesday.geojson -o two-days.kml",
    "frontmap control export maps/ --embargo 48 --coarsen 1000 -o control.geojson",
    'frontmap control export map.json --permitted "their mail of 4 May 2025" -o control.kmz',
)


class ExportFormat(StrEnum):
    """How shapes are written."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    KML = "kml"
    KMZ = "kmz"


ExportFormatOption = Annotated[
    ExportFormat | None,
    typer.Option("--format", help="How to write; without it by the ending of FILE, else GeoJSON."),
]


def chosen_export(given: ExportFormat | None, path: Path | None) -> ExportFormat:
    """Choose a format: the one asked for, else by the file's ending, else GeoJSON.

    Parameters
    ----------
    given
        What `--format` says.
    path
        The file to write; None is standard output.

    Raises
    ------
    UsageInvalid
        If the ending says nothing, or a format that is no text has no file.
    """
    ending = path.suffix.lower().removeprefix(".") if path is not None else "geojson"
    ending = "geojson" if ending == "json" else ending
    if given is None and ending not in set(ExportFormat):
        raise UsageInvalid(
            f"no shapes are written as {ending or 'a file without an ending'}; give -o an ending "
            f"or --format {', '.join(ExportFormat)}"
        )
    form = given or ExportFormat(ending)
    if path is None and form in (ExportFormat.GPKG, ExportFormat.KMZ):
        raise UsageInvalid(f"{form.upper()} is no text; name its file: -o FILE.{form}")
    return form


def export_control(
    context: typer.Context,
    files: ControlFiles,
    *,
    format: ExportFormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    title: TitleOption = None,
    embargo: EmbargoOption = None,
    coarsen: CoarsenOption = None,
    units: UnitsOption = False,
    permitted: PermittedOption = None,
    side_column: SideColumnOption = None,
    status_column: StatusColumnOption = None,
    date_column: DateColumnOption = None,
    sides: SidesOption = None,
    map_date: MapDateOption = None,
    maker: MakerOption = None,
    licence: LicenceOption = None,
) -> None:
    """Write control maps for other programs."""
    path = answer_path(context, output, inputs=files_read(files))
    form = chosen_export(format, path)
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
    cared = careful(
        atlas, embargo=embargo, coarsen=coarsen, units=units, permitted=permitted, sharing=True
    )
    from maps.control_export import cared_export
    from maps.export_files import export_bytes

    with opened(context) as gazetteer:
        export = cared_export(cared, title=title, gazetteer=gazetteer)
    write_bytes(export_bytes(export, form), path=path)
    if path is not None:
        from maps.tables import count_of

        write(f"{path}: {count_of(len(cared.atlas.layers), 'control map')}\n", path=None)
