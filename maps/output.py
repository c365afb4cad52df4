"""Where a command's answer goes: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from maps.errors import MapError

_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")


class OutputRefused(MapError, OSError):
    """An answer cannot be written; `path` says where to, `reason` why not."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"cannot write {path!r}: {reason}")


def json_text(value: object) -> str:
    """Write a value as indented JSON, letters of every script as they are.

    Parameters
    ----------
    value
        Plain values: objects, lists, text, finite numbers, booleans, None.
    """
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def csv_text(rows: Iterable[Mapping[str, Any]], *, columns: Sequence[str]) -> str:
    """Write rows as CSV with a head line; None is an empty field.

    Text that a spreadsheet would take for a formula gets an apostrophe in front.

    Parameters
    ----------
    rows
        One mapping a row.
    columns
        The columns, in order.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_field(row.get(column)) for column in columns])
    return stream.getvalue()


def check_destination(path: Path | None, *, inputs: Sequence[str] = ()) -> None:
    """Refuse an output file that cannot be written, before any work is done.

    Parameters
    ----------
    path
        The file to write; None is standard output.
    inputs
        The files that the command reads, which it must not overwrite.

    Raises
    ------
    OutputRefused
        If it is a folder, lies in no folder, may not be written or is one of the inputs.
    """
    if path is None:
        return
    if path.is_dir():
        raise OutputRefused(str(path), "it is a folder; name a file in it")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise OutputRefused(str(path), f"there is no folder {str(folder)!r}; make it first")
    target = path if path.exists() else folder
    if not os.access(target, os.W_OK) or not (_special(path) or os.access(folder, os.W_OK)):
        raise OutputRefused(str(path), "no permission to write there")
    if any(Path(name).exists() and path.exists() and path.samefile(name) for name in inputs):
        raise OutputRefused(str(path), "it is one of the files to read; name another")


def write(text: str, *, path: Path | None) -> None:
    """Write an answer to standard output or to a file.

    A file is written beside its final place and then renamed, so that no half of it ever
    stands there.

    Parameters
    ----------
    text
        The whole answer.
    path
        The file; None is standard output.

    Raises
    ------
    OutputRefused
        If it cannot be written or nobody reads standard output any more.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        if path is None:
            _to_stdout(data)
        elif _special(path):
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except BrokenPipeError as error:
        # The interpreter would flush the dead pipe once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputRefused("standard output", "its reader closed it early") from error
    except OSError as error:
        name = "standard output" if path is None else str(path)
        raise OutputRefused(name, error.strerror or str(error)) from error


def _to_stdout(data: bytes) -> None:
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode())
    else:
        # Where Python runs unbuffered, one write to a pipe may take only a part.
        while data:
            data = data[stream.write(data) :]
    sys.stdout.flush()


def _special(path: Path) -> bool:
    """Whether it is a device or a pipe, which no file may take the place of."""
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


def _replace(path: Path, data: bytes) -> None:
    """Write a file beside its final place, then rename it."""
    beside = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _field(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_MARKS):
        return f"'{value}"
    return value
