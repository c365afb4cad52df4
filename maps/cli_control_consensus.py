"""`frontmap control consensus`: several makers' maps of one day as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.cli_control_area import WithinOption
from maps.cli_control_care import PermittedOption, careful
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
from maps.cli_options import OutputOption, PlaceFormat, answer_path, chosen, opened, taught
from maps.output import csv_text, json_text, write, write_bytes

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.consensus import AreaDistribution, Consensus

CONSENSUS_HELP: Final = taught(
    "Put several makers' maps of one day together: where they agree, where they differ, and what "
    "areas follow.\n\n"
    "Every maker has one vote, whatever the number of files. Ground is parted exactly by how many "
    "makers give it to a side. An area is a distribution: each maker's area, with the median gap "
    "between makers' lines times the contact line as its 90 % interval.",
    "frontmap control consensus 20250104.json deepstatemap_data_20250104.geojson",
    "frontmap control consensus maps/ --date 2025-01-04 --within UA",
    "frontmap control consensus maps/ --format json",
)


def consensus(
    context: typer.Context,
    files: ControlFiles,
    *,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="The day; without it the one that most makers have a map of.",
        ),
    ] = None,
    days: Annotated[
        int,
        typer.Option("--days", help="How many days a map may lie from it.", min=0, max=365),
    ] = 3,
    within: WithinOption = None,
    permitted: PermittedOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        PlaceFormat | None,
        typer.Option(
            "--format",
            help="How to write the answer; without it by the ending of FILE, else a table.",
        ),
    ] = None,
    output: OutputOption = None,
    side_column: SideColumnOption = None,
    status_column: StatusColumnOption = None,
    date_column: DateColumnOption = None,
    sides: SidesOption = None,
    map_date: MapDateOption = None,
    maker: MakerOption = None,
    licence: LicenceOption = None,
) -> None:
    """Put several makers' maps together."""
    from geo.control.care import Care
    from geo.control.consensus import consensus_of
    from geo.reading.report_file import parse_day

    path = answer_path(context, output, inputs=files_read(files))
    form = chosen(format, path, known=PlaceFormat)
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
    sharing = form in (PlaceFormat.GEOJSON, PlaceFormat.GPKG)
    if sharing:
        atlas = careful(atlas, permitted=permitted, sharing=True).atlas
    day = None if date is None else parse_day(date)
    with opened(context) as gazetteer:
        found = consensus_of(atlas, day=day, tolerance_days=days, gazetteer=gazetteer)
    tell(found.notes)
    if found.mixed:
        tell(["the maps are of different days: what changed between them counts as disagreement"])
    if sharing:
        from maps.consensus_answers import consensus_export
        from maps.export_files import export_bytes

        write_bytes(
            export_bytes(consensus_export(found, Care(permitted=permitted)), form), path=path
        )
        return
    with opened(context) as gazetteer:
        areas = list(_areas(found, within or (), gazetteer))
    write(_text(found, areas, form, file=path is not None), path=path)


def _areas(
    found: Consensus, within: Sequence[str], gazetteer: Gazetteer
) -> Iterator[AreaDistribution]:
    """The areas of every side, in the places named or where it has ground that is not its own."""
    from geo.control.consensus import area_distribution
    from geo.control.grounds import countries_with_ground

    for side in found.sides:
        codes = {
            code
            for vote in found.voters(side)
            for code in countries_with_ground(vote.layer, side, gazetteer)
        }
        for place in within or sorted(codes):
            yield area_distribution(found, side, place, gazetteer)


def _text(found: Consensus, areas: Sequence[AreaDistribution], form: str, *, file: bool) -> str:
    """Write the answer in a format."""
    from maps.consensus_answers import area_json, consensus_json, consensus_tables

    if form == "json":
        return json_text(consensus_json(found, areas))
    if form == "csv":
        columns = ("side", "within", "mean_km2", "least_km2", "most_km2", "low_km2", "high_km2")
        rows = [{name: area_json(one)[name] for name in columns} for one in areas]
        return csv_text(rows, columns=columns)
    from maps.tables import text_of

    return text_of(consensus_tables(found, areas), file=file)
