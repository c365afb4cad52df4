"""Change a user's file by one process at a time, in one step: the old state or the new one.

The step is the rename of a finished copy over the user's file. Whoever has the file open keeps
reading the old state; on Windows, which renames over no open file, the change is refused instead.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import filelock

from gazetteer.errors import GazetteerBusy, GazetteerError, GazetteerUnreadable, GazetteerUnwritable
from gazetteer.layer import Layer
from gazetteer.writer import create

_CACHE_KB: Final = 48_000
"""Of this size are the cache and each of the three runs that a sort with two threads holds."""
_FREE_SHARE: Final = 0.25
_LONGEST_SLUG: Final = 60
_NO_ROOM: Final = frozenset(
    (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY,
     sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM)
)  # fmt: skip
"""What keeps SQLite from writing; everything else it says of a file shows that that is damaged."""


@contextmanager
def alone(user_file: Path) -> Iterator[Path]:
    """Keep every other process from changing the file meanwhile.

    Parameters
    ----------
    user_file
        The user's file, which need not exist, nor its folder.

    Yields
    ------
    Path
        The file itself, where `user_file` is a link to it.

    Raises
    ------
    GazetteerBusy
        If another process is changing it.
    GazetteerUnreadable
        If it is damaged or no gazetteer.
    GazetteerUnwritable
        If it cannot be changed: no permission, no room on the disk.
    """
    try:
        user_file = user_file.resolve() if user_file.is_symlink() else user_file
        user_file.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(user_file.parent / f".{user_file.name}.lock", timeout=0):
            if user_file.exists():
                Layer(user_file).close()
            yield user_file
    except filelock.Timeout as error:
        raise GazetteerBusy(str(user_file)) from error
    except GazetteerError:
        raise
    except OSError as error:
        at = f" ({error.filename})" if error.filename else ""
        reason = f"{error.strerror or error}{at}; see to that and try again"
        raise GazetteerUnwritable(str(user_file), reason) from error
    except sqlite3.DatabaseError as error:
        if _kind(error) not in _NO_ROOM:
            reason = f"it is damaged ({error}); delete it and import its sources anew"
            raise GazetteerUnreadable(str(user_file), reason) from error
        reason = (
            f"{error}; see that there is room beside it and in the folder for temporary files, "
            "and try again"
        )
        raise GazetteerUnwritable(str(user_file), reason) from error


def _kind(error: sqlite3.DatabaseError) -> int:
    """Give SQLite's code of an error without what it adds to tell more."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)) & 0xFF


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

    Raises
    ------
    GazetteerUnreadable
        If a file to attach is missing.
    """
    for path in attached.values():
        if not path.exists():
            raise GazetteerUnreadable(str(path), "there is no such file; check the path")
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
        if user_file.exists():
            shutil.copymode(user_file, unfinished)
        unfinished.replace(user_file)
    finally:
        unfinished.unlink(missing_ok=True)


def remove_stage(path: Path) -> None:
    """Delete what an import has read, with the journal that a killed one leaves.

    Parameters
    ----------
    path
        The stage.
    """
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def beside(user_file: Path, source: str, ending: str, *, hidden: bool = True) -> Path:
    """Name a file of a source beside the user's file, apart from other sources' files.

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
    slug = re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")
    if len(slug) > _LONGEST_SLUG or slug != source.lower().replace(" ", "-"):
        digest = hashlib.sha256(source.encode(errors="replace")).hexdigest()
        slug = f"{slug[:_LONGEST_SLUG]}-{digest[:8]}".lstrip("-")
    return user_file.parent / f"{'.' if hidden else ''}{user_file.name}.{slug}.{ending}"
