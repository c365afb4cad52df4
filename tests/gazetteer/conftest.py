"""Small gazetteers of made-up places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

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
