"""`frontmap gazetteer`: what the gazetteer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from gazetteer.errors import PlaceUnknown
from maps.cli_download import HELP, download
from maps.cli_import import progress_bar
from maps.cli_import_tables import app as import_app
from maps.cli_online import (
    Asking,
    KeepOption,
    OnlineOption,
    RefreshOption,
    ServerOption,
    ServiceOption,
    UsernameOption,
    look_up_online,
)
from maps.cli_options import (
    Format,
    FormatOption,
    OutputOption,
    PlaceFormat,
    PlaceFormatOption,
    UsageInvalid,
    answer_path,
    chosen,
    opened,
    taught,
    user_file_to_write,
    user_gazetteer,
)
from maps.output import csv_text, json_text, write, write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gazetteer.place import Match, Place
    from gazetteer.records import SourceInfo

app = typer.Typer()
app.add_typer(import_app, name="import")

_HEADS: Final = {"distance_km": "km", "bearing_deg": "bearing"}
_CODES: Final = ("geo_precision", "viina_precision")
_PLACE_KEYS: Final = (
    "id", "name", "kind", "country", "admin1", "admin2", "lat", "lon", "precision_m", "population",
    "source", "same_as", *_CODES,
)  # fmt: skip
_SHIPPED_COLUMNS: Final = ("name", "rows", "licence", "date", "path")
_IMPORTED_COLUMNS: Final = ("name", "rows", "licence", "date", "imported", "path")
_SOURCE_COLUMNS: Final = (
    *_SHIPPED_COLUMNS, "credit", "imported", "options", "rejected", "left_out", "sha256",
)  # fmt: skip
_HALF_ROUND_KM: Final = 20_040.0
KindOption = Annotated[
    str | None,
    typer.Option("--kind", help="Only settlement, region, country, water, road or other."),
]
CountryOption = Annotated[
    str | None, typer.Option("--country", metavar="CODE", help="Only this country: RU, UA …")
]
RegionOption = Annotated[
    str | None, typer.Option("--region", metavar="NAME", help="Only this first-level region.")
]


@app.callback(
    invoke_without_command=True,
    help=taught(
        "Look places up, by name or by position, and bring in more of them.",
        "frontmap gazetteer search Sudzha",
        "frontmap gazetteer near Sudzha --radius 5",
        "frontmap gazetteer import geonames RU.zip",
        "frontmap gazetteer info",
        "frontmap gazetteer download RU UA",
    ),
)
def start(context: typer.Context) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        write(context.get_help() + "\n", path=None)


app.command(help=HELP)(download)


@app.command(
    help=taught(
        "Find places by name, in any usual spelling or script; like names when none fits.\n\n"
        "With --online it sends this one name to a geocoder on the network and keeps the answer. "
        "No report is ever read that way.",
        "frontmap gazetteer search Mikhaylovka --country RU",
        'frontmap gazetteer search "Черкасское Поречное" --format json',
        'frontmap gazetteer search --online "Berdin, Kursk Oblast"',
    )
)
def search(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    *,
    kind: KindOption = None,
    country: CountryOption = None,
    region: RegionOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most places to list.")] = 20,
    online: OnlineOption = False,
    service: ServiceOption = None,
    server: ServerOption = None,
    username: UsernameOption = None,
    refresh: RefreshOption = False,
    keep: KeepOption = None,
    format: PlaceFormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """Find places by name.

    Raises
    ------
    PlaceUnknown
        If no place has this name or one like it.
    """
    _check_limits(kind, country)
    path = answer_path(context, output)
    form = chosen(format, path, known=PlaceFormat)
    asking = Asking(service, server, username, refresh, tuple(keep or ()))
    if online:
        found = look_up_online(
            context, name, asking, kind=kind, country=country, region=region, limit=limit
        )
        rows = [{**_scored(match), "licence": match.place.licence} for match in found.matches]
        extra = ("score",) if form == PlaceFormat.TABLE else ("score", "licence")
        _answer(rows, extra=extra, form=form, path=path)
        found.tell()
        return
    asking.check_unused()
    with opened(context) as gazetteer:
        matches = gazetteer.find(name, kind=kind, country=country, admin1=region)
        if not matches:
            limits = ", ".join(filter(None, (kind, region, country)))
            elsewhere = gazetteer.find(name) if limits else ()
            if elsewhere:
                labels = [match.place.label() for match in elsewhere[:5]]
                raise PlaceUnknown(f"{name} ({limits})", tuple(dict.fromkeys(labels)))
            matches = gazetteer.fuzzy(name, kind=kind, country=country, admin1=region, limit=limit)
    if not matches:
        raise PlaceUnknown(name)
    rows = [_scored(match) for match in matches[:limit]]
    _answer(rows, extra=("score",), form=form, path=path)


@app.command(
    # A latitude south of the equator looks like an option.
    context_settings={"ignore_unknown_options": True},
    help=taught(
        "List the places around a place or a point, nearest first.",
        "frontmap gazetteer near Berdin --radius 10",
        'frontmap gazetteer near "51.19, 35.27" --radius 5 -o near.geojson',
    ),
)
def near(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE", help="A name, an id, or latitude, longitude.", show_default=False
        ),
    ],
    *,
    radius: Annotated[float, typer.Option("--radius", min=0, help="Kilometres.")] = 10.0,
    kind: KindOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most places to list.")] = 20,
    format: PlaceFormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """List the places around a place.

    Raises
    ------
    UsageInvalid
        If the radius is no length on the earth.
    """
    _check_limits(kind)
    if not radius <= _HALF_ROUND_KM:
        raise UsageInvalid(f"--radius {radius} is no length on the earth; give kilometres: 10")
    path = answer_path(context, output)
    form = chosen(format, path, known=PlaceFormat)
    with opened(context) as gazetteer:
        centre = gazetteer.locate(place)
        found = gazetteer.near(
            centre.lon, centre.lat, radius_m=radius * 1000, kind=kind, limit=limit + 1
        )
    rows = [
        {
            **_place(neighbour.place),
            "distance_km": round(neighbour.distance_m / 1000, 3),
            "bearing_deg": round(neighbour.bearing_deg, 1) % 360,
        }
        for neighbour in found
        if neighbour.place.id != centre.id
    ]
    _answer(rows[:limit], extra=("distance_km", "bearing_deg"), form=form, path=path)


@app.command(
    help=taught(
        "Say what is installed: the sources of the places, with licence and date.",
        "frontmap gazetteer info",
    )
)
def info(
    context: typer.Context,
    *,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """Say what is installed."""
    answer = answer_path(context, output)
    form = chosen(format, answer, known=Format)
    with opened(context) as gazetteer:
        rows = [_source(source) for source in gazetteer.sources()]
    if form == "json":
        user = user_gazetteer(context)
        write(json_text({"user_file": user and str(user), "sources": rows}), path=answer)
        return
    if form == "csv":
        _flat(rows, columns=_SOURCE_COLUMNS, form=form, path=answer)
        return
    shown = [{**row, "imported": row["imported"][:10]} for row in rows]
    columns = _IMPORTED_COLUMNS if any(row["imported"] for row in rows) else _SHIPPED_COLUMNS
    _flat(shown, columns=columns, form=form, path=answer)


def _source(source: SourceInfo) -> dict[str, Any]:
    """Flatten what is known of a source."""
    return {
        "name": source.name,
        "rows": source.rows,
        "licence": source.licence,
        "date": source.date,
        "path": source.path,
        "credit": source.credit or source.name,
        "imported": source.imported,
        "options": source.options,
        "rejected": source.rejected,
        "left_out": source.left_out,
        "sha256": source.sha256,
    }


@app.command(
    help=taught(
        "Take a source out of your own file; `info` lists them.",
        'frontmap gazetteer remove "geonames RU"',
    )
)
def remove(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", show_default=False)],
) -> None:
    """Take a source out of the user's file."""
    from gazetteer.removing import remove_source

    user_file = user_file_to_write(context)
    with progress_bar(source) as progress:
        progress("removing", 0, 0)
        rows = remove_source(source, user_file)
    write(f"{source}: {rows:,} places taken out of {user_file}\n", path=None)


