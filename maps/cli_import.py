"""`frontmap gazetteer import`: bring published gazetteers into the user's own file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from maps.cli_options import Format, FormatOption, opened_shipped, taught, user_file_to_write
from maps.output import check_destination, csv_text, json_text, write

if TYPE_CHECKING:
    from gazetteer.importing import Imported, Progress
    from gazetteer.sources.source import Source

app = typer.Typer()

_MOST_LEFT_OUT: Final = 8
_DOING: Final = {
    "checking": "Checking what is there",
    "reading": "Reading",
    "indexing": "Indexing",
    "comparing": "Comparing with other sources",
}
FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Files to import.", show_default=False)
]
RejectsOption = Annotated[
    Path | None,
    typer.Option(
        "--rejects",
        metavar="FILE",
        help="Where to list rejected records, as CSV; without it beside your gazetteer.",
    ),
]


@app.callback(
    invoke_without_command=True,
    help=taught(
        "Bring gazetteers that others publish into your own file, which is looked up before what "
        "ships.\n\n"
        "An import may be stopped at any moment: your file then is as before, and the same command "
        "goes on where it stopped; `remove` drops what it had read instead. Importing a source "
        "again replaces it. A place that several sources hold becomes one, with the position of "
        "the most exact.",
        "frontmap gazetteer import geonames RU.zip UA.zip",
        "frontmap --gazetteer mine.sqlite gazetteer import csv villages.csv",
        "frontmap gazetteer info",
    ),
)
def start(context: typer.Context) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        write(context.get_help() + "\n", path=None)


@app.command(
    help=taught(
        "Import GeoNames' dumps of countries, or of the world (allCountries), zip or txt.\n\n"
        "Taken are settlements, regions and districts, rivers and lakes, islands and air bases; "
        "--features takes others.",
        "frontmap gazetteer import geonames RU.zip UA.zip",
        "frontmap gazetteer import geonames UA.zip --alternate-names alternateNamesV2.zip",
        "frontmap gazetteer import geonames SY.txt --features P,A.ADM1,H,S.AIRB,T.MT",
    )
)
def geonames(
    context: typer.Context,
    files: FilesArgument,
    *,
    alternate_names: Annotated[
        Path | None,
        typer.Option(
            "--alternate-names",
            metavar="FILE",
            help="GeoNames' alternateNamesV2, which says of what language a name is.",
        ),
    ] = None,
    features: Annotated[
        str | None,
        typer.Option("--features", metavar="CODES", help="Feature classes and codes to take."),
    ] = None,
    rejects: RejectsOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
) -> None:
    """Import dumps of GeoNames."""
    from gazetteer.sources.geonames import GeoNames
    from gazetteer.sources.geonames_features import DEFAULT
    from gazetteer.sources.regions import Regions

    with opened_shipped() as shipped:
        source = GeoNames(
            *files,
            alternate_names=alternate_names,
            features=DEFAULT if features is None else features,
            regions=Regions(shipped),
        )
        take_in(context, source, rejects=rejects, form=format)


@app.command(
    "geonames-postal",
    help=taught(
        "Import GeoNames' postal-code files, zip or txt, as far as they can be trusted.\n\n"
        "Many of their rows stand at a namesake or at the centre of a district. A row is rejected, "
        "with the reason, where its point lies outside its region or away from its district.",
        "frontmap gazetteer import geonames-postal postal/UA.zip",
    ),
)
def geonames_postal(
    context: typer.Context,
    files: FilesArgument,
    *,
    rejects: RejectsOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
) -> None:
    """Import postal-code files of GeoNames."""
    from gazetteer.sources.geonames_postal import GeoNamesPostal

    with opened_shipped() as shipped:
        source = GeoNamesPostal(files, gazetteer=shipped)
        take_in(context, source, rejects=rejects, form=format)


def take_in(
    context: typer.Context, source: Source, *, rejects: Path | None, form: Format | None
) -> None:
    """Import a source into the user's file, and say what came of it.

    Parameters
    ----------
    context
        The running command; holds what `--gazetteer` says.
    source
        The published gazetteer.
    rejects
        Where broken records are listed; None for a file beside the user's.
    form
        How to write the answer.
    """
    from gazetteer.importing import import_source

    user_file = user_file_to_write(context)
    check_destination(rejects, inputs=[*map(str, source.paths), str(user_file)])
    with progress_bar(source.name) as progress:
        done = import_source(source, user_file, rejects=rejects, progress=progress)
    if form == Format.JSON:
        write(json_text(_json(done, user_file)), path=None)
    elif form == Format.CSV:
        row = _json(done, user_file)
        row["left_out"] = _few(done.left_out)
        write(csv_text([row], columns=tuple(row)), path=None)
    else:
        write("\n".join(_lines(done, user_file)) + "\n", path=None)


@contextmanager
def progress_bar(name: str) -> Iterator[Progress]:
    """Show on standard error how far an import is; nothing where that is no terminal.

    Parameters
    ----------
    name
        What is imported.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(file=sys.stderr)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task(escape(name), total=None)

        def show(doing: str, done: int, size: int) -> None:
            bar.update(
                task,
                description=f"{escape(name)}: {_DOING.get(doing, doing)}",
                completed=done,
                total=size or None,
            )

        yield show


def _lines(done: Imported, user_file: Path) -> Iterator[str]:
    """Say what an import did."""
    if done.unchanged:
        yield f"{done.source}: {done.rows:,} places, already in {user_file}; nothing to do"
        if done.rejects is not None:
            yield f"  rejected: {done.rejected:,} records, listed with reasons in {done.rejects}"
        return
    before = f" (it had {done.before:,})" if done.before else ""
    yield f"{done.source}: {done.rows:,} places in {user_file}{before}"
    if done.resumed:
        yield f"  went on behind {done.resumed:,} records that a stopped import had read"
    if done.one_place:
        yield f"  {done.one_place:,} rows of the file are one place with a row of another source"
    if done.left_out:
        yield f"  left out: {_few(done.left_out)}"
    if done.rejects is not None:
        yield f"  rejected: {done.rejected:,} records, listed with reasons in {done.rejects}"


def _few(left_out: Mapping[str, int]) -> str:
    """List the most frequent reasons with their numbers."""
    ordered = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{reason} {number:,}" for reason, number in ordered[:_MOST_LEFT_OUT]]
    rest = sum(number for _, number in ordered[_MOST_LEFT_OUT:])
    return ", ".join([*named, *([f"others {rest:,}"] if rest else [])])


def _json(done: Imported, user_file: Path) -> dict[str, Any]:
    return {
        "source": done.source,
        "file": str(user_file),
        "rows": done.rows,
        "before": done.before,
        "one_place": done.one_place,
        "rejected": done.rejected,
        "rejects": None if done.rejects is None else str(done.rejects),
        "left_out": dict(done.left_out),
        "resumed": done.resumed,
        "unchanged": done.unchanged,
    }
