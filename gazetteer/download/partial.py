"""What has come of a file so far: `RU.zip.part`, and beside it a note of which version it is."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from gazetteer.download.digests import digests_of
from gazetteer.download.manifest import read_note, write_note
from gazetteer.errors import DownloadFailed


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a file a server gives, by its head lines."""

    url: str
    """Where it was asked for."""
    size: int | None = None
    """Bytes of the whole file, where the server says so."""
    etag: str | None = None
    """The server's name for this version."""
    last_modified: str | None = None
    """The server's time of this version: an HTTP date."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Hashes of the whole file that the server states: `sha256` → hexadecimal."""

    @classmethod
    def of(cls, url: str, headers: Mapping[str, str]) -> Self:
        """Read the head lines of an answer that gives the whole file.

        Parameters
        ----------
        url
            Where it was asked for.
        headers
            Head lines; names in lower case.
        """
        length = headers.get("content-length", "").strip()
        size = int(length) if re.fullmatch(r"[0-9]{1,18}", length) else None
        return cls(
            url, size, headers.get("etag"), headers.get("last-modified"), digests_of(headers)
        )

    @property
    def validator(self) -> str | None:
        """What to show the server so that it goes on with this version alone."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified

    def differs(self, headers: Mapping[str, str]) -> bool:
        """Tell whether head lines speak of another version.

        Parameters
        ----------
        headers
            Head lines; names in lower case.
        """
        for name, ours in (("etag", self.etag), ("last-modified", self.last_modified)):
            theirs = headers.get(name)
            if ours and theirs:
                return ours != theirs
        return False


class Partial:
    """The unfinished file; open it with `Partial.opened`. It stays when a download breaks off."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self._stream = stream
        self._hash = hashlib.sha256()
        self.version: Version | None = None
        """Which version it is of; None where that is not known."""
        self.size = 0
        """Bytes that have come."""
        self.pieced = False
        """Whether it is of more than one answer."""

    @classmethod
    @contextmanager
    def opened(cls, target: Path, url: str) -> Iterator[Self]:
        """Open what has come of a file; nobody else may write to it meanwhile.

        Parameters
        ----------
        target
            Where the whole file will be.
        url
            Where it comes from; what came from elsewhere is dropped.

        Raises
        ------
        DownloadFailed
            If another process is fetching the same file.
        """
        path = target.with_name(f"{target.name}.part")
        with path.open("a+b") as stream:
            if not _locked(stream, path):
                raise DownloadFailed(
                    url, f"another frontmap is fetching it into {str(target)!r}; wait for that one"
                )
            partial = cls(path, stream)
            partial._resume(url)
            try:
                yield partial
            finally:
                partial._leave()

    def begin(self, version: Version) -> None:
        """Start over with a version; what came before is dropped.

        Parameters
        ----------
        version
            What is about to come.
        """
        self._stream.truncate(0)
        self.version, self.size, self.pieced = version, 0, False
        self._hash = hashlib.sha256()
        write_note(self._note, dataclasses.asdict(version))

    def append(self, block: bytes) -> None:
        """Add what came.

        Parameters
        ----------
        block
            The next bytes.
        """
        self._stream.write(block)
        self._hash.update(block)
        self.size += len(block)

    def drop(self) -> None:
        """Drop what came."""
        self._stream.truncate(0)
        self.version, self.size = None, 0

    def cut_to(self, size: int) -> None:
        """Keep the first bytes alone, and hash them.

        Parameters
        ----------
        size
            Bytes to keep.
        """
        self._stream.flush()
        self._stream.truncate(size)
        self._stream.seek(0)
        self._hash = hashlib.sha256()
        while block := self._stream.read(1 << 20):
            self._hash.update(block)
        self.size, self.pieced = size, True

    def finish(self) -> str:
        """Have every byte on the disk.

        Returns
        -------
        str
            SHA-256 of the file, hexadecimal.
        """
        self._stream.flush()
        os.fsync(self._stream.fileno())
        return self._hash.hexdigest()

    def move_to(self, target: Path, *, modified_s: float | None) -> None:
        """Give the finished file its final name, in one step.

        Parameters
        ----------
        target
            The final name; a file of that name is replaced.
        modified_s
            Time of the data, seconds since 1970, to be the file's; None leaves it.
        """
        # Windows renames no open file.
        self._stream.close()
        if modified_s is not None:
            # A time that the disk cannot hold is no reason to lose the file.
            with suppress(OSError, OverflowError):
                os.utime(self.path, (modified_s, modified_s))
        self.path.replace(target)
        self._note.unlink(missing_ok=True)
        _sync_folder(target.parent)

    @property
    def _note(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def _leave(self) -> None:
        """Have what came in the file; leave no trace of an empty one."""
        if self._stream.closed:
            return
        self._stream.flush()
        if self.size:
            return
        if sys.platform == "win32":
            # Windows removes no open file; elsewhere the lock must still hold.
            self._stream.close()
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def _resume(self, url: str) -> None:
        """Find out of which version the bytes are that came earlier."""
        self.size = os.fstat(self._stream.fileno()).st_size
        version = _version(read_note(self._note) or {})
        if self.size and version and version.url == url and version.validator:
            self.version = version
        elif self.size:
            self.drop()


def _version(values: Mapping[str, object]) -> Version | None:
    """Read the note beside an unfinished file; None where it is no such note."""
    match values:
        case {
            "url": str(url),
            "size": int() | None as size,
            "etag": str() | None as etag,
            "last_modified": str() | None as last_modified,
            "digests": dict(digests),
        } if all(isinstance(text, str) for pair in digests.items() for text in pair):
            return Version(url, size, etag, last_modified, digests)
    return None


def _locked(stream: BinaryIO, path: Path) -> bool:
    """Keep other processes from the file, where the system can do that for an open file."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Some network drives have no locks.
        return True
    # Between the opening and the lock another process may have finished and renamed it.
    return path.exists() and os.path.samestat(os.fstat(stream.fileno()), path.stat())


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk, where a folder can be opened."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
