"""Text files as people have them: zipped or not, in whatever encoding."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Final, cast

from gazetteer.errors import SourceUnreadable, shortened

_SCANNED: Final = 16 << 20
"""Bytes that the encoding is told from."""
_COMMON: Final = frozenset("оеаинтОЕАИНТ")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class TextFile:
    """A text file, zipped or not, read as a stream.

    Parameters
    ----------
    path
        The file; a .zip must hold one file with one of the `endings`.
    endings
        Endings of the wanted file in a .zip, in lower case.
    encoding
        Name of the encoding; None to tell UTF-8, UTF-16 and Windows-1251 apart by the content.

    Raises
    ------
    SourceUnreadable
        If there is no such file, it is empty, packed otherwise or of an unknown encoding.
    """

    def __init__(self, path: Path, *, endings: Sequence[str], encoding: str | None = None) -> None:
        self.path = path
        self._endings = tuple(endings)
        self.read = 0
        """Bytes of the file read so far, as it lies on the disk."""
        if not path.is_file():
            fault = "it is a folder" if path.is_dir() else "there is no such file"
            raise SourceUnreadable(str(path), f"{fault}; name a file")
        self.size = path.stat().st_size
        with self._bytes() as stream:
            head = stream.read(_SCANNED)
        if not head.strip():
            raise SourceUnreadable(str(path), "it is empty")
        self.encoding = encoding or _encoding_of(path, head)
        try:
            b"a".decode(self.encoding, "replace")
        except LookupError as error:
            advice = f"{shortened(self.encoding)} is no encoding; write utf-8 or cp1251"
            raise SourceUnreadable(str(path), advice) from error

    @contextmanager
    def opened(self) -> Iterator[io.TextIOWrapper]:
        """Open the text; bytes that are none become U+FFFD.

        Raises
        ------
        SourceUnreadable
            While it is read, if it is damaged or its end is missing.
        """
        with self._bytes() as stream:
            text = io.TextIOWrapper(stream, self.encoding, errors="replace", newline="")
            try:
                yield text
            finally:
                text.detach()

    @contextmanager
    def _bytes(self) -> Iterator[IO[bytes]]:
        try:
            with ExitStack() as stack:
                raw = stack.enter_context(self.path.open("rb"))
                counted = _Counted(raw, self)
                magic = raw.read(4)
                raw.seek(0)
                if magic.startswith(b"\x1f\x8b"):
                    yield stack.enter_context(cast("IO[bytes]", gzip.GzipFile(fileobj=counted)))
                elif magic == b"PK\x03\x04":
                    archive = stack.enter_context(zipfile.ZipFile(counted))
                    yield stack.enter_context(self._opened_member(archive))
                else:
                    yield stack.enter_context(io.BufferedReader(counted))
        except SourceUnreadable:
            raise
        except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
            reason = f"it is damaged, or its end is missing ({error}); fetch it anew"
            raise SourceUnreadable(str(self.path), reason) from error
        except OSError as error:
            raise SourceUnreadable(str(self.path), str(error.strerror or error)) from error

    def _opened_member(self, archive: zipfile.ZipFile) -> IO[bytes]:
        try:
            return archive.open(self._member(archive))
        except RuntimeError as error:  # a password, or a way of packing that is not known
            raise SourceUnreadable(str(self.path), f"{error}; unpack it first") from error

    def _member(self, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
        held = [info for info in archive.infolist() if not info.is_dir()]
        wanted = [info for info in held if info.filename.lower().endswith(self._endings)]
        if len(wanted) != 1:
            names = ", ".join(shortened(info.filename) for info in held[:12]) or "nothing"
            count = "several files" if wanted else "no file"
            raise SourceUnreadable(
                str(self.path),
                f"it holds {count} ending in {', '.join(self._endings)}; unpack it and name one "
                f"(it holds {names})",
            )
        return wanted[0]


class _Counted(io.RawIOBase):
    """A raw file that says how far it was read."""

    def __init__(self, raw: IO[bytes], owner: TextFile) -> None:
        self._raw = raw
        self._owner = owner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self._owner.read = self._raw.tell()
        return len(data)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()


def _encoding_of(path: Path, head: bytes) -> str:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    zeros = [head[side:2000:2].count(0) for side in (0, 1)]
    if max(zeros) > 0.3 * min(len(head), 2000) / 2:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < _SCANNED)
    except UnicodeDecodeError as error:
        if _is_cp1251(head):
            return "cp1251"
        if error.start > len(head) // 2 and error.start > 4096:
            return "utf-8"  # a broken row far down is that row's fault
        raise SourceUnreadable(
            str(path), "its encoding is neither UTF-8, UTF-16 nor Windows-1251; say which it is"
        ) from error
    return "utf-8"


def _is_cp1251(head: bytes) -> bool:
    """Tell Russian or Ukrainian in Windows-1251 by its letters: in words, and the usual ones."""
    text = head.decode("cp1251", "replace")
    high = [i for i, letter in enumerate(text[:200_000]) if ord(letter) > 127]
    if len(high) < 8:
        return False
    letters = [text[i] for i in high]
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in letters) / len(high)
    beside = sum(b - a == 1 for a, b in pairwise(high)) / len(high)
    common = sum(letter in _COMMON for letter in letters) / len(high)
    return cyrillic > 0.9 and beside > 0.6 and common > 0.3
