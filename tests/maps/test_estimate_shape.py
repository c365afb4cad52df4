"""The shape of an estimate, from the report to the contract, the card and the map."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from shapely import get_coordinates
from shapely.geometry import Point, shape

from gazetteer.measure import area_km2, inverse

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")
TEXT = (
    "Fighting went on near Zarechny Vyselok, 12 km north-east of Sudzha in the Kursk region. "
    "Martynovka was shelled.\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_estimated_mentions_alone_carry_their_ellipse(report: Path, call: Run) -> None:
    _, out, _ = call("read", report, "--format", "json")
    mentions = {mention["text"]: mention for mention in json.loads(out)["mentions"]}
    assert {text for text, one in mentions.items() if "ellipse" in one} == {"Zarechny Vyselok"}
    ellipse = mentions["Zarechny Vyselok"]["ellipse"]
    assert list(ellipse) == ["semi_major_m", "semi_minor_m", "orientation_deg"]
    # 12 km off within 45 degrees: long from north-west to south-east, narrow along the sight.
    assert ellipse["orientation_deg"] == pytest.approx(135, abs=5)
    assert 5_000 < ellipse["semi_major_m"] < 12_000
    assert ellipse["semi_minor_m"] < ellipse["semi_major_m"] / 2
    _, out, _ = call("read", report, "--format", "geojson")
    places = {f["properties"]["text"]: f["properties"] for f in json.loads(out)["features"]}
    assert places["Zarechny Vyselok"]["ellipse"] == ellipse
    assert "ellipse" not in places["Sudzha"]


def test_the_map_draws_the_ellipse_and_the_card_tells_it(
    report: Path, tmp_path: Path, call: Run
) -> None:
    _, out, _ = call("read", report, "--format", "json")
    told = next(m for m in json.loads(out)["mentions"] if "ellipse" in m)
    page = tmp_path / "map.html"
    assert call("map", report, "-o", page)[0] == 0
    html = page.read_text("utf-8")
    grounds = [
        json.loads(found)
        for found in re.findall(r'\{"geometry": \{"coordinates": \[\[\[.*?"Feature"\}', html)
        if '"look": "estimate"' in found
    ]
    (ground,) = [shape(one["geometry"]) for one in grounds]
    place, ellipse = told["place"], told["ellipse"]
    assert ground.covers(Point(place["lon"], place["lat"]))
    by_axes = 3.14159 * ellipse["semi_major_m"] * ellipse["semi_minor_m"] / 1e6
    assert area_km2(ground) == pytest.approx(by_axes, rel=0.02)
    edge = [
        inverse((place["lon"], place["lat"]), spot) for spot in get_coordinates(ground).tolist()
    ]
    farthest = max(edge, key=lambda off: off.distance_m)
    assert farthest.distance_m == pytest.approx(ellipse["semi_major_m"], rel=0.02)
    assert farthest.bearing_deg % 180 == pytest.approx(ellipse["orientation_deg"], abs=6)
    assert "longest SE–NW" in html or "longest NW–SE" in html
