"""A small atlas and readings made by hand, for checking without a reader."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.place import Match, Place
from gazetteer.records import LineRow
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.reading.mention import Mention, Resolution, Rival
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Statement

_BORDER = Path(__file__).parents[2] / "gazetteer" / "data" / "border_ru_ua.geojson"
_COUNTRIES = {"RU": "Russia", "UA": "Ukraine", "PL": "Poland"}


@cache
def _border() -> BaseGeometry:
    (feature,) = json.loads(_BORDER.read_text(encoding="utf-8"))["features"]
    return shape(feature["geometry"])


class Atlas:
    """The border of Russia and Ukraine, three countries, and any polygons that a test adds."""

    def __init__(self, shapes: Mapping[str, BaseGeometry] | None = None) -> None:
        self.shapes = dict(shapes or {})

    def line_rows(self) -> tuple[LineRow, ...]:
        return (
            LineRow("border:RU-UA", "Russia–Ukraine border (1991 line, land)", ("RU", "UA"),
                    "1991 line; Crimea Ukrainian", 300.0, "OpenStreetMap contributors", "ODbL-1.0"),
        )  # fmt: skip

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return _border() if place_id == "border:RU-UA" else self.shapes.get(place_id)

    def get(self, place_id: str) -> Place:
        code = place_id.removeprefix("country:")
        if code not in _COUNTRIES:
            raise PlaceUnknown(place_id)
        return Place(
            id=place_id, name=_COUNTRIES[code], kind="country", lon=0, lat=0, precision_m=0,
            source="made up", country=code,
        )  # fmt: skip

    def find(self, name: str, *, kind: str | None = None) -> tuple[Match, ...]:
        assert kind == "country"
        codes = [code for code, known in _COUNTRIES.items() if known == name]
        return tuple(Match(self.get(f"country:{code}"), 1.0, name) for code in codes)


Check = Callable[..., tuple[Claim, ...]]


@pytest.fixture
def atlas() -> Atlas:
    """An atlas that a test may add polygons to."""
    return Atlas()


@pytest.fixture
def checked(atlas: Atlas) -> Check:
    """Check statements over places: mention k is `places[k]`, resolved to it."""

    def checked(
        places: Sequence[Place | None],
        *statements: Statement,
        text: str = "A Russian and a Ukrainian account differ.",
        score: float = 0.9,
        estimated: Sequence[int] = (),
        without: Mapping[int, Sequence[Place | None]] | None = None,
        rivals: Mapping[int, Sequence[Place]] | None = None,
    ) -> tuple[Claim, ...]:
        def resolutions(chosen: Sequence[Place | None]) -> tuple[Resolution, ...]:
            return tuple(
                Resolution(
                    place,
                    score if place else 0.0,
                    tuple(Rival(rival, 0.1) for rival in (rivals or {}).get(k, ())),
                    why="a test",
                    estimated=k in estimated,
                )
                for k, place in enumerate(chosen)
            )

        mentions = tuple(
            Mention(k, k + 1, place.name if place else "Nowhere", "literal", "settlement")
            for k, place in enumerate(places)
        )
        reading = Reading(
            report=Report(id="test", text=text),
            mentions=mentions,
            resolutions=resolutions(places),
            statements=statements,
            events=(),
            resolve_without=lambda index: resolutions((without or {}).get(index, places)),
        )
        return check(reading, atlas)  # type: ignore[arg-type]

    return checked


@pytest.fixture(scope="session")
def made_up_world() -> ModuleType:
    """The module of the made-up world: its points, its ground, its maps."""
    return _module("made_up_world")


@pytest.fixture(scope="session")
def made_documents() -> ModuleType:
    """The module that puts reports into web pages, PDF and Word files."""
    return _module("made_documents")


def _module(name: str) -> ModuleType:
    """Load a module that stands beside this file."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made_up(made_up_world: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The made-up world, open."""
    with made_up_world.opened(tmp_path_factory.mktemp("world")) as world:
        yield world
