"""`frontmap control area`: what each side has, by country or region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

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
    Format,
    FormatOption,
    OutputOption,
    UsageInvalid,
    answer_path,
    chosen,
    opened,
    taught,
)
from maps.output import csv_text, json_text, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.control.areas import ControlArea
    from geo.control.atlas import ControlAtlas

AREA_HELP: Final = taught(
    "Measure what each side has, by status, in each country that is not its own.\n\n"
    "Ground that the maker says lies in a country counts as drawn; other ground is cut at the "
    "border and coast. Areas are geodesic; ground under two polygons counts once.",
    "frontmap control area 20250104.json",
    'frontmap control area maps/ --within "Kursk region" --side UA',
    "frontmap control area 20250104.json --format json",
)
WithinOption = Annotated[
    list[str] | None,
    typer.Option(
        "--within",
        metavar="PLACE",
        help="Count the ground in this country or region alone: RU, Ukraine, Kursk region; may be "
        "given several times.",
    ),
]
SideOption = Annotated[
    str | None, typer.Option("--side", metavar="SIDE", help="One side alone: RU, UA.")
]


def area(
    context: typer.Context,
    files: ControlFiles,
    *,
    within: WithinOption = None,
    side: SideOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    side_column: SideColumnOption = None,
    status_column: StatusColumnOption = None,
    date_column: DateColumnOption = None,
    sides: SidesOption = None,
    map_date: MapDateOption = None,
    maker: MakerOption = None,
    licence: LicenceOption = None,
) -> None:
    """Measure what each side has."""
    from geo.control.areas import areas, overlaps

    path = answer_path(context, output, inputs=files_read(files))
    form = chosen(format, path, known=Format)
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
    with opened(context) as gazetteer:
        rows = [
            row
            for layer in atlas.layers
            for row in areas(layer, gazetteer, within=within or (), side=side)
        ]
    tell(
        f"{layer.file}: {found.area_km2:,.1f} km² are both {found.first} and {found.second}"
        for layer in atlas.layers
        for found in overlaps(layer)
    )
    write(_text(rows, form, file=path is not None), path=path)


def check_side(atlas: ControlAtlas, side: str | None) -> None:
    """Refuse a side that no map and no country has.

    Parameters
    ----------
    atlas
        The maps.
    side
        What `--side` says.

    Raises
    ------
    UsageInvalid
        If neither the maps nor the countries they draw have it.
    """
    known = {one for layer in atlas.layers for one in layer.sides}
    known |= {code for layer in atlas.layers for code in layer.frame["within"] if code}
    if side is not None and side not in known:
        raise UsageInvalid(
            f"no side {side!r} is on these maps; they have {', '.join(sorted(known)) or 'none'}"
        )


def _text(rows: Sequence[ControlArea], form: str, *, file: bool) -> str:
    """Write areas as asked."""
    from maps.control_tables import AREA_COLUMNS, area_row, area_tables
    from maps.tables import text_of

    if form == "json":
        return json_text([area_row(row) for row in rows])
    if form == "csv":
        return csv_text(map(area_row, rows), columns=AREA_COLUMNS)
    return text_of(area_tables(rows), file=file)
