"""The lines of a text file, plain or in a zip archive, without ever holding more than a block."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from gazetteer.errors import SourceUnreadable

_ZIP_MARK: Final = b"PK\x03\x04"
BLOCK_BYTES: Final = 1 << 20
"""How much is read at a time; of a line that is longer than two of these the rest is dropped."""


class LineFile:
    """A text file of lines that end in a line feed, plain or the one text of a zip archive.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    SourceUnreadable
        If there is no such file, it is empty, or an archive that is cut short or has no text.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.member: str | None = None
        try:
            with path.open("rb") as file:
                begins = file.read(len(_ZIP_MARK))
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    self.member, self.size = _text_of(archive, path)
            else:
                self.size = path.stat().st_size
        except (OSError, zipfile.BadZipFile) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceUnreadable(str(path), f"{reason}; check the path") from error
        if self.member is None and begins == _ZIP_MARK:
            raise SourceUnreadable(str(path), "the archive is cut short; fetch it again")
        if not self.size:
            raise SourceUnreadable(str(path), "it holds nothing; fetch it again")

    def blocks(self) -> Iterator[bytes]:
        """Read the file in blocks of whole lines, each but the last with its line feed.

        Raises
        ------
        SourceUnreadable
            If the archive is damaged or the file cannot be read.
        """
        rest, skipping = b"", False
        try:
            with ExitStack() as stack:
                file = self._opened(stack)
                while block := file.read(BLOCK_BYTES):
                    if skipping:
                        end = block.find(b"\n")
                        skipping = end < 0
                        block = b"" if skipping else block[end:]
                    cut = block.rfind(b"\n") + 1
                    if cut:
                        yield rest + block[:cut]
                        rest = block[cut:]
                    elif len(rest) < BLOCK_BYTES:
                        rest += block
                    else:
                        rest, skipping = rest[:BLOCK_BYTES], True
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            # RuntimeError: it is encrypted, or packed in a way that zipfile does not know.
            raise SourceUnreadable(
                str(self.path), f"it is damaged or cut short ({error}); fetch it again"
            ) from error
        if rest:
            yield rest

    def check_columns(self, least: int, what: str) -> None:
        """Look at the head of the file, whether it can be what it should be.

        Parameters
        ----------
        least
            Number of columns, separated by tabs, that a line must have at least.
        what
            What the file should be: "a dump of GeoNames".

        Raises
        ------
        SourceUnreadable
            If no line of its first megabyte has so many columns.
        """
        head = next(self.blocks(), b"")
        if not any(line.count(b"\t") >= least - 1 for line in head.split(b"\n")):
            raise SourceUnreadable(
                str(self.path), f"it is not {what}: no line at its head has {least} columns"
            )

    def _opened(self, stack: ExitStack) -> IO[bytes]:
        if self.member is None:
            return stack.enter_context(self.path.open("rb"))
        archive = stack.enter_context(zipfile.ZipFile(self.path))
        return stack.enter_context(archive.open(self.member))


def _text_of(archive: zipfile.ZipFile, path: Path) -> tuple[str, int]:
    """Choose the text file of an archive; what explains the rest is called readme."""
    texts = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith(".txt") and "readme" not in info.filename.lower()
    ]
    if len(texts) > 1:
        texts = [info for info in texts if Path(info.filename).stem == path.stem] or texts
    if len(texts) != 1:
        held = ", ".join(info.filename for info in archive.infolist()[:5]) or "nothing"
        raise SourceUnreadable(
            str(path), f"the archive should hold one text file and holds {held}; take it out first"
        )
    return texts[0].filename, texts[0].file_size
