"""Change a user's file by one process at a time, in one step: the old state or the new one."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import filelock

from gazetteer.errors import GazetteerBusy
from gazetteer.layer import Layer
from gazetteer.writer import create

_CACHE_KB: Final = 48_000
_FREE_SHARE: Final = 0.25


@contextmanager
def alone(user_file: Path) -> Iterator[None]:
    """Keep every other process from changing the file meanwhile.

    Parameters
    ----------
    user_file
        The user's file, which need not exist.

    Raises
    ------
    GazetteerBusy
        If another process is changing it.
    GazetteerUnreadable
        If it is damaged or no gazetteer.
    """
    user_file.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(user_file.parent / f".{user_file.name}.lock", timeout=0)
    try:
        with lock:
            if user_file.exists():
                Layer(user_file).close()
            yield
    except filelock.Timeout as error:
        raise GazetteerBusy(str(user_file)) from error


@contextmanager
def rewritten(user_file: Path, *, attached: Mapping[str, Path]) -> Iterator[sqlite3.Connection]:
    """Change a copy of the user's file, and put it in its place when all went well.

    Parameters
    ----------
    user_file
        The user's file; an empty gazetteer is begun where there is none.
    attached
        Further databases by the names under which the connection sees them.

    Yields
    ------
    sqlite3.Connection
        A connection to the copy, in a transaction.
    """
    unfinished = user_file.parent / f".{user_file.name}.unfinished"
    unfinished.unlink(missing_ok=True)
    try:
        if user_file.exists():
            shutil.copyfile(user_file, unfinished)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            if user_file.exists():
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
            else:
                create(connection)
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            connection.execute("PRAGMA threads = 2")
            for name, path in attached.items():
                connection.execute(f"ATTACH ? AS {name}", (str(path),))
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
            for name in attached:
                connection.execute(f"DETACH {name}")
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (free,) = connection.execute("PRAGMA freelist_count").fetchone()
            if free > _FREE_SHARE * pages:
                connection.execute("VACUUM")
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.chmod(0o644)
        unfinished.replace(user_file)
    finally:
        unfinished.unlink(missing_ok=True)


def beside(user_file: Path, source: str, ending: str, *, hidden: bool = True) -> Path:
    """Name a file of a source beside the user's file.

    Parameters
    ----------
    user_file
        The user's file.
    source
        Name of the source, any text.
    ending
        Ending of the file's name.
    hidden
        Whether its name begins with a dot.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-") or "source"
    return user_file.parent / f"{'.' if hidden else ''}{user_file.name}.{slug}.{ending}"
