"""The `frontmap` command. Heavy imports stand inside the commands that need them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gazetteer.errors import GazetteerError, PlaceAmbiguous, PlaceUnknown, shortened
from geo.errors import GeoError
from maps.cli_check import CHECK_HELP, check, checked_reports
from maps.cli_compare import COMPARE_HELP, DIFF_HELP, compare, diff
from maps.cli_control import app as control_app
from maps.cli_control_files import ControlOption, files_read, gathered
from maps.cli_distance import distance
from maps.cli_gazetteer import app as gazetteer_app
from maps.cli_locate import LOCATE_HELP, locate
from maps.cli_options import (
    GAZETTEER_VARIABLE,
    CorrectionsOption,
    DateOption,
    EmbedOption,
    Format,
    OutputOption,
    PlaceFormat,
    ReadFormat,
    ReadFormatOption,
    ReportsArgument,
    SourceOption,
    TitleOption,
    UsageInvalid,
    answer_path,
    chosen,
    corrections_at,
    opened,
    opened_corrected,
    taught,
)
from maps.cli_picture import PICTURE_HELP, picture
from maps.cli_publication import ErratumOption, PublisherOption, ReviewedOption, UrlOption
from maps.cli_reports import Known, check_all, load_all
from maps.cli_verify import VERIFY_HELP, verify
from maps.embed import embedded, frame_of
from maps.errors import MapError
from maps.output import csv_text, json_text, write, write_bytes
from maps.version import __version__

if TYPE_CHECKING:
    from geo.claims.claim import Claim
    from geo.reading.reading import Reading
    from geo.reading.report import Report

    Checked = tuple[Reading, tuple[Claim, ...]]

# typer's own copy of these classes moves between releases; a usage error is public in each.
_USAGE_ERROR: Final[type[Exception]] = next(
    kind
    for kind in typer.BadParameter.__mro__
    if kind.__name__ == "ClickException" and issubclass(kind, Exception)
)
_INTERRUPTED: Final = 130  # as a shell counts a program that Ctrl-C ended
_HELP: Final = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, context_settings=_HELP, name="frontmap"
)
app.add_typer(control_app, name="control")
app.add_typer(gazetteer_app, name="gazetteer")
app.command(
    help=taught(
        "Measure how far A lies from B, and in which direction.\n\n"
        'A place is a name, a name with its region or country ("Kursk, RU"), coordinates '
        '("51.19, 35.27" or "51 11 29 N, 35 16 14 E": latitude first) or an id. B may also be '
        "`border`, the Russia-Ukraine border.",
        "frontmap distance Berdin border",
        'frontmap distance "Bolshoye Soldatskoye" "Kursk, RU"',
        'frontmap distance "51.19, 35.27" border --format json',
    ),
    # A latitude south of the equator looks like an option.
    context_settings={**_HELP, "ignore_unknown_options": True},
)(distance)
app.command(help=LOCATE_HELP)(locate)
app.command(help=CHECK_HELP)(check)
app.command(help=PICTURE_HELP)(picture)
app.command(help=VERIFY_HELP)(verify)
app.command(help=COMPARE_HELP)(compare)
app.command(help=DIFF_HELP)(diff)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer hands it over by position
    if wanted:
        write(f"frontmap {__version__}\n", path=None)
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    help=taught(
        "Read war reports, find the places they name, check the distances and directions they "
        "state, and draw the map.\n\n"
        "It ends with 0 when done, with 1 if `check --strict` found a statement that does not "
        "fit, with 2 for bad input, which it tells in one sentence.",
        "frontmap map report.txt -o map.html",
        "frontmap check report.txt",
        "frontmap read report.txt --format json",
        "frontmap distance Berdin border",
    ),
)
def start(
    context: typer.Context,
    *,
    gazetteer: Annotated[
        Path | None,
        typer.Option(
            "--gazetteer",
            metavar="FILE",
            envvar=GAZETTEER_VARIABLE,
            help="Your own places, looked up before those that ship.",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Version.")
    ] = False,
) -> None:
    """Keep what holds for every command."""
    context.obj = gazetteer
    if context.invoked_subcommand is None:
        write(context.get_help() + "\n", path=None)


@app.command(
    help=taught(
        "Read reports: the places they name, what happens there, and what they state.\n\n"
        "JSON holds one object per report, a list for several.",
        "frontmap read report.txt",
        "frontmap read report.txt --date 2025-01-06 -o reading.json",
        "frontmap read monday.txt tuesday.txt -o places.gpkg",
        "frontmap read report.txt --corrections corrections.toml",
        "frontmap read report.txt --explain Mikhaylovka",
        "frontmap read report.pdf --format text -o report.txt",
        "curl -s https://example.org/report.txt | frontmap read - --format csv",
    )
)
def read(
    context: typer.Context,
    reports: ReportsArgument,
    *,
    format: ReadFormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    title: TitleOption = None,
    date: DateOption = None,
    source: SourceOption = None,
    corrections: CorrectionsOption = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="PLACE",
            help="Say of this name alone which places it could be, and what spoke for and against "
            "each; an id or the offset of a character will do.",
        ),
    ] = None,
) -> None:
    """Read reports.

    Raises
    ------
    UsageInvalid
        If an explanation is asked for in a format that holds places alone, or the text of
        several reports.
    """
    path = answer_path(context, output, inputs=reports, corrections=corrections)
    form = chosen(format, path, known=ReadFormat)
    if explain is not None and form not in (PlaceFormat.TABLE, PlaceFormat.JSON):
        raise UsageInvalid(f"--explain is told as a table or as JSON, not as {form}")
    if form == ReadFormat.TEXT:
        write(_own_text(load_all(reports, known=Known(title, date, source))), path=path)
        return
    checked = checked_reports(context, reports, Known(title, date, source), corrections)
    if explain is not None:
        write(_explained_text(checked, explain, form, file=path is not None), path=path)
    elif form == PlaceFormat.GPKG:
        from geo.geodataframe import to_geodataframe
        from maps.geopackage import geopackage

        readings = [reading for reading, _ in checked]
        with opened(context) as gazetteer:
            frame = to_geodataframe(*readings, gazetteer=gazetteer)
        write_bytes(geopackage(frame), path=path)
    else:
        write(_reading_text(checked, form, file=path is not None), path=path)


@app.command(
    "map",
    help=taught(
        "Draw one interactive map of all the reports: a single HTML file that needs no network.",
        "frontmap map report.txt -o map.html",
        'frontmap map monday.txt tuesday.txt --title "Two days" -o map.html',
        "frontmap map report.txt --control maps/ -o map.html",
        "frontmap map report.txt --embed -o embed.html",
    ),
)
def draw(
    context: typer.Context,
    reports: ReportsArgument,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page, .html; - for stdout.")
    ],
    title: TitleOption = None,
    date: DateOption = None,
    source: SourceOption = None,
    control: ControlOption = None,
    corrections: CorrectionsOption = None,
    embed: EmbedOption = False,
    publisher: PublisherOption = None,
    url: UrlOption = None,
    reviewed: ReviewedOption = None,
    erratum: ErratumOption = None,
) -> None:
    """Draw the map of reports."""
    from maps.claim_review import Publication
    from maps.errata import erratum_of

    named = [*reports, *files_read(control or ())]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    publication = Publication(publisher, url, reviewed)
    errata = [erratum_of(written) for written in erratum or ()]
    told = corrections_at(corrections)
    own_title = title if len(reports) == 1 else None
    loaded = load_all(reports, known=Known(own_title, date, source))
    atlas = gathered(control) if control else None
    from maps.control_choice import sheet_for
    from maps.inputs import Provenance
    from maps.report_map import report_map

    made_from = Provenance(told, atlas.layers if atlas else None, publication=publication)
    with opened_corrected(context, told) as (gazetteer, rulings):
        checked = check_all(loaded, gazetteer, rulings=rulings, control=atlas)
        sheet = sheet_for(loaded, atlas, gazetteer) if atlas else None
        page = report_map(
            checked, gazetteer, title=title, control=sheet, provenance=made_from, errata=errata
        )
    write(embedded(page) if embed else page, path=path)
    if path is not None:
        from maps.tables import count_of, count_of_verdicts

        claims = [claim for _, claims in checked for claim in claims]
        reports_read = count_of(len(checked), "report")
        write(f"{path}: {reports_read}, {count_of_verdicts(claims)}\n", path=None)
        if embed:
            write(f"{frame_of(page, src=path.name)}\n", path=None)


def _own_text(loaded: Sequence[Report]) -> str:
    """Give the text of the only report, as offsets count it."""
    if len(loaded) > 1:
        raise UsageInvalid(f"--format text writes one report's text; {len(loaded)} were named")
    return f"{loaded[0].text}\n"


def _reading_text(checked: Sequence[Checked], form: str, *, file: bool) -> str:
    """Write readings in a format."""
    from geo.contract import places_geojson, to_json

    if form == "table":
        from maps.tables import reading_tables, text_of

        return text_of((t for pair in checked for t in reading_tables(*pair)), file=file)
    if form == "geojson":
        return json_text(places_geojson([reading for reading, _ in checked]))
    objects = [to_json(reading, claims) for reading, claims in checked]
    if form == "json":
        return json_text(objects[0] if len(objects) == 1 else objects)
    from maps.rows import MENTION_COLUMNS, mention_rows

    return csv_text(mention_rows(objects), columns=MENTION_COLUMNS)


def _explained_text(checked: Sequence[Checked], name: str, form: str, *, file: bool) -> str:
    """Write why a name was resolved as it was."""
    from maps.explaining import explanation_json, explanation_tables, explanations

    found = explanations([reading for reading, _ in checked], name)
    if form == Format.JSON:
        return json_text([explanation_json(reading, one) for reading, one in found])
    from maps.tables import text_of

    return text_of(explanation_tables(found), file=file)


def run(arguments: Sequence[str]) -> int:
    """Run the command and turn every expected failure into one sentence on standard error.

    Parameters
    ----------
    arguments
        The command line behind `frontmap`.

    Returns
    -------
    int
        0 when done, 1 when `--strict` found a statement that does not fit, 2 for bad input or
        usage, 130 when stopped from the keyboard.
    """
    try:
        code = app(args=list(arguments), prog_name="frontmap", standalone_mode=False)
    except PlaceAmbiguous as error:
        rows = [f"  {place.id}  {place.label()}" for place in error.candidates]
        name = shortened(error.name)
        sentence = f"{name} could be {len(rows)} places; name one by its id or add a region"
        return _refuse("\n".join([f"{sentence}:", *rows]))
    except PlaceUnknown as error:
        return _refuse(f"{error}{_elsewhere(error.name)}")
    except (GazetteerError, GeoError, MapError) as error:
        return _refuse(str(error))
    except _USAGE_ERROR as error:
        sentence = getattr(error, "format_message", error.__str__)().replace("Value error, ", "")
        return _refuse(f"{' '.join(sentence.split()).rstrip('.')}; see frontmap --help")
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        _refuse("stopped")
    return code if isinstance(code, int) else 0


def _elsewhere(name: str) -> str:
    """Say where else a name could be looked up; what is no name could be nowhere."""
    named = any(char.isalpha() for char in name) and ":" not in name
    return "; or ask a geocoder: frontmap gazetteer search --online NAME" if named else ""


def main() -> None:
    """Be the `frontmap` command."""
    sys.exit(run(sys.argv[1:]))


def _refuse(text: str) -> int:
    """Say on standard error what is wrong; control characters in it do nothing."""
    for line in text.splitlines():
        shown = "".join(char if char.isprintable() else "�" for char in line)
        prefix = "" if shown.startswith("  ") else "frontmap: "
        if sys.stderr is not None:
            sys.stderr.write(f"{prefix}{shown}\n")
    return 2
