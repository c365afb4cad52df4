"""`frontmap gazetteer download`: the files that GeoNames publishes, fetched into a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gazetteer.errors import DownloadFailed
from maps.cli_import import take_in
from maps.cli_options import opened_shipped, taught
from maps.output import write
from maps.version import __version__

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from gazetteer.download.fetch import Fetched
    from gazetteer.download.geonames import RemoteFile
    from gazetteer.download.patience import Progress as Watcher

SERVER_VARIABLE: Final = "FRONTMAP_GEONAMES"
HELP: Final = taught(
    "Fetch what GeoNames knows of whole countries, every hamlet included, for your own gazetteer."
    "\n\n"
    "A country is two letters (ISO 3166-1); allCountries is the world, some 400 MB. A file that "
    "is there already is fetched again only if GeoNames has a newer one. What breaks off goes on "
    "where it ended when the same command runs again.",
    "frontmap gazetteer download RU UA",
    "frontmap gazetteer download UA --postal --alternate-names",
    "frontmap gazetteer download BY --to geonames --no-import",
)


def download(
    context: typer.Context,
    countries: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE...", help="Countries: RU, UA … or allCountries.", show_default=False
        ),
    ],
    *,
    postal: Annotated[bool, typer.Option("--postal", help="Also the postal codes.")] = False,
    alternate_names: Annotated[
        bool, typer.Option("--alternate-names", help="Also the names with their languages.")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Keep the files here, not in your cache."),
    ] = None,
    server: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="URL",
            envvar=SERVER_VARIABLE,
            help="Ask a copy of GeoNames: the address that has dump/ and zip/ below it.",
        ),
    ] = None,
    tries: Annotated[
        int,
        typer.Option("--tries", min=1, max=100, help="Tries in vain before it is given up."),
    ] = 5,
    no_import: Annotated[
        bool, typer.Option("--no-import", help="Only fetch, and print where the files are.")
    ] = False,
) -> None:
    """Fetch files of GeoNames, and import them.

    Raises
    ------
    DownloadFailed
        If files cannot be had; each is named, on a line of its own.
    KeyboardInterrupt
        If stopped from the keyboard.
    """
    from gazetteer.download.geonames import SERVER, remote_files, server_address

    address = server_address(server or SERVER)
    files = remote_files(_codes(countries), postal=postal, alternate_names=alternate_names)
    folder = default_folder() if to is None else to
    try:
        fetched = _fetch_all(files, folder, server=address, tries=tries)
    except KeyboardInterrupt:
        _say("what has come is kept, and the same command goes on from there")
        raise
    if no_import:
        write("".join(f"{_shown(str(each.path))}\n" for _, each in fetched), path=None)
    else:
        import_downloaded(fetched, context)


def import_downloaded(files: Sequence[tuple[RemoteFile, Fetched]], context: typer.Context) -> None:
    """Take what was fetched into the user's gazetteer.

    Parameters
    ----------
    files
        Each file of GeoNames with the whole and checked copy of it.
    context
        The running command; holds what `--gazetteer` says.
    """
    from gazetteer.sources.geonames import GeoNames
    from gazetteer.sources.geonames_postal import GeoNamesPostal
    from gazetteer.sources.regions import Regions
    from gazetteer.sources.source import Source

    names = {file.code: fetched.path for file, fetched in files if file.kind == "names"}
    with opened_shipped() as shipped:
        for file, fetched in files:
            source: Source
            if file.kind == "postal":
                source = GeoNamesPostal([fetched.path], gazetteer=shipped)
            elif file.kind == "places":
                source = GeoNames(
                    fetched.path,
                    alternate_names=names.get(file.code),
                    regions=Regions(shipped),
                )
            else:
                continue
            take_in(context, source, rejects=None, form=None)


def default_folder() -> Path:
    """Say where downloads go unless told otherwise: in the user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("frontmap", appauthor=False) / "geonames"


def _codes(texts: Sequence[str]) -> tuple[str, ...]:
    from gazetteer.download.geonames import country_codes, country_names
    from gazetteer.store import Gazetteer

    with Gazetteer.open() as gazetteer:
        return country_codes(texts, countries=country_names(gazetteer))


def _fetch_all(
    files: Sequence[RemoteFile], folder: Path, *, server: str, tries: int
) -> list[tuple[RemoteFile, Fetched]]:
    """Fetch one after the other; where the server lacks one, those behind it come all the same."""
    from gazetteer.download.geonames import fetch_file
    from gazetteer.download.patience import Patience
    from gazetteer.download.transport import WebTransport

    fetched, missing = [], []
    with WebTransport(user_agent=user_agent()) as transport:
        for file in files:
            try:
                with _watched(str(file.name)) as watcher:
                    done = fetch_file(
                        file, folder, transport=transport, server=server,
                        patience=Patience(tries=tries), progress=watcher,
                    )  # fmt: skip
            except DownloadFailed as error:
                if error.status not in (404, 410):
                    raise
                missing.append(error)
            else:
                fetched.append((file, done))
                _say(_told(done))
    if missing:
        raise missing[0] if len(missing) == 1 else _together(missing)
    return fetched


def _together(failures: Sequence[DownloadFailed]) -> DownloadFailed:
    """Make one failure of several that name their files themselves."""
    first, *others = failures
    reasons = "\n".join([first.reason, *map(str, others)])
    return DownloadFailed(first.url, reasons, status=first.status)


def user_agent() -> str:
    """Say who asks: name, version, and the project's address where it has one."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        lines = metadata("frontmap").get_all("Project-URL") or []
    except PackageNotFoundError:
        lines = []
    homes = [line.partition(",")[2].strip() for line in lines]
    return " ".join([f"frontmap/{__version__}", *(f"(+{home})" for home in homes[:1])])


def _told(fetched: Fetched) -> str:
    """Say in one line what came."""
    manifest = fetched.manifest
    day = f" of {manifest.date}" if manifest.date else ""
    news = "unchanged" if fetched.unchanged else "fetched"
    return f"{fetched.path}: {news}, {manifest.size / 1e6:,.2f} MB{day}"


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in text)


def _say(line: str) -> None:
    """Write a line to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"{_shown(line)}\n")


@contextmanager
def _watched(name: str) -> Iterator[Watcher | None]:
    """Show a bar while a file comes, where somebody watches."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        yield _Bar(progress, progress.add_task(name, total=None), name)


class _Bar:
    """Shows on a bar how far a download is."""

    def __init__(self, progress: Progress, task: TaskID, name: str) -> None:
        self._progress = progress
        self._task = task
        self._name = name
        self._done = -1

    def moved(self, done: int, total: int | None) -> None:
        # What came on an earlier day, or is given up, must not count into the speed.
        if self._done < 0 or done < self._done:
            self._progress.reset(self._task, completed=done, total=total)
        self._done = done
        self._progress.update(self._task, completed=done, total=total, description=self._name)

    def waits(self, reason: str, seconds: float) -> None:
        text = f"{self._name}: {reason}; again in {seconds:.0f} s"
        self._progress.update(self._task, description=text)

    def checks(self) -> None:
        self._progress.update(self._task, description=f"{self._name}: checking")
