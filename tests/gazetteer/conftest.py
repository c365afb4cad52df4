"""Small gazetteers of made-up places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
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
