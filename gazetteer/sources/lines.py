"""The lines of a text file, plain or in a zip archive, without ever holding more than a block."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from gazetteer.errors import SourceUnreadable

BLOCK_BYTES: Final = 1 << 20
"""How much is read at a time; a longer line is cut off there."""


class LineFile:
    """A text file of lines that end in a line feed, plain or the one text of a zip archive.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    SourceUnreadable
        If there is no such file, or it is an archive without one text file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.member: str | None = None
        try:
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    self.member, self.size = _text_of(archive, path)
            else:
                self.size = path.stat().st_size
        except (OSError, zipfile.BadZipFile) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SourceUnreadable(str(path), f"{reason}; check the path") from error

    def blocks(self) -> Iterator[bytes]:
        """Read the file in blocks of whole lines, each but the last with its line feed.

        Raises
        ------
        SourceUnreadable
            If the archive is damaged or the file cannot be read.
        """
        rest = b""
        try:
            with ExitStack() as stack:
                file = self._opened(stack)
                while block := file.read(BLOCK_BYTES):
                    cut = block.rfind(b"\n") + 1
                    if not cut and len(rest) < BLOCK_BYTES:
                        rest += block
                        continue
                    yield rest + block[:cut] if cut else rest + b"\n"
                    rest = block[cut:]
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise SourceUnreadable(
                str(self.path), f"it is damaged or cut short ({error}); fetch it again"
            ) from error
        if rest:
            yield rest

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
