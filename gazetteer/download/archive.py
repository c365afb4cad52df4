"""Whether a zip that came from outside is whole, and safe to unpack."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gazetteer.errors import SourceUnreadable

_BLOCK_BYTES: Final = 1 << 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a zip may become when it is unpacked."""

    ratio: float = 100
    """Bytes unpacked per byte packed; a table of GeoNames has 3 to 6."""
    free_bytes: int = 1 << 20
    """A file up to this size may have any ratio."""
    total_bytes: int = 8 << 30
    """Bytes of all its files; GeoNames' biggest table has 1.7e9."""
    members: int = 100
    """Number of files; those of GeoNames have two or three."""


LIMITS: Final = Limits()


def check_zip(path: Path, *, holds: str | None = None, limits: Limits = LIMITS) -> None:
    """Check that a zip is whole, safe to unpack and holds what it should.

    Every file in it is unpacked, to nowhere, and compared with its checksum.

    Parameters
    ----------
    path
        The zip.
    holds
        Name of a file that must be in it.
    limits
        How much it may hold.

    Raises
    ------
    SourceUnreadable
        If it is damaged or not safe; the reason says what is wrong.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            fault = _listed_fault(archive.infolist(), path.stat().st_size, limits)
            if fault is None and holds is not None and holds not in archive.namelist():
                fault = f"it holds no {holds}"
            if fault is None:
                fault = _content_fault(archive)
    except (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError,
        RuntimeError, OSError,
    ) as error:  # fmt: skip
        raise SourceUnreadable(str(path), f"it is no sound zip ({error})") from error
    if fault is not None:
        raise SourceUnreadable(str(path), fault)


def _listed_fault(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> str | None:
    """Say what is wrong with the list of the files, before any is unpacked."""
    if not members:
        return "it is an empty zip"
    if len(members) > limits.members:
        return f"it holds {len(members)} files, more than the {limits.members} that are let in"
    if len({member.filename for member in members}) < len(members):
        return "it holds two files of one name"
    for member in members:
        fault = _member_fault(member, limits)
        if fault is not None:
            return fault
    total = sum(member.file_size for member in members)
    if total > limits.total_bytes:
        return f"it would unpack to {total} bytes, more than the {limits.total_bytes} let in"
    if sum(member.compress_size for member in members) > size:
        return "its files overlap, as those of a zip bomb do"
    return None


def _member_fault(member: zipfile.ZipInfo, limits: Limits) -> str | None:
    name = member.filename
    parts = name.rstrip("/").split("/")
    if not name.isprintable() or "\\" in name or ":" in name or {"", ".", ".."} & set(parts):
        return f"a file in it is called {name[:60]!r}, which could lead out of its folder"
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"{name[:60]!r} in it is a link and no file"
    if member.flag_bits & 0x1:
        return f"{name[:60]!r} in it is encrypted"
    if member.compress_type not in _METHODS:
        return f"{name[:60]!r} in it is packed in an unusual way"
    packed = max(member.compress_size, 1)
    if member.file_size > max(limits.free_bytes, limits.ratio * packed):
        return (
            f"{name[:60]!r} in it would grow {member.file_size / packed:.0f}-fold, "
            f"more than the {limits.ratio:.0f}-fold that is let in, as a zip bomb does"
        )
    return None


def _content_fault(archive: zipfile.ZipFile) -> str | None:
    """Unpack every file, a block at a time; zipfile compares size and checksum."""
    for member in archive.infolist():
        with archive.open(member) as stream:
            count = 0
            while block := stream.read(_BLOCK_BYTES):
                count += len(block)
        if count != member.file_size:
            return f"{member.filename[:60]!r} in it is cut off"
    return None
