"""Control maps from files and folders, gathered into an atlas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.control.atlas import ControlAtlas
from geo.control.formats import load_control

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What a user says of files that do not say it themselves."""

    side_column: str | None = None
    """Attribute that names the side."""
    status_column: str | None = None
    """Attribute that names the status."""
    date_column: str | None = None
    """Attribute that holds the day."""
    sides: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Value of the side attribute → side: `{"occupied": "RU"}`."""
    date: str | None = None
    """The day of every file, ISO 8601."""
    maker: str | None = None
    """Who drew the files."""
    licence: str | None = None
    """Their licence."""


def gather(
    paths: Iterable[str | Path],
    *,
    options: LoadOptions | None = None,
    watch: Callable[[Path, int, int], None] | None = None,
) -> ControlAtlas:
    """Read control maps from files and folders.

    Parameters
    ----------
    paths
        Files, and folders whose control maps are all read.
    options
        What the files do not say themselves.
    watch
        Called before each file with its path, how many are done and how many there are.
    """
    files = [f for path in map(Path, paths) for f in (_inside(path) if path.is_dir() else [path])]
    layers = []
    for done, file in enumerate(files):
        if watch is not None:
            watch(file, done, len(files))
        layers.append(load_control(file))
    return ControlAtlas(layers)


def _inside(folder: Path) -> list[Path]:
    """The files of a folder, by name."""
    return sorted(path for path in folder.iterdir() if path.is_file())
