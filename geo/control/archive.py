"""ZIP archives: KMZ, zipped Shapefiles and bundles of maps, unpacked within limits."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from geo.control.content import SIZE_LIMIT_BYTES, content_kind
from geo.errors import ControlInvalid

MEMBERS_LIMIT: Final = 5_000
"""No archive of more files is unpacked."""
_PARTS: Final = frozenset({".dbf", ".shx", ".prj", ".cpg"})
_MAPS: Final = frozenset({"json", "kml", "gpkg", "shp"})
_BLOCK: Final = 1 << 20


@contextmanager
def unpacked(data: bytes, *, file: str) -> Iterator[tuple[list[tuple[str, Path]], list[str]]]:
    """Unpack what an archive holds into a folder that lives as long as the block.

    Parameters
    ----------
    data
        The archive.
    file
        Its name, for messages.

    Yields
    ------
    tuple
        The maps, each with its name in the archive and where it lies, and the names of the
        members that are none.

    Raises
    ------
    ControlInvalid
        If the archive is damaged, locked, or too large unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="frontmap-") as folder:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                placed = list(_extracted(archive, Path(folder), file))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise ControlInvalid(
                f"{file} is damaged or cut short ({error}); fetch it again"
            ) from error
        except RuntimeError as error:
            raise ControlInvalid(f"{file} is locked with a password; unpack it first") from error
        yield _sorted_out(placed)


def _extracted(archive: zipfile.ZipFile, folder: Path, file: str) -> Iterator[tuple[str, Path]]:
    """Write the members under plain names; a hostile path cannot leave the folder."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MEMBERS_LIMIT:
        raise ControlInvalid(
            f"{file} holds {len(members):,} files; an archive of at most {MEMBERS_LIMIT:,} is read"
        )
    left = SIZE_LIMIT_BYTES
    stems: dict[str, str] = {}
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        # The parts of a Shapefile keep one stem; everything else is told apart by its number.
        stem = stems.setdefault(str(path.with_suffix("")).lower(), f"m{len(stems)}")
        place = folder / f"{stem}{path.suffix.lower()}"
        left = _written(archive, member, place, left, file)
        yield str(path), place


def _written(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, left: int, file: str
) -> int:
    """Write one member, counting what comes out of it, and give how many bytes may follow."""
    with archive.open(member) as packed, place.open("wb") as out:
        while block := packed.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise ControlInvalid(
                    f"{file} unpacks to more than {SIZE_LIMIT_BYTES:,} bytes; "
                    "unpack it yourself if you trust it"
                )
            out.write(block)
    return left


def _sorted_out(placed: list[tuple[str, Path]]) -> tuple[list[tuple[str, Path]], list[str]]:
    """Part maps from the rest; the further parts of a Shapefile are neither."""
    maps: list[tuple[str, Path]] = []
    others: list[tuple[str, Path]] = []
    for name, path in placed:
        with path.open("rb") as stream:
            kind = content_kind(stream.read(4096))
        if path.suffix == ".shx" or (path.suffix in _PARTS and path.with_suffix(".shp").exists()):
            continue
        (maps if kind in _MAPS else others).append((name, path))
    return sorted(maps), [name for name, _ in others]
