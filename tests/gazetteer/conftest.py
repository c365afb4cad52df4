"""Small gazetteers of made-up places."""

from __future__ import annotations

import os
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gazetteer.download.archive import check_zip
from gazetteer.download.fetch import Fetched, fetch
from gazetteer.download.patience import Clock, Patience
from gazetteer.download.transport import WebTransport
from gazetteer.errors import DownloadFailed
from gazetteer.place import Place
from gazetteer.sources.source import Batch, Rejected
from gazetteer.store import Gazetteer
from gazetteer.writer import write


def make_place(name: str, place_id: str | None = None, **more: Any) -> Place:
    """Make a place of which only the name matters."""
    facts: dict[str, Any] = {
        "kind": "settlement", "lon": 35.0, "lat": 51.0, "precision_m": 500.0, "source": "made up",
        "country": "RU",
    }  # fmt: skip
    made_id = place_id or f"made:{'-'.join(name.lower().split())}"
    return Place(id=made_id, name=name, **(facts | more))


@pytest.fixture(scope="session")
def place() -> Callable[..., Place]:
    """Makes a place: `place("Berdin", lon=35.4)`."""
    return make_place


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Gazetteer]]:
    """Opens a gazetteer of the places given; `user` holds those of the user's own file."""
    with ExitStack() as stack:

        def open_made(
            *places: Place, user: tuple[Place, ...] | None = None, **more: Any
        ) -> Gazetteer:
            shipped, own = tmp_path / "shipped.sqlite", tmp_path / "own.sqlite"
            write(shipped, places, **more)
            if user is not None:
                write(own, user)
            return stack.enter_context(
                Gazetteer.open(shipped=shipped, user=None if user is None else own)
            )

        yield open_made


@pytest.fixture
def slept() -> list[float]:
    """The waits of `load`, seconds; nobody really waits."""
    return []


@pytest.fixture
def load(web: Any, tmp_path: Path, slept: list[float]) -> Iterator[Callable[..., Fetched]]:
    """Fetches /UA.zip of the test's server into the folder `data`."""
    clock = Clock(lambda: 0.0, slept.append, lambda: datetime(2025, 1, 7, 3, 21, tzinfo=UTC))
    with WebTransport(user_agent="frontmap-tests/1", connect_s=1, silent_s=0.2) as transport:

        def loaded(path: str = "UA.zip", **more: Any) -> Fetched:
            settings: dict[str, Any] = {
                "transport": transport,
                "check": check_zip,
                "magic": b"PK",
                "clock": clock,
                "patience": Patience(tries=3),
            }
            target = tmp_path / "data" / "UA.zip"
            return fetch(web.url + path, target, **(settings | more))

        yield loaded


@pytest.fixture
def failed(load: Callable[..., Fetched]) -> Callable[..., DownloadFailed]:
    """Does what `load` does where it must fail, and gives the failure."""

    def failure(**more: Any) -> DownloadFailed:
        with pytest.raises(DownloadFailed) as caught:
            load(**more)
        said = str(caught.value)
        assert said.startswith(f"cannot download {caught.value.url}: ")
        assert said.isprintable()
        return caught.value

    return failure


class MadeSource:
    """A source of made-up places, read from a file of its own, a few records a batch.

    `rows` are places, broken records (text) and reasons to leave a record out (None).
    """

    licence = "MIT"
    credit = "nobody"
    date = "2025-01-05"

    def __init__(
        self, folder: Path, name: str, rows: Sequence[Place | str | None], *, batch: int = 3
    ) -> None:
        self.name = name
        self.options = ""
        self._rows = tuple(rows)
        self._batch = batch
        self.size = len(self._rows)
        self.starts: list[int] = []
        path = folder / f"{name}.rows"
        path.write_text("\n".join(map(repr, self._rows)), encoding="utf-8")
        self.paths: tuple[Path, ...] = (path,)

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        self.starts.append(start)
        for first in range(0, len(self._rows), self._batch):
            run = self._rows[first : first + self._batch]
            position = first + len(run)
            if position > start:
                yield Batch(
                    position,
                    position,
                    tuple(row for row in run if isinstance(row, Place)),
                    tuple(
                        Rejected(f"{self.name}, line {number}", "it is broken", row)
                        for number, row in enumerate(run, first + 1)
                        if isinstance(row, str)
                    ),
                    {"unwanted": run.count(None)} if None in run else {},
                )


@pytest.fixture(scope="session")
def made_source() -> type[MadeSource]:
    """Makes a source: `made_source(folder, "name", [place, "broken", None])`."""
    return MadeSource


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """List every row of every table of a gazetteer file; when it was imported is left out."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {name: f"SELECT * FROM {name}" for (name,) in names}  # noqa: S608 - our own names
        tables["source"] = (
            "SELECT name, rows, licence, date, path, sha256, credit, options, rejected, left_out, "
            "first_n FROM source"
        )
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {
            name: sorted(connection.execute(query).fetchall(), key=repr)
            for name, query in tables.items()
        }


@pytest.fixture(scope="session")
def all_rows() -> Callable[[Path], dict[str, list[tuple[Any, ...]]]]:
    """Lists every row of every table of a gazetteer file."""
    return rows_of


@pytest.fixture(scope="session")
def in_child() -> Callable[[Callable[[], object]], tuple[int, str]]:
    """Runs work in a process of its own: the signal that ended it, and what the work gave."""

    def run(work: Callable[[], object]) -> tuple[int, str]:
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # Python 3.12 warns of threads; none of theirs are needed in the child.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            try:
                os.write(writing, str(work()).encode())
            except BaseException as error:  # noqa: BLE001 - told to the test, which judges it
                os.write(writing, f"{type(error).__name__}: {error}".encode())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as answer:
            said = answer.read()
        _, status = os.waitpid(child, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, said

    return run
