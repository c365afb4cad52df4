"""What a page and a print picture say to a reader who knows none of our codes."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shapely

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.reading.read import read
from geo.reading.report import Report
from geo.reading.report_file import load_report
from geo.reading.statement import Statement
from maps import wording
from maps.basemap import base_of
from maps.locator import locator
from maps.picture.report import report_picture
from maps.report_map import report_map

REPORTS = Path(__file__).resolve().parents[1] / "reports"
SVG = "{http://www.w3.org/2000/svg}"
LEBANON = (35.1, 33.0, 36.0, 33.6)
BAKU = (49.5, 40.2, 50.2, 40.7)
THEATRES = {
    "Syria": (34.2, 32.4, 40.2, 36.6),
    "Goma": (28.8, -2.0, 29.6, -1.2),
    "Sudan": (31.0, 12.8, 35.0, 16.0),
    "Kursk": (35.0, 51.1, 35.7, 51.4),
}


class Tables(HTMLParser):
    """How many columns each row of each table takes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[int]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append(0)
        elif tag in ("th", "td") and self.tables and self.tables[-1]:
            self.tables[-1][-1] += int(dict(attrs).get("colspan") or 1)


@pytest.mark.parametrize("kind", ["report", "control", "change", "timeline"])
def test_no_row_of_a_table_takes_more_columns_than_its_head(
    four_pages: dict[str, str], kind: str
) -> None:
    """One too many is an empty column, and takes its room from the others."""
    tables = Tables(four_pages[kind]).tables
    assert tables
    assert [set(table) for table in tables] == [{table[0]} for table in tables]


@pytest.mark.parametrize(
    ("side", "said"),
    [("RU", "Russia seized Berdin"), ("M23", "M23 seized Berdin"), ("", "somebody seized Berdin")],
)
def test_who_holds_a_place_is_a_name_and_no_code(side: str, said: str) -> None:
    statement = Statement(
        0, 1, "x", "holding", None, "Berdin", reference_text=side, modifiers=("seized",)
    )
    assert wording.relation_of(statement, mentions=()) == said


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0.37, "37%"), (0.999, "over 99%"), (0.001, "under 1%"), (0.99, "99%")],
)
def test_how_likely_a_map_makes_it_is_never_certain(probability: float, said: str) -> None:
    assert wording.likely(probability) == f"{said} likely by the map"


def test_a_report_without_a_title_is_headed_by_its_places_and_not_by_its_file() -> None:
    text = "Ukrainian forces entered Berdin. Fighting went on near Berdin, northeast of Sudzha."
    with Gazetteer.open() as gazetteer:
        reading = read(Report("003_06fe9c50", text), gazetteer)
        html = report_map([(reading, check(reading, gazetteer))], gazetteer)
    (title,) = re.findall(r"<title>(.*?)</title>", html)
    assert title == "Berdin and Sudzha: what one report says"


def test_gaps_between_outlines_are_no_lakes_but_a_sea_is_one() -> None:
    with Gazetteer.open() as gazetteer:
        lebanon = base_of(gazetteer, view=LEBANON, spots=())
        baku = base_of(gazetteer, view=BAKU, spots=())
    for ground in (lebanon.near, lebanon.middle):
        assert not any(part.interiors for part in shapely.get_parts(ground.land))
    assert not baku.middle.land.intersects(shapely.Point(50.8, 41.8))


@pytest.mark.parametrize("theatre", sorted(THEATRES))
def test_no_name_of_the_small_map_covers_another(theatre: str) -> None:
    view = THEATRES[theatre]
    with Gazetteer.open() as gazetteer:
        base = base_of(gazetteer, view=view, spots=())
    assert base.locator is not None
    drawn = str(locator(view, base.locator, base.locator_areas))
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)">(.*?)</text>', drawn)
    assert len(found) >= 2
    for one, other in itertools.combinations(found, 2):
        beside = abs(float(one[0]) - float(other[0])) >= 6 * (len(one[2]) + len(other[2])) / 2
        assert beside or abs(float(one[1]) - float(other[1])) >= 10, (one, other)


def test_an_arrow_too_short_to_be_drawn_neither_stops_the_picture_nor_stands_in_its_key() -> None:
    names = ("heldout/road-to-damascus.txt", "aleppo-fall.txt")
    with Gazetteer.open() as gazetteer:
        readings = [read(load_report(str(REPORTS / name)), gazetteer) for name in names]
        checked = [(reading, check(reading, gazetteer)) for reading in readings]
        root = ET.fromstring(report_picture(checked, gazetteer, format="svg"))  # noqa: S314
    said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "Aleppo" in said
    assert "Axis of advance" not in said


def test_the_key_of_a_picture_names_the_side_of_a_ring(
    notes: Any, places: Any, gazetteer: Any
) -> None:
    told = notes("Berdin was entered. Berdin was shelled. Sudzha is quiet.")
    first = told.mention("Berdin", places["berdin"])
    again = told.mention("Berdin", places["berdin"], nth=1)
    told.mention("Sudzha", places["sudzha"])
    told.event("entered", first, actor="UA", action="entered", verb="entered", status="entered",
               standing="geolocated")  # fmt: skip
    told.event("shelled", again, actor="RU", action="attacked", verb="shelled", status="attacked")
    root = ET.fromstring(report_picture([told.checked()], gazetteer, format="svg"))  # noqa: S314
    said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "Ring: another side" in said
    assert "Ukraine" in said
    assert "Russia" in said
