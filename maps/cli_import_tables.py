"""`frontmap gazetteer import csv`, `geojson` and `boundaries`: anybody's tables and outlines."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer

from maps.cli_import import FilesArgument, RejectsOption, app, take_in
from maps.cli_options import FormatOption, opened_shipped, taught

__all__ = ["app"]

_COLUMNS_HELP: Final = (
    "Which column holds what: name=Name,lat=Y,lon=X,country:=UA; := sets one text for all rows. "
    "Fields: id, name, names, lat, lon, geo, kind, feature, country, admin1, admin2, population, "
    "precision_m. Without it the usual column names are known."
)
_UNKNOWN_LICENCE: Final = "LicenseRef-unknown"
ColumnsOption = Annotated[str, typer.Option("--columns", metavar="MAP", help=_COLUMNS_HELP)]
PrecisionOption = Annotated[
    float,
    typer.Option(
        "--precision",
        metavar="METRES",
        min=0,
        help="How far positions may be off, with 95 %, where the file does not say.",
    ),
]
NameOption = Annotated[
    str | None, typer.Option("--name", metavar="TEXT", help="What your gazetteer calls the source.")
]
DayOption = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day of the data.")
]
LicenceOption = Annotated[
    str, typer.Option("--licence", metavar="SPDX", help="Licence of the rows: CC-BY-4.0 …")
]
CreditOption = Annotated[str, typer.Option("--credit", metavar="TEXT", help="Whom to name for it.")]


@app.command(
    help=taught(
        "Import tables: CSV or TSV, also zipped or gzipped, of one place a row.\n\n"
        "A row whose id is one of ours (theatre:berdin) replaces our row; so you correct it.",
        "frontmap gazetteer import csv villages.csv --licence CC-BY-4.0 --credit Me",
        'frontmap gazetteer import csv v.tsv --columns "name=Назва,lat=Y,lon=X,country:=UA"',
    )
)
def csv(
    context: typer.Context,
    files: FilesArgument,
    *,
    columns: ColumnsOption = "",
    precision: PrecisionOption = 1000.0,
    delimiter: Annotated[
        str | None, typer.Option("--delimiter", help="Told by the file if not given.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Told by the file if not given.")
    ] = None,
    header: Annotated[
        bool,
        typer.Option("--header/--no-header", help="Without one the columns are called 1, 2, 3 …"),
    ] = True,
    name: NameOption = None,
    date: DayOption = None,
    licence: LicenceOption = _UNKNOWN_LICENCE,
    credit: CreditOption = "",
    rejects: RejectsOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
) -> None:
    """Import tables."""
    from gazetteer.sources.csv_table import CsvTable

    with opened_shipped() as shipped:
        source = CsvTable(
            files, columns=columns, name=name, licence=licence, credit=credit, date=date,
            precision_m=precision, delimiter=delimiter, encoding=encoding, header=header,
            gazetteer=shipped,
        )  # fmt: skip
        tell(source.described)
        take_in(context, source, rejects=rejects, form=format)


@app.command(
    help=taught(
        "Import GeoJSON: points become places, areas regions with an outline.\n\n"
        "A file may be one collection, or one feature a line.",
        'frontmap gazetteer import geojson sites.geojson --columns "name=title,kind:=other"',
    )
)
def geojson(
    context: typer.Context,
    files: FilesArgument,
    *,
    columns: ColumnsOption = "",
    precision: PrecisionOption = 1000.0,
    outline_precision: Annotated[
        float,
        typer.Option(
            "--outline-precision", metavar="METRES", min=0, help="How far edges may be off."
        ),
    ] = 1000.0,
    name: NameOption = None,
    date: DayOption = None,
    licence: LicenceOption = _UNKNOWN_LICENCE,
    credit: CreditOption = "",
    rejects: RejectsOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
) -> None:
    """Import GeoJSON."""
    from gazetteer.sources.geojson_table import GeoJsonTable

    with opened_shipped() as shipped:
        source = GeoJsonTable(
            files, columns=columns, name=name, licence=licence, credit=credit, date=date,
            precision_m=precision, outline_precision_m=outline_precision, gazetteer=shipped,
        )  # fmt: skip
        tell(source.described)
        take_in(context, source, rejects=rejects, form=format)


@app.command(
    help=taught(
        "Import the outlines of regions or districts: GeoJSON, GeoPackage or a Shapefile.\n\n"
        "The outline of a region that ships refines that region.",
        "frontmap gazetteer import boundaries ukr_admin2.zip --level 2 --country UA",
        "frontmap gazetteer import boundaries adm1.gpkg --level 1 --name-column shapeName",
    )
)
def boundaries(
    context: typer.Context,
    files: FilesArgument,
    *,
    level: Annotated[
        int, typer.Option("--level", min=1, max=2, help="1 for regions, 2 for districts.")
    ],
    country: Annotated[
        str | None, typer.Option("--country", metavar="CODE", help="Country of all of them.")
    ] = None,
    name_column: Annotated[
        str, typer.Option("--name-column", metavar="NAME", help="Attribute with the English name.")
    ] = "",
    code_column: Annotated[
        str, typer.Option("--code-column", metavar="NAME", help="Attribute with the code.")
    ] = "",
    layer: Annotated[
        str | None, typer.Option("--layer", help="Layer of a file that has several.")
    ] = None,
    precision: PrecisionOption = 1000.0,
    name: NameOption = None,
    date: DayOption = None,
    licence: LicenceOption = _UNKNOWN_LICENCE,
    credit: CreditOption = "",
    rejects: RejectsOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
) -> None:
    """Import outlines."""
    from gazetteer.sources.boundaries import Boundaries

    with opened_shipped() as shipped:
        source = Boundaries(
            files, level=level, country=country, name_column=name_column, code_column=code_column,
            layer=layer, name=name, licence=licence, credit=credit, date=date,
            precision_m=precision, gazetteer=shipped,
        )  # fmt: skip
        tell(source.described)
        take_in(context, source, rejects=rejects, form=format)


@app.command(
    help=taught(
        "Import OpenStreetMap extracts: settlements, and regions and districts with outlines.\n\n"
        "It needs pyosmium: pip install osmium.",
        "frontmap gazetteer import osm kursk.osm.pbf",
        "frontmap gazetteer import osm ukraine.osm.pbf --waters --localities",
    )
)
def osm(
    context: typer.Context,
    files: FilesArgument,
    *,
    region_level: Annotated[
        int, typer.Option("--region-level", min=2, max=11, help="admin_level of regions.")
    ] = 4,
    district_level: Annotated[
        int, typer.Option("--district-level", min=3, max=11, help="admin_level of districts.")
    ] = 6,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="CODE", help="Country where nothing else says it."),
    ] = None,
    localities: Annotated[
        bool, typer.Option("--localities", help="Also named places where nobody lives.")
    ] = False,
    quarters: Annotated[
        bool, typer.Option("--quarters", help="Also suburbs, quarters and neighbourhoods.")
    ] = False,
    waters: Annotated[bool, typer.Option("--waters", help="Also rivers and named lakes.")] = False,
    countries: Annotated[
        bool, typer.Option("--countries", help="Also the outlines of countries.")
    ] = False,
    name: NameOption = None,
    date: DayOption = None,
    rejects: RejectsOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
) -> None:
    """Import extracts of OpenStreetMap."""
    from gazetteer.sources.osm import OsmExtract

    with opened_shipped() as shipped:
        source = OsmExtract(
            files, region_level=region_level, district_level=district_level, country=country,
            localities=localities, quarters=quarters, waters=waters, countries=countries,
            name=name, date=date, gazetteer=shipped,
        )  # fmt: skip
        take_in(context, source, rejects=rejects, form=format)


def tell(described: str) -> None:
    """Say on standard error how a file is understood, before the import starts.

    Parameters
    ----------
    described
        Which column is taken for what.
    """
    if sys.stderr is not None and described:
        shown = "".join(char if char.isprintable() else "�" for char in described)
        sys.stderr.write(f"{shown}\n")
