"""One file of GeoNames' postal codes, plain or zipped: its day, its licence and its lines."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final

from gazetteer.errors import SourceUnreadable
from gazetteer.sources.geonames_postal_rows import COLUMNS
from gazetteer.sources.source import modified_day

_SEEN_LINES: Final = 1000
"""Lines of a file among which at least one must be a row."""


class PostalFile:
    """One file of postal codes, plain or zipped.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    SourceUnreadable
        If it is missing, or a zip file that is damaged or holds no table.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.member: str | None = None
        self.size = 0
        """Bytes of its text."""
        self.date = ""
        """Day of the data, ISO 8601."""
        self.licence_version = ""
        """Version of CC BY that a readme beside the table states; "" where none does."""
        try:
            self._look()
        except zipfile.BadZipFile as error:
            reason = f"it is no whole zip file ({error}); download it again"
            raise SourceUnreadable(str(path), reason) from error
        except OSError as error:
            raise SourceUnreadable(str(path), error.strerror or str(error)) from error

    def _look(self) -> None:
        if not zipfile.is_zipfile(self.path):
            self.size, self.date = self.path.stat().st_size, modified_day(self.path)
            if self.path.suffix.lower() == ".zip":
                raise zipfile.BadZipFile("its end is missing")
            return
        with zipfile.ZipFile(self.path) as archive:
            tables = [
                info
                for info in archive.infolist()
                if info.filename.lower().endswith(".txt")
                and not info.filename.lower().endswith("readme.txt")
            ]
            if len(tables) != 1:
                found = ", ".join(info.filename for info in tables) or "none"
                reason = f"a zip of postal codes holds one table such as UA.txt; found: {found}"
                raise SourceUnreadable(str(self.path), reason)
            self.member, self.size = tables[0].filename, tables[0].file_size
            self.date = date(*tables[0].date_time[:3]).isoformat()
            for info in archive.infolist():
                if info.filename.lower().endswith("readme.txt"):
                    text = archive.read(info)[:5000].decode("utf-8", "replace")
                    stated = re.search(r"Attribution (\d\.\d)", text)
                    self.licence_version = stated.group(1) if stated else ""

    def lines(self) -> Iterator[tuple[str, int]]:
        """Read the file.

        Yields
        ------
        str, int
            A line without its end, and the bytes of the text up to there.

        Raises
        ------
        SourceUnreadable
            If it is damaged, no UTF-8, or holds no row among its first thousand lines.
        """
        try:
            yield from self._lines()
        except UnicodeDecodeError as error:
            reason = f"it is no UTF-8 text (byte {error.start}); take the file as it was given out"
            raise SourceUnreadable(str(self.path), reason) from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            reason = f"it is damaged ({error}); download it again"
            raise SourceUnreadable(str(self.path), reason) from error
        except OSError as error:
            raise SourceUnreadable(str(self.path), error.strerror or str(error)) from error

    def _lines(self) -> Iterator[tuple[str, int]]:
        done, sound = 0, False
        with self._open() as stream:
            for number, raw in enumerate(stream, start=1):
                done += len(raw)
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                sound = sound or line.count("\t") == COLUMNS - 1
                if number == _SEEN_LINES and not sound:
                    break
                yield line, done
        if not sound:
            reason = (
                f"none of its lines has {COLUMNS} columns divided by tabs, as GeoNames' postal "
                "codes have; files of places have 19"
            )
            raise SourceUnreadable(str(self.path), reason)

    @contextmanager
    def _open(self) -> Iterator[IO[bytes]]:
        if self.member is None:
            with self.path.open("rb") as stream:
                yield stream
        else:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
                yield stream
