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

_LONGEST_NAME: Final = 255
_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")


class OutputRefused(MapError, OSError):
    """An answer cannot be written; `place` says where to, `reason` why not."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"cannot write {place}: {reason}")


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
        The files that the command reads, which it must not overwrite; `-` is standard input.

    Raises
    ------
    OutputRefused
        If it is a folder, lies in no folder, cannot be made or written, or is one of the inputs.
    """
    if path is None:
        return
    try:
        reason = _fault_of(path, inputs)
    except OSError as error:
        reason = error.strerror or str(error)
    if reason is not None:
        raise OutputRefused(repr(str(path)), reason)


def _fault_of(path: Path, inputs: Sequence[str]) -> str | None:
    """Say why a file cannot be written; it is tried, since permissions do not tell everything."""
    if path.is_dir():
        return "it is a folder; name a file in it"
    folder = path.resolve().parent
    if not folder.is_dir():
        if folder.exists():
            return f"{str(folder)!r} is a file and no folder"
        return f"there is no folder {str(folder)!r}; make it first"
    if path.exists():
        if any(_same(path, name) for name in inputs):
            return "it is one of the files to read; name another"
        if not os.access(path, os.W_OK):
            return "no permission to write there; name another file"
        if _special(path):
            return None
    elif len(path.name.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
        return f"its name is longer than {_LONGEST_NAME} bytes"
    try:
        trial = _beside(path.resolve())
        trial.touch(exist_ok=False)
        trial.unlink()
    except OSError as error:
        return f"no file can be made in {str(folder)!r} ({error.strerror or error}); name another"
    return None


def _same(path: Path, name: str) -> bool:
    """Tell whether an existing file is one that is read; `-` stands for standard input."""
    if name == "-":
        try:
            return os.path.samestat(path.stat(), os.fstat(0))
        except OSError:
            return False
    return Path(name).exists() and path.samefile(name)


def write(text: str, *, path: Path | None) -> None:
    """Write an answer to standard output or to a file, whole or not at all.

    Parameters
    ----------
    text
        The whole answer.
    path
        The file; None is standard output.
    """
    write_bytes(text.encode("utf-8", "backslashreplace"), path=path)


def write_bytes(data: bytes, *, path: Path | None) -> None:
    """Write the bytes of an answer to standard output or to a file.

    A file is written beside its final place and then renamed, so that no half of it ever
    stands there.

    Parameters
    ----------
    data
        The whole answer.
    path
        The file; None is standard output.

    Raises
    ------
    OutputRefused
        If it cannot be written or nobody reads standard output any more.
    """
    try:
        if path is None:
            _to_stdout(data)
        elif _special(path):
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        if path is None:
            _abandon_stdout()
        name = "standard output" if path is None else repr(str(path))
        early = isinstance(error, BrokenPipeError)
        reason = "its reader closed it early" if early else error.strerror or str(error)
        raise OutputRefused(name, reason) from error


def _abandon_stdout() -> None:
    """Keep the interpreter from writing once more, on its way out, what was just refused."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _to_stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise OSError("it is closed; open it, or name a file with -o")
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


def _beside(path: Path) -> Path:
    """A name in the same folder that nothing has."""
    return path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")


def _replace(path: Path, data: bytes) -> None:
    """Write a file beside its final place, then rename it."""
    beside = _beside(path)
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
