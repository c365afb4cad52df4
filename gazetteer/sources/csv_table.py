"""Places from any table in a text file: CSV, TSV and their kin."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Final

from gazetteer.errors import SourceUnreadable, shortened
from gazetteer.sources.columns import Columns, ColumnsInvalid, choose_columns
from gazetteer.sources.gather import Outcome, files_in_batches, rejected
from gazetteer.sources.naming import RecordBroken, cleaned
from gazetteer.sources.position import is_wkt, swapped_axes
from gazetteer.sources.record import OUTLINE_PRECISION_M, PRECISION_M, RecordReader
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Batch, modified_day
from gazetteer.sources.textfile import TextFile
from gazetteer.store import Gazetteer

ENDINGS: Final = (".csv", ".tsv", ".tab", ".txt")
"""Files that a .zip is searched for."""
UNKNOWN_LICENCE: Final = "LicenseRef-unknown"
_SAMPLE: Final = 1000
_LONGEST_LINE: Final = 1 << 20
_DELIMITERS: Final = ("\t", ";", ",", "|")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Table:
    """One file, and how it is read."""

    file: TextFile
    delimiter: str
    header: tuple[str, ...]
    first: int
    """Rows before the first record."""
    columns: Columns

    def records(self) -> Iterator[tuple[int, list[str] | csv.Error]]:
        """Read the records, each with the number of its last line."""
        with self.file.opened() as stream:
            yield from islice(_rows(stream, self.delimiter), self.first, None)


class CsvTable:
    """The places of text tables, which all have the same columns.

    Parameters
    ----------
    paths
        Files, each with a header; .gz and .zip are unpacked as they are read.
    columns
        Which column holds what, as `gazetteer.sources.columns.parse_columns` reads it. Fields
        that it leaves out are found by the usual names of columns.
    name
        Name of the source; by default "csv" and the name of the first file.
    licence
        SPDX expression of the rows.
    credit
        Whom to name.
    date
        Day of the data, ISO 8601; by default that of the last change of the files.
    precision_m
        How far positions are off where no column says, metres, 95 %.
    delimiter
        What stands between the cells; None to tell it by the file.
    encoding
        Encoding of the files; None to tell UTF-8, UTF-16 and Windows-1251 apart.
    header
        Whether the first row names the columns; else they are called 1, 2, 3 …
    gazetteer
        What ships: it knows the names of countries and regions, and which of them holds a place.

    Raises
    ------
    SourceUnreadable
        If there is no file, or one is no such table, or latitudes and longitudes are swapped.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        columns: str = "",
        name: str | None = None,
        licence: str = UNKNOWN_LICENCE,
        credit: str = "",
        date: str | None = None,
        precision_m: float = PRECISION_M,
        delimiter: str | None = None,
        encoding: str | None = None,
        header: bool = True,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        if not paths:
            raise SourceUnreadable("a table", "no file is named; name one or more")
        self.paths = tuple(paths)
        self._regions = Regions(gazetteer)
        self._precision_m = precision_m
        self._tables = [
            _table(
                TextFile(path, endings=ENDINGS, encoding=encoding),
                delimiter=delimiter,
                columns=columns,
                header=header,
            )
            for path in self.paths
        ]
        self.name = cleaned(name or f"csv {self.paths[0].name.partition('.')[0]}")
        self.licence = licence
        self.credit = credit
        self.date = date or max(map(modified_day, self.paths))
        self.size = sum(table.file.size for table in self._tables)
        parts = (
            f"columns {columns!r}",
            f"precision {precision_m:g} m",
            f"licence {licence}",
            *((f"delimiter {delimiter!r}",) if delimiter else ()),
            *((f"encoding {encoding}",) if encoding else ()),
            *(() if header else ("no header",)),
            *filter(None, (self._regions.described,)),
        )
        self.options = "; ".join(parts)
        for table in self._tables:
            self._check_axes(table)

    @property
    def described(self) -> str:
        """How each file is read, for people: columns, delimiter, encoding."""
        return "\n".join(
            f"{table.file.path.name}: {table.columns.described}; "
            f"delimiter {table.delimiter!r}; encoding {table.file.encoding}"
            for table in self._tables
        )

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the places, behind the first `start` rows.

        Parameters
        ----------
        start
            The `position` of the last batch that is already kept.

        Yields
        ------
        Batch
            Counted in bytes of the files as they lie on the disk.
        """
        files = [table.file for table in self._tables]
        return files_in_batches(files, self._outcomes(), start=start)

    def _outcomes(self) -> Iterator[Outcome]:
        for table in self._tables:
            reader = RecordReader(
                name=self.name,
                columns=table.columns,
                regions=self._regions,
                precision_m=self._precision_m,
                licence=self.licence,
                outline_precision_m=OUTLINE_PRECISION_M,
                file=table.file.path.name,
            )
            for line, row in table.records():
                where = f"{table.file.path.name}:{line}"
                if isinstance(row, csv.Error):
                    yield rejected(where, f"it is no row of a table ({row})", "")
                elif len(row) > len(table.header):
                    reason = (
                        f"it has {len(row)} cells and the table {len(table.header)} columns; "
                        f"put cells that hold {table.delimiter!r} in double quotes"
                    )
                    yield rejected(where, reason, table.delimiter.join(row))
                else:
                    record = dict(zip(table.header, row, strict=False))
                    written = partial(table.delimiter.join, row)
                    yield reader.outcome(record, where=where, as_written=written)
            table.file.read = table.file.size

    def _check_axes(self, table: _Table) -> None:
        points = []
        for _, row in islice(table.records(), _SAMPLE):
            if isinstance(row, csv.Error):
                continue
            record = dict(zip(table.header, row, strict=False))
            numbers = _numbers(table.columns, record)
            country = None
            with suppress(RecordBroken):
                country = self._regions.country_code(table.columns.text(record, "country"))
            if numbers is not None:
                points.append((*numbers, country))
        fault = swapped_axes(points, self._regions)
        if fault is not None:
            advice = f"its columns were read as {table.columns.described}; say which is which"
            raise SourceUnreadable(str(table.file.path), f"{fault}; {advice}")


def _numbers(columns: Columns, record: dict[str, str]) -> tuple[float, float] | None:
    """Read longitude and latitude as bare numbers, in any range."""
    both = columns.text(record, "geo")
    if both:
        found = [text.replace(",", ".") for text in re.findall(r"[+-]?\d+(?:\.\d+)?", both)]
        texts = found if is_wkt(both) else found[::-1]
    else:
        texts = [columns.text(record, field).strip() for field in ("lon", "lat")]
    if len(texts) != 2 or not all(_NUMBER.fullmatch(text) for text in texts):
        return None
    lon, lat = (float(text.replace(",", ".")) for text in texts)
    return lon, lat


def _table(file: TextFile, *, delimiter: str | None, columns: str, header: bool) -> _Table:
    with file.opened() as stream:
        sample = list(islice(_lines(stream), 200))
    mark = re.fullmatch(r"\s*sep=(.)\s*", sample[0].lstrip("\ufeff"))
    if mark is not None:
        sample, delimiter = sample[1:], mark[1]
    if delimiter is None:
        delimiter = _delimiter_of(file, sample)
    elif len(delimiter) != 1:
        raise SourceUnreadable(str(file.path), f"{shortened(delimiter)} is no single letter")
    first = next((row for row in _parsed(sample, delimiter) if any(map(str.strip, row))), [])
    names = [cleaned(cell) for cell in first] if header else [str(n + 1) for n in range(len(first))]
    try:
        chosen = choose_columns(columns, names)
    except ColumnsInvalid as error:
        raise SourceUnreadable(str(file.path), str(error)) from error
    before = (1 if mark is not None else 0) + (1 if header else 0)
    return _Table(file, delimiter, tuple(names), before, chosen)


def _delimiter_of(file: TextFile, sample: Sequence[str]) -> str:
    """Tell the delimiter: the one that divides most lines into as many cells as the first."""
    best = (0.0, 1, "")
    for mark in _DELIMITERS:
        counts = [len(row) for row in _parsed(sample[:100], mark) if row]
        if counts and counts[0] > 1:
            alike = sum(count == counts[0] for count in counts) / len(counts)
            best = max(best, (round(alike, 1), counts[0], mark))
    if not best[2]:
        raise SourceUnreadable(
            str(file.path),
            f"its first line {shortened(sample[0].strip())} is no row of columns divided by comma, "
            "semicolon, tab or |; say what divides them",
        )
    return best[2]


def _parsed(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(csv.reader(lines, delimiter=delimiter))
    return rows


def _rows(stream: IO[str], delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    reader = csv.reader(_lines(stream), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, error
        else:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row


def _lines(stream: IO[str]) -> Iterator[str]:
    """Read lines, a very long one in pieces, so that no line fills the memory."""
    while line := stream.readline(_LONGEST_LINE):
        yield line
