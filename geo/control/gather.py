"""Control maps from files and folders, gathered into an atlas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from geo.control.atlas import ControlAtlas
from geo.control.content import NoControlMap, content_kind
from geo.control.file_day import day_in
from geo.control.formats import load_layers
from geo.control.layer import ControlLayer
from geo.control.options import LoadOptions
from geo.errors import ControlInvalid

__all__ = ["LoadOptions", "gather"]

_MAPS: Final = frozenset({".json", ".geojson", ".gpkg", ".shp", ".zip", ".kml", ".kmz"})
"""Endings that promise a map: such a file is broken where it holds none."""
_PARTS: Final = frozenset(
    {".dbf", ".shx", ".prj", ".cpg", ".qix", ".qmd", ".qml", ".sbn", ".sbx", ".fix", ".sld",
     ".shp.xml", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal"}
)  # fmt: skip
"""Endings of the files that belong to a map file of the same name."""
_HEAD: Final = 4096


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
        Files, and folders whose control maps are all read, those of folders inside them too.
    options
        What the files do not say themselves.
    watch
        Called before each file with its path, how many are done and how many there are.

    Returns
    -------
    ControlAtlas
        Its `skipped` names what in the folders was no control map, and why.

    Raises
    ------
    ControlInvalid
        If a file named is no control map, a map in a folder is broken, or there is none at all;
        every fault is listed, one a line.
    """
    skipped: list[str] = []
    files = [found for path in map(Path, paths) for found in _files(path, skipped)]
    layers: list[ControlLayer] = []
    faults: list[str] = []
    for done, (file, inside) in enumerate(files):
        if watch is not None:
            watch(file, done, len(files))
        try:
            layers += load_layers(file, options=options)
        except NoControlMap as error:
            # A day in its name says that it was meant to be one.
            meant = day_in(file.stem).day is not None
            (skipped if inside and not meant else faults).append(str(error))
        except ControlInvalid as error:
            faults.append(str(error))
    if faults:
        raise ControlInvalid("\n".join(faults))
    if not layers:
        found = f": {'; '.join(skipped)}" if skipped else ""
        raise ControlInvalid(f"no control map was found{found}; name a file or a folder of them")
    return ControlAtlas(_once(layers, skipped), skipped=skipped)


def _files(path: Path, skipped: list[str]) -> Iterator[tuple[Path, bool]]:
    """The files to read, and whether they were found in a folder."""
    if not path.is_dir():
        yield path, False
        return
    for file in sorted(path.rglob("*")):
        if not file.is_file() or _part_of(file):
            continue
        reason = _no_map(file, path)
        if reason is None:
            yield file, True
        else:
            skipped.append(f"{file.relative_to(path)} {reason}")


def _part_of(file: Path) -> bool:
    """Whether a file only belongs to a map beside it."""
    return any(file.name.endswith(ending) and _owner(file, ending).exists() for ending in _PARTS)


def _owner(file: Path, ending: str) -> Path:
    """The map file that a further file belongs to."""
    stem = file.name.removesuffix(ending)
    return file.with_name(f"{stem}{'.gpkg' if ending.startswith('.gpkg') else '.shp'}")


def _no_map(file: Path, folder: Path) -> str | None:
    """Why a file in a folder is plainly no control map; None where it may be one."""
    if any(part.startswith((".", "__MACOSX")) for part in file.relative_to(folder).parts):
        return "is hidden"
    if file.suffix.lower() in _MAPS:
        return None
    try:
        with file.open("rb") as stream:
            kind = content_kind(stream.read(_HEAD))
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    return "is no control map" if kind in ("other", "zip") else None


def _once(layers: Iterable[ControlLayer], skipped: list[str]) -> Iterator[ControlLayer]:
    """Leave out maps whose content was read already under another name."""
    seen: dict[tuple[str, str | None, str], str] = {}
    for layer in layers:
        first = seen.setdefault((layer.sha256, layer.date, layer.maker.name), layer.file)
        if first == layer.file:
            yield layer
        else:
            skipped.append(f"{layer.file} has the same content as {first}")
