"""Readings as a GeoDataFrame: rows, columns, CRS, points and outlines."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import shapely

from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.store import Gazetteer
from gazetteer.writer import write
from geo.geodataframe import COLUMNS, to_geodataframe
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report

VILLAGE = Place(
    "made:berdin", "Berdin", "settlement", 35.4311, 51.2954, 1200.0, "made up", country="RU",
    admin1="Kursk Oblast",
)  # fmt: skip
OBLAST = Place("made:oblast", "Kursk Oblast", "region", 36.0, 51.7, 5000.0, "made up", country="RU")
SQUARE = shapely.box(34, 50, 38, 53)
TEXT = "Berdin in Kursk region, Berdin, Tikhy Log and Keith"


def reading(*rows: tuple[str, int, str, Place | None], report: str = "r") -> Reading:
    mentions, resolutions = [], []
    for name, start, role, place in rows:
        mentions.append(Mention(start, start + len(name), name, role, "settlement", "seen"))  # type: ignore[arg-type]
        resolutions.append(
            Resolution(place, 0.87654321 if place else 0.0, (), "why" if place else "")
        )
    return Reading(
        Report(id=report, text=TEXT), tuple(mentions), tuple(resolutions), (), (),
        lambda _: tuple(resolutions),
    )  # fmt: skip


@pytest.fixture
def one() -> Reading:
    return reading(
        ("Berdin", 0, "literal", VILLAGE), ("Kursk region", 10, "literal", OBLAST),
        ("Berdin", 24, "literal", VILLAGE), ("Tikhy Log", 32, "literal", None),
        ("Keith", 46, "person", None),
    )  # fmt: skip


@pytest.fixture
def outlined(tmp_path: Path) -> Gazetteer:
    write(tmp_path / "a", [VILLAGE, OBLAST], outlines={OBLAST.id: Outline(SQUARE.wkb, 1.0)})
    return Gazetteer.open(shipped=tmp_path / "a")


def test_each_literal_mention_is_a_row_in_the_order_of_the_text(one: Reading) -> None:
    frame = to_geodataframe(one)
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert list(frame["text"]) == ["Berdin", "Kursk region", "Berdin", "Tikhy Log"]
    for start, end, text in zip(frame["start"], frame["end"], frame["text"], strict=True):
        assert TEXT[start:end] == text
    assert list(frame["place_id"])[:3] == ["made:berdin", "made:oblast", "made:berdin"]
    assert frame["score"][0] == 0.8765
    assert frame["precision_m"].dtype == float
    assert frame["kind"][1] == "region"


def test_longitude_stands_first_on_wgs_84(one: Reading) -> None:
    frame = to_geodataframe(one)
    assert frame.crs.to_epsg() == 4326
    assert (frame.geometry[0].x, frame.geometry[0].y) == (35.4311, 51.2954)


def test_what_is_not_found_has_no_geometry(one: Reading) -> None:
    last = to_geodataframe(one).iloc[-1]
    assert last.geometry is None
    assert pd.isna(last["place_id"])
    assert last["why"] == "seen"


def test_regions_are_areas_where_a_gazetteer_has_outlines(
    one: Reading, outlined: Gazetteer
) -> None:
    with outlined:
        frame = to_geodataframe(one, gazetteer=outlined)
    assert frame.geometry[1].equals(SQUARE)
    assert [shape and shape.geom_type for shape in frame.geometry] == [
        "Point", "Polygon", "Point", None,
    ]  # fmt: skip
    assert set(to_geodataframe(one).geom_type.dropna()) == {"Point"}


@pytest.mark.parametrize("readings", [[], [reading()], [reading(("Keith", 46, "person", None))]])
def test_nothing_read_is_an_empty_table_of_the_same_form(readings: list[Reading]) -> None:
    frame = to_geodataframe(*readings)
    assert len(frame) == 0
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert frame.crs.to_epsg() == 4326
    assert frame["start"].dtype == "int64"


def test_several_readings_stand_one_below_the_other(one: Reading) -> None:
    other = reading(("Berdin", 0, "literal", VILLAGE), report="other")
    frame = to_geodataframe(one, other)
    assert list(frame["report"]) == ["r"] * 4 + ["other"]
    assert list(frame.index) == list(range(5))
