"""GeoNames' file of alternate names (alternateNamesV2), which says of what language each one is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

from gazetteer.sources.alternate_names import one_form
from gazetteer.sources.lines import LineFile
from gazetteer.sources.naming import cleaned
from gazetteer.spelling import UNLIKE

LANGUAGES: Final = ("en", "ru", "uk", "be", "")
"""Languages whose names are taken; "" are names of a language that nobody has said."""
_OLD_FIT: Final = UNLIKE
_LONGEST: Final = 100
_LEAST_COLUMNS: Final = 8
_ID: Final = re.compile(r"[0-9]{1,18}")


class NameFile:
    """The alternate names, to be looked up by GeoNames' number of the place.

    The names are put in order in a temporary file, since the whole of them does not fit into the
    memory that an import may take.

    Parameters
    ----------
    path
        `alternateNamesV2.zip` or `.txt`, of the world or of a country.
    languages
        ISO 639 codes of the languages to take.

    Raises
    ------
    SourceUnreadable
        If the file cannot be read or is no such file.
    """

    def __init__(self, path: Path, *, languages: tuple[str, ...] = LANGUAGES) -> None:
        self._file = LineFile(path)
        self._file.check_columns(_LEAST_COLUMNS, "GeoNames' file of alternate names")
        self._languages = frozenset(languages)
        self._sorted = False
        # SQLite deletes a database without a name when it is closed.
        self._connection = sqlite3.connect("", isolation_level=None)

    def sorted(self) -> Self:
        """Put the names in order, once.

        Raises
        ------
        SourceUnreadable
            If the file is damaged.
        """
        if not self._sorted:
            self._connection.execute("CREATE TABLE name (id INTEGER, form TEXT, fit REAL)")
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT INTO name VALUES (?, ?, ?)", self._rows())
            self._connection.execute("CREATE INDEX name_id ON name (id)")
            self._connection.execute("COMMIT")
            self._sorted = True
        return self

    def get(self, geonameid: int) -> tuple[tuple[str, float], ...]:
        """List the names of a place, each with its fit: 1, or less for an old or a slang one.

        Parameters
        ----------
        geonameid
            GeoNames' number of it.
        """
        rows = self._connection.execute(
            "SELECT form, max(fit) FROM name WHERE id = ? "
            "GROUP BY form ORDER BY 2 DESC, min(rowid)",
            (geonameid,),
        )
        return tuple(rows)

    def _rows(self) -> Iterator[tuple[int, str, float]]:
        for block in self._file.blocks():
            for line in block.decode("utf-8", "replace").split("\n"):
                cells = line.split("\t")
                if len(cells) < _LEAST_COLUMNS or cells[2] not in self._languages:
                    continue
                form = cleaned(one_form(cells[3]))
                if form and _ID.fullmatch(cells[1]) and len(form) <= _LONGEST:
                    old = "1" in (cells[6], cells[7].strip())
                    yield int(cells[1]), form, _OLD_FIT if old else 1.0
