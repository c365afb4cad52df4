"""The options by which commands take control maps, and the reading of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.progress import MANY, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.control.atlas import ControlAtlas
    from geo.control.options import LoadOptions

ControlFiles = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help="Control maps, or folders of them.", show_default=False),
]
ControlOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--control",
        metavar="FILE",
        help="A control map, or a folder of dated ones; may be given several times.",
    ),
]
SideColumnOption = Annotated[
    str | None,
    typer.Option(
        "--side-column",
        metavar="NAME",
        help="Attribute of a control map that says who holds the ground.",
    ),
]
StatusColumnOption = Annotated[
    str | None,
    typer.Option(
        "--status-column",
        metavar="NAME",
        help="Attribute that says how: held, contested, liberated or claimed.",
    ),
]
DateColumnOption = Annotated[
    str | None,
    typer.Option("--date-column", metavar="NAME", help="Attribute that says the day."),
]
SidesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--sides",
        metavar="VALUE=SIDE,…",
        help='What the values of the side attribute mean: "occupied=RU,liberated=UA"; '
        '"*=RU" is every value.',
    ),
]
MapDateOption = Annotated[
    str | None,
    typer.Option("--map-date", metavar="YYYY-MM-DD", help="Day that the control maps show."),
]
MakerOption = Annotated[
    str | None, typer.Option("--maker", metavar="TEXT", help="Who drew the control maps.")
]
LicenceOption = Annotated[
    str | None, typer.Option("--licence", metavar="TEXT", help="Licence of the control maps.")
]
_SHOWN: Final = 3
"""Names of files that a line lists."""


def load_options(
    *,
    side_column: str | None = None,
    status_column: str | None = None,
    date_column: str | None = None,
    sides: Sequence[str] | None = None,
    map_date: str | None = None,
    maker: str | None = None,
    licence: str | None = None,
) -> LoadOptions:
    """Make the options of a command those of the reader.

    Parameters
    ----------
    side_column, status_column, date_column
        Names of attributes.
    sides
        Texts such as `occupied=RU,liberated=UA`.
    map_date
        The day of every file, `YYYY-MM-DD`.
    maker, licence
        Who drew the files, and their licence.
    """
    from geo.control.options import LoadOptions, parse_sides

    return LoadOptions(
        side_column=side_column,
        status_column=status_column,
        date_column=date_column,
        sides=parse_sides(sides or ()),
        date=map_date,
        maker=maker,
        licence=licence,
    )


def gathered(paths: Sequence[Path], *, options: LoadOptions | None = None) -> ControlAtlas:
    """Read control maps, with a progress bar on standard error when it takes a while.

    Parameters
    ----------
    paths
        Files and folders.
    options
        What the files do not say themselves.
    """
    from geo.control.gather import gather

    long = len(paths) >= MANY or any(path.is_dir() for path in paths)
    with progress("Reading control maps", wanted=long) as watch:
        return gather(paths, options=options, watch=lambda _, done, total: watch(done, total))


def files_read(paths: Sequence[Path]) -> list[str]:
    """List every file that a command reads, those in folders too, so that none is overwritten.

    Parameters
    ----------
    paths
        Files and folders.
    """
    return [
        str(file)
        for path in paths
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if not file.is_dir()
    ]


def tell_notes(atlas: ControlAtlas) -> None:
    """Say on standard error what was repaired, turned, left out or assumed, a line for each.

    Parameters
    ----------
    atlas
        The control maps read.
    """
    for line in note_lines(atlas):
        sys.stderr.write(f"{line}\n")


def note_lines(atlas: ControlAtlas) -> list[str]:
    """List what was repaired, turned, left out or assumed; what holds for many files, once.

    Parameters
    ----------
    atlas
        The control maps read.

    Returns
    -------
    list of str
        Sentences in printable characters: the text of files is not trusted.
    """
    files: dict[tuple[str, str], dict[str, None]] = {}
    for layer in atlas.layers:
        for note in layer.notes:
            files.setdefault((note.kind, note.text), {})[layer.file] = None
    lines = [f"{_named(names)}: {kind}: {text}" for (kind, text), names in files.items()]
    lines += [f"skipped: {reason}" for reason in atlas.skipped[:_SHOWN]]
    if len(atlas.skipped) > _SHOWN:
        lines.append(f"skipped: {len(atlas.skipped) - _SHOWN} more files that are no control maps")
    return [_printable(line) for line in lines]


def _named(names: Iterable[str]) -> str:
    """Name some files: `a.json, b.json and 3 more`."""
    listed = list(names)
    shown = ", ".join(listed[:_SHOWN])
    return f"{shown} and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else shown


def _printable(text: str) -> str:
    """A text without characters that steer a terminal."""
    return "".join(char if char.isprintable() else "�" for char in text)