def _check_limits(kind: str | None, country: str | None = None) -> None:
    from gazetteer.place import KINDS

    if kind is not None and kind not in KINDS:
        raise UsageInvalid(f"--kind {kind!r} is none of {', '.join(KINDS)}")
    if country is not None and not (len(country) == 2 and country.isalpha()):
        raise UsageInvalid(f"--country {country!r} is no code of two letters, such as UA")


def _place(place: Place) -> dict[str, Any]:
    """Flatten a gazetteer row."""
    from dataclasses import asdict

    from geo.precision_codes import precision_codes

    values = {key: getattr(place, key) for key in _PLACE_KEYS if key not in _CODES}
    values |= asdict(precision_codes(place)) | {"same_as": list(place.same_as)}
    return {**values, "lat": round(place.lat, 6), "lon": round(place.lon, 6)}


def _scored(match: Match) -> dict[str, Any]:
    """Flatten a row that fits a name."""
    return {**_place(match.place), "score": round(match.fit, 4)}


def _answer(
    rows: Sequence[dict[str, Any]], *, extra: Sequence[str], form: str, path: Path | None
) -> None:
    """Write places in a format."""
    if form == "json":
        write(json_text(list(rows)), path=path)
    elif form == "geojson":
        write(json_text({"type": "FeatureCollection", "features": _features(rows)}), path=path)
    elif form == "gpkg":
        from geopandas import GeoDataFrame, points_from_xy

        from maps.geopackage import geopackage

        frame = GeoDataFrame(_in_cells(rows), columns=[*_PLACE_KEYS, *extra])
        frame = frame.set_geometry(points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326")
        write_bytes(geopackage(frame), path=path)
    elif form == "csv":
        _flat(_in_cells(rows), columns=(*_PLACE_KEYS, *extra), form=form, path=path)
    else:
        shown = [{**row, "region": _region(row)} for row in rows]
        columns = ("name", "kind", "region", "lat", "lon", *extra, "id")
        _flat(shown, columns=columns, form=form, path=path)


def _in_cells(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write the other ids of a place as one text, for a table that holds no lists."""
    return [{**row, "same_as": " ".join(row["same_as"])} for row in rows]


def _region(row: dict[str, Any]) -> str:
    """Name the region of a place with its country."""
    region = row["admin1"] if row["admin1"] != row["name"] else None
    return ", ".join(filter(None, (region, row["country"])))


def _features(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {key: row[key] for key in row if key not in ("lat", "lon")},
        }
        for row in rows
    ]


def _flat(
    rows: Sequence[dict[str, Any]], *, columns: Sequence[str], form: str, path: Path | None
) -> None:
    """Write rows as CSV or as a table."""
    if form == "csv":
        write(csv_text(rows, columns=columns), path=path)
        return
    from maps.tables import rows_table, text_of

    heads = [_HEADS.get(column, column) for column in columns]
    table = rows_table(heads, ([row[column] for column in columns] for row in rows))
    write(text_of([table], file=path is not None), path=path)
