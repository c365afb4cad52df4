"""What geocoders have answered, and when each may be asked next: one small SQLite file.

Every process of a user shares the file, so that a shell loop over look-ups keeps to the pace of a
service as one long process does.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypeVar

from gazetteer.errors import CacheUnusable

CACHE_VARIABLE: Final = "FRONTMAP_ONLINE_CACHE"
EXPIRY_S: Final = 90 * 86_400.0
"""Answers older than 90 days are asked for anew."""

_APPLICATION_ID: Final = 0x66_6D_6F_6E  # "fmon"
_BUSY_S: Final = 10.0
_CLOCK_SLACK_S: Final = 5.0
_TABLES: Final = (
    "CREATE TABLE answer (key TEXT PRIMARY KEY, asked_s REAL NOT NULL, rows TEXT NOT NULL)",
    "CREATE TABLE pace (server TEXT PRIMARY KEY, noted_s REAL NOT NULL, free_s REAL NOT NULL)",
)
_T = TypeVar("_T")


class Kept(NamedTuple):
    """An answer that was kept."""

    asked_s: float
    """When the service gave it, seconds since 1970, UTC."""
    rows: list[Any]
    """Its rows as the service wrote them."""


def cache_path() -> Path:
    """Find the file: as the environment variable says, else in the user's cache folder."""
    told = os.environ.get(CACHE_VARIABLE)
    if told:
        return Path(told)
    from platformdirs import user_cache_path

    return user_cache_path("frontmap") / "online-1.sqlite"


class AnswerCache:
    """The file, opened; close it.

    A damaged file is put aside under another name and begun anew.

    Parameters
    ----------
    path
        The file; it is made where it is missing.
    expiry_s
        Age from which an answer counts no more, seconds.

    Raises
    ------
    CacheUnusable
        If the file cannot be made or written, or holds something else.
    """

    def __init__(self, path: Path, *, expiry_s: float = EXPIRY_S) -> None:
        self.path = path
        self._expiry_s = expiry_s
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = self._opened()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                path.replace(path.with_name(f"{path.name}.damaged"))
                self._connection = self._opened()
        except CacheUnusable:
            raise
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        # In one step: two processes that make the file at once must not see half of it.
        connection.execute("BEGIN IMMEDIATE")
        (kind,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            for table in _TABLES:
                connection.execute(table)
        elif kind != _APPLICATION_ID:
            raise CacheUnusable(
                str(self.path), f"it is another database; name a file with {CACHE_VARIABLE}"
            )
        connection.execute("COMMIT")

    def _unusable(self, error: Exception) -> CacheUnusable:
        reason = getattr(error, "strerror", None) or str(error)
        return CacheUnusable(
            str(self.path), f"{reason}; delete it, or name another file with {CACHE_VARIABLE}"
        )

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _in_one_step(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do something while no other process does anything in the file."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                done = work(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except (sqlite3.Error, UnicodeError) as error:
            raise self._unusable(error) from error
        return done

    def get(self, key: str, *, now_s: float) -> Kept | None:
        """Read the answer to a question, unless it is too old, from the future or damaged.

        Parameters
        ----------
        key
            The question.
        now_s
            The time, seconds since 1970, UTC.
        """
        found = self._in_one_step(
            lambda connection: connection.execute(
                "SELECT asked_s, rows FROM answer WHERE key = ?", (key,)
            ).fetchone()
        )
        if found is None or not now_s - self._expiry_s < found[0] <= now_s + _CLOCK_SLACK_S:
            return None
        try:
            rows = json.loads(found[1])
        except (ValueError, RecursionError):
            return None
        return Kept(found[0], rows) if isinstance(rows, list) else None

    def put(self, key: str, rows: Sequence[Any], *, now_s: float) -> None:
        """Keep an answer, and drop those that are too old.

        Parameters
        ----------
        key
            The question.
        rows
            What the service answered, as values of JSON.
        now_s
            The time, seconds since 1970, UTC.
        """
        text = json.dumps(list(rows))

        def written(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM answer WHERE asked_s < ?", (now_s - self._expiry_s,))
            connection.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, now_s, text))

        self._in_one_step(written)

    def reserve(self, server: str, *, now_s: float, pace_s: float, longest_s: float) -> float:
        """Take the next free moment at which a server may be asked.

        Parameters
        ----------
        server
            The server.
        now_s
            The time, seconds since 1970, UTC.
        pace_s
            Least time between two requests, seconds.
        longest_s
            Longest wait that makes sense, seconds.

        Returns
        -------
        float
            How long to wait before asking, seconds. Where it is more than `longest_s`, nothing
            is reserved and nobody should ask.
        """

        def taken(connection: sqlite3.Connection) -> float:
            found = connection.execute(
                "SELECT noted_s, free_s FROM pace WHERE server = ?", (server,)
            ).fetchone()
            # A note from the future means that the clock was put back.
            sound = found is not None and found[0] <= now_s + _CLOCK_SLACK_S
            free_s = max(now_s, found[1]) if sound else now_s
            if free_s - now_s <= longest_s:
                connection.execute(
                    "INSERT OR REPLACE INTO pace VALUES (?, ?, ?)", (server, now_s, free_s + pace_s)
                )
            return float(free_s - now_s)

        return self._in_one_step(taken)

    def hold(self, server: str, *, now_s: float, wait_s: float) -> None:
        """Note that a server wants to be left alone for a while.

        Parameters
        ----------
        server
            The server.
        now_s
            The time, seconds since 1970, UTC.
        wait_s
            For how long, seconds.
        """
        self._in_one_step(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO pace VALUES (?, ?, ?)", (server, now_s, now_s + wait_s)
            )
        )
