"""The options that commands share."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.errors import MapError
from maps.output import check_destination

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer.corrected import Rulings
    from gazetteer.corrections import Corrections
    from gazetteer.store import Gazetteer

GAZETTEER_VARIABLE: Final = "FRONTMAP_GAZETTEER"
CORRECTIONS_VARIABLE: Final = "FRONTMAP_CORRECTIONS"


class UsageInvalid(MapError, ValueError):
    """A command line asks for something that the command cannot do."""


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class CheckFormat(StrEnum):
    """How checked statements are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    CLAIMREVIEW = "claimreview"
    MARKDOWN = "markdown"


class PlaceFormat(StrEnum):
    """How an answer that holds places is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    GPKG = "gpkg"


class ReadFormat(StrEnum):
    """How what is read in reports is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    GPKG = "gpkg"
    TEXT = "text"


class VerifyFormat(StrEnum):
    """How the answer of a comparison is written."""

    TABLE = "table"
    JSON = "json"


class LocateFormat(StrEnum):
    """How an answer that holds positions with their ellipses is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


class SeriesFormat(StrEnum):
    """How an answer that follows days is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SVG = "svg"


_ENDINGS: Final = {"jsonld": CheckFormat.CLAIMREVIEW.value, "md": CheckFormat.MARKDOWN.value}
"""Formats that are called otherwise than the endings of their files."""
AnyFormat = (
    Format | CheckFormat | VerifyFormat | PlaceFormat | ReadFormat | LocateFormat | SeriesFormat
)

FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", help="How to write the answer; without it by the ending of FILE, else a table."
    ),
]
CheckFormatOption = Annotated[
    CheckFormat | None,
    typer.Option(
        "--format",
        help="How to write the answer: a table, JSON, CSV, schema.org's ClaimReview (.jsonld) or "
        "footnotes in Markdown (.md); without it by the ending of FILE, else a table.",
    ),
]
PlaceFormatOption = Annotated[
    PlaceFormat | None,
    typer.Option(
        "--format", help="How to write the answer; without it by the ending of FILE, else a table."
    ),
]
ReadFormatOption = Annotated[
    ReadFormat | None,
    typer.Option(
        "--format",
        help="How to write the answer; without it by the ending of FILE, else a table. `text` is "
        "the report's own text, taken out of its document: what offsets count.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all."),
]
ReportsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="REPORT...",
        help="Text, HTML, PDF or Word (.docx) files; - is standard input.",
        show_default=False,
    ),
]
TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Headline.")]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day of publication.")
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="TEXT", help="Who published it.")
]
CorrectionsOption = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        envvar=CORRECTIONS_VARIABLE,
        help="Your corrections, TOML: names that are no places, names of places, which place a "
        "name means, further places.",
    ),
]
EmbedOption = Annotated[
    bool,
    typer.Option(
        "--embed",
        help="Make the page for a frame of another page: the map fills it, tables and sources are "
        "a button away. The markup of the frame is printed.",
    ),
]


def taught(summary: str, *examples: str) -> str:
    """Put examples below the help of a command.

    Parameters
    ----------
    summary
        What the command does.
    examples
        Command lines.
    """
    # The mark keeps the lines of the paragraph apart.
    return f"{summary}\n\n\b\nExamples:\n" + "\n".join(f"  $ {line}" for line in examples)


def chosen(
    given: AnyFormat | None,
    output: Path | None,
    *,
    known: type[AnyFormat],
) -> str:
    """Choose a format: the one asked for, else by the file's ending, else a table.

    Parameters
    ----------
    given
        What `--format` says.
    output
        What `-o` says.
    known
        The formats that the command can write.

    Raises
    ------
    UsageInvalid
        If the ending asks for a format that the command cannot write, or a GeoPackage has no
        file.
    """
    ending = output.suffix.lower().removeprefix(".") if output else ""
    ending = _ENDINGS.get(ending, ending)
    if given is None and ending in {*PlaceFormat, *CheckFormat} - set(known):
        raise UsageInvalid(
            f"this command writes no {ending}; give -o another ending or --format "
            f"{', '.join(form.value for form in known)}"
        )
    form = given.value if given else ending if ending in set(known) else Format.TABLE.value
    if form == PlaceFormat.GPKG and output is None:
        raise UsageInvalid("a GeoPackage is no text; name its file: -o FILE.gpkg")
    return form


def answer_path(
    context: typer.Context,
    output: Path | None,
    *,
    inputs: Sequence[str] = (),
    corrections: Path | None = None,
) -> Path | None:
    """Check before any work that an answer can be written and overwrites nothing that is read.

    Parameters
    ----------
    context
        The running command; holds what `--gazetteer` says.
    output
        What `-o` says: a file; None and `-` are standard output.
    inputs
        The reports that the command reads.
    corrections
        The file of corrections that it reads.
    """
    path = None if output is None or str(output) == "-" else output
    read_too = [str(file) for file in (user_gazetteer(context), corrections) if file is not None]
    check_destination(path, inputs=[*inputs, *read_too])
    return path


@contextmanager
def opened(context: typer.Context) -> Iterator[Gazetteer]:
    """Open the gazetteer that ships together with the user's own.

    Parameters
    ----------
    context
        The running command; holds what `--gazetteer` says.
    """
    from gazetteer.store import Gazetteer

    with Gazetteer.open(user=user_gazetteer(context)) as gazetteer:
        yield gazetteer


@contextmanager
def opened_corrected(
    context: typer.Context, corrections: Path | Corrections | None
) -> Iterator[tuple[Gazetteer, Rulings]]:
    """Open the gazetteer as a file of corrections has it.

    Parameters
    ----------
    context
        The running command; holds what `--gazetteer` says.
    corrections
        What `--corrections` says, or what was read from there; None for the gazetteer as it is.
    """
    from gazetteer.corrected import NO_RULINGS, corrected

    told = corrections_at(corrections) if isinstance(corrections, Path) else corrections
    with opened(context) as gazetteer:
        if told is None:
            yield gazetteer, NO_RULINGS
        else:
            with corrected(gazetteer, told) as pair:
                yield pair


def corrections_at(path: Path | None) -> Corrections | None:
    """Load what `--corrections` says, once.

    Parameters
    ----------
    path
        The file; None for no corrections.
    """
    from gazetteer.corrections import load_corrections

    return None if path is None else load_corrections(path)


@contextmanager
def opened_shipped() -> Iterator[Gazetteer]:
    """Open the gazetteer that ships, alone."""
    from gazetteer.store import Gazetteer

    with Gazetteer.open() as gazetteer:
        yield gazetteer


def user_gazetteer(context: typer.Context) -> Path | None:
    """Find the user's own gazetteer: as told, else in the user's data folder, else none.

    Parameters
    ----------
    context
        The running command; holds what `--gazetteer` says.
    """
    told: Path | None = context.find_root().obj
    if told is not None:
        return told
    usual = _usual_file()
    return usual if usual.is_file() else None


def user_file_to_write(context: typer.Context) -> Path:
    """Name the file of the user's own places: as told, else in the user's data folder.

    Parameters
    ----------
    context
        The running command; holds what `--gazetteer` says.
    """
    told: Path | None = context.find_root().obj
    return _usual_file() if told is None else told


def _usual_file() -> Path:
    from platformdirs import user_data_path

    return user_data_path("frontmap", appauthor=False) / "gazetteer.sqlite"
